//! How fast the program is, as ratios to what the machine can do.

pub(crate) mod corpus;
