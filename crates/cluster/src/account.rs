//! As whom PostgreSQL runs: it refuses to run as root, so root hands it to another account.

use crate::problem::ClusterProblem;
use nix::unistd::{Gid, Uid, User, geteuid};
use std::{
    env, fs, io,
    os::unix::{
        fs::{MetadataExt, lchown},
        process::CommandExt,
    },
    path::Path,
    process::{Command, Stdio},
};

/// Accounts that root prefers, in this order, when none is configured.
const ACCOUNTS_PREFERRED: [&str; 2] = ["lienthong", "postgres"];

/// The id of `nobody` everywhere; PostgreSQL's initdb wants an id that has a name.
const NOBODY_ID: u32 = 65534;

/// As whom PostgreSQL runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RunAs {
    /// As the ordinary user that we are.
    Ourselves,
    /// We are root; it runs as this account.
    Account { name: String, uid: u32, gid: u32 },
    /// We are root and there is no account for it: in a user namespace in which root is called nobody.
    Mapped,
}

impl RunAs {
    /// Chooses; data that exists already keeps its owner.
    pub(crate) fn choose(asked: Option<&str>, data: &[&Path]) -> Result<Self, ClusterProblem> {
        let me = geteuid();
        if !me.is_root() {
            return match asked {
                Some(name) if find_user(name).is_none_or(|user| user.uid != me) => {
                    Err(ClusterProblem::NotRoot { name: name.to_owned() })
                }
                _ => Ok(Self::Ourselves),
            };
        }
        if let Some(owner) = data.iter().find_map(|data| fs::metadata(data.join("PG_VERSION")).ok()) {
            return Ok(Self::owner(owner.uid(), owner.gid()));
        }
        if let Some(name) = asked {
            let user = find_user(name).ok_or_else(|| ClusterProblem::NoSuchAccount { name: name.to_owned() })?;
            return Ok(Self::owner(user.uid.as_raw(), user.gid.as_raw()));
        }
        let user = ACCOUNTS_PREFERRED.iter().find_map(|name| find_user(name));
        Ok(user.map_or(Self::Mapped, |user| Self::owner(user.uid.as_raw(), user.gid.as_raw())))
    }

    fn owner(uid: u32, gid: u32) -> Self {
        if uid == 0 {
            return Self::Mapped;
        }
        let name = User::from_uid(Uid::from_raw(uid)).ok().flatten().map_or_else(|| uid.to_string(), |user| user.name);
        Self::Account { name, uid, gid }
    }

    /// The name to show.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Ourselves => "this user",
            Self::Account { name, .. } => name,
            Self::Mapped => "nobody",
        }
    }

    /// A command that will run as this account, away from our terminal's Ctrl-C.
    pub(crate) fn command(&self, program: &Path) -> Command {
        let mut command = match self {
            Self::Mapped => {
                let mut command = Command::new("unshare");
                let id = NOBODY_ID.to_string();
                command.arg("--user").arg(format!("--map-user={id}")).arg(format!("--map-group={id}")).arg("--");
                command.arg(program);
                command
            }
            Self::Ourselves | Self::Account { .. } => Command::new(program),
        };
        if let Self::Account { uid, gid, .. } = self {
            // The standard library drops our supplementary groups together with the user id.
            command.uid(*uid).gid(*gid);
        }
        // Variables of a PostgreSQL client or server (PGDATA, PGPORT, PGOPTIONS) would change what we start.
        for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PG")) {
            command.env_remove(name);
        }
        command.env("LC_ALL", "C").current_dir("/").process_group(0).stdin(Stdio::null());
        command
    }

    /// Hands a file or folder that we made to the account.
    pub(crate) fn give(&self, path: &Path) -> io::Result<()> {
        match self {
            Self::Account { uid, gid, .. } => lchown(path, Some(*uid), Some(*gid)),
            Self::Ourselves | Self::Mapped => Ok(()),
        }
    }

    /// Whether the account can enter the folder: asked of the system, since access lists count too.
    pub(crate) fn reaches(&self, dir: &Path) -> bool {
        match self {
            Self::Ourselves | Self::Mapped => true,
            Self::Account { .. } => self
                .command(Path::new("/bin/sh"))
                .args(["-c", "cd -- \"$1\"", "sh"])
                .arg(dir)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|status| status.success()),
        }
    }

    /// The user id that files of the server have.
    pub(crate) fn uid(&self) -> u32 {
        match self {
            Self::Ourselves => geteuid().as_raw(),
            Self::Account { uid, .. } => *uid,
            Self::Mapped => 0,
        }
    }
}

fn find_user(name: &str) -> Option<User> {
    User::from_name(name).ok().flatten().or_else(|| {
        // A number is taken as it is: containers often run under an id without a name.
        let id: u32 = name.parse().ok()?;
        User::from_uid(Uid::from_raw(id)).ok().flatten().filter(|user| user.gid != Gid::from_raw(0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_that_is_not_there_is_named() {
        let problem = RunAs::choose(Some("no-such-account-here"), &[]).unwrap_err();
        assert!(problem.to_string().contains("no-such-account-here"), "{problem}");
    }

    #[test]
    fn nobody_is_ever_root() {
        let chosen = RunAs::choose(None, &[]).unwrap();
        assert!(!matches!(chosen, RunAs::Account { uid: 0, .. }));
        assert_eq!(RunAs::owner(0, 0), RunAs::Mapped);
    }
}
