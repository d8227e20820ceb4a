//! The old identity-card number (số CMND): nine digits, no check digit, unusable as a key.
//!
//! One person may have had several, and a number may have been issued twice: keep it as a trace, never as an identity.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Digits of an old number.
const DIGITS: usize = 9;

/// An old identity-card number (số CMND), nine digits. Its Debug form hides the digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OldId([u8; DIGITS]);

/// Why a text is not an old number.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
pub enum OldIdProblem {
    /// Something other than digits, spaces and dots.
    #[error("an old identity-card number has digits only")]
    NotDigits,
    /// Not nine digits.
    #[error("an old identity-card number has 9 digits, not {digits}")]
    Length {
        /// How many digits were given.
        digits: usize,
        /// The number with its leading zero restored, when eight digits were given.
        offer: Option<String>,
    },
}

impl fmt::Debug for OldIdProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl OldId {
    /// Reads nine digits, perhaps grouped with spaces or dots.
    pub fn parse(written: &str) -> Result<Self, OldIdProblem> {
        let digits = digits_of(written).ok_or(OldIdProblem::NotDigits)?;
        match <[u8; DIGITS]>::try_from(digits.as_slice()) {
            Ok(nine) => Ok(Self(nine)),
            Err(_) => {
                let offer = (digits.len() == DIGITS - 1).then(|| {
                    let mut restored = String::from("0");
                    restored.extend(digits.iter().map(|&digit| char::from(digit)));
                    restored
                });
                Err(OldIdProblem::Length { digits: digits.len(), offer })
            }
        }
    }

    /// The nine digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("only ASCII digits are ever put in")
    }

    /// In groups of three.
    pub fn grouped(&self) -> String {
        let all = self.as_str();
        format!("{} {} {}", &all[..3], &all[3..6], &all[6..])
    }

    /// For screens others may see: "*** *** 321".
    pub fn masked(&self) -> String {
        format!("*** *** {}", &self.as_str()[6..])
    }
}

/// The digits of a number written with spaces and dots between them, or None when anything else is in it. Stops
/// looking after 64 digits, so that nobody makes us copy a novel.
pub(super) fn digits_of(written: &str) -> Option<Vec<u8>> {
    let mut digits = Vec::with_capacity(16);
    for c in written.chars() {
        match c {
            '0'..='9' if digits.len() < 64 => digits.push(c as u8),
            '0'..='9' => return Some(digits),
            '.' | '\u{200b}' | '\u{feff}' => {}
            c if c.is_whitespace() => {}
            _ => return None,
        }
    }
    Some(digits)
}

impl fmt::Debug for OldId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OldId(hidden)")
    }
}

impl FromStr for OldId {
    type Err = OldIdProblem;

    fn from_str(written: &str) -> Result<Self, OldIdProblem> {
        Self::parse(written)
    }
}

impl Serialize for OldId {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for OldId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let written = String::deserialize(from)?;
        Self::parse(&written).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_nine_digits_and_offers_a_lost_zero() {
        assert_eq!(OldId::parse("187 654 321").unwrap().as_str(), "187654321");
        assert_eq!(OldId::parse("187654321").unwrap().grouped(), "187 654 321");
        assert_eq!(OldId::parse("187654321").unwrap().masked(), "*** *** 321");
        let Err(OldIdProblem::Length { digits: 8, offer: Some(offer) }) = OldId::parse("12345678") else { panic!() };
        assert_eq!(offer, "012345678");
        assert_eq!(OldId::parse("18765432x").unwrap_err(), OldIdProblem::NotDigits);
        assert_eq!(OldId::parse("040199001234").unwrap_err(), OldIdProblem::Length { digits: 12, offer: None });
        assert_eq!(format!("{:?}", OldId::parse("187654321").unwrap()), "OldId(hidden)");
    }

    proptest::proptest! {
        #[test]
        fn parsing_never_panics(written in "\\PC*") {
            let _ = OldId::parse(&written);
        }
    }
}
