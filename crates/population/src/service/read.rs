//! Looking: by number, by name, through time, and at families and households.

use crate::{
    codes,
    command::RelativeRef,
    may,
    person::{
        ActRow, Document, Family, Found, HouseholdView, Match, Member, NameSearch, NumberQuery, PersonView,
        PrefillFacts, Relative, SEARCH_LIMIT_MAX, Told,
    },
    relation::RelationKind,
    rules::{
        history::{self, Version},
        household::commune_today,
    },
    store,
};
use basis::{Actor, Date, Failure, HouseholdId, Kind, PersonId, Problem, Refusal, Timestamp};
use db::{Subject, Tx};
use std::collections::HashMap;
use vietnam::{FullName, HouseholdRelation};

/// The person with a number: the one in use, a cancelled one, an old 9-digit one or a passport.
///
/// # Errors
/// A refusal when the actor may not look people up, or when several people are recorded with the number.
pub async fn find_by_number(tx: &mut Tx, number: &NumberQuery) -> Result<Option<PersonView>, Failure> {
    tx.allow::<may::FindPerson>()?;
    let holders = store::find_holders(tx, number).await?;
    let person = match holders.as_slice() {
        [] => return Ok(None),
        [first, ..] if first.is_certain() => first.person(),
        [first, others @ ..] if others.iter().all(|other| other.person() == first.person()) => first.person(),
        _ => return Err(Failure::refused(Kind::Conflict, codes::NUMBER_SEVERAL_HOLDERS)),
    };
    store::get_person(tx, person).await.map(Some)
}

/// Who of those recorded with a number is meant by a name and a year of birth. Only these are read: what somebody
/// typed about another person opens nothing more of them.
///
/// # Errors
/// A refusal when the actor may not look people up.
pub async fn find_matching(tx: &mut Tx, told: &Told<'_>) -> Result<Match, Failure> {
    tx.allow::<may::FindPerson>()?;
    let holders = store::find_holders(tx, &NumberQuery::Personal(told.number)).await?;
    let mut people: Vec<PersonId> = holders.iter().map(|holder| holder.person()).collect();
    people.sort_unstable();
    people.dedup();
    if people.is_empty() {
        return Ok(Match::Nobody);
    }
    let compared = store::compare_people(tx, &people).await?;
    let mut agreeing = compared.into_iter().filter(|(_, name, birth)| {
        told.name.is_none_or(|told| told.folded() == name.folded())
            && told.birth_year.is_none_or(|year| year == birth.year())
    });
    Ok(match (agreeing.next(), agreeing.next()) {
        (Some((person, _, _)), None) => Match::One(person),
        _ => Match::Unclear,
    })
}

/// Everybody recorded with a number: an old number may have been given twice.
///
/// # Errors
/// A refusal when the actor may not look people up.
pub async fn find_all_by_number(tx: &mut Tx, number: &NumberQuery) -> Result<Vec<PersonView>, Failure> {
    tx.allow::<may::FindPerson>()?;
    let mut people: Vec<PersonId> = Vec::new();
    for holder in store::find_holders(tx, number).await? {
        if !people.contains(&holder.person()) {
            people.push(holder.person());
        }
    }
    store::list_people(tx, &people).await
}

/// Whether this person may be seen. Officers and tasks hold a power for everybody, their rules decide for whom. A citizen
/// sees himself and whoever this transaction has found for him before: his family, or a parent whose number he wrote. An
/// id alone opens nobody, even on a route that forgot to ask who comes.
fn may_see(tx: &Tx, person: PersonId) -> Result<(), Failure> {
    let Actor::Citizen { person: own, .. } = tx.actor() else { return tx.allow::<may::SeePerson>().map(drop) };
    tx.allow::<may::SeeOwnFamily>()?;
    if *own == person || tx.has_seen(&Subject::Person(person)) {
        Ok(())
    } else {
        Err(Failure::refused(Kind::NotFound, codes::PERSON_UNKNOWN))
    }
}

/// A person who must exist.
///
/// # Errors
/// A refusal when the actor may not see the person, or the register does not know them (404).
pub async fn get_person(tx: &mut Tx, person: PersonId) -> Result<PersonView, Failure> {
    may_see(tx, person)?;
    store::get_person(tx, person).await
}

