//! What the registers told about the filer, and which facts of a form follow from it.
//!
//! The surface fills [`Known`] from `population`, the account and the health registry; [`Known::facts`] turns it into the
//! facts of one form, given what was answered so far: whether the filer is the mother or the father decides whose name
//! is whose. Ask for the facts again after every page.

use crate::{
    fact::{Fact, Facts, Source},
    value::{Answers, Value},
};
use basis::Date;
use serde::Deserialize;
use std::fmt;
use vietnam::{Address, BirthDate, Ethnicity, FullName, HouseholdRelation, PersonalId, Sex, units};

/// A person as the population register knows them.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonFacts {
    /// The name.
    pub full_name: FullName,
    /// The personal number.
    pub personal_id: Option<PersonalId>,
    /// The date of birth.
    pub birth: Option<BirthDate>,
    /// The sex.
    pub sex: Option<Sex>,
    /// The ethnicity.
    pub ethnicity: Option<Ethnicity>,
    /// Where the person permanently lives.
    pub residence: Option<Address>,
    /// The hometown (quê quán).
    pub hometown: Option<Address>,
    /// The household the person belongs to.
    pub household: Option<HouseholdFacts>,
}

/// A household as the population register knows it.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HouseholdFacts {
    /// Its id, to tell whether two people share one.
    pub id: String,
    /// Where it is.
    pub address: Option<Address>,
    /// Its head.
    pub head_name: Option<FullName>,
    /// The head's personal number.
    pub head_personal_id: Option<PersonalId>,
    /// What the person is to the head.
    pub relation: Option<HouseholdRelation>,
}

/// A marriage as the civil-status register knows it.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarriageFacts {
    /// The number of its certificate.
    pub number: String,
    /// The day it was registered.
    pub date: Option<Date>,
    /// Who registered it.
    pub place: Option<String>,
}

/// A birth notice (giấy chứng sinh) as the health registry holds it.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeFacts {
    /// The child's name, where the hospital wrote one.
    pub child_name: Option<FullName>,
    /// The day of birth.
    pub child_birth: Option<Date>,
    /// The sex.
    pub child_sex: Option<Sex>,
    /// Where the hospital stands.
    pub birth_place: Option<Address>,
    /// The hospital's name.
    pub facility: Option<String>,
}

/// Everything the registers told about one filer.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Known {
    /// The filer.
    pub requester: Option<PersonFacts>,
    /// The filer's spouse.
    pub spouse: Option<PersonFacts>,
    /// Their marriage.
    pub marriage: Option<MarriageFacts>,
    /// The telephone number of the filer's account.
    pub phone: Option<String>,
    /// The e-mail address of the filer's account.
    pub email: Option<String>,
    /// The birth notice whose code the filer gave.
    pub notice: Option<NoticeFacts>,
}

/// What a register knows of people is never printed.
macro_rules! hide {
    ($($name:ident)*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(hidden)"))
            }
        }
    )*};
}
hide!(PersonFacts HouseholdFacts MarriageFacts NoticeFacts Known);

/// Who is who in a form about a child, as far as the registers know them.
#[derive(Default)]
struct Family<'a> {
    mother: Option<&'a PersonFacts>,
    father: Option<&'a PersonFacts>,
    guardian: Option<&'a PersonFacts>,
}

impl Known {
    /// The facts of a form with these answers.
    #[must_use]
    pub fn facts(&self, answers: &Answers, today: Date) -> Facts {
        let mut facts = Facts::default();
        self.tell_requester(&mut facts);
        let family = self.family(answers);
        tell_parent(&mut facts, family.mother, &MOTHER);
        tell_parent(&mut facts, family.father, &FATHER);
        tell_guardian(&mut facts, family.guardian);
        if family.mother.is_some() && family.father.is_some() {
            self.tell_marriage(&mut facts);
        }
        // The filer may put the notice aside, should the hospital have written something wrong in it.
        if answers.choice("notice.kind") == Some("electronic") {
            self.tell_notice(&mut facts);
        }
        tell_derived(&mut facts, &family, answers, today);
        facts
    }

