//! Submitting: a draft becomes a dossier with its legs, once for each key, whatever is sent twice.

use super::{consents, fees, insurance, notify, owner_of, people::find_people, secret};
use crate::{
    book::{Book, read_answers, write_answers},
    codes, may,
    rules::{code, door, moving},
    service::drafts,
    store::{self, draft::Of},
    words::{Door, Dossier, Draft, Handover, Leg, Notified, Opened, People, Waiting},
};
use basis::{
    Actor, AgencyCode, DossierId, DraftId, Failure, Fault, HandoverId, Kind, LegId, Problem, Refusal, SubmissionKey,
    Timestamp, UnitCode,
};
use db::Tx;
use procedure::{Answers, Status, StepRule};
use sha2::{Digest, Sha256};

/// Submits a draft.
#[derive(Clone, Debug)]
pub struct Submit {
    /// The draft.
    pub draft: DraftId,
    /// The key under which the same submission counts once.
    pub key: SubmissionKey,
}

/// A dossier was submitted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Submitted {
    /// The dossier.
    pub dossier: DossierId,
    /// Its code.
    pub code: String,
    /// The look-up secret; `None` when an earlier program drew one that cannot be told again.
    pub secret: Option<String>,
    /// The promise.
    pub due_at: Timestamp,
    /// The definition it runs under.
    pub definition: String,
}

/// Submits a draft, or gives what the same key submitted before.
///
/// # Errors
/// A refusal naming each field that stands in the way; nothing of the draft is lost.
pub async fn submit(tx: &mut Tx, book: &Book, command: Submit) -> Result<Submitted, Failure> {
    tx.allow::<may::FileDossier>()?;
    let account = drafts::owner(tx)?;
    if let Some((dossier, _)) = store::dossier::find_submission(tx, account, command.key).await? {
        return already(tx, dossier).await;
    }
    let draft = store::draft::find(tx, command.draft, account)
        .await?
        .ok_or_else(|| Failure::refused(Kind::NotFound, codes::DRAFT_NOT_FOUND))?;
    if let Some(dossier) = draft.submitted {
        // Another key, the same draft: the button was pressed on two devices.
        return already(tx, dossier).await;
    }
    let definition = book.definition(&draft.definition)?;
    let today = tx.today();
    if !definition.validity.contains(today) {
        return Err(Failure::refused(Kind::Conflict, codes::PROCEDURE_NOT_IN_FORCE));
    }
    door::refuse_shut(draft.door, today)?;
    let answers = read_answers(&draft.answers)?;
    let facts = drafts::facts_for(tx, &draft, &answers).await?;
    let filling = definition.form.fill(&answers, &facts, today);
    let findings = filling.check_all();
    Refusal::unless_empty(Kind::Invalid, findings.problems)?;
    Refusal::unless_empty(Kind::Confirm, findings.confirms)?;
    let complete = filling.complete();
    let people = find_people(tx, &complete, draft.applicant).await?;
    check_parents(tx, &complete, &people).await?;
    moving::check_filed(&complete, today)?;

    let unit = complete.unit("agency.unit").ok_or_else(|| Fault::new("a dossier without a commune"))?;
    let unit = UnitCode(unit.code.clone());
    let rules = definition.legs_of(&complete);
    let mut agencies = Vec::with_capacity(rules.len());
    for rule in &rules {
        agencies.push(agency_for(tx, rule, &complete, &unit).await?);
    }
    let first = agencies.first().cloned().ok_or_else(|| Fault::new("a procedure without a leg"))?;
    let now = tx.instant();
    let number = store::dossier::next_number(tx, &code::counter(&first.0, today)).await?;
    let code = code::dossier_code(&first.0, today, number);
    let terms = book.terms(definition);
    let id = DossierId::fresh();
    let secret = secret::nth(tx, id, 0);
    let dossier = Dossier {
        id,
        code: code.clone(),
        procedure: draft.procedure.clone(),
        definition: draft.definition.clone(),
        door: draft.door,
        account,
        applicant: draft.applicant,
        assisted_by: (draft.door == Door::Desk).then_some(account),
        agency: first.0.clone(),
        counter: draft.agency.clone().filter(|_| draft.door == Door::Desk),
        unit,
        answers: write_answers(&complete)?,
        people,
        notice: notified(&draft, &complete),
        subject: None,
        status: Status::New,
        submitted_at: now,
        due_at: terms.of_dossier(now),
        finished_at: None,
        filed_late: findings_late(&complete),
        secret_hash: secret::hash_of(tx, &secret),
    };
    tx.for_dossier(dossier.id);
    // A draft of an earlier program may have begun before definitions were kept.
    super::definitions::keep(tx, book, &dossier.definition).await?;
    let consent = match dossier.assisted_by {
        Some(_) => store::draft::find_consent(tx, draft.id).await?,
        None => None,
    };
    let extra = store::dossier::Extra { key: command.key, consent: consent.as_deref() };
    store::dossier::insert(tx, &dossier, extra).await?;
    let legs = insert_legs(tx, &dossier, &rules, &agencies, &terms, now).await?;
    fees::write_down(tx, definition, &dossier, &rules).await?;
    consents::state(tx, definition, &dossier, &complete).await?;
    store::draft::move_papers(tx, draft.id, dossier.id).await?;
    store::draft::mark_submitted(tx, draft.id, dossier.id, now).await?;
    let gate = legs.first().ok_or_else(|| Fault::new("a dossier without a leg"))?;
    hand_to_agency(tx, &dossier, gate, "portal").await?;
    if let (Some(_), Some(born)) = (dossier.people.child, complete.date("child.birth")) {
        insurance::ask(tx, &dossier, gate, born).await?;
    }
    let event = store::dossier::NewEvent { leg: None, kind: "submitted", status: Some(Status::New), words: None };
    store::dossier::insert_events(tx, dossier.id, &[event]).await?;
    notify(tx, &dossier, None, "submitted").await?;
    Ok(Submitted {
        dossier: dossier.id,
        code,
        secret: Some(secret),
        due_at: dossier.due_at,
        definition: dossier.definition,
    })
}

