//! A file against itself: pairs of rows about one person.

use crate::index::PersonNo;
use crate::matcher::Matcher;
use crate::search::{Found, Searcher};

/// Two of the register that may be one person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The one with the smaller number.
    pub one: PersonNo,
    /// The other.
    pub other: PersonNo,
    /// The probability that they are one person.
    pub probability: f64,
}

impl<'a> Matcher<'a> {
    /// Pairs of people in the index that may be one, from a probability on, in the order of their numbers. Every key is
    /// asked for everybody; people removed since the index was built are left out.
    #[must_use]
    pub fn within(&'a self, from: f64, threads: usize) -> Vec<Pair> {
        let slots: Vec<u32> =
            (0..self.index.names.len() as u32).filter(|slot| !self.index.delta.gone.contains(slot)).collect();
        let per_thread = slots.len().div_ceil(threads.max(1)).max(1);
        let found: Vec<Found> = std::thread::scope(|scope| {
            let jobs: Vec<_> =
                slots.chunks(per_thread).map(|slots| scope.spawn(move || self.neighbours(slots))).collect();
            jobs.into_iter().map(|job| job.join().expect("searching does not panic")).collect()
        });
        let mut pairs: Vec<(u32, u32, f32)> = Vec::new();
        let (mut edges, mut rows) = (Vec::new(), Vec::new());
        for found in found {
            edges.extend(found.edges);
            rows.extend(found.rows);
        }
        let mut at = 0;
        for (slot, (count, _)) in slots.iter().zip(rows) {
            for edge in &edges[at..at + usize::from(count)] {
                pairs.push((*slot.min(&edge.slot), *slot.max(&edge.slot), edge.bits));
            }
            at += usize::from(count);
        }
        // Found from both sides the bits may differ a little; the better one counts.
        pairs.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2)));
        pairs.dedup_by_key(|pair| (pair.0, pair.1));
        let prior = prior_of(&pairs, slots.len());
        let pair = |(one, other, bits): (u32, u32, f32)| Pair {
            one: PersonNo(one),
            other: PersonNo(other),
            probability: 1.0 / (1.0 + (-(f64::from(bits) + prior)).exp2()),
        };
        pairs.into_iter().map(pair).filter(|pair| pair.probability >= from).collect()
    }

    fn neighbours(&'a self, slots: &[u32]) -> Found {
        let mut searcher = Searcher::new(self.index, &self.weights);
        searcher.settles = false;
        let mut found = Found::default();
        for &slot in slots {
            if searcher.add_person(slot) {
                searcher.find(&mut found);
            }
        }
        searcher.find(&mut found);
        found
    }
}

/// The bits of the prior for any pair, by expectation and maximisation: how many pairs there are among all possible.
fn prior_of(pairs: &[(u32, u32, f32)], people: usize) -> f64 {
    let possible = (people as f64 * (people as f64 - 1.0) / 2.0).max(1.0);
    let mut expected = (pairs.len() as f64 / 2.0).max(0.5);
    for _ in 0..40 {
        let prior = (expected / possible).log2();
        let sum: f64 = pairs.iter().map(|pair| 1.0 / (1.0 + (-(f64::from(pair.2) + prior)).exp2())).sum();
        expected = sum.max(0.5);
    }
    (expected / possible).log2()
}

/// Groups of people connected by pairs: each list is one person, in the order of the numbers.
#[must_use]
pub fn clusters(pairs: &[Pair], from: f64) -> Vec<Vec<PersonNo>> {
    let mut groups: Vec<Vec<PersonNo>> = Vec::new();
    let mut group_of = std::collections::BTreeMap::<PersonNo, usize>::new();
    for pair in pairs.iter().filter(|pair| pair.probability >= from) {
        match (group_of.get(&pair.one).copied(), group_of.get(&pair.other).copied()) {
            (Some(one), Some(other)) if one != other => {
                let moved = std::mem::take(&mut groups[other]);
                group_of.extend(moved.iter().map(|person| (*person, one)));
                groups[one].extend(moved);
            }
            (Some(_), Some(_)) => {}
            (Some(group), None) | (None, Some(group)) => {
                let new = if group_of.contains_key(&pair.one) { pair.other } else { pair.one };
                group_of.insert(new, group);
                groups[group].push(new);
            }
            (None, None) => {
                group_of.extend([(pair.one, groups.len()), (pair.other, groups.len())]);
                groups.push(vec![pair.one, pair.other]);
            }
        }
    }
    groups.retain(|group| !group.is_empty());
    groups.iter_mut().for_each(|group| group.sort_unstable());
    groups
}