    /// The filer's spouse counts as the other parent only where the filer said that the parents are married.
    fn family<'a>(&'a self, answers: &Answers) -> Family<'a> {
        let requester = self.requester.as_ref();
        let parents = answers.choice("child.parents");
        let both = parents == Some("both");
        let spouse = self.spouse.as_ref().filter(|_| both && answers.yes_no("parents.married") == Some(true));
        match answers.choice("requester.relation") {
            Some("mother") => Family { mother: requester, father: spouse, guardian: None },
            Some("father") => Family { mother: spouse, father: requester, guardian: None },
            Some("guardian") => Family { guardian: requester, ..Family::default() },
            _ => Family::default(),
        }
    }

    fn tell_requester(&self, facts: &mut Facts) {
        if let Some(person) = &self.requester {
            let from = Source::Population;
            facts.tell(Fact::RequesterFullName, Value::Name(person.full_name.clone()), from);
            facts.tell_maybe(Fact::RequesterPersonalId, person.personal_id.map(Value::PersonalId), from);
            facts.tell_maybe(Fact::RequesterBirth, person.birth.map(Value::BirthDate), from);
            facts.tell_maybe(Fact::RequesterSex, person.sex.map(|sex| Value::Choice(sex.code().to_owned())), from);
            facts.tell_maybe(Fact::RequesterEthnicity, ethnicity(person), from);
            facts.tell_maybe(Fact::RequesterResidence, person.residence.clone().map(Value::Address), from);
            facts.tell_maybe(Fact::RequesterHometown, person.hometown.clone().map(Value::Address), from);
            if let Some(household) = &person.household {
                facts.tell(Fact::RequesterHousehold, Value::Text(household.id.clone()), from);
                facts.tell_maybe(Fact::RequesterHeadName, household.head_name.clone().map(Value::Name), from);
                facts.tell_maybe(
                    Fact::RequesterHeadPersonalId,
                    household.head_personal_id.map(Value::PersonalId),
                    from,
                );
            }
        }
        let spouse = self.spouse.as_ref().map(|spouse| Value::Name(spouse.full_name.clone()));
        facts.tell_maybe(Fact::RequesterSpouse, spouse, Source::Population);
        facts.tell_maybe(Fact::RequesterPhone, self.phone.clone().map(Value::Phone), Source::Account);
        facts.tell_maybe(Fact::RequesterEmail, self.email.clone().map(Value::Email), Source::Account);
    }

    fn tell_marriage(&self, facts: &mut Facts) {
        if let Some(marriage) = &self.marriage {
            let from = Source::CivilStatus;
            facts.tell(Fact::MarriageNumber, Value::Text(marriage.number.clone()), from);
            facts.tell_maybe(Fact::MarriageDate, marriage.date.map(Value::Date), from);
            facts.tell_maybe(Fact::MarriagePlace, marriage.place.clone().map(Value::Text), from);
        }
    }

    fn tell_notice(&self, facts: &mut Facts) {
        if let Some(notice) = &self.notice {
            let from = Source::Health;
            facts.tell_maybe(Fact::NoticeChildName, notice.child_name.clone().map(Value::Name), from);
            facts.tell_maybe(Fact::NoticeChildBirth, notice.child_birth.map(Value::Date), from);
            let sex = notice.child_sex.map(|sex| Value::Choice(sex.code().to_owned()));
            facts.tell_maybe(Fact::NoticeChildSex, sex, from);
            facts.tell_maybe(Fact::NoticeBirthPlace, notice.birth_place.clone().map(Value::Address), from);
            facts.tell_maybe(Fact::NoticeFacility, notice.facility.clone().map(Value::Text), from);
        }
    }
}

/// The facts of one parent.
struct ParentFacts {
    full_name: Fact,
    personal_id: Fact,
    birth: Fact,
    ethnicity: Fact,
    residence: Fact,
    hometown: Fact,
    household: Fact,
}

