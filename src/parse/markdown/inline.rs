//! From the pieces of a line to its inlines: inline footnotes, addresses and
//! citations in running text, highlights, and runs of text as long as they can be.

use std::ops::Range;
use std::sync::Arc;

use super::address::{addresses, may_have_addresses};
use super::builder::Builder;
use super::pieces::{Piece, PieceKind, Rest, bracket_pairs, trim};
use super::tables::{exact, exact_text};
use crate::diagnostic::Code;
use crate::model::{Citation, CitationItem, CitationMode, FootnoteId, Inline, Link, LinkKind, ReferenceKey};
use crate::parse::citation;

/// How deep inline footnotes are read inside each other.
const NESTED_NOTES: u8 = 3;

/// How deep brackets are looked into for citations.
const NESTED_BRACKETS: usize = 4;

/// Where a citation stands in the text that is read, with its works.
type Cited = (Range<usize>, Vec<citation::Item>);

impl Builder<'_, '_> {
    /// The inlines of a line.
    pub(super) fn finish(&mut self, pieces: Vec<Piece>) -> Vec<Inline> {
        let pieces = self.inline_footnotes(pieces, 0);
        self.finish_noted(pieces)
    }

    /// The inlines of a link's text, in which nothing is cited.
    pub(super) fn finish_link(&mut self, pieces: Vec<Piece>) -> Vec<Inline> {
        let pieces = self.inline_footnotes(pieces, 0);
        self.merged(highlighted(pieces))
    }

    fn finish_noted(&mut self, pieces: Vec<Piece>) -> Vec<Inline> {
        self.report_unknown_footnotes(&pieces);
        let pieces = match self.reads_citations() {
            true => {
                let pieces = self.linked_addresses(pieces);
                let pieces = self.groups(pieces);
                self.citations(pieces)
            }
            false => pieces,
        };
        self.merged(highlighted(pieces))
    }

    /// Makes footnotes of `^[text]`.
    fn inline_footnotes(&mut self, pieces: Vec<Piece>, depth: u8) -> Vec<Piece> {
        if depth > NESTED_NOTES || !pieces.iter().any(|piece| self.ends_with_caret(piece)) {
            return pieces;
        }
        let pairs = bracket_pairs(&pieces);
        let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
        let mut pieces = pieces.into_iter().enumerate();
        while let Some((index, piece)) = pieces.next() {
            let adjacent = out
                .last()
                .is_some_and(|before| before.range.end == piece.range.start && self.ends_with_caret(before));
            let close = pairs[index].filter(|close| *close > index + 1);
            let Some(close) = close.filter(|_| adjacent) else {
                out.push(piece);
                continue;
            };
            let mut content: Vec<Piece> =
                pieces.by_ref().take(close - index).map(|(_, piece)| piece).collect();
            let end = content.pop().map_or(piece.range.end, |bracket| bracket.range.end);
            trim(&mut content);
            let caret = out.last_mut().expect("it was looked at above");
            if let PieceKind::Text(text) = &mut caret.kind {
                text.pop();
                caret.range.end -= 1;
            }
            let start = caret.range.end;
            if caret.range.is_empty() {
                out.pop();
            }
            let marks = self.tables.marks.len();
            let content = self.inline_footnotes(content, depth + 1);
            let content = self.finish_noted(content);
            let id = self.tables.inline_footnote(content, self.origin.places.range(start..end));
            for mark in &mut self.tables.marks[marks..] {
                mark.2 = mark.2.or(Some(id));
            }
            out.push(self.footnote_mark(id, start..end));
        }
        out
    }

    /// Whether a piece of text ends with a `^` that no backslash escapes.
    fn ends_with_caret(&self, piece: &Piece) -> bool {
        let escaped = || {
            let caret = piece.range.end - 1;
            caret == piece.range.start && self.origin.text[..caret].ends_with('\\')
        };
        piece.as_text().is_some_and(|text| text.ends_with('^')) && piece.is_verbatim() && !escaped()
    }

    /// The mark of a footnote.
    pub(super) fn footnote_mark(&mut self, id: FootnoteId, range: Range<usize>) -> Piece {
        let place = self.origin.places.at(range.start);
        let within = self.footnote_in_progress();
        self.tables.marks.push((place, id, within));
        Piece::node(range, Inline::Footnote(id))
    }

