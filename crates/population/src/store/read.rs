//! Loads. Each function that decodes a person notes whom it saw and which fields.

use super::{
    rows::{self, DocumentRow, HomeRow, IdentifierRow, PersonalRow, RelationBeliefRow, RelationRow, ResidenceRow},
    words::Word,
};
use crate::{
    codes,
    command::RelativeRef,
    person::{
        ActRow, Document, Found, FoundBy, Identifier, IdentifierKind, IdentifierStatus, LifeEndKind, Member,
        NumberQuery, PersonCard, PersonView, Personal, Residence, Spell,
    },
    relation::RelationKind,
    rules::history::Version,
};
use basis::{ActId, Date, Failure, Fault, HouseholdId, Kind, PersonId};
use db::{Batch, Fields, Subject, Tx, fault};
use jiff_sqlx::{Date as SqlDate, Timestamp as SqlTime};
use sqlx::FromRow;
use std::collections::HashMap;
use uuid::Uuid;
use vietnam::{BirthDate, FullName, PersonalId};

pub(crate) use super::rows::Home;

/// Everything of a person that a full view shows.
pub(crate) const WHOLE: Fields = Fields("name birth sex numbers residence papers civil_status contact");
const HISTORY: Fields = Fields("history");
/// What is compared with what somebody typed.
const COMPARED: Fields = Fields("name birth numbers");
const MEMBERSHIP: Fields = Fields("name birth sex number household");
const CARD: Fields = Fields("name birth sex number residence");
const NAME: Fields = Fields("name");
const RESIDENCE: Fields = Fields("residence");
const RELATIVES: Fields = Fields("relatives");
const NOBODY: Fields = Fields("number");
/// That somebody holds a number. A look at the whole person that follows holds this too, and stands for both.
const HOLDER: Fields = Fields("numbers");

fn uuids(people: &[PersonId]) -> Vec<Uuid> {
    people.iter().map(|person| person.uuid()).collect()
}

/// Locks people, and says when one of them does not exist.
pub(crate) async fn lock_people(tx: &mut Tx, people: &[PersonId]) -> Result<(), Failure> {
    const LOCK: &str = include_str!("../../sql/lock_people.sql");
    let mut ids = uuids(people);
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(());
    }
    let found: Vec<Uuid> =
        sqlx::query_scalar(LOCK).bind(&ids).fetch_all(tx.conn()).await.map_err(fault("locking people"))?;
    if found.len() == ids.len() { Ok(()) } else { Err(Failure::refused(Kind::NotFound, codes::PERSON_UNKNOWN)) }
}

/// Lines up the registrations of one child until the transaction ends: parents who are not in the register cannot be
/// locked, and two clerks may have the same paper before them.
pub(crate) async fn lock_child(tx: &mut Tx, folded_name: &str, birth: &BirthDate) -> Result<(), Failure> {
    const LOCK: &str = include_str!("../../sql/lock_child.sql");
    /// Keeps these locks apart from others with two keys.
    const CHILDREN: i32 = 0x6269_7274;
    sqlx::query(LOCK)
        .bind(CHILDREN)
        .bind(format!("{folded_name}\n{}", birth.to_columns().0))
        .execute(tx.conn())
        .await
        .map_err(fault("lining up the registrations of a child"))?;
    Ok(())
}

/// Locks a household, and says when it does not exist.
pub(crate) async fn lock_household(tx: &mut Tx, household: HouseholdId) -> Result<(), Failure> {
    const LOCK: &str = include_str!("../../sql/lock_households.sql");
    let found: Vec<Uuid> = sqlx::query_scalar(LOCK)
        .bind(vec![household.uuid()])
        .fetch_all(tx.conn())
        .await
        .map_err(fault("locking a household"))?;
    if found.is_empty() { Err(Failure::refused(Kind::NotFound, codes::HOUSEHOLD_UNKNOWN)) } else { Ok(()) }
}

