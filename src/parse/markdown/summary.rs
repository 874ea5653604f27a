//! What a note is called, how it begins, and how long it is.

use super::anchor::as_heading;
use crate::model::{Block, Citation, Heading, Link, Wording, end_of_lead, is_of_word, wording};

/// The title of a note: what front matter says, else its first heading, else
/// its file name. A heading that says the title is taken out of the body.
pub(super) fn title(front: Option<&str>, body: &mut Vec<Block>, headings: &[Heading], file: &str) -> String {
    let heading = body.first().and_then(|block| as_heading(block, headings)).map(|(_, heading)| heading);
    let heading = heading.filter(|heading| heading.level == 1 && !heading.plain.is_empty());
    let title = match (front, heading) {
        (Some(title), _) => title.trim().to_owned(),
        (None, Some(heading)) => heading.plain.clone(),
        (None, None) => from_file_name(file),
    };
    if heading.is_some_and(|heading| heading.plain == title) {
        body.remove(0);
    }
    title
}

/// A title made of a path: `content/03-key_vendors.md` is "Key vendors", and an
/// `index.md` is called as its folder.
fn from_file_name(path: &str) -> String {
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem = match stem {
        "index" => parts.next().unwrap_or(stem),
        stem => stem,
    };
    let digits = stem.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &stem[digits..];
    let name = match rest.strip_prefix(['-', '_']).or_else(|| rest.strip_prefix(". ")) {
        Some(name) if (1..=3).contains(&digits) && !name.is_empty() => name,
        _ => stem,
    };
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// The first paragraph without markup. If it is too long, it is cut, and `…` says so.
pub(super) fn lead(body: &[Block], links: &[Link], citations: &[Citation]) -> Wording {
    let first = body.iter().find_map(|block| first_paragraph(block, links, citations));
    let first = first.unwrap_or_default();
    match end_of_lead(first.text()) {
        Some(end) => first.part(0..end, "", "…"),
        None => first,
    }
}

fn first_paragraph(block: &Block, links: &[Link], citations: &[Citation]) -> Option<Wording> {
    match block {
        Block::Paragraph(content) => {
            Some(wording(content, links, citations)).filter(|words| !words.is_empty())
        }
        Block::Anchored(_, inner) => first_paragraph(inner, links, citations),
        _ => None,
    }
}

/// How many words a text without markup has; what is open counts as one, and so does
/// a sign of a script that does not part words.
pub(super) fn words_in(text: &str) -> u32 {
    if text.is_ascii() {
        let (mut words, mut counted) = (0, 0);
        for &byte in text.as_bytes() {
            let kind = KINDS[usize::from(byte)];
            words += u32::from(kind & LETTER & !counted);
            counted = (counted | kind & LETTER) & !(kind / BLANK);
        }
        return words;
    }
    let unparted =
        |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}');
    let signs = text.chars().filter(|c| unparted(*c)).count();
    let words =
        text.split_whitespace().filter(|word| word.chars().any(|c| is_of_word(c) && !unparted(c))).count();
    (signs + words) as u32
}

/// What [`words_in`] sees in a byte of ASCII: a letter or digit, white space, or neither.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            kinds[byte] = LETTER;
        } else if (byte as u8).is_ascii_whitespace() {
            kinds[byte] = BLANK;
        }
        byte += 1;
    }
    kinds
};

const LETTER: u8 = 1;
const BLANK: u8 = 2;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_a_letter_or_digit_and_signs_of_unparted_scripts_count_each() {
        assert_eq!(words_in("The 5G ban - (again), 3.5 %"), 5);
        assert_eq!(words_in("Über das Verbot – nochmals"), 4);
        assert_eq!(words_in("中国 and 5G"), 4);
        assert_eq!(words_in(""), 0);
    }
}
