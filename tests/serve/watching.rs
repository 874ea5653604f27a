//! How editors and other programs save, replayed as they do it.

use std::fs::{self, File};
use std::io::Write as _;

use briefbook::serve::Method;
use briefbook::write::write as write_site;

use crate::author::{Author, Folder, rename, text, write};

const BOOK: &[(&str, &str)] =
    &[("content/index.md", "# Book\n"), ("content/talks.md", "# Talks\n\nThey met.\n")];

#[test]
fn saving_in_place_as_vs_code_does() {
    Author::both_ways(BOOK, |mut author| {
        author.folder.write("content/talks.md", "# Talks\n\nThey parted.\n");
        author.until_says("talks.html", "parted");
    });
}

#[test]
fn loop_comes_to_rest_after_each_edition() {
    Author::both_ways(BOOK, |mut author| {
        author.until_rest();
        for round in 1..=2 {
            author.folder.write("content/talks.md", &format!("# Talks\n\nThey met {round} times.\n"));
            author.until_says("talks.html", &format!("met {round} times"));
            author.until_rest();
        }
    });
}

#[test]
fn saving_in_pieces() {
    Author::both_ways(BOOK, |mut author| {
        let mut file = File::create(author.folder.at("content/talks.md")).unwrap();
        for piece in ["# Talks\n\n", "They ", "parted, ", "and met again.\n"] {
            file.write_all(piece.as_bytes()).unwrap();
            file.sync_all().unwrap();
        }
        // The file is still open, as that of a program that goes on writing.
        author.until_says("talks.html", "parted, and met again");
        drop(file);
    });
}

/// On a busy machine, an editor is put aside between emptying a file and writing
/// it. Nobody is told of the empty note.
#[test]
fn saving_with_a_pause_in_the_middle() {
    let mut author = Author::new(Folder::new(BOOK), Method::Events, |edition| {
        assert!(text(edition, "talks.html").is_some_and(|page| page.contains("They")), "half of it is shown");
    });
    for round in 1..=5 {
        let mut file = File::create(author.folder.at("content/talks.md")).unwrap();
        // Longer than the folder must be quiet; that is what is tried here.
        std::thread::sleep(std::time::Duration::from_millis(100));
        file.write_all(format!("# Talks\n\nThey met {round} times.\n").as_bytes()).unwrap();
        drop(file);
        author.until_says("talks.html", &format!("met {round} times"));
    }
}

#[test]
fn saving_as_vim_does() {
    Author::both_ways(BOOK, |mut author| {
        let at = |name: &str| author.folder.at(&format!("content/{name}"));
        let (talks, backup, probe, swap) = (at("talks.md"), at("talks.md~"), at("4913"), at(".talks.md.swp"));
        for round in 1..=3 {
            write(&swap, "swap");
            // Vim tries whether it may make files there.
            write(&probe, "");
            fs::remove_file(&probe).unwrap();
            rename(&talks, &backup);
            write(&talks, &format!("# Talks\n\nThey met {round} times.\n"));
            // With `:set backup`, the old text stays beside the new one.
            if round != 2 {
                fs::remove_file(&backup).unwrap();
            }
            fs::remove_file(&swap).unwrap();
            let edition = author.until_says("talks.html", &format!("met {round} times"));
            assert!(edition.build.diagnostics.is_empty(), "{:?}", edition.build.diagnostics);
            assert!(edition.inputs.assets.is_empty(), "{:?}", edition.inputs.assets);
        }
    });
}

#[test]
fn saving_as_emacs_does() {
    Author::both_ways(BOOK, |mut author| {
        let at = |name: &str| author.folder.at(&format!("content/{name}"));
        #[cfg(unix)]
        std::os::unix::fs::symlink("me@host.1234", at(".#talks.md")).unwrap();
        write(&at("#talks.md#"), "# Talks\n\nThey par");
        fs::copy(at("talks.md"), at("talks.md~")).unwrap();
        write(&at("talks.md"), "# Talks\n\nThey parted.\n");
        fs::remove_file(at("#talks.md#")).unwrap();
        #[cfg(unix)]
        fs::remove_file(at(".#talks.md")).unwrap();
        let edition = author.until_says("talks.html", "parted");
        assert!(edition.inputs.assets.is_empty(), "{:?}", edition.inputs.assets);
    });
}

