//! The child's personal number: asked of the national register outside any transaction, answered late, twice, out of
//! order or not at all. Truth is the hand-over's row; whoever brings an answer, it counts once.

use super::{
    ASK_NUMBER, decide, decide::child_of, get_locked, get_locked_by_leg, insurance, notify, refresh_people, save_legs,
    save_rollup,
};
use crate::{
    book::Book,
    codes, effects, may,
    rules::code::officer_code,
    store::{
        self,
        dossier::NewEvent,
        result::{NewResult, Numbering},
    },
    words::{Dossier, Handover, Leg, Waiting},
};
use basis::{Code, Failure, HandoverId, Kind, LegId, PersonId, Problem, Refusal, ResultId};
use db::{Job, Tx};
use links::{NumberRequest, Parent};
use population::{Basis, RelativeRef, may::AssignNumber};
use serde_json::json;
use vietnam::{BirthDate, FullName, PersonalId};

/// Waits between attempts, in seconds; the last one repeats.
const RETRY_AFTER_S: [i64; 6] = [2, 10, 60, 300, 900, 3600];
/// The law under which a number is asked for.
const GROUND: &str = "Luật Căn cước 26/2023 Đ12";

/// What came of asking.
#[derive(Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A number.
    Assigned(PersonalId),
    /// It will come later.
    Later,
    /// The register refuses, by its own code.
    Refused(String),
    /// No answer came, in words without any data.
    Problem(String),
}

impl std::fmt::Debug for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Assigned(_) => "Assigned(…)",
            Self::Later => "Later",
            Self::Refused(_) => "Refused",
            Self::Problem(_) => "Problem",
        })
    }
}

/// Notes an attempt and gives the question to ask; nothing when the answer is there already.
///
/// # Errors
/// A fault when the dossier cannot be read.
pub async fn begin_asking(tx: &mut Tx, book: &Book, id: HandoverId) -> Result<Option<NumberRequest>, Failure> {
    tx.allow::<may::AskOutside>()?;
    let Some((dossier, mut handover)) = locked(tx, book, id).await? else { return Ok(None) };
    if handover.state != "asked" {
        return Ok(None);
    }
    let now = tx.began();
    handover.attempts += 1;
    let step = usize::try_from(handover.attempts - 1).unwrap_or(0).min(RETRY_AFTER_S.len() - 1);
    // The next attempt is written down before the first byte leaves: a crash in between costs time only.
    handover.next_attempt_at = Some(super::later(now, RETRY_AFTER_S[step]));
    store::handover::update(tx, &handover).await?;
    question(tx, book, &dossier, &handover).await.map(Some)
}

async fn question(tx: &mut Tx, book: &Book, dossier: &Dossier, handover: &Handover) -> Result<NumberRequest, Failure> {
    let filing = book.filing(dossier)?;
    let results = store::result::of_dossier(tx, dossier.id).await?;
    let registered = results.iter().find(|result| result.leg == handover.leg);
    let entry = registered.map(|result| result.number.clone());
    // The register is asked by the officer who registered the birth, whichever program sends the question.
    let officer = registered.and_then(|result| result.issued_by).map(officer_code);
    let province = vietnam::units().on(&dossier.unit.0, tx.today()).and_then(|unit| unit.parent).unwrap_or_default();
    let [mother, father] = parents(tx, [filing.mother.as_ref(), filing.father.as_ref()]).await?;
    Ok(NumberRequest {
        handover: handover.id,
        name: filing.child.clone(),
        birth: BirthDate::Day(filing.born),
        sex: filing.sex,
        province_digits: format!("{province:0>3}"),
        place: dossier.unit.clone(),
        mother,
        father,
        procedure: dossier.procedure.clone(),
        agency: dossier.agency.clone(),
        officer: officer.unwrap_or_else(|| dossier.agency.0.clone()),
        entry: entry.unwrap_or_default(),
    })
}

/// The parents as the question names them.
async fn parents(tx: &mut Tx, parents: [Option<&RelativeRef>; 2]) -> Result<[Option<Parent>; 2], Failure> {
    let known: Vec<PersonId> = parents.iter().filter_map(|parent| parent.and_then(RelativeRef::person)).collect();
    let views = population::get_people(tx, &known).await?;
    Ok(parents.map(|parent| match parent? {
        RelativeRef::Person(person) => views.iter().find(|view| view.id == *person).map(|view| Parent {
            name: view.facts.name.clone(),
            personal_id: view.personal_id,
            birth: Some(view.facts.birth),
        }),
        RelativeRef::Recorded(recorded) => FullName::parse(&recorded.name).ok().map(|name| Parent {
            name,
            personal_id: recorded.number.as_deref().and_then(|number| PersonalId::parse(number).ok()),
            birth: None,
        }),
    }))
}

