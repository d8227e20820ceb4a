//! Sessions: from a browser's token to who acts; ending, listing, switching unit and language.

use crate::{
    codes::{ACCOUNT_NOT_FOUND, LANG_UNKNOWN, SESSION_NOT_FOUND, UNIT_NOT_HELD},
    may::ManageAccounts,
    model::{AccountKind, OpenSession, Session},
    rules::session,
    store::{self, SessionRow},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use basis::{AccountId, Actor, AgencyCode, Badge, Failure, Fault, Kind, SessionId, Timestamp, UnitCode, today_at};
use db::{App, Tx};
use sha2::{Digest, Sha256};

/// Random bytes in a session's token.
pub(crate) const TOKEN_BYTES: usize = 32;
/// Open sessions listed at the most; nobody reads more.
const LISTED_MAX: i64 = 50;

/// Who is behind a browser's token. Nobody when there is no such session, it ended or stood idle too long, the
/// account is locked, or an officer holds no role today.
///
/// Asked on every request, so it takes no transaction: one indexed query, and once a minute a note of the visit.
/// It shows the holder to nobody but the holder, so there is no access record.
///
/// # Errors
/// A fault when PostgreSQL cannot be asked.
pub async fn resume(app: &App, token: &str) -> Result<Option<Session>, Failure> {
    let Ok(token) = URL_SAFE_NO_PAD.decode(token) else { return Ok(None) };
    if token.len() != TOKEN_BYTES {
        return Ok(None);
    }
    let now = app.now();
    let mut conn = app.pool().acquire().await.map_err(|error| Fault::because("reaching PostgreSQL", error))?;
    let Some(row) = store::find_session(&mut conn, &token_hash(&token), today_at(now)).await? else { return Ok(None) };
    let (id, last_seen) = (row.id, row.last_seen_at);
    let Some(session) = to_session(row, now) else { return Ok(None) };
    if session::to_touch(last_seen, now) {
        store::touch_session(&mut conn, id, now).await?;
    }
    Ok(Some(session))
}

pub(crate) fn token_hash(token: &[u8]) -> Vec<u8> {
    // The token is 256 random bits: a fast hash is enough, and a slow one would be paid on every request.
    Sha256::digest(token).to_vec()
}

pub(crate) fn drawn<const N: usize>() -> Result<[u8; N], Failure> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Fault::because("drawing a session's secrets", error))?;
    Ok(bytes)
}

/// The session a row stands for, if it still stands.
pub(crate) fn to_session(row: SessionRow, now: Timestamp) -> Option<Session> {
    if !session::alive(row.kind, row.last_seen_at, row.expires_at, now) {
        return None;
    }
    let (actor, badge) = match (row.kind, row.person) {
        (AccountKind::Citizen, Some(person)) => {
            (Actor::Citizen { account: row.account, session: row.id, person }, Badge::Citizen(row.display_name))
        }
        (AccountKind::Citizen, None) => return None,
        (AccountKind::Officer | AccountKind::Administrator, _) => {
            let acting = session::acting(&row.units, row.acting.as_ref())?;
            let actor = Actor::Officer {
                account: row.account,
                session: row.id,
                agency: acting.agency.clone(),
                unit: acting.unit.clone(),
                roles: acting.roles.clone(),
            };
            let badge = Badge::Officer {
                name: row.display_name,
                agency: acting.agency_name.clone(),
                roles: acting.roles.clone(),
            };
            (actor, badge)
        }
    };
    Some(Session { id: row.id, account: row.account, actor, badge, csrf: row.csrf, lang: row.lang, units: row.units })
}

/// The account and session of whoever acts.
fn own(tx: &Tx) -> Result<(AccountId, SessionId), Failure> {
    match tx.actor() {
        Actor::Citizen { account, session, .. } | Actor::Officer { account, session, .. } => Ok((*account, *session)),
        Actor::Stranger | Actor::System(_) => Err(Failure::refused(Kind::NotFound, SESSION_NOT_FOUND)),
    }
}

/// Ends the session of whoever acts. Ending it twice is ending it.
///
/// # Errors
/// A refusal when nobody is signed in.
pub async fn sign_out(tx: &mut Tx) -> Result<(), Failure> {
    let (account, session) = own(tx)?;
    let now = tx.instant();
    store::end_session(tx, session, account, now).await?;
    Ok(())
}

/// The open sessions of whoever acts, the latest visit first.
///
/// # Errors
/// A refusal when nobody is signed in.
pub async fn my_sessions(tx: &mut Tx) -> Result<Vec<OpenSession>, Failure> {
    let (account, current) = own(tx)?;
    let kind = match tx.actor() {
        Actor::Citizen { .. } => AccountKind::Citizen,
        _ => AccountKind::Officer,
    };
    let now = tx.instant();
    let seen_after =
        now.checked_sub(session::idle(kind)).map_err(|error| Fault::because("counting back an idle time", error))?;
    let mut open = store::list_open_sessions(tx, account, now, seen_after, LISTED_MAX).await?;
    for one in &mut open {
        one.current = one.id == current;
    }
    Ok(open)
}

/// Ends one session of whoever acts.
///
/// # Errors
/// A refusal (404) when it is not theirs or has ended.
pub async fn end_session(tx: &mut Tx, session: SessionId) -> Result<(), Failure> {
    let (account, _) = own(tx)?;
    let now = tx.instant();
    if store::end_session(tx, session, account, now).await? {
        Ok(())
    } else {
        Err(Failure::refused(Kind::NotFound, SESSION_NOT_FOUND))
    }
}

/// Ends every session of an account but the one that asks: the holder's own, or anybody's for who manages accounts.
/// Gives how many ended.
///
/// # Errors
/// A refusal when the account is another's and the actor does not manage accounts.
pub async fn end_sessions(tx: &mut Tx, account: AccountId) -> Result<u64, Failure> {
    let keep = match own(tx) {
        Ok((own, session)) if own == account => Some(session),
        _ => {
            tx.allow::<ManageAccounts>()?;
            if store::list_accounts(tx, &[account]).await?.is_empty() {
                return Err(Failure::refused(Kind::NotFound, ACCOUNT_NOT_FOUND));
            }
            None
        }
    };
    let now = tx.instant();
    store::end_sessions(tx, account, keep, now).await
}

/// Lets an officer act for another of the units held.
///
/// # Errors
/// A refusal when no role is held there today.
pub async fn switch_unit(tx: &mut Tx, agency: &AgencyCode, unit: &UnitCode) -> Result<(), Failure> {
    let (_, session) = own(tx)?;
    if store::save_session_unit(tx, session, agency, unit).await? {
        Ok(())
    } else {
        Err(Failure::refused(Kind::Forbidden, UNIT_NOT_HELD))
    }
}

/// Chooses the language of the session: `vi` or `en`.
///
/// # Errors
/// A refusal when it is not one of ours or nobody is signed in.
pub async fn set_lang(tx: &mut Tx, lang: &str) -> Result<(), Failure> {
    let (_, session) = own(tx)?;
    let Some(lang) = session::LANGS.iter().find(|one| **one == lang) else {
        return Err(Failure::refused(Kind::Invalid, LANG_UNKNOWN));
    };
    store::save_session_lang(tx, session, lang).await
}
