//! The author's loop in real folders, with real servers.
//!
//! Nothing here depends on how fast the machine is: tests wait for what must
//! come, for as long as no machine needs.

mod author;
mod desk;
mod program;
mod server;
mod watching;
