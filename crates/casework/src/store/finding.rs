//! What the comparisons found, and who settled it.

use super::{at, at_maybe, cell};
use crate::rules::compare::{Odd, Ours};
use basis::{AccountId, Failure, HandoverId, ResultId, Timestamp};
use db::{Tx, fault, timestamp_bind};
use sqlx::postgres::PgRow;

const CLOSE_LOST: &str = include_str!("../../sql/close_findings.sql");
const INSERT_OWN: &str = include_str!("../../sql/insert_findings.sql");
const INSERT_COMPARED: &str = include_str!("../../sql/insert_compared.sql");
const NUMBER_HANDOVERS: &str = include_str!("../../sql/list_number_handovers.sql");
const LIST_OPEN: &str = include_str!("../../sql/list_findings.sql");
const LIST_CLOSED: &str = include_str!("../../sql/list_closed_findings.sql");
const INSERT_UNPRINTED: &str = include_str!("../../sql/insert_unprinted_finding.sql");
const INSERT_UNMADE: &str = include_str!("../../sql/insert_unmade_finding.sql");
const CLOSE_UNMADE: &str = include_str!("../../sql/close_unmade_finding.sql");
const CLOSE: &str = include_str!("../../sql/close_finding.sql");

/// Something that does not add up between two sides.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Our number of it.
    pub id: i64,
    /// lost, doubled, diverged, refused or unknown; of a paper: unmade or unprinted.
    pub kind: String,
    /// When it was found.
    pub found_at: Timestamp,
    /// The hand-over or paper it is about; None where the other side has one that we do not know.
    pub of: Option<FindingOf>,
    /// Who settled it, when and why.
    pub closed: Option<Closed>,
}

/// The hand-over that a finding is about, or the paper (`kind` is then `paper`): who issued it, and when.
#[derive(Clone, Debug)]
pub struct FindingOf {
    /// The dossier's code.
    pub code: String,
    /// What was asked.
    pub kind: String,
    /// Who sent.
    pub sender: String,
    /// Who was to answer.
    pub receiver: String,
    /// When it was sent.
    pub asked_at: Timestamp,
    /// By when an answer was expected.
    pub answer_by: Timestamp,
}

/// How a finding was settled.
#[derive(Clone, Debug)]
pub struct Closed {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: AccountId,
    /// Why.
    pub reason: String,
}

/// Compares our journal with itself: how many findings are new.
pub(crate) async fn compare(tx: &mut Tx, now: Timestamp) -> Result<u64, Failure> {
    sqlx::query(CLOSE_LOST).bind(timestamp_bind(now)).execute(tx.conn()).await.map_err(fault("closing findings"))?;
    let done = sqlx::query(INSERT_OWN)
        .bind(timestamp_bind(now))
        .execute(tx.conn())
        .await
        .map_err(fault("writing findings"))?;
    Ok(done.rows_affected())
}

