//! The program under test: this very binary as a child process, killed without warning and started again.

use super::browser::Browser;
use crate::exit::Failed;
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use std::{
    fs::{File, OpenOptions},
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    time::{Duration, Instant},
};
use tokio::process::{Child, Command};

/// The first start fills the folder.
const FIRST_READY_WITHIN: Duration = Duration::from_secs(600);
const READY_WITHIN: Duration = Duration::from_secs(60);
const STOPPED_WITHIN: Duration = Duration::from_secs(60);
const POLL: Duration = Duration::from_millis(25);
/// A program that ends again and again by itself is not coming back.
const ENDED_MAX: usize = 50;
/// Ports that the system gives to nobody by itself: a submitter that knocks while the program is down must not be given
/// the very port it knocks at, and then speak with itself.
const PORTS: std::ops::Range<u16> = 20_000..30_000;
/// A page of nothing that is looked up in the database: 404 says that the whole is ready.
const PROBE: &str = "/check/AAAAAAAAAAAAAAAAAAAAAAAA";

/// `lienthong demo` on a folder.
pub(super) struct Program {
    binary: PathBuf,
    data: PathBuf,
    people: u64,
    seed: u64,
    port: u16,
    child: Option<Child>,
    /// How it ended when nobody had killed it.
    pub(super) ended: Vec<String>,
}

impl Program {
    pub(super) fn new(data: &Path, people: u64, seed: u64) -> Result<Self, Failed> {
        let binary =
            std::env::current_exe().map_err(|error| Failed::Broken(format!("finding this program: {error}")))?;
        let port = free_port().ok_or_else(|| Failed::Broken("no port is free".to_owned()))?;
        Ok(Self { binary, data: data.to_owned(), people, seed, port, child: None, ended: Vec::new() })
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// What it said, for whoever wants to know why.
    pub(super) fn log(&self) -> PathBuf {
        self.data.join("program.log")
    }

    pub(super) fn start(&mut self) -> Result<(), Failed> {
        let broken = |error: std::io::Error| Failed::Broken(format!("starting the program: {error}"));
        let log: File = OpenOptions::new().create(true).append(true).open(self.log()).map_err(broken)?;
        let child = Command::new(&self.binary)
            .args(["demo", "--print-json", "--people", &self.people.to_string(), "--port", &self.port.to_string()])
            .args(["--seed", &self.seed.to_string(), "--data"])
            .arg(&self.data)
            .stdin(Stdio::null())
            .stdout(log.try_clone().map_err(broken)?)
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .map_err(broken)?;
        self.child = Some(child);
        Ok(())
    }

    /// Waits until its pages and its database answer; starts it again when it ended by itself meanwhile.
    pub(super) async fn ready(&mut self) -> Result<Duration, Failed> {
        let (began, within) = (Instant::now(), if self.ended.is_empty() { READY_WITHIN } else { 2 * READY_WITHIN });
        self.ready_within(began, within).await
    }

    /// The same for the first start.
    pub(super) async fn first_ready(&mut self) -> Result<Duration, Failed> {
        self.ready_within(Instant::now(), FIRST_READY_WITHIN).await
    }

    async fn ready_within(&mut self, began: Instant, within: Duration) -> Result<Duration, Failed> {
        loop {
            self.tend()?;
            let answered = Browser::new(self.port).get(PROBE).await;
            if answered.is_ok_and(|page| page.status == 404) {
                return Ok(began.elapsed());
            }
            if began.elapsed() > within {
                return Err(Failed::Broken(format!("the program was not ready after {} s", within.as_secs())));
            }
            tokio::time::sleep(POLL).await;
        }
    }

    /// What a supervisor does: starts it again when it has ended by itself.
    fn tend(&mut self) -> Result<(), Failed> {
        let ended = match &mut self.child {
            None => return self.start(),
            Some(child) => {
                child.try_wait().map_err(|error| Failed::Broken(format!("watching the program: {error}")))?
            }
        };
        match ended {
            None => Ok(()),
            Some(status) => self.again(status),
        }
    }

    fn again(&mut self, status: ExitStatus) -> Result<(), Failed> {
        self.ended.push(status.code().map_or_else(|| "by a signal".to_owned(), |code| format!("with code {code}")));
        if self.ended.len() > ENDED_MAX {
            return Err(Failed::Broken(format!("the program ended {ENDED_MAX} times by itself")));
        }
        self.start()
    }

    /// Lets this much time pass, and starts the program again whenever it ends meanwhile.
    pub(super) async fn run_for(&mut self, time: Duration) -> Result<(), Failed> {
        let until = tokio::time::Instant::now() + time;
        loop {
            let Some(child) = &mut self.child else {
                tokio::time::sleep_until(until).await;
                return Ok(());
            };
            tokio::select! {
                () = tokio::time::sleep_until(until) => return Ok(()),
                ended = child.wait() => {
                    let status = ended.map_err(|error| Failed::Broken(format!("watching the program: {error}")))?;
                    self.again(status)?;
                }
            }
        }
    }

    /// Kills it with -9.
    pub(super) async fn kill(&mut self) -> Result<(), Failed> {
        let Some(mut child) = self.child.take() else { return Ok(()) };
        child.kill().await.map_err(|error| Failed::Broken(format!("killing the program: {error}")))
    }

    /// Stops it in order.
    pub(super) async fn stop(&mut self) -> Result<(), Failed> {
        let Some(mut child) = self.child.take() else { return Ok(()) };
        if let Some(process) = child.id().and_then(|id| i32::try_from(id).ok()) {
            let _ = kill(Pid::from_raw(process), Signal::SIGINT); // ended already: the wait below says so
        }
        match tokio::time::timeout(STOPPED_WITHIN, child.wait()).await {
            Ok(Ok(status)) if status.success() => Ok(()),
            Ok(Ok(status)) => Err(Failed::Broken(format!("the program was stopped in order and ended with {status}"))),
            Ok(Err(error)) => Err(Failed::Broken(format!("waiting for the program: {error}"))),
            Err(_) => Err(Failed::Broken(format!("the program did not stop within {} s", STOPPED_WITHIN.as_secs()))),
        }
    }
}

fn free_port() -> Option<u16> {
    let mut random = [0_u8; 2];
    getrandom::fill(&mut random).ok()?;
    let many = PORTS.end - PORTS.start;
    let first = u16::from_be_bytes(random) % many;
    let mut ports = (0..many).map(|step| PORTS.start + (first + step) % many);
    ports.find(|port| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok())
}