async fn already(tx: &mut Tx, id: DossierId) -> Result<Submitted, Failure> {
    let dossier = store::dossier::find(tx, id).await?.ok_or_else(|| Fault::new("a submission without its dossier"))?;
    let secret = secret::told(tx, &dossier);
    Ok(Submitted { dossier: id, code: dossier.code, secret, due_at: dossier.due_at, definition: dossier.definition })
}

async fn insert_legs(
    tx: &mut Tx,
    dossier: &Dossier,
    rules: &[&StepRule],
    agencies: &[(AgencyCode, UnitCode)],
    terms: &crate::rules::deadline::Terms<'_>,
    now: Timestamp,
) -> Result<Vec<Leg>, Failure> {
    let mut legs = Vec::with_capacity(rules.len());
    for (place, (rule, (agency, unit))) in rules.iter().zip(agencies).enumerate() {
        let position = i16::try_from(place + 1).map_err(|_| Fault::new("a procedure with too many legs"))?;
        let is_gate = place == 0;
        let mut leg = Leg {
            id: LegId::fresh(),
            dossier: dossier.id,
            step: rule.step.word().to_owned(),
            position,
            gate: is_gate,
            code: code::leg_code(&dossier.code, position),
            agency: agency.clone(),
            unit: unit.clone(),
            role: rule.role.clone(),
            status: Status::New,
            waiting_for: (!is_gate).then_some(Waiting::Gate),
            verification: false,
            opened: None,
            finished_at: None,
            claimed: None,
            supplements: 0,
            supplement_since: None,
            supplement_from: None,
            paused_minutes: 0,
            reason: None,
            version: 1,
        };
        if is_gate {
            leg.opened = Some(Opened { at: now, due: terms.of_leg(&leg, now) });
        }
        legs.push(leg);
    }
    store::leg::insert_all(tx, dossier.id, &legs).await?;
    Ok(legs)
}

/// Journals that a leg was handed to the agency that decides it: lost when nobody takes it up within its term.
pub(crate) async fn hand_to_agency(tx: &mut Tx, dossier: &Dossier, leg: &Leg, sender: &str) -> Result<(), Failure> {
    hand_over(tx, dossier, leg, "leg", sender).await
}

/// Journals that something of a leg was handed over: the leg itself, or the papers that a counter took in for it.
pub(crate) async fn hand_over(
    tx: &mut Tx,
    dossier: &Dossier,
    leg: &Leg,
    kind: &str,
    sender: &str,
) -> Result<(), Failure> {
    let handover = leg_handed(dossier, leg, kind, sender)?;
    store::handover::insert(tx, &handover).await?;
    Ok(())
}

