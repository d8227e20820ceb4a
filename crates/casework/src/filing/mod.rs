//! What a dossier says, read out of its answers into the words of the registers: one file for each kind of case.
//!
//! The dossier keeps every answer, those that were asked and those that a register gave, as they stood when it was
//! submitted. `procedure check` holds each effect's needs against the form, so what is missing here is a fault.

mod birth;
mod card;
mod moving;
mod said;
#[cfg(test)]
mod tests;

pub(crate) use birth::{BirthFiling, DeclaredHome};
pub(crate) use card::CardFiling;
#[cfg(test)]
pub(crate) use moving::Mover;
pub(crate) use moving::{Joins, MoveFiling, Who};
pub(crate) use said::Said;

use crate::words::{Notified, People};
use basis::{Failure, Fault};
use procedure::{Answers, Step};

/// What a dossier asks for, by the step it begins with.
#[derive(Clone, PartialEq)]
pub(crate) enum Case {
    /// A birth, alone or linked with what follows from it.
    Birth(Box<BirthFiling>),
    /// Permanent residence of somebody who is in the register already (1.004222).
    Move(Box<MoveFiling>),
    /// The health-insurance card of a child who is in the register already.
    Card(Box<CardFiling>),
}

impl Case {
    /// Whether a procedure that begins with this step can be carried out.
    pub(crate) const fn is_known(gate: Step) -> bool {
        matches!(gate, Step::RegisterBirth | Step::RegisterResidence | Step::IssueHealthCard)
    }

    pub(crate) fn read(
        gate: Step,
        answers: &Answers,
        people: &People,
        notice: Option<&Notified>,
    ) -> Result<Self, Failure> {
        match gate {
            Step::RegisterBirth => Ok(Self::Birth(Box::new(BirthFiling::read(answers, people, notice)?))),
            Step::RegisterResidence => Ok(Self::Move(Box::new(MoveFiling::read(answers, people)?))),
            Step::IssueHealthCard => Ok(Self::Card(Box::new(CardFiling::read(answers, people)?))),
            Step::CheckDossier | Step::IssueIdentityCard => {
                Err(Fault::new("a dossier begins with a step that nothing can be done with").into())
            }
        }
    }

    pub(crate) fn birth(&self) -> Option<&BirthFiling> {
        match self {
            Self::Birth(filing) => Some(filing),
            Self::Move(_) | Self::Card(_) => None,
        }
    }
}
