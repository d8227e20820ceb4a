//! `lienthong bench matching`: the matching engine end to end, from CSV to the verdict CSV, against the truth.
//!
//! Matching runs in a process of its own, so that its peak memory is the engine's and not the generator's.

use super::super::usage;
use crate::exit::Failed;
use crate::say::answer;
use clap::Args;
use matching::{Config, Matcher, Model, csv};
use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    time::Instant,
};
use synthetic::linkage::{self, Errors};

/// The words of `bench matching`.
#[derive(Args, Clone, Debug)]
pub(crate) struct Matching {
    /// People of the made-up register; the sector's file has half as many rows.
    #[arg(long, default_value_t = 100_000)]
    people: u64,
    /// More and worse errors.
    #[arg(long)]
    hard: bool,
    /// The same seed makes the same files.
    #[arg(long, default_value_t = 6)]
    seed: u64,
    /// Threads; as many as the machine has when not given.
    #[arg(long)]
    threads: Option<usize>,
    /// Keep register.csv, sector.csv, truth.csv and verdicts.csv in this folder; otherwise they are thrown away.
    #[arg(long)]
    dir: Option<PathBuf>,
    /// Only match what stands in the folder.
    #[arg(long, hide = true, requires = "dir")]
    only_match: bool,
}

/// Runs it.
pub(crate) fn run(words: &Matching) -> Result<(), Failed> {
    let broken = |what: &'static str| move |error: std::io::Error| Failed::because(what, &error);
    if let (true, Some(dir)) = (words.only_match, &words.dir) {
        return run_match(words, dir);
    }
    let dir = words
        .dir
        .clone()
        .unwrap_or_else(|| std::env::temp_dir().join(format!("lienthong-bench-matching-{}", std::process::id())));
    fs::create_dir_all(&dir).map_err(broken("making the folder"))?;
    let outcome = whole(words, &dir);
    if words.dir.is_none() {
        fs::remove_dir_all(&dir).map_err(broken("removing the folder"))?;
    }
    outcome
}

fn whole(words: &Matching, dir: &Path) -> Result<(), Failed> {
    let create = |name: &str| File::create(dir.join(name)).map_err(|error| Failed::because("making the files", &error));
    let errors = if words.hard { Errors::HARD } else { Errors::STANDARD };
    let (register, sector, truth) = (create("register.csv")?, create("sector.csv")?, create("truth.csv")?);
    linkage::write(register, sector, truth, words.people, &errors, words.seed)
        .map_err(|error| Failed::because("writing the synthetic files", &error))?;
    answer!("{} people, seed {}, {}", words.people, words.seed, if words.hard { "hard" } else { "standard" });
    let program = std::env::current_exe().map_err(|error| Failed::because("finding this program", &error))?;
    let mut again = std::process::Command::new(program);
    again.args(["bench", "matching", "--only-match", "--dir"]).arg(dir);
    again.args(["--people", &words.people.to_string()]);
    if let Some(threads) = words.threads {
        again.args(["--threads", &threads.to_string()]);
    }
    let status = again.status().map_err(|error| Failed::because("matching", &error))?;
    if !status.success() {
        return Err(Failed::Broken("matching failed".to_owned()));
    }
    quality(dir).map_err(|error| Failed::because("comparing with the truth", &error))
}

fn run_match(words: &Matching, dir: &Path) -> Result<(), Failed> {
    let threads =
        words.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get));
    let open = |name: &str| File::open(dir.join(name)).map_err(|error| Failed::because("opening the files", &error));
    let csv_failed = |error: csv::CsvProblem| Failed::because("matching", &error);
    let started = Instant::now();
    let (config, model) = (Config::vietnam(), Model::vietnam());
    let index = csv::read_register(open("register.csv")?, &config, "key", threads).map_err(csv_failed)?;
    let matcher = Matcher::new(&index, &model).map_err(|error| Failed::because("matching", &error))?;
    let outcome = csv::match_file(&matcher, open("sector.csv")?, threads).map_err(csv_failed)?;
    let verdicts = File::create(dir.join("verdicts.csv")).map_err(|error| Failed::because("writing", &error))?;
    csv::write_verdicts(&outcome, &index, verdicts).map_err(|error| Failed::because("writing the verdicts", &error))?;
    let (wall, cpu) = (started.elapsed().as_secs_f64(), usage::cpu_seconds().unwrap_or_default());
    let records = (index.len() + outcome.len()) as f64;
    answer!(
        "CPU {cpu:.2} s, wall {wall:.2} s, peak {:.0} MB, {:.0} records/s, {threads} threads, {:.1} bytes a person",
        usage::peak_bytes().unwrap_or_default() as f64 / 1e6,
        records / wall,
        index.bytes() as f64 / index.len().max(1) as f64
    );
    Ok(())
}

/// Verdicts beside the truth: the person linked, whatever the band, counts as the answer.
fn quality(dir: &Path) -> Result<(), std::io::Error> {
    let lines =
        |name: &str| -> Result<_, std::io::Error> { Ok(BufReader::new(File::open(dir.join(name))?).lines().skip(1)) };
    let mut truth: Vec<String> = Vec::new();
    for line in lines("truth.csv")? {
        truth.push(line?.split(',').nth(1).unwrap_or_default().to_owned());
    }
    let mut found: Vec<(f64, bool)> = Vec::new();
    for (row, line) in lines("verdicts.csv")?.enumerate() {
        let line = line?;
        let mut cells = line.split(',').skip(2);
        let (key, chance) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        if !key.is_empty() {
            let is_right = truth.get(row).is_some_and(|own| own == key);
            found.push((chance.parse().unwrap_or(0.0), is_right));
        }
    }
    let links = truth.iter().filter(|key| !key.is_empty()).count() as f64;
    let right = found.iter().filter(|(_, is_right)| *is_right).count() as f64;
    let (precision, recall) = (right / (found.len() as f64).max(1.0), right / links.max(1.0));
    let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
    answer!(
        "F1 {f1:.5}, precision {precision:.5}, recall {recall:.5}, recall at precision 0.999 {:.5}",
        recall_at(&mut found, links, 0.999)
    );
    Ok(())
}

/// The most true links that can be had with this precision, by cutting at one probability.
fn recall_at(found: &mut [(f64, bool)], links: f64, precision: f64) -> f64 {
    found.sort_by(|one, other| other.0.total_cmp(&one.0));
    let (mut hits, mut best) = (0.0, 0.0);
    for (nth, (chance, is_right)) in found.iter().enumerate() {
        hits += f64::from(u8::from(*is_right));
        // Where many share a probability the cut lies behind the last of them.
        let ends = found.get(nth + 1).is_none_or(|next| next.0 < *chance);
        if ends && hits / (nth + 1) as f64 >= precision {
            best = hits / links.max(1.0);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recall_is_cut_where_precision_still_holds() {
        let mut found = vec![(0.9, true), (0.99, true), (0.5, false), (0.5, true), (0.8, true)];
        assert!((recall_at(&mut found, 5.0, 0.999) - 0.6).abs() < 1e-9);
        assert!((recall_at(&mut found, 5.0, 0.8) - 0.8).abs() < 1e-9);
    }
}
