//! Loading in bulk: the plan of what is taken away and put back, and the two connections that write.
//!
//! `encode` makes the rows. Everything dynamic here comes from the catalogue of the database itself.

mod encode;

use crate::{
    bulk::{ADD_PEOPLE_MAX, BulkItem, KnownHome, LoadStep, Loaded, Unfinished},
    codes,
    command::Basis,
};
use basis::{ActId, Actor, Failure, Fault, HouseholdId, Kind, Timestamp};
use db::{Ctx, Fields, Subject, Tx, fault};
use encode::{Encoder, TABLES, Table};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, PgPool, Row, pool::PoolConnection, postgres::Postgres};
use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
};
use tokio::{sync::mpsc, task::JoinHandle};
use vietnam::PersonalId;

/// Bytes of one table sent at a time.
const CHUNK_BYTES: usize = 2 * 1024 * 1024;
/// Chunks that may wait for each writer: enough to keep it busy, few enough to bound memory.
const CHUNKS_WAITING: usize = 8;
/// Numbers compared with the register in one statement.
const NUMBERS_PER_QUESTION: usize = 10_000;
const PROGRESS_EVERY: u64 = 5_000;
/// One load at a time.
const LOCK: i64 = 0x6c74_6c6f_6164;
/// Everybody who changes the register holds this shared, a load that takes its keys away holds it alone.
const WRITERS: i64 = 0x6c74_7772_6974;
/// What is being written when a load begins ends long before this.
const WRITERS_END_WITHIN: &str = "SET lock_timeout = '15s'";
const HOLDS_PEOPLE: &str = "SELECT EXISTS (SELECT 1 FROM population.person)";
/// What makes building keys fast and keeps it to two cores.
const FAST: &str = "SET maintenance_work_mem = '256MB'; SET max_parallel_maintenance_workers = 0; \
                    SET synchronous_commit = off; SET client_min_messages = warning";

pub(crate) type Report = Arc<dyn Fn(LoadStep) + Send + Sync>;
type Chunk = (Table, Vec<u8>);

pub(crate) async fn load<I>(
    ctx: &Ctx,
    owner: &PgPool,
    basis: &Basis,
    items: I,
    report: Report,
) -> Result<Loaded, Failure>
where
    I: Iterator<Item = BulkItem> + Send + 'static,
{
    let mut control = owner.acquire().await.map_err(fault("connecting to load"))?;
    lock(&mut control).await?;
    let out = load_locked(ctx, owner, &mut control, basis, items, report).await;
    unlock(&mut control).await;
    out
}

async fn lock(conn: &mut PgConnection) -> Result<(), Failure> {
    let got: bool = sqlx::query_scalar("SELECT pg_try_advisory_lock($1)")
        .bind(LOCK)
        .fetch_one(conn)
        .await
        .map_err(fault("taking the lock of loads"))?;
    if got { Ok(()) } else { Err(Failure::refused(Kind::Conflict, codes::LOAD_RUNNING)) }
}

/// Locks end with the session in any case; a pooled session must not keep them.
async fn unlock(conn: &mut PgConnection) {
    let _ = conn.execute("SELECT pg_advisory_unlock_all()").await;
}

/// Waits until everybody who is changing the register has ended, and lets nobody begin.
async fn keep_writers_out(conn: &mut PgConnection) -> Result<(), Failure> {
    conn.execute(WRITERS_END_WITHIN).await.map_err(fault("bounding the wait for writers"))?;
    let waited = sqlx::query("SELECT pg_advisory_lock($1)").bind(WRITERS).execute(&mut *conn).await;
    conn.execute("RESET lock_timeout").await.map_err(fault("ending the wait for writers"))?;
    waited.map(drop).map_err(fault("waiting for those who are changing the register"))
}

/// Registers a writer until the end of the transaction; refused while a load has the keys, or has left without them.
/// It does not wait: a load may take minutes.
pub(crate) async fn enter(tx: &mut Tx) -> Result<(), Failure> {
    // One question, for every act asks it. A load would have to begin, take the keys and die between the statement's
    // snapshot and its lock to go unseen.
    const ENTER: &str = include_str!("../../sql/enter_register.sql");
    let open: bool =
        sqlx::query_scalar(ENTER).bind(WRITERS).fetch_one(tx.conn()).await.map_err(fault("entering the register"))?;
    if open { Ok(()) } else { Err(Failure::refused(Kind::Conflict, codes::REGISTER_CLOSED)) }
}

