//! Reuse of results: a pure function called again with an equal argument gives
//! its earlier result.
//!
//! Arguments are handed over by reference, and results are looked at where they are
//! remembered. So a book of which nothing has changed is gone through without a
//! copy of anything, and an edit costs what it changes, and a glance at the rest.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hash};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHasher;

use crate::trace::{Asked, Changes, Trace, is_made_of};

/// An argument by reference, for a function whose arguments are remembered as `A`.
pub trait Lent<A>: Send + Sync {
    /// Whether it is equal to one that is remembered.
    fn is(&self, remembered: &A) -> bool;

    /// The argument itself, to be remembered.
    fn own(&self) -> A;
}

/// `Eq` says more than that equality has no exceptions: of shared values that have
/// it, the standard library compares the pointers first.
impl<A: Clone + Eq + Send + Sync> Lent<A> for &A {
    fn is(&self, remembered: &A) -> bool {
        *self == remembered
    }

    fn own(&self) -> A {
        (*self).clone()
    }
}

impl<A, X: Lent<A>> Lent<Vec<A>> for Vec<X> {
    fn is(&self, remembered: &Vec<A>) -> bool {
        self.len() == remembered.len() && self.iter().zip(remembered).all(|(lent, kept)| lent.is(kept))
    }

    fn own(&self) -> Vec<A> {
        self.iter().map(Lent::own).collect()
    }
}

/// A number is handed over as it is.
impl Lent<u16> for u16 {
    fn is(&self, remembered: &u16) -> bool {
        self == remembered
    }

    fn own(&self) -> u16 {
        *self
    }
}

/// Several arguments, each by reference.
macro_rules! lent {
    ($($($of:ident $lent:ident $at:tt),+;)+) => {$(
        impl<$($of, $lent: Lent<$of>),+> Lent<($($of,)+)> for ($($lent,)+) {
            fn is(&self, remembered: &($($of,)+)) -> bool {
                $(self.$at.is(&remembered.$at))&&+
            }

            fn own(&self) -> ($($of,)+) {
                ($(self.$at.own(),)+)
            }
        }
    )+};
}

lent! {
    A X 0, B Y 1;
    A X 0, B Y 1, C Z 2;
    A X 0, B Y 1, C Z 2, D W 3;
    A X 0, B Y 1, C Z 2, D W 3, E V 4;
}

