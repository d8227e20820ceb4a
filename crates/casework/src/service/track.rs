//! Following a dossier: its owner, or whoever holds its code and secret. Supplements answered, withdrawal.

use super::{drafts::file_ref, events_of, get_locked, notify, save_leg, save_rollup, submit::is_owner};
use crate::{
    book::{Book, write_answers},
    codes, may,
    rules::verdict,
    store::{
        self,
        dossier::{DossierLine, NewEvent},
        draft::Of,
    },
    words::{Dossier, Event, Handover, Issued, Leg, Paper, Supplement},
};
use basis::{DossierId, Failure, Kind, LegId, SubmissionKey, Timestamp};
use db::Tx;
use jiff::SignedDuration;
use procedure::{Answers, Status};
use serde_json::json;

/// Wrong look-ups within this time count.
const LOOKUP_WINDOW_MIN: i64 = 15;
/// So many wrong ones from one address, and then it must wait.
const LOOKUPS_BY_ADDRESS_MAX: i64 = 10;
/// So many wrong ones at one dossier from anywhere: four characters are a million guesses.
const LOOKUPS_BY_CODE_MAX: i64 = 20;
const LINES_MAX: i64 = 50;

/// A dossier with everything its owner may see of it.
#[derive(Clone, Debug)]
pub struct Tracked {
    /// The dossier.
    pub dossier: Dossier,
    /// Its legs, in order.
    pub legs: Vec<Leg>,
    /// What happened.
    pub events: Vec<Event>,
    /// What is asked for.
    pub supplements: Vec<Supplement>,
    /// Its results, every version.
    pub results: Vec<Issued>,
    /// Its papers.
    pub papers: Vec<Paper>,
    /// Its hand-overs.
    pub handovers: Vec<Handover>,
}

/// The own dossiers, the latest first.
///
/// # Errors
/// A fault when they cannot be read.
pub async fn my_dossiers(tx: &mut Tx, before: Option<(Timestamp, DossierId)>) -> Result<Vec<DossierLine>, Failure> {
    tx.allow::<may::SeeOwnData>()?;
    let (account, person) = super::drafts::citizen(tx)?;
    let before = before.unwrap_or((Timestamp::MAX, DossierId::from_uuid(uuid::Uuid::max())));
    let before = (before.0.min("9999-01-01T00:00:00Z".parse().unwrap_or(Timestamp::MAX)), before.1);
    store::dossier::list_of(tx, account, Some(person), before, LINES_MAX).await
}

/// The own dossier with this code. Another family's is as if it were not there.
///
/// # Errors
/// Not found.
pub async fn track(tx: &mut Tx, code: &str) -> Result<Tracked, Failure> {
    tx.allow::<may::SeeOwnData>()?;
    let missing = || Failure::refused(Kind::NotFound, codes::DOSSIER_NOT_FOUND);
    let dossier = store::dossier::find_by_code(tx, code).await?.ok_or_else(missing)?;
    if !is_owner(tx, &dossier) {
        return Err(missing());
    }
    tx.for_dossier(dossier.id);
    whole(tx, dossier).await
}

/// What somebody with the code and the secret sees: the legs and their state, no person's data.
#[derive(Clone, Debug)]
pub struct Glimpse {
    /// The code.
    pub code: String,
    /// The procedure's code.
    pub procedure: String,
    /// When it was submitted.
    pub submitted_at: Timestamp,
    /// The promise.
    pub due_at: Timestamp,
    /// Its status.
    pub status: Status,
    /// Its legs.
    pub legs: Vec<Leg>,
}

