//! Finds the server programs: the configured folder, `pg_config --bindir`, Debian's folders, PATH.

use crate::problem::ClusterProblem;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The oldest major version that the migrations are written for.
pub(crate) const MAJOR_VERSION_MIN: u32 = 15;

/// Where Debian keeps one folder per major version.
const DEBIAN_ROOT: &str = "/usr/lib/postgresql";

/// A folder with `initdb` and `postgres` of one major version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Binaries {
    pub(crate) dir: PathBuf,
    pub(crate) major: u32,
}

impl Binaries {
    pub(crate) fn tool(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }
}

/// Finds the programs to use; data that exists already decides the major version.
pub(crate) fn find(configured: Option<&Path>, made_by: Option<u32>, data: &Path) -> Result<Binaries, ClusterProblem> {
    let found: Vec<Binaries> = match configured {
        Some(dir) => {
            vec![inspect(dir).ok_or_else(|| ClusterProblem::BinariesNotThere { path: dir.to_path_buf() })?]
        }
        None => candidates().iter().filter_map(|dir| inspect(dir)).collect(),
    };
    choose(found, made_by, data)
}

fn choose(found: Vec<Binaries>, made_by: Option<u32>, data: &Path) -> Result<Binaries, ClusterProblem> {
    let newest_too_old = found.iter().max_by_key(|binaries| binaries.major).cloned();
    let mut usable = found.into_iter().filter(|binaries| binaries.major >= MAJOR_VERSION_MIN);
    match made_by {
        Some(major) => usable
            .find(|binaries| binaries.major == major)
            .ok_or_else(|| ClusterProblem::OtherVersion { path: data.to_path_buf(), made_by: major }),
        None => usable.next().ok_or(match newest_too_old {
            Some(old) => ClusterProblem::TooOld { path: old.dir, found: old.major },
            None => ClusterProblem::NoBinaries,
        }),
    }
}

/// The folders to look into, the preferred one first.
fn candidates() -> Vec<PathBuf> {
    let mut dirs = Vec::new();
    dirs.extend(printed("pg_config", "--bindir").map(PathBuf::from));
    let mut debian: Vec<(u32, PathBuf)> = fs::read_dir(DEBIAN_ROOT)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    debian.sort_by_key(|(major, _)| std::cmp::Reverse(*major));
    dirs.extend(debian.into_iter().map(|(_, dir)| dir));
    dirs.extend(env::var_os("PATH").iter().flat_map(env::split_paths));
    dirs
}

fn inspect(dir: &Path) -> Option<Binaries> {
    if !dir.join("initdb").is_file() || !dir.join("postgres").is_file() {
        return None;
    }
    let major = major_version(&printed(dir.join("postgres"), "--version")?)?;
    // A folder of links, as in /usr/local/bin, often holds only some of the programs.
    let real = dir.join("postgres").canonicalize().ok().and_then(|postgres| Some(postgres.parent()?.to_path_buf()));
    let real = real.filter(|real| real.join("initdb").is_file());
    Some(Binaries { dir: real.unwrap_or_else(|| dir.to_path_buf()), major })
}

/// Reads `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`, and `17devel` too.
fn major_version(line: &str) -> Option<u32> {
    let version = line.split_whitespace().find(|word| word.starts_with(|first: char| first.is_ascii_digit()))?;
    let digits: String = version.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn printed(program: impl AsRef<std::ffi::OsStr>, argument: &str) -> Option<String> {
    let output = Command::new(program).arg(argument).stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    (output.status.success() && !text.trim().is_empty()).then(|| text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(dir: &str, major: u32) -> Binaries {
        Binaries { dir: PathBuf::from(dir), major }
    }

    #[test]
    fn the_major_version_is_read_from_what_postgres_prints() {
        assert_eq!(major_version("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(major_version("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major_version("something else"), None);
    }

    #[test]
    fn data_that_exists_keeps_the_version_that_made_it() {
        let found = vec![at("a", 17), at("b", 15)];
        assert_eq!(choose(found.clone(), None, Path::new("d")).unwrap(), at("a", 17));
        assert_eq!(choose(found.clone(), Some(15), Path::new("d")).unwrap(), at("b", 15));
        let missing = choose(found, Some(16), Path::new("d")).unwrap_err();
        assert!(missing.to_string().contains("apt-get install postgresql-16"), "{missing}");
    }

    #[test]
    fn what_is_missing_is_said_with_the_line_that_installs_it() {
        let nothing = choose(vec![], None, Path::new("d")).unwrap_err();
        assert!(nothing.to_string().contains("apt-get install postgresql"), "{nothing}");
        let old = choose(vec![at("a", 13)], None, Path::new("d")).unwrap_err();
        assert!(matches!(old, ClusterProblem::TooOld { found: 13, .. }), "{old}");
        let wrong = find(Some(Path::new("/nowhere")), None, Path::new("d")).unwrap_err();
        assert!(wrong.to_string().contains("/nowhere"), "{wrong}");
    }
}