    /// Footnote marks without a footnote are text for the parser: `[`, `^x`, `]`.
    fn report_unknown_footnotes(&mut self, pieces: &[Piece]) {
        for window in pieces.windows(3) {
            let [open, label, close] = window else { continue };
            let adjacent = open.range.end == label.range.start && label.range.end == close.range.start;
            let (Some("["), Some(text), Some("]")) = (open.as_text(), label.as_text(), close.as_text())
            else {
                continue;
            };
            let Some(name) = text.strip_prefix('^') else { continue };
            let named = !name.is_empty() && !name.contains(char::is_whitespace);
            if adjacent && named && !self.origin.text[..open.range.start].ends_with('\\') {
                let place = self.origin.places.range(open.range.start..close.range.end);
                self.tables.report(
                    Code::UnknownFootnote,
                    place,
                    format!("there is no footnote `[^{name}]`"),
                    Some("write it in a paragraph of its own: `[^label]: text`"),
                );
            }
        }
    }

    /// Makes links of addresses in running text.
    fn linked_addresses(&mut self, pieces: Vec<Piece>) -> Vec<Piece> {
        if !pieces.iter().any(|piece| piece.as_text().is_some_and(may_have_addresses)) {
            return pieces;
        }
        let mut found = Vec::new();
        for run in runs(&pieces) {
            let escaped = self.origin.text[..run.start].ends_with('\\');
            let inside = addresses(&self.origin.text[run.clone()]);
            let inside = inside.into_iter().filter(|address| !(escaped && address.range.start == 0));
            found.extend(inside.map(|address| {
                (run.start + address.range.start..run.start + address.range.end, address.target)
            }));
        }
        let mut rest = Rest::new(pieces);
        let mut out = Vec::new();
        for (range, target) in found {
            out.extend(rest.until(range.start));
            rest.until(range.end);
            let text = self.origin.text[range.clone()].to_owned();
            let place = self.origin.places.range(range.clone());
            let words = self.tables.text(place.start, text.clone());
            let span = self.tables.file.span(place);
            let link = Link {
                kind: LinkKind::Markdown,
                target: target.into(),
                title: Box::default(),
                text: text.into(),
                sentence: Arc::default(),
                span,
            };
            let id = self.tables.link(link);
            out.push(Piece::node(range, Inline::Link(id, Box::new([words]))));
        }
        out.extend(rest.all());
        out
    }

    /// Makes citations of the brackets that the parser has left: to it they are names
    /// of links, which hold less than a thousand signs and no brackets.
    fn groups(&mut self, pieces: Vec<Piece>) -> Vec<Piece> {
        if !pieces.iter().any(|piece| piece.as_text().is_some_and(|text| text.contains('@'))) {
            return pieces;
        }
        let pairs = bracket_pairs(&pieces);
        let mut found: Vec<Cited> = Vec::new();
        // Where the brackets end that are open.
        let mut around: Vec<usize> = Vec::new();
        let mut index = 0;
        while index < pieces.len() {
            around.retain(|close| *close > index);
            if let Some(close) = pairs[index] {
                let items = (around.len() < NESTED_BRACKETS).then(|| self.group_in(&pieces[index..=close]));
                if let Some(items) = items.flatten() {
                    found.push((pieces[index].range.start..pieces[close].range.end, items));
                    index = close;
                }
                around.push(close);
            }
            index += 1;
        }
        self.cited(CitationMode::Parenthetical, pieces, found)
    }

    /// The works in a pair of brackets, if all that stands in it is a citation.
    fn group_in(&mut self, pieces: &[Piece]) -> Option<Vec<citation::Item>> {
        let [open, inner @ .., close] = pieces else { return None };
        let range = open.range.end..close.range.start;
        let text = self.origin.text;
        let cites = |piece: &Piece| matches!(piece.kind, PieceKind::Node(Inline::Citation(_)));
        if text[..open.range.start].ends_with(['\\', '^']) || inner.iter().any(cites) {
            return None;
        }
        let inside = one_line(&text[range.clone()]);
        let Some(items) = citation::group(&inside, self.dialect.places) else {
            if let Some(part) = citation::part_without_work(&inside) {
                let message = match &inside[part.clone()] {
                    "" => "a part of this citation names no work".to_owned(),
                    words => format!("`{words}` in this citation names no work"),
                };
                let place = self.origin.places.range(range.start + part.start..range.start + part.end);
                let help =
                    "write `@` before a key; what is said of a work stands after a comma: `[@key, p. 3]`";
                self.tables.report(Code::CitationSyntax, place, message, Some(help));
            }
            return None;
        };
        let items: Vec<_> = items.into_iter().map(|item| item.moved(range.start)).collect();
        // A sign in code or in an address names nothing, and one in other brackets is theirs.
        let pairs = bracket_pairs(inner);
        let mut apart: Vec<Range<usize>> = Vec::new();
        for (at, piece) in inner.iter().enumerate() {
            match pairs[at] {
                Some(close) => apart.push(piece.range.start..inner[close].range.end),
                None if piece.as_text().is_none() => apart.push(piece.range.clone()),
                None => {}
            }
        }
        let mut apart = apart.into_iter().peekable();
        let mut stands_here = |item: &citation::Item| {
            let at = item.written.start;
            while apart.next_if(|range| range.end <= at).is_some() {}
            apart.peek().is_none_or(|range| range.start > at)
        };
        items.iter().all(&mut stands_here).then_some(items)
    }

