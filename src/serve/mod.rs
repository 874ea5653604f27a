//! The author's loop: looking at the book's folder, building again when it was
//! changed, and showing what came out.
//!
//! There is no second way to build: a [`Desk`] loads and calls the pipeline with
//! a cache that it keeps. A [`Watcher`] says when to look, and never what
//! changed. [`work`] brings the two together and hands on each new [`Edition`],
//! which the command `watch` writes and the command `serve` gives to a
//! [`Server`].

mod desk;
mod edition;
mod http;
mod problems;
mod reload;
mod server;
mod watcher;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::{Error, Result};

pub use desk::{Desk, Glance, Judge, Look};
pub use edition::Edition;
pub use problems::Editor;
pub use server::{Port, Server};
pub use watcher::{Method, Watcher};

/// How long the folder must be quiet before the second look. Editors save in
/// bursts: write, rename, set permissions.
const QUIET: Duration = Duration::from_millis(30);

/// How long the folder must be quiet if notes are gone or texts are empty. On a
/// busy machine an editor may take long from emptying a file to writing it, and
/// an author who does remove a note is in no hurry to see it go.
const TORN: Duration = Duration::from_millis(400);

/// How long a book may be worse than it was, with looks that are not trusted
/// because something goes on, before what is found is told all the same.
const AT_LAST: Duration = Duration::from_secs(1);

/// How long a burst may go on before there is a look in the middle of it.
const PATIENCE: Duration = Duration::from_millis(250);

/// How often the folder itself is looked for: nobody tells when it is renamed
/// or removed together with what it stands in.
const HEARTBEAT: Duration = Duration::from_secs(1);

/// How long nothing must have happened for the author to be thinking, and not
/// about to save again.
const REST: Duration = Duration::from_millis(1500);

/// How often a folder that is gone is looked for.
const GONE: Duration = Duration::from_millis(200);

/// How many files may have been saved at once for a first look at them alone. A
/// change of branch is better looked at as a whole.
const FEW: usize = 20;

/// What wakes the loop.
#[derive(Debug)]
pub(crate) enum Signal {
    /// Something was saved: written whole, or renamed into place. With the paths that
    /// the system names; none if it cannot tell.
    Saved(Vec<PathBuf>),
    /// Something happens, and may not be over.
    Stirred(Vec<PathBuf>),
    /// A folder that was watched is no longer where it was.
    Moved(PathBuf),
    /// The author has had enough.
    Stop,
}

/// Both ends of what wakes the loop.
#[derive(Debug)]
pub struct Bell {
    sender: Sender<Signal>,
    receiver: Receiver<Signal>,
}

impl Bell {
    /// A bell that nobody has rung.
    pub fn new() -> Self {
        let (sender, receiver) = channel();
        Bell { sender, receiver }
    }

    /// What ends the loop when it is called, from any thread.
    pub fn stop(&self) -> impl Fn() + Send + use<> {
        let sender = self.sender.clone();
        // If the loop has ended already, there is nothing to end.
        move || drop(sender.send(Signal::Stop))
    }

    /// Waits for a first signal as long as `limit`, and takes all that are there.
    fn listen(&self, limit: Duration) -> Heard {
        let mut heard = Heard::default();
        // The loop holds a sender itself, so silence is the only reason for an error.
        let mut next = self.receiver.recv_timeout(limit).ok();
        while let Some(signal) = next {
            heard.something = true;
            match signal {
                Signal::Saved(paths) => {
                    heard.saved = true;
                    heard.at(paths);
                }
                Signal::Stirred(paths) => heard.at(paths),
                Signal::Moved(folder) => heard.moved.push(folder),
                Signal::Stop => heard.stop = true,
            }
            next = self.receiver.try_recv().ok();
        }
        heard
    }
}

impl Default for Bell {
    fn default() -> Self {
        Bell::new()
    }
}

/// What was heard in a while.
#[derive(Debug, Default)]
struct Heard {
    something: bool,
    saved: bool,
    stop: bool,
    moved: Vec<PathBuf>,
    /// Where something happened.
    paths: BTreeSet<PathBuf>,
    /// Whether something happened nobody knows where.
    elsewhere: bool,
}

impl Heard {
    fn at(&mut self, paths: Vec<PathBuf>) {
        self.elsewhere |= paths.is_empty();
        self.paths.extend(paths);
    }

    /// The places at which a first look may look only.
    fn places(&self) -> Option<&BTreeSet<PathBuf>> {
        (self.saved && !self.elsewhere && self.paths.len() <= FEW).then_some(&self.paths)
    }
}

/// A look that will come when things are quiet.
#[derive(Debug)]
struct Owed {
    since: Instant,
    glance: Glance,
    /// For how long they must be quiet.
    quiet: Duration,
}

impl Owed {
    /// A first look: something has begun, and is perhaps not over.
    fn first() -> Self {
        Owed { since: Instant::now(), glance: Glance::First, quiet: QUIET }
    }