const MOTHER: ParentFacts = ParentFacts {
    full_name: Fact::MotherFullName,
    personal_id: Fact::MotherPersonalId,
    birth: Fact::MotherBirth,
    ethnicity: Fact::MotherEthnicity,
    residence: Fact::MotherResidence,
    hometown: Fact::MotherHometown,
    household: Fact::MotherHousehold,
};
const FATHER: ParentFacts = ParentFacts {
    full_name: Fact::FatherFullName,
    personal_id: Fact::FatherPersonalId,
    birth: Fact::FatherBirth,
    ethnicity: Fact::FatherEthnicity,
    residence: Fact::FatherResidence,
    hometown: Fact::FatherHometown,
    household: Fact::FatherHousehold,
};

fn ethnicity(person: &PersonFacts) -> Option<Value> {
    person.ethnicity.map(|ethnicity| Value::Choice(ethnicity.code().to_owned()))
}

fn tell_parent(facts: &mut Facts, person: Option<&PersonFacts>, which: &ParentFacts) {
    let Some(person) = person else { return };
    let from = Source::Population;
    facts.tell(which.full_name, Value::Name(person.full_name.clone()), from);
    facts.tell_maybe(which.personal_id, person.personal_id.map(Value::PersonalId), from);
    facts.tell_maybe(which.birth, person.birth.map(Value::BirthDate), from);
    facts.tell_maybe(which.ethnicity, ethnicity(person), from);
    facts.tell_maybe(which.residence, person.residence.clone().map(Value::Address), from);
    facts.tell_maybe(which.hometown, person.hometown.clone().map(Value::Address), from);
    let household = person.household.as_ref().map(|household| Value::Text(household.id.clone()));
    facts.tell_maybe(which.household, household, from);
}

fn tell_guardian(facts: &mut Facts, person: Option<&PersonFacts>) {
    let Some(person) = person else { return };
    let from = Source::Population;
    facts.tell(Fact::GuardianFullName, Value::Name(person.full_name.clone()), from);
    facts.tell_maybe(Fact::GuardianPersonalId, person.personal_id.map(Value::PersonalId), from);
    facts.tell_maybe(Fact::GuardianBirth, person.birth.map(Value::BirthDate), from);
    facts.tell_maybe(Fact::GuardianResidence, person.residence.clone().map(Value::Address), from);
    let household = person.household.as_ref().map(|household| Value::Text(household.id.clone()));
    facts.tell_maybe(Fact::GuardianHousehold, household, from);
}

fn tell_derived(facts: &mut Facts, family: &Family<'_>, answers: &Answers, today: Date) {
    let parents = answers.choice("child.parents");
    let counted: Vec<(&str, &PersonFacts)> =
        [("mother", family.mother), ("father", family.father), ("guardian", family.guardian)]
            .into_iter()
            .filter(|(who, _)| match parents {
                Some("both") => *who != "guardian",
                Some("mother_only") => *who == "mother",
                Some("father_only") => *who == "father",
                Some("none") => *who == "guardian",
                _ => false,
            })
            .filter_map(|(who, person)| person.map(|person| (who, person)))
            .collect();

    let ethnicities: Vec<Ethnicity> = counted.iter().filter_map(|(_, person)| person.ethnicity).collect();
    if parents != Some("none")
        && let Some(first) = ethnicities.first()
        && ethnicities.iter().all(|one| one == first)
    {
        facts.tell(Fact::ChildEthnicity, Value::Choice(first.code().to_owned()), Source::Derived);
    }
    let hometown = |who: Option<&PersonFacts>| who.and_then(|person| person.hometown.clone()).map(Value::Address);
    let hometown = match parents {
        Some("both" | "father_only") => hometown(family.father).or_else(|| hometown(family.mother)),
        Some("mother_only") => hometown(family.mother),
        _ => None,
    };
    facts.tell_maybe(Fact::ChildHometown, hometown, Source::Derived);
    // A form about a new home belongs to that home's commune; one about a child to where a parent or guardian lives.
    let new_home = answers.address("residence.address").filter(|_| parents.is_none());
    let near = new_home.into_iter().chain(counted.iter().filter_map(|(_, person)| person.residence.as_ref()));
    let near = near.filter_map(|home| home.on(today)).next();
    facts.tell_maybe(Fact::AgencyUnit, near.map(|address| Value::Unit(address.unit)), Source::Derived);

    let joins = joins(parents, &counted);
    facts.tell_maybe(Fact::ResidenceJoins, joins.map(|who| Value::Choice(who.to_owned())), Source::Derived);
    let joins = joins.or_else(|| answers.choice("residence.joins"));
    let joined = joins.and_then(|who| counted.iter().find(|(there, _)| *there == who));
    let home = joined.and_then(|(_, person)| person.household.as_ref());
    let homes = counted.iter().filter(|_| parents.is_none()).filter_map(|(_, person)| person.residence.as_ref());
    tell_clinic(
        facts,
        home.and_then(|household| household.address.as_ref()).or_else(|| homes.into_iter().next()),
        today,
    );
    if let Some(household) = home {
        let from = Source::Population;
        facts.tell_maybe(Fact::HouseholdAddress, household.address.clone().map(Value::Address), from);
        facts.tell_maybe(Fact::HouseholdHeadName, household.head_name.clone().map(Value::Name), from);
        facts.tell_maybe(Fact::HouseholdHeadPersonalId, household.head_personal_id.map(Value::PersonalId), from);
        // A ward is not the head's child: what a guardian's ward is to the head has to be said.
        let relation = household
            .relation
            .filter(|_| joins != Some("guardian"))
            .and_then(|parent| child_of_one_who_is(parent, head_is_parent(household, &counted, answers)));
        let relation = relation.map(|relation| Value::Choice(relation.code().to_owned()));
        facts.tell_maybe(Fact::HouseholdRelation, relation, Source::Derived);
    }
}

