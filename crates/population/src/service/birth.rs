//! Births and the numbers that follow them.

use crate::{
    codes,
    command::{Assigned, Basis, Born, ChildFacts, RegisterBirth, RelativeRef, ReplaceNumber},
    may,
    person::{Identifier, IdentifierKind, IdentifierStatus, NumberQuery, PersonView, Personal, PossibleDuplicate},
    relation::RelationKind,
    rules::{
        birth::{self, Parents, Registered},
        history::{Rewrite, Span},
    },
    store,
};
use basis::{Failure, Kind, PersonId};
use db::{Allowed, Tx};
use vietnam::PersonalId;

/// Registers a birth: the child exists from now on, without a number yet, related to its parents.
///
/// The parents who are in the register are locked, and the child by name and birth, so that two registrations of one
/// child wait for each other and the second sees the first.
///
/// # Errors
/// A refusal with everything that is wrong, or else with everything that must be confirmed.
pub async fn register_birth(
    tx: &mut Tx,
    _may: Allowed<may::RegisterBirth>,
    command: RegisterBirth,
) -> Result<Born, Failure> {
    let named: Vec<PersonId> = [&command.mother, &command.father, &command.guardian]
        .into_iter()
        .filter_map(|relative| relative.as_ref().and_then(RelativeRef::person))
        .collect();
    store::lock_people(tx, &named).await?;
    store::lock_child(tx, &command.name.folded(), &command.birth).await?;
    let relatives = store::list_people(tx, &named).await?;
    let facts_of = |relative: &Option<RelativeRef>| {
        let person = relative.as_ref().and_then(RelativeRef::person)?;
        relatives.iter().find(|view| view.id == person).map(|view| &view.facts)
    };
    // Her husband matters only where no father is named.
    let alone = command.mother.as_ref().and_then(RelativeRef::person).filter(|_| command.father.is_none());
    let mother_has_husband = match alone {
        Some(mother) => {
            store::list_relations(tx, &[mother]).await?.iter().any(|(_, kind, _)| *kind == RelationKind::Spouse)
        }
        None => false,
    };
    let parents = Parents { mother: facts_of(&command.mother), father: facts_of(&command.father), mother_has_husband };
    let duplicates = possible_duplicates(tx, &ChildFacts::from(&command)).await?;
    let likenesses: Vec<_> = duplicates.iter().map(|duplicate| duplicate.likeness).collect();
    let late = birth::register(&command, parents, &likenesses, tx.today())?;

    let stamp = store::begin_act(tx, "register_birth", &[], &command.basis, None).await?;
    let person = store::insert_person(tx, stamp.act).await?;
    let facts = Personal {
        birth_place: command.birth_place,
        birth_registered: Some(command.registered),
        origin: command.origin,
        ethnicity: command.ethnicity,
        religion: command.religion,
        nationalities: command.nationalities,
        marital_status: Some(vietnam::MaritalStatus::SINGLE),
        ..Personal::new(command.name, command.birth, command.sex)
    };
    store::rewrite_personal(tx, person, &Rewrite::begin(Span::ALWAYS, facts.clone()), stamp).await?;
    let mut relations = Rewrite::default();
    for (kind, relative) in [
        (RelationKind::Mother, command.mother),
        (RelationKind::Father, command.father),
        (RelationKind::Guardian, command.guardian),
    ] {
        if let Some(relative) = relative {
            relations.add.push((Span { from: command.birth.day(), to: None }, (kind, relative)));
        }
    }
    store::rewrite_relations(tx, person, &relations, stamp).await?;
    store::put_search(tx, person, &facts, None).await?;
    store::note_change(tx, person, "register_birth", stamp.act).await?;
    Ok(Born { person, act: stamp.act, late })
}

/// Registered people who may be the child: its parents' children, and anyone of the same name and day of birth.
/// Twins are told as twins.
///
/// # Errors
/// A fault.
pub async fn possible_duplicates(tx: &mut Tx, child: &ChildFacts) -> Result<Vec<PossibleDuplicate>, Failure> {
    let mut of_mother = Vec::new();
    let mut of_father = Vec::new();
    if let Some(mother) = child.mother {
        of_mother = children_of(tx, mother).await?;
    }
    if let Some(father) = child.father {
        of_father = children_of(tx, father).await?;
    }
    let mut candidates: Vec<PersonId> = of_mother.iter().chain(&of_father).copied().collect();
    if child.birth.day().is_some() {
        candidates.extend(store::search_exact(tx, &child.name.folded(), &child.birth).await?);
    }
    candidates.sort_unstable();
    candidates.dedup();
    let mut found = Vec::new();
    for other in store::list_people(tx, &candidates).await? {
        let registered = Registered {
            facts: &other.facts,
            same_mother: of_mother.contains(&other.id),
            same_father: of_father.contains(&other.id),
        };
        if let Some(likeness) = birth::likeness(child, registered) {
            found.push(PossibleDuplicate {
                person: other.id,
                name: other.facts.name,
                birth: other.facts.birth,
                sex: other.facts.sex,
                personal_id: other.personal_id,
                likeness,
            });
        }
    }
    Ok(found)
}

