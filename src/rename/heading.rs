//! Renaming a heading.

use std::ops::Range;

use super::world::World;
use super::{Edit, OldAddress, Refusal};
use crate::model::{Anchor, Heading, Link, Note, NoteId, slug};
use crate::parse::{self, Dialect};
use crate::source::SourceFile;

/// A heading that gets another text.
pub(super) struct Renamed {
    pub(super) note: NoteId,
    /// What is written in its place.
    pub(super) edit: Edit,
    /// Its text before and afterwards, as readers see it.
    pub(super) old: String,
    pub(super) new: String,
    /// Its id before.
    pub(super) anchor: Anchor,
    /// The new title of the note, if the heading is that.
    pub(super) title: Option<String>,
    /// Whether its author gave it an id, which links can go on to use.
    has_id: bool,
}

impl Renamed {
    /// Whether a link that leads to `place` in the note calls the heading by
    /// what it is called no longer.
    pub(super) fn is_called(&self, link: &Link, place: &Anchor) -> bool {
        let written = link.target.split_once('#').map(|(_, written)| written);
        *place == self.anchor && written.is_some_and(|written| !self.has_id || written != place.as_str())
    }
}

/// Works out what is written in the place of a heading's text.
pub(super) fn rename(
    world: &World,
    id: &NoteId,
    said: &str,
    text: &str,
    old: OldAddress,
) -> Result<Renamed, Refusal> {
    let (note, file) = (&world.book.notes[id], &world.files[id]);
    let (number, heading) = find(note, said).ok_or_else(|| {
        let there = note.headings.iter().map(|heading| heading.plain.clone()).collect();
        Refusal::NoHeading(id.clone(), there)
    })?;
    let refuse = |reason| Err(Refusal::NoHeadingText(text.to_owned(), reason));
    let text = text.trim();
    if text.is_empty() || text.contains(['\n', '\r']) {
        return refuse("a heading is one line of text");
    }
    let span = heading.span.start as usize..heading.span.end as usize;
    let inside = |link: &Link| span.contains(&(link.span.start as usize));
    if note.links.iter().any(inside) {
        return refuse(
            "there is a link in the old heading: change it by hand, and let `check` show what to mend",
        );
    }
    let Some(written) = written(&file.text, span) else {
        return refuse("the old heading is written over several lines: change it by hand");
    };

    let parsed = |new: &str| {
        let mut text = file.text.to_string();
        text.replace_range(written.range.clone(), new);
        parse::note(
            &SourceFile { path: file.path.clone(), text: text.into() },
            Dialect::of(&world.book.config),
        )
        .value
    };
    let plain = parsed(text);
    let same_headings = plain.headings.len() == note.headings.len()
        && plain.headings.iter().zip(&note.headings).all(|(new, old)| new.level == old.level)
        && plain.links.len() == note.links.len();
    if !same_headings {
        return refuse("it would not stay one heading without links");
    }
    let is_title = note.title == heading.plain && plain.title == plain.headings[number].plain;
    // An id of its own keeps the old address. A title needs none: the page's address is its.
    let keeps = old == OldAddress::Kept && !is_title && plain.headings[number].anchor != heading.anchor;
    let new = if keeps { format!("{text} {{#{}}}", heading.anchor) } else { text.to_owned() };
    if keeps && parsed(&new).headings[number].anchor != heading.anchor {
        return refuse("the old id cannot be kept beside it");
    }
    Ok(Renamed {
        note: id.clone(),
        edit: Edit { range: written.range, new },
        old: heading.plain.clone(),
        new: plain.headings[number].plain.clone(),
        anchor: heading.anchor.clone(),
        title: is_title.then(|| plain.title.clone()),
        has_id: written.has_id,
    })
}

/// A heading by its id or its text.
pub(super) fn find<'a>(note: &'a Note, said: &str) -> Option<(usize, &'a Heading)> {
    let by =
        |fits: &dyn Fn(&Heading) -> bool| note.headings.iter().enumerate().find(|(_, heading)| fits(heading));
    by(&|heading| heading.plain == said.trim())
        .or_else(|| by(&|heading| heading.anchor.as_str() == said))
        .or_else(|| by(&|heading| slug(&heading.plain) == slug(said)))
}

/// Where the text of a heading stands, without the signs that make it one.
struct Written {
    range: Range<usize>,
    has_id: bool,
}

/// Finds the text of the heading that stands in a range of `text`; `None` if it
/// has several lines.
fn written(text: &str, span: Range<usize>) -> Option<Written> {
    let whole = text[span.clone()].trim_end();
    let (start, line) = match whole.trim_start_matches('#') {
        rest if rest.len() < whole.len() => {
            (whole.len() - rest.trim_start().len(), whole.trim_end_matches(' '))
        }
        // Underlined: the last line has nothing but signs.
        _ => {
            let (first, under) = whole.split_once('\n')?;
            let lines = under.contains('\n');
            (whole.len() - whole.trim_start().len(), if lines { return None } else { first.trim_end() })
        }
    };
    let mut end = line.len();
    let mut has_id = false;
    let before = |end: usize| line[..end].trim_end().len();
    // A block id, an id in braces, and the signs that close a heading.
    if let Some(at) = line[..end].rfind(" ^").filter(|at| *at >= start && !line[at + 2..].contains(' ')) {
        end = before(at);
    }
    if line[..end].ends_with('}')
        && let Some(at) = line[..end].rfind('{').filter(|at| *at >= start)
    {
        has_id = line[at..end].contains('#');
        end = before(at);
    }
    let open = line[..end].trim_end_matches('#');
    if open.len() < end && open.ends_with(' ') && open.len() > start {
        end = before(open.len());
    }
    (start <= end).then(|| Written { range: span.start + start..span.start + end, has_id })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(heading: &str) -> String {
        match written(heading, 0..heading.len()) {
            Some(Written { range, has_id }) => {
                format!("{}{}", &heading[range], if has_id { " (id)" } else { "" })
            }
            None => "not found".to_owned(),
        }
    }

    #[test]
    fn text_of_a_heading_stands_between_its_signs() {
        assert_eq!(check("## Annex\n"), "Annex");
        assert_eq!(check("##  Annex C#  ##  \n"), "Annex C#");
        assert_eq!(check("# C#"), "C#");
        assert_eq!(check("## Annex {#a .b}"), "Annex (id)");
        assert_eq!(check("## Annex {.b}"), "Annex");
        assert_eq!(check("## Annex ^block"), "Annex");
        assert_eq!(check("Annex *one*\n====\n"), "Annex *one*");
        assert_eq!(check("Annex\none\n----\n"), "not found");
    }
}
