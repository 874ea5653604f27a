//! Reuse of results: a pure function called again with an equal argument gives
//! its earlier result.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHasher;

use crate::trace::{Asked, Changes, Trace};

/// The results of one pure function from the last call, by key.
///
/// What decides about reuse is the argument, compared by value; the key only
/// says which earlier argument to compare with. The function must read its
/// argument and nothing else.
#[derive(Debug)]
pub struct Memo<K, A, R> {
    entries: Entries<K, A, R>,
    /// What the function was run on in the last call: its place among the entries,
    /// and the argument that the key had before.
    reruns: Vec<(usize, Option<A>)>,
    /// How often the function has been run since the memo was made.
    runs: usize,
    /// Whether nothing is remembered.
    forgets: bool,
}

impl<K, A, R> Default for Memo<K, A, R> {
    fn default() -> Self {
        Memo { entries: Entries(Vec::new()), reruns: Vec::new(), runs: 0, forgets: false }
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
    /// Keys must be distinct.
    pub fn map(&mut self, arguments: Vec<(K, A)>, function: impl Fn(&A) -> R + Sync) -> Vec<(K, R)> {
        self.map_with(arguments, |_, argument, _| function(argument))
    }

    /// The same for a function that also reads the key.
    pub fn map_keys(&mut self, arguments: Vec<(K, A)>, function: impl Fn(&K, &A) -> R + Sync) -> Vec<(K, R)> {
        self.map_with(arguments, |key, argument, _| function(key, argument))
    }

    /// The same for results that take over from the one before what is equal, so
    /// that it is one value in both builds.
    pub fn map_kept(&mut self, arguments: Vec<(K, A)>, function: impl Fn(&A) -> R + Sync) -> Vec<(K, R)>
    where
        R: Keep,
    {
        self.map_with(arguments, |_, argument, earlier| {
            let result = function(argument);
            match earlier {
                Some(earlier) => result.keep(earlier),
                None => result,
            }
        })
    }

    fn map_with(
        &mut self,
        arguments: Vec<(K, A)>,
        function: impl Fn(&K, &A, Option<&R>) -> R + Sync,
    ) -> Vec<(K, R)> {
        if self.forgets {
            self.runs += arguments.len();
            let run = |(key, argument)| {
                let result = function(&key, &argument, None);
                (key, result)
            };
            return arguments.into_par_iter().map(run).collect();
        }
        let (results, reruns) = self.entries.map(
            arguments,
            |old, new| old == new,
            |key, argument, earlier| {
                let result = function(key, &argument, earlier);
                (argument, result)
            },
        );
        self.runs += reruns.len();
        self.reruns = reruns;
        results
    }

    /// The same as [`Memo::map_keys`], but results are given away one by one. If
    /// nothing is remembered, that happens as they come, from any thread and in any
    /// order, and none of them is held in memory.
    pub fn each(
        &mut self,
        arguments: Vec<(K, A)>,
        function: impl Fn(&K, &A) -> R + Sync,
        take: impl Fn(K, R) + Sync,
    ) {
        if self.forgets {
            self.runs += arguments.len();
            return arguments.into_par_iter().for_each(|(key, argument)| {
                let result = function(&key, &argument);
                // It may be large, and is of no use any more.
                drop(argument);
                take(key, result);
            });
        }
        self.map_keys(arguments, function).into_iter().for_each(|(key, result)| take(key, result));
    }

    /// Remembers nothing from now on: for a build that no other follows.
    pub fn forget(&mut self) {
        self.forgets = true;
        self.entries = Entries(Vec::new());
        self.reruns = Vec::new();
    }

    /// What the function was run on in the last call: the key, the argument that
    /// it had before, if it had one, and the argument that it has now.
    pub fn reruns(&self) -> impl Iterator<Item = (&K, Option<&A>, &A)> {
        self.reruns.iter().map(|(at, before)| {
            let (key, now, _) = &self.entries.0[*at];
            (key, before.as_ref(), now)
        })
    }

    /// How often the function has been run since the memo was made.
    pub fn runs(&self) -> usize {
        self.runs
    }
}

/// The results of one pure function that also reads tables; see
/// [`trace`](crate::trace).
#[derive(Debug)]
pub struct Traced<K, A, R> {
    entries: Entries<K, (A, Asked), R>,
    runs: usize,
    /// Whether nothing is remembered.
    forgets: bool,
}

impl<K, A, R> Default for Traced<K, A, R> {
    fn default() -> Self {
        Traced { entries: Entries(Vec::new()), runs: 0, forgets: false }
    }
}

impl<K, A, R> Traced<K, A, R>
where
    K: Clone + Eq + Hash + Send + Sync,
    A: PartialEq + Send + Sync,
    R: Clone + Keep + Send + Sync,
{
    /// Runs `function` on every key with its argument, in parallel, but for those
    /// whose argument is the one of the last call and that asked nothing that
    /// `changes` concern. The changes must be those since the last call.
    pub fn map(
        &mut self,
        arguments: Vec<(K, A)>,
        changes: &Changes,
        function: impl Fn(&K, &A, &Trace) -> R + Sync,
    ) -> Vec<(K, R)> {
        if self.forgets {
            self.runs += arguments.len();
            let run = |(key, argument)| {
                let result = function(&key, &argument, &Trace::none());
                (key, result)
            };
            return arguments.into_par_iter().map(run).collect();
        }
        let arguments = arguments.into_iter().map(|(key, argument)| (key, (argument, Asked::default())));
        let (results, reruns) = self.entries.map(
            arguments.collect(),
            |(old, asked), (new, _)| old == new && !changes.concern(asked),
            |key, (argument, _), earlier| {
                let trace = Trace::default();
                let result = function(key, &argument, &trace);
                let result = match earlier {
                    Some(earlier) => result.keep(earlier),
                    None => result,
                };
                ((argument, trace.asked()), result)
            },
        );
        self.runs += reruns.len();
        results
    }

    /// The same as [`Traced::map`] where nothing is remembered, but each result is
    /// used up as it comes, from any thread, and none is held in memory.
    pub fn each<U: Send>(
        &mut self,
        arguments: Vec<(K, A)>,
        function: impl Fn(&K, &A, &Trace) -> R + Sync,
        take: impl Fn(R) -> U + Sync,
    ) -> Vec<U> {
        self.runs += arguments.len();
        let run = |(key, argument)| take(function(&key, &argument, &Trace::none()));
        arguments.into_par_iter().map(run).collect()
    }

    /// Remembers nothing from now on: for a build that no other follows.
    pub fn forget(&mut self) {
        self.forgets = true;
        self.entries = Entries(Vec::new());
    }

    /// How often the function has been run since this was made.
    pub fn runs(&self) -> usize {
        self.runs
    }
}

/// Values of two builds, of which the later takes over from the earlier what is
/// equal: what is one value need not be compared again.
pub trait Keep {
    /// This value, made from parts of the earlier one where they are equal.
    fn keep(self, earlier: &Self) -> Self;
}

impl<T: PartialEq + ?Sized> Keep for Arc<T> {
    fn keep(self, earlier: &Self) -> Self {
        if *self == **earlier { earlier.clone() } else { self }
    }
}

/// Arguments and results by key, in the order of the last call.
#[derive(Debug)]
struct Entries<K, A, R>(Vec<(K, A, R)>);

/// What becomes of one argument.
enum Step<A, R> {
    /// The entry of the last call stands: its place, and the equal argument.
    Stands(usize, A),
    /// The function was run: the place of the earlier entry, argument and result.
    Runs(Option<usize>, A, R),
}

impl<K, A, R> Entries<K, A, R>
where
    K: Clone + Eq + Hash + Send + Sync,
    A: Send + Sync,
    R: Clone + Send + Sync,
{
    /// The results of arguments, and which were made anew: their places, and the
    /// arguments before.
    fn map(
        &mut self,
        arguments: Vec<(K, A)>,
        is_same: impl Fn(&A, &A) -> bool + Sync,
        make: impl Fn(&K, A, Option<&R>) -> (A, R) + Sync,
    ) -> (Vec<(K, R)>, Vec<(usize, Option<A>)>) {
        let old = &self.0;
        // Most often every key stands where it stood.
        let places: OnceLock<HashMap<&K, usize, BuildHasherDefault<FxHasher>>> = OnceLock::new();
        let place = |at: usize, key: &K| match old.get(at) {
            Some((same, ..)) if same == key => Some(at),
            _ => {
                let all = || old.iter().enumerate().map(|(at, (key, ..))| (key, at)).collect();
                places.get_or_init(all).get(key).copied()
            }
        };
        let mut steps = Vec::with_capacity(arguments.len());
        arguments
            .into_par_iter()
            .enumerate()
            .map(|(at, (key, argument))| {
                let place = place(at, &key);
                let earlier = place.map(|place| &old[place]);
                match earlier {
                    Some((_, same, result)) if is_same(same, &argument) => {
                        let place = place.expect("there is an earlier entry");
                        ((key, result.clone()), Step::Stands(place, argument))
                    }
                    _ => {
                        let (argument, result) = make(&key, argument, earlier.map(|(.., result)| result));
                        ((key, result.clone()), Step::Runs(place, argument, result))
                    }
                }
            })
            .collect_into_vec(&mut steps);
        drop(places);
        let (results, steps): (Vec<(K, R)>, Vec<Step<A, R>>) = steps.into_iter().unzip();

        let stays = |(at, step): (usize, &Step<A, R>)| match step {
            Step::Stands(place, _) | Step::Runs(Some(place), ..) => *place == at,
            Step::Runs(None, ..) => false,
        };
        let mut reruns = Vec::new();
        if steps.len() == self.0.len() && steps.iter().enumerate().all(stays) {
            for (at, step) in steps.into_iter().enumerate() {
                if let Step::Runs(_, argument, result) = step {
                    let (_, before, earlier) = &mut self.0[at];
                    reruns.push((at, Some(std::mem::replace(before, argument))));
                    *earlier = result;
                }
            }
            return (results, reruns);
        }
        let mut old: Vec<Option<(K, A, R)>> = std::mem::take(&mut self.0).into_iter().map(Some).collect();
        self.0.reserve(steps.len());
        for (at, (step, (key, result))) in steps.into_iter().zip(&results).enumerate() {
            let entry = match step {
                // Of equal arguments the earlier one stays: what two of them share
                // makes the next comparison short.
                Step::Stands(place, argument) => {
                    old[place].take().unwrap_or_else(|| (key.clone(), argument, result.clone()))
                }
                Step::Runs(place, argument, result) => {
                    let before = place.and_then(|place| old[place].take());
                    reruns.push((at, before.map(|(_, before, _)| before)));
                    (key.clone(), argument, result)
                }
            };
            self.0.push(entry);
        }
        (results, reruns)
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

    /// The same for a result that takes over from the one before what is equal.
    pub fn get_kept(&mut self, argument: A, function: impl FnOnce(&A) -> R) -> R
    where
        R: Keep,
    {
        let earlier = self.entry.as_ref().map(|(_, result)| result.clone());
        self.get(argument, |argument| {
            let result = function(argument);
            match &earlier {
                Some(earlier) => result.keep(earlier),
                None => result,
            }
        })
    }

    /// How often the function has been run since this was made.
    pub fn runs(&self) -> usize {
        self.runs
    }
}

/// A value that stays one and the same from build to build as long as it is
/// equal.
#[derive(Debug)]
pub struct Kept<T>(Option<Arc<T>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Kept(None)
    }
}

impl<T: PartialEq> Kept<T> {
    /// The value of the last call, if it is equal to this one.
    pub fn keep(&mut self, value: T) -> Arc<T> {
        match &self.0 {
            Some(earlier) if **earlier == value => earlier.clone(),
            _ => self.0.insert(Arc::new(value)).clone(),
        }
    }
}
