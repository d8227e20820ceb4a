//! The one-stop counter (bộ phận một cửa): every dossier received there or of its commune, papers taken in for the
//! agencies that decide, results handed over.

use super::{
    get_locked, get_locked_by_leg, save_leg, save_rollup,
    submit::hand_over,
    track::{Tracked, whole},
};
use crate::{
    book::Book,
    codes, may,
    rules::verdict,
    store::{self, counter::Wanted, dossier::NewEvent},
    words::{CounterCounts, CounterRow, Dossier, Handout, Receiver},
};
use basis::{
    AccountId, Actor, AgencyCode, DossierId, Failure, Kind, LegId, PersonId, Problem, Refusal, Timestamp, UnitCode,
};
use db::Tx;
use population::PersonView;
use procedure::Status;

/// Rows of one page of a counter's list.
const ROWS_MAX: i64 = 50;

/// Which part of a counter's list is wanted: the counters are the filters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CounterFilter {
    /// Every dossier of the commune and of this counter.
    #[default]
    Every,
    /// Received at this counter.
    Here,
    /// Nobody has taken it in.
    Fresh,
    /// Being worked on.
    Working,
    /// Waiting for the citizen.
    Supplement,
    /// Finished, results not handed over.
    Ready,
}

impl CounterFilter {
    /// Every filter, in the order of the counters.
    pub const ALL: [Self; 6] = [Self::Every, Self::Here, Self::Fresh, Self::Working, Self::Supplement, Self::Ready];
    /// Its word in an address.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Every => "every",
            Self::Here => "here",
            Self::Fresh => "fresh",
            Self::Working => "working",
            Self::Supplement => "supplement",
            Self::Ready => "ready",
        }
    }
    /// The filter with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.word() == word)
    }
    fn statuses(self) -> Vec<i16> {
        match self {
            Self::Every | Self::Here => (1..=10).collect(),
            Self::Fresh => vec![1],
            Self::Working => vec![2, 4, 6, 7],
            Self::Supplement => vec![5],
            Self::Ready => vec![9],
        }
    }
}

/// One page of a counter's list.
#[derive(Clone, Debug)]
pub struct CounterList {
    /// The counters.
    pub counts: CounterCounts,
    /// The rows, the latest first.
    pub rows: Vec<CounterRow>,
    /// Where the next page begins.
    pub next: Option<(Timestamp, DossierId)>,
}

/// A dossier as the counter sees it: what was asked for and how far it is, without the register beside it.
#[derive(Clone, Debug)]
pub struct AtCounter {
    /// The dossier with everything about it.
    pub whole: Tracked,
    /// Who asks.
    pub applicant: Option<PersonView>,
}

pub(crate) fn desk_of(tx: &Tx) -> Result<(AccountId, AgencyCode, UnitCode), Failure> {
    match tx.actor() {
        Actor::Officer { account, agency, unit, .. } => Ok((*account, agency.clone(), unit.clone())),
        _ => Err(Failure::refused(Kind::Forbidden, db::NOT_ALLOWED)),
    }
}

/// The dossiers of the officer's counter and of its commune.
///
/// # Errors
/// A refusal without the power.
pub async fn counter_list(
    tx: &mut Tx,
    filter: CounterFilter,
    before: Option<(Timestamp, DossierId)>,
) -> Result<CounterList, Failure> {
    tx.allow::<may::SeeCounter>()?;
    let (_, counter, unit) = desk_of(tx)?;
    let counts = store::counter::counts(tx, &unit, &counter).await?;
    let latest = "9999-01-01T00:00:00Z".parse().unwrap_or(Timestamp::MAX);
    let before = before.unwrap_or((latest, DossierId::from_uuid(uuid::Uuid::max())));
    let statuses = filter.statuses();
    let wanted = Wanted {
        unit: &unit,
        counter: &counter,
        statuses: &statuses,
        whole_commune: filter != CounterFilter::Here,
        before: (before.0.min(latest), before.1),
        rows_max: ROWS_MAX,
    };
    let mut rows = store::counter::list(tx, wanted).await?;
    let applicants: Vec<PersonId> = rows.iter().filter_map(|row| row.applicant).collect();
    let names = population::names_of(tx, &applicants).await?;
    for row in &mut rows {
        row.applicant_name = row.applicant.and_then(|person| names.get(&person)).map(|name| name.as_str().to_owned());
    }
    let full = i64::try_from(rows.len()).unwrap_or(0) == ROWS_MAX;
    let next = rows.last().filter(|_| full).map(|row| (row.submitted_at, row.dossier));
    Ok(CounterList { counts, rows, next })
}

