//! When to look: the system tells that something has happened in a folder.
//!
//! Folders are watched and never files, because an editor that saves by renaming
//! puts another file in a file's place. An event only means "look again": what
//! it says about what happened differs from system to system, and is lost when
//! there is too much of it. The paths that it names say where to look first, and
//! nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::Duration;

use anyhow::Error;
use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind, RenameMode};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::Signal;

/// How changes are noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// The system tells.
    Events,
    /// The folder is looked at in intervals: for network drives, whose changes
    /// the system does not tell.
    Poll(Duration),
}

/// How often to look where the system cannot tell.
const INTERVAL: Duration = Duration::from_millis(500);

/// Watches the folders of a book.
#[derive(Debug)]
pub struct Watcher {
    /// `None` while polling.
    system: Option<RecommendedWatcher>,
    interval: Duration,
    watched: BTreeMap<PathBuf, Option<Identity>>,
    /// Why the system does not tell, until somebody has been told.
    failure: Option<Error>,
}

/// Which folder stands at a path, and not only that one does.
type Identity = (u64, u64);

impl Watcher {
    /// A watcher that watches nothing yet, and sends what it hears to `bell`.
    pub(super) fn new(method: Method, bell: &Sender<Signal>) -> Self {
        let (interval, system) = match method {
            Method::Poll(interval) => (interval, None),
            Method::Events => (INTERVAL, Some(system(bell.clone()))),
        };
        let (system, failure) = match system.transpose() {
            Ok(system) => (system, None),
            Err(error) => (None, Some(Error::new(error))),
        };
        Watcher { system, interval, watched: BTreeMap::new(), failure }
    }

    /// How long to wait between two looks, if nobody tells when to look.
    pub(super) fn interval(&self) -> Option<Duration> {
        self.system.is_none().then_some(self.interval)
    }

    /// Why the system does not tell what changes; the first time it is asked.
    pub(super) fn take_failure(&mut self) -> Option<Error> {
        self.failure.take()
    }

    /// Watches exactly `folders`. Says whether one of them was not watched
    /// before.
    pub(super) fn watch(&mut self, folders: &BTreeSet<PathBuf>) -> bool {
        let Some(system) = &mut self.system else { return false };
        self.watched.retain(|folder, _| {
            let wanted = folders.contains(folder);
            if !wanted {
                // It is often gone, and then the system has forgotten it already.
                let _ = system.unwatch(folder);
            }
            wanted
        });
        let mut added = false;
        for folder in folders {
            let identity = identity(folder);
            if self.watched.get(folder) == Some(&identity) {
                continue;
            }
            let _ = system.unwatch(folder);
            match system.watch(folder, RecursiveMode::NonRecursive) {
                Ok(()) => {
                    self.watched.insert(folder.clone(), identity);
                    added = true;
                }
                // Gone since it was looked into; what it stood in tells of that.
                Err(error) if is_gone(&error) => {
                    self.watched.remove(folder);
                }
                Err(error) => {
                    let error = Error::new(error).context(format!("cannot watch `{}`", folder.display()));
                    self.failure = Some(error);
                    self.system = None;
                    self.watched.clear();
                    return true;
                }
            }
        }
        added
    }

    /// A folder is no longer where it was.
    pub(super) fn forget(&mut self, folder: &Path) {
        self.watched.remove(folder);
    }

    /// Nothing is where it was.
    pub(super) fn forget_all(&mut self) {
        if let Some(system) = &mut self.system {
            for folder in std::mem::take(&mut self.watched).keys() {
                let _ = system.unwatch(folder);
            }
        }
    }

    /// Whether the book's folder is not the one that is watched.
    pub(super) fn lost(&self, root: &Path) -> bool {
        let watched =
            root.canonicalize().ok().and_then(|root| Some(self.watched.get(&root)? == &identity(&root)));
        self.system.is_some() && watched != Some(true)
    }
}

/// Asks the system to tell what happens.
fn system(bell: Sender<Signal>) -> notify::Result<RecommendedWatcher> {
    notify::recommended_watcher(move |event: notify::Result<Event>| {
        // Nobody listens any more when the loop has ended.
        match event {
            Ok(event) => {
                if let Some(folder) = moved(&event) {
                    let _ = bell.send(Signal::Moved(folder.to_owned()));
                }
                if let Some(signal) = signal(&event) {
                    let _ = bell.send(signal(event.paths));
                }
            }
            Err(_) => drop(bell.send(Signal::Stirred(Vec::new()))),
        }
    })
}

/// What an event means to the loop.
fn signal(event: &Event) -> Option<fn(Vec<PathBuf>) -> Signal> {
    // Where the system tells that a file has been closed after writing, that is
    // the moment to look, and not the writes before it.
    let tells_close = cfg!(any(target_os = "linux", target_os = "android"));
    match event.kind {
        _ if event.need_rescan() => Some(|_| Signal::Saved(Vec::new())),
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Some(Signal::Saved),
        // Reading, ours included, changes nothing.
        EventKind::Access(_) => None,
        EventKind::Modify(ModifyKind::Name(RenameMode::From)) | EventKind::Remove(_) => Some(Signal::Stirred),
        EventKind::Modify(ModifyKind::Name(_)) | EventKind::Create(CreateKind::Folder) => Some(Signal::Saved),
        EventKind::Modify(ModifyKind::Metadata(_)) => Some(Signal::Stirred),
        EventKind::Create(_) | EventKind::Modify(_) if tells_close => Some(Signal::Stirred),
        _ => Some(Signal::Saved),
    }
}

/// The path at which nothing stands any more after an event, if it tells of one.
fn moved(event: &Event) -> Option<&Path> {
    match event.kind {
        EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => {
            event.paths.first().map(PathBuf::as_path)
        }
        _ => None,
    }
}

fn is_gone(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound => true,
        notify::ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

/// The folder at a path; `None` where systems do not number their folders.
fn identity(folder: &Path) -> Option<Identity> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        std::fs::metadata(folder).ok().map(|metadata| (metadata.dev(), metadata.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        None
    }
}
