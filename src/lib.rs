//! A static site generator for briefing books: Markdown notes to a
//! cross-referenced site with a timeline, a glossary and a citation index.
//!
//! The way through the program is one function, `pipeline::build`;
//! `ARCHITECTURE.md` has the map.

pub mod cache;
pub mod diagnostic;
pub mod model;
pub mod parse;
pub mod render;
pub mod source;
pub mod theme;
