//! A birth: the child, the parents, and what follows for the child.

use super::Said;
use crate::words::{Notified, People};
use basis::{Citation, Date, Failure, Fault, PersonId};
use population::{Basis, Confirmed, Place, Recorded, RegisterBirth, RelativeRef};
use procedure::Answers;
use std::borrow::Cow;
use vietnam::{Address, BirthDate, Ethnicity, FullName, HouseholdRelation, PersonalId, Sex};

/// The household that the declaration says the child joins.
#[derive(Clone, PartialEq)]
pub(crate) struct DeclaredHome {
    pub(crate) address: Address,
    pub(crate) head_name: Option<FullName>,
    pub(crate) head_number: Option<PersonalId>,
    /// What the child will be to the head.
    pub(crate) relation: Option<HouseholdRelation>,
}

/// A dossier of a birth.
#[derive(Clone, PartialEq)]
pub(crate) struct BirthFiling {
    pub(crate) child: FullName,
    pub(crate) born: Date,
    pub(crate) sex: Sex,
    /// Declared born together with another child, and not contradicted by the hospital's notice.
    pub(crate) is_twin: bool,
    pub(crate) birth_place: Option<Address>,
    pub(crate) facility: Option<String>,
    pub(crate) ethnicity: Option<Ethnicity>,
    pub(crate) hometown: Option<Address>,
    pub(crate) mother: Option<RelativeRef>,
    pub(crate) father: Option<RelativeRef>,
    pub(crate) guardian: Option<RelativeRef>,
    /// What the form says of them: papers name also those whom the register does not know.
    pub(crate) mother_said: Said,
    pub(crate) father_said: Said,
    pub(crate) guardian_said: Said,
    /// Who declares the birth (người đi khai sinh).
    pub(crate) declarant: Said,
    /// Whose household the child joins: `mother`, `father` or `guardian`.
    pub(crate) joins: Option<String>,
    /// The household as it was declared; nothing where the form does not ask for one.
    pub(crate) home: Option<DeclaredHome>,
    pub(crate) clinic: Option<String>,
    /// Whose name stands on the health card: `mother`, `father` or `requester`.
    pub(crate) card_guardian: Option<String>,
}

impl BirthFiling {
    pub(crate) fn read(answers: &Answers, people: &People, notice: Option<&Notified>) -> Result<Self, Failure> {
        let need = |key: &'static str| Fault::new(format!("a birth dossier lacks {key}, which its form must ask"));
        Ok(Self {
            child: answers.name("child.name").cloned().ok_or_else(|| need("child.name"))?,
            born: answers.date("child.birth").ok_or_else(|| need("child.birth"))?,
            sex: answers
                .choice("child.sex")
                .and_then(|code| Sex::from_code(code).ok())
                .ok_or_else(|| need("child.sex"))?,
            is_twin: answers.yes_no("child.is_twin") == Some(true) && notice.is_none_or(|notice| notice.twins),
            birth_place: answers.address("child.birth_place").cloned(),
            facility: answers.text("child.birth_facility").map(str::to_owned),
            ethnicity: answers.choice("child.ethnicity").and_then(|code| Ethnicity::from_code(code).ok()),
            hometown: answers.address("child.hometown").cloned(),
            mother: relative(answers, "mother", people.mother),
            father: relative(answers, "father", people.father),
            guardian: relative(answers, "guardian", people.guardian),
            mother_said: Said::read(answers, "mother"),
            father_said: Said::read(answers, "father"),
            guardian_said: Said::read(answers, "guardian"),
            declarant: Said::read(answers, "requester"),
            joins: answers.choice("residence.joins").map(str::to_owned),
            home: answers.address("residence.address").map(|address| DeclaredHome {
                address: address.clone(),
                head_name: answers.name("residence.head_name").cloned(),
                head_number: answers.personal_id("residence.head_personal_id"),
                relation: answers.choice("residence.relation").and_then(|code| HouseholdRelation::from_code(code).ok()),
            }),
            clinic: answers.text("insurance.clinic").map(str::to_owned),
            card_guardian: answers.choice("insurance.guardian").map(str::to_owned),
        })
    }

    /// The command that registers it in a commune.
    pub(crate) fn command(
        &self,
        registered: Place,
        ground: Cow<'static, str>,
        paper: String,
        confirmed: Confirmed,
    ) -> RegisterBirth {
        RegisterBirth {
            name: self.child.clone(),
            sex: self.sex,
            birth: BirthDate::Day(self.born),
            birth_place: self.place_of_birth(),
            registered,
            origin: self.hometown.as_ref().map(place),
            ethnicity: self.ethnicity,
            religion: None,
            nationalities: vec!["VN".to_owned()],
            mother: self.mother.clone(),
            father: self.father.clone(),
            guardian: self.guardian.clone(),
            is_twin: self.is_twin,
            basis: Basis { ground: Citation(ground), paper: Some(paper) },
            confirmed,
        }
    }

    /// Whom the child joins, if in the register. Nobody when the household is somebody else's or a new one: then it
    /// is found by what was declared, never guessed from the family.
    pub(crate) fn host(&self) -> Option<PersonId> {
        let chosen = match self.joins.as_deref() {
            Some("mother") => self.mother.as_ref(),
            Some("father") => self.father.as_ref(),
            Some("guardian") => self.guardian.as_ref(),
            Some(_) => None,
            None => self.mother.as_ref().or(self.father.as_ref()).or(self.guardian.as_ref()),
        };
        chosen.and_then(RelativeRef::person)
    }

    /// Where the child was born, as the certificate says it.
    pub(crate) fn place_of_birth(&self) -> Option<Place> {
        match (&self.facility, &self.birth_place) {
            (None, None) => None,
            (Some(facility), None) => Some(Place::words(facility.clone())),
            (None, Some(address)) => Some(place(address)),
            (Some(facility), Some(address)) => {
                let words = if address.detail.is_empty() {
                    facility.clone()
                } else {
                    format!("{facility}, {}", address.detail)
                };
                Some(Place::in_unit(address.unit.clone(), words))
            }
        }
    }
}

fn place(address: &Address) -> Place {
    Place::in_unit(address.unit.clone(), address.detail.clone())
}

/// A parent of the register, else as written on paper; nobody when the form was not asked.
fn relative(answers: &Answers, who: &str, person: Option<PersonId>) -> Option<RelativeRef> {
    if let Some(person) = person {
        return Some(RelativeRef::Person(person));
    }
    let name = answers.name(&format!("{who}.name"))?;
    Some(RelativeRef::Recorded(Recorded {
        name: name.as_str().to_owned(),
        number: answers.personal_id(&format!("{who}.personal_id")).map(|number| number.as_str().to_owned()),
        nationality: None,
    }))
}
