//! The sentences in which links and citations stand, and how many words there are.

use std::ops::Range;
use std::sync::Arc;

use super::summary::words_in;
use crate::model::{
    Block, Citation, Event, Footnote, Heading, Inline, Link, Mark, Sentence, lines, marked, sentence_ends,
};

/// Gives every link and citation the sentence that it stands in, and counts the
/// words that readers see, footnotes aside: both need the text without its markup.
pub(super) fn fill(
    body: &[Block],
    headings: &[Heading],
    footnotes: &[Footnote],
    events: &[Event],
    links: &mut [Link],
    citations: &mut [Citation],
) -> u32 {
    let mut found: Vec<(Mark, Sentence)> = Vec::new();
    let mut see = |line: &[Inline]| {
        let line = marked(line, links, citations);
        let ends: Vec<usize> =
            if line.marks.is_empty() { Vec::new() } else { sentence_ends(line.wording.text()).collect() };
        let around = |range: &Range<usize>| Sentence::around(&line.wording, &ends, range.clone());
        found.extend(line.marks.iter().map(|(mark, range)| (*mark, around(range))));
        line.wording
    };
    // A heading that became the title is in no block.
    headings.iter().for_each(|heading| drop(see(&heading.content)));
    let mut words = 0;
    lines(body, headings, &mut |line| words += words_in(see(line).text()));
    footnotes.iter().for_each(|footnote| lines(&footnote.body, headings, &mut |line| drop(see(line))));
    words += events.iter().map(|event| words_in(see(&event.text).text())).sum::<u32>();
    for (mark, sentence) in found {
        match mark {
            Mark::Link(id) => links[id.0 as usize].sentence = Arc::new(sentence),
            Mark::Text(_) => {}
            Mark::Citation(id) => citations[id.0 as usize].sentence = Arc::new(sentence),
        }
    }
    for link in links.iter_mut() {
        // Pictures and embeds that stand alone are all of their block.
        if *link.sentence == Sentence::default() {
            link.sentence = Arc::new(Sentence::only(link.text.to_string()));
        }
    }
    words
}
