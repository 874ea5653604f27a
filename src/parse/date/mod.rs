//! Dates after EDTF (ISO 8601-2:2019), levels 0 to 2. The only folder that names
//! edtf-core.
//!
//! EDTF was a draft of the Library of Congress until 2019, and much of what is
//! written is still in its spelling, or no EDTF at all: `meant` reads those
//! spellings, but only to say what to write instead.

mod endpoints;
mod meant;
mod unread;

use edtf_core::{
    Bound, Date, DateField, Edtf, IntervalEndpoint, ParseError, Qualifier, SetElement, YearKind,
};

use crate::model::EventDate;
use crate::model::date::{
    Certainty, Day, Digits, IntervalEnd, PartOfYear, PartialDate, Season, SetKind, SetMember, SortKey, Time,
    When, Year,
};

/// Why a text is not a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateError {
    /// What is wrong, lower case, without a final period.
    pub message: String,
    /// Where in the text, in bytes.
    pub offset: usize,
    /// What was probably meant: `2004-06-uu` is `2004-06-XX` since 2019.
    pub meant: Option<String>,
}

impl DateError {
    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        match &self.meant {
            Some(meant) => Some(format!("did you mean `{meant}`?")),
            // Not even the year can be read.
            None if self.offset < 4 => {
                Some("dates are written as `2019-05-16`, `2019-05` or `2019`".to_owned())
            }
            None => None,
        }
    }
}

/// Before every day there is: where an open or unknown start sorts.
const BEFORE_ALL: Day = (i64::MIN, 0, 0);
/// After every day there is: where an open or unknown end sorts.
const AFTER_ALL: Day = (i64::MAX, 99, 99);

/// Parses a date.
///
/// # Errors
///
/// When the text is not EDTF of level 0, 1 or 2, or names a day that the
/// calendar does not have. The error proposes what was meant where that can be
/// told.
pub fn date(text: &str) -> Result<EventDate, DateError> {
    read(text).map_err(|error| {
        let meant = meant::meant(text).filter(|meant| read(meant).is_ok());
        match meant {
            // How it should be written says more than where reading stopped.
            Some(_) => DateError { message: format!("`{text}` is not a date in EDTF"), offset: 0, meant },
            None => {
                DateError { message: complaint(text, &error), offset: error.offset.min(text.len()), meant }
            }
        }
    })
}

fn read(text: &str) -> Result<EventDate, ParseError> {
    match Edtf::parse(text).and_then(endpoints::checked) {
        Ok(parsed) => {
            let when = when(&parsed);
            Ok(EventDate { edtf: text.to_owned(), key: sort_key(&when, &parsed), when })
        }
        Err(error) => unread::date(text).ok_or(error),
    }
}

/// Says why a text is not a date; in the calendar's words where it is about a
/// day that does not exist.
fn complaint(text: &str, error: &ParseError) -> String {
    if text.is_empty() {
        return "the date is missing".to_owned();
    }
    let month = text.get(error.offset.saturating_sub(3)..error.offset.saturating_sub(1));
    match (error.message, month) {
        ("day is out of range for the month", Some(month)) => match month {
            "02" => format!("`{text}` does not exist: February has 28 days, in leap years 29"),
            "04" | "06" | "09" | "11" => format!("`{text}` does not exist: that month has 30 days"),
            _ => format!("`{text}` does not exist: no month has such a day"),
        },
        _ => format!("`{text}` is not a date: {}", error.message),
    }
}

/// What a parsed date means, in our own words.
fn when(parsed: &Edtf) -> When {
    match parsed {
        Edtf::Date(date) => When::Date(partial_date(date)),
        Edtf::DateTime(moment) => When::Moment {
            date: partial_date(&moment.date),
            time: Time {
                hour: moment.time.hour,
                minute: moment.time.minute,
                second: moment.time.second,
                offset: moment.time.shift.map(|shift| match shift {
                    edtf_core::TimeShift::Utc => 0,
                    edtf_core::TimeShift::Offset { minutes, .. } => minutes,
                }),
            },
        },
        Edtf::Interval(interval) => {
            When::Interval { start: interval_end(&interval.start), end: interval_end(&interval.end) }
        }
        Edtf::Set(set) => When::Set {
            kind: match set.kind {
                edtf_core::SetKind::AllMembers => SetKind::All,
                edtf_core::SetKind::OneMember => SetKind::One,
            },
            members: set.elements.iter().map(set_member).collect(),
        },
    }
}

