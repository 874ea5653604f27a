//! Dates in words, as precise as their author was and no more.

mod words;

use self::words::{Words, fill, words};
use super::body::DateText;
use crate::model::EventDate;
use crate::model::date::{
    Certainty, Day, Digits, IntervalEnd, PartOfYear, PartialDate, Season, SetKind, SetMember, Time, When,
    Year,
};

/// How a date reads in a language (a BCP 47 tag): "16 May 2019", "c. 1985".
///
/// There are words for English, Spanish, French, German, Chinese and Arabic;
/// all other languages read English.
pub(super) fn date(date: &EventDate, language: &str) -> DateText {
    let words = words(language);
    let text = match &date.when {
        When::Date(date) => partial(words, date),
        When::Moment { date, time } => {
            fill(words.moment, &[("date", &partial(words, date)), ("time", &clock(time))])
        }
        When::Interval { start, end } => interval(words, start, end),
        When::Set { kind, members } => set(words, *kind, members),
    };
    DateText { text, datetime: datetime(&date.when) }
}

/// A year that stands alone, in a language: "2019", "1990s", "44 BCE".
pub(super) fn year(year: Year, language: &str) -> String {
    in_words(words(language), year)
}

/// The name of a month (1 to 12) in a language.
pub(super) fn month(month: u8, language: &str) -> &'static str {
    words(language).month(month)
}

/// All time up to a year, in a language: "until 1990".
pub(super) fn until(year: i64, language: &str) -> String {
    let words = words(language);
    fill(words.up_to, &[("date", &in_words(words, Year::Exact(year)))])
}

/// The date for `<time datetime>`, which carries nothing but exact years from
/// 1 on, months and days, and times of day without leap seconds
/// (<https://html.spec.whatwg.org/multipage/text-level-semantics.html#datetime-value>).
fn datetime(when: &When) -> Option<String> {
    let (date, time) = match when {
        When::Date(date) => (date, None),
        When::Moment { date, time } => (date, Some(time)),
        When::Interval { .. } | When::Set { .. } => return None,
    };
    let Year::Exact(year @ 1..) = date.year else { return None };
    if !is_sure(date) {
        return None;
    }
    match (date.part, time) {
        (PartOfYear::Whole, _) => Some(format!("{year:04}")),
        (PartOfYear::Month(Digits::Known(month)), _) => Some(format!("{year:04}-{month:02}")),
        (PartOfYear::Day { month: Digits::Known(month), day: Digits::Known(day) }, time) => {
            let date = format!("{year:04}-{month:02}-{day:02}");
            let Some(time) = time.filter(|time| time.second < 60) else { return Some(date) };
            let zone = match time.offset {
                None => String::new(),
                Some(0) => "Z".to_owned(),
                Some(minutes) => offset(minutes),
            };
            Some(format!("{date}T{:02}:{:02}:{:02}{zone}", time.hour, time.minute, time.second))
        }
        _ => None,
    }
}

/// The time of day; seconds only where they are not zero, because EDTF has no
/// way to leave them out.
fn clock(time: &Time) -> String {
    let seconds = if time.second == 0 { String::new() } else { format!(":{:02}", time.second) };
    let zone = match time.offset {
        None => String::new(),
        Some(0) => " UTC".to_owned(),
        Some(minutes) => format!(" UTC{}", offset(minutes)),
    };
    format!("{:02}:{:02}{seconds}{zone}", time.hour, time.minute)
}

/// Minutes ahead of UTC as `+04:30`.
fn offset(minutes: i16) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60)
}

fn interval(words: &Words, start: &IntervalEnd, end: &IntervalEnd) -> String {
    use IntervalEnd::{Date, Open, OrEarlier, OrLater, Unknown};
    match (start, end) {
        (Date(from), Date(to)) => stretch(words, from, to),
        (Date(from) | OrLater(from), Open) => fill(words.onwards, &[("date", &partial(words, from))]),
        (Date(from) | OrLater(from), Unknown) => fill(words.end_unknown, &[("date", &partial(words, from))]),
        (Open, Date(to) | OrEarlier(to)) => fill(words.up_to, &[("date", &partial(words, to))]),
        (Unknown, Date(to) | OrEarlier(to)) => fill(words.start_unknown, &[("date", &partial(words, to))]),
        _ => fill(words.range, &[("from", &interval_end(words, start)), ("to", &interval_end(words, end))]),
    }
}

/// An end of an interval whose other end says nothing that would shorten it.
fn interval_end(words: &Words, end: &IntervalEnd) -> String {
    match end {
        IntervalEnd::Date(date) => partial(words, date),
        IntervalEnd::OrEarlier(date) => fill(words.or_earlier, &[("date", &partial(words, date))]),
        IntervalEnd::OrLater(date) => fill(words.or_later, &[("date", &partial(words, date))]),
        IntervalEnd::Open => "…".to_owned(),
        IntervalEnd::Unknown => "?".to_owned(),
    }
}

