//! Dossiers, their events, and the keys under which an action counts once.

use super::{at, at_maybe, cell, maybe, one, status};
use crate::words::{Door, Dossier, Event, Notified, People};
use basis::{AccountId, AgencyCode, DossierId, Failure, Fault, LegId, PersonId, Problem, Refusal, SubmissionKey};
use basis::{Timestamp, UnitCode};
use db::{Tx, fault, timestamp_bind};
use procedure::Status;
use serde_json::Value as Json;
use sqlx::postgres::PgRow;

const NEXT_NUMBER: &str = include_str!("../../sql/next_number.sql");
const FIND_SUBMISSION: &str = include_str!("../../sql/find_submission.sql");
const INSERT_DOSSIER: &str = include_str!("../../sql/insert_dossier.sql");
const FIND_DOSSIER: &str = include_str!("../../sql/find_dossier.sql");
const FIND_DOSSIER_LOCKED: &str = include_str!("../../sql/find_dossier_locked.sql");
const FIND_BY_LEG: &str = include_str!("../../sql/find_dossier_by_leg.sql");
const FIND_LOCKED_BY_LEG: &str = include_str!("../../sql/find_dossier_locked_by_leg.sql");
const FIND_DOSSIER_BY_CODE: &str = include_str!("../../sql/find_dossier_by_code.sql");
const LIST_DOSSIERS: &str = include_str!("../../sql/list_dossiers_of_account.sql");
const UPDATE_STATUS: &str = include_str!("../../sql/update_dossier_status.sql");
const SET_SUBJECT: &str = include_str!("../../sql/set_dossier_subject.sql");
const UPDATE_ANSWERS: &str = include_str!("../../sql/update_dossier_answers.sql");
const UPDATE_SECRET: &str = include_str!("../../sql/update_dossier_secret.sql");
const INSERT_EVENTS: &str = include_str!("../../sql/insert_events.sql");
const LIST_EVENTS: &str = include_str!("../../sql/list_events.sql");
const FIND_ANSWERED: &str = include_str!("../../sql/find_answered.sql");
const INSERT_ANSWERED: &str = include_str!("../../sql/insert_answered.sql");

/// The constraint that makes one submission of two with the same key.
const SUBMITTED_ONCE: &str = "dossier_submitted_once";
/// The index that lets one birth notice serve one dossier that stands.
const FIND_USED_NOTICE: &str = include_str!("../../sql/find_used_notice.sql");
const NOTICE_ONCE: &str = "dossier_notice_once";

/// The next number of a counter.
pub(crate) async fn next_number(tx: &mut Tx, name: &str) -> Result<i64, Failure> {
    let row = sqlx::query(NEXT_NUMBER).bind(name).fetch_one(tx.conn()).await.map_err(fault("counting up"))?;
    cell(&row, "last")
}

pub(crate) async fn find_submission(
    tx: &mut Tx,
    account: AccountId,
    key: SubmissionKey,
) -> Result<Option<(DossierId, String)>, Failure> {
    sqlx::query(FIND_SUBMISSION)
        .bind(account.uuid())
        .bind(key.uuid())
        .fetch_optional(tx.conn())
        .await
        .map_err(fault("finding a submission"))?
        .map(|row| Ok((DossierId::from_uuid(cell(&row, "id")?), cell(&row, "code")?)))
        .transpose()
}

/// What is kept of a dossier that nobody reads back as such.
pub(crate) struct Extra<'a> {
    pub(crate) key: SubmissionKey,
    pub(crate) consent: Option<&'a str>,
}