    /// Makes citations of the works named in running text, with the place in
    /// the work that may follow in brackets.
    fn citations(&mut self, pieces: Vec<Piece>) -> Vec<Piece> {
        let found = self.works_in_text(&pieces);
        self.cited(CitationMode::Narrative, pieces, found)
    }

    /// Puts citations where they were found.
    fn cited(&mut self, mode: CitationMode, pieces: Vec<Piece>, found: Vec<Cited>) -> Vec<Piece> {
        if found.is_empty() {
            return pieces;
        }
        let mut rest = Rest::new(pieces);
        let mut out = Vec::new();
        for (range, items) in found {
            out.extend(rest.until(range.start));
            let inner = rest.until(range.end);
            out.push(self.cite(mode, range, items, inner));
        }
        out.extend(rest.all());
        out
    }

    /// Where works are named in running text, in order, with the ranges of
    /// their parts in the text that is read.
    fn works_in_text(&mut self, pieces: &[Piece]) -> Vec<Cited> {
        let mut found: Vec<Cited> = Vec::new();
        let mut pairs = None;
        for run in runs(pieces) {
            let source = &self.origin.text[run.clone()];
            if !source.contains('@') {
                continue;
            }
            let escaped = self.origin.text[..run.start].ends_with('\\');
            for item in citation::in_text(source) {
                let item = item.moved(run.start);
                let taken = found.last().is_some_and(|(range, _)| range.end > item.written.start);
                if taken || escaped && item.written.start == run.start {
                    continue;
                }
                let pairs = pairs.get_or_insert_with(|| bracket_pairs(pieces));
                found.push(self.with_place(item, pieces, pairs));
            }
        }
        found
    }

    /// A work in running text together with what the brackets after it say.
    fn with_place(&self, mut item: citation::Item, pieces: &[Piece], pairs: &[Option<usize>]) -> Cited {
        let text = self.origin.text;
        let end = item.written.end;
        let open = end + (text[end..].len() - text[end..].trim_start_matches(' ').len());
        let index = pieces.partition_point(|piece| piece.range.start < open);
        let close = pairs.get(index).copied().flatten().filter(|_| pieces[index].range.start == open);
        let Some(close) = close else { return (item.written.clone(), vec![item]) };
        let inner = open + 1..pieces[close].range.start;
        if text[inner.clone()].starts_with('^') {
            return (item.written.clone(), vec![item]);
        }
        let source = one_line(&text[inner.clone()]);
        let (own, more) = match source.split_once(';') {
            Some((own, more)) => match citation::group(more, self.dialect.places) {
                Some(items) => (own, items),
                None => (source.as_str(), Vec::new()),
            },
            None => (source.as_str(), Vec::new()),
        };
        let (locator, suffix) = citation::after_work(own, self.dialect.places);
        item.locator = locator;
        item.suffix = inner.start + suffix.start..inner.start + suffix.end;
        let start = item.written.start;
        let after_own = inner.start + own.len() + 1;
        let items = std::iter::once(item).chain(more.into_iter().map(|item| item.moved(after_own)));
        (start..pieces[close].range.end, items.collect())
    }

    /// Keeps a citation; `pieces` is what stands in its range.
    pub(super) fn cite(
        &mut self,
        mode: CitationMode,
        range: Range<usize>,
        items: Vec<citation::Item>,
        pieces: Vec<Piece>,
    ) -> Piece {
        let mut rest = Rest::new(pieces);
        let items = items
            .into_iter()
            .map(|item| {
                let prefix = rest.within(item.prefix);
                let suffix = rest.within(item.suffix);
                CitationItem {
                    key: ReferenceKey(self.origin.text[item.key].into()),
                    prefix: self.merged(prefix).into(),
                    locator: item.locator,
                    suffix: self.merged(suffix).into(),
                    suppress_author: item.suppress_author,
                    span: self.tables.file.span(self.origin.places.range(item.written)),
                }
            })
            .collect();
        let span = self.tables.file.span(self.origin.places.range(range.clone()));
        let id = self.tables.citation(Citation { mode, items, sentence: Arc::default(), span });
        Piece::node(range, Inline::Citation(id))
    }

