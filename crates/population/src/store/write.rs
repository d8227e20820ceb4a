//! Saves. Beliefs are ended and added, two statements, never altered; affected rows are counted.

use super::{fill, read::Home, words::Word};
use crate::{
    codes,
    command::{Basis, RelativeRef},
    person::{Document, Identifier, Personal, Place, Residence},
    relation::RelationKind,
    rules::{
        history::{Rewrite, Span},
        household::commune_today,
    },
};
use basis::{ActId, Actor, Code, Failure, Fault, HouseholdId, Kind, PersonId, Timestamp};
use db::{Tx, conflict_on, fault};
use uuid::Uuid;
use vietnam::UnitKey;

/// Which act, and from when on it is known.
#[derive(Clone, Copy)]
pub(crate) struct Stamp {
    pub(crate) act: ActId,
    pub(crate) at: Timestamp,
}

/// Begins an act: its row, and the stamp for everything it does. `people` are those whose beliefs it may end.
pub(crate) async fn begin_act(
    tx: &mut Tx,
    kind: &'static str,
    people: &[PersonId],
    basis: &Basis,
    undoes: Option<ActId>,
) -> Result<Stamp, Failure> {
    const INSERT: &str = include_str!("../../sql/insert_act.sql");
    fill::enter(tx).await?;
    let stamp = Stamp { act: ActId::fresh(), at: later_than_all(tx, people).await? };
    let (actor_kind, agency, task) = match tx.actor() {
        Actor::Citizen { .. } => ("citizen", None, None),
        Actor::Officer { agency, .. } => ("officer", Some(agency.0.clone()), None),
        Actor::System(task) => ("system", None, Some(task.0)),
        Actor::Stranger => return Err(Fault::new("a stranger was to change the register").into()),
    };
    let account = tx.actor().account().map(basis::AccountId::uuid);
    let request = tx.ctx().request().0;
    let (purpose, dossier) = (tx.why().purpose.0, tx.why().dossier.map(basis::DossierId::uuid));
    sqlx::query(INSERT)
        .bind(stamp.act.uuid())
        .bind(kind)
        .bind(db::timestamp_bind(stamp.at))
        .bind(request)
        .bind(actor_kind)
        .bind(account)
        .bind(agency)
        .bind(task)
        .bind(purpose)
        .bind(basis.ground.0.as_ref())
        .bind(dossier)
        .bind(basis.paper.as_deref())
        .bind(undoes.map(ActId::uuid))
        .execute(tx.conn())
        .await
        .map_err(fault("writing down an act"))?;
    Ok(stamp)
}

/// An instant later than every act on these people: a clock that was put back must not turn histories around.
async fn later_than_all(tx: &mut Tx, people: &[PersonId]) -> Result<Timestamp, Failure> {
    const LATEST: &str = include_str!("../../sql/get_latest_act.sql");
    let now = tx.instant();
    if people.is_empty() {
        return Ok(now);
    }
    let ids: Vec<Uuid> = people.iter().map(|person| person.uuid()).collect();
    let latest: Option<jiff_sqlx::Timestamp> =
        sqlx::query_scalar(LATEST).bind(ids).fetch_one(tx.conn()).await.map_err(fault("finding the latest act"))?;
    let after = latest.and_then(|latest| Timestamp::from_microsecond(db::timestamp(latest).as_microsecond() + 1).ok());
    Ok(after.map_or(now, |after| after.max(now)))
}

/// Tells those that follow the register.
pub(crate) async fn note_change(tx: &mut Tx, person: PersonId, kind: &'static str, act: ActId) -> Result<(), Failure> {
    const INSERT: &str = include_str!("../../sql/insert_change.sql");
    sqlx::query(INSERT)
        .bind(person.uuid())
        .bind(kind)
        .bind(act.uuid())
        .execute(tx.conn())
        .await
        .map_err(fault("noting a change"))?;
    Ok(())
}

