//! Values out of a row's cells: numbers, dates, names, sex. What is repaired is reported, what cannot be read is named,
//! and the cells stay as they are.

mod dates;
mod names;
mod numbers;
mod person;
mod words;

pub use person::{MATCH_COLUMNS, Person, Typing};

pub(crate) use dates::date_of;
pub(crate) use words::repair_text;
