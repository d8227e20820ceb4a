//! People as rows of PostgreSQL's COPY text format.

use crate::{
    bulk::{BulkHousehold, BulkItem, BulkPerson},
    command::RelativeRef,
    person::{
        Document, Identifier, IdentifierKind, IdentifierStatus, Membership, Place, Residence, ResidenceKind, Spell,
    },
    relation::RelationKind,
    rules::household::commune_today,
    store::words::Word,
};
use basis::{ActId, Date, Timestamp};
use std::{collections::HashMap, io::Write};
use uuid::Uuid;
use vietnam::{Address, UnitKey};

/// The tables a load writes, in the order of their keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Table {
    Person,
    Household,
    Personal,
    Identifier,
    Document,
    Home,
    Residence,
    Relation,
    Search,
}

pub(super) const TABLES: [Table; 9] = [
    Table::Person,
    Table::Household,
    Table::Personal,
    Table::Identifier,
    Table::Document,
    Table::Home,
    Table::Residence,
    Table::Relation,
    Table::Search,
];

impl Table {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Household => "household",
            Self::Personal => "personal",
            Self::Identifier => "identifier",
            Self::Document => "document",
            Self::Home => "home",
            Self::Residence => "residence",
            Self::Relation => "relation",
            Self::Search => "search",
        }
    }
    /// Which of the two writers owns the table; both have about the same to do.
    pub(super) const fn writer(self) -> usize {
        match self {
            Self::Person | Self::Personal | Self::Search | Self::Document => 0,
            Self::Household | Self::Identifier | Self::Home | Self::Residence | Self::Relation => 1,
        }
    }
    const fn columns(self) -> &'static str {
        match self {
            Self::Person | Self::Household => "id, act",
            Self::Personal => {
                "id, person, full_name, surname, middle_name, given_name, other_names, birth_on, birth_precision, sex, \
                 birth_place, birth_place_unit, birth_registered_at, birth_registered_unit, origin_place, origin_unit, \
                 ethnicity, religion, nationalities, blood_group, marital_status, mobile, email, occupation, life_end, \
                 life_end_on, known_from, act"
            }
            Self::Identifier => "id, person, kind, value, status, confirmed, replaced_by, valid_from, known_from, act",
            Self::Document => "id, person, kind, number, issued_on, issued_by, expires_on, known_from, act",
            Self::Home => {
                "id, household, file_no, unit_code, unit_from, detail, as_recorded, valid_from, known_from, act"
            }
            Self::Residence => {
                "id, spell, person, kind, household, relation_to_head, unit_code, unit_from, detail, as_recorded, \
                 planned_to, reason, removal_ground, valid_from, valid_to, known_from, act"
            }
            Self::Relation => {
                "id, person, kind, other, other_name, other_number, other_nationality, valid_from, known_from, act"
            }
            Self::Search => "person, folded_name, birth_year, birth_on, commune, alive",
        }
    }
    /// The statement that takes rows in. Frozen rows are allowed only into a table emptied by the same transaction.
    pub(super) fn copy(self, frozen: bool) -> String {
        let frozen = if frozen { " WITH (FREEZE)" } else { "" };
        format!("COPY population.{} ({}) FROM STDIN{frozen}", self.name(), self.columns())
    }
}

/// Turns people into rows.
pub(super) struct Encoder {
    pub(super) people: u64,
    pub(super) households: u64,
    act: String,
    at: String,
    buffers: [Vec<u8>; TABLES.len()],
    communes: HashMap<UnitKey, String>,
}