fn interval_end(end: &IntervalEndpoint) -> IntervalEnd {
    match end {
        IntervalEndpoint::Date(date) => IntervalEnd::Date(partial_date(date)),
        IntervalEndpoint::Open => IntervalEnd::Open,
        IntervalEndpoint::Unknown => IntervalEnd::Unknown,
        IntervalEndpoint::OnOrBefore(date) => IntervalEnd::OrEarlier(partial_date(date)),
        IntervalEndpoint::OnOrAfter(date) => IntervalEnd::OrLater(partial_date(date)),
    }
}

fn set_member(element: &SetElement) -> SetMember {
    match element {
        SetElement::Date(date) => SetMember::Date(partial_date(date)),
        SetElement::OnOrBefore(date) => SetMember::OrEarlier(partial_date(date)),
        SetElement::OnOrAfter(date) => SetMember::OrLater(partial_date(date)),
        SetElement::Range(from, to) => SetMember::Range(partial_date(from), partial_date(to)),
    }
}

fn partial_date(date: &Date) -> PartialDate {
    let bounds = Edtf::Date(*date).bounds();
    // Years that the crate cannot count are still before or after all others.
    let remote = match date.year.kind {
        YearKind::Standard { negative: true, .. } => BEFORE_ALL,
        YearKind::Big { value } | YearKind::Exponential { significand: value, .. } if value < 0 => BEFORE_ALL,
        _ => AFTER_ALL,
    };
    let part = match (date.month, date.day) {
        (None, _) => PartOfYear::Whole,
        (Some(month), None) => match month.value().and_then(season) {
            Some(season) => PartOfYear::Season(season),
            None => PartOfYear::Month(digits(month)),
        },
        (Some(month), Some(day)) => PartOfYear::Day { month: digits(month), day: digits(day) },
    };
    PartialDate {
        year: year(date),
        part,
        year_certainty: certainty(date.year.qualifier),
        month_certainty: date.month.map_or(Certainty::Sure, |month| certainty(month.qualifier)),
        day_certainty: date.day.map_or(Certainty::Sure, |day| certainty(day.qualifier)),
        first: day(bounds.earliest).unwrap_or(remote),
        last: day(bounds.latest).unwrap_or(remote),
    }
}

fn year(date: &Date) -> Year {
    if let YearKind::Standard { digits, .. } = date.year.kind {
        let fill = |with: u8| digits.iter().fold(0, |sum, digit| sum * 10 + i64::from(digit.unwrap_or(with)));
        match digits {
            [None, None, None, None] => return Year::Unknown,
            // The first nine years of a count that has no year 0 are no decade.
            [Some(_), Some(_), Some(_), None] if fill(9) >= 10 => return Year::Decade(fill(0)),
            [Some(_), Some(_), None, None] => return Year::Century(fill(0)),
            _ if digits.contains(&None) => return Year::Between(fill(0), fill(9)),
            _ => {}
        }
    }
    match (date.year.value(), date.year.kind) {
        (Some(about), _) if date.year.significant_digits.is_some() => {
            let bounds = Edtf::Date(Date { year: date.year, month: None, day: None }).bounds();
            match (day(bounds.earliest), day(bounds.latest)) {
                (Some((from, ..)), Some((to, ..))) => Year::Estimate { about, from, to },
                _ => Year::Exact(about),
            }
        }
        (Some(exact), _) => Year::Exact(exact),
        (None, YearKind::Exponential { significand, exponent }) => Year::Remote { significand, exponent },
        // Only masks and exponents have no value, and masks were dealt with.
        (None, _) => Year::Unknown,
    }
}

/// The season of a code that stands where a month would.
fn season(code: u8) -> Option<Season> {
    Some(match code {
        21..=24 => Season::Anywhere(code - 21),
        25..=28 => Season::North(code - 25),
        29..=32 => Season::South(code - 29),
        33..=36 => Season::Quarter(code - 32),
        37..=39 => Season::Third(code - 36),
        40..=41 => Season::Half(code - 39),
        _ => return None,
    })
}

fn digits(field: DateField) -> Digits {
    match (field.value(), field.digits) {
        (Some(number), _) => Digits::Known(number),
        (None, [None, None]) => Digits::Unknown,
        (None, _) => Digits::Half,
    }
}

