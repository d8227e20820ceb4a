//! One running application with a small made-up province.

use crate::Browser;
use serde::Deserialize;
use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
};

const PEOPLE: &str = "400";

/// An account of the demonstration.
#[derive(Clone, Debug, Deserialize)]
pub struct Account {
    /// parent, justice, police, insurance, one-stop, leader or administrator.
    pub role: String,
    /// The name to sign in with.
    pub username: String,
    /// Its password.
    pub password: String,
}

#[derive(Deserialize)]
struct Ready {
    address: String,
    accounts: Vec<Account>,
}

/// A running application; stopped and removed when it is dropped.
#[derive(Debug)]
pub struct Site {
    /// Where it answers.
    pub address: String,
    /// The accounts to sign in with.
    pub accounts: Vec<Account>,
    /// The folder with its papers.
    pub data: PathBuf,
    child: Child,
    /// None only once the folder was handed on.
    dir: Option<tempfile::TempDir>,
}

impl Site {
    /// Starts the real binary on a free port.
    ///
    /// # Panics
    /// When it does not come up: a test cannot go on.
    #[must_use]
    pub fn start() -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let (child, ready) = run(dir.path(), free_port());
        Self { address: ready.address, accounts: ready.accounts, data: dir.path().to_owned(), child, dir: Some(dir) }
    }

    /// Starts the real binary with its log, filtered like this, going to `log.txt` in the data folder.
    ///
    /// # Panics
    /// When it does not come up.
    #[must_use]
    pub fn start_logging(filter: &str) -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let log = std::fs::File::create(dir.path().join("log.txt")).expect("a file for the log");
        let (child, ready) = run_as(dir.path(), free_port(), &[("LIENTHONG_LOG", filter)], log.into());
        Self { address: ready.address, accounts: ready.accounts, data: dir.path().to_owned(), child, dir: Some(dir) }
    }

    /// Starts the application again on the same data, after it was stopped or killed.
    ///
    /// # Panics
    /// When it does not come up.
    pub fn restart(&mut self) {
        let (child, ready) = run(&self.data, free_port());
        self.child = child;
        self.address = ready.address;
        self.accounts = ready.accounts;
    }

    /// Stops the application and its PostgreSQL, and gives the folder with their data.
    ///
    /// # Panics
    /// When the folder was handed on before.
    #[must_use]
    pub fn stop_and_keep(mut self) -> tempfile::TempDir {
        let dir = self.dir.take().expect("it is handed on once");
        drop(self);
        dir
    }

    /// A browser in which nobody has signed in.
    #[must_use]
    pub fn visitor(&self) -> Browser {
        Browser::at(&self.address)
    }

    /// A browser in which the first account with this role has signed in.
    ///
    /// # Panics
    /// When there is no such account or it cannot sign in.
    #[must_use]
    pub fn signed_in(&self, role: &str) -> Browser {
        let account = self.accounts.iter().find(|account| account.role == role).expect("an account with this role");
        self.signed_in_as(account)
    }

    /// A browser in which this account has signed in.
    ///
    /// # Panics
    /// When it cannot.
    #[must_use]
    pub fn signed_in_as(&self, account: &Account) -> Browser {
        let browser = self.visitor();
        browser.sign_in(account);
        browser
    }

    /// Kills the application without any warning, as a power cut would.
    ///
    /// # Panics
    /// When the process is gone already.
    pub fn kill(&mut self) {
        self.child.kill().expect("the application runs");
        let _ = self.child.wait();
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // An orderly end, so that PostgreSQL stops too: SIGINT to the process we started.
        let stopped = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
        if stopped.is_err() {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

fn run(data: &std::path::Path, port: u16) -> (Child, Ready) {
    run_as(data, port, &[], Stdio::inherit())
}

fn run_as(data: &std::path::Path, port: u16, environment: &[(&str, &str)], log: Stdio) -> (Child, Ready) {
    let mut child = Command::new(binary())
        .args(["demo", "--print-json", "--people", PEOPLE, "--port", &port.to_string(), "--data"])
        .arg(data)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(log)
        .envs(environment.iter().copied())
        .spawn()
        .expect("the binary starts: build it with `cargo build -p lienthong`");
    let mut line = String::new();
    let stdout = child.stdout.take().expect("its output is piped");
    BufReader::new(stdout).read_line(&mut line).expect("it says when it is ready");
    let ready = serde_json::from_str(&line).expect("one line of JSON once ready");
    (child, ready)
}

/// A port that nobody listens on now.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}

/// The binary: named by the environment, else beside the test in the build folder.
///
/// # Panics
/// Never in a test that cargo runs.
#[must_use]
pub fn binary() -> PathBuf {
    if let Some(named) = std::env::var_os("LIENTHONG_BINARY") {
        return named.into();
    }
    let test = std::env::current_exe().expect("a test has a path");
    let deps = test.parent().expect("a test lies in a folder");
    deps.parent().expect("which lies in the build folder").join("lienthong")
}
