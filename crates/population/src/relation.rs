//! Kinds of relation between two people, as the register keeps them.

use crate::store::words::Word;
use serde::{Deserialize, Serialize};

/// What the other one is to a person.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// Father.
    Father,
    /// Mother.
    Mother,
    /// Wife or husband.
    Spouse,
    /// A child who is not in the register; those who are name their parents.
    Child,
    /// Guardian (người giám hộ).
    Guardian,
    /// Ward (người được giám hộ).
    Ward,
}

impl Word for RelationKind {
    const NAME: &'static str = "kind of relation";
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Father, "father"),
        (Self::Mother, "mother"),
        (Self::Spouse, "spouse"),
        (Self::Child, "child"),
        (Self::Guardian, "guardian"),
        (Self::Ward, "ward"),
    ];
}
