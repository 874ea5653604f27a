//! `mv`: moves notes, sections and files, renames headings, and keeps every link.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anstream::println;
use anyhow::{Context, Result, bail};

use super::Outcome;
use super::args::MoveOptions;
use super::{draft, place};
use crate::load::load;
use crate::model::{AssetPath, NoteId};
use crate::rename::{Change, Move, OldAddress, Refusal, rename};
use crate::report::number;
use crate::source::{Inputs, SourcePath, Span};

/// Says what moving something changes, and with `--write` does it.
pub(super) fn mv(options: &MoveOptions) -> Result<Outcome> {
    let root = &options.root;
    let inputs = load(root, &root.join("public"))?;
    let change = change(&inputs, root, &options.from, &options.to)?;
    let old = if options.no_redirect { OldAddress::Dropped } else { OldAddress::Kept };
    let moved = rename(&inputs, &change, old).map_err(|refusal| explain(&inputs, refusal))?;

    say(&inputs, &change, &moved);
    if !options.write {
        println!("Nothing has been changed; add --write to do it.");
        return Ok(Outcome::Fine);
    }
    apply(&inputs, root, &change, &moved)?;
    println!("Done, with {} rewritten", number(moved.links.len(), "link"));
    Ok(Outcome::Fine)
}

fn say(inputs: &Inputs, change: &Change, moved: &Move) {
    if let Change::Folder(from, to) = change {
        println!("{from}/ becomes {to}/ with {}", number(moved.files.len(), "file"));
    } else {
        for (from, to) in &moved.files {
            println!("{from} becomes {to}");
        }
    }
    if let Some((span, file)) = &moved.part {
        let text = inputs.text(&span.file).unwrap_or_default();
        let heading = text[span.start as usize..span.end as usize].lines().next().unwrap_or_default();
        println!("{}: {heading} and what is under it goes to {file}", at(inputs, span));
    }
    for (span, new) in moved.heading.iter().chain(&moved.links) {
        let text = inputs.text(&span.file).unwrap_or_default();
        println!("{}: {} becomes {new}", at(inputs, span), &text[span.start as usize..span.end as usize]);
    }
    for url in &moved.redirects {
        println!("{url} will lead to the new page");
    }
}

/// Writes the new texts. All files are looked at before anything is written, and
/// whatever happens in between, no text is lost.
fn apply(inputs: &Inputs, root: &Path, change: &Change, moved: &Move) -> Result<()> {
    let on_disk = |path: &str| root.join(path);
    // Texts are known by where their files will be, and were read where they are.
    let now = |to: &str| {
        let from = moved.files.iter().find(|(_, new)| new.as_str() == to).map(|(old, _)| old.as_str());
        from.unwrap_or(to).to_owned()
    };
    let changed: Vec<(String, &str, &str)> =
        moved.texts.iter().map(|(path, text)| (now(path.as_str()), path.as_str(), &**text)).collect();
    let old_text = |path: &str| inputs.text(&SourcePath::new(path)).unwrap_or_default().to_owned();
    for (from, ..) in &changed {
        draft::marked(&on_disk(from), &old_text(from))?;
    }
    match change {
        Change::Heading(..) | Change::Part(..) => {}
        Change::Folder(from, to) => {
            let (old, new) = folder(moved, from, to).context("the folder has files")?;
            move_file(&on_disk(&old), &on_disk(&new))?;
        }
        Change::Note(..) | Change::Asset(..) => {
            for (from, to) in &moved.files {
                move_file(&on_disk(from.as_str()), &on_disk(to.as_str()))?;
            }
        }
    }
    for (from, to, text) in &changed {
        draft::replace(&on_disk(to), &old_text(from), text)?;
    }
    // A folder that nothing is in any more has been left by what was moved.
    for from in moved.files.keys() {
        let folder = on_disk(from.as_str());
        let _ = folder.parent().map(fs::remove_dir);
    }
    Ok(())
}

/// The folder that moves, from the book's folder on: what stands before its name
/// does not change.
fn folder(moved: &Move, from: &str, to: &str) -> Option<(String, String)> {
    let (old, new) = moved.files.iter().next()?;
    let (old, new) = (old.as_str(), new.as_str());
    let inside = format!("{from}/");
    let mut base = old.match_indices(&inside).map(|(at, _)| &old[..at]);
    let base = base.find(|base| new == format!("{base}{to}{}", &old[base.len() + from.len()..]))?;
    Some((format!("{base}{from}"), format!("{base}{to}")))
}

/// Renames a file or a folder, if nothing stands at the new place.
fn move_file(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        bail!("`{}` is there already", to.display());
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    }
    fs::rename(from, to).with_context(|| format!("cannot move `{}`", from.display()))
}

