//! What is asked of the register: parsed words only. The answers are at the end.
//!
//! A form or a file becomes one of these at the door; from then on nothing is a loose string that has a type.

use crate::{
    person::{Confirmed, LifeEndKind, Place, Recorded, RemovalGround, ResidenceKind, hidden},
    rules::history::Span,
};
use basis::{ActId, Citation, Date, HouseholdId, PersonId};
use std::{borrow::Cow, fmt};
use vietnam::{
    Address, BirthDate, BloodGroup, Contradiction, Ethnicity, FullName, HouseholdRelation, MaritalStatus, PersonalId,
    Religion, Sex,
};

hidden!(RegisterBirth, Correction);

/// The legal ground and the paper an act rests on. Both stay in the history.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Basis {
    /// The article, such as `Luật Hộ tịch 60/2014 Đ16`.
    pub ground: Citation,
    /// The paper relied upon, by kind and number.
    pub paper: Option<String>,
}

impl Basis {
    /// A ground without a paper.
    #[must_use]
    pub fn law(article: impl Into<Cow<'static, str>>) -> Self {
        Self { ground: Citation(article.into()), paper: None }
    }
    /// With the paper it rests on.
    #[must_use]
    pub fn on_paper(mut self, paper: impl Into<String>) -> Self {
        self.paper = Some(paper.into());
        self
    }
}

/// A relative named by somebody: a person of the register, or words on a paper.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RelativeRef {
    /// A person of the register.
    Person(PersonId),
    /// Not in the register, or not found there.
    Recorded(Recorded),
}

impl RelativeRef {
    /// The person, if in the register.
    #[must_use]
    pub const fn person(&self) -> Option<PersonId> {
        match self {
            Self::Person(person) => Some(*person),
            Self::Recorded(_) => None,
        }
    }
}

/// Registers a birth (đăng ký khai sinh).
#[derive(Clone, PartialEq, Eq)]
pub struct RegisterBirth {
    /// The child's name.
    pub name: FullName,
    /// Sex.
    pub sex: Sex,
    /// Birth; day, month and year are needed.
    pub birth: BirthDate,
    /// Place of birth.
    pub birth_place: Option<Place>,
    /// The commune that registers.
    pub registered: Place,
    /// Place of origin.
    pub origin: Option<Place>,
    /// Ethnicity.
    pub ethnicity: Option<Ethnicity>,
    /// Religion.
    pub religion: Option<Religion>,
    /// Nationalities, ISO 3166 alpha-2.
    pub nationalities: Vec<String>,
    /// Mother.
    pub mother: Option<RelativeRef>,
    /// Father.
    pub father: Option<RelativeRef>,
    /// Guardian, where no parent registers.
    pub guardian: Option<RelativeRef>,
    /// Whether the filer declared that the child was born together with another (sinh đôi, sinh ba).
    pub is_twin: bool,
    /// Ground and paper.
    pub basis: Basis,
    /// Warnings the officer has confirmed.
    pub confirmed: Confirmed,
}

/// The few facts by which a child that is already registered is recognised.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChildFacts {
    /// Name.
    pub name: FullName,
    /// Birth.
    pub birth: BirthDate,
    /// Sex.
    pub sex: Sex,
    /// Mother, if in the register.
    pub mother: Option<PersonId>,
    /// Father, if in the register.
    pub father: Option<PersonId>,
}

impl From<&RegisterBirth> for ChildFacts {
    fn from(command: &RegisterBirth) -> Self {
        Self {
            name: command.name.clone(),
            birth: command.birth,
            sex: command.sex,
            mother: command.mother.as_ref().and_then(RelativeRef::person),
            father: command.father.as_ref().and_then(RelativeRef::person),
        }
    }
}

/// Where somebody takes up residence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Destination {
    /// In a household that exists, as what to its head.
    Household {
        /// The household.
        household: HouseholdId,
        /// Relation to its head.
        relation: HouseholdRelation,
    },
    /// In a household of one's own, as its head.
    NewHousehold {
        /// Its address.
        address: Address,
        /// Number of its residence file, if it has one yet.
        file_no: Option<String>,
    },
    /// At an address, in no household: stays, absences, current residence.
    Address(Address),
}

/// Registers residence (đăng ký cư trú).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RegisterResidence {
    /// Who.
    pub person: PersonId,
    /// Of which kind.
    pub kind: ResidenceKind,
    /// Where.
    pub place: Destination,
    /// The first day.
    pub from: Date,
    /// The last day, of a temporary residence, a stay or an absence.
    pub planned_to: Option<Date>,
    /// The reason given.
    pub reason: Option<String>,
    /// Ground and paper.
    pub basis: Basis,
    /// Warnings the officer has confirmed.
    pub confirmed: Confirmed,
}

