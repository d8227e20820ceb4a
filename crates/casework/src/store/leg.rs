//! Legs, their queue, and what citizens are asked for.

use super::{all, at, at_maybe, cell, each, maybe, one, status};
use crate::words::{Leg, Opened, Supplement, Waiting};
use basis::{AccountId, AgencyCode, DossierId, Failure, Fault, LegId, PersonId, Timestamp, UnitCode};
use db::{Tx, fault, timestamp_bind};
use procedure::Status;
use sqlx::postgres::PgRow;

const INSERT_LEGS: &str = include_str!("../../sql/insert_legs.sql");
const LIST_LEGS: &str = include_str!("../../sql/list_legs.sql");
const UPDATE_LEGS: &str = include_str!("../../sql/update_legs.sql");
const INSERT_SUPPLEMENT: &str = include_str!("../../sql/insert_supplement.sql");
const LIST_SUPPLEMENTS: &str = include_str!("../../sql/list_supplements.sql");
const ANSWER_SUPPLEMENTS: &str = include_str!("../../sql/answer_supplements.sql");
const LIST_QUEUE: &str = include_str!("../../sql/list_queue.sql");
const LIST_DONE: &str = include_str!("../../sql/list_done.sql");
const COUNT_QUEUE: &str = include_str!("../../sql/count_queue.sql");
const LIST_HELD: &str = include_str!("../../sql/list_held.sql");
const LIST_AWAITING_NUMBER: &str = include_str!("../../sql/list_awaiting_number.sql");
const COUNT_AWAITING_NUMBER: &str = include_str!("../../sql/count_awaiting_number.sql");
const COUNT_FINISHED: &str = include_str!("../../sql/count_finished.sql");

/// The legs of a new dossier, in one statement.
pub(crate) async fn insert_all(tx: &mut Tx, dossier: DossierId, legs: &[Leg]) -> Result<(), Failure> {
    let done = sqlx::query(INSERT_LEGS)
        .bind(dossier.uuid())
        .bind(each(legs, |leg| leg.id.uuid()))
        .bind(each(legs, |leg| leg.step.as_str()))
        .bind(each(legs, |leg| leg.position))
        .bind(each(legs, |leg| leg.gate))
        .bind(each(legs, |leg| leg.code.as_str()))
        .bind(each(legs, |leg| leg.agency.0.as_str()))
        .bind(each(legs, |leg| leg.unit.0.as_str()))
        .bind(each(legs, |leg| leg.role.as_str()))
        .bind(each(legs, |leg| leg.status.code()))
        .bind(each(legs, |leg| leg.waiting_for.map(Waiting::code)))
        .bind(each(legs, |leg| maybe(leg.opened.map(|opened| opened.at))))
        .bind(each(legs, |leg| maybe(leg.opened.map(|opened| opened.due))))
        .execute(tx.conn())
        .await
        .map_err(fault("inserting legs"))?;
    all(&done, legs.len(), "inserting legs")
}

pub(crate) async fn list(tx: &mut Tx, dossier: DossierId) -> Result<Vec<Leg>, Failure> {
    let rows = sqlx::query(LIST_LEGS).bind(dossier.uuid()).fetch_all(tx.conn()).await.map_err(fault("listing legs"))?;
    rows.iter().map(leg).collect()
}

pub(crate) fn leg(row: &PgRow) -> Result<Leg, Failure> {
    let waiting: Option<String> = cell(row, "waiting_for")?;
    let waiting_for = match waiting {
        None => None,
        Some(code) => Some(Waiting::from_code(&code).ok_or_else(|| Fault::new("a leg waits for something unknown"))?),
    };
    let claimed_by: Option<uuid::Uuid> = cell(row, "claimed_by")?;
    let reason_code: Option<String> = cell(row, "reason_code")?;
    let reason_words: Option<String> = cell(row, "reason_words")?;
    Ok(Leg {
        id: LegId::from_uuid(cell(row, "id")?),
        dossier: DossierId::from_uuid(cell(row, "dossier")?),
        step: cell(row, "step")?,
        position: cell(row, "position")?,
        gate: cell(row, "gate")?,
        code: cell(row, "code")?,
        agency: AgencyCode(cell(row, "agency")?),
        unit: UnitCode(cell(row, "unit_code")?),
        role: cell(row, "role")?,
        status: status(row, "status")?,
        waiting_for,
        verification: cell(row, "verification")?,
        opened: at_maybe(row, "opened_at")?.zip(at_maybe(row, "due_at")?).map(|(at, due)| Opened { at, due }),
        finished_at: at_maybe(row, "finished_at")?,
        claimed: claimed_by.map(AccountId::from_uuid).zip(at_maybe(row, "claimed_at")?),
        supplements: cell(row, "supplements")?,
        supplement_since: at_maybe(row, "supplement_since")?,
        supplement_from: cell::<Option<i16>>(row, "supplement_from")?.and_then(Status::from_code),
        paused_minutes: cell(row, "paused_minutes")?,
        reason: reason_code.zip(reason_words),
        version: cell(row, "version")?,
    })
}

