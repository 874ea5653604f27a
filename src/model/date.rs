//! Dates as precise as their author knows them.
//!
//! The vocabulary is that of EDTF (ISO 8601-2:2019). Years are astronomical:
//! year 0 is 1 BCE, and year -1 is 2 BCE.

/// A date after EDTF (ISO 8601-2:2019), levels 0 to 2.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EventDate {
    /// The date as the author wrote it: `2019-05`, `1985~`, `2020-03/..`.
    pub edtf: String,
    /// What it means, for showing it in words.
    pub when: When,
    /// The key that orders dates on a timeline. See [`SortKey`].
    pub key: SortKey,
}

/// A day of the proleptic Gregorian calendar: year, month (1-12), day (1-31).
pub type Day = (i64, u8, u8);

/// Orders dates by the earliest day they can mean, then by how precise they
/// are, then by their end: "2020" comes before 1 January 2020 and never poses
/// as that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SortKey {
    /// The earliest day. An open or unknown start sorts before every year.
    pub earliest: Day,
    /// How wide the date is: 0 for what has an open or unknown end, then what
    /// is longer than a year, a year, a part of a year, a month, some days, one
    /// day, a time of day. Wide dates come first.
    pub precision: u8,
    /// The latest day. An open or unknown end sorts after every year.
    pub latest: Day,
}

/// What a date means.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum When {
    /// One date.
    Date(PartialDate),
    /// One date with a time of day.
    Moment {
        /// The date; always exact to the day.
        date: PartialDate,
        /// The time.
        time: Time,
    },
    /// A stretch of time: `1990/2005`.
    Interval {
        /// Where it begins.
        start: IntervalEnd,
        /// Where it ends; the end belongs to it.
        end: IntervalEnd,
    },
    /// Several dates: `[1667,1668]`.
    Set {
        /// How many of them are meant.
        kind: SetKind,
        /// The dates, as they were written.
        members: Vec<SetMember>,
    },
}

/// A date of which something may be left out, unknown or doubtful.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartialDate {
    /// The year.
    pub year: Year,
    /// What of the year is meant.
    pub part: PartOfYear,
    /// How sure the year is.
    pub year_certainty: Certainty,
    /// How sure the month or season is; sure if there is none.
    pub month_certainty: Certainty,
    /// How sure the day is; sure if there is none.
    pub day_certainty: Certainty,
    /// The first day that the date can mean. Doubt does not widen it.
    pub first: Day,
    /// The last day that the date can mean.
    pub last: Day,
}

/// A year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Year {
    /// This year.
    Exact(i64),
    /// Some year of the ten from this one: `199X`.
    Decade(i64),
    /// Some year of the hundred from this one: `18XX`.
    Century(i64),
    /// Some year that fits a pattern: `1XX5`. Both ends belong to it.
    Between(i64, i64),
    /// Any year: `XXXX`.
    Unknown,
    /// A year of which only some digits count: `1950S2`.
    Estimate {
        /// The year as written.
        about: i64,
        /// The first year that it can be.
        from: i64,
        /// The last year that it can be.
        to: i64,
    },
    /// `significand` times ten to the power of `exponent`, too far away to
    /// count: `Y17E100`.
    Remote {
        /// What the power of ten is multiplied with; its sign is the year's.
        significand: i64,
        /// The power of ten.
        exponent: u32,
    },
}

/// What of a year is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartOfYear {
    /// The year as a whole.
    Whole,
    /// A season, quarter, third or half.
    Season(Season),
    /// A month.
    Month(Digits),
    /// A day.
    Day {
        /// The month.
        month: Digits,
        /// The day of the month.
        day: Digits,
    },
}

/// The number of a month or a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Digits {
    /// This number.
    Known(u8),
    /// One digit is known, the other is not: `1X`.
    Half,
    /// Nothing is known: `XX`.
    Unknown,
}

/// A part of a year that is longer than a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Season {
    /// Spring (0), summer, autumn or winter (3), without saying where (codes
    /// 21 to 24). Sorted by the northern seasons; winter begins in December of
    /// its year.
    Anywhere(u8),
    /// The same in the northern hemisphere (codes 25 to 28).
    North(u8),
    /// The same in the southern hemisphere (codes 29 to 32).
    South(u8),
    /// A quarter, 1 to 4 (codes 33 to 36).
    Quarter(u8),
    /// A third, 1 to 3: four months (codes 37 to 39).
    Third(u8),
    /// A half, 1 or 2 (codes 40 and 41).
    Half(u8),
}

/// How sure a part of a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// No doubt is expressed.
    Sure,
    /// The source is doubtful: `?`.
    Uncertain,
    /// The value is an estimate: `~`.
    Approximate,
    /// Both: `%`.
    UncertainApproximate,
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Time {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 60; 60 is a leap second.
    pub second: u8,
    /// Minutes ahead of UTC; `None` is local time.
    pub offset: Option<i16>,
}

/// One end of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IntervalEnd {
    /// This date.
    Date(PartialDate),
    /// It goes on without end: `..`.
    Open,
    /// There is an end, but nobody knows it: nothing stands there.
    Unknown,
    /// This date or one before it; only as a start: `..1985`.
    OrEarlier(PartialDate),
    /// This date or one after it; only as an end: `1985..`.
    OrLater(PartialDate),
}

/// How many dates of a set are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SetKind {
    /// One of them: `[1667,1668]`.
    One,
    /// All of them: `{1667,1668}`.
    All,
}

/// What a set lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SetMember {
    /// A date.
    Date(PartialDate),
    /// This date or any before it: `..1984`.
    OrEarlier(PartialDate),
    /// This date or any after it: `1984..`.
    OrLater(PartialDate),
    /// Each from the one to the other: `1670..1672`.
    Range(PartialDate, PartialDate),
}
