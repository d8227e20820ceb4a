//! `lienthong bench`: repeatable measurements, with seed, commit, machine and method beside each figure.
//!
//! Each bench fills a private, durable PostgreSQL in a folder of its own with a made-up province, measures in this
//! process through the same services as the pages, and throws the folder away. What a figure is good for is said with
//! it; the kept ones stand in `docs/performance.md`.

mod births;
mod faults;
mod matching;
mod plans;
mod register;

use crate::exit::Failed;
use crate::say::answer;
use basis::{Actor, AgencyCode, Clock, RequestId, SessionId, SystemClock, SystemTask, UnitCode};
use clap::{Args, Subcommand};
use cluster::{Cluster, Settings};
use db::{App, Ctx, Keys, Options, PowerTable, Why};
use population::{Basis, bulk::BulkItem, bulk::LoadStep};
use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

const ROLES: &str = include_str!("../../../../roles.toml");
const DATABASE: &str = "lienthong_bench";
const CONNECTIONS_MAX: u32 = 24;
const TRAIL_MONTHS: i32 = 2;
/// Measured after so much of the same work, so that caches and plans are as in the middle of a day.
const WARM_UP: Duration = Duration::from_secs(2);
const GROUND: &str = "dữ liệu giả, không phải người thật";
const WHY: Why = Why::new("purpose-bench", GROUND);

/// What to measure.
#[derive(Subcommand, Debug)]
pub(crate) enum Bench {
    /// Fill a register, look people up by number, search them by name.
    Register {
        #[command(flatten)]
        scale: Scale,
        /// People of the made-up province.
        #[arg(long, default_value_t = 1_000_000)]
        people: u64,
        /// Measure each kind of question for so long; 0 measures none.
        #[arg(long, default_value_t = 10)]
        seconds: u64,
        /// Askers at once.
        #[arg(long, default_value_t = 64)]
        callers: usize,
        /// Also compare the plans of the hot statements with the golden ones in this folder.
        #[arg(long, value_name = "DIR", num_args = 0..=1, default_missing_value = "golden/plans")]
        plans: Option<PathBuf>,
        /// Write the golden plans instead of comparing; LIENTHONG_WRITE_GOLDEN does the same.
        #[arg(long, requires = "plans")]
        write_plans: bool,
    },
    /// Whole linked births: from a draft to four results.
    Births {
        #[command(flatten)]
        scale: Scale,
        /// People of the made-up province.
        #[arg(long, default_value_t = 20_000)]
        people: u64,
        /// Measure for so long.
        #[arg(long, default_value_t = 20)]
        seconds: u64,
        /// Families and officers at once.
        #[arg(long, default_value_t = 8)]
        callers: usize,
    },
    /// File births while the program and PostgreSQL are killed with -9; then look whether anything is lost or doubled.
    Faults(faults::Faults),
    /// Match a synthetic file of a sector with a synthetic register, and compare with the truth. No database.
    Matching(matching::Matching),
}

/// Where, and which province.
#[derive(Args, Clone, Debug)]
pub(crate) struct Scale {
    /// Folder to work in; a new one under the system's temporary folder when not named. It is emptied at the end.
    #[arg(long)]
    dir: Option<PathBuf>,
    /// The same seed makes the same province.
    #[arg(long, default_value_t = 6)]
    seed: u64,
}

pub(crate) async fn run(what: Bench) -> Result<(), Failed> {
    let scale = match what {
        Bench::Faults(faults) => return faults::run(faults).await,
        Bench::Matching(ref words) => return matching::run(words),
        Bench::Register { ref scale, .. } | Bench::Births { ref scale, .. } => scale.clone(),
    };
    let dir = scale
        .dir
        .clone()
        .unwrap_or_else(|| std::env::temp_dir().join(format!("lienthong-bench-{}", std::process::id())));
    let dir =
        std::path::absolute(&dir).map_err(|error| Failed::Usage(format!("the folder {}: {error}", dir.display())))?;
    let settings = Settings::in_dir(dir.join("postgres"));
    if settings.data_dir.exists() {
        return Err(Failed::Usage(format!("{} is there already: name an empty folder", settings.data_dir.display())));
    }
    let cluster = Cluster::start(&settings).await.map_err(|problem| Failed::Database(problem.to_string()))?;
    let measured = measure(what, &scale, &cluster).await;
    let stopped = cluster.stop().await.map_err(|problem| Failed::Broken(problem.to_string()));
    let erased = Cluster::erase(&settings).await.map_err(|problem| Failed::Broken(problem.to_string()));
    // Only when nothing else lies in it: a folder that was named may hold other things.
    let _ = std::fs::remove_dir(&dir);
    measured.and(stopped).and(erased)
}

