//! Numbers that are structurally right and never given twice within a province.

use std::collections::HashMap;
use vietnam::{OldId, PersonalId, Sex};

/// Coprime to a million: walks through every serial once, in an order that looks like chance.
const STRIDE: u32 = 577_363;
const SERIALS: u32 = 1_000_000;
/// Old numbers of Nghệ An began with 186 and 187.
const OLD_FIRST: u32 = 186_000_000;
const OLD_SERIALS: u32 = 2_000_000;
const OLD_STRIDE: u32 = 1_299_709;

/// Hands out numbers.
#[derive(Default)]
pub(crate) struct Numbers {
    offset: u32,
    first: u32,
    given: HashMap<(u16, bool, i16), u32>,
    old_given: u32,
    mobile_given: u32,
}

impl Numbers {
    pub(crate) fn new(seed: u64) -> Self {
        Self { offset: (seed % u64::from(SERIALS)) as u32, ..Self::default() }
    }
    /// Numbers that no province of this seed hands out: it would need a million births in one year.
    pub(crate) fn apart(seed: u64, nth: u32) -> Self {
        Self { first: SERIALS - 1 - nth % 1000, old_given: OLD_SERIALS - 1 - nth % 1000, ..Self::new(seed) }
    }
    /// A personal number for somebody whose birth was registered in a province (three digits).
    pub(crate) fn personal_id(&mut self, place: u16, sex: Sex, year: i16) -> PersonalId {
        let given = self.given.entry((place, sex == Sex::Male, year)).or_default();
        let turn = (self.first + *given) % SERIALS;
        *given += 1;
        let serial = (u64::from(turn) * u64::from(STRIDE) + u64::from(self.offset)) % u64::from(SERIALS);
        let place = format!("{place:03}");
        PersonalId::compose(&place, sex, year, serial as u32)
            .expect("made-up people have a sex and were born between 1900 and 2026")
    }
    /// An old 9-digit number.
    pub(crate) fn old_id(&mut self) -> OldId {
        let turn = u64::from(self.old_given) * u64::from(OLD_STRIDE) + u64::from(self.offset);
        self.old_given += 1;
        let number = u64::from(OLD_FIRST) + turn % u64::from(OLD_SERIALS);
        OldId::parse(&number.to_string()).expect("the range has nine digits")
    }
    /// A mobile number with the prefix 010, which no operator has.
    pub(crate) fn mobile(&mut self) -> String {
        self.mobile_given += 1;
        format!("010{:07}", self.mobile_given % 10_000_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_number_is_given_twice() {
        let mut numbers = Numbers::new(7);
        let mut seen = HashSet::new();
        for _ in 0..20_000 {
            assert!(seen.insert(numbers.personal_id(40, Sex::Male, 1990)));
        }
        let mut old = HashSet::new();
        for _ in 0..100_000 {
            assert!(old.insert(numbers.old_id()));
        }
        assert!(seen.iter().all(|number| number.reading().birth_year == 1990 && number.as_str().starts_with("040")));
    }
}
