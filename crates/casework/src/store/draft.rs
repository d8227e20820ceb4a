//! Drafts and papers.

use super::{at, cell, one};
use crate::words::{Door, Draft, DraftLine, Paper};
use basis::{AccountId, AgencyCode, DossierId, DraftId, Failure, Fault, PersonId, Timestamp};
use db::{Tx, fault, timestamp_bind};
use serde_json::Value as Json;
use sqlx::postgres::PgRow;

const INSERT_DRAFT: &str = include_str!("../../sql/insert_draft.sql");
const FIND_DRAFT: &str = include_str!("../../sql/find_draft.sql");
const FIND_CONSENT: &str = include_str!("../../sql/find_draft_consent.sql");
const UPDATE_DRAFT: &str = include_str!("../../sql/update_draft.sql");
const REHOME_DRAFT: &str = include_str!("../../sql/rehome_draft.sql");
const SET_NOTICE: &str = include_str!("../../sql/set_draft_notice.sql");
const COUNT: &str = include_str!("../../sql/count_applicant_drafts.sql");
const LIST_DRAFTS: &str = include_str!("../../sql/list_drafts.sql");
const MARK_SUBMITTED: &str = include_str!("../../sql/mark_draft_submitted.sql");
const DELETE_DRAFT: &str = include_str!("../../sql/delete_draft.sql");
const INSERT_PAPER: &str = include_str!("../../sql/insert_paper.sql");
const REMOVE_PAPERS: &str = include_str!("../../sql/remove_draft_papers.sql");
const LIST_DRAFT_PAPERS: &str = include_str!("../../sql/list_draft_papers.sql");
const LIST_DOSSIER_PAPERS: &str = include_str!("../../sql/list_dossier_papers.sql");
const MOVE_PAPERS: &str = include_str!("../../sql/move_papers_to_dossier.sql");
const LIST_KNOWN_HASHES: &str = include_str!("../../sql/list_known_hashes.sql");

/// What a new draft begins with.
pub(crate) struct NewDraft<'a> {
    pub(crate) id: DraftId,
    pub(crate) account: AccountId,
    pub(crate) applicant: Option<PersonId>,
    pub(crate) procedure: &'a str,
    pub(crate) definition: &'a str,
    pub(crate) door: Door,
    pub(crate) agency: Option<&'a AgencyCode>,
    pub(crate) consent: Option<&'a str>,
    pub(crate) answers: &'a Json,
    pub(crate) at: Timestamp,
}

pub(crate) async fn insert(tx: &mut Tx, new: NewDraft<'_>) -> Result<(), Failure> {
    let done = sqlx::query(INSERT_DRAFT)
        .bind(new.id.uuid())
        .bind(new.account.uuid())
        .bind(new.applicant.map(PersonId::uuid))
        .bind(new.procedure)
        .bind(new.definition)
        .bind(new.door.code())
        .bind(new.agency.map(|agency| agency.0.as_str()))
        .bind(new.consent)
        .bind(new.answers)
        .bind(timestamp_bind(new.at))
        .execute(tx.conn())
        .await
        .map_err(fault("inserting a draft"))?;
    one(&done, "inserting a draft")
}

pub(crate) async fn find(tx: &mut Tx, id: DraftId, account: AccountId) -> Result<Option<Draft>, Failure> {
    sqlx::query(FIND_DRAFT)
        .bind(id.uuid())
        .bind(account.uuid())
        .fetch_optional(tx.conn())
        .await
        .map_err(fault("finding a draft"))?
        .map(|row| draft(&row))
        .transpose()
}

/// What the person agreed to for whom an officer files.
pub(crate) async fn find_consent(tx: &mut Tx, id: DraftId) -> Result<Option<String>, Failure> {
    let row = sqlx::query(FIND_CONSENT)
        .bind(id.uuid())
        .fetch_optional(tx.conn())
        .await
        .map_err(fault("finding the consent of a draft"))?;
    row.map_or(Ok(None), |row| cell(&row, "consent"))
}