/// What the author means.
fn change(inputs: &Inputs, root: &Path, from: &str, to: &str) -> Result<Change> {
    if let Some((note, heading)) = from.split_once('#') {
        let id = place::note(inputs, root, note)?;
        // The text of a heading may have the sign in it, but no name of a note before.
        if let Some((other, under)) = to.split_once('#').filter(|(other, _)| !other.is_empty())
            && let Some(other) = place::find_note(inputs, root, other)
        {
            let under = Some(under.to_owned()).filter(|under| !under.is_empty());
            return Ok(Change::Part(id, heading.to_owned(), other, under));
        }
        let text = to.strip_prefix('#').unwrap_or(to);
        return Ok(Change::Heading(id, heading.to_owned(), text.to_owned()));
    }
    if !from.ends_with('/')
        && let Some(id) = place::find_note(inputs, root, from)
    {
        let base = place::base(inputs.notes[&id].path.as_str(), id.as_str());
        let to = target(id.folder(), id.file_stem(), to.trim_end_matches(".md"), base);
        return Ok(Change::Note(id, NoteId::new(place::in_known_folder(inputs, to))));
    }
    if let Some(folder) = place::find_folder(inputs, root, from)? {
        let (parent, name) = folder.rsplit_once('/').unwrap_or(("", &folder));
        let base = place::content(inputs, root);
        let to = target(parent, name, to, &base);
        return Ok(Change::Folder(folder, place::in_known_folder(inputs, to)));
    }
    if let Some(asset) = place::find_asset(inputs, root, from) {
        let (folder, file) = asset.as_str().rsplit_once('/').unwrap_or(("", asset.as_str()));
        let base = place::base(inputs.assets[&asset].source.as_str(), asset.as_str());
        let mut to = target(folder, file, to, base);
        // A new name without an extension has the old one.
        let extension = file.rfind('.').map_or("", |at| &file[at..]);
        if !to.rsplit('/').next().unwrap_or_default().contains('.') {
            to += extension;
        }
        return Ok(Change::Asset(asset, AssetPath::new(place::in_known_folder(inputs, to))));
    }
    // Nothing is called so: say what is near.
    place::note(inputs, root, from).map(|id| Change::Note(id, NoteId::new(to)))
}

/// The new name: in the same folder, if it is a bare one; in a folder under the
/// old name, if it ends in a slash; else as it is, from the notes' folder on or
/// from the book's.
fn target(folder: &str, name: &str, said: &str, base: &str) -> String {
    let said = said.trim_start_matches("./");
    let said = said.strip_prefix(base).unwrap_or(said);
    // `/` and `content/` are the content folder itself.
    if said == "/" || said.is_empty() {
        return name.to_owned();
    }
    if let Some(folder) = said.strip_suffix('/') {
        return format!("{}/{name}", folder.trim_start_matches('/'));
    }
    match folder {
        folder if !folder.is_empty() && !said.contains('/') => format!("{folder}/{said}"),
        _ => said.trim_start_matches('/').to_owned(),
    }
}

/// A place in a file: `content/talks.md:3`.
fn at(inputs: &Inputs, span: &Span) -> String {
    let text = inputs.text(&span.file).unwrap_or_default();
    let line = text[..(span.start as usize).min(text.len())].matches('\n').count() + 1;
    format!("{}:{line}", span.file)
}

/// A refusal in words.
fn explain(inputs: &Inputs, refusal: Refusal) -> anyhow::Error {
    anyhow::Error::msg(match refusal {
        Refusal::Unknown(name) => format!("there is nothing called `{name}` in the book"),
        Refusal::Taken(name) => {
            format!("the name `{name}` is taken: choose another one, or move that away first")
        }
        Refusal::NoName(name) => format!("`{name}` cannot be the new name"),
        Refusal::NoHeading(id, there) if there.is_empty() => format!("`{id}` has no headings"),
        Refusal::NoHeading(id, there) => {
            let there: BTreeSet<String> = there.into_iter().map(|text| format!("`{text}`")).collect();
            let there: Vec<String> = there.into_iter().collect();
            format!("`{id}` has no such heading; its headings are {}", there.join(", "))
        }
        Refusal::NoHeadingText(text, reason) => format!("the heading cannot become `{text}`: {reason}"),
        Refusal::Part(heading, reason) => format!("`{heading}` cannot be moved: {reason}"),
        Refusal::FrontMatter(path) => format!(
            "the front matter of `{path}` cannot take the old address in; add `redirect_from` by hand first, or \
             give it up with --no-redirect"
        ),
        Refusal::Links(spans) => {
            let places = spans.iter().map(|span| at(inputs, span)).collect::<Vec<_>>();
            format!("these links cannot be rewritten: {}", places.join(", "))
        }
    })
}
