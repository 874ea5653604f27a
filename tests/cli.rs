//! The program itself: what it prints, what it leaves on disk, how it ends.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use insta::assert_snapshot;
use tempfile::TempDir;
use walkdir::WalkDir;

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().expect("a temporary folder can be made");
    for (path, bytes) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("files stand in the folder")).expect("folders can be made");
        fs::write(path, bytes).expect("files can be written");
    }
    folder
}

/// Runs the program in a folder, and shows how it ended and what it printed.
fn run(folder: &Path, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_briefbook"))
        .args(args)
        .current_dir(folder)
        .output()
        .expect("the program can be run");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the program prints UTF-8");
    let code = output.status.code().expect("the program ends by itself");
    let shown = format!("exit {code}\n-- out\n{}-- err\n{}", text(&output.stdout), text(&output.stderr));
    // Times differ from run to run, and how many files a site has is told by the
    // tests of what is in it.
    let mut lines: Vec<String> = shown.lines().map(counted).collect();
    for line in &mut lines {
        if let Some((before, after)) = line
            .split_once(" in ")
            .filter(|(before, _)| before.starts_with("Built") || before.starts_with("Checked"))
        {
            let rest = after.split_once(" s").map_or("", |(_, rest)| rest);
            *line = format!("{before} in (time){rest}");
        }
    }
    lines.join("\n")
}

/// A line with the numbers of files left out, but for none.
fn counted(line: &str) -> String {
    let words = line.split(' ').collect::<Vec<_>>();
    let is_count = |at: usize| {
        let next = words.get(at + 1).unwrap_or(&"");
        let is_number = words[at] != "0" && words[at].parse::<u32>().is_ok();
        is_number && (next.starts_with("file") || next.starts_with("written"))
    };
    let shown = words.iter().enumerate().map(|(at, word)| if is_count(at) { "(n)" } else { word });
    shown.collect::<Vec<_>>().join(" ")
}

/// Every file of a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("the folder can be read"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("the walk starts there").to_owned();
            (path, fs::read(entry.path()).expect("files can be read"))
        })
        .collect()
}

const GOOD: &[(&str, &[u8])] = &[
    ("content/index.md", b"# Talks\n\nThey led to [[treaty]].\n"),
    ("content/treaty.md", b"# The treaty\n"),
];

