//! What a made-up person and household consist of: shapes near those of the register's loader.

use basis::Date;
use std::fmt;
use vietnam::{
    Address, BirthDate, Ethnicity, FullName, HouseholdRelation, MaritalStatus, OldId, PersonalId, Religion, Sex,
    UnitKey,
};

/// The place of a person in the whole province, counted from 0. Relatives name each other by it.
pub type PersonIndex = u64;

/// What the other one is to a person.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Kin {
    /// Father.
    Father,
    /// Mother.
    Mother,
    /// Wife or husband.
    Spouse,
    /// Guardian.
    Guardian,
}

/// A relative: a person of the province, or only a name in a book.
#[derive(Clone, PartialEq, Eq)]
pub enum KinRef {
    /// A person of the province.
    Person(PersonIndex),
    /// Somebody who moved away or died before the register was made.
    Name(FullName),
}

/// The cards people carry.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CardKind {
    /// With a chip (2021 to June 2024).
    Chip,
    /// Thẻ căn cước (since July 2024).
    Identity,
}

/// A card that was issued.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Card {
    /// Its kind.
    pub kind: CardKind,
    /// Day of issue.
    pub issued_on: Date,
    /// Last day of validity; `None` for those of 60 and over.
    pub expires_on: Option<Date>,
}

/// The end of a life.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct End {
    /// Day of death.
    pub on: Date,
}

/// A temporary residence that goes on.
#[derive(Clone, PartialEq, Eq)]
pub struct TemporaryHome {
    /// Where.
    pub address: Address,
    /// Since when.
    pub since: Date,
    /// Until when it was asked for.
    pub planned_to: Date,
}

/// A made-up person.
#[derive(Clone, PartialEq, Eq)]
pub struct SyntheticPerson {
    /// The place in the province.
    pub index: PersonIndex,
    /// Name.
    pub name: FullName,
    /// Birth; a year alone among some of the old.
    pub birth: BirthDate,
    /// Sex.
    pub sex: Sex,
    /// Ethnicity.
    pub ethnicity: Ethnicity,
    /// Religion.
    pub religion: Religion,
    /// Marital status.
    pub marital_status: MaritalStatus,
    /// Personal number: structurally right and unique in the province.
    pub personal_id: PersonalId,
    /// Old 9-digit number, of most who were born by 2004.
    pub old_id: Option<OldId>,
    /// The card in use.
    pub card: Option<Card>,
    /// The commune where the birth was registered, as it was then.
    pub registered_in: UnitKey,
    /// Place of origin: a commune, or only a province.
    pub origin: UnitKey,
    /// Occupation.
    pub occupation: Option<&'static str>,
    /// Mobile number, from a range that is given to nobody.
    pub mobile: Option<String>,
    /// Relation to the head of the household.
    pub relation_to_head: HouseholdRelation,
    /// Since when in the household, if known; `None` for the dead, who reside nowhere.
    pub since: Option<Date>,
    /// Relatives.
    pub relations: Vec<(Kin, KinRef)>,
    /// Temporary residence elsewhere.
    pub temporary: Option<TemporaryHome>,
    /// The end of the life; such a person resides nowhere.
    pub end: Option<End>,
}

/// A made-up household and everybody listed with it.
#[derive(Clone, PartialEq, Eq)]
pub struct SyntheticHousehold {
    /// The place of the household in the province, counted from 0.
    pub index: u64,
    /// Number of the residence file.
    pub file_no: String,
    /// Where it lives, in the words and units of the time it moved in.
    pub address: Address,
    /// The commune it lies in today.
    pub commune: UnitKey,
    /// Since when.
    pub since: Option<Date>,
    /// Its people: the head first. Those who have died are listed last and reside nowhere.
    pub members: Vec<SyntheticPerson>,
}

macro_rules! hidden {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(made up)"))
            }
        }
    )*};
}
// Made-up people are treated like real ones: a test that prints them would print real ones too.
hidden!(KinRef, TemporaryHome, SyntheticPerson, SyntheticHousehold);
