//! Deciding a leg: load, decide, save, and what follows from it, all in the caller's transaction.

use super::{
    ASK_NUMBER, events_of, get_locked_by_leg, insurance, notify_undoable, open_waiting, refresh_people, save_leg,
    save_legs, save_rollup_of, submit, undo::Before,
};
use crate::{
    book::Book,
    codes,
    effects::{self, At, Brought},
    filing::Case,
    may,
    rules::verdict::{self, Action, Follows},
    store::{self, dossier::NewEvent, result::NewResult},
    words::{Dossier, Extension, Handover, Leg},
};
use basis::{
    Actor, Code, Failure, Fault, HandoverId, Kind, LegId, PersonId, Problem, Refusal, SubmissionKey, Timestamp,
};
use db::{Job, Tx};
use procedure::Status;
use serde_json::json;

/// Within this time the national register is expected to answer.
const NUMBER_ANSWER_WITHIN_S: i64 = 2 * 24 * 3600;

/// An officer acts on a leg.
#[derive(Clone, Debug)]
pub struct Decide {
    /// The leg.
    pub leg: LegId,
    /// What is to be done.
    pub action: Action,
    /// The key under which the same action counts once.
    pub key: SubmissionKey,
    /// Warnings the officer has confirmed.
    pub confirmed: Vec<Code>,
}

/// What became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decided {
    /// The leg's status now.
    pub status: Status,
    /// Whether this key had been sent before.
    pub again: bool,
}

