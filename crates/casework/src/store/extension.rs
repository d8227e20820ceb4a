//! New dates of late parts, and what an officer took back before anybody was told.

use super::{at, cell, one};
use crate::words::Extension;
use basis::{AccountId, DossierId, Failure, LegId, NoticeId, SubmissionKey, Timestamp};
use db::{Tx, fault, timestamp_bind};

const INSERT: &str = include_str!("../../sql/insert_extension.sql");
const LIST: &str = include_str!("../../sql/list_extensions.sql");
const UNDO_EXTENSIONS: &str = include_str!("../../sql/undo_extensions.sql");
const UNDO_SUPPLEMENTS: &str = include_str!("../../sql/undo_supplements.sql");
const FIND_UNDO: &str = include_str!("../../sql/find_undo.sql");
const FIND_UNDONE: &str = include_str!("../../sql/find_undone.sql");
const HOLD_NOTICE: &str = include_str!("../../sql/hold_notice.sql");
const HOLD_SUPERSEDED: &str = include_str!("../../sql/hold_superseded_notices.sql");

pub(crate) async fn insert(tx: &mut Tx, extension: &Extension) -> Result<(), Failure> {
    let done = sqlx::query(INSERT)
        .bind(uuid::Uuid::now_v7())
        .bind(extension.leg.uuid())
        .bind(&extension.words)
        .bind(timestamp_bind(extension.due_before))
        .bind(timestamp_bind(extension.due_after))
        .bind(timestamp_bind(extension.made_at))
        .bind(extension.made_by.uuid())
        .execute(tx.conn())
        .await
        .map_err(fault("promising another date"))?;
    one(&done, "promising another date")
}

pub(crate) async fn list(tx: &mut Tx, dossier: DossierId) -> Result<Vec<Extension>, Failure> {
    let rows = sqlx::query(LIST).bind(dossier.uuid()).fetch_all(tx.conn()).await.map_err(fault("listing new dates"))?;
    rows.iter()
        .map(|row| {
            Ok(Extension {
                leg: LegId::from_uuid(cell(row, "leg")?),
                words: cell(row, "words")?,
                due_before: at(row, "due_before")?,
                due_after: at(row, "due_after")?,
                made_at: at(row, "made_at")?,
                made_by: AccountId::from_uuid(cell(row, "made_by")?),
            })
        })
        .collect()
}

/// Takes back what an act at this instant asked of the citizen or promised.
pub(crate) async fn take_back(tx: &mut Tx, leg: LegId, made_at: Timestamp, now: Timestamp) -> Result<(), Failure> {
    for statement in [UNDO_EXTENSIONS, UNDO_SUPPLEMENTS] {
        sqlx::query(statement)
            .bind(leg.uuid())
            .bind(timestamp_bind(made_at))
            .bind(timestamp_bind(now))
            .execute(tx.conn())
            .await
            .map_err(fault("taking an act back"))?;
    }
    Ok(())
}

/// An act that can still be taken back.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Undoable {
    pub(crate) notice: NoticeId,
    pub(crate) key: SubmissionKey,
    pub(crate) until: Timestamp,
}

pub(crate) async fn undoable(
    tx: &mut Tx,
    dossier: DossierId,
    leg: LegId,
    now: Timestamp,
) -> Result<Option<Undoable>, Failure> {
    let row = sqlx::query(FIND_UNDO)
        .bind(dossier.uuid())
        .bind(leg.uuid())
        .bind(timestamp_bind(now))
        .fetch_optional(tx.conn())
        .await
        .map_err(fault("finding what can be taken back"))?;
    row.map(|row| {
        Ok(Undoable {
            notice: NoticeId::from_uuid(cell(&row, "id")?),
            key: SubmissionKey::from_uuid(cell(&row, "undo")?),
            until: at(&row, "not_before")?,
        })
    })
    .transpose()
}

/// Keeps a notice back. False when it has gone out.
pub(crate) async fn hold_notice(tx: &mut Tx, notice: NoticeId) -> Result<bool, Failure> {
    let done = sqlx::query(HOLD_NOTICE)
        .bind(notice.uuid())
        .execute(tx.conn())
        .await
        .map_err(fault("holding a notice back"))?;
    Ok(done.rows_affected() == 1)
}

/// Whether an act was taken back under its key.
pub(crate) async fn was_undone(
    tx: &mut Tx,
    dossier: DossierId,
    leg: LegId,
    key: SubmissionKey,
) -> Result<bool, Failure> {
    let row = sqlx::query(FIND_UNDONE)
        .bind(dossier.uuid())
        .bind(leg.uuid())
        .bind(key.uuid())
        .fetch_one(tx.conn())
        .await
        .map_err(fault("finding what was taken back"))?;
    cell(&row, "undone")
}

/// Keeps back what a citizen need not read any more: a kind of notice of a leg, or everything of a dossier.
pub(crate) async fn hold_superseded(tx: &mut Tx, dossier: DossierId, of: Option<(LegId, &str)>) -> Result<(), Failure> {
    sqlx::query(HOLD_SUPERSEDED)
        .bind(dossier.uuid())
        .bind(of.map(|(leg, _)| leg.uuid()))
        .bind(of.map(|(_, kind)| kind))
        .execute(tx.conn())
        .await
        .map_err(fault("holding notices back"))?;
    Ok(())
}
