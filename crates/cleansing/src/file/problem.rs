//! Why a file could not be matched. The words name files, columns and what to do; never what a row holds.

use std::path::PathBuf;

use sheet::{Field, MapProblem, Unreadable, Unwritten};

/// Why a file could not be matched.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// One of the files could not be read.
    #[error("{} could not be read", .path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: Unreadable,
    },
    /// Nobody can be looked for with the columns there are.
    #[error(
        "{} has no columns that people can be found by: it needs a personal number, or an old identity-card number, or \
         a full name with a date of birth; not found: {}. Name them in a map file (--map) if they are there",
        .path.display(), labels(.missing)
    )]
    NoColumns {
        /// Which.
        path: PathBuf,
        /// What no column is.
        missing: Vec<Field>,
    },
    /// There is no person in the register.
    #[error("{} holds nobody", .0.display())]
    EmptyRegister(PathBuf),
    /// The map file does not fit.
    #[error("the columns could not be mapped")]
    Map(#[from] MapProblem),
    /// There is no such key column.
    #[error("the register has no column `{wanted}`; it has {}", .have.join(", "))]
    Key {
        /// What was asked for.
        wanted: String,
        /// The headings there are.
        have: Vec<String>,
    },
    /// The model does not fit the columns.
    #[error("the model does not fit")]
    Model(#[from] matching::ConfigProblem),
    /// The result could not be written.
    #[error("the result could not be written")]
    Unwritten(#[from] Unwritten),
    /// More columns than a sheet has.
    #[error("the file has too many columns for a workbook; name a result that ends in .csv")]
    TooWide,
    /// Somebody wrote into the file meanwhile.
    #[error("{} was changed while it was read; run it again", .0.display())]
    Changed(PathBuf),
    /// The row is not there, or is no record.
    #[error("row {line} is no record of the file; records stand in rows {first} to {last}")]
    NoSuchRow {
        /// What was asked for.
        line: u64,
        /// The first record.
        first: u64,
        /// The last.
        last: u64,
    },
}

fn labels(fields: &[Field]) -> String {
    fields.iter().map(|field| format!("{} ({})", field.label_vi(), field.code())).collect::<Vec<_>>().join(", ")
}