pub(crate) async fn insert(tx: &mut Tx, dossier: &Dossier, extra: Extra<'_>) -> Result<(), Failure> {
    let done = sqlx::query(INSERT_DOSSIER)
        .bind(dossier.id.uuid())
        .bind(&dossier.code)
        .bind(&dossier.secret_hash)
        .bind(&dossier.procedure)
        .bind(&dossier.definition)
        .bind(dossier.door.code())
        .bind(dossier.account.uuid())
        .bind(dossier.applicant.map(PersonId::uuid))
        .bind(dossier.assisted_by.map(AccountId::uuid))
        .bind(extra.consent)
        .bind(&dossier.agency.0)
        .bind(&dossier.unit.0)
        .bind(&dossier.answers)
        .bind(
            serde_json::to_value(&dossier.people)
                .map_err(|error| Fault::because("writing the people of a dossier", error))?,
        )
        .bind(dossier.status.code())
        .bind(timestamp_bind(dossier.submitted_at))
        .bind(timestamp_bind(dossier.due_at))
        .bind(dossier.filed_late)
        .bind(extra.key.uuid())
        .bind(dossier.counter.as_ref().map(|counter| counter.0.as_str()))
        .bind(dossier.notice.as_ref().map(|notice| notice.code.as_str()))
        .bind(dossier.notice.as_ref().map(|notice| notice.twins))
        .execute(tx.conn())
        .await
        .map_err(|error| {
            if db::conflict_on(&error, SUBMITTED_ONCE) {
                Failure::refused(basis::Kind::Conflict, crate::codes::MOVED_ON)
            } else if db::conflict_on(&error, NOTICE_ONCE) {
                let used = Problem::new(crate::codes::NOTICE_USED).at("notice.code");
                Refusal::new(basis::Kind::Invalid, used).into()
            } else {
                fault("inserting a dossier")(error)
            }
        })?;
    one(&done, "inserting a dossier")
}

/// Whether a dossier rests on this birth notice that was neither refused nor withdrawn.
pub(crate) async fn uses_notice(tx: &mut Tx, code: &str) -> Result<bool, Failure> {
    let row = sqlx::query(FIND_USED_NOTICE)
        .bind(code)
        .fetch_one(tx.conn())
        .await
        .map_err(fault("looking for a dossier with a birth notice"))?;
    cell(&row, "used")
}

pub(crate) async fn find(tx: &mut Tx, id: DossierId) -> Result<Option<Dossier>, Failure> {
    by(tx, FIND_DOSSIER, id.uuid()).await
}
pub(crate) async fn find_locked(tx: &mut Tx, id: DossierId) -> Result<Option<Dossier>, Failure> {
    by(tx, FIND_DOSSIER_LOCKED, id.uuid()).await
}
pub(crate) async fn find_by_leg(tx: &mut Tx, leg: LegId) -> Result<Option<Dossier>, Failure> {
    by(tx, FIND_BY_LEG, leg.uuid()).await
}
pub(crate) async fn find_locked_by_leg(tx: &mut Tx, leg: LegId) -> Result<Option<Dossier>, Failure> {
    by(tx, FIND_LOCKED_BY_LEG, leg.uuid()).await
}
async fn by(tx: &mut Tx, statement: &'static str, id: uuid::Uuid) -> Result<Option<Dossier>, Failure> {
    sqlx::query(statement)
        .bind(id)
        .fetch_optional(tx.conn())
        .await
        .map_err(fault("finding a dossier"))?
        .map(|row| dossier(&row))
        .transpose()
}
pub(crate) async fn find_by_code(tx: &mut Tx, code: &str) -> Result<Option<Dossier>, Failure> {
    sqlx::query(FIND_DOSSIER_BY_CODE)
        .bind(code)
        .fetch_optional(tx.conn())
        .await
        .map_err(fault("finding a dossier by its code"))?
        .map(|row| dossier(&row))
        .transpose()
}

fn dossier(row: &PgRow) -> Result<Dossier, Failure> {
    let door: String = cell(row, "door")?;
    Ok(Dossier {
        id: DossierId::from_uuid(cell(row, "id")?),
        code: cell(row, "code")?,
        procedure: cell(row, "procedure")?,
        definition: cell(row, "definition")?,
        door: Door::from_code(&door).ok_or_else(|| Fault::new("a dossier with an unknown door"))?,
        account: AccountId::from_uuid(cell(row, "account")?),
        applicant: cell::<Option<_>>(row, "applicant")?.map(PersonId::from_uuid),
        assisted_by: cell::<Option<_>>(row, "assisted_by")?.map(AccountId::from_uuid),
        agency: AgencyCode(cell(row, "agency")?),
        counter: cell::<Option<_>>(row, "counter")?.map(AgencyCode),
        unit: UnitCode(cell(row, "unit_code")?),
        answers: cell(row, "answers")?,
        people: serde_json::from_value(cell(row, "people")?)
            .map_err(|error| Fault::because("reading the people of a dossier", error))?,
        notice: cell::<Option<String>>(row, "notice_code")?
            .zip(cell(row, "notice_twins")?)
            .map(|(code, twins)| Notified { code, twins }),
        subject: cell::<Option<_>>(row, "subject")?.map(PersonId::from_uuid),
        status: status(row, "status")?,
        submitted_at: at(row, "submitted_at")?,
        due_at: at(row, "due_at")?,
        finished_at: at_maybe(row, "finished_at")?,
        filed_late: cell(row, "filed_late")?,
        secret_hash: cell(row, "secret_hash")?,
    })
}

