//! Taking up residence, leaving it, and splitting households.

use super::read::home_of;
use crate::{
    command::{Destination, Done, RegisterResidence, RemoveResidence, Resident, Split, SplitHousehold},
    may,
    person::{Membership, PersonView, Residence, ResidenceKind},
    rules::{
        history::{Rewrite, Span},
        household, residence,
    },
    store,
};
use basis::{Failure, Fault, HouseholdId, PersonId};
use db::{Allowed, Tx};
use uuid::Uuid;
use vietnam::HouseholdRelation;

/// Registers residence. Permanent residence elsewhere ends the older one.
///
/// # Errors
/// A refusal with everything that is wrong.
pub async fn register_residence(
    tx: &mut Tx,
    _may: Allowed<may::RegisterResidence>,
    command: RegisterResidence,
) -> Result<Resident, Failure> {
    // Locks in call order: household, then person.
    let joined = match &command.place {
        Destination::Household { household, relation } => {
            store::lock_household(tx, *household).await?;
            Some((home_of(tx, *household).await?, *relation))
        }
        Destination::NewHousehold { .. } | Destination::Address(_) => None,
    };
    store::lock_people(tx, &[command.person]).await?;
    let view = store::get_person(tx, command.person).await?;
    let believed = store::residence_history(tx, command.person).await?;
    let target = joined.as_ref().map(|(home, relation)| (home, *relation));
    residence::check(&view.facts, &believed, target, &command, tx.today())?;
    let headless = match command.kind {
        ResidenceKind::Permanent => left_headless(tx, &view).await?,
        _ => None,
    };

    let stamp = store::begin_act(tx, "register_residence", &[command.person], &command.basis, None).await?;
    let (address, membership) = match (joined, command.place) {
        (Some((home, relation)), _) => {
            (home.address.written_on(command.from), Some(Membership { household: home.id, relation }))
        }
        (None, Destination::NewHousehold { address, file_no }) => {
            let household = store::insert_household(tx, stamp.act).await?;
            let home = store::Home { file_no, address: address.clone() };
            let begun = Rewrite::begin(Span::since(command.from), home);
            store::rewrite_home(tx, household, &begun, stamp).await?;
            (address, Some(Membership { household, relation: HouseholdRelation::HEAD }))
        }
        (None, Destination::Address(address)) => (address, None),
        (None, Destination::Household { .. }) => {
            return Err(Fault::new("a household to be joined was not loaded").into());
        }
    };
    let new = Residence {
        spell: Uuid::now_v7(),
        kind: command.kind,
        membership,
        address,
        planned_to: command.planned_to,
        reason: command.reason,
        removed: None,
    };
    let spell = new.spell;
    let rewrite = residence::register(&believed, new, command.from)?;
    store::rewrite_residences(tx, command.person, &rewrite, command.basis.paper.as_deref(), stamp).await?;
    if command.kind == ResidenceKind::Permanent {
        store::refresh_search(tx, command.person).await?;
    }
    store::note_change(tx, command.person, "register_residence", stamp.act).await?;
    let household = membership.map(|member| member.household);
    Ok(Resident { act: stamp.act, spell, household, headless })
}

/// The household that is left without a head when this person leaves it.
pub(super) async fn left_headless(tx: &mut Tx, view: &PersonView) -> Result<Option<HouseholdId>, Failure> {
    let Some(member) = view.permanent().and_then(|residence| residence.membership) else { return Ok(None) };
    if member.relation != HouseholdRelation::HEAD {
        return Ok(None);
    }
    let home = home_of(tx, member.household).await?;
    Ok(household::is_left_headless(&home, &[view.id]).then_some(home.id))
}

/// Removes a residence.
///
/// # Errors
/// A refusal when there is none of that kind; to be confirmed when a head leaves others behind.
pub async fn remove_residence(
    tx: &mut Tx,
    _may: Allowed<may::RemoveResidence>,
    command: RemoveResidence,
) -> Result<Done, Failure> {
    store::lock_people(tx, &[command.person]).await?;
    let view = store::get_person(tx, command.person).await?;
    let believed = store::residence_history(tx, command.person).await?;
    let headless = match command.kind {
        ResidenceKind::Permanent => left_headless(tx, &view).await?,
        _ => None,
    };
    let rewrite = residence::remove(&believed, &command, headless.is_some(), tx.today())?;
    let stamp = store::begin_act(tx, "remove_residence", &[command.person], &command.basis, None).await?;
    store::rewrite_residences(tx, command.person, &rewrite, command.basis.paper.as_deref(), stamp).await?;
    if command.kind == ResidenceKind::Permanent {
        store::refresh_search(tx, command.person).await?;
    }
    store::note_change(tx, command.person, "remove_residence", stamp.act).await?;
    Ok(Done { act: stamp.act, headless })
}

/// Splits a household: those who leave form one of their own, at the same address or another.
///
/// # Errors
/// A refusal with everything that is wrong.
pub async fn split_household(
    tx: &mut Tx,
    _may: Allowed<may::SplitHousehold>,
    command: SplitHousehold,
) -> Result<Split, Failure> {
    store::lock_household(tx, command.household).await?;
    let people: Vec<PersonId> = command.leaving.iter().map(|(person, _)| *person).collect();
    store::lock_people(tx, &people).await?;
    let home = home_of(tx, command.household).await?;
    let leaving: Vec<(PersonId, HouseholdRelation)> = household::split(&home, &command, tx.today())?
        .into_iter()
        .map(|(member, relation)| (member.id, relation))
        .collect();

    let stamp = store::begin_act(tx, "split_household", &people, &command.basis, None).await?;
    let new = store::insert_household(tx, stamp.act).await?;
    let address = command.address.unwrap_or(home.address);
    let begun =
        Rewrite::begin(Span::since(command.from), store::Home { file_no: command.file_no, address: address.clone() });
    store::rewrite_home(tx, new, &begun, stamp).await?;
    for (person, relation) in leaving {
        let believed = store::residence_history(tx, person).await?;
        let residence = Residence {
            spell: Uuid::now_v7(),
            kind: ResidenceKind::Permanent,
            membership: Some(Membership { household: new, relation }),
            address: address.clone(),
            planned_to: None,
            reason: None,
            removed: None,
        };
        let rewrite = residence::register(&believed, residence, command.from)?;
        store::rewrite_residences(tx, person, &rewrite, command.basis.paper.as_deref(), stamp).await?;
        store::refresh_search(tx, person).await?;
        store::note_change(tx, person, "split_household", stamp.act).await?;
    }
    Ok(Split { act: stamp.act, household: new })
}
