//! The program: configuration, wiring and the command line. What it does lives in the other crates.

#![cfg_attr(not(test), deny(clippy::print_stdout, clippy::print_stderr))]

#[cfg(test)]
mod codes_tests;
mod command;
mod config;
mod exit;
mod jobs;
mod limit;
mod origin;
mod papers;
mod routes;
mod say;
mod server;
mod wiring;
mod words;

use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// One program that gives a province what Đề án 06 asks for.
#[derive(Parser, Debug)]
#[command(name = "lienthong", version, about, after_help = exit::HELP)]
struct Line {
    /// Configuration file (TOML). Without one, defaults and DATABASE_URL.
    #[arg(long, global = true, value_name = "FILE", env = "LIENTHONG_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Serve the pages, and run the jobs unless --no-jobs.
    Serve {
        /// Leave the jobs to `lienthong work` processes.
        #[arg(long)]
        no_jobs: bool,
    },
    /// Run the jobs only.
    Work,
    /// Bring the database up to date.
    Migrate,
    /// Say in plain words whether database, register, clock, address, disk, keys and calendar are in order.
    Check,
    /// Start a private PostgreSQL with a made-up province and serve it.
    Demo(command::demo::Demo),
    /// Bring data in.
    Import {
        #[command(subcommand)]
        what: command::import::Import,
    },
    /// Match a sector's file with the register: say row by row who is meant, what differs and why.
    ///
    /// Reads Excel and CSV as they come, shows which column it took for what, and writes every row again with seven
    /// columns more. Needs no database. Exit codes: 0 done; 1 a file could not be read, or the result not written; 2
    /// wrong usage; 3 done, but some rows could not be read in full.
    Match(command::match_file::Match),
    /// Show for one row of a sector's file why it was linked to whom.
    Explain(command::match_file::Explain),
    /// Look after the procedure definitions.
    Procedures {
        #[command(subcommand)]
        what: command::procedures::Procedures,
    },
    /// Measure.
    Bench {
        #[command(subcommand)]
        what: command::bench::Bench,
    },
}

fn main() -> std::process::ExitCode {
    let line = Line::parse();
    exit::report(command::run(line.config.as_deref(), line.command))
}
