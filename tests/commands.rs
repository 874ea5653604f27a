//! The commands that write into a book, run as an author runs them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// Runs the program in a folder.
fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_briefbook"));
    command.args(args).current_dir(folder).env("NO_COLOR", "1").output().expect("the program runs")
}

/// Runs the program, which must end well, and returns what it prints.
fn well(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it prints text")
}

/// Runs the program, which must refuse, and returns what it says.
fn refused(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, args);
    assert_eq!(output.status.code(), Some(2), "{args:?}");
    String::from_utf8(output.stderr).expect("it prints text")
}

/// A folder with files by path.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("files stand in folders")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    }
    folder
}

fn read(folder: &TempDir, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn new_book_has_nothing_wrong_with_it() {
    let folder = folder(&[]);
    well(folder.path(), &["init", "my-book", "--title", "A \"long\" talk"]);
    let book = folder.path().join("my-book");
    well(&book, &["check", "--strict"]);
    well(&book, &["build", "--strict"]);
    let page = fs::read_to_string(book.join("public/index.html")).unwrap();
    assert!(page.contains("A &quot;long&quot; talk"), "{page}");
    assert!(refused(&book, &["init"]).contains("there is a book already"));
}

#[test]
fn vault_gets_the_settings_that_fit_and_nothing_else() {
    let vault = folder(&[(".obsidian/app.json", "{}"), ("A note.md", "See [[B]].\n"), ("B.md", "Text.\n")]);
    well(vault.path(), &["init", "--from", ".", "--title", "My vault"]);
    assert_eq!(read(&vault, "book.toml"), "title = \"My vault\"\n");
    well(vault.path(), &["check", "--strict"]);
    assert_eq!(fs::read_dir(vault.path()).unwrap().count(), 4);
}

#[test]
fn notes_may_stand_beside_the_settings() {
    let vault = folder(&[
        ("book.toml", "title = \"V\"\ncontent = \".\"\nbibliography = \"works/all.bib\"\n"),
        ("A note.md", "See [[B]] and [[content/C]], ![map](map.svg).\n"),
        ("content/C.md", "Text. See [[A note]].\n"),
        ("papers/B.md", "Text. See [[A note]].\n"),
        ("map.svg", "<svg/>"),
        ("works/all.bib", ""),
        ("themes/mine/read.md", "No note."),
        (".obsidian/app.json", "{}"),
        (".trash/D.md", "No note."),
    ]);
    // The second build meets the site of the first.
    for _ in 0..2 {
        well(vault.path(), &["build", "--strict"]);
        let mut made: Vec<String> = walkdir::WalkDir::new(vault.path().join("public"))
            .into_iter()
            .map(|entry| {
                entry.unwrap().path().strip_prefix(vault.path()).unwrap().to_string_lossy().replace('\\', "/")
            })
            .filter(|path| (path.ends_with(".html") || path.ends_with("map.svg")) && !path.contains("/_"))
            .collect();
        made.sort();
        let pages =
            ["404", "a-note", "content/c", "content/index", "index", "papers/b", "papers/index", "print"];
        let mut pages: Vec<_> = pages.iter().map(|page| format!("public/{page}.html")).collect();
        pages.push("public/map.svg".to_owned());
        pages.sort();
        assert_eq!(made, pages);
    }
    well(vault.path(), &["new", "note", "E"]);
    assert!(vault.path().join("e.md").is_file());
}

#[test]
fn settings_of_other_programs_are_taken_over() {
    let zola = folder(&[
        ("zola.toml", "base_url = \"https://example.org\"\ntitle = \"Z\"\ndefault_language = \"de\"\n"),
        ("content/_index.md", "+++\ntitle = \"Z\"\n+++\n"),
    ]);
    well(zola.path(), &["init", "--from", "."]);
    let expected =
        "title = \"Z\"\nlanguage = \"de\"\nbase_url = \"https://example.org\"\ncontent = \"content\"\n";
    assert_eq!(read(&zola, "book.toml"), expected);

    let hugo = folder(&[("hugo.toml", "baseURL = '/'\ntitle = 'H'\n"), ("content/a.md", "Text.\n")]);
    assert_eq!(
        well(hugo.path(), &["init", "--from", "."]),
        "Wrote book.toml for a site of Hugo\nNext: briefbook check\n"
    );
    assert_eq!(read(&hugo, "book.toml"), "title = \"H\"\ncontent = \"content\"\n");

    let hugo = folder(&[
        ("hugo.toml", "title = 'H'\n"),
        ("content/a.md", "See [b]({{< ref \"b\" >}}) and ![a map](/map.svg).\n"),
        ("static/map.svg", "<svg/>"),
    ]);
    assert_eq!(
        well(hugo.path(), &["init", "--from", "."]),
        "Wrote book.toml for a site of Hugo
By hand: static/ is not looked into: what notes call `/file` is `content/file`; move its files there
By hand: shortcodes stay as they are written, in 1 note: content/a.md
Next: briefbook check
"
    );

    let hugo = folder(&[
        (
            "config/_default/hugo.yaml",
            "baseURL: https://example.org/\ntitle: Yachts\nlanguageCode: fr\nparams: {description: D}\n",
        ),
        ("content/a.md", "Text.\n"),
    ]);
    assert!(well(hugo.path(), &["init", "--from", "."]).contains("a site of Hugo"));
    let expected = "title = \"Yachts\"\ndescription = \"D\"\nlanguage = \"fr\"\nbase_url = \"https://example.org/\"\ncontent = \"content\"\n";
    assert_eq!(read(&hugo, "book.toml"), expected);

    let text = "[book]\ntitle = \"M\"\nauthors = [\"Me\"]\n";
    let mdbook = folder(&[("book.toml", text), ("src/SUMMARY.md", "- [A](a.md)\n"), ("src/a.md", "Text.\n")]);
    assert!(
        well(mdbook.path(), &["init", "--from", "."]).contains("is a book of mdBook, and is read as it is")
    );
    assert_eq!(read(&mdbook, "book.toml"), text);
    well(mdbook.path(), &["build", "--strict"]);
    assert!(read(&mdbook, "public/a.html").contains("M"));
}

#[test]
fn what_is_new_stands_where_it_belongs() {
    let book = folder(&[
        ("content/index.md", "# Book\n"),
        ("content/01-talks/index.md", "# Talks\n"),
        ("content/01-talks/envoy.md", "# Envoy\n\n```timeline\n1969: They met\n```\n\nMore.\n"),
        ("content/glossary.md", "# Glossary\n\nEnvoy\n: Who is sent.\n"),
        ("references.bib", "@book{doe, title = {A}, date = {2001}}\n"),
    ]);
    let new = |args: &[&str]| well(book.path(), &[&["new"], args].concat());
    assert_eq!(new(&["note", "Key \"vendors\"", "--section", "talks"]), "content/01-talks/key-vendors.md\n");
    assert_eq!(
        read(&book, "content/01-talks/key-vendors.md"),
        "---\ntitle: \"Key \\\"vendors\\\"\"\ndescription:\n---\n\n"
    );
    assert_eq!(new(&["section", "Looking ahead"]), "content/02-looking-ahead/index.md\n");
    new(&["term", "Treaty"]);
    assert_eq!(
        read(&book, "content/glossary.md"),
        "# Glossary\n\nEnvoy\n: Who is sent.\n\nTreaty\n: What it means.\n"
    );
    new(&["source", "roe-2020", "--kind", "report", "--title", "On networks", "--date", "2020-05"]);
    assert_eq!(
        read(&book, "references.bib"),
        "@book{doe, title = {A}, date = {2001}}\n\n@report{roe-2020,\n  title = {On networks},\n  date = {2020-05},\n}\n"
    );
    new(&["event", "1972-05~", "They signed", "--note", "01-talks/envoy"]);
    assert_eq!(
        read(&book, "content/01-talks/envoy.md"),
        "# Envoy\n\n```timeline\n1969: They met\n1972-05~: They signed\n```\n\nMore.\n"
    );
    well(book.path(), &["check"]);

    let refuse = |args: &[&str]| refused(book.path(), &[&["new"], args].concat());
    assert!(refuse(&["note", "Envoy", "-s", "talks"]).contains("is there already"));
    assert!(refuse(&["note", "X", "-s", "nowhere"]).contains("the sections are"));
    assert!(refuse(&["source", "doe"]).contains("there is a source `doe` already"));
    assert!(refuse(&["term", "envoy"]).contains("already"));
    assert!(refuse(&["event", "1985-02-30", "Never", "--note", "01-talks/envoy"]).contains("1985-02-30"));
}

/// A source goes where the book looks for sources.
#[test]
fn new_source_is_written_as_the_bibliography_is() {
    let source = [
        "new",
        "source",
        "roe-2020",
        "--kind",
        "report",
        "--title",
        "On \"networks\"",
        "--author",
        "Roe, Jane and Doe, Richard",
        "--date",
        "2020-05",
        "--url",
        "https://example.org/a",
    ];
    let cite = ("content/index.md", "As shown [@roe-2020] by [@doe].\n");
    let yaml = folder(&[cite, ("references.yaml", "doe:\n  type: book\n  title: A\n  date: 2001\n")]);
    assert_eq!(well(yaml.path(), &source), "references.yaml\n");
    assert_eq!(
        read(&yaml, "references.yaml"),
        "doe:\n  type: book\n  title: A\n  date: 2001\n\nroe-2020:\n  type: report\n  title: \"On \\\"networks\\\"\"\n  \
         author: [\"Roe, Jane\", \"Doe, Richard\"]\n  date: 2020-05\n  url: https://example.org/a\n"
    );
    let json = folder(&[
        cite,
        ("book.toml", "bibliography = \"works/all.json\"\n"),
        (
            "works/all.json",
            "[\n  {\"id\": \"doe\", \"type\": \"book\", \"title\": \"A\", \"issued\": {\"date-parts\": [[2001]]}}\n]\n",
        ),
    ]);
    assert_eq!(well(json.path(), &source), "works/all.json\n");
    for book in [&yaml, &json] {
        well(book.path(), &["build", "--strict"]);
        let page = read(book, "public/index.html");
        assert!(page.contains("On “networks”"), "{page}");
    }
    assert!(refused(json.path(), &source).contains("there is a source `roe-2020` already"));
    assert!(refused(json.path(), &["new", "source", "x", "--date", "2020-13"]).contains("2020-13"));
}

#[test]
fn moving_a_note_is_said_first_and_done_with_write() {
    let files = [
        ("content/index.md", "# Book\n"),
        ("content/treaty.md", "\u{feff}# Treaty\r\n\r\nText.\r\n"),
        ("content/talks.md", "See [[treaty]] and [it](treaty.md#treaty).\n"),
    ];
    let book = folder(&files);
    let said = well(book.path(), &["mv", "treaty", "papers/accord"]);
    assert_eq!(
        said,
        "content/treaty.md becomes content/papers/accord.md
content/talks.md:1: treaty becomes accord
content/talks.md:1: treaty.md becomes papers/accord.md
treaty.html will lead to the new page
Nothing has been changed; add --write to do it.
"
    );
    for (path, text) in files {
        assert_eq!(read(&book, path), text);
    }

    well(book.path(), &["mv", "content/treaty.md", "papers/accord", "--write"]);
    assert!(!book.path().join("content/treaty.md").exists());
    assert_eq!(
        read(&book, "content/papers/accord.md"),
        "\u{feff}---\r\nredirect_from: [\"treaty.html\"]\r\n---\r\n# Treaty\r\n\r\nText.\r\n"
    );
    assert_eq!(read(&book, "content/talks.md"), "See [[accord]] and [it](papers/accord.md#treaty).\n");
    well(book.path(), &["build"]);
    assert!(read(&book, "public/treaty.html").contains("papers/accord.html"));
    assert!(refused(book.path(), &["mv", "acord", "x"]).contains("did you mean"));
}

#[test]
fn sections_files_and_headings_are_moved_by_the_names_that_authors_say() {
    let book = folder(&[
        ("content/index.md", "# Book\n"),
        ("content/01-talks/index.md", "# Talks\n"),
        ("content/01-talks/envoy.md", "# Envoy\n\n## His part\n\n![A map](../images/map.svg)\n"),
        ("content/02-papers/treaty.md", "See [[envoy#His part]] and [[talks]].\n"),
        ("content/images/map.svg", "<svg/>"),
        ("content/01-talks/.hidden", "not of the book"),
    ]);
    let mv = |args: &[&str]| well(book.path(), &[&["mv"], args].concat());
    assert_eq!(
        mv(&["talks", "meetings", "--write"]),
        "01-talks/ becomes meetings/ with 2 files
content/02-papers/treaty.md:1: talks becomes meetings
talks/envoy.html will lead to the new page
talks/index.html will lead to the new page
Done, with 1 link rewritten
"
    );
    assert_eq!(read(&book, "content/meetings/.hidden"), "not of the book");
    assert!(!book.path().join("content/01-talks").exists());

    // A folder with a number is the one that is meant by its name without it.
    mv(&["envoy", "papers/", "--write"]);
    assert_eq!(
        read(&book, "content/02-papers/envoy.md"),
        "---\nredirect_from: [\"meetings/envoy.html\", \"talks/envoy.html\"]\n---\n# Envoy\n\n## His part\n\n\
         ![A map](../images/map.svg)\n"
    );
    mv(&["content/images/map.svg", "routes", "--write"]);
    assert!(read(&book, "content/02-papers/envoy.md").contains("![A map](../images/routes.svg)"));

    let said = mv(&["envoy#his-part", "His role"]);
    assert!(said.contains("content/02-papers/envoy.md:6: His part becomes His role {#his-part}"), "{said}");
    mv(&["envoy#his-part", "His role", "--write", "--no-redirect"]);
    assert!(read(&book, "content/02-papers/envoy.md").contains("\n## His role\n"));
    assert_eq!(read(&book, "content/02-papers/treaty.md"), "See [[envoy#His role]] and [[meetings]].\n");
    well(book.path(), &["check", "--strict"]);

    assert_eq!(
        mv(&["envoy#His role", "treaty#", "--write"]),
        "content/02-papers/envoy.md:6: ## His role and what is under it goes to content/02-papers/treaty.md
content/02-papers/treaty.md:1: envoy becomes treaty
Done, with 1 link rewritten
"
    );
    assert_eq!(
        read(&book, "content/02-papers/treaty.md"),
        "See [[treaty#His role]] and [[meetings]].\n\n## His role\n\n![A map](../images/routes.svg)\n"
    );
    mv(&["treaty#His role", "envoy#Envoy", "--write"]);
    // A sign in a heading is no name of a note.
    mv(&["envoy#His role", "His role in C#", "--write", "--no-redirect"]);
    assert_eq!(read(&book, "content/02-papers/treaty.md"), "See [[envoy#His role in C]] and [[meetings]].\n");
    mv(&["envoy#His role in C#", "His role", "--write", "--no-redirect"]);
    well(book.path(), &["check", "--strict"]);

    let refuse = |args: &[&str]| refused(book.path(), &[&["mv"], args].concat());
    assert!(refuse(&["envoy#His part", "X"]).contains("its headings are `Envoy`, `His role`"));
    let taken = refuse(&["papers/", "meetings"]);
    assert!(taken.contains("the name `meetings` is taken: choose another one"), "{taken}");
    assert!(refuse(&["envoi", "x"]).contains("did you mean `envoy`?"));
}

#[test]
fn text_that_is_not_utf_8_is_not_touched() {
    let book = folder(&[("content/treaty.md", "# Treaty\n"), ("content/index.md", "# Book\n")]);
    let talks = book.path().join("content/talks.md");
    fs::write(&talks, b"See [[treaty]], caf\xe9.\n").unwrap();
    let said = refused(book.path(), &["mv", "treaty", "accord", "--write"]);
    assert!(said.contains("is not UTF-8"), "{said}");
    assert_eq!(fs::read(&talks).unwrap(), b"See [[treaty]], caf\xe9.\n");
    assert!(book.path().join("content/treaty.md").exists());
    assert!(!book.path().join("content/accord.md").exists());
}

#[test]
fn file_of_the_theme_is_copied_once() {
    let book = folder(&[("content/index.md", "# Book\n")]);
    assert!(well(book.path(), &["theme", "list"]).contains("\nparts/footer.html ("));
    well(book.path(), &["theme", "eject", "parts/footer.html"]);
    assert_eq!(
        read(&book, "themes/default/parts/footer.html"),
        briefbook::theme::built_in("parts/footer.html").unwrap()
    );
    assert!(refused(book.path(), &["theme", "eject", "parts/footer.html"]).contains("is there already"));
    assert!(refused(book.path(), &["theme", "eject", "footer.html"]).contains("did you mean"));
    well(book.path(), &["check", "--strict"]);

    // What is ejected must be what the book uses.
    fs::create_dir_all(book.path().join("themes/plain")).unwrap();
    fs::write(book.path().join("book.toml"), "theme = \"plain\"\n").unwrap();
    assert_eq!(well(book.path(), &["theme", "eject", "book.css"]), "themes/plain/book.css\n");
}

#[test]
fn doctor_says_what_the_program_sees() {
    let book = folder(&[
        ("book.toml", "title = \"B\"\n"),
        ("content/index.md", "# Book\n"),
        ("content/a.csv", "a\n"),
        ("references.bib", ""),
        ("themes/default/book.css", "body {}\n"),
    ]);
    let said = well(book.path(), &["doctor"]);
    for line in [
        "settings        book.toml",
        "title           B",
        "content         content/",
        "notes           1 in 0 folders, 0 drafts",
        "in them         0 words, 0 links, 0 events",
        "other files     1",
        "bibliographies  references.bib (0 works)",
        "theme           built in",
        "own theme files themes/default/book.css",
        "public/         not there yet",
        "problems        none",
    ] {
        assert!(said.lines().any(|known| known == line), "`{line}` is not in\n{said}");
    }
}

#[test]
fn completions_and_manual_name_every_command() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(well(here, &["completions", shell]).contains("serve"));
    }
    let man = well(here, &["man"]);
    assert!(man.contains(".TH"));
    for command in ["build", "check", "serve", "watch", "init", "new", "mv", "theme", "doctor"] {
        assert!(man.contains(&format!("briefbook\\-{command}")), "{command}");
        let help = well(here, &[command, "--help"]);
        assert!(help.contains("Usage: briefbook") && help.contains("Examples:"), "{command}: {help}");
        assert!(well(here, &["man", command]).contains("Examples:"), "{command}");
    }
    assert!(well(here, &["man", "new", "source"]).contains("briefbook\\-new\\-source"));
    assert!(refused(here, &["man", "new", "sourse"]).contains("did you mean `source`?"));
    let pages = folder(&[]);
    well(pages.path(), &["man", "--out", "man1"]);
    assert!(read(&pages, "man1/briefbook-theme-eject.1").contains("parts/footer.html"));
}
