//! Old insurance numbers that were found.

use super::cell;
use crate::words::OldNumber;
use basis::{Failure, HandoverId, LegId, Timestamp};
use db::{Tx, fault, timestamp_bind};

const INSERT: &str = include_str!("../../sql/insert_insurance_number.sql");
const FIND: &str = include_str!("../../sql/find_insurance_number.sql");

pub(crate) async fn insert(tx: &mut Tx, of: HandoverId, found: &OldNumber, now: Timestamp) -> Result<(), Failure> {
    sqlx::query(INSERT)
        .bind(of.uuid())
        .bind(&found.legacy)
        .bind(&found.card)
        .bind(found.agrees)
        .bind(timestamp_bind(now))
        .execute(tx.conn())
        .await
        .map_err(fault("keeping an old insurance number"))?;
    Ok(())
}

pub(crate) async fn find(tx: &mut Tx, leg: LegId) -> Result<Option<OldNumber>, Failure> {
    sqlx::query(FIND)
        .bind(leg.uuid())
        .fetch_optional(tx.conn())
        .await
        .map_err(fault("finding an old insurance number"))?
        .map(|row| {
            Ok(OldNumber { legacy: cell(&row, "legacy")?, card: cell(&row, "card")?, agrees: cell(&row, "agrees")? })
        })
        .transpose()
}