impl Encoder {
    pub(super) fn new(act: ActId, at: Timestamp) -> Self {
        Self {
            people: 0,
            households: 0,
            act: act.uuid().hyphenated().to_string(),
            at: at.to_string(),
            buffers: std::array::from_fn(|_| Vec::new()),
            communes: HashMap::new(),
        }
    }
    pub(super) fn buffer(&mut self, table: Table) -> &mut Vec<u8> {
        &mut self.buffers[table as usize]
    }
    fn line(&mut self, table: Table) -> Line<'_> {
        Line { out: &mut self.buffers[table as usize], first: true, known: (&self.at, &self.act) }
    }

    pub(super) fn item(&mut self, item: &BulkItem) {
        match item {
            BulkItem::Person(person) => self.person(person, None),
            BulkItem::Household(household) => self.household(household),
            BulkItem::Joining(household) => {
                for member in &household.members {
                    self.person(member, Some(household));
                }
            }
        }
    }

    fn household(&mut self, household: &BulkHousehold) {
        self.households += 1;
        self.line(Table::Household).uuid(household.id.uuid()).act();
        self.line(Table::Home)
            .uuid(Uuid::now_v7())
            .uuid(household.id.uuid())
            .text(household.file_no.as_deref())
            .address(&household.address)
            .date(household.since)
            .known();
        for member in &household.members {
            self.person(member, Some(household));
        }
    }

    fn person(&mut self, person: &BulkPerson, household: Option<&BulkHousehold>) {
        self.people += 1;
        let id = person.id.uuid();
        self.line(Table::Person).uuid(id).act();
        self.personal(person);
        if let Some(number) = person.personal_id {
            let number = Identifier {
                kind: IdentifierKind::PersonalId,
                value: number.as_str().to_owned(),
                status: IdentifierStatus::Active,
                confirmed: person.confirmed,
                replaced_by: None,
            };
            self.number(id, &number);
        }
        for number in &person.numbers {
            self.number(id, number);
        }
        for paper in &person.documents {
            self.paper(id, paper);
        }
        for (kind, relative) in &person.relations {
            self.relation(id, *kind, relative);
        }
        let mut home = None;
        if let (Some(household), Some((relation, since))) = (household, person.membership) {
            let residence = Residence {
                spell: Uuid::now_v7(),
                kind: ResidenceKind::Permanent,
                membership: Some(Membership { household: household.id, relation }),
                address: household.address.clone(),
                planned_to: None,
                reason: None,
                removed: None,
            };
            self.residence(id, &Spell { residence, from: since, to: None });
            home = Some(&household.address.unit);
        }
        for spell in &person.residences {
            self.residence(id, spell);
            if spell.residence.kind == ResidenceKind::Permanent && spell.to.is_none() {
                home = Some(&spell.residence.address.unit);
            }
        }
        self.search(person, home);
    }

    fn personal(&mut self, person: &BulkPerson) {
        let facts = &person.facts;
        let split = facts.name.split();
        let (birth_on, precision) = facts.birth.to_columns();
        let some = |part: &str| (!part.is_empty()).then_some(part.to_owned());
        self.line(Table::Personal)
            .uuid(Uuid::now_v7())
            .uuid(person.id.uuid())
            .text(Some(facts.name.as_str()))
            .text(some(&split.surname).as_deref())
            .text(some(&split.middle).as_deref())
            .text(some(&split.given).as_deref())
            .list(&facts.other_names)
            .date(Some(birth_on))
            .text(Some(precision.encode_utf8(&mut [0; 4])))
            .text(Some(facts.sex.code()))
            .place(facts.birth_place.as_ref())
            .place(facts.birth_registered.as_ref())
            .place(facts.origin.as_ref())
            .text(facts.ethnicity.map(vietnam::Ethnicity::code))
            .text(facts.religion.map(vietnam::Religion::code))
            .list(&facts.nationalities)
            .text(facts.blood_group.map(vietnam::BloodGroup::code))
            .text(facts.marital_status.map(vietnam::MaritalStatus::code))
            .text(facts.mobile.as_deref())
            .text(facts.email.as_deref())
            .text(facts.occupation.as_deref())
            .text(facts.life_end.map(|end| end.kind.code()))
            .date(facts.life_end.map(|end| end.on))
            .known();
    }

    fn number(&mut self, person: Uuid, number: &Identifier) {
        self.line(Table::Identifier)
            .uuid(Uuid::now_v7())
            .uuid(person)
            .text(Some(number.kind.word()))
            .text(Some(&number.value))
            .text(Some(number.status.word()))
            .flag(number.confirmed)
            .text(number.replaced_by.as_deref())
            .date(None)
            .known();
    }

    fn paper(&mut self, person: Uuid, paper: &Document) {
        self.line(Table::Document)
            .uuid(Uuid::now_v7())
            .uuid(person)
            .text(Some(paper.kind.word()))
            .text(paper.number.as_deref())
            .date(paper.issued_on)
            .text(paper.issued_by.as_deref())
            .date(paper.expires_on)
            .known();
    }

    fn relation(&mut self, person: Uuid, kind: RelationKind, relative: &RelativeRef) {
        let line = self.line(Table::Relation).uuid(Uuid::now_v7()).uuid(person).text(Some(kind.word()));
        match relative {
            RelativeRef::Person(other) => line.uuid(other.uuid()).text(None).text(None).text(None),
            RelativeRef::Recorded(recorded) => line
                .text(None)
                .text(Some(&recorded.name))
                .text(recorded.number.as_deref())
                .text(recorded.nationality.as_deref()),
        }
        .date(None)
        .known();
    }

    fn residence(&mut self, person: Uuid, spell: &Spell) {
        let residence = &spell.residence;
        let line = self
            .line(Table::Residence)
            .uuid(Uuid::now_v7())
            .uuid(residence.spell)
            .uuid(person)
            .text(Some(residence.kind.word()));
        match residence.membership {
            Some(member) => line.uuid(member.household.uuid()).text(Some(member.relation.code())),
            None => line.text(None).text(None),
        }
        .address(&residence.address)
        .date(residence.planned_to)
        .text(residence.reason.as_deref())
        .text(residence.removed.map(Word::word))
        .date(spell.from)
        .date(spell.to)
        .known();
    }

    fn search(&mut self, person: &BulkPerson, home: Option<&UnitKey>) {
        // Thousands share a commune, and looking its successor up each time would cost more than all the rest.
        if let Some(unit) = home
            && !self.communes.contains_key(unit)
        {
            self.communes.insert(unit.clone(), commune_today(unit));
        }
        let facts = &person.facts;
        let (birth_on, _) = facts.birth.to_columns();
        let out = &mut self.buffers[Table::Search as usize];
        let commune = home.and_then(|unit| self.communes.get(unit));
        Line { out, first: true, known: ("", "") }
            .uuid(person.id.uuid())
            .text(Some(&facts.name.folded()))
            .number(facts.birth.year())
            .date(Some(birth_on))
            .text(commune.map(String::as_str))
            .flag(facts.is_alive())
            .end();
    }
}