async fn is_without_keys(conn: &mut PgConnection) -> Result<bool, Failure> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM population.loading)")
        .fetch_one(conn)
        .await
        .map_err(fault("asking whether a load broke off"))
}

/// Whether keys are missing, and if so whether somebody is still at it.
pub(crate) async fn unfinished(owner: &PgPool) -> Result<Option<Unfinished>, Failure> {
    let mut control = owner.acquire().await.map_err(fault("connecting to look for a load"))?;
    if !is_without_keys(&mut control).await? {
        return Ok(None);
    }
    let running = lock(&mut control).await.is_err();
    unlock(&mut control).await;
    Ok(Some(if running { Unfinished::Running } else { Unfinished::BrokenOff }))
}

async fn load_locked<I>(
    ctx: &Ctx,
    owner: &PgPool,
    control: &mut PgConnection,
    basis: &Basis,
    items: I,
    report: Report,
) -> Result<Loaded, Failure>
where
    I: Iterator<Item = BulkItem> + Send + 'static,
{
    keep_writers_out(control).await?;
    mend_locked(control).await?;
    let holds_people: bool = sqlx::query_scalar(HOLDS_PEOPLE)
        .fetch_one(&mut *control)
        .await
        .map_err(fault("asking whether the register is empty"))?;
    let (act, at) = (ActId::fresh(), ctx.app().now());
    let encoder = Encoder::new(act, at);
    if holds_people {
        // With every key in place nobody is in the way of anybody, and nobody empties a register that holds people.
        let let_in = sqlx::query("SELECT pg_advisory_unlock($1)").bind(WRITERS).execute(&mut *control).await;
        let_in.map_err(fault("letting writers in again"))?;
        return add(ctx, owner, basis, (act, at), encoder, items, report).await;
    }
    take_away(control).await?;
    let filled = fill_bare(ctx, owner, control, basis, (act, at), encoder, items, report).await;
    if filled.is_err() {
        // The failure that broke the load off is what is answered; `mend` at the next start repeats this if need be.
        if let Err(failure) = mend_locked(control).await {
            tracing::error!(cause = %failure, "a broken load could not be mended");
        }
    }
    filled
}

/// Adds to a register that holds people: one transaction, all keys in place, tables in the order of their keys.
async fn add<I>(
    ctx: &Ctx,
    owner: &PgPool,
    basis: &Basis,
    (act, at): (ActId, Timestamp),
    mut encoder: Encoder,
    items: I,
    report: Report,
) -> Result<Loaded, Failure>
where
    I: Iterator<Item = BulkItem> + Send + 'static,
{
    let encoded = tokio::task::spawn_blocking(move || {
        for item in items {
            encoder.item(&item);
            if encoder.people > ADD_PEOPLE_MAX {
                return Err(Failure::refused(Kind::Invalid, codes::LOAD_TOO_MANY));
            }
        }
        Ok(encoder)
    });
    let mut encoder = encoded.await.map_err(|error| Fault::because("encoding a load", error))??;
    report(LoadStep::People(encoder.people));
    let mut conn = owner.acquire().await.map_err(fault("connecting to add"))?;
    let mut tx = conn.begin().await.map_err(fault("beginning to add"))?;
    insert_act(&mut tx, ctx, basis, act, at).await?;
    for table in TABLES {
        copy(&mut tx, table.copy(false), std::mem::take(encoder.buffer(table))).await?;
    }
    report(LoadStep::Checking);
    insert_change(&mut tx, act).await?;
    tx.commit().await.map_err(|error| refused(error, "committing a load"))?;
    Ok(Loaded { act, people: encoder.people, households: encoder.households })
}

