//! A table without an order that is cheap to copy, to change a little, and to
//! compare with what it was.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

use super::Hashing;

/// How many pieces a table has. An edit copies those that it changes, so of 10,000
/// entries some 160, and goes over as many pointers as there are pieces.
const PIECES: usize = 64;

type Piece<K, V> = Arc<HashMap<K, V, Hashing>>;

/// A table in pieces, which a copy shares with the original as long as nothing in
/// them changes.
#[derive(Debug)]
pub struct Hashed<K, V> {
    pieces: Vec<Piece<K, V>>,
    len: usize,
}

impl<K, V> Default for Hashed<K, V> {
    fn default() -> Self {
        Hashed { pieces: vec![Arc::default(); PIECES], len: 0 }
    }
}

impl<K, V> Clone for Hashed<K, V> {
    fn clone(&self) -> Self {
        Hashed { pieces: self.pieces.clone(), len: self.len }
    }
}

impl<K: Eq + Hash, V: PartialEq> PartialEq for Hashed<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.differing(other).all(|(own, other)| own == other)
    }
}

impl<K: Eq + Hash, V: Eq> Eq for Hashed<K, V> {}

impl<K, V> Hashed<K, V> {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// All entries, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.pieces.iter().flat_map(|piece| piece.iter())
    }

    /// All keys, in no order.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.iter().map(|(key, _)| key)
    }

    /// All values, in no order.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    /// The pieces of two tables that are not one value in both.
    pub(super) fn differing<'a>(
        &'a self,
        other: &'a Self,
    ) -> impl Iterator<Item = (&'a HashMap<K, V, Hashing>, &'a HashMap<K, V, Hashing>)> {
        let pairs = self.pieces.iter().zip(&other.pieces);
        pairs.filter(|(own, other)| !Arc::ptr_eq(own, other)).map(|(own, other)| (&**own, &**other))
    }
}

impl<K: Eq + Hash, V> Hashed<K, V> {
    /// The entry of a key.
    pub fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.pieces[piece_of(key)].get(key)
    }
}

impl<K: Clone + Eq + Hash, V: Clone> Hashed<K, V> {
    /// Sets the entry of a key.
    pub fn insert(&mut self, key: K, value: V) {
        let piece = Arc::make_mut(&mut self.pieces[piece_of(&key)]);
        self.len += usize::from(piece.insert(key, value).is_none());
    }

    /// Sets the entry of a key that has none.
    pub fn insert_first(&mut self, key: K, value: impl FnOnce() -> V) {
        self.change(key, value, |_| {});
    }

    /// Changes the entry of a key, or sets it.
    pub fn change(&mut self, key: K, new: impl FnOnce() -> V, change: impl FnOnce(&mut V)) {
        match Arc::make_mut(&mut self.pieces[piece_of(&key)]).entry(key) {
            Entry::Occupied(mut entry) => change(entry.get_mut()),
            Entry::Vacant(entry) => {
                entry.insert(new());
                self.len += 1;
            }
        }
    }

    /// Changes the entry of a key, if it has one, and takes it out if nothing is
    /// left.
    pub fn reduce<Q: Eq + Hash + ?Sized>(&mut self, key: &Q, is_left: impl FnOnce(&mut V) -> bool)
    where
        K: Borrow<Q>,
    {
        let piece = Arc::make_mut(&mut self.pieces[piece_of(key)]);
        if piece.get_mut(key).is_some_and(|value| !is_left(value)) {
            piece.remove(key);
            self.len -= 1;
        }
    }
}

impl<K: Clone + Eq + Hash, V: Clone> FromIterator<(K, V)> for Hashed<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut table = Hashed::default();
        entries.into_iter().for_each(|(key, value)| table.insert(key, value));
        table
    }
}

/// The piece that has the entry of a key. By other bits of the hash than those by
/// which a piece finds it: else all its entries would lie in one place.
fn piece_of(key: &(impl Hash + ?Sized)) -> usize {
    (Hashing::default().hash_one(key) >> 40) as usize % PIECES
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(numbers: std::ops::Range<u32>) -> Hashed<u32, Vec<u32>> {
        numbers.map(|number| (number, vec![number])).collect()
    }

    #[test]
    fn table_has_what_was_put_in() {
        let mut table = table(0..1000);
        table.change(7, Vec::new, |all| all.push(8));
        table.change(1000, || vec![0], |_| unreachable!("it has no entry yet"));
        table.insert_first(1000, || unreachable!("it has an entry"));
        table.reduce(&8, |all| !all.drain(..).eq([8]));
        table.reduce(&9, |all| all.len() == 1);
        table.reduce(&2000, |_| unreachable!("it has no entry"));
        let found = [7, 8, 9, 1000].map(|key| table.get(&key).cloned());
        assert_eq!(found, [Some(vec![7, 8]), None, Some(vec![9]), Some(vec![0])]);
        assert_eq!((table.len(), table.keys().count(), table.is_empty()), (1000, 1000, false));
    }

    #[test]
    fn copy_shares_all_but_what_changes() {
        let old = table(0..10_000);
        let mut new = old.clone();
        assert_eq!(new.differing(&old).count(), 0);
        new.insert(3, vec![4]);
        assert_eq!((new.differing(&old).count(), new == old), (1, false));
        new.insert(3, vec![3]);
        assert!(new == old && new == table(0..10_000));
    }

    #[test]
    fn pieces_are_of_one_size() {
        let names: Hashed<String, ()> =
            (0..10_000).map(|number| (format!("section-{}/note-{number}", number / 50), ())).collect();
        let largest = names.pieces.iter().map(|piece| piece.len()).max();
        assert!(largest < Some(250), "{largest:?}");
    }
}
