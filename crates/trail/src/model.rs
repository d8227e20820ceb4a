//! A look at a person's data, as that person may read it.

use basis::{AgencyCode, DossierId, PersonId, Timestamp};

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
