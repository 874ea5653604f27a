//! Links, images, embeds, and what looks like a link but is a citation.

use std::ops::Range;
use std::sync::Arc;

use super::builder::Builder;
use super::inline::one_line;
use super::pieces::{Piece, PieceKind, Rest};
use crate::diagnostic::Code;
use crate::model::{CitationMode, Image, ImageSize, Inline, Link, LinkKind, Media, plain};
use crate::parse::citation;

/// A link or image as its author wrote it.
pub(super) struct Written {
    /// In which form.
    pub(super) form: Form,
    /// Where it leads.
    pub(super) target: String,
    /// Its title.
    pub(super) title: String,
}

/// The forms in which links and images are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `[[target]]`
    Wiki,
    /// `[[target|text]]`
    WikiWithText,
    /// `<https://example.org>`
    Auto,
    /// `[text](target)`
    Inline,
    /// `[text][label]` and its short forms.
    Reference,
    /// `[[text]](target)`, an ordinary link whose text has brackets, up to this
    /// place of the text.
    Bracketed(usize),
}

/// How a citation in brackets is written.
#[derive(Clone, Copy)]
pub(super) enum Brackets {
    /// `[@key]`
    Alone,
    /// `[@key][]`
    ThenEmpty,
    /// `[text][@key]`
    AfterText,
}

impl Written {
    /// A wiki link right before `(target)` is an ordinary link. `range` is the
    /// wiki link's place.
    pub(super) fn as_ordinary(&self, text: &str, range: &Range<usize>) -> Option<Written> {
        let wiki = matches!(self.form, Form::Wiki | Form::WikiWithText);
        if !wiki || !text[range.clone()].starts_with('[') {
            return None;
        }
        let inside = text[range.end..].strip_prefix('(')?;
        let target = &inside[..inside.find([')', '\n'])?];
        let closed = inside[target.len()..].starts_with(')');
        let whole = !target.is_empty() && !target.contains([' ', '\t', '(', '<', '|', '"']);
        (closed && whole).then(|| Written {
            form: Form::Bracketed(range.end + target.len() + 2),
            target: target.to_owned(),
            title: String::new(),
        })
    }

    /// Where it leads; for wiki links, without the backslash that keeps `|` from
    /// ending a table's cell.
    fn target(&self) -> String {
        match self.form {
            Form::Wiki | Form::WikiWithText => {
                let target = self.target.strip_suffix('\\').unwrap_or(&self.target);
                target.split_whitespace().collect::<Vec<_>>().join(" ")
            }
            _ => self.target.clone(),
        }
    }
}

impl Builder<'_, '_> {
    /// Closes a link.
    pub(super) fn close_link(&mut self, written: Written, range: Range<usize>, pieces: Vec<Piece>) {
        let (range, content) = match written.form {
            Form::Wiki => (range, Vec::new()),
            Form::Bracketed(end) => {
                let inner = range.start + 1..range.end - 1;
                let text = self.origin.text[inner.clone()].to_owned();
                self.skip(range.end..end);
                (range.start..end, vec![Piece::text(inner, text)])
            }
            _ => (range, pieces),
        };
        let content = self.finish_link(content);
        let text = plain(&content, &self.tables.links, &self.tables.citations);
        let place = self.origin.places.range(range.clone());
        let shown = content.iter().any(|inline| matches!(inline, Inline::Image(_) | Inline::Html(_)));
        if text.is_empty() && !shown && written.form != Form::Wiki {
            self.tables.report(
                Code::EmptyLink,
                place.clone(),
                format!("the link to `{}` has no text", written.target()),
                Some("write what readers shall click on"),
            );
        }
        let scheme = written.target.contains("://") || written.target.starts_with("mailto:");
        let key = text.starts_with(['@', '-']) && citation::group(&text, self.dialect.places).is_some();
        if key && !scheme && matches!(written.form, Form::Inline | Form::Reference) {
            self.tables.report(
                Code::CitationSyntax,
                place.clone(),
                format!("`[{text}]` is a link here, not a citation"),
                Some("write the place in the work inside the brackets: `[@key, p. 3]`"),
            );
        }
        let kind = match written.form {
            Form::Wiki | Form::WikiWithText => LinkKind::Wiki,
            _ => LinkKind::Markdown,
        };
        let target = written.target();
        let span = self.tables.file.span(place);
        let (target, title, text) = (target.into(), written.title.into(), text.into());
        let id = self.tables.link(Link { kind, target, title, text, sentence: Arc::default(), span });
        self.piece(Piece::node(range, Inline::Link(id, content.into())));
    }

