//! A start of the demonstration that is stopped or killed while it makes its data: nothing is left running, and the next
//! start is whole.

use acceptance::{binary, free_port};
use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

const PATIENCE: Duration = Duration::from_secs(120);

fn begin(data: &Path, people: &str) -> Child {
    let port = free_port().to_string();
    Command::new(binary())
        .args(["demo", "--print-json", "--people", people, "--port", &port, "--data"])
        .arg(data)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary starts: build it with `cargo build -p lienthong`")
}

fn wait_for(what: &str, mut there: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !there() {
        assert!(begun.elapsed() < PATIENCE, "{what} did not come");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn interrupt(child: &Child) {
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs").success());
}

/// Where PostgreSQL says of itself that it runs.
fn postmaster_file(folder: &Path) -> Option<PathBuf> {
    let here = folder.join("postmaster.pid");
    if here.exists() {
        return Some(here);
    }
    let entries = std::fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path());
    entries.filter(|path| path.is_dir()).find_map(|path| postmaster_file(&path))
}

/// The process PostgreSQL names in its folder, while it lives.
fn postgres(data: &Path) -> Option<u32> {
    let text = std::fs::read_to_string(postmaster_file(&data.join("postgres"))?).ok()?;
    let process: u32 = text.lines().next()?.trim().parse().ok()?;
    Path::new(&format!("/proc/{process}")).exists().then_some(process)
}

fn ends_in_order(mut child: Child, data: &Path) {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("the process can be asked") {
            assert!(status.success(), "it ended with {status}");
            break;
        }
        assert!(begun.elapsed() < PATIENCE, "it did not end");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(postgres(data), None, "PostgreSQL is left running");
}

/// The line a whole start prints once it is ready, then an orderly end.
fn starts_whole(data: &Path) {
    let mut child = begin(data, "400");
    let mut line = String::new();
    let stdout = child.stdout.take().expect("its output is piped");
    BufReader::new(stdout).read_line(&mut line).expect("it says when it is ready");
    let ready: serde_json::Value = serde_json::from_str(&line).expect("one line of JSON once ready");
    assert_eq!(ready["accounts"].as_array().map(Vec::len), Some(8), "{line}");
    interrupt(&child);
    ends_in_order(child, data);
}

#[test]
fn a_start_that_is_stopped_while_postgresql_comes_up_leaves_nothing_running() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let child = begin(dir.path(), "20000");
    wait_for("PostgreSQL", || postgres(dir.path()).is_some());
    interrupt(&child);
    ends_in_order(child, dir.path());
    starts_whole(dir.path());
}

#[test]
fn a_start_that_is_stopped_while_it_fills_the_register_is_begun_anew() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let child = begin(dir.path(), "60000");
    // The secret is made just before the people are.
    wait_for("the secret", || dir.path().join("secret").exists());
    interrupt(&child);
    ends_in_order(child, dir.path());
    assert!(!dir.path().join("demo-accounts.json").exists(), "it was stopped in time");
    starts_whole(dir.path());
}

/// The address of the demonstration's database, for a command that is run beside it.
fn database(data: &Path) -> String {
    let cluster = data.join("postgres");
    let password = std::fs::read_to_string(cluster.join("password")).expect("the cluster has a password");
    let pid = std::fs::read_to_string(postmaster_file(&cluster).expect("PostgreSQL runs")).expect("it says how");
    let sockets = pid.lines().nth(4).expect("it names the folder of its socket").replace('/', "%2F");
    format!("postgres://lienthong:{}@{sockets}:5432/lienthong?sslmode=disable", password.trim())
}

/// Runs a command on that database; gives its exit code and what it said.
fn beside(data: &Path, url: &str, command: &str) -> (Option<i32>, String) {
    let ran = Command::new(binary())
        .arg(command)
        .current_dir(data)
        .env("DATABASE_URL", url)
        .output()
        .expect("the binary starts");
    (ran.status.code(), String::from_utf8_lossy(&[ran.stdout, ran.stderr].concat()).into_owned())
}

#[test]
fn over_a_register_that_is_being_filled_or_half_filled_nothing_is_served() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let mut child = begin(dir.path(), "150000");
    wait_for("the secret", || dir.path().join("secret").exists());
    let url = database(dir.path());
    wait_for("the filling", || {
        assert!(!dir.path().join("demo-accounts.json").exists(), "the register was filled before anybody looked");
        beside(dir.path(), &url, "check").1.contains("being filled by another process")
    });
    let (code, words) = beside(dir.path(), &url, "work");
    assert_eq!(code, Some(5), "{words}");
    child.kill().expect("it runs");
    child.wait().expect("it ends");

    // PostgreSQL finds out that its clients are gone, one after the other.
    wait_for("the end of the load", || beside(dir.path(), &url, "check").1.contains("was broken off"));
    for command in ["serve", "work"] {
        let (code, words) = beside(dir.path(), &url, command);
        assert_eq!(code, Some(5), "{command}: {words}");
        assert!(words.contains("lienthong import population FILE"), "{words}");
    }
    starts_whole(dir.path());
}
