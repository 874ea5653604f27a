//! Where links, images and embeds lead.

mod missing;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::facets::Places;
use super::names::{Asking, Found, fold, join};
use super::terms::{AskingTerms, is_glossary};
use crate::diagnostic::{Checked, Code, Diagnostic, did_you_mean};
use crate::model::{Anchor, AssetPath, Book, Link, LinkKind, Note, NoteId, Part, TermId, slug};
use crate::trace::Table;

/// What a link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// A note, or a place in it.
    Note(NoteId, Option<Anchor>),
    /// An entry of the glossary.
    Term(TermId),
    /// A file of the book.
    Asset(AssetPath),
    /// An address outside the book, as written.
    External,
    /// Nothing: the name is not known, or the address is refused.
    Nothing,
}

/// The destinations of each note's links, by [`LinkId`](crate::model::LinkId).
pub type Links = BTreeMap<NoteId, Arc<Vec<Destination>>>;

/// The names in a book, for a function whose questions are noted.
#[derive(Debug, Clone, Copy)]
pub struct Everything<'a> {
    /// How notes and files are called.
    pub names: Asking<'a>,
    /// The terms.
    pub lexicon: AskingTerms<'a>,
    /// The places in notes.
    pub places: Table<'a, BTreeMap<NoteId, Arc<Places>>>,
}

/// Finds out where the links of one note lead.
pub fn links(id: &NoteId, note: &Note, all: Everything<'_>) -> Checked<Vec<Destination>> {
    let mut resolver = Resolver { all, from: id, diagnostics: Vec::new() };
    let value = note.links.iter().map(|link| resolver.link(link)).collect();
    Checked { value, diagnostics: resolver.diagnostics }
}

/// Resolves the links of one note.
struct Resolver<'a> {
    all: Everything<'a>,
    from: &'a NoteId,
    diagnostics: Vec<Diagnostic>,
}

