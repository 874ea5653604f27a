//! `timeline.ics`: the events as a calendar after RFC 5545.
//!
//! A calendar shows days. An event of which the month is known but not the day
//! fills its month, and the summary says so: "(May 2019) ...". Events of which
//! less is known, or that are in doubt ("1985", "c. May 2019"), are left out: a
//! bar over a whole year would hide the others, and a made-up day would be
//! wrong. `timeline.json` and `timeline.csv` have all.

use super::entries::Entry;
use crate::model::Config;
use crate::model::date::{Certainty, Day, Digits, IntervalEnd, PartOfYear, PartialDate, Time, When, Year};

/// The longest line, in bytes, without its end (section 3.1).
const LINE: usize = 75;

/// The calendar of these events; `None` if there is none, as an empty one is not
/// valid.
pub(super) fn calendar<'e>(config: &Config, events: impl Iterator<Item = &'e str> + Clone) -> Option<String> {
    let mut out = Lines::default();
    out.line("BEGIN", "VCALENDAR");
    out.line("VERSION", "2.0");
    out.line("PRODID", "-//briefbook//briefbook//EN");
    out.line("CALSCALE", "GREGORIAN");
    out.line("NAME", &text(&config.title));
    // What calendar programs read that do not know `NAME` of RFC 7986.
    out.line("X-WR-CALNAME", &text(&config.title));
    let head = out.0.len();
    out.0.reserve(events.clone().map(|event| event.len()).sum::<usize>() + LINE);
    out.0.extend(events);
    let any = out.0.len() > head;
    out.line("END", "VCALENDAR");
    any.then_some(out.0)
}

/// An event of the calendar; `None` if its date is not precise enough.
pub(super) fn event(config: &Config, entry: &Entry) -> Option<String> {
    let span = span(&entry.event.date.when)?;
    let mut out = Lines::default();
    out.line("BEGIN", "VEVENT");
    out.line("UID", &text(&uid(config, entry)));
    out.line("DTSTAMP", &stamp(config, entry));
    match span {
        Span::Days { first, after_last } => {
            out.line("DTSTART;VALUE=DATE", &compact(first));
            out.line("DTEND;VALUE=DATE", &compact(after_last));
        }
        Span::Moment(start) => out.line("DTSTART", &start),
    }
    let summary = match is_exact(&entry.event.date.when) {
        true => entry.text.clone(),
        false => format!("({}) {}", entry.date.text, entry.text),
    };
    out.line("SUMMARY", &text(&summary));
    let told = match &config.base_url {
        Some(base) => format!("{}\n{base}{}", entry.title, entry.href),
        None => entry.title.to_owned(),
    };
    out.line("DESCRIPTION", &text(&told));
    if let Some(base) = &config.base_url {
        out.line("URL", &format!("{base}{}", entry.href));
    }
    if !entry.event.tags.is_empty() {
        let tags: Vec<String> = entry.event.tags.iter().map(|tag| text(tag)).collect();
        out.line("CATEGORIES", &tags.join(","));
    }
    // History does not make its readers busy.
    out.line("TRANSP", "TRANSPARENT");
    out.line("END", "VEVENT");
    Some(out.0)
}

/// What the event is known by in all editions of the calendar: the place that
/// tells it, and the site.
fn uid(config: &Config, entry: &Entry) -> String {
    let site = match config.base_url.as_deref().and_then(|base| base.split_once("://")) {
        Some((_, site)) => site.trim_end_matches('/').to_owned(),
        None => format!("{}.briefbook", crate::model::slug(&config.title)),
    };
    format!("{}@{site}", entry.href)
}

/// When the event was last revised. The clock must not say that, so the note's
/// day of update does, else the book's day, else the start of 1970.
fn stamp(config: &Config, entry: &Entry) -> String {
    let dates = [entry.updated, config.as_of.as_ref()];
    let day = dates.into_iter().flatten().find_map(|date| match span(&date.when)? {
        Span::Days { first, .. } => Some(first),
        Span::Moment(_) => None,
    });
    format!("{}T000000Z", compact(day.unwrap_or((1970, 1, 1))))
}

