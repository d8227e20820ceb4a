//! Which crate may depend on which: the table of ARCHITECTURE.md, compared with `cargo metadata`.
//!
//! A new edge changes this table; a new direction needs a decision note first.

/// Words: pure, no dependency inside the workspace.
pub(crate) const WORDS: &[&str] = &["basis", "vietnam"];

/// Engines: bytes or values in, values out.
pub(crate) const ENGINES: &[&str] = &["matching", "sheet", "card", "procedure", "oidc", "banking", "ledger"];

/// The engine that links typst; called only from main's job wiring, so that casework's tests never link it.
pub(crate) const TYPST: &[&str] = &["documents"];

/// Plumbing that capabilities and surfaces build on.
pub(crate) const PLUMBING: &[&str] = &["db", "files", "links"];

/// The managed PostgreSQL, started by main and by the tests.
pub(crate) const SERVER: &[&str] = &["cluster"];

/// Capabilities: one crate and one PostgreSQL schema each.
pub(crate) const CAPABILITIES: &[&str] = &[
    "population",
    "cleansing",
    "identity",
    "casework",
    "payments",
    "benefits",
    "lodging",
    "exchange",
    "trail",
    "directives",
];

/// What the surface crates share: layout, session, problem+json.
pub(crate) const WEB: &[&str] = &["web"];

/// Pages and APIs.
pub(crate) const PAGES: &[&str] = &["portal", "desk", "signin", "api"];

/// The programs.
pub(crate) const PROGRAMS: &[&str] = &["lienthong", "lienthong-reader"];

/// The crates in which HTTP is spoken to people and agencies.
pub(crate) const SURFACE: &[&[&str]] = &[WEB, PAGES, PROGRAMS, &["acceptance"]];

/// What a crate may use.
#[derive(Debug)]
pub(crate) struct May {
    /// Compiled into the product.
    pub(crate) depend: Vec<&'static str>,
    /// In its tests as well.
    pub(crate) test_with: Vec<&'static str>,
}

/// The row of a crate in the table; none for a crate that is not in it.
pub(crate) fn may(name: &str) -> Option<May> {
    let join = |rooms: &[&[&'static str]]| -> Vec<&'static str> { rooms.concat() };
    let row = |depend: Vec<&'static str>, test_with: Vec<&'static str>| Some(May { depend, test_with });
    let beneath = |others: &[&'static str]| join(&[WORDS, ENGINES, PLUMBING, others]);
    match name {
        // Words may use their own made-up people in tests: a dev-dependency is no edge of the product.
        "basis" | "vietnam" => row(vec![], vec!["synthetic"]),
        _ if ENGINES.contains(&name) || TYPST.contains(&name) => row(join(&[WORDS]), vec!["synthetic"]),
        "cluster" => row(join(&[WORDS]), vec![]),
        _ if PLUMBING.contains(&name) => row(join(&[WORDS]), vec!["testkit", "synthetic"]),

        "population" | "payments" | "trail" | "directives" => row(beneath(&[]), vec!["testkit", "synthetic"]),
        "cleansing" | "lodging" | "identity" | "exchange" => {
            row(beneath(&["population"]), vec!["testkit", "synthetic"])
        }
        "benefits" => row(beneath(&["population", "payments"]), vec!["testkit", "synthetic"]),
        // Which agency answers for a commune, and who an account is, are identity's to say.
        "casework" => row(beneath(&["population", "identity", "payments", "benefits"]), vec!["testkit", "synthetic"]),

        // The guard turns a session into an actor; the shell hands the definitions to every page (decision 0013).
        "web" => row(beneath(&["identity", "casework"]), vec!["testkit", "synthetic"]),
        _ if PAGES.contains(&name) => {
            row(join(&[WORDS, ENGINES, PLUMBING, CAPABILITIES, WEB]), vec!["testkit", "synthetic"])
        }
        "lienthong" => row(
            join(&[WORDS, ENGINES, TYPST, PLUMBING, SERVER, CAPABILITIES, WEB, PAGES, &["synthetic"]]),
            vec!["testkit"],
        ),
        "lienthong-reader" => row(join(&[WORDS, &["card"]]), vec!["synthetic"]),

        // It knows db and words only; the server is what db talks to.
        "testkit" => row(join(&[WORDS, SERVER, &["db"]]), vec![]),
        "synthetic" => row(join(&[WORDS]), vec![]),
        "acceptance" => row(
            join(&[
                WORDS,
                ENGINES,
                TYPST,
                PLUMBING,
                SERVER,
                CAPABILITIES,
                WEB,
                PAGES,
                &["lienthong", "testkit", "synthetic"],
            ]),
            vec![],
        ),
        "xtask" => row(vec![], vec![]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEVELOPERS: &[&str] = &["testkit", "synthetic", "acceptance"];

    #[test]
    fn every_crate_of_the_house_has_a_row() {
        let rooms = [WORDS, ENGINES, TYPST, PLUMBING, SERVER, CAPABILITIES, WEB, PAGES, PROGRAMS, DEVELOPERS].concat();
        for name in rooms {
            assert!(may(name).is_some(), "{name}");
        }
        assert!(may("utilities").is_none());
    }

    #[test]
    fn the_table_has_no_circle() {
        fn reach(name: &str, seen: &mut Vec<&'static str>) {
            for next in may(name).unwrap().depend {
                if !seen.contains(&next) {
                    seen.push(next);
                    reach(next, seen);
                }
            }
        }
        for name in [WORDS, ENGINES, TYPST, PLUMBING, SERVER, CAPABILITIES, WEB, PAGES, PROGRAMS, DEVELOPERS].concat() {
            let mut seen = Vec::new();
            reach(name, &mut seen);
            assert!(!seen.contains(&name), "{name} reaches itself");
        }
    }
}
