//! A static site generator for briefing books: Markdown notes to a
//! cross-referenced site with a timeline, a glossary and a citation index.
//!
//! The way through the program is one function, `pipeline::build`;
//! `ARCHITECTURE.md` has the map.

pub mod cache;
pub mod cli;
pub mod diagnostic;
pub mod index;
pub mod load;
pub mod model;
pub mod parse;
pub mod pipeline;
pub mod rename;
pub mod render;
pub mod report;
pub mod resolve;
pub mod serve;
pub mod site;
pub mod source;
pub mod theme;
pub mod trace;
pub mod write;
