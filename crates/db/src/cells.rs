//! Small conversions every store needs: dates and instants in and out, and what an error of PostgreSQL means.

use basis::{Date, Failure, Fault, Timestamp};
use jiff_sqlx::ToSqlx;

/// An instant as a value to bind.
#[must_use]
pub fn timestamp_bind(at: Timestamp) -> jiff_sqlx::Timestamp {
    at.to_sqlx()
}
/// An instant as it was read.
#[must_use]
pub fn timestamp(cell: jiff_sqlx::Timestamp) -> Timestamp {
    cell.to_jiff()
}
/// A date as a value to bind.
#[must_use]
pub fn date_bind(day: Date) -> jiff_sqlx::Date {
    day.to_sqlx()
}
/// A date as it was read.
#[must_use]
pub fn date(cell: jiff_sqlx::Date) -> Date {
    cell.to_jiff()
}

/// Turns a database error into a fault that says what was tried.
pub fn fault(what: &'static str) -> impl FnOnce(sqlx::Error) -> Failure {
    move |error| Fault::because(what, error).into()
}

/// Whether PostgreSQL refused a row because of the named constraint: a refusal then, not a fault.
#[must_use]
pub fn conflict_on(error: &sqlx::Error, constraint: &str) -> bool {
    error.as_database_error().and_then(|error| error.constraint()) == Some(constraint)
}