#[test]
fn saving_by_renaming_as_many_programs_do() {
    Author::both_ways(BOOK, |mut author| {
        let (talks, new) = (author.folder.at("content/talks.md"), author.folder.beside("talks.tmp"));
        for round in 1..=3 {
            write(&new, &format!("# Talks\n\nThey met {round} times.\n"));
            rename(&new, &talks);
            author.until_says("talks.html", &format!("met {round} times"));
        }
    });
}

#[test]
fn saving_as_jetbrains_does() {
    Author::both_ways(BOOK, |mut author| {
        let at = |name: &str| author.folder.at(&format!("content/{name}"));
        write(&at("talks.md___jb_tmp___"), "# Talks\n\nThey parted.\n");
        rename(&at("talks.md"), &at("talks.md___jb_old___"));
        rename(&at("talks.md___jb_tmp___"), &at("talks.md"));
        fs::remove_file(at("talks.md___jb_old___")).unwrap();
        author.until_says("talks.html", "parted");
    });
}

#[test]
fn notes_in_new_folders_are_found_whenever_they_come() {
    Author::both_ways(BOOK, |mut author| {
        author.folder.write("content/a/b/c/new.md", "# New\n");
        author.until_says("a/b/c/new.html", "New");
        author.folder.write("content/a/b/c/new.md", "# Newer\n");
        author.until_says("a/b/c/new.html", "Newer");
    });
}

#[test]
fn folder_replaced_as_git_does_it() {
    Author::both_ways(BOOK, |mut author| {
        for round in 1..=3 {
            fs::remove_dir_all(author.folder.at("content")).unwrap();
            author.folder.write("content/index.md", "# Book\n");
            author.folder.write("content/talks.md", &format!("# Talks\n\nThey met {round} times.\n"));
            author.until_says("talks.html", &format!("met {round} times"));
        }
        // What is watched is the new folder.
        author.folder.write("content/talks.md", "# Talks\n\nThey parted.\n");
        author.until_says("talks.html", "parted");
    });
}

#[test]
fn folder_renamed_away_and_back() {
    Author::both_ways(BOOK, |mut author| {
        let (content, away) = (author.folder.at("content"), author.folder.beside("away"));
        rename(&content, &away);
        author.until(|edition| text(edition, "talks.html").is_none());
        rename(&away, &content);
        author.until_says("talks.html", "They met");
        author.folder.write("content/talks.md", "# Talks\n\nThey parted.\n");
        author.until_says("talks.html", "parted");
    });
}

#[test]
fn book_removed_and_back() {
    Author::both_ways(BOOK, |mut author| {
        let (root, away) = (author.folder.root(), author.folder.beside("away"));
        rename(&root, &away);
        author.folder.write("content/index.md", "Another book.\n");
        author.until_says("index.html", "Another book");
        fs::remove_dir_all(&root).unwrap();
        rename(&away, &root);
        author.until_says("talks.html", "They met");
        author.folder.write("content/talks.md", "# Talks\n\nThey parted.\n");
        author.until_says("talks.html", "parted");
    });
}

#[test]
fn everything_a_book_has_is_watched() {
    Author::both_ways(BOOK, |mut author| {
        let has = |words: &'static str| {
            move |edition: &briefbook::serve::Edition| {
                edition.edited.iter().any(|path| path.as_str() == words)
            }
        };
        author.folder.write("book.toml", "title = \"New\"\nbibliography = [\"papers/works.bib\"]\n");
        author.until_says("index.html", "New");
        author.folder.write("papers/works.bib", "@book{doe, title = {A}, date = {2001}}\n");
        author.until(has("papers/works.bib"));
        author.folder.write("papers/works.bib", "@book{doe, title = {B}, date = {2001}}\n");
        author.until(has("papers/works.bib"));
        author.folder.write("themes/default/book.css", "body { color: red }\n");
        author.until(has("themes/default/book.css"));
        author.folder.write("glossary/envoy.md", "---\nterm: Envoy\n---\nA messenger.\n");
        author.until(has("glossary/envoy.md"));
        author.folder.write("content/images/map.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
        author.until(has("content/images/map.svg"));
        author.folder.write("content/images/map.svg", "<svg xmlns='http://www.w3.org/2000/svg'></svg>");
        author.until(has("content/images/map.svg"));
    });
}

