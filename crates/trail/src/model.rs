//! A look at a person's data, as that person may read it.

use basis::{AccountId, AgencyCode, DossierId, PersonId, Timestamp};

/// Who looked. An officer stays unnamed: the agency answers for its officers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Viewer {
    /// Somebody who had not signed in.
    Stranger,
    /// A citizen.
    Citizen(Option<PersonId>),
    /// An officer of an agency.
    Officer(Option<AgencyCode>),
    /// A task of the program itself, by its name.
    System(Option<String>),
}

/// One look.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seen {
    /// Its place in the trail.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub viewer: Viewer,
    /// What for: the key of its text, without `purpose-`.
    pub purpose: String,
    /// On which legal ground.
    pub ground: String,
    /// For which dossier.
    pub dossier: Option<DossierId>,
    /// Which fields: short words, each the key of a text.
    pub fields: Vec<String>,
}

/// One opening of a dossier, as those who work on it may read it: there the officer is named.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DossierLook {
    /// When.
    pub at: Timestamp,
    /// Who, by what they are.
    pub viewer: Viewer,
    /// The account behind it.
    pub account: Option<AccountId>,
    /// What for: the key of its text, without `purpose-`.
    pub purpose: String,
}

/// Looks of one viewer at a dossier, one after the other.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LookRun {
    /// The first.
    pub from: Timestamp,
    /// The last.
    pub until: Timestamp,
    /// Who.
    pub viewer: Viewer,
    /// The account behind them.
    pub account: Option<AccountId>,
    /// What for, each once, the latest first.
    pub purposes: Vec<String>,
    /// How many.
    pub count: u32,
}

/// Where the next page begins: after the last look of this one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Before {
    /// When it was.
    pub at: Timestamp,
    /// Its place.
    pub id: i64,
}

/// Some looks, the latest first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SeenPage {
    /// The looks.
    pub rows: Vec<Seen>,
    /// Where the next page begins, if there is one.
    pub next: Option<Before>,
}
