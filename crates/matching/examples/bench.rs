//! Measures the engine end to end: writes a synthetic register and file, matches them from CSV to the verdict CSV, and
//! prints CPU seconds, wall, peak memory and quality against the truth.
//!
//! `cargo run --release -p matching --example bench -- --people 1000000 [--hard | --dirty] [--seed 6] [--threads 2] [--dir DIR] [--config FILE]`

use std::collections::HashMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::time::Instant;

use matching::{Config, Matcher, Model, csv};
use synthetic::linkage::{self, Errors};

struct Options {
    people: u64,
    errors: Errors,
    seed: u64,
    threads: usize,
    dir: PathBuf,
    step: Option<String>,
    misses: bool,
    config: Config,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut options = Options {
        people: 100_000,
        errors: Errors::STANDARD,
        seed: 6,
        threads: 2,
        dir: std::env::temp_dir().join("lienthong-bench-matching"),
        step: None,
        misses: false,
        config: Config::vietnam(),
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
        match argument.as_str() {
            "--people" => options.people = value()?.parse()?,
            "--hard" => options.errors = Errors::HARD,
            "--dirty" => options.errors = Errors::DIRTY,
            "--seed" => options.seed = value()?.parse()?,
            "--threads" => options.threads = value()?.parse()?,
            "--dir" => options.dir = value()?.into(),
            "--step" => options.step = Some(value()?),
            "--config" => options.config = Config::from_json(&fs::read_to_string(value()?)?)?,
            "--misses" => options.misses = true,
            _ => return Err(format!("{argument} is not known").into()),
        }
    }
    fs::create_dir_all(&options.dir)?;
    match options.step.as_deref() {
        None => {
            write(&options)?;
            // A process of its own, so that its peak memory is the engine's and not the generator's.
            let mut again = std::env::args().skip(1).collect::<Vec<_>>();
            again.extend(["--step".to_owned(), "match".to_owned()]);
            let status = std::process::Command::new(std::env::current_exe()?).args(again).status()?;
            if !status.success() {
                return Err("matching failed".into());
            }
            quality(&options)
        }
        Some("write") => write(&options),
        Some("match") => run(&options),
        Some("quality") => quality(&options),
        Some("lookup") => lookup(&options),
        Some(other) => Err(format!("step {other} is not known").into()),
    }
}

fn write(options: &Options) -> Result<(), Box<dyn Error>> {
    let create = |name: &str| File::create(options.dir.join(name));
    let started = Instant::now();
    linkage::write(
        create("register.csv")?,
        create("sector.csv")?,
        create("truth.csv")?,
        options.people,
        &options.errors,
        options.seed,
    )?;
    println!("written in {:.1} s", started.elapsed().as_secs_f64());
    Ok(())
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let started = Instant::now();
    let model = Model::vietnam();
    let index =
        csv::read_register(File::open(options.dir.join("register.csv"))?, &options.config, "key", options.threads)?;
    let built = (started.elapsed().as_secs_f64(), cpu_seconds());
    let matcher = Matcher::new(&index, &model)?;
    let outcome = csv::match_file(&matcher, File::open(options.dir.join("sector.csv"))?, options.threads)?;
    let matched = (started.elapsed().as_secs_f64(), cpu_seconds());
    csv::write_verdicts(&outcome, &index, File::create(options.dir.join("verdicts.csv"))?)?;
    let (wall, cpu) = (started.elapsed().as_secs_f64(), cpu_seconds());
    let records = (index.len() + outcome.len()) as f64;
    println!(
        "register read and indexed: {:.2} s wall, {:.2} CPU-s; {:.1} bytes a person",
        built.0,
        built.1,
        index.bytes() as f64 / index.len() as f64
    );
    println!("file matched and resolved: {:.2} s wall, {:.2} CPU-s", matched.0 - built.0, matched.1 - built.1);
    println!(
        "CPU {cpu:.2} s, wall {wall:.2} s, peak {:.0} MB, {:.0} records/s",
        peak_bytes() as f64 / 1e6,
        records / wall
    );
    let counts = outcome.counts();
    let dropped: Vec<String> = counts
        .dropped
        .iter()
        .zip(&options.config.keys)
        .filter(|(dropped, _)| dropped.lookups > 0)
        .map(|(dropped, key)| format!("{} {}/{}", key.parts.join("+"), dropped.lookups, dropped.pairs))
        .collect();
    println!(
        "{:.2} pairs a row, members {:.4}, repeated {:.6}, dropped [{}]",
        counts.compared as f64 / outcome.len() as f64,
        outcome.members(),
        outcome.repeated(),
        dropped.join(", ")
    );
    if options.misses {
        misses(options, &outcome, &index, &matcher)?;
    }
    Ok(())
}

