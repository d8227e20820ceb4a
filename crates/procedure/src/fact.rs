//! What registers know about the people of a form, so that it need not be asked.
//!
//! A closed list: a new fact is a new variant, and whoever fills [`crate::Known`] decides whether it can be told. Facts
//! are read again on the server for every request and are never posted.

use crate::{
    value::{FieldKindName, Value},
    words::{Lang, pick},
};
use serde::{Serialize, Serializer};
use std::{collections::BTreeMap, fmt};

/// Makes the closed list of facts.
macro_rules! facts {
    ($($name:ident = $key:literal $kind:ident, $doc:literal;)*) => {
        /// One thing a register can know.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Fact {
            $(#[doc = $doc] $name,)*
        }

        impl Fact {
            /// Every fact.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its key, as definitions write it.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)* }
            }

            /// The kind of its value.
            #[must_use]
            pub const fn kind(self) -> FieldKindName {
                match self { $(Self::$name => FieldKindName::$kind,)* }
            }
        }
    };
}

facts! {
    RequesterFullName = "requester.full_name" Name, "The requester's name.";
    RequesterPersonalId = "requester.personal_id" PersonalId, "The requester's personal number.";
    RequesterBirth = "requester.birth" BirthDate, "The requester's date of birth.";
    RequesterSex = "requester.sex" Choice, "The requester's sex.";
    RequesterEthnicity = "requester.ethnicity" Choice, "The requester's ethnicity.";
    RequesterResidence = "requester.residence" Address, "Where the requester lives.";
    RequesterHometown = "requester.hometown" Address, "The requester's hometown (quê quán).";
    RequesterPhone = "requester.phone" Phone, "The telephone number of the requester's account.";
    RequesterEmail = "requester.email" Email, "The e-mail address of the requester's account.";
    RequesterHousehold = "requester.household" Text, "The requester's household, by its id.";
    RequesterHeadName = "requester.head_name" Name, "The head of the requester's household.";
    RequesterHeadPersonalId = "requester.head_personal_id" PersonalId, "That head's personal number.";
    RequesterSpouse = "requester.spouse" Name, "The name of the one to whom the requester is married.";
    MotherFullName = "mother.full_name" Name, "The mother's name.";
    MotherPersonalId = "mother.personal_id" PersonalId, "The mother's personal number.";
    MotherBirth = "mother.birth" BirthDate, "The mother's date of birth.";
    MotherEthnicity = "mother.ethnicity" Choice, "The mother's ethnicity.";
    MotherResidence = "mother.residence" Address, "Where the mother lives.";
    MotherHometown = "mother.hometown" Address, "The mother's hometown.";
    MotherHousehold = "mother.household" Text, "The mother's household, by its id.";
    FatherFullName = "father.full_name" Name, "The father's name.";
    FatherPersonalId = "father.personal_id" PersonalId, "The father's personal number.";
    FatherBirth = "father.birth" BirthDate, "The father's date of birth.";
    FatherEthnicity = "father.ethnicity" Choice, "The father's ethnicity.";
    FatherResidence = "father.residence" Address, "Where the father lives.";
    FatherHometown = "father.hometown" Address, "The father's hometown.";
    FatherHousehold = "father.household" Text, "The father's household, by its id.";
    GuardianFullName = "guardian.full_name" Name, "The guardian's name.";
    GuardianPersonalId = "guardian.personal_id" PersonalId, "The guardian's personal number.";
    GuardianBirth = "guardian.birth" BirthDate, "The guardian's date of birth.";
    GuardianResidence = "guardian.residence" Address, "Where the guardian lives.";
    GuardianHousehold = "guardian.household" Text, "The guardian's household, by its id.";
    MarriageNumber = "marriage.number" Text, "The number of the parents' marriage certificate.";
    MarriageDate = "marriage.date" Date, "The day the parents' marriage was registered.";
    MarriagePlace = "marriage.place" Text, "Who registered the parents' marriage.";
    NoticeChildName = "notice.child_name" Name, "The child's name as the hospital wrote it.";
    NoticeChildBirth = "notice.child_birth" Date, "The child's day of birth as the hospital wrote it.";
    NoticeChildSex = "notice.child_sex" Choice, "The child's sex as the hospital wrote it.";
    NoticeBirthPlace = "notice.birth_place" Address, "Where the hospital stands.";
    NoticeFacility = "notice.facility" Text, "The hospital's name.";
    ChildEthnicity = "child.ethnicity" Choice, "The ethnicity both parents, or the only one, have.";
    ChildHometown = "child.hometown" Address, "The hometown of the father, else of the mother.";
    AgencyUnit = "agency.unit" Unit, "The commune where a parent or the guardian lives, or where the new home is.";
    ResidenceJoins = "residence.joins" Choice, "Whose household the child joins, where there is only one.";
    HouseholdAddress = "household.address" Address, "The address of the household that is joined.";
    HouseholdHeadName = "household.head_name" Name, "The head of the household that is joined.";
    HouseholdHeadPersonalId = "household.head_personal_id" PersonalId, "That head's personal number.";
    InsuranceClinic = "insurance.clinic" Text, "The health station of the commune the child will live in.";
    HouseholdRelation = "household.relation" Choice, "The child's relation to that head.";
}

impl Fact {
    /// The fact with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|fact| fact.key() == key)
    }
}

