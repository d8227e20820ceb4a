//! Who acts: a citizen, an officer in a unit, a job of the program itself, or nobody known.

use crate::{AccountId, PersonId, SessionId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// An administrative unit's code as the national list writes it (2 digits a province, 5 a commune).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnitCode(pub String);

/// An agency's electronic code (QĐ 20/2020/QĐ-TTg), kept as text because its form has changed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AgencyCode(pub String);

impl fmt::Display for UnitCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl fmt::Display for AgencyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A task of the program itself, by its name in the job table.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct SystemTask(pub &'static str);

/// What a person is looked at for, as it is shown to that person.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct Purpose(pub &'static str);

/// Whoever asks. Permission, the access record and the history all hang on it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Actor {
    /// Somebody who has not signed in.
    Stranger,
    /// A citizen, signed in and bound to a person of the register.
    Citizen {
        /// The account that signed in.
        account: AccountId,
        /// The session it acts in.
        session: SessionId,
        /// The person the account belongs to.
        person: PersonId,
    },
    /// An officer, acting in one unit with the roles held there.
    Officer {
        /// The account that signed in.
        account: AccountId,
        /// The session it acts in.
        session: SessionId,
        /// The agency acted for.
        agency: AgencyCode,
        /// The territory the agency answers for.
        unit: UnitCode,
        /// Role codes held in that unit.
        roles: Vec<String>,
    },
    /// A job or command of the program itself.
    System(SystemTask),
}

impl Actor {
    /// The role codes by which powers are granted.
    #[must_use]
    pub fn roles(&self) -> Vec<&str> {
        match self {
            Self::Stranger => vec!["stranger"],
            Self::Citizen { .. } => vec!["citizen"],
            Self::Officer { roles, .. } => roles.iter().map(String::as_str).collect(),
            Self::System(_) => vec!["system"],
        }
    }
    /// The account behind the act, if a person acts.
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::Citizen { account, .. } | Self::Officer { account, .. } => Some(*account),
            Self::Stranger | Self::System(_) => None,
        }
    }
}

/// What a page says of the one who is signed in.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Badge {
    /// Nobody is signed in.
    #[default]
    Nobody,
    /// A citizen, by the name shown in the header.
    Citizen(String),
    /// An officer, by name and agency.
    Officer {
        /// The officer's name.
        name: String,
        /// The agency's name.
        agency: String,
        /// Role codes, for the pages that differ by role.
        roles: Vec<String>,
    },
}

/// The number of one request, shown with a fault so that it can be found in the log.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct RequestId(pub uuid::Uuid);

impl RequestId {
    /// A new request number.
    #[must_use]
    pub fn fresh() -> Self {
        Self(uuid::Uuid::now_v7())
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.simple().fmt(f)
    }
}
