//! The examples of the CommonMark specification, through our own tree and our
//! own HTML.
//!
//! `commonmark-differences.txt` lists the examples in which this program differs
//! on purpose, each with the reason. A listed example that comes out as in the
//! specification, or one that is not listed and does not, fails the test.

use std::collections::BTreeMap;
use std::fmt::Write;

use briefbook::model::{HtmlPolicy, LinkKind, Note};
use briefbook::parse::{Dialect, note};
use briefbook::render::{Body, Ids, Part, Target, html};
use briefbook::source::SourceFile;

const SPECIFICATION: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/target/fixtures/node_modules/commonmark-spec/spec.txt");
const DIFFERENCES: &str = include_str!("commonmark-differences.txt");

/// One example: its number, what is written and what shall come out.
struct Example {
    number: usize,
    markdown: String,
    html: String,
}

#[test]
fn markdown_means_what_commonmark_says() {
    let specification = std::fs::read_to_string(SPECIFICATION)
        .expect("the specification of CommonMark is missing: `cargo xtask test` installs it");
    let known = differences();
    let examples = examples(&specification);
    assert_eq!(examples.len(), 652, "CommonMark 0.31.2 has 652 examples");
    let mut report = String::new();
    for example in &examples {
        let ours = normal(&ours(&example.markdown));
        let theirs = normal(&example.html);
        match (ours == theirs, known.get(&example.number)) {
            (true, None) | (false, Some(_)) => {}
            (true, Some(_)) => {
                let _ = writeln!(report, "example {} is listed but comes out right", example.number);
            }
            (false, None) => {
                let _ = writeln!(
                    report,
                    "example {} differs\n--- written\n{}--- specification\n{theirs}\n--- ours\n{ours}\n",
                    example.number, example.markdown
                );
            }
        }
    }
    assert!(report.is_empty(), "{report}");
    assert!(known.len() <= 12, "at most 12 of the 652 examples may differ");
}

/// The listed examples with their reasons.
fn differences() -> BTreeMap<usize, &'static str> {
    DIFFERENCES
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let (number, reason) = line.split_once(": ").expect("a line is `number: reason`");
            (number.parse().expect("a line begins with the number of an example"), reason)
        })
        .collect()
}

/// The examples of the specification. They stand between fences of 32
/// backticks, parted by a line with a full stop; `→` stands for a tab.
fn examples(specification: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let mut examples = Vec::new();
    let mut parts: Option<(String, Option<String>)> = None;
    for line in specification.lines() {
        match &mut parts {
            None if *line == format!("{fence} example") => parts = Some((String::new(), None)),
            None => {}
            Some((markdown, Some(html))) if line == fence => {
                let number = examples.len() + 1;
                let (markdown, html) = (std::mem::take(markdown), std::mem::take(html));
                examples.push(Example { number, markdown, html });
                parts = None;
            }
            Some((_, html @ None)) if line == "." => *html = Some(String::new()),
            Some((markdown, html)) => {
                let text = html.as_mut().unwrap_or(markdown);
                text.push_str(&line.replace('→', "\t"));
                text.push('\n');
            }
        }
    }
    examples
}

/// A text as this program prints it: raw HTML allowed, links as written, no ids.
fn ours(markdown: &str) -> String {
    // Whether the first heading is the title is not the question here, so
    // something stands before it.
    let file = SourceFile::new("example.md", &format!("<i>title</i>\n\n{markdown}"));
    let note = note(&file, Dialect { smart_punctuation: false, ..Dialect::default() }).value;
    let links = note.links.iter().map(|link| target(link.kind, &link.target)).collect();
    let body = Body {
        note: note.clone(),
        part: Part::Whole,
        html: HtmlPolicy::Allow,
        ids: Ids::Omitted,
        heading_shift: 0,
        paragraphs: Default::default(),
        links,
        citations: Vec::new(),
        terms: Vec::new(),
        labels: std::sync::Arc::default(),
        dates: Vec::new(),
    };
    let _: &Note = &body.note;
    let html = html(&body);
    html.strip_prefix("<p><i>title</i></p>\n").unwrap_or(&html).to_owned()
}

fn target(kind: LinkKind, target: &str) -> Target {
    let href = percent_encoded(target);
    match kind {
        LinkKind::Image => Target::File { href },
        _ => Target::Page { href, title: target.into() },
    }
}

/// An address as the specification's own program encodes it.
fn percent_encoded(address: &str) -> String {
    let mut out = String::new();
    for byte in address.bytes() {
        match byte {
            b'"' | b'\\' | b'`' | b' ' | b'<' | b'>' | b'[' | b']' | b'^' | b'{' | b'|' | b'}' => {
                let _ = write!(out, "%{byte:02X}");
            }
            byte if byte.is_ascii_graphic() => out.push(byte as char),
            byte => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// HTML in one form, so that only what matters is compared.
///
/// Differences of form: white space between blocks, `/` at the end of empty
/// elements, attributes and elements that this program adds (focus, loading),
/// and pictures that stand alone, which it prints as figures.
fn normal(html: &str) -> String {
    let html = html
        .replace(" />", ">")
        .replace("<pre tabindex=\"0\">", "<pre>")
        .replace(" loading=\"lazy\"", "")
        .replace("&quot;", "\"");
    let html = without_colours(&figures(&html));
    let mut out = String::new();
    let mut code = false;
    for line in html.lines() {
        if !code && line.is_empty() {
            continue;
        }
        out.push_str(line);
        code = (code || line.contains("<pre>")) && !line.contains("</pre>");
        out.push('\n');
    }
    for tag in ["ul", "ol", "li", "blockquote", "p", "pre", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "table"]
    {
        for (from, to) in [
            (format!("\n<{tag}>"), format!("<{tag}>")),
            (format!("\n<{tag} "), format!("<{tag} ")),
            (format!("\n</{tag}>"), format!("</{tag}>")),
            (format!("<{tag}>\n"), format!("<{tag}>")),
            (format!("</{tag}>\n"), format!("</{tag}>")),
        ] {
            if tag != "pre" || !from.starts_with("<pre>") {
                out = out.replace(&from, &to);
            }
        }
    }
    out.trim_end().to_owned()
}

/// Code without the classes of its parts.
fn without_colours(html: &str) -> String {
    let mut out = String::new();
    for (index, part) in html.split("<pre>").enumerate() {
        let (code, rest) =
            if index > 0 { part.split_once("</pre>").unwrap_or((part, "")) } else { ("", part) };
        let mut spans = code.split("<span class=\"");
        let first = spans.next().unwrap_or_default();
        let spans = spans.map(|span| span.split_once("\">").map_or(span, |(_, text)| text));
        let code: String = std::iter::once(first).chain(spans).collect();
        if index > 0 {
            let _ = write!(out, "<pre>{}</pre>", code.replace("</span>", ""));
        }
        out.push_str(rest);
    }
    out
}

/// Figures as the paragraphs with a picture that the specification has.
fn figures(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(start) = rest.find("<figure>\n") {
        out.push_str(&rest[..start]);
        let inner = &rest[start + "<figure>\n".len()..];
        let (figure, after) = inner.split_once("</figure>").expect("a figure has an end");
        let (image, caption) = figure.trim_end().split_once('\n').unwrap_or((figure.trim_end(), ""));
        let title = caption.strip_prefix("<figcaption>").and_then(|rest| rest.strip_suffix("</figcaption>"));
        let title = title.map_or(String::new(), |title| format!(" title=\"{title}\""));
        let image = image.strip_suffix('>').expect("an image is a tag");
        let _ = write!(out, "<p>{image}{title}></p>");
        rest = after;
    }
    out + rest
}
