//! The health-insurance card of a child whose birth is registered: which child, and what the card says.

use crate::words::People;
use basis::{Date, Failure, Fault, PersonId};
use procedure::Answers;
use vietnam::Sex;

/// A dossier of a card by itself.
#[derive(Clone, PartialEq)]
pub(crate) struct CardFiling {
    pub(crate) born: Date,
    pub(crate) sex: Sex,
    /// The child, when number, name and birth agree with the register.
    pub(crate) child: Option<PersonId>,
    pub(crate) requester: Option<PersonId>,
    pub(crate) clinic: String,
    /// Whose name stands on the card: `mother`, `father` or `requester`.
    pub(crate) guardian: String,
}

impl CardFiling {
    pub(crate) fn read(answers: &Answers, people: &People) -> Result<Self, Failure> {
        let need = |key: &'static str| Fault::new(format!("a card dossier lacks {key}, which its form must ask"));
        Ok(Self {
            born: answers.date("child.birth").ok_or_else(|| need("child.birth"))?,
            sex: answers
                .choice("child.sex")
                .and_then(|code| Sex::from_code(code).ok())
                .ok_or_else(|| need("child.sex"))?,
            child: people.child,
            requester: people.requester,
            clinic: answers.text("insurance.clinic").map(str::to_owned).ok_or_else(|| need("insurance.clinic"))?,
            guardian: answers.choice("insurance.guardian").unwrap_or("requester").to_owned(),
        })
    }
}