    /// Closes an image or embed.
    pub(super) fn close_image(&mut self, written: Written, range: Range<usize>, pieces: Vec<Piece>) {
        let content = self.merged(pieces);
        let label = match written.form {
            Form::Wiki => String::new(),
            _ => plain(&content, &self.tables.links, &self.tables.citations),
        };
        let target = written.target();
        let embed = matches!(written.form, Form::Wiki | Form::WikiWithText);
        let outside = target.contains("://") || target.starts_with("//");
        let is_picture = match embed {
            true => Media::of(&target) == Some(Media::Picture),
            // `![words](note.md)` shows the note, as `![[note]]` does.
            false => {
                let shown = Media::of(&target).is_some_and(|media| media != Media::Picture);
                outside || !(shown || is_note_file(&target))
            }
        };
        let (text, size) = sized(&label);
        let place = self.origin.places.range(range.clone());
        if outside {
            self.tables.report(
                Code::RemoteImage,
                place.clone(),
                format!("the picture `{target}` lies on another site, so a link takes its place"),
                Some("save it beside the note: pages load nothing from elsewhere"),
            );
        } else if embed && is_picture && text.is_empty() {
            self.tables.unnamed_pictures.push((place.clone(), target.clone()));
        } else if is_picture && text.is_empty() {
            self.tables.report(
                Code::MissingAlt,
                place.clone(),
                format!("the picture `{target}` has no text alternative"),
                Some("say what it shows: `![text](file)`"),
            );
        }
        let link = self.tables.link(Link {
            kind: if embed { LinkKind::Embed } else { LinkKind::Image },
            target: target.into(),
            title: written.title.as_str().into(),
            text: text.into(),
            sentence: Arc::default(),
            span: self.tables.file.span(place),
        });
        let inline = match is_picture {
            false => Inline::Embed(link),
            true => {
                let image = Image { link, alt: text.to_owned(), title: written.title, size };
                Inline::Image(Box::new(image))
            }
        };
        self.piece(Piece::node(range, inline));
    }

    /// Closes a citation in brackets.
    pub(super) fn close_citation(&mut self, brackets: Brackets, range: Range<usize>, pieces: Vec<Piece>) {
        if !self.reads_citations() {
            let text = self.origin.text[range.clone()].to_owned();
            return self.piece(Piece::text(range, text));
        }
        let note = self.origin.text[..range.start].ends_with('^');
        match brackets {
            Brackets::Alone if note => self.bracketed(range, pieces),
            Brackets::Alone => self.group(range.clone(), range.start + 1..range.end - 1, pieces),
            Brackets::ThenEmpty => self.group(range.clone(), range.start + 1..range.end - 3, pieces),
            Brackets::AfterText => {
                self.tables.report(
                    Code::CitationSyntax,
                    self.origin.places.range(range.clone()),
                    "a citation stands right after another pair of brackets".to_owned(),
                    Some("put both into one pair: `[@first; @second]`, `[@key, p. 3]`"),
                );
                let text_end = pieces.last().map_or(range.start + 1, |piece| piece.range.end);
                let open =
                    self.origin.text[text_end..range.end].find('[').map_or(text_end, |at| text_end + at);
                let first = range.start + 1..text_end;
                if citation::group(&one_line(&self.origin.text[first.clone()]), self.dialect.places).is_some()
                {
                    self.group(range.start..open, first, pieces);
                } else {
                    self.bracketed(range.start..open, pieces);
                }
                let inner =
                    (open + 1).min(range.end)..range.end.saturating_sub(1).max(open + 1).min(range.end);
                let text = Piece::text(inner.clone(), self.origin.text[inner.clone()].to_owned());
                self.group(open..range.end, inner, vec![text]);
            }
        }
    }

    /// Adds a citation whose works stand in `inner`, or its text if that is no
    /// citation after all.
    fn group(&mut self, range: Range<usize>, inner: Range<usize>, pieces: Vec<Piece>) {
        let source = one_line(&self.origin.text[inner.clone()]);
        match citation::group(&source, self.dialect.places) {
            Some(items) => {
                let items = items.into_iter().map(|item| item.moved(inner.start)).collect();
                let inside = Rest::new(pieces).within(inner);
                let piece = self.cite(CitationMode::Parenthetical, range, items, inside);
                self.piece(piece);
            }
            None => self.bracketed(range, pieces),
        }
    }

    /// Adds text in brackets as text.
    fn bracketed(&mut self, range: Range<usize>, pieces: Vec<Piece>) {
        self.piece(Piece::text(range.start..range.start + 1, "[".to_owned()));
        pieces.into_iter().for_each(|piece| self.piece(piece));
        self.piece(Piece::text(range.end - 1..range.end, "]".to_owned()));
    }
}

/// Whether what an embed shows stands on lines of its own: a note, a sound or a
/// film, but no picture, and no file that can only be linked to.
pub(super) fn is_shown_apart(target: &str) -> bool {
    let name = target.split('#').next().unwrap_or_default();
    let file = name.rsplit('/').next().unwrap_or_default();
    match file.rsplit_once('.') {
        Some((_, end)) if !end.contains(' ') => is_note_file(target) || Media::of(file).is_some(),
        _ => true,
    }
}

/// Whether a target is written as the file of a note.
fn is_note_file(target: &str) -> bool {
    let file = target.split(['#', '?']).next().unwrap_or_default();
    file.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("md"))
}

/// The text alternative and the size that a label gives: `alt|300x200`, `300`.
fn sized(label: &str) -> (&str, Option<ImageSize>) {
    let (text, last) = label.rsplit_once('|').unwrap_or(("", label));
    let number = |digits: &str| match digits.bytes().all(|byte| byte.is_ascii_digit()) {
        true => digits.parse::<u32>().ok().filter(|pixels| *pixels > 0),
        false => None,
    };
    let last = last.trim();
    let size = match last.split_once('x') {
        Some((width, height)) => {
            number(width).zip(number(height)).map(|(width, height)| (width, Some(height)))
        }
        None => number(last).map(|width| (width, None)),
    };
    match size {
        Some((width, height)) => (text.trim_end(), Some(ImageSize { width, height })),
        None => (label, None),
    }
}

/// The only image or embed of a paragraph, if it holds nothing else.
pub(super) fn alone(pieces: &[Piece]) -> Option<&Inline> {
    match pieces {
        [Piece { kind: PieceKind::Node(inline @ (Inline::Image(_) | Inline::Embed(_))), .. }] => Some(inline),
        _ => None,
    }
}
