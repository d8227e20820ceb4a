//! The tables of identity: rows in, values out. Nothing is decided here.

use crate::{
    codes::{AGENCY_CODE_TAKEN, AGENCY_UNKNOWN, PERSON_HAS_ACCOUNT, ROLE_GRANTED, TERRITORY_TAKEN, USERNAME_TAKEN},
    hasher::PasswordHash,
    model::{
        Account, AccountKind, ActingUnit, Agency, AgencyKind, LockReason, NewAccount, NewAgency, NewGrant, OpenSession,
    },
    rules::{
        throttle::{KNOWN_FOR, Tries, WINDOW, WINDOW_ALL},
        username::Username,
    },
};
use basis::{
    AccountId, AgencyCode, Code, Date, Failure, Fault, Kind, PersonId, Problem, Refusal, SessionId, Timestamp, UnitCode,
};
use db::{Tx, conflict_on, date, date_bind, fault, timestamp, timestamp_bind};
use jiff::SignedDuration;
use sqlx::{FromRow, PgConnection};
use uuid::Uuid;

const LOCK_ADDRESS: &str = include_str!("../sql/lock_address.sql");
const COUNT_TRIES: &str = include_str!("../sql/count_tries.sql");
const INSERT_ATTEMPT: &str = include_str!("../sql/insert_attempt.sql");
const SETTLE_ATTEMPT: &str = include_str!("../sql/settle_attempt.sql");
const FORGET_ATTEMPT: &str = include_str!("../sql/forget_attempt.sql");
const SWEEP_ATTEMPTS: &str = include_str!("../sql/sweep_attempts.sql");
const FIND_ACCOUNT_BY_USERNAME: &str = include_str!("../sql/find_account_by_username.sql");
const LIST_ACCOUNTS: &str = include_str!("../sql/list_accounts.sql");
const INSERT_ACCOUNTS: &str = include_str!("../sql/insert_accounts.sql");
const SAVE_PASSWORDS: &str = include_str!("../sql/save_passwords.sql");
const SAVE_ACCOUNT_STATUS: &str = include_str!("../sql/save_account_status.sql");
const INSERT_GRANTS: &str = include_str!("../sql/insert_grants.sql");
const INSERT_SESSION: &str = include_str!("../sql/insert_session.sql");
const FIND_SESSION_BY_TOKEN: &str = include_str!("../sql/find_session_by_token.sql");
const TOUCH_SESSION: &str = include_str!("../sql/touch_session.sql");
const LIST_OPEN_SESSIONS: &str = include_str!("../sql/list_open_sessions.sql");
const END_SESSION: &str = include_str!("../sql/end_session.sql");
const END_SESSIONS: &str = include_str!("../sql/end_sessions.sql");
const SAVE_SESSION_UNIT: &str = include_str!("../sql/save_session_unit.sql");
const SAVE_SESSION_LANG: &str = include_str!("../sql/save_session_lang.sql");
const INSERT_AGENCIES: &str = include_str!("../sql/insert_agencies.sql");
const INSERT_TERRITORIES: &str = include_str!("../sql/insert_territories.sql");
const LIST_AGENCIES: &str = include_str!("../sql/list_agencies.sql");
const FIND_AGENCY: &str = include_str!("../sql/find_agency.sql");
const FIND_AGENCY_FOR: &str = include_str!("../sql/find_agency_for.sql");

// Attempts

/// The name and address of an attempt, as keyed hashes.
pub(crate) struct Tried {
    pub(crate) name: Vec<u8>,
    pub(crate) address: Vec<u8>,
}

/// How an attempt came out.
#[derive(Clone, Copy)]
pub(crate) enum Outcome {
    Right,
    Wrong,
}

pub(crate) async fn lock_address(tx: &mut Tx, tried: &Tried) -> Result<(), Failure> {
    let key = tried
        .address
        .first_chunk::<8>()
        .map(|bytes| i64::from_be_bytes(*bytes))
        .ok_or_else(|| Fault::new("the hash of an address is shorter than eight bytes"))?;
    sqlx::query(LOCK_ADDRESS).bind(key).execute(tx.conn()).await.map_err(fault("lining up attempts"))?;
    Ok(())
}

