//! `lienthong bench faults`: submitters file births while the program and PostgreSQL are killed with -9 at random
//! instants; then what was promised is compared with what is there (R1: nothing lost, nothing doubled, no orphan file).
//!
//! The program is this very binary as a child process, with its private PostgreSQL, on a folder of its own; the
//! submitters go through its pages over HTTP. `citizen.rs` is one of them, `ledger.rs` compares.

mod answers;
mod browser;
mod citizen;
mod form;
mod ledger;
mod postgres;
mod program;
mod report;

use super::{Draw, WHY, births};
use crate::say::tell;
use crate::{
    command::people,
    config::Config,
    exit::Failed,
    jobs, server,
    wiring::{self, Running},
};
use basis::Timestamp;
use citizen::{Account, Citizen, Common};
use clap::{Args, ValueEnum};
use cluster::{Cluster, Settings};
use identity::{AccountKind, AccountLevel, NewAccount, Password, Username};
use ledger::{Found, Ledger, judge};
use postgres::{Part, Postgres};
use program::Program;
use report::{Kill, Report};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

/// The database of the demonstration.
const DATABASE: &str = "lienthong";
const DAYS_AFTER_BIRTH: i64 = 3;
/// One strike in so many does not wait until the whole has come back from the one before.
const DURING_RECOVERY_ONE_IN: usize = 4;
/// One strike in so many waits for a submission to be on its way, and strikes within these milliseconds: between the
/// commit and its answer lies the doubt that the key is for, and by chance alone it is rarely met.
const AIMED_ONE_IN: usize = 2;
const AIMED_WITHIN: Duration = Duration::from_secs(2);
const AIMED_SPREAD_MS: usize = 40;
/// Notices are held for 20 seconds and swept every 15; a backlog of a long run needs longer.
const SETTLED_WITHIN: Duration = Duration::from_secs(90);
const SETTLED_WITHIN_A_DOSSIER: Duration = Duration::from_millis(20);
/// A server that was killed must be there again by then.
const POSTGRES_BACK_WITHIN: Duration = Duration::from_secs(60);
/// Submitters get so long to end the dossier at hand.
const ENDED_WITHIN: Duration = Duration::from_secs(240);
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// How much, and what is killed.
#[derive(Args, Clone, Debug)]
pub(crate) struct Faults {
    /// Folder to work in; a new one under the system's temporary folder when not named. It is emptied at the end.
    #[arg(long)]
    dir: Option<PathBuf>,
    /// The same seed makes the same province, papers and instants.
    #[arg(long, default_value_t = 6)]
    seed: u64,
    /// People of the made-up province.
    #[arg(long, default_value_t = 2_000)]
    people: u64,
    /// Submitters at once.
    #[arg(long, default_value_t = 64)]
    submitters: usize,
    /// How often something is killed.
    #[arg(long, default_value_t = 100)]
    kills: usize,
    /// Go on until so many dossiers are acknowledged, even when everything has been killed often enough.
    #[arg(long, default_value_t = 0)]
    dossiers: usize,
    /// What is killed.
    #[arg(long, value_enum, default_value_t = Target::Both)]
    target: Target,
    /// Milliseconds between two strikes, on average.
    #[arg(long, default_value_t = 1_500)]
    gap_ms: usize,
    /// Print one line of JSON on standard output, and the words for people on standard error.
    #[arg(long)]
    json: bool,
}

/// What is killed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Target {
    /// The program.
    App,
    /// PostgreSQL: the postmaster and its children, or one of them.
    Postgres,
    /// Now one, now the other, now both at the same instant.
    Both,
}

/// Who dies at one strike.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Victim {
    program: bool,
    postgres: Option<Part>,
}

impl Victim {
    fn draw(target: Target, draw: &mut Draw) -> Self {
        let part = match draw.below(4) {
            0 => Part::Postmaster,
            1 => Part::Child(draw.below(64)),
            _ => Part::Whole,
        };
        let (program, postgres) = match target {
            Target::App => (true, false),
            Target::Postgres => (false, true),
            Target::Both => [(true, false), (false, true), (true, true)][draw.below(3)],
        };
        Self { program, postgres: postgres.then_some(part) }
    }
    fn name(self) -> &'static str {
        match (self.program, self.postgres) {
            (true, None) => "program",
            (true, Some(_)) => "program and PostgreSQL",
            (false, Some(Part::Whole)) => "PostgreSQL, all processes",
            (false, Some(Part::Postmaster)) => "PostgreSQL, postmaster alone",
            (false, Some(Part::Child(_))) => "PostgreSQL, one process",
            (false, None) => "nothing",
        }
    }
}

