//! Who holds a leg: an officer takes it and gives it back, a colleague takes it over, the leader lets it go.

use super::{decide::own_leg, get_locked_by_leg, save_leg};
use crate::{
    codes, may,
    rules::verdict,
    store::{self, dossier::NewEvent, leg::HeldRow},
    words::{Dossier, Leg},
};
use basis::{Actor, Code, Failure, Kind, LegId, UnitCode};
use db::Tx;

/// Rows of the list of held legs.
const HELD_ROWS_MAX: i64 = 200;

fn missing() -> Failure {
    Failure::refused(Kind::NotFound, codes::DOSSIER_NOT_FOUND)
}

/// Takes a leg for oneself, or gives it back.
///
/// # Errors
/// A conflict when another officer holds it.
pub async fn claim(tx: &mut Tx, id: LegId, take: bool) -> Result<(), Failure> {
    tx.allow::<may::ReceiveDossier>()?;
    let (dossier, leg) = own(tx, id).await?;
    let officer = tx.actor().account().ok_or_else(missing)?;
    let held = leg.claimed.map(|(account, _)| account);
    if held.is_some_and(|holder| holder != officer) {
        return Err(Failure::refused(Kind::Conflict, codes::HELD_BY_ANOTHER));
    }
    if leg.finished_at.is_some() || held.is_some() == take {
        return Ok(());
    }
    let now = tx.began();
    let moved = Leg { claimed: take.then_some((officer, now)), ..leg };
    save(tx, &dossier, &moved, if take { "claimed" } else { "released" }).await
}

/// Takes over what a colleague of the same agency and role holds: a holder may fall ill. It is asked first and recorded.
///
/// # Errors
/// A refusal to be confirmed while another officer holds it.
pub async fn take_over(tx: &mut Tx, id: LegId, confirmed: &[Code]) -> Result<(), Failure> {
    tx.allow::<may::ReceiveDossier>()?;
    let (dossier, leg) = own(tx, id).await?;
    let officer = tx.actor().account().ok_or_else(missing)?;
    let now = tx.began();
    let kind = if leg.claimed.is_some() { "taken-over" } else { "claimed" };
    match verdict::taken_over(&leg, officer, now, confirmed.contains(&codes::TAKE_OVER))? {
        Some(moved) => save(tx, &dossier, &moved, kind).await,
        None => Ok(()),
    }
}

/// The open legs of the leader's territory that somebody holds, the longest held first. It shows officers and codes.
///
/// # Errors
/// A refusal without the power.
pub async fn held_legs(tx: &mut Tx) -> Result<Vec<HeldRow>, Failure> {
    tx.allow::<may::ReleaseHeld>()?;
    let units = territory(tx)?;
    store::leg::held(tx, &units, HELD_ROWS_MAX).await
}

/// The leader lets a held leg go back to its queue. A leg of another territory is as if it were not there.
///
/// # Errors
/// Not found.
pub async fn release_held(tx: &mut Tx, id: LegId) -> Result<(), Failure> {
    tx.allow::<may::ReleaseHeld>()?;
    let units = territory(tx)?;
    let dossier = get_locked_by_leg(tx, id).await?;
    tx.for_dossier(dossier.id);
    let legs = store::leg::list(tx, dossier.id).await?;
    let leg = legs.into_iter().find(|leg| leg.id == id && units.contains(&leg.unit)).ok_or_else(missing)?;
    if leg.claimed.is_none() || leg.finished_at.is_some() {
        return Ok(());
    }
    save(tx, &dossier, &Leg { claimed: None, ..leg }, "released-by-leader").await
}

/// The unit the leader answers for, and what lies in it.
fn territory(tx: &Tx) -> Result<Vec<UnitCode>, Failure> {
    let Actor::Officer { unit, .. } = tx.actor() else {
        return Err(Failure::refused(Kind::Forbidden, db::NOT_ALLOWED));
    };
    let within = vietnam::units().communes_of(&unit.0, tx.today());
    Ok(std::iter::once(unit.clone()).chain(within.into_iter().map(|unit| UnitCode(unit.code.to_owned()))).collect())
}

async fn own(tx: &mut Tx, id: LegId) -> Result<(Dossier, Leg), Failure> {
    let dossier = get_locked_by_leg(tx, id).await?;
    tx.for_dossier(dossier.id);
    let mut legs = store::leg::list(tx, dossier.id).await?;
    let place = own_leg(tx, &legs, id)?;
    Ok((dossier, legs.swap_remove(place)))
}

async fn save(tx: &mut Tx, dossier: &Dossier, leg: &Leg, kind: &'static str) -> Result<(), Failure> {
    save_leg(tx, leg).await?;
    store::dossier::insert_events(tx, dossier.id, &[NewEvent::of(leg.id, kind, leg.status)]).await
}
