//! Lists turned round: from what each note names to who names each thing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::NoteId;
use crate::trace::is_made_of;

/// Something that is said of a thing by somebody: by a note, most often.
pub trait Said: Clone + PartialEq {
    /// Who says things.
    type By: Clone + Ord + std::fmt::Debug;

    /// Who says this.
    fn by(&self) -> &Self::By;
}

impl Said for NoteId {
    type By = NoteId;

    fn by(&self) -> &NoteId {
        self
    }
}

/// What each says of which thing.
pub type ByNote<T, V> = BTreeMap<<V as Said>::By, Arc<Vec<(T, V)>>>;

/// What is said of each thing, in the order of those who say it.
pub type ByThing<T, V> = Arc<BTreeMap<T, Arc<Vec<V>>>>;

/// What is said, turned round; kept from build to build, so that only the lists
/// of things of which something else is said are made again.
#[derive(Debug)]
pub struct Turned<T, V: Said> {
    by_note: ByNote<T, V>,
    by_thing: ByThing<T, V>,
}

impl<T, V: Said> Default for Turned<T, V> {
    fn default() -> Self {
        Turned { by_note: BTreeMap::new(), by_thing: Arc::default() }
    }
}

impl<T: Clone + Ord, V: Said> Turned<T, V> {
    /// Turns round what is said, told in the order of those who say it. What comes
    /// out depends on nothing else.
    pub fn turn<'a>(
        &mut self,
        said: impl Iterator<Item = (&'a V::By, &'a Arc<Vec<(T, V)>>)> + Clone,
    ) -> ByThing<T, V>
    where
        T: 'a,
        V: 'a,
    {
        if is_made_of(&self.by_note, said.clone()) {
            return self.by_thing.clone();
        }
        let by_note: ByNote<T, V> = said.map(|(by, said)| (by.clone(), said.clone())).collect();
        let changed = changed(&self.by_note, &by_note);
        // Most are new: in the first build, and after a branch was changed.
        let new = match changed.len() * 2 > by_note.len() {
            true => all(&by_note),
            false => some(&changed, &self.by_note, &by_note, &self.by_thing),
        };
        let is_whole = changed.len() * 2 > by_note.len();
        let before = &self.by_thing;
        let kept = |(thing, mut list): (T, Vec<V>)| {
            // It has grown, and is kept as long as the book is printed.
            list.shrink_to_fit();
            let same = before.get(&thing).filter(|old| ***old == list).cloned();
            (thing, same.unwrap_or_else(|| Arc::new(list)))
        };
        if is_whole {
            self.by_thing = Arc::new(new.into_iter().map(kept).collect());
        } else {
            let new: Vec<(T, Arc<Vec<V>>)> = new.into_iter().map(kept).collect();
            let lists = Arc::make_mut(&mut self.by_thing);
            for (thing, list) in new {
                match list.is_empty() {
                    true => drop(lists.remove(&thing)),
                    false => drop(lists.insert(thing, list)),
                }
            }
        }
        self.by_note = by_note;
        self.by_thing.clone()
    }

    /// Lets go of what was said, for a build that no other follows.
    pub fn let_go(&mut self) {
        *self = Turned::default();
    }
}

/// All lists.
fn all<T: Clone + Ord, V: Said>(by_note: &ByNote<T, V>) -> BTreeMap<T, Vec<V>> {
    let mut lists: BTreeMap<T, Vec<V>> = BTreeMap::new();
    for (thing, said) in by_note.values().flat_map(|said| said.iter()) {
        match lists.get_mut(thing) {
            Some(list) => list.push(said.clone()),
            None => drop(lists.insert(thing.clone(), vec![said.clone()])),
        }
    }
    lists
}