#[derive(FromRow)]
struct TriesRow {
    pair: i64,
    pair_last: Option<jiff_sqlx::Timestamp>,
    address: i64,
    address_last: Option<jiff_sqlx::Timestamp>,
    name: i64,
    everything: i64,
    known: bool,
}

pub(crate) async fn count_tries(tx: &mut Tx, tried: &Tried, now: Timestamp) -> Result<Tries, Failure> {
    let back = |by: SignedDuration| {
        now.checked_sub(by).map(timestamp_bind).map_err(|error| Fault::because("counting back a window", error))
    };
    let row: TriesRow = sqlx::query_as(COUNT_TRIES)
        .bind(&tried.name)
        .bind(&tried.address)
        .bind(back(WINDOW)?)
        .bind(back(WINDOW_ALL)?)
        .bind(back(KNOWN_FOR)?)
        .fetch_one(tx.conn())
        .await
        .map_err(fault("counting attempts"))?;
    let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(Tries {
        pair: count(row.pair),
        pair_last: row.pair_last.map(timestamp),
        address: count(row.address),
        address_last: row.address_last.map(timestamp),
        name: count(row.name),
        all: count(row.everything),
        known: row.known,
    })
}

pub(crate) async fn insert_attempt(tx: &mut Tx, tried: &Tried, now: Timestamp) -> Result<Uuid, Failure> {
    let id = Uuid::now_v7();
    sqlx::query(INSERT_ATTEMPT)
        .bind(id)
        .bind(&tried.name)
        .bind(&tried.address)
        .bind(timestamp_bind(now))
        .execute(tx.conn())
        .await
        .map_err(fault("noting an attempt"))?;
    Ok(id)
}

pub(crate) async fn settle_attempt(tx: &mut Tx, attempt: Uuid, outcome: Outcome) -> Result<(), Failure> {
    let outcome = match outcome {
        Outcome::Right => "right",
        Outcome::Wrong => "wrong",
    };
    let done = sqlx::query(SETTLE_ATTEMPT)
        .bind(attempt)
        .bind(outcome)
        .execute(tx.conn())
        .await
        .map_err(fault("settling an attempt"))?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Fault::new("an attempt was settled twice or is gone").into()) }
}

pub(crate) async fn forget_attempt(tx: &mut Tx, attempt: Uuid) -> Result<(), Failure> {
    sqlx::query(FORGET_ATTEMPT).bind(attempt).execute(tx.conn()).await.map_err(fault("forgetting an attempt"))?;
    Ok(())
}

pub(crate) async fn sweep_attempts(tx: &mut Tx, before: Timestamp) -> Result<u64, Failure> {
    let done = sqlx::query(SWEEP_ATTEMPTS)
        .bind(timestamp_bind(before))
        .execute(tx.conn())
        .await
        .map_err(fault("sweeping attempts"))?;
    Ok(done.rows_affected())
}

// Accounts

pub(crate) async fn find_account(tx: &mut Tx, username: &Username) -> Result<Option<Account>, Failure> {
    let row: Option<(Uuid, String, String, Option<String>)> = sqlx::query_as(FIND_ACCOUNT_BY_USERNAME)
        .bind(username.as_str())
        .fetch_optional(tx.conn())
        .await
        .map_err(fault("finding an account by its name"))?;
    row.map(|(id, kind, status, hash)| {
        let id = AccountId::from_uuid(id);
        Ok(Account { id, kind: kind_of(&kind, id)?, locked: status != "active", hash: hash.map(PasswordHash::stored) })
    })
    .transpose()
}

fn kind_of(code: &str, id: AccountId) -> Result<AccountKind, Failure> {
    AccountKind::from_code(code)
        .ok_or_else(|| Fault::new(format!("identity.account {id} is of a kind nobody knows")).into())
}

/// An account as timelines and grants need it.
pub(crate) struct Listed {
    pub(crate) id: AccountId,
    pub(crate) kind: AccountKind,
    pub(crate) person: Option<PersonId>,
    pub(crate) display_name: String,
}

