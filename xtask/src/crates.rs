//! Rules about the crates themselves: their edges, and the foreign libraries only some may use.

use crate::{
    complaint::Complaint,
    edges::{self, CAPABILITIES, SURFACE},
    tree,
};
use serde_json::Value;
use std::{path::Path, process::Command};

/// A crate and what its Cargo.toml asks for.
#[derive(Debug)]
pub(crate) struct Crate {
    pub(crate) name: String,
    /// The path of its Cargo.toml, relative to the root.
    pub(crate) manifest: String,
    pub(crate) dependencies: Vec<Dependency>,
}

/// One line under `[dependencies]`.
#[derive(Debug)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    /// In this workspace.
    pub(crate) ours: bool,
    pub(crate) only_for_tests: bool,
}

/// Asks cargo, without the network.
pub(crate) fn read(root: &Path) -> Result<Vec<Crate>, String> {
    let output = Command::new(tree::cargo())
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root)
        .output()
        .map_err(|error| format!("running cargo metadata: {error}"))?;
    if !output.status.success() {
        return Err(format!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr).trim()));
    }
    let metadata: Value = serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata: {error}"))?;
    parse(&metadata)
}

fn parse(metadata: &Value) -> Result<Vec<Crate>, String> {
    let root = metadata["workspace_root"].as_str().ok_or("cargo metadata names no workspace")?;
    let packages = metadata["packages"].as_array().ok_or("cargo metadata names no packages")?;
    let crates = packages.iter().map(|package| {
        let manifest = package["manifest_path"].as_str().unwrap_or("Cargo.toml");
        let dependencies = package["dependencies"].as_array().into_iter().flatten();
        Crate {
            name: package["name"].as_str().unwrap_or("").to_owned(),
            manifest: manifest.strip_prefix(root).unwrap_or(manifest).trim_start_matches('/').to_owned(),
            dependencies: dependencies
                .map(|dependency| Dependency {
                    name: dependency["name"].as_str().unwrap_or("").to_owned(),
                    ours: dependency["path"].is_string(),
                    only_for_tests: dependency["kind"].as_str() == Some("dev"),
                })
                .collect(),
        }
    });
    Ok(crates.collect())
}

/// Compares the edges with the table.
pub(crate) fn edges(crates: &[Crate]) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for from in crates {
        let mut complain = |what: String| complaints.push(Complaint::new(&from.manifest, 1, what));
        let Some(may) = edges::may(&from.name) else {
            complain(format!("crate `{}` is not in the table: give it a row in xtask/src/edges.rs", from.name));
            continue;
        };
        for to in from.dependencies.iter().filter(|to| to.ours) {
            let name = to.name.as_str();
            if may.depend.contains(&name) || (to.only_for_tests && may.test_with.contains(&name)) {
                continue;
            }
            let kind = if to.only_for_tests { "be tested with" } else { "depend on" };
            complain(format!(
                "`{}` may not {kind} `{name}`: take it out, or change the table in xtask/src/edges.rs with a reason",
                from.name
            ));
        }
    }
    complaints
}

/// Foreign libraries that belong to one room, and what else may use them.
pub(crate) fn libraries(crates: &[Crate]) -> Vec<Complaint> {
    let surface = SURFACE.concat();
    let mut complaints = Vec::new();
    for from in crates {
        for to in from.dependencies.iter().filter(|to| !to.ours) {
            let name = from.name.as_str();
            let wrong = match to.name.as_str() {
                "sqlx" | "jiff-sqlx" => {
                    let at_home = name == "db" || name == "testkit" || name == "acceptance";
                    (!at_home && !CAPABILITIES.contains(&name))
                        .then_some("only `db` and a capability's store speak SQL")
                }
                "axum" | "axum-extra" | "tower-http" => {
                    (!surface.contains(&name)).then_some("only surface crates know HTTP")
                }
                "typst" | "typst-pdf" => (name != "documents").then_some("only `documents` links typst"),
                // Tests and the acceptance stories call our own server.
                "reqwest" | "hyper-util" | "ureq" | "lettre" => {
                    (name != "links" && name != "acceptance" && !to.only_for_tests)
                        .then_some("only `links` opens an outgoing connection")
                }
                _ => None,
            };
            if let Some(rule) = wrong {
                let what = format!("`{name}` depends on `{}`, but {rule}: move that code there", to.name);
                complaints.push(Complaint::new(&from.manifest, 1, what));
            }
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_crate(name: &str, dependencies: &[(&str, bool, bool)]) -> Crate {
        let dependencies = dependencies.iter().map(|(name, ours, only_for_tests)| Dependency {
            name: (*name).to_owned(),
            ours: *ours,
            only_for_tests: *only_for_tests,
        });
        Crate {
            name: name.to_owned(),
            manifest: format!("crates/{name}/Cargo.toml"),
            dependencies: dependencies.collect(),
        }
    }

    fn said(complaints: &[Complaint]) -> Vec<String> {
        complaints.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn an_edge_that_the_table_does_not_have_is_found() {
        let crates = [
            a_crate("population", &[("db", true, false), ("casework", true, false)]),
            a_crate("casework", &[("population", true, false), ("documents", true, false)]),
            a_crate("basis", &[("testkit", true, true), ("synthetic", true, true)]),
            a_crate("portal", &[("testkit", true, false)]),
            a_crate("helpers", &[]),
        ];
        let said = said(&edges(&crates));
        assert_eq!(said.len(), 5, "{said:#?}");
        assert!(said[0].starts_with("crates/population/Cargo.toml:1: `population` may not depend on `casework`"));
        assert!(said[1].contains("`casework` may not depend on `documents`"));
        assert!(said[2].contains("`basis` may not be tested with `testkit`"));
        assert!(said[3].contains("`portal` may not depend on `testkit`"));
        assert!(said[4].contains("`helpers` is not in the table"));
    }

    #[test]
    fn a_library_in_the_wrong_room_is_found() {
        let crates = [
            a_crate("portal", &[("axum", false, false), ("sqlx", false, false)]),
            a_crate("population", &[("sqlx", false, false), ("axum", false, false)]),
            a_crate("casework", &[("reqwest", false, false), ("typst", false, false)]),
            a_crate("links", &[("hyper-util", false, false)]),
        ];
        let said = said(&libraries(&crates));
        assert_eq!(said.len(), 4, "{said:#?}");
    }

    #[test]
    fn what_cargo_tells_is_read() {
        let text = r#"{"workspace_root":"/w","packages":[{"name":"db","manifest_path":"/w/crates/db/Cargo.toml",
            "dependencies":[{"name":"basis","path":"/w/crates/basis","kind":null},{"name":"sqlx","kind":"dev"}]}]}"#;
        let crates = parse(&serde_json::from_str(text).unwrap()).unwrap();
        assert_eq!(crates[0].manifest, "crates/db/Cargo.toml");
        assert!(crates[0].dependencies[0].ours && !crates[0].dependencies[0].only_for_tests);
        assert!(!crates[0].dependencies[1].ours && crates[0].dependencies[1].only_for_tests);
    }
}