fn draft(row: &PgRow) -> Result<Draft, Failure> {
    let door: String = cell(row, "door")?;
    Ok(Draft {
        id: DraftId::from_uuid(cell(row, "id")?),
        applicant: cell::<Option<_>>(row, "applicant")?.map(PersonId::from_uuid),
        procedure: cell(row, "procedure")?,
        definition: cell(row, "definition")?,
        door: Door::from_code(&door).ok_or_else(|| Fault::new("a draft with an unknown door"))?,
        agency: cell::<Option<String>>(row, "agency")?.map(AgencyCode),
        answers: cell(row, "answers")?,
        notice: cell::<Option<Json>>(row, "notice")?
            .map(serde_json::from_value)
            .transpose()
            .map_err(|error| Fault::because("reading the notice of a draft", error))?,
        moved: cell::<Option<Json>>(row, "moved")?
            .map(serde_json::from_value)
            .transpose()
            .map_err(|error| Fault::because("reading what changed for a draft", error))?,
        page: cell(row, "page")?,
        revision: cell(row, "revision")?,
        updated_at: at(row, "updated_at")?,
        submitted: cell::<Option<_>>(row, "submitted")?.map(DossierId::from_uuid),
    })
}

pub(crate) async fn update(
    tx: &mut Tx,
    id: DraftId,
    account: AccountId,
    answers: &Json,
    page: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let done = sqlx::query(UPDATE_DRAFT)
        .bind(id.uuid())
        .bind(account.uuid())
        .bind(answers)
        .bind(page)
        .bind(timestamp_bind(now))
        .execute(tx.conn())
        .await
        .map_err(fault("saving a draft"))?;
    one(&done, "saving a draft")
}

/// Writes a draft back that went on under another version.
pub(crate) async fn rehome(tx: &mut Tx, draft: &Draft, account: AccountId, now: Timestamp) -> Result<(), Failure> {
    let moved =
        serde_json::to_value(&draft.moved).map_err(|error| Fault::because("noting what changed for a draft", error))?;
    let done = sqlx::query(REHOME_DRAFT)
        .bind(draft.id.uuid())
        .bind(account.uuid())
        .bind(&draft.procedure)
        .bind(&draft.definition)
        .bind(&draft.answers)
        .bind(moved)
        .bind(timestamp_bind(now))
        .execute(tx.conn())
        .await
        .map_err(fault("moving a draft to another version"))?;
    one(&done, "moving a draft to another version")
}

pub(crate) async fn set_notice(
    tx: &mut Tx,
    id: DraftId,
    account: AccountId,
    notice: &crate::words::Noticed,
    now: Timestamp,
) -> Result<(), Failure> {
    let notice = serde_json::to_value(notice).map_err(|error| Fault::because("keeping a birth notice", error))?;
    let done = sqlx::query(SET_NOTICE)
        .bind(id.uuid())
        .bind(account.uuid())
        .bind(notice)
        .bind(timestamp_bind(now))
        .execute(tx.conn())
        .await
        .map_err(fault("keeping a birth notice"))?;
    one(&done, "keeping a birth notice")
}

/// How many open drafts an account has.
pub(crate) async fn count(tx: &mut Tx, account: AccountId) -> Result<i64, Failure> {
    let row = sqlx::query(COUNT).bind(account.uuid()).fetch_one(tx.conn()).await.map_err(fault("counting drafts"))?;
    cell(&row, "drafts")
}

pub(crate) async fn list(tx: &mut Tx, account: AccountId) -> Result<Vec<DraftLine>, Failure> {
    let rows =
        sqlx::query(LIST_DRAFTS).bind(account.uuid()).fetch_all(tx.conn()).await.map_err(fault("listing drafts"))?;
    rows.iter()
        .map(|row| {
            Ok(DraftLine {
                id: DraftId::from_uuid(cell(row, "id")?),
                procedure: cell(row, "procedure")?,
                page: cell(row, "page")?,
                updated_at: at(row, "updated_at")?,
            })
        })
        .collect()
}

