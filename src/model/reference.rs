//! References: the records of cited works. CSL calls them items.
//!
//! The fields are those that citation styles ask for, under the names of CSL
//! 1.0.2, whatever the format of the bibliography was.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::EventDate;
use crate::source::Span;

/// The key by which notes cite a work: `ahrens-huawei`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReferenceKey(pub Arc<str>);

impl fmt::Debug for ReferenceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for ReferenceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for ReferenceKey {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// The record of one work that notes can cite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The key by which notes cite the work.
    pub key: ReferenceKey,
    /// What kind of work it is.
    pub kind: ReferenceKind,
    /// Who wrote it; empty if nobody is named.
    pub authors: Vec<Name>,
    /// Who edited it.
    pub editors: Vec<Name>,
    /// Everybody else, by the CSL name of what they did (`translator`,
    /// `interviewer`, `recipient`, `container-author` ...).
    pub contributors: BTreeMap<String, Vec<Name>>,
    /// Its title, plain text.
    pub title: Option<String>,
    /// When it was issued.
    pub issued: Option<EventDate>,
    /// `issued` where it is not EDTF ("forthcoming", "n.d."), as written.
    pub issued_literal: Option<String>,
    /// When it was last looked at.
    pub accessed: Option<EventDate>,
    /// Where it can be read.
    pub url: Option<String>,
    /// An archived copy of `url`.
    pub archived: Option<String>,
    /// Its digital object identifier, without a resolver in front.
    pub doi: Option<String>,
    /// All other fields, by their CSL name (`publisher`, `container-title`,
    /// `volume`, `page`, `number`, `authority`, `note` ...), plain text. `type`
    /// stands here where the bibliography names one of CSL's types that
    /// [`ReferenceKind`] counts among others: `broadcast`, `post-weblog`.
    pub fields: BTreeMap<String, String>,
    /// The whole record as written.
    pub span: Span,
}

/// A work as citation styles and readers have it: equal to another one that says
/// the same, wherever the two stand in their files.
#[derive(Debug, Clone)]
pub struct Record(pub Arc<Reference>);

impl std::ops::Deref for Record {
    type Target = Reference;

    fn deref(&self) -> &Reference {
        &self.0
    }
}

impl PartialEq for Record {
    fn eq(&self, other: &Record) -> bool {
        // Every field is named, so that a new one cannot be forgotten here.
        let Reference {
            key,
            kind,
            authors,
            editors,
            contributors,
            title,
            issued,
            issued_literal,
            accessed,
            url,
            archived,
            doi,
            fields,
            span: _,
        } = &*self.0;
        let other = &*other.0;
        std::ptr::eq(&*self.0, other)
            || (*key == other.key
                && *kind == other.kind
                && *authors == other.authors
                && *editors == other.editors
                && *contributors == other.contributors
                && *title == other.title
                && *issued == other.issued
                && *issued_literal == other.issued_literal
                && *accessed == other.accessed
                && *url == other.url
                && *archived == other.archived
                && *doi == other.doi
                && *fields == other.fields)
    }
}

impl Eq for Record {}

/// Somebody who made a work.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Name {
    /// A person.
    Person {
        /// The family name without particles: "Gaulle".
        family: String,
        /// Given names: "Charles".
        given: Option<String>,
        /// Particles that stand before the family name: "de", "van der".
        particle: Option<String>,
        /// "Jr.", "III".
        suffix: Option<String>,
    },
    /// A body, or a name that must not be taken apart.
    Literal(String),
    /// People whom the bibliography leaves unnamed: BibTeX's `and others`. Only
    /// ever the last of several.
    Others,
}

/// The kinds of works, with what CSL calls them in brackets where it differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReferenceKind {
    /// A whole book.
    Book,
    /// A chapter or another part of a book.
    Chapter,
    /// An article in a scholarly journal (article-journal).
    JournalArticle,
    /// An article in a magazine (article-magazine).
    MagazineArticle,
    /// An article in a newspaper (article-newspaper).
    NewspaperArticle,
    /// A report, white paper or working paper.
    Report,
    /// A page or post on the web (webpage).
    Web,
    /// A law, an order, a rule (legislation).
    Statute,
    /// A bill before a parliament.
    Bill,
    /// A decision of a court (legal_case).
    Case,
    /// A hearing before a committee.
    Hearing,
    /// A treaty.
    Treaty,
    /// A regulation or rule of an agency.
    Regulation,
    /// A standard or specification.
    Standard,
    /// A press release (press_release in CSL-M; webpage or article in CSL).
    PressRelease,
    /// A speech.
    Speech,
    /// A thesis.
    Thesis,
    /// A paper at a conference (paper-conference).
    ConferencePaper,
    /// An interview or discussion.
    Interview,
    /// A letter, message or other personal communication.
    PersonalCommunication,
    /// A patent.
    Patent,
    /// A collection of data.
    Dataset,
    /// Anything else (document).
    Document,
}

/// Each kind with the CSL types that mean it. The first is what CSL knows the
/// kind by.
const CSL_TYPES: &[(ReferenceKind, &[&str])] = &[
    (ReferenceKind::Book, &["book", "classic", "collection", "periodical"]),
    (ReferenceKind::Chapter, &["chapter", "entry", "entry-dictionary", "entry-encyclopedia"]),
    (ReferenceKind::JournalArticle, &["article-journal", "article", "review", "review-book"]),
    (ReferenceKind::MagazineArticle, &["article-magazine"]),
    (ReferenceKind::NewspaperArticle, &["article-newspaper"]),
    (ReferenceKind::Report, &["report", "pamphlet"]),
    (ReferenceKind::Web, &["webpage", "post", "post-weblog"]),
    (ReferenceKind::Statute, &["legislation"]),
    (ReferenceKind::Bill, &["bill"]),
    (ReferenceKind::Case, &["legal_case"]),
    (ReferenceKind::Hearing, &["hearing"]),
    (ReferenceKind::Treaty, &["treaty"]),
    (ReferenceKind::Regulation, &["regulation"]),
    (ReferenceKind::Standard, &["standard"]),
    // CSL 1.0.2 has no type of its own for it.
    (ReferenceKind::PressRelease, &["press_release", "press-release"]),
    (ReferenceKind::Speech, &["speech"]),
    (ReferenceKind::Thesis, &["thesis"]),
    (ReferenceKind::ConferencePaper, &["paper-conference"]),
    (ReferenceKind::Interview, &["interview"]),
    (ReferenceKind::PersonalCommunication, &["personal_communication"]),
    (ReferenceKind::Patent, &["patent"]),
    (ReferenceKind::Dataset, &["dataset"]),
    (ReferenceKind::Document, &["document"]),
];

impl ReferenceKind {
    /// The kind that a type of CSL 1.0.2 (or `press_release`) means, in any
    /// case. `None` for types of other things: `song`, `figure`.
    pub fn from_csl(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        CSL_TYPES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(kind, _)| *kind)
    }

    /// The type of CSL 1.0.2 that comes closest.
    pub fn csl_type(self) -> &'static str {
        if self == ReferenceKind::PressRelease {
            return "webpage";
        }
        let names = CSL_TYPES.iter().find(|(kind, _)| *kind == self).map(|(_, names)| names[0]);
        names.expect("the table has a row for every kind")
    }
}
