//! Views of the book to HTML.
//!
//! `plan` decides which pages there are and what is on each; [`Printed`] is one page,
//! printed from its value and the theme.

mod address;
mod body;
pub mod cards;
pub mod citation;
mod date;
mod difference;
mod entries;
mod fragment;
mod html;
mod labels;
mod lean;
mod markdown;
mod metadata;
mod outputs;
mod page;
mod plan;
mod print;
mod sanitize;
mod sidebar;
mod template_error;
mod theme;
mod view;
mod works;

pub use body::{Body, CitationText, DateText, Ids, Paragraphs, Part, Target, TermMark};
pub use difference::differences;
pub use fragment::Fragment;
pub use html::html;
pub use labels::Labels;
pub use outputs::{
    Contents, EventLines, Exported, Listed, ListedAs, contents, event_files, event_lines, exported, exports,
    is_told, listed, page_files,
};
pub use page::{BacklinkItem, CitedPlace, Page};
pub use plan::{
    CardOf, CiteForms, Facts, FoundIn, ListPart, ListParts, Long, Pages, Planned, Preparation, Prepared,
    Settings, Sidebars, Uses, WorkPart, WorkParts, card, card_digits, citing_shown, event_texts, findables,
    list_parts, long_lists, page, users_shown, work_parts,
};
pub use print::{Printed, theme_files};
pub use sidebar::{Sidebar, SidebarText};
pub use theme::{Shared, Theme, theme};
pub use view::*;
pub use works::Works;