/// Writes legs back. False when somebody moved one of them on since it was loaded.
pub(crate) async fn update_all(tx: &mut Tx, legs: &[&Leg]) -> Result<bool, Failure> {
    let done = sqlx::query(UPDATE_LEGS)
        .bind(each(legs, |leg| leg.id.uuid()))
        .bind(each(legs, |leg| leg.version))
        .bind(each(legs, |leg| leg.status.code()))
        .bind(each(legs, |leg| leg.waiting_for.map(Waiting::code)))
        .bind(each(legs, |leg| leg.verification))
        .bind(each(legs, |leg| maybe(leg.opened.map(|opened| opened.at))))
        .bind(each(legs, |leg| maybe(leg.opened.map(|opened| opened.due))))
        .bind(each(legs, |leg| maybe(leg.finished_at)))
        .bind(each(legs, |leg| leg.claimed.map(|(account, _)| account.uuid())))
        .bind(each(legs, |leg| maybe(leg.claimed.map(|(_, at)| at))))
        .bind(each(legs, |leg| leg.supplements))
        .bind(each(legs, |leg| maybe(leg.supplement_since)))
        .bind(each(legs, |leg| leg.paused_minutes))
        .bind(each(legs, |leg| leg.reason.as_ref().map(|(code, _)| code.as_str())))
        .bind(each(legs, |leg| leg.reason.as_ref().map(|(_, words)| words.as_str())))
        .bind(each(legs, |leg| leg.supplement_from.map(Status::code)))
        .execute(tx.conn())
        .await
        .map_err(fault("updating legs"))?;
    Ok(usize::try_from(done.rows_affected()) == Ok(legs.len()))
}

/// What a citizen is asked for, to be written down.
#[derive(Clone, Debug)]
pub(crate) struct NewSupplement<'a> {
    pub(crate) leg: LegId,
    pub(crate) field: &'a str,
    pub(crate) reason_code: &'a str,
    pub(crate) words: &'a str,
    pub(crate) at: Timestamp,
    pub(crate) by: AccountId,
}

pub(crate) async fn insert_supplement(tx: &mut Tx, new: NewSupplement<'_>) -> Result<(), Failure> {
    let done = sqlx::query(INSERT_SUPPLEMENT)
        .bind(uuid::Uuid::now_v7())
        .bind(new.leg.uuid())
        .bind(new.field)
        .bind(new.reason_code)
        .bind(new.words)
        .bind(timestamp_bind(new.at))
        .bind(new.by.uuid())
        .execute(tx.conn())
        .await
        .map_err(fault("asking for a supplement"))?;
    one(&done, "asking for a supplement")
}

pub(crate) async fn supplements(tx: &mut Tx, dossier: DossierId) -> Result<Vec<Supplement>, Failure> {
    let rows = sqlx::query(LIST_SUPPLEMENTS)
        .bind(dossier.uuid())
        .fetch_all(tx.conn())
        .await
        .map_err(fault("listing supplements"))?;
    rows.iter()
        .map(|row| {
            Ok(Supplement {
                leg: LegId::from_uuid(cell(row, "leg")?),
                field: cell(row, "field")?,
                reason_code: cell(row, "reason_code")?,
                words: cell(row, "words")?,
                asked_at: at(row, "asked_at")?,
                answered_at: at_maybe(row, "answered_at")?,
            })
        })
        .collect()
}

pub(crate) async fn answer_supplements(tx: &mut Tx, leg: LegId, now: Timestamp) -> Result<u64, Failure> {
    let done = sqlx::query(ANSWER_SUPPLEMENTS)
        .bind(leg.uuid())
        .bind(timestamp_bind(now))
        .execute(tx.conn())
        .await
        .map_err(fault("answering supplements"))?;
    Ok(done.rows_affected())
}

/// One row of an agency's queue.
#[derive(Clone, Debug)]
pub struct QueueRow {
    /// The leg.
    pub leg: Leg,
    /// The dossier's code.
    pub dossier_code: String,
    /// The procedure's code.
    pub procedure: String,
    /// For whom it was filed.
    pub applicant: Option<PersonId>,
    /// When it was submitted.
    pub submitted_at: Timestamp,
    /// Filed after the term the law gives.
    pub filed_late: bool,
}

/// Which rows of a queue are wanted.
pub(crate) struct QueueFilter<'a> {
    pub(crate) agency: &'a AgencyCode,
    pub(crate) statuses: &'a [i16],
    pub(crate) after: (Timestamp, LegId),
    pub(crate) due_from: Timestamp,
    pub(crate) due_before: Timestamp,
    pub(crate) rows_max: i64,
}

pub(crate) async fn queue(tx: &mut Tx, filter: QueueFilter<'_>) -> Result<Vec<QueueRow>, Failure> {
    let rows = sqlx::query(LIST_QUEUE)
        .bind(&filter.agency.0)
        .bind(filter.statuses)
        .bind(timestamp_bind(filter.after.0))
        .bind(filter.after.1.uuid())
        .bind(timestamp_bind(filter.due_from))
        .bind(timestamp_bind(filter.due_before))
        .bind(filter.rows_max)
        .fetch_all(tx.conn())
        .await
        .map_err(fault("listing a queue"))?;
    rows.iter().map(queue_row).collect()
}