/// Carries out what an officer decided.
///
/// # Errors
/// A refusal when the leg is another agency's (as if it were not there), held by another officer, or not open to it.
pub async fn decide(tx: &mut Tx, book: &Book, command: Decide) -> Result<Decided, Failure> {
    match command.action {
        Action::Accept { .. } | Action::AskSupplement { .. } => drop(tx.allow::<may::ReceiveDossier>()?),
        Action::Refuse { .. } | Action::Approve | Action::Extend { .. } => drop(tx.allow::<may::DecideDossier>()?),
    }
    let mut dossier = get_locked_by_leg(tx, command.leg).await?;
    tx.for_dossier(dossier.id);
    let officer = tx.actor().account().ok_or_else(|| Failure::refused(Kind::Forbidden, db::NOT_ALLOWED))?;
    let mut legs = store::leg::list(tx, dossier.id).await?;
    let place = own_leg(tx, &legs, command.leg)?;
    if let Some(outcome) = store::dossier::find_answered(tx, command.key, officer).await? {
        let status =
            outcome.get("status").and_then(serde_json::Value::as_i64).and_then(|code| i16::try_from(code).ok());
        let status = status.and_then(Status::from_code).ok_or_else(|| Fault::new("an earlier answer is unreadable"))?;
        return Ok(Decided { status, again: true });
    }
    let definition = book.definition(&dossier.definition)?;
    if let Action::AskSupplement { items, .. } = &command.action
        && items.iter().any(|item| !item.field.is_empty() && definition.form.field(&item.field).is_none())
    {
        return Err(Refusal::new(Kind::Invalid, Problem::new(codes::REASON_MISSING).at("field")).into());
    }
    let terms = book.terms(definition);
    let now = tx.instant();
    let leg = legs.get(place).ok_or_else(|| Fault::new("a leg was lost between two lines"))?;
    if let Action::AskSupplement { items, .. } = &command.action {
        let rule = book.rule(&dossier, &leg.step)?;
        if items.iter().any(|item| !item.field.is_empty() && !rule.may_ask(&item.field)) {
            return Err(Refusal::new(Kind::Invalid, Problem::new(codes::NOT_THIS_STEP).at("field")).into());
        }
    }
    let mut extended: Vec<LegId> =
        store::extension::list(tx, dossier.id).await?.into_iter().map(|made| made.leg).collect();
    let earlier = extended.iter().filter(|made| **made == leg.id).count();
    let moved = verdict::act(leg, &command.action, officer, earlier, now, &terms)?;
    let before = before(&moved, place, &legs, now)?;
    if moved.follows == Follows::Effect {
        if !Case::is_known(book.gate(&dossier.definition)?) {
            // Nothing may be called done that was not.
            return Err(Failure::refused(Kind::Conflict, codes::STEP_NOT_OPEN));
        }
        if legs.iter().any(|leg| leg.supplements > 0) {
            refresh_people(tx, book, &mut dossier).await?;
        }
    }
    save_leg(tx, &moved.leg).await?;
    // Once it is finished nobody needs the old number any more: silence about it is no loss.
    let taken_up: &[&str] =
        if moved.leg.finished_at.is_some() { &["leg", "papers", insurance::KIND] } else { &["leg", "papers"] };
    store::handover::answer_agency(tx, moved.leg.id, taken_up, now).await?;
    if let (Action::Extend { words, .. }, Some(old), Some(new)) =
        (&command.action, legs.get(place).and_then(|leg| leg.opened), moved.leg.opened)
    {
        promise(tx, &moved.leg, (old.due, new.due), words, now).await?;
        extended.push(moved.leg.id);
    }
    let mut events = events_of(&moved);
    if let (Some(said), Some(last)) = (words_of(&command.action), events.last_mut()) {
        last.words = Some(said);
    }
    if let Action::AskSupplement { items, .. } = &command.action {
        for item in items {
            let new = store::leg::NewSupplement {
                leg: moved.leg.id,
                field: &item.field,
                reason_code: &item.reason,
                words: &item.words,
                at: now,
                by: officer,
            };
            store::leg::insert_supplement(tx, new).await?;
        }
    }
    legs[place] = moved.leg.clone();
    let mut issued = None;
    match moved.follows {
        Follows::Nothing => {}
        Follows::GateRefused => {
            let mut stopped = Vec::new();
            for other in legs.iter_mut().filter(|other| !other.gate && other.finished_at.is_none()) {
                *other = verdict::stopped_by_gate(other, now);
                events.push(NewEvent::of(other.id, "stopped-by-gate", other.status));
                stopped.push(&*other);
            }
            save_legs(tx, &stopped).await?;
        }
        Follows::Effect => {
            let (opened, result) = carry_out(tx, book, &dossier, &moved.leg, &legs, &command.confirmed).await?;
            issued = Some(result);
            for leg in opened {
                events.push(NewEvent::of(leg.id, "opened", leg.status));
                if let Some(there) = legs.iter_mut().find(|there| there.id == leg.id) {
                    *there = leg;
                }
            }
        }
    }
    store::dossier::insert_events(tx, dossier.id, &events).await?;
    let undo = before.is_some().then_some(command.key);
    notify_undoable(tx, &dossier, &moved.leg, moved.event, undo).await?;
    save_rollup_of(tx, book, &dossier, &legs, &extended).await?;
    let outcome = json!({ "status": moved.leg.status.code(), "before": before });
    store::dossier::insert_answered(tx, command.key, officer, moved.event, &outcome).await?;
    if let Some(result) = issued {
        store::result::issue(tx, &result, effects::numbering(&result), &dossier.people.all()).await?;
    }
    Ok(Decided { status: moved.leg.status, again: false })
}

/// What is kept so that an act can be taken back; nothing of one that changed a register.
fn before(
    moved: &verdict::Moved,
    place: usize,
    legs: &[Leg],
    now: Timestamp,
) -> Result<Option<serde_json::Value>, Failure> {
    let touched = legs.iter().enumerate().filter(|(at, leg)| {
        *at == place || (moved.follows == Follows::GateRefused && !leg.gate && leg.finished_at.is_none())
    });
    if moved.follows == Follows::Effect {
        return Ok(None);
    }
    Before::of(touched.map(|(_, leg)| leg), now).write().map(Some)
}

/// Keeps both dates of a part that is late; the promise for the whole follows when the dossier is saved.
async fn promise(
    tx: &mut Tx,
    leg: &Leg,
    (due_before, due_after): (Timestamp, Timestamp),
    words: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let made_by = tx.actor().account().ok_or_else(|| Failure::refused(Kind::Forbidden, db::NOT_ALLOWED))?;
    let words = words.trim().to_owned();
    let extension = Extension { leg: leg.id, words, due_before, due_after, made_at: now, made_by };
    store::extension::insert(tx, &extension).await
}