pub(crate) async fn list_accounts(tx: &mut Tx, ids: &[AccountId]) -> Result<Vec<Listed>, Failure> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows: Vec<(Uuid, String, Option<Uuid>, String)> =
        sqlx::query_as(LIST_ACCOUNTS).bind(ids).fetch_all(tx.conn()).await.map_err(fault("listing accounts"))?;
    rows.into_iter()
        .map(|(id, kind, person, display_name)| {
            let id = AccountId::from_uuid(id);
            Ok(Listed { id, kind: kind_of(&kind, id)?, person: person.map(PersonId::from_uuid), display_name })
        })
        .collect()
}

pub(crate) async fn insert_accounts(tx: &mut Tx, ids: &[AccountId], new: &[NewAccount]) -> Result<(), Failure> {
    let now = tx.instant();
    sqlx::query(INSERT_ACCOUNTS)
        .bind(ids.iter().map(|id| id.uuid()).collect::<Vec<_>>())
        .bind(new.iter().map(|one| one.kind.code()).collect::<Vec<_>>())
        .bind(new.iter().map(|one| one.username.as_str()).collect::<Vec<_>>())
        .bind(new.iter().map(|one| one.person.map(PersonId::uuid)).collect::<Vec<_>>())
        .bind(new.iter().map(|one| one.display_name.trim()).collect::<Vec<_>>())
        .bind(new.iter().map(|one| one.level.number()).collect::<Vec<_>>())
        .bind(timestamp_bind(now))
        .execute(tx.conn())
        .await
        .map_err(refused_or(
            "entering accounts",
            &[
                ("account_username_once", USERNAME_TAKEN, "username"),
                ("account_citizen_once", PERSON_HAS_ACCOUNT, "person"),
            ],
        ))?;
    Ok(())
}

/// A constraint that stands for a rule gives that rule's refusal; any other error is a fault.
fn refused_or(
    what: &'static str,
    rules: &'static [(&'static str, Code, &'static str)],
) -> impl FnOnce(sqlx::Error) -> Failure {
    move |error| match rules.iter().find(|(constraint, ..)| conflict_on(&error, constraint)) {
        Some((_, code, field)) => Refusal::new(Kind::Conflict, Problem::new(*code).at(*field)).into(),
        None => fault(what)(error),
    }
}

pub(crate) async fn save_passwords(tx: &mut Tx, passwords: &[(AccountId, PasswordHash)]) -> Result<(), Failure> {
    if passwords.is_empty() {
        return Ok(());
    }
    let now = tx.instant();
    sqlx::query(SAVE_PASSWORDS)
        .bind(passwords.iter().map(|(id, _)| id.uuid()).collect::<Vec<_>>())
        .bind(passwords.iter().map(|(_, hash)| hash.as_str()).collect::<Vec<_>>())
        .bind(timestamp_bind(now))
        .execute(tx.conn())
        .await
        .map_err(fault("setting passwords"))?;
    Ok(())
}

pub(crate) async fn save_account_status(
    tx: &mut Tx,
    account: AccountId,
    from: &'static str,
    to: &'static str,
    reason: Option<LockReason>,
) -> Result<bool, Failure> {
    let now = tx.instant();
    let done = sqlx::query(SAVE_ACCOUNT_STATUS)
        .bind(account.uuid())
        .bind(from)
        .bind(to)
        .bind(reason.map(LockReason::code))
        .bind(timestamp_bind(now))
        .execute(tx.conn())
        .await
        .map_err(fault("changing the state of an account"))?;
    Ok(done.rows_affected() == 1)
}