pub(crate) async fn mark_submitted(
    tx: &mut Tx,
    id: DraftId,
    dossier: DossierId,
    now: Timestamp,
) -> Result<(), Failure> {
    let done = sqlx::query(MARK_SUBMITTED)
        .bind(id.uuid())
        .bind(dossier.uuid())
        .bind(timestamp_bind(now))
        .execute(tx.conn())
        .await
        .map_err(fault("marking a draft as submitted"))?;
    one(&done, "marking a draft as submitted")
}

pub(crate) async fn delete(tx: &mut Tx, id: DraftId, account: AccountId) -> Result<(), Failure> {
    remove_papers(tx, id, None).await?;
    let done = sqlx::query(DELETE_DRAFT)
        .bind(id.uuid())
        .bind(account.uuid())
        .execute(tx.conn())
        .await
        .map_err(fault("deleting a draft"))?;
    one(&done, "deleting a draft")
}

/// Where a paper belongs.
#[derive(Clone, Copy)]
pub(crate) enum Of {
    Draft(DraftId),
    Dossier(DossierId),
}

pub(crate) async fn insert_paper(tx: &mut Tx, of: Of, paper: &Paper) -> Result<(), Failure> {
    let (draft, dossier) = match of {
        Of::Draft(id) => (Some(id.uuid()), None),
        Of::Dossier(id) => (None, Some(id.uuid())),
    };
    let done = sqlx::query(INSERT_PAPER)
        .bind(paper.id)
        .bind(draft)
        .bind(dossier)
        .bind(&paper.field)
        .bind(&paper.hash)
        .bind(&paper.name)
        .bind(&paper.media)
        .bind(paper.bytes)
        .bind(timestamp_bind(paper.uploaded_at))
        .execute(tx.conn())
        .await
        .map_err(fault("inserting a paper"))?;
    one(&done, "inserting a paper")
}

pub(crate) async fn remove_papers(
    tx: &mut Tx,
    draft: DraftId,
    only: Option<uuid::Uuid>,
) -> Result<Vec<String>, Failure> {
    let rows = sqlx::query(REMOVE_PAPERS)
        .bind(draft.uuid())
        .bind(only)
        .fetch_all(tx.conn())
        .await
        .map_err(fault("removing papers of a draft"))?;
    rows.iter().map(|row| cell(row, "field")).collect()
}

pub(crate) async fn papers(tx: &mut Tx, of: Of) -> Result<Vec<Paper>, Failure> {
    let (statement, id) = match of {
        Of::Draft(id) => (LIST_DRAFT_PAPERS, id.uuid()),
        Of::Dossier(id) => (LIST_DOSSIER_PAPERS, id.uuid()),
    };
    let rows = sqlx::query(statement).bind(id).fetch_all(tx.conn()).await.map_err(fault("listing papers"))?;
    rows.iter()
        .map(|row| {
            Ok(Paper {
                id: cell(row, "id")?,
                field: cell(row, "field")?,
                hash: cell(row, "hash")?,
                name: cell(row, "name")?,
                media: cell(row, "media")?,
                bytes: cell(row, "bytes")?,
                uploaded_at: at(row, "uploaded_at")?,
            })
        })
        .collect()
}

pub(crate) async fn move_papers(tx: &mut Tx, draft: DraftId, dossier: DossierId) -> Result<u64, Failure> {
    let done = sqlx::query(MOVE_PAPERS)
        .bind(draft.uuid())
        .bind(dossier.uuid())
        .execute(tx.conn())
        .await
        .map_err(fault("moving papers to a dossier"))?;
    Ok(done.rows_affected())
}

/// Which of the hashes are still needed.
pub(crate) async fn known_hashes(tx: &mut Tx, hashes: &[String]) -> Result<Vec<String>, Failure> {
    let rows =
        sqlx::query(LIST_KNOWN_HASHES).bind(hashes).fetch_all(tx.conn()).await.map_err(fault("listing files"))?;
    rows.iter().map(|row| cell(row, "hash")).collect()
}
