//! Views of the book to HTML.

mod body;
mod citation;
mod date;
mod html;
mod template_error;
mod theme;
mod view;

pub use body::{Body, CitationText, DateText, Ids, Part, Target, TermMark};
pub use theme::{Theme, theme};
pub use view::*;
