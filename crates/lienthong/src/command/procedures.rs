//! `lienthong procedures check`: every mistake in the definitions, with file and line.

use crate::exit::Failed;
use crate::say::answer;
use clap::Subcommand;
use std::path::PathBuf;

/// What to do with the definitions.
#[derive(Subcommand, Debug)]
pub(crate) enum Procedures {
    /// Explain every mistake with its file and line, and say how much is no longer asked.
    Check {
        /// The folder of definitions; without one, those inside the program.
        dir: Option<PathBuf>,
    },
}

pub(crate) fn run(what: &Procedures) -> Result<(), Failed> {
    let Procedures::Check { dir } = what;
    let report = match dir {
        None => procedure::check_tree(&procedure::embedded_tree()),
        Some(dir) => {
            procedure::check(dir).map_err(|error| Failed::Usage(format!("reading the definitions: {error}")))?
        }
    };
    answer!("{report}");
    match report.mistakes.len() {
        0 => Ok(()),
        1 => Err(Failed::Broken("there is one mistake".into())),
        many => Err(Failed::Broken(format!("there are {many} mistakes"))),
    }
}
