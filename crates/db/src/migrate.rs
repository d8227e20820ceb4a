//! Migrations: one linear history, forward only. The job runner's own schema comes first.

use graphile_worker::WorkerOptions;
use sqlx::{
    PgPool,
    migrate::{MigrateError, Migrator},
};

static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// Why the schema could not be brought up to date.
#[derive(Debug)]
pub enum MigrateProblem {
    /// The job runner's tables.
    Jobs(String),
    /// A migration that was run here has another text now: somebody edited it.
    Edited(i64),
    /// The database was migrated by a newer program than this one.
    Newer(i64),
    /// A migration was begun here and did not end.
    BrokenOff(i64),
    /// The account that signs in lacks a right that a migration needs; what PostgreSQL says.
    NoRight(i64, String),
    /// Our own, for another reason.
    Ours(sqlx::migrate::MigrateError),
}

impl std::fmt::Display for MigrateProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Jobs(reason) => write!(f, "migrating the job tables: {reason}"),
            Self::Edited(number) => write!(
                f,
                "migration {number} was run here with another text than this program has: put back the file as it was \
                 and make the change in a new migration"
            ),
            Self::Newer(number) => write!(
                f,
                "migration {number} was run here and this program does not know it: the database belongs to a newer \
                 program, install that one"
            ),
            Self::BrokenOff(number) => {
                write!(f, "migration {number} was begun here and did not end: restore the backup taken before it")
            }
            Self::NoRight(number, said) => write!(
                f,
                "migration {number} needs a right that this account does not have ({said}): as PostgreSQL's \
                 administrator prepare roles and database as docs/operate/install.md says"
            ),
            Self::Ours(_) => f.write_str("migrating the schema"),
        }
    }
}
impl std::error::Error for MigrateProblem {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Ours(error) => Some(error),
            _ => None,
        }
    }
}

/// `insufficient_privilege`.
const NO_RIGHT: &str = "42501";

impl From<MigrateError> for MigrateProblem {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::VersionMismatch(number) => Self::Edited(number),
            MigrateError::VersionMissing(number) => Self::Newer(number),
            MigrateError::Dirty(number) => Self::BrokenOff(number),
            MigrateError::ExecuteMigration(sqlx::Error::Database(refused), number)
                if refused.code().as_deref() == Some(NO_RIGHT) =>
            {
                Self::NoRight(number, refused.message().to_owned())
            }
            other => Self::Ours(other),
        }
    }
}

/// Brings the database up to date. Safe to call at every start; two at once wait for each other.
///
/// # Errors
/// When a step fails; those before it stay.
pub async fn migrate(owner: &PgPool) -> Result<(), MigrateProblem> {
    WorkerOptions::default()
        .pg_pool(owner.clone())
        .listen_os_shutdown_signals(false)
        .init()
        .await
        .map_err(|error| MigrateProblem::Jobs(error.to_string()))?;
    Ok(MIGRATIONS.run(owner).await?)
}

/// The number of the last migration this program knows.
#[must_use]
pub fn schema_version() -> i64 {
    MIGRATIONS.iter().map(|step| step.version).max().unwrap_or(0)
}

/// A number that changes whenever a migration is added or changed; names the test template.
#[must_use]
pub fn schema_fingerprint() -> u64 {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    for step in MIGRATIONS.iter() {
        hash.update(step.version.to_be_bytes());
        hash.update(&step.checksum);
    }
    let digest = hash.finalize();
    digest.iter().take(8).fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

/// Makes the trail's coming months ready, so that each gets a partition of its own.
///
/// # Errors
/// A fault when PostgreSQL cannot be reached.
pub async fn prepare_trail(app: &crate::App, months: i32) -> Result<(), basis::Failure> {
    let today = basis::today_at(app.now());
    sqlx::query("SELECT trail.prepare_months($1, $2)")
        .bind(crate::date_bind(today))
        .bind(months)
        .execute(app.pool())
        .await
        .map_err(|error| basis::Fault::because("preparing the months of the trail", error))?;
    Ok(())
}

/// What the server says of itself.
#[derive(Clone, Debug)]
pub struct State {
    /// Its version.
    pub server: String,
    /// The last migration that was run; nothing on an empty database.
    pub schema: Option<i64>,
    /// Its clock.
    pub now: basis::Timestamp,
    /// What it does so that a commit outlives a power cut: `fsync` and `synchronous_commit`, as it says them.
    pub durability: String,
}

/// Asks the server for its version, clock and schema.
///
/// # Errors
/// A fault when it does not answer.
pub async fn state(owner: &PgPool) -> Result<State, basis::Failure> {
    use sqlx::Row as _;
    let fault = |error| basis::Fault::because("asking PostgreSQL for its state", error);
    let row = sqlx::query("SELECT current_setting('server_version') AS server, now() AS now, \
         'fsync ' || current_setting('fsync') || ', synchronous_commit ' || current_setting('synchronous_commit') AS durability, \
         to_regclass('_sqlx_migrations') IS NOT NULL AS migrated")
        .fetch_one(owner)
        .await
        .map_err(fault)?;
    let migrated: bool = row.try_get("migrated").map_err(fault)?;
    let schema = if migrated {
        sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations WHERE success")
            .fetch_one(owner)
            .await
            .map_err(fault)?
    } else {
        None
    };
    let now: jiff_sqlx::Timestamp = row.try_get("now").map_err(fault)?;
    Ok(State {
        server: row.try_get("server").map_err(fault)?,
        schema,
        now: crate::timestamp(now),
        durability: row.try_get("durability").map_err(fault)?,
    })
}
