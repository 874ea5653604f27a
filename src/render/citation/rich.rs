//! Text with the little markup that citation styles know.

use crate::render::html::escape;

/// Text in runs of one look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rich(pub(super) Vec<Run>);

/// A run of text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) look: Look,
    /// Where the run leads.
    pub(super) link: Option<String>,
}

/// What a run looks like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) italic: bool,
    pub(super) bold: bool,
    pub(super) small_caps: bool,
    pub(super) underline: bool,
    pub(super) height: Height,
}

/// Where a run stands on its line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Height {
    #[default]
    Line,
    Above,
    Below,
}

/// What becomes of links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Links {
    /// They are links.
    Kept,
    /// Only their text stays, because the whole will stand in a link.
    Dropped,
}

impl Rich {
    /// Plain text.
    pub(super) fn plain(text: impl Into<String>) -> Self {
        let mut rich = Rich::default();
        rich.push(&text.into(), Look::default(), None);
        rich
    }

    /// Adds a run, to the last one if it looks the same.
    pub(super) fn push(&mut self, text: &str, look: Look, link: Option<&str>) {
        if text.is_empty() {
            return;
        }
        match self.0.last_mut() {
            Some(last) if last.look == look && last.link.as_deref() == link => last.text += text,
            _ => self.0.push(Run { text: text.to_owned(), look, link: link.map(str::to_owned) }),
        }
    }

    /// Adds all runs of another.
    pub(super) fn append(&mut self, other: &Rich) {
        for run in &other.0 {
            self.push(&run.text, run.look, run.link.as_deref());
        }
    }

    /// The text alone.
    pub(super) fn text(&self) -> String {
        self.0.iter().map(|run| run.text.as_str()).collect()
    }

    /// Whether there is anything to read.
    pub(super) fn is_blank(&self) -> bool {
        self.0.iter().all(|run| run.text.trim().is_empty())
    }

    /// Replaces a range of bytes of [`text`](Self::text); the new text looks
    /// like what stood at its start.
    pub(super) fn replace_range(&mut self, start: usize, end: usize, with: &str) {
        let mut at = 0;
        let mut with = Some(with);
        for run in &mut self.0 {
            let (from, to) = (at, at + run.text.len());
            at = to;
            let (cut_from, cut_to) = (start.clamp(from, to) - from, end.clamp(from, to) - from);
            let is_first = start >= from && start < to;
            if cut_from < cut_to || is_first {
                let new = if is_first { with.take().unwrap_or_default() } else { "" };
                run.text.replace_range(cut_from..cut_to, new);
            }
        }
        self.0.retain(|run| !run.text.is_empty());
    }

    /// Replaces a text wherever it stands.
    pub(super) fn replace(&mut self, from: &str, to: &str) {
        let mut start = 0;
        while let Some(found) = self.text()[start..].find(from) {
            let at = start + found;
            self.replace_range(at, at + from.len(), to);
            start = at + to.len();
        }
    }

    /// Takes characters off the start.
    pub(super) fn trim_start(mut self, characters: &[char]) -> Self {
        let text = self.text();
        let cut = text.len() - text.trim_start_matches(characters).len();
        self.replace_range(0, cut, "");
        self
    }

    /// Takes characters off the end.
    pub(super) fn trim_end(mut self, characters: &[char]) -> Self {
        let text = self.text();
        self.replace_range(text.trim_end_matches(characters).len(), text.len(), "");
        self
    }

    /// Takes a comma off that stands before a closing quotation mark at the end.
    pub(super) fn without_comma_in_quotes(mut self) -> Self {
        let text = self.text();
        let inside = text.trim_end_matches(['”', '’', '"', '»']).len();
        if inside < text.len() && text[..inside].ends_with(',') {
            self.replace_range(inside - 1, inside, "");
        }
        self
    }

    /// Adds text that begins with a comma, which in American English goes
    /// inside a quotation mark at the end.
    pub(super) fn push_after(&mut self, addition: &Rich, comma_in_quotes: bool) {
        let text = self.text();
        let comma = addition.text().starts_with(',');
        if comma && comma_in_quotes && text.ends_with(['”', '’']) && !text.ends_with("s’") {
            let at = text.trim_end_matches(['”', '’']).len();
            let inside = if text[..at].ends_with([',', '.', '?', '!']) { "" } else { "," };
            if !inside.is_empty() {
                // The mark belongs to the run that it closes.
                let mut seen = 0;
                for run in &mut self.0 {
                    if at > seen && at <= seen + run.text.len() {
                        run.text.insert_str(at - seen, inside);
                        break;
                    }
                    seen += run.text.len();
                }
            }
            self.append(&addition.clone().trim_start(&[',']));
        } else {
            self.append(addition);
        }
    }

    /// The text as HTML that can stand in a sentence. Addresses that are not of
    /// the web are no links.
    pub(super) fn html(&self, links: Links) -> String {
        let mut html = String::new();
        for run in &self.0 {
            let mut tags: Vec<(String, &str)> = Vec::new();
            let web = |link: &&String| link.starts_with("https://") || link.starts_with("http://");
            if let Some(link) = run.link.as_ref().filter(web)
                && links == Links::Kept
            {
                tags.push((format!("<a href=\"{}\">", escape(link)), "</a>"));
            }
            let look = run.look;
            for (is_set, open, close) in [
                (look.italic, "<i>", "</i>"),
                (look.bold, "<b>", "</b>"),
                (look.small_caps, "<span class=\"small-caps\">", "</span>"),
                (look.underline, "<u>", "</u>"),
                (look.height == Height::Above, "<sup>", "</sup>"),
                (look.height == Height::Below, "<sub>", "</sub>"),
            ] {
                if is_set {
                    tags.push((open.to_owned(), close));
                }
            }
            html.extend(tags.iter().map(|(open, _)| open.as_str()));
            html += &escape(&run.text);
            html.extend(tags.iter().rev().map(|(_, close)| *close));
        }
        html
    }
}