/// Removes a registered residence (xoá đăng ký).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RemoveResidence {
    /// Who.
    pub person: PersonId,
    /// Of which kind.
    pub kind: ResidenceKind,
    /// The first day on which it no longer stands.
    pub on: Date,
    /// Why.
    pub ground: RemovalGround,
    /// Ground and paper.
    pub basis: Basis,
    /// Warnings the officer has confirmed.
    pub confirmed: Confirmed,
}

/// Splits a household (tách hộ).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SplitHousehold {
    /// The household that is split.
    pub household: HouseholdId,
    /// Who leaves it, and as what to the new head; exactly one is the head.
    pub leaving: Vec<(PersonId, HouseholdRelation)>,
    /// The first day of the new household.
    pub from: Date,
    /// Where it lives; `None` at the same address.
    pub address: Option<Address>,
    /// Number of its residence file.
    pub file_no: Option<String>,
    /// Ground and paper.
    pub basis: Basis,
}

/// A new value of one fact.
#[derive(Clone, PartialEq, Eq)]
pub enum Correction {
    /// Name.
    Name(FullName),
    /// Other names.
    OtherNames(Vec<String>),
    /// Birth.
    Birth(BirthDate),
    /// Sex.
    Sex(Sex),
    /// Place of birth.
    BirthPlace(Option<Place>),
    /// Where the birth was registered.
    BirthRegistered(Option<Place>),
    /// Place of origin.
    Origin(Option<Place>),
    /// Ethnicity.
    Ethnicity(Option<Ethnicity>),
    /// Religion.
    Religion(Option<Religion>),
    /// Nationalities.
    Nationalities(Vec<String>),
    /// Blood group.
    BloodGroup(Option<BloodGroup>),
    /// Marital status.
    MaritalStatus(Option<MaritalStatus>),
    /// Mobile number.
    Mobile(Option<String>),
    /// E-mail address.
    Email(Option<String>),
    /// Occupation.
    Occupation(Option<String>),
}

/// Corrects what was wrong, or records what has changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CorrectPerson {
    /// Who.
    pub person: PersonId,
    /// Over which days the new values hold: [`Span::ALWAYS`] corrects a mistake, [`Span::since`] records a change.
    pub over: Span,
    /// The new values.
    pub corrections: Vec<Correction>,
    /// Ground and paper.
    pub basis: Basis,
    /// Warnings the officer has confirmed.
    pub confirmed: Confirmed,
}

/// Records a death, or a court's declaration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordDeath {
    /// Who.
    pub person: PersonId,
    /// How.
    pub kind: LifeEndKind,
    /// When.
    pub on: Date,
    /// Ground and paper.
    pub basis: Basis,
    /// Warnings the officer has confirmed.
    pub confirmed: Confirmed,
}

/// A birth was registered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Born {
    /// The child.
    pub person: PersonId,
    /// The act.
    pub act: ActId,
    /// Whether it was registered later than the law wants (60 days, Luật Hộ tịch 60/2014 Đ15.1).
    pub late: bool,
}

/// A number was entered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Assigned {
    /// The act that entered it; `None` when the person already had this very number.
    pub act: Option<ActId>,
    /// Where the number disagrees with sex or birth: kept, and to be looked at.
    pub contradictions: Vec<Contradiction>,
}

/// A residence was registered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Resident {
    /// The act.
    pub act: ActId,
    /// The spell that began.
    pub spell: uuid::Uuid,
    /// The household lived in, if one.
    pub household: Option<HouseholdId>,
    /// A household that lost its head by the move.
    pub headless: Option<HouseholdId>,
}

/// Something was removed or recorded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Done {
    /// The act.
    pub act: ActId,
    /// A household that lost its head by it.
    pub headless: Option<HouseholdId>,
}

/// A household was split.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Split {
    /// The act.
    pub act: ActId,
    /// The new household.
    pub household: HouseholdId,
}

/// A correction was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Corrected {
    /// The act.
    pub act: ActId,
    /// Where the number in use now disagrees: it is to be re-established (xác lập lại).
    pub contradictions: Vec<Contradiction>,
}

/// Gives the number in place of one that is cancelled (huỷ, xác lập lại số định danh).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReplaceNumber {
    /// Who.
    pub person: basis::PersonId,
    /// The number that is cancelled.
    pub old: PersonalId,
    /// The number given instead.
    pub new: PersonalId,
    /// Since when.
    pub from: Date,
    /// Ground and paper.
    pub basis: Basis,
}
