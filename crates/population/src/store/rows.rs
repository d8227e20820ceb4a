//! Rows into values. A row the types cannot hold is a fault that names table and id, never a default.

use crate::{
    command::RelativeRef,
    person::{Document, Identifier, LifeEnd, Membership, Personal, Place, Recorded, Residence},
    relation::RelationKind,
    rules::history::{Span, Version},
    store::words::Word,
};
use basis::{ActId, Fault, HouseholdId, PersonId};
use jiff_sqlx::{Date as SqlDate, Timestamp as SqlTime};
use sqlx::FromRow;
use uuid::Uuid;
use vietnam::{
    Address, BirthDate, BloodGroup, Ethnicity, FullName, HouseholdRelation, MaritalStatus, PersonalId, Religion, Sex,
    UnitKey,
};

/// When a belief held and when it was known.
#[derive(FromRow)]
pub(super) struct BeliefRow {
    pub(super) id: Uuid,
    pub(super) valid_from: Option<SqlDate>,
    pub(super) valid_to: Option<SqlDate>,
    known_from: SqlTime,
    known_to: Option<SqlTime>,
    act: Uuid,
    ended_by: Option<Uuid>,
}

impl BeliefRow {
    pub(super) fn span(&self) -> Span {
        Span { from: self.valid_from.map(db::date), to: self.valid_to.map(db::date) }
    }
    pub(super) fn version<T>(self, value: T) -> Version<T> {
        Version {
            id: self.id,
            span: self.span(),
            value,
            known_from: db::timestamp(self.known_from),
            known_to: self.known_to.map(db::timestamp),
            act: ActId::from_uuid(self.act),
            ended_by: self.ended_by.map(ActId::from_uuid),
        }
    }
}

fn bad(table: &'static str, id: Uuid, what: &'static str) -> Fault {
    Fault::new(format!("row {id} of population.{table} holds no {what}"))
}

pub(super) fn name(table: &'static str, id: Uuid, text: &str) -> Result<FullName, Fault> {
    FullName::parse(text).map_err(|_| bad(table, id, "readable name"))
}
pub(super) fn birth(table: &'static str, id: Uuid, on: SqlDate, precision: &str) -> Result<BirthDate, Fault> {
    precision
        .chars()
        .next()
        .and_then(|letter| BirthDate::from_columns(db::date(on), letter))
        .ok_or_else(|| bad(table, id, "readable birth"))
}
pub(super) fn sex(table: &'static str, id: Uuid, code: &str) -> Result<Sex, Fault> {
    Sex::from_code(code).map_err(|_| bad(table, id, "known sex"))
}
pub(super) fn number(table: &'static str, id: Uuid, text: Option<&str>) -> Result<Option<PersonalId>, Fault> {
    text.map(|text| PersonalId::parse(text).map_err(|_| bad(table, id, "readable number"))).transpose()
}
pub(super) fn household_relation(table: &'static str, id: Uuid, code: &str) -> Result<HouseholdRelation, Fault> {
    HouseholdRelation::from_code(code).map_err(|_| bad(table, id, "known relation to the head"))
}
pub(super) fn life_end(kind: Option<&str>, on: Option<SqlDate>) -> Result<Option<LifeEnd>, Fault> {
    match (kind, on) {
        (Some(kind), Some(on)) => Ok(Some(LifeEnd { kind: Word::from_word(kind)?, on: db::date(on) })),
        _ => Ok(None),
    }
}
pub(super) fn address(code: String, from: SqlDate, detail: String, as_recorded: Option<String>) -> Address {
    Address { unit: UnitKey::from_columns(code, db::date(from)), detail, as_recorded }
}

#[derive(FromRow)]
pub(super) struct PersonalRow {
    #[sqlx(flatten)]
    belief: BeliefRow,
    pub(super) person: Uuid,
    full_name: String,
    other_names: Vec<String>,
    birth_on: SqlDate,
    birth_precision: String,
    sex: String,
    birth_place: Option<String>,
    birth_place_unit: Option<String>,
    birth_registered_at: Option<String>,
    birth_registered_unit: Option<String>,
    origin_place: Option<String>,
    origin_unit: Option<String>,
    ethnicity: Option<String>,
    religion: Option<String>,
    nationalities: Vec<String>,
    blood_group: Option<String>,
    marital_status: Option<String>,
    mobile: Option<String>,
    email: Option<String>,
    occupation: Option<String>,
    life_end: Option<String>,
    life_end_on: Option<SqlDate>,
}

impl TryFrom<PersonalRow> for Version<Personal> {
    type Error = Fault;
    fn try_from(row: PersonalRow) -> Result<Self, Fault> {
        const TABLE: &str = "personal";
        let id = row.belief.id;
        let place = |unit: Option<String>, words: Option<String>| -> Result<Option<Place>, Fault> {
            let unit = match unit {
                Some(word) => Some(UnitKey::from_word(&word).ok_or_else(|| bad(TABLE, id, "readable unit"))?),
                None => None,
            };
            Ok(match (unit, words) {
                (None, None) => None,
                (unit, words) => Some(Place { unit, words: words.unwrap_or_default() }),
            })
        };
        let value = Personal {
            name: name(TABLE, id, &row.full_name)?,
            other_names: row.other_names,
            birth: birth(TABLE, id, row.birth_on, &row.birth_precision)?,
            sex: sex(TABLE, id, &row.sex)?,
            birth_place: place(row.birth_place_unit, row.birth_place)?,
            birth_registered: place(row.birth_registered_unit, row.birth_registered_at)?,
            origin: place(row.origin_unit, row.origin_place)?,
            ethnicity: listed(row.ethnicity, |code| {
                Ethnicity::from_code(code).map_err(|_| bad(TABLE, id, "known ethnicity"))
            })?,
            religion: listed(row.religion, |code| {
                Religion::from_code(code).map_err(|_| bad(TABLE, id, "known religion"))
            })?,
            nationalities: row.nationalities,
            blood_group: listed(row.blood_group, |code| {
                BloodGroup::from_code(code).map_err(|_| bad(TABLE, id, "known blood group"))
            })?,
            marital_status: listed(row.marital_status, |code| {
                MaritalStatus::from_code(code).map_err(|_| bad(TABLE, id, "known marital status"))
            })?,
            mobile: row.mobile,
            email: row.email,
            occupation: row.occupation,
            life_end: life_end(row.life_end.as_deref(), row.life_end_on)?,
        };
        Ok(row.belief.version(value))
    }
}

