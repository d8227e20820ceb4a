//! A lost look-up secret (mã tra cứu) is replaced: by whoever filed, signed in, or at the counter for the person who
//! stands there. It is shown once; the old one ends, the journal says so, and the filer is told.

use super::{counter::own_counter, get_locked, notify, submit::is_owner};
use crate::{
    codes, may,
    rules::code,
    store::{self, dossier::NewEvent},
    words::Dossier,
};
use basis::{DossierId, Failure, Fault, Kind};
use db::{Fields, Subject, Tx};

/// What is learnt of the filer: how to follow their dossier without an account.
const SECRET: Fields = Fields("lookup_secret");
/// What the journal and the notice call it.
const EVENT: &str = "secret-reissued";

/// Another secret for the own dossier with this code.
///
/// # Errors
/// Not found when the dossier is somebody else's.
pub async fn reissue_secret(tx: &mut Tx, dossier: &str) -> Result<String, Failure> {
    tx.allow::<may::ReissueOwnSecret>()?;
    let found = store::dossier::find_by_code(tx, dossier).await?.ok_or_else(missing)?;
    if !is_owner(tx, &found) {
        return Err(missing());
    }
    let dossier = get_locked(tx, found.id).await?;
    replace(tx, &dossier).await
}

/// Another secret for the person who stands at the counter, for a dossier of the counter or of its commune. That it is
/// the one who filed, the officer sees by their paper.
///
/// # Errors
/// Not found when the dossier is another commune's.
pub async fn reissue_secret_at_counter(tx: &mut Tx, id: DossierId) -> Result<String, Failure> {
    tx.allow::<may::SeeCounter>()?;
    tx.allow::<may::ReissueSecret>()?;
    let dossier = get_locked(tx, id).await?;
    own_counter(tx, &dossier)?;
    replace(tx, &dossier).await
}

async fn replace(tx: &mut Tx, dossier: &Dossier) -> Result<String, Failure> {
    tx.for_dossier(dossier.id);
    let secret = draw()?;
    let hash = tx.ctx().app().keys().hash("dossier secret", &secret);
    store::dossier::update_secret(tx, dossier.id, &hash).await?;
    if let Some(person) = dossier.people.requester.or(dossier.applicant) {
        tx.saw(Subject::Person(person), SECRET);
    }
    let event = NewEvent { leg: None, kind: EVENT, status: None, words: None };
    store::dossier::insert_events(tx, dossier.id, &[event]).await?;
    notify(tx, dossier, None, EVENT).await?;
    Ok(secret)
}

/// A secret nobody can foresee.
pub(crate) fn draw() -> Result<String, Failure> {
    let mut random = [0_u8; 4];
    getrandom::fill(&mut random).map_err(|error| Fault::new(format!("drawing a look-up secret: {error}")))?;
    Ok(code::secret_from(random))
}

fn missing() -> Failure {
    Failure::refused(Kind::NotFound, codes::DOSSIER_NOT_FOUND)
}