/// Enters the number the national register gave. The same number twice is harmless, another one a refusal.
///
/// # Errors
/// A refusal when the person has another number, or somebody else has this one.
pub async fn assign_number(
    tx: &mut Tx,
    _may: Allowed<may::AssignNumber>,
    person: PersonId,
    number: PersonalId,
    basis: &Basis,
) -> Result<Assigned, Failure> {
    store::lock_people(tx, &[person]).await?;
    let view = store::get_person(tx, person).await?;
    let contradictions = number.contradictions(Some(view.facts.sex), Some(&view.facts.birth));
    match view.personal_id {
        Some(held) if held == number => return Ok(Assigned { act: None, contradictions }),
        Some(_) => return Err(Failure::refused(Kind::Conflict, codes::NUMBER_ALREADY_OTHER)),
        None => {}
    }
    held_by_nobody_else(tx, person, number).await?;
    let stamp = store::begin_act(tx, "assign_number", &[person], basis, None).await?;
    let history = store::number_history(tx, person).await?;
    // Whatever stood there for the number until now, unconfirmed or asked for, is settled by this one.
    let mut rewrite = Rewrite {
        end: history
            .iter()
            .filter(|version| version.is_believed() && version.value.kind == IdentifierKind::PersonalId)
            .filter(|version| {
                version.value.status == IdentifierStatus::Pending || version.value.value == number.as_str()
            })
            .map(|version| version.id)
            .collect(),
        add: Vec::new(),
    };
    rewrite.add.push((Span::since(tx.today()), active(number)));
    store::rewrite_numbers(tx, person, &rewrite, stamp).await?;
    store::note_change(tx, person, "assign_number", stamp.act).await?;
    Ok(Assigned { act: Some(stamp.act), contradictions })
}

fn active(number: PersonalId) -> Identifier {
    Identifier {
        kind: IdentifierKind::PersonalId,
        value: number.as_str().to_owned(),
        status: IdentifierStatus::Active,
        confirmed: true,
        replaced_by: None,
    }
}

async fn held_by_nobody_else(tx: &mut Tx, person: PersonId, number: PersonalId) -> Result<(), Failure> {
    let holders = store::find_holders(tx, &NumberQuery::Personal(number)).await?;
    // A cancelled number is never used again either (TT 59/2021/TT-BCA Đ6).
    if holders.iter().any(|holder| holder.person() != person) {
        return Err(Failure::refused(Kind::Conflict, codes::NUMBER_HELD_BY_ANOTHER));
    }
    Ok(())
}

/// Cancels a number and gives another in its place (huỷ, xác lập lại). Look-ups by the old one lead to the person.
///
/// # Errors
/// A refusal when the old number is not the person's, or the new one is somebody else's.
pub async fn replace_number(
    tx: &mut Tx,
    _may: Allowed<may::AssignNumber>,
    command: ReplaceNumber,
) -> Result<Assigned, Failure> {
    let ReplaceNumber { person, old, new, from, basis } = command;
    store::lock_people(tx, &[person]).await?;
    let view: PersonView = store::get_person(tx, person).await?;
    let contradictions = new.contradictions(Some(view.facts.sex), Some(&view.facts.birth));
    if view.personal_id == Some(new) {
        return Ok(Assigned { act: None, contradictions });
    }
    if view.personal_id != Some(old) {
        return Err(Failure::refused(Kind::Conflict, codes::NUMBER_NOT_HELD));
    }
    held_by_nobody_else(tx, person, new).await?;
    let stamp = store::begin_act(tx, "cancel_number", &[person], &basis, None).await?;
    let history = store::number_history(tx, person).await?;
    let mut rewrite = Rewrite::default();
    for version in history.iter().filter(|version| version.is_believed() && version.value.value == old.as_str()) {
        rewrite.end.push(version.id);
        let cancelled = Identifier {
            status: IdentifierStatus::Cancelled,
            replaced_by: Some(new.as_str().to_owned()),
            ..version.value.clone()
        };
        rewrite.add.push((version.span, cancelled));
    }
    rewrite.add.push((Span::since(from), active(new)));
    store::rewrite_numbers(tx, person, &rewrite, stamp).await?;
    store::note_change(tx, person, "cancel_number", stamp.act).await?;
    Ok(Assigned { act: Some(stamp.act), contradictions })
}

async fn children_of(tx: &mut Tx, parent: PersonId) -> Result<Vec<PersonId>, Failure> {
    let dependants = store::list_dependants(tx, parent).await?;
    Ok(dependants.into_iter().filter(|(_, is_child)| *is_child).map(|(child, _)| child).collect())
}
