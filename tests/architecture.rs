//! Which room may name which, and which rooms must not see the world.
//!
//! The rooms are the modules of the library. The table below is the
//! architecture: a room names only what stands in its row.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use walkdir::WalkDir;

/// Each room with the rooms that it may name.
const ROOMS: &[(&str, &[&str])] = &[
    ("diagnostic", &["source"]),
    ("source", &["diagnostic", "model"]),
    ("model", &["diagnostic", "source"]),
    ("trace", &[]),
    ("cache", &["trace"]),
    ("theme", &[]),
    ("site", &["model", "source"]),
    ("parse", &["diagnostic", "model", "source"]),
    ("resolve", &["trace", "diagnostic", "model", "source"]),
    ("index", &["trace", "diagnostic", "model", "source", "resolve"]),
    ("render", &["trace", "diagnostic", "model", "source", "site", "theme", "parse", "resolve", "index"]),
    (
        "pipeline",
        &["trace", "cache", "diagnostic", "model", "source", "site", "parse", "resolve", "index", "render"],
    ),
    ("load", &["diagnostic", "model", "source", "site", "theme", "parse"]),
    ("write", &["model", "source", "site"]),
    ("report", &["diagnostic", "source"]),
    ("rename", &["trace", "diagnostic", "model", "source", "parse", "resolve"]),
    ("serve", &["report", "diagnostic", "model", "source", "site", "pipeline", "load"]),
    (
        "cli",
        &[
            "report",
            "parse",
            "rename",
            "serve",
            "diagnostic",
            "model",
            "source",
            "site",
            "theme",
            "pipeline",
            "load",
            "write",
        ],
    ),
];

/// The rooms that may read and write files, the environment and the clock.
const OUTER: &[&str] = &["load", "write", "serve", "cli"];

/// What inner rooms must not name.
const WORLD: &[&str] = &["std::fs", "std::env", "std::net", "std::time", "std::process", "anyhow"];

/// Every file of the library with its room.
fn files() -> Vec<(String, String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    for entry in WalkDir::new(&src).sort_by_file_name() {
        let entry = entry.expect("the source folder can be read");
        let path = entry
            .path()
            .strip_prefix(&src)
            .expect("the walk starts there")
            .to_string_lossy()
            .replace('\\', "/");
        let Some(path) = path.strip_suffix(".rs") else { continue };
        if matches!(path, "lib" | "main") {
            continue;
        }
        let room = path.split('/').next().expect("a path has a first part").to_owned();
        files.push((room, path.to_owned(), fs::read_to_string(entry.path()).expect("source files are text")));
    }
    files
}

/// The lines of code of a file: comments and the tests at its end left out.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]"));
    lines
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(at, line)| (at + 1, line))
}

/// The rooms that a line names: `crate::room`, also in `use crate::{a, b::C}`.
fn rooms_named(line: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let rest = &line[at + "crate::".len()..];
        let names = match rest.strip_prefix('{') {
            Some(list) => list.split(',').collect(),
            None => vec![rest],
        };
        for name in names {
            let end = name
                .trim_start()
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(name.trim_start().len());
            rooms.push(name.trim_start()[..end].to_owned());
        }
    }
    rooms
}

#[test]
fn every_room_names_only_the_rooms_of_its_row() {
    let rooms: BTreeMap<&str, &[&str]> = ROOMS.iter().copied().collect();
    let mut wrong = Vec::new();
    for (room, path, text) in files() {
        let Some(allowed) = rooms.get(room.as_str()) else {
            wrong.push(format!("src/{path}.rs: the room `{room}` has no row in this table"));
            continue;
        };
        for (line, code) in code(&text) {
            for named in rooms_named(code) {
                if named != room && !named.is_empty() && !allowed.contains(&named.as_str()) {
                    wrong.push(format!("src/{path}.rs:{line}: `{room}` names `{named}`"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn inner_rooms_do_not_see_the_world() {
    let mut wrong = Vec::new();
    for (room, path, text) in files() {
        if OUTER.contains(&room.as_str()) {
            continue;
        }
        for (line, code) in code(&text) {
            for name in WORLD {
                if code.contains(name) {
                    wrong.push(format!("src/{path}.rs:{line}: `{room}` names `{name}`"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn only_the_markdown_parser_names_the_markdown_crate() {
    let guilty: Vec<String> = files()
        .into_iter()
        .filter(|(_, path, text)| {
            !path.starts_with("parse/markdown") && code(text).any(|(_, line)| line.contains("pulldown_cmark"))
        })
        .map(|(_, path, _)| path)
        .collect();
    assert!(guilty.is_empty(), "{guilty:?}");
}
