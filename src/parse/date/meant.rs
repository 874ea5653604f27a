//! What was probably meant by a text that is not EDTF: older spellings of EDTF,
//! dates as people write them, and slips.

/// No date that people write is longer, in bytes. Also the bound of recursion.
const LONGEST: usize = 60;

/// Proposes EDTF for a text that is none. The proposal is a guess and need not
/// be valid.
pub(super) fn meant(text: &str) -> Option<String> {
    let bare = text.trim();
    if bare.len() < text.len() && edtf_core::is_valid(bare) {
        return Some(bare.to_owned());
    }
    let text = bare.trim_end_matches('.').trim_start_matches("the ");
    if text.len() > LONGEST {
        return None;
    }
    draft_spelling(text)
        .or_else(|| without_blanks(text))
        .or_else(|| in_words(&simplified(text)))
        .or_else(|| interval(text))
        .filter(|meant| meant != text)
}

/// The spelling of the drafts before 2019: `u` and `x` for `X`, `unknown` for
/// nothing, `open` for `..`, `?~` for `%`, `y` for `Y`, `e` and `p` for `E` and
/// `S`.
fn draft_spelling(text: &str) -> Option<String> {
    let modern = |part: &str| match part {
        "unknown" => String::new(),
        "open" | "now" | "present" | "today" => "..".to_owned(),
        _ => {
            let mut part = part.replace("?~", "%").replace("~?", "%").replace(['u', 'x', 'U'], "X");
            if let Some(year) = part.strip_prefix(['y', 'Y']) {
                part = format!("Y{}", year.replace('e', "E").replace('p', "S"));
            }
            part
        }
    };
    let plain = |c: char| c.is_ascii_digit() || "-?~%uUxXyYeEpS/.".contains(c);
    let words = ["unknown", "open", "now", "present", "today"];
    let drafted = text.split('/').all(|part| words.contains(&part) || part.chars().all(plain));
    let modern = text.split('/').map(modern).collect::<Vec<_>>().join("/");
    (drafted && modern != text && text.chars().any(|c| c.is_ascii_digit())).then_some(modern)
}

/// `{1667, 1668}`, which has no blanks.
fn without_blanks(text: &str) -> Option<String> {
    let is_set = text.starts_with(['[', '{']) && text.ends_with([']', '}']);
    is_set.then(|| text.split_whitespace().collect())
}

/// `from-to` and `from/to` in which each side is a date, or can be read as one.
fn interval(text: &str) -> Option<String> {
    let (from, to) = ["/", " – ", "–", " - ", " to ", "—"]
        .iter()
        .find_map(|between| text.split_once(between))
        .or_else(|| text.split_at_checked(4).and_then(|(from, to)| Some((from, to.strip_prefix('-')?))))?;
    let (from, mut to) = (one(from)?, to.trim().to_owned());
    if to.is_empty() || matches!(to.as_str(), "now" | "present" | "today") {
        return Some(format!("{from}/.."));
    }
    // `2020/21` leaves out what the years share.
    if is_number(&to, 2) && is_number(&from, 4) {
        to = format!("{}{to}", &from[..2]);
    }
    let to = one(&to)?;
    match (edtf_core::Edtf::parse(&from), edtf_core::Edtf::parse(&to)) {
        (Ok(_), Ok(_)) if edtf_core::is_valid(&format!("{to}/{from}")) && from > to => {
            Some(format!("{to}/{from}"))
        }
        _ => Some(format!("{from}/{to}")),
    }
}

/// A text that is one date, or can be read as one.
fn one(text: &str) -> Option<String> {
    let text = text.trim();
    if edtf_core::is_valid(text) { Some(text.to_owned()) } else { in_words(&simplified(text)) }
}