/// Every commune has a station, and children are seen there first unless the parents say otherwise.
fn tell_clinic(facts: &mut Facts, home: Option<&Address>, today: Date) {
    let commune = home.and_then(|home| home.on(today)).and_then(|home| units().by_key(&home.unit));
    let station = commune.map(|commune| Value::Text(format!("Trạm y tế {}", commune.name)));
    facts.tell_maybe(Fact::InsuranceClinic, station, Source::Derived);
}

/// Whose household the child joins, where only one can be meant.
fn joins(parents: Option<&str>, counted: &[(&'static str, &PersonFacts)]) -> Option<&'static str> {
    let with_home: Vec<(&'static str, &HouseholdFacts)> =
        counted.iter().filter_map(|(who, person)| Some((*who, person.household.as_ref()?))).collect();
    match (parents?, with_home.as_slice()) {
        ("both", [(one, home), (other, other_home)]) if home.id == other_home.id => {
            // The head's own child is the plainest relation to write down.
            let other_is_head = other_home.relation == Some(HouseholdRelation::HEAD);
            Some(if other_is_head { *other } else { *one })
        }
        ("mother_only" | "father_only" | "none", [(one, _)]) => Some(*one),
        _ => None,
    }
}

/// Whether the head of the household is one of the declared parents: the filer's family, or a parent told by number.
fn head_is_parent(household: &HouseholdFacts, counted: &[(&'static str, &PersonFacts)], answers: &Answers) -> bool {
    let known =
        counted.iter().filter(|(who, _)| *who != "guardian").filter_map(|(_, person)| person.household.as_ref());
    let heads = known.filter(|home| home.id == household.id && home.relation == Some(HouseholdRelation::HEAD));
    let told = household.head_personal_id.is_some_and(|head| {
        answers.choice("child.parents") == Some("both")
            && ["mother.personal_id", "father.personal_id"].iter().any(|key| answers.personal_id(key) == Some(head))
    });
    heads.count() > 0 || told
}

/// What a child is to the head, when its parent is this to the head. The child of the head's wife or husband is the
/// head's own only where the head is declared its parent; a stepchild's relation has to be said.
fn child_of_one_who_is(parent: HouseholdRelation, head_is_parent: bool) -> Option<HouseholdRelation> {
    use HouseholdRelation as R;
    match parent {
        R::HEAD | R::WIFE | R::HUSBAND if head_is_parent => Some(R::CHILD),
        R::CHILD | R::ADOPTED_CHILD | R::YOUNGER_SIBLING => Some(R::GRANDCHILD_OR_NIBLING),
        // A daughter-in-law has no word of her own in the closed list, so nothing follows from it.
        _ => None,
    }
}