/// People as the register now knows them, in the order asked for. Those it does not know are left out.
pub(crate) async fn list_people(tx: &mut Tx, people: &[PersonId]) -> Result<Vec<PersonView>, Failure> {
    const PERSONAL: &str = include_str!("../../sql/list_personal.sql");
    const NUMBERS: &str = include_str!("../../sql/list_identifiers.sql");
    const RESIDENCES: &str = include_str!("../../sql/list_residences.sql");
    const PAPERS: &str = include_str!("../../sql/list_documents.sql");
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let ids = uuids(people);
    let facts: Vec<PersonalRow> =
        sqlx::query_as(PERSONAL).bind(&ids).fetch_all(tx.conn()).await.map_err(fault("loading people"))?;
    let numbers: Vec<IdentifierRow> =
        sqlx::query_as(NUMBERS).bind(&ids).fetch_all(tx.conn()).await.map_err(fault("loading numbers"))?;
    let residences: Vec<ResidenceRow> =
        sqlx::query_as(RESIDENCES).bind(&ids).fetch_all(tx.conn()).await.map_err(fault("loading residences"))?;
    let papers: Vec<DocumentRow> =
        sqlx::query_as(PAPERS).bind(&ids).fetch_all(tx.conn()).await.map_err(fault("loading papers"))?;

    let mut numbers_of: HashMap<Uuid, Vec<Version<Identifier>>> = HashMap::new();
    for row in numbers {
        numbers_of.entry(row.person).or_default().push(Version::try_from(row)?);
    }
    let mut residences_of: HashMap<Uuid, Vec<Version<Residence>>> = HashMap::new();
    for row in residences {
        residences_of.entry(row.person).or_default().push(Version::try_from(row)?);
    }
    let mut papers_of: HashMap<Uuid, Vec<Document>> = HashMap::new();
    for row in papers {
        papers_of.entry(row.person).or_default().push(Document::try_from(row)?);
    }
    let mut facts_of: HashMap<Uuid, Version<Personal>> = HashMap::new();
    for row in facts {
        facts_of.insert(row.person, Version::try_from(row)?);
    }
    let mut views = Vec::with_capacity(people.len());
    for &person in people {
        let id = person.uuid();
        let Some(facts) = facts_of.remove(&id) else { continue };
        let numbers = numbers_of.remove(&id).unwrap_or_default();
        let residences = residences_of.remove(&id).unwrap_or_default();
        let papers = papers_of.remove(&id).unwrap_or_default();
        tx.saw(Subject::Person(person), WHOLE);
        views.push(view(person, facts.value, numbers, residences, papers)?);
    }
    Ok(views)
}

/// Puts a view together from beliefs that hold at the time asked for.
pub(crate) fn view(
    id: PersonId,
    facts: Personal,
    numbers: Vec<Version<Identifier>>,
    residences: Vec<Version<Residence>>,
    documents: Vec<Document>,
) -> Result<PersonView, Failure> {
    let mut personal_id = None;
    let mut others = Vec::new();
    for number in numbers {
        let number = number.value;
        if number.kind == IdentifierKind::PersonalId && number.status == IdentifierStatus::Active && number.confirmed {
            let read = PersonalId::parse(&number.value)
                .map_err(|_| Fault::new(format!("person {id} holds an unreadable number")))?;
            personal_id = Some(read);
        } else {
            others.push(number);
        }
    }
    let residences = residences
        .into_iter()
        .map(|version| Spell { residence: version.value, from: version.span.from, to: version.span.to })
        .collect();
    Ok(PersonView { id, facts, personal_id, numbers: others, residences, documents })
}

/// A person who must exist.
pub(crate) async fn get_person(tx: &mut Tx, person: PersonId) -> Result<PersonView, Failure> {
    list_people(tx, &[person]).await?.pop().ok_or_else(|| Failure::refused(Kind::NotFound, codes::PERSON_UNKNOWN))
}

