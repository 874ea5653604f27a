//! Views of the book to HTML.

mod body;
mod citation;
mod date;
mod html;
mod view;

pub use body::{Body, CitationText, DateText, Ids, Part, Target, TermMark};
pub use view::*;