/// Lower case, without commas, with one space between words.
fn simplified(text: &str) -> String {
    text.to_lowercase().replace(',', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A date as people write it, simplified.
fn in_words(text: &str) -> Option<String> {
    for prefix in ["circa ", "about ", "around ", "approx. ", "ca. ", "ca ", "c. ", "c.", "~"] {
        if let Some(rest) = text.strip_prefix(prefix) {
            return Some(format!("{}~", one(rest)?));
        }
    }
    for (prefix, before, after) in [
        ("before ", "../", ""),
        ("until ", "../", ""),
        ("after ", "", "/.."),
        ("since ", "", "/.."),
        ("from ", "", "/.."),
    ] {
        if let Some(rest) = text.strip_prefix(prefix) {
            return one(rest).map(|date| format!("{before}{date}{after}"));
        }
    }
    century(text)
        .or_else(|| before_christ(text))
        .or_else(|| numbers(text))
        .or_else(|| moment(text))
        .or_else(|| words(text))
}

/// `1990s`, `19th century`.
fn century(text: &str) -> Option<String> {
    if let Some(year) = text.strip_suffix("'s").or_else(|| text.strip_suffix('s'))
        && is_number(year, 4)
        && year.ends_with('0')
    {
        return Some(format!("{}X", &year[..3]));
    }
    let number = text.strip_suffix(" century")?.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: u8 = number.parse().ok()?;
    Some(format!("{:02}XX", number.checked_sub(1)?))
}

/// `44 BC`, which is year -43.
fn before_christ(text: &str) -> Option<String> {
    let year = ["bce", "bc", "b.c"].iter().find_map(|era| text.strip_suffix(era))?;
    match year.trim().parse::<u16>().ok()?.checked_sub(1)? {
        0 => Some("0000".to_owned()),
        year => Some(format!("-{year:04}")),
    }
}

/// Dates of numbers alone: `2019-5-1`, `2019/05/16`, `20190516`, `16.5.2019`,
/// and with slashes where it is clear which number is the month.
fn numbers(text: &str) -> Option<String> {
    if is_number(text, 8) {
        return Some(format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]));
    }
    let separator = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| "-/.".contains(*c))?;
    let parts: Vec<&str> = text.split(separator).collect();
    if !parts.iter().all(|part| (1..=4).any(|length| is_number(part, length))) {
        return None;
    }
    match (parts.as_slice(), separator) {
        ([year, month], _) if is_number(year, 4) && month.len() <= 2 && separator != '/' => {
            Some(format!("{year}-{month:0>2}"))
        }
        ([month, year], _) if is_number(year, 4) && month.len() <= 2 => Some(format!("{year}-{month:0>2}")),
        ([year, month, day], _) if is_number(year, 4) => Some(format!("{year}-{month:0>2}-{day:0>2}")),
        ([day, month, year], '.' | '-') if is_number(year, 4) => {
            Some(format!("{year}-{month:0>2}-{day:0>2}"))
        }
        ([first, second, year], _) if is_number(year, 4) => {
            let (first, second) = (first.parse::<u8>().ok()?, second.parse::<u8>().ok()?);
            match (first > 12, second > 12) {
                (true, false) => Some(format!("{year}-{second:02}-{first:02}")),
                (false, true) => Some(format!("{year}-{first:02}-{second:02}")),
                // Which is the month depends on where the author lives.
                _ => None,
            }
        }
        _ => None,
    }
}

/// `2019-05-16 10:30`, which needs a `T` and seconds; parts of seconds are too
/// much.
fn moment(text: &str) -> Option<String> {
    let (date, time) = text.split_once([' ', 't'])?;
    let clock: String = time.chars().take_while(|c| c.is_ascii_digit() || *c == ':').collect();
    let zone = time[clock.len()..].trim();
    let parts = zone.strip_prefix('.').map(|parts| parts.trim_start_matches(|c: char| c.is_ascii_digit()));
    let mut zone = parts.unwrap_or(zone).to_uppercase();
    if zone.len() == 5 && zone.starts_with(['+', '-']) && zone[1..].bytes().all(|byte| byte.is_ascii_digit())
    {
        zone.insert(3, ':');
    }
    let clock = if clock.len() == 5 { format!("{clock}:00") } else { clock };
    (edtf_core::is_valid(date) && clock.contains(':')).then(|| format!("{date}T{clock}{zone}"))
}

/// `16 May 2019`, `May 16th 2019`, `spring 2020`, `Q1 2020`, `2020-Q1`.
fn words(text: &str) -> Option<String> {
    let (mut year, mut month, mut day) = (None, None, None);
    for word in text.split([' ', '-', '.', '/']).filter(|word| !matches!(*word, "" | "of" | "the" | "in")) {
        let number = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        let slot = if is_number(word, 4) {
            &mut year
        } else if (1..=2).any(|length| is_number(number, length)) {
            &mut day
        } else {
            &mut month
        };
        let value = match month_or_season(word) {
            Some(code) => code.to_owned(),
            None if number.bytes().all(|byte| byte.is_ascii_digit()) => number.to_owned(),
            None => return None,
        };
        if slot.replace(value).is_some() {
            return None;
        }
    }
    let (year, month) = (year?, month?);
    Some(match day {
        Some(day) => format!("{year}-{month}-{day:0>2}"),
        None => format!("{year}-{month}"),
    })
}

/// The code of a month, season or quarter that stands where a month does.
fn month_or_season(word: &str) -> Option<&'static str> {
    Some(match word {
        "january" | "jan" => "01",
        "february" | "feb" => "02",
        "march" | "mar" => "03",
        "april" | "apr" => "04",
        "may" => "05",
        "june" | "jun" => "06",
        "july" | "jul" => "07",
        "august" | "aug" => "08",
        "september" | "sept" | "sep" => "09",
        "october" | "oct" => "10",
        "november" | "nov" => "11",
        "december" | "dec" => "12",
        "spring" => "21",
        "summer" => "22",
        "autumn" | "fall" => "23",
        "winter" => "24",
        "q1" => "33",
        "q2" => "34",
        "q3" => "35",
        "q4" => "36",
        "h1" => "40",
        "h2" => "41",
        _ => return None,
    })
}