/// The names of people.
pub(crate) async fn list_names(tx: &mut Tx, people: &[PersonId]) -> Result<HashMap<PersonId, FullName>, Failure> {
    const LIST: &str = include_str!("../../sql/list_names.sql");
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, String)> =
        sqlx::query_as(LIST).bind(uuids(people)).fetch_all(tx.conn()).await.map_err(fault("loading names"))?;
    let mut names = HashMap::with_capacity(rows.len());
    for (id, name) in rows {
        let person = PersonId::from_uuid(id);
        tx.saw(Subject::Person(person), NAME);
        names.insert(person, rows::name("personal", id, &name)?);
    }
    Ok(names)
}

/// Name and birth of people, for a comparison: nothing else of them leaves this function.
pub(crate) async fn compare_people(
    tx: &mut Tx,
    people: &[PersonId],
) -> Result<Vec<(PersonId, FullName, BirthDate)>, Failure> {
    const PERSONAL: &str = include_str!("../../sql/list_personal.sql");
    let rows: Vec<PersonalRow> = sqlx::query_as(PERSONAL)
        .bind(uuids(people))
        .fetch_all(tx.conn())
        .await
        .map_err(fault("loading people to compare"))?;
    rows.into_iter()
        .map(|row| {
            let person = PersonId::from_uuid(row.person);
            tx.saw(Subject::Person(person), COMPARED);
            let facts: Version<Personal> = Version::try_from(row)?;
            Ok((person, facts.value.name, facts.value.birth))
        })
        .collect()
}

/// Who holds or held a number.
#[derive(FromRow)]
pub(crate) struct Holder {
    person: Uuid,
    status: String,
    confirmed: bool,
}

impl Holder {
    pub(crate) fn person(&self) -> PersonId {
        PersonId::from_uuid(self.person)
    }
    pub(crate) fn is_certain(&self) -> bool {
        self.confirmed && self.status == IdentifierStatus::Active.word()
    }
}

/// Everyone who holds or held a number; the certain holder first. A number nobody has is noted as such, and every holder
/// is: that there is one is learnt even where the answer is a refusal.
pub(crate) async fn find_holders(tx: &mut Tx, number: &NumberQuery) -> Result<Vec<Holder>, Failure> {
    const FIND: &str = include_str!("../../sql/find_holders.sql");
    let holders: Vec<Holder> = sqlx::query_as(FIND)
        .bind(number.value())
        .bind(number.kind().word())
        .fetch_all(tx.conn())
        .await
        .map_err(fault("finding the holder of a number"))?;
    if holders.is_empty() {
        let hash = tx.ctx().app().keys().hash("number", number.value());
        tx.saw(Subject::Unknown(hash), NOBODY);
    }
    for holder in &holders {
        tx.saw(Subject::Person(holder.person()), HOLDER);
    }
    Ok(holders)
}

/// Everything ever believed about the facts of a person.
pub(crate) async fn personal_history(tx: &mut Tx, person: PersonId) -> Result<Vec<Version<Personal>>, Failure> {
    const LIST: &str = include_str!("../../sql/list_personal_history.sql");
    let rows: Vec<PersonalRow> = sqlx::query_as(LIST)
        .bind(person.uuid())
        .fetch_all(tx.conn())
        .await
        .map_err(fault("loading the facts of a person through time"))?;
    tx.saw(Subject::Person(person), HISTORY);
    rows.into_iter().map(|row| Version::try_from(row).map_err(Failure::from)).collect()
}

/// Everything ever believed about the numbers of a person.
pub(crate) async fn number_history(tx: &mut Tx, person: PersonId) -> Result<Vec<Version<Identifier>>, Failure> {
    const LIST: &str = include_str!("../../sql/list_identifier_history.sql");
    let rows: Vec<IdentifierRow> = sqlx::query_as(LIST)
        .bind(person.uuid())
        .fetch_all(tx.conn())
        .await
        .map_err(fault("loading the numbers of a person through time"))?;
    tx.saw(Subject::Person(person), HISTORY);
    rows.into_iter().map(|row| Version::try_from(row).map_err(Failure::from)).collect()
}

