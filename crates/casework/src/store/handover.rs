//! The journal of hand-overs.

use super::{at, at_maybe, cell, each, maybe, one};
use crate::words::Handover;
use basis::{DossierId, Failure, HandoverId, LegId, Timestamp};
use db::{Tx, fault, timestamp_bind};
use sqlx::postgres::PgRow;

const INSERT: &str = include_str!("../../sql/insert_handovers.sql");
const FIND_DOSSIER: &str = include_str!("../../sql/find_handover_dossier.sql");
const FIND_LOCKED: &str = include_str!("../../sql/find_handover_locked.sql");
const LIST: &str = include_str!("../../sql/list_handovers.sql");
const UPDATE: &str = include_str!("../../sql/update_handover.sql");
const ANSWER_AGENCY: &str = include_str!("../../sql/answer_agency_handovers.sql");
const LIST_DUE: &str = include_str!("../../sql/list_due_handovers.sql");
const PUT_OFF: &str = include_str!("../../sql/put_off_handover.sql");

/// Those that were new: the second of its kind for a leg is the same message.
pub(crate) async fn insert_all(tx: &mut Tx, handovers: &[Handover]) -> Result<Vec<HandoverId>, Failure> {
    let rows = sqlx::query(INSERT)
        .bind(each(handovers, |handover| handover.id.uuid()))
        .bind(each(handovers, |handover| handover.dossier.uuid()))
        .bind(each(handovers, |handover| handover.leg.uuid()))
        .bind(each(handovers, |handover| handover.kind.as_str()))
        .bind(each(handovers, |handover| handover.sender.as_str()))
        .bind(each(handovers, |handover| handover.receiver.as_str()))
        .bind(each(handovers, |handover| handover.content_hash.as_str()))
        .bind(each(handovers, |handover| handover.state.as_str()))
        .bind(each(handovers, |handover| timestamp_bind(handover.asked_at)))
        .bind(each(handovers, |handover| timestamp_bind(handover.answer_by)))
        .bind(each(handovers, |handover| maybe(handover.next_attempt_at)))
        .fetch_all(tx.conn())
        .await
        .map_err(fault("inserting hand-overs"))?;
    rows.iter().map(|row| cell(row, "id").map(HandoverId::from_uuid)).collect()
}

/// Whether it was new.
pub(crate) async fn insert(tx: &mut Tx, handover: &Handover) -> Result<bool, Failure> {
    insert_all(tx, std::slice::from_ref(handover)).await.map(|new| !new.is_empty())
}

pub(crate) async fn dossier_of(tx: &mut Tx, id: HandoverId) -> Result<Option<DossierId>, Failure> {
    sqlx::query(FIND_DOSSIER)
        .bind(id.uuid())
        .fetch_optional(tx.conn())
        .await
        .map_err(fault("finding the dossier of a hand-over"))?
        .map(|row| cell(&row, "dossier").map(DossierId::from_uuid))
        .transpose()
}

pub(crate) async fn find_locked(tx: &mut Tx, id: HandoverId) -> Result<Option<Handover>, Failure> {
    sqlx::query(FIND_LOCKED)
        .bind(id.uuid())
        .fetch_optional(tx.conn())
        .await
        .map_err(fault("finding a hand-over"))?
        .map(|row| handover(&row))
        .transpose()
}

pub(crate) async fn list(tx: &mut Tx, dossier: DossierId) -> Result<Vec<Handover>, Failure> {
    let rows =
        sqlx::query(LIST).bind(dossier.uuid()).fetch_all(tx.conn()).await.map_err(fault("listing hand-overs"))?;
    rows.iter().map(handover).collect()
}

fn handover(row: &PgRow) -> Result<Handover, Failure> {
    Ok(Handover {
        id: HandoverId::from_uuid(cell(row, "id")?),
        dossier: DossierId::from_uuid(cell(row, "dossier")?),
        leg: LegId::from_uuid(cell(row, "leg")?),
        kind: cell(row, "kind")?,
        sender: cell(row, "sender")?,
        receiver: cell(row, "receiver")?,
        content_hash: cell(row, "content_hash")?,
        state: cell(row, "state")?,
        asked_at: at(row, "asked_at")?,
        answer_by: at(row, "answer_by")?,
        attempts: cell(row, "attempts")?,
        next_attempt_at: at_maybe(row, "next_attempt_at")?,
        last_problem: cell(row, "last_problem")?,
        answered_at: at_maybe(row, "answered_at")?,
        answer_hash: cell(row, "answer_hash")?,
        answers_seen: cell(row, "answers_seen")?,
        diverged: cell(row, "diverged")?,
    })
}

pub(crate) async fn update(tx: &mut Tx, handover: &Handover) -> Result<(), Failure> {
    let done = sqlx::query(UPDATE)
        .bind(handover.id.uuid())
        .bind(&handover.state)
        .bind(handover.attempts)
        .bind(maybe(handover.next_attempt_at))
        .bind(&handover.last_problem)
        .bind(maybe(handover.answered_at))
        .bind(&handover.answer_hash)
        .bind(handover.answers_seen)
        .bind(handover.diverged)
        .execute(tx.conn())
        .await
        .map_err(fault("updating a hand-over"))?;
    one(&done, "updating a hand-over")
}

/// An agency of ours took up what was handed to it.
pub(crate) async fn answer_agency(tx: &mut Tx, leg: LegId, kinds: &[&str], now: Timestamp) -> Result<(), Failure> {
    sqlx::query(ANSWER_AGENCY)
        .bind(leg.uuid())
        .bind(timestamp_bind(now))
        .bind(kinds)
        .execute(tx.conn())
        .await
        .map_err(fault("answering a hand-over"))?;
    Ok(())
}

pub(crate) async fn due(tx: &mut Tx, kind: &str, now: Timestamp, rows_max: i64) -> Result<Vec<HandoverId>, Failure> {
    let rows = sqlx::query(LIST_DUE)
        .bind(timestamp_bind(now))
        .bind(rows_max)
        .bind(kind)
        .fetch_all(tx.conn())
        .await
        .map_err(fault("listing hand-overs that are due"))?;
    rows.iter().map(|row| cell(row, "id").map(HandoverId::from_uuid)).collect()
}

/// Counts an attempt that broke off, and sets the next one.
pub(crate) async fn put_off(tx: &mut Tx, id: HandoverId, now: Timestamp) -> Result<(), Failure> {
    sqlx::query(PUT_OFF)
        .bind(id.uuid())
        .bind(timestamp_bind(now))
        .execute(tx.conn())
        .await
        .map_err(fault("putting a hand-over off"))?;
    Ok(())
}