pub(super) async fn run(faults: Faults) -> Result<(), Failed> {
    let dir = faults
        .dir
        .clone()
        .unwrap_or_else(|| std::env::temp_dir().join(format!("lienthong-faults-{}", std::process::id())));
    let dir =
        std::path::absolute(&dir).map_err(|error| Failed::Usage(format!("the folder {}: {error}", dir.display())))?;
    if dir.exists() {
        return Err(Failed::Usage(format!("{} is there already: name a new folder", dir.display())));
    }
    std::fs::create_dir_all(&dir).map_err(|error| Failed::Broken(format!("making {}: {error}", dir.display())))?;
    let mut program = Program::new(&dir, faults.people, faults.seed)?;
    let tried = tokio::select! {
        tried = try_out(&faults, &dir, &mut program) => tried,
        () = server::stop_signal() => Err(Failed::Broken("interrupted".to_owned())),
    };
    let clean = tried.as_ref().is_ok_and(Report::is_clean);
    let killed = program.kill().await;
    let settings = Settings::in_dir(dir.join("postgres"));
    if clean {
        Cluster::erase(&settings).await.map_err(|problem| Failed::Broken(problem.to_string()))?;
        std::fs::remove_dir_all(&dir)
            .map_err(|error| Failed::Broken(format!("removing {}: {error}", dir.display())))?;
    } else if let Ok(cluster) = Cluster::start(&settings).await {
        // What went wrong can be looked at; nothing of it keeps running.
        let _ = cluster.stop().await;
        tell!("The folder stays for looking at it: {} (its log is program.log)", dir.display());
    }
    killed?;
    tried?.tell(faults.json)
}

async fn try_out(faults: &Faults, dir: &Path, program: &mut Program) -> Result<Report, Failed> {
    tell!("Filling {} and starting the program …", dir.display());
    program.start()?;
    program.first_ready().await?;
    let settings = Settings::in_dir(dir.join("postgres"));
    let database = |problem: cluster::ClusterProblem| Failed::Database(problem.to_string());
    let guest = Cluster::start(&settings).await.map_err(database)?;
    let running = wiring::build(&config(dir), &guest.url(DATABASE), true).await?;
    let accounts = accounts(faults, &running).await?;
    let mut report = Report::new(faults);

    tell!("{} submitters begin; {} strikes …", faults.submitters, faults.kills);
    let common = Arc::new(Common::default());
    let born = basis::today_at(running.shell.app.now()).saturating_sub(jiff::Span::new().days(DAYS_AFTER_BIRTH));
    let began = Instant::now();
    let mut submitters = tokio::task::JoinSet::new();
    for (place, account) in accounts.into_iter().enumerate() {
        let draw = Draw::new(faults.seed, place + 1);
        submitters.spawn(Citizen::new(program.port(), account, born, draw, Arc::clone(&common)).run());
    }
    let struck = strike(faults, program, &Postgres::of(&guest), &mut report, &common, began).await;
    common.enough.store(true, Ordering::Relaxed);
    if struck.is_err() {
        // Nothing will answer them any more.
        submitters.abort_all();
    }
    let mut ledger = Ledger::default();
    let gathered = tokio::time::timeout(ENDED_WITHIN, async {
        while let Some(one) = submitters.join_next().await {
            match one {
                Ok(one) => ledger.merge(one),
                Err(error) => ledger.complaints.push(format!("a submitter broke off: {error}")),
            }
        }
    });
    if gathered.await.is_err() {
        ledger.complaints.push(format!("submitters did not come to an end within {} s", ENDED_WITHIN.as_secs()));
    }
    report.took = began.elapsed();
    struck?;

    tell!("Waiting for the jobs, then comparing {} submissions …", ledger.submissions.len());
    let mut found = Found { overdue: settle(program, &running, ledger.submissions.len()).await?, ..Found::default() };
    running.shell.app.pool().close().await;
    let stopped = program.stop().await;
    ledger.complaints.extend(stopped.err().map(|failed| failed.to_string()));
    if Postgres::of(&guest).postmaster().is_some() {
        ledger.complaints.push("PostgreSQL still ran after the program had been stopped in order".to_owned());
    }
    drop(guest);
    let cluster = Cluster::start(&settings).await.map_err(database)?;
    let running = wiring::build(&config(dir), &cluster.url(DATABASE), true).await?;
    look(&running, &mut found).await?;
    report.swept = sweep(&running, &mut found).await?;
    running.shell.app.pool().close().await;
    cluster.stop().await.map_err(database)?;
    report.ended_by_itself.clone_from(&program.ended);
    report.conclude(&ledger, &found, judge(&ledger, &found));
    Ok(report)
}

