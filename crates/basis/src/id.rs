//! Typed identifiers. Each is a UUID version 7, so that new rows land at the end of an index.
//!
//! `basis` does not know sqlx: stores bind `id.uuid()` and rebuild with `XId::from_uuid`.

/// Makes an identifier type of its own, so that one kind of id is never taken for another.
#[macro_export]
macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(uuid::Uuid);

        impl $name {
            /// A new identifier, later than those made before it on this machine.
            #[must_use]
            pub fn fresh() -> Self {
                Self(uuid::Uuid::now_v7())
            }
            /// Takes an identifier back from storage or from a URL.
            #[must_use]
            pub const fn from_uuid(value: uuid::Uuid) -> Self {
                Self(value)
            }
            /// The bare value, for binding to a statement.
            #[must_use]
            pub const fn uuid(self) -> uuid::Uuid {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.simple().fmt(f)
            }
        }
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0.simple())
            }
        }
        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                uuid::Uuid::try_parse(text).map(Self)
            }
        }
    };
}

id!(
    /// A person in the register. Never shown to people; the 12-digit number is.
    PersonId
);
id!(
    /// A household (hộ gia đình).
    HouseholdId
);
id!(
    /// One act on the register: who changed what, why, on which ground.
    ActId
);
id!(
    /// A dossier (hồ sơ).
    DossierId
);
id!(
    /// One leg of a linked procedure, with a sub-dossier of its own.
    LegId
);
id!(
    /// A draft of a form that has not been submitted.
    DraftId
);
id!(
    /// A file kept by content.
    FileId
);
id!(
    /// A sign-in account.
    AccountId
);
id!(
    /// A signed-in session.
    SessionId
);
id!(
    /// A message handed over to another agency, with an expected answer.
    HandoverId
);
id!(
    /// A notice to a citizen.
    NoticeId
);
id!(
    /// A result that was issued to a citizen.
    ResultId
);
id!(
    /// The key under which the same submission, sent twice, counts once.
    SubmissionKey
);
