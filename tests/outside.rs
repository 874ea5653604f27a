//! The rooms at the world's side, in real folders: what is read as a book, and
//! what becomes of an output folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use briefbook::diagnostic::{Code, Diagnostic};
use briefbook::load::{load, read_again};
use briefbook::model::Url;
use briefbook::site::{Site, SiteFile};
use briefbook::source::{AssetFile, Inputs, SourcePath};
use briefbook::write::{Changes, write};
use tempfile::TempDir;

/// A new folder with these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, bytes) in files {
        put(folder.path(), path, bytes);
    }
    folder
}

fn put(folder: &Path, path: &str, bytes: &[u8]) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("a new folder");
    fs::write(path, bytes).expect("a new file");
}

/// Every file under a folder with its text, one a line, without those of the
/// program itself.
fn files(folder: &Path) -> String {
    let mut lines = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.expect("a folder that can be read");
        let name = entry.path().strip_prefix(folder).expect("the walk starts there").display().to_string();
        if name.is_empty() || name.starts_with(".briefbook") {
            continue;
        }
        let text = if entry.file_type().is_dir() {
            "a folder".to_owned()
        } else {
            String::from_utf8_lossy(&fs::read(entry.path()).expect("a file that can be read")).into_owned()
        };
        lines.push(format!("{name}: {text}\n"));
    }
    lines.concat()
}

mod reading {
    use super::*;

    /// What is read of a folder: notes with their text, assets, bibliographies,
    /// files of the book's own theme, and problems.
    fn check(files: &[(&str, &[u8])]) -> String {
        let book = folder(files);
        show(&load(book.path(), &book.path().join("public")).expect("a folder that can be read"))
    }

    fn show(inputs: &Inputs) -> String {
        let mut out = String::new();
        for (id, file) in &inputs.notes {
            out.push_str(&format!("note {id} = {} {:?}\n", file.path, &*file.text));
        }
        for (path, file) in &inputs.assets {
            out.push_str(&format!("asset {path} = {} {}\n", file.source, file.length));
        }
        for file in &inputs.bibliographies {
            out.push_str(&format!("bibliography {}\n", file.path));
        }
        for (name, file) in &inputs.theme {
            if briefbook::theme::built_in(name) != Some(&file.text) {
                out.push_str(&format!("theme {name} = {} {:?}\n", file.path, &*file.text));
            }
        }
        for problem in &inputs.problems {
            let help = problem.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
            out.push_str(&format!("{:?} {}: {}{help}\n", problem.span, problem.code, problem.message));
        }
        out
    }

    #[test]
    fn a_book_has_notes_assets_a_glossary_and_bibliographies() {
        assert_eq!(
            check(&[
                ("book.toml", b"title = 'T'\n"),
                ("content/index.md", b"# Home"),
                ("content/01-a/B.MD", b"B"),
                ("content/01-a/c.markdown", b"C"),
                ("content/01-a/map.svg", b"<svg/>"),
                ("content/.obsidian/app.json", b"{}"),
                ("content/.hidden.md", b"hidden"),
                ("content/node_modules/x/readme.md", b"hidden"),
                ("glossary/term.md", b"T"),
                ("references.bib", b""),
                ("references.json", b"[]"),
                ("notes-of-mine.md", b"not in content"),
            ]),
            "\
note 01-a/B = content/01-a/B.MD \"B\"
note 01-a/c = content/01-a/c.markdown \"C\"
note glossary/term = glossary/term.md \"T\"
note index = content/index.md \"# Home\"
asset 01-a/map.svg = content/01-a/map.svg 6
bibliography references.bib
bibliography references.json
"
        );
    }