/// As the demonstration has it, for looking at its database and its files from here.
fn config(dir: &Path) -> Config {
    Config { data_dir: dir.to_path_buf(), connections_max: 4, ..Config::default() }
}

/// An account for each submitter: wives of the province, so that everybody has a husband to name as the father.
async fn accounts(faults: &Faults, running: &Running) -> Result<Vec<Account>, Failed> {
    let ids = people::Ids::new(faults.seed);
    let mothers: Vec<_> = synthetic::Province::new(faults.seed, faults.people)
        .filter_map(|household| births::wife(&household))
        .take(faults.submitters)
        .collect();
    if mothers.len() < faults.submitters {
        return Err(Failed::Usage(format!(
            "the province has {} wives who could file, for {} submitters: name more people",
            mothers.len(),
            faults.submitters
        )));
    }
    // One password for all: hashing is meant to be slow, and nobody here guesses.
    let mut random = [0_u8; 16];
    getrandom::fill(&mut random).map_err(|error| Failed::Broken(format!("drawing a password: {error}")))?;
    let password: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    let odd = |problem: basis::Problem| Failed::Broken(format!("making an account: {}", problem.code.0));
    let hash = running.shell.hasher.hash(&Password::typed(&password).map_err(odd)?).await?;
    let mut accounts = Vec::with_capacity(mothers.len());
    let mut new = Vec::with_capacity(mothers.len());
    for mother in mothers {
        let username = mother.personal_id.as_str().to_owned();
        new.push(NewAccount {
            kind: AccountKind::Citizen,
            username: Username::parse(&username).map_err(odd)?,
            person: Some(ids.person(mother.index)),
            display_name: mother.name.as_str().to_owned(),
            level: AccountLevel::Two,
            password: Some(hash.clone()),
        });
        accounts.push(Account { username, password: password.clone() });
    }
    let mut tx = running.system("bench").begin(WHY).await?;
    let out = identity::create_accounts(&mut tx, &new).await;
    tx.finish(out).await?;
    Ok(accounts)
}

/// Kills as often as asked and lets it come back; ends when enough dossiers are acknowledged too.
async fn strike(
    faults: &Faults,
    program: &mut Program,
    postgres: &Postgres,
    report: &mut Report,
    common: &Common,
    began: Instant,
) -> Result<(), Failed> {
    let mut draw = Draw::new(faults.seed, 0);
    for _ in 0..faults.kills {
        program.run_for(Duration::from_millis(draw.below(2 * faults.gap_ms + 1) as u64)).await?;
        if draw.below(AIMED_ONE_IN) == 0 {
            // Nobody sends while nothing answers: then it strikes all the same.
            let _ = tokio::time::timeout(AIMED_WITHIN, common.sending.notified()).await;
            tokio::time::sleep(Duration::from_millis(draw.below(AIMED_SPREAD_MS) as u64)).await;
        }
        let victim = Victim::draw(faults.target, &mut draw);
        let mut kill = Kill { at_ms: millis(began.elapsed()), victim: victim.name(), back_ms: None };
        if victim.program {
            program.kill().await?;
        }
        let mut children = Vec::new();
        if let Some(part) = victim.postgres {
            children = strike_postgres(program, postgres, part).await?;
        }
        if victim.program {
            program.start()?;
        }
        if draw.below(DURING_RECOVERY_ONE_IN) != 0 {
            kill.back_ms = Some(millis(program.ready().await?));
            if victim.postgres.is_some() {
                report.backends_left += postgres.left_of(&children).await;
            }
        }
        report.kills.push(kill);
    }
    program.ready().await?;
    while common.acknowledged.load(Ordering::Relaxed) < faults.dossiers {
        program.run_for(LOOK_EVERY).await?;
    }
    Ok(())
}

