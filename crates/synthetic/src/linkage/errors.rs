//! How a line of a sector's file comes to differ from the register.

use std::fmt::Write as _;
use std::io;

use unicode_normalization::UnicodeNormalization;

use super::dice::Dice;
use super::dirt::Dirt;
use super::people::{Person, Population};

/// Shares of lines with each fault, from 0 to 1. Each is drawn for itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Errors {
    /// Lines about somebody in the register.
    pub members: f64,
    /// Lines that repeat the person of the line before, with their own faults.
    pub repeated: f64,
    /// The personal number is missing.
    pub pid_missing: f64,
    /// It has one wrong digit or two neighbours swapped.
    pub pid_wrong: f64,
    /// The old number is there, if the person has one.
    pub old_id_present: f64,
    /// It is there and wrong in the same way.
    pub old_id_wrong: f64,
    /// Written without diacritics.
    pub plain: f64,
    /// One letter of the name put in, left out, changed or swapped with its neighbour.
    pub typo: f64,
    /// The middle name is left out.
    pub middle_dropped: f64,
    /// Only the year of birth.
    pub year_only: f64,
    /// Day and month swapped, where that is a date.
    pub day_month_swapped: f64,
    /// Another commune than the register's.
    pub commune_changed: f64,
    /// Letters in pieces (NFD).
    pub decomposed: f64,
    /// The name in capitals.
    pub upper_case: f64,
    /// The wrong sex.
    pub sex_wrong: f64,
    /// What spreadsheets, old fonts and hurried clerks add.
    pub dirt: Dirt,
}

impl Errors {
    /// A file kept with care.
    pub const STANDARD: Self = Self {
        members: 0.95,
        repeated: 0.0,
        pid_missing: 0.30,
        pid_wrong: 0.02,
        old_id_present: 0.25,
        old_id_wrong: 0.02,
        plain: 0.25,
        typo: 0.06,
        middle_dropped: 0.05,
        year_only: 0.08,
        day_month_swapped: 0.02,
        commune_changed: 0.10,
        decomposed: 0.05,
        upper_case: 0.20,
        sex_wrong: 0.005,
        dirt: Dirt::NONE,
    };
    /// A bad file.
    pub const HARD: Self = Self {
        members: 0.80,
        pid_missing: 0.70,
        pid_wrong: 0.04,
        old_id_present: 0.10,
        plain: 0.45,
        typo: 0.12,
        middle_dropped: 0.10,
        year_only: 0.20,
        day_month_swapped: 0.04,
        commune_changed: 0.20,
        ..Self::STANDARD
    };
    /// A file as it comes: the standard faults, repeated people, and those of [`Dirt::USUAL`].
    pub const DIRTY: Self = Self { repeated: 0.03, dirt: Dirt::USUAL, ..Self::STANDARD };

    /// Makes a line about a person, with its faults.
    pub(super) fn spoil(&self, population: &Population, nth: u64, dice: &mut Dice, line: &mut Line) {
        let mut person = population.person(nth);
        if dice.chance(self.middle_dropped) {
            person.name.middle = ["", ""];
        }
        if dice.chance(self.commune_changed) {
            let before = person.commune;
            while person.commune == before {
                person.commune = population.draw_commune(dice);
            }
        }
        if dice.chance(self.sex_wrong) {
            person.woman = !person.woman;
        }
        let turn = dice.share();
        if turn < self.day_month_swapped && person.day <= 12 {
            std::mem::swap(&mut person.day, &mut person.month);
        }
        line.take(population, &person);
        if turn >= 1.0 - self.year_only {
            line.date.clear();
            let _ = write!(line.date, "{}", person.year);
        }
        let turn = dice.share();
        if turn < self.pid_missing {
            line.pid.clear();
        } else if turn < self.pid_missing + self.pid_wrong {
            wrong_number(&mut line.pid, dice);
        }
        let turn = dice.share();
        if turn >= self.old_id_present {
            line.old_id.clear();
        } else if turn < self.old_id_wrong {
            wrong_number(&mut line.old_id, dice);
        }
        if dice.chance(self.plain) {
            line.name = plain(&line.name);
        }
        if dice.chance(self.typo) {
            line.name = typo(&line.name, dice);
        }
        if dice.chance(self.upper_case) {
            line.name = line.name.to_uppercase();
        }
        if dice.chance(self.decomposed) {
            line.name = line.name.nfd().collect();
        }
        if self.dirt != Dirt::NONE {
            self.dirt.spoil(population, nth, &person, dice, line);
        }
    }
}

/// The cells of a line after its first.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) pid: String,
    pub(super) old_id: String,
    pub(super) name: String,
    pub(super) date: String,
    pub(super) sex: &'static str,
    pub(super) commune: &'static str,
}

impl Line {
    /// What the register says of a person.
    pub(super) fn take(&mut self, population: &Population, person: &Person) {
        self.pid.clear();
        self.old_id.clear();
        self.date.clear();
        let _ = write!(self.pid, "{:012}", person.pid);
        if let Some(old_id) = person.old_id {
            let _ = write!(self.old_id, "{old_id:09}");
        }
        person.name.write_to(&mut self.name);
        let _ = write!(self.date, "{:02}/{:02}/{}", person.day, person.month, person.year);
        self.sex = if person.woman { "Nữ" } else { "Nam" };
        self.commune = population.communes[person.commune as usize];
    }

    pub(super) fn write(&self, out: &mut impl io::Write) -> io::Result<()> {
        let Self { pid, old_id, name, date, sex, commune } = self;
        writeln!(out, "{pid},{old_id},{name},{date},{sex},{commune}")
    }
}

/// One digit changed, or two unlike neighbours swapped.
pub(super) fn wrong_number(number: &mut String, dice: &mut Dice) {
    if number.is_empty() {
        return;
    }
    let mut digits = std::mem::take(number).into_bytes();
    let at = dice.below(digits.len() as u64 - 1) as usize;
    if dice.chance(0.5) && digits[at] != digits[at + 1] {
        digits.swap(at, at + 1);
    } else {
        digits[at] = b'0' + (digits[at] - b'0' + 1 + dice.below(9) as u8) % 10;
    }
    number.extend(digits.into_iter().map(char::from));
}

/// Without diacritics, cases kept.
pub(super) fn plain(written: &str) -> String {
    let bare = |c: char| match c {
        'đ' => Some('d'),
        'Đ' => Some('D'),
        '\u{300}'..='\u{36f}' => None,
        c => Some(c),
    };
    written.nfd().filter_map(bare).collect()
}

/// One letter wrong in one word: changed, left out, put in, or swapped with the next.
pub(super) fn typo(written: &str, dice: &mut Dice) -> String {
    const LETTERS: &[u8] = b"abcdeghiklmnopqrstuvxy";
    let mut chars: Vec<char> = written.chars().collect();
    let mut letter = || char::from(*dice.one_of(LETTERS));
    let new = letter();
    // The first letter of a line is hardly ever the wrong one, and a space is no letter.
    let places: Vec<usize> = (1..chars.len()).filter(|&at| chars[at].is_alphabetic()).collect();
    if places.is_empty() {
        return written.to_owned();
    }
    let at = *dice.one_of(&places);
    match dice.below(4) {
        0 if chars[at] != new => chars[at] = new,
        1 if chars.get(at + 1).is_some_and(|next| next.is_alphabetic() && *next != chars[at]) => chars.swap(at, at + 1),
        2 if chars[at - 1].is_alphabetic() => {
            chars.remove(at);
        }
        _ => chars.insert(at, new),
    }
    chars.into_iter().collect()
}
