//! Problems for other programs: JSON lines, SARIF, and the commands by which
//! GitHub shows problems in a pull request.

use serde_json::{Value, json};

use super::place::{Texts, Unit};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::Inputs;

/// One JSON object a line and problem: `file`, `line`, `column`, `end_line`,
/// `end_column` (from 1, in characters), `severity`, `code`, `message`, `help`.
pub fn json(inputs: &Inputs, diagnostics: &[Diagnostic]) -> String {
    let texts = Texts::of(inputs, diagnostics);
    let line = |diagnostic: &Diagnostic| {
        let at = texts.place(&diagnostic.span, Unit::Character);
        let value = json!({
            "file": diagnostic.span.file.as_str(),
            "line": at.line,
            "column": at.column,
            "end_line": at.end_line,
            "end_column": at.end_column,
            "severity": diagnostic.severity.to_string(),
            "code": diagnostic.code.name(),
            "message": diagnostic.message,
            "help": diagnostic.help,
        });
        format!("{value}\n")
    };
    diagnostics.iter().map(line).collect()
}

/// A log after SARIF 2.1.0, with one run.
pub fn sarif(inputs: &Inputs, diagnostics: &[Diagnostic]) -> String {
    let rules: Vec<Value> = Code::ALL
        .iter()
        .map(|code| {
            json!({
                "id": code.name(),
                "shortDescription": { "text": code.meaning() },
                "defaultConfiguration": { "level": code.severity().to_string() },
            })
        })
        .collect();
    let texts = Texts::of(inputs, diagnostics);
    let results: Vec<Value> = diagnostics.iter().map(|diagnostic| result(&texts, diagnostic)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "briefbook", "rules": rules } },
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn result(texts: &Texts, diagnostic: &Diagnostic) -> Value {
    let at = texts.place(&diagnostic.span, Unit::Utf16);
    let text = match &diagnostic.help {
        Some(help) => format!("{}. Help: {help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    json!({
        "ruleId": diagnostic.code.name(),
        "level": diagnostic.severity.to_string(),
        "message": { "text": text },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": uri(diagnostic.span.file.as_str()) },
                "region": {
                    "startLine": at.line,
                    "startColumn": at.column,
                    "endLine": at.end_line,
                    "endColumn": at.end_column,
                },
            },
        }],
    })
}

/// A relative path as a URI reference.
fn uri(path: &str) -> String {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    const UNRESERVED: &AsciiSet =
        &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(path, UNRESERVED).to_string()
}

/// Commands of GitHub's workflows, one a line and problem, which put the problem
/// beside the line it stands in.
pub fn github(inputs: &Inputs, diagnostics: &[Diagnostic]) -> String {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let texts = Texts::of(inputs, diagnostics);
    let line = |diagnostic: &Diagnostic| {
        let at = texts.place(&diagnostic.span, Unit::Character);
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let help = diagnostic.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        format!(
            "::{command} file={},line={},endLine={},col={},endColumn={},title={}::{}\n",
            property(diagnostic.span.file.as_str()),
            at.line,
            at.end_line,
            at.column,
            at.end_column,
            property(diagnostic.code.name()),
            data(&format!("{}{help}", diagnostic.message)),
        )
    };
    diagnostics.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    fn one_problem() -> (Inputs, Vec<Diagnostic>) {
        let file = SourceFile::new("content/a talk.md", "First.\nThey led to [[treatty]].\n");
        let span = file.span(19..30);
        let notes = [(crate::model::NoteId::new("a talk"), file)].into_iter().collect();
        let problem = Diagnostic::new(Code::BrokenLink, span, "there is no note `treatty`")
            .with_help("did you mean `treaty`?");
        (Inputs { notes, ..Inputs::default() }, vec![problem])
    }

    #[test]
    fn json_has_one_object_a_line() {
        let (inputs, problems) = one_problem();
        assert_eq!(
            json(&inputs, &problems),
            "{\"code\":\"broken-link\",\"column\":13,\"end_column\":24,\"end_line\":2,\"file\":\"content/a talk.md\",\
             \"help\":\"did you mean `treaty`?\",\"line\":2,\"message\":\"there is no note `treatty`\",\"severity\":\"error\"}\n"
        );
    }

    #[test]
    fn github_is_told_file_line_and_what_is_wrong() {
        let (inputs, problems) = one_problem();
        assert_eq!(
            github(&inputs, &problems),
            "::error file=content/a talk.md,line=2,endLine=2,col=13,endColumn=24,title=broken-link::\
             there is no note `treatty`%0Ahelp: did you mean `treaty`?\n"
        );
    }

    #[test]
    fn sarif_names_every_code_and_places_the_result() {
        let (inputs, problems) = one_problem();
        let log: Value = serde_json::from_str(&sarif(&inputs, &problems)).unwrap();
        let run = &log["runs"][0];
        let rules = &run["tool"]["driver"]["rules"];
        assert_eq!(rules.as_array().unwrap().len(), Code::ALL.len());
        assert_eq!(
            rules[0],
            json!({
                "id": "broken-link",
                "shortDescription": { "text": "A link names a note that does not exist." },
                "defaultConfiguration": { "level": "error" },
            })
        );
        assert_eq!(
            run["results"],
            json!([{
                "ruleId": "broken-link",
                "level": "error",
                "message": { "text": "there is no note `treatty`. Help: did you mean `treaty`?" },
                "locations": [{ "physicalLocation": {
                    "artifactLocation": { "uri": "content/a%20talk.md" },
                    "region": { "startLine": 2, "startColumn": 13, "endLine": 2, "endColumn": 24 },
                } }],
            }])
        );
    }
}
