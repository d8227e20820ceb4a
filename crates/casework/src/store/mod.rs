//! The tables of casework. Only these modules write them; each statement is a file in `sql/`.

pub(crate) mod consent;
pub(crate) mod counter;
pub(crate) mod definition;
pub(crate) mod departure;
pub(crate) mod dossier;
pub(crate) mod draft;
pub(crate) mod extension;
pub(crate) mod fee;
pub(crate) mod finding;
pub(crate) mod handover;
pub(crate) mod insurance;
pub(crate) mod leg;
pub(crate) mod lookup;
pub(crate) mod notice;
pub(crate) mod plans;
pub(crate) mod result;
pub(crate) mod survey;

use basis::{Failure, Fault};
use sqlx::{Row, postgres::PgRow};

/// Reads a column, or says which one the types cannot hold.
pub(crate) fn cell<'r, T>(row: &'r PgRow, name: &'static str) -> Result<T, Failure>
where
    T: sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
{
    row.try_get(name).map_err(|error| Fault::because(format!("reading column {name} of casework"), error).into())
}

/// Reads an instant.
pub(crate) fn at(row: &PgRow, name: &'static str) -> Result<basis::Timestamp, Failure> {
    cell::<jiff_sqlx::Timestamp>(row, name).map(db::timestamp)
}

/// Reads an instant that may be missing.
pub(crate) fn at_maybe(row: &PgRow, name: &'static str) -> Result<Option<basis::Timestamp>, Failure> {
    Ok(cell::<Option<jiff_sqlx::Timestamp>>(row, name)?.map(db::timestamp))
}

/// An instant to bind that may be missing.
pub(crate) fn maybe(at: Option<basis::Timestamp>) -> Option<jiff_sqlx::Timestamp> {
    at.map(db::timestamp_bind)
}

/// One column of many rows, to bind as an array.
pub(crate) fn each<'a, R, T>(rows: &'a [R], column: impl Fn(&'a R) -> T) -> Vec<T> {
    rows.iter().map(column).collect()
}

/// Reads a status.
pub(crate) fn status(row: &PgRow, name: &'static str) -> Result<procedure::Status, Failure> {
    let number: i16 = cell(row, name)?;
    procedure::Status::from_code(number)
        .ok_or_else(|| Fault::new(format!("casework holds the unknown status {number}")).into())
}

/// Exactly one row must have changed.
pub(crate) fn one(done: &sqlx::postgres::PgQueryResult, what: &'static str) -> Result<(), Failure> {
    all(done, 1, what)
}

/// Exactly so many rows must have changed.
pub(crate) fn all(done: &sqlx::postgres::PgQueryResult, rows: usize, what: &'static str) -> Result<(), Failure> {
    if usize::try_from(done.rows_affected()) == Ok(rows) {
        Ok(())
    } else {
        Err(Fault::new(format!("{what}: {} rows changed instead of {rows}", done.rows_affected())).into())
    }
}
