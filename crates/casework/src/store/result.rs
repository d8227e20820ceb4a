//! Results and vaults.

use super::{at, at_maybe, cell};
use crate::words::Issued;
use basis::{AccountId, AgencyCode, DossierId, Failure, Fault, LegId, PersonId, ResultId, Timestamp};
use db::{Fields, Subject, Tx, fault, timestamp_bind};
use serde_json::Value as Json;
use sqlx::postgres::PgRow;

const ISSUE: &str = include_str!("../../sql/issue_result.sql");
const LIST_VAULT: &str = include_str!("../../sql/list_vault.sql");
const LIST: &str = include_str!("../../sql/list_results.sql");
const FIND: &str = include_str!("../../sql/find_result.sql");
const FIND_BY_VERIFY_CODE: &str = include_str!("../../sql/find_result_by_verify_code.sql");
const IN_VAULT: &str = include_str!("../../sql/result_in_vault.sql");
const CLAIM_WITHOUT_PDF: &str = include_str!("../../sql/claim_results_without_pdf.sql");
const FIND_STANDING: &str = include_str!("../../sql/find_standing_result.sql");
const PUT_OFF: &str = include_str!("../../sql/put_off_result.sql");
const SET_PDF: &str = include_str!("../../sql/set_result_pdf.sql");

const SEEN: Fields = Fields("result");

/// The number of a result that is being issued.
pub(crate) enum Numbering<'a> {
    /// The next of a counter, before a slash and this ending.
    Next { counter: String, ending: String },
    /// The number that the version before it has.
    Kept { number: &'a str, version: i16, replaces: ResultId },
}

/// A result that is being issued.
pub(crate) struct NewResult {
    pub(crate) id: ResultId,
    pub(crate) leg: LegId,
    pub(crate) dossier: DossierId,
    pub(crate) kind: String,
    pub(crate) holder: PersonId,
    pub(crate) content: Json,
    pub(crate) verify_code: String,
    pub(crate) issued_at: Timestamp,
    pub(crate) issued_by: Option<AccountId>,
    pub(crate) agency: AgencyCode,
}

/// Issues a result into people's vaults. It takes its number last and holds the counter until the transaction ends:
/// whatever else the transaction does comes before it, so that the decisions of an agency wait for each other the least.
pub(crate) async fn issue(
    tx: &mut Tx,
    new: &NewResult,
    numbering: Numbering<'_>,
    owners: &[PersonId],
) -> Result<(), Failure> {
    let (counter, number, version, replaces) = match numbering {
        Numbering::Next { counter, ending } => (Some(counter), ending, 1, None),
        Numbering::Kept { number, version, replaces } => (None, number.to_owned(), version, Some(replaces)),
    };
    let owners: Vec<_> = owners.iter().chain([&new.holder]).map(|person| person.uuid()).collect();
    let done = sqlx::query(ISSUE)
        .bind(counter)
        .bind(new.id.uuid())
        .bind(new.leg.uuid())
        .bind(new.dossier.uuid())
        .bind(&new.kind)
        .bind(number)
        .bind(version)
        .bind(replaces.map(ResultId::uuid))
        .bind(new.holder.uuid())
        .bind(&new.content)
        .bind(&new.verify_code)
        .bind(timestamp_bind(new.issued_at))
        .bind(new.issued_by.map(AccountId::uuid))
        .bind(&new.agency.0)
        .bind(owners)
        .execute(tx.conn())
        .await
        .map_err(fault("issuing a result"))?;
    if done.rows_affected() == 0 {
        return Err(Fault::new("a result was issued into nobody's vault").into());
    }
    Ok(())
}

fn issued(tx: &mut Tx, row: &PgRow) -> Result<Issued, Failure> {
    let hash: Option<String> = cell(row, "pdf_hash")?;
    let holder = PersonId::from_uuid(cell(row, "holder")?);
    tx.saw(Subject::Person(holder), SEEN);
    Ok(Issued {
        id: ResultId::from_uuid(cell(row, "id")?),
        leg: LegId::from_uuid(cell(row, "leg")?),
        dossier: DossierId::from_uuid(cell(row, "dossier")?),
        dossier_code: cell(row, "dossier_code")?,
        kind: cell(row, "kind")?,
        number: cell(row, "number")?,
        version: cell(row, "version")?,
        holder,
        content: cell(row, "content")?,
        verify_code: cell(row, "verify_code")?,
        issued_at: at(row, "issued_at")?,
        agency: AgencyCode(cell(row, "agency")?),
        issued_by: cell::<Option<_>>(row, "issued_by")?.map(AccountId::from_uuid),
        pdf: hash.zip(cell::<Option<i64>>(row, "pdf_bytes")?),
        revoked_at: at_maybe(row, "revoked_at")?,
    })
}

