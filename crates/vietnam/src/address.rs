//! Addresses (địa chỉ) of both tiers: before 2025-07-01 with a district, since then without one.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::units::{Successor, UnitKey, units};

/// Where somebody lives: a unit as it was at the time, and the text below it. Never rewritten when units change.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Address {
    /// The smallest unit known: a commune as a rule, a district or province in older records.
    pub unit: UnitKey,
    /// House, street, hamlet: "Xóm 3".
    pub detail: String,
    /// The whole text as a paper recorded it, where we have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_recorded: Option<String>,
}

impl Address {
    /// An address known only by its parts.
    pub fn new(unit: UnitKey, detail: impl Into<String>) -> Self {
        Self { unit, detail: detail.into(), as_recorded: None }
    }

    /// "Xóm 3, Xã Diễn Châu, Tỉnh Nghệ An", with the district where the unit had one. Falls back on the text as
    /// recorded, then on the detail alone, when the unit is not in our tables.
    pub fn display(&self) -> String {
        match (units().path(&self.unit), &self.as_recorded) {
            (Some(path), _) if self.detail.is_empty() => path,
            (Some(path), _) => format!("{}, {path}", self.detail),
            (None, Some(text)) => text.clone(),
            (None, None) => self.detail.clone(),
        }
    }

    /// The same text by the units of a day where that is certain, else as it was written: what a paper of that day prints.
    pub fn display_on(&self, day: Date) -> String {
        self.on(day).map_or_else(|| self.display(), |then| then.display())
    }

    /// The same place for a record that begins on a day: by the units of that day where that is certain, with what was
    /// written before kept beside it.
    pub fn written_on(&self, day: Date) -> Self {
        match self.on(day) {
            Some(then) if then.unit != self.unit => {
                Self { as_recorded: self.as_recorded.clone().or_else(|| Some(self.display())), ..then }
            }
            _ => self.clone(),
        }
    }

    /// The units that stand today where this address's unit stood.
    pub fn current_units(&self) -> Vec<Successor> {
        units().current_of(&self.unit)
    }

    /// The same place by today's units, when that is certain: the unit is in force, or went whole into one other.
    pub fn on(&self, day: Date) -> Option<Self> {
        let unit = units().certain_on(&self.unit, day)?;
        Some(Self { unit: unit.key(), detail: self.detail.clone(), as_recorded: self.as_recorded.clone() })
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn both_tiers_read_as_people_write_them() {
        let old = units().on("17329", date(2024, 1, 1)).unwrap();
        let before = Address::new(old.key(), "Xóm 3");
        assert_eq!(before.display().matches(", ").count(), 3, "{}", before.display());
        let now = before.on(date(2026, 11, 23)).unwrap();
        assert_eq!(now.display().matches(", ").count(), 2, "{}", now.display());
        assert!(now.display().starts_with("Xóm 3, ") && now.display().ends_with("Tỉnh Nghệ An"));
        assert_eq!(format!("{now:?}"), "Address(hidden)");
        assert_eq!(before.display_on(date(2026, 11, 23)), now.display());
        let new_record = before.written_on(date(2026, 11, 23));
        assert_eq!((&new_record.unit, new_record.as_recorded), (&now.unit, Some(before.display())));
        assert_eq!(now.written_on(date(2026, 11, 23)), now, "what is of that day stays as it is");
    }

    #[test]
    fn an_unknown_unit_falls_back_on_what_was_recorded() {
        let lost = UnitKey { code: "99999".to_owned(), valid_from: None };
        let mut address = Address::new(lost, "Xóm 3");
        assert_eq!(address.display(), "Xóm 3");
        address.as_recorded = Some("Xóm 3, xã cũ".to_owned());
        assert_eq!(address.display(), "Xóm 3, xã cũ");
        assert!(address.current_units().is_empty());
    }
}
