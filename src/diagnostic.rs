//! Problems in what the author wrote: values that are collected, sorted and
//! reported together, never panics and never early returns.

use std::fmt;

use crate::source::Span;

/// A problem in the author's text. The build goes on with the best value there
/// is and reports all problems at its end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// Where the problem is.
    pub span: Span,
    /// How bad it is.
    pub severity: Severity,
    /// Stable name that authors can search for and tests can assert on.
    pub code: Code,
    /// One sentence, lower case, without a final period.
    pub message: String,
    /// What to do about it, if there is something sensible to propose.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A problem with the severity that its code usually has.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Diagnostic { span, severity: code.severity(), code, message: message.into(), help: None }
    }

    /// The same problem with a proposal of what to do.
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// How bad a problem is. Errors make the program end with exit code 1, and
/// warnings do so under `--strict`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something that a reader would meet as a fault: a link to nowhere.
    Error,
    /// Something that is probably not meant.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        })
    }
}

/// Declares `Code` together with the name and the severity of each case.
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $case:ident = $name:literal, $severity:ident;)+) => {
        /// The list of everything that can be wrong with a book.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $doc])+ $case,)+
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Code] = &[$(Code::$case),+];

            /// The code's name in kebab case, as it is printed and searched for.
            pub fn name(self) -> &'static str {
                match self { $(Code::$case => $name),+ }
            }

            /// What is wrong, in a sentence or two.
            pub fn meaning(self) -> &'static str {
                match self { $(Code::$case => concat!($($doc),+).trim_ascii()),+ }
            }

            /// The severity that a problem of this kind has by default.
            pub fn severity(self) -> Severity {
                match self { $(Code::$case => Severity::$severity),+ }
            }
        }
    };
}

codes! {
    /// A link names a note that does not exist.
    BrokenLink = "broken-link", Error;
    /// A link names a heading or block that its note does not have.
    BrokenAnchor = "broken-anchor", Error;
    /// A link, image or embed names a file that does not exist.
    MissingFile = "missing-file", Error;
    /// A name fits more than one note.
    AmbiguousLink = "ambiguous-link", Warning;
    /// A link has no text that a reader could click on.
    EmptyLink = "empty-link", Warning;
    /// A link has a scheme that can run code or smuggle a page in.
    UnsafeLink = "unsafe-link", Error;
    /// Notes embed each other in a circle.
    EmbedCycle = "embed-cycle", Error;
    /// Front matter cannot be read.
    FrontMatter = "front-matter", Error;
    /// A key in front matter or `book.toml` is not one we know.
    UnknownKey = "unknown-key", Warning;
    /// `book.toml` cannot be read.
    Config = "config", Error;
    /// A citation names a work that no bibliography has.
    UnknownCitation = "unknown-citation", Error;
    /// A citation is written in a way that cannot be understood.
    CitationSyntax = "citation-syntax", Warning;
    /// A bibliography or one of its entries cannot be read.
    Bibliography = "bibliography", Error;
    /// Two references have one key.
    DuplicateReference = "duplicate-reference", Warning;
    /// Two references with keys of their own are one work.
    SameWork = "same-work", Warning;
    /// A reference that no note cites.
    UncitedReference = "uncited-reference", Warning;
    /// The citation style is not known.
    UnknownStyle = "unknown-style", Error;
    /// A date is not EDTF, or does not exist in the calendar.
    Date = "invalid-date", Error;
    /// An event in a timeline block cannot be read.
    Event = "invalid-event", Error;
    /// A chart cannot be read, or a part of it.
    Chart = "invalid-chart", Error;
    /// Two notes would be written to one address.
    DuplicateNote = "duplicate-note", Error;
    /// Two terms, or a term and an alias of another, have one name.
    DuplicateTerm = "duplicate-term", Warning;
    /// A link names a term that the glossary does not have.
    UnknownTerm = "unknown-term", Error;
    /// A term that no page uses.
    UnusedTerm = "unused-term", Warning;
    /// Two notes claim to be the page of one topic.
    DuplicateTopic = "duplicate-topic", Warning;
    /// A heading or block id that stands twice in one note.
    DuplicateAnchor = "duplicate-anchor", Warning;
    /// A footnote mark without a footnote.
    UnknownFootnote = "unknown-footnote", Error;
    /// A footnote that nothing refers to.
    UnusedFootnote = "unused-footnote", Warning;
    /// A footnote defined twice.
    DuplicateFootnote = "duplicate-footnote", Warning;
    /// An image has no text alternative.
    MissingAlt = "missing-alt", Warning;
    /// A picture is too large for a page.
    LargeImage = "large-image", Warning;
    /// A note that no other note links to. Looked for where it is asked for.
    OrphanNote = "orphan-note", Warning;
    /// A note names another one without a link to it. Looked for where it is asked
    /// for.
    UnlinkedMention = "unlinked-mention", Warning;
    /// An abbreviation that several notes use and nothing explains. Looked for where
    /// it is asked for.
    WantedTerm = "wanted-term", Warning;
    /// A picture of another site, which pages do not load.
    RemoteImage = "remote-image", Warning;
    /// A heading skips a level.
    HeadingOrder = "heading-order", Warning;
    /// A comment is opened and never closed.
    UnclosedComment = "unclosed-comment", Warning;
    /// A file is not UTF-8 text.
    NotUtf8 = "not-utf8", Error;
    /// A file cannot be read at all.
    Unreadable = "unreadable", Error;
    /// A symbolic link leads out of the book's folder, to nothing, or round in a
    /// circle, and is not followed.
    Symlink = "symlink", Warning;
    /// A file or folder name that some system or drive cannot hold.
    UnportableName = "unportable-name", Warning;
    /// The theme that the book asks for is not there.
    MissingTheme = "missing-theme", Error;
    /// A template cannot be read or rendered.
    Template = "template", Error;
}

