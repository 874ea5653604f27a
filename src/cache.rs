//! Reuse of results: a pure function called again with an equal argument gives
//! its earlier result.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hash};

use rayon::prelude::*;
use rustc_hash::FxHasher;

/// The results of one pure function from the last call, by key.
///
/// What decides about reuse is the argument, compared by value; the key only
/// says which earlier argument to compare with. The function must read its
/// argument and nothing else.
#[derive(Debug)]
pub struct Memo<K, A, R> {
    entries: HashMap<K, (A, R), BuildHasherDefault<FxHasher>>,
    /// What the function was run on in the last call, with the argument that the
    /// key had before.
    reruns: Vec<(K, Option<A>)>,
    /// How often the function has been run since the memo was made.
    runs: usize,
}

impl<K, A, R> Default for Memo<K, A, R> {
    fn default() -> Self {
        Memo { entries: HashMap::default(), reruns: Vec::new(), runs: 0 }
    }
}

impl<K, A, R> Memo<K, A, R>
where
    K: Clone + Eq + Hash + Send + Sync,
    A: PartialEq + Send + Sync,
    R: Clone + Send + Sync,
{
    /// Runs `function` on every argument, in parallel, but for those whose
    /// argument is the one of the last call. Results come in the order of the
    /// arguments. What is not among the arguments is forgotten.
    ///
    /// Keys must be distinct; of two equal ones, the last is remembered.
    pub fn map(&mut self, arguments: Vec<(K, A)>, function: impl Fn(&A) -> R + Sync) -> Vec<(K, R)> {
        // Of equal arguments the earlier one stays: what two of them share makes
        // the next comparison short, and the later one is dropped by its thread.
        let old = &self.entries;
        let done: Vec<(K, R, Option<A>)> = arguments
            .into_par_iter()
            .map(|(key, argument)| match old.get(&key) {
                Some((same, result)) if *same == argument => (key, result.clone(), None),
                _ => {
                    let result = function(&argument);
                    (key, result, Some(argument))
                }
            })
            .collect();
        self.reruns.clear();
        let mut results = Vec::with_capacity(done.len());
        for (key, result, new) in done {
            if let Some(argument) = new {
                let before = self.entries.insert(key.clone(), (argument, result.clone()));
                self.reruns.push((key.clone(), before.map(|(argument, _)| argument)));
            }
            results.push((key, result));
        }
        self.runs += self.reruns.len();
        // Every key of the arguments has an entry now, so more entries are stale.
        if self.entries.len() > results.len() {
            let named: HashSet<&K, BuildHasherDefault<FxHasher>> =
                results.iter().map(|(key, _)| key).collect();
            self.entries.retain(|key, _| named.contains(key));
        }
        results
    }

    /// What the function was run on in the last call: the key, the argument that
    /// it had before, if it had one, and the argument that it has now.
    pub fn reruns(&self) -> impl Iterator<Item = (&K, Option<&A>, &A)> {
        self.reruns.iter().filter_map(|(key, before)| {
            let (now, _) = self.entries.get(key)?;
            Some((key, before.as_ref(), now))
        })
    }

    /// How often the function has been run since the memo was made.
    pub fn runs(&self) -> usize {
        self.runs
    }
}

/// The last result of one pure function.
#[derive(Debug)]
pub struct Last<A, R> {
    entry: Option<(A, R)>,
    runs: usize,
}

impl<A, R> Default for Last<A, R> {
    fn default() -> Self {
        Last { entry: None, runs: 0 }
    }
}

impl<A: PartialEq, R: Clone> Last<A, R> {
    /// Runs `function`, unless the last call had an equal argument.
    pub fn get(&mut self, argument: A, function: impl FnOnce(&A) -> R) -> R {
        match &self.entry {
            Some((same, result)) if *same == argument => result.clone(),
            _ => {
                self.runs += 1;
                let result = function(&argument);
                self.entry = Some((argument, result.clone()));
                result
            }
        }
    }

    /// How often the function has been run since this was made.
    pub fn runs(&self) -> usize {
        self.runs
    }
}
