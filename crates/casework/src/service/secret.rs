//! The look-up secret of a dossier (mã tra cứu): told again to whoever filed it and printed on the counter's receipt. A
//! lost one is replaced by the one who filed, signed in, or at the counter for the person who stands there: the old one
//! ends, the journal says so, and the filer is told.
//!
//! A secret is made of the dossier's id and how often it was replaced, with the installation's key, so that it can be
//! told again without being kept anywhere: an answer that never arrived takes nothing away.

use super::{counter::own_counter, get_locked, notify, submit::is_owner};
use crate::{
    codes, may,
    rules::code,
    store::{self, dossier::NewEvent},
    words::Dossier,
};
use basis::{DossierId, Failure, Kind};
use db::{Fields, Subject, Tx};

/// What is learnt of the filer: how to follow their dossier without an account.
const SECRET: Fields = Fields("lookup_secret");
/// So often a secret may be replaced by one that was none before.
const REPLACED_MAX: u32 = 200;
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
    // After the last of them the first comes again.
    let times = standing(tx, dossier).map_or(0, |(times, _)| (times + 1) % REPLACED_MAX);
    let secret = nth(tx, dossier.id, times);
    let hash = hash_of(tx, &secret);
    store::dossier::update_secret(tx, dossier.id, &hash).await?;
    if let Some(person) = dossier.people.requester.or(dossier.applicant) {
        tx.saw(Subject::Person(person), SECRET);
    }
    let event = NewEvent { leg: None, kind: EVENT, status: None, words: None };
    store::dossier::insert_events(tx, dossier.id, &[event]).await?;
    notify(tx, dossier, None, EVENT).await?;
    Ok(secret)
}

/// The secret of the own dossier with this code; nothing when it was drawn by a program that kept none to be told again.
///
/// # Errors
/// Not found when the dossier is somebody else's.
pub async fn own_secret(tx: &mut Tx, dossier: &str) -> Result<Option<String>, Failure> {
    tx.allow::<may::ReissueOwnSecret>()?;
    let found = store::dossier::find_by_code(tx, dossier).await?.filter(|found| is_owner(tx, found));
    Ok(told(tx, &found.ok_or_else(missing)?))
}

/// The secret for the receipt that the counter prints for whoever filed.
///
/// # Errors
/// Not found when the dossier is another commune's.
pub async fn secret_for_receipt(tx: &mut Tx, id: DossierId) -> Result<Option<String>, Failure> {
    tx.allow::<may::SeeCounter>()?;
    let dossier = store::dossier::find(tx, id).await?.ok_or_else(missing)?;
    own_counter(tx, &dossier)?;
    Ok(told(tx, &dossier))
}

/// Tells the secret, and records that it was told.
pub(crate) fn told(tx: &mut Tx, dossier: &Dossier) -> Option<String> {
    tx.for_dossier(dossier.id);
    let (_, secret) = standing(tx, dossier)?;
    if let Some(person) = dossier.people.requester.or(dossier.applicant) {
        tx.saw(Subject::Person(person), SECRET);
    }
    Some(secret)
}

/// The secret that stands, and how often it was replaced.
fn standing(tx: &Tx, dossier: &Dossier) -> Option<(u32, String)> {
    (0..REPLACED_MAX).find_map(|times| {
        let secret = nth(tx, dossier.id, times);
        (hash_of(tx, &secret) == dossier.secret_hash).then_some((times, secret))
    })
}

/// The secret of a dossier that was replaced so many times.
pub(crate) fn nth(tx: &Tx, dossier: DossierId, times: u32) -> String {
    let keyed = tx.ctx().app().keys().hash("dossier secret of", &format!("{dossier}/{times}"));
    let mut first = [0_u8; 4];
    first.iter_mut().zip(keyed).for_each(|(to, from)| *to = from);
    code::secret_from(first)
}

/// What is kept of a secret.
pub(crate) fn hash_of(tx: &Tx, secret: &str) -> Vec<u8> {
    tx.ctx().app().keys().hash("dossier secret", secret)
}

fn missing() -> Failure {
    Failure::refused(Kind::NotFound, codes::DOSSIER_NOT_FOUND)
}