/// People who must exist, in the order asked for: one look for all of them.
///
/// # Errors
/// A refusal when the actor may not see one of them, or the register does not know one (404).
pub async fn get_people(tx: &mut Tx, people: &[PersonId]) -> Result<Vec<PersonView>, Failure> {
    for &person in people {
        may_see(tx, person)?;
    }
    let mut wanted = people.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    let found: HashMap<PersonId, PersonView> =
        store::list_people(tx, &wanted).await?.into_iter().map(|view| (view.id, view)).collect();
    let unknown = || Failure::refused(Kind::NotFound, codes::PERSON_UNKNOWN);
    people.iter().map(|person| found.get(person).cloned().ok_or_else(unknown)).collect()
}

/// The names of people, and nothing else of them. Whom the register does not know is left out.
///
/// # Errors
/// A refusal when the actor may not see one of them.
pub async fn names_of(tx: &mut Tx, people: &[PersonId]) -> Result<HashMap<PersonId, FullName>, Failure> {
    for &person in people {
        may_see(tx, person)?;
    }
    store::list_names(tx, people).await
}

/// A person as they were on a day, as far as was known at an instant. `None` before the birth, or before anything was
/// known. Papers are not kept through time and are left out.
///
/// # Errors
/// A refusal when the actor may not see the person; a fault.
pub async fn person_as_of(
    tx: &mut Tx,
    person: PersonId,
    valid: Date,
    known: Timestamp,
) -> Result<Option<PersonView>, Failure> {
    may_see(tx, person)?;
    let facts = store::personal_history(tx, person).await?;
    let Some(then) = history::as_of(&facts, valid, known) else { return Ok(None) };
    if then.value.birth.earliest() > valid {
        return Ok(None);
    }
    let facts = then.value.clone();
    let numbers = held(store::number_history(tx, person).await?, valid, known);
    let residences = held(store::residence_history(tx, person).await?, valid, known);
    store::view(person, facts, numbers, residences, Vec::<Document>::new()).map(Some)
}

fn held<T>(all: Vec<Version<T>>, valid: Date, known: Timestamp) -> Vec<Version<T>> {
    all.into_iter().filter(|version| version.was_known(known) && version.span.has(valid)).collect()
}

/// People by name, with or without accents; the beginning of a name is enough. A birth or a commune must narrow it.
/// Exact names come first, the rest in the order of the alphabet.
///
/// # Errors
/// A refusal when the actor may not look people up, or nothing narrows the search.
pub async fn search_by_name(tx: &mut Tx, search: &NameSearch) -> Result<Vec<Found>, Failure> {
    tx.allow::<may::FindPerson>()?;
    let folded = vietnam::text::fold(&search.name);
    let mut problems = Vec::new();
    if folded.is_empty() {
        problems.push(Problem::new(codes::SEARCH_NAME_EMPTY).at("name"));
    }
    if search.birth.is_none() && search.commune.is_none() {
        problems.push(Problem::new(codes::SEARCH_TOO_WIDE).at("birth"));
    }
    Refusal::unless_empty(Kind::Invalid, problems)?;
    let range = store::SearchRange {
        // "nguyen van a" must find "nguyen van anh" too: everything up to the next letter.
        to: format!("{folded}{{"),
        from: folded,
        born: search.birth.map(|birth| (birth.earliest(), birth.latest())),
        commune: search.commune.as_ref().map(commune_today),
        limit: i64::from(search.limit.clamp(1, SEARCH_LIMIT_MAX)),
    };
    let people = store::search(tx, &range).await?;
    store::list_found(tx, &people).await
}

/// The closest relatives.
///
/// # Errors
/// A refusal when the actor may not see the person; a fault.
pub async fn family_of(tx: &mut Tx, person: PersonId) -> Result<Family, Failure> {
    may_see(tx, person)?;
    family_and(tx, person, None).await.map(|(family, _)| family)
}

