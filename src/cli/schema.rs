//! `schema`: what may stand in front matter and in `book.toml`, as JSON Schema
//! (draft 2020-12), for editors that check and complete.

use anstream::println;
use anyhow::Result;
use serde_json::{Map, Value, json};

use super::Outcome;
use super::args::{SchemaOf, SchemaOptions};

/// What a key may hold.
#[derive(Clone, Copy)]
enum Holds {
    Text,
    Texts,
    Truth,
    TruthOrTexts,
    Number,
    Date,
    Events,
    Html,
}

/// The keys of `book.toml`.
const BOOK: &[(&str, Holds, &str)] = &[
    ("title", Holds::Text, "The book's title"),
    ("subtitle", Holds::Text, "A second line under the title"),
    ("description", Holds::Text, "One or two sentences on what the book is for"),
    ("authors", Holds::Texts, "Who wrote the book, one name each"),
    ("language", Holds::Text, "The book's language as a BCP 47 tag, such as en or zh-Hant"),
    ("as_of", Holds::Date, "The date up to which the book's statements hold"),
    ("base_url", Holds::Text, "Where the site will be published; links never need it"),
    ("image", Holds::Text, "A picture for previews of the book, from the content folder on"),
    ("theme", Holds::Text, "The name of the theme, a folder in themes/"),
    ("citation_style", Holds::Text, "The citation style: the name of a CSL style, or the path of its file"),
    ("bibliography", Holds::Texts, "Bibliography files, from the folder of book.toml on"),
    ("content", Holds::Text, "The folder of the notes; `.` for the folder of book.toml"),
    ("html", Holds::Html, "What becomes of raw HTML in notes"),
    ("smart_punctuation", Holds::Truth, "Whether straight quotes and dots become typographic ones"),
    ("paragraph_numbers", Holds::Truth, "Whether paragraphs are numbered, so that they can be cited"),
];

/// The keys of front matter.
const FRONT_MATTER: &[(&str, Holds, &str)] = &[
    ("title", Holds::Text, "The title; else the first heading, else the file's name"),
    ("description", Holds::Text, "One or two sentences on what the note says"),
    ("topics", Holds::Texts, "Topics that the note belongs to"),
    ("topic", Holds::Text, "The topic whose page the note is"),
    ("kind", Holds::Text, "What kind of topic it is, such as company or law"),
    ("aliases", Holds::Texts, "Other names by which links call the note"),
    ("redirect_from", Holds::Texts, "Addresses that the note once had"),
    ("tags", Holds::Texts, "Words to file the note under"),
    ("term", Holds::Text, "The term of the glossary that the note explains"),
    ("forms", Holds::Texts, "Other forms of the term"),
    ("abbreviations", Holds::Texts, "Abbreviations of the term"),
    ("plural", Holds::Texts, "The plural of the term"),
    ("link", Holds::Truth, "Whether other notes link the term where they use it"),
    ("no_terms", Holds::TruthOrTexts, "Terms that stay without links in the note; true for all"),
    ("nocite", Holds::Texts, "Works that are listed without being cited"),
    ("events", Holds::Events, "Events, each a line such as `2019-05: text`, or a date with a text"),
    ("updated", Holds::Date, "When the note was last changed in substance"),
    ("draft", Holds::Truth, "Whether the note is left out of the site"),
    ("order", Holds::Number, "The note's place among its neighbours"),
];

/// Prints a schema.
pub(super) fn schema(options: &SchemaOptions) -> Result<Outcome> {
    println!("{:#}", of(options.of));
    Ok(Outcome::Fine)
}

fn of(what: SchemaOf) -> Value {
    let (title, keys) = match what {
        SchemaOf::Book => ("book.toml of briefbook", BOOK),
        SchemaOf::FrontMatter => ("Front matter of briefbook", FRONT_MATTER),
    };
    let mut properties: Map<String, Value> = keys
        .iter()
        .map(|(key, holds, description)| {
            let mut property = property(*holds);
            if what == SchemaOf::FrontMatter {
                loosen(&mut property);
            }
            property["description"] = json!(description);
            ((*key).to_owned(), property)
        })
        .collect();
    if what == SchemaOf::Book {
        // One file can serve mdBook too.
        for table in ["book", "build", "output", "preprocessor", "rust"] {
            properties.insert(table.to_owned(), json!({ "type": "object", "description": "For mdBook" }));
        }
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "object",
        "properties": properties,
        // Front matter may hold keys of other programs.
        "additionalProperties": matches!(what, SchemaOf::FrontMatter),
    })
}

fn property(holds: Holds) -> Value {
    match holds {
        Holds::Text => json!({ "type": "string" }),
        Holds::Texts => json!({ "type": ["string", "array"], "items": { "type": "string" } }),
        Holds::Truth => json!({ "type": "boolean" }),
        Holds::TruthOrTexts => {
            json!({ "type": ["boolean", "string", "array"], "items": { "type": "string" } })
        }
        Holds::Number => json!({ "type": "integer" }),
        // YAML and TOML have dates of their own, and a year is a number.
        Holds::Date => {
            json!({ "type": ["string", "integer"], "examples": ["2020-05-15", "2020-05", "197X"] })
        }
        Holds::Events => json!({
            "type": "array",
            "items": {
                "type": ["string", "object"],
                "properties": { "date": property(Holds::Date), "text": { "type": "string" } },
            },
            "examples": [["2020-05-15: The rule is published"]],
        }),
        Holds::Html => json!({ "enum": ["sanitize", "allow", "escape"] }),
    }
}

/// Lets the values of a key be what YAML makes of them where no quotes are: a year
/// that is a title is a number, and a key without a value, as templates of editors
/// leave them, is null.
fn loosen(property: &mut Value) {
    let allowed = match &property["type"] {
        Value::Array(allowed) => allowed.clone(),
        one => vec![one.clone()],
    };
    let number = allowed.contains(&json!("string")).then(|| json!("number"));
    property["type"] = allowed.into_iter().chain(number).chain([json!("null")]).collect();
    if property["items"]["type"] == "string" {
        property["items"]["type"] = json!(["string", "number", "null"]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    #[test]
    fn every_key_that_is_read_is_described() {
        let names =
            |keys: &[(&'static str, Holds, &str)]| keys.iter().map(|(key, ..)| *key).collect::<Vec<_>>();
        assert_eq!(names(BOOK), parse::CONFIG_KEYS);
        assert_eq!(names(FRONT_MATTER), parse::FRONT_MATTER_KEYS);
    }

    #[test]
    fn schema_describes_each_key() {
        assert_eq!(of(SchemaOf::Book)["properties"]["html"]["enum"][0], "sanitize");
        assert_eq!(of(SchemaOf::Book)["properties"]["authors"]["items"]["type"], "string");
        let front_matter = of(SchemaOf::FrontMatter);
        let allowed = |key: &str| front_matter["properties"][key]["type"].to_string();
        assert_eq!(allowed("title"), r#"["string","number","null"]"#);
        assert_eq!(allowed("aliases"), r#"["string","array","number","null"]"#);
        assert_eq!(allowed("draft"), r#"["boolean","null"]"#);
        assert_eq!(
            front_matter["properties"]["aliases"]["items"]["type"],
            json!(["string", "number", "null"])
        );
    }
}
