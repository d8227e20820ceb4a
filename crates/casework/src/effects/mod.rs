//! What an approval does in the register. A closed list: one file an effect, no generic workflow engine.

mod birth;
mod card;
mod health_card;
mod identity_card;
pub(crate) mod moving;
mod named;
mod residence;

use crate::{
    book::Book,
    filing::Case,
    store::result::{NewResult, Numbering},
    words::{Dossier, Leg},
};
use basis::{Failure, Fault, PersonId, ResultId};
use db::Tx;
use procedure::Effect;
use serde_json::Value as Json;

/// What an effect gives: the result to issue, and what became known.
pub(crate) struct Brought {
    pub(crate) result: NewResult,
    /// The child, when this effect made it a person of the register.
    pub(crate) child: Option<PersonId>,
}

/// All that an effect may look at.
pub(crate) struct At<'a> {
    pub(crate) book: &'a Book,
    pub(crate) dossier: &'a Dossier,
    pub(crate) leg: &'a Leg,
    pub(crate) case: &'a Case,
    /// Warnings the officer has confirmed.
    pub(crate) confirmed: &'a [basis::Code],
}

/// Carries out what a leg's step says.
pub(crate) async fn apply(tx: &mut Tx, effect: Effect, at: &At<'_>) -> Result<Brought, Failure> {
    match (effect, at.case) {
        (Effect::RegisterBirth, Case::Birth(filing)) => birth::apply(tx, at, filing).await,
        (Effect::RegisterResidence, Case::Birth(filing)) => residence::apply(tx, at, filing).await,
        (Effect::IssueHealthCard, Case::Birth(filing)) => health_card::apply(tx, at, filing).await,
        (Effect::IssueIdentityCard, Case::Birth(filing)) => identity_card::apply(tx, at, filing).await,
        (Effect::RegisterResidence, Case::Move(filing)) => moving::apply(tx, at, filing).await,
        (Effect::IssueHealthCard, Case::Card(filing)) => card::apply(tx, at, filing).await,
        _ => Err(Fault::new("a definition joins steps that do not belong together").into()),
    }
}

/// The child of the dossier, whose registration opened this leg.
fn child(at: &At<'_>) -> Result<PersonId, Failure> {
    at.dossier.subject.ok_or_else(|| Fault::new("a leg behind the gate was decided before the birth").into())
}

/// A result with a code for its QR. It gets its number when it is issued.
fn result(tx: &mut Tx, at: &At<'_>, kind: &str, holder: PersonId, content: Json) -> Result<NewResult, Failure> {
    Ok(NewResult {
        id: ResultId::fresh(),
        leg: at.leg.id,
        dossier: at.dossier.id,
        kind: kind.to_owned(),
        holder,
        content,
        verify_code: verify_code()?,
        issued_at: tx.instant(),
        agency: at.leg.agency.clone(),
        issued_by: tx.actor().account(),
    })
}

/// Results of a kind count up by agency and year.
pub(crate) fn numbering(result: &NewResult) -> Numbering<'static> {
    let year = basis::today_at(result.issued_at).year();
    Numbering::Next { counter: format!("{}/{}/{year}", result.kind, result.agency), ending: year.to_string() }
}

/// A code that cannot be guessed: 120 bits.
pub(crate) fn verify_code() -> Result<String, Failure> {
    const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let mut random = [0_u8; 24];
    getrandom::fill(&mut random).map_err(|error| Fault::new(format!("drawing a random code: {error}")))?;
    Ok(random.iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect())
}
