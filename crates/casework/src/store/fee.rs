//! What dossiers cost, and how that was settled.

use super::{at_maybe, cell, one};
use crate::words::{Fee, FeeSettled};
use basis::{AccountId, AgencyCode, DossierId, Failure, Fault, Money, Timestamp};
use db::{Tx, fault, timestamp_bind};
use procedure::Channel;

const INSERT: &str = include_str!("../../sql/insert_fee.sql");
const LIST: &str = include_str!("../../sql/list_fees.sql");
const SETTLE: &str = include_str!("../../sql/settle_fee.sql");

pub(crate) async fn insert(tx: &mut Tx, dossier: DossierId, channel: Channel, fee: &Fee) -> Result<(), Failure> {
    let done = sqlx::query(INSERT)
        .bind(dossier.uuid())
        .bind(&fee.step)
        .bind(channel.word())
        .bind(fee.amount.amount())
        .bind(&fee.article)
        .bind(fee.confirmed)
        .execute(tx.conn())
        .await
        .map_err(fault("inserting a fee"))?;
    one(&done, "inserting a fee")
}

pub(crate) async fn list(tx: &mut Tx, dossier: DossierId) -> Result<Vec<Fee>, Failure> {
    let rows = sqlx::query(LIST).bind(dossier.uuid()).fetch_all(tx.conn()).await.map_err(fault("listing fees"))?;
    rows.iter()
        .map(|row| {
            let settled = match (cell::<Option<String>>(row, "settled")?.as_deref(), at_maybe(row, "settled_at")?) {
                (Some("collected"), Some(at)) => Some(FeeSettled::Collected { at }),
                (Some("exempt"), Some(at)) => {
                    Some(FeeSettled::Exempt { at, words: cell::<Option<_>>(row, "words")?.unwrap_or_default() })
                }
                (None, None) => None,
                _ => return Err(Fault::new("a fee was settled in an unknown way").into()),
            };
            Ok(Fee {
                step: cell(row, "step")?,
                amount: Money::dong(cell(row, "amount")?),
                article: cell(row, "article")?,
                confirmed: cell(row, "confirmed")?,
                settled,
            })
        })
        .collect()
}

/// Whether it was still open.
pub(crate) async fn settle(
    tx: &mut Tx,
    (dossier, step): (DossierId, &str),
    (manner, words): (&str, Option<&str>),
    (officer, counter): (AccountId, &AgencyCode),
    now: Timestamp,
) -> Result<bool, Failure> {
    let done = sqlx::query(SETTLE)
        .bind(dossier.uuid())
        .bind(step)
        .bind(manner)
        .bind(timestamp_bind(now))
        .bind(officer.uuid())
        .bind(&counter.0)
        .bind(words)
        .execute(tx.conn())
        .await
        .map_err(fault("settling a fee"))?;
    Ok(done.rows_affected() == 1)
}
