//! What `book.toml` says.

use super::{EventDate, Located};

/// The settings of a book, with defaults for everything left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The book's title. Default: "Untitled book".
    pub title: String,
    /// A second line under the title.
    pub subtitle: Option<String>,
    /// One or two sentences on what the book is for.
    pub description: Option<String>,
    /// Who wrote the book, one name each.
    pub authors: Vec<String>,
    /// The book's language as a BCP 47 tag. Default: `en`.
    pub language: String,
    /// The date up to which the book's statements hold. It is printed on every
    /// page, so that a copy that is read months later does not mislead.
    pub as_of: Option<EventDate>,
    /// Where the site will be published, with a final slash. Only metadata that
    /// needs absolute addresses uses it; links never do.
    pub base_url: Option<String>,
    /// A picture for previews of the book in other places, by its path in the content
    /// folder: for pages without a picture of their own. Needs a base URL.
    pub image: Option<Located<String>>,
    /// The name of the theme: a folder in `themes/`. Default: `default`, which
    /// is built in; the files of a folder of that name lie over it.
    pub theme: Option<Located<String>>,
    /// The citation style: the name of a CSL style. Default: `chicago-author-date`.
    pub citation_style: Option<Located<String>>,
    /// Bibliography files by their path from the book's root. Default: each of
    /// `references.bib`, `.yaml`, `.yml` and `.json` that is there.
    pub bibliography: Option<Vec<Located<String>>>,
    /// The folder of the notes. Default: `content` if it is there, else the
    /// book's root.
    pub content: Option<Located<String>>,
    /// What becomes of raw HTML in notes. Default: `sanitize`.
    pub html: HtmlPolicy,
    /// Whether straight quotes and dots become typographic ones. Default: true.
    pub smart_punctuation: bool,
    /// Whether the paragraphs of notes are numbered, so that they can be cited.
    /// Default: false.
    pub paragraph_numbers: bool,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            title: "Untitled book".to_owned(),
            subtitle: None,
            description: None,
            authors: Vec::new(),
            language: "en".to_owned(),
            as_of: None,
            base_url: None,
            image: None,
            theme: None,
            citation_style: None,
            bibliography: None,
            content: None,
            html: HtmlPolicy::Sanitize,
            smart_punctuation: true,
            paragraph_numbers: false,
        }
    }
}

/// What becomes of raw HTML in notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HtmlPolicy {
    /// Harmless elements stay, everything that can run or load anything goes.
    Sanitize,
    /// HTML stays as it is. Only for notes whose authors are trusted.
    Allow,
    /// HTML is shown as text.
    Escape,
}
