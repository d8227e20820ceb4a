//! The server process: making its data, starting it, finding one that runs, stopping it.

use crate::{
    Durability,
    binaries::Binaries,
    conf,
    home::{Home, last_lines, last_lines_of, random_hex, write_private},
    problem::{About, ClusterProblem},
};
use nix::{
    errno::Errno,
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    process::Child,
    thread,
    time::{Duration, Instant},
};

/// The database's superuser, who owns what the migrations make.
pub(crate) const OWNER: &str = "lienthong";

/// No server listens on it: the number is only part of the socket's name.
pub(crate) const PORT: u16 = 5432;

/// Recovery after a crash of a busy province may take minutes.
pub(crate) const READY_WAIT: Duration = Duration::from_secs(600);

/// A fast shutdown writes one checkpoint. One that came during recovery may never end (seen with PostgreSQL 15): past
/// this time the server is ended at once, which loses nothing that is committed.
const STOP_WAIT: Duration = Duration::from_secs(60);

/// Ending at once takes moments; PostgreSQL kills what does not follow after five seconds.
const STOP_AT_ONCE_WAIT: Duration = Duration::from_secs(30);

/// After a killed server its children need a moment to let go of the shared memory.
const LEFTOVER_WAIT: Duration = Duration::from_secs(20);

const POLL: Duration = Duration::from_millis(15);

/// Past this size the log is set aside at the next start.
const LOG_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// A running server.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) pid: i32,
    pub(crate) socket_dir: PathBuf,
    /// Ours to collect when it ends; none when another process started it.
    child: Option<Child>,
}

/// How to end a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Sessions are cut, what is committed is written down: a clean start follows.
    Fast,
    /// At once, as after a power cut; for data that is thrown away.
    Immediate,
}

/// What postmaster.pid says.
#[derive(Debug, PartialEq, Eq)]
struct PidFile {
    pid: i32,
    socket_dir: PathBuf,
    status: String,
}

/// The server of this folder, whether it already runs or must be started.
///
/// The caller holds the folder's start lock.
pub(crate) fn obtain(home: &Home, binaries: &Binaries, durability: Durability) -> Result<Server, ClusterProblem> {
    sweep(home);
    if let Some(server) = attach(home)? {
        return Ok(server);
    }
    if home.made_by().is_none() {
        make(home, binaries, durability)?;
    }
    start(home, binaries, durability)
}

/// The server of this folder, if it runs.
pub(crate) fn attach(home: &Home) -> Result<Option<Server>, ClusterProblem> {
    let began = Instant::now();
    let mut hurried = false;
    while let Some(found) = running(&home.data()) {
        if found.status == "ready" {
            return Ok(Some(Server { pid: found.pid, socket_dir: found.socket_dir, child: None }));
        }
        if found.status == "stopping" && !hurried && began.elapsed() > STOP_WAIT {
            // Whoever was stopping it may be gone.
            tracing::warn!(process = found.pid, "PostgreSQL does not stop; ending it at once");
            hurried = kill(Pid::from_raw(found.pid), Signal::SIGQUIT).is_ok();
        }
        if began.elapsed() > READY_WAIT {
            return Err(ClusterProblem::NotReady { seconds: READY_WAIT.as_secs(), log: home.log() });
        }
        thread::sleep(POLL); // it is starting, recovering or stopping
    }
    Ok(None)
}

/// Removes what a start that was cut off left behind.
fn sweep(home: &Home) {
    for entry in fs::read_dir(&home.dir).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with("init-") {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Makes the data beside their place and moves them there whole, so that half a cluster is never found.
fn make(home: &Home, binaries: &Binaries, durability: Durability) -> Result<(), ClusterProblem> {
    let data = home.data();
    match fs::remove_dir(&data) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(_) => return Err(ClusterProblem::NotOurs { path: data }),
    }
    tracing::info!(folder = %home.dir.display(), version = binaries.major, "making a new PostgreSQL cluster");
    let password = home.password(true)?;
    let work = home.dir.join(format!("init-{}", random_hex(4)?));
    DirBuilder::new().mode(0o700).create(&work).about("creating", &work)?;
    let password_copy = work.join("password");
    write_private(&password_copy, &password).about("writing", &password_copy)?;
    home.run_as.give(&password_copy).about("handing over", &password_copy)?;
    home.run_as.give(&work).about("handing over", &work)?;

    let fresh = work.join("data");
    let mut initdb = home.run_as.command(&binaries.tool("initdb"));
    initdb.arg("--pgdata").arg(&fresh).arg("--username").arg(OWNER).arg("--pwfile").arg(&password_copy);
    initdb.args(["--auth=scram-sha-256", "--data-checksums", "--encoding=UTF8", "--locale=C"]);
    if durability == Durability::ThrownAway {
        initdb.arg("--no-sync");
    }
    let output = initdb.output().map_err(|source| ClusterProblem::Run { tool: "initdb", source })?;
    if !output.status.success() {
        let said = last_lines_of(&String::from_utf8_lossy(&output.stderr), 4);
        let _ = fs::remove_dir_all(&work);
        return Err(ClusterProblem::Tool { tool: "initdb", said });
    }
    let hba = "# Written by lienthong: by socket and with a password only.\n\
               local all all scram-sha-256\nlocal replication all scram-sha-256\n";
    append(&fresh.join("pg_hba.conf"), hba, true)?;
    append(&fresh.join("postgresql.conf"), "\ninclude_if_exists '../postgres.conf'\n", false)?;
    fs::rename(&fresh, &data).about("putting in place", &data)?;
    if durability == Durability::Full {
        File::open(&home.dir).and_then(|dir| dir.sync_all()).about("saving", &home.dir)?;
    }
    let _ = fs::remove_dir_all(&work);
    Ok(())
}

fn append(path: &Path, text: &str, instead: bool) -> Result<(), ClusterProblem> {
    let mut options = OpenOptions::new();
    options.write(true).truncate(instead).append(!instead);
    let mut file = options.open(path).about("opening", path)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).about("writing", path)
}