#[expect(
    clippy::too_many_arguments,
    reason = "one call, split from its caller only so that any failure is mended there"
)]
async fn fill_bare<I>(
    ctx: &Ctx,
    owner: &PgPool,
    control: &mut PgConnection,
    basis: &Basis,
    (act, at): (ActId, Timestamp),
    encoder: Encoder,
    items: I,
    report: Report,
) -> Result<Loaded, Failure>
where
    I: Iterator<Item = BulkItem> + Send + 'static,
{
    insert_act(control, ctx, basis, act, at).await?;
    let (first, from_first) = mpsc::channel(CHUNKS_WAITING);
    let (second, from_second) = mpsc::channel(CHUNKS_WAITING);
    // Both connections before either writes: a writer must not be left behind when the other cannot begin.
    let one = owner.acquire().await.map_err(fault("connecting a writer"))?;
    let two = owner.acquire().await.map_err(fault("connecting a writer"))?;
    let writers = vec![tokio::spawn(write(one, 0, from_first)), tokio::spawn(write(two, 1, from_second))];
    let told = Arc::clone(&report);
    let encoding = tokio::task::spawn_blocking(move || encode_all(encoder, items, &[first, second], &told));
    let written = all_of(writers, "writing a load").await;
    let encoder = encoding.await.map_err(|error| Fault::because("encoding a load", error))?;
    written?;
    report(LoadStep::People(encoder.people));
    put_back(owner, control, &report).await?;
    report(LoadStep::Checking);
    check(control).await?;
    insert_change(control, act).await?;
    analyze(owner).await?;
    Ok(Loaded { act, people: encoder.people, households: encoder.households })
}

/// Turns people into rows and hands full buffers to the writer of their table. Stops when a writer has gone.
fn encode_all(
    mut encoder: Encoder,
    items: impl Iterator<Item = BulkItem>,
    writers: &[mpsc::Sender<Chunk>; 2],
    report: &Report,
) -> Encoder {
    let mut told = 0;
    for item in items {
        encoder.item(&item);
        for table in TABLES {
            if encoder.buffer(table).len() >= CHUNK_BYTES {
                let full = std::mem::replace(encoder.buffer(table), Vec::with_capacity(CHUNK_BYTES + CHUNK_BYTES / 8));
                if writers[table.writer()].blocking_send((table, full)).is_err() {
                    return encoder;
                }
            }
        }
        if encoder.people >= told + PROGRESS_EVERY {
            told = encoder.people;
            report(LoadStep::People(told));
        }
    }
    for table in TABLES {
        let last = std::mem::take(encoder.buffer(table));
        if !last.is_empty() && writers[table.writer()].blocking_send((table, last)).is_err() {
            return encoder;
        }
    }
    encoder
}

/// Writes the tables of one writer in one transaction that empties them first, so that the rows need neither a second
/// look at visibility nor, where the server is set so, a log.
async fn write(
    mut conn: PoolConnection<Postgres>,
    writer: usize,
    mut chunks: mpsc::Receiver<Chunk>,
) -> Result<(), Failure> {
    conn.execute(FAST).await.map_err(fault("preparing a writer"))?;
    let mut tx = conn.begin().await.map_err(fault("beginning to write a load"))?;
    for table in TABLES.into_iter().filter(|table| table.writer() == writer) {
        let empty = format!("TRUNCATE population.{}", table.name());
        tx.execute(AssertSqlSafe(empty)).await.map_err(fault("emptying a table"))?;
    }
    while let Some((table, rows)) = chunks.recv().await {
        copy(&mut tx, table.copy(true), rows).await?;
    }
    tx.commit().await.map_err(fault("committing a load"))?;
    conn.execute("RESET ALL").await.map_err(fault("resetting a connection"))?;
    Ok(())
}

/// Waits for every task, whatever becomes of the first: none may still be at work when a load is mended.
async fn all_of(tasks: Vec<JoinHandle<Result<(), Failure>>>, what: &'static str) -> Result<(), Failure> {
    let mut first = Ok(());
    for task in tasks {
        let out = task.await.unwrap_or_else(|error| Err(Fault::because(what, error).into()));
        first = first.and(out);
    }
    first
}