    /// A second look, after a first one.
    fn second() -> Self {
        Owed { glance: Glance::Second, ..Owed::first() }
    }
}

/// What the loop tells while it runs.
#[derive(Debug)]
pub enum News<'a> {
    /// The book was built, and is not what it was.
    Edition(&'a Arc<Edition>),
    /// The book's folder cannot be read; the loop waits until it can be. Told
    /// once each time.
    Gone(&'a Error),
    /// The system cannot tell what changes, for this reason, and the folder is
    /// looked at in intervals instead. Told once.
    Polling(&'a Error),
    /// The book has been built, and nothing has happened for a while. Told once
    /// each time.
    Rest,
}

/// Builds the book, and again whenever it is changed, until the bell says stop.
///
/// Whatever happens to the folder, the loop looks at once, only where something is
/// known to have happened, and looks again, at everything, when things are quiet. A
/// first look that finds the book worse than before (notes gone, texts empty, more
/// errors) is not told: it has probably met a save that is half done. What the second
/// look finds is told, whatever it is; where notes are gone or texts empty, it waits
/// longer.
///
/// # Errors
///
/// When the folder cannot be read at the beginning, and when `tell` fails.
pub fn work(
    mut desk: Desk,
    method: Method,
    bell: &Bell,
    mut tell: impl FnMut(News<'_>) -> Result<()>,
) -> Result<()> {
    let mut watcher = Watcher::new(method, &bell.sender);
    if let Look::New(edition) = desk.look(Glance::Second)? {
        tell(News::Edition(&edition))?;
    }
    let mut owed: Option<Owed> = None;
    // Since when looks have found what nobody was told.
    let mut untold: Option<Instant> = None;
    let mut gone = false;
    // When the last look was that found something, until there is a rest.
    let mut worked = Some(Instant::now());
    // Whether something has happened, and there was no look since: what is watched is
    // still the same, and the look is what is waited for.
    let mut stirred = false;
    loop {
        // What appeared in a folder before the folder was watched has told nobody.
        if !gone && !stirred && watcher.watch(desk.folders()) {
            owed.get_or_insert_with(Owed::first);
        }
        if let Some(error) = watcher.take_failure() {
            tell(News::Polling(&error))?;
        }

        let heard = bell.listen(match &owed {
            _ if gone => GONE,
            Some(owed) => owed.quiet,
            None => watcher.interval().unwrap_or(HEARTBEAT),
        });
        if heard.stop {
            return Ok(());
        }
        for folder in &heard.moved {
            watcher.forget(folder);
        }
        stirred = heard.something && heard.moved.is_empty();
        if !heard.something && owed.is_none() && worked.is_some_and(|since| since.elapsed() > REST) {
            worked = None;
            tell(News::Rest)?;
        }
        let glance = match &mut owed {
            _ if gone => Glance::Second,
            _ if untold.is_some_and(|since| since.elapsed() > AT_LAST) => Glance::Second,
            // That is quickly done, and often all that was to be seen.
            _ if heard.places().is_some() => Glance::First,
            None if heard.saved => Glance::First,
            None if heard.something => {
                owed = Some(Owed::first());
                continue;
            }
            None if watcher.interval().is_some() || watcher.lost(desk.root()) => Glance::First,
            None => continue,
            // The rest of the save has come, perhaps.
            Some(owed) if heard.saved && owed.quiet == TORN && owed.since.elapsed() > QUIET => Glance::First,
            Some(owed) if heard.something => {
                // What was found before is not what is there now.
                owed.glance = Glance::First;
                if owed.since.elapsed() < PATIENCE.max(owed.quiet) {
                    continue;
                }
                Glance::First
            }
            Some(owed) => owed.glance,
        };

        stirred = false;
        owed = heard.something.then(Owed::first);
        let found = match heard.places() {
            Some(paths) if glance == Glance::First => desk.look_at(paths),
            _ => desk.look(glance),
        };
        match found {
            Ok(found) => {
                gone = false;
                if !matches!(found, Look::Same) {
                    worked = Some(Instant::now());
                }
                match found {
                    Look::New(edition) => {
                        untold = None;
                        tell(News::Edition(&edition))?;
                    }
                    Look::Same => untold = None,
                    Look::Held => {
                        untold.get_or_insert_with(Instant::now);
                        owed = Some(Owed::second());
                    }
                    Look::Torn => {
                        untold.get_or_insert_with(Instant::now);
                        owed = Some(Owed { quiet: TORN, ..Owed::second() });
                    }
                }
            }
            Err(error) if gone => drop(error),
            Err(error) if glance == Glance::First => {
                owed = Some(Owed::second());
                drop(error);
            }
            Err(error) => {
                gone = true;
                watcher.forget_all();
                tell(News::Gone(&error))?;
            }
        }
    }
}