/// Starts the server and waits until it takes connections.
fn start(home: &Home, binaries: &Binaries, durability: Durability) -> Result<Server, ClusterProblem> {
    let text = conf::text(conf::memory_mb(), knows_lz4(home, binaries), durability);
    fs::write(home.conf(), text).about("writing", home.conf())?;
    let socket_dir = home.socket_dir()?;
    let began = Instant::now();
    loop {
        remove_stale_locks(&home.data(), &socket_dir);
        let log_from = set_aside_log(home);
        let log = open_log(home)?;
        let log_again = log.try_clone().about("opening", home.log())?;
        let mut postgres = home.run_as.command(&binaries.tool("postgres"));
        postgres.arg("-D").arg(home.data()).arg("-c").arg(format!("port={PORT}"));
        postgres.arg("-c").arg(format!("unix_socket_directories={}", quoted(&socket_dir)));
        postgres.stdout(log).stderr(log_again);
        let child = postgres.spawn().map_err(|source| ClusterProblem::Run { tool: "postgres", source })?;
        match wait_ready(home, child, &socket_dir)? {
            Some(server) => return Ok(server),
            None => {
                let said = last_lines(&home.log(), log_from, 6);
                let leftover = ["pre-existing shared memory", "is still in use", "already exists"]
                    .iter()
                    .any(|of_the_old| said.contains(of_the_old));
                if !leftover || began.elapsed() > LEFTOVER_WAIT {
                    return Err(ClusterProblem::DidNotStart { log: home.log(), said });
                }
                thread::sleep(Duration::from_millis(200));
            }
        }
    }
}

/// The server once it is ready, or none when it ended.
fn wait_ready(home: &Home, mut child: Child, socket_dir: &Path) -> Result<Option<Server>, ClusterProblem> {
    const SAY_EVERY: Duration = Duration::from_secs(5);
    // `unshare` execs, so the process that we started is the server in every case.
    let pid = i32::try_from(child.id()).unwrap_or(i32::MAX);
    let began = Instant::now();
    let mut said = began;
    loop {
        if child.try_wait().map_err(|source| ClusterProblem::Run { tool: "postgres", source })?.is_some() {
            return Ok(None);
        }
        if read_pid_file(&home.data()).is_some_and(|found| found.pid == pid && found.status == "ready") {
            return Ok(Some(Server { pid, socket_dir: socket_dir.to_path_buf(), child: Some(child) }));
        }
        if began.elapsed() > READY_WAIT {
            let _ = kill(Pid::from_raw(pid), Signal::SIGINT);
            return Err(ClusterProblem::NotReady { seconds: READY_WAIT.as_secs(), log: home.log() });
        }
        if said.elapsed() > SAY_EVERY {
            said = Instant::now();
            tracing::info!(seconds = began.elapsed().as_secs(), "waiting for PostgreSQL to recover");
        }
        thread::sleep(POLL);
    }
}

impl Server {
    /// Whether it still runs; collects it when it was our child.
    pub(crate) fn is_alive(&mut self, data: &Path) -> bool {
        match &mut self.child {
            Some(child) => matches!(child.try_wait(), Ok(None)),
            None => is_postmaster(self.pid, data),
        }
    }

    /// Ends it and waits.
    pub(crate) fn end(mut self, data: &Path, ending: Ending) -> Result<(), ClusterProblem> {
        if ending == Ending::Fast {
            if self.ends_by(Signal::SIGINT, STOP_WAIT, data) {
                return Ok(());
            }
            tracing::warn!(process = self.pid, "PostgreSQL does not stop; ending it at once");
        }
        if self.ends_by(Signal::SIGQUIT, STOP_AT_ONCE_WAIT, data) {
            return Ok(());
        }
        Err(ClusterProblem::DidNotStop { pid: self.pid, seconds: (STOP_WAIT + STOP_AT_ONCE_WAIT).as_secs() })
    }