    #[test]
    fn any_folder_of_notes_is_a_book() {
        assert_eq!(
            check(&[
                ("Note.md", b"N"),
                ("sub/Other note.md", b"O"),
                ("image.png", b"png"),
                ("references.bib", b""),
                ("book.toml", b""),
                ("themes/mine/page.html", b""),
                ("glossary/term.md", b"T"),
                ("public/index.html", b"output"),
                ("elsewhere/.briefbook", b"briefbook site 1\n"),
                ("elsewhere/index.html", b"output"),
                ("target/CACHEDIR.TAG", b""),
                ("target/readme.md", b"made"),
                ("target practice.md", b"a note"),
            ]),
            "\
note Note = Note.md \"N\"
note glossary/term = glossary/term.md \"T\"
note sub/Other note = sub/Other note.md \"O\"
note target practice = target practice.md \"a note\"
asset image.png = image.png 3
bibliography references.bib
"
        );
    }

    #[test]
    fn the_folder_of_the_notes_and_the_bibliographies_can_be_named() {
        assert_eq!(
            check(&[
                ("book.toml", b"content = 'notes'\nbibliography = ['refs/a.bib', 'b.bib']\n"),
                ("notes/a.md", b"A"),
                ("content/b.md", b"not this"),
                ("refs/a.bib", b""),
                ("references.bib", b"not this"),
            ]),
            "\
note a = notes/a.md \"A\"
bibliography refs/a.bib
book.toml:48..55 missing-file: there is no bibliography `b.bib` (paths begin at the folder of book.toml; make the \
file, or take it out of the list)
"
        );
        assert_eq!(
            check(&[("book.toml", b"content = 'notes'\n"), ("a.md", b"A")]),
            "\
note a = a.md \"A\"
book.toml:10..17 missing-file: there is no folder `notes` for the notes (make the folder, or leave `content` out: the \
notes are in `content/` then)
"
        );
    }

    #[test]
    fn text_that_is_not_utf8_is_read_as_well_as_it_can_be() {
        assert_eq!(
            check(&[
                ("bom.md", b"\xEF\xBB\xBFText"),
                ("latin.md", b"caf\xE9"),
                ("utf16.md", b"\xFF\xFEH\0i\0"),
            ]),
            "\
note bom = bom.md \"Text\"
note latin = latin.md \"caf\u{fffd}\"
note utf16 = utf16.md \"Hi\"
latin.md:3..6 not-utf8: this is not UTF-8 (save the file as UTF-8)
utf16.md:0..2 not-utf8: this file is UTF-16, not UTF-8 (save the file as UTF-8)
"
        );
    }

    #[test]
    #[cfg(unix)]
    fn names_that_some_drive_cannot_hold_are_reported_once() {
        assert_eq!(
            check(&[("What?/a.md", b""), ("What?/b.md", b""), ("con.md", b""), ("end .md", b""), ("x./y.md", b"")]),
            "\
note What?/a = What?/a.md \"\"
note What?/b = What?/b.md \"\"
note con = con.md \"\"
note end  = end .md \"\"
note x./y = x./y.md \"\"
What?/a.md:0..0 unportable-name: `What?` holds '?', which Windows does not allow in names (rename `What?`, so that \
the book can be copied to any drive)
con.md:0..0 unportable-name: `con.md` is the name of a device on Windows (CON) (rename `con.md`, so that the book \
can be copied to any drive)
x./y.md:0..0 unportable-name: `x.` ends in a dot or a space, which Windows takes off (rename `x.`, so that the book \
can be copied to any drive)
"
        );
    }

    #[test]
    fn two_files_of_one_name_are_one_note_and_a_problem() {
        assert_eq!(
            check(&[("a.markdown", b"1"), ("a.md", b"2")]),
            "\
note a = a.markdown \"1\"
a.md:0..0 duplicate-note: `a.md` has the same name as `a.markdown` (rename one of them; only the first is in the book)
"
        );
    }

    #[test]
    fn a_theme_lies_over_the_built_in_one() {
        assert_eq!(
            check(&[
                ("book.toml", b"theme = 'mine'\n"),
                ("themes/mine/note.html", b"mine"),
                ("themes/mine/sub/own.css", b"own"),
                ("themes/mine/logo.png", b"\x89PNG"),
            ]),
            "\
theme note.html = themes/mine/note.html \"mine\"
theme sub/own.css = themes/mine/sub/own.css \"own\"
themes/mine/logo.png:0..3 not-utf8: this is not UTF-8 (save the file as UTF-8)
"
        );
        assert_eq!(
            check(&[("book.toml", b"theme = 'mien'\n"), ("themes/mine/note.html", b"mine")]),
            "book.toml:8..14 missing-theme: there is no theme `mien` (did you mean `mine`?)\n"
        );
    }

