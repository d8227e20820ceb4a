//! Exit codes, as the README and `--help` promise them, where no database is needed to see them.

use acceptance::binary;
use std::{path::Path, process::Command};

/// Runs a command under a configuration, with a database that nobody answers for.
fn run(dir: &Path, command: &str, configuration: &str) -> (Option<i32>, String) {
    let file = dir.join("config.toml");
    let data = dir.join("data");
    std::fs::write(&file, format!("[data]\ndir = \"{}\"\n{configuration}", data.display())).expect("a file is written");
    let ran = Command::new(binary())
        .args(["--config".as_ref(), file.as_os_str(), command.as_ref()])
        .env("DATABASE_URL", "postgres://nobody:nothing@127.0.0.1:1/nowhere")
        .output()
        .expect("the binary starts: build it with `cargo build -p lienthong`");
    (ran.status.code(), String::from_utf8_lossy(&ran.stderr).into_owned() + &String::from_utf8_lossy(&ran.stdout))
}

#[test]
fn a_database_that_cannot_be_reached_is_code_4_whoever_asks() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for command in ["check", "serve", "work"] {
        let (code, words) = run(dir.path(), command, "");
        assert_eq!(code, Some(4), "{command}: {words}");
        let rest = words.contains("disk") && words.contains("calendar");
        assert_eq!(rest, command == "check", "the rest is checked all the same: {words}");
    }
}

#[test]
fn what_would_travel_in_the_clear_or_open_to_passwords_is_code_2() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for configuration in [
        "[server]\ntls_certificate = \"c.pem\"\ntls_key = \"k.pem\"\norigin = \"http://localhost\"\n",
        "[server]\naddress = \"0.0.0.0:8080\"\n",
        "[server]\norigin = \"http://dichvucong.example.vn\"\n",
        "[server]\norigin = \"https://dichvucong.example.vn/cong\"\n",
        "[sign_in]\nofficer_passwords = true\n",
    ] {
        for command in ["serve", "work", "check", "migrate"] {
            let (code, words) = run(dir.path(), command, configuration);
            assert_eq!(code, Some(2), "{command} with {configuration}: {words}");
        }
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure_and_a_full_disk_is() {
    let run = |output: std::process::Stdio| {
        let mut command = Command::new(binary());
        let child = command.args(["procedures", "check"]).stdout(output).stderr(std::process::Stdio::piped()).spawn();
        let ended = child.and_then(std::process::Child::wait_with_output).expect("the binary starts");
        (ended.status.code(), String::from_utf8_lossy(&ended.stderr).into_owned())
    };
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    assert_eq!(run(writer.into()), (Some(0), String::new()));
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a disk that is full");
    let (code, words) = run(full.into());
    assert!(code == Some(1) && words.contains("writing the output"), "{code:?} {words}");
}