/// The lists of the things of which somebody of the `changed` says something
/// else; they may be empty now.
fn some<T: Clone + Ord, V: Said>(
    changed: &BTreeSet<&V::By>,
    old: &ByNote<T, V>,
    new: &ByNote<T, V>,
    by_thing: &ByThing<T, V>,
) -> BTreeMap<T, Vec<V>> {
    let mut lists: BTreeMap<T, Vec<V>> = BTreeMap::new();
    for who in changed {
        let (before, after) = (things(old.get(*who)), things(new.get(*who)));
        for thing in before.keys().chain(after.keys()) {
            if before.get(thing) == after.get(thing) || lists.contains_key(*thing) {
                continue;
            }
            let others = by_thing.get(*thing).map(|list| list.as_slice()).unwrap_or_default();
            let others = others.iter().filter(|said| !changed.contains(said.by()));
            lists.insert((*thing).clone(), others.cloned().collect());
        }
    }
    for who in changed {
        for (thing, said) in things(new.get(*who)) {
            if let Some(list) = lists.get_mut(thing) {
                list.extend(said.into_iter().cloned());
            }
        }
    }
    // Stable, so that what one says stays in its order.
    lists.values_mut().for_each(|list| list.sort_by(|a, b| a.by().cmp(b.by())));
    lists
}

/// What one says, by thing.
fn things<T: Ord, V>(said: Option<&Arc<Vec<(T, V)>>>) -> BTreeMap<&T, Vec<&V>> {
    let mut things: BTreeMap<&T, Vec<&V>> = BTreeMap::new();
    for (thing, said) in said.into_iter().flat_map(|said| said.iter()) {
        things.entry(thing).or_default().push(said);
    }
    things
}

/// Those who do not say what they said.
fn changed<'a, T: PartialEq, V: Said>(old: &'a ByNote<T, V>, new: &'a ByNote<T, V>) -> BTreeSet<&'a V::By> {
    let same = |(a, b): (&Arc<Vec<(T, V)>>, &Arc<Vec<(T, V)>>)| Arc::ptr_eq(a, b) || a == b;
    // Most often the same say something, in the same order.
    if old.len() == new.len() && old.keys().eq(new.keys()) {
        let pairs = old.values().zip(new);
        return pairs.filter(|(before, (_, now))| !same((before, now))).map(|(_, (who, _))| who).collect();
    }
    let gone = old.keys().filter(|who| !new.contains_key(*who));
    let others = new.iter().filter(|(who, now)| old.get(*who).is_none_or(|before| !same((before, now))));
    others.map(|(who, _)| who).chain(gone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(lists: &[(&str, &[&str])]) -> ByNote<String, NoteId> {
        let list = |id: &str, things: &[&str]| {
            let id = NoteId::new(id);
            let said = things.iter().map(|thing| ((*thing).to_owned(), id.clone())).collect();
            (id, Arc::new(said))
        };
        lists.iter().map(|(id, things)| list(id, things)).collect()
    }

    fn shown(turned: &ByThing<String, NoteId>) -> String {
        let list = |(thing, ids): (&String, &Arc<Vec<NoteId>>)| {
            format!("{thing}: {}", ids.iter().map(NoteId::as_str).collect::<Vec<_>>().join(" "))
        };
        turned.iter().map(list).collect::<Vec<_>>().join("; ")
    }

    /// Turning lists one after the other gives what turning each alone gives.
    #[test]
    fn what_was_turned_before_makes_no_difference() {
        let books: [&[(&str, &[&str])]; 6] = [
            &[("a", &["x", "y"]), ("b", &["x"]), ("c", &["y"]), ("d", &[]), ("e", &["z"])],
            &[("a", &["x", "y"]), ("b", &["y", "x"]), ("c", &["y"]), ("d", &[]), ("e", &["z"])],
            &[("a", &["x", "y"]), ("b", &["y", "x"]), ("c", &["y"]), ("d", &["x"]), ("e", &[])],
            &[("a", &["y"]), ("c", &["y"]), ("d", &["x"]), ("e", &[])],
            &[("c", &["w"])],
            &[],
        ];
        let mut kept = Turned::default();
        for book in books {
            let alone = Turned::default().turn(said(book).iter());
            assert_eq!(shown(&kept.turn(said(book).iter())), shown(&alone), "{book:?}");
        }
        assert_eq!(shown(&Turned::default().turn(said(books[1]).iter())), "x: a b; y: a b c; z: e");
    }
}
