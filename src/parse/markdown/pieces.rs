//! Lines of text while they are read: pieces that still know where they stand.

use std::collections::VecDeque;
use std::ops::Range;

use crate::model::Inline;

/// A part of a line with its range in the text that is read.
#[derive(Debug)]
pub(super) struct Piece {
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// What it is.
    pub(super) kind: PieceKind,
}

/// What a piece of a line is.
#[derive(Debug)]
pub(super) enum PieceKind {
    /// Text as readers will see it. It is as long as its range, unless
    /// entities or typographic signs stand in it.
    Text(String),
    /// `==text==`
    Highlight(Vec<Piece>),
    /// Anything else.
    Node(Inline),
}

impl Piece {
    /// A piece of text.
    pub(super) fn text(range: Range<usize>, text: String) -> Self {
        Piece { range, kind: PieceKind::Text(text) }
    }

    /// Another piece.
    pub(super) fn node(range: Range<usize>, inline: Inline) -> Self {
        Piece { range, kind: PieceKind::Node(inline) }
    }

    /// The piece's text, if it is text.
    pub(super) fn as_text(&self) -> Option<&str> {
        match &self.kind {
            PieceKind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether the piece is the end of a line.
    pub(super) fn is_break(&self) -> bool {
        matches!(self.kind, PieceKind::Node(Inline::SoftBreak | Inline::HardBreak))
    }

    /// Whether the piece is text letter by letter as it stands in the source.
    pub(super) fn is_verbatim(&self) -> bool {
        self.as_text().is_some_and(|text| text.len() == self.range.len())
    }
}

/// The pieces of a line, to be taken from the front.
pub(super) struct Rest {
    pieces: VecDeque<Piece>,
    /// How much of the first piece, which is text then, has been taken.
    taken: usize,
}

impl Rest {
    /// All of a line.
    pub(super) fn new(pieces: Vec<Piece>) -> Self {
        Rest { pieces: pieces.into(), taken: 0 }
    }

    /// Takes what stands before a place of the text that is read. A piece that
    /// cannot be cut stays whole, on the side on which it begins.
    pub(super) fn until(&mut self, at: usize) -> Vec<Piece> {
        let mut taken = Vec::new();
        while let Some(piece) = self.pieces.front() {
            let Range { start, end } = piece.range;
            if end > at {
                let cut = at.saturating_sub(start);
                if cut <= self.taken {
                    break;
                }
                if let Some(text) = piece.as_text().filter(|_| piece.is_verbatim())
                    && let Some(before) = text.get(self.taken..cut)
                {
                    taken.push(Piece::text(start + self.taken..at, before.to_owned()));
                    self.taken = cut;
                    break;
                }
            }
            taken.extend(self.next());
        }
        taken
    }

    /// Takes all that is left of the first piece.
    fn next(&mut self) -> Option<Piece> {
        let piece = self.pieces.pop_front()?;
        let from = std::mem::take(&mut self.taken);
        match piece.as_text() {
            Some(text) if from > 0 => {
                Some(Piece::text(piece.range.start + from..piece.range.end, text[from..].to_owned()))
            }
            _ => Some(piece),
        }
    }

    /// Takes what stands in a range, and drops what stands before it.
    pub(super) fn within(&mut self, range: Range<usize>) -> Vec<Piece> {
        self.until(range.start);
        self.until(range.end)
    }

    /// Takes everything.
    pub(super) fn all(mut self) -> Vec<Piece> {
        std::iter::from_fn(|| self.next()).collect()
    }
}

/// For each piece that is an opening bracket, the piece that closes it.
pub(super) fn bracket_pairs(pieces: &[Piece]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; pieces.len()];
    let mut open = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        match piece.as_text() {
            Some("[") => open.push(index),
            Some("]") => {
                if let Some(start) = open.pop() {
                    pairs[start] = Some(index);
                }
            }
            _ => {}
        }
    }
    pairs
}

/// Takes the white space off both ends of a line.
pub(super) fn trim(pieces: &mut Vec<Piece>) {
    let mut empty = 0;
    for piece in pieces.iter_mut() {
        let verbatim = piece.is_verbatim();
        match &mut piece.kind {
            PieceKind::Text(text) => {
                let blank = text.len() - text.trim_start().len();
                text.drain(..blank);
                if verbatim {
                    piece.range.start += blank;
                }
                if !text.is_empty() {
                    break;
                }
            }
            PieceKind::Node(Inline::SoftBreak | Inline::HardBreak) => {}
            _ => break,
        }
        empty += 1;
    }
    pieces.drain(..empty);
    trim_end(pieces);
}

/// Takes the white space off the end of a line.
pub(super) fn trim_end(pieces: &mut Vec<Piece>) {
    while let Some(last) = pieces.last_mut() {
        let verbatim = last.is_verbatim();
        match &mut last.kind {
            PieceKind::Text(text) => {
                text.truncate(text.trim_end().len());
                if verbatim {
                    last.range.end = last.range.start + text.len();
                }
                if !text.is_empty() {
                    break;
                }
            }
            PieceKind::Node(Inline::SoftBreak | Inline::HardBreak) => {}
            _ => break,
        }
        pieces.pop();
    }
}
