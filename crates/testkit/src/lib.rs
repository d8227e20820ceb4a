//! What tests stand on: a throw-away database each, a clock that stands still, and actors.
//!
//! One private PostgreSQL serves all tests of a run; the migrated schema is a template that each test copies.
//! It knows `db`, `cluster` and the words only; made-up people come from `synthetic`.

use basis::{
    AccountId, Actor, AgencyCode, FixedClock, PersonId, RequestId, SessionId, SystemTask, Timestamp, UnitCode,
};
use cluster::Cluster;
use db::{App, Ctx, Keys, Options, PowerTable};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, PgPool};
use std::{path::PathBuf, sync::Arc};

/// The instant at which the clock of every test stands: 10:00 on Monday 23 November 2026 in Viet Nam.
pub const NOW: &str = "2026-11-23T03:00:00Z";
const ROLES: &str = include_str!("../../../roles.toml");
const CONNECTIONS_MAX: u32 = 6;

/// A database of one test's own.
#[derive(Debug)]
pub struct TestDb {
    /// The application, acting as the program's role.
    pub app: Arc<App>,
    /// The owner of the tables, for what only migrations and the bulk loader may do.
    pub owner: PgPool,
    /// The clock, which moves when the test says so.
    pub clock: Arc<FixedClock>,
    /// The address of the database, as its owner.
    pub url: String,
}

/// A fresh, migrated database. Panics where no PostgreSQL server is installed: `./test` installs one.
pub async fn database() -> TestDb {
    let cluster = shared().await;
    let template = template_name();
    prepare_template(&cluster, &template).await;
    let name = format!("t_{}", uuid::Uuid::now_v7().simple());
    let mut admin = connect(&cluster.url("postgres")).await;
    create_from(&mut admin, &name, &template).await;
    let url = cluster.url(&name);
    cluster.leave_running();
    let clock = Arc::new(FixedClock::at(NOW.parse().expect("NOW is an instant")));
    let powers = PowerTable::parse(ROLES).expect("roles.toml reads");
    let options = Options { url: url.clone(), connections_max: CONNECTIONS_MAX };
    let keys = Keys::from_secret(b"a secret for tests only, thirty-two bytes");
    let app = App::connect(&options, Arc::clone(&clock) as _, powers, keys).await.expect("the test database answers");
    let owner = db::owner_pool(&url, CONNECTIONS_MAX).await.expect("the test database answers its owner");
    TestDb { app: Arc::new(app), owner, clock, url }
}

impl TestDb {
    /// Somebody acts.
    #[must_use]
    pub fn ctx(&self, actor: Actor) -> Ctx {
        Ctx::new(Arc::clone(&self.app), actor, RequestId::fresh())
    }
    /// The program itself acts.
    #[must_use]
    pub fn system(&self) -> Ctx {
        self.ctx(Actor::System(SystemTask("test")))
    }
    /// Puts the clock to another instant.
    pub fn set_clock(&self, instant: &str) {
        let at: Timestamp = instant.parse().expect("a test writes an instant");
        self.clock.set(at);
    }
}

/// An officer of an agency with the given roles.
#[must_use]
pub fn officer(agency: &str, unit: &str, roles: &[&str]) -> Actor {
    Actor::Officer {
        account: AccountId::fresh(),
        session: SessionId::fresh(),
        agency: AgencyCode(agency.into()),
        unit: UnitCode(unit.into()),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
    }
}

/// A citizen bound to a person.
#[must_use]
pub fn citizen(person: PersonId) -> Actor {
    Actor::Citizen { account: AccountId::fresh(), session: SessionId::fresh(), person }
}

async fn shared() -> Cluster {
    let dir = shared_dir();
    tokio::task::spawn_blocking(move || Cluster::shared_for_tests_blocking(&dir))
        .await
        .expect("starting PostgreSQL does not panic")
        .unwrap_or_else(|problem| panic!("tests need a PostgreSQL server: {problem}"))
}

/// Where the test cluster lives: beside the build, so that cleaning the build ends it too.
#[must_use]
pub fn shared_dir() -> PathBuf {
    std::env::var_os(cluster::testing::SHARED_DIR_VARIABLE).map_or_else(
        || {
            std::env::var_os("CARGO_TARGET_DIR")
                .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target")), PathBuf::from)
                .join("test-postgres")
        },
        PathBuf::from,
    )
}

fn template_name() -> String {
    // The template belongs to one state of the migrations: a changed one gets a template of its own.
    format!("lienthong_template_{:016x}", db::schema_fingerprint())
}

async fn connect(url: &str) -> PgConnection {
    PgConnection::connect(url).await.expect("the test cluster answers")
}

/// Makes the template once, however many tests start together.
async fn prepare_template(cluster: &Cluster, template: &str) {
    let mut admin = connect(&cluster.url("postgres")).await;
    let lock = i64::from_be_bytes(*b"lttmplat");
    let ready = sqlx::query("SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate").bind(template);
    if admin.fetch_optional(ready).await.expect("listing databases").is_some() {
        return;
    }
    admin.execute(sqlx::query("SELECT pg_advisory_lock($1)").bind(lock)).await.expect("taking the template's lock");
    let ready = sqlx::query("SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate").bind(template);
    if admin.fetch_optional(ready).await.expect("listing databases").is_none() {
        // A half-made template of an interrupted run is thrown away.
        admin
            .execute(AssertSqlSafe(format!("DROP DATABASE IF EXISTS {template}")))
            .await
            .expect("dropping an old template");
        admin.execute(AssertSqlSafe(format!("CREATE DATABASE {template}"))).await.expect("creating the template");
        let owner = db::owner_pool(&cluster.url(template), 2).await.expect("the template answers");
        db::migrate(&owner).await.unwrap_or_else(|problem| panic!("migrating the template: {problem:?}"));
        owner.close().await;
        admin
            .execute(AssertSqlSafe(format!("ALTER DATABASE {template} WITH is_template true allow_connections false")))
            .await
            .expect("marking the template");
    }
    admin.execute(sqlx::query("SELECT pg_advisory_unlock($1)").bind(lock)).await.expect("giving the lock back");
}

async fn create_from(admin: &mut PgConnection, name: &str, template: &str) {
    admin
        .execute(AssertSqlSafe(format!("CREATE DATABASE {name} TEMPLATE {template}")))
        .await
        .expect("copying the template");
}