async fn copy(conn: &mut PgConnection, statement: String, rows: Vec<u8>) -> Result<(), Failure> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut copy = conn.copy_in_raw(&statement).await.map_err(fault("beginning a copy"))?;
    if let Err(error) = copy.send(rows).await {
        return Err(refused(error, "copying rows"));
    }
    copy.finish().await.map_err(|error| refused(error, "copying rows"))?;
    Ok(())
}

/// Writes the plan down durably, then takes keys, indexes and triggers away.
async fn take_away(control: &mut PgConnection) -> Result<(), Failure> {
    const PLAN: &str = include_str!("../../sql/plan_load.sql");
    let mut tx = control.begin().await.map_err(fault("beginning to prepare a load"))?;
    tx.execute(PLAN).await.map_err(fault("planning a load"))?;
    let steps: Vec<String> =
        sqlx::query_scalar("SELECT take FROM population.loading WHERE take IS NOT NULL ORDER BY position")
            .fetch_all(&mut *tx)
            .await
            .map_err(fault("reading the plan of a load"))?;
    for step in steps {
        tx.execute(AssertSqlSafe(step)).await.map_err(fault("taking keys away"))?;
    }
    tx.commit().await.map_err(fault("committing the plan of a load"))?;
    Ok(())
}

type Step = (i32, String, String);

async fn phase(control: &mut PgConnection, phase: i16) -> Result<Vec<Step>, Failure> {
    sqlx::query_as("SELECT position, relation, put_back FROM population.loading WHERE phase = $1 ORDER BY position")
        .bind(phase)
        .fetch_all(control)
        .await
        .map_err(fault("reading the plan of a load"))
}

async fn put_step(conn: &mut PgConnection, (position, _, put_back): &Step) -> Result<(), Failure> {
    let mut tx = conn.begin().await.map_err(fault("beginning to put a key back"))?;
    tx.execute(AssertSqlSafe(put_back.clone())).await.map_err(|error| refused(error, "putting a key back"))?;
    sqlx::query("DELETE FROM population.loading WHERE position = $1")
        .bind(position)
        .execute(&mut *tx)
        .await
        .map_err(fault("noting that a key is back"))?;
    tx.commit().await.map_err(fault("committing a key"))?;
    Ok(())
}

/// Puts keys and indexes back, phase by phase; within a phase on two connections where that helps.
async fn put_back(owner: &PgPool, control: &mut PgConnection, report: &Report) -> Result<(), Failure> {
    let total: i64 = sqlx::query_scalar("SELECT count(*) FROM population.loading")
        .fetch_one(&mut *control)
        .await
        .map_err(fault("counting the plan of a load"))?;
    let total = u32::try_from(total).unwrap_or(u32::MAX);
    let done = Arc::new(AtomicU32::new(0));
    report(LoadStep::Indexes(0, total));
    for number in 1..=4 {
        // Adding a foreign key locks both tables, so those are added one by one; checking them afterwards does not.
        let together = matches!(number, 1 | 3);
        let steps = Arc::new(Mutex::new(Vec::from_iter(phase(control, number).await?.into_iter().rev())));
        let workers = if together { 2 } else { 1 };
        let mut connections = Vec::new();
        for _ in 0..workers {
            connections.push(owner.acquire().await.map_err(fault("connecting to build keys"))?);
        }
        let mut running = Vec::new();
        for mut conn in connections {
            let (steps, done, report) = (Arc::clone(&steps), Arc::clone(&done), Arc::clone(report));
            running.push(tokio::spawn(async move {
                conn.execute(FAST).await.map_err(fault("preparing to build keys"))?;
                loop {
                    let next = steps.lock().unwrap_or_else(std::sync::PoisonError::into_inner).pop();
                    let Some(step) = next else { break };
                    if let Err(failure) = put_step(&mut conn, &step).await {
                        // Nothing more is begun; what the other worker is at is waited for before anything is mended.
                        steps.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clear();
                        return Err(failure);
                    }
                    report(LoadStep::Indexes(done.fetch_add(1, Ordering::Relaxed) + 1, total));
                }
                conn.execute("RESET ALL").await.map_err(fault("resetting a connection"))?;
                Ok::<(), Failure>(())
            }));
        }
        all_of(running, "building keys").await?;
    }
    Ok(())
}