/// From one date to another, without saying twice what they share.
fn stretch(words: &Words, from: &PartialDate, to: &PartialDate) -> String {
    if from == to {
        return partial(words, from);
    }
    if let (Year::Exact(year), Year::Exact(last)) = (from.year, to.year)
        && is_sure(from)
        && is_sure(to)
    {
        match (from.part, to.part) {
            (PartOfYear::Whole, PartOfYear::Whole) if year > 0 => {
                return fill(words.years, &[("from", &number(words, year)), ("to", &number(words, last))]);
            }
            (PartOfYear::Month(Digits::Known(first)), PartOfYear::Month(Digits::Known(second)))
                if year == last =>
            {
                let months = [("from", words.month(first)), ("to", words.month(second))];
                return words.of_month(&fill(words.months_range, &months), &number(words, year));
            }
            (
                PartOfYear::Day { month: Digits::Known(first), day: Digits::Known(from) },
                PartOfYear::Day { month: Digits::Known(second), day: Digits::Known(to) },
            ) if year == last => {
                let days = if first == second {
                    let (from, to) = (words.day(from), words.day(to));
                    let days = [("from", from.as_str()), ("to", &to), ("month", words.month(first))];
                    fill(words.days_of_month, &days)
                } else {
                    let (from, to) = (words.day_in_year(first, from), words.day_in_year(second, to));
                    fill(words.range, &[("from", &from), ("to", &to)])
                };
                return words.of_day(&days, &number(words, year));
            }
            _ => {}
        }
    }
    fill(words.range, &[("from", &partial(words, from)), ("to", &partial(words, to))])
}

fn set(words: &Words, kind: SetKind, members: &[SetMember]) -> String {
    let texts: Vec<String> = members
        .iter()
        .map(|member| match member {
            SetMember::Date(date) => partial(words, date),
            SetMember::OrEarlier(date) => fill(words.or_earlier, &[("date", &partial(words, date))]),
            SetMember::OrLater(date) => fill(words.or_later, &[("date", &partial(words, date))]),
            SetMember::Range(from, to) => {
                fill(words.each, &[("from", &partial(words, from)), ("to", &partial(words, to))])
            }
        })
        .collect();
    match (texts.as_slice(), members, kind) {
        // Nothing to choose from.
        ([only], [SetMember::Date(_) | SetMember::OrEarlier(_) | SetMember::OrLater(_)], SetKind::One)
        | ([only], [SetMember::Date(_)], SetKind::All) => only.clone(),
        (_, _, SetKind::One) => fill(words.one_of, &[("list", &texts.join(words.comma))]),
        (_, _, SetKind::All) => fill(words.all_of, &[("list", &texts.join(words.comma))]),
    }
}

/// One date with all doubt that its author expressed.
fn partial(words: &Words, date: &PartialDate) -> String {
    let parts: &[Certainty] = match date.part {
        PartOfYear::Whole => &[date.year_certainty],
        PartOfYear::Season(_) | PartOfYear::Month(_) => &[date.year_certainty, date.month_certainty],
        PartOfYear::Day { .. } => &[date.year_certainty, date.month_certainty, date.day_certainty],
    };
    // What is so of the whole date is said once, what is so of a part by name.
    let all_uncertain = parts.iter().all(|part| is_uncertain(*part));
    let all_approximate = parts.iter().all(|part| is_approximate(*part));
    let mut doubts = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        if is_uncertain(*part) && !all_uncertain {
            doubts.push(words.parts_uncertain[at]);
        }
        if is_approximate(*part) && !all_approximate {
            doubts.push(words.parts_approximate[at]);
        }
    }
    let mut text = undoubted(words, date);
    if all_approximate {
        text = fill(words.circa, &[("date", &text)]);
    }
    if !doubts.is_empty() {
        text = fill(words.remark, &[("date", &text), ("remark", &doubts.join(words.comma))]);
    }
    if all_uncertain {
        text = fill(words.uncertain, &[("date", &text)]);
    }
    text
}

