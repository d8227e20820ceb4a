//! Exit codes, and the one place where a command's failure is told.

use crate::say::{self, tell};
use std::{fmt, process::ExitCode};

/// What `lienthong --help` says of exit codes.
pub(crate) const HELP: &str = "Exit codes: 0 done; 1 failed; 2 wrong usage or configuration; \
3 done in part, the rest is reported; 4 the database could not be reached; \
    5 the register is being filled, or a filling was broken off.";

/// Why a command did not do all it was asked.
#[derive(Debug)]
pub(crate) enum Failed {
    /// Something went wrong.
    Broken(String),
    /// The command line or the configuration is wrong.
    Usage(String),
    /// Part of the work could not be done; it has been reported row by row.
    InPart(String),
    /// PostgreSQL cannot be reached.
    Database(String),
    /// The register is not whole: somebody is filling it, or a filling broke off.
    Unfinished(String),
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(why) | Self::Usage(why) | Self::InPart(why) | Self::Database(why) | Self::Unfinished(why) => {
                f.write_str(why)
            }
        }
    }
}

impl Failed {
    /// A failure told with the whole chain of its causes.
    pub(crate) fn because(what: &str, error: &(dyn std::error::Error + 'static)) -> Self {
        let mut text = format!("{what}: {error}");
        let mut cause = error.source();
        while let Some(inner) = cause {
            text.push_str(": ");
            text.push_str(&inner.to_string());
            cause = inner.source();
        }
        Self::Broken(text)
    }
}

impl From<basis::Failure> for Failed {
    fn from(failure: basis::Failure) -> Self {
        Self::Broken(failure.to_string())
    }
}

impl From<db::ConnectProblem> for Failed {
    fn from(problem: db::ConnectProblem) -> Self {
        match problem.advice() {
            Some(advice) => Self::Broken(format!("{problem}: {}: {advice}", problem.0)),
            None => Self::Database(format!("{problem}: {}. Is it running, and is DATABASE_URL right?", problem.0)),
        }
    }
}

impl From<db::MigrateProblem> for Failed {
    fn from(problem: db::MigrateProblem) -> Self {
        Self::because("bringing the database up to date", &problem)
    }
}

/// Ends the program with the right code.
pub(crate) fn report(result: Result<(), Failed>) -> ExitCode {
    // Half an answer is none: whoever keeps it in a file must know.
    let lost = say::lost().map(|error| Failed::because("writing the output", error));
    let Err(failed) = result.and(lost.map_or(Ok(()), Err)) else { return ExitCode::SUCCESS };
    tell!("lienthong: {failed}");
    ExitCode::from(match failed {
        Failed::Broken(_) => 1,
        Failed::Usage(_) => 2,
        Failed::InPart(_) => 3,
        Failed::Database(_) => 4,
        Failed::Unfinished(_) => 5,
    })
}
