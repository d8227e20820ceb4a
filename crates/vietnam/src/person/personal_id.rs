//! The personal identification number (số định danh cá nhân): twelve digits that say a little, and prove nothing.
//!
//! Structure by NĐ 137/2015 Điều 13: three digits for where the birth was registered, one for century and sex, two for
//! the year, six at random; no check digit. The number survives later corrections of sex or year, so a contradiction is
//! a hint for an officer and never a reason to refuse. The old nine-digit number is [`super::OldId`].

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{BirthDate, Sex};

/// Digits of a personal number.
const DIGITS: usize = 12;

/// A personal identification number (số định danh cá nhân), twelve digits. Its Debug form hides the digits.
///
/// ```
/// let id = vietnam::PersonalId::parse("040 199 001 234").unwrap();
/// assert_eq!(id.as_str(), "040199001234");
/// assert_eq!(id.masked(), "040 *** *** 234");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonalId([u8; DIGITS]);

/// Why a text is not a personal number. Never carries the number itself except as an offer to the one who typed it.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
pub enum PersonalIdProblem {
    /// Something other than digits, spaces and dots.
    #[error("a personal number has digits only")]
    NotDigits,
    /// Not twelve digits.
    #[error("a personal number has 12 digits, not {digits}")]
    Length {
        /// How many digits were given.
        digits: usize,
        /// The number with its leading zero restored, when eleven digits were given: spreadsheets lose it.
        offer: Option<String>,
    },
}

impl fmt::Debug for PersonalIdProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Where the first three digits say the birth was registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegistrationPlace {
    /// A province of the list of TT 07/2016, by its three digits and the name it had before the mergers of 2025.
    Province {
        /// Three digits, such as "040".
        code: &'static str,
        /// "Nghệ An".
        name: &'static str,
    },
    /// A country code (birth registered abroad), or a code nobody has heard of; the three digits.
    CountryOrUnknown(String),
}

/// What a number says about its holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Where the birth was registered; not the birthplace and not the home.
    pub registered_in: RegistrationPlace,
    /// Sex at the time the number was given.
    pub sex: Sex,
    /// Year of birth at the time the number was given.
    pub birth_year: i16,
}

/// A disagreement between a number and what else is known. Legal, worth asking about, never a reason to reject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Contradiction {
    /// The number says another sex.
    Sex {
        /// What the number says.
        number_says: Sex,
    },
    /// The number says another year of birth.
    BirthYear {
        /// What the number says.
        number_says: i16,
    },
}

impl PersonalId {
    /// Reads a number as people write it: twelve digits, perhaps grouped with spaces or dots.
    pub fn parse(written: &str) -> Result<Self, PersonalIdProblem> {
        let digits = super::old_id::digits_of(written).ok_or(PersonalIdProblem::NotDigits)?;
        match <[u8; DIGITS]>::try_from(digits.as_slice()) {
            Ok(twelve) => Ok(Self(twelve)),
            Err(_) => {
                let offer = (digits.len() == DIGITS - 1).then(|| {
                    let mut restored = String::from("0");
                    restored.extend(digits.iter().map(|&digit| char::from(digit)));
                    restored
                });
                Err(PersonalIdProblem::Length { digits: digits.len(), offer })
            }
        }
    }

    /// The twelve digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("only ASCII digits are ever put in")
    }

    /// In groups of three, as people read it out: "040 199 001 234".
    pub fn grouped(&self) -> String {
        let all = self.as_str();
        format!("{} {} {} {}", &all[..3], &all[3..6], &all[6..9], &all[9..])
    }

    /// For lists and screens others may see: "040 *** *** 234".
    pub fn masked(&self) -> String {
        let all = self.as_str();
        format!("{} *** *** {}", &all[..3], &all[9..])
    }

    /// What the digits say.
    pub fn reading(&self) -> Reading {
        let place = &self.as_str()[..3];
        let registered_in = match PLACES.binary_search_by(|(code, _)| (*code).cmp(place)) {
            Ok(at) => RegistrationPlace::Province { code: PLACES[at].0, name: PLACES[at].1 },
            Err(_) => RegistrationPlace::CountryOrUnknown(place.to_owned()),
        };
        let century_and_sex = self.digit(3);
        Reading {
            registered_in,
            sex: if century_and_sex % 2 == 0 { Sex::Male } else { Sex::Female },
            birth_year: 1900 + 100 * (century_and_sex / 2) + 10 * self.digit(4) + self.digit(5),
        }
    }

    /// Where the number disagrees with a known sex or birth. An undetermined sex contradicts nothing.
    pub fn contradictions(&self, sex: Option<Sex>, birth: Option<&BirthDate>) -> Vec<Contradiction> {
        let says = self.reading();
        let mut found = Vec::new();
        if sex.is_some_and(|sex| sex != Sex::Undetermined && sex != says.sex) {
            found.push(Contradiction::Sex { number_says: says.sex });
        }
        if birth.is_some_and(|birth| birth.year() != says.birth_year) {
            found.push(Contradiction::BirthYear { number_says: says.birth_year });
        }
        found
    }

    /// Puts a number together, for made-up people: `place` three digits, `serial` below 1,000,000. None when a part
    /// does not fit, or the sex is undetermined.
    pub fn compose(place: &str, sex: Sex, birth_year: i16, serial: u32) -> Option<Self> {
        let century = (birth_year - 1900).div_euclid(100);
        if !(0..5).contains(&century) || place.len() != 3 || serial >= 1_000_000 {
            return None;
        }
        let odd = match sex {
            Sex::Male => 0,
            Sex::Female => 1,
            Sex::Undetermined => return None,
        };
        Self::parse(&format!("{place}{}{:02}{serial:06}", 2 * century + odd, birth_year.rem_euclid(100))).ok()
    }

    fn digit(&self, at: usize) -> i16 {
        i16::from(self.0[at] - b'0')
    }
}

