//! Permanent residence of people who are in the register already: who moves, where to, and as what.

use crate::words::People;
use basis::{Failure, Fault, PersonId};
use procedure::Answers;
use vietnam::{Address, HouseholdRelation};

/// For whom it is filed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Who {
    /// For the filer, perhaps with others of the household.
    Own,
    /// For a child under six who joins father, mother or guardian: no consent of head and owner (TT 116/2026/TT-BCA).
    ChildUnderSix,
    /// For another child, or somebody in the filer's care.
    Ward,
}

/// One person who moves.
#[derive(Clone, PartialEq)]
pub(crate) struct Mover {
    /// The first part of the form's keys: `requester`, `person`, `member1`.
    pub(crate) key: String,
    /// In the register, when number, name and birth agree with it.
    pub(crate) person: Option<PersonId>,
    /// What they will be to the head; the head itself where a household is founded.
    pub(crate) relation: HouseholdRelation,
}

/// The household they will belong to.
#[derive(Clone, PartialEq)]
pub(crate) enum Joins {
    /// One that exists, told by its head.
    Household {
        /// The head, when number and name agree with the register.
        head: Option<PersonId>,
    },
    /// One of their own.
    New,
}

/// A dossier of residence by itself.
#[derive(Clone, PartialEq)]
pub(crate) struct MoveFiling {
    pub(crate) who: Who,
    pub(crate) requester: Option<PersonId>,
    /// Never empty; where a household is founded the first is its head.
    pub(crate) movers: Vec<Mover>,
    pub(crate) joins: Joins,
    pub(crate) address: Address,
}

impl MoveFiling {
    pub(crate) fn read(answers: &Answers, people: &People) -> Result<Self, Failure> {
        let need = |key: &'static str| Fault::new(format!("a residence dossier lacks {key}, which its form must ask"));
        let relation = |key: &str| {
            answers.choice(&format!("{key}.relation")).and_then(|code| HouseholdRelation::from_code(code).ok())
        };
        let who = match answers.choice("applicant.who").ok_or_else(|| need("applicant.who"))? {
            "child_under_6" => Who::ChildUnderSix,
            "ward" => Who::Ward,
            _ => Who::Own,
        };
        let founds = answers.choice("residence.joins").ok_or_else(|| need("residence.joins"))? == "new";
        let first_relation = if founds {
            HouseholdRelation::HEAD
        } else {
            relation("residence").ok_or_else(|| need("residence.relation"))?
        };
        let first = match who {
            Who::Own => Mover { key: "requester".into(), person: people.requester, relation: first_relation },
            Who::ChildUnderSix | Who::Ward => {
                Mover { key: "person".into(), person: people.person, relation: first_relation }
            }
        };
        let mut movers = vec![first];
        for (at, person) in people.members.iter().enumerate() {
            let key = format!("member{}", at + 1);
            let relation = relation(&key).ok_or_else(|| need("member.relation"))?;
            movers.push(Mover { key, person: *person, relation });
        }
        Ok(Self {
            who,
            requester: people.requester,
            movers,
            joins: if founds { Joins::New } else { Joins::Household { head: people.head } },
            address: answers.address("residence.address").cloned().ok_or_else(|| need("residence.address"))?,
        })
    }

    /// Everybody of the register who moves.
    pub(crate) fn people(&self) -> impl Iterator<Item = PersonId> {
        self.movers.iter().filter_map(|mover| mover.person)
    }
}