/// The stretch of a calendar that an event fills.
enum Span {
    /// Whole days.
    Days {
        first: Day,
        /// The day after the last one, as `DTEND` has it.
        after_last: Day,
    },
    /// A moment, as `DTSTART` has it.
    Moment(String),
}

/// The stretch of a date of which the days or the months are known; `None` for
/// all others.
fn span(when: &When) -> Option<Span> {
    match when {
        When::Date(date) => days(date, date),
        When::Interval { start: IntervalEnd::Date(start), end: IntervalEnd::Date(end) } => days(start, end),
        When::Moment { date, time } => {
            sure(date)?;
            Some(Span::Moment(moment(date.first, time)?))
        }
        When::Interval { .. } | When::Set { .. } => None,
    }
}

fn days(start: &PartialDate, end: &PartialDate) -> Option<Span> {
    sure(start)?;
    sure(end)?;
    Some(Span::Days { first: start.first, after_last: next(end.last)? })
}

/// `Some` if no doubt is expressed about a date, month and year are known, and
/// the calendar's four digits can hold the year.
fn sure(date: &PartialDate) -> Option<()> {
    let certainties = [date.year_certainty, date.month_certainty, date.day_certainty];
    let no_doubt = certainties.iter().all(|certainty| *certainty == Certainty::Sure);
    let is_known = matches!(
        date.part,
        PartOfYear::Month(Digits::Known(_))
            | PartOfYear::Day { month: Digits::Known(_), day: Digits::Known(_) }
    );
    (no_doubt && is_known && matches!(date.year, Year::Exact(1..=9999))).then_some(())
}

/// Whether a date says its days.
fn is_exact(when: &When) -> bool {
    let has_day = |date: &PartialDate| matches!(date.part, PartOfYear::Day { .. });
    match when {
        When::Date(date) | When::Moment { date, .. } => has_day(date),
        When::Interval { start: IntervalEnd::Date(start), end: IntervalEnd::Date(end) } => {
            has_day(start) && has_day(end)
        }
        When::Interval { .. } | When::Set { .. } => false,
    }
}

/// The day after; `None` after the last one of the year 9999.
fn next((year, month, day): Day) -> Option<Day> {
    if day < days_in(year, month) {
        Some((year, month, day + 1))
    } else if month < 12 {
        Some((year, month + 1, 1))
    } else {
        (year < 9999).then_some((year + 1, 1, 1))
    }
}

fn days_in(year: i64, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

fn before((year, month, day): Day) -> Option<Day> {
    if day > 1 {
        Some((year, month, day - 1))
    } else if month > 1 {
        Some((year, month - 1, days_in(year, month - 1)))
    } else {
        (year > 1).then_some((year - 1, 12, 31))
    }
}

/// A time of day: in UTC if its zone is known, else as clocks show it there.
fn moment(day: Day, time: &Time) -> Option<String> {
    let clock = |minutes: i32| format!("{:02}{:02}{:02}", minutes / 60, minutes % 60, time.second.min(59));
    let minutes = i32::from(time.hour) * 60 + i32::from(time.minute);
    let Some(offset) = time.offset else { return Some(format!("{}T{}", compact(day), clock(minutes))) };
    const DAY: i32 = 24 * 60;
    let utc = minutes - i32::from(offset);
    let day = match utc.div_euclid(DAY) {
        0 => day,
        1.. => next(day)?,
        _ => before(day)?,
    };
    Some(format!("{}T{}Z", compact(day), clock(utc.rem_euclid(DAY))))
}

fn compact((year, month, day): Day) -> String {
    format!("{year:04}{month:02}{day:02}")
}

/// A value of the type TEXT (section 3.3.11). Control characters, which it
/// cannot hold, are left out.
fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Content lines, each ended and folded as the standard asks.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn line(&mut self, name: &str, value: &str) {
        let line = format!("{name}:{value}");
        let mut used = 0;
        for c in line.chars() {
            if used + c.len_utf8() > LINE {
                // The blank that marks a continuation counts.
                self.0.push_str("\r\n ");
                used = 1;
            }
            self.0.push(c);
            used += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}
