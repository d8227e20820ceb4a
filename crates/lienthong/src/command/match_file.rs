//! `lienthong match`: a sector's file against a register that is a file too. No database, no configuration.

mod explain;
mod listen;

pub(crate) use explain::{Explain, run as explain};

use super::usage;
use crate::exit::Failed;
use crate::say::{answer, tell};
use clap::{Args, ValueEnum};
use cleansing::file::{self, Plan, Problem, Report};
use cleansing::rules::Category;
use listen::Listener;
use matching::Model;
use serde_json::json;
use sheet::MapFile;
use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

/// What both `match` and `explain` are told.
#[derive(Args, Debug)]
pub(crate) struct Files {
    /// The register: .xlsx, .xls, .ods or .csv, with a heading.
    #[arg(long, value_name = "FILE")]
    register: PathBuf,
    /// The sector's file: .xlsx, .xls, .ods or .csv, with a heading.
    #[arg(long, value_name = "FILE")]
    input: PathBuf,
    /// Says which column of the sector's file is what, where it is told wrongly.
    #[arg(long, value_name = "MAP.toml")]
    map: Option<PathBuf>,
    /// The same for the register.
    #[arg(long, value_name = "MAP.toml")]
    register_map: Option<PathBuf>,
    /// The register's column that goes into `khoa_dan_cu`, by its heading. Otherwise `key` or `khoa`, or else the
    /// personal number.
    #[arg(long, value_name = "COLUMN")]
    register_key: Option<String>,
    /// Another model than the one that ships (JSON).
    #[arg(long, value_name = "M.json")]
    model: Option<PathBuf>,
    /// Fit the model to this file first; nobody has to label anything.
    #[arg(long)]
    train: bool,
    /// Threads; as many as the machine has when not given. The result does not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
    /// Say nothing on standard error but errors.
    #[arg(long, short)]
    quiet: bool,
}

/// Which rows get a sentence.
#[derive(ValueEnum, Clone, Copy, Debug)]
enum Which {
    /// No row.
    None,
    /// Rows that are no plain match.
    Differences,
    /// Every row.
    All,
}

/// The words of `match`.
#[derive(Args, Debug)]
pub(crate) struct Match {
    #[command(flatten)]
    files: Files,
    /// The result; its ending says what is written: .xlsx or .csv.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Which rows get a sentence in `giai_thich`.
    #[arg(long, value_enum, default_value = "differences")]
    explain: Which,
    /// Write the model that was used, to use it again.
    #[arg(long, value_name = "M.json")]
    save_model: Option<PathBuf>,
    /// Print one JSON object with the counts on standard output.
    #[arg(long)]
    json: bool,
}

/// Runs `match`.
pub(crate) fn run(words: &Match) -> Result<(), Failed> {
    let started = Instant::now();
    not_over_itself(&words.out, &[&words.files.register, &words.files.input])?;
    let explain = match words.explain {
        Which::None => file::Explain::None,
        Which::Differences => file::Explain::Differences,
        Which::All => file::Explain::All,
    };
    let plan = words.files.plan(explain)?;
    let mut listener = Listener::new(&plan, words.files.quiet);
    let report = file::run(&plan, &words.out, &mut |told| listener.hear(told)).map_err(failed)?;
    listener.end();
    if let Some(path) = &words.save_model {
        let model = report.trained.as_ref().unwrap_or(&plan.model);
        fs::write(path, model.to_json()).map_err(|error| Failed::because("writing the model", &error))?;
    }
    let seconds = started.elapsed().as_secs_f64();
    if words.json {
        answer!("{}", summary(&report, seconds));
    } else if !words.files.quiet {
        tell(&report, &words.out, seconds);
    }
    if report.unreadable > 0 {
        return Err(Failed::InPart(format!(
            "the result is written; {} of {} rows could not be read in full, `giai_thich` says why",
            report.unreadable, report.records
        )));
    }
    Ok(())
}