#[test]
fn good_book_is_built_and_the_way_to_it_is_told() {
    let book = folder(GOOD);
    assert_snapshot!(run(book.path(), &["build"]), @"
    exit 0
    -- out
    Built (n) files from 2 notes in (time): (n) written
    Open public/index.html
    -- err
    ");
    assert!(book.path().join("public/index.html").is_file());
}

#[test]
fn book_with_a_broken_link_is_built_all_the_same() {
    let book = folder(&[
        ("content/index.md", b"They led to [[treatty]].\n"),
        ("content/treaty.md", b"# The treaty\n"),
    ]);
    assert_snapshot!(run(book.path(), &["build", "--quiet"]), @"
    exit 1
    -- out
    -- err
    error[broken-link]: there is no note `treatty`
     --> content/index.md:1:13
      |
    1 | They led to [[treatty]].
      |             ^^^^^^^^^^^
      |
      = help: did you mean `treaty`?

    1 error
    ");
    assert!(book.path().join("public/treaty.html").is_file());
}

#[test]
fn warnings_count_only_when_they_are_told_to() {
    let book = folder(&[("content/index.md", b"![](a.png)\n"), ("content/a.png", b"not looked at")]);
    assert_snapshot!(run(book.path(), &["check", "--quiet", "--format", "json"]), @r#"
    exit 0
    -- out
    {"code":"missing-alt","column":1,"end_column":11,"end_line":1,"file":"content/index.md","help":"say what it shows: `![text](file)`","line":1,"message":"the picture `a.png` has no text alternative","severity":"warning"}
    -- err
    "#);
    assert_snapshot!(run(book.path(), &["check", "--quiet", "--format", "github", "--strict"]), @"
    exit 1
    -- out
    ::warning file=content/index.md,line=1,endLine=1,col=1,endColumn=11,title=missing-alt::the picture `a.png` has no text alternative%0Ahelp: say what it shows: `![text](file)`
    -- err
    ");
    assert_snapshot!(run(book.path(), &["check", "--quiet", "--format", "github", "--deny", "missing-alt"]), @"
    exit 1
    -- out
    ::error file=content/index.md,line=1,endLine=1,col=1,endColumn=11,title=missing-alt::the picture `a.png` has no text alternative%0Ahelp: say what it shows: `![text](file)`
    -- err
    ");
    assert_snapshot!(run(book.path(), &["check", "--strict", "--allow", "missing-alt"]), @"
    exit 0
    -- out
    Checked 1 note in (time): nothing is wrong
    -- err
    ");
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let book = folder(&[
        ("book.toml", b"title = \"Talks\"\ntheme = \"plian\"\n"),
        ("content/01-a.md", b"---\ntitle: [a\n---\nSee [[nowhere]] and [@nobody].\n"),
        ("content/02-a.md", b"```timeline\n2019-02-30: They sign\n```\n"),
        ("content/latin.md", b"Caf\xe9\n"),
        ("themes/plain/note.html", b"{{ page.titel }}\n"),
    ]);
    assert_snapshot!(run(book.path(), &["build", "--quiet"]), @r#"
    exit 1
    -- out
    -- err
    error[missing-theme]: there is no theme `plian`
     --> book.toml:2:9
      |
    2 | theme = "plian"
      |         ^^^^^^^
      |
      = help: did you mean `plain`?

    error[front-matter]: unclosed bracket '['
     --> content/01-a.md:2:8
      |
    2 | title: [a
      |        ^
      |
      = help: close the list with `]`, or put text that begins with a sign in quotes

    error[broken-link]: there is no note `nowhere`
     --> content/01-a.md:4:5
      |
    4 | See [[nowhere]] and [@nobody].
      |     ^^^^^^^^^^^
      |
      = help: write the note, or take the link out

    error[unknown-citation]: no bibliography has the work `@nobody`
     --> content/01-a.md:4:22
      |
    4 | See [[nowhere]] and [@nobody].
      |                      ^^^^^^^
      |
      = help: the book has no bibliography: put the work into `references.bib`, or write `\@` for the sign itself

    error[duplicate-note]: this note and `content/01-a.md` would both be written to `a.html`
    --> content/02-a.md:1:1
     = help: give one of them another file name: numbers that order files are not part of addresses

    error[invalid-date]: `2019-02-30` does not exist: February has 28 days, in leap years 29
     --> content/02-a.md:2:9
      |
    2 | 2019-02-30: They sign
      |         ^^

    error[not-utf8]: this is not UTF-8
     --> content/latin.md:1:4
      |
    1 | Caf�
      |    ^
      |
      = help: save the file as UTF-8

    7 errors
    "#);
    assert!(book.path().join("public/latin.html").is_file());
}

#[test]
fn template_with_an_error_is_shown_where_it_is() {
    let book = folder(&[
        ("book.toml", b"theme = \"plain\"\n"),
        ("content/index.md", b"Text.\n"),
        ("themes/plain/home.html", b"<title>{{ page.titel }}</title>\n"),
    ]);
    assert_snapshot!(run(book.path(), &["build", "--quiet"]), @"
    exit 1
    -- out
    -- err
    error[template]: field `titel` is not defined
     --> themes/plain/home.html:1:16
      |
    1 | <title>{{ page.titel }}</title>
      |                ^^^^^
      |
      = help: available fields: breadcrumbs, canonical, description, kind, metadata, next, previous, root, sidebar, title, url

    1 error
    ");
    assert!(fs::read_to_string(book.path().join("public/index.html")).unwrap().contains("Text."));
}

#[test]
fn wrong_usage_ends_with_two() {
    let book = folder(GOOD);
    assert_snapshot!(run(book.path(), &["biuld"]), @"
    exit 2
    -- out
    -- err
    error: unrecognized subcommand 'biuld'

      tip: a similar subcommand exists: 'build'

    Usage: briefbook <COMMAND>

    For more information, try '--help'.
    ");
    assert_snapshot!(run(book.path(), &["check", "--deny", "broken-lnik"]), @"
    exit 2
    -- out
    -- err
    error: invalid value 'broken-lnik' for '--deny <CODE>': did you mean `broken-link`?

    For more information, try '--help'.
    ");
    assert_snapshot!(run(book.path(), &["build", "--root", "nowhere"]), @"
    exit 2
    -- out
    -- err
    error: there is no folder `nowhere`
    ");
    assert_snapshot!(run(book.path(), &["build", "--base-url", "example.org"]), @"
    exit 2
    -- out
    -- err
    error: the base URL `example.org` must begin with https:// or http://
    ");
}

#[test]
fn folder_of_somebody_else_is_refused() {
    let book = folder(&[GOOD, &[("public/diary.txt", b"mine".as_slice())]].concat());
    assert_snapshot!(run(book.path(), &["build"]), @"
    exit 2
    -- out
    -- err
    error: the folder `./public` holds files that briefbook did not write, such as `diary.txt`; empty it, or build into another folder
    ");
    assert_eq!(files(&book.path().join("public")).len(), 1);
}

#[test]
fn vault_is_built_as_it_is_into_another_folder() {
    let vault = folder(&[
        ("Treaty of Rome.md", b"# Treaty of Rome\n\nSigned in 1957.\n"),
        ("Talks/Messina.md", b"They led to the [[treaty of rome]] in [[Messina|this town]].\n"),
        (".obsidian/app.json", b"{}"),
    ]);
    let out = TempDir::new().unwrap();
    let site = out.path().join("site");
    let shown = run(vault.path(), &["build", "--quiet", "--out", site.to_str().unwrap()]);
    assert_snapshot!(shown, @"
    exit 0
    -- out
    -- err
    ");
    let pages: Vec<String> = files(&site)
        .into_keys()
        .map(|path| path.to_string_lossy().replace('\\', "/"))
        .filter(|path| path.ends_with(".html"))
        .collect();
    assert_eq!(
        pages,
        [
            "404.html",
            "index.html",
            "print.html",
            "talks/index.html",
            "talks/messina.html",
            "treaty-of-rome.html"
        ]
    );
    assert_eq!(files(vault.path()).len(), 3);
}

/// The bundled book is the largest fixture there is.
fn bundled() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn bundled_book_is_the_same_from_any_folder_and_number_of_threads() {
    let out = TempDir::new().unwrap();
    let elsewhere = TempDir::new().unwrap();
    let copy = elsewhere.path().join("a copy #2");
    for (path, bytes) in files(bundled().join("content").as_path()) {
        let path = copy.join("content").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    for file in ["book.toml", "references.bib", "statutes.json", "websites.yaml"] {
        fs::copy(bundled().join(file), copy.join(file)).unwrap();
    }
    let (one, two) = (out.path().join("one"), out.path().join("two"));
    let first =
        run(bundled(), &["build", "--strict", "--quiet", "--jobs", "1", "--out", one.to_str().unwrap()]);
    let second = run(&copy, &["build", "--strict", "--quiet", "--jobs", "2", "--out", two.to_str().unwrap()]);
    assert_eq!(first, "exit 0\n-- out\n-- err");
    assert_eq!(first, second);
    let (one, two) = (files(&one), files(&two));
    let different: Vec<_> =
        one.iter().filter(|(path, bytes)| two.get(*path) != Some(bytes)).map(|(path, _)| path).collect();
    assert!(different.is_empty() && one.len() == two.len(), "{different:?}");
}

#[test]
fn second_build_writes_nothing() {
    let book = folder(GOOD);
    run(book.path(), &["build"]);
    let times = |path: &Path| -> Vec<_> {
        files(path)
            .into_keys()
            .map(|file| fs::metadata(path.join(file)).unwrap().modified().unwrap())
            .collect()
    };
    let before = times(&book.path().join("public"));
    assert_snapshot!(run(book.path(), &["build"]), @"
    exit 0
    -- out
    Built (n) files from 2 notes in (time): 0 written
    Open public/index.html
    -- err
    ");
    assert_eq!(times(&book.path().join("public")), before);
}