async fn check(control: &mut PgConnection) -> Result<(), Failure> {
    const CHECK: &str = include_str!("../../sql/check_load.sql");
    let row = control.fetch_one(CHECK).await.map_err(fault("checking a load"))?;
    let without_facts: i64 = row.try_get(0).map_err(fault("reading the check of a load"))?;
    let overlapping: i64 = row.try_get(1).map_err(fault("reading the check of a load"))?;
    if without_facts != 0 {
        return Err(Fault::new(format!("a load left {without_facts} people without facts")).into());
    }
    if overlapping != 0 {
        return Err(Failure::refused(Kind::Conflict, codes::LOAD_OVERLAP));
    }
    Ok(())
}

/// The planner must know the new tables before anybody asks.
async fn analyze(owner: &PgPool) -> Result<(), Failure> {
    let mut running = Vec::new();
    for writer in 0..2 {
        let mut conn = owner.acquire().await.map_err(fault("connecting to analyse"))?;
        running.push(tokio::spawn(async move {
            for table in TABLES.into_iter().filter(|table| table.writer() == writer) {
                // A vacuum as well: it writes the map that lets an index answer alone.
                let statement = format!("VACUUM (ANALYZE) population.{}", table.name());
                conn.execute(AssertSqlSafe(statement)).await.map_err(fault("analysing a table"))?;
            }
            Ok::<(), Failure>(())
        }));
    }
    all_of(running, "analysing").await
}

pub(crate) async fn known_numbers(tx: &mut Tx, numbers: &[PersonalId]) -> Result<HashSet<String>, Failure> {
    const LIST: &str = include_str!("../../sql/list_known_numbers.sql");
    // Nobody in particular is looked at: one row of the trail for the run.
    tx.saw(Subject::Run("import"), Fields("number"));
    let mut known = HashSet::new();
    for chunk in numbers.chunks(NUMBERS_PER_QUESTION) {
        let chunk: Vec<&str> = chunk.iter().map(PersonalId::as_str).collect();
        let found: Vec<String> = sqlx::query_scalar(LIST)
            .bind(chunk)
            .fetch_all(tx.conn())
            .await
            .map_err(fault("looking for known numbers"))?;
        known.extend(found);
    }
    Ok(known)
}

pub(crate) async fn known_homes(tx: &mut Tx, file_numbers: &[&str]) -> Result<HashMap<String, KnownHome>, Failure> {
    const LIST: &str = include_str!("../../sql/list_known_homes.sql");
    tx.saw(Subject::Run("import"), Fields("residence"));
    let mut known = HashMap::new();
    for chunk in file_numbers.chunks(NUMBERS_PER_QUESTION) {
        let found: Vec<KnownHomeRow> =
            sqlx::query_as(LIST).bind(chunk).fetch_all(tx.conn()).await.map_err(fault("looking for known homes"))?;
        known.extend(found.into_iter().map(|row| {
            let home = KnownHome {
                household: HouseholdId::from_uuid(row.household),
                address: super::rows::address(row.unit_code, row.unit_from, row.detail, row.as_recorded),
                has_head: row.has_head,
            };
            (row.file_no, home)
        }));
    }
    Ok(known)
}

#[derive(sqlx::FromRow)]
struct KnownHomeRow {
    file_no: String,
    household: uuid::Uuid,
    unit_code: String,
    unit_from: jiff_sqlx::Date,
    detail: String,
    as_recorded: Option<String>,
    has_head: bool,
}

pub(crate) async fn holds_people(tx: &mut Tx) -> Result<bool, Failure> {
    sqlx::query_scalar(HOLDS_PEOPLE).fetch_one(tx.conn()).await.map_err(fault("asking whether the register is empty"))
}

pub(crate) async fn was_loaded(tx: &mut Tx, paper: &str) -> Result<bool, Failure> {
    const FIND: &str = include_str!("../../sql/find_load.sql");
    sqlx::query_scalar(FIND).bind(paper).fetch_one(tx.conn()).await.map_err(fault("looking for an earlier load"))
}

