//! What others may ask of the trail.

use crate::{
    may,
    model::{Before, DossierLook, SeenPage},
    store,
};
use basis::{Actor, DossierId, Failure, Kind, PersonId};
use db::Tx;

/// Looks on one page.
pub const LOOKS_MAX: usize = 100;

/// Openings of one dossier that are read; the latest, when there were more.
pub const DOSSIER_LOOKS_MAX: i64 = 500;

/// Who looked at the data of the one who asks.
///
/// # Errors
/// A refusal when `person` is somebody else, or the asker is no citizen.
pub async fn who_saw_me(tx: &mut Tx, person: PersonId, before: Option<Before>) -> Result<SeenPage, Failure> {
    tx.allow::<may::SeeOwnData>()?;
    match tx.actor() {
        Actor::Citizen { person: own, .. } if *own == person => page(tx, person, before).await,
        _ => Err(Failure::refused(Kind::NotFound, db::NOT_ALLOWED)),
    }
}

/// Who looked at the data of a child of the one who asks. `children` are the minor children whom the register gives the
/// asker, loaded by the caller in this same transaction: the trail knows no families.
///
/// # Errors
/// A refusal when the child is not among them.
pub async fn who_saw_my_child(
    tx: &mut Tx,
    child: PersonId,
    children: &[PersonId],
    before: Option<Before>,
) -> Result<SeenPage, Failure> {
    tx.allow::<may::SeeOwnData>()?;
    if !matches!(tx.actor(), Actor::Citizen { .. }) || !children.contains(&child) {
        return Err(Failure::refused(Kind::NotFound, db::NOT_ALLOWED));
    }
    page(tx, child, before).await
}

/// Who opened a dossier, the latest first. The caller loaded the dossier for the same officer in this same transaction:
/// the trail knows whose dossier is whose as little as it knows families.
///
/// # Errors
/// A refusal without the power.
pub async fn who_saw_dossier(tx: &mut Tx, dossier: DossierId) -> Result<Vec<DossierLook>, Failure> {
    tx.allow::<may::SeeDossierLooks>()?;
    store::list_of_dossier(tx, dossier, DOSSIER_LOOKS_MAX).await
}

async fn page(tx: &mut Tx, person: PersonId, before: Option<Before>) -> Result<SeenPage, Failure> {
    let mut rows = store::list(tx, person, before, LOOKS_MAX + 1).await?;
    let more = rows.len() > LOOKS_MAX;
    rows.truncate(LOOKS_MAX);
    let next = rows.last().filter(|_| more).map(|last| Before { at: last.at, id: last.id });
    Ok(SeenPage { rows, next })
}
