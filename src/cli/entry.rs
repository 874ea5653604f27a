//! The entry of a new work, as each kind of bibliography writes it.

use serde_json::{Value, json};

use super::args::NewSource;
use super::new::yaml;

/// A title that stands for one until its author gives it.
const TITLE: &str = "Title";

fn title(source: &NewSource) -> &str {
    source.title.as_deref().unwrap_or(TITLE)
}

/// A text with an entry at its end.
pub(super) fn appended(text: &str, entry: &str) -> String {
    match text.trim_end() {
        "" => entry.to_owned(),
        text => format!("{text}\n\n{entry}"),
    }
}

/// The work in BibLaTeX.
pub(super) fn biblatex(source: &NewSource) -> String {
    let field = |name: &str, value: Option<&str>| {
        value.map_or_else(String::new, |value| format!("  {name} = {{{}}},\n", value.replace(['{', '}'], "")))
    };
    format!(
        "@{}{{{},\n{}{}{}{}}}\n",
        source.kind,
        source.key,
        field("author", source.author.as_deref()),
        field("title", Some(title(source))),
        field("date", source.date.as_deref()),
        field("url", source.url.as_deref()),
    )
}

/// The work for Hayagriva.
pub(super) fn hayagriva(source: &NewSource) -> String {
    let kind = match source.kind.as_str() {
        "article" => "article",
        "book" | "collection" => "book",
        "inbook" | "incollection" => "chapter",
        "inproceedings" => "proceedings",
        "jurisdiction" => "case",
        "legislation" => "legislation",
        "online" => "web",
        "report" => "report",
        "thesis" => "thesis",
        _ => "misc",
    };
    let mut text = format!("{}:\n  type: {kind}\n  title: {}\n", source.key, yaml(title(source)));
    if let Some(authors) = &source.author {
        let authors: Vec<String> = authors.split(" and ").map(|author| yaml(author.trim())).collect();
        text += &format!("  author: [{}]\n", authors.join(", "));
    }
    for (name, value) in [("date", &source.date), ("url", &source.url)] {
        if let Some(value) = value {
            text += &format!("  {name}: {value}\n");
        }
    }
    text
}

/// The work in CSL-JSON.
pub(super) fn csl_json(source: &NewSource) -> Value {
    let kind = match source.kind.as_str() {
        "article" => "article-journal",
        "book" | "collection" => "book",
        "inbook" | "incollection" => "chapter",
        "inproceedings" => "paper-conference",
        "jurisdiction" => "legal_case",
        "legislation" => "legislation",
        "online" => "webpage",
        "report" => "report",
        "thesis" => "thesis",
        _ => "document",
    };
    let mut work = json!({ "id": source.key, "type": kind, "title": title(source) });
    if let Some(authors) = &source.author {
        let name = |author: &str| match author.split_once(',') {
            Some((family, given)) => json!({ "family": family.trim(), "given": given.trim() }),
            None => json!({ "literal": author.trim() }),
        };
        work["author"] = authors.split(" and ").map(name).collect();
    }
    if let Some(date) = &source.date {
        work["issued"] = json!({ "edtf": date, "raw": date });
        let parts: Option<Vec<i32>> = date.split('-').map(|part| part.parse().ok()).collect();
        if let Some(parts) = parts {
            work["issued"] = json!({ "date-parts": [parts] });
        }
    }
    if let Some(url) = &source.url {
        work["URL"] = json!(url);
    }
    work
}

/// The text of a JSON list with one more member; everything else stays as it is
/// written. `None` if it is no list.
pub(super) fn in_json_list(text: &str, member: &Value) -> Option<String> {
    let Ok(Value::Array(members)) = serde_json::from_str(text) else { return None };
    let end = text.rfind(']')?;
    let before = text[..end].trim_end();
    let comma = if members.is_empty() { "" } else { "," };
    let member = format!("{member:#}").replace('\n', "\n  ");
    Some(format!("{before}{comma}\n  {member}\n{}", &text[end..]))
}
