//! Numbers of figures and tables.

use super::part::inside;
use super::{Anchor, Block, Note};

/// A figure or table that has a caption, and so a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// What it is. Each kind is counted apart.
    pub kind: NumberedKind,
    /// Its number in its note, from 1 on.
    pub number: u32,
    /// Its block id, if it has one.
    pub anchor: Option<Anchor>,
}

/// What is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberedKind {
    /// A picture with a caption.
    Figure,
    /// A table with a caption.
    Table,
}

impl NumberedKind {
    /// What a block counts as, if it has a number.
    pub fn of(block: &Block) -> Option<NumberedKind> {
        match block {
            Block::Figure(figure) if figure.caption.is_some() => Some(NumberedKind::Figure),
            Block::Table(table) if table.caption.is_some() => Some(NumberedKind::Table),
            _ => None,
        }
    }
}

/// The figures and tables of a note that have captions, in reading order; those in
/// footnotes are not numbered.
pub fn numbered(note: &Note) -> Vec<Numbered> {
    let mut found = Vec::new();
    walk(&note.body, None, &mut found);
    found
}

fn walk(blocks: &[Block], id: Option<&Anchor>, found: &mut Vec<Numbered>) {
    for block in blocks {
        if let Some(kind) = NumberedKind::of(block) {
            let before = found.iter().filter(|other| other.kind == kind).count() as u32;
            found.push(Numbered { kind, number: before + 1, anchor: id.cloned() });
        }
        let id = match block {
            Block::Anchored(anchor, _) => Some(anchor),
            _ => None,
        };
        inside(block).for_each(|blocks| walk(blocks, id, found));
    }
}
