//! The register: filling it, looking people up by number, searching them by name.

use super::{
    Draw, Ground, Times, WARM_UP, WHY, officer,
    plans::{self, Golden},
    say,
};
use crate::say::answer;
use crate::{command::people, exit::Failed};
use population::{Lookups, NameSearch, NumberQuery};
use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use vietnam::{BirthDate, PersonalId, UnitKey, text};

const FILL_S_MAX: f64 = 60.0;
const FILLED_PEOPLE: u64 = 1_000_000;
const LOOKUPS_PER_S_MIN: f64 = 5_000.0;
const LOOKUP_P99_MS_MAX: f64 = 10.0;
const SEARCH_P95_MS_MAX: f64 = 25.0;
const LANES: usize = 2;
/// Every so manieth person is asked for by number.
const NUMBER_EVERY: u64 = 4;
/// Every so manieth person is searched for by name.
const NAME_EVERY: u64 = 97;
/// Officers search less often than systems look up.
const SEARCHERS: usize = 4;
const FOUND_MAX: u16 = 20;

/// Whom to ask for.
#[derive(Default)]
pub(super) struct Known {
    numbers: Vec<PersonalId>,
    names: Vec<(String, BirthDate, UnitKey)>,
}

pub(super) async fn run(
    ground: &Ground,
    seed: u64,
    people: u64,
    lasting: Duration,
    callers: usize,
    golden: Option<(PathBuf, Golden)>,
) -> Result<(), Failed> {
    let known = fill(ground, seed, people).await?;
    let known = Arc::new(known);
    if let Some((dir, golden)) = golden {
        plans::run(ground, people, &dir, golden).await?;
    }
    if lasting.is_zero() {
        return Ok(());
    }
    look_up(ground, seed, &known, lasting, callers).await?;
    search(ground, seed, &known, lasting).await
}

pub(super) async fn fill(ground: &Ground, seed: u64, people: u64) -> Result<Known, Failed> {
    let ids = people::Ids::new(seed);
    let known = Arc::new(Mutex::new(Known::default()));
    let noted = Arc::clone(&known);
    let items = synthetic::Province::new(seed, people).map(move |household| {
        let mut known = noted.lock().unwrap_or_else(PoisonError::into_inner);
        for person in &household.members {
            if person.index % NUMBER_EVERY == 0 {
                known.numbers.push(person.personal_id);
            }
            if person.index % NAME_EVERY == 0 && person.end.is_none() {
                known.names.push((text::fold(person.name.as_str()), person.birth, household.commune.clone()));
            }
        }
        drop(known);
        people::item(ids, household)
    });
    let filled = ground.fill(items, people).await?;
    answer!("\nfill      a made-up province, made and loaded with keys and indexes, one process");
    let took = filled.took.as_secs_f64();
    let what = format!("fill, {} people, {} homes", filled.people, filled.households);
    let met = filled.people < FILLED_PEOPLE || took <= FILL_S_MAX;
    say(&what, &format!("{took:.1} s"), "<= 60 s a million", met);
    let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(std::mem::take(&mut *known))
}