impl Resolver<'_> {
    fn link(&mut self, link: &Link) -> Destination {
        match link.kind {
            LinkKind::Wiki => self.wiki(link),
            LinkKind::Embed => self.embed(link),
            LinkKind::Markdown => self.markdown(link),
            LinkKind::Image => self.markdown(link),
        }
    }

    fn report(&mut self, code: Code, link: &Link, message: String) -> &mut Diagnostic {
        self.diagnostics.push(Diagnostic::new(code, link.span.clone(), message));
        self.diagnostics.last_mut().expect("one has just been pushed")
    }

    fn wiki(&mut self, link: &Link) -> Destination {
        let target = link.target.trim();
        if let Some(scheme) = scheme(target) {
            return self.outside(link, scheme);
        }
        let (name, place) =
            target.split_once('#').map_or((target, None), |(name, place)| (name, Some(place)));
        let name = name.trim();
        if name.is_empty() {
            return self.place(link, self.from.clone(), place.unwrap_or_default());
        }
        let found = match self.all.names.note(name, self.from) {
            Found::One(id) => Some(id),
            Found::Several(ids) => {
                let list = ids.iter().map(|id| format!("`{}`", id)).collect::<Vec<_>>().join(", ");
                let first = ids[0].clone();
                self.report(
                    Code::AmbiguousLink,
                    link,
                    format!("`{name}` is the name of {} notes", ids.len()),
                )
                .help = Some(format!(
                    "write the path of the one that is meant: {list}; the link leads to the first"
                ));
                Some(first)
            }
            Found::Nothing => None,
        };
        if let Some(id) = found {
            return self.note(link, id, place);
        }
        if let Some(term) = self.all.lexicon.find(name) {
            return Destination::Term(term);
        }
        match self.all.names.asset(name, self.from) {
            Found::One(asset) => Destination::Asset(asset),
            Found::Several(assets) => self.ambiguous_asset(link, name, &assets),
            Found::Nothing => match self.all.names.formerly(name, self.from) {
                Some(id) => self.note(link, id, place),
                None => self.unknown_note(link, name),
            },
        }
    }

    /// A note, or the place in it that a link names.
    fn note(&mut self, link: &Link, id: NoteId, place: Option<&str>) -> Destination {
        match place {
            Some(place) if !place.is_empty() => self.place(link, id, place),
            _ => Destination::Note(id, None),
        }
    }

    fn embed(&mut self, link: &Link) -> Destination {
        let target = link.target.trim();
        if let Some(scheme) = scheme(target) {
            return self.outside(link, scheme);
        }
        let name = target.split('#').next().unwrap_or_default().trim();
        let file = name.rsplit('/').next().unwrap_or_default();
        let is_note = match file.rsplit_once('.') {
            None => true,
            Some((_, extension)) => {
                extension == "md"
                    || matches!(self.all.names.note(name, self.from), Found::One(_) | Found::Several(_))
            }
        };
        if is_note {
            return self.wiki(link);
        }
        match self.all.names.asset(name, self.from) {
            Found::One(asset) => Destination::Asset(asset),
            Found::Several(assets) => self.ambiguous_asset(link, name, &assets),
            Found::Nothing => self.missing_file(link, name),
        }
    }

    fn markdown(&mut self, link: &Link) -> Destination {
        let target = link.target.trim();
        if let Some(scheme) = scheme(target) {
            return self.outside(link, scheme);
        }
        if target.starts_with("//") {
            return Destination::External;
        }
        let (path, place) =
            target.split_once('#').map_or((target, None), |(path, place)| (path, Some(place)));
        let path = path.split('?').next().unwrap_or_default();
        // Zola writes paths from the content folder in this way.
        let path = if path.starts_with("@/") { &path[1..] } else { path };
        let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let (path, place) = (decode(path), place.map(decode));
        if path.is_empty() {
            return match place {
                Some(place) if !place.is_empty() => self.place(link, self.from.clone(), &place),
                // `#` and the empty address mean the top of the page.
                _ => Destination::Note(self.from.clone(), None),
            };
        }
        let folder = if path.starts_with('/') { "" } else { self.from.folder() };
        let Some(full) = join(folder, &path) else {
            self.report(Code::BrokenLink, link, format!("`{path}` leads out of the book")).help =
                Some("put the file into the content folder, or link to an address with https://".to_owned());
            return Destination::Nothing;
        };
        // `![words](note.md)` shows the note.
        if link.kind == LinkKind::Markdown || path.to_ascii_lowercase().ends_with(".md") {
            let note = if full.is_empty() {
                self.all.names.section_pages.get("").cloned()
            } else {
                self.all.names.note_at(&full)
            };
            if let Some(id) = note {
                return self.note(link, id, place.as_deref());
            }
        }
        match self.all.names.asset(&path, self.from) {
            Found::One(asset) => Destination::Asset(asset),
            Found::Several(assets) => self.ambiguous_asset(link, &path, &assets),
            Found::Nothing => match self.all.names.formerly(&path, self.from) {
                Some(id) => self.note(link, id, place.as_deref()),
                None => self.missing_file(link, &path),
            },
        }
    }

    /// An address with a scheme.
    fn outside(&mut self, link: &Link, scheme: &str) -> Destination {
        if matches!(scheme, "javascript" | "vbscript" | "data" | "blob" | "filesystem" | "file") {
            self.report(Code::UnsafeLink, link, format!("links with `{scheme}:` are refused")).help = Some(
                match scheme {
                    "data" => "put the file beside the note and link to it",
                    "file" => "a reader has other folders than you: put the file into the book and link to it by its path",
                    _ => "link to a page; a book has no code of its own",
                }
                .to_owned(),
            );
            return Destination::Nothing;
        }
        if let Some(near) = missing::scheme_meant(&link.target) {
            self.report(Code::BrokenLink, link, format!("no browser follows `{}`", link.target)).help =
                Some(format!("did you mean `{near}`?"));
            return Destination::Nothing;
        }
        Destination::External
    }

    /// A place in a note: `Heading`, `Heading#Sub-heading`, `heading-id`, `^block`.
    fn place(&mut self, link: &Link, id: NoteId, place: &str) -> Destination {
        let note = &self.all.places[&id];
        if let Some(block) = place.strip_prefix('^') {
            if let Some(anchor) =
                note.blocks.iter().find(|anchor| anchor.as_str().eq_ignore_ascii_case(block))
            {
                return Destination::Note(id, Some(anchor.clone()));
            }
            let blocks: Vec<&str> = note.blocks.iter().map(Anchor::as_str).collect();
            let help = match did_you_mean(block, blocks.iter().copied()) {
                Some(near) => format!("did you mean `#^{near}`?"),
                None if blocks.is_empty() => {
                    format!("it has no block ids: write ` ^{block}` at the end of the block")
                }
                None => format!("its block ids are {}", list("#^", &blocks)),
            };
            let message = format!("`{id}` has no block `#^{block}`");
            self.report(Code::BrokenAnchor, link, message).help = Some(help);
            return Destination::Nothing;
        }
        if let Some(anchor) = heading(note, place) {
            return Destination::Note(id, Some(anchor));
        }
        if let Some(term) =
            self.all.lexicon.find(place.trim()).filter(|term| self.all.lexicon.stands_in(term, &id))
        {
            return Destination::Term(term);
        }
        let known = |anchor: &&Anchor| anchor.as_str() == place;
        if let Some(anchor) = note.blocks.iter().chain(&note.events).find(known) {
            return Destination::Note(id, Some(anchor.clone()));
        }
        if is_glossary(&id) && note.defines {
            let near = did_you_mean(place, self.all.lexicon.names()).map(str::to_owned);
            let message = format!("the glossary has no term `{}`", place.trim());
            self.report(Code::UnknownTerm, link, message).help = Some(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("define it: `{}` on a line, then `: ` and what it means", place.trim()),
            });
            return Destination::Nothing;
        }
        let anchors: Vec<&str> = note.headings.iter().map(|(anchor, ..)| anchor.as_str()).collect();
        let help = match did_you_mean(&slug(place), anchors.iter().copied()) {
            Some(near) => format!("did you mean `#{near}`?"),
            None if anchors.is_empty() => "it has no headings".to_owned(),
            None => format!("its headings are {}", list("#", &anchors)),
        };
        self.report(Code::BrokenAnchor, link, format!("`{id}` has no heading `#{place}`")).help = Some(help);
        Destination::Nothing
    }

    fn ambiguous_asset(&mut self, link: &Link, name: &str, assets: &[AssetPath]) -> Destination {
        let paths: Vec<&str> = assets.iter().map(AssetPath::as_str).collect();
        self.report(Code::AmbiguousLink, link, format!("`{name}` is the name of {} files", assets.len()))
            .help = Some(format!(
            "write the path of the one that is meant: {}; the link leads to the first",
            list("", &paths)
        ));
        Destination::Asset(assets[0].clone())
    }
}