/// The closest relatives of a person, and `also` somebody, in one look at the register.
async fn family_and(
    tx: &mut Tx,
    person: PersonId,
    also: Option<PersonId>,
) -> Result<(Family, Option<PersonView>), Failure> {
    let relations = store::list_relations(tx, &[person]).await?;
    let dependants = store::list_dependants(tx, person).await?;
    let mut wanted: Vec<PersonId> = relations.iter().filter_map(|(_, _, relative)| relative.person()).collect();
    wanted.extend(dependants.iter().map(|(dependant, _)| dependant));
    wanted.extend(also);
    wanted.sort_unstable();
    wanted.dedup();
    let mut people: HashMap<PersonId, PersonView> =
        store::list_people(tx, &wanted).await?.into_iter().map(|view| (view.id, view)).collect();
    let also = also.and_then(|person| people.get(&person).cloned());

    let mut family = Family::default();
    for (dependant, is_child) in dependants {
        let of = if is_child { &mut family.children } else { &mut family.wards };
        of.extend(people.remove(&dependant).map(|view| Relative::Person(Box::new(view))));
    }
    for (_, kind, relative) in relations {
        let relative = match relative {
            RelativeRef::Person(other) => match people.remove(&other) {
                Some(view) => Relative::Person(Box::new(view)),
                None => continue,
            },
            RelativeRef::Recorded(recorded) => Relative::Recorded(recorded),
        };
        match kind {
            RelationKind::Mother => family.mother = Some(relative),
            RelationKind::Father => family.father = Some(relative),
            RelationKind::Spouse => family.spouse = Some(relative),
            RelationKind::Guardian => family.guardian = Some(relative),
            RelationKind::Child => family.children.push(relative),
            RelationKind::Ward => {}
        }
    }
    for of in [&mut family.children, &mut family.wards] {
        of.sort_by_key(|young| young.person().map(|view| view.facts.birth.earliest()));
    }
    Ok((family, also))
}

/// The household a person permanently resides in.
///
/// # Errors
/// A refusal when the actor may not see the person, or the register does not know them (404).
pub async fn household_of(tx: &mut Tx, person: PersonId) -> Result<Option<HouseholdView>, Failure> {
    may_see(tx, person)?;
    match store::find_household_of(tx, person).await? {
        Some(household) => home_of(tx, household).await.map(Some),
        None => Ok(None),
    }
}

/// A household that must exist.
///
/// # Errors
/// A refusal when the actor may not see people, when the register does not know it, or it has been dissolved (404).
pub async fn get_household(tx: &mut Tx, household: HouseholdId) -> Result<HouseholdView, Failure> {
    tx.allow::<may::SeePerson>()?;
    home_of(tx, household).await
}

/// A household that the actor may see for a reason of its own: an act on it, or somebody who lives there.
pub(super) async fn home_of(tx: &mut Tx, household: HouseholdId) -> Result<HouseholdView, Failure> {
    let homes = store::home_history(tx, household).await?;
    let Some(home) = history::current(&homes) else {
        return Err(Failure::refused(Kind::NotFound, codes::HOUSEHOLD_UNKNOWN));
    };
    let all = store::list_members(tx, household).await?;
    let (heads, members): (Vec<Member>, Vec<Member>) =
        all.into_iter().partition(|member| member.relation == HouseholdRelation::HEAD);
    let home = home.value.clone();
    Ok(HouseholdView {
        id: household,
        file_no: home.file_no,
        address: home.address,
        head: heads.into_iter().next(),
        members,
    })
}

/// Everything a form may take from the register instead of asking for it.
///
/// # Errors
/// A refusal when the actor may not see the person, or the register does not know them (404).
pub async fn facts_for_prefill(tx: &mut Tx, person: PersonId) -> Result<PrefillFacts, Failure> {
    may_see(tx, person)?;
    let (family, view) = family_and(tx, person, Some(person)).await?;
    let view = view.ok_or_else(|| Failure::refused(Kind::NotFound, codes::PERSON_UNKNOWN))?;
    let home =
        |view: &PersonView| view.permanent().and_then(|residence| residence.membership).map(|member| member.household);
    let own = home(&view);
    let spouse = family.spouse.as_ref().and_then(Relative::person).and_then(home).filter(|other| Some(*other) != own);
    let household = match own {
        Some(household) => Some(home_of(tx, household).await?),
        None => None,
    };
    let spouse_household = match spouse {
        Some(household) => Some(home_of(tx, household).await?),
        None => None,
    };
    Ok(PrefillFacts { person: view, family, household, spouse_household })
}

/// What was done to a person, latest first.
///
/// # Errors
/// A refusal when the actor may not see the person; a fault.
pub async fn list_acts(tx: &mut Tx, person: PersonId) -> Result<Vec<ActRow>, Failure> {
    may_see(tx, person)?;
    /// A life has few acts; more than this is a sign of something else.
    const ACTS_MAX: i64 = 200;
    store::list_acts(tx, person, ACTS_MAX).await
}
