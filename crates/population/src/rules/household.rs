//! Households (hộ gia đình): who heads one, and how one is split (tách hộ, Luật Cư trú 68/2020 Đ25).

use crate::{
    codes,
    command::SplitHousehold,
    person::{HouseholdView, Member},
};
use basis::{Date, Kind, PersonId, Problem, Refusal};
use vietnam::{HouseholdRelation, UnitKey, units};

/// Of age for heading a household: full civil capacity (Luật Cư trú Đ25.1.a; Bộ luật Dân sự 91/2015 Đ20).
const ADULT_YEARS: i16 = 18;
const SPLIT_LAW: &str = "Luật Cư trú 68/2020 Đ25";

/// The code of the commune that stands today where this unit stood; the default one where it was divided.
#[must_use]
pub fn commune_today(unit: &UnitKey) -> String {
    let successors = units().current_of(unit);
    let chosen = successors.iter().find(|successor| successor.default).or_else(|| successors.first());
    chosen.map_or_else(|| unit.code.clone(), |successor| successor.unit.code.to_owned())
}

/// Whether the household loses its head when this person leaves, with somebody staying behind.
#[must_use]
pub fn is_left_headless(home: &HouseholdView, leaving: &[PersonId]) -> bool {
    let head_leaves = home.head.as_ref().is_some_and(|head| leaving.contains(&head.id));
    head_leaves && home.members.iter().any(|member| !leaving.contains(&member.id))
}

/// Whether a household may be split so.
///
/// # Errors
/// When nobody or everybody leaves, somebody is not a member, the head leaves others behind, or the new household
/// would not have exactly one head of age.
pub fn split<'a>(
    home: &'a HouseholdView,
    command: &SplitHousehold,
    today: Date,
) -> Result<Vec<(&'a Member, HouseholdRelation)>, Refusal> {
    let mut problems = Vec::new();
    let all: Vec<&Member> = home.head.iter().chain(&home.members).collect();
    let mut leaving = Vec::new();
    for (person, relation) in &command.leaving {
        match all.iter().find(|member| member.id == *person) {
            Some(member) if !leaving.iter().any(|(other, _): &(&Member, _)| other.id == *person) => {
                leaving.push((*member, *relation));
            }
            _ => problems.push(Problem::new(codes::HOUSEHOLD_NOT_MEMBER).at("leaving").by(SPLIT_LAW)),
        }
    }
    if command.leaving.is_empty() || leaving.len() == all.len() {
        problems.push(Problem::new(codes::HOUSEHOLD_SPLIT_WHO).at("leaving").by(SPLIT_LAW));
    }
    let ids: Vec<PersonId> = leaving.iter().map(|(member, _)| member.id).collect();
    if is_left_headless(home, &ids) {
        problems.push(Problem::new(codes::HOUSEHOLD_HEAD_LEAVES).at("leaving").by(SPLIT_LAW));
    }
    let heads: Vec<&Member> = leaving
        .iter()
        .filter(|(_, relation)| *relation == HouseholdRelation::HEAD)
        .map(|(member, _)| *member)
        .collect();
    match heads.as_slice() {
        [head] if head.birth.age_on(command.from) < ADULT_YEARS => {
            problems.push(Problem::new(codes::HOUSEHOLD_HEAD_MINOR).at("leaving").by(SPLIT_LAW));
        }
        [_] => {}
        _ => problems.push(Problem::new(codes::HOUSEHOLD_SPLIT_HEAD).at("leaving").by(SPLIT_LAW)),
    }
    if command.from > today {
        problems.push(Problem::new(codes::DATE_IN_FUTURE).at("from"));
    }
    Refusal::unless_empty(Kind::Invalid, problems)?;
    Ok(leaving)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Basis;
    use basis::HouseholdId;
    use jiff::civil::date;
    use vietnam::{Address, BirthDate, FullName, Sex};

    fn member(year: i16, relation: HouseholdRelation) -> Member {
        Member {
            id: PersonId::fresh(),
            name: FullName::parse("Nguyễn Văn An").unwrap(),
            birth: BirthDate::Year(year),
            sex: Sex::Male,
            personal_id: None,
            relation,
            since: None,
        }
    }

    fn household() -> HouseholdView {
        let unit = UnitKey { code: "17329".to_owned(), valid_from: None };
        HouseholdView {
            id: HouseholdId::fresh(),
            file_no: None,
            address: Address::new(unit, "Xóm 3"),
            head: Some(member(1960, HouseholdRelation::HEAD)),
            members: vec![
                member(1990, HouseholdRelation::CHILD),
                member(2015, HouseholdRelation::GRANDCHILD_OR_NIBLING),
            ],
        }
    }

    #[test]
    fn a_household_is_split_only_into_two_that_can_stand() {
        let home = household();
        let (head, adult, child) = (home.head.as_ref().unwrap().id, home.members[0].id, home.members[1].id);
        let (as_head, as_child) = (HouseholdRelation::HEAD, HouseholdRelation::CHILD);
        let day = date(2026, 11, 24);
        for (leaving, from, refused) in [
            (vec![(adult, as_head)], day, None),
            (vec![(adult, as_head), (child, as_child)], day, None),
            (vec![], day, Some(codes::HOUSEHOLD_SPLIT_WHO)),
            (vec![(child, as_head)], day, Some(codes::HOUSEHOLD_HEAD_MINOR)),
            (vec![(adult, as_child)], day, Some(codes::HOUSEHOLD_SPLIT_HEAD)),
            (vec![(adult, as_head), (child, as_head)], day, Some(codes::HOUSEHOLD_SPLIT_HEAD)),
            (vec![(head, as_head)], day, Some(codes::HOUSEHOLD_HEAD_LEAVES)),
            (vec![(head, as_head), (adult, as_child), (child, as_child)], day, Some(codes::HOUSEHOLD_SPLIT_WHO)),
            (vec![(PersonId::fresh(), as_head)], day, Some(codes::HOUSEHOLD_NOT_MEMBER)),
            (vec![(adult, as_head), (adult, as_head)], day, Some(codes::HOUSEHOLD_NOT_MEMBER)),
            (vec![(adult, as_head)], date(2026, 11, 25), Some(codes::DATE_IN_FUTURE)),
        ] {
            let command = SplitHousehold {
                household: home.id,
                leaving,
                from,
                address: None,
                file_no: None,
                basis: Basis::law(SPLIT_LAW),
            };
            match (split(&home, &command, day), refused) {
                (Ok(_), None) => {}
                (Err(refusal), Some(code)) => assert!(refusal.has(code), "{refusal:?} lacks {code:?}"),
                (other, refused) => panic!("{refused:?}: {:?}", other.map(|leaving| leaving.len())),
            }
        }
    }

    #[test]
    fn an_old_commune_is_searched_by_the_one_that_took_its_place() {
        let old = UnitKey { code: "17329".to_owned(), valid_from: None };
        let today = commune_today(&old);
        assert_eq!(today.len(), 5);
        assert!(units().on(&today, date(2026, 11, 24)).is_some());
        assert_eq!(commune_today(&UnitKey { code: "99999".to_owned(), valid_from: None }), "99999");
    }
}
