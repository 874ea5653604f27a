//! Which place of the file a place in a text comes from.

use std::ops::Range;

/// Where the bytes of a text stand in its file, when the text is not the whole
/// file: front matter and comments are taken off before Markdown is read.
#[derive(Debug, Clone)]
pub(super) enum Places {
    /// From the first number on, in the text, the file is ahead by the second.
    /// In rising order; before the first entry, both agree.
    Shifted(Vec<(usize, usize)>),
    /// The text is not a part of the file letter by letter (it was quoted, say):
    /// every place in it comes from this range as a whole.
    Whole(Range<usize>),
}

impl Places {
    /// The place in the file of one byte of the text.
    pub(super) fn at(&self, offset: usize) -> usize {
        match self {
            Places::Shifted(shifts) => {
                let next = shifts.partition_point(|(from, _)| *from <= offset);
                offset + next.checked_sub(1).map_or(0, |last| shifts[last].1)
            }
            Places::Whole(range) => range.start,
        }
    }

    /// The range in the file of a range of the text. What was taken off right
    /// before or after it is not part of the range.
    pub(super) fn range(&self, range: Range<usize>) -> Range<usize> {
        if let Places::Whole(whole) = self {
            return whole.clone();
        }
        let start = self.at(range.start);
        if range.is_empty() { start..start } else { start..self.at(range.end - 1) + 1 }
    }
}
