//! Dates as precise as their author knows them.

/// A date after EDTF (ISO 8601-2:2019), levels 0 to 2.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EventDate {
    /// The date as the author wrote it: `2019-05`, `1985~`, `2020-03/..`.
    pub edtf: String,
    /// The key that orders dates on a timeline. See [`SortKey`].
    pub key: SortKey,
}

/// Orders dates by the earliest day they can mean, then by how precise they
/// are, then by their end: "2020" comes before 1 January 2020 and never poses
/// as that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SortKey {
    /// The earliest day, as year, month and day. An open or unknown start sorts
    /// before every year.
    pub earliest: (i64, u8, u8),
    /// How wide the date is: 0 for the widest. Wide dates come first.
    pub precision: u8,
    /// The latest day. An open or unknown end sorts after every year.
    pub latest: (i64, u8, u8),
}