async fn look_up(
    ground: &Ground,
    seed: u64,
    known: &Arc<Known>,
    lasting: Duration,
    callers: usize,
) -> Result<(), Failed> {
    let lookups = Lookups::start(Arc::clone(&ground.app), LANES);
    let before = ground.looks().await?;
    let warm = Instant::now() + WARM_UP;
    let end = warm + lasting;
    let mut tasks = Vec::with_capacity(callers);
    for caller in 0..callers {
        let (lookups, known) = (lookups.clone(), Arc::clone(known));
        let actor = officer("H41.BENCH", "16681", "one_stop");
        let app = Arc::clone(&ground.app);
        tasks.push(tokio::spawn(async move {
            let (mut draw, mut times, mut every) = (Draw::new(seed, caller), Times::default(), 0_i64);
            loop {
                let began = Instant::now();
                if began >= end {
                    return Ok::<_, Failed>((times, every));
                }
                let number = known.numbers.get(draw.below(known.numbers.len()));
                let number = *number.ok_or_else(|| Failed::Usage("a province without people".into()))?;
                let ctx = db::Ctx::new(Arc::clone(&app), actor.clone(), basis::RequestId::fresh());
                let found = lookups.by_number(&ctx, &WHY, NumberQuery::Personal(number)).await?;
                if found.is_none() {
                    return Err(Failed::Broken("a number of the province was not found".into()));
                }
                every += 1;
                if began >= warm {
                    times.add(began.elapsed());
                }
            }
        }));
    }
    let (mut times, mut every) = (Times::default(), 0);
    for task in tasks {
        let (of_task, asked) = task.await.map_err(|error| Failed::Broken(format!("a caller broke off: {error}")))??;
        times.merge(of_task);
        every += asked;
    }
    let records = ground.looks().await? - before;
    let per_s = times.len() as f64 / lasting.as_secs_f64();
    answer!(
        "\nlook-ups  random existing numbers through {LANES} reader lanes, {callers} callers, {} s, each after its \
         access record is durable ({records} records for {every} look-ups)",
        lasting.as_secs()
    );
    if records < every {
        return Err(Failed::Broken("there are fewer access records than look-ups".into()));
    }
    say("look-ups by number", &format!("{per_s:.0} /s"), ">= 5000 /s", per_s >= LOOKUPS_PER_S_MIN);
    let (p50, p99) = (times.percentile_ms(50), times.percentile_ms(99));
    say("  time", &format!("p50 {p50:.2} ms, p99 {p99:.2} ms"), "p99 < 10 ms", p99 < LOOKUP_P99_MS_MAX);
    Ok(())
}

/// Names without accents: the whole name with a year of birth, or its first two words in a commune, by turns.
async fn search(ground: &Ground, seed: u64, known: &Arc<Known>, lasting: Duration) -> Result<(), Failed> {
    let warm = Instant::now() + WARM_UP;
    let end = warm + lasting;
    let mut tasks = Vec::with_capacity(SEARCHERS);
    for searcher in 0..SEARCHERS {
        let known = Arc::clone(known);
        let ctx = ground.ctx(officer("H41.BENCH", "16681", "one_stop"));
        tasks.push(tokio::spawn(async move {
            let (mut draw, mut times) = (Draw::new(!seed, searcher), Times::default());
            for turn in 0_u64.. {
                let began = Instant::now();
                if began >= end {
                    break;
                }
                let whom = known.names.get(draw.below(known.names.len()));
                let (name, birth, commune) = whom.ok_or_else(|| Failed::Usage("a province without people".into()))?;
                let search = if turn % 2 == 0 {
                    let year = BirthDate::parse(&birth.year().to_string());
                    NameSearch { name: name.clone(), birth: year.ok(), commune: None, limit: FOUND_MAX }
                } else {
                    let first: Vec<&str> = name.split(' ').take(2).collect();
                    NameSearch { name: first.join(" "), birth: None, commune: Some(commune.clone()), limit: FOUND_MAX }
                };
                let mut tx = ctx.begin(WHY).await?;
                let out = population::search_by_name(&mut tx, &search).await;
                let found = tx.finish(out).await?;
                if found.is_empty() {
                    return Err(Failed::Broken("a name of the province was not found".into()));
                }
                if began >= warm {
                    times.add(began.elapsed());
                }
            }
            Ok::<_, Failed>(times)
        }));
    }
    let mut times = Times::default();
    for task in tasks {
        times.merge(task.await.map_err(|error| Failed::Broken(format!("a searcher broke off: {error}")))??);
    }
    answer!(
        "\nsearch    names without accents with a year of birth, or their beginning in a commune, {SEARCHERS} searchers, \
         {} searches in {} s, each with durable access records",
        times.len(),
        lasting.as_secs()
    );
    let (p50, p95) = (times.percentile_ms(50), times.percentile_ms(95));
    say("search by name", &format!("p50 {p50:.2} ms, p95 {p95:.2} ms"), "p95 < 25 ms", p95 < SEARCH_P95_MS_MAX);
    Ok(())
}
