//! Notices to citizens.

use super::{at, at_maybe, cell, maybe};
use crate::words::Notice;
use basis::{DossierId, Failure, LegId, NoticeId, PersonId, SubmissionKey, Timestamp};
use db::{Tx, fault, timestamp_bind};
use serde_json::Value as Json;
use sqlx::postgres::PgRow;

const INSERT: &str = include_str!("../../sql/insert_notice.sql");
const CLAIM: &str = include_str!("../../sql/claim_notices.sql");
const UPDATE: &str = include_str!("../../sql/update_notice.sql");
const LIST_OUTBOX: &str = include_str!("../../sql/list_outbox.sql");
const LIST_OF_PERSON: &str = include_str!("../../sql/list_notices_of_person.sql");

pub(crate) async fn insert(
    tx: &mut Tx,
    dossier: DossierId,
    leg: Option<LegId>,
    person: PersonId,
    kind: &str,
    not_before: Timestamp,
    undo: Option<SubmissionKey>,
) -> Result<NoticeId, Failure> {
    let id = NoticeId::fresh();
    let now = tx.instant();
    sqlx::query(INSERT)
        .bind(id.uuid())
        .bind(dossier.uuid())
        .bind(leg.map(LegId::uuid))
        .bind(person.uuid())
        .bind(kind)
        .bind(timestamp_bind(now))
        .bind(timestamp_bind(not_before))
        .bind(undo.map(SubmissionKey::uuid))
        .execute(tx.conn())
        .await
        .map_err(fault("writing a notice"))?;
    Ok(id)
}

/// Notices that are due, claimed until `lease`: whoever asks meanwhile does not get them. Each comes with the answers of its
/// dossier, which say where the filer wants to be told.
pub(crate) async fn claim(
    tx: &mut Tx,
    now: Timestamp,
    lease: Timestamp,
    rows_max: i64,
) -> Result<Vec<(Notice, Json)>, Failure> {
    let rows = sqlx::query(CLAIM)
        .bind(timestamp_bind(now))
        .bind(rows_max)
        .bind(timestamp_bind(lease))
        .fetch_all(tx.conn())
        .await
        .map_err(fault("claiming waiting notices"))?;
    rows.iter().map(|row| Ok((notice(row)?, cell(row, "answers")?))).collect()
}

pub(crate) async fn outbox(tx: &mut Tx, rows_max: i64) -> Result<Vec<Notice>, Failure> {
    let rows =
        sqlx::query(LIST_OUTBOX).bind(rows_max).fetch_all(tx.conn()).await.map_err(fault("listing the outbox"))?;
    rows.iter().map(notice).collect()
}

pub(crate) async fn of_person(tx: &mut Tx, person: PersonId, rows_max: i64) -> Result<Vec<Notice>, Failure> {
    let rows = sqlx::query(LIST_OF_PERSON)
        .bind(person.uuid())
        .bind(rows_max)
        .fetch_all(tx.conn())
        .await
        .map_err(fault("listing notices"))?;
    rows.iter().map(notice).collect()
}

fn notice(row: &PgRow) -> Result<Notice, Failure> {
    Ok(Notice {
        id: NoticeId::from_uuid(cell(row, "id")?),
        dossier: DossierId::from_uuid(cell(row, "dossier")?),
        code: cell(row, "code")?,
        leg: cell::<Option<_>>(row, "leg")?.map(LegId::from_uuid),
        person: PersonId::from_uuid(cell(row, "person")?),
        kind: cell(row, "kind")?,
        created_at: at(row, "created_at")?,
        state: cell(row, "state")?,
        sent_at: at_maybe(row, "sent_at")?,
        channel: cell(row, "channel")?,
        attempts: cell(row, "attempts")?,
    })
}

/// Says what became of a waiting notice; gives whether it still waited.
pub(crate) async fn update(
    tx: &mut Tx,
    id: NoticeId,
    state: &str,
    sent_at: Option<Timestamp>,
    channel: Option<&str>,
    not_before: Timestamp,
) -> Result<bool, Failure> {
    let done = sqlx::query(UPDATE)
        .bind(id.uuid())
        .bind(state)
        .bind(maybe(sent_at))
        .bind(channel)
        .bind(timestamp_bind(not_before))
        .execute(tx.conn())
        .await
        .map_err(fault("updating a notice"))?;
    Ok(done.rows_affected() == 1)
}