/// Everything ever believed about the residences of a person.
pub(crate) async fn residence_history(tx: &mut Tx, person: PersonId) -> Result<Vec<Version<Residence>>, Failure> {
    const LIST: &str = include_str!("../../sql/list_residence_history.sql");
    let rows: Vec<ResidenceRow> = sqlx::query_as(LIST)
        .bind(person.uuid())
        .fetch_all(tx.conn())
        .await
        .map_err(fault("loading the residences of a person through time"))?;
    tx.saw(Subject::Person(person), HISTORY);
    rows.into_iter().map(|row| Version::try_from(row).map_err(Failure::from)).collect()
}

/// Everything ever believed about the relatives of a person.
pub(crate) async fn relation_history(
    tx: &mut Tx,
    person: PersonId,
) -> Result<Vec<Version<(RelationKind, RelativeRef)>>, Failure> {
    const LIST: &str = include_str!("../../sql/list_relation_history.sql");
    let rows: Vec<RelationBeliefRow> = sqlx::query_as(LIST)
        .bind(person.uuid())
        .fetch_all(tx.conn())
        .await
        .map_err(fault("loading the relatives of a person through time"))?;
    tx.saw(Subject::Person(person), HISTORY);
    rows.into_iter().map(|row| Ok(row.belief.version(row.relation.read()?))).collect()
}

/// Everything ever believed about where a household lives.
pub(crate) async fn home_history(tx: &mut Tx, household: HouseholdId) -> Result<Vec<Version<Home>>, Failure> {
    const LIST: &str = include_str!("../../sql/list_home_history.sql");
    let rows: Vec<HomeRow> = sqlx::query_as(LIST)
        .bind(household.uuid())
        .fetch_all(tx.conn())
        .await
        .map_err(fault("loading a household through time"))?;
    Ok(rows.into_iter().map(Version::from).collect())
}

/// The relatives of people, each with the person they belong to.
pub(crate) async fn list_relations(
    tx: &mut Tx,
    people: &[PersonId],
) -> Result<Vec<(PersonId, RelationKind, RelativeRef)>, Failure> {
    const LIST: &str = include_str!("../../sql/list_relations.sql");
    let rows: Vec<RelationRow> =
        sqlx::query_as(LIST).bind(uuids(people)).fetch_all(tx.conn()).await.map_err(fault("loading relatives"))?;
    let mut relations = Vec::with_capacity(rows.len());
    for row in rows {
        let person = PersonId::from_uuid(row.person);
        tx.saw(Subject::Person(person), RELATIVES);
        let (kind, relative) = row.read()?;
        relations.push((person, kind, relative));
    }
    Ok(relations)
}

/// Who names this person as father, mother or guardian; true for a child.
pub(crate) async fn list_dependants(tx: &mut Tx, person: PersonId) -> Result<Vec<(PersonId, bool)>, Failure> {
    const LIST: &str = include_str!("../../sql/list_dependants.sql");
    let rows: Vec<(Uuid, bool)> =
        sqlx::query_as(LIST).bind(person.uuid()).fetch_all(tx.conn()).await.map_err(fault("loading dependants"))?;
    Ok(rows.into_iter().map(|(id, is_child)| (PersonId::from_uuid(id), is_child)).collect())
}

/// The household in which somebody permanently resides. Somebody the register does not know is refused.
pub(crate) async fn find_household_of(tx: &mut Tx, person: PersonId) -> Result<Option<HouseholdId>, Failure> {
    const FIND: &str = include_str!("../../sql/find_household_of.sql");
    let found: Option<Option<Uuid>> = sqlx::query_scalar(FIND)
        .bind(person.uuid())
        .fetch_optional(tx.conn())
        .await
        .map_err(fault("finding a household"))?;
    let household = found.ok_or_else(|| Failure::refused(Kind::NotFound, codes::PERSON_UNKNOWN))?;
    tx.saw(Subject::Person(person), RESIDENCE);
    Ok(household.map(HouseholdId::from_uuid))
}