pub(crate) async fn insert_grants(tx: &mut Tx, new: &[NewGrant]) -> Result<(), Failure> {
    let now = tx.instant();
    let by = tx.actor().account().map(AccountId::uuid);
    sqlx::query(INSERT_GRANTS)
        .bind(new.iter().map(|_| Uuid::now_v7()).collect::<Vec<_>>())
        .bind(new.iter().map(|one| one.account.uuid()).collect::<Vec<_>>())
        .bind(new.iter().map(|one| one.agency.0.as_str()).collect::<Vec<_>>())
        .bind(new.iter().map(|one| one.unit.0.as_str()).collect::<Vec<_>>())
        .bind(new.iter().map(|one| one.role.as_str()).collect::<Vec<_>>())
        .bind(new.iter().map(|one| date_bind(one.valid_from)).collect::<Vec<_>>())
        .bind(new.iter().map(|one| one.valid_to.map(date_bind)).collect::<Vec<_>>())
        .bind(by)
        .bind(timestamp_bind(now))
        .execute(tx.conn())
        .await
        .map_err(refused_or(
            "granting roles",
            &[("role_grant_once", ROLE_GRANTED, "role"), ("role_grant_agency_fkey", AGENCY_UNKNOWN, "agency")],
        ))?;
    Ok(())
}

// Sessions

/// A session to begin.
pub(crate) struct NewSession {
    pub(crate) id: SessionId,
    pub(crate) token_hash: Vec<u8>,
    pub(crate) account: AccountId,
    pub(crate) csrf: String,
    pub(crate) created_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) agent: String,
    pub(crate) lang: Option<String>,
}

/// Begins a session; no when the account is not active.
pub(crate) async fn insert_session(tx: &mut Tx, new: &NewSession) -> Result<bool, Failure> {
    let done = sqlx::query(INSERT_SESSION)
        .bind(new.id.uuid())
        .bind(&new.token_hash)
        .bind(new.account.uuid())
        .bind(&new.csrf)
        .bind(timestamp_bind(new.created_at))
        .bind(timestamp_bind(new.expires_at))
        .bind(&new.agent)
        .bind(&new.lang)
        .execute(tx.conn())
        .await
        .map_err(fault("beginning a session"))?;
    Ok(done.rows_affected() == 1)
}

/// A session that nobody ended, of an active account; whether it stands idle too long is for the rules.
pub(crate) struct SessionRow {
    pub(crate) id: SessionId,
    pub(crate) account: AccountId,
    pub(crate) csrf: String,
    pub(crate) last_seen_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) lang: Option<String>,
    pub(crate) acting: Option<(AgencyCode, UnitCode)>,
    pub(crate) kind: AccountKind,
    pub(crate) person: Option<PersonId>,
    pub(crate) display_name: String,
    pub(crate) units: Vec<ActingUnit>,
}

#[derive(FromRow)]
struct RawSession {
    id: Uuid,
    account: Uuid,
    csrf: String,
    last_seen_at: jiff_sqlx::Timestamp,
    expires_at: jiff_sqlx::Timestamp,
    lang: Option<String>,
    acting_agency: Option<String>,
    acting_unit: Option<String>,
    kind: String,
    person: Option<Uuid>,
    display_name: String,
    agencies: Vec<String>,
    names: Vec<String>,
    units: Vec<String>,
    roles: Vec<String>,
}

impl TryFrom<RawSession> for SessionRow {
    type Error = Failure;
    fn try_from(raw: RawSession) -> Result<Self, Failure> {
        let account = AccountId::from_uuid(raw.account);
        let mut units: Vec<ActingUnit> = Vec::new();
        // The rows come in the order of agency and unit, so one unit's roles stand together.
        for (((agency, agency_name), unit), role) in
            raw.agencies.into_iter().zip(raw.names).zip(raw.units).zip(raw.roles)
        {
            match units.last_mut() {
                Some(last) if last.agency.0 == agency && last.unit.0 == unit => {
                    if !last.roles.contains(&role) {
                        last.roles.push(role);
                    }
                }
                _ => units.push(ActingUnit {
                    agency: AgencyCode(agency),
                    agency_name,
                    unit: UnitCode(unit),
                    roles: vec![role],
                }),
            }
        }
        Ok(Self {
            id: SessionId::from_uuid(raw.id),
            account,
            csrf: raw.csrf,
            last_seen_at: timestamp(raw.last_seen_at),
            expires_at: timestamp(raw.expires_at),
            lang: raw.lang,
            acting: raw.acting_agency.map(AgencyCode).zip(raw.acting_unit.map(UnitCode)),
            kind: kind_of(&raw.kind, account)?,
            person: raw.person.map(PersonId::from_uuid),
            display_name: raw.display_name,
            units,
        })
    }
}