    #[test]
    fn without_a_folder_there_is_no_book() {
        let there = folder(&[("file", b"")]);
        let error = |name: &str| {
            let path = there.path().join(name);
            load(&path, &there.path().join("public")).expect_err("no folder").to_string()
        };
        assert_eq!(
            error("nowhere"),
            format!("there is no folder `{}`", there.path().join("nowhere").display())
        );
        assert_eq!(
            error("file"),
            format!("`{}` is a file, and a book is a folder", there.path().join("file").display())
        );
    }

    #[test]
    #[cfg(unix)]
    fn links_are_followed_inside_the_book_and_not_out_of_it() {
        let outside = folder(&[("secret.md", b"secret"), ("site/index.html", b"output")]);
        let book = folder(&[("a/note.md", b"N"), ("references.bib", b"")]);
        let link = |to: &Path, name: &str| {
            std::os::unix::fs::symlink(to, book.path().join(name)).expect("a link");
        };
        link(outside.path(), "out");
        link(&outside.path().join("secret.md"), "s.md");
        link(&book.path().join("a"), "b");
        link(Path::new(".."), "a/loop");
        link(Path::new("round.md"), "round.md");
        link(Path::new("nowhere.md"), "a/gone.md");
        // What is no part of a book is none as a link either.
        link(outside.path(), "node_modules");
        link(outside.path(), ".hidden");
        link(Path::new("me@host.1234"), ".#note.md");
        link(Path::new("nowhere.md"), "note.md~");
        link(&outside.path().join("site"), "public");
        let mut inputs = load(book.path(), &book.path().join("public")).expect("a folder that can be read");
        inputs.problems.sort();
        inputs.problems.dedup();
        let reason = fs::metadata(book.path().join("round.md")).expect_err("a link to itself").to_string();
        assert_eq!(
            show(&inputs)
                .replace(&outside.path().display().to_string(), "OUTSIDE")
                .replace(&reason, "REASON"),
            "\
note a/note = a/note.md \"N\"
note b/note = b/note.md \"N\"
bibliography references.bib
a/gone.md:0..0 symlink: this symbolic link to `nowhere.md` is not followed: it leads to nothing (HELP)
a/loop:0..0 symlink: this symbolic link to `..` is not followed: it leads to a folder that it stands in (HELP)
out:0..0 symlink: this symbolic link to `OUTSIDE` is not followed: it leads out of the book (HELP)
round.md:0..0 symlink: this symbolic link to `round.md` is not followed: REASON (HELP)
s.md:0..0 symlink: this symbolic link to `OUTSIDE/secret.md` is not followed: it leads out of the book (HELP)
"
            .replace("HELP", "put what is meant into the book's folder itself, or remove the link")
        );
    }
}

mod writing {
    use super::*;

    /// A site of these texts.
    fn site(files: &[(&str, &str)]) -> Site {
        files.iter().map(|(url, text)| (Url::new(*url), SiteFile::Text(Arc::from(*text)))).collect()
    }

    /// Writes a site, and says what was changed or why nothing was.
    fn check(files: &[(&str, &str)], output: &Path) -> String {
        report(write(&site(files), Path::new("no book"), output), output)
    }

    fn report(result: anyhow::Result<Changes>, output: &Path) -> String {
        match result {
            Ok(changes) => {
                let list = |urls: &[Url]| urls.iter().map(Url::as_str).collect::<Vec<_>>().join(" ");
                format!(
                    "written [{}] removed [{}] unchanged {}",
                    list(&changes.written),
                    list(&changes.removed),
                    changes.unchanged
                )
            }
            Err(error) => format!("{error:#}").replace(&format!("{}", output.display()), "OUT"),
        }
    }

