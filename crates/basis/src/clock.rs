//! Time. Only `SystemClock` reads the machine's clock; rules receive today as an argument.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use std::sync::Mutex;

/// The zone every legal time limit in Viet Nam is counted in. It has no daylight saving.
pub const VIETNAM_ZONE_NAME: &str = "Asia/Ho_Chi_Minh";

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// The machine's clock, the only reader of it in the whole program.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock for tests that moves only when it is told to.
#[derive(Debug)]
pub struct FixedClock(Mutex<Timestamp>);

impl FixedClock {
    /// A clock that stands at `at`.
    #[must_use]
    pub fn at(at: Timestamp) -> Self {
        Self(Mutex::new(at))
    }
    /// Puts the clock to another instant.
    pub fn set(&self, at: Timestamp) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = at;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// UTC+7 all year, so the zone needs no time-zone database on the machine.
fn zone() -> TimeZone {
    TimeZone::fixed(jiff::tz::offset(7))
}

/// The wall-clock time in Viet Nam at an instant.
#[must_use]
pub fn local(at: Timestamp) -> jiff::civil::DateTime {
    at.to_zoned(zone()).datetime()
}

/// The date in Viet Nam at an instant.
#[must_use]
pub fn today_at(at: Timestamp) -> Date {
    local(at).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_changes_at_midnight_in_vietnam_not_in_greenwich() {
        let late_evening_utc: Timestamp = "2026-11-23T18:30:00Z".parse().unwrap();
        assert_eq!(today_at(late_evening_utc).to_string(), "2026-11-24");
    }

    #[test]
    fn a_fixed_clock_moves_only_when_told() {
        let clock = FixedClock::at("2026-11-23T03:00:00Z".parse().unwrap());
        assert_eq!(clock.now(), clock.now());
        clock.set("2026-11-25T03:00:00Z".parse().unwrap());
        assert_eq!(today_at(clock.now()).to_string(), "2026-11-25");
    }
}