/// Does what an approved step says and opens what waited for it; gives those legs, and the result to issue.
async fn carry_out(
    tx: &mut Tx,
    book: &Book,
    dossier: &Dossier,
    leg: &Leg,
    legs: &[Leg],
    confirmed: &[Code],
) -> Result<(Vec<Leg>, NewResult), Failure> {
    let rule = book.rule(dossier, &leg.step)?;
    let effect = rule.step.effect().ok_or_else(|| Fault::new("a leg whose step changes no register"))?;
    let case = book.case(dossier)?;
    let at = At { book, dossier, leg, case: &case, confirmed };
    let Brought { result, child } = effects::apply(tx, effect, &at).await?;
    let Some(child) = child else { return Ok((Vec::new(), result)) };
    store::dossier::set_subject(tx, dossier.id, child, &dossier.people).await?;
    let number = number_question(tx, dossier, leg);
    let now = tx.instant();
    let definition = book.definition(&dossier.definition)?;
    let opened = open_waiting(legs, now, false, &book.terms(definition));
    save_legs(tx, &opened.iter().collect::<Vec<_>>()).await?;
    let mut handed = vec![number.clone()];
    for leg in &opened {
        handed.push(submit::leg_handed(dossier, leg, "leg", &dossier.agency.0)?);
    }
    if store::handover::insert_all(tx, &handed).await?.contains(&number.id) {
        tx.queue(Job::new(ASK_NUMBER, number.id.to_string()).with("handover", number.id.uuid()));
    }
    Ok((opened.into_iter().map(|leg| Leg { version: leg.version + 1, ..leg }).collect(), result))
}

/// The journal's line of the question for the child's number; it is sent once this is durable.
fn number_question(tx: &Tx, dossier: &Dossier, gate: &Leg) -> Handover {
    let now = tx.began();
    Handover {
        id: HandoverId::fresh(),
        dossier: dossier.id,
        leg: gate.id,
        kind: "number".to_owned(),
        sender: gate.agency.0.clone(),
        receiver: "national-register".to_owned(),
        content_hash: hash(&dossier.code),
        state: "asked".to_owned(),
        asked_at: now,
        answer_by: super::later(now, NUMBER_ANSWER_WITHIN_S),
        attempts: 0,
        next_attempt_at: Some(now),
        last_problem: None,
        answered_at: None,
        answer_hash: None,
        answers_seen: 0,
        diverged: false,
    }
}

/// SHA-256 in hexadecimal.
pub(crate) fn hash(text: &str) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The place of a leg that this officer's agency and roles decide. Another agency's leg is as if it were not there.
pub(crate) fn own_leg(tx: &Tx, legs: &[Leg], id: LegId) -> Result<usize, Failure> {
    let missing = || Failure::refused(Kind::NotFound, codes::DOSSIER_NOT_FOUND);
    let place = legs.iter().position(|leg| leg.id == id).ok_or_else(missing)?;
    let Actor::Officer { agency, roles, .. } = tx.actor() else { return Err(missing()) };
    let leg = legs.get(place).ok_or_else(missing)?;
    if leg.agency != *agency || leg.opened.is_none() {
        return Err(missing());
    }
    if !roles.contains(&leg.role) {
        return Err(Failure::refused(Kind::Forbidden, db::NOT_ALLOWED));
    }
    Ok(place)
}

/// What the officer told the citizen.
fn words_of(action: &Action) -> Option<String> {
    match action {
        Action::Refuse { words, .. } | Action::Extend { words, .. } => Some(words.clone()),
        Action::AskSupplement { items, .. } => {
            Some(items.iter().map(|item| item.words.as_str()).collect::<Vec<_>>().join("; "))
        }
        _ => None,
    }
}

/// The person a dossier was made for.
pub(crate) fn child_of(dossier: &Dossier) -> Result<PersonId, Failure> {
    dossier.subject.ok_or_else(|| Fault::new("a number came for a child that is not registered").into())
}
