//! What edtf-core lets pass as the ends of an interval, and EDTF does not have.

use edtf_core::{Bound, Date, DateField, Edtf, Interval, IntervalEndpoint, ParseError, YearKind};

/// Hands a date through, unless it is an interval with ends that none can have.
pub(super) fn checked(parsed: Edtf) -> Result<Edtf, ParseError> {
    let Edtf::Interval(Interval { start, end }) = &parsed else { return Ok(parsed) };
    for end in [start, end] {
        if date(end).is_some_and(is_long) {
            let message = "a year of more than four digits stands alone, not in an interval";
            return Err(ParseError { message, offset: 0 });
        }
    }
    if let (IntervalEndpoint::Date(start), IntervalEndpoint::Date(end)) = (start, end)
        && ends_early(start, end)
    {
        let message = "its end may lie before its start: say the end as precisely as the start";
        return Err(ParseError { message, offset: 0 });
    }
    Ok(parsed)
}

fn date(end: &IntervalEndpoint) -> Option<&Date> {
    match end {
        IntervalEndpoint::Date(date)
        | IntervalEndpoint::OnOrBefore(date)
        | IntervalEndpoint::OnOrAfter(date) => Some(date),
        IntervalEndpoint::Open | IntervalEndpoint::Unknown => None,
    }
}

fn is_long(date: &Date) -> bool {
    !matches!(date.year.kind, YearKind::Standard { .. })
}

/// Whether the end is a month or a year that begins before the start, as in
/// `2004-06-11/2004-06`. Digits that are not known (`2004-06-1X`) may be so large
/// that it does not.
fn ends_early(start: &Date, end: &Date) -> bool {
    let is_known = |field: Option<DateField>| field.is_none_or(|field| field.value().is_some());
    let is_masked = matches!(end.year.kind, YearKind::Standard { digits, .. } if digits.contains(&None))
        || !is_known(end.month)
        || !is_known(end.day);
    let first = |date: &Date| match Edtf::Date(*date).bounds().earliest {
        Bound::Date(day) => Some(day),
        _ => None,
    };
    match (first(start), first(end)) {
        (Some(start), Some(end)) => !is_masked && end < start,
        _ => false,
    }
}