impl fmt::Debug for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl Serialize for Fact {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.key())
    }
}

/// The field keys whose answer a register holds, and the fact that answers each: the ask-once table (NĐ 45/2020,
/// NQ 66.7/2025/NQ-CP: what an authority can read it may not ask for).
const HELD: &[(&str, Fact)] = &[
    ("requester.name", Fact::RequesterFullName),
    ("requester.personal_id", Fact::RequesterPersonalId),
    ("requester.birth", Fact::RequesterBirth),
    ("requester.sex", Fact::RequesterSex),
    ("requester.ethnicity", Fact::RequesterEthnicity),
    ("requester.residence", Fact::RequesterResidence),
    ("requester.hometown", Fact::RequesterHometown),
    ("requester.phone", Fact::RequesterPhone),
    ("requester.email", Fact::RequesterEmail),
    ("requester.head_name", Fact::RequesterHeadName),
    ("requester.head_personal_id", Fact::RequesterHeadPersonalId),
    ("mother.name", Fact::MotherFullName),
    ("mother.personal_id", Fact::MotherPersonalId),
    ("mother.birth", Fact::MotherBirth),
    ("mother.ethnicity", Fact::MotherEthnicity),
    ("mother.residence", Fact::MotherResidence),
    ("father.name", Fact::FatherFullName),
    ("father.personal_id", Fact::FatherPersonalId),
    ("father.birth", Fact::FatherBirth),
    ("father.ethnicity", Fact::FatherEthnicity),
    ("father.residence", Fact::FatherResidence),
    ("guardian.name", Fact::GuardianFullName),
    ("guardian.personal_id", Fact::GuardianPersonalId),
    ("guardian.birth", Fact::GuardianBirth),
    ("guardian.residence", Fact::GuardianResidence),
    ("marriage.number", Fact::MarriageNumber),
    ("marriage.date", Fact::MarriageDate),
    ("marriage.place", Fact::MarriagePlace),
    ("child.birth", Fact::NoticeChildBirth),
    ("child.sex", Fact::NoticeChildSex),
    ("child.birth_place", Fact::NoticeBirthPlace),
    ("child.birth_facility", Fact::NoticeFacility),
    ("child.ethnicity", Fact::ChildEthnicity),
    ("child.hometown", Fact::ChildHometown),
    ("agency.unit", Fact::AgencyUnit),
    ("residence.joins", Fact::ResidenceJoins),
    ("residence.address", Fact::HouseholdAddress),
    ("residence.head_name", Fact::HouseholdHeadName),
    ("residence.head_personal_id", Fact::HouseholdHeadPersonalId),
    ("residence.relation", Fact::HouseholdRelation),
];

/// The fact that answers a field, where a register holds it.
#[must_use]
pub fn held(field: &str) -> Option<Fact> {
    HELD.iter().find(|(key, _)| *key == field).map(|(_, fact)| *fact)
}

/// Who says so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
    /// The population register.
    Population,
    /// The filer's own account.
    Account,
    /// The civil-status register.
    CivilStatus,
    /// The health registry, from the hospital's birth notice.
    Health,
    /// Follows from other facts and answers.
    Derived,
}

impl Source {
    /// As it is shown beside the fact.
    #[must_use]
    pub const fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Population => pick(lang, "Theo Cơ sở dữ liệu dân cư", "From the population register"),
            Self::Account => pick(lang, "Theo tài khoản của bạn", "From your account"),
            Self::CivilStatus => pick(lang, "Theo Cơ sở dữ liệu hộ tịch", "From the civil-status register"),
            Self::Health => pick(lang, "Theo giấy chứng sinh điện tử", "From the electronic birth notice"),
            Self::Derived => pick(lang, "Theo dữ liệu đã có", "From what is known already"),
        }
    }
}

/// A fact's value and who says so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// The value.
    pub value: Value,
    /// Who says so.
    pub source: Source,
}

/// What is known for one form.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Facts(BTreeMap<Fact, Told>);

impl Facts {
    /// The fact, if it is known.
    #[must_use]
    pub fn get(&self, fact: Fact) -> Option<&Told> {
        self.0.get(&fact)
    }
    /// Adds a fact. A value of another kind than the fact's is not taken.
    pub fn tell(&mut self, fact: Fact, value: Value, source: Source) {
        debug_assert_eq!(fact.kind(), value.kind(), "{fact:?} has a kind of its own");
        if fact.kind() == value.kind() {
            self.0.insert(fact, Told { value, source });
        }
    }
    /// Adds a fact where there is one.
    pub fn tell_maybe(&mut self, fact: Fact, value: Option<Value>, source: Source) {
        if let Some(value) = value {
            self.tell(fact, value, source);
        }
    }
    /// Which facts are known.
    pub fn known(&self) -> impl Iterator<Item = Fact> {
        self.0.keys().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_find_their_facts_and_every_held_field_once() {
        for fact in Fact::ALL {
            assert_eq!(Fact::from_key(fact.key()), Some(*fact));
        }
        let mut fields: Vec<&str> = HELD.iter().map(|(field, _)| *field).collect();
        fields.sort_unstable();
        fields.dedup();
        assert_eq!(fields.len(), HELD.len());
        assert_eq!(held("child.name"), None, "parents choose the name");
    }
}
