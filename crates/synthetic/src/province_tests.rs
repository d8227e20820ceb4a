//! What the made-up province must be like for the tests that stand on it.

use super::*;
use crate::{Kin, KinRef, SyntheticPerson, places::REFORM};
use std::collections::HashSet;
use vietnam::{HouseholdRelation, Precision, Sex, units};

fn province(people: u64) -> Vec<SyntheticHousehold> {
    Province::new(42, people).collect()
}

fn everybody(households: &[SyntheticHousehold]) -> Vec<&SyntheticPerson> {
    households.iter().flat_map(|household| &household.members).collect()
}

fn per_mille(part: usize, whole: usize) -> usize {
    part * 1000 / whole.max(1)
}

#[test]
fn the_same_seed_gives_the_same_province() {
    assert!(province(2000) == province(2000));
    assert!(province(2000) != Province::new(43, 2000).collect::<Vec<_>>());
}

#[test]
fn it_is_as_big_as_asked_give_or_take_a_family() {
    let people = everybody(&province(5000)).len();
    assert!((5000..5200).contains(&people), "{people}");
}

#[test]
fn nobody_shares_a_number_and_numbers_agree_with_their_holders() {
    let households = province(20_000);
    let mut personal = HashSet::new();
    let mut old = HashSet::new();
    let mut files = HashSet::new();
    for person in everybody(&households) {
        assert!(personal.insert(person.personal_id));
        assert!(person.personal_id.contradictions(Some(person.sex), Some(&person.birth)).is_empty());
        assert!(person.old_id.is_none_or(|number| old.insert(number)));
        assert!(!person.birth.is_after(REFERENCE_DAY));
    }
    assert!(households.iter().all(|household| files.insert(household.file_no.clone())));
}

#[test]
fn every_relative_exists_and_parents_are_older() {
    let households = province(20_000);
    let people: std::collections::HashMap<_, _> =
        everybody(&households).into_iter().map(|person| (person.index, person)).collect();
    for person in people.values() {
        for (kin, other) in &person.relations {
            let KinRef::Person(other) = other else { continue };
            let other = people[other];
            match kin {
                Kin::Father | Kin::Mother => {
                    let age = person.birth.year() - other.birth.year();
                    assert!((15..=75).contains(&age), "{kin:?} of {age}");
                    assert_eq!(other.sex == Sex::Male, *kin == Kin::Father);
                }
                Kin::Spouse => assert!(other.relations.contains(&(Kin::Spouse, KinRef::Person(person.index)))),
                Kin::Guardian => assert!(other.birth.age_on(REFERENCE_DAY) >= 18),
            }
        }
    }
}

#[test]
fn every_household_has_one_living_head_who_comes_first() {
    for household in province(20_000) {
        let living: Vec<_> = household.members.iter().filter(|member| member.end.is_none()).collect();
        let heads = living.iter().filter(|member| member.relation_to_head == HouseholdRelation::HEAD).count();
        assert_eq!(heads, 1, "household {}", household.index);
        assert_eq!(household.members[0].relation_to_head, HouseholdRelation::HEAD);
        assert!(living.iter().all(|member| member.since.is_some()));
        assert!(household.members.iter().filter(|member| member.end.is_some()).all(|member| member.since.is_none()));
    }
}

#[test]
fn addresses_are_in_the_units_of_their_time() {
    let households = province(20_000);
    let mut old = 0;
    for household in &households {
        let unit = units().by_key(&household.address.unit).unwrap();
        let since = household.since.unwrap();
        assert!(unit.is_valid_on(since), "{since}");
        old += usize::from(since < REFORM);
        let today = units().current_of(&household.address.unit);
        assert!(today.iter().any(|successor| successor.unit.key() == household.commune));
        assert!(units().province_of(&household.address.unit).is_some_and(|province| province.code == PROVINCE_CODE));
    }
    let share = per_mille(old, households.len());
    assert!((900..1000).contains(&share), "{share} per mille moved in before the reform");
}

#[test]
fn the_shape_of_the_people_is_plausible() {
    let households = province(50_000);
    let people = everybody(&households);
    let living: Vec<_> = people.iter().filter(|person| person.end.is_none()).collect();
    let share = |test: &dyn Fn(&SyntheticPerson) -> bool| {
        per_mille(living.iter().filter(|person| test(person)).count(), living.len())
    };
    let age = |person: &SyntheticPerson| person.birth.age_on(REFERENCE_DAY);
    for (what, found, expected) in [
        ("children under 15", share(&|one| age(one) < 15), 150..330),
        ("people of 65 and over", share(&|one| age(one) >= 65), 50..160),
        ("women", share(&|one| one.sex == Sex::Female), 420..540),
        ("surname Nguyễn", share(&|one| one.name.split().surname == "Nguyễn"), 250..420),
        ("other peoples than Kinh", share(&|one| one.ethnicity.code() != "kinh"), 80..260),
        ("guardianship", share(&|one| one.relations.iter().any(|(kin, _)| *kin == Kin::Guardian)), 0..10),
        ("temporary residence", share(&|one| one.temporary.is_some()), 5..60),
    ] {
        assert!(expected.contains(&found), "{what}: {found} per mille");
    }
    let old: Vec<_> = people.iter().filter(|one| one.birth.year() < 1965).collect();
    let year_only = per_mille(old.iter().filter(|one| one.birth.precision() == Precision::Year).count(), old.len());
    assert!((30..=80).contains(&year_only), "{year_only} per mille of the old have a year only");
    let eligible: Vec<_> = people.iter().filter(|one| one.birth.year() <= 2004).collect();
    let old_ids = per_mille(eligible.iter().filter(|one| one.old_id.is_some()).count(), eligible.len());
    assert!((730..770).contains(&old_ids), "{old_ids} per mille have an old number");
    assert!(households.iter().any(|home| home.members.iter().any(|one| one.ethnicity.code() == "hmong")));
    let generations = households
        .iter()
        .filter(|home| home.members.iter().any(|one| one.relation_to_head == HouseholdRelation::GRANDCHILD_OR_NIBLING));
    assert!(generations.count() > 1000, "three generations under one roof");
}

#[test]
fn there_are_twins_and_single_mothers() {
    let households = province(20_000);
    let mut twins = 0;
    let mut single = 0;
    for household in &households {
        for (at, one) in household.members.iter().enumerate() {
            let mother = one.relations.iter().find(|(kin, _)| *kin == Kin::Mother);
            let father = one.relations.iter().find(|(kin, _)| *kin == Kin::Father);
            single += usize::from(mother.is_some() && father.is_none());
            twins += household.members[at + 1..]
                .iter()
                .filter(|two| two.birth == one.birth && mother.is_some_and(|mother| two.relations.contains(mother)))
                .count();
        }
    }
    assert!(twins > 20 && single > 20, "{twins} twins, {single} children of single mothers");
}