    /// When each file was changed last.
    fn times(folder: &Path) -> BTreeMap<String, SystemTime> {
        walkdir::WalkDir::new(folder)
            .into_iter()
            .map(|entry| entry.expect("a folder that can be read"))
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                let time = entry.metadata().expect("a file").modified().expect("a time");
                (entry.path().display().to_string(), time)
            })
            .collect()
    }

    #[test]
    fn the_folder_holds_exactly_the_site() {
        let out = folder(&[]);
        let public = out.path().join("a/public");
        assert_eq!(
            check(&[("index.html", "1"), ("a/b/c.html", "2"), ("a/d.html", "3")], &public),
            "written [a/b/c.html a/d.html index.html] removed [] unchanged 0"
        );
        assert_eq!(
            check(&[("index.html", "1"), ("a/d.html", "4")], &public),
            "written [a/d.html] removed [a/b/c.html] unchanged 1"
        );
        assert_eq!(files(&public), "a: a folder\na/d.html: 4\nindex.html: 1\n");
        assert_eq!(
            fs::read_to_string(public.join(".briefbook")).expect("a manifest"),
            "briefbook site 1\na/d.html\nindex.html\n"
        );
    }

    #[test]
    fn a_second_build_touches_nothing() {
        let out = folder(&[]);
        let pages = [("index.html", "1"), ("a/b.html", "2")];
        check(&pages, out.path());
        let before = times(out.path());
        std::thread::sleep(Duration::from_millis(20));
        assert_eq!(check(&pages, out.path()), "written [] removed [] unchanged 2");
        assert_eq!(times(out.path()), before);
    }

    #[test]
    fn the_files_of_others_survive() {
        let out = folder(&[(".git/config", b"git"), ("CNAME", b"example.org"), (".gitignore", b"*")]);
        check(&[("a/index.html", "1"), ("b.html", "2")], out.path());
        put(out.path(), "a/mine.txt", b"mine");
        assert_eq!(
            check(&[("c.html", "3")], out.path()),
            "written [c.html] removed [a/index.html b.html] unchanged 0"
        );
        assert_eq!(
            files(out.path()),
            "\
.git: a folder
.git/config: git
.gitignore: *
CNAME: example.org
a: a folder
a/mine.txt: mine
c.html: 3
"
        );
    }

    #[test]
    fn a_folder_that_is_not_ours_is_refused() {
        let out = folder(&[("thesis.doc", b"years of work")]);
        assert_eq!(
            check(&[("index.html", "1")], out.path()),
            "the folder `OUT` holds files that briefbook did not write, such as `thesis.doc`; empty it, or build into \
             another folder"
        );
        assert_eq!(files(out.path()), "thesis.doc: years of work\n");
        let entries = fs::read_dir(out.path()).expect("a folder").count();
        assert_eq!(entries, 1, "not even a lock is left in it");
    }

    #[test]
    fn a_file_of_others_in_the_way_is_named_before_anything_is_written() {
        let out = folder(&[]);
        check(&[("index.html", "1"), ("old.html", "1")], out.path());
        put(out.path(), "new.html", b"mine");
        put(out.path(), "d", b"mine");
        assert_eq!(
            check(&[("a.html", "2"), ("index.html", "2"), ("new.html", "2")], out.path()),
            "`OUT/new.html` was not written by briefbook and stands where a file of the site belongs; move it away, \
             or build into another folder"
        );
        assert_eq!(
            check(&[("d/a.html", "2")], out.path()),
            "`OUT/d` was not written by briefbook and stands where a folder of the site belongs; move it away, or \
             build into another folder"
        );
        assert_eq!(files(out.path()), "d: mine\nindex.html: 1\nnew.html: mine\nold.html: 1\n");
    }

    #[test]
    fn a_build_that_was_killed_is_finished_by_the_next_one() {
        let out = folder(&[]);
        // As a killed first build leaves it: listed, half there, one in the making.
        put(out.path(), ".briefbook", b"briefbook site 1\na.html\nb.html\nold/c.html\n");
        put(out.path(), "a.html", b"1");
        put(out.path(), "old/c.html", b"3");
        put(out.path(), ".briefbook-new/7", b"hal");
        put(out.path(), ".briefbook-next", b"briefbook si");
        assert_eq!(
            check(&[("a.html", "1"), ("b.html", "2")], out.path()),
            "written [b.html] removed [old/c.html] unchanged 1"
        );
        assert_eq!(files(out.path()), "a.html: 1\nb.html: 2\n");
        assert!(!out.path().join(".briefbook-new").exists());
        assert!(!out.path().join(".briefbook-next").exists());
    }

    #[test]
    fn what_will_be_ours_is_listed_before_it_is_there() {
        let out = folder(&[]);
        assert_eq!(check(&[("old/c.html", "1")], out.path()), "written [old/c.html] removed [] unchanged 0");
        // Somebody's file keeps the folder from making room, so the build stops half-way.
        put(out.path(), "old/mine.txt", b"x");
        let pages = site(&[("index.html", "1"), ("old", "2")]);
        assert!(write(&pages, Path::new("no book"), out.path()).is_err());
        assert_eq!(
            fs::read_to_string(out.path().join(".briefbook")).expect("a manifest"),
            "briefbook site 1\nindex.html\nold\nold/c.html\n"
        );
        fs::remove_file(out.path().join("old/mine.txt")).unwrap();
        assert!(write(&pages, Path::new("no book"), out.path()).is_ok());
        assert_eq!(files(out.path()), "index.html: 1\nold: 2\n");
    }

    #[test]
    fn what_cannot_be_made_as_a_whole_is_not_begun() {
        let out = folder(&[]);
        let book = folder(&[]);
        // The picture vanished after it was found.
        let mut pages = site(&[("index.html", "1")]);
        let gone = AssetFile { source: SourcePath::new("gone.png"), length: 1, modified: 0 };
        pages.insert(Url::new("gone.png"), SiteFile::Copy(gone));
        let error = write(&pages, book.path(), out.path()).expect_err("the picture is not there");
        let said = format!("cannot copy `gone.png` to `{}`", out.path().join("gone.png").display());
        assert_eq!(error.to_string(), said);
        assert_eq!(files(out.path()), "");
        put(book.path(), "gone.png", b"x");
        assert!(write(&pages, book.path(), out.path()).is_ok());
        assert_eq!(files(out.path()), "gone.png: x\nindex.html: 1\n");
    }

    #[test]
    fn files_and_folders_can_take_each_others_places() {
        let out = folder(&[]);
        check(&[("a", "1"), ("b/c", "2"), ("b/d/e", "3")], out.path());
        assert_eq!(
            check(&[("a/x", "4"), ("b", "5")], out.path()),
            "written [a/x b] removed [a b/c b/d/e] unchanged 0"
        );
        assert_eq!(files(out.path()), "a: a folder\na/x: 4\nb: 5\n");
    }

    #[test]
    fn a_name_can_change_in_capitals_only() {
        let out = folder(&[]);
        check(&[("Treaty.html", "1")], out.path());
        assert_eq!(
            check(&[("treaty.html", "1")], out.path()),
            "written [treaty.html] removed [Treaty.html] unchanged 0"
        );
        assert_eq!(files(out.path()), "treaty.html: 1\n");
    }

    #[test]
    fn copies_are_known_again_by_their_time() {
        let (book, out) = (folder(&[("content/map.svg", b"<svg/>")]), folder(&[]));
        let copies = || -> Site {
            let inputs = load(book.path(), out.path()).expect("a book");
            let copy = |(path, asset): (&briefbook::model::AssetPath, &AssetFile)| {
                (Url::new(path.as_str()), SiteFile::Copy(asset.clone()))
            };
            inputs.assets.iter().map(copy).collect()
        };
        let check = || report(write(&copies(), book.path(), out.path()), out.path());
        assert_eq!(check(), "written [map.svg] removed [] unchanged 0");
        assert_eq!(check(), "written [] removed [] unchanged 1");
        // As long as before, and not the same.
        std::thread::sleep(Duration::from_millis(20));
        put(book.path(), "content/map.svg", b"<SVG/>");
        assert_eq!(check(), "written [map.svg] removed [] unchanged 0");
        // Touched, and the same.
        std::thread::sleep(Duration::from_millis(20));
        put(book.path(), "content/map.svg", b"<SVG/>");
        assert_eq!(check(), "written [] removed [] unchanged 1");
        assert_eq!(files(out.path()), "map.svg: <SVG/>\n");
    }

    #[test]
    fn two_builds_do_not_mix() {
        let out = folder(&[]);
        check(&[("index.html", "1")], out.path());
        let other = fs::File::open(out.path().join(".briefbook-lock")).expect("a lock");
        other.lock().expect("a lock that is free");
        assert_eq!(check(&[("index.html", "2")], out.path()), "another build is writing into `OUT`");
        drop(other);
        assert_eq!(check(&[("index.html", "2")], out.path()), "written [index.html] removed [] unchanged 0");
    }

    #[test]
    fn no_address_leads_out_of_the_folder() {
        let out = folder(&[]);
        for url in [
            "../x",
            "/x",
            "a//b",
            "a/./b",
            "a/../../x",
            "",
            "c:x",
            "a\\b",
            "a\nb",
            ".briefbook",
            ".briefbook-lock",
            ".briefbook-new/1",
        ] {
            assert!(
                check(&[(url, "x")], &out.path().join("public")).contains("cannot have the address"),
                "{url}"
            );
        }
        put(out.path(), "public/.briefbook", b"briefbook site 1\n../victim\n");
        put(out.path(), "victim", b"alive");
        assert_eq!(
            check(&[], &out.path().join("public")),
            "`OUT/.briefbook` lists `../victim`, which is not in its folder"
        );
        assert!(out.path().join("victim").exists());
    }

    #[test]
    #[cfg(unix)]
    fn links_in_the_output_are_not_followed() {
        let (elsewhere, out) = (folder(&[("a.html", b"theirs"), ("b.html", b"theirs")]), folder(&[]));
        check(&[("x/a.html", "1"), ("b.html", "1")], out.path());
        fs::remove_dir_all(out.path().join("x")).expect("the folder goes");
        fs::remove_file(out.path().join("b.html")).expect("the file goes");
        std::os::unix::fs::symlink(elsewhere.path(), out.path().join("x")).expect("a link");
        std::os::unix::fs::symlink(elsewhere.path().join("b.html"), out.path().join("b.html"))
            .expect("a link");
        assert!(
            check(&[("x/a.html", "2")], out.path()).contains("stands where a folder of the site belongs")
        );
        assert_eq!(check(&[("b.html", "2")], out.path()), "written [b.html] removed [x/a.html] unchanged 0");
        assert_eq!(files(elsewhere.path()), "a.html: theirs\nb.html: theirs\n");
        assert_eq!(fs::read_to_string(out.path().join("b.html")).expect("a file"), "2");
    }
}