/// Looks a dossier up by its code and secret, slowed down against guessing.
///
/// # Errors
/// The same refusal for a wrong code and a wrong secret; another when too many were tried.
pub async fn look_up(
    tx: &mut Tx,
    code: &str,
    secret: &str,
    address: &str,
) -> Result<Result<Glimpse, Failure>, Failure> {
    tx.allow::<may::LookUpDossier>()?;
    let keys = tx.ctx().app().keys().clone();
    let code = code.trim().to_uppercase();
    let (by_address, by_code) = (keys.hash("address", address), keys.hash("dossier code", &code));
    let since = tx
        .began()
        .checked_sub(SignedDuration::from_mins(LOOKUP_WINDOW_MIN))
        .map_err(|error| basis::Fault::because("counting back", error))?;
    let (from_here, at_this) = store::dossier::count_lookups(tx, &by_address, &by_code, since).await?;
    if from_here >= LOOKUPS_BY_ADDRESS_MAX || at_this >= LOOKUPS_BY_CODE_MAX {
        let problem = basis::Problem::new(codes::LOOKUP_TOO_MANY).with("minutes", LOOKUP_WINDOW_MIN.to_string());
        return Ok(Err(basis::Refusal::new(Kind::TooMany, problem).into()));
    }
    let hash = keys.hash("dossier secret", &secret.trim().to_uppercase());
    let found = store::dossier::find_by_code(tx, &code).await?.filter(|dossier| same(&dossier.secret_hash, &hash));
    store::dossier::insert_lookup(tx, &by_address, &by_code, found.is_some()).await?;
    let Some(dossier) = found else {
        // The attempt must be kept, so the refusal travels inside an answer that is committed.
        return Ok(Err(
            basis::Refusal::new(Kind::Invalid, basis::Problem::new(codes::LOOKUP_WRONG).at("secret")).into()
        ));
    };
    let legs = store::leg::list(tx, dossier.id).await?;
    Ok(Ok(Glimpse {
        code: dossier.code,
        procedure: dossier.procedure,
        submitted_at: dossier.submitted_at,
        due_at: dossier.due_at,
        status: dossier.status,
        legs,
    }))
}

fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |difference, (x, y)| difference | (x ^ y)) == 0
}

pub(crate) async fn whole(tx: &mut Tx, dossier: Dossier) -> Result<Tracked, Failure> {
    Ok(Tracked {
        legs: store::leg::list(tx, dossier.id).await?,
        events: store::dossier::list_events(tx, dossier.id).await?,
        supplements: store::leg::supplements(tx, dossier.id).await?,
        results: store::result::of_dossier(tx, dossier.id).await?,
        papers: store::draft::papers(tx, Of::Dossier(dossier.id)).await?,
        handovers: store::handover::list(tx, dossier.id).await?,
        dossier,
    })
}

/// A paper that answers a request for supplements, before it is sent.
///
/// # Errors
/// Not found when the dossier is somebody else's; a conflict when nothing is asked for.
pub async fn add_supplement_paper(
    tx: &mut Tx,
    code: &str,
    field: &str,
    name: &str,
    receipt: &files::Receipt,
) -> Result<Paper, Failure> {
    tx.allow::<may::AnswerSupplement>()?;
    let dossier = own_locked(tx, code).await?;
    let asked = store::leg::supplements(tx, dossier.id).await?;
    if !asked.iter().any(|supplement| supplement.answered_at.is_none() && supplement.field == field) {
        return Err(Failure::refused(Kind::Conflict, codes::STEP_NOT_OPEN));
    }
    let paper = Paper {
        id: uuid::Uuid::now_v7(),
        field: field.to_owned(),
        hash: receipt.hash.to_string(),
        name: name.chars().filter(|letter| !letter.is_control()).take(200).collect(),
        media: receipt.kind.media_type().to_owned(),
        bytes: i64::try_from(receipt.size).unwrap_or(i64::MAX),
        uploaded_at: tx.began(),
    };
    store::draft::insert_paper(tx, Of::Dossier(dossier.id), &paper).await?;
    Ok(paper)
}

