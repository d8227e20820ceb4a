//! Corrections, deaths, issued papers, and taking an act back.

use super::residence::left_headless;
use crate::{
    codes,
    command::{Basis, CorrectPerson, Corrected, Done, RecordDeath},
    may,
    person::{Document, RemovalGround},
    rules::{correction, death, history, residence},
    store,
};
use basis::{ActId, Failure, Kind, PersonId};
use db::{Allowed, Tx};

/// Corrects what was wrong, or records what has changed. What was known before stays answerable.
///
/// # Errors
/// A refusal with everything that is wrong, or else with everything that must be confirmed.
pub async fn correct_person(
    tx: &mut Tx,
    _may: Allowed<may::CorrectPerson>,
    command: CorrectPerson,
) -> Result<Corrected, Failure> {
    store::lock_people(tx, &[command.person]).await?;
    let view = store::get_person(tx, command.person).await?;
    let facts = store::personal_history(tx, command.person).await?;
    let (rewrite, contradictions) = correction::correct(&facts, view.personal_id, &command, tx.today())?;
    let stamp = store::begin_act(tx, "correct", &[command.person], &command.basis, None).await?;
    store::rewrite_personal(tx, command.person, &rewrite, stamp).await?;
    store::refresh_search(tx, command.person).await?;
    store::note_change(tx, command.person, "correct", stamp.act).await?;
    Ok(Corrected { act: stamp.act, contradictions })
}

/// Records a death. Every residence ends on that day; a household may be left without a head.
///
/// # Errors
/// A refusal when a death is recorded already, or the date cannot be.
pub async fn record_death(tx: &mut Tx, _may: Allowed<may::RecordDeath>, command: RecordDeath) -> Result<Done, Failure> {
    store::lock_people(tx, &[command.person]).await?;
    let view = store::get_person(tx, command.person).await?;
    let facts = store::personal_history(tx, command.person).await?;
    let rewrite = death::record(&facts, &command, tx.today())?;
    let headless = left_headless(tx, &view).await?;
    let stamp = store::begin_act(tx, "record_death", &[command.person], &command.basis, None).await?;
    store::rewrite_personal(tx, command.person, &rewrite, stamp).await?;
    // Being declared missing removes residence too (Luật Cư trú Đ24.1.a).
    let believed = store::residence_history(tx, command.person).await?;
    let ended = residence::end_all(&believed, command.on, RemovalGround::Death);
    store::rewrite_residences(tx, command.person, &ended, command.basis.paper.as_deref(), stamp).await?;
    store::refresh_search(tx, command.person).await?;
    store::note_change(tx, command.person, "record_death", stamp.act).await?;
    Ok(Done { act: stamp.act, headless })
}

/// Takes a correction, a death, a residence or a number back, for everybody it touched. A registered birth is not taken
/// back but cancelled by its own procedure, and a split household is joined again by a new act.
///
/// # Errors
/// A refusal when there is no such act, it is of another kind, or a later act built on it.
pub async fn undo(tx: &mut Tx, _may: Allowed<may::CorrectPerson>, act: ActId, basis: &Basis) -> Result<ActId, Failure> {
    const UNDONE: &[&str] =
        &["correct", "record_death", "register_residence", "remove_residence", "assign_number", "cancel_number"];
    let people = match store::find_act(tx, act).await? {
        Some((kind, people)) if UNDONE.contains(&kind.as_str()) => people,
        _ => return Err(Failure::refused(Kind::NotFound, codes::ACT_UNKNOWN)),
    };
    store::lock_people(tx, &people).await?;
    let stamp = store::begin_act(tx, "undo", &people, basis, Some(act)).await?;
    for person in people {
        let facts = history::undo(act, &store::personal_history(tx, person).await?)?;
        let numbers = history::undo(act, &store::number_history(tx, person).await?)?;
        let residences = history::undo(act, &store::residence_history(tx, person).await?)?;
        let relations = history::undo(act, &store::relation_history(tx, person).await?)?;
        store::rewrite_personal(tx, person, &facts, stamp).await?;
        store::rewrite_numbers(tx, person, &numbers, stamp).await?;
        store::rewrite_residences(tx, person, &residences, basis.paper.as_deref(), stamp).await?;
        store::rewrite_relations(tx, person, &relations, stamp).await?;
        store::refresh_search(tx, person).await?;
        store::note_change(tx, person, "undo", stamp.act).await?;
    }
    Ok(stamp.act)
}

/// Enters a card or certificate that was issued to a person (Luật Căn cước 26/2023 Đ9 khoản 14).
///
/// # Errors
/// A refusal (404) when the register does not know the person.
pub async fn record_document(
    tx: &mut Tx,
    _may: Allowed<may::RecordDocument>,
    person: PersonId,
    paper: &Document,
    basis: &Basis,
) -> Result<ActId, Failure> {
    store::lock_people(tx, &[person]).await?;
    let stamp = store::begin_act(tx, "record_document", &[], basis, None).await?;
    store::insert_document(tx, person, paper, stamp).await?;
    store::note_change(tx, person, "record_document", stamp.act).await?;
    Ok(stamp.act)
}
