//! Names of files that some system or drive cannot hold.
//!
//! Windows and the file systems of USB sticks (FAT, exFAT) are the strictest;
//! the rules are those of
//! <https://learn.microsoft.com/windows/win32/fileio/naming-a-file>.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourcePath, Span};

/// Reports each file or folder of `paths` whose name is not portable, once.
pub(super) fn check<'a>(paths: impl Iterator<Item = &'a str>, problems: &mut Vec<Diagnostic>) {
    let mut reported = BTreeSet::new();
    for path in paths {
        let mut end = 0;
        for part in path.split('/') {
            end += part.len();
            let place = &path[..end];
            end += 1;
            if let Some(fault) = fault(part)
                && reported.insert(place.to_owned())
            {
                let message = format!("`{part}` {fault}");
                let span = Span::start_of(&SourcePath::new(path));
                let help = format!("rename `{place}`, so that the book can be copied to any drive");
                problems.push(Diagnostic::new(Code::UnportableName, span, message).with_help(help));
            }
        }
    }
}

/// What is wrong with the name of a file or folder.
fn fault(name: &str) -> Option<String> {
    if let Some(sign) = name.chars().find(|c| ":?*\"|<>\\".contains(*c) || c.is_control()) {
        return Some(format!("holds {sign:?}, which Windows does not allow in names"));
    }
    if name.ends_with(['.', ' ']) {
        return Some("ends in a dot or a space, which Windows takes off".to_owned());
    }
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_uppercase();
    let device = matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT")).is_some_and(|number| {
            matches!(number, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
        });
    device.then(|| format!("is the name of a device on Windows ({stem})"))
}
