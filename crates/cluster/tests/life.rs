//! The life of a cluster, with the PostgreSQL that is installed; skipped with a message where none is.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking, as the tests do")]

use cluster::{Cluster, ClusterProblem, Settings};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use std::{
    env, fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::{Duration, Instant},
};

/// A folder of this test alone, emptied at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let dir = env::temp_dir().join(format!("lienthong-life-{}-{number}-{name}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        fs::set_permissions(&dir, fs::Permissions::from_mode(0o755)).unwrap();
        Self(dir)
    }
    fn settings(&self) -> Settings {
        Settings::in_dir(self.0.join("pg"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = Cluster::erase_blocking(&self.settings());
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Starts it, or says why this test does not run here.
fn start(settings: &Settings) -> Option<Cluster> {
    match Cluster::start_blocking(settings) {
        Ok(cluster) => Some(cluster),
        Err(problem @ ClusterProblem::NoBinaries) => {
            eprintln!("skipped: {problem}");
            None
        }
        Err(problem) => panic!("{}", chain(&problem)),
    }
}

fn chain(problem: &ClusterProblem) -> String {
    let cause = std::error::Error::source(problem).map_or_else(String::new, |cause| format!(": {cause}"));
    format!("{problem}{cause}")
}

fn sql(cluster: &Cluster, statement: &str) -> String {
    let psql = cluster.binaries().join("psql");
    let arguments = ["--no-psqlrc", "-qAt", "-v", "ON_ERROR_STOP=1", "-c", statement];
    let output = Command::new(psql).arg(cluster.url("postgres")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn kill_9(process: i32) {
    kill(Pid::from_raw(process), Signal::SIGKILL).unwrap();
}

#[test]
fn data_outlive_a_stop_and_the_second_start_is_quick() {
    let folder = Folder::new("restart");
    let Some(cluster) = start(&folder.settings()) else { return };
    assert!(cluster.is_owner());
    sql(&cluster, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (42)");
    cluster.ensure_database_blocking("lienthong").unwrap();
    cluster.ensure_database_blocking("lienthong").unwrap();
    assert!(cluster.ensure_database_blocking("x; DROP").is_err());
    let password = fs::metadata(cluster.dir().join("password")).unwrap();
    assert_eq!(password.permissions().mode() & 0o777, 0o600);
    let first = cluster.url("lienthong");
    cluster.stop_blocking().unwrap();

    let began = Instant::now();
    let cluster = start(&folder.settings()).unwrap();
    // A quarter of a second by itself; a dozen tests may share the disk.
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
    assert_eq!(cluster.url("lienthong"), first);
    assert_eq!(sql(&cluster, "SELECT n FROM kept"), "42");
    cluster.stop_blocking().unwrap();
}

#[test]
fn a_real_cluster_is_durable_private_and_checked() {
    let folder = Folder::new("settings");
    let Some(cluster) = start(&folder.settings()) else { return };
    for (name, value) in [
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),
        ("data_checksums", "on"),
        ("listen_addresses", ""),
        ("password_encryption", "scram-sha-256"),
        ("server_encoding", "UTF8"),
        ("lc_collate", "C"),
        ("TimeZone", "UTC"),
        ("max_connections", "100"),
    ] {
        assert_eq!(sql(&cluster, &format!("SHOW {name}")), value, "{name}");
    }
    let wrong = cluster.url("postgres").replacen("lienthong:", "lienthong:0", 1);
    let refused = Command::new(cluster.binaries().join("psql")).arg(wrong).args(["-c", "SELECT 1"]).output().unwrap();
    assert!(!refused.status.success(), "a wrong password must not open it");
}

#[test]
fn half_a_cluster_is_never_taken_for_a_whole_one() {
    let folder = Folder::new("half");
    let home = folder.settings().data_dir;
    let left = home.join("init-0badcafe/data");
    fs::create_dir_all(&left).unwrap();
    fs::write(left.join("PG_VERSION"), "15\n").unwrap();
    fs::create_dir_all(home.join("data")).unwrap();
    let Some(cluster) = start(&folder.settings()) else { return };
    assert_eq!(sql(&cluster, "SELECT 1"), "1");
    assert!(!cluster.dir().join("init-0badcafe").exists());
}

#[test]
fn a_folder_with_something_else_in_it_is_left_alone() {
    let folder = Folder::new("foreign");
    let data = folder.settings().data_dir.join("data");
    fs::create_dir_all(&data).unwrap();
    fs::write(data.join("letter.txt"), "mine").unwrap();
    match Cluster::start_blocking(&folder.settings()) {
        Err(ClusterProblem::NoBinaries) => {}
        Err(ClusterProblem::NotOurs { path }) => assert!(path.ends_with("data")),
        other => panic!("{other:?}"),
    }
    assert_eq!(fs::read_to_string(data.join("letter.txt")).unwrap(), "mine");
    fs::remove_dir_all(&data).unwrap();
}

#[test]
fn what_was_committed_is_there_after_the_server_was_killed() {
    let folder = Folder::new("killed");
    let Some(cluster) = start(&folder.settings()) else { return };
    sql(&cluster, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)");
    kill_9(cluster.process().unwrap());
    drop(cluster);
    let cluster = start(&folder.settings()).unwrap();
    assert_eq!(sql(&cluster, "SELECT n FROM kept"), "7");
}

#[test]
fn a_second_starter_attaches_and_does_not_stop_it() {
    let folder = Folder::new("attach");
    let settings = folder.settings();
    let starters: Vec<_> = (0..3)
        .map(|_| {
            let settings = settings.clone();
            thread::spawn(move || start(&settings))
        })
        .collect();
    let clusters: Vec<Cluster> = starters.into_iter().filter_map(|starter| starter.join().unwrap()).collect();
    let Some(first) = clusters.first() else { return };
    let process = first.process();
    assert!(clusters.iter().all(|cluster| cluster.process() == process));
    assert_eq!(clusters.iter().filter(|cluster| cluster.is_owner()).count(), 1);
    let (owners, guests): (Vec<Cluster>, Vec<Cluster>) = clusters.into_iter().partition(Cluster::is_owner);
    assert!(matches!(Cluster::erase_blocking(&settings), Err(ClusterProblem::InUse { .. })));
    for guest in guests {
        guest.stop_blocking().unwrap();
    }
    assert_eq!(sql(&owners[0], "SELECT 1"), "1");
}

#[test]
fn the_next_start_becomes_the_owner_of_a_server_that_was_left_running() {
    let folder = Folder::new("left");
    let Some(cluster) = start(&folder.settings()) else { return };
    let process = cluster.process();
    cluster.leave_running();
    let cluster = start(&folder.settings()).unwrap();
    assert_eq!(cluster.process(), process);
    assert!(cluster.is_owner());
    cluster.stop_blocking().unwrap();
    let cluster = start(&folder.settings()).unwrap();
    assert_ne!(cluster.process(), process, "it was really stopped");
}

/// Names the folder for the process that a test kills.
const DOOMED_VARIABLE: &str = "LIENTHONG_LIFE_DOOMED";

/// No test by itself: it returns at once unless another test runs it.
#[test]
fn a_process_that_will_be_killed() {
    let Some(dir) = env::var_os(DOOMED_VARIABLE).map(PathBuf::from) else { return };
    let Some(cluster) = start(&Settings::in_dir(&dir)) else { return };
    fs::write(dir.with_extension("ready"), cluster.process().unwrap().to_string()).unwrap();
    thread::sleep(Duration::from_secs(60));
}

#[test]
fn a_server_whose_owner_was_killed_is_taken_over() {
    let folder = Folder::new("orphan");
    let settings = folder.settings();
    let arguments = ["--exact", "a_process_that_will_be_killed"];
    let mut doomed = Command::new(env::current_exe().unwrap())
        .args(arguments)
        .env(DOOMED_VARIABLE, &settings.data_dir)
        .spawn()
        .unwrap();
    let ready = settings.data_dir.with_extension("ready");
    while !ready.exists() {
        if doomed.try_wait().unwrap().is_some() {
            return eprintln!("skipped: no PostgreSQL");
        }
        thread::sleep(Duration::from_millis(20));
    }
    let guest = start(&settings).unwrap();
    assert!(!guest.is_owner(), "its owner lives");
    doomed.kill().unwrap();
    doomed.wait().unwrap();

    let cluster = start(&settings).unwrap();
    assert_eq!(cluster.process(), guest.process());
    assert!(cluster.is_owner());
    assert_eq!(sql(&cluster, "SELECT 1"), "1");
    cluster.stop_blocking().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_server_comes_back_after_it_was_killed() {
    let folder = Folder::new("kept");
    let settings = folder.settings();
    let cluster = match Cluster::start(&settings).await {
        Err(ClusterProblem::NoBinaries) => return eprintln!("skipped: no PostgreSQL"),
        other => other.unwrap(),
    };
    let keeper = tokio::spawn(cluster.keep_running(Duration::from_secs(60)));
    let before = cluster.process().unwrap();
    kill_9(before);
    let deadline = Instant::now() + Duration::from_secs(30);
    while cluster.process() == Some(before) {
        assert!(Instant::now() < deadline, "it did not come back");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(sql(&cluster, "SELECT 1"), "1");
    cluster.stop().await.unwrap();
    keeper.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_server_that_cannot_come_back_is_given_up() {
    let folder = Folder::new("spoilt");
    let settings = folder.settings();
    let cluster = match Cluster::start(&settings).await {
        Err(ClusterProblem::NoBinaries) => return eprintln!("skipped: no PostgreSQL"),
        other => other.unwrap(),
    };
    let control = cluster.dir().join("data/global/pg_control");
    fs::rename(&control, control.with_extension("away")).unwrap();
    kill_9(cluster.process().unwrap());
    let given_up = cluster.keep_running(Duration::ZERO).await;
    assert!(matches!(given_up, Err(ClusterProblem::DidNotStart { .. })), "{given_up:?}");

    // What was away is back: the same cluster goes on.
    fs::rename(control.with_extension("away"), &control).unwrap();
    drop(cluster);
    assert_eq!(sql(&Cluster::start(&settings).await.unwrap(), "SELECT 1"), "1");
}

#[test]
fn a_server_that_recovers_from_the_loss_of_a_process_is_waited_for() {
    let folder = Folder::new("recovering");
    let Some(cluster) = start(&folder.settings()) else { return };
    for round in 0..3 {
        let postmaster = cluster.process().unwrap();
        // Some come and go: one of those that stay is the first that is still there.
        let killed = |child: &i32| kill(Pid::from_raw(*child), Signal::SIGKILL).is_ok();
        assert!(children_of(postmaster).iter().any(killed));
        let guest = start(&folder.settings()).unwrap();
        guest.ensure_database_blocking(&format!("made_{round}")).unwrap();
        assert_eq!(guest.process(), Some(postmaster), "the postmaster brought its processes back");
    }
}

#[test]
fn a_dead_server_that_nobody_collects_is_not_taken_for_a_living_one() {
    let folder = Folder::new("uncollected");
    let Some(cluster) = start(&folder.settings()) else { return };
    let postmaster = cluster.process().unwrap();
    // Its parent is this test, which forgets it: it stays in the table of processes.
    cluster.leave_running();
    kill_9(postmaster);
    while runs(postmaster) {
        thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(stat(postmaster).unwrap().0, "Z");
    let cluster = start(&folder.settings()).unwrap();
    assert_eq!(sql(&cluster, "SELECT 1"), "1");
}

#[test]
fn a_server_whose_children_were_killed_with_it_starts_again() {
    let folder = Folder::new("children");
    let Some(cluster) = start(&folder.settings()) else { return };
    sql(&cluster, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)");
    let postmaster = cluster.process().unwrap();
    let children = children_of(postmaster);
    assert!(children.len() >= 3, "checkpointer, writers and their kind: {children:?}");
    kill_9(postmaster);
    for child in &children {
        let _ = kill(Pid::from_raw(*child), Signal::SIGKILL); // it may have followed its parent already
    }
    drop(cluster);
    let cluster = start(&folder.settings()).unwrap();
    assert_eq!(sql(&cluster, "SELECT n FROM kept"), "7");
    let left: Vec<&i32> = children.iter().filter(|child| runs(**child)).collect();
    assert!(left.is_empty(), "of the old server: {left:?}");
}

/// The processes whose parent this is.
fn children_of(process: i32) -> Vec<i32> {
    let all = fs::read_dir("/proc").unwrap().flatten();
    let ids = all.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    ids.filter(|id| stat(*id).is_some_and(|(_, parent)| parent == process)).collect()
}

/// Whether the process lives; a dead one that nobody collected does not.
fn runs(process: i32) -> bool {
    stat(process).is_some_and(|(state, _)| state != "Z")
}

/// State and parent of a process.
fn stat(process: i32) -> Option<(String, i32)> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let mut words = text.rsplit_once(')')?.1.split_whitespace();
    Some((words.next()?.to_owned(), words.next()?.parse().ok()?))
}

#[test]
fn a_path_too_long_for_a_socket_gets_a_short_one() {
    let folder = Folder::new("long");
    let mut settings = folder.settings();
    settings.data_dir = folder.0.join("d".repeat(60)).join("e".repeat(60));
    let Some(cluster) = start(&settings) else { return };
    assert_eq!(sql(&cluster, "SELECT 1"), "1");
    drop(cluster);
    Cluster::erase_blocking(&settings).unwrap();
    assert!(!settings.data_dir.exists());
}

#[test]
fn a_folder_with_spaces_and_accents_works() {
    let folder = Folder::new("odd");
    let mut settings = folder.settings();
    settings.data_dir = folder.0.join("dữ liệu, của \"tôi\"");
    let Some(cluster) = start(&settings) else { return };
    assert_eq!(sql(&cluster, "SELECT 1"), "1");
    drop(cluster);
    Cluster::erase_blocking(&settings).unwrap();
}

#[test]
fn a_folder_that_the_account_cannot_reach_is_replaced_by_one_that_it_can() {
    if !nix::unistd::geteuid().is_root() {
        return eprintln!("skipped: only root hands the server to another account");
    }
    let folder = Folder::new("closed");
    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o700)).unwrap();
    let Some(cluster) = start(&folder.settings()) else { return };
    let dir = cluster.dir().to_path_buf();
    assert!(dir.starts_with("/var/lib/lienthong"), "{}", dir.display());
    assert_eq!(sql(&cluster, "SELECT 1"), "1");
    drop(cluster);
    Cluster::erase_blocking(&folder.settings()).unwrap();
    assert!(!dir.exists());
}

#[test]
fn root_needs_no_account_for_it() {
    if !nix::unistd::geteuid().is_root() {
        return eprintln!("skipped: only root needs another account");
    }
    if !Command::new("unshare").args(["--user", "true"]).status().is_ok_and(|status| status.success()) {
        return eprintln!("skipped: this machine allows no user namespaces");
    }
    let folder = Folder::new("mapped");
    let settings = Settings { account: Some("root".into()), ..folder.settings() };
    let Some(cluster) = start(&settings) else { return };
    sql(&cluster, "CREATE TABLE kept (n int)");
    let process = cluster.process();
    cluster.leave_running();
    let cluster = start(&settings).unwrap();
    assert_eq!(cluster.process(), process);
    cluster.stop_blocking().unwrap();
    let cluster = start(&settings).unwrap();
    assert_eq!(sql(&cluster, "SELECT count(*) FROM kept"), "0");
}

#[test]
fn the_folder_of_another_user_is_left_to_them() {
    if nix::unistd::geteuid().is_root() {
        return eprintln!("skipped: root may use every folder");
    }
    // `/usr` is root's everywhere.
    match Cluster::start_blocking(&Settings::in_dir("/usr")) {
        Err(ClusterProblem::NoBinaries) => {}
        Err(ClusterProblem::OtherUser { path }) => assert_eq!(path, Path::new("/usr")),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_throwaway_is_gone_afterwards() {
    let throwaway = match Cluster::throwaway_blocking() {
        Err(ClusterProblem::NoBinaries) => return eprintln!("skipped: no PostgreSQL"),
        other => other.unwrap(),
    };
    assert_eq!(sql(&throwaway, "SHOW fsync"), "off");
    let (dir, process) = (throwaway.dir().to_path_buf(), throwaway.process().unwrap());
    drop(throwaway);
    assert!(!dir.exists());
    assert!(!Path::new(&format!("/proc/{process}")).exists());
}
