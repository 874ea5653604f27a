//! The sentences in which links and citations stand, and how many words there are.

use std::sync::Arc;

use super::summary::words_in;
use crate::model::{
    Block, Citation, Event, Excerpt, Footnote, Heading, Inline, Link, Mark, lines, marked, sentence_ends,
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
    let mut found: Vec<(Mark, Excerpt)> = Vec::new();
    let mut see = |line: &[Inline]| {
        let line = marked(line, links);
        let ends: Vec<usize> =
            if line.marks.is_empty() { Vec::new() } else { sentence_ends(&line.text).collect() };
        found.extend(
            line.marks.iter().map(|(mark, range)| (*mark, Excerpt::around(&line.text, &ends, range.clone()))),
        );
        line.text
    };
    // A heading that became the title is in no block.
    headings.iter().for_each(|heading| drop(see(&heading.content)));
    let mut words = 0;
    lines(body, headings, &mut |line| words += words_in(&see(line)));
    footnotes.iter().for_each(|footnote| lines(&footnote.body, headings, &mut |line| drop(see(line))));
    words += events.iter().map(|event| words_in(&see(&event.text))).sum::<u32>();
    for (mark, excerpt) in found {
        match mark {
            Mark::Link(id) => links[id.0 as usize].excerpt = Arc::new(excerpt),
            Mark::Text(_) => {}
            Mark::Citation(id) => citations[id.0 as usize].excerpt = Arc::new(excerpt),
        }
    }
    for link in links.iter_mut() {
        // Pictures and embeds that stand alone are all of their block.
        if *link.excerpt == Excerpt::default() {
            link.excerpt = Arc::new(Excerpt { marked: link.text.clone(), ..Excerpt::default() });
        }
    }
    words
}