/// A heading by its id, by its text, or by a way through headings: `A#B` is the
/// heading B under A. Text is compared as Obsidian does: without punctuation and
/// without regard to case.
fn heading(note: &Places, place: &str) -> Option<Anchor> {
    if let Some((anchor, ..)) = note.headings.iter().find(|(anchor, ..)| anchor.as_str() == place) {
        return Some(anchor.clone());
    }
    let mut rest: &[(Anchor, u8, String)] = &note.headings;
    let mut found: Option<&(Anchor, u8, String)> = None;
    for part in place.split('#').filter(|part| !part.trim().is_empty()) {
        let wanted = slug(part.trim());
        let at = rest
            .iter()
            .take_while(|(_, level, _)| found.is_none_or(|(_, parent, _)| level > parent))
            .position(|(anchor, _, plain)| slug(plain) == wanted || fold(anchor.as_str()) == fold(part))?;
        found = Some(&rest[at]);
        rest = &rest[at + 1..];
    }
    found.map(|(anchor, ..)| anchor.clone())
}

/// The scheme of an address in lower case, if it has one. Control characters
/// and blanks inside it are passed over, as browsers do.
fn scheme(target: &str) -> Option<&'static str> {
    const KNOWN: [&str; 6] = ["javascript", "vbscript", "data", "blob", "filesystem", "file"];
    let clean: String = target.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let (scheme, rest) = clean.split_once(':')?;
    let starts_well = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    if !starts_well || !scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')) {
        return None;
    }
    let scheme = scheme.to_ascii_lowercase();
    if let Some(known) = KNOWN.into_iter().find(|known| *known == scheme) {
        return Some(known);
    }
    // `[[Act: a play]]` is a note's name and no address.
    let address = rest.starts_with("//")
        || matches!(scheme.as_str(), "mailto" | "tel" | "urn" | "doi" | "sms" | "news" | "obsidian");
    address.then_some("other")
}

