//! The family of the demonstration: a young couple who expect a child and live with the husband's parents.

use crate::{
    chance::Chance,
    names::{self, People},
    numbers::Numbers,
    people::{Card, CardKind, Kin, KinRef, PersonIndex, SyntheticHousehold, SyntheticPerson},
    places::Places,
    province::PROVINCE_CODE,
};
use basis::Date;
use jiff::civil::date;
use vietnam::{BirthDate, Ethnicity, HouseholdRelation, MaritalStatus, Religion, Sex};

/// Their places in the province lie far beyond those of any province that can be made.
const FIRST_INDEX: PersonIndex = 1 << 40;

/// The family of the demonstration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DemoFamily {
    /// The household: the husband's father heads it.
    pub household: SyntheticHousehold,
    /// The husband, father of the child to come.
    pub father: PersonIndex,
    /// The wife, its mother.
    pub mother: PersonIndex,
    /// The husband's father, head of the household.
    pub head: PersonIndex,
    /// The day on which the child is expected, and born in the demonstration.
    pub expected: Date,
}

/// Makes the family; the same seed gives the same one. It shares no number with a province of that seed.
#[must_use]
pub fn demo_family(seed: u64) -> DemoFamily {
    let places = Places::new(PROVINCE_CODE);
    let mut chance = Chance::new(seed, u64::MAX);
    let mut numbers = Numbers::apart(seed, 0);
    let lowland: Vec<_> = places.communes.iter().filter(|commune| commune.peoples.len() == 1).collect();
    let commune = *chance.one_of(&lowland);
    let since = date(1994, 5, 12);
    let address = commune.home(since, &mut chance);
    let surname = names::surname(People::Kinh, &mut chance);
    let wife_surname = names::surname(People::Kinh, &mut chance);
    let mother_surname = names::surname(People::Kinh, &mut chance);

    let mut person = |at: u64, surname: &str, sex: Sex, born: Date, relation: HouseholdRelation, since: Date| {
        let year = born.year();
        SyntheticPerson {
            index: FIRST_INDEX + at,
            name: names::name(People::Kinh, surname, sex, year, &mut chance),
            birth: BirthDate::Day(born),
            sex,
            ethnicity: Ethnicity::KINH,
            religion: Religion::NONE,
            marital_status: MaritalStatus::MARRIED,
            personal_id: numbers.personal_id(40, sex, year),
            old_id: Some(numbers.old_id()),
            card: Some(Card { kind: CardKind::Chip, issued_on: date(2021, 6, 15), expires_on: None }),
            registered_in: commune.on(born, &mut chance),
            origin: commune.on(born, &mut chance),
            occupation: Some(if sex == Sex::Male { "công nhân" } else { "giáo viên" }),
            mobile: Some(numbers.mobile()),
            relation_to_head: relation,
            since: Some(since),
            relations: Vec::new(),
            temporary: None,
            end: None,
        }
    };
    let mut head = person(0, surname, Sex::Male, date(1966, 9, 3), HouseholdRelation::HEAD, since);
    let mut grandmother = person(1, mother_surname, Sex::Female, date(1969, 2, 17), HouseholdRelation::WIFE, since);
    let mut father = person(2, surname, Sex::Male, date(1996, 7, 21), HouseholdRelation::CHILD, date(1996, 9, 2));
    // The closed list of TT 55/2021 has no daughter-in-law; the register keeps what was recorded.
    let in_law = HouseholdRelation::OTHER_OLD_RECORD;
    let mut mother = person(3, wife_surname, Sex::Female, date(1998, 11, 8), in_law, date(2023, 3, 6));
    head.relations.push((Kin::Spouse, KinRef::Person(grandmother.index)));
    grandmother.relations.push((Kin::Spouse, KinRef::Person(head.index)));
    father.relations.extend([
        (Kin::Father, KinRef::Person(head.index)),
        (Kin::Mother, KinRef::Person(grandmother.index)),
        (Kin::Spouse, KinRef::Person(mother.index)),
    ]);
    let own_father = names::name(People::Kinh, wife_surname, Sex::Male, 1970, &mut chance);
    mother.relations.extend([(Kin::Father, KinRef::Name(own_father)), (Kin::Spouse, KinRef::Person(father.index))]);
    DemoFamily {
        father: father.index,
        mother: mother.index,
        head: head.index,
        expected: date(2026, 11, 20),
        household: SyntheticHousehold {
            index: FIRST_INDEX,
            file_no: "40D0000001".to_owned(),
            address,
            commune: commune.key.clone(),
            since: Some(since),
            members: vec![head, grandmother, father, mother],
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_family_is_the_same_for_the_same_seed_and_lives_with_the_head() {
        let family = demo_family(1);
        assert_eq!(family, demo_family(1));
        assert_ne!(family, demo_family(2));
        let head = &family.household.members[0];
        assert_eq!((head.index, head.relation_to_head), (family.head, HouseholdRelation::HEAD));
        assert_eq!(family.household.members.len(), 4);
        let taken: Vec<_> =
            crate::Province::new(1, 20_000).flat_map(|home| home.members).map(|one| one.personal_id).collect();
        assert!(family.household.members.iter().all(|member| !taken.contains(&member.personal_id)));
    }
}
