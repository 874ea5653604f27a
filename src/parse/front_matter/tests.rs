use super::*;
use crate::source::Span;

/// What a note says of itself, the problems with the words they stand at, and
/// the rest of its text.
fn check(text: &str) -> String {
    let file = SourceFile::new("note.md", text);
    let Checked { value: (front, start), diagnostics } = front_matter(&file);
    let at = |span: &Span| text[span.start as usize..span.end as usize].to_owned();
    let mut out = String::new();
    let mut line = |name: &str, value: String| {
        if !value.is_empty() {
            out.push_str(&format!("{name}: {value}\n"));
        }
    };
    let located = |list: &[Located<String>]| {
        list.iter()
            .map(|item| {
                let place = at(&item.span);
                if place == item.value { place } else { format!("{} <{place}>", item.value) }
            })
            .collect::<Vec<_>>()
            .join(" | ")
    };
    line("title", front.title.unwrap_or_default());
    line("description", front.description.unwrap_or_default());
    line("topics", front.topics.iter().map(|topic| topic.value.as_str()).collect::<Vec<_>>().join(" | "));
    line("topic", front.topic.map(|topic| topic.value.to_string()).unwrap_or_default());
    line("kind", front.kind.unwrap_or_default());
    line("aliases", located(&front.aliases));
    line("redirect_from", located(&front.redirect_from));
    line("tags", front.tags.join(" | "));
    line("term", front.term.map(|term| term.value).unwrap_or_default());
    line("forms", front.forms.join(" | "));
    line("link", if front.unlinked { "no".to_owned() } else { String::new() });
    let terms = match front.terms {
        TermLinks::All => String::new(),
        TermLinks::AllBut(names) => format!("all but {}", names.join(" | ")),
        TermLinks::None => "none".to_owned(),
    };
    line("no_terms", terms);
    line("nocite", front.nocite.iter().map(|key| key.value.0.to_string()).collect::<Vec<_>>().join(" | "));
    line("events", located(&front.events));
    line("updated", front.updated.map(|date| date.edtf.clone()).unwrap_or_default());
    line("draft", if front.draft { "yes".to_owned() } else { String::new() });
    line("order", front.order.map(|order| order.to_string()).unwrap_or_default());
    for problem in diagnostics {
        let help = problem.help.map(|help| format!(" ({help})")).unwrap_or_default();
        out.push_str(&format!("{}: {}{help} at {:?}\n", problem.code, problem.message, at(&problem.span)));
    }
    format!("{out}= {:?}", &text[start..])
}