/// A folder of notes is written into by its own build, which must not begin
/// another.
#[test]
fn output_inside_the_book_is_no_change_of_the_book() {
    for method in [Method::Events, Method::Poll(std::time::Duration::from_millis(20))] {
        let folder = Folder::new(&[("index.md", "# Book\n"), ("talks.md", "# Talks\n")]);
        let (root, public) = (folder.root(), folder.at("public"));
        let mut author = Author::new(folder, method, move |edition| {
            write_site(&edition.build.site, &root, &public).expect("the site can be written");
        });
        for round in 2..6 {
            author.folder.write("talks.md", &format!("# Talks\n\nThey met {round} times.\n"));
            let edition = author.next();
            // An edition of its own making would have taken a number, or another file.
            assert_eq!(edition.number, round);
            assert_eq!(edition.edited.iter().map(|path| path.as_str()).collect::<Vec<_>>(), ["talks.md"]);
        }
    }
}

#[cfg(unix)]
#[test]
fn links_out_of_the_book_are_not_followed() {
    Author::both_ways(BOOK, |mut author| {
        write(&author.folder.beside("secret/key.md"), "# Secret\n");
        let link = |from: &str, to: &std::path::Path| {
            std::os::unix::fs::symlink(to, author.folder.at(from)).unwrap()
        };
        link("content/secret", &author.folder.beside("secret"));
        link("content/key.md", &author.folder.beside("secret/key.md"));
        link("content/around", &author.folder.at("content"));
        author.folder.write("content/talks.md", "# Talks\n\nThey parted.\n");
        let edition = author.until_says("talks.html", "parted");
        let urls: Vec<&str> = edition.build.site.keys().map(|url| url.as_str()).collect();
        assert!(!urls.iter().any(|url| url.contains("secret") || url.contains("key")), "{urls:?}");
    });
}

#[test]
fn thousands_of_files_at_once() {
    let folder = Folder::new(BOOK);
    let branch = folder.beside("branch");
    for number in 0..10_000 {
        // As files of no format that is parsed: what is tried here is the watching.
        write(&branch.join(format!("{}/{number}.txt", number % 50)), "text");
    }
    write(&branch.join("last.md"), "# Last\n");
    let mut author = Author::new(folder, Method::Events, |_| ());
    for entry in walkdir::WalkDir::new(&branch).contents_first(false) {
        let entry = entry.unwrap();
        let to = author.folder.at("content/branch").join(entry.path().strip_prefix(&branch).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(to).unwrap();
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
    author.until(|edition| {
        edition.inputs.assets.len() == 10_000 && text(edition, "branch/last.html").is_some()
    });
    fs::remove_dir_all(author.folder.at("content/branch")).unwrap();
    author.until(|edition| edition.inputs.assets.is_empty() && text(edition, "branch/last.html").is_none());
    author.folder.write("content/talks.md", "# Talks\n\nThey parted.\n");
    author.until_says("talks.html", "parted");
}

#[test]
fn edits_at_speed_are_all_seen_in_the_end() {
    let mut author = Author::new(Folder::new(BOOK), Method::Events, |_| ());
    for round in 0..300 {
        author.folder.write("content/talks.md", &format!("# Talks\n\nThey met {} times.\n", round % 10));
        author.folder.write(&format!("content/note-{}.md", round % 7), &format!("# Note {round}\n"));
    }
    author.folder.write("content/talks.md", "# Talks\n\nThey parted.\n");
    author.until_says("talks.html", "parted");
    author.until(|edition| (0..7).all(|note| text(edition, &format!("note-{note}.html")).is_some()));
    author.until(|edition| text(edition, "note-5.html").is_some_and(|text| text.contains("Note 299")));
}
