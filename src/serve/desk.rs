//! The book as the author has it before them: loaded, built, and looked at again
//! and again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::edition::{Edition, differing, edited, errors, looks_half_saved};
use crate::diagnostic::Diagnostic;
use crate::load::Folder;
use crate::model::Url;
use crate::pipeline::{self, Build, Cache};
use crate::source::Inputs;

/// What the caller thinks of problems: it may leave some out, and make some
/// worse.
pub type Judge = Box<dyn Fn(&mut Vec<Diagnostic>) + Send>;

/// A book in its folder, with all that is known from earlier looks.
pub struct Desk {
    root: PathBuf,
    folder: Folder,
    base_url: Option<String>,
    judge: Judge,
    cache: Cache,
    /// The edition that was told last.
    last: Option<Arc<Edition>>,
    /// What a first look found and did not tell.
    held: Option<Draft>,
}

/// A build that nobody has been told of yet.
struct Draft {
    inputs: Inputs,
    build: Build,
    reasons: BTreeMap<Url, Vec<&'static str>>,
    took: Duration,
}

/// How much a look can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glance {
    /// The folder is perhaps still being written to.
    First,
    /// The folder has been quiet.
    Second,
}

/// What a look has found.
#[derive(Debug)]
pub enum Look {
    /// The book is what it was.
    Same,
    /// The book has more errors than before, and may be in the middle of a save;
    /// look again.
    Held,
    /// Notes are gone or texts are empty, so the book is probably in the middle of
    /// a save; look again, and not too soon.
    Torn,
    /// The book has changed.
    New(Arc<Edition>),
}

impl Desk {
    /// The book in `root`, whose site is or would be written to `output`.
    pub fn new(root: &Path, output: &Path, base_url: Option<String>, judge: Judge) -> Self {
        Desk {
            root: root.to_owned(),
            folder: Folder::new(root, output),
            base_url,
            judge,
            cache: Cache::default(),
            last: None,
            held: None,
        }
    }

    /// The book's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folders in which a change matters.
    pub fn folders(&self) -> &BTreeSet<PathBuf> {
        self.folder.folders()
    }

    /// Looks at the folder, and builds the book if it has changed.
    ///
    /// # Errors
    ///
    /// When the folder cannot be read.
    pub fn look(&mut self, glance: Glance) -> Result<Look> {
        let started = Instant::now();
        let mut inputs = self.folder.load()?;
        inputs.base_url.clone_from(&self.base_url);
        Ok(self.compare(inputs, glance, started))
    }

    /// A first look, and at these paths only if that says enough. Another look must
    /// follow: others may have been changed too.
    ///
    /// # Errors
    ///
    /// When the folder cannot be read.
    pub fn look_at(&mut self, paths: &BTreeSet<PathBuf>) -> Result<Look> {
        let started = Instant::now();
        let known = known(self.held.as_ref(), self.last.as_deref());
        match known.and_then(|known| self.folder.reload(known, paths)) {
            Some(inputs) => Ok(self.compare(inputs, Glance::First, started)),
            None => self.look(Glance::First),
        }
    }

    /// Builds the book if it is not what is known.
    fn compare(&mut self, inputs: Inputs, glance: Glance, started: Instant) -> Look {
        let held = self.held.take();
        let known = known(held.as_ref(), self.last.as_deref());
        let same = known == Some(&inputs);
        let half_saved = known.is_some_and(|known| looks_half_saved(known, &inputs));
        let draft = match held {
            Some(draft) if same => draft,
            None if same => return Look::Same,
            held if half_saved && glance == Glance::First => {
                self.held = held;
                return Look::Torn;
            }
            held => self.build(inputs, held, started),
        };
        if glance == Glance::First && self.is_worse(&draft) {
            self.held = Some(draft);
            return Look::Held;
        }
        // A file that was changed and changed back leaves nothing to tell.
        if self.last.as_deref().is_some_and(|last| last.inputs == draft.inputs) {
            return Look::Same;
        }
        Look::New(self.tell(draft))
    }

    fn build(&mut self, inputs: Inputs, held: Option<Draft>, started: Instant) -> Draft {
        let mut build = pipeline::build(&inputs, &mut self.cache);
        (self.judge)(&mut build.diagnostics);
        let mut reasons = self.cache.reasons();
        // Pages that an untold build has rendered have changed for its reasons too.
        for (url, earlier) in held.into_iter().flat_map(|draft| draft.reasons) {
            let reasons = reasons.entry(url).or_default();
            let new = earlier.into_iter().filter(|reason| !reasons.contains(reason)).collect::<Vec<_>>();
            reasons.extend(new);
        }
        Draft { inputs, build, reasons, took: started.elapsed() }
    }

    fn is_worse(&self, draft: &Draft) -> bool {
        let Some(last) = &self.last else { return false };
        errors(&draft.build.diagnostics).any(|problem| !last.build.diagnostics.contains(problem))
            && errors(&draft.build.diagnostics).count() > last.errors()
    }

    fn tell(&mut self, draft: Draft) -> Arc<Edition> {
        let Draft { inputs, build, reasons, took } = draft;
        let mut edition = Edition {
            number: 1,
            edited: Vec::new(),
            changed: Vec::new(),
            removed: Vec::new(),
            reasons,
            new_problems: build.diagnostics.clone(),
            took,
            inputs,
            build,
        };
        if let Some(last) = &self.last {
            let (old, new) = (&last.build.site, &edition.build.site);
            edition.number = last.number + 1;
            edition.edited = edited(&last.inputs, &edition.inputs);
            let differing = differing(old, new);
            let urls = |is_there: bool| {
                let of_kind = differing.iter().filter(move |(.., now)| now.is_some() == is_there);
                of_kind.map(|(url, ..)| (*url).clone()).collect()
            };
            (edition.changed, edition.removed) = (urls(true), urls(false));
            edition.new_problems.retain(|problem| !last.build.diagnostics.contains(problem));
        }
        let edition = Arc::new(edition);
        let before = self.last.replace(edition.clone());
        // Taking a large site apart takes time, and nobody waits for that.
        rayon::spawn(move || drop(before));
        edition
    }
}

/// The book as the last look found it.
fn known<'d>(held: Option<&'d Draft>, last: Option<&'d Edition>) -> Option<&'d Inputs> {
    held.map(|draft| &draft.inputs).or(last.map(|last| &last.inputs))
}
