//! The old insurance number of a child: asked of the insurance register outside any transaction, for the officer to see.
//! Nothing waits for it: a register that is slow, wrong or down leaves the part exactly as it is.

use super::{get_locked, later, refresh_people};
use crate::{
    book::Book,
    filing::Case,
    may,
    rules::insurance::asks_legacy,
    store,
    words::{Dossier, Handover, Leg, OldNumber},
};
use basis::{Date, Failure, HandoverId, PersonId};
use db::{Job, Tx};
use links::{InsuranceAnswer, InsuranceNumbers, InsuranceRequest};

/// The task that asks the insurance register for an old number.
pub const ASK_INSURANCE: &str = "ask_insurance";
/// The kind of hand-over.
pub(crate) const KIND: &str = "insurance";
/// Within this time the register is expected to answer.
const ANSWER_WITHIN_S: i64 = 2 * 24 * 3600;
/// Waits between attempts, in seconds; the last one repeats.
const RETRY_AFTER_S: [i64; 5] = [10, 60, 300, 900, 3600];
const DUE_MAX: i64 = 200;

/// Journals the question for a part that issues a card, where the dated data say that there may be an old number.
pub(crate) async fn ask(tx: &mut Tx, dossier: &Dossier, leg: &Leg, born: Date) -> Result<(), Failure> {
    if !asks_legacy(born, tx.today()) {
        return Ok(());
    }
    let now = tx.began();
    let handover = Handover {
        id: HandoverId::fresh(),
        dossier: dossier.id,
        leg: leg.id,
        kind: KIND.to_owned(),
        sender: leg.agency.0.clone(),
        receiver: "insurance-register".to_owned(),
        content_hash: super::decide::hash(&leg.code),
        state: "asked".to_owned(),
        asked_at: now,
        answer_by: later(now, ANSWER_WITHIN_S),
        attempts: 0,
        next_attempt_at: Some(now),
        last_problem: None,
        answered_at: None,
        answer_hash: None,
        answers_seen: 0,
        diverged: false,
    };
    if store::handover::insert(tx, &handover).await? {
        tx.queue(Job::new(ASK_INSURANCE, handover.id.to_string()).with("handover", handover.id.uuid()));
    }
    Ok(())
}

/// Questions to the insurance register whose next attempt is due.
///
/// # Errors
/// A fault when they cannot be read.
pub async fn due_insurance(tx: &mut Tx) -> Result<Vec<HandoverId>, Failure> {
    tx.allow::<may::AskOutside>()?;
    let now = tx.began();
    store::handover::due(tx, KIND, now, DUE_MAX).await
}

/// Notes an attempt and gives the question to ask; nothing when nobody needs the answer any more.
///
/// # Errors
/// A fault when the dossier cannot be read.
pub async fn begin_asking_insurance(
    tx: &mut Tx,
    book: &Book,
    id: HandoverId,
) -> Result<Option<InsuranceRequest>, Failure> {
    tx.allow::<may::AskOutside>()?;
    let Some((dossier, mut handover)) = locked(tx, book, id).await? else { return Ok(None) };
    let Some(child) = child_of(&dossier).filter(|_| handover.state == "asked") else { return Ok(None) };
    let now = tx.began();
    handover.attempts += 1;
    let step = usize::try_from(handover.attempts - 1).unwrap_or(0).min(RETRY_AFTER_S.len() - 1);
    handover.next_attempt_at = Some(later(now, RETRY_AFTER_S[step]));
    store::handover::update(tx, &handover).await?;
    let view = population::get_person(tx, child).await?;
    let province = vietnam::units().on(&dossier.unit.0, tx.today()).and_then(|unit| unit.parent).unwrap_or_default();
    let clinic = match book.case(&dossier)? {
        Case::Card(filing) => filing.clinic,
        Case::Birth(filing) => filing.clinic.unwrap_or_default(),
        Case::Move(_) => String::new(),
    };
    Ok(Some(InsuranceRequest {
        handover: handover.id,
        name: view.facts.name.clone(),
        birth: view.facts.birth,
        sex: view.facts.sex,
        personal_id: view.personal_id,
        province_digits: province.to_owned(),
        clinic,
        agency: dossier.agency.clone(),
        officer: dossier.agency.0.clone(),
    }))
}

/// Records what came of asking; `None` when no answer came. Said twice it counts once, and after the card was decided it
/// is passed over.
///
/// # Errors
/// A fault when it could not be recorded.
pub async fn record_insurance(
    tx: &mut Tx,
    book: &Book,
    id: HandoverId,
    answer: Option<InsuranceAnswer>,
) -> Result<(), Failure> {
    tx.allow::<may::AskOutside>()?;
    let Some((dossier, mut handover)) = locked(tx, book, id).await? else { return Ok(()) };
    if handover.state != "asked" {
        return Ok(());
    }
    let now = tx.began();
    match answer {
        None | Some(InsuranceAnswer::Later(_)) => {
            handover.last_problem = Some("no answer yet".to_owned());
            return store::handover::update(tx, &handover).await;
        }
        Some(InsuranceAnswer::Refused(refused)) => {
            handover.state = "refused".to_owned();
            handover.last_problem = Some(refused.code);
        }
        Some(InsuranceAnswer::Assigned(numbers)) => {
            let found = old_number(tx, &dossier, &numbers).await?;
            store::insurance::insert(tx, handover.id, &found, now).await?;
            handover.state = "answered".to_owned();
            // A register that has the child under another number is wrong about somebody: people look into it.
            handover.diverged = !found.agrees;
            handover.last_problem = None;
        }
    }
    handover.answered_at = Some(now);
    handover.answers_seen += 1;
    handover.next_attempt_at = None;
    store::handover::update(tx, &handover).await
}

async fn old_number(tx: &mut Tx, dossier: &Dossier, numbers: &InsuranceNumbers) -> Result<OldNumber, Failure> {
    let own = match child_of(dossier) {
        Some(child) => population::get_person(tx, child).await?.personal_id,
        None => None,
    };
    Ok(OldNumber {
        legacy: numbers.legacy.as_str().to_owned(),
        card: numbers.card.as_str().to_owned(),
        agrees: numbers.personal_id.is_none_or(|told| Some(told) == own),
    })
}

fn child_of(dossier: &Dossier) -> Option<PersonId> {
    dossier.subject.or(dossier.people.child)
}

async fn locked(tx: &mut Tx, book: &Book, id: HandoverId) -> Result<Option<(Dossier, Handover)>, Failure> {
    let Some(dossier) = store::handover::dossier_of(tx, id).await? else { return Ok(None) };
    let mut dossier = get_locked(tx, dossier).await?;
    tx.for_dossier(dossier.id);
    refresh_people(tx, book, &mut dossier).await?;
    let Some(handover) = store::handover::find_locked(tx, id).await?.filter(|handover| handover.kind == KIND) else {
        return Ok(None);
    };
    Ok(Some((dossier, handover)))
}
