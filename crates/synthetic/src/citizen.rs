//! One person for a test: build what matters, default the rest.

use crate::{
    chance::Chance,
    names::{self, People},
    numbers::Numbers,
    people::{Kin, KinRef, PersonIndex, SyntheticPerson},
    places::Places,
    province::PROVINCE_CODE,
};
use vietnam::{BirthDate, Ethnicity, FullName, HouseholdRelation, MaritalStatus, Religion, Sex, UnitKey};

/// Citizens of tests are counted apart from every province.
const FIRST_INDEX: PersonIndex = 1 << 41;

/// Builds one person.
#[derive(Clone)]
pub struct CitizenBuilder {
    nth: u32,
    name: Option<FullName>,
    birth: BirthDate,
    sex: Sex,
    home: Option<UnitKey>,
    relations: Vec<(Kin, KinRef)>,
}

impl std::fmt::Debug for CitizenBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CitizenBuilder(made up)")
    }
}

/// A woman born in 1990; say what else matters.
///
/// ```
/// let child = synthetic::a_citizen().nth(3).male().born(2019).build();
/// assert_eq!(child.birth.year(), 2019);
/// ```
#[must_use]
pub fn a_citizen() -> CitizenBuilder {
    CitizenBuilder {
        nth: 0,
        name: None,
        birth: BirthDate::Year(1990),
        sex: Sex::Female,
        home: None,
        relations: Vec::new(),
    }
    .born(1990)
}

impl CitizenBuilder {
    /// The nth citizen of a test, below 1000: each has a number and a name of their own.
    #[must_use]
    pub fn nth(mut self, nth: u32) -> Self {
        self.nth = nth;
        self
    }
    /// The name.
    #[must_use]
    pub fn named(mut self, name: FullName) -> Self {
        self.name = Some(name);
        self
    }
    /// Born on 15 June of a year.
    #[must_use]
    pub fn born(mut self, year: i16) -> Self {
        self.birth = jiff::civil::Date::new(year, 6, 15).map_or(BirthDate::Year(year), BirthDate::Day);
        self
    }
    /// Born so.
    #[must_use]
    pub fn born_on(mut self, birth: BirthDate) -> Self {
        self.birth = birth;
        self
    }
    /// A man.
    #[must_use]
    pub fn male(mut self) -> Self {
        self.sex = Sex::Male;
        self
    }
    /// A woman.
    #[must_use]
    pub fn female(mut self) -> Self {
        self.sex = Sex::Female;
        self
    }
    /// Born and registered in a commune.
    #[must_use]
    pub fn living_in(mut self, commune: UnitKey) -> Self {
        self.home = Some(commune);
        self
    }
    /// Related to somebody.
    #[must_use]
    pub fn related(mut self, kin: Kin, other: &SyntheticPerson) -> Self {
        self.relations.push((kin, KinRef::Person(other.index)));
        self
    }
    /// The person, head of a household unless it is changed.
    #[must_use]
    pub fn build(self) -> SyntheticPerson {
        let mut chance = Chance::new(u64::from(self.nth), u64::MAX - 1);
        let mut numbers = Numbers::apart(0, self.nth);
        let year = self.birth.year();
        let home = self.home.unwrap_or_else(|| Places::new(PROVINCE_CODE).communes[0].key.clone());
        let name = self.name.unwrap_or_else(|| {
            let surname = names::surname(People::Kinh, &mut chance);
            names::name(People::Kinh, surname, self.sex, year, &mut chance)
        });
        SyntheticPerson {
            index: FIRST_INDEX + u64::from(self.nth),
            name,
            birth: self.birth,
            sex: self.sex,
            ethnicity: Ethnicity::KINH,
            religion: Religion::NONE,
            marital_status: MaritalStatus::SINGLE,
            personal_id: numbers.personal_id(40, self.sex, year),
            old_id: None,
            card: None,
            registered_in: home.clone(),
            origin: home,
            occupation: None,
            mobile: None,
            relation_to_head: HouseholdRelation::HEAD,
            since: Some(self.birth.earliest()),
            relations: self.relations,
            temporary: None,
            end: None,
        }
    }
}
