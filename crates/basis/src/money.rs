//! Money is whole đồng. There is no smaller unit and no rounding here.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount of Vietnamese đồng.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(i64);

impl Money {
    /// Nothing to pay.
    pub const ZERO: Self = Self(0);
    /// An amount in whole đồng.
    #[must_use]
    pub const fn dong(amount: i64) -> Self {
        Self(amount)
    }
    /// The bare number of đồng.
    #[must_use]
    pub const fn amount(self) -> i64 {
        self.0
    }
    /// The sum, or nothing when it would not fit.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }
}

impl fmt::Display for Money {
    /// Written as people write it: `1.234.567 đ`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.unsigned_abs().to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                grouped.push('.');
            }
            grouped.push(digit);
        }
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{grouped} đ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_with_dots() {
        for (amount, shown) in
            [(0, "0 đ"), (999, "999 đ"), (20_000, "20.000 đ"), (1_234_567, "1.234.567 đ"), (-500_000, "-500.000 đ")]
        {
            assert_eq!(Money::dong(amount).to_string(), shown);
        }
    }

    #[test]
    fn a_sum_that_does_not_fit_is_nothing() {
        assert_eq!(Money::dong(i64::MAX).plus(Money::dong(1)), None);
    }
}