async fn measure(what: Bench, scale: &Scale, cluster: &Cluster) -> Result<(), Failed> {
    let ground = Ground::lay(cluster).await?;
    ground.say_machine(scale).await?;
    match what {
        Bench::Register { people, seconds, callers, plans, write_plans, .. } => {
            let write = write_plans || std::env::var_os("LIENTHONG_WRITE_GOLDEN").is_some();
            let golden = if write { plans::Golden::Write } else { plans::Golden::Compare };
            let plans = plans.map(|dir| (dir, golden));
            register::run(&ground, scale.seed, people, Duration::from_secs(seconds), callers.max(1), plans).await
        }
        Bench::Births { people, seconds, callers, .. } => {
            births::run(&ground, scale.seed, people, Duration::from_secs(seconds), callers.max(1)).await
        }
        Bench::Faults(faults) => faults::run(faults).await,
        Bench::Matching(words) => matching::run(&words),
    }
}

/// The empty, migrated database and the application on it.
struct Ground {
    app: Arc<App>,
    owner: db::OwnerPool,
}

impl Ground {
    async fn lay(cluster: &Cluster) -> Result<Self, Failed> {
        cluster.ensure_database(DATABASE).await.map_err(|problem| Failed::Database(problem.to_string()))?;
        let url = cluster.url(DATABASE);
        let owner = db::owner_pool(&url, 4).await?;
        db::migrate(&owner).await?;
        let powers = PowerTable::parse(ROLES).map_err(|problem| Failed::Broken(problem.to_string()))?;
        let mut secret = [0_u8; 32];
        getrandom::fill(&mut secret).map_err(|error| Failed::Broken(format!("drawing a secret: {error}")))?;
        let options = Options { url, connections_max: CONNECTIONS_MAX };
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let app = Arc::new(App::connect(&options, clock, powers, Keys::from_secret(&secret)).await?);
        db::prepare_trail(&app, TRAIL_MONTHS).await?;
        Ok(Self { app, owner })
    }

    fn ctx(&self, actor: Actor) -> Ctx {
        Ctx::new(Arc::clone(&self.app), actor, RequestId::fresh())
    }
    fn system(&self) -> Ctx {
        self.ctx(Actor::System(SystemTask("bench")))
    }

    /// Fills the register; gives how long it took, from the first person made to the last index checked.
    async fn fill(
        &self,
        items: impl Iterator<Item = BulkItem> + Send + 'static,
        people: u64,
    ) -> Result<Filled, Failed> {
        let ctx = self.system();
        let may = ctx.allow::<population::may::LoadBulk>()?;
        let bar = super::progress::bar(people, "Tạo dân cư giả");
        let shown = bar.clone();
        let began = Instant::now();
        let basis = Basis::law(GROUND);
        let loaded = population::bulk::load(&ctx, may, &self.owner, &basis, items, move |step| {
            if let LoadStep::People(people) = step {
                shown.set_position(people);
            }
        })
        .await?;
        let took = began.elapsed();
        bar.finish_and_clear();
        Ok(Filled { people: loaded.people, households: loaded.households, took })
    }

    /// Access records so far.
    async fn looks(&self) -> Result<i64, Failed> {
        Ok(db::count_looks(&self.owner).await?)
    }

