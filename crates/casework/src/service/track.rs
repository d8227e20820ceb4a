//! Following a dossier: its owner, or whoever holds its code and secret. Supplements answered, withdrawal.

use super::{
    consents,
    drafts::{file_ref, plain_name},
    events_of, get_locked, insurance, notify, save_leg, save_rollup,
    submit::is_owner,
};
use crate::{
    book::{Book, write_answers},
    codes, may,
    rules::{
        lookup::{self, Verdict},
        supplement, verdict,
    },
    store::{
        self,
        dossier::{DossierLine, NewEvent},
        draft::Of,
    },
    words::{Consent, Dossier, Event, Extension, Fee, Handout, Handover, Issued, Leg, Paper, Supplement},
};
use basis::{DossierId, Failure, Kind, LegId, SubmissionKey, Timestamp};
use db::Tx;
use procedure::{Answers, Status};
use serde_json::json;
use std::net::IpAddr;

/// Wrong look-ups within this time count.
const LOOKUP_WINDOW_MIN: i64 = 15;
/// A network that was right is remembered for so long, and so is every attempt.
const LOOKUP_KEPT_DAYS: i64 = 30;
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
    /// The agreements it needs.
    pub consents: Vec<Consent>,
    /// Other dates that were promised for late parts.
    pub extensions: Vec<Extension>,
    /// What it costs.
    pub fees: Vec<Fee>,
    /// Results handed over at a counter.
    pub handouts: Vec<Handout>,
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

/// What a look-up came to, and when it may be told.
#[derive(Debug)]
pub struct LookedUp {
    /// The glimpse, or why there is none.
    pub answer: Result<Glimpse, Failure>,
    /// Milliseconds to wait, without a transaction, before anything is answered.
    pub after_ms: u64,
}

/// Looks a dossier up by its code and secret, slowed down against guessing.
///
/// The attempt must be kept, so a refusal travels inside an answer that is committed: the same one for a wrong code and a
/// wrong secret; another when too many were tried from this network.
///
/// # Errors
/// A fault when the attempt cannot be counted or kept.
pub async fn look_up(tx: &mut Tx, code: &str, secret: &str, address: IpAddr) -> Result<LookedUp, Failure> {
    tx.allow::<may::LookUpDossier>()?;
    let keys = tx.ctx().app().keys().clone();
    let code = code.trim().to_uppercase();
    let (network, by_code) = (keys.hash("address", &identity::network(address)), keys.hash("dossier code", &code));
    let now = tx.began();
    let wrong_since = super::later(now, -LOOKUP_WINDOW_MIN * 60);
    let known_since = super::later(now, -LOOKUP_KEPT_DAYS * 24 * 3600);
    // One after the other from one network, so that a hundred at once are counted as a hundred.
    store::lookup::line_up(tx, &network).await?;
    let lookups = store::lookup::count(tx, &network, &by_code, wrong_since, known_since).await?;
    let after_ms = match lookup::decide(&lookups, now) {
        Verdict::Answer { after_ms } => after_ms,
        Verdict::Wait { until } => {
            let minutes = identity::minutes_left(until, now).to_string();
            let problem = basis::Problem::new(codes::LOOKUP_TOO_MANY).with("minutes", minutes);
            return Ok(LookedUp { answer: Err(basis::Refusal::new(Kind::TooMany, problem).into()), after_ms: 0 });
        }
    };
    let hash = keys.hash("dossier secret", &secret.trim().to_uppercase());
    let found = store::dossier::find_by_code(tx, &code).await?.filter(|dossier| same(&dossier.secret_hash, &hash));
    store::lookup::insert(tx, &network, &by_code, found.is_some()).await?;
    let Some(dossier) = found else {
        let problem = basis::Problem::new(codes::LOOKUP_WRONG).at("secret");
        return Ok(LookedUp { answer: Err(basis::Refusal::new(Kind::Invalid, problem).into()), after_ms });
    };
    let legs = store::leg::list(tx, dossier.id).await?;
    let glimpse = Glimpse {
        code: dossier.code,
        procedure: dossier.procedure,
        submitted_at: dossier.submitted_at,
        due_at: dossier.due_at,
        status: dossier.status,
        legs,
    };
    Ok(LookedUp { answer: Ok(glimpse), after_ms })
}

/// Forgets look-ups that are too old to count; gives how many.
///
/// # Errors
/// A fault when they cannot be removed.
pub async fn sweep_lookups(tx: &mut Tx) -> Result<u64, Failure> {
    tx.allow::<may::Sweep>()?;
    let before = super::later(tx.began(), -LOOKUP_KEPT_DAYS * 24 * 3600);
    store::lookup::sweep(tx, before).await
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
        consents: store::consent::list(tx, dossier.id).await?,
        extensions: store::extension::list(tx, dossier.id).await?,
        fees: store::fee::list(tx, dossier.id).await?,
        handouts: store::counter::handouts(tx, dossier.id).await?,
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
        name: plain_name(name),
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
    let open: Vec<Supplement> = store::leg::supplements(tx, dossier.id)
        .await?
        .into_iter()
        .filter(|supplement| supplement.leg == leg && supplement.answered_at.is_none())
        // What the gate has registered stays as it was decided, whatever was asked for before this was a rule.
        .filter(|supplement| rule.may_ask(&supplement.field))
        .collect();
    let asked: Vec<String> = open.iter().map(|supplement| supplement.field.clone()).collect();
    let papers = store::draft::papers(tx, Of::Dossier(dossier.id)).await?;
    let arrived = |field: &str| {
        let since = open.iter().filter(|one| one.field == field).map(|one| one.asked_at).max();
        papers.iter().any(|paper| paper.field == field && since.is_some_and(|since| paper.uploaded_at >= since))
    };
    let received = basis::today_at(dossier.submitted_at);
    let mut answers = supplement::mend(&definition.form, &book.answers(&dossier)?, changed, &asked, arrived, received)?;
    for paper in papers.iter().filter(|paper| asked.contains(&paper.field)) {
        answers.add_file(&paper.field, file_ref(paper));
    }
    store::dossier::update_answers(tx, dossier.id, &write_answers(&answers)?).await?;
    consents::restate(tx, book, &dossier, &answers).await?;
    store::leg::answer_supplements(tx, leg, now).await?;
    // A notice that has not gone out asks for what is there now.
    store::extension::hold_superseded(tx, dossier.id, Some((leg, "supplement-asked"))).await?;
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
            store::handover::answer_agency(tx, moved.leg.id, &["leg", insurance::KIND], now).await?;
            events.extend(events_of(&moved));
            *leg = moved.leg;
        }
    }
    if events.is_empty() {
        return Err(Failure::refused(Kind::Conflict, codes::WITHDRAW_TOO_LATE));
    }
    store::dossier::insert_events(tx, dossier.id, &events).await?;
    store::extension::hold_superseded(tx, dossier.id, None).await?;
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