/// Opens a dossier of the counter or of its commune. Another commune's is as if it were not there.
///
/// # Errors
/// Not found.
pub async fn at_counter(tx: &mut Tx, id: DossierId) -> Result<AtCounter, Failure> {
    tx.allow::<may::SeeCounter>()?;
    let dossier = store::dossier::find(tx, id).await?.ok_or_else(missing)?;
    own_counter(tx, &dossier)?;
    tx.for_dossier(dossier.id);
    let applicant = match dossier.people.requester.or(dossier.applicant) {
        Some(person) => Some(population::get_person(tx, person).await?),
        None => None,
    };
    Ok(AtCounter { whole: whole(tx, dossier).await?, applicant })
}

/// The dossier with this code, if the counter may see it: how one is found by the code on its receipt.
///
/// # Errors
/// Not found.
pub async fn find_at_counter(tx: &mut Tx, code: &str) -> Result<DossierId, Failure> {
    tx.allow::<may::SeeCounter>()?;
    let code = code.trim().to_uppercase();
    let dossier = store::dossier::find_by_code(tx, &code).await?.ok_or_else(missing)?;
    own_counter(tx, &dossier)?;
    Ok(dossier.id)
}

fn missing() -> Failure {
    Failure::refused(Kind::NotFound, codes::DOSSIER_NOT_FOUND)
}

pub(crate) fn own_counter(tx: &Tx, dossier: &Dossier) -> Result<(), Failure> {
    let (_, counter, unit) = desk_of(tx)?;
    if dossier.unit == unit || dossier.counter.as_ref() == Some(&counter) { Ok(()) } else { Err(missing()) }
}

/// The counter takes a dossier's papers in and hands every part that has reached its agency over to it: received, not
/// claimed. Gives how many parts that were.
///
/// # Errors
/// A conflict when nothing waits to be taken in.
pub async fn receive_at_counter(tx: &mut Tx, book: &Book, id: DossierId) -> Result<usize, Failure> {
    tx.allow::<may::SeeCounter>()?;
    tx.allow::<may::ReceiveDossier>()?;
    let dossier = get_locked(tx, id).await?;
    own_counter(tx, &dossier)?;
    tx.for_dossier(dossier.id);
    let (officer, counter, _) = desk_of(tx)?;
    let definition = book.definition(&dossier.definition)?;
    let terms = book.terms(definition);
    let now = tx.instant();
    let mut legs = store::leg::list(tx, dossier.id).await?;
    let mut events = Vec::new();
    for leg in legs.iter_mut().filter(|leg| leg.status == Status::New && leg.opened.is_some()) {
        if leg.claimed.is_some() {
            continue;
        }
        let accept = verdict::Action::Accept { verification: false };
        let mut moved = verdict::act(leg, &accept, officer, 0, now, &terms)?.leg;
        // The counter takes in; who decides is for the agency to say.
        moved.claimed = None;
        save_leg(tx, &moved).await?;
        // The agency is still to take it up, and the papers with it: lost when nobody does within the term.
        hand_over(tx, &dossier, &moved, "papers", &counter.0).await?;
        events.push(NewEvent::of(moved.id, "received-at-counter", moved.status));
        *leg = moved;
    }
    if events.is_empty() {
        return Err(Failure::refused(Kind::Conflict, codes::STEP_NOT_OPEN));
    }
    store::dossier::insert_events(tx, dossier.id, &events).await?;
    super::notify(tx, &dossier, None, "accepted").await?;
    save_rollup(tx, book, &dossier, &legs).await?;
    Ok(events.len())
}

/// Hands a part's result over at the counter: to the applicant, or to somebody sent who shows a paper.
///
/// # Errors
/// A conflict when there is no result, or it was handed over before.
pub async fn hand_out(tx: &mut Tx, book: &Book, id: LegId, receiver: Receiver) -> Result<(), Failure> {
    tx.allow::<may::HandOut>()?;
    let dossier = get_locked_by_leg(tx, id).await?;
    own_counter(tx, &dossier)?;
    tx.for_dossier(dossier.id);
    if matches!(&receiver, Receiver::Proxy(paper) if paper.trim().is_empty()) {
        return Err(Refusal::new(Kind::Invalid, Problem::new(codes::PROXY_PAPER_MISSING).at("paper")).into());
    }
    let (officer, counter, _) = desk_of(tx)?;
    let now = tx.instant();
    let mut legs = store::leg::list(tx, dossier.id).await?;
    let leg = legs.iter_mut().find(|leg| leg.id == id).ok_or_else(missing)?;
    if leg.status != Status::Done {
        return Err(Failure::refused(Kind::Conflict, codes::NOTHING_TO_HAND_OUT));
    }
    leg.status = Status::Returned;
    save_leg(tx, leg).await?;
    let handout = Handout { leg: id, receiver, handed_at: now, handed_by: officer, agency: counter };
    store::counter::insert_handout(tx, &handout).await?;
    store::dossier::insert_events(tx, dossier.id, &[NewEvent::of(id, "returned", Status::Returned)]).await?;
    super::notify(tx, &dossier, None, "returned").await?;
    save_rollup(tx, book, &dossier, &legs).await
}
