//! What is looked at and kept before a demonstration starts anything: its folder, its port, and the province that an
//! earlier start made.

use super::Demo;
use crate::exit::Failed;
use serde::{Deserialize, Serialize};
use std::path::Path;

const RUNNING_FILE: &str = "demo-running";

/// What a province is made from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Making {
    pub(super) seed: u64,
    pub(super) people: u64,
}

impl Default for Making {
    fn default() -> Self {
        Self { seed: 6, people: 20_000 }
    }
}

impl Making {
    /// What is asked for; what is left open is as it was made before, or as it is usually.
    pub(super) fn asked(demo: &Demo, kept: Option<Self>) -> Self {
        let open = kept.unwrap_or_default();
        Self { seed: demo.seed.unwrap_or(open.seed), people: demo.people.unwrap_or(open.people) }
    }
    /// Says that a filled folder keeps its province when another one is asked for.
    pub(super) fn kept_instead_of(self, asked: Self, data: &Path) -> Option<String> {
        (self != asked).then(|| {
            let Self { seed, people } = self;
            format!(
                "{} keeps its province of {people} people made from seed {seed}; --reset throws it away and makes \
                 the one you ask for",
                data.display()
            )
        })
    }
}

/// What an earlier start wrote down; nothing before the data are all there.
pub(super) fn read_kept<T: serde::de::DeserializeOwned>(path: &Path) -> Result<Option<T>, Failed> {
    // Spoilt is not missing: what somebody has written to is never thrown away unasked.
    let broken = |why: String| Failed::Broken(format!("reading {}: {why}; --reset begins anew", path.display()));
    match std::fs::read_to_string(path) {
        Ok(text) => serde_json::from_str(&text).map(Some).map_err(|error| broken(error.to_string())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(broken(error.to_string())),
    }
}

pub(super) fn write_kept(path: &Path, kept: &impl Serialize) -> Result<(), Failed> {
    let text = serde_json::to_string_pretty(kept).map_err(|error| Failed::Broken(error.to_string()))?;
    write_private(path, &text)
}

/// One demonstration in a folder: the first of two that ends would stop PostgreSQL under the other. Held while the
/// program runs, whatever ends it.
pub(super) fn alone(data: &Path, port: u16) -> Result<std::fs::File, Failed> {
    use std::io::{Read as _, Write as _};
    let path = data.join(RUNNING_FILE);
    let broken = |error: std::io::Error| Failed::because(&format!("opening {}", path.display()), &error);
    std::fs::create_dir_all(data).map_err(|error| Failed::because(&format!("creating {}", data.display()), &error))?;
    let mut options = std::fs::OpenOptions::new();
    let mut file = options.read(true).write(true).create(true).truncate(false).open(&path).map_err(broken)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(std::fs::TryLockError::WouldBlock) => {
            let mut address = String::new();
            // Whoever holds it may be about to write it.
            let _ = (&file).take(100).read_to_string(&mut address);
            return Err(Failed::Broken(format!(
                "the demonstration in {} runs already {}; --data names another folder",
                data.display(),
                address.trim()
            )));
        }
        Err(std::fs::TryLockError::Error(error)) => return Err(broken(error)),
    }
    file.set_len(0).map_err(broken)?;
    file.write_all(format!("at http://localhost:{port}\n").as_bytes()).map_err(broken)?;
    Ok(file)
}

/// The server binds it itself later; here it is only tried, so that a taken one is told at once.
pub(super) fn port_is_free(port: u16) -> Result<(), Failed> {
    match std::net::TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, port)) {
        Ok(_) => Ok(()),
        Err(error) => Err(Failed::because(&format!("listening on port {port} (--port chooses another one)"), &error)),
    }
}

fn write_private(path: &Path, text: &str) -> Result<(), Failed> {
    use std::{io::Write as _, os::unix::fs::OpenOptionsExt as _};
    let broken = |error: std::io::Error| Failed::Broken(format!("writing {}: {error}", path.display()));
    let beside = path.with_extension("new");
    let mut options = std::fs::OpenOptions::new();
    let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&beside).map_err(broken)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(broken)?;
    std::fs::rename(&beside, path).map_err(broken)
}

#[cfg(test)]
mod tests {
    use super::{
        super::{PEOPLE_MAX, cluster_failed},
        *,
    };
    use clap::Parser;
    use cluster::ClusterProblem;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        demo: Demo,
    }

    fn demo(arguments: &[&str]) -> Result<Demo, clap::Error> {
        Line::try_parse_from([&["demo"], arguments].concat()).map(|line| line.demo)
    }

    #[test]
    fn a_number_of_people_that_cannot_be_made_is_refused_with_what_can() {
        for wrong in ["0", "2000001", "99999999999", "-1", "many"] {
            let Err(refused) = demo(&[&format!("--people={wrong}")]) else { panic!("{wrong} is taken") };
            assert!(refused.to_string().contains("--people"), "{refused}");
        }
        let Err(refused) = demo(&["--people", "0"]) else { panic!("nobody is taken") };
        assert!(refused.to_string().contains("1..=2000000"), "{refused}");
        assert_eq!(demo(&["--people", "2000000"]).unwrap().people, Some(PEOPLE_MAX));
    }

    #[test]
    fn a_filled_folder_keeps_its_province_and_says_so_only_when_another_is_asked_for() {
        let made = Making { seed: 6, people: 500 };
        let said = |arguments: &[&str]| {
            made.kept_instead_of(Making::asked(&demo(arguments).unwrap(), Some(made)), Path::new("d"))
        };
        assert_eq!(said(&[]), None, "what is usual is not asked for");
        assert_eq!(said(&["--seed", "6", "--people", "500"]), None);
        for other in [["--seed", "77"], ["--people", "1000"]] {
            let words = said(&other).unwrap();
            assert!(words.contains("500 people") && words.contains("--reset"), "{words}");
        }
        assert_eq!(Making::asked(&demo(&["--seed", "9"]).unwrap(), None), Making { seed: 9, people: 20_000 });
    }

    #[test]
    fn a_port_that_is_taken_is_told_with_the_option_that_helps() {
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = taken.local_addr().unwrap().port();
        let words = port_is_free(port).unwrap_err().to_string();
        assert!(words.contains(&port.to_string()) && words.contains("--port") && words.contains("in use"), "{words}");
        drop(taken);
        port_is_free(port).unwrap();
    }

    #[test]
    fn a_second_demonstration_in_a_folder_is_refused_with_the_address_of_the_first() {
        let data = std::env::temp_dir().join(format!("lienthong-demo-{}", std::process::id()));
        let first = alone(&data, 8081).unwrap();
        let words = alone(&data, 8082).unwrap_err().to_string();
        assert!(words.contains("http://localhost:8081") && words.contains("--data"), "{words}");
        drop(first);
        drop(alone(&data, 8082).unwrap());
        std::fs::remove_dir_all(&data).unwrap();
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_told_with_its_cause_and_is_no_database() {
        let source = std::io::Error::from(std::io::ErrorKind::ReadOnlyFilesystem);
        let problem = ClusterProblem::Folder { doing: "creating", path: "/ro/d".into(), source };
        let Failed::Broken(words) = cluster_failed(problem) else { panic!("not told as what it is") };
        assert!(words.contains("/ro/d") && words.contains("read-only"), "{words}");
    }
}
