//! What lies in the tables as a whole, page by page: read after a crash or a restore, never for a page of the portal.

use super::cell;
use crate::service::survey::{Filed, Overdue};
use basis::{DossierId, DraftId, Failure, SubmissionKey, Timestamp};
use db::{Tx, fault, timestamp_bind};
use sqlx::postgres::PgRow;
use uuid::Uuid;

const LIST_FILED: &str = include_str!("../../sql/list_filed.sql");
const LIST_NAMED_FILES: &str = include_str!("../../sql/list_named_files.sql");
const COUNT_OVERDUE: &str = include_str!("../../sql/count_overdue.sql");

pub(crate) async fn filed(tx: &mut Tx, after: Uuid, rows_max: i64) -> Result<Vec<Filed>, Failure> {
    let rows = sqlx::query(LIST_FILED)
        .bind(after)
        .bind(rows_max)
        .fetch_all(tx.conn())
        .await
        .map_err(fault("listing all dossiers"))?;
    rows.iter().map(read_filed).collect()
}

fn read_filed(row: &PgRow) -> Result<Filed, Failure> {
    Ok(Filed {
        dossier: DossierId::from_uuid(cell(row, "id")?),
        code: cell(row, "code")?,
        key: SubmissionKey::from_uuid(cell(row, "submission_key")?),
        draft: cell::<Option<Uuid>>(row, "draft")?.map(DraftId::from_uuid),
        papers: cell(row, "papers")?,
        papers_left: cell(row, "papers_left")?,
        legs_open: cell(row, "legs_open")?,
        handovers: cell(row, "handovers")?,
        events: cell(row, "events")?,
        notices: cell(row, "notices")?,
    })
}

pub(crate) async fn named_files(tx: &mut Tx, after: &str, rows_max: i64) -> Result<Vec<String>, Failure> {
    let rows = sqlx::query(LIST_NAMED_FILES)
        .bind(after)
        .bind(rows_max)
        .fetch_all(tx.conn())
        .await
        .map_err(fault("listing the files that rows name"))?;
    rows.iter().map(|row| cell(row, "hash")).collect()
}

pub(crate) async fn overdue(tx: &mut Tx, before: Timestamp) -> Result<Overdue, Failure> {
    let row = sqlx::query(COUNT_OVERDUE)
        .bind(timestamp_bind(before))
        .fetch_one(tx.conn())
        .await
        .map_err(fault("counting overdue work"))?;
    Ok(Overdue {
        notices: cell(&row, "notices")?,
        questions: cell(&row, "questions")?,
        documents: cell(&row, "documents")?,
    })
}
