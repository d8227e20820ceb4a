//! Nothing that was acknowledged is lost or doubled, whatever dies: the program, or PostgreSQL, twenty times with -9.
//!
//! The strikes and the comparison are `lienthong bench faults`; these tests run it small and read what it found.

use serde_json::Value;
use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const KILLS: u64 = 20;
const SUBMITTERS: &str = "16";
/// Two cores and a build for debugging; half of it in practice.
const WITHIN: Duration = Duration::from_secs(240);

/// Runs the faults; gives what they report. Whatever is not clean fails with the whole report.
fn strike(target: &str) -> Value {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let began = Instant::now();
    let output = Command::new(acceptance::binary())
        .args(["bench", "faults", "--json", "--people", "500", "--gap-ms", "1200", "--dossiers", "40"])
        .args(["--submitters", SUBMITTERS, "--kills", &KILLS.to_string(), "--target", target, "--dir"])
        .arg(folder.path().join("faults"))
        .stdin(Stdio::null())
        .output()
        .expect("the binary starts: build it with `cargo build -p lienthong`");
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {words}", output.status);
    assert!(began.elapsed() < WITHIN, "{:?}: {words}", began.elapsed());
    let report: Value = serde_json::from_slice(&output.stdout).expect("one line of JSON");
    for list in ["lost", "doubled", "unknown", "half", "papers_lost", "orphan_files", "missing_files", "stuck"] {
        let found = report["verdict"][list].as_array().expect("a list");
        assert!(found.is_empty(), "{list}: {found:?}");
    }
    assert_eq!(report["clean"], true);
    // Clean because nothing happened would say nothing.
    let count = |name: &str| report["counts"][name].as_u64().unwrap_or(0);
    assert_eq!(report["kills"].as_array().map(Vec::len), Some(usize::try_from(KILLS).expect("it is small")));
    assert!(count("acknowledged") >= KILLS, "{words}");
    assert_eq!(count("acknowledged"), count("dossiers"), "{words}");
    assert!(count("papers_acknowledged") >= count("acknowledged"), "{words}");
    assert!(count("answers_that_broke_off") + count("answers_that_said_fault") > 0, "nobody noticed anything: {words}");
    assert!(count("answered_from_the_key") > 0, "no answer was lost, so no key was put to the test: {words}");
    report
}

#[test]
fn nothing_is_lost_or_doubled_when_the_program_is_killed_twenty_times() {
    strike("app");
}

#[test]
fn nothing_is_lost_or_doubled_when_postgresql_is_killed_twenty_times() {
    let report = strike("postgres");
    let ended = report["ended_by_itself"].as_array().map(Vec::len);
    assert_eq!(ended, Some(0), "a living program brings its PostgreSQL back");
}
