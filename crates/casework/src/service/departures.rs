//! Who moved away: the police of the commune that was left are told by a hand-over, and take note of it. Nothing waits for
//! them; who never takes note is found by the nightly comparison.

use super::get_locked;
use crate::{
    book::Book,
    codes, may,
    rules::{deadline, departure},
    store::{self, dossier::NewEvent},
    words::{Departure, Dossier, Handover, Leg},
};
use basis::{Actor, AgencyCode, Failure, HandoverId, Kind};
use db::Tx;
use identity::AgencyKind;
use population::PersonView;

/// The beginning of the kind of these hand-overs; the commune that was left follows, for a move may leave several.
pub(crate) const KIND: &str = "departure/";
const ROWS_MAX: i64 = 50;

/// Journals that people left other communes for the one of this leg. `movers` are as they lived before.
pub(crate) async fn tell(
    tx: &mut Tx,
    book: &Book,
    (dossier, leg): (&Dossier, &Leg),
    movers: &[PersonView],
) -> Result<(), Failure> {
    let today = tx.today();
    let Some(days) = departure::working_days(today) else { return Ok(()) };
    for commune in departure::communes_left(movers, &leg.unit) {
        let police = identity::find_agency_for(tx, AgencyKind::Police, &commune, today).await?;
        let now = tx.instant();
        let handover = Handover {
            id: HandoverId::fresh(),
            dossier: dossier.id,
            leg: leg.id,
            kind: format!("{KIND}{commune}"),
            sender: leg.agency.0.clone(),
            // Another province's police have no desk here: people tell them, and close the finding.
            receiver: police.map_or_else(|| format!("police/{commune}"), |agency| agency.code.0),
            content_hash: super::decide::hash(&leg.code),
            state: "asked".to_owned(),
            asked_at: now,
            answer_by: deadline::days_after(&book.calendar, now, days),
            attempts: 0,
            next_attempt_at: None,
            last_problem: None,
            answered_at: None,
            answer_hash: None,
            answers_seen: 0,
            diverged: false,
        };
        store::handover::insert(tx, &handover).await?;
    }
    Ok(())
}

fn agency_of(tx: &Tx) -> Result<AgencyCode, Failure> {
    match tx.actor() {
        Actor::Officer { agency, .. } => Ok(agency.clone()),
        _ => Err(Failure::refused(Kind::Forbidden, db::NOT_ALLOWED)),
    }
}

/// Who left the communes of the officer's agency, as far as nobody has taken note; the earliest first.
///
/// # Errors
/// A refusal without the power.
pub async fn departures(tx: &mut Tx) -> Result<Vec<Departure>, Failure> {
    tx.allow::<may::SeeDepartures>()?;
    let agency = agency_of(tx)?;
    store::departure::list(tx, &agency, ROWS_MAX).await
}

/// The officer's agency has taken note that somebody left. Said twice it counts once.
///
/// # Errors
/// Not found when it was told to another agency.
pub async fn note_departure(tx: &mut Tx, id: HandoverId) -> Result<(), Failure> {
    tx.allow::<may::SeeDepartures>()?;
    let agency = agency_of(tx)?;
    let missing = || Failure::refused(Kind::NotFound, codes::DOSSIER_NOT_FOUND);
    let dossier = store::handover::dossier_of(tx, id).await?.ok_or_else(missing)?;
    let dossier = get_locked(tx, dossier).await?;
    tx.for_dossier(dossier.id);
    let mut handover = store::handover::find_locked(tx, id).await?.ok_or_else(missing)?;
    if !handover.kind.starts_with(KIND) || handover.receiver != agency.0 {
        return Err(missing());
    }
    if handover.state != "asked" {
        return Ok(());
    }
    handover.state = "answered".to_owned();
    handover.answered_at = Some(tx.began());
    handover.answers_seen += 1;
    store::handover::update(tx, &handover).await?;
    let event = NewEvent { leg: Some(handover.leg), kind: "departure-noted", status: None, words: None };
    store::dossier::insert_events(tx, dossier.id, &[event]).await
}
