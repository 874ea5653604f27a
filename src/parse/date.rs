//! Dates after EDTF (ISO 8601-2:2019), levels 0 to 2.

use crate::model::EventDate;

/// Why a text is not a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateError {
    /// What is wrong, lower case, without a final period.
    pub message: String,
    /// Where in the text, in bytes.
    pub offset: usize,
    /// What was probably meant: `2004-06-uu` is `2004-06-XX` since 2019.
    pub meant: Option<String>,
}

/// Parses a date.
pub fn date(text: &str) -> Result<EventDate, DateError> {
    Err(DateError { message: format!("`{text}` cannot be read yet"), offset: 0, meant: None })
}
