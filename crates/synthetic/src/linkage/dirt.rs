//! The faults of real Excel files: what spreadsheets do to numbers and dates, old fonts to names, and clerks in a hurry.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::date;
use vietnam::{text, units};

use super::dice::Dice;
use super::errors::Line;
use super::people::{Person, Population};

/// Shares of lines with each fault, from 0 to 1, on top of the others. Each is drawn for itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Dirt {
    /// The personal number was a number to the spreadsheet and lost its leading zero.
    pub zero_lost: f64,
    /// It is written with an exponent, all digits kept.
    pub scientific: f64,
    /// It is written with an exponent and three digits: the rest is lost.
    pub digits_lost: f64,
    /// The personal number of somebody a generation older, as when a parent's is given for a child.
    pub parents_number: f64,
    /// The date is a count of days since 1900.
    pub serial_date: f64,
    /// The date is written year first.
    pub iso_date: f64,
    /// Day and month unknown and put down as 1 January.
    pub first_of_january: f64,
    /// The name is in the bytes of TCVN3, read as Latin-1.
    pub tcvn3: f64,
    /// The name is in the bytes of VNI, read as Latin-1.
    pub vni: f64,
    /// A second name stands in brackets.
    pub alias: f64,
    /// Two spaces, or one that does not break.
    pub spaces: f64,
    /// The commune of today instead of the one it was made from.
    pub merged_commune: f64,
}

impl Dirt {
    /// None of it.
    pub const NONE: Self = Self {
        zero_lost: 0.0,
        scientific: 0.0,
        digits_lost: 0.0,
        parents_number: 0.0,
        serial_date: 0.0,
        iso_date: 0.0,
        first_of_january: 0.0,
        tcvn3: 0.0,
        vni: 0.0,
        alias: 0.0,
        spaces: 0.0,
        merged_commune: 0.0,
    };
    /// As much as a file from several offices has. Assumptions: no source counts them.
    pub const USUAL: Self = Self {
        zero_lost: 0.15,
        scientific: 0.02,
        digits_lost: 0.01,
        parents_number: 0.01,
        serial_date: 0.05,
        iso_date: 0.05,
        first_of_january: 0.03,
        tcvn3: 0.05,
        vni: 0.03,
        alias: 0.01,
        spaces: 0.03,
        merged_commune: 0.15,
    };

    pub(super) fn spoil(&self, population: &Population, nth: u64, person: &Person, dice: &mut Dice, line: &mut Line) {
        if dice.chance(self.parents_number)
            && let Some(parent) = population.older(nth)
        {
            line.pid = format!("{:012}", population.person(parent).pid);
        }
        self.spoil_number(&mut line.pid, dice);
        let whole = line.date.len() > 4;
        if whole && dice.chance(self.first_of_january) {
            line.date.replace_range(..5, "01/01");
        }
        let turn = dice.share();
        // Spreadsheets count from 1900 and keep older dates as text.
        if whole && turn < self.serial_date && person.year > 1900 {
            line.date = serial(&line.date);
        } else if whole && turn < self.serial_date + self.iso_date {
            line.date = format!("{}-{}-{}", &line.date[6..], &line.date[3..5], &line.date[..2]);
        }
        if dice.chance(self.merged_commune) {
            line.commune = TODAY.get(line.commune).copied().unwrap_or(line.commune);
        }
        let turn = dice.share();
        if turn < self.tcvn3 {
            line.name = in_old_bytes(&line.name, &TCVN3);
        } else if turn < self.tcvn3 + self.vni {
            line.name = in_old_bytes(&line.name, &VNI);
        }
        if dice.chance(self.spaces) {
            let space = *dice.one_of(&["  ", "\u{a0}", " \u{200b}"]);
            line.name = line.name.replacen(' ', space, 1);
        }
        if dice.chance(self.alias) {
            line.name.push_str(" (tức Hai)");
        }
    }

