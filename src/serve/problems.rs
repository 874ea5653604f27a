//! Problems as the panel in the page shows them.

use std::path::Path;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};

use crate::diagnostic::{Diagnostic, Severity};
use crate::report;
use crate::source::Inputs;

/// How many problems a page shows. Nobody reads more at once, and the rest is
/// in the terminal.
const MOST: usize = 50;

/// What must be encoded in the path of an address.
const PATH: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?').add(b'`');

/// The editor that a place in a file is opened with: an address with `{path}`,
/// `{line}` and `{column}` in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor(Option<String>);

/// Editors by name, with the address that each of them takes.
const EDITORS: &[(&str, &str)] = &[
    ("cursor", "cursor://file{path}:{line}:{column}"),
    ("idea", "idea://open?file={path}&line={line}&column={column}"),
    ("sublime", "subl://open?url=file://{path}&line={line}&column={column}"),
    ("textmate", "txmt://open?url=file://{path}&line={line}&column={column}"),
    ("vscode", "vscode://file{path}:{line}:{column}"),
    ("vscodium", "vscodium://file{path}:{line}:{column}"),
    ("zed", "zed://file{path}:{line}:{column}"),
];

impl Editor {
    /// An editor by its name or by its address, or `none`.
    ///
    /// # Errors
    ///
    /// When the text is neither a known name nor an address with `{path}`; the
    /// error is a sentence that lists the names.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text == "none" {
            return Ok(Editor(None));
        }
        let known = EDITORS.iter().find(|(name, _)| *name == text).map(|(_, address)| *address);
        match known.or_else(|| (text.contains("{path}") && text.contains(':')).then_some(text)) {
            // Such an address would run as a part of the page.
            Some(address) if address.trim_start().to_ascii_lowercase().starts_with("javascript:") => {
                Err("this is a script, not the address of an editor".to_owned())
            }
            Some(address) => Ok(Editor(Some(address.to_owned()))),
            None => {
                let names: Vec<&str> = EDITORS.iter().map(|(name, _)| *name).collect();
                Err(format!("name one of {}, none, or give an address with {{path}} in it", names.join(", ")))
            }
        }
    }

    /// The address that opens a place in a file.
    fn address(&self, file: &Path, line: usize, column: usize) -> Option<String> {
        let path = file.to_str()?.replace('\\', "/");
        let slash = if path.starts_with('/') { "" } else { "/" };
        let path = utf8_percent_encode(&path, PATH);
        let address = self.0.as_ref()?.replace("{line}", &line.to_string());
        Some(address.replace("{column}", &column.to_string()).replace("{path}", &format!("{slash}{path}")))
    }
}

/// The problems of a book, errors first, as the script in the page takes them.
pub(super) fn problems(root: &Path, editor: &Editor, inputs: &Inputs, all: &[Diagnostic]) -> Value {
    let (errors, warnings): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
        all.iter().partition(|problem| problem.severity == Severity::Error);
    let shown = errors.iter().chain(&warnings).take(MOST).map(|diagnostic| {
        let (line, column) = report::position(inputs, diagnostic);
        let name = diagnostic.span.file.as_str();
        let file = root.join(name);
        // Files of the built-in theme are in the program and nowhere else.
        let address = if file.is_file() { editor.address(&file, line, column) } else { None };
        json!({
            "severity": diagnostic.severity.to_string(),
            "place": format!("{name}:{line}:{column}"),
            "message": diagnostic.message,
            "excerpt": excerpt(inputs, diagnostic),
            "editor": address,
        })
    });
    let shown: Vec<Value> = shown.collect();
    json!({
        "errors": errors.len(),
        "count": report::count(all),
        "more": all.len() - shown.len(),
        "shown": shown,
    })
}

/// The line of the source with its caret and the help, without the message and
/// the place that stand above them in a terminal.
fn excerpt(inputs: &Inputs, diagnostic: &Diagnostic) -> String {
    let text = report::plain(inputs, diagnostic);
    text.lines()
        .skip_while(|line| !line.trim_start().starts_with("-->"))
        .skip(1)
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(editor: &str, path: &str) -> String {
        match Editor::parse(editor) {
            Ok(editor) => editor.address(Path::new(path), 3, 5).unwrap_or_else(|| "no link".to_owned()),
            Err(error) => error,
        }
    }

    #[test]
    fn place_becomes_an_address_that_the_editor_takes() {
        assert_eq!(check("vscode", "/my book/#1.md"), "vscode://file/my%20book/%231.md:3:5");
        assert_eq!(check("idea", "C:\\book\\a.md"), "idea://open?file=/C:/book/a.md&line=3&column=5");
        assert_eq!(check("x-my://{path}?{line}", "/a.md"), "x-my:///a.md?3");
        assert_eq!(check("none", "/a.md"), "no link");
    }

    #[test]
    fn what_is_no_editor_is_refused() {
        assert!(check("emcas", "/a.md").starts_with("name one of cursor, idea"));
        assert!(check("javascript:alert('{path}')", "/a.md").starts_with("this is a script"));
    }
}
