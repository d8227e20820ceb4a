//! What is wrong with a configuration is said with exit code 2 before anything is done, and the guide's own examples
//! are right.

use crate::program::run;
use std::fs;

#[test]
fn a_wrong_configuration_is_exit_code_2_and_says_what_is_right() {
    let folder = tempfile::tempdir().expect("a folder");
    let check = |text: &str, command: &str, words: &[&str]| {
        fs::write(folder.path().join("c.toml"), text).expect("a file");
        run(&["--config", "c.toml", command], Some("postgres://nobody@127.0.0.1:1/nothing"), folder.path())
            .expect(2, words);
    };
    for command in ["serve", "work", "migrate", "check"] {
        check("[server]\nadress = \"127.0.0.1:1\"\n", command, &["server.adress", "did you mean `server.address`"]);
    }
    check("[servr]\naddress = \"x\"\n", "check", &["servr.address", "server.address"]);
    check("data = 1\n", "check", &["unknown key `data`", "data.dir"]);
    check("[database]\nconnections_max = 0\n", "serve", &["database.connections_max", "above 0"]);
    check("[server]\naddress = \"localhost\"\n", "serve", &["server.address", "address with a port"]);
    check("[server]\ntls_key = \"k.pem\"\n", "serve", &["go together"]);
    check("[server]\ntrusted_proxies = [\"proxy.example.vn\"]\n", "serve", &["server.trusted_proxies", "10.0.0.1"]);
    check("[server\n", "serve", &["reading the configuration"]);
    let gone = run(&["--config", "gone.toml", "serve"], None, folder.path());
    gone.expect(2, &["gone.toml"]);
    run(&["serve"], None, folder.path()).expect(2, &["no database is named", "DATABASE_URL"]);
    run(&["srve"], None, folder.path()).expect(2, &["serve"]);
    run(&["serve", "--no-job"], None, folder.path()).expect(2, &["--no-jobs"]);
    let help = run(&["--help"], None, folder.path());
    help.expect(0, &[]);
    assert!(help.out.contains("Exit codes: 0 done; 1 failed; 2 wrong usage"), "{}", help.out);
}

#[test]
fn the_examples_of_the_guide_are_taken() {
    let folder = tempfile::tempdir().expect("a folder");
    let guides = [
        ("configuration", include_str!("../../../../docs/reference/configuration.md")),
        ("install", include_str!("../../../../docs/operate/install.md")),
        ("calendar", include_str!("../../../../docs/reference/calendar.md")),
    ];
    let mut tried = 0;
    for (name, guide) in guides {
        for example in guide.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()) {
            if !example.contains("[server]") && !example.contains("[data]") {
                continue; // not of the configuration
            }
            fs::write(folder.path().join("c.toml"), example).expect("a file");
            let checked = run(&["--config", "c.toml", "check"], None, folder.path());
            assert_ne!(checked.code, 2, "{name}: {checked:#?}");
            tried += 1;
        }
        // Every key that the guide names in a table is one.
        for key in guide.lines().filter_map(|line| line.strip_prefix("| `")).filter_map(|rest| rest.split('`').next()) {
            if let Some((section, key)) =
                key.split_once('.').filter(|(section, _)| section.chars().all(|c| c.is_lowercase() || c == '_'))
            {
                fs::write(folder.path().join("c.toml"), format!("[{section}]\n{key} = 1.5\n")).expect("a file");
                let checked = run(&["--config", "c.toml", "check"], None, folder.path());
                assert!(!checked.err.contains("unknown key"), "{name} names `{section}.{key}`: {checked:#?}");
            }
        }
    }
    assert!(tried >= 2, "the examples were not found");
}