/// Names as a list for a help text, at most eight of them.
fn list(before: &str, names: &[&str]) -> String {
    let mut text: Vec<String> = names.iter().take(8).map(|name| format!("`{before}{name}`")).collect();
    if names.len() > 8 {
        text.push("...".to_owned());
    }
    text.join(", ")
}

/// Notes that embed each other in a circle, each circle told once; `showing` are
/// the notes that embed any.
///
/// What is embedded is a part of a note, and only what stands in that part is
/// shown with it: a note may well show one of its sections in another one.
pub fn embed_cycles<'a>(
    showing: impl Iterator<Item = &'a NoteId>,
    book: &Book,
    links: &Links,
) -> Vec<Diagnostic> {
    let mut search =
        CycleSearch { book, links, path: Vec::new(), done: Default::default(), diagnostics: Vec::new() };
    for id in showing {
        search.visit((id.clone(), None));
    }
    search.diagnostics
}

/// What an embed shows: a note, or a place in it with what stands there.
type Shown = (NoteId, Option<Anchor>);

struct CycleSearch<'a> {
    book: &'a Book,
    links: &'a Links,
    /// What is shown, from the first note to what is looked at.
    path: Vec<Shown>,
    done: BTreeSet<Shown>,
    diagnostics: Vec<Diagnostic>,
}

impl CycleSearch<'_> {
    fn visit(&mut self, shown: Shown) {
        // A path as long as this is deeper than any page shows embeds.
        if self.done.contains(&shown) || self.path.len() > 200 {
            return;
        }
        let embedded = embeds(self.book, self.links, &shown);
        self.path.push(shown.clone());
        for (link, other) in embedded {
            match self.path.iter().position(|on_path| *on_path == other) {
                Some(start) => self.report(link, start, &other),
                None => self.visit(other),
            }
        }
        self.path.pop();
        self.done.insert(shown);
    }

    /// Reports that what stands on the path at `start` is shown again below it.
    fn report(&mut self, link: &Link, start: usize, back: &Shown) {
        let name = |(id, place): &Shown| match place {
            Some(place) => format!("`{id}#{place}`"),
            None => format!("`{id}`"),
        };
        let chain: Vec<String> = self.path[start..].iter().chain([back]).map(name).collect();
        let message = format!("notes embed each other in a circle: {}", chain.join(" > "));
        self.diagnostics.push(
            Diagnostic::new(Code::EmbedCycle, link.span.clone(), message)
                .with_help("make one of the embeds a link: leave the `!` out"),
        );
    }
}

/// The embeds that are shown with a part of a note, and what they show.
fn embeds<'a>(book: &'a Book, links: &Links, (id, place): &Shown) -> Vec<(&'a Link, Shown)> {
    let note = &book.notes[id];
    let embeds = Part::at(note, place.as_ref()).embeds(note).into_iter().map(|link| link.0 as usize);
    embeds
        .filter_map(|link| match &links[id][link] {
            Destination::Note(other, place) => Some((&note.links[link], (other.clone(), place.clone()))),
            _ => None,
        })
        .collect()
}
