//! What does not add up between two sides: found every night, settled by people.

use super::{numbers::answer_hash, owner_of};
use crate::{
    codes, may,
    rules::compare::{self, Theirs},
    store::{self, finding::Finding},
};
use basis::{Failure, Kind, Problem, Refusal, Timestamp};
use db::Tx;
use links::Recorded;
use vietnam::PersonalId;

/// Questions younger than this may still be on their way when books are compared.
const SETTLED_AFTER_S: i64 = 3600;
const OPEN_MAX: i64 = 500;
const CLOSED_MAX: i64 = 100;
const REASON_CHARS_MAX: usize = 500;

/// The nightly comparison within our own journal; gives how many findings are new.
///
/// # Errors
/// A fault when it could not be done.
pub async fn compare_handovers(tx: &mut Tx) -> Result<u64, Failure> {
    tx.allow::<may::CompareHandovers>()?;
    let now = tx.began();
    store::finding::compare(tx, now).await
}

/// The nightly comparison with what the national register says it heard from us since `from`; gives how many findings
/// are new. The register was asked before, outside any transaction.
///
/// # Errors
/// A fault when it could not be done.
pub async fn compare_with_register(
    tx: &mut Tx,
    from: Timestamp,
    stated: &[Recorded<PersonalId>],
) -> Result<u64, Failure> {
    tx.allow::<may::CompareHandovers>()?;
    let now = tx.began();
    let theirs: Vec<Theirs> = stated
        .iter()
        .map(|one| Theirs { id: one.handover, answer: one.answer.assigned().map(|number| answer_hash(tx, *number)) })
        .collect();
    let known: Vec<_> = theirs.iter().map(|one| one.id).collect();
    let ours = store::finding::number_handovers(tx, &known, from, now).await?;
    let odd = compare::compare(&ours, &theirs, super::later(now, -SETTLED_AFTER_S));
    store::finding::insert(tx, &odd, now).await
}

/// What the comparison found and nobody has settled.
///
/// # Errors
/// A refusal without the power.
pub async fn findings(tx: &mut Tx) -> Result<Vec<Finding>, Failure> {
    tx.allow::<may::SeeFindings>()?;
    store::finding::open(tx, OPEN_MAX).await
}

/// What officers have settled, with their reasons, the latest first.
///
/// # Errors
/// A refusal without the power.
pub async fn closed_findings(tx: &mut Tx) -> Result<Vec<Finding>, Failure> {
    tx.allow::<may::SeeFindings>()?;
    store::finding::closed(tx, CLOSED_MAX).await
}

/// Settles a finding, with the reason that is kept.
///
/// # Errors
/// A refusal without a reason; a conflict when somebody settled it already.
pub async fn close_finding(tx: &mut Tx, id: i64, reason: &str) -> Result<(), Failure> {
    tx.allow::<may::CloseFinding>()?;
    let officer = owner_of(tx)?;
    let reason: String = reason.trim().chars().take(REASON_CHARS_MAX).collect();
    if reason.is_empty() {
        return Err(Refusal::new(Kind::Invalid, Problem::new(codes::REASON_MISSING).at("reason")).into());
    }
    let now = tx.began();
    if store::finding::close(tx, id, now, officer, &reason).await? {
        Ok(())
    } else {
        Err(Failure::refused(Kind::Conflict, codes::MOVED_ON))
    }
}