pub(crate) async fn vault(tx: &mut Tx, person: PersonId) -> Result<Vec<Issued>, Failure> {
    let rows =
        sqlx::query(LIST_VAULT).bind(person.uuid()).fetch_all(tx.conn()).await.map_err(fault("listing a vault"))?;
    rows.iter().map(|row| issued(tx, row)).collect()
}

pub(crate) async fn of_dossier(tx: &mut Tx, dossier: DossierId) -> Result<Vec<Issued>, Failure> {
    let rows = sqlx::query(LIST).bind(dossier.uuid()).fetch_all(tx.conn()).await.map_err(fault("listing results"))?;
    rows.iter().map(|row| issued(tx, row)).collect()
}

pub(crate) async fn find(tx: &mut Tx, id: ResultId) -> Result<Option<Issued>, Failure> {
    let row = sqlx::query(FIND).bind(id.uuid()).fetch_optional(tx.conn()).await.map_err(fault("finding a result"))?;
    row.map(|row| issued(tx, &row)).transpose()
}

/// What the public page needs, before it is masked.
pub(crate) struct Public {
    pub(crate) kind: String,
    pub(crate) number: String,
    pub(crate) content: Json,
    pub(crate) issued_at: Timestamp,
    pub(crate) agency: AgencyCode,
    pub(crate) revoked: bool,
    pub(crate) replaced: bool,
}

pub(crate) async fn find_public(tx: &mut Tx, verify_code: &str) -> Result<Option<Public>, Failure> {
    sqlx::query(FIND_BY_VERIFY_CODE)
        .bind(verify_code)
        .fetch_optional(tx.conn())
        .await
        .map_err(fault("finding a result by its code"))?
        .map(|row| {
            Ok(Public {
                kind: cell(&row, "kind")?,
                number: cell(&row, "number")?,
                content: cell(&row, "content")?,
                issued_at: at(&row, "issued_at")?,
                agency: AgencyCode(cell(&row, "agency")?),
                revoked: at_maybe(&row, "revoked_at")?.is_some(),
                replaced: cell(&row, "replaced")?,
            })
        })
        .transpose()
}

pub(crate) async fn lies_in_vault(tx: &mut Tx, person: PersonId, result: ResultId) -> Result<bool, Failure> {
    let row = sqlx::query(IN_VAULT)
        .bind(person.uuid())
        .bind(result.uuid())
        .fetch_one(tx.conn())
        .await
        .map_err(fault("looking into a vault"))?;
    cell(&row, "there")
}

pub(crate) async fn claim_without_pdf(
    tx: &mut Tx,
    now: Timestamp,
    leased_until: Timestamp,
    rows_max: i64,
) -> Result<Vec<ResultId>, Failure> {
    let rows = sqlx::query(CLAIM_WITHOUT_PDF)
        .bind(timestamp_bind(now))
        .bind(rows_max)
        .bind(timestamp_bind(leased_until))
        .fetch_all(tx.conn())
        .await
        .map_err(fault("claiming results without a PDF"))?;
    rows.iter().map(|row| cell(row, "id").map(ResultId::from_uuid)).collect()
}

/// Counts an attempt that broke off, and sets the next one.
pub(crate) async fn put_off(tx: &mut Tx, id: ResultId, now: Timestamp) -> Result<(), Failure> {
    sqlx::query(PUT_OFF)
        .bind(id.uuid())
        .bind(timestamp_bind(now))
        .execute(tx.conn())
        .await
        .map_err(fault("putting a document off"))?;
    Ok(())
}

/// Whether it was the first time.
pub(crate) async fn set_pdf(tx: &mut Tx, id: ResultId, hash: &str, bytes: i64) -> Result<bool, Failure> {
    let done = sqlx::query(SET_PDF)
        .bind(id.uuid())
        .bind(hash)
        .bind(bytes)
        .execute(tx.conn())
        .await
        .map_err(fault("noting the PDF of a result"))?;
    Ok(done.rows_affected() == 1)
}

/// Whether a person holds a result of a kind that still stands.
pub(crate) async fn stands(tx: &mut Tx, holder: PersonId, kind: &str) -> Result<bool, Failure> {
    let row = sqlx::query(FIND_STANDING)
        .bind(holder.uuid())
        .bind(kind)
        .fetch_one(tx.conn())
        .await
        .map_err(fault("looking for a standing result"))?;
    tx.saw(Subject::Person(holder), SEEN);
    cell(&row, "found")
}
