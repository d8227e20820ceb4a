//! Working days (ngày làm việc), working hours, and terms counted in them.
//!
//! Nothing here is arithmetic on weekdays alone: holidays are rules with their article, lunar ones are computed, and
//! what the yearly notices swap is data. [`WorkingCalendar::statutory`] is the national calendar; a province may load
//! its own text of the same shape. Beyond [`WorkingCalendar::coverage`] an answer may still change.

mod days;
mod file;
mod terms;

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use jiff::civil::{Date, Time};

pub use file::CalendarProblem;
pub use terms::Remaining;

/// The days and hours on which agencies work.
///
/// ```
/// use jiff::civil::date;
/// let calendar = vietnam::WorkingCalendar::statutory();
/// // 24 November 2026 is Viet Nam Culture Day.
/// let due = calendar.add_working_days(date(2026, 11, 23).at(10, 0, 0, 0), 1);
/// assert_eq!(due, date(2026, 11, 25).at(17, 0, 0, 0));
/// ```
pub struct WorkingCalendar {
    rules: Vec<HolidayRule>,
    arranged: Vec<Arranged>,
    compensation: Option<Compensation>,
    rows: BTreeMap<Date, DayMark>,
    hours: Vec<Hours>,
    coverage: Coverage,
    /// Worked out once for the usual years; others are worked out when asked for.
    years: HashMap<i16, BTreeMap<Date, DayMark>>,
}

/// Why a day is not an ordinary one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayKind {
    /// A holiday.
    Holiday,
    /// A rest day in place of a holiday that fell on a weekly rest day.
    Compensatory,
    /// A rest day that a notice swapped against a weekly rest day.
    SwappedRest,
    /// A weekly rest day on which agencies work, by a notice.
    SwappedWorking,
}

/// A day that is not an ordinary one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayMark {
    /// Why.
    pub kind: DayKind,
    /// What it is called in Vietnamese.
    pub vi: String,
    /// What it is called in English.
    pub en: String,
    /// The article or notice.
    pub authority: String,
    /// False when no source we hold confirms it.
    pub confirmed: bool,
}

/// Between which days the calendar is sure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// First sure day.
    pub from: Date,
    /// Last sure day.
    pub through: Date,
    /// What is not known beyond.
    pub why: String,
}

impl Coverage {
    /// True when the day is a sure one.
    pub fn contains(&self, day: Date) -> bool {
        self.from <= day && day <= self.through
    }
}

#[derive(Clone)]
struct HolidayRule {
    code: String,
    when: When,
    /// Days from the day itself to the first day off, by the weekday of the day itself, Monday first.
    offsets: [i32; 7],
    days: u8,
    mark: DayMark,
    valid_from: Date,
    valid_to: Option<Date>,
}

#[derive(Clone, Copy)]
enum When {
    Solar { day: i8, month: i8 },
    Lunar { day: u8, month: u8 },
}

struct Arranged {
    holiday: String,
    first: Date,
    authority: String,
    confirmed: bool,
}

struct Compensation {
    valid_from: Date,
    authority: String,
    confirmed: bool,
}

/// Working hours from one day on.
struct Hours {
    valid_from: Date,
    authority: String,
    confirmed: bool,
    /// By weekday, Monday first; empty on weekly rest days.
    sessions: [Vec<Session>; 7],
}

/// One stretch of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Session {
    start: Time,
    end: Time,
}

/// The calendar that the law gives, as data: what a province's own file begins with.
pub const STATUTORY_CALENDAR: &str = include_str!("../../data/calendar.toml");

impl std::fmt::Debug for WorkingCalendar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WorkingCalendar").finish_non_exhaustive()
    }
}

impl WorkingCalendar {
    /// The national calendar that comes with the program.
    pub fn statutory() -> &'static Self {
        static STATUTORY: LazyLock<WorkingCalendar> = LazyLock::new(|| {
            WorkingCalendar::from_toml(STATUTORY_CALENDAR)
                .expect("the calendar is part of the program and every test reads it")
        });
        &STATUTORY
    }

    /// Who set the working hours that hold on a day, and whether a source we hold confirms them.
    pub fn hours_ground(&self, day: Date) -> (&str, bool) {
        let hours = self.hours_on(day);
        (&hours.authority, hours.confirmed)
    }

    /// Between which days every answer is sure.
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }
}

#[cfg(test)]
mod tests;