impl fmt::Debug for PersonalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonalId(hidden)")
    }
}

impl FromStr for PersonalId {
    type Err = PersonalIdProblem;

    fn from_str(written: &str) -> Result<Self, PersonalIdProblem> {
        Self::parse(written)
    }
}

impl Serialize for PersonalId {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for PersonalId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let written = String::deserialize(from)?;
        Self::parse(&written).map_err(serde::de::Error::custom)
    }
}

/// Sorted by code; a test holds it to that.
static PLACES: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    include_str!("../../data/registration_places.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_numbers_people_write() {
        for written in ["040199001234", " 040 199 001 234 ", "040.199.001.234", "040\u{a0}199\u{a0}001234"] {
            assert_eq!(PersonalId::parse(written).unwrap().as_str(), "040199001234", "{written:?}");
        }
    }

    #[test]
    fn offers_the_zero_a_spreadsheet_lost() {
        let Err(PersonalIdProblem::Length { digits, offer }) = PersonalId::parse("40199001234") else { panic!() };
        assert_eq!((digits, offer.as_deref()), (11, Some("040199001234")));
        for (written, count) in [("", 0), ("123456789", 9), ("0401990012345", 13)] {
            let problem = PersonalId::parse(written).unwrap_err();
            assert_eq!(problem, PersonalIdProblem::Length { digits: count, offer: None });
        }
        for written in ["04019900123O", "4.01990E+11", "không", "０４０199001234"] {
            assert_eq!(PersonalId::parse(written).unwrap_err(), PersonalIdProblem::NotDigits, "{written}");
        }
    }

    #[test]
    fn the_fourth_digit_says_century_and_sex() {
        let table = [
            ("040099001234", Sex::Male, 1999),
            ("040199001234", Sex::Female, 1999),
            ("040226001234", Sex::Male, 2026),
            ("040326001234", Sex::Female, 2026),
            ("040401001234", Sex::Male, 2101),
            ("040999001234", Sex::Female, 2399),
        ];
        for (written, sex, year) in table {
            let reading = PersonalId::parse(written).unwrap().reading();
            assert_eq!((reading.sex, reading.birth_year), (sex, year), "{written}");
            assert_eq!(reading.registered_in, RegistrationPlace::Province { code: "040", name: "Nghệ An" });
        }
    }

    #[test]
    fn unknown_places_are_tolerated() {
        for place in ["003", "023", "123", "999"] {
            let id = PersonalId::parse(&format!("{place}199001234")).unwrap();
            assert_eq!(id.reading().registered_in, RegistrationPlace::CountryOrUnknown(place.to_owned()));
        }
        assert_eq!(PLACES.len(), 63);
        assert!(PLACES.is_sorted());
    }

    #[test]
    fn contradictions_are_reported_and_never_rejected() {
        let id = PersonalId::parse("040199001234").unwrap();
        let same = BirthDate::Year(1999);
        let other = BirthDate::Year(1998);
        assert!(id.contradictions(None, None).is_empty());
        assert!(id.contradictions(Some(Sex::Female), Some(&same)).is_empty());
        assert!(id.contradictions(Some(Sex::Undetermined), Some(&same)).is_empty());
        assert_eq!(
            id.contradictions(Some(Sex::Male), Some(&other)),
            [Contradiction::Sex { number_says: Sex::Female }, Contradiction::BirthYear { number_says: 1999 }]
        );
    }

    #[test]
    fn digits_never_reach_a_log() {
        let id = PersonalId::parse("040199001234").unwrap();
        assert_eq!(format!("{id:?}"), "PersonalId(hidden)");
        let problem = PersonalId::parse("40199001234").unwrap_err();
        assert!(!format!("{problem:?} {problem}").contains("40199"));
    }

    #[test]
    fn masks_groups_and_composes() {
        let id = PersonalId::parse("040199001234").unwrap();
        assert_eq!(id.grouped(), "040 199 001 234");
        assert_eq!(id.masked(), "040 *** *** 234");
        assert_eq!(PersonalId::compose("040", Sex::Female, 1999, 1234), Some(id));
        assert_eq!(PersonalId::compose("040", Sex::Undetermined, 1999, 1234), None);
        assert_eq!(PersonalId::compose("040", Sex::Male, 1899, 1234), None);
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"040199001234\"");
        assert_eq!(serde_json::from_str::<PersonalId>("\"040199001234\"").unwrap(), id);
        assert!(serde_json::from_str::<PersonalId>("\"1\"").is_err());
    }

    proptest::proptest! {
        #[test]
        fn parsing_never_panics(written in "\\PC*") {
            let _ = PersonalId::parse(&written);
        }

        #[test]
        fn what_is_composed_reads_back(year in 1900i16..2400, serial in 0u32..1_000_000) {
            let id = PersonalId::compose("040", Sex::Female, year, serial).unwrap();
            assert_eq!(id.reading().birth_year, year);
            assert_eq!(id.reading().sex, Sex::Female);
            assert_eq!(PersonalId::parse(&id.grouped()).unwrap(), id);
        }
    }
}