fn listed<T>(code: Option<String>, read: impl FnOnce(&str) -> Result<T, Fault>) -> Result<Option<T>, Fault> {
    code.as_deref().map(read).transpose()
}

#[derive(FromRow)]
pub(super) struct IdentifierRow {
    #[sqlx(flatten)]
    belief: BeliefRow,
    pub(super) person: Uuid,
    kind: String,
    value: String,
    status: String,
    confirmed: bool,
    replaced_by: Option<String>,
}

impl TryFrom<IdentifierRow> for Version<Identifier> {
    type Error = Fault;
    fn try_from(row: IdentifierRow) -> Result<Self, Fault> {
        let value = Identifier {
            kind: Word::from_word(&row.kind)?,
            value: row.value,
            status: Word::from_word(&row.status)?,
            confirmed: row.confirmed,
            replaced_by: row.replaced_by,
        };
        Ok(row.belief.version(value))
    }
}

#[derive(FromRow)]
pub(super) struct ResidenceRow {
    #[sqlx(flatten)]
    belief: BeliefRow,
    spell: Uuid,
    pub(super) person: Uuid,
    kind: String,
    household: Option<Uuid>,
    relation_to_head: Option<String>,
    unit_code: String,
    unit_from: SqlDate,
    detail: String,
    as_recorded: Option<String>,
    planned_to: Option<SqlDate>,
    reason: Option<String>,
    removal_ground: Option<String>,
}

impl TryFrom<ResidenceRow> for Version<Residence> {
    type Error = Fault;
    fn try_from(row: ResidenceRow) -> Result<Self, Fault> {
        let membership = match (row.household, &row.relation_to_head) {
            (Some(household), Some(relation)) => Some(Membership {
                household: HouseholdId::from_uuid(household),
                relation: household_relation("residence", row.belief.id, relation)?,
            }),
            _ => None,
        };
        let value = Residence {
            spell: row.spell,
            kind: Word::from_word(&row.kind)?,
            membership,
            address: address(row.unit_code, row.unit_from, row.detail, row.as_recorded),
            planned_to: row.planned_to.map(db::date),
            reason: row.reason,
            removed: row.removal_ground.as_deref().map(Word::from_word).transpose()?,
        };
        Ok(row.belief.version(value))
    }
}

/// A relative as one table row names them.
#[derive(FromRow)]
pub(super) struct RelationRow {
    pub(super) person: Uuid,
    kind: String,
    other: Option<Uuid>,
    other_name: Option<String>,
    other_number: Option<String>,
    other_nationality: Option<String>,
}

impl RelationRow {
    pub(super) fn read(self) -> Result<(RelationKind, RelativeRef), Fault> {
        let kind = Word::from_word(&self.kind)?;
        let relative = match self.other {
            Some(other) => RelativeRef::Person(PersonId::from_uuid(other)),
            None => RelativeRef::Recorded(Recorded {
                name: self.other_name.unwrap_or_default(),
                number: self.other_number,
                nationality: self.other_nationality,
            }),
        };
        Ok((kind, relative))
    }
}

#[derive(FromRow)]
pub(super) struct RelationBeliefRow {
    #[sqlx(flatten)]
    pub(super) belief: BeliefRow,
    #[sqlx(flatten)]
    pub(super) relation: RelationRow,
}

#[derive(FromRow)]
pub(super) struct HomeRow {
    #[sqlx(flatten)]
    belief: BeliefRow,
    file_no: Option<String>,
    unit_code: String,
    unit_from: SqlDate,
    detail: String,
    as_recorded: Option<String>,
}

/// Where a household lives.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Home {
    pub(crate) file_no: Option<String>,
    pub(crate) address: Address,
}

impl From<HomeRow> for Version<Home> {
    fn from(row: HomeRow) -> Self {
        let address = address(row.unit_code, row.unit_from, row.detail, row.as_recorded);
        row.belief.version(Home { file_no: row.file_no, address })
    }
}

#[derive(FromRow)]
pub(super) struct DocumentRow {
    pub(super) person: Uuid,
    kind: String,
    number: Option<String>,
    issued_on: Option<SqlDate>,
    issued_by: Option<String>,
    expires_on: Option<SqlDate>,
}

impl TryFrom<DocumentRow> for Document {
    type Error = Fault;
    fn try_from(row: DocumentRow) -> Result<Self, Fault> {
        Ok(Self {
            kind: Word::from_word(&row.kind)?,
            number: row.number,
            issued_on: row.issued_on.map(db::date),
            issued_by: row.issued_by,
            expires_on: row.expires_on.map(db::date),
        })
    }
}