pub(crate) async fn find_session(
    conn: &mut PgConnection,
    token_hash: &[u8],
    today: Date,
) -> Result<Option<SessionRow>, Failure> {
    let raw: Option<RawSession> = sqlx::query_as(FIND_SESSION_BY_TOKEN)
        .bind(token_hash)
        .bind(date_bind(today))
        .fetch_optional(conn)
        .await
        .map_err(fault("finding a session"))?;
    raw.map(SessionRow::try_from).transpose()
}

pub(crate) async fn touch_session(conn: &mut PgConnection, id: SessionId, now: Timestamp) -> Result<(), Failure> {
    // No row: another request of the same session wrote the visit down first.
    sqlx::query(TOUCH_SESSION)
        .bind(id.uuid())
        .bind(timestamp_bind(now))
        .execute(conn)
        .await
        .map_err(fault("noting a visit"))?;
    Ok(())
}

pub(crate) async fn list_open_sessions(
    tx: &mut Tx,
    account: AccountId,
    now: Timestamp,
    seen_after: Timestamp,
    max: i64,
) -> Result<Vec<OpenSession>, Failure> {
    type Row = (Uuid, jiff_sqlx::Timestamp, jiff_sqlx::Timestamp, jiff_sqlx::Timestamp, String);
    let rows: Vec<Row> = sqlx::query_as(LIST_OPEN_SESSIONS)
        .bind(account.uuid())
        .bind(timestamp_bind(now))
        .bind(timestamp_bind(seen_after))
        .bind(max)
        .fetch_all(tx.conn())
        .await
        .map_err(fault("listing sessions"))?;
    Ok(rows
        .into_iter()
        .map(|(id, created_at, last_seen_at, expires_at, agent)| OpenSession {
            id: SessionId::from_uuid(id),
            created_at: timestamp(created_at),
            last_seen_at: timestamp(last_seen_at),
            expires_at: timestamp(expires_at),
            agent,
            current: false,
        })
        .collect())
}

/// Ends a session; no when it is not the account's or has ended.
pub(crate) async fn end_session(
    tx: &mut Tx,
    id: SessionId,
    account: AccountId,
    now: Timestamp,
) -> Result<bool, Failure> {
    let done = sqlx::query(END_SESSION)
        .bind(id.uuid())
        .bind(account.uuid())
        .bind(timestamp_bind(now))
        .execute(tx.conn())
        .await
        .map_err(fault("ending a session"))?;
    Ok(done.rows_affected() == 1)
}

pub(crate) async fn end_sessions(
    tx: &mut Tx,
    account: AccountId,
    keep: Option<SessionId>,
    now: Timestamp,
) -> Result<u64, Failure> {
    let done = sqlx::query(END_SESSIONS)
        .bind(account.uuid())
        .bind(keep.map(SessionId::uuid))
        .bind(timestamp_bind(now))
        .execute(tx.conn())
        .await
        .map_err(fault("ending sessions"))?;
    Ok(done.rows_affected())
}

/// Chooses the unit acted for; no when no role is held there today.
pub(crate) async fn save_session_unit(
    tx: &mut Tx,
    id: SessionId,
    agency: &AgencyCode,
    unit: &UnitCode,
) -> Result<bool, Failure> {
    let today = tx.today();
    let done = sqlx::query(SAVE_SESSION_UNIT)
        .bind(id.uuid())
        .bind(&agency.0)
        .bind(&unit.0)
        .bind(date_bind(today))
        .execute(tx.conn())
        .await
        .map_err(fault("choosing a unit"))?;
    Ok(done.rows_affected() == 1)
}

pub(crate) async fn save_session_lang(tx: &mut Tx, id: SessionId, lang: &str) -> Result<(), Failure> {
    // No row: the session ended meanwhile, and its language with it.
    sqlx::query(SAVE_SESSION_LANG)
        .bind(id.uuid())
        .bind(lang)
        .execute(tx.conn())
        .await
        .map_err(fault("choosing a language"))?;
    Ok(())
}

// Agencies

