//! Attempts at looking a dossier up by its secret: counted, kept for a while, swept.

use super::{at_maybe, cell};
use crate::rules::lookup::Lookups;
use basis::{Failure, Timestamp};
use db::{Tx, fault, timestamp_bind};

const LINE_UP: &str = include_str!("../../sql/lock_lookups.sql");
const COUNT: &str = include_str!("../../sql/count_lookup_attempts.sql");
const INSERT: &str = include_str!("../../sql/insert_lookup_attempt.sql");
const SWEEP: &str = include_str!("../../sql/sweep_lookup_attempts.sql");

/// Lines up the look-ups from one network until the transaction ends.
pub(crate) async fn line_up(tx: &mut Tx, network_hash: &[u8]) -> Result<(), Failure> {
    let key = network_hash.iter().take(8).fold(0_i64, |key, byte| (key << 8) | i64::from(*byte));
    sqlx::query(LINE_UP).bind(key).execute(tx.conn()).await.map_err(fault("lining up look-ups"))?;
    Ok(())
}

/// What is remembered of the look-ups from this network and at this dossier.
pub(crate) async fn count(
    tx: &mut Tx,
    network_hash: &[u8],
    code_hash: &[u8],
    wrong_since: Timestamp,
    known_since: Timestamp,
) -> Result<Lookups, Failure> {
    let row = sqlx::query(COUNT)
        .bind(network_hash)
        .bind(code_hash)
        .bind(timestamp_bind(wrong_since))
        .bind(timestamp_bind(known_since))
        .fetch_one(tx.conn())
        .await
        .map_err(fault("counting look-ups"))?;
    let number = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(Lookups {
        by_network: number(cell(&row, "by_network")?),
        by_network_last: at_maybe(&row, "by_network_last")?,
        at_dossier: number(cell(&row, "at_dossier")?),
        known: cell(&row, "known")?,
    })
}

/// Keeps an attempt.
pub(crate) async fn insert(tx: &mut Tx, network_hash: &[u8], code_hash: &[u8], found: bool) -> Result<(), Failure> {
    let now = tx.began();
    sqlx::query(INSERT)
        .bind(timestamp_bind(now))
        .bind(network_hash)
        .bind(code_hash)
        .bind(found)
        .execute(tx.conn())
        .await
        .map_err(fault("noting a look-up"))?;
    Ok(())
}

/// Removes what is too old to count.
pub(crate) async fn sweep(tx: &mut Tx, before: Timestamp) -> Result<u64, Failure> {
    let done =
        sqlx::query(SWEEP).bind(timestamp_bind(before)).execute(tx.conn()).await.map_err(fault("sweeping look-ups"))?;
    Ok(done.rows_affected())
}