/// Whether a text is just so many digits.
fn is_number(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::date;

    /// What is proposed for each text, one a line.
    fn proposals(texts: &[&str]) -> String {
        let line = |text: &&str| match date(text) {
            Ok(_) => format!("{text}: is a date\n"),
            Err(error) => format!("{text} -> {}\n", error.meant.as_deref().unwrap_or("nothing")),
        };
        texts.iter().map(line).collect()
    }

    #[test]
    fn the_spelling_of_before_2019_is_understood() {
        let texts = [
            "199u",
            "19uu",
            "1999-uu",
            "2004-06-uu",
            "156u-12-25",
            "196x",
            "unknown/2006",
            "2004-06-01/unknown",
            "2004-01-01/open",
            "1984?~",
            "2004-06~?",
            "y170000002",
            "y-170000002",
            "y17e7",
            "y17101e4p3",
        ];
        assert_eq!(
            proposals(&texts),
            "\
199u -> 199X
19uu -> 19XX
1999-uu -> 1999-XX
2004-06-uu -> 2004-06-XX
156u-12-25 -> 156X-12-25
196x -> 196X
unknown/2006 -> /2006
2004-06-01/unknown -> 2004-06-01/
2004-01-01/open -> 2004-01-01/..
1984?~ -> 1984%
2004-06~? -> 2004-06%
y170000002 -> Y170000002
y-170000002 -> Y-170000002
y17e7 -> Y17E7
y17101e4p3 -> Y17101E4S3
"
        );
    }

    #[test]
    fn dates_as_people_write_them_are_understood() {
        let texts = [
            "May 2019",
            "16 May 2019",
            "May 16th, 2019",
            "Sept. 2019",
            "16-May-2019",
            "spring 2020",
            "2020-Q1",
            "Q3 2020",
            "2019-5-1",
            "2019-5",
            "2019/05/16",
            "20190516",
            "16.5.2019",
            "5/16/2019",
            "16/5/2019",
            "5/6/2019",
            "2019-05-16 10:30",
            "2019-05-16T10:30:00.25+0230",
            "{1667, 1670..1672}",
            "c. 1985",
            "circa May 1985",
            "before 1985",
            "since March 2020",
            "1990s",
            "the 1990s",
            "19th century",
            "44 BC",
            "1 BCE",
            "2020/21",
            "2019-2020",
            "2019 – 2021",
            "2019-present",
            "May 2019 to June 2019",
            "2005/1990",
            "yesterday",
            "2019-13",
            "",
        ];
        assert_eq!(
            proposals(&texts),
            "\
May 2019 -> 2019-05
16 May 2019 -> 2019-05-16
May 16th, 2019 -> 2019-05-16
Sept. 2019 -> 2019-09
16-May-2019 -> 2019-05-16
spring 2020 -> 2020-21
2020-Q1 -> 2020-33
Q3 2020 -> 2020-35
2019-5-1 -> 2019-05-01
2019-5 -> 2019-05
2019/05/16 -> 2019-05-16
20190516 -> 2019-05-16
16.5.2019 -> 2019-05-16
5/16/2019 -> 2019-05-16
16/5/2019 -> 2019-05-16
5/6/2019 -> nothing
2019-05-16 10:30 -> 2019-05-16T10:30:00
2019-05-16T10:30:00.25+0230 -> 2019-05-16T10:30:00+02:30
{1667, 1670..1672} -> {1667,1670..1672}
c. 1985 -> 1985~
circa May 1985 -> 1985-05~
before 1985 -> ../1985
since March 2020 -> 2020-03/..
1990s -> 199X
the 1990s -> 199X
19th century -> 18XX
44 BC -> -0043
1 BCE -> 0000
2020/21 -> 2020/2021
2019-2020 -> 2019/2020
2019 – 2021 -> 2019/2021
2019-present -> 2019/..
May 2019 to June 2019 -> 2019-05/2019-06
2005/1990 -> 1990/2005
yesterday -> nothing
2019-13 -> nothing
 -> nothing
"
        );
    }

    #[test]
    fn no_text_is_too_odd() {
        for text in [
            "é",
            "20é9",
            "/",
            "//",
            "..",
            "199Xé",
            "y",
            "Y",
            "T",
            "2019-05-16Té",
            "{",
            "[]",
            "{..}",
            "c. ",
            "ü BC",
        ] {
            assert!(date(text).is_err(), "{text}");
        }
        assert!(date(&"c.".repeat(100_000)).is_err());
    }
}