#[derive(FromRow)]
struct MemberRow {
    person: Uuid,
    relation_to_head: String,
    valid_from: Option<SqlDate>,
    full_name: String,
    birth_on: SqlDate,
    birth_precision: String,
    sex: String,
    personal_id: Option<String>,
}

/// Who permanently resides in a household, eldest first.
pub(crate) async fn list_members(tx: &mut Tx, household: HouseholdId) -> Result<Vec<Member>, Failure> {
    const LIST: &str = include_str!("../../sql/list_members.sql");
    let rows: Vec<MemberRow> = sqlx::query_as(LIST)
        .bind(household.uuid())
        .fetch_all(tx.conn())
        .await
        .map_err(fault("loading the members of a household"))?;
    let mut members = Vec::with_capacity(rows.len());
    for row in rows {
        let id = PersonId::from_uuid(row.person);
        tx.saw(Subject::Person(id), MEMBERSHIP);
        members.push(Member {
            id,
            name: rows::name("personal", row.person, &row.full_name)?,
            birth: rows::birth("personal", row.person, row.birth_on, &row.birth_precision)?,
            sex: rows::sex("personal", row.person, &row.sex)?,
            personal_id: rows::number("identifier", row.person, row.personal_id.as_deref())?,
            relation: rows::household_relation("residence", row.person, &row.relation_to_head)?,
            since: row.valid_from.map(db::date),
        });
    }
    Ok(members)
}

/// A search over folded names, narrowed as far as the asker could.
pub(crate) struct SearchRange {
    /// First folded name.
    pub(crate) from: String,
    /// First folded name after the range.
    pub(crate) to: String,
    /// Days of birth, both included.
    pub(crate) born: Option<(Date, Date)>,
    /// Commune of residence today.
    pub(crate) commune: Option<String>,
    pub(crate) limit: i64,
}

/// Who matches; their ids only, so nobody has been seen yet.
pub(crate) async fn search(tx: &mut Tx, range: &SearchRange) -> Result<Vec<PersonId>, Failure> {
    const DAY: &str = include_str!("../../sql/search_name_day.sql");
    const BIRTH: &str = include_str!("../../sql/search_name_birth.sql");
    const COMMUNE: &str = include_str!("../../sql/search_name_commune.sql");
    const BOTH: &str = include_str!("../../sql/search_name_birth_commune.sql");
    let query = match (&range.born, &range.commune) {
        (Some((first, last)), None) if first == last => {
            sqlx::query_scalar(DAY).bind(&range.from).bind(&range.to).bind(db::date_bind(*first))
        }
        (Some((first, last)), None) => sqlx::query_scalar(BIRTH)
            .bind(&range.from)
            .bind(&range.to)
            .bind(first.year())
            .bind(db::date_bind(*first))
            .bind(db::date_bind(*last)),
        (None, Some(commune)) => sqlx::query_scalar(COMMUNE).bind(commune).bind(&range.from).bind(&range.to),
        (Some((first, last)), Some(commune)) => sqlx::query_scalar(BOTH)
            .bind(commune)
            .bind(&range.from)
            .bind(&range.to)
            .bind(db::date_bind(*first))
            .bind(db::date_bind(*last)),
        (None, None) => return Ok(Vec::new()),
    };
    let ids: Vec<Uuid> = query.bind(range.limit).fetch_all(tx.conn()).await.map_err(fault("searching by name"))?;
    Ok(ids.into_iter().map(PersonId::from_uuid).collect())
}

