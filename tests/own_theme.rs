//! A book's own theme over the built-in one: what it changes, and what is said
//! when it has mistakes.

use std::fmt::Write;

use briefbook::render::theme;
use briefbook::source::{SourceFile, ThemeFiles};
use briefbook::theme::built_in;
use serde::Serialize;

#[derive(Serialize)]
struct View {
    site: Site,
    page: Page,
    redirect: Page,
}

#[derive(Serialize)]
struct Site {
    title: &'static str,
    language: &'static str,
    direction: &'static str,
}

#[derive(Serialize)]
struct Page {
    title: &'static str,
    root: &'static str,
    href: &'static str,
}

/// Lays files over the built-in theme and renders `redirect.html`, a template
/// that the built-in theme has in few lines. Gives what is wrong with the files,
/// then the page's lines that say something.
fn check(files: &str) -> String {
    render(files, "redirect.html", "en")
}

fn render(files: &str, template: &str, language: &str) -> String {
    let mut own = ThemeFiles::new();
    let mut parts = files.split("--- ").skip(1);
    for part in &mut parts {
        let (name, text) = part.split_once(" ---\n").expect("a file begins with `--- name ---`");
        own.insert(name.into(), SourceFile::new(&format!("themes/mine/{name}"), text));
    }
    let theme = theme(&own);
    let view = View {
        site: Site { title: "Book", language: "en", direction: "ltr" },
        page: Page { title: "Page", root: "../", href: "" },
        redirect: Page { title: "Elsewhere", root: "../", href: "elsewhere.html" },
    };
    let page = theme.value.render(template, language, &view);
    let mut out = String::new();
    for problem in theme.diagnostics.iter().chain(&page.diagnostics) {
        let path = problem.span.file.as_str();
        let text = match path.strip_prefix("themes/default/") {
            Some(name) => built_in(name).expect("it is in the built-in theme"),
            None => &own[path.strip_prefix("themes/mine/").expect("it is in the theme")].text,
        };
        let place = &text[problem.span.start as usize..problem.span.end as usize];
        writeln!(out, "{}[{}] {}: `{place}`", problem.severity, problem.code, problem.span.file).unwrap();
        writeln!(out, "  {}", problem.message).unwrap();
        if let Some(help) = &problem.help {
            writeln!(out, "  help: {help}").unwrap();
        }
    }
    out + page.value.trim() + "\n"
}

#[test]
fn own_template_takes_the_place_of_the_built_in_one() {
    assert_eq!(
        check("--- redirect.html ---\n<title>{{ page.title }}</title> {{ words.home }}\n"),
        "<title>Page</title> Home\n"
    );
}

#[test]
fn own_template_can_build_on_parts_of_the_built_in_theme() {
    assert_eq!(
        check("--- redirect.html ---\n{{ <count n={3} one=\"one\" many=\"all {n}\"/> }}\n"),
        "all 3\n"
    );
}

#[test]
fn text_is_escaped_also_in_own_templates() {
    assert_eq!(check("--- redirect.html ---\n{{ \"<b>\" }}\n"), "&lt;b&gt;\n");
}

#[test]
fn syntax_error_is_shown_where_it_is() {
    let found = check("--- redirect.html ---\n<p>\n{% if %}\n</p>\n");
    assert!(found.starts_with("error[template] themes/mine/redirect.html: `%}`\n"), "{found}");
}

#[test]
fn unknown_names_are_shown_where_they_are_each_of_them() {
    let found = check("--- redirect.html ---\n<p>é {{ page.title | shout }}\n{{ <nothing/> }}\n</p>\n");
    let problems: Vec<&str> = found.lines().take(4).collect();
    assert_eq!(
        problems,
        [
            "error[template] themes/mine/redirect.html: `shout`",
            "  unknown filter `shout`",
            "error[template] themes/mine/redirect.html: `<nothing/>`",
            "  unknown component `nothing`",
        ]
    );
}

#[test]
fn template_that_extends_nothing_is_named() {
    let found = check("--- redirect.html ---\n{% extends \"missing.html\" %}\n");
    assert!(
        found.starts_with(
            "error[template] themes/mine/redirect.html: `missing.html`\n  \
             there is no template `missing.html`\n  \
             help: `briefbook theme list` names those that are built in\n"
        ),
        "{found}"
    );
}

