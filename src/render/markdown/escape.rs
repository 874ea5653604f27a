//! Text as it stands in Markdown.

/// Text on one line, with all signs that mean something taken literally.
pub(in crate::render) fn line(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    starts_of_lines(&inline(&text))
}

/// An address as it stands in the brackets of a link.
pub(in crate::render) fn address(href: &str) -> String {
    let mut out = String::with_capacity(href.len());
    for c in href.chars() {
        match c {
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            c if c.is_whitespace() || c.is_control() => out.push_str("%20"),
            c => out.push(c),
        }
    }
    out
}

/// A run of text inside a line. Signs are escaped only where they would mean
/// something, as a twin is also read as it is.
pub(super) fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_inline(&mut out, text);
    out
}

/// The same at the end of what is there already.
pub(super) fn push_inline(out: &mut String, text: &str) {
    // Most runs of text hold no sign at all.
    let Some(first) = text.bytes().position(|byte| SIGNS[usize::from(byte)]) else {
        return out.push_str(text);
    };
    let (plain, rest) = text.split_at(first);
    out.push_str(plain);
    let mut before = plain.chars().next_back();
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied();
        let in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let means_something = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' => true,
            '_' => !(in_word(before) && in_word(after)),
            '~' | '=' => after == Some(c) || before == Some(c),
            '&' => in_word(after) || after == Some('#'),
            '!' => after == Some('['),
            _ => false,
        };
        if means_something {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
}

/// The bytes of signs that can mean something.
const SIGNS: [bool; 256] = {
    let mut signs = [false; 256];
    let bytes = b"\\`*[]<_~=&!";
    let mut at = 0;
    while at < bytes.len() {
        signs[bytes[at] as usize] = true;
        at += 1;
    }
    signs
};

/// Lines of finished text, none of which begins a heading, a list, a quotation
/// or a rule.
pub(super) fn starts_of_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, line) in text.lines().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        push_line(&mut out, line.trim_start());
    }
    out
}

fn push_line(out: &mut String, line: &str) {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    let ends_word = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let is_numbered = (1..=9).contains(&digits) && rest.starts_with(['.', ')']) && ends_word(&rest[1..]);
    let mut chars = line.chars();
    let begins = match chars.next() {
        Some('>') => true,
        Some('#') => ends_word(line.trim_start_matches('#')),
        Some('+' | ':') => ends_word(chars.as_str()),
        Some(sign @ ('-' | '=')) => ends_word(chars.as_str()) || line.trim_end().chars().all(|c| c == sign),
        _ => false,
    };
    let sign_at = if is_numbered { digits } else { 0 };
    out.push_str(&line[..sign_at]);
    if is_numbered || begins {
        out.push('\\');
    }
    out.push_str(&line[sign_at..]);
}
