//! Taking an act back before its notice goes out (hoàn tác). What changed a register stays: the gate is never rolled back.

use super::{decide::own_leg, get_locked_by_leg, save_leg, save_rollup};
use crate::{
    book::Book,
    codes, may,
    rules::undo::{self, Kept},
    store::{self, dossier::NewEvent},
    words::{Dossier, Leg},
};
use basis::{Failure, Fault, Kind, LegId, SubmissionKey, Timestamp};
use db::Tx;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// What is kept beside the answer of an act, so that it can be taken back.
#[derive(Serialize, Deserialize)]
pub(crate) struct Before {
    legs: Vec<Kept>,
    at: Timestamp,
}

impl Before {
    /// What is kept of the legs that an act moves; the promise for the whole follows them.
    pub(crate) fn of<'a>(legs: impl Iterator<Item = &'a Leg>, at: Timestamp) -> Self {
        Self { legs: legs.map(Kept::of).collect(), at }
    }
    pub(crate) fn write(&self) -> Result<Json, Failure> {
        serde_json::to_value(self).map_err(|error| Fault::because("keeping what an act changed", error).into())
    }
}

/// The last act on a leg, while it can be taken back.
#[derive(Clone, Copy, Debug)]
pub struct Undo {
    /// The key of the act.
    pub key: SubmissionKey,
    /// When its notice goes out.
    pub until: Timestamp,
}

/// What the officer who asks may take back on this leg, if there is something.
pub(crate) async fn offered(tx: &mut Tx, dossier: &Dossier, leg: LegId) -> Result<Option<Undo>, Failure> {
    let Some(officer) = tx.actor().account() else { return Ok(None) };
    let now = tx.began();
    let Some(found) = store::extension::undoable(tx, dossier.id, leg, now).await? else { return Ok(None) };
    let own = store::dossier::find_answered(tx, found.key, officer).await?.is_some();
    Ok((own && undo::in_time(now, found.until).is_ok()).then_some(Undo { key: found.key, until: found.until }))
}

/// Takes the last act on a leg back: every leg it moved is as before, nobody is told.
///
/// # Errors
/// A conflict when the notice has gone out, somebody moved the dossier on, or the act was another officer's.
pub async fn undo(tx: &mut Tx, book: &Book, leg: LegId, key: SubmissionKey) -> Result<(), Failure> {
    tx.allow::<may::ReceiveDossier>()?;
    let missing = || Failure::refused(Kind::NotFound, codes::DOSSIER_NOT_FOUND);
    let too_late = || Failure::refused(Kind::Conflict, codes::UNDO_TOO_LATE);
    let dossier = get_locked_by_leg(tx, leg).await?;
    tx.for_dossier(dossier.id);
    let mut legs = store::leg::list(tx, dossier.id).await?;
    own_leg(tx, &legs, leg)?;
    let officer = tx.actor().account().ok_or_else(missing)?;
    let now = tx.instant();
    if store::extension::was_undone(tx, dossier.id, leg, key).await? {
        // Pressed twice: it is taken back already.
        return Ok(());
    }
    let found = store::extension::undoable(tx, dossier.id, leg, now).await?.filter(|found| found.key == key);
    let found = found.ok_or_else(too_late)?;
    undo::in_time(now, found.until)?;
    let outcome = store::dossier::find_answered(tx, key, officer).await?.ok_or_else(too_late)?;
    let before = outcome.get("before").cloned().ok_or_else(too_late)?;
    let before: Before =
        serde_json::from_value(before).map_err(|error| Fault::because("reading what an act changed", error))?;
    if !store::extension::hold_notice(tx, found.notice).await? {
        return Err(too_late());
    }
    let mut events = Vec::new();
    for kept in &before.legs {
        let there = legs.iter_mut().find(|there| there.id == kept.leg).ok_or_else(too_late)?;
        let back = kept.put_back(there)?;
        save_leg(tx, &back).await?;
        events.push(NewEvent::of(back.id, "undone", back.status));
        *there = back;
    }
    store::extension::take_back(tx, leg, before.at, now).await?;
    store::dossier::insert_events(tx, dossier.id, &events).await?;
    save_rollup(tx, book, &dossier, &legs).await
}