pub(crate) async fn mend(owner: &PgPool) -> Result<bool, Failure> {
    let mut control = owner.acquire().await.map_err(fault("connecting to mend a load"))?;
    lock(&mut control).await?;
    let out = match keep_writers_out(&mut control).await {
        Ok(()) => mend_locked(&mut control).await,
        Err(failure) => Err(failure),
    };
    unlock(&mut control).await;
    out
}

/// Empties the tables of a load that broke off, and puts back what is still missing. A register in which anybody else
/// has acted is not emptied: that is for people to decide.
async fn mend_locked(control: &mut PgConnection) -> Result<bool, Failure> {
    if !is_without_keys(control).await? {
        return Ok(false);
    }
    let others: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM population.act WHERE kind <> 'load')")
        .fetch_one(&mut *control)
        .await
        .map_err(fault("asking whether anybody has acted since a load"))?;
    if others {
        return Err(Failure::refused(Kind::Conflict, codes::LOAD_MIXED));
    }
    let all: Vec<&str> = TABLES.iter().map(|table| table.name()).collect();
    let empty = format!("TRUNCATE population.{}", all.join(", population."));
    control.execute(AssertSqlSafe(empty)).await.map_err(fault("emptying a broken load"))?;
    for number in 1..=4 {
        for step in phase(control, number).await? {
            put_step(control, &step).await?;
        }
    }
    Ok(true)
}

async fn insert_act(
    conn: &mut PgConnection,
    ctx: &Ctx,
    basis: &Basis,
    act: ActId,
    at: Timestamp,
) -> Result<(), Failure> {
    const INSERT: &str = include_str!("../../sql/insert_act.sql");
    let (kind, agency, task) = match ctx.actor() {
        Actor::Officer { agency, .. } => ("officer", Some(agency.0.clone()), None),
        Actor::System(task) => ("system", None, Some(task.0)),
        Actor::Citizen { .. } | Actor::Stranger => return Err(Fault::new("a load needs an officer or a job").into()),
    };
    sqlx::query(INSERT)
        .bind(act.uuid())
        .bind("load")
        .bind(db::timestamp_bind(at))
        .bind(ctx.request().0)
        .bind(kind)
        .bind(ctx.actor().account().map(basis::AccountId::uuid))
        .bind(agency)
        .bind(task)
        .bind("load")
        .bind(basis.ground.0.as_ref())
        .bind(None::<uuid::Uuid>)
        .bind(basis.paper.as_deref())
        .bind(None::<uuid::Uuid>)
        .execute(conn)
        .await
        .map_err(fault("writing down a load"))?;
    Ok(())
}

async fn insert_change(conn: &mut PgConnection, act: ActId) -> Result<(), Failure> {
    const INSERT: &str = include_str!("../../sql/insert_load.sql");
    sqlx::query(INSERT).bind(act.uuid()).execute(conn).await.map_err(fault("noting a load"))?;
    Ok(())
}

/// What the people of a load do wrong is a refusal that says so; everything else is a fault.
fn refused(error: sqlx::Error, what: &'static str) -> Failure {
    let constraint = error.as_database_error().and_then(|error| error.constraint()).unwrap_or_default();
    let code = match constraint {
        "identifier_one_holder" => codes::NUMBER_HELD_BY_ANOTHER,
        "residence_one_open" | "residence_closed_apart" | "residence_apart" => codes::LOAD_OVERLAP,
        "residence_one_head" => codes::HOUSEHOLD_HAS_HEAD,
        "home_one_file_no" => codes::HOUSEHOLD_FILE_TAKEN,
        _ => return without_values(error, what),
    };
    Failure::refused(Kind::Conflict, code)
}

/// PostgreSQL quotes the offending row in its details; only its code and constraint may reach a log.
fn without_values(error: sqlx::Error, what: &'static str) -> Failure {
    match error.as_database_error() {
        Some(database) => {
            let code = database.code().unwrap_or_default();
            Fault::new(format!("{what}: PostgreSQL refused with {code} {}", database.constraint().unwrap_or(""))).into()
        }
        None => fault(what)(error),
    }
}