/// What goes wrong most: the patterns of true persons that were not chosen, and of false ones that were.
fn misses(
    options: &Options,
    outcome: &matching::Outcome<'_>,
    index: &matching::Index,
    matcher: &Matcher<'_>,
) -> Result<(), Box<dyn Error>> {
    let truth = truth(&options.dir)?;
    let mut kinds: HashMap<String, u32> = HashMap::new();
    for (row, key) in truth.iter().enumerate() {
        let verdict = outcome.verdict(row);
        let own = verdict.person.map(|person| String::from_utf8_lossy(&index.key(person)).into_owned());
        let linked = verdict.probability >= 0.5;
        let right = own.as_ref() == key.as_ref();
        if (linked && right) || (!linked && key.is_none()) {
            continue;
        }
        let kind = match (key, linked, right) {
            (None, _, _) => "stranger linked",
            (Some(_), true, _) => "wrong person",
            (Some(_), false, true) => "right but unsure",
            (Some(key), false, false) => {
                if outcome.candidates(row).iter().any(|one| index.key(one.person) == key.as_bytes()) {
                    "behind others"
                } else {
                    "not found"
                }
            }
        };
        let levels: Vec<String> = matcher.levels(verdict.pattern).map(|level| level.level.to_owned()).collect();
        *kinds.entry(format!("{kind:18} best: {}", levels.join(" "))).or_default() += 1;
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for (kind, count) in kinds.iter().take(40) {
        println!("{count:7} {kind}");
    }
    Ok(())
}

fn truth(dir: &Path) -> Result<Vec<Option<String>>, Box<dyn Error>> {
    let lines = BufReader::new(File::open(dir.join("truth.csv"))?).lines().skip(1);
    lines.map(|line| Ok(line?.split(',').nth(1).filter(|key| !key.is_empty()).map(str::to_owned))).collect()
}

fn quality(options: &Options) -> Result<(), Box<dyn Error>> {
    let truth = truth(&options.dir)?;
    let links = truth.iter().flatten().count() as f64;
    let mut found: Vec<(f64, bool)> = Vec::new();
    let mut auto = (0.0, 0.0);
    let (mut linked, mut right) = (0.0, 0.0);
    for line in BufReader::new(File::open(options.dir.join("verdicts.csv"))?).lines().skip(1) {
        let line = line?;
        let cells: Vec<&str> = line.split(',').collect();
        let row: usize = cells[0].parse()?;
        if cells[2].is_empty() {
            continue;
        }
        let hit = truth[row - 1].as_deref() == Some(cells[2]);
        found.push((cells[3].parse()?, hit));
        linked += 1.0;
        right += f64::from(u8::from(hit));
        if cells[1] == "auto" {
            auto.0 += 1.0;
            auto.1 += f64::from(u8::from(hit));
        }
    }
    let (precision, recall) = (right / linked, right / links);
    found.sort_by(|one, other| other.0.total_cmp(&one.0));
    let (mut hits, mut best) = (0.0, 0.0);
    for (nth, (chance, hit)) in found.iter().enumerate() {
        hits += f64::from(u8::from(*hit));
        // Where many share a probability the cut lies behind the last of them.
        let ends = found.get(nth + 1).is_none_or(|next| next.0 < *chance);
        if ends && hits / (nth + 1) as f64 >= 0.999 {
            best = hits / links;
        }
    }
    println!(
        "F1 {:.5}, precision {precision:.5}, recall {recall:.5}, recall at precision 0.999 {best:.5}",
        2.0 * precision * recall / (precision + recall)
    );
    println!("auto: {:.4} of the links, wrong {:.6}", auto.1 / links, 1.0 - auto.1 / f64::max(auto.0, 1.0));
    Ok(())
}

/// Single look-ups as a search box asks them.
fn lookup(options: &Options) -> Result<(), Box<dyn Error>> {
    let model = Model::vietnam();
    let index =
        csv::read_register(File::open(options.dir.join("register.csv"))?, &options.config, "key", options.threads)?;
    let matcher = Matcher::new(&index, &model)?;
    let mut lookup = matching::Lookup::new(&matcher);
    let mut times = Vec::new();
    for line in BufReader::new(File::open(options.dir.join("sector.csv"))?).lines().skip(1).take(200_000) {
        let line = line?;
        let cells: Vec<&str> = line.split(',').collect();
        let row = [cells[3], cells[4], cells[1], cells[2], cells[6], cells[5]];
        let started = Instant::now();
        std::hint::black_box(lookup.find(&row, 5));
        times.push(started.elapsed().as_nanos());
    }
    report("whole rows", &mut times);
    // As somebody types: the name and the year, or the name and the whole date; each question from a fresh start.
    for (what, year_only) in [("name and year", true), ("name and date", false)] {
        times.clear();
        for line in BufReader::new(File::open(options.dir.join("register.csv"))?).lines().skip(1).take(50_000) {
            let line = line?;
            let cells: Vec<&str> = line.split(',').collect();
            let date = if year_only { &cells[4][6..] } else { cells[4] };
            let started = Instant::now();
            std::hint::black_box(matcher.find(&[cells[3], date, "", "", "", ""], 5));
            times.push(started.elapsed().as_nanos());
        }
        report(what, &mut times);
    }
    Ok(())
}

fn report(what: &str, times: &mut [u128]) {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize] as f64 / 1000.0;
    let rate = times.len() as f64 / (times.iter().sum::<u128>() as f64 / 1e9);
    println!("{what}: {} look-ups, p50 {:.1} us, p99 {:.1} us, {rate:.0}/s a core", times.len(), at(0.5), at(0.99));
}

/// User and system time of this process.
fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = after.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
    // The kernel counts in hundredths here, whatever its own clock does.
    ticks / 100.0
}

fn peak_bytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.and_then(|line| line.split_whitespace().nth(1)).and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) * 1024
}