/// Everybody with exactly this folded name and this birth.
pub(crate) async fn search_exact(tx: &mut Tx, folded: &str, birth: &BirthDate) -> Result<Vec<PersonId>, Failure> {
    /// Namesakes born on one day are few even among Nguyễn Văn An.
    const NAMESAKES_MAX: i64 = 50;
    let range = SearchRange {
        from: folded.to_owned(),
        to: format!("{folded}\u{1}"),
        born: Some((birth.earliest(), birth.latest())),
        commune: None,
        limit: NAMESAKES_MAX,
    };
    search(tx, &range).await
}

#[derive(FromRow)]
struct FoundRow {
    person: Uuid,
    full_name: String,
    birth_on: SqlDate,
    birth_precision: String,
    sex: String,
    life_end: Option<String>,
    life_end_on: Option<SqlDate>,
    personal_id: Option<String>,
    unit_code: Option<String>,
    unit_from: Option<SqlDate>,
    detail: Option<String>,
    as_recorded: Option<String>,
}

/// What a list of search results shows of people, in the order given.
pub(crate) async fn list_found(tx: &mut Tx, people: &[PersonId]) -> Result<Vec<Found>, Failure> {
    const LIST: &str = include_str!("../../sql/list_found.sql");
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<FoundRow> = sqlx::query_as(LIST)
        .bind(uuids(people))
        .fetch_all(tx.conn())
        .await
        .map_err(fault("loading what a search found"))?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let id = PersonId::from_uuid(row.person);
        tx.saw(Subject::Person(id), CARD);
        let permanent = match (row.unit_code, row.unit_from, row.detail) {
            (Some(code), Some(from), Some(detail)) => Some(rows::address(code, from, detail, row.as_recorded)),
            _ => None,
        };
        let life_end = rows::life_end(row.life_end.as_deref(), row.life_end_on)?;
        found.push(Found {
            id,
            name: rows::name("personal", row.person, &row.full_name)?,
            birth: rows::birth("personal", row.person, row.birth_on, &row.birth_precision)?,
            sex: rows::sex("personal", row.person, &row.sex)?,
            personal_id: rows::number("identifier", row.person, row.personal_id.as_deref())?,
            permanent,
            alive: life_end.is_none_or(|end| end.kind == LifeEndKind::Missing),
        });
    }
    Ok(found)
}

#[derive(FromRow)]
struct CardRow {
    asked: String,
    kind: String,
    status: String,
    confirmed: bool,
    person: Uuid,
    full_name: String,
    birth_on: SqlDate,
    birth_precision: String,
    sex: String,
    life_end: Option<String>,
    life_end_on: Option<SqlDate>,
    personal_id: Option<String>,
    unit_code: Option<String>,
    unit_from: Option<SqlDate>,
    detail: Option<String>,
    as_recorded: Option<String>,
}

/// A holder a look-up came upon, before it is decided which of several is meant.
pub(crate) struct CardFound {
    pub(crate) asked: String,
    pub(crate) kind: IdentifierKind,
    /// Whether the national register confirmed this holder and the number is in use.
    pub(crate) certain: bool,
    pub(crate) card: PersonCard,
}

/// A card, or the number whose row could not be read and why.
pub(crate) type CardRead = Result<CardFound, (String, Fault)>;

/// Many numbers at once. The caller notes who saw whom, since each asker is another.
pub(crate) async fn list_cards(batch: &mut Batch, numbers: &[String]) -> Result<Vec<CardRead>, Failure> {
    const LIST: &str = include_str!("../../sql/list_cards.sql");
    let rows: Vec<CardRow> =
        sqlx::query_as(LIST).bind(numbers).fetch_all(batch.conn()).await.map_err(fault("looking numbers up"))?;
    // One unreadable row is the fault of its own asker, not of all who share the batch.
    let read = |row: CardRow| {
        let asked = row.asked.clone();
        card(row).map_err(|fault| (asked, fault))
    };
    Ok(rows.into_iter().map(read).collect())
}

