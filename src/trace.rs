//! What a pure function has read of tables that it was given whole, so that it
//! can be known whether it would read the same again.
//!
//! A page is made from a few entries of tables with an entry for each note of
//! the book. The function that makes it is handed a [`Table`], which it reads
//! like a map and which notes every question in a [`Trace`]. The next build
//! compares its tables with those of the build before, entry by entry, and so
//! knows the questions that have other answers: its [`Changes`]. A function that
//! asked none of those would get the answers that it got, and so gives the
//! result that it gave.
//!
//! Nobody writes down what depends on what, and there is no way to an entry but
//! through the table.

mod hashed;

pub use hashed::Hashed;

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher};
use std::ops::Index;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHasher;

type Hashing = BuildHasherDefault<FxHasher>;

/// A question to a table, as a hash. Two questions with one hash make something
/// be made again that need not be, and nothing else. Pages ask a hundred each, so they
/// are as short as is long enough: of a million, one in four thousand has the hash of
/// another.
type Question = u32;

/// The questions of one function.
#[derive(Debug)]
pub struct Trace(Option<Mutex<Vec<Question>>>);

impl Default for Trace {
    fn default() -> Self {
        Trace(Some(Mutex::default()))
    }
}

/// The questions of one function, each once.
#[derive(Debug, Clone, Default)]
pub struct Asked(Box<[Question]>);

impl Trace {
    /// A trace that notes nothing, for a function that is not run again.
    pub fn none() -> Self {
        Trace(None)
    }

    fn ask(&self, question: impl FnOnce() -> Question) {
        if let Some(questions) = &self.0 {
            questions.lock().unwrap_or_else(PoisonError::into_inner).push(question());
        }
    }

    /// What has been asked.
    pub fn asked(self) -> Asked {
        let Some(questions) = self.0 else { return Asked::default() };
        let mut questions = questions.into_inner().unwrap_or_else(PoisonError::into_inner);
        questions.sort_unstable();
        questions.dedup();
        Asked(questions.into())
    }
}

/// The questions that have other answers than in the build before.
#[derive(Debug)]
pub struct Changes {
    /// Whether nothing is known of a build before.
    everything: bool,
    questions: Questions,
}

/// Some questions.
#[derive(Debug)]
struct Questions {
    all: HashSet<Question, Hashing>,
    /// By the low twelve bits of a question, as a bit: whether one of these has them. Few
    /// questions have changed, and millions are looked for among them, of which nearly all
    /// are known by these bits not to be there.
    low_bits: [u64; Questions::WORDS],
}

impl Default for Questions {
    fn default() -> Self {
        Questions { all: HashSet::default(), low_bits: [0; Questions::WORDS] }
    }
}

impl Questions {
    /// How many words hold a bit for each number of twelve bits.
    const WORDS: usize = 64;

    /// The word and the bit of a question.
    fn place(question: Question) -> (usize, u64) {
        (question as usize / 64 % Questions::WORDS, 1 << (question % 64))
    }

    fn insert(&mut self, question: Question) {
        let (word, bit) = Self::place(question);
        self.low_bits[word] |= bit;
        self.all.insert(question);
    }

    fn contains(&self, question: Question) -> bool {
        let (word, bit) = Self::place(question);
        self.low_bits[word] & bit != 0 && self.all.contains(&question)
    }
}

impl Default for Changes {
    fn default() -> Self {
        Changes { everything: true, questions: Questions::default() }
    }
}

impl Changes {
    /// What has changed since a build before, of which nothing has been compared
    /// yet.
    pub fn none() -> Self {
        Changes { everything: false, questions: Questions::default() }
    }

    /// Whether any of these questions has another answer now.
    pub fn concern(&self, asked: &Asked) -> bool {
        let some = !self.questions.all.is_empty();
        self.everything || some && asked.0.iter().any(|question| self.questions.contains(*question))
    }

