//! What can go wrong with the managed PostgreSQL, in words an operator can act on.

use std::{io, path::PathBuf};

/// Why the managed PostgreSQL cannot be started, stopped or prepared.
#[derive(Debug, thiserror::Error)]
pub enum ClusterProblem {
    /// No server programs on this machine.
    #[error(
        "no PostgreSQL server of version 15 or newer was found; install it with `apt-get install postgresql`, \
         or set DATABASE_URL to use one that already runs"
    )]
    NoBinaries,
    /// The configured folder holds no server programs.
    #[error("{path} holds no PostgreSQL server programs (initdb and postgres); correct the setting or leave it out")]
    BinariesNotThere {
        /// The folder that was configured.
        path: PathBuf,
    },
    /// Only servers that are too old.
    #[error(
        "PostgreSQL {found} in {path} is too old; version 15 or newer is needed: `apt-get install postgresql` on \
         Debian 12 or newer"
    )]
    TooOld {
        /// The folder of the newest one found.
        path: PathBuf,
        /// Its major version.
        found: u32,
    },
    /// The data was made by another major version than the ones installed.
    #[error(
        "the data in {path} was made by PostgreSQL {made_by}, which is not installed; install it again with \
         `apt-get install postgresql-{made_by}`"
    )]
    OtherVersion {
        /// The folder of the data.
        path: PathBuf,
        /// The major version that made it.
        made_by: u32,
    },
    /// The configured account does not exist.
    #[error("there is no account named {name} on this machine; create it or choose another in the settings")]
    NoSuchAccount {
        /// The name that was configured.
        name: String,
    },
    /// An ordinary user cannot act as somebody else.
    #[error("only root can run PostgreSQL as {name}; start this program as {name} or leave the setting out")]
    NotRoot {
        /// The name that was configured.
        name: String,
    },
    /// The account that PostgreSQL runs as cannot enter the folder.
    #[error("the account {account} cannot enter {path}; choose a data folder that it can reach")]
    Unreachable {
        /// The folder.
        path: PathBuf,
        /// The account.
        account: String,
    },
    /// The folder holds something that is not ours.
    #[error("{path} is not empty and holds no PostgreSQL data; move it away or choose another data folder")]
    NotOurs {
        /// The folder.
        path: PathBuf,
    },
    /// The folder is somebody else's.
    #[error("{path} belongs to another user; start this program as that user, or choose another data folder")]
    OtherUser {
        /// The folder.
        path: PathBuf,
    },
    /// The generated password is gone.
    #[error("the password file {path} is missing although the data is there; restore it from the backup")]
    PasswordGone {
        /// Where it should be.
        path: PathBuf,
    },
    /// A folder or file could not be prepared.
    #[error("{doing} {path}")]
    Folder {
        /// What was tried, such as `creating`.
        doing: &'static str,
        /// With which file.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// A path that PostgreSQL or a connection address cannot express.
    #[error("the path {path} is not valid UTF-8 or holds a line break; choose another data folder")]
    OddPath {
        /// The path.
        path: PathBuf,
    },
    /// One of PostgreSQL's programs failed.
    #[error("{tool} failed: {said}")]
    Tool {
        /// Its name.
        tool: &'static str,
        /// The last lines it printed.
        said: String,
    },
    /// One of PostgreSQL's programs could not be run at all.
    #[error("running {tool}")]
    Run {
        /// Its name.
        tool: &'static str,
        /// Why.
        source: io::Error,
    },
    /// The server ended while starting.
    #[error("PostgreSQL did not start; its log {log} ends with: {said}")]
    DidNotStart {
        /// The server's log.
        log: PathBuf,
        /// Its last lines.
        said: String,
    },
    /// The server is not ready after all the time it was given.
    #[error("PostgreSQL was not ready after {seconds} seconds; see its log {log}")]
    NotReady {
        /// How long we waited.
        seconds: u64,
        /// The server's log.
        log: PathBuf,
    },
    /// Another process is starting the same cluster and does not finish.
    #[error("another process has been starting PostgreSQL in {path} for {seconds} seconds; stop it and try again")]
    Busy {
        /// The cluster's folder.
        path: PathBuf,
        /// How long we waited.
        seconds: u64,
    },
    /// The server does not stop.
    #[error("PostgreSQL (process {pid}) did not stop after {seconds} seconds")]
    DidNotStop {
        /// Its process id.
        pid: i32,
        /// How long we waited.
        seconds: u64,
    },
    /// Another living process uses the cluster.
    #[error("another process uses the PostgreSQL in {path}; stop it first")]
    InUse {
        /// The cluster's folder.
        path: PathBuf,
    },
    /// A database name outside the plain ones.
    #[error("{name:?} cannot name a database here: use a to z, 0 to 9 and _, beginning with a letter")]
    OddDatabaseName {
        /// The name.
        name: String,
    },
    /// No randomness for the password.
    #[error("asking the system for random bytes: {0}")]
    NoRandomness(String),
    /// The thread that waits for PostgreSQL ended early.
    #[error("the thread that waits for PostgreSQL ended early")]
    Interrupted,
}

/// Says which file an input or output error belongs to.
pub(crate) trait About<T> {
    fn about(self, doing: &'static str, path: impl Into<PathBuf>) -> Result<T, ClusterProblem>;
}

impl<T> About<T> for io::Result<T> {
    fn about(self, doing: &'static str, path: impl Into<PathBuf>) -> Result<T, ClusterProblem> {
        self.map_err(|source| ClusterProblem::Folder { doing, path: path.into(), source })
    }
}
