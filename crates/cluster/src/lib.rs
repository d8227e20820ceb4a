//! The managed PostgreSQL: a private server in a folder, reached by socket and password only.
//!
//! For a machine on which nobody wants to administer a database: the demonstration, the tests, and a small
//! province's first server. It finds the installed programs, makes the data once and durably, starts the
//! server as an account that may run it, and stops it. It is not for an existing PostgreSQL (that is
//! `DATABASE_URL`, and no business of this crate), nor does it speak SQL beyond making a database: for that
//! go to `db`. The files of one cluster are listed in `home.rs`, its life in `server.rs`.
//!
//! One living process owns a server and stops it; others attach. When the owner dies without stopping it,
//! the next one that starts becomes the owner of the same running server.

mod account;
mod binaries;
mod conf;
mod database;
mod home;
mod problem;
mod server;
pub mod testing;

pub use problem::ClusterProblem;

use binaries::Binaries;
use home::Home;
use problem::About;
use server::{Ending, Server};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::{Duration, Instant},
};

/// How often [`Cluster::keep_running`] looks.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// How long it waits after a start that failed.
const RETRY_DELAY: Duration = Duration::from_secs(2);

/// Where the cluster lies and who runs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The folder that the cluster has for itself.
    pub data_dir: PathBuf,
    /// The folder of `initdb` and `postgres`; none to look for the installed ones.
    pub binaries: Option<PathBuf>,
    /// The account that root runs the server as; none for `lienthong`, else `postgres`. Where neither exists,
    /// or for `root`, the server runs in a user namespace in which root is called nobody.
    pub account: Option<String>,
}

impl Settings {
    /// A cluster in this folder, everything else by itself.
    #[must_use]
    pub fn in_dir(data_dir: impl Into<PathBuf>) -> Self {
        Self { data_dir: data_dir.into(), binaries: None, account: None }
    }
}

/// Whether what is committed must outlive a power cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    Full,
    /// Tests only.
    ThrownAway,
}

/// A running private PostgreSQL. Dropping it stops the server if this process owns it.
#[derive(Debug)]
pub struct Cluster {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    home: Home,
    binaries: Binaries,
    durability: Durability,
    password: String,
    socket_dir: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// None once it was stopped.
    server: Option<Server>,
    /// The lock that makes us the one who stops it.
    owner: Option<File>,
}

impl Cluster {
    /// Starts the server, or attaches to the one that already runs in this folder.
    ///
    /// # Errors
    /// When no PostgreSQL is installed, the folder cannot be used, or the server does not come up.
    pub async fn start(settings: &Settings) -> Result<Self, ClusterProblem> {
        let settings = settings.clone();
        tokio::task::spawn_blocking(move || Self::start_blocking(&settings))
            .await
            .map_err(|_| ClusterProblem::Interrupted)?
    }

    /// The same, for callers without a runtime.
    ///
    /// # Errors
    /// As [`Cluster::start`].
    pub fn start_blocking(settings: &Settings) -> Result<Self, ClusterProblem> {
        Self::start_as(settings, Durability::Full)
    }

    fn start_as(settings: &Settings, durability: Durability) -> Result<Self, ClusterProblem> {
        // Before the folder, so that a machine without PostgreSQL is told so and nothing is left on it.
        let home = match Home::find(&settings.data_dir, settings.account.as_deref())? {
            Some(home) => home,
            None => {
                binaries::find(settings.binaries.as_deref(), None, &settings.data_dir)?;
                Home::prepare(&settings.data_dir, settings.account.as_deref())?
            }
        };
        let starting = home.lock_start()?;
        let binaries = binaries::find(settings.binaries.as_deref(), home.made_by(), &home.dir)?;
        let server = server::obtain(&home, &binaries, durability)?;
        let owner = home.lock_owner()?;
        drop(starting);
        let password = home.password(false)?;
        let socket_dir = server.socket_dir.clone();
        tracing::info!(process = server.pid, owner = owner.is_some(), version = binaries.major, "PostgreSQL is ready");
        let state = Mutex::new(State { server: Some(server), owner });
        Ok(Self { shared: Arc::new(Shared { home, binaries, durability, password, socket_dir, state }) })
    }