/// Kills it as soon as it is there; it may still be coming back from the strike before.
async fn strike_postgres(program: &mut Program, postgres: &Postgres, part: Part) -> Result<Vec<i32>, Failed> {
    let began = Instant::now();
    loop {
        if let Some(children) = postgres.strike(part) {
            return Ok(children);
        }
        if began.elapsed() > POSTGRES_BACK_WITHIN {
            return Err(Failed::Broken("PostgreSQL did not come back after it was killed".to_owned()));
        }
        program.run_for(Duration::from_millis(20)).await?;
    }
}

/// Waits until no work is left, or there was time enough for it; gives what is left.
async fn settle(program: &mut Program, running: &Running, dossiers: usize) -> Result<casework::Overdue, Failed> {
    let within = SETTLED_WITHIN + SETTLED_WITHIN_A_DOSSIER * u32::try_from(dossiers).unwrap_or(u32::MAX);
    let began = Instant::now();
    loop {
        let mut tx = running.system("bench").begin(WHY).await?;
        // Everything that waits, also for an instant that is still to come.
        let out = casework::overdue(&mut tx, Timestamp::from_second(4_102_444_800).unwrap_or(Timestamp::MAX)).await;
        let left = tx.finish(out).await?;
        if left.is_none() || began.elapsed() > within {
            return Ok(left);
        }
        program.run_for(LOOK_EVERY).await?;
    }
}

/// Reads what is there: dossiers, files, and the rows that name them.
async fn look(running: &Running, found: &mut Found) -> Result<(), Failed> {
    let ctx = running.system("bench");
    loop {
        let last = found.filed.last().map(|filed| filed.dossier);
        let mut tx = ctx.begin(WHY).await?;
        let out = casework::filed_after(&mut tx, last).await;
        let some = tx.finish(out).await?;
        if some.is_empty() {
            break;
        }
        found.filed.extend(some);
    }
    loop {
        let last = found.named.last().cloned().unwrap_or_default();
        let mut tx = ctx.begin(WHY).await?;
        let out = casework::named_files_after(&mut tx, &last).await;
        let some = tx.finish(out).await?;
        if some.is_empty() {
            break;
        }
        found.named.extend(some);
    }
    let files = &running.shell.files;
    found.kept = files.list().await.map_err(broken)?.into_iter().map(|hash| hash.to_string()).collect();
    for name in &found.named {
        let whole = match name.parse() {
            Ok(hash) => files.is_whole(&hash).await.map_err(broken)?,
            Err(_) => false,
        };
        if !whole {
            found.broken.push(name.clone());
        }
    }
    Ok(())
}

/// Runs the program's own sweep as if a day had passed, and looks what it left.
async fn sweep(running: &Running, found: &mut Found) -> Result<files::Swept, Failed> {
    let swept = jobs::sweep_files(running, jiff::SignedDuration::ZERO).await?;
    let left = running.shell.files.list().await.map_err(broken)?;
    found.unswept = left.into_iter().map(|hash| hash.to_string()).filter(|hash| !found.named.contains(hash)).collect();
    Ok(swept)
}

fn broken(fault: basis::Fault) -> Failed {
    Failed::Broken(fault.chain())
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_strikes_the_same_victims() {
        let victims = |seed, target| {
            let mut draw = Draw::new(seed, 0);
            (0..40).map(|_| Victim::draw(target, &mut draw)).collect::<Vec<_>>()
        };
        assert_eq!(victims(6, Target::Both), victims(6, Target::Both));
        assert_ne!(victims(6, Target::Both), victims(7, Target::Both));
        assert!(victims(6, Target::App).iter().all(|victim| victim.program && victim.postgres.is_none()));
        let both = victims(6, Target::Both);
        assert!(both.iter().any(|victim| victim.program && victim.postgres.is_some()));
        let parts = victims(6, Target::Postgres);
        for part in [Some(Part::Whole), Some(Part::Postmaster)] {
            assert!(parts.iter().any(|victim| victim.postgres == part && !victim.program));
        }
    }
}