/// What is remembered of one key.
#[derive(Debug)]
pub struct Remembered<K, A, R> {
    /// The key.
    pub key: K,
    /// `None` if arguments are not remembered.
    argument: Option<A>,
    /// The result.
    pub result: R,
}

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
    /// Whether no argument is remembered, and no result longer than it is asked for.
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
    A: Send + Sync,
    R: Send + Sync,
{
    /// Runs `function` on every argument, in parallel, but for those whose
    /// argument is the one of the last call. Results come in the order of the
    /// arguments. What is not among the arguments is forgotten.
    ///
    /// Keys must be distinct.
    pub fn map<Q: Lent<A>>(
        &mut self,
        arguments: Vec<(&K, Q)>,
        function: impl Fn(&A) -> R + Sync,
    ) -> &[Remembered<K, A, R>] {
        self.map_with(&arguments, |_, argument, _| function(argument))
    }

    /// The same for a function that also reads the key.
    pub fn map_keys<Q: Lent<A>>(
        &mut self,
        arguments: Vec<(&K, Q)>,
        function: impl Fn(&K, &A) -> R + Sync,
    ) -> &[Remembered<K, A, R>] {
        self.map_with(&arguments, |key, argument, _| function(key, argument))
    }

    /// The same for results that take over from the one before what is equal, so
    /// that it is one value in both builds.
    pub fn map_kept<Q: Lent<A>>(
        &mut self,
        arguments: Vec<(&K, Q)>,
        function: impl Fn(&A) -> R + Sync,
    ) -> &[Remembered<K, A, R>]
    where
        R: Keep,
    {
        self.map_with(&arguments, |_, argument, earlier| {
            let result = function(argument);
            match earlier {
                Some(earlier) => result.keep(&earlier.result),
                None => result,
            }
        })
    }

    /// The same for a function that may begin with what it made of the argument before.
    /// That must make no other difference than time.
    pub fn map_from<Q: Lent<A>>(
        &mut self,
        arguments: Vec<(&K, Q)>,
        function: impl Fn(&A, Option<(&A, &R)>) -> R + Sync,
    ) -> &[Remembered<K, A, R>] {
        self.map_with(&arguments, |_, argument, earlier| {
            function(argument, earlier.and_then(|entry| Some((entry.argument.as_ref()?, &entry.result))))
        })
    }

    fn map_with<Q: Lent<A>>(
        &mut self,
        arguments: &[(&K, Q)],
        function: impl Fn(&K, &A, Option<&Remembered<K, A, R>>) -> R + Sync,
    ) -> &[Remembered<K, A, R>] {
        if self.forgets {
            self.runs += arguments.len();
            self.entries.make(arguments, |key, argument| function(key, &argument.own(), None));
            return &self.entries.0;
        }
        self.reruns = self.entries.map(
            arguments,
            |old, new| new.is(old),
            |key, argument, earlier| {
                let argument = argument.own();
                let result = function(key, &argument, earlier);
                (argument, result)
            },
        );
        self.runs += self.reruns.len();
        &self.entries.0
    }

    /// The same as [`Memo::map_keys`], but results are given away one by one. If
    /// nothing is remembered, that happens as they come, from any thread and in any
    /// order, and none of them is held in memory.
    pub fn each<Q: Lent<A>>(
        &mut self,
        arguments: Vec<(&K, Q)>,
        function: impl Fn(&K, &A) -> R + Sync,
        take: impl Fn(&R) + Sync,
    ) {
        if self.forgets {
            self.runs += arguments.len();
            return arguments
                .into_par_iter()
                .for_each(|(key, argument)| take(&function(key, &argument.own())));
        }
        self.map_keys(arguments, function).iter().for_each(|entry| take(&entry.result));
    }

    /// Remembers nothing from now on: for a build that no other follows.
    pub fn forget(&mut self) {
        self.forgets = true;
        self.let_go();
    }

    /// Lets go of the results, if nothing is to be remembered.
    pub fn let_go(&mut self) {
        if self.forgets {
            self.entries = Entries(Vec::new());
            self.reruns = Vec::new();
        }
    }

    /// What the function was run on in the last call: the key, the argument that
    /// it had before, if it had one, and the argument that it has now.
    pub fn reruns(&self) -> impl Iterator<Item = (&K, Option<&A>, &A)> {
        self.reruns.iter().filter_map(|(at, before)| {
            let Remembered { key, argument, .. } = &self.entries.0[*at];
            Some((key, before.as_ref(), argument.as_ref()?))
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
    /// Whether no argument is remembered, and no result longer than it is asked for.
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
    A: Send + Sync,
    R: Keep + Send + Sync,
{
    /// Runs `function` on every key with its argument, in parallel, but for those
    /// whose argument is the one of the last call and that asked nothing that
    /// `changes` concern. The changes must be those since the last call.
    pub fn map<Q: Lent<A>>(
        &mut self,
        arguments: Vec<(&K, Q)>,
        changes: &Changes,
        function: impl Fn(&K, &A, &Trace) -> R + Sync,
    ) -> &[Remembered<K, (A, Asked), R>] {
        if self.forgets {
            self.runs += arguments.len();
            let run = |key: &K, argument: &Q| function(key, &argument.own(), &Trace::none());
            self.entries.make(&arguments, run);
            return &self.entries.0;
        }
        let reruns = self.entries.map(
            &arguments,
            |(old, asked), new| new.is(old) && !changes.concern(asked),
            |key, argument, earlier| {
                let trace = Trace::default();
                let argument = argument.own();
                let result = function(key, &argument, &trace);
                let result = match earlier {
                    Some(earlier) => result.keep(&earlier.result),
                    None => result,
                };
                ((argument, trace.asked()), result)
            },
        );
        self.runs += reruns.len();
        &self.entries.0
    }

    /// The same as [`Traced::map`] where nothing is remembered, but each result is
    /// used up as it comes, with the place of its argument, from any thread, and none is
    /// held in memory.
    pub fn each<Q: Lent<A>, U: Send>(
        &mut self,
        arguments: Vec<(&K, Q)>,
        function: impl Fn(&K, &A, &Trace) -> R + Sync,
        take: impl Fn(usize, R) -> U + Sync,
    ) -> Vec<U> {
        self.runs += arguments.len();
        let run = |(at, (key, argument)): (usize, (&K, Q))| {
            take(at, function(key, &argument.own(), &Trace::none()))
        };
        arguments.into_par_iter().enumerate().map(run).collect()
    }

    /// Remembers nothing from now on: for a build that no other follows.
    pub fn forget(&mut self) {
        self.forgets = true;
        self.let_go();
    }

    /// Lets go of the results, if nothing is to be remembered.
    pub fn let_go(&mut self) {
        if self.forgets {
            self.entries = Entries(Vec::new());
        }
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
struct Entries<K, A, R>(Vec<Remembered<K, A, R>>);

/// What becomes of an argument that does not find its entry where it stands.
enum Step<A, R> {
    /// The entry is at another place.
    Moves(usize),
    /// The function was run: the place of the earlier entry, argument and result.
    Runs(Option<usize>, A, R),
}

impl<K, A, R> Entries<K, A, R>
where
    K: Clone + Eq + Hash + Send + Sync,
    A: Send + Sync,
    R: Send + Sync,
{
    /// Makes all results, and remembers no argument.
    fn make<Q: Sync>(&mut self, arguments: &[(&K, Q)], make: impl Fn(&K, &Q) -> R + Sync) {
        let run = |(key, argument): &(&K, Q)| {
            let result = make(key, argument);
            Remembered { key: (*key).clone(), argument: None, result }
        };
        self.0 = arguments.par_iter().map(run).collect();
    }

    /// Makes what is not remembered. Returns what was made anew: the places, and the
    /// arguments before.
    fn map<Q: Sync>(
        &mut self,
        arguments: &[(&K, Q)],
        is_same: impl Fn(&A, &Q) -> bool + Sync,
        make: impl Fn(&K, &Q, Option<&Remembered<K, A, R>>) -> (A, R) + Sync,
    ) -> Vec<(usize, Option<A>)> {
        let old = &self.0;
        // Most often every key stands where it stood.
        let places: OnceLock<HashMap<&K, usize, BuildHasherDefault<FxHasher>>> = OnceLock::new();
        let place = |at: usize, key: &K| match old.get(at) {
            Some(same) if same.key == *key => Some(at),
            _ => {
                let all = || old.iter().enumerate().map(|(at, entry)| (&entry.key, at)).collect();
                places.get_or_init(all).get(key).copied()
            }
        };
        let step = |(at, (key, argument)): (usize, &(&K, Q))| {
            let place = place(at, key);
            let earlier = place.map(|place| &old[place]);
            let is_same = |entry: &&Remembered<K, A, R>| {
                entry.argument.as_ref().is_some_and(|earlier| is_same(earlier, argument))
            };
            match place.filter(|_| earlier.as_ref().is_some_and(is_same)) {
                Some(place) if place == at => None,
                Some(place) => Some((at, Step::Moves(place))),
                None => {
                    let (argument, result) = make(key, argument, earlier);
                    Some((at, Step::Runs(place, argument, result)))
                }
            }
        };
        let steps: Vec<(usize, Step<A, R>)> = arguments.par_iter().enumerate().filter_map(step).collect();
        drop(places);

        let mut reruns = Vec::new();
        let stays =
            |(at, step): &(usize, Step<A, R>)| matches!(step, Step::Runs(Some(place), ..) if place == at);
        if arguments.len() == self.0.len() && steps.iter().all(stays) {
            for (at, step) in steps {
                if let Step::Runs(_, argument, result) = step {
                    let entry = &mut self.0[at];
                    entry.result = result;
                    reruns.push((at, entry.argument.replace(argument)));
                }
            }
            return reruns;
        }
        let mut old: Vec<Option<Remembered<K, A, R>>> =
            std::mem::take(&mut self.0).into_iter().map(Some).collect();
        let mut steps = steps.into_iter().peekable();
        self.0.reserve(arguments.len());
        for (at, (key, argument)) in arguments.iter().enumerate() {
            let (place, made) = match steps.next_if(|(place, _)| *place == at) {
                None => (Some(at), None),
                Some((_, Step::Moves(place))) => (Some(place), None),
                Some((_, Step::Runs(place, argument, result))) => (place, Some((argument, result))),
            };
            let earlier = place.and_then(|place| old[place].take());
            let entry = match (made, earlier) {
                (None, Some(entry)) => entry,
                (made, earlier) => {
                    let (argument, result) = made.unwrap_or_else(|| make(key, argument, None));
                    reruns.push((at, earlier.and_then(|entry| entry.argument)));
                    Remembered { key: (*key).clone(), argument: Some(argument), result }
                }
            };
            self.0.push(entry);
        }
        reruns
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

impl<A, R: Clone> Last<A, R> {
    /// Runs `function`, unless the last call had an equal argument.
    pub fn get(&mut self, argument: impl Lent<A>, function: impl FnOnce(&A) -> R) -> R {
        self.get_from(argument, |argument, _| function(argument))
    }

    /// The same for a function that makes its result from the one before. What it
    /// makes must be what it would have made from nothing.
    pub fn get_from(&mut self, argument: impl Lent<A>, function: impl FnOnce(&A, Option<&(A, R)>) -> R) -> R {
        match &self.entry {
            Some((same, result)) if argument.is(same) => result.clone(),
            earlier => {
                self.runs += 1;
                let argument = argument.own();
                let result = function(&argument, earlier.as_ref());
                self.entry = Some((argument, result.clone()));
                result
            }
        }
    }

    /// The same for a result that takes over from the one before what is equal.
    pub fn get_kept(&mut self, argument: impl Lent<A>, function: impl FnOnce(&A) -> R) -> R
    where
        R: Keep,
    {
        self.get_from(argument, |argument, earlier| {
            let result = function(argument);
            match earlier {
                Some((_, earlier)) => result.keep(earlier),
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

impl<K: Clone + Ord, V: Clone + PartialEq> Kept<BTreeMap<K, V>> {
    /// The table of the last call, if these are its entries; else a new one. Entries
    /// must be in order.
    pub fn keep_entries<'a>(
        &mut self,
        entries: impl Iterator<Item = (&'a K, &'a V)> + Clone,
    ) -> Arc<BTreeMap<K, V>>
    where
        K: 'a,
        V: 'a,
    {
        match &self.0 {
            Some(earlier) if is_made_of(earlier, entries.clone()) => earlier.clone(),
            _ => {
                let owned = entries.map(|(key, value)| (key.clone(), value.clone()));
                self.0.insert(Arc::new(owned.collect())).clone()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a memo makes of a row of keys with arguments: each with its result, and a
    /// star where it was made anew.
    fn made(memo: &mut Memo<char, u16, String>, row: &str) -> String {
        let read = |entry: &str| (entry.chars().next().unwrap(), entry[1..].parse().unwrap());
        let row: Vec<(char, u16)> = row.split_whitespace().map(read).collect();
        let arguments = row.iter().map(|(key, argument)| (key, argument)).collect();
        let results = memo.map_keys(arguments, |key, argument| format!("{key}{argument}"));
        let mut shown: Vec<String> = results.iter().map(|entry| entry.result.clone()).collect();
        for (at, _) in &memo.reruns {
            shown[*at].push('*');
        }
        shown.join(" ")
    }

    #[test]
    fn only_what_differs_is_made_again() {
        let mut memo = Memo::default();
        assert_eq!(made(&mut memo, "a1 b1 c1"), "a1* b1* c1*");
        assert_eq!(made(&mut memo, "a1 b1 c1"), "a1 b1 c1");
        assert_eq!(made(&mut memo, "a1 b2 c1"), "a1 b2* c1");
        // Keys come, go, and change places.
        assert_eq!(made(&mut memo, "n1 a1 b2 c1"), "n1* a1 b2 c1");
        assert_eq!(made(&mut memo, "c1 n2 a1"), "c1 n2* a1");
        assert_eq!(made(&mut memo, "b2"), "b2*");
        assert_eq!(memo.runs(), 7);
    }

    /// The first of the two has taken the entry along.
    #[test]
    fn key_that_is_there_twice_is_made_twice() {
        let mut memo = Memo::default();
        made(&mut memo, "a1 a1");
        assert_eq!(made(&mut memo, "n1 a1 a1"), "n1* a1 a1*");
    }

    #[test]
    fn what_forgets_makes_everything_again() {
        let mut memo = Memo::default();
        memo.forget();
        assert_eq!((made(&mut memo, "a1"), made(&mut memo, "a1")), ("a1".to_owned(), "a1".to_owned()));
        assert_eq!(memo.runs(), 2);
    }

    #[test]
    fn table_of_equal_entries_is_one_value() {
        let mut kept = Kept::default();
        let table = |text: &'static str| text.char_indices().collect();
        let [first, same, longer, other]: [BTreeMap<usize, char>; 4] = ["ab", "ab", "abc", "abd"].map(table);
        let first = kept.keep_entries(first.iter());
        assert!(Arc::ptr_eq(&first, &kept.keep_entries(same.iter())));
        assert_eq!(*kept.keep_entries(longer.iter()), longer);
        assert_eq!(*kept.keep_entries(other.iter()), other);
    }
}
