//! Events: the lines of `timeline` blocks and of front matter.

use std::ops::Range;

use super::builder::Builder;
use crate::diagnostic::Code;
use crate::model::{Anchor, Event, EventId, Inline, wording};
use crate::parse::date;

/// Reads the lines of a `timeline` block. Returns the events, and the lines that
/// are none, by their place in the text.
pub(super) fn lines(
    builder: &mut Builder<'_, '_>,
    code: &[(String, Range<usize>)],
) -> (Vec<EventId>, Vec<Range<usize>>) {
    let mut events = Vec::new();
    let mut bad = Vec::new();
    for (text, range) in code {
        let mut start = range.start;
        for line in text.split_inclusive('\n') {
            let end = (start + line.len()).min(range.end);
            let blank = line.len() - line.trim_start().len();
            let place = (start + blank).min(end)..(start + line.trim_end().len()).min(end);
            start = end;
            if place.is_empty() || line.trim_start().starts_with('#') {
                continue;
            }
            match event(builder, place.clone()) {
                Some(id) => events.push(id),
                None => bad.push(place),
            }
        }
    }
    (events, bad)
}

/// Reads one event: `EDTF: text`. `None`, and a diagnostic, if it is none.
pub(super) fn event(builder: &mut Builder<'_, '_>, line: Range<usize>) -> Option<EventId> {
    let source = builder.origin.text;
    let text = &source[line.clone()];
    let colon = text
        .match_indices(':')
        .map(|(at, _)| at)
        .find(|at| text[at + 1..].chars().next().is_none_or(char::is_whitespace));
    let Some(colon) = colon else {
        builder.tables.report(
            Code::Event,
            builder.origin.places.range(line),
            "an event needs a date, a colon and what happened".to_owned(),
            Some("write it so: `2019-05: text`"),
        );
        return None;
    };
    let written = text[..colon].trim_end();
    let date = match date::date(written) {
        Ok(date) => date,
        Err(error) => {
            let at = (line.start + error.offset.min(written.len())).min(line.start + written.len());
            let place =
                if at < line.start + written.len() { at } else { line.start }..line.start + written.len();
            let help = error.help();
            let place = builder.origin.places.range(place);
            builder.tables.report(Code::Date, place, error.message, help.as_deref());
            return None;
        }
    };
    let after = &text[colon + 1..];
    let start = line.start + colon + 1 + (after.len() - after.trim_start().len());
    if start >= line.end {
        builder.tables.report(
            Code::Event,
            builder.origin.places.range(line),
            format!("nothing is said to have happened in `{written}`"),
            Some("write what happened after the colon"),
        );
        return None;
    }
    let mut content = builder.inlines(start..line.end);
    let tags = take_tags(&mut content);
    let plain = wording(&content, &builder.tables.links, &builder.tables.citations);
    let span = builder.tables.file.span(builder.origin.places.range(line));
    builder.tables.events.push(Event { date, text: content, plain, tags, anchor: Anchor::new(""), span });
    Some(EventId(builder.tables.events.len() as u32 - 1))
}

/// Takes `#tags` out of an event's text.
fn take_tags(content: &mut Vec<Inline>) -> Vec<String> {
    let mut tags = Vec::new();
    for inline in content.iter_mut() {
        if let Inline::Text(_, text) = inline
            && text.contains('#')
        {
            let mut rest = String::with_capacity(text.len());
            for word in text.split_inclusive(' ') {
                let blank = rest.is_empty() || rest.ends_with(' ');
                match tag(word.trim_end()).filter(|_| blank) {
                    Some((tag, after)) => {
                        if !tags.iter().any(|known| known == tag) {
                            tags.push(tag.to_owned());
                        }
                        if !after.is_empty() {
                            rest.truncate(rest.trim_end().len());
                            rest.push_str(after);
                            rest.push_str(&word[word.trim_end().len()..]);
                        }
                    }
                    None => rest.push_str(word),
                }
            }
            *text = rest.into();
        }
    }
    if let Some(Inline::Text(_, text)) = content.last_mut() {
        *text = text.trim_end().into();
    }
    content.retain(|inline| !matches!(inline, Inline::Text(_, text) if text.is_empty()));
    tags
}

/// The tag that a word is, and the punctuation after it: letters, digits, `-`,
/// `/` and `_`, not digits alone.
fn tag(word: &str) -> Option<(&str, &str)> {
    let name = word.strip_prefix('#')?;
    let end =
        name.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '/' | '_'))).unwrap_or(name.len());
    let (tag, after) = name.split_at(end);
    let valid = tag.chars().any(char::is_alphabetic) && after.chars().all(|c| ".,;:!?)".contains(c));
    valid.then_some((tag, after))
}