impl Code {
    /// Whether problems of this kind are looked for only where somebody asks,
    /// because they are no fault in most books.
    pub fn is_asked_for(self) -> bool {
        matches!(self, Code::OrphanNote | Code::UnlinkedMention | Code::WantedTerm)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A value together with the problems met while computing it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked<T> {
    /// The best value there is.
    pub value: T,
    /// What was wrong, in no particular order.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// A value without problems.
    pub fn ok(value: T) -> Self {
        Checked { value, diagnostics: Vec::new() }
    }

    /// The same problems about a value made from this one.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Checked<U> {
        Checked { value: f(self.value), diagnostics: self.diagnostics }
    }
}

/// The problems of a whole build, gathered stage by stage.
#[derive(Debug, Default)]
pub struct Problems(Vec<Diagnostic>);

impl Problems {
    /// Keeps the problems of a value and hands out the value.
    pub fn take<T>(&mut self, checked: Checked<T>) -> T {
        self.0.extend(checked.diagnostics);
        checked.value
    }

    /// Adds problems that belong to no value.
    pub fn add(&mut self, problems: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(problems);
    }

    /// All problems, by file and place; each one once.
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.0.sort();
        self.0.dedup();
        self.0
    }
}

/// Names the candidate that the author most likely meant by `wanted`, if one is
/// close enough to be worth naming.
///
/// Closeness is Damerau-Levenshtein similarity without regard to case; names
/// that contain what was typed count as close too.
pub fn did_you_mean<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = wanted.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| {
            let lower = candidate.to_lowercase();
            let mut closeness = strsim::normalized_damerau_levenshtein(&wanted, &lower);
            if wanted.chars().count() >= 3
                && (lower.contains(&wanted) || wanted.contains(&lower) && lower.len() >= 3)
            {
                closeness = closeness.max(0.7);
            }
            (closeness, candidate)
        })
        .filter(|(closeness, _)| *closeness >= 0.65)
        // The first of equals wins, so that the proposal does not depend on chance.
        .fold(None, |best: Option<(f64, &str)>, (closeness, candidate)| match best {
            Some((other, _)) if other >= closeness => best,
            _ => Some((closeness, candidate)),
        })
        .map(|(_, candidate)| candidate)
}
