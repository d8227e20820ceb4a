//! Signing in with a name and a password.
//!
//! The exception to "services take a `Tx`": Argon2 takes tens of milliseconds of a core, and a transaction held
//! open meanwhile would let a handful of guessers use up every connection. So this service begins two: the first
//! loads, throttles and notes the attempt; the password is checked outside; the second notes the outcome and begins
//! the session. An attempt counts as wrong from the first on, so a hundred at once are a hundred guesses.

use crate::{
    codes::{ACCOUNT_LOCKED, OFFICER_WITHOUT_UNIT, SIGN_IN_BUSY, TOO_MANY_ATTEMPTS},
    hasher::Hasher,
    model::{Account, Settings, SignIn, SignedIn},
    rules::{
        account::may_enter,
        agent,
        password::Password,
        session,
        throttle::{self, Verdict},
        username::Username,
    },
    sessions::{TOKEN_BYTES, drawn, to_session, token_hash},
    store::{self, NewSession, Outcome, Tried},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use basis::{Failure, Fault, Kind, Problem, Refusal, SessionId};
use db::{Ctx, Law, Tx, Why};
use std::time::Duration;
use uuid::Uuid;

const CSRF_BYTES: usize = 16;

fn why() -> Why {
    Why::under("sign_in", Law::SignIn)
}

/// Signs somebody in. The session is always a new one; the surface ends the one the browser had.
///
/// # Errors
/// A refusal: one and the same, after the same work, for an unknown name and a wrong password; who knew the
/// password also learns that the account is locked, needs a passkey or holds no role today.
pub async fn sign_in(ctx: &Ctx, hasher: &Hasher, settings: &Settings, command: SignIn) -> Result<SignedIn, Failure> {
    let (username, password) = typed(&command)?;
    let keys = ctx.app().keys();
    let tried = Tried {
        name: keys.hash("sign-in-name", username.as_str()),
        address: keys.hash("sign-in-address", &throttle::network(command.address)),
    };

    let mut tx = ctx.begin(why()).await?;
    let out = admit(&mut tx, &tried, &username).await;
    let admitted = tx.finish(out).await?;

    if admitted.after_ms > 0 {
        tokio::time::sleep(Duration::from_millis(admitted.after_ms)).await;
    }
    let hash = admitted.account.as_ref().and_then(|account| account.hash.as_ref());
    let right = match hasher.verify(&password, hash).await {
        Ok(right) => right,
        Err(failure) => return Err(unchecked(ctx, admitted.attempt, failure).await),
    };
    let renewed = match hash {
        // An old hash is made anew when the password is at hand; when the queue is full, next time.
        Some(hash) if right && !hash.is_current() => hasher.hash(&password).await.ok(),
        _ => None,
    };

    let mut tx = ctx.begin(why()).await?;
    let out = async {
        store::settle_attempt(&mut tx, admitted.attempt, if right { Outcome::Right } else { Outcome::Wrong }).await?;
        let account = match may_enter(right, admitted.account.as_ref(), settings) {
            Ok(account) => account,
            Err(refusal) => return Ok(Err(refusal)),
        };
        if let Some(hash) = renewed {
            store::save_passwords(&mut tx, &[(account.id, hash)]).await?;
        }
        begin(&mut tx, account, &command).await
    }
    .await;
    // A refusal here is an outcome to be kept, so it travels inside the answer and the transaction commits.
    tx.finish(out).await?.map_err(Failure::from)
}

fn typed(command: &SignIn) -> Result<(Username, Password), Refusal> {
    match (Username::parse(&command.username), Password::typed(&command.password)) {
        (Ok(username), Ok(password)) => Ok((username, password)),
        (username, password) => {
            let problems = username.err().into_iter().chain(password.err()).collect();
            Err(Refusal { kind: Kind::Invalid, problems })
        }
    }
}

struct Admitted {
    attempt: Uuid,
    after_ms: u64,
    account: Option<Account>,
}

async fn admit(tx: &mut Tx, tried: &Tried, username: &Username) -> Result<Admitted, Failure> {
    store::lock_address(tx, tried).await?;
    let now = tx.instant();
    let tries = store::count_tries(tx, tried, now).await?;
    match throttle::decide(&tries, now) {
        Verdict::Wait { until } => {
            let minutes = throttle::minutes_left(until, now).to_string();
            Err(Refusal::new(Kind::TooMany, Problem::new(TOO_MANY_ATTEMPTS).with("minutes", minutes)).into())
        }
        Verdict::Check { after_ms } => {
            let attempt = store::insert_attempt(tx, tried, now).await?;
            Ok(Admitted { attempt, after_ms, account: store::find_account(tx, username).await? })
        }
    }
}

/// The queue was full: the password was not looked at, so the attempt is not held against anybody.
async fn unchecked(ctx: &Ctx, attempt: Uuid, failure: Failure) -> Failure {
    if failure.refusal().is_some_and(|refusal| refusal.has(SIGN_IN_BUSY)) {
        let forgotten = async {
            let mut tx = ctx.begin(why()).await?;
            let out = store::forget_attempt(&mut tx, attempt).await;
            tx.finish(out).await
        };
        if let Err(worse) = forgotten.await {
            return worse;
        }
    }
    failure
}

async fn begin(tx: &mut Tx, account: &Account, command: &SignIn) -> Result<Result<SignedIn, Refusal>, Failure> {
    let token = drawn::<TOKEN_BYTES>()?;
    let now = tx.instant();
    let new = NewSession {
        id: SessionId::fresh(),
        token_hash: token_hash(&token),
        account: account.id,
        csrf: URL_SAFE_NO_PAD.encode(drawn::<CSRF_BYTES>()?),
        created_at: now,
        expires_at: now
            .checked_add(session::whole(account.kind))
            .map_err(|error| Fault::because("setting the end of a session", error))?,
        agent: agent::short(&command.agent),
        lang: command.lang.clone().filter(|lang| session::LANGS.contains(&lang.as_str())),
    };
    if !store::insert_session(tx, &new).await? {
        // Locked between the two transactions.
        return Ok(Err(Refusal::new(Kind::Forbidden, Problem::new(ACCOUNT_LOCKED))));
    }
    let today = tx.today();
    let row = store::find_session(tx.conn(), &new.token_hash, today).await?;
    match row.and_then(|row| to_session(row, now)) {
        Some(session) => Ok(Ok(SignedIn { token: URL_SAFE_NO_PAD.encode(token), session })),
        None => {
            store::end_session(tx, new.id, account.id, now).await?;
            Ok(Err(Refusal::new(Kind::Forbidden, Problem::new(OFFICER_WITHOUT_UNIT))))
        }
    }
}
