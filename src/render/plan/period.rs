//! The stretches of time under which a timeline gathers its events.

use crate::model::Anchor;
use crate::model::date::{Digits, EventDate, IntervalEnd, PartOfYear, PartialDate, When, Year};
use crate::render::Labels;
use crate::render::date::{until, year};

/// The month in which a date begins, if its author knows that month.
pub(super) fn month(date: &EventDate) -> Option<u8> {
    let start = match &date.when {
        When::Date(start) | When::Moment { date: start, .. } => start,
        When::Interval { start: IntervalEnd::Date(start), .. } => start,
        When::Interval { .. } | When::Set { .. } => return None,
    };
    match start.part {
        PartOfYear::Month(Digits::Known(month)) | PartOfYear::Day { month: Digits::Known(month), .. } => {
            Some(month)
        }
        _ => None,
    }
}

/// A stretch of time under one heading.
///
/// Periods are ordered by where they begin; of those that begin together, the
/// wider one comes first: what is known of the decade only comes before what is
/// known of its first year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Period {
    /// The first year, in astronomical numbering; for what has no known start the
    /// last one; the greatest number if neither is known.
    from: i64,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// All time up to this year.
    Until,
    /// From the first year to this one.
    To(i64),
    Century,
    Decade,
    Year,
    /// Nothing is known that would give it a place.
    Undated,
}

impl Period {
    /// The period under which a date stands: the year in which it begins if that
    /// is known, else the decade, the century, or whatever is known of the year.
    pub(super) fn of(date: &EventDate) -> Period {
        match &date.when {
            When::Date(start) | When::Moment { date: start, .. } => Period::starting(start),
            When::Interval { start: IntervalEnd::Date(start) | IntervalEnd::OrLater(start), .. } => {
                Period::starting(start)
            }
            When::Interval { .. } | When::Set { .. } => {
                let (first, last) = (date.key.earliest.0, date.key.latest.0);
                match (first, last) {
                    (i64::MIN, i64::MAX) => Period { from: i64::MAX, kind: Kind::Undated },
                    (i64::MIN, last) => Period { from: last, kind: Kind::Until },
                    (first, i64::MAX) => Period { from: first, kind: Kind::Year },
                    (first, last) => Period::spanning(first, last),
                }
            }
        }
    }

    /// The first and the last year of the period, if it has both.
    pub(super) fn years(self) -> Option<(i64, i64)> {
        let last = match self.kind {
            Kind::Until | Kind::Undated => return None,
            Kind::To(to) => to,
            Kind::Century => self.from.saturating_add(99),
            Kind::Decade => self.from.saturating_add(9),
            Kind::Year => self.from,
        };
        Some((self.from, last))
    }

    /// The year in which it begins; for what has no known start the last one; the
    /// greatest number if neither is known.
    pub(super) fn first(self) -> i64 {
        self.from
    }

    /// The year in which it ends.
    pub(super) fn last(self) -> i64 {
        self.years().map_or(self.from, |(_, last)| last)
    }

    fn starting(date: &PartialDate) -> Period {
        match date.year {
            Year::Exact(from) => Period { from, kind: Kind::Year },
            Year::Decade(from) => Period { from, kind: Kind::Decade },
            Year::Century(from) => Period { from, kind: Kind::Century },
            Year::Between(from, to) | Year::Estimate { from, to, .. } => Period::spanning(from, to),
            Year::Unknown => Period { from: i64::MAX, kind: Kind::Undated },
            Year::Remote { .. } => Period { from: date.first.0, kind: Kind::Year },
        }
    }

    /// The narrowest period that holds both years.
    fn spanning(from: i64, to: i64) -> Period {
        let within = |years: i64| from.div_euclid(years) == to.div_euclid(years);
        if from == to {
            return Period { from, kind: Kind::Year };
        }
        // Before our era, years count backwards and have no decades.
        match from > 0 {
            true if within(10) => Period { from: from.div_euclid(10) * 10, kind: Kind::Decade },
            true if within(100) => Period { from: from.div_euclid(100) * 100, kind: Kind::Century },
            _ => Period { from, kind: Kind::To(to) },
        }
    }

    /// How the period is called in a language: "2019", "1990s", "until 1990".
    pub(super) fn title(self, language: &str, labels: &Labels) -> String {
        let words = match self.kind {
            Kind::Until => until(self.from, language),
            Kind::To(to) => year(Year::Between(self.from, to), language),
            Kind::Century => year(Year::Century(self.from), language),
            Kind::Decade => year(Year::Decade(self.from), language),
            Kind::Year => year(Year::Exact(self.from), language),
            Kind::Undated => labels.undated.clone(),
        };
        // A heading begins as a sentence does.
        let mut letters = words.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
    }

    /// How the time from this period to the end of another is called: "1990 – 1999".
    pub(super) fn title_to(self, last: Period, language: &str, labels: &Labels) -> String {
        let named = |at: i64| year(Year::Exact(at), language);
        match (self.first(), last.last()) {
            _ if self == last => self.title(language, labels),
            (first, last) if first == last => named(first),
            (first, last) => format!("{} \u{2013} {}", named(first), named(last)),
        }
    }

    /// The period's id on the page, the same in every language.
    pub(super) fn anchor(self) -> Anchor {
        let year = |year: i64| match year {
            1.. => year.to_string(),
            // Year 0 is 1 BCE.
            _ => format!("{}-bce", year.unsigned_abs().saturating_add(1)),
        };
        Anchor::new(match self.kind {
            Kind::Until => format!("period-until-{}", year(self.from)),
            Kind::To(to) => format!("period-{}-to-{}", year(self.from), year(to)),
            Kind::Century => format!("period-{}s-century", year(self.from)),
            Kind::Decade => format!("period-{}s", year(self.from)),
            Kind::Year => format!("period-{}", year(self.from)),
            Kind::Undated => "period-undated".to_owned(),
        })
    }
}