fn certainty(qualifier: Qualifier) -> Certainty {
    match (qualifier.uncertain, qualifier.approximate) {
        (false, false) => Certainty::Sure,
        (true, false) => Certainty::Uncertain,
        (false, true) => Certainty::Approximate,
        (true, true) => Certainty::UncertainApproximate,
    }
}

fn day(bound: Bound) -> Option<Day> {
    match bound {
        Bound::Date(day) => Some((day.year, day.month, day.day)),
        Bound::NegativeInfinity | Bound::PositiveInfinity | Bound::Unknown => None,
    }
}

fn sort_key(when: &When, parsed: &Edtf) -> SortKey {
    let (earliest, latest) = match when {
        When::Date(date) | When::Moment { date, .. } => (date.first, date.last),
        When::Interval { .. } | When::Set { .. } => {
            let bounds = parsed.bounds();
            (day(bounds.earliest).unwrap_or(BEFORE_ALL), day(bounds.latest).unwrap_or(AFTER_ALL))
        }
    };
    let precision = match when {
        When::Moment { .. } => 7,
        _ => precision(earliest, latest),
    };
    SortKey { earliest, precision, latest }
}

/// How narrow a stretch of time is. See [`SortKey::precision`].
fn precision(earliest: Day, latest: Day) -> u8 {
    if earliest.0 == i64::MIN || latest.0 == i64::MAX {
        return 0;
    }
    // Near enough for telling a month from a quarter, and safe for any year.
    let days = |(year, month, day): Day| {
        year.saturating_mul(366).saturating_add(i64::from(month) * 31 + i64::from(day))
    };
    match days(latest).saturating_sub(days(earliest)) {
        0 => 6,
        1..27 => 5,
        27..31 => 4,
        31..364 => 3,
        364..=371 => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(dates: &[&str]) -> String {
        let mut dates: Vec<EventDate> = dates.iter().map(|text| date(text).expect("a date")).collect();
        dates.sort_by_key(|date| date.key);
        dates.iter().map(|date| date.edtf.as_str()).collect::<Vec<_>>().join("  ")
    }

    #[test]
    fn a_wide_date_comes_before_the_narrow_one_that_begins_with_it() {
        assert_eq!(
            sorted(&[
                "2020-01-01T10:00:00",
                "2020-01-01",
                "2020",
                "202X",
                "2020-01",
                "2020-01-01/2020-01-03",
                "2020-33",
                "2020-01-01/..",
                "2019-12-31",
                "2020-01-02",
            ]),
            "2019-12-31  2020-01-01/..  202X  2020  2020-33  2020-01  2020-01-01/2020-01-03  2020-01-01  \
             2020-01-01T10:00:00  2020-01-02"
        );
    }

    #[test]
    fn february_is_as_wide_as_any_month() {
        let precision = |text| date(text).expect("a date").key.precision;
        assert_eq!(precision("2019-02"), precision("2019-01"));
        assert_eq!(precision("2020-02"), precision("2019-04"));
    }

    #[test]
    fn dates_without_a_start_come_first_and_remote_years_stand_at_their_end_of_time() {
        assert_eq!(
            sorted(&["Y17E100", "1985", "../1985", "-0043", "0000", "/1984", "Y-17E100", "Y-17E7", "Y17E7"]),
            "Y-17E100  /1984  ../1985  Y-17E7  -0043  0000  1985  Y17E7  Y17E100"
        );
    }

    /// The reason and the proposal for a text that is not a date.
    fn refused(text: &str) -> String {
        match date(text) {
            Ok(date) => format!("accepted: {date:?}"),
            Err(error) => {
                let meant = error.meant.map(|meant| format!(" -> {meant}")).unwrap_or_default();
                format!("{} [{}]{meant}", error.message, error.offset)
            }
        }
    }

    #[test]
    fn a_day_must_be_in_the_calendar() {
        assert_eq!(
            refused("1985-02-30"),
            "`1985-02-30` does not exist: February has 28 days, in leap years 29 [8]"
        );
        assert_eq!(refused("1985-04-31"), "`1985-04-31` does not exist: that month has 30 days [8]");
        assert_eq!(refused("1985-01-32"), "`1985-01-32` does not exist: no month has such a day [8]");
        assert!(date("2000-02-29").is_ok());
        assert!(date("1900-02-29").is_err());
    }
}
