//! What Tera says about a template, taken apart.
//!
//! Errors of syntax and of rendering come with their place. Names that are not
//! known (filters, components, blocks ...) come as one text that holds a report
//! for each:
//!
//! ```text
//! error: Unknown filter `shout`
//!  --> note.html:3:14
//!   |
//! 3 | {{ note.html | shout }}
//!   |              ^^^^^^^^^
//! ```

use std::ops::Range;

use tera::ErrorKind;

/// One thing that is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TemplateError {
    /// The name of the template, if Tera says it.
    pub(super) template: Option<String>,
    /// Where in the template, if Tera says it.
    pub(super) place: Option<Place>,
    /// What is wrong, in Tera's words.
    pub(super) message: String,
    /// What Tera proposes.
    pub(super) help: Option<String>,
}

/// A place in a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// A range of bytes.
    Bytes(Range<usize>),
    /// The first place where these words stand.
    Words(String),
    /// A line and a column, both counted from 1, the column in characters; and
    /// how many characters are meant.
    Line {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
        /// The number of characters.
        length: usize,
    },
}

impl Place {
    /// The place as bytes of the template's text.
    pub(super) fn range(&self, text: &str) -> Range<usize> {
        match *self {
            Place::Bytes(ref range) => range.clone(),
            Place::Words(ref words) => match text.find(words.as_str()) {
                Some(at) => at..at + words.len(),
                None => 0..0,
            },
            Place::Line { line, column, length } => {
                let mut lines = text.split_inclusive('\n');
                let before: usize = lines.by_ref().take(line.saturating_sub(1)).map(str::len).sum();
                let line = lines.next().unwrap_or_default();
                let byte = |chars: usize| line.char_indices().nth(chars).map_or(line.len(), |(at, _)| at);
                let first = column.saturating_sub(1);
                before + byte(first)..before + byte(first + length)
            }
        }
    }
}

impl TemplateError {
    /// Everything that an error of Tera's reports; at least one.
    pub(super) fn all(error: &tera::Error) -> Vec<TemplateError> {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let (message, mut help) = split(report.message());
                if message == "unexpected end of input" {
                    let missing = "is an `{% endif %}`, an `{% endfor %}` or an `{% endblock %}` missing?";
                    help.get_or_insert_with(|| missing.to_owned());
                }
                let template = Some(report.filename().to_owned()).filter(|name| !name.is_empty());
                let place = Some(Place::Bytes(report.span().range.clone()));
                vec![TemplateError { template, place, message, help }]
            }
            ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
                vec![TemplateError::in_template(tpl, error)]
            }
            ErrorKind::MissingParent { current, parent } => {
                let message = format!("there is no template `{parent}`");
                let place = Some(Place::Words(parent.clone()));
                let help = Some("`briefbook theme list` names those that are built in".to_owned());
                vec![TemplateError { template: Some(current.clone()), place, message, help }]
            }
            _ => reports(&error.to_string()),
        }
    }

    /// An error about a template as a whole.
    fn in_template(name: &str, error: &tera::Error) -> TemplateError {
        TemplateError { template: Some(name.to_owned()), place: None, message: error.to_string(), help: None }
    }
}

/// The reports in a text.
fn reports(text: &str) -> Vec<TemplateError> {
    let mut errors: Vec<TemplateError> = Vec::new();
    for line in text.lines() {
        if let Some(message) = line.strip_prefix("error: ") {
            let (message, help) = split(message);
            errors.push(TemplateError { template: None, place: None, message, help });
        } else if let (Some(error), Some(at)) = (errors.last_mut(), line.trim_start().strip_prefix("--> ")) {
            let mut parts = at.rsplitn(3, ':');
            let column = parts.next().and_then(|column| column.parse().ok());
            let line = parts.next().and_then(|line| line.parse().ok());
            if let (Some(name), Some(line), Some(column)) = (parts.next(), line, column) {
                error.template = Some(name.to_owned());
                error.place = Some(Place::Line { line, column, length: 0 });
            }
        } else if let Some(TemplateError { place: Some(Place::Line { length, .. }), .. }) = errors.last_mut()
            && line.trim_start().starts_with('|')
            && line.ends_with('^')
        {
            *length = line.chars().rev().take_while(|mark| *mark == '^').count();
        }
    }
    if errors.is_empty() {
        let (message, help) = split(text);
        errors.push(TemplateError { template: None, place: None, message, help });
    }
    errors
}

/// A message as what is wrong, and what Tera adds to it.
fn split(message: &str) -> (String, Option<String>) {
    let message = message.trim();
    match message.split_once(". ").or_else(|| message.split_once('\n')) {
        Some((message, help)) => (message.to_owned(), Some(sentence(help))),
        None => (message.to_owned(), None),
    }
}

/// A message as our diagnostics are worded: in lower case, without a full stop.
pub(super) fn sentence(message: &str) -> String {
    let message = message.trim().trim_end_matches('.');
    let mut chars = message.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}