/// The citizen answers what a leg asked for: changed answers of the asked fields, and papers added before.
///
/// # Errors
/// Not found when the dossier is somebody else's; a conflict when the leg asks for nothing.
pub async fn answer_supplement(
    tx: &mut Tx,
    book: &Book,
    code: &str,
    leg: LegId,
    changed: &Answers,
    key: SubmissionKey,
) -> Result<(), Failure> {
    tx.allow::<may::AnswerSupplement>()?;
    let dossier = own_locked(tx, code).await?;
    tx.for_dossier(dossier.id);
    let account = super::owner_of(tx)?;
    if store::dossier::find_answered(tx, key, account).await?.is_some() {
        return Ok(());
    }
    let mut legs = store::leg::list(tx, dossier.id).await?;
    let missing = || Failure::refused(Kind::NotFound, codes::DOSSIER_NOT_FOUND);
    let place = legs.iter().position(|there| there.id == leg).ok_or_else(missing)?;
    let definition = book.definition(&dossier.definition)?;
    let now = tx.instant();
    let old = legs.get(place).ok_or_else(missing)?;
    let moved = verdict::supplied(old, now, &book.terms(definition))?;
    let rule = book.rule(&dossier, &old.step)?;
    let asked: Vec<String> = store::leg::supplements(tx, dossier.id)
        .await?
        .into_iter()
        .filter(|supplement| supplement.leg == leg && supplement.answered_at.is_none())
        // What the gate has registered stays as it was decided, whatever was asked for before this was a rule.
        .filter(|supplement| rule.may_ask(&supplement.field))
        .map(|supplement| supplement.field)
        .collect();
    let mut answers = book.answers(&dossier)?;
    for field in &asked {
        if let Some(value) = changed.get(field) {
            answers.set(field.clone(), value.clone());
        }
    }
    for paper in store::draft::papers(tx, Of::Dossier(dossier.id)).await? {
        if asked.contains(&paper.field) {
            answers.add_file(&paper.field, file_ref(&paper));
        }
    }
    store::dossier::update_answers(tx, dossier.id, &write_answers(&answers)?).await?;
    store::leg::answer_supplements(tx, leg, now).await?;
    save_leg(tx, &moved).await?;
    let event = NewEvent::of(leg, "supplied", moved.status);
    if let Some(there) = legs.get_mut(place) {
        *there = moved;
    }
    store::dossier::insert_events(tx, dossier.id, &[event]).await?;
    store::dossier::insert_answered(tx, key, account, "supplied", &json!({})).await?;
    save_rollup(tx, book, &dossier, &legs).await
}

/// The citizen withdraws what is not finished yet. A registered birth stays registered.
///
/// # Errors
/// Not found when it is somebody else's; a conflict when everything is finished.
pub async fn withdraw(tx: &mut Tx, book: &Book, code: &str, key: SubmissionKey) -> Result<(), Failure> {
    tx.allow::<may::WithdrawDossier>()?;
    let dossier = own_locked(tx, code).await?;
    tx.for_dossier(dossier.id);
    let account = super::owner_of(tx)?;
    if store::dossier::find_answered(tx, key, account).await?.is_some() {
        return Ok(());
    }
    let now = tx.instant();
    let mut legs = store::leg::list(tx, dossier.id).await?;
    let mut events = Vec::new();
    for leg in &mut legs {
        if let Some(moved) = verdict::withdrawn(leg, now) {
            save_leg(tx, &moved.leg).await?;
            // Nobody need take it up any more: a withdrawn part is not a lost hand-over.
            store::handover::answer_agency(tx, moved.leg.id, "leg", now).await?;
            events.extend(events_of(&moved));
            *leg = moved.leg;
        }
    }
    if events.is_empty() {
        return Err(Failure::refused(Kind::Conflict, codes::WITHDRAW_TOO_LATE));
    }
    store::dossier::insert_events(tx, dossier.id, &events).await?;
    notify(tx, &dossier, None, "withdrawn").await?;
    store::dossier::insert_answered(tx, key, account, "withdrawn", &json!({})).await?;
    save_rollup(tx, book, &dossier, &legs).await
}

async fn own_locked(tx: &mut Tx, code: &str) -> Result<Dossier, Failure> {
    let missing = || Failure::refused(Kind::NotFound, codes::DOSSIER_NOT_FOUND);
    let found = store::dossier::find_by_code(tx, code).await?.ok_or_else(missing)?;
    if !is_owner(tx, &found) {
        return Err(missing());
    }
    get_locked(tx, found.id).await
}
