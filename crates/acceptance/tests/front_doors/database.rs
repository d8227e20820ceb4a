//! An existing PostgreSQL, named by DATABASE_URL: with the rights that the guide gives, with fewer, away, and empty.

use crate::program::{Existing, Going, Request, run};
use acceptance::free_port;
use std::time::{Duration, Instant};

const AGAIN_MAX: Duration = Duration::from_secs(60);

#[test]
fn an_ordinary_owner_migrates_checks_and_serves() {
    let (postgres, folder) = (Existing::prepared(), tempfile::tempdir().expect("a folder"));
    let url = postgres.url();
    let command = |name: &str| run(&[name], Some(&url), folder.path());

    // Nothing there yet: each says what to do.
    let check = command("check");
    check.expect(3, &["not in order"]);
    assert!(check.out.contains("lienthong migrate"), "{check:#?}");
    command("work").expect(1, &["lienthong migrate"]);

    let migrated = command("migrate");
    migrated.expect(0, &[]);
    assert!(migrated.out.contains("up to date"));
    command("migrate").expect(0, &[]);
    let superuser =
        "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls FROM pg_roles WHERE rolname = 'province'";
    assert_eq!(postgres.ask(superuser), "f");
    let check = command("check");
    assert!([0, 3].contains(&check.code) && check.out.contains("ok   database"), "{check:#?}");
    assert!(
        check.out.contains("clock")
            && check.out.contains("disk")
            && check.out.contains("keys")
            && check.out.contains("calendar")
    );

    let site = Going::serve(folder.path(), &url, &[], "[server]\n");
    let home = site.ask(&Request { path: "/", headers: &[], form: None });
    assert_eq!(home.status, 200, "{home:?}");
    // The program acts as the role that may not delete history.
    let roles = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'province' AND application_name = 'lienthong'";
    assert_ne!(postgres.ask(roles), "0");

    // PostgreSQL drops every connection, as at a restart: pages and jobs go on.
    let drop_all = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'province'";
    assert_ne!(postgres.ask(drop_all), "0");
    let of_nothing = r#"{"handover": "00000000-0000-7000-8000-000000000000"}"#;
    postgres.ask(&format!("SELECT count(graphile_worker.add_job('ask_number', '{of_nothing}'::json))"));
    let until = Instant::now() + AGAIN_MAX;
    while postgres.ask("SELECT count(*) FROM graphile_worker.jobs") != "0" {
        assert!(Instant::now() < until, "no job was done after the connections were lost: {}", site.said());
        std::thread::sleep(Duration::from_millis(300)); // it connects again
    }
    assert_eq!(site.ask(&Request { path: "/", headers: &[], form: None }).status, 200);

    // A port that is taken.
    let taken = format!("[server]\naddress = \"127.0.0.1:{}\"\n", site.port);
    std::fs::write(folder.path().join("taken.toml"), taken).expect("a file");
    let second = run(&["--config", "taken.toml", "serve"], Some(&url), folder.path());
    second.expect(1, &["listening on 127.0.0.1", "in use"]);
    assert_eq!(site.stop(), 0);
}

#[test]
fn a_right_that_is_missing_is_named() {
    let (postgres, folder) = (Existing::bare(), tempfile::tempdir().expect("a folder"));
    let url = postgres.url();
    // The role of the program is not there, and this owner may not make one.
    run(&["migrate"], Some(&url), folder.path()).expect(1, &["needs a right", "docs/operate/install.md"]);
    // It is there and this account may not take it.
    postgres.admin("CREATE ROLE lienthong_app NOLOGIN");
    run(&["migrate"], Some(&url), folder.path()).expect(0, &[]);
    for command in ["serve", "work"] {
        run(&[command], Some(&url), folder.path()).expect(1, &["GRANT lienthong_app TO it"]);
    }
    postgres.admin("GRANT lienthong_app TO province");
    assert_eq!(Going::serve(folder.path(), &url, &["--no-jobs"], "[server]\n").stop(), 0);
}

#[test]
fn a_database_that_cannot_be_reached_is_exit_code_4() {
    let (postgres, folder) = (Existing::bare(), tempfile::tempdir().expect("a folder"));
    let away = format!("postgres://province:for_tests_only@127.0.0.1:{}/lienthong", free_port());
    // Each waits for a while: at the start of a machine PostgreSQL may come later.
    for command in ["serve", "migrate"] {
        run(&[command], Some(&away), folder.path()).expect(4, &["connecting to PostgreSQL", "Is it running"]);
    }
    run(&["serve"], Some(&postgres.url_with("wrong")), folder.path()).expect(4, &["password authentication failed"]);
    let nothing = postgres.url().replace("/lienthong?", "/nothing?");
    run(&["migrate"], Some(&nothing), folder.path()).expect(4, &["does not exist"]);
    run(&["migrate"], Some("no address"), folder.path()).expect(4, &["DATABASE_URL"]);
    let check = run(&["check"], Some(&away), folder.path());
    check.expect(4, &[]);
    assert!(check.out.contains("BAD  database"), "{check:#?}");
}
