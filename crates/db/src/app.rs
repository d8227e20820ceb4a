//! What one running program shares: the pool, the clock, the table of powers and the keys.

use crate::power::PowerTable;
use basis::{Clock, Timestamp};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use sqlx::{
    ConnectOptions, Connection, Executor, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{str::FromStr, sync::Arc, time::Duration};

const ACQUIRE_TIMEOUT_S: u64 = 10;
/// The program's own role may neither delete history nor change tables. Every statement of ours finds its rows by an
/// index whatever is asked for (golden/plans), so planning it anew for each answer only costs: a sixth of the server's
/// time in a chain of births.
const ACT: &str = "SET ROLE lienthong_app; SET plan_cache_mode = force_generic_plan";

/// How to reach PostgreSQL.
#[derive(Clone, Debug)]
pub struct Options {
    /// `postgres://…`
    pub url: String,
    /// Connections at the most.
    pub connections_max: u32,
}

/// Why PostgreSQL could not be reached, without the address (it may hold a password).
#[derive(Debug)]
pub struct ConnectProblem(pub sqlx::Error);

impl std::fmt::Display for ConnectProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("connecting to PostgreSQL")
    }
}
impl std::error::Error for ConnectProblem {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

impl ConnectProblem {
    /// What the operator can do about it, where PostgreSQL answered and this program knows.
    #[must_use]
    pub fn advice(&self) -> Option<&'static str> {
        match self.0.as_database_error()?.code()?.as_ref() {
            // `SET ROLE` to a role that is not there, and to one that this account is no member of.
            "22023" => Some("the schema is not there yet: run `lienthong migrate`"),
            "42501" => Some(
                "this account may not act as the program: as PostgreSQL's administrator, GRANT lienthong_app TO it",
            ),
            _ => None,
        }
    }
}

/// The secret keys of this installation.
#[derive(Clone)]
pub struct Keys {
    trail: Vec<u8>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl Keys {
    /// Keys from the installation's secret.
    #[must_use]
    pub fn from_secret(secret: &[u8]) -> Self {
        Self { trail: secret.to_vec() }
    }
    /// A keyed hash of something that must not be kept in the clear. `label` keeps uses apart.
    #[must_use]
    pub fn hash(&self, label: &str, value: &str) -> Vec<u8> {
        // HMAC takes a key of any length, so this cannot fail; an unkeyed hash is never a fallback.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.trail) else { return Vec::new() };
        mac.update(label.as_bytes());
        mac.update(&[0]);
        mac.update(value.as_bytes());
        mac.finalize().into_bytes().to_vec()
    }
}

/// What one running program shares.
pub struct App {
    pool: PgPool,
    clock: Arc<dyn Clock>,
    powers: PowerTable,
    keys: Keys,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").finish_non_exhaustive()
    }
}

impl App {
    /// Connects as the program's own role.
    ///
    /// # Errors
    /// When PostgreSQL cannot be reached.
    pub async fn connect(
        options: &Options,
        clock: Arc<dyn Clock>,
        powers: PowerTable,
        keys: Keys,
    ) -> Result<Self, ConnectProblem> {
        act_once(&options.url).await?;
        let pool = PgPoolOptions::new()
            .max_connections(options.connections_max)
            .acquire_timeout(Duration::from_secs(ACQUIRE_TIMEOUT_S))
            .after_connect(|conn, _| {
                Box::pin(async move {
                    conn.execute(ACT).await?;
                    Ok(())
                })
            })
            .connect_with(connect_options(&options.url)?)
            .await
            .map_err(ConnectProblem)?;
        Ok(Self { pool, clock, powers, keys })
    }
    /// The pool, for this crate and for readiness checks.
    #[must_use]
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }
    /// The present instant by the program's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
    /// The clock itself, for those that wait.
    #[must_use]
    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }
    /// Which role holds which power.
    #[must_use]
    pub fn powers(&self) -> &PowerTable {
        &self.powers
    }
    /// The secret keys.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.keys
    }
}

/// Tries the role once, before the pool does: a pool only says that it waited. A server that does not answer yet is
/// left to the pool, which tries again for a while.
async fn act_once(url: &str) -> Result<(), ConnectProblem> {
    match PgConnection::connect_with(&connect_options(url)?).await {
        Ok(mut conn) => {
            conn.execute(ACT).await.map_err(ConnectProblem)?;
            conn.close().await.map_err(ConnectProblem)
        }
        Err(sqlx::Error::Io(_)) => Ok(()),
        Err(error) => Err(ConnectProblem(error)),
    }
}

/// Connections of the owner of the tables.
pub type OwnerPool = PgPool;

/// A pool that acts as the owner of the tables: for migrations and the bulk loader only.
///
/// # Errors
/// When PostgreSQL cannot be reached.
pub async fn owner_pool(url: &str, connections_max: u32) -> Result<OwnerPool, ConnectProblem> {
    PgPoolOptions::new()
        .max_connections(connections_max)
        .acquire_timeout(Duration::from_secs(ACQUIRE_TIMEOUT_S))
        .connect_with(connect_options(url)?)
        .await
        .map_err(ConnectProblem)
}

fn connect_options(url: &str) -> Result<PgConnectOptions, ConnectProblem> {
    let options = PgConnectOptions::from_str(url).map_err(ConnectProblem)?;
    // Statements are never logged: their bindings are people.
    Ok(options.disable_statement_logging().application_name("lienthong"))
}
