//! An author with a book in a temporary folder, while the loop runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use briefbook::serve::{Bell, Desk, Edition, Method, News, work};
use briefbook::site::SiteFile;
use tempfile::TempDir;

/// How long to wait for what must come.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// How often to look where the system is not asked.
const POLL: Method = Method::Poll(Duration::from_millis(20));

/// A book in a temporary folder.
pub(crate) struct Folder {
    /// Holds the book's folder, so that it can be moved about.
    outer: TempDir,
}

impl Folder {
    /// A book of files by path.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let folder = Folder { outer: tempfile::tempdir().expect("temporary folders can be made") };
        fs::create_dir(folder.root()).expect("folders can be made");
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    /// The book's folder.
    pub(crate) fn root(&self) -> PathBuf {
        self.outer.path().join("book")
    }

    /// The place of a file of the book.
    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// A place beside the book.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.outer.path().join(name)
    }

    /// Writes a file in place, with the folders on the way to it.
    pub(crate) fn write(&self, path: &str, text: &str) {
        write(&self.at(path), text);
    }

    /// A desk on the book, with no opinion about problems.
    pub(crate) fn desk(&self) -> Desk {
        Desk::new(&self.root(), &self.at("public"), None, Box::new(|_| ()))
    }
}

/// Writes a file in place, with the folders on the way to it.
pub(crate) fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("files stand in folders")).expect("folders can be made");
    fs::write(path, text).expect("files can be written");
}

/// Renames a file or folder.
pub(crate) fn rename(from: &Path, to: &Path) {
    fs::rename(from, to).expect("files can be renamed");
}

/// The loop on a book.
pub(crate) struct Author {
    pub(crate) folder: Folder,
    editions: Receiver<Arc<Edition>>,
    rests: Receiver<()>,
    last: Arc<Edition>,
    stop: Box<dyn Fn() + Send>,
    thread: Option<JoinHandle<()>>,
}

impl Author {
    /// Starts the loop.
    pub(crate) fn new(
        folder: Folder,
        method: Method,
        mut publish: impl FnMut(&Edition) + Send + 'static,
    ) -> Self {
        let (sender, editions) = channel();
        let (rest, rests) = channel();
        let bell = Bell::new();
        let stop = Box::new(bell.stop());
        let desk = folder.desk();
        let thread = std::thread::spawn(move || {
            work(desk, method, &bell, |news| {
                // The test may have seen enough.
                match news {
                    News::Edition(edition) => {
                        publish(edition);
                        let _ = sender.send(edition.clone());
                    }
                    News::Rest => drop(rest.send(())),
                    News::Gone(_) | News::Polling(_) => {}
                }
                Ok(())
            })
            .expect("the book can be read at the beginning");
        });
        let last = editions.recv_timeout(PATIENCE).expect("there is a first edition");
        Author { folder, editions, rests, last, stop, thread: Some(thread) }
    }

    /// Does something with a book while the loop runs: once while the system
    /// tells what happens, once without its help.
    pub(crate) fn both_ways(files: &[(&str, &str)], test: impl Fn(Author)) {
        for method in [Method::Events, POLL] {
            test(Author::new(Folder::new(files), method, |_| ()));
        }
    }

    /// Waits until the loop has nothing to do.
    pub(crate) fn until_rest(&self) {
        self.rests.recv_timeout(PATIENCE).expect("the loop comes to rest");
    }

    /// Waits for an edition that is as it should be.
    pub(crate) fn until(&mut self, expected: impl Fn(&Edition) -> bool) -> &Edition {
        while !expected(&self.last) {
            self.last = self.editions.recv_timeout(PATIENCE).unwrap_or_else(|_| {
                panic!("this is not what was expected, and nothing more comes: {:#?}", self.last.build)
            });
        }
        &self.last
    }

    /// Waits until a page says something.
    pub(crate) fn until_says(&mut self, url: &str, words: &str) -> &Edition {
        self.until(|edition| text(edition, url).is_some_and(|text| text.contains(words)))
    }

    /// Waits for the next edition, whatever it is.
    pub(crate) fn next(&mut self) -> &Edition {
        self.last = self.editions.recv_timeout(PATIENCE).expect("there is another edition");
        &self.last
    }
}

impl Drop for Author {
    fn drop(&mut self) {
        (self.stop)();
        let ended = self.thread.take().expect("it is taken here only").join();
        // A panic in the loop must not hide the one that ended the test.
        if !std::thread::panicking() {
            ended.expect("the loop ends without a panic");
        }
    }
}

/// The text of a page.
pub(crate) fn text<'a>(edition: &'a Edition, url: &str) -> Option<&'a str> {
    match edition.build.site.get(url)? {
        SiteFile::Text(text) => Some(text),
        SiteFile::Copy(_) => None,
    }
}
