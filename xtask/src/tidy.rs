//! Runs all rules and prints what they say.

use crate::{complaint::Complaint, crates, data, prose, rust, sql, tree};
use std::{path::Path, process::ExitCode};

/// Exit 0 when nothing is to be said, 1 when something is, 2 when the tree could not be read.
pub(crate) fn run(root: &Path) -> ExitCode {
    let complaints = match gather(root) {
        Ok(complaints) => complaints,
        Err(reason) => {
            eprintln!("tidy could not look: {reason}");
            return ExitCode::from(2);
        }
    };
    for complaint in &complaints {
        println!("{complaint}");
    }
    match complaints.len() {
        0 => ExitCode::SUCCESS,
        1 => {
            println!("tidy: 1 thing to mend");
            ExitCode::FAILURE
        }
        number => {
            println!("tidy: {number} things to mend");
            ExitCode::FAILURE
        }
    }
}

fn gather(root: &Path) -> Result<Vec<Complaint>, String> {
    let sources = tree::read(root)?;
    let crates = crates::read(root)?;
    let mut complaints = crates::edges(&crates);
    complaints.extend(crates::libraries(&crates));
    complaints.extend(sources.iter().filter(|source| source.has_extension("rs")).flat_map(rust::all));
    complaints.extend(sources.iter().flat_map(prose::all));
    complaints.extend(sql::all(&sources));
    complaints.extend(data::all(&sources));
    complaints.sort();
    complaints.dedup();
    Ok(complaints)
}