/// What a card shows, for the access record.
pub(crate) const CARD_FIELDS: Fields = CARD;
/// What is noted when a number has no holder.
pub(crate) const NOBODY_FIELDS: Fields = NOBODY;
/// What is noted when a look-up tells only that somebody holds the number.
pub(crate) const HOLDER_FIELDS: Fields = HOLDER;

fn card(row: CardRow) -> Result<CardFound, Fault> {
    let kind: IdentifierKind = Word::from_word(&row.kind)?;
    let status: IdentifierStatus = Word::from_word(&row.status)?;
    let permanent = match (row.unit_code, row.unit_from, row.detail) {
        (Some(code), Some(from), Some(detail)) => Some(rows::address(code, from, detail, row.as_recorded)),
        _ => None,
    };
    let found_by = match (kind, status) {
        (IdentifierKind::PersonalId, IdentifierStatus::Cancelled | IdentifierStatus::Replaced) => FoundBy::Redirected,
        (IdentifierKind::PersonalId, _) => FoundBy::Current,
        _ => FoundBy::Other,
    };
    Ok(CardFound {
        asked: row.asked,
        kind,
        certain: row.confirmed && status == IdentifierStatus::Active,
        card: PersonCard {
            id: PersonId::from_uuid(row.person),
            name: rows::name("personal", row.person, &row.full_name)?,
            birth: rows::birth("personal", row.person, row.birth_on, &row.birth_precision)?,
            sex: rows::sex("personal", row.person, &row.sex)?,
            personal_id: rows::number("identifier", row.person, row.personal_id.as_deref())?,
            permanent,
            life_end: rows::life_end(row.life_end.as_deref(), row.life_end_on)?,
            found_by,
        },
    })
}

/// One row of the feed.
#[derive(FromRow)]
pub(crate) struct ChangeRow {
    pub(crate) xid: i64,
    pub(crate) seq: i64,
    pub(crate) person: Option<Uuid>,
    pub(crate) kind: String,
    pub(crate) act: Uuid,
}

/// The feed after a cursor.
pub(crate) async fn list_changes(tx: &mut Tx, xid: i64, seq: i64, limit: i64) -> Result<Vec<ChangeRow>, Failure> {
    const LIST: &str = include_str!("../../sql/list_changes.sql");
    sqlx::query_as(LIST)
        .bind(xid.to_string())
        .bind(seq)
        .bind(limit)
        .fetch_all(tx.conn())
        .await
        .map_err(fault("reading the feed of changes"))
}

/// What was done to a person, latest first.
pub(crate) async fn list_acts(tx: &mut Tx, person: PersonId, limit: i64) -> Result<Vec<ActRow>, Failure> {
    const LIST: &str = include_str!("../../sql/list_acts.sql");
    let rows: Vec<(Uuid, String, SqlTime, String, Option<String>)> = sqlx::query_as(LIST)
        .bind(person.uuid())
        .bind(limit)
        .fetch_all(tx.conn())
        .await
        .map_err(fault("listing the acts on a person"))?;
    tx.saw(Subject::Person(person), HISTORY);
    Ok(rows
        .into_iter()
        .map(|(id, kind, at, ground, paper)| ActRow {
            id: ActId::from_uuid(id),
            kind,
            at: db::timestamp(at),
            ground,
            paper,
        })
        .collect())
}

/// The kind of an act and the people it touched.
pub(crate) async fn find_act(tx: &mut Tx, act: ActId) -> Result<Option<(String, Vec<PersonId>)>, Failure> {
    const GET: &str = include_str!("../../sql/get_act.sql");
    let row: Option<(String, Option<Vec<Uuid>>)> =
        sqlx::query_as(GET).bind(act.uuid()).fetch_optional(tx.conn()).await.map_err(fault("loading an act"))?;
    Ok(row.map(|(kind, people)| (kind, people.unwrap_or_default().into_iter().map(PersonId::from_uuid).collect())))
}