    fn spoil_number(&self, pid: &mut String, dice: &mut Dice) {
        let turn = dice.share();
        if pid.is_empty() {
            return;
        }
        let number = pid.trim_start_matches('0');
        let point = format!("{}.{}E+{}", &number[..1], &number[1..], number.len() - 1);
        if turn < self.scientific {
            *pid = point;
        } else if turn < self.scientific + self.digits_lost {
            *pid = format!("{}E+{}", &point[..4], number.len() - 1);
        } else if turn < self.scientific + self.digits_lost + self.zero_lost {
            *pid = number.to_owned();
        }
    }
}

/// The spreadsheet's count of a date written day first; day 60 is a 29 February 1900 that never was.
fn serial(written: &str) -> String {
    let number = |range: std::ops::Range<usize>| written[range].parse().unwrap_or(1);
    let Ok(day) = jiff::civil::Date::new(number(6..10), number(3..5) as i8, number(0..2) as i8) else {
        return written.to_owned();
    };
    let days = i64::from((day - date(1899, 12, 30)).get_days());
    (if days > 60 { days } else { days - 1 }).to_string()
}

/// The commune that an old one went wholly into, by code.
static TODAY: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let (before, after) = (date(2025, 6, 30), date(2025, 7, 1));
    let communes = ["40", "42", "38"].into_iter().flat_map(|province| units().communes_of(province, before));
    communes.filter_map(|unit| Some((unit.code, units().certain_on(&unit.key(), after)?.code))).collect()
});

type OldBytes = HashMap<char, String>;

/// Each letter in TCVN3: whatever the decoder reads back.
static TCVN3: LazyLock<OldBytes> = LazyLock::new(|| {
    let written = ('\u{a1}'..='\u{ff}').map(String::from);
    written.filter_map(|byte| Some((only_char(&text::decode_tcvn3(&byte))?, byte))).collect()
});

/// Each letter in VNI: a vowel and a mark, or one byte.
static VNI: LazyLock<OldBytes> = LazyLock::new(|| {
    let mut letters = OldBytes::new();
    let marks = "ùøûõïâáàåãäêéèúüë";
    let pairs = "aeouyôö".chars().flat_map(|vowel| marks.chars().map(move |mark| format!("{vowel}{mark}")));
    for written in pairs.chain("ôöñæóòî".chars().map(String::from)).chain("ií".chars().map(String::from)) {
        if let Some(letter) = only_char(&text::decode_vni(&written)) {
            letters.entry(letter).or_insert(written);
        }
    }
    letters
});

fn only_char(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

fn in_old_bytes(name: &str, table: &OldBytes) -> String {
    let mut out = String::new();
    for c in text::nfc(name).chars() {
        let small = c.to_lowercase().next().unwrap_or(c);
        match table.get(&c).or_else(|| table.get(&small)) {
            Some(written) if !c.is_ascii() => out.push_str(written),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_bytes_read_back() {
        for name in ["Nguyễn Thị Hoà", "Trần Văn Đức", "Phường Lương"] {
            let lower = name.to_lowercase();
            assert_eq!(text::decode_tcvn3(&in_old_bytes(&lower, &TCVN3)), lower);
            assert_eq!(text::decode_vni(&in_old_bytes(&lower, &VNI)), lower);
        }
    }

    #[test]
    fn dates_are_counted_as_spreadsheets_do() {
        assert_eq!(serial("01/01/1900"), "1");
        assert_eq!(serial("01/03/1900"), "61");
        assert_eq!(serial("01/02/1990"), "32905");
    }

    #[test]
    fn numbers_are_spoiled_as_spreadsheets_do() {
        let mut seen = std::collections::HashSet::new();
        let dirt = Dirt { zero_lost: 0.3, scientific: 0.3, digits_lost: 0.3, ..Dirt::NONE };
        for nth in 0..100 {
            let mut pid = "040199001234".to_owned();
            dirt.spoil_number(&mut pid, &mut Dice::new(1, 1, nth));
            seen.insert(pid);
        }
        let mut seen: Vec<_> = seen.into_iter().collect();
        seen.sort();
        assert_eq!(seen, ["040199001234", "4.0199001234E+10", "4.01E+10", "40199001234"]);
    }
}