/// One row while it is written. Fields follow each other; the last call ends it.
struct Line<'a> {
    out: &'a mut Vec<u8>,
    first: bool,
    known: (&'a str, &'a str),
}

impl Line<'_> {
    fn next(&mut self) {
        if !std::mem::take(&mut self.first) {
            self.out.push(b'\t');
        }
    }
    fn text(mut self, value: Option<&str>) -> Self {
        self.next();
        match value {
            Some(text) => escape(self.out, text),
            None => self.out.extend_from_slice(b"\\N"),
        }
        self
    }
    fn uuid(mut self, value: Uuid) -> Self {
        self.next();
        self.out.extend_from_slice(value.hyphenated().encode_lower(&mut Uuid::encode_buffer()).as_bytes());
        self
    }
    fn date(mut self, value: Option<Date>) -> Self {
        self.next();
        match value {
            Some(day) => {
                let year = u16::try_from(day.year()).unwrap_or_default();
                let (month, day) = (day.month().unsigned_abs(), day.day().unsigned_abs());
                digits(self.out, year / 100);
                digits(self.out, year % 100);
                self.out.push(b'-');
                digits(self.out, u16::from(month));
                self.out.push(b'-');
                digits(self.out, u16::from(day));
            }
            None => self.out.extend_from_slice(b"\\N"),
        }
        self
    }
    fn flag(mut self, value: bool) -> Self {
        self.next();
        self.out.push(if value { b't' } else { b'f' });
        self
    }
    fn number(mut self, value: i16) -> Self {
        self.next();
        // Writing to memory does not fail.
        let _ = write!(self.out, "{value}");
        self
    }
    /// A list of words as an array literal: quoted for the array, then escaped for COPY.
    fn list(mut self, values: &[String]) -> Self {
        self.next();
        let quoted: Vec<String> =
            values.iter().map(|value| format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))).collect();
        escape(self.out, &format!("{{{}}}", quoted.join(",")));
        self
    }
    fn place(self, place: Option<&Place>) -> Self {
        match place {
            Some(place) => {
                let unit = place.unit.as_ref().map(UnitKey::to_word);
                self.text(Some(&place.words)).text(unit.as_deref())
            }
            None => self.text(None).text(None),
        }
    }
    fn address(self, address: &Address) -> Self {
        let (code, from) = address.unit.to_columns();
        self.text(Some(code)).date(Some(from)).text(Some(&address.detail)).text(address.as_recorded.as_deref())
    }
    /// The instant from which the row is known, the act, and the end of the row.
    fn known(self) {
        let (at, act) = self.known;
        self.text(Some(at)).text(Some(act)).end();
    }
    fn act(self) {
        let (_, act) = self.known;
        self.text(Some(act)).end();
    }
    fn end(self) {
        self.out.push(b'\n');
    }
}

fn digits(out: &mut Vec<u8>, two: u16) {
    out.push(b'0' + (two / 10 % 10) as u8);
    out.push(b'0' + (two % 10) as u8);
}

fn escape(out: &mut Vec<u8>, text: &str) {
    for &byte in text.as_bytes() {
        match byte {
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            0 => {} // PostgreSQL has no such character
            byte => out.push(byte),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_copy_would_misread_is_escaped() {
        let mut out = Vec::new();
        Line { out: &mut out, first: true, known: ("now", "act") }
            .text(Some("a\tb\\c\nd"))
            .text(None)
            .list(&["Hai \"Tý\"".to_owned(), "b\\c".to_owned()])
            .date(Some(jiff::civil::date(1, 1, 1)))
            .known();
        let expected = "a\\tb\\\\c\\nd\t\\N\t{\"Hai \\\\\"Tý\\\\\"\",\"b\\\\\\\\c\"}\t0001-01-01\tnow\tact\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
