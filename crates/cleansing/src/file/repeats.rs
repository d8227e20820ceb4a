//! Rows of one file that have to do with each other: one number on two people, one person on several rows.

use std::collections::HashMap;

use matching::{Band, Matcher, Outcome, Pattern};

use super::sector::Sector;
use crate::rules::Repeats;

/// Which rows repeat others, and which share a number with somebody else; most rows do neither.
pub(super) struct Related {
    /// By record another record with the same number and about another person.
    shared: HashMap<u32, u32>,
    /// By record how it repeats, and the other record.
    repeats: HashMap<u32, (Repeats, u32)>,
}

impl Related {
    pub(super) fn find(sector: &Sector, matcher: &Matcher<'_>, outcome: &Outcome<'_>) -> Self {
        let mut related = Self { shared: HashMap::new(), repeats: HashMap::new() };
        related.find_shared(sector, outcome);
        let mut unfound: Vec<u32> = Vec::new();
        for record in 0..sector.len() as u32 {
            if outcome.link(record as usize).0 == Band::None {
                if sector.contents[record as usize] != 0 {
                    unfound.push(record);
                }
                continue;
            }
            // A child with the mother's number is not the mother's row once more.
            let is_other = |record: usize| contradicts(matcher, outcome.verdict(record).pattern);
            if let Some(first) = outcome.verdict(record as usize).repeats
                && !is_other(record as usize)
                && !is_other(first)
            {
                related.repeat(first as u32, record);
            }
        }
        // Who is not in the register can stand in the file twice as well.
        let content = |record: &u32| sector.contents[*record as usize];
        unfound.sort_unstable_by_key(|record| (content(record), *record));
        for same in unfound.chunk_by(|one, other| content(one) == content(other)) {
            same[1..].iter().for_each(|&again| related.repeat(same[0], again));
        }
        related
    }

    fn repeat(&mut self, first: u32, again: u32) {
        self.repeats.insert(again, (Repeats::Again, first));
        self.repeats.entry(first).or_insert((Repeats::IsRepeated, again));
    }

    fn find_shared(&mut self, sector: &Sector, outcome: &Outcome<'_>) {
        let number = |record: &u32| sector.numbers[*record as usize];
        let mut numbered: Vec<u32> = (0..sector.len() as u32).filter(|record| number(record) != 0).collect();
        numbered.sort_unstable_by_key(|record| (number(record), *record));
        for group in numbered.chunk_by(|one, other| number(one) == number(other)).filter(|group| group.len() > 1) {
            let person = |record: u32| match outcome.link(record as usize) {
                (Band::None, ..) => None,
                (_, person, _) => person,
            };
            let is_other = |one: u32, other: u32| {
                let same_words = sector.who[one as usize] == sector.who[other as usize];
                let same_person = person(one).is_some() && person(one) == person(other);
                !same_words && !same_person
            };
            for &record in group {
                // The first of the others; a file with a thousand rows of one number is not compared pair by pair.
                let other = group.iter().take(64).copied().find(|&other| is_other(record, other));
                if let Some(other) = other {
                    self.shared.insert(record, other);
                }
            }
        }
    }

    /// The other record with the same number.
    pub(super) fn shares_with(&self, record: usize) -> Option<usize> {
        self.shared.get(&(record as u32)).map(|&other| other as usize)
    }

    /// How a record repeats, and the other one.
    pub(super) fn repeats(&self, record: usize) -> (Repeats, Option<usize>) {
        let found = self.repeats.get(&(record as u32));
        found.map_or((Repeats::No, None), |&(repeats, other)| (repeats, Some(other as usize)))
    }
}

/// True when neither name nor birth fit the person, whatever the number says.
pub(super) fn contradicts(matcher: &Matcher<'_>, pattern: Pattern) -> bool {
    let is = |field: &str, levels: &[&str]| {
        matcher.levels(pattern).any(|level| level.field == field && levels.contains(&level.level))
    };
    is("name", &["given", "other"]) && is("dob", &["same_year", "other"])
}