    /// The address of a database, as sqlx and psql take it. It holds the password: never log it.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        self.shared.url(database)
    }

    /// Makes the database unless it is there.
    ///
    /// # Errors
    /// When the name is odd or the server refuses.
    pub async fn ensure_database(&self, name: &str) -> Result<(), ClusterProblem> {
        let shared = Arc::clone(&self.shared);
        let name = name.to_owned();
        tokio::task::spawn_blocking(move || shared.ensure_database(&name))
            .await
            .map_err(|_| ClusterProblem::Interrupted)?
    }

    /// The same, for callers without a runtime.
    ///
    /// # Errors
    /// As [`Cluster::ensure_database`].
    pub fn ensure_database_blocking(&self, name: &str) -> Result<(), ClusterProblem> {
        self.shared.ensure_database(name)
    }

    /// The folder in which the cluster really lies: another than asked for when the account cannot reach that.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.shared.home.dir
    }

    /// What the server says, for an operator.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.shared.home.log()
    }

    /// The folder of the installed programs in use, for `pg_dump` and its kind.
    #[must_use]
    pub fn binaries(&self) -> &Path {
        &self.shared.binaries.dir
    }

    /// The major version of the server.
    #[must_use]
    pub fn major_version(&self) -> u32 {
        self.shared.binaries.major
    }

    /// The server's process, while it is not stopped.
    #[must_use]
    pub fn process(&self) -> Option<i32> {
        self.shared.lock().server.as_ref().map(|server| server.pid)
    }

    /// Whether this process is the one that stops the server.
    #[must_use]
    pub fn is_owner(&self) -> bool {
        self.shared.lock().owner.is_some()
    }

    /// Starts the server again whenever it dies; ends when the cluster is stopped or dropped. Spawn it.
    ///
    /// # Errors
    /// When the server could not be started again for so long: whoever looks after this process should know.
    pub fn keep_running(
        &self,
        give_up_after: Duration,
    ) -> impl Future<Output = Result<(), ClusterProblem>> + Send + use<> {
        let shared = Arc::downgrade(&self.shared);
        async move {
            let mut delay = LOOK_EVERY;
            let mut failing_since: Option<Instant> = None;
            loop {
                tokio::time::sleep(delay).await;
                let shared = Weak::clone(&shared);
                let looked = tokio::task::spawn_blocking(move || shared.upgrade().map(|shared| shared.look_after()));
                match looked.await {
                    Ok(Some(Ok(Alive::Yes))) => (delay, failing_since) = (LOOK_EVERY, None),
                    Ok(Some(Err(problem))) => {
                        tracing::error!(%problem, "PostgreSQL could not be started again");
                        if failing_since.get_or_insert_with(Instant::now).elapsed() >= give_up_after {
                            return Err(problem);
                        }
                        delay = RETRY_DELAY;
                    }
                    Ok(Some(Ok(Alive::Stopped)) | None) | Err(_) => return Ok(()),
                }
            }
        }
    }

    /// Stops the server and waits for it, if this process owns it; else only lets go of it.
    ///
    /// # Errors
    /// When it does not stop.
    pub async fn stop(self) -> Result<(), ClusterProblem> {
        let shared = Arc::clone(&self.shared);
        tokio::task::spawn_blocking(move || shared.stop(Ending::Fast)).await.map_err(|_| ClusterProblem::Interrupted)?
    }

    /// The same, for callers without a runtime.
    ///
    /// # Errors
    /// As [`Cluster::stop`].
    pub fn stop_blocking(self) -> Result<(), ClusterProblem> {
        self.shared.stop(Ending::Fast)
    }

    /// Lets go of the server without stopping it; the next one that starts here becomes its owner.
    pub fn leave_running(self) {
        let mut state = self.shared.lock();
        if let Some(server) = state.server.take() {
            server.leave();
        }
        state.owner = None;
    }

    /// Stops the server of this folder if it runs, and removes the cluster with all its data.
    ///
    /// # Errors
    /// When it is owned by another living process, does not stop, or cannot be removed.
    pub fn erase_blocking(settings: &Settings) -> Result<(), ClusterProblem> {
        let Some(home) = Home::find(&settings.data_dir, settings.account.as_deref())? else { return Ok(()) };
        let _starting = home.lock_start()?;
        if home.lock_owner()?.is_none() {
            return Err(ClusterProblem::InUse { path: home.dir });
        }
        if let Some(server) = server::attach(&home)? {
            server.end(&home.data(), Ending::Fast)?;
        }
        // The data go first: without them the folder counts as empty, whatever happens in between.
        let doomed = home.dir.join("init-erased");
        fs::rename(home.data(), &doomed).about("removing", home.data())?;
        if let Ok(socket_dir) = home.socket_dir() {
            let _ = fs::remove_dir_all(socket_dir);
        }
        fs::remove_dir_all(&home.dir).about("removing", &home.dir)
    }

    /// The same, inside a runtime.
    ///
    /// # Errors
    /// As [`Cluster::erase_blocking`].
    pub async fn erase(settings: &Settings) -> Result<(), ClusterProblem> {
        let settings = settings.clone();
        tokio::task::spawn_blocking(move || Self::erase_blocking(&settings))
            .await
            .map_err(|_| ClusterProblem::Interrupted)?
    }
}

enum Alive {
    Yes,
    Stopped,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere leaves the state whole: each change of it is one assignment.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn look_after(&self) -> Result<Alive, ClusterProblem> {
        let data = self.home.data();
        {
            let mut state = self.lock();
            let Some(server) = &mut state.server else { return Ok(Alive::Stopped) };
            if server.is_alive(&data) {
                return Ok(Alive::Yes);
            }
            tracing::warn!(process = server.pid, "PostgreSQL has ended; starting it again");
        }
        // Not under our own lock: recovery may take long, and `stop` must still be heard afterwards.
        let starting = self.home.lock_start()?;
        let server = server::obtain(&self.home, &self.binaries, self.durability)?;
        let mut state = self.lock();
        if state.owner.is_none() {
            state.owner = self.home.lock_owner()?;
        }
        drop(starting);
        if state.server.is_none() {
            drop(state);
            server.end(&data, Ending::Fast)?;
            return Ok(Alive::Stopped);
        }
        state.server = Some(server);
        Ok(Alive::Yes)
    }

    fn stop(&self, ending: Ending) -> Result<(), ClusterProblem> {
        let (server, owner) = {
            let mut state = self.lock();
            (state.server.take(), state.owner.take())
        };
        match (server, owner) {
            (Some(server), Some(_held_until_it_ended)) => server.end(&self.home.data(), ending),
            (Some(server), None) => {
                server.leave();
                Ok(())
            }
            (None, _) => Ok(()),
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        let ending = match self.durability {
            Durability::Full => Ending::Fast,
            Durability::ThrownAway => Ending::Immediate,
        };
        if let Err(problem) = self.stop(ending) {
            tracing::error!(%problem, "stopping PostgreSQL");
        }
    }
}
