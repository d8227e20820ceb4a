//! Checks a folder of definitions and prints the report, as `lienthong procedures check` does.

use std::{path::Path, process::ExitCode};

fn main() -> ExitCode {
    let dir = std::env::args().nth(1).unwrap_or_else(|| "procedures".to_owned());
    match procedure::check(Path::new(&dir)) {
        Ok(report) => {
            println!("{report}");
            if report.is_fine() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("reading {dir}: {error}");
            ExitCode::FAILURE
        }
    }
}
