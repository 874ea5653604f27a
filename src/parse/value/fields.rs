//! Reading values as what their key means, with a diagnostic where they are
//! something else.

use std::ops::Range;

use super::{Key, Kind, SyntaxError, Table, Value};
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::model::{EventDate, Located};
use crate::parse;
use crate::source::SourceFile;

/// Reads the values of one file and collects what is wrong with them.
pub(crate) struct Fields<'a> {
    file: &'a SourceFile,
    /// The code of what is wrong.
    code: Code,
    /// What was wrong, in the order in which it was met.
    pub(crate) problems: Vec<Diagnostic>,
}

impl<'a> Fields<'a> {
    /// Reads values of `file`; faults get `code`.
    pub(crate) fn new(file: &'a SourceFile, code: Code) -> Self {
        Fields { file, code, problems: Vec::new() }
    }

    /// Reports a fault with the code of the file.
    pub(crate) fn fault(&mut self, range: &Range<usize>, message: impl Into<String>) -> &mut Diagnostic {
        self.report(self.code, range, message)
    }

    /// Reports a fault.
    pub(crate) fn report(
        &mut self,
        code: Code,
        range: &Range<usize>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.problems.push(Diagnostic::new(code, self.file.span(range.clone()), message));
        self.problems.last_mut().expect("something was pushed just now")
    }

    /// Reports what could not be read at all.
    pub(crate) fn syntax(&mut self, errors: Vec<SyntaxError>) {
        for error in errors {
            self.fault(&error.range, error.message).help = error.help.map(str::to_owned);
        }
    }

    /// Reports a key that is not known.
    pub(crate) fn unknown(&mut self, key: &Key, place: &str, known: &[&str]) {
        let meant = did_you_mean(&key.text, known.iter().copied());
        let message = format!("{place} has no key `{}`", key.text);
        self.report(Code::UnknownKey, &key.range, message).help =
            meant.map(|meant| format!("did you mean `{meant}`?"));
    }

    /// Leaves of keys that stand more than once the first one, and reports the
    /// others.
    pub(crate) fn once(&mut self, table: Table) -> Table {
        let mut kept = Table::new();
        for (key, value) in table {
            if kept.iter().any(|(other, _)| other.text == key.text) {
                self.fault(&key.range, format!("`{}` stands here a second time", key.text)).help =
                    Some("only the first one counts".to_owned());
            } else {
                kept.push((key, value));
            }
        }
        kept
    }

    fn expected(&mut self, key: &Key, value: &Value, expected: &str) {
        // Of what spans lines, the key is the better place to point at.
        let (got, range) = match &value.kind {
            Kind::Text(text) => (format!("`{text}`"), &value.range),
            other => (other.name().to_owned(), &key.range),
        };
        self.fault(range, format!("`{}` is {expected}, not {got}", key.text));
    }

    /// The value as text; `None` without a fault if there is nothing.
    pub(crate) fn text(&mut self, key: &Key, value: &Value) -> Option<String> {
        match &value.kind {
            Kind::Null => None,
            Kind::Text(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Kind::List(members) if members.len() == 1 => self.text(key, &members[0]),
            Kind::List(_) | Kind::Table(_) => {
                self.expected(key, value, "one text");
                None
            }
        }
    }

    /// The value as text with its place.
    pub(crate) fn located(&mut self, key: &Key, value: &Value) -> Option<Located<String>> {
        let text = self.text(key, value)?;
        Some(Located { value: text, span: self.file.span(value.range.clone()) })
    }

    /// The value as a list of texts. One text is a list of one.
    pub(crate) fn list(&mut self, key: &Key, value: &Value) -> Vec<Located<String>> {
        match &value.kind {
            // Lists in lists are flattened: `[[name]]` without quotes is one.
            Kind::List(members) => members.iter().flat_map(|member| self.list(key, member)).collect(),
            Kind::Null => Vec::new(),
            Kind::Text(_) => self.located(key, value).into_iter().collect(),
            Kind::Table(_) => {
                self.expected(key, value, "a list of texts");
                Vec::new()
            }
        }
    }

    /// The value as yes or no.
    pub(crate) fn truth(&mut self, key: &Key, value: &Value) -> Option<bool> {
        match &value.kind {
            Kind::Null => None,
            Kind::Text(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Kind::Text(text) if text.eq_ignore_ascii_case("false") => Some(false),
            _ => {
                self.expected(key, value, "`true` or `false`");
                None
            }
        }
    }

    /// The value as a whole number.
    pub(crate) fn number(&mut self, key: &Key, value: &Value) -> Option<i64> {
        match &value.kind {
            Kind::Null => None,
            Kind::Text(text) if text.trim().parse::<i64>().is_ok() => text.trim().parse().ok(),
            _ => {
                self.expected(key, value, "a whole number");
                None
            }
        }
    }

    /// The value as a date.
    pub(crate) fn date(&mut self, key: &Key, value: &Value) -> Option<EventDate> {
        let text = self.text(key, value)?;
        match parse::date(text.trim()) {
            Ok(date) => Some(date),
            Err(error) => {
                let help = error.help();
                self.report(Code::Date, &value.range, error.message).help = help;
                None
            }
        }
    }

    /// The span of some bytes of the file.
    pub(crate) fn span(&self, range: Range<usize>) -> crate::source::Span {
        self.file.span(range)
    }
}

/// Cuts a text at its commas and, if it is written with `#` or `@`, at its
/// spaces: `#a, #b`. Each part keeps the place of the whole.
pub(crate) fn words(located: Located<String>) -> Vec<Located<String>> {
    let marked = located.value.trim_start().starts_with(['#', '@']);
    located
        .value
        .split(|c: char| c == ',' || c == ';' || (marked && c.is_whitespace()))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| Located { value: part.to_owned(), span: located.span.clone() })
        .collect()
}
