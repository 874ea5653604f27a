//! Dates that edtf-core does not read: unknown digits and times of day in years
//! before 1 BCE, intervals without a date, and years that are said to be more
//! precise than they are long.

use edtf_core::Edtf;

use super::{AFTER_ALL, BEFORE_ALL, precision, when};
use crate::model::EventDate;
use crate::model::date::{Day, IntervalEnd, PartialDate, SortKey, When, Year};

/// Reads such a date; `None` for any other text.
pub(super) fn date(edtf: &str) -> Option<EventDate> {
    let (when, earliest, latest) =
        dateless(edtf).or_else(|| all_digits_count(edtf)).or_else(|| before_christ(edtf))?;
    let precision = if matches!(when, When::Moment { .. }) { 7 } else { precision(earliest, latest) };
    Some(EventDate { edtf: edtf.to_owned(), key: SortKey { earliest, precision, latest }, when })
}

/// An interval of which neither end is known.
fn dateless(edtf: &str) -> Option<(When, Day, Day)> {
    let (start, end) = match edtf {
        "../.." => (IntervalEnd::Open, IntervalEnd::Open),
        "../" => (IntervalEnd::Open, IntervalEnd::Unknown),
        "/.." => (IntervalEnd::Unknown, IntervalEnd::Open),
        _ => return None,
    };
    Some((When::Interval { start, end }, BEFORE_ALL, AFTER_ALL))
}

/// A year of four digits of which five or more are significant: `1859S5` is 1859.
fn all_digits_count(edtf: &str) -> Option<(When, Day, Day)> {
    let (year, significant) = edtf.split_once('S')?;
    let is_year = year.trim_start_matches('-').len() == 4;
    if !is_year || significant.parse::<u8>().ok()? <= 4 || significant.starts_with('+') {
        return None;
    }
    match when(&Edtf::parse(year).ok()?) {
        When::Date(date) => Some((When::Date(date), date.first, date.last)),
        _ => None,
    }
}

/// A date with a `-` before it that is one without it: `-15XX-12-25`.
fn before_christ(edtf: &str) -> Option<(When, Day, Day)> {
    let parsed = Edtf::parse(edtf.strip_prefix('-')?).ok()?;
    let (date, time) = match when(&parsed) {
        When::Date(date) => (mirrored(date)?, None),
        When::Moment { date, time } => (mirrored(date)?, Some(time)),
        When::Interval { .. } | When::Set { .. } => return None,
    };
    let when = match time {
        Some(time) => When::Moment { date, time },
        None => When::Date(date),
    };
    Some((when, date.first, date.last))
}

/// The same date in the years before year 0, which itself has no sign.
fn mirrored(date: PartialDate) -> Option<PartialDate> {
    let (from, to) = match date.year {
        Year::Exact(year) => (year, year),
        Year::Decade(year) => (year, year + 9),
        Year::Century(year) => (year, year + 99),
        Year::Between(from, to) => (from, to),
        Year::Unknown => (0, 9999),
        Year::Estimate { .. } | Year::Remote { .. } => return None,
    };
    let (from, to) = (-to, -from.max(1));
    if from > to {
        return None;
    }
    let year = if from == to { Year::Exact(from) } else { Year::Between(from, to) };
    let ((_, month, day), (_, last_month, last_day)) = (date.first, date.last);
    Some(PartialDate { year, first: (from, month, day), last: (to, last_month, last_day), ..date })
}

#[cfg(test)]
mod tests {
    use super::super::date;

    /// Each date with the first and the last day that it can mean.
    fn bounds(texts: &[&str]) -> String {
        let line = |text: &&str| match date(text) {
            Ok(date) => {
                format!("{text}: {:?} {:?} {}\n", date.key.earliest, date.key.latest, date.key.precision)
            }
            Err(error) => format!("{text}: {}\n", error.message),
        };
        texts.iter().map(line).collect()
    }

    #[test]
    fn years_before_christ_have_unknown_digits_too() {
        assert_eq!(
            bounds(&["-15XX-12-25", "-156X", "-XXXX-12-XX", "-1985-04-12T23:20:30Z", "-000X"]),
            "\
-15XX-12-25: (-1599, 12, 25) (-1500, 12, 25) 1
-156X: (-1569, 1, 1) (-1560, 12, 31) 1
-XXXX-12-XX: (-9999, 12, 1) (-1, 12, 31) 1
-1985-04-12T23:20:30Z: (-1985, 4, 12) (-1985, 4, 12) 7
-000X: (-9, 1, 1) (-1, 12, 31) 1
"
        );
    }

    #[test]
    fn what_is_no_date_without_its_sign_is_none_with_it() {
        for text in ["-", "--1", "-0000", "-0000-01-01T00:00:00", "-15XX-13", "-1X/2", "-[1]", "/", "-Y1X"] {
            assert!(date(text).is_err(), "{text}");
        }
    }
}