#[test]
fn component_defined_twice_is_the_fault_of_the_books_own_file() {
    let found = check("--- own.html ---\n{% component count() %}{% endcomponent count %}\n");
    assert!(
        found.starts_with(
            "error[template] themes/mine/own.html: ``\n  \
             component `count` is defined in both `components.html` and `own.html`\n"
        ),
        "{found}"
    );
}

#[test]
fn good_templates_are_kept_when_another_one_is_bad() {
    let found = check("--- redirect.html ---\nmine\n--- 404.html ---\n{% if %}\n");
    assert!(found.starts_with("error[template] themes/mine/404.html"), "{found}");
    assert!(found.ends_with("mine\n"), "{found}");
}

#[test]
fn built_in_template_that_loses_what_it_needs_is_brought_back_with_it() {
    let found = check("--- components.html ---\n{# nothing #}\n");
    assert!(found.contains("unknown component `date`"), "{found}");
    assert!(found.contains("they are left out: `themes/mine/components.html`\n"), "{found}");
    assert!(found.contains("<a href=\"elsewhere.html\">Elsewhere</a>"), "{found}");
}

#[test]
fn value_that_is_not_there_is_reported_and_the_built_in_page_shown() {
    let found = check("--- redirect.html ---\n<p>\n{{ page.titel }}\n");
    assert!(found.starts_with("error[template] themes/mine/redirect.html: `titel`\n  field `titel` is not defined\n  help: available fields: href, root, title\n"), "{found}");
}

#[test]
fn own_words_replace_some_and_leave_the_others() {
    let files = "--- words/en.toml ---\nhome = \"Start\"\n--- redirect.html ---\n{{ words.home }}, {{ words.glossary }}\n";
    assert_eq!(check(files), "Start, Glossary\n");
}

#[test]
fn language_of_a_region_builds_on_its_language() {
    let files = "--- words/xx.toml ---\nhome = \"Hus\"\nnotes = \"Noter\"\n--- words/xx-YY.toml ---\nhome = \"Heim\"\n\
        --- redirect.html ---\n{{ words.home }}, {{ words.notes }}, {{ words.glossary }}\n";
    assert_eq!(render(files, "redirect.html", "xx-YY"), "Heim, Noter, Glossary\n");
    assert_eq!(render(files, "redirect.html", "xx-ZZ"), "Hus, Noter, Glossary\n");
    assert_eq!(render(files, "redirect.html", "unknown"), "Home, Notes, Glossary\n");
}

#[test]
fn words_that_cannot_be_read_are_reported_and_left_out() {
    let files = "--- words/en.toml ---\nhome = \"Start\"\nnotes = 3\n--- redirect.html ---\n{{ words.home }}, {{ words.notes }}\n";
    assert_eq!(
        check(files),
        "error[template] themes/mine/words/en.toml: `3`\n  the word `notes` is not a text\nStart, Notes\n"
    );
    let found = check("--- words/en.toml ---\nhome = \n--- redirect.html ---\n{{ words.home }}\n");
    assert!(found.starts_with("error[template] themes/mine/words/en.toml"), "{found}");
    assert!(found.ends_with("\nHome\n"), "{found}");
}

#[test]
fn templates_and_words_are_not_copied_to_the_site() {
    let names = ["book.css", "note.html", "words/de.toml", "words/readme.txt", "logo.svg"];
    let files = names.map(|name| (name, SourceFile::new(name, ""))).into_iter().collect();
    let theme = theme(&files).value;
    let copied: Vec<&str> = theme.assets().map(|(name, _)| name).collect();
    assert_eq!(copied, ["book.css", "logo.svg", "words/readme.txt"]);
}

#[test]
fn themes_from_equal_files_are_equal() {
    let files = |text| ThemeFiles::unit("note.html".into(), SourceFile::new("note.html", text));
    assert_eq!(theme(&files("a")).value, theme(&files("a")).value);
    assert_ne!(theme(&files("a")).value, theme(&files("b")).value);
}