    /// Compares a table with what it was, by its name.
    pub fn compare<K, V>(&mut self, name: &'static str, old: &BTreeMap<K, V>, new: &BTreeMap<K, V>)
    where
        K: Ord + Hash,
        V: PartialEq,
    {
        let mut others = false;
        let mut keys = false;
        for (key, before, after) in differences(old, new) {
            self.questions.insert(entry(name, key));
            others = true;
            keys |= before.is_none() || after.is_none();
        }
        self.note(name, others, keys);
    }

    /// The same for a table without an order.
    pub fn compare_unordered<K, V>(&mut self, name: &'static str, old: &Hashed<K, V>, new: &Hashed<K, V>)
    where
        K: Eq + Hash,
        V: PartialEq,
    {
        let mut others = false;
        let mut keys = false;
        for (old, new) in old.differing(new) {
            #[expect(clippy::iter_over_hash_type, reason = "a set comes out")]
            for (key, value) in new {
                let before = old.get(key);
                if before != Some(value) {
                    self.questions.insert(entry(name, key));
                    others = true;
                    keys |= before.is_none();
                }
            }
            let gone = old.keys().filter(|key| !new.contains_key(*key));
            gone.for_each(|key| {
                self.questions.insert(entry(name, key));
                (others, keys) = (true, true);
            });
        }
        self.note(name, others, keys);
    }

    /// Compares a table that is read as a whole only.
    pub fn compare_whole<V: PartialEq>(&mut self, name: &'static str, old: &V, new: &V) {
        let others = old != new;
        self.note(name, others, others);
    }

    fn note(&mut self, name: &'static str, others: bool, keys: bool) {
        if others {
            self.questions.insert(whole(name));
        }
        if keys {
            self.questions.insert(all_keys(name));
        }
    }
}

/// The keys of which two tables say something else, with the entries of both.
pub fn differences<'a, K: Ord, V: PartialEq>(
    old: &'a BTreeMap<K, V>,
    new: &'a BTreeMap<K, V>,
) -> impl Iterator<Item = (&'a K, Option<&'a V>, Option<&'a V>)> {
    let (mut before, mut after) = (old.iter().peekable(), new.iter().peekable());
    let all = std::iter::from_fn(move || {
        let order = match (before.peek(), after.peek()) {
            (None, None) => return None,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((a, _)), Some((b, _))) => a.cmp(b),
        };
        let left = if order.is_le() { before.next() } else { None };
        let right = if order.is_ge() { after.next() } else { None };
        let (key, _) = left.or(right)?;
        Some((key, left.map(|(_, value)| value), right.map(|(_, value)| value)))
    });
    all.filter(|(_, before, after)| before != after)
}

/// Whether these are the entries of a table, in order.
pub fn is_made_of<'a, K: PartialEq + 'a, V: PartialEq + 'a>(
    table: &BTreeMap<K, V>,
    entries: impl Iterator<Item = (&'a K, &'a V)> + Clone,
) -> bool {
    table.len() == entries.clone().count()
        && table.iter().zip(entries).all(|((key, value), entry)| key == entry.0 && value == entry.1)
}

/// A table that notes what it is asked.
#[derive(Debug)]
pub struct Table<'a, M> {
    name: &'static str,
    map: &'a M,
    trace: &'a Trace,
}

impl<M> Clone for Table<'_, M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for Table<'_, M> {}

impl<'a, M> Table<'a, M> {
    /// A table by its name, which is the one by which it is compared.
    pub fn new(name: &'static str, map: &'a M, trace: &'a Trace) -> Self {
        Table { name, map, trace }
    }

    /// All of the table.
    pub fn whole(&self) -> &'a M {
        self.trace.ask(|| whole(self.name));
        self.map
    }
}

impl<'a, K: Ord + Hash, V> Table<'a, BTreeMap<K, V>> {
    /// The entry of a key.
    pub fn get<Q: Ord + Hash + ?Sized>(&self, key: &Q) -> Option<&'a V>
    where
        K: Borrow<Q>,
    {
        self.trace.ask(|| entry(self.name, key));
        self.map.get(key)
    }

    /// The entry of a key with the key as the table has it.
    pub fn get_key_value<Q: Ord + Hash + ?Sized>(&self, key: &Q) -> Option<(&'a K, &'a V)>
    where
        K: Borrow<Q>,
    {
        self.trace.ask(|| entry(self.name, key));
        self.map.get_key_value(key)
    }

    /// Whether there is an entry of a key.
    pub fn contains_key<Q: Ord + Hash + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.get(key).is_some()
    }

    /// All keys in order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &'a K> + use<'a, K, V> {
        self.trace.ask(|| all_keys(self.name));
        self.map.keys()
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.keys().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<'a, K: Eq + Hash, V> Table<'a, Hashed<K, V>> {
    /// The entry of a key.
    pub fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<&'a V>
    where
        K: Borrow<Q>,
    {
        self.trace.ask(|| entry(self.name, key));
        self.map.get(key)
    }
}

impl<K: Ord + Hash + Borrow<Q>, V, Q: Ord + Hash + ?Sized> Index<&Q> for Table<'_, BTreeMap<K, V>> {
    type Output = V;

    fn index(&self, key: &Q) -> &V {
        self.get(key).expect("the table has an entry for every key of its kind")
    }
}

impl<K: Eq + Hash + Borrow<Q>, V, Q: Eq + Hash + ?Sized> Index<&Q> for Table<'_, Hashed<K, V>> {
    type Output = V;

    fn index(&self, key: &Q) -> &V {
        self.get(key).expect("the table has an entry for every key of its kind")
    }
}

fn question(kind: u8, name: &'static str, key: &(impl Hash + ?Sized)) -> Question {
    let mut hasher = Hashing::default().build_hasher();
    kind.hash(&mut hasher);
    name.hash(&mut hasher);
    key.hash(&mut hasher);
    let hash = hasher.finish();
    (hash ^ (hash >> 32)) as Question
}

fn entry<Q: Hash + ?Sized>(name: &'static str, key: &Q) -> Question {
    question(0, name, key)
}

fn all_keys(name: &'static str) -> Question {
    question(1, name, "")
}

fn whole(name: &'static str) -> Question {
    question(2, name, "")
}