#[test]
fn every_key_is_understood_in_yaml() {
    assert_eq!(
        check(
            "\
---
title: Export controls
description: What may be sold, and to whom.
topics: [Law, '[[Chips|semiconductors]]']
topic: Controls
kind: law
aliases: [ECRA, The Act]
redirect_from: /old/page.html
tags: [law, \"#chips\"]
term: export control
forms: [export controls]
abbreviations: EC
link: false
no_terms: true
nocite: '@*'
events:
  - \"2018-08: the act is signed\"
  - 2019-05-16: a company is listed
  - { date: 2020, text: again, tags: law }
updated: 2024-02
draft: true
order: 3
---
# Text
"
        ),
        "\
title: Export controls
description: What may be sold, and to whom.
topics: Law | Chips
topic: Controls
kind: law
aliases: ECRA | The Act
redirect_from: /old/page.html
tags: law | chips
term: export control
forms: export controls | EC
link: no
no_terms: none
nocite: *
events: 2018-08: the act is signed <\"2018-08: the act is signed\"> | 2019-05-16: a company is listed | \
2020: again #law <2020, text: again>
updated: 2024-02
draft: yes
order: 3
= \"# Text\\n\""
    );
}

#[test]
fn every_kind_of_value_is_understood_in_toml() {
    assert_eq!(
        check(
            "\
+++
title = \"Controls\"
topics = [\"Law\"]
updated = 2024-02-01
order = 3
draft = true
nocite = [\"a\", \"b\"]
[[events]]
date = 2019-05-16
text = \"a company is listed\"
+++
Text
"
        ),
        "\
title: Controls
topics: Law
nocite: a | b
events: 2019-05-16: a company is listed <2019-05-16\ntext = \"a company is listed\">
updated: 2024-02-01
draft: yes
order: 3
= \"Text\\n\""
    );
}

#[test]
fn what_obsidian_hugo_and_jekyll_write_is_understood() {
    assert_eq!(
        check(
            "---\nTags: \"#a, #b\"\naliases: Foo\ncssclasses: wide\npublish: true\nsummary: In short.\n\
             weight: 20\ndate: 2019-05-16T10:30:00.000+02:00\nlastmod: 2020-01-02 10:00\npermalink: /x/\n---\n"
        ),
        "description: In short.\naliases: Foo\ntags: a | b\nupdated: 2020-01-02\norder: 20\n= \"\""
    );
    assert_eq!(check("---\ntags:\naliases:\n---\n"), "= \"\"");
    assert_eq!(check("---\naliases: [/old/]\ndate: yesterday\n---\n"), "redirect_from: /old/\n= \"\"");
}

#[test]
fn a_misspelt_key_is_named_where_it_stands() {
    assert_eq!(
        check("---\ntopcis: [a]\nzzz: 1\n---\n"),
        "\
unknown-key: front matter has no key `topcis` (did you mean `topics`?) at \"topcis\"
unknown-key: front matter has no key `zzz` at \"zzz\"
= \"\""
    );
}

#[test]
fn a_value_of_the_wrong_kind_leaves_the_others() {
    assert_eq!(
        check(
            "---\ntitle: {a: b}\ndraft: maybe\norder: first\ntopics: {a: b}\nupdated: May 2019\nkind: law\n\
             events:\n  - date: 2019\nkind: act\n---\n"
        ),
        "\
kind: law
front-matter: `kind` stands here a second time (only the first one counts) at \"kind\"
front-matter: `title` is one text, not a table at \"title\"
front-matter: `draft` is `true` or `false`, not `maybe` at \"maybe\"
front-matter: `order` is a whole number, not `first` at \"first\"
front-matter: `topics` is a list of texts, not a table at \"topics\"
invalid-date: `May 2019` is not a date in EDTF (did you mean `2019-05`?) at \"May 2019\"
front-matter: this event has no `text` at \"date\"
= \"\""
    );
}

#[test]
fn a_title_with_a_colon_asks_for_quotes() {
    assert_eq!(
        check("---\ntitle: Talks: a start\nkind: law\n---\nText"),
        "\
kind: law
front-matter: mapping values are not allowed in this context (put text that holds a colon in quotes) at \"\"
= \"Text\""
    );
}

#[test]
fn front_matter_that_never_ends_is_text() {
    assert_eq!(
        check("---\ntitle: A\n\nText\n"),
        "\
front-matter: front matter begins with `---` here and never ends (write `---` on a line of its own after the \
last key) at \"---\"
= \"---\\ntitle: A\\n\\nText\\n\""
    );
}

#[test]
fn a_rule_across_the_page_is_no_front_matter() {
    assert_eq!(check("---\n\nOne\n\n---\n\nTwo: three\n"), "= \"---\\n\\nOne\\n\\n---\\n\\nTwo: three\\n\"");
    assert_eq!(check("---\nOne\n"), "= \"---\\nOne\\n\"");
    assert_eq!(check("----\na: b\n---\n"), "= \"----\\na: b\\n---\\n\"");
    assert_eq!(check("Text\n---\na: b\n---\n"), "= \"Text\\n---\\na: b\\n---\\n\"");
    assert_eq!(check(""), "= \"\"");
}

#[test]
fn windows_line_ends_byte_order_marks_and_dots_are_understood() {
    assert_eq!(check("\u{feff}---\r\ntitle: Ä\r\n...\r\nText"), "title: Ä\n= \"Text\"");
    assert_eq!(check("\u{feff}Text"), "= \"Text\"");
    assert_eq!(check("---\n---\nText"), "= \"Text\"");
    assert_eq!(check("---  \ntitle: A\n---  "), "title: A\n= \"\"");
}

#[test]
fn front_matter_without_keys_is_reported() {
    assert_eq!(
        check("---\n- a\n---\nText"),
        "front-matter: keys with values are expected here, not a list at \"\"\n= \"Text\""
    );
}

proptest::proptest! {
    #[test]
    fn no_front_matter_panics(text in "[a-z:\\-\\[\\]{}\"'#|>&*!@ \n\té0-9=]{0,80}") {
        for fence in ["---", "+++"] {
            front_matter(&SourceFile::new("note.md", &format!("{fence}\n{text}\n{fence}\n")));
        }
    }
}
