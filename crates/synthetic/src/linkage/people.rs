//! The people of a linkage: each a function of the seed and a number.

use super::dice::{Dice, Shuffle, Weighted};
use super::names::{Names, Parts};
use jiff::civil::date;
use vietnam::units;

/// Communes that people live in.
const COMMUNES: usize = 460;
/// The year in which the youngest are born; the oldest are 99.
const LAST_YEAR: i16 = 2025;
const AGES: u64 = 100;
/// Numbers are given within a year and a sex.
const GROUPS: u64 = AGES * 2;
/// Share of births registered in the province itself.
const AT_HOME: f64 = 0.86;
/// Those born by then had an old number with [`OLD_ID`].
const OLD_ID_YEAR: i16 = 2004;
const OLD_ID: f64 = 0.75;
/// Share of people who are twins.
const TWINS: f64 = 0.004;

/// One person as the register has them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Person {
    pub(super) name: Parts,
    pub(super) woman: bool,
    pub(super) year: i16,
    pub(super) month: u8,
    pub(super) day: u8,
    /// An index into [`Population::communes`].
    pub(super) commune: u32,
    pub(super) pid: u64,
    pub(super) old_id: Option<u32>,
}

/// All of them.
pub(super) struct Population {
    seed: u64,
    names: Names,
    serials: Vec<Shuffle>,
    keys: Shuffle,
    key_digits: usize,
    provinces: Vec<u16>,
    /// Codes of communes and their districts.
    pub(super) communes: Vec<&'static str>,
    homes: Weighted<u32>,
}

impl Population {
    pub(super) fn new(seed: u64, people: u64) -> Self {
        let before = date(2025, 6, 30);
        let mut communes: Vec<&str> = ["40", "42", "38"]
            .iter()
            .flat_map(|province| units().communes_of(province, before))
            .map(|unit| unit.code)
            .collect();
        communes.truncate(COMMUNES);
        let mut dice = Dice::new(seed, 11, 0);
        // Log-normal sizes: a sum of twelve even numbers is near enough to a normal one.
        let homes = (0..communes.len() as u32)
            .map(|at| (at, (0.6 * ((0..12).map(|_| dice.share()).sum::<f64>() - 6.0)).exp()))
            .collect();
        let provinces = units()
            .provinces(before)
            .iter()
            .filter_map(|unit| unit.code.parse().ok())
            .filter(|&code: &u16| code != 40)
            .collect();
        Self {
            seed,
            names: Names::new(seed),
            serials: (0..GROUPS).map(|group| Shuffle::new(seed, 100 + group, 1_000_000)).collect(),
            keys: Shuffle::new(seed, 12, people.max(1)),
            key_digits: people.max(1).to_string().len(),
            provinces,
            communes,
            homes: Weighted::new(homes),
        }
    }

    pub(super) fn seed(&self) -> u64 {
        self.seed
    }

    /// The key a register gives to a person: it says nothing about them.
    pub(super) fn key(&self, nth: u64) -> String {
        format!("D{:0digits$}", self.keys.at(nth), digits = self.key_digits)
    }

    /// A commune, the big ones more often.
    pub(super) fn draw_commune(&self, dice: &mut Dice) -> u32 {
        *self.homes.draw(dice)
    }

    /// The person with a number. Year and sex come from the number itself, which makes the twelve digits unique
    /// without a list of those given.
    pub(super) fn person(&self, nth: u64) -> Person {
        let group = nth % GROUPS;
        let turn = nth / GROUPS;
        let year = LAST_YEAR - (group % AGES) as i16;
        let woman = group >= AGES;
        let mut own = Dice::new(self.seed, 13, nth);
        let leader = self.twin_of(nth, &mut own);
        let mut birth = Dice::new(self.seed, 14, leader.unwrap_or(nth));
        let surname = self.names.surname(&mut birth);
        let commune = self.draw_commune(&mut birth);
        let day_of_year = birth.below(if leap(year) { 366 } else { 365 }) as i16;
        let day = date(year, 1, 1).saturating_add(jiff::Span::new().days(i64::from(day_of_year)));
        let name = self.names.draw(surname, woman, &mut own);
        let place = if own.chance(AT_HOME) { 40 } else { *own.one_of(&self.provinces) };
        let century = (year / 100 - 19) as u64 * 2 + u64::from(woman);
        let serial = self.serials[group as usize].at(turn % 1_000_000);
        let pid = ((u64::from(place) * 10 + century) * 100 + (year % 100) as u64) * 1_000_000 + serial;
        let old_id = (year <= OLD_ID_YEAR && own.chance(OLD_ID)).then(|| {
            // Given by province, and not unique: two offices gave the same number now and then.
            let first = if own.chance(AT_HOME) { 18 } else { own.below(40) };
            (first * 10_000_000 + own.below(10_000_000)) as u32
        });
        Person { name, woman, year, month: day.month() as u8, day: day.day() as u8, commune, pid, old_id }
    }

    /// Somebody born 25 years before, if those are within the ages here.
    pub(super) fn older(&self, nth: u64) -> Option<u64> {
        (nth % AGES + 25 < AGES).then_some(nth + 25)
    }

    /// The twin whose birth this one shares. Of two neighbours of a year and sex, or of a year, the second may be the
    /// twin of the first.
    fn twin_of(&self, nth: u64, own: &mut Dice) -> Option<u64> {
        let turn = nth / GROUPS;
        let is_twin = own.chance(TWINS);
        // Both share the chance of the pair, so that no twin has a twin of his own.
        (is_twin && turn % 2 == 1).then(|| {
            let same_sex = nth - GROUPS;
            let other = if same_sex % GROUPS >= AGES { same_sex - AGES } else { same_sex + AGES };
            if own.chance(0.6) { same_sex } else { other }
        })
    }
}

fn leap(year: i16) -> bool {
    date(year, 1, 1).in_leap_year()
}

impl Parts {
    /// The name in one line.
    pub(super) fn write_to(&self, out: &mut String) {
        out.clear();
        out.push_str(self.surname);
        for word in self.middle.iter().chain([&self.given]).filter(|word| !word.is_empty()) {
            out.push(' ');
            out.push_str(word);
        }
    }
}
