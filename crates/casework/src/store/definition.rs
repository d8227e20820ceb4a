//! The definitions that were used, as the files they are made of.

use super::cell;
use basis::{Failure, Fault, Timestamp};
use db::{Tx, fault, timestamp_bind};
use procedure::{Procedure, Tree};

const FIND: &str = include_str!("../../sql/find_definition.sql");
const INSERT: &str = include_str!("../../sql/insert_definition.sql");
const LIST: &str = include_str!("../../sql/list_definitions.sql");
const LIST_USED: &str = include_str!("../../sql/list_used_definitions.sql");

pub(crate) async fn is_kept(tx: &mut Tx, hash: &str) -> Result<bool, Failure> {
    let row = sqlx::query(FIND).bind(hash).fetch_optional(tx.conn()).await.map_err(fault("finding a definition"))?;
    Ok(row.is_some())
}

pub(crate) async fn keep(
    tx: &mut Tx,
    hash: &str,
    definition: &Procedure,
    files: &Tree,
    now: Timestamp,
) -> Result<(), Failure> {
    let files = serde_json::to_value(files).map_err(|error| Fault::because("writing a definition", error))?;
    sqlx::query(INSERT)
        .bind(hash)
        .bind(&definition.code)
        .bind(&definition.version)
        .bind(files)
        .bind(timestamp_bind(now))
        .execute(tx.conn())
        .await
        .map_err(fault("keeping a definition"))?;
    Ok(())
}

pub(crate) async fn list(tx: &mut Tx) -> Result<Vec<(String, Tree)>, Failure> {
    let rows = sqlx::query(LIST).fetch_all(tx.conn()).await.map_err(fault("listing definitions"))?;
    rows.iter()
        .map(|row| {
            let files = serde_json::from_value(cell(row, "files")?)
                .map_err(|error| Fault::because("reading a kept definition", error))?;
            Ok((cell(row, "hash")?, files))
        })
        .collect()
}

pub(crate) async fn used(tx: &mut Tx) -> Result<Vec<String>, Failure> {
    let rows = sqlx::query(LIST_USED).fetch_all(tx.conn()).await.map_err(fault("listing used definitions"))?;
    rows.iter().map(|row| cell(row, "definition")).collect()
}