/// One line of "my dossiers".
#[derive(Clone, Debug)]
pub struct DossierLine {
    /// Its id.
    pub id: DossierId,
    /// Its code.
    pub code: String,
    /// The procedure's code.
    pub procedure: String,
    /// Its status.
    pub status: Status,
    /// When it was submitted.
    pub submitted_at: Timestamp,
    /// The promise.
    pub due_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

pub(crate) async fn list_of(
    tx: &mut Tx,
    account: AccountId,
    person: Option<PersonId>,
    before: (Timestamp, DossierId),
    rows_max: i64,
) -> Result<Vec<DossierLine>, Failure> {
    let rows = sqlx::query(LIST_DOSSIERS)
        .bind(account.uuid())
        .bind(person.map(PersonId::uuid))
        .bind(timestamp_bind(before.0))
        .bind(before.1.uuid())
        .bind(rows_max)
        .fetch_all(tx.conn())
        .await
        .map_err(fault("listing dossiers"))?;
    rows.iter()
        .map(|row| {
            Ok(DossierLine {
                id: DossierId::from_uuid(cell(row, "id")?),
                code: cell(row, "code")?,
                procedure: cell(row, "procedure")?,
                status: status(row, "status")?,
                submitted_at: at(row, "submitted_at")?,
                due_at: at(row, "due_at")?,
                finished_at: at_maybe(row, "finished_at")?,
            })
        })
        .collect()
}

pub(crate) async fn update_status(
    tx: &mut Tx,
    id: DossierId,
    to: Status,
    finished_at: Option<Timestamp>,
    due_at: Timestamp,
) -> Result<(), Failure> {
    let done = sqlx::query(UPDATE_STATUS)
        .bind(id.uuid())
        .bind(to.code())
        .bind(maybe(finished_at))
        .bind(timestamp_bind(due_at))
        .execute(tx.conn())
        .await
        .map_err(|error| {
            // A refusal that is taken back needs the birth notice again, which another dossier may rest on by now.
            if db::conflict_on(&error, NOTICE_ONCE) {
                Failure::refused(basis::Kind::Conflict, crate::codes::MOVED_ON)
            } else {
                fault("updating a dossier")(error)
            }
        })?;
    one(&done, "updating a dossier")
}

pub(crate) async fn set_subject(tx: &mut Tx, id: DossierId, subject: PersonId, people: &People) -> Result<(), Failure> {
    let people =
        serde_json::to_value(people).map_err(|error| Fault::because("writing the people of a dossier", error))?;
    let done = sqlx::query(SET_SUBJECT)
        .bind(id.uuid())
        .bind(subject.uuid())
        .bind(people)
        .execute(tx.conn())
        .await
        .map_err(fault("noting the subject of a dossier"))?;
    one(&done, "noting the subject of a dossier")
}

/// Replaces the look-up secret; whoever holds the old one is as if they had none.
pub(crate) async fn update_secret(tx: &mut Tx, id: DossierId, secret_hash: &[u8]) -> Result<(), Failure> {
    let done = sqlx::query(UPDATE_SECRET)
        .bind(id.uuid())
        .bind(secret_hash)
        .execute(tx.conn())
        .await
        .map_err(fault("replacing a look-up secret"))?;
    one(&done, "replacing a look-up secret")
}

pub(crate) async fn update_answers(tx: &mut Tx, id: DossierId, answers: &Json) -> Result<(), Failure> {
    let done = sqlx::query(UPDATE_ANSWERS)
        .bind(id.uuid())
        .bind(answers)
        .execute(tx.conn())
        .await
        .map_err(fault("updating the answers of a dossier"))?;
    one(&done, "updating the answers of a dossier")
}

/// An event that is to be written down.
#[derive(Clone, Debug)]
pub(crate) struct NewEvent {
    pub(crate) leg: Option<LegId>,
    pub(crate) kind: &'static str,
    pub(crate) status: Option<Status>,
    pub(crate) words: Option<String>,
}

impl NewEvent {
    pub(crate) fn of(leg: LegId, kind: &'static str, status: Status) -> Self {
        Self { leg: Some(leg), kind, status: Some(status), words: None }
    }
}

pub(crate) async fn insert_events(tx: &mut Tx, dossier: DossierId, events: &[NewEvent]) -> Result<(), Failure> {
    if events.is_empty() {
        return Ok(());
    }
    let now = tx.instant();
    let (kind, agency) = match tx.actor() {
        basis::Actor::Stranger => ("stranger", None),
        basis::Actor::Citizen { .. } => ("citizen", None),
        basis::Actor::Officer { agency, .. } => ("officer", Some(agency.0.clone())),
        basis::Actor::System(_) => ("system", None),
    };
    let account = tx.actor().account().map(AccountId::uuid);
    let done = sqlx::query(INSERT_EVENTS)
        .bind(dossier.uuid())
        .bind(events.iter().map(|event| event.leg.map(LegId::uuid)).collect::<Vec<_>>())
        .bind(timestamp_bind(now))
        .bind(kind)
        .bind(account)
        .bind(agency)
        .bind(events.iter().map(|event| event.kind).collect::<Vec<_>>())
        .bind(events.iter().map(|event| event.status.map(Status::code)).collect::<Vec<_>>())
        .bind(events.iter().map(|event| event.words.clone()).collect::<Vec<_>>())
        .execute(tx.conn())
        .await
        .map_err(fault("writing events"))?;
    if done.rows_affected() as usize == events.len() {
        Ok(())
    } else {
        Err(Fault::new("an event was not written").into())
    }
}

pub(crate) async fn list_events(tx: &mut Tx, dossier: DossierId) -> Result<Vec<Event>, Failure> {
    let rows =
        sqlx::query(LIST_EVENTS).bind(dossier.uuid()).fetch_all(tx.conn()).await.map_err(fault("listing events"))?;
    rows.iter()
        .map(|row| {
            Ok(Event {
                id: cell(row, "id")?,
                leg: cell::<Option<_>>(row, "leg")?.map(LegId::from_uuid),
                at: at(row, "at")?,
                actor_kind: cell(row, "actor_kind")?,
                account: cell::<Option<_>>(row, "account")?.map(AccountId::from_uuid),
                agency: cell::<Option<String>>(row, "agency")?.map(AgencyCode),
                kind: cell(row, "kind")?,
                status: cell::<Option<i16>>(row, "status")?.and_then(Status::from_code),
                words: cell(row, "words")?,
            })
        })
        .collect()
}

/// What an action under this key did the first time.
pub(crate) async fn find_answered(
    tx: &mut Tx,
    key: SubmissionKey,
    account: AccountId,
) -> Result<Option<Json>, Failure> {
    sqlx::query(FIND_ANSWERED)
        .bind(key.uuid())
        .bind(account.uuid())
        .fetch_optional(tx.conn())
        .await
        .map_err(fault("finding an earlier answer"))?
        .map(|row| cell(&row, "outcome"))
        .transpose()
}

pub(crate) async fn insert_answered(
    tx: &mut Tx,
    key: SubmissionKey,
    account: AccountId,
    action: &'static str,
    outcome: &Json,
) -> Result<(), Failure> {
    let now = tx.began();
    sqlx::query(INSERT_ANSWERED)
        .bind(key.uuid())
        .bind(account.uuid())
        .bind(action)
        .bind(outcome)
        .bind(timestamp_bind(now))
        .execute(tx.conn())
        .await
        .map_err(fault("keeping an answer"))?;
    Ok(())
}