/// One date as if its author were sure of it.
fn undoubted(words: &Words, date: &PartialDate) -> String {
    use Digits::{Half, Known, Unknown};
    let remark =
        |remark: &str| fill(words.remark, &[("date", &in_words(words, date.year)), ("remark", remark)]);
    match date.part {
        PartOfYear::Whole => in_words(words, date.year),
        PartOfYear::Season(season) => self::season(words, season, date.year),
        PartOfYear::Month(Known(month)) => month_of(words, month, date.year),
        PartOfYear::Month(Unknown) => remark(words.month_unknown),
        PartOfYear::Day { month: Unknown, day: Unknown } => remark(words.month_and_day_unknown),
        PartOfYear::Day { month: Known(month), day: Unknown } => {
            let month = month_of(words, month, date.year);
            fill(words.remark, &[("date", &month), ("remark", words.day_unknown)])
        }
        PartOfYear::Day { month: Unknown, day: Known(day) } => {
            remark(&fill(words.day_of_unknown_month, &[("day", &words.day(day))]))
        }
        PartOfYear::Day { month: Known(month), day: Known(day) } => match date.year {
            Year::Exact(year) => words.of_day(&words.day_in_year(month, day), &number(words, year)),
            vague => {
                let year = in_words(words, vague);
                fill(words.of_vague_year, &[("part", &words.day_in_year(month, day)), ("year", &year)])
            }
        },
        PartOfYear::Month(Half) => {
            let month = |(year, month, _): Day| month_of(words, month, Year::Exact(year));
            fill(words.some_time, &[("from", &month(date.first)), ("to", &month(date.last))])
        }
        PartOfYear::Day { month: Half, .. } | PartOfYear::Day { day: Half, .. } => {
            let day =
                |(year, month, day): Day| words.of_day(&words.day_in_year(month, day), &number(words, year));
            fill(words.some_time, &[("from", &day(date.first)), ("to", &day(date.last))])
        }
    }
}

fn month_of(words: &Words, month: u8, year: Year) -> String {
    match year {
        Year::Exact(year) => words.of_month(words.month(month), &number(words, year)),
        vague => {
            fill(words.of_vague_year, &[("part", words.month(month)), ("year", &in_words(words, vague))])
        }
    }
}

fn season(words: &Words, season: Season, year: Year) -> String {
    let of_year = |pattern: &str, part: &str| match year {
        Year::Exact(year) => fill(pattern, &[("part", part), ("year", &number(words, year))]),
        vague => fill(words.of_vague_year, &[("part", part), ("year", &in_words(words, vague))]),
    };
    match season {
        Season::Anywhere(at) => of_year(words.of_season, name(&words.seasons, at)),
        Season::North(at) => {
            let text = of_year(words.of_season, name(&words.seasons, at));
            fill(words.remark, &[("date", &text), ("remark", words.northern)])
        }
        Season::South(at) => {
            let text = of_year(words.of_season, name(&words.seasons, at));
            fill(words.remark, &[("date", &text), ("remark", words.southern)])
        }
        Season::Quarter(at) => of_year(words.of_part, name(&words.quarters, at.saturating_sub(1))),
        Season::Third(at) => of_year(words.of_part, name(&words.thirds, at.saturating_sub(1))),
        Season::Half(at) => of_year(words.of_part, name(&words.halves, at.saturating_sub(1))),
    }
}

/// An entry of a table of seasons. Their numbers come from the parser, which
/// knows no others than the tables hold.
fn name(table: &[&'static str], at: u8) -> &'static str {
    table.get(usize::from(at)).copied().unwrap_or("?")
}

/// A year that stands alone.
fn in_words(words: &Words, year: Year) -> String {
    match year {
        Year::Exact(year) => fill(words.year, &[("year", &number(words, year))]),
        Year::Decade(first) => fill(words.decade, &[("year", &first.to_string())]),
        Year::Century(first) => (words.century)(first / 100 + 1),
        Year::Between(from, to) => {
            fill(words.between, &[("from", &number(words, from)), ("to", &number(words, to))])
        }
        Year::Unknown => words.year_unknown.to_owned(),
        Year::Estimate { about, from, to } => {
            // Before the common era the earlier year has the higher number.
            let [about, from, to] = [about, from, to].map(|year| number(words, year));
            fill(words.estimate, &[("about", &about), ("from", &from), ("to", &to)])
        }
        Year::Remote { significand, exponent } => {
            let power: String = exponent.to_string().chars().map(superscript).collect();
            let text = format!("{} × 10{power}", significand.unsigned_abs());
            let text = if significand < 0 { fill(words.bce, &[("year", &text)]) } else { text };
            fill(words.year, &[("year", &text)])
        }
    }
}

/// A year as a number, with its era where it is not ours: year 0 is 1 BCE.
fn number(words: &Words, year: i64) -> String {
    if year > 0 {
        grouped(year.unsigned_abs())
    } else {
        fill(words.bce, &[("year", &grouped(year.unsigned_abs() + 1))])
    }
}

/// Five and more digits in groups of three, with narrow no-break spaces.
fn grouped(year: u64) -> String {
    let digits = year.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

fn superscript(digit: char) -> char {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    digit.to_digit(10).map_or(digit, |digit| DIGITS[digit as usize])
}

/// Whether no part of a date is marked as doubtful.
fn is_sure(date: &PartialDate) -> bool {
    [date.year_certainty, date.month_certainty, date.day_certainty] == [Certainty::Sure; 3]
}

fn is_uncertain(certainty: Certainty) -> bool {
    matches!(certainty, Certainty::Uncertain | Certainty::UncertainApproximate)
}

fn is_approximate(certainty: Certainty) -> bool {
    matches!(certainty, Certainty::Approximate | Certainty::UncertainApproximate)
}

#[cfg(test)]
mod tests;