pub(crate) async fn done(tx: &mut Tx, agency: &AgencyCode, rows_max: i64) -> Result<Vec<QueueRow>, Failure> {
    let rows = sqlx::query(LIST_DONE)
        .bind(&agency.0)
        .bind(rows_max)
        .fetch_all(tx.conn())
        .await
        .map_err(fault("listing finished legs"))?;
    rows.iter().map(queue_row).collect()
}

/// Legs that wait for a number, and gates whose question for it needs an officer.
pub(crate) async fn awaiting_number(
    tx: &mut Tx,
    agency: &AgencyCode,
    now: Timestamp,
    rows_max: i64,
) -> Result<Vec<QueueRow>, Failure> {
    let rows = sqlx::query(LIST_AWAITING_NUMBER)
        .bind(&agency.0)
        .bind(timestamp_bind(now))
        .bind(rows_max)
        .fetch_all(tx.conn())
        .await
        .map_err(fault("listing legs without a number"))?;
    rows.iter().map(queue_row).collect()
}

/// A leg that an officer holds.
#[derive(Clone, Debug)]
pub struct HeldRow {
    /// The leg.
    pub leg: LegId,
    /// The dossier's code.
    pub dossier_code: String,
    /// The step of the linked procedure.
    pub step: String,
    /// The agency that decides.
    pub agency: AgencyCode,
    /// Who holds it, and since when.
    pub held: (AccountId, Timestamp),
    /// The end of its term.
    pub due_at: Option<Timestamp>,
}

pub(crate) async fn held(tx: &mut Tx, units: &[UnitCode], rows_max: i64) -> Result<Vec<HeldRow>, Failure> {
    let units: Vec<&str> = units.iter().map(|unit| unit.0.as_str()).collect();
    let rows = sqlx::query(LIST_HELD)
        .bind(units)
        .bind(rows_max)
        .fetch_all(tx.conn())
        .await
        .map_err(fault("listing held legs"))?;
    rows.iter()
        .map(|row| {
            Ok(HeldRow {
                leg: LegId::from_uuid(cell(row, "id")?),
                dossier_code: cell(row, "dossier_code")?,
                step: cell(row, "step")?,
                agency: AgencyCode(cell(row, "agency")?),
                held: (AccountId::from_uuid(cell(row, "claimed_by")?), at(row, "claimed_at")?),
                due_at: at_maybe(row, "due_at")?,
            })
        })
        .collect()
}

fn queue_row(row: &PgRow) -> Result<QueueRow, Failure> {
    Ok(QueueRow {
        leg: leg(row)?,
        dossier_code: cell(row, "dossier_code")?,
        procedure: cell(row, "procedure")?,
        applicant: cell::<Option<_>>(row, "applicant")?.map(PersonId::from_uuid),
        submitted_at: at(row, "submitted_at")?,
        filed_late: cell(row, "filed_late")?,
    })
}

/// The counters above a queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Not yet accepted.
    pub fresh: i64,
    /// Being worked on.
    pub working: i64,
    /// Waiting for the citizen.
    pub supplement: i64,
    /// Due soon.
    pub soon: i64,
    /// Past its term.
    pub overdue: i64,
    /// Waiting for a personal number, or for an officer to enter one that was refused or does not come.
    pub awaiting_number: i64,
    /// Open in all.
    pub every: i64,
    /// Finished this month.
    pub finished: i64,
    /// Of these, all that were not withdrawn: what the share in time is counted of.
    pub judged: i64,
    /// Of these, finished within its term.
    pub in_time: i64,
}

pub(crate) async fn counters(
    tx: &mut Tx,
    agency: &AgencyCode,
    now: Timestamp,
    soon_before: Timestamp,
    month_began: Timestamp,
) -> Result<Counters, Failure> {
    let open = sqlx::query(COUNT_QUEUE)
        .bind(&agency.0)
        .bind(timestamp_bind(now))
        .bind(timestamp_bind(soon_before))
        .fetch_one(tx.conn())
        .await
        .map_err(fault("counting a queue"))?;
    let closed = sqlx::query(COUNT_FINISHED)
        .bind(&agency.0)
        .bind(timestamp_bind(month_began))
        .fetch_one(tx.conn())
        .await
        .map_err(fault("counting finished legs"))?;
    let number = sqlx::query(COUNT_AWAITING_NUMBER)
        .bind(&agency.0)
        .bind(timestamp_bind(now))
        .fetch_one(tx.conn())
        .await
        .map_err(fault("counting legs without a number"))?;
    Ok(Counters {
        fresh: cell(&open, "fresh")?,
        working: cell(&open, "working")?,
        supplement: cell(&open, "supplement")?,
        soon: cell(&open, "soon")?,
        overdue: cell(&open, "overdue")?,
        awaiting_number: cell(&number, "awaiting_number")?,
        every: cell(&open, "every")?,
        finished: cell(&closed, "finished")?,
        judged: cell(&closed, "judged")?,
        in_time: cell(&closed, "in_time")?,
    })
}
