//! The province: families one after another until there are people enough.

use crate::{
    chance::Chance,
    family::Maker,
    numbers::Numbers,
    people::{PersonIndex, SyntheticHousehold},
    places::Places,
};
use basis::Date;
use jiff::civil::date;
use std::collections::VecDeque;
use vietnam::Religion;

/// Nghệ An.
pub const PROVINCE_CODE: &str = "40";
/// The day the province stands on: nobody is born and nothing happens after it.
pub const REFERENCE_DAY: Date = date(2026, 10, 31);

/// A made-up province, household by household. The same seed and size give the same households.
pub struct Province {
    seed: u64,
    wanted: u64,
    places: Places,
    numbers: Numbers,
    families: u64,
    next_person: PersonIndex,
    next_household: u64,
    given: u64,
    ready: VecDeque<SyntheticHousehold>,
}

impl std::fmt::Debug for Province {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Province").field("seed", &self.seed).field("people", &self.wanted).finish_non_exhaustive()
    }
}

impl Province {
    /// A province of about so many people: it ends with the household that reaches the number.
    #[must_use]
    pub fn new(seed: u64, people: u64) -> Self {
        Self {
            seed,
            wanted: people,
            places: Places::new(PROVINCE_CODE),
            numbers: Numbers::new(seed),
            families: 0,
            next_person: 0,
            next_household: 0,
            given: 0,
            ready: VecDeque::new(),
        }
    }

    fn next_family(&mut self) {
        let mut chance = Chance::new(self.seed, self.families);
        self.families += 1;
        let commune = self.places.draw(&mut chance);
        let place = &self.places.communes[commune];
        let people = chance.weighted(place.peoples);
        let religion = match chance.per_mille(place.catholics) {
            true => Religion::from_code("catholicism").unwrap_or(Religion::NONE),
            false if chance.per_mille(15) => Religion::from_code("buddhism").unwrap_or(Religion::NONE),
            false => Religion::NONE,
        };
        let maker = Maker {
            places: &self.places,
            numbers: &mut self.numbers,
            next_person: &mut self.next_person,
            next_household: &mut self.next_household,
            chance,
            commune,
            people,
            religion,
        };
        self.ready.extend(maker.family());
    }
}

impl Iterator for Province {
    type Item = SyntheticHousehold;

    fn next(&mut self) -> Option<SyntheticHousehold> {
        // A family is given out whole, so that nobody names a relative who is missing.
        while self.ready.is_empty() {
            if self.given >= self.wanted {
                return None;
            }
            self.next_family();
        }
        let household = self.ready.pop_front()?;
        self.given += household.members.len() as u64;
        Some(household)
    }
}

#[cfg(test)]
#[path = "province_tests.rs"]
mod tests;
