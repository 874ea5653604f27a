//! Comments, `%%hidden%%`: taken out of the text before anything else sees it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::places::Places;

/// A text without its comments.
pub(super) struct Uncommented {
    /// What is left.
    pub(super) text: String,
    /// Where it stands in the file.
    pub(super) places: Places,
    /// The comments, with their signs, in the file.
    pub(super) comments: Vec<Range<usize>>,
    /// The `%%` of comments that are never closed, in the file. They stay text.
    pub(super) unclosed: Vec<Range<usize>>,
}

/// Takes the comments out of `file`, from the byte `start` on.
///
/// A comment that fills its lines goes with its last line end, so that it does
/// not cut a paragraph in two. One at the end of a line goes with the spaces
/// before it, so that these do not become a line break.
pub(super) fn without_comments(file: &str, start: usize) -> Uncommented {
    let mut out = Uncommented {
        text: String::with_capacity(file.len() - start),
        places: Places::Shifted(Vec::new()),
        comments: Vec::new(),
        unclosed: Vec::new(),
    };
    // Most notes have none, which is seen much faster than what is code and what is not.
    if !file[start..].contains("%%") {
        out.text.push_str(&file[start..]);
        out.places = Places::Shifted(vec![(0, start)]);
        return out;
    }
    let mut shifts = vec![(0, start)];
    let mut kept = start;
    let mut scan =
        Scan { text: file, at: start, line_end: start, fence: None, paragraph: Paragraph::default() };
    while let Some(open) = scan.next_comment() {
        let Some(length) = file[open + 2..].find("%%") else {
            out.unclosed.push(open..open + 2);
            break;
        };
        let close = open + 2 + length + 2;
        out.comments.push(open..close);
        let cut = widened(file, kept, open..close);
        out.text.push_str(&file[kept..cut.start]);
        shifts.push((out.text.len(), cut.end - out.text.len()));
        kept = cut.end;
        scan.at = cut.end;
    }
    out.text.push_str(&file[kept..]);
    out.places = Places::Shifted(shifts);
    out
}

/// A comment with the blanks around it that must go with it. Nothing before
/// `from` is touched.
fn widened(text: &str, from: usize, comment: Range<usize>) -> Range<usize> {
    let blank = |c: char| c == ' ' || c == '\t';
    let before = text[from..comment.start].trim_end_matches(blank);
    let after = text[comment.end..].trim_start_matches(blank);
    let line_end = ["\r\n", "\n", "\r"].iter().find(|end| after.starts_with(**end));
    if line_end.is_none() && !after.is_empty() {
        return comment;
    }
    let start = from + before.len();
    let starts_line = match before.chars().next_back() {
        None => from == 0 || text[..from].ends_with(['\n', '\r']),
        Some(last) => last == '\n' || last == '\r',
    };
    let rest = text.len() - after.len();
    match line_end {
        Some(end) if starts_line => start..rest + end.len(),
        _ => start..rest,
    }
}

/// Reads a text from the front and knows what is code and what is not.
struct Scan<'a> {
    text: &'a str,
    at: usize,
    /// The end of the line that the scan stands in.
    line_end: usize,
    /// The fence of the code block that the scan stands in.
    fence: Option<(u8, usize)>,
    /// The paragraph in which the last backtick stood.
    paragraph: Paragraph,
}

impl Scan<'_> {
    /// The first byte of the next comment's `%%`.
    fn next_comment(&mut self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        while self.at < bytes.len() {
            if self.at >= self.line_end {
                self.line_end = self.text[self.at..].find('\n').map_or(bytes.len(), |end| self.at + end + 1);
            }
            let line_end = self.line_end;
            let whole = self.at == 0 || bytes[self.at - 1] == b'\n';
            if whole && (self.fence_line(self.at..line_end) || self.fence.is_some()) {
                self.at = line_end;
                continue;
            }
            match self.text[self.at..line_end].find(['%', '`', '\\']).map(|found| self.at + found) {
                None => self.at = line_end,
                Some(found) => match bytes[found] {
                    b'`' => self.at = self.after_code_span(found),
                    // What a backslash escapes opens nothing.
                    b'\\' => {
                        self.at = found + if bytes.get(found + 1).is_some_and(u8::is_ascii) { 2 } else { 1 }
                    }
                    _ if bytes.get(found + 1) == Some(&b'%') => return Some(found),
                    _ => self.at = found + 1,
                },
            }
        }
        None
    }

    /// Whether a line opens or closes a code block with a fence; remembers
    /// which. Marks of quotes and list items may stand before the fence.
    fn fence_line(&mut self, line: Range<usize>) -> bool {
        let line = self.text[line].trim_end();
        let marks = |c: char| c == ' ' || c == '\t' || c == '>';
        let inner = line.trim_start_matches(marks);
        let inner = inner
            .strip_prefix("- ")
            .or_else(|| inner.strip_prefix("* "))
            .or_else(|| inner.strip_prefix("+ "))
            .or_else(|| inner.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(". "))
            .map_or(inner, |item| item.trim_start_matches(marks));
        let Some(&sign @ (b'`' | b'~')) = inner.as_bytes().first() else { return false };
        let length = inner.bytes().take_while(|byte| *byte == sign).count();
        let rest = &inner[length..];
        match self.fence {
            Some((open, least)) if open == sign && length >= least && rest.is_empty() => {
                self.fence = None;
                true
            }
            None if length >= 3 && !(sign == b'`' && rest.contains('`')) => {
                self.fence = Some((sign, length));
                true
            }
            _ => false,
        }
    }

    /// Where to go on after the backticks at `open`: behind the code span that
    /// they begin, or behind them alone if it does not end in the paragraph.
    fn after_code_span(&mut self, open: usize) -> usize {
        let bytes = self.text.as_bytes();
        let run = |at: usize| bytes[at..].iter().take_while(|byte| **byte == b'`').count();
        let length = run(open);
        if open >= self.paragraph.end {
            let end = self.text[open..].find("\n\n").map_or(bytes.len(), |end| open + end);
            self.paragraph = Paragraph { end, last_runs: BTreeMap::new() };
            let mut at = open;
            while let Some(found) = self.text[at..end].find('`') {
                let length = run(at + found);
                self.paragraph.last_runs.insert(length, at + found);
                at = (at + found + length).min(end);
            }
        }
        // Without this look, many runs that nothing closes would take very long.
        if self.paragraph.last_runs.get(&length).is_none_or(|last| *last <= open) {
            return open + length;
        }
        let mut at = open + length;
        while let Some(found) = self.text[at.min(self.paragraph.end)..self.paragraph.end].find('`') {
            let close = at + found;
            let closing = run(close);
            if closing == length {
                return close + closing;
            }
            at = close + closing;
        }
        open + length
    }
}

/// A paragraph in which code spans are looked for.
#[derive(Default)]
struct Paragraph {
    /// Its end.
    end: usize,
    /// Where the last run of backticks of each length begins.
    last_runs: BTreeMap<usize, usize>,
}
