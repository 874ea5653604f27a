//! References and citations in the words of a citation style.
//!
//! The styles are those of the Citation Style Language (CSL 1.0.2); the crate
//! `hayagriva` reads and runs them. It is named in `engine`, `find`, `item`,
//! `narrow` and `style` and nowhere else, and each work goes through it alone and
//! once:
//!
//! 1. [`style()`] finds a style and learns from it, by an example, how it writes
//!    places and numbers.
//! 2. [`draft`] says how a work would be called if there were no other.
//! 3. [`disambiguate()`] tells works apart that would be called the same. It
//!    looks at the whole book, so that a work is called the same on all pages.
//! 4. [`work()`] makes everything that is ever shown of one work.
//! 5. [`citation`] puts the works of one citation together. It runs no style.
//!
//! Where we leave a style, and why:
//!
//! - **Works without a date.** Author-date styles write "n.d.", which tells
//!   nothing apart where most works are undated. In the text such a work is
//!   called by author and short title, and by its title alone if it has no
//!   author; its entry in the list still says "n.d." as the style wants.
//! - **Titles keep the case they are written in.** Styles capitalise English
//!   titles by rules that know nothing of "eCPRI" or "Brown v. Board".
//! - **`note`, `annote` and `abstract` are not printed**: in practice they hold
//!   remarks of who keeps the bibliography. The index of citations shows
//!   `annote`, which is meant for readers.
//! - Several works of one author are written out and not collapsed.

mod compose;
mod disambiguate;
mod engine;
mod export;
mod find;
mod item;
mod label;
mod locator;
mod narrow;
mod position;
mod rich;
mod style;
mod work;

#[cfg(test)]
mod tests;

pub use compose::{CitationHtml, Cited, CitedItem, citation, citation_elsewhere, with_note_numbers};
pub use disambiguate::{Distinction, Draft, Mark, NameForm, SortKey, disambiguate, draft};
pub use export::{bibtex, csl_json};
pub use find::{DEFAULT_STYLE, style};
pub use locator::locator;
pub use position::{Position, positions};
pub use style::{Order, Style, StyleChoice};
pub use work::{Work, work};
