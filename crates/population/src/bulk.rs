//! Filling a register: many people at once, by one act.
//!
//! An empty register is filled fast: bare tables, COPY on two connections, keys and indexes afterwards, one set-based
//! check at the end; nobody changes the register meanwhile. A register that holds people is added to with every key in
//! place. A load that breaks off leaves an empty register behind and says so. One that was killed leaves tables without
//! keys: `unfinished` tells, every change is refused until then, and `mend` (or the next load) cleans up.
//! Single people are registered through the services; what a file row means is in `rules::import`.

use crate::{
    command::{Basis, RelativeRef},
    may,
    person::{Document, Identifier, Personal, Spell, hidden},
    relation::RelationKind,
    store::fill,
};
use basis::{ActId, Date, Failure, HouseholdId, PersonId};
use db::{Allowed, Ctx, OwnerPool, Tx};

use std::{
    collections::{HashMap, HashSet},
    fmt,
};
use vietnam::{Address, HouseholdRelation, PersonalId};

hidden!(BulkPerson, BulkHousehold, KnownHome);

/// A person to be loaded.
#[derive(Clone, PartialEq, Eq)]
pub struct BulkPerson {
    /// The person. Made by the caller, in order, so that relatives can name each other.
    pub id: PersonId,
    /// Facts.
    pub facts: Personal,
    /// The personal number.
    pub personal_id: Option<PersonalId>,
    /// Whether the national register confirmed it. Two people may share an unconfirmed one.
    pub confirmed: bool,
    /// Other numbers.
    pub numbers: Vec<Identifier>,
    /// Papers.
    pub documents: Vec<Document>,
    /// Relatives, each named once from this side.
    pub relations: Vec<(RelationKind, RelativeRef)>,
    /// Permanent residence in the household this person is listed under: as what, and since when.
    pub membership: Option<(HouseholdRelation, Option<Date>)>,
    /// Every other residence, past ones too.
    pub residences: Vec<Spell>,
}

impl BulkPerson {
    /// The least a load needs to know of a person.
    #[must_use]
    pub fn new(id: PersonId, facts: Personal) -> Self {
        Self {
            id,
            facts,
            personal_id: None,
            confirmed: true,
            numbers: Vec::new(),
            documents: Vec::new(),
            relations: Vec::new(),
            membership: None,
            residences: Vec::new(),
        }
    }
}

/// A household to be loaded, with its members.
#[derive(Clone, PartialEq, Eq)]
pub struct BulkHousehold {
    /// The household.
    pub id: HouseholdId,
    /// Number of its residence file.
    pub file_no: Option<String>,
    /// Where it lives.
    pub address: Address,
    /// Since when, if known.
    pub since: Option<Date>,
    /// Who lives in it; those without a membership are listed here but do not reside here.
    pub members: Vec<BulkPerson>,
}

/// One item of a load.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BulkItem {
    /// A household with its members.
    Household(BulkHousehold),
    /// People who come to live in a household of the register, which is named by its id and lives where it says.
    Joining(BulkHousehold),
    /// A person in no household.
    Person(Box<BulkPerson>),
}

/// How far a load has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LoadStep {
    /// People written so far.
    People(u64),
    /// Keys and indexes are built: so many of so many done.
    Indexes(u32, u32),
    /// Everything is checked and counted.
    Checking,
}

/// What a load did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Loaded {
    /// The one act of it.
    pub act: ActId,
    /// People.
    pub people: u64,
    /// Households.
    pub households: u64,
}

/// The most people that may be added to a register that already holds some, in one load.
pub const ADD_PEOPLE_MAX: u64 = 100_000;

/// Loads people. `owner` acts as the owner of the tables, since an ordinary connection may not take keys away.
///
/// # Errors
/// A refusal when two people have one confirmed number or live in two places at once, a household has two heads or a
/// residence file two households, or when too many are added to a
/// register that holds people, and when another load is running or one that broke off cannot be mended; a fault when it
/// breaks off. The register is then as it was before, unless the program itself or PostgreSQL died: see [`unfinished`].
pub async fn load<I, P>(
    ctx: &Ctx,
    may: Allowed<may::LoadBulk>,
    owner: &OwnerPool,
    basis: &Basis,
    items: I,
    progress: P,
) -> Result<Loaded, Failure>
where
    I: Iterator<Item = BulkItem> + Send + 'static,
    P: Fn(LoadStep) + Send + Sync + 'static,
{
    let _ = may;
    fill::load(ctx, owner, basis, items, std::sync::Arc::new(progress)).await
}

/// Which of these personal numbers somebody in the register holds for certain: loading them again would be refused.
///
/// # Errors
/// A fault.
pub async fn known_numbers(
    tx: &mut Tx,
    may: &Allowed<may::LoadBulk>,
    numbers: &[PersonalId],
) -> Result<HashSet<String>, Failure> {
    let _ = may;
    fill::known_numbers(tx, numbers).await
}

/// A household of the register, found by the number of its residence file.
#[derive(Clone, PartialEq, Eq)]
pub struct KnownHome {
    /// The household.
    pub household: HouseholdId,
    /// Where it lives.
    pub address: Address,
    /// Whether somebody in it is its head.
    pub has_head: bool,
}

/// The households that have these residence-file numbers: a load may let people join them, and make no second one.
///
/// # Errors
/// A fault.
pub async fn known_homes(
    tx: &mut Tx,
    may: &Allowed<may::LoadBulk>,
    file_numbers: &[&str],
) -> Result<HashMap<String, KnownHome>, Failure> {
    let _ = may;
    fill::known_homes(tx, file_numbers).await
}

/// Whether the register holds people already: then a load adds, and no more than [`ADD_PEOPLE_MAX`] of them.
///
/// # Errors
/// A fault.
pub async fn holds_people(tx: &mut Tx, may: &Allowed<may::LoadBulk>) -> Result<bool, Failure> {
    let _ = may;
    fill::holds_people(tx).await
}

/// Whether a load on this paper was made before.
///
/// # Errors
/// A fault.
pub async fn was_loaded(tx: &mut Tx, may: &Allowed<may::LoadBulk>, paper: &str) -> Result<bool, Failure> {
    let _ = may;
    fill::was_loaded(tx, paper).await
}

/// A load that has taken the keys of the tables away.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unfinished {
    /// It is at work.
    Running,
    /// It was killed, and nobody has cleaned up yet.
    BrokenOff,
}

/// Whether a load has taken the tables' keys away and not put them back yet. Nothing may be served then.
///
/// # Errors
/// A fault.
pub async fn unfinished(owner: &OwnerPool) -> Result<Option<Unfinished>, Failure> {
    fill::unfinished(owner).await
}

/// Cleans up after a load that was broken off by a crash: the register is emptied and its keys are put back.
/// Gives whether there was anything to mend. Safe to call at every start.
///
/// # Errors
/// A refusal when a load is running, or when anybody has acted on the register since; a fault.
pub async fn mend(owner: &OwnerPool) -> Result<bool, Failure> {
    fill::mend(owner).await
}
