//! The bytes of a file to its text.

use std::path::Path;

use super::walk::unreadable;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceFile, SourcePath};

/// Reads a file of the book, with what is wrong with it; `None` if it cannot be
/// read at all.
pub(super) fn read(root: &Path, path: SourcePath) -> (Option<SourceFile>, Vec<Diagnostic>) {
    let bytes = match std::fs::read(super::on_disk(root, &path)) {
        // Places in a text are counted with 32 bits.
        Ok(bytes) if u32::try_from(bytes.len()).is_err() => {
            return (None, vec![unreadable(path.as_str(), "it is larger than 4 GB")]);
        }
        Ok(bytes) => bytes,
        Err(error) => return (None, vec![unreadable(path.as_str(), &error.to_string())]),
    };
    let (text, fault) = decode(bytes);
    let file = SourceFile { path, text: text.into() };
    let diagnostics = fault.map(|fault| {
        let span = file.span(fault.at..fault.at + char::REPLACEMENT_CHARACTER.len_utf8());
        Diagnostic::new(Code::NotUtf8, span, fault.message).with_help("save the file as UTF-8")
    });
    (Some(file), diagnostics.into_iter().collect())
}

/// What is wrong with the bytes of a text.
struct Fault {
    /// Where it shows in the text.
    at: usize,
    message: &'static str,
}

/// Text from bytes. What is not UTF-8 becomes U+FFFD.
fn decode(mut bytes: Vec<u8>) -> (String, Option<Fault>) {
    // Windows programs of old save text as UTF-16, which is known by its mark.
    let utf16: Option<fn([u8; 2]) -> u16> = match bytes.get(..2) {
        Some([0xFF, 0xFE]) => Some(u16::from_le_bytes),
        Some([0xFE, 0xFF]) => Some(u16::from_be_bytes),
        _ => None,
    };
    if let Some(unit) = utf16 {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        let fault = Fault { at: 0, message: "this file is UTF-16, not UTF-8" };
        return (String::from_utf16_lossy(&units), Some(fault));
    }
    if bytes.starts_with("\u{feff}".as_bytes()) {
        bytes.drain(.."\u{feff}".len());
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let fault = Fault { at: error.utf8_error().valid_up_to(), message: "this is not UTF-8" };
            (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(fault))
        }
    }
}
