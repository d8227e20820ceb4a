//! Administrative units (đơn vị hành chính) and what became of them in 2025.
//!
//! A unit's key is its code and the day it came into force: codes were reused in 2025 (44 was Quảng Bình and is now
//! Quảng Trị), so a code alone means nothing. Units from before 2025-07-01 have no known first day. What the tables are
//! known not to say is in [`Units::gaps`].

mod search;
mod table;

use std::fmt;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use table::Units;

/// The tables, read once.
pub fn units() -> &'static Units {
    static UNITS: LazyLock<Units> = LazyLock::new(Units::embedded);
    &UNITS
}

/// Names one unit at one time: its code and its first day, None for units older than the tables.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UnitKey {
    /// Two digits for a province, three for a district, five for a commune.
    pub code: String,
    /// First day in force; None for the units of before 2025-07-01.
    pub valid_from: Option<Date>,
}

/// Stands in a NOT NULL column for "older than the tables".
const BEFORE_THE_TABLES: Date = Date::constant(1, 1, 1);

impl UnitKey {
    /// Code and first day for two database columns; year 1 stands for "older than the tables".
    pub fn to_columns(&self) -> (&str, Date) {
        (&self.code, self.valid_from.unwrap_or(BEFORE_THE_TABLES))
    }

    /// Back from two database columns.
    pub fn from_columns(code: impl Into<String>, from: Date) -> Self {
        Self { code: code.into(), valid_from: (from != BEFORE_THE_TABLES).then_some(from) }
    }

    /// As one word for forms and links: "16690@2025-07-01", "16690@" for an old one.
    pub fn to_word(&self) -> String {
        self.to_string()
    }

    /// Back from one word; the code must be two, three or five digits.
    pub fn from_word(word: &str) -> Option<Self> {
        let (code, from) = word.split_once('@')?;
        if !matches!(code.len(), 2 | 3 | 5) || !code.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let valid_from = if from.is_empty() { None } else { Some(from.parse().ok()?) };
        Some(Self { code: code.to_owned(), valid_from })
    }
}

impl fmt::Display for UnitKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.valid_from {
            Some(from) => write!(f, "{}@{from}", self.code),
            None => write!(f, "{}@", self.code),
        }
    }
}

/// The three levels; districts ended on 2025-07-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Tỉnh, thành phố trực thuộc trung ương.
    Province,
    /// Huyện, quận, thị xã, thành phố thuộc tỉnh; until 2025-06-30.
    District,
    /// Xã, phường, thị trấn, đặc khu.
    Commune,
}

/// One administrative unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Two, three or five digits.
    pub code: &'static str,
    /// Its level.
    pub level: Level,
    /// "Xã Kim Liên".
    pub name: &'static str,
    /// "Kim Liên".
    pub short_name: &'static str,
    /// "Xã".
    pub kind: &'static str,
    /// Code of the unit above; None for a province.
    pub parent: Option<&'static str>,
    /// First day in force; None when older than the tables.
    pub valid_from: Option<Date>,
    /// First day no longer in force; None when it still is.
    pub valid_to: Option<Date>,
}

impl Unit {
    /// The key others store.
    pub fn key(&self) -> UnitKey {
        UnitKey { code: self.code.to_owned(), valid_from: self.valid_from }
    }

    /// True when in force on a day.
    pub fn is_valid_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day < to)
    }
}

/// How much of a unit went to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Share {
    /// All of it.
    Whole,
    /// A part; which part a given house is in must be asked.
    Part,
}

/// Where a unit went, or came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Successor {
    /// The other unit.
    pub unit: &'static Unit,
    /// All of it or a part.
    pub share: Share,
    /// The likeliest when there are several.
    pub default: bool,
}

/// A unit that changed its kind and kept its code and area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitChange {
    /// The code before and after.
    pub code: &'static str,
    /// First day of the new kind.
    pub effective: Date,
    /// The resolution.
    pub article: &'static str,
    /// False when no source we hold confirms it.
    pub confirmed: bool,
}

/// Something the tables are known not to say.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// Which units it concerns.
    pub about: String,
    /// What is missing, in plain words.
    pub what: String,
}

#[cfg(test)]
mod tests;
