//! What a dossier costs: written down by the rule of its day when it is filed, and settled at the counter. Paying online
//! is another capability's.

use super::{
    counter::{desk_of, own_counter},
    get_locked,
};
use crate::{
    codes, may,
    store::{self, dossier::NewEvent},
    words::{Door, Dossier, Fee},
};
use basis::{DossierId, Failure, Kind, Problem, Refusal};
use db::Tx;
use procedure::{Channel, Procedure, StepRule};

/// Why a fee is not owed is told in so many characters.
const WORDS_CHARS_MAX: usize = 200;

/// How a fee was settled at a counter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Settle {
    /// It was paid.
    Collected,
    /// It is not owed (miễn), with the ground the officer saw.
    Exempt(String),
}

/// The way in by which fees differ.
#[must_use]
pub const fn channel_of(door: Door) -> Channel {
    match door {
        Door::Portal | Door::NationalPortal => Channel::Online,
        Door::Desk => Channel::Desk,
        Door::Post => Channel::Post,
    }
}

/// Writes down what a dossier costs on the day it is filed; nothing where every step of it is free.
pub(crate) async fn write_down(
    tx: &mut Tx,
    definition: &Procedure,
    dossier: &Dossier,
    rules: &[&StepRule],
) -> Result<(), Failure> {
    let channel = channel_of(dossier.door);
    let today = basis::today_at(dossier.submitted_at);
    for fee in definition.fees_on(channel, today).filter(|fee| fee.amount.amount() > 0) {
        // A fee for the whole is paid for with its first step.
        let step = fee.step.or(rules.first().map(|rule| rule.step));
        let Some(step) = step.filter(|step| rules.iter().any(|rule| rule.step == *step)) else { continue };
        let fee = Fee {
            step: step.word().to_owned(),
            amount: fee.amount,
            article: fee.article.clone(),
            confirmed: fee.confirmed,
            settled: None,
        };
        store::fee::insert(tx, dossier.id, channel, &fee).await?;
    }
    Ok(())
}

/// A fee is settled at a counter that may see the dossier.
///
/// # Errors
/// Not found for another commune's dossier; a conflict when nothing is due; invalid when an exemption has no reason.
pub async fn settle_fee(tx: &mut Tx, id: DossierId, step: &str, how: &Settle) -> Result<(), Failure> {
    tx.allow::<may::SeeCounter>()?;
    tx.allow::<may::HandOut>()?;
    let dossier = get_locked(tx, id).await?;
    own_counter(tx, &dossier)?;
    tx.for_dossier(dossier.id);
    let (officer, counter, _) = desk_of(tx)?;
    let (manner, words, event) = match how {
        Settle::Collected => ("collected", None, "fee-collected"),
        Settle::Exempt(words) => ("exempt", Some(words.trim()), "fee-exempt"),
    };
    let words: Option<String> = words.map(|words| words.chars().take(WORDS_CHARS_MAX).collect());
    if words.as_ref().is_some_and(String::is_empty) {
        return Err(Refusal::new(Kind::Invalid, Problem::new(codes::FEE_WORDS_MISSING).at("words")).into());
    }
    let now = tx.instant();
    if !store::fee::settle(tx, (dossier.id, step), (manner, words.as_deref()), (officer, &counter), now).await? {
        return Err(Failure::refused(Kind::Conflict, codes::NO_FEE_DUE));
    }
    let event = NewEvent { leg: None, kind: event, status: None, words };
    store::dossier::insert_events(tx, dossier.id, &[event]).await
}
