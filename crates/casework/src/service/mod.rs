//! What others may ask of casework. Each function takes the transaction of its caller.

pub(crate) mod consents;
pub(crate) mod counter;
pub(crate) mod decide;
pub(crate) mod definitions;
pub(crate) mod departures;
pub(crate) mod desk;
pub(crate) mod drafts;
pub(crate) mod fees;
pub(crate) mod findings;
pub(crate) mod hold;
pub(crate) mod insurance;
pub(crate) mod jobs;
pub(crate) mod look_beyond;
pub(crate) mod numbers;
pub(crate) mod people;
pub(crate) mod secret;
pub(crate) mod submit;
pub(crate) mod survey;
pub(crate) mod track;
pub(crate) mod undo;
pub(crate) mod vault;

use crate::{
    book::Book,
    codes,
    rules::{rollup, verdict},
    store::{self, dossier::NewEvent},
    words::{Dossier, Leg},
};
use basis::{DossierId, Failure, Kind, LegId, PersonId, SubmissionKey, Timestamp};
use db::Tx;
use procedure::Status;

/// The task that asks the national register for a number.
pub const ASK_NUMBER: &str = "ask_number";

/// How long a notice waits, so that an officer's slip can be undone before anybody reads of it: long enough to read the
/// page that says what was done (WCAG 2.2, 2.2.1).
const NOTICE_HOLD_S: i64 = 60;

/// The account that acts.
pub(crate) fn owner_of(tx: &Tx) -> Result<basis::AccountId, Failure> {
    drafts::owner(tx)
}

pub(crate) async fn get_locked(tx: &mut Tx, id: DossierId) -> Result<Dossier, Failure> {
    store::dossier::find_locked(tx, id).await?.ok_or_else(|| Failure::refused(Kind::NotFound, codes::DOSSIER_NOT_FOUND))
}

/// The dossier of a leg, locked.
pub(crate) async fn get_locked_by_leg(tx: &mut Tx, leg: LegId) -> Result<Dossier, Failure> {
    store::dossier::find_locked_by_leg(tx, leg)
        .await?
        .ok_or_else(|| Failure::refused(Kind::NotFound, codes::DOSSIER_NOT_FOUND))
}

/// Lets the people of a dossier follow its answers: a citizen who was asked for it may have mended a parent's number.
/// What the gate has registered stays as it was decided.
pub(crate) async fn refresh_people(
    tx: &mut Tx,
    book: &crate::book::Book,
    dossier: &mut Dossier,
) -> Result<(), Failure> {
    if dossier.subject.is_some() {
        return Ok(());
    }
    let mended = store::leg::supplements(tx, dossier.id).await?;
    if mended.iter().any(|supplement| supplement.answered_at.is_some()) {
        let answers = book.answers(dossier)?;
        dossier.people = people::find_people(tx, &answers, dossier.applicant).await?;
    }
    Ok(())
}

/// Writes a moved leg back, unless somebody moved it meanwhile.
pub(crate) async fn save_leg(tx: &mut Tx, leg: &Leg) -> Result<(), Failure> {
    save_legs(tx, &[leg]).await
}

/// Writes moved legs back together, unless somebody moved one of them meanwhile.
pub(crate) async fn save_legs(tx: &mut Tx, legs: &[&Leg]) -> Result<(), Failure> {
    if legs.is_empty() || store::leg::update_all(tx, legs).await? {
        Ok(())
    } else {
        Err(Failure::refused(Kind::Conflict, codes::MOVED_ON))
    }
}

/// Lets the dossier's status and promise follow its legs.
pub(crate) async fn save_rollup(tx: &mut Tx, book: &Book, dossier: &Dossier, legs: &[Leg]) -> Result<(), Failure> {
    let extended: Vec<_> = store::extension::list(tx, dossier.id).await?.into_iter().map(|made| made.leg).collect();
    save_rollup_of(tx, book, dossier, legs, &extended).await
}

/// The same, for whoever knows which legs were given another date.
pub(crate) async fn save_rollup_of(
    tx: &mut Tx,
    book: &Book,
    dossier: &Dossier,
    legs: &[Leg],
    extended: &[LegId],
) -> Result<(), Failure> {
    let (status, finished_at) = rollup::roll_up(legs);
    let definition = book.definition(&dossier.definition)?;
    let due_at = book.terms(definition).of_dossier_now(dossier.submitted_at, legs, extended);
    if (status, finished_at, due_at) == (dossier.status, dossier.finished_at, dossier.due_at) {
        return Ok(());
    }
    store::dossier::update_status(tx, dossier.id, status, finished_at, due_at).await
}

/// The lines of the journal for a move: one for each status passed, and one for what was done.
pub(crate) fn events_of(moved: &verdict::Moved) -> Vec<NewEvent> {
    let passed = moved.through.iter().map(|status| {
        let kind = match status {
            Status::Received => "accepted",
            Status::WithdrawalAsked => "withdrawal-asked",
            _ => "in-process",
        };
        NewEvent::of(moved.leg.id, kind, *status)
    });
    passed.chain([NewEvent::of(moved.leg.id, moved.event, moved.leg.status)]).collect()
}

/// Writes a notice to everybody who is to be told. The courier looks for notices by itself: a wake-up each would cost
/// more than the look, and one for all would make every decision of the province wait for every other.
pub(crate) async fn notify(tx: &mut Tx, dossier: &Dossier, leg: Option<&Leg>, kind: &str) -> Result<(), Failure> {
    let Some(person) = dossier.people.requester.or(dossier.applicant) else { return Ok(()) };
    notify_person(tx, dossier.id, leg, person, kind, None).await
}

/// Writes a notice of an act that can be taken back, by its key, until the notice goes out.
pub(crate) async fn notify_undoable(
    tx: &mut Tx,
    dossier: &Dossier,
    leg: &Leg,
    kind: &str,
    undo: Option<SubmissionKey>,
) -> Result<(), Failure> {
    let Some(person) = dossier.people.requester.or(dossier.applicant) else { return Ok(()) };
    notify_person(tx, dossier.id, Some(leg), person, kind, undo).await
}

pub(crate) async fn notify_person(
    tx: &mut Tx,
    dossier: DossierId,
    leg: Option<&Leg>,
    person: PersonId,
    kind: &str,
    undo: Option<SubmissionKey>,
) -> Result<(), Failure> {
    let now = tx.began();
    let not_before = later(now, NOTICE_HOLD_S);
    store::notice::insert(tx, dossier, leg.map(|leg| leg.id), person, kind, not_before, undo).await?;
    Ok(())
}

/// Opens every leg that waits for the gate.
pub(crate) fn open_waiting(
    legs: &[Leg],
    now: Timestamp,
    number_known: bool,
    terms: &crate::rules::deadline::Terms<'_>,
) -> Vec<Leg> {
    legs.iter()
        .filter(|leg| leg.waiting_for == Some(crate::words::Waiting::Gate) && leg.finished_at.is_none())
        .map(|leg| verdict::opened(leg, now, number_known, terms))
        .collect()
}

/// An instant so many seconds later.
pub(crate) fn later(at: Timestamp, seconds: i64) -> Timestamp {
    at.checked_add(jiff::SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX)
}
