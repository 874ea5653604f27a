//! What single looks find.

use std::fs;

use briefbook::serve::{Desk, Glance, Look};

use crate::author::Folder;

/// What a look finds: "the same", "held", or the files that were edited and the
/// problems that are new.
fn look(desk: &mut Desk, glance: Glance) -> String {
    match desk.look(glance).expect("the folder can be read") {
        Look::Same => "the same".to_owned(),
        Look::Held => "held".to_owned(),
        Look::Torn => "torn".to_owned(),
        Look::New(edition) => {
            let edited: Vec<&str> = edition.edited.iter().map(|path| path.as_str()).collect();
            let problems: Vec<&str> =
                edition.new_problems.iter().map(|problem| problem.code.name()).collect();
            format!("{} [{}] {}", edition.number, edited.join(" "), problems.join(" ")).trim_end().to_owned()
        }
    }
}

fn book() -> Folder {
    Folder::new(&[("content/index.md", "# Book\n"), ("content/talks.md", "# Talks\n\nThey met.\n")])
}

#[test]
fn book_that_was_not_changed_is_not_told_again() {
    let book = book();
    let mut desk = book.desk();
    assert_eq!(look(&mut desk, Glance::First), "1 []");
    assert_eq!(look(&mut desk, Glance::First), "the same");
    book.write("content/talks.md", "# Talks\n\nThey met.\n");
    assert_eq!(look(&mut desk, Glance::First), "the same");
    book.write("content/talks.md", "# Talks\n\nThey parted.\n");
    assert_eq!(look(&mut desk, Glance::First), "2 [content/talks.md]");
}

#[test]
fn half_of_a_save_is_told_only_if_it_stays() {
    let book = book();
    let mut desk = book.desk();
    look(&mut desk, Glance::First);

    book.write("content/talks.md", "");
    assert_eq!(look(&mut desk, Glance::First), "torn");
    book.write("content/talks.md", "# Talks\n\nThey parted.\n");
    assert_eq!(look(&mut desk, Glance::First), "2 [content/talks.md]");

    fs::remove_file(book.at("content/talks.md")).unwrap();
    assert_eq!(look(&mut desk, Glance::First), "torn");
    assert_eq!(look(&mut desk, Glance::First), "torn");
    assert_eq!(look(&mut desk, Glance::Second), "3 [content/talks.md]");
}

#[test]
fn new_error_is_told_by_the_second_look() {
    let book = book();
    let mut desk = book.desk();
    look(&mut desk, Glance::First);
    book.write("content/talks.md", "# Talks\n\nSee [[nothing]].\n");
    assert_eq!(look(&mut desk, Glance::First), "held");
    assert_eq!(look(&mut desk, Glance::Second), "2 [content/talks.md] broken-link");
    assert_eq!(look(&mut desk, Glance::Second), "the same");
}

#[test]
fn error_that_was_held_and_mended_is_never_told() {
    let book = book();
    let mut desk = book.desk();
    look(&mut desk, Glance::First);
    book.write("content/talks.md", "# Talks\n\nSee [[nothing]].\n");
    assert_eq!(look(&mut desk, Glance::First), "held");
    book.write("content/talks.md", "# Talks\n\nThey met.\n");
    assert_eq!(look(&mut desk, Glance::Second), "the same");
    book.write("content/talks.md", "# Talks\n\nThey met again.\n");
    assert_eq!(look(&mut desk, Glance::First), "2 [content/talks.md]");
}

#[test]
fn each_page_says_why_it_was_rendered_again() {
    let book = book();
    book.write("content/treaty.md", "# Treaty\n\nA text.\n\nSee [[talks]].\n");
    let mut desk = book.desk();
    look(&mut desk, Glance::First);
    book.write("content/treaty.md", "# Treaty\n\nA text.\n\nSee [[talks]] of old.\n");
    let Look::New(edition) = desk.look(Glance::First).unwrap() else { panic!("the text has changed") };
    let reasons: Vec<String> =
        edition.reasons.iter().map(|(url, reasons)| format!("{url}: {}", reasons.join(", "))).collect();
    assert_eq!(reasons, ["print.html: the chapters", "talks.html: its backlinks", "treaty.html: its text"]);
}