/// Makes the anchor of a new person.
pub(crate) async fn insert_person(tx: &mut Tx, act: ActId) -> Result<PersonId, Failure> {
    const INSERT: &str = include_str!("../../sql/insert_person.sql");
    let person = PersonId::fresh();
    sqlx::query(INSERT)
        .bind(person.uuid())
        .bind(act.uuid())
        .execute(tx.conn())
        .await
        .map_err(fault("making a person"))?;
    Ok(person)
}

/// Makes the anchor of a new household.
pub(crate) async fn insert_household(tx: &mut Tx, act: ActId) -> Result<HouseholdId, Failure> {
    const INSERT: &str = include_str!("../../sql/insert_household.sql");
    let household = HouseholdId::fresh();
    sqlx::query(INSERT)
        .bind(household.uuid())
        .bind(act.uuid())
        .execute(tx.conn())
        .await
        .map_err(fault("making a household"))?;
    Ok(household)
}

/// Ends beliefs. They were loaded under a lock, so that another number of rows is a fault.
async fn end(tx: &mut Tx, statement: &'static str, owner: Uuid, ids: &[Uuid], stamp: Stamp) -> Result<(), Failure> {
    if ids.is_empty() {
        return Ok(());
    }
    let done = sqlx::query(statement)
        .bind(owner)
        .bind(ids)
        .bind(db::timestamp_bind(stamp.at))
        .bind(stamp.act.uuid())
        .execute(tx.conn())
        .await
        .map_err(fault("ending beliefs"))?;
    let ended = done.rows_affected();
    if ended as usize == ids.len() {
        Ok(())
    } else {
        Err(Fault::new(format!("ended {ended} of {} beliefs in act {}", ids.len(), stamp.act)).into())
    }
}

/// A conflict on a named constraint is a refusal, everything else a fault.
fn refused_by(error: sqlx::Error, constraint: &str, code: Code, what: &'static str) -> Failure {
    if conflict_on(&error, constraint) { Failure::refused(Kind::Conflict, code) } else { fault(what)(error) }
}

fn bounds(span: Span) -> (Option<jiff_sqlx::Date>, Option<jiff_sqlx::Date>) {
    (span.from.map(db::date_bind), span.to.map(db::date_bind))
}

fn place(place: Option<&Place>) -> (Option<&str>, Option<String>) {
    match place {
        Some(place) => (Some(place.words.as_str()), place.unit.as_ref().map(UnitKey::to_word)),
        None => (None, None),
    }
}

/// Rewrites the facts of a person.
pub(crate) async fn rewrite_personal(
    tx: &mut Tx,
    person: PersonId,
    rewrite: &Rewrite<Personal>,
    stamp: Stamp,
) -> Result<(), Failure> {
    const END: &str = include_str!("../../sql/end_personal.sql");
    const INSERT: &str = include_str!("../../sql/insert_personal.sql");
    end(tx, END, person.uuid(), &rewrite.end, stamp).await?;
    for (span, facts) in &rewrite.add {
        let split = facts.name.split();
        let (birth_on, precision) = facts.birth.to_columns();
        let (birth_place, birth_unit) = place(facts.birth_place.as_ref());
        let (registered_at, registered_unit) = place(facts.birth_registered.as_ref());
        let (origin_place, origin_unit) = place(facts.origin.as_ref());
        let (from, to) = bounds(*span);
        sqlx::query(INSERT)
            .bind(Uuid::now_v7())
            .bind(person.uuid())
            .bind(facts.name.as_str())
            .bind(given(split.surname))
            .bind(given(split.middle))
            .bind(given(split.given))
            .bind(&facts.other_names)
            .bind(db::date_bind(birth_on))
            .bind(precision.to_string())
            .bind(facts.sex.code())
            .bind(birth_place)
            .bind(birth_unit)
            .bind(registered_at)
            .bind(registered_unit)
            .bind(origin_place)
            .bind(origin_unit)
            .bind(facts.ethnicity.map(vietnam::Ethnicity::code))
            .bind(facts.religion.map(vietnam::Religion::code))
            .bind(&facts.nationalities)
            .bind(facts.blood_group.map(vietnam::BloodGroup::code))
            .bind(facts.marital_status.map(vietnam::MaritalStatus::code))
            .bind(facts.mobile.as_deref())
            .bind(facts.email.as_deref())
            .bind(facts.occupation.as_deref())
            .bind(facts.life_end.map(|end| end.kind.code()))
            .bind(facts.life_end.map(|end| db::date_bind(end.on)))
            .bind(from)
            .bind(to)
            .bind(db::timestamp_bind(stamp.at))
            .bind(stamp.act.uuid())
            .execute(tx.conn())
            .await
            .map_err(fault("adding facts of a person"))?;
    }
    Ok(())
}

