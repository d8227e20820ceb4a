//! Agreements of heads of households, owners and parents.

use super::{at, at_maybe, cell};
use crate::words::{Consent, ConsentState};
use basis::{AccountId, DossierId, Failure, Fault, PersonId, Timestamp};
use db::{Tx, fault, timestamp_bind};
use procedure::ConsentOf;
use sqlx::postgres::PgRow;

const INSERT: &str = include_str!("../../sql/insert_consent.sql");
const LIST: &str = include_str!("../../sql/list_consents.sql");
const LIST_OF_PERSON: &str = include_str!("../../sql/list_consents_of_person.sql");
const FIND_DOSSIER: &str = include_str!("../../sql/find_consent_dossier.sql");
const ANSWER: &str = include_str!("../../sql/answer_consent.sql");

/// An agreement as a dossier states it.
#[derive(Debug)]
pub(crate) struct Stated<'a> {
    pub(crate) who: ConsentOf,
    pub(crate) person: Option<PersonId>,
    pub(crate) way: &'a str,
    pub(crate) article: &'a str,
}

/// Writes down what is stated. What was answered under the same person and way stays answered.
pub(crate) async fn state(tx: &mut Tx, dossier: DossierId, stated: &Stated<'_>, now: Timestamp) -> Result<(), Failure> {
    sqlx::query(INSERT)
        .bind(uuid::Uuid::now_v7())
        .bind(dossier.uuid())
        .bind(stated.who.word())
        .bind(stated.person.map(PersonId::uuid))
        .bind(stated.way)
        .bind(stated.article)
        .bind(timestamp_bind(now))
        .execute(tx.conn())
        .await
        .map_err(fault("writing an agreement"))?;
    Ok(())
}

pub(crate) async fn list(tx: &mut Tx, dossier: DossierId) -> Result<Vec<Consent>, Failure> {
    let rows =
        sqlx::query(LIST).bind(dossier.uuid()).fetch_all(tx.conn()).await.map_err(fault("listing agreements"))?;
    rows.iter().map(consent).collect()
}

pub(crate) async fn of_person(tx: &mut Tx, person: PersonId) -> Result<Vec<Consent>, Failure> {
    let rows = sqlx::query(LIST_OF_PERSON)
        .bind(person.uuid())
        .fetch_all(tx.conn())
        .await
        .map_err(fault("listing the agreements of a person"))?;
    rows.iter().map(consent).collect()
}

pub(crate) async fn dossier_of(tx: &mut Tx, id: uuid::Uuid, person: PersonId) -> Result<Option<DossierId>, Failure> {
    sqlx::query(FIND_DOSSIER)
        .bind(id)
        .bind(person.uuid())
        .fetch_optional(tx.conn())
        .await
        .map_err(fault("finding the dossier of an agreement"))?
        .map(|row| cell(&row, "dossier").map(DossierId::from_uuid))
        .transpose()
}

/// Whether it was still open.
pub(crate) async fn answer(
    tx: &mut Tx,
    id: uuid::Uuid,
    state: ConsentState,
    now: Timestamp,
    by: AccountId,
) -> Result<bool, Failure> {
    let done = sqlx::query(ANSWER)
        .bind(id)
        .bind(state.word())
        .bind(timestamp_bind(now))
        .bind(by.uuid())
        .execute(tx.conn())
        .await
        .map_err(fault("answering an agreement"))?;
    Ok(done.rows_affected() == 1)
}

fn consent(row: &PgRow) -> Result<Consent, Failure> {
    let (who, state): (String, String) = (cell(row, "who")?, cell(row, "state")?);
    let unknown = || Fault::new("an agreement with an unknown word");
    Ok(Consent {
        id: cell(row, "id")?,
        dossier: DossierId::from_uuid(cell(row, "dossier")?),
        who: ConsentOf::from_word(&who).ok_or_else(unknown)?,
        person: cell::<Option<_>>(row, "person")?.map(PersonId::from_uuid),
        way: cell(row, "way")?,
        article: cell(row, "article")?,
        state: ConsentState::from_word(&state).ok_or_else(unknown)?,
        stated_at: at(row, "stated_at")?,
        answered_at: at_maybe(row, "answered_at")?,
    })
}