    async fn say_machine(&self, scale: &Scale) -> Result<(), Failed> {
        let state = db::state(&self.owner).await?;
        answer!("seed      {}", scale.seed);
        answer!("commit    {}", commit());
        answer!("build     {}", if cfg!(debug_assertions) { "debug: the figures mean nothing" } else { "release" });
        answer!("machine   {}", machine());
        answer!("database  PostgreSQL {}, {}", state.server, state.durability);
        Ok(())
    }
}

/// What a fill did.
struct Filled {
    people: u64,
    households: u64,
    took: Duration,
}

/// Tells a figure beside its target.
fn say(what: &str, figure: &str, target: &str, met: bool) {
    answer!("{:<34}{figure:<26}target {target:<20}{}", what, if met { "met" } else { "MISSED" });
}

/// Times of many tries, in microseconds.
#[derive(Default)]
struct Times(Vec<u32>);

impl Times {
    fn add(&mut self, took: Duration) {
        self.0.push(u32::try_from(took.as_micros()).unwrap_or(u32::MAX));
    }
    fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }
    fn len(&self) -> usize {
        self.0.len()
    }
    /// So many of a hundred were at most this fast, in milliseconds.
    fn percentile_ms(&mut self, percent: usize) -> f64 {
        self.0.sort_unstable();
        let last = self.0.len().saturating_sub(1);
        let place = (self.0.len() * percent).div_ceil(100).saturating_sub(1).min(last);
        f64::from(self.0.get(place).copied().unwrap_or(0)) / 1000.0
    }
}

/// A small seeded generator: which person is asked for next must be repeatable, not secret.
struct Draw(u64);

impl Draw {
    fn new(seed: u64, stream: usize) -> Self {
        Self(seed ^ (stream as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }
    /// SplitMix64.
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        ((u128::from(mixed) * limit as u128) >> 64) as usize
    }
}

/// An officer of an agency, in one role.
fn officer(agency: &str, unit: &str, role: &str) -> Actor {
    Actor::Officer {
        account: basis::AccountId::fresh(),
        session: SessionId::fresh(),
        agency: AgencyCode(agency.to_owned()),
        unit: UnitCode(unit.to_owned()),
        roles: vec![role.to_owned()],
    }
}

fn commit() -> String {
    let git = |words: &[&str]| {
        let out = Command::new("git").args(words).output().ok().filter(|out| out.status.success())?;
        Some(String::from_utf8_lossy(&out.stdout).trim().to_owned())
    };
    match (git(&["rev-parse", "--short", "HEAD"]), git(&["status", "--porcelain"])) {
        (Some(commit), Some(changes)) if changes.is_empty() => commit,
        (Some(commit), _) => format!("{commit} with changes"),
        (None, _) => format!("unknown; version {}", env!("CARGO_PKG_VERSION")),
    }
}

fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let line = |path: &str, key: &str| {
        let text = std::fs::read_to_string(Path::new(path)).ok()?;
        let line = text.lines().find(|line| line.starts_with(key))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let processor = line("/proc/cpuinfo", "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let memory_gb = line("/proc/meminfo", "MemTotal")
        .and_then(|text| text.split_whitespace().next()?.parse::<u64>().ok())
        .map_or_else(|| "memory unknown".to_owned(), |kb| format!("{} GB", kb / 1_000_000));
    format!("{cores} cores, {memory_gb}, {processor}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_what_was_measured() {
        let mut times = Times((1..=100).map(|place| place * 1000).collect());
        assert_eq!((times.percentile_ms(50), times.percentile_ms(99), times.percentile_ms(100)), (50.0, 99.0, 100.0));
        assert_eq!(Times::default().percentile_ms(99), 0.0);
    }

    #[test]
    fn a_draw_repeats_itself_and_stays_below_its_limit() {
        let all = |stream| {
            let mut draw = Draw::new(6, stream);
            (0..50).map(|_| draw.below(7)).collect::<Vec<_>>()
        };
        assert_eq!(all(1), all(1));
        assert_ne!(all(1), all(2));
        assert!(all(3).iter().all(|drawn| *drawn < 7));
    }
}
