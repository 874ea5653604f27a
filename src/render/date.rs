//! Dates in words.

use super::body::DateText;
use crate::model::EventDate;

/// How a date reads in a language (a BCP 47 tag): "16 May 2019", "c. 1985".
pub fn date(date: &EventDate, language: &str) -> DateText {
    let _ = language;
    DateText { text: date.edtf.clone(), datetime: None }
}