/// What a build has used up is read again for the report, if it is still the same.
#[test]
fn notes_of_which_something_is_told_are_read_again() {
    let book = folder(&[("a.md", b"[[b]] [[c]]"), ("b.md", b"All is well."), ("c.md", b"[[nowhere]]")]);
    let out = book.path().join("public");
    let mut inputs = load(book.path(), &out).unwrap();
    let problem = |name: &str| {
        let note = inputs.notes.values().find(|note| note.path.as_str() == name).unwrap();
        Diagnostic::new(Code::BrokenLink, note.span(0..note.text.len()), "told")
    };
    let problems = [problem("a.md"), problem("c.md")];
    let used_up = inputs.notes.iter().map(|(id, note)| (id.clone(), note.fingerprint())).collect();
    let ids: Vec<_> = inputs.notes.keys().cloned().collect();
    for id in ids {
        let mut note = inputs.notes[&id].clone();
        note.text = "".into();
        inputs.notes.insert(id, note);
    }
    // Another text of the same length, in which the places of the problem fit.
    put(book.path(), "c.md", b"[[somehow]]");
    read_again(book.path(), &mut inputs, used_up, &problems);
    let texts: Vec<(&str, &str)> =
        inputs.notes.values().map(|note| (note.path.as_str(), &*note.text)).collect();
    assert_eq!(texts, [("a.md", "[[b]] [[c]]"), ("b.md", "")]);
}