/// The journal's line of a leg that is handed over.
pub(crate) fn leg_handed(dossier: &Dossier, leg: &Leg, kind: &str, sender: &str) -> Result<Handover, Failure> {
    let opened = leg.opened.ok_or_else(|| Fault::new("a leg was handed over before it was opened"))?;
    let content = Sha256::digest(dossier.answers.to_string());
    Ok(Handover {
        id: HandoverId::fresh(),
        dossier: dossier.id,
        leg: leg.id,
        kind: kind.to_owned(),
        sender: sender.to_owned(),
        receiver: leg.agency.0.clone(),
        content_hash: content.iter().map(|byte| format!("{byte:02x}")).collect(),
        state: "asked".to_owned(),
        asked_at: opened.at,
        answer_by: opened.due,
        attempts: 0,
        next_attempt_at: None,
        last_problem: None,
        answered_at: None,
        answer_hash: None,
        answers_seen: 0,
        diverged: false,
    })
}

/// Whether the filer confirmed that the birth is filed after its term.
fn findings_late(answers: &Answers) -> bool {
    answers.confirmed().any(|word| word.starts_with("birth-filed-late"))
}

/// What the register knows against the parents of a child that is to be registered.
async fn check_parents(tx: &mut Tx, answers: &Answers, people: &People) -> Result<(), Failure> {
    let Some(born) = answers.date("child.birth").filter(|_| people.child.is_none()) else { return Ok(()) };
    let named: Vec<_> = people.mother.into_iter().chain(people.father).collect();
    let views = population::get_people(tx, &named).await?;
    let view = |person: Option<basis::PersonId>| views.iter().find(|view| Some(view.id) == person);
    let at = |who: &str, person| {
        if people.requester == person { "requester.relation".to_owned() } else { format!("{who}.personal_id") }
    };
    let mut problems = Vec::new();
    if let Some(mother) = view(people.mother) {
        let dead = mother.facts.life_end.is_some_and(|end| !mother.facts.is_alive() && end.on < born);
        if dead {
            problems.push(Problem::new(codes::MOTHER_DEAD).at("mother.personal_id"));
        }
        if mother.facts.sex == vietnam::Sex::Male {
            problems.push(Problem::new(codes::MOTHER_IS_A_MAN).at(at("mother", people.mother)));
        }
    }
    if view(people.father).is_some_and(|father| father.facts.sex == vietnam::Sex::Female) {
        problems.push(Problem::new(codes::FATHER_IS_A_WOMAN).at(at("father", people.father)));
    }
    Refusal::unless_empty(Kind::Invalid, problems)?;
    Ok(())
}

/// The electronic birth notice the answers rest on. One that was put aside for a paper is not used up.
fn notified(draft: &Draft, answers: &Answers) -> Option<Notified> {
    let noticed = draft.notice.as_ref().filter(|_| answers.choice("notice.kind") == Some("electronic"))?;
    Some(Notified { code: noticed.code.clone(), twins: noticed.twins })
}

/// The agency that decides a leg: by the commune of the birth, or of the household that is joined.
pub(crate) async fn agency_for(
    tx: &mut Tx,
    rule: &StepRule,
    answers: &Answers,
    birth_unit: &UnitCode,
) -> Result<(AgencyCode, UnitCode), Failure> {
    let unit = match rule.step {
        procedure::Step::RegisterResidence | procedure::Step::IssueIdentityCard => answers
            .address("residence.address")
            .and_then(|address| address.on(tx.today()))
            .map_or_else(|| birth_unit.clone(), |address| UnitCode(address.unit.code)),
        _ => birth_unit.clone(),
    };
    let kind = identity::AgencyKind::from_code(&rule.role)
        .ok_or_else(|| Fault::new("a definition names a role that no agency has"))?;
    let found = identity::find_agency_for(tx, kind, &unit, tx.today()).await?;
    match found {
        Some(agency) => Ok((agency.code, unit)),
        None => Err(Refusal::new(Kind::Invalid, Problem::new(codes::AGENCY_NOT_FOUND).at("agency.unit")).into()),
    }
}

/// Whether the one who asks may see this dossier as its owner.
pub(crate) fn is_owner(tx: &Tx, dossier: &Dossier) -> bool {
    match tx.actor() {
        Actor::Citizen { account, person, .. } => dossier.account == *account || dossier.applicant == Some(*person),
        _ => false,
    }
}

/// Papers of a dossier that must be whole before it may be submitted: their hashes, for the surface to check.
///
/// # Errors
/// Not found when the draft is somebody else's.
pub async fn papers_of_draft(tx: &mut Tx, id: DraftId) -> Result<Vec<crate::words::Paper>, Failure> {
    let account = owner_of(tx)?;
    store::draft::find(tx, id, account)
        .await?
        .ok_or_else(|| Failure::refused(Kind::NotFound, codes::DRAFT_NOT_FOUND))?;
    store::draft::papers(tx, Of::Draft(id)).await
}