    /// Sends the signal and waits; whether it has ended.
    fn ends_by(&mut self, signal: Signal, within: Duration, data: &Path) -> bool {
        let began = Instant::now();
        if self.is_alive(data) {
            let _ = kill(Pid::from_raw(self.pid), signal); // gone in between is what we want
        }
        while self.is_alive(data) {
            if began.elapsed() > within {
                return false;
            }
            thread::sleep(POLL);
        }
        true
    }

    /// Lets it run on after us.
    pub(crate) fn leave(self) {
        drop(self.child);
    }
}

/// The server that postmaster.pid names, if it lives.
fn running(data: &Path) -> Option<PidFile> {
    read_pid_file(data).filter(|found| is_postmaster(found.pid, data))
}

fn read_pid_file(data: &Path) -> Option<PidFile> {
    parse_pid_file(&fs::read_to_string(data.join("postmaster.pid")).ok()?)
}

/// Lines: process, data folder, start, port, socket folder, address, shared memory, status.
fn parse_pid_file(text: &str) -> Option<PidFile> {
    let lines: Vec<&str> = text.lines().collect();
    let pid = lines.first()?.trim().parse().ok()?;
    let line = |number: usize| lines.get(number).map_or("", |line| line.trim());
    Some(PidFile { pid, socket_dir: PathBuf::from(line(4)), status: line(7).to_owned() })
}

/// Whether the process lives and is the server of this folder, not somebody else who was given its number.
fn is_postmaster(pid: i32, data: &Path) -> bool {
    if pid <= 1 || matches!(kill(Pid::from_raw(pid), None), Err(Errno::ESRCH)) {
        return false;
    }
    let process = PathBuf::from(format!("/proc/{pid}"));
    let Ok(stat) = fs::read_to_string(process.join("stat")) else {
        return !Path::new("/proc/self/stat").exists(); // without /proc the signal must do
    };
    // "12 (postgres) S 1 ...": a dead process that nobody collected is a Z.
    let Some((name, rest)) = stat.rsplit_once(')') else { return false };
    if !name.contains("(postgres") || rest.trim_start().starts_with('Z') {
        return false;
    }
    match (fs::read_link(process.join("cwd")), data.canonicalize()) {
        (Ok(cwd), Ok(data)) => cwd == data,
        _ => true,
    }
}

/// PostgreSQL clears a stale lock itself, but not when its number now belongs to another process, or to a dead server
/// that nobody has collected yet: it takes every number that exists for a living server, and in a container without an
/// init the dead are never collected. Backends that outlived their server still keep a new one from starting, since it
/// finds their shared memory by the folder and not by this file.
fn remove_stale_locks(data: &Path, socket_dir: &Path) {
    for lock in [data.join("postmaster.pid"), socket_dir.join(format!(".s.PGSQL.{PORT}.lock"))] {
        let holder = fs::read_to_string(&lock).ok().and_then(|text| text.lines().next()?.trim().parse().ok());
        if holder.is_some_and(|holder| !is_postmaster(holder, data)) {
            let _ = fs::remove_file(lock);
        }
    }
}

/// Whether this build of the server can compress its log with lz4: it is asked, since builds differ.
fn knows_lz4(home: &Home, binaries: &Binaries) -> bool {
    let mut postgres = home.run_as.command(&binaries.tool("postgres"));
    postgres.arg("-D").arg(home.data()).args(["-c", "wal_compression=lz4", "-C", "wal_compression"]);
    postgres.output().is_ok_and(|output| output.status.success() && output.stdout.starts_with(b"lz4"))
}

/// Sets a long log aside and says from which byte the new lines will be.
fn set_aside_log(home: &Home) -> u64 {
    let log = home.log();
    let length = fs::metadata(&log).map_or(0, |found| found.len());
    if length > LOG_BYTES_MAX && fs::rename(&log, log.with_extension("log.1")).is_ok() { 0 } else { length }
}

fn open_log(home: &Home) -> Result<File, ClusterProblem> {
    OpenOptions::new().append(true).create(true).mode(0o640).open(home.log()).about("opening", home.log())
}

/// A folder as the list setting unix_socket_directories takes it, commas and spaces included.
fn quoted(dir: &Path) -> String {
    format!("\"{}\"", dir.display().to_string().replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pid_file_tells_process_socket_and_status() {
        let text = "4711\n/d/data\n1700000000\n5432\n/d/socket\n\n  5432001 3\nready   \n";
        let expected = PidFile { pid: 4711, socket_dir: PathBuf::from("/d/socket"), status: "ready".into() };
        assert_eq!(parse_pid_file(text), Some(expected));
        assert_eq!(parse_pid_file("4711\n/d/data\n").unwrap().status, "");
        assert_eq!(parse_pid_file(""), None);
    }

    #[test]
    fn our_own_process_is_no_server() {
        let me = i32::try_from(std::process::id()).unwrap();
        assert!(!is_postmaster(me, Path::new("/")));
        assert!(!is_postmaster(1, Path::new("/")));
    }

    #[test]
    fn a_socket_folder_is_quoted_for_the_list() {
        assert_eq!(quoted(Path::new("/a b,c")), "\"/a b,c\"");
    }
}