pub(crate) async fn insert_agencies(tx: &mut Tx, new: &[NewAgency]) -> Result<(), Failure> {
    let all = || new.iter().map(|one| &one.agency);
    sqlx::query(INSERT_AGENCIES)
        .bind(all().map(|agency| agency.code.0.as_str()).collect::<Vec<_>>())
        .bind(all().map(|agency| agency.name.trim()).collect::<Vec<_>>())
        .bind(all().map(|agency| agency.kind.code()).collect::<Vec<_>>())
        .bind(all().map(|agency| agency.unit.0.as_str()).collect::<Vec<_>>())
        .bind(all().map(|agency| date_bind(agency.valid_from)).collect::<Vec<_>>())
        .bind(all().map(|agency| agency.valid_to.map(date_bind)).collect::<Vec<_>>())
        .bind(all().map(|agency| agency.confirmed).collect::<Vec<_>>())
        .execute(tx.conn())
        .await
        .map_err(refused_or("entering agencies", &[("agency_pkey", AGENCY_CODE_TAKEN, "code")]))?;
    let pairs: Vec<(&str, &str)> = new
        .iter()
        .flat_map(|one| one.serves.iter().map(|unit| (one.agency.code.0.as_str(), unit.0.as_str())))
        .collect();
    let done = sqlx::query(INSERT_TERRITORIES)
        .bind(pairs.iter().map(|(agency, _)| *agency).collect::<Vec<_>>())
        .bind(pairs.iter().map(|(_, unit)| *unit).collect::<Vec<_>>())
        .execute(tx.conn())
        .await
        .map_err(refused_or(
            "entering the communes agencies answer for",
            &[("territory_one_agency", TERRITORY_TAKEN, "serves")],
        ))?;
    if done.rows_affected() == pairs.len() as u64 {
        Ok(())
    } else {
        Err(Fault::new(format!("entered {} of {} communes of agencies", done.rows_affected(), pairs.len())).into())
    }
}

#[derive(FromRow)]
struct AgencyRow {
    code: String,
    name: String,
    kind: String,
    unit_code: String,
    valid_from: jiff_sqlx::Date,
    valid_to: Option<jiff_sqlx::Date>,
    confirmed: bool,
}

impl TryFrom<AgencyRow> for Agency {
    type Error = Failure;
    fn try_from(row: AgencyRow) -> Result<Self, Failure> {
        let kind = AgencyKind::from_code(&row.kind)
            .ok_or_else(|| Fault::new(format!("identity.agency {} is of a kind nobody knows", row.code)))?;
        Ok(Self {
            code: AgencyCode(row.code),
            name: row.name,
            kind,
            unit: UnitCode(row.unit_code),
            valid_from: date(row.valid_from),
            valid_to: row.valid_to.map(date),
            confirmed: row.confirmed,
        })
    }
}

pub(crate) async fn list_agencies(tx: &mut Tx, on: Date) -> Result<Vec<Agency>, Failure> {
    let rows: Vec<AgencyRow> = sqlx::query_as(LIST_AGENCIES)
        .bind(date_bind(on))
        .fetch_all(tx.conn())
        .await
        .map_err(fault("listing agencies"))?;
    rows.into_iter().map(Agency::try_from).collect()
}

pub(crate) async fn find_agency(tx: &mut Tx, code: &AgencyCode) -> Result<Option<Agency>, Failure> {
    let row: Option<AgencyRow> = sqlx::query_as(FIND_AGENCY)
        .bind(&code.0)
        .fetch_optional(tx.conn())
        .await
        .map_err(fault("finding an agency"))?;
    row.map(Agency::try_from).transpose()
}

pub(crate) async fn find_agency_for(
    tx: &mut Tx,
    kind: AgencyKind,
    unit: &UnitCode,
    on: Date,
) -> Result<Option<Agency>, Failure> {
    let row: Option<AgencyRow> = sqlx::query_as(FIND_AGENCY_FOR)
        .bind(kind.code())
        .bind(&unit.0)
        .bind(date_bind(on))
        .fetch_optional(tx.conn())
        .await
        .map_err(fault("finding the agency for a commune"))?;
    row.map(Agency::try_from).transpose()
}