/// Records what came of asking. The same answer again changes nothing; another answer is kept as diverging.
///
/// # Errors
/// A fault when it could not be recorded.
pub async fn record_answer(tx: &mut Tx, book: &Book, id: HandoverId, outcome: Outcome) -> Result<(), Failure> {
    tx.allow::<may::AskOutside>()?;
    let Some((dossier, mut handover)) = locked(tx, book, id).await? else { return Ok(()) };
    match outcome {
        Outcome::Later | Outcome::Problem(_) => {
            if handover.state == "asked" {
                handover.last_problem = Some(match outcome {
                    Outcome::Problem(words) => words,
                    _ => "answer announced for later".to_owned(),
                });
                store::handover::update(tx, &handover).await?;
                let wait = handover
                    .next_attempt_at
                    .map_or(1, |at| at.as_second().saturating_sub(tx.began().as_second()).max(1));
                let wait = u32::try_from(wait).unwrap_or(3600);
                tx.queue(Job::new(ASK_NUMBER, id.to_string()).with("handover", id.uuid()).after(wait));
            }
            Ok(())
        }
        Outcome::Refused(code) => {
            if handover.state == "asked" {
                handover.state = "refused".to_owned();
                handover.last_problem = Some(code);
                handover.next_attempt_at = None;
                handover.answers_seen += 1;
                store::handover::update(tx, &handover).await?;
                let event = NewEvent { leg: Some(handover.leg), kind: "number-refused", status: None, words: None };
                store::dossier::insert_events(tx, dossier.id, &[event]).await?;
            }
            Ok(())
        }
        Outcome::Assigned(number) => assigned(tx, book, &dossier, handover, number).await,
    }
}

async fn assigned(
    tx: &mut Tx,
    book: &Book,
    dossier: &Dossier,
    mut handover: Handover,
    number: PersonalId,
) -> Result<(), Failure> {
    let answer_hash = answer_hash(tx, number);
    handover.answers_seen += 1;
    if handover.state != "asked" && handover.state != "refused" {
        handover.diverged |= handover.answer_hash.as_deref() != Some(answer_hash.as_str());
        return store::handover::update(tx, &handover).await;
    }
    let filing = book.filing(dossier)?;
    let contradicts = !number.contradictions(Some(filing.sex), Some(&BirthDate::Day(filing.born))).is_empty();
    let now = tx.began();
    let fits = if contradicts { false } else { put_in(tx, dossier, number).await? };
    if !fits {
        // An answer that cannot be right is not entered: it waits for an officer, who may take over.
        handover.state = "refused".to_owned();
        handover.diverged = true;
        handover.next_attempt_at = None;
        handover.last_problem = Some(codes::NUMBER_UNFIT.0.to_owned());
        store::handover::update(tx, &handover).await?;
        let event = NewEvent { leg: Some(handover.leg), kind: "number-unfit", status: None, words: None };
        return store::dossier::insert_events(tx, dossier.id, &[event]).await;
    }
    handover.state = "answered".to_owned();
    handover.answered_at = Some(now);
    handover.answer_hash = Some(answer_hash);
    handover.next_attempt_at = None;
    handover.last_problem = None;
    store::handover::update(tx, &handover).await?;
    number_came(tx, book, dossier, handover.leg, (number, filing.born), "number-came").await
}