fn given(part: String) -> Option<String> {
    (!part.is_empty()).then_some(part)
}

/// Rewrites the numbers of a person.
pub(crate) async fn rewrite_numbers(
    tx: &mut Tx,
    person: PersonId,
    rewrite: &Rewrite<Identifier>,
    stamp: Stamp,
) -> Result<(), Failure> {
    const END: &str = include_str!("../../sql/end_identifier.sql");
    const INSERT: &str = include_str!("../../sql/insert_identifier.sql");
    end(tx, END, person.uuid(), &rewrite.end, stamp).await?;
    for (span, number) in &rewrite.add {
        let (from, to) = bounds(*span);
        sqlx::query(INSERT)
            .bind(Uuid::now_v7())
            .bind(person.uuid())
            .bind(number.kind.word())
            .bind(&number.value)
            .bind(number.status.word())
            .bind(number.confirmed)
            .bind(number.replaced_by.as_deref())
            .bind(from)
            .bind(to)
            .bind(db::timestamp_bind(stamp.at))
            .bind(stamp.act.uuid())
            .execute(tx.conn())
            .await
            .map_err(|error| {
                refused_by(error, "identifier_one_holder", codes::NUMBER_HELD_BY_ANOTHER, "adding a number")
            })?;
    }
    Ok(())
}

/// Rewrites the residences of a person.
pub(crate) async fn rewrite_residences(
    tx: &mut Tx,
    person: PersonId,
    rewrite: &Rewrite<Residence>,
    paper: Option<&str>,
    stamp: Stamp,
) -> Result<(), Failure> {
    const END: &str = include_str!("../../sql/end_residence.sql");
    const INSERT: &str = include_str!("../../sql/insert_residence.sql");
    end(tx, END, person.uuid(), &rewrite.end, stamp).await?;
    for (span, residence) in &rewrite.add {
        let (unit_code, unit_from) = residence.address.unit.to_columns();
        let (from, to) = bounds(*span);
        sqlx::query(INSERT)
            .bind(Uuid::now_v7())
            .bind(residence.spell)
            .bind(person.uuid())
            .bind(residence.kind.word())
            .bind(residence.membership.map(|member| member.household.uuid()))
            .bind(residence.membership.map(|member| member.relation.code()))
            .bind(unit_code)
            .bind(db::date_bind(unit_from))
            .bind(&residence.address.detail)
            .bind(residence.address.as_recorded.as_deref())
            .bind(residence.planned_to.map(db::date_bind))
            .bind(residence.reason.as_deref())
            .bind(residence.removed.map(Word::word))
            .bind(residence.removed.and(paper))
            .bind(from)
            .bind(to)
            .bind(db::timestamp_bind(stamp.at))
            .bind(stamp.act.uuid())
            .execute(tx.conn())
            .await
            .map_err(|error| {
                if conflict_on(&error, "residence_one_head") {
                    Failure::refused(Kind::Conflict, codes::HOUSEHOLD_HAS_HEAD)
                } else {
                    refused_by(error, "residence_one_open", codes::RESIDENCE_ALREADY_HERE, "adding a residence")
                }
            })?;
    }
    Ok(())
}