    /// Pieces as inlines, runs of text joined.
    pub(super) fn merged(&mut self, pieces: Vec<Piece>) -> Vec<Inline> {
        let mut out = Vec::new();
        let mut run: Option<(usize, String)> = None;
        for piece in pieces {
            match (piece.kind, &mut run) {
                (PieceKind::Text(text), Some((_, all))) => all.push_str(&text),
                (PieceKind::Text(text), None) if text.is_empty() => {}
                // The line goes on in the next one, and so may a name.
                (PieceKind::Node(Inline::SoftBreak), Some((_, all))) => all.push('\n'),
                (PieceKind::Text(text), None) => run = Some((piece.range.start, text)),
                (PieceKind::Highlight(inner), _) => {
                    self.end_run(&mut out, &mut run);
                    out.push(Inline::Highlight(self.merged(inner).into()));
                }
                (PieceKind::Node(inline), _) => {
                    self.end_run(&mut out, &mut run);
                    out.push(inline);
                }
            }
        }
        self.end_run(&mut out, &mut run);
        exact(out)
    }

    fn end_run(&mut self, out: &mut Vec<Inline>, run: &mut Option<(usize, String)>) {
        if let Some((start, text)) = run.take() {
            out.push(self.tables.text(self.origin.places.at(start), exact_text(text)));
        }
    }
}

/// The stretches of a line that are text without a gap, as ranges of the text
/// that is read.
fn runs(pieces: &[Piece]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for piece in pieces {
        let text = piece.as_text().is_some();
        match runs.last_mut() {
            Some(last) if text && open && last.end == piece.range.start => last.end = piece.range.end,
            _ if text => runs.push(piece.range.clone()),
            _ => {}
        }
        open = text;
    }
    runs
}

/// A text of several lines as one line of the same length: line ends, and the
/// marks of quotes that the next line begins with, become spaces.
pub(super) fn one_line(text: &str) -> String {
    let mut line_start = false;
    text.chars()
        .map(|c| {
            line_start = c == '\n' || c == '\r' || line_start && matches!(c, ' ' | '\t' | '>');
            if line_start { ' ' } else { c }
        })
        .collect()
}

/// Makes highlights of `==text==`. The signs must stand right at the text, as
/// those of emphasis must.
fn highlighted(pieces: Vec<Piece>) -> Vec<Piece> {
    if !pieces.iter().any(|piece| piece.as_text().is_some_and(|text| text.contains("=="))) {
        return pieces;
    }
    let mut out: Vec<Piece> = Vec::new();
    // Where in `out` the highlight begins that is open, its sign first.
    let mut open: Option<usize> = None;
    let mut pieces = pieces.into_iter().peekable();
    while let Some(piece) = pieces.next() {
        let Some(text) = piece.as_text().filter(|text| text.contains("==")) else {
            out.push(piece);
            continue;
        };
        let start = piece.range.start;
        let last = text.len();
        let mut done = 0;
        for at in signs(text) {
            if at > done {
                out.push(part(start, text, done..at));
            }
            done = at + 2;
            let blank_before = match text[..at].chars().next_back() {
                Some(c) => c.is_whitespace(),
                None => out.last().is_none_or(Piece::is_break),
            };
            let blank_after = match text[done..].chars().next() {
                Some(c) => c.is_whitespace(),
                None => pieces.peek().is_none_or(Piece::is_break),
            };
            match open {
                Some(from) if !blank_before && out.len() > from + 1 => {
                    let inner = out.split_off(from + 1);
                    let sign = out.pop().expect("the sign stands before the text");
                    let range = sign.range.start..start + done;
                    out.push(Piece { range, kind: PieceKind::Highlight(inner) });
                    open = None;
                }
                _ => {
                    if !blank_after {
                        open = Some(out.len());
                    }
                    out.push(part(start, text, at..done));
                }
            }
        }
        if done < last {
            out.push(part(start, text, done..last));
        }
    }
    out
}

/// A part of a piece of text that begins at `start`.
fn part(start: usize, text: &str, range: Range<usize>) -> Piece {
    let place = start + range.start..start + range.end;
    Piece::text(place, text[range].to_owned())
}

/// Where `==` stands alone in a text: not in a longer row of signs.
fn signs(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    text.match_indices("==")
        .map(|(at, _)| at)
        .filter(move |at| !(*at > 0 && bytes[at - 1] == b'=') && bytes.get(at + 2) != Some(&b'='))
}