/// The questions for a number that are compared: those named, and those asked within a span.
pub(crate) async fn number_handovers(
    tx: &mut Tx,
    known: &[HandoverId],
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<Ours>, Failure> {
    let known: Vec<_> = known.iter().map(|id| id.uuid()).collect();
    let rows = sqlx::query(NUMBER_HANDOVERS)
        .bind(known)
        .bind(timestamp_bind(from))
        .bind(timestamp_bind(to))
        .fetch_all(tx.conn())
        .await
        .map_err(fault("listing questions for a number"))?;
    rows.iter()
        .map(|row| {
            Ok(Ours {
                id: HandoverId::from_uuid(cell(row, "id")?),
                state: cell(row, "state")?,
                attempts: cell(row, "attempts")?,
                asked_at: at(row, "asked_at")?,
                answer: cell(row, "answer_hash")?,
            })
        })
        .collect()
}

/// Writes down what was found, each once; gives how many are new.
pub(crate) async fn insert(tx: &mut Tx, odd: &[Odd], now: Timestamp) -> Result<u64, Failure> {
    if odd.is_empty() {
        return Ok(0);
    }
    let is_ours = |one: &Odd| one.kind != "unknown";
    let handovers: Vec<_> = odd.iter().map(|one| is_ours(one).then(|| one.id.uuid())).collect();
    let foreign: Vec<_> = odd.iter().map(|one| (!is_ours(one)).then(|| one.id.uuid())).collect();
    let kinds: Vec<_> = odd.iter().map(|one| one.kind).collect();
    let done = sqlx::query(INSERT_COMPARED)
        .bind(handovers)
        .bind(foreign)
        .bind(kinds)
        .bind(timestamp_bind(now))
        .execute(tx.conn())
        .await
        .map_err(fault("writing what a comparison found"))?;
    Ok(done.rows_affected())
}

/// A paper was made, but not with every character.
pub(crate) async fn insert_unprinted(tx: &mut Tx, result: ResultId, now: Timestamp) -> Result<(), Failure> {
    let insert = sqlx::query(INSERT_UNPRINTED).bind(result.uuid()).bind(timestamp_bind(now));
    insert.execute(tx.conn()).await.map_err(fault("writing a finding about a paper"))?;
    Ok(())
}

/// A paper could not be made; found when that has happened so often.
pub(crate) async fn insert_unmade(tx: &mut Tx, result: ResultId, attempts: i32, now: Timestamp) -> Result<(), Failure> {
    let insert = sqlx::query(INSERT_UNMADE).bind(result.uuid()).bind(timestamp_bind(now)).bind(attempts);
    insert.execute(tx.conn()).await.map_err(fault("writing a finding about a paper"))?;
    Ok(())
}

/// A paper was made after all.
pub(crate) async fn close_unmade(tx: &mut Tx, result: ResultId, now: Timestamp) -> Result<(), Failure> {
    let close = sqlx::query(CLOSE_UNMADE).bind(result.uuid()).bind(timestamp_bind(now));
    close.execute(tx.conn()).await.map_err(fault("closing a finding about a paper"))?;
    Ok(())
}

pub(crate) async fn open(tx: &mut Tx, rows_max: i64) -> Result<Vec<Finding>, Failure> {
    list(tx, LIST_OPEN, rows_max).await
}
pub(crate) async fn closed(tx: &mut Tx, rows_max: i64) -> Result<Vec<Finding>, Failure> {
    list(tx, LIST_CLOSED, rows_max).await
}
async fn list(tx: &mut Tx, statement: &'static str, rows_max: i64) -> Result<Vec<Finding>, Failure> {
    let rows = sqlx::query(statement).bind(rows_max).fetch_all(tx.conn()).await.map_err(fault("listing findings"))?;
    rows.iter().map(finding).collect()
}

fn finding(row: &PgRow) -> Result<Finding, Failure> {
    let code: Option<String> = cell(row, "code")?;
    let of = match code {
        None => None,
        Some(code) => Some(FindingOf {
            code,
            kind: cell(row, "handover_kind")?,
            sender: cell(row, "sender")?,
            receiver: cell(row, "receiver")?,
            asked_at: at(row, "asked_at")?,
            answer_by: at(row, "answer_by")?,
        }),
    };
    let by: Option<uuid::Uuid> = cell(row, "closed_by")?;
    let closed = match (by, at_maybe(row, "closed_at")?, cell::<Option<String>>(row, "reason")?) {
        (Some(by), Some(at), Some(reason)) => Some(Closed { at, by: AccountId::from_uuid(by), reason }),
        _ => None,
    };
    Ok(Finding { id: cell(row, "id")?, kind: cell(row, "kind")?, found_at: at(row, "found_at")?, of, closed })
}

/// Whether it was still open.
pub(crate) async fn close(tx: &mut Tx, id: i64, now: Timestamp, by: AccountId, reason: &str) -> Result<bool, Failure> {
    let done = sqlx::query(CLOSE)
        .bind(id)
        .bind(timestamp_bind(now))
        .bind(by.uuid())
        .bind(reason)
        .execute(tx.conn())
        .await
        .map_err(fault("closing a finding"))?;
    Ok(done.rows_affected() == 1)
}