/// Rewrites where a household lives.
pub(crate) async fn rewrite_home(
    tx: &mut Tx,
    household: HouseholdId,
    rewrite: &Rewrite<Home>,
    stamp: Stamp,
) -> Result<(), Failure> {
    const END: &str = include_str!("../../sql/end_home.sql");
    const INSERT: &str = include_str!("../../sql/insert_home.sql");
    end(tx, END, household.uuid(), &rewrite.end, stamp).await?;
    for (span, home) in &rewrite.add {
        let (unit_code, unit_from) = home.address.unit.to_columns();
        let (from, to) = bounds(*span);
        sqlx::query(INSERT)
            .bind(Uuid::now_v7())
            .bind(household.uuid())
            .bind(home.file_no.as_deref())
            .bind(unit_code)
            .bind(db::date_bind(unit_from))
            .bind(&home.address.detail)
            .bind(home.address.as_recorded.as_deref())
            .bind(from)
            .bind(to)
            .bind(db::timestamp_bind(stamp.at))
            .bind(stamp.act.uuid())
            .execute(tx.conn())
            .await
            .map_err(|error| {
                let taken = codes::HOUSEHOLD_FILE_TAKEN;
                refused_by(error, "home_one_file_no", taken, "adding where a household lives")
            })?;
    }
    Ok(())
}

/// Rewrites the relatives of a person.
pub(crate) async fn rewrite_relations(
    tx: &mut Tx,
    person: PersonId,
    rewrite: &Rewrite<(RelationKind, RelativeRef)>,
    stamp: Stamp,
) -> Result<(), Failure> {
    const END: &str = include_str!("../../sql/end_relation.sql");
    const INSERT: &str = include_str!("../../sql/insert_relation.sql");
    end(tx, END, person.uuid(), &rewrite.end, stamp).await?;
    for (span, (kind, relative)) in &rewrite.add {
        let (other, recorded) = match relative {
            RelativeRef::Person(other) => (Some(other.uuid()), None),
            RelativeRef::Recorded(recorded) => (None, Some(recorded)),
        };
        let (from, to) = bounds(*span);
        sqlx::query(INSERT)
            .bind(Uuid::now_v7())
            .bind(person.uuid())
            .bind(kind.word())
            .bind(other)
            .bind(recorded.map(|recorded| recorded.name.as_str()))
            .bind(recorded.and_then(|recorded| recorded.number.as_deref()))
            .bind(recorded.and_then(|recorded| recorded.nationality.as_deref()))
            .bind(from)
            .bind(to)
            .bind(db::timestamp_bind(stamp.at))
            .bind(stamp.act.uuid())
            .execute(tx.conn())
            .await
            .map_err(fault("adding a relative"))?;
    }
    Ok(())
}

/// Adds a paper that was issued to a person.
pub(crate) async fn insert_document(
    tx: &mut Tx,
    person: PersonId,
    paper: &Document,
    stamp: Stamp,
) -> Result<(), Failure> {
    const INSERT: &str = include_str!("../../sql/insert_document.sql");
    sqlx::query(INSERT)
        .bind(Uuid::now_v7())
        .bind(person.uuid())
        .bind(paper.kind.word())
        .bind(paper.number.as_deref())
        .bind(paper.issued_on.map(db::date_bind))
        .bind(paper.issued_by.as_deref())
        .bind(paper.expires_on.map(db::date_bind))
        .bind(db::timestamp_bind(stamp.at))
        .bind(stamp.act.uuid())
        .execute(tx.conn())
        .await
        .map_err(fault("adding a paper"))?;
    Ok(())
}

/// Brings the search row up to date with what is now believed.
pub(crate) async fn refresh_search(tx: &mut Tx, person: PersonId) -> Result<(), Failure> {
    let view = super::get_person(tx, person).await?;
    let unit = view.permanent().map(|residence| &residence.address.unit);
    put_search(tx, person, &view.facts, unit).await
}

/// Writes the search row of a person.
pub(crate) async fn put_search(
    tx: &mut Tx,
    person: PersonId,
    facts: &Personal,
    home: Option<&UnitKey>,
) -> Result<(), Failure> {
    const UPSERT: &str = include_str!("../../sql/upsert_search.sql");
    let (birth_on, _) = facts.birth.to_columns();
    sqlx::query(UPSERT)
        .bind(person.uuid())
        .bind(facts.name.folded())
        .bind(facts.birth.year())
        .bind(db::date_bind(birth_on))
        .bind(home.map(commune_today))
        .bind(facts.is_alive())
        .execute(tx.conn())
        .await
        .map_err(fault("writing the search row of a person"))?;
    Ok(())
}