impl Files {
    /// Reads what small files say and puts the plan together.
    fn plan(&self, explain: file::Explain) -> Result<Plan, Failed> {
        let map = |path: &Option<PathBuf>| path.as_deref().map(read_map).transpose();
        let model = match &self.model {
            None => Model::vietnam(),
            Some(path) => {
                let text = fs::read_to_string(path)
                    .map_err(|error| Failed::Usage(format!("the model {} cannot be read: {error}", path.display())))?;
                Model::from_json(&text)
                    .map_err(|error| usage_because(&format!("the model {}", path.display()), &error))?
            }
        };
        let threads = self
            .threads
            .map_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get), usize::from);
        Ok(Plan {
            register: self.register.clone(),
            input: self.input.clone(),
            map: map(&self.map)?,
            register_map: map(&self.register_map)?,
            register_key: self.register_key.clone(),
            model,
            train: self.train,
            explain,
            threads,
            today: basis::Clock::now(&basis::SystemClock).to_zoned(jiff::tz::TimeZone::UTC).date(),
        })
    }
}

fn read_map(path: &Path) -> Result<MapFile, Failed> {
    let what = format!("the map file {}", path.display());
    let text = fs::read_to_string(path).map_err(|error| Failed::Usage(format!("{what} cannot be read: {error}")))?;
    MapFile::parse(&text).map_err(|problem| usage_because(&what, &problem))
}

fn usage_because(what: &str, error: &(dyn std::error::Error + 'static)) -> Failed {
    Failed::Usage(Failed::because(what, error).to_string())
}

/// Whoever names an input as the result would lose it.
fn not_over_itself(out: &Path, inputs: &[&PathBuf]) -> Result<(), Failed> {
    let real = |path: &Path| fs::canonicalize(path).ok();
    match real(out) {
        Some(place) if inputs.iter().any(|input| real(input).as_ref() == Some(&place)) => Err(Failed::Usage(format!(
            "{} is read, so the result cannot be written there; choose another name",
            out.display()
        ))),
        _ => Ok(()),
    }
}

/// A wrong word of the command line is 2; a file that cannot be read or written is 1.
fn failed(problem: Problem) -> Failed {
    let is_wording = matches!(
        &problem,
        Problem::Map(_)
            | Problem::Key { .. }
            | Problem::Model(_)
            | Problem::NoSuchRow { .. }
            | Problem::Unwritten(sheet::Unwritten::Ending)
    );
    let told = Failed::because("matching", &problem);
    let words = told.to_string();
    let words = words.strip_prefix("matching: ").unwrap_or(&words).to_owned();
    if is_wording { Failed::Usage(words) } else { Failed::Broken(words) }
}

fn summary(report: &Report, seconds: f64) -> serde_json::Value {
    let counts = |of: &[u64; 14]| -> serde_json::Map<String, serde_json::Value> {
        Category::ALL.iter().map(|&category| (category.code().to_owned(), json!(of[category as usize]))).collect()
    };
    let caps: Vec<_> =
        report.caps.iter().map(|cap| json!({ "key": cap.key, "lookups": cap.lookups, "pairs": cap.pairs })).collect();
    json!({
        "rows": report.records,
        "other_rows": report.other_rows,
        "unreadable_rows": report.unreadable,
        "register": report.people,
        "register_key": report.key,
        "register_doubled_numbers": report.doubled_numbers,
        "register_doubled_keys": report.doubled_keys,
        "categories": counts(&report.categories),
        "warnings": counts(&report.warnings),
        "bands": { "auto": report.bands[0], "review": report.bands[1], "none": report.bands[2] },
        "repairs": report.troubles,
        "estimated_share_in_register": report.members,
        "pairs_compared": report.compared,
        "dropped_by_cap": caps,
        "model": { "name": report.model_name, "hash": report.model_hash },
        "seconds": seconds,
        "cpu_seconds": usage::cpu_seconds(),
        "peak_memory_bytes": usage::peak_bytes(),
    })
}

/// The counts for people, on standard error: standard output stays free for scripts.
fn tell(report: &Report, out: &Path, seconds: f64) {
    tell!("");
    for category in Category::ALL.into_iter().rev() {
        let count = report.count(category);
        if count > 0 {
            tell!("{count:>10}  {:<18} {}", category.code(), category.vi());
        }
    }
    tell!("{:>10}  rows in all, in {seconds:.1} s", report.records);
    let [auto, review, none] = report.bands;
    tell!("\ncertain: {auto}; to be looked at by somebody: {review}; not linked: {none}");
    if report.doubled_numbers > 0 {
        tell!("attention: {} numbers belong to several people of the register", report.doubled_numbers);
    }
    if report.doubled_keys > 0 {
        tell!("attention: {} keys stand in the register more than once", report.doubled_keys);
    }
    tell!("result: {}", out.display());
}
