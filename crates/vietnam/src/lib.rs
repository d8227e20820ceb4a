//! What every part of the program must know about Viet Nam: numbers, names, births, units, lists, text and working days.
//!
//! Pure words: no database, no clock, no network; today is always an argument. Everything that law can change (lists,
//! units, holidays) is dated data under `data/`, read once. Not for deciding anything: rules live in the capabilities.
//! Start with [`PersonalId`], [`FullName`], [`BirthDate`], then [`units`] and [`WorkingCalendar`].

mod address;
pub mod calendar;
pub mod limits;
mod lists;
pub mod lunar;
mod person;
pub mod text;
mod units;

pub use address::Address;
pub use calendar::{CalendarProblem, Coverage, DayKind, DayMark, Remaining, STATUTORY_CALENDAR, WorkingCalendar};
pub use limits::Limit;
pub use lists::{BloodGroup, Entry, Ethnicity, HouseholdRelation, MaritalStatus, Religion, UnknownCode};
pub use person::{
    BirthDate, BirthDateProblem, Contradiction, FullName, NAME_CHARS_MAX, NameProblem, NameSplit, OldId, OldIdProblem,
    PersonalId, PersonalIdProblem, Precision, Reading, RegistrationPlace, Sex,
};
pub use units::{Gap, Level, Share, Successor, Unit, UnitChange, UnitKey, Units, units};