/// A keyed hash of the answer: twelve digits under a plain one could be found by trying.
pub(crate) fn answer_hash(tx: &Tx, number: PersonalId) -> String {
    let hash = tx.ctx().app().keys().hash("number answer", number.as_str());
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether the number was entered; false when it is somebody else's.
async fn put_in(tx: &mut Tx, dossier: &Dossier, number: PersonalId) -> Result<bool, Failure> {
    let may = tx.allow::<AssignNumber>()?;
    let basis = Basis::law(GROUND).on_paper(format!("hồ sơ {}", dossier.code));
    match population::assign_number(tx, may, child_of(dossier)?, number, &basis).await {
        Ok(_) => Ok(true),
        Err(Failure::Refusal(_)) => Ok(false),
        Err(fault) => Err(fault),
    }
}

/// Lets the legs go on that waited for the number, and issues the certificate anew with it.
async fn number_came(
    tx: &mut Tx,
    book: &Book,
    dossier: &Dossier,
    gate: LegId,
    (number, born): (PersonalId, basis::Date),
    kind: &'static str,
) -> Result<(), Failure> {
    let mut legs = store::leg::list(tx, dossier.id).await?;
    let mut events = vec![NewEvent { leg: Some(gate), kind, status: None, words: None }];
    let mut go_on: Vec<&mut Leg> = legs.iter_mut().filter(|leg| leg.waiting_for == Some(Waiting::Number)).collect();
    for leg in &mut go_on {
        leg.waiting_for = None;
    }
    save_legs(tx, &go_on.iter().map(|leg| &**leg).collect::<Vec<_>>()).await?;
    for leg in go_on {
        if leg.step == procedure::Step::IssueHealthCard.word() {
            insurance::ask(tx, dossier, leg, born).await?;
        }
        events.push(NewEvent { leg: Some(leg.id), kind: "number-known", status: Some(leg.status), words: None });
    }
    store::dossier::insert_events(tx, dossier.id, &events).await?;
    notify(tx, dossier, None, "number-came").await?;
    save_rollup(tx, book, dossier, &legs).await?;
    reissue_certificate(tx, dossier, gate, number).await
}

async fn reissue_certificate(tx: &mut Tx, dossier: &Dossier, gate: LegId, number: PersonalId) -> Result<(), Failure> {
    let results = store::result::of_dossier(tx, dossier.id).await?;
    let Some(last) = results.iter().filter(|result| result.leg == gate).max_by_key(|result| result.version) else {
        return Ok(());
    };
    let mut content = last.content.clone();
    if let Some(fields) = content.as_object_mut() {
        fields.insert("personal_id".to_owned(), json!(number.as_str()));
    }
    let next = NewResult {
        id: ResultId::fresh(),
        leg: last.leg,
        dossier: last.dossier,
        kind: last.kind.clone(),
        holder: last.holder,
        content,
        verify_code: effects::verify_code()?,
        issued_at: tx.instant(),
        issued_by: None,
        agency: last.agency.clone(),
    };
    let numbering = Numbering::Kept { number: &last.number, version: last.version + 1, replaces: last.id };
    store::result::issue(tx, &next, numbering, &dossier.people.all()).await
}

/// An officer enters a number that came another way, so that the dossier does not wait for a silent register.
///
/// # Errors
/// A refusal when the number contradicts the child and is not confirmed, or is somebody else's.
pub async fn take_over_number(
    tx: &mut Tx,
    book: &Book,
    leg: LegId,
    number: &str,
    confirmed: &[Code],
) -> Result<(), Failure> {
    tx.allow::<may::DecideDossier>()?;
    let missing = || Failure::refused(Kind::NotFound, codes::DOSSIER_NOT_FOUND);
    let mut dossier = get_locked_by_leg(tx, leg).await?;
    tx.for_dossier(dossier.id);
    refresh_people(tx, book, &mut dossier).await?;
    let legs = store::leg::list(tx, dossier.id).await?;
    let place = decide::own_leg(tx, &legs, leg)?;
    let leg: &Leg = legs.get(place).ok_or_else(missing)?;
    let unfit = || Refusal::new(Kind::Invalid, Problem::new(codes::NUMBER_UNFIT).at("number"));
    let number = PersonalId::parse(number).map_err(|_| unfit())?;
    let filing = book.filing(&dossier)?;
    let odd = number.contradictions(Some(filing.sex), Some(&BirthDate::Day(filing.born)));
    if !odd.is_empty() && !confirmed.contains(&codes::NUMBER_UNFIT) {
        return Err(Refusal::new(Kind::Confirm, Problem::new(codes::NUMBER_UNFIT).at("number")).into());
    }
    let mut handover = store::handover::list(tx, dossier.id)
        .await?
        .into_iter()
        .find(|handover| handover.leg == leg.id && handover.kind == "number")
        .ok_or_else(|| Failure::refused(Kind::Conflict, codes::STEP_NOT_OPEN))?;
    if handover.state == "answered" || handover.state == "taken_over" {
        return Err(Failure::refused(Kind::Conflict, codes::STEP_NOT_OPEN));
    }
    if !put_in(tx, &dossier, number).await? {
        return Err(unfit().into());
    }
    handover.state = "taken_over".to_owned();
    handover.answered_at = Some(tx.began());
    handover.answer_hash = Some(answer_hash(tx, number));
    handover.next_attempt_at = None;
    store::handover::update(tx, &handover).await?;
    number_came(tx, book, &dossier, leg.id, (number, filing.born), "number-taken-over").await
}

async fn locked(tx: &mut Tx, book: &Book, id: HandoverId) -> Result<Option<(Dossier, Handover)>, Failure> {
    let Some(dossier) = store::handover::dossier_of(tx, id).await? else { return Ok(None) };
    let mut dossier = get_locked(tx, dossier).await?;
    tx.for_dossier(dossier.id);
    refresh_people(tx, book, &mut dossier).await?;
    let Some(handover) = store::handover::find_locked(tx, id).await? else { return Ok(None) };
    Ok(Some((dossier, handover)))
}
