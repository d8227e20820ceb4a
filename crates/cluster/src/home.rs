//! The cluster's folder: where its files lie, its locks, its password and its socket.
//!
//! ```text
//! DATA_DIR/            ours (root's, or the user's)
//!   data/              PostgreSQL's own, owned by its account
//!   socket/            the same; elsewhere when this path would be too long or odd
//!   password           0600, ours
//!   postgres.conf      our settings, written again at each start
//!   postgres.log       what the server says
//!   starting.lock      held while somebody starts the server
//!   owner.lock         held by the process that will stop it
//! ```

use crate::{
    account::RunAs,
    problem::{About, ClusterProblem},
};
use nix::{fcntl::OFlag, unistd::geteuid};
use std::{
    env,
    fmt::Write as _,
    fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError},
    io::{self, Read as _, Write as _},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

/// The longest folder that still leaves room for `/.s.PGSQL.5432` in the 107 bytes of a socket address.
const SOCKET_DIR_BYTES_MAX: usize = 107 - "/.s.PGSQL.5432".len();

/// Where root puts a cluster whose folder the account cannot reach.
const FALLBACK_ROOT: &str = "/var/lib/lienthong";

/// How long a second starter waits for the first.
const START_LOCK_WAIT: Duration = Duration::from_secs(600);

/// How long between two looks at a lock.
const LOCK_POLL: Duration = Duration::from_millis(20);

/// The bytes of randomness in the password.
const PASSWORD_BYTES: usize = 24;

/// The folder of one cluster and the account that its server runs as.
#[derive(Debug, Clone)]
pub(crate) struct Home {
    pub(crate) dir: PathBuf,
    pub(crate) run_as: RunAs,
}

impl Home {
    /// Finds or makes the folder.
    pub(crate) fn prepare(asked_dir: &Path, account: Option<&str>) -> Result<Self, ClusterProblem> {
        let asked = std::path::absolute(asked_dir).about("resolving", asked_dir)?;
        let fallback = Path::new(FALLBACK_ROOT).join(short_hash(&asked));
        let run_as = RunAs::choose(account, &[&asked.join("data"), &fallback.join("data")])?;
        make_dir(&asked, &run_as)?;
        if run_as.reaches(&asked) {
            return Self::at(&asked, run_as);
        }
        if asked.join("data").exists() {
            return Err(ClusterProblem::Unreachable { path: asked, account: run_as.name().to_owned() });
        }
        // A folder that only we made and left empty would puzzle its finder.
        let _ = fs::remove_dir(&asked);
        let root = Path::new(FALLBACK_ROOT);
        DirBuilder::new().recursive(true).mode(0o755).create(root).about("creating", root)?;
        make_dir(&fallback, &run_as)?;
        if !run_as.reaches(&fallback) {
            return Err(ClusterProblem::Unreachable { path: fallback, account: run_as.name().to_owned() });
        }
        let note = fallback.join("used-instead-of");
        fs::write(&note, format!("{}\n", asked.display())).about("writing", note)?;
        tracing::info!(asked = %asked.display(), used = %fallback.display(), account = run_as.name(),
            "the account cannot reach the data folder");
        Self::at(&fallback, run_as)
    }

    fn at(dir: &Path, run_as: RunAs) -> Result<Self, ClusterProblem> {
        let dir = dir.canonicalize().about("resolving", dir)?;
        let (me, owner) = (geteuid(), fs::metadata(&dir).about("looking at", &dir)?.uid());
        if !me.is_root() && me.as_raw() != owner {
            return Err(ClusterProblem::OtherUser { path: dir });
        }
        match dir.to_str() {
            Some(text) if !text.contains('\n') => Ok(Self { dir, run_as }),
            _ => Err(ClusterProblem::OddPath { path: dir }),
        }
    }

    /// Where a cluster that was asked for in this folder lies, if there is one.
    pub(crate) fn find(asked_dir: &Path, account: Option<&str>) -> Result<Option<Self>, ClusterProblem> {
        let asked = std::path::absolute(asked_dir).about("resolving", asked_dir)?;
        let fallback = Path::new(FALLBACK_ROOT).join(short_hash(&asked));
        let Some(dir) = [asked, fallback].into_iter().find(|dir| dir.join("data").exists()) else { return Ok(None) };
        let run_as = RunAs::choose(account, &[&dir.join("data")])?;
        Self::at(&dir, run_as).map(Some)
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.dir.join("data")
    }
    pub(crate) fn log(&self) -> PathBuf {
        self.dir.join("postgres.log")
    }
    pub(crate) fn conf(&self) -> PathBuf {
        self.dir.join("postgres.conf")
    }
    pub(crate) fn password_file(&self) -> PathBuf {
        self.dir.join("password")
    }

    /// The major version that made the data, if there is data.
    pub(crate) fn made_by(&self) -> Option<u32> {
        fs::read_to_string(self.data().join("PG_VERSION")).ok()?.trim().parse().ok()
    }

    /// Waits until nobody else is starting this cluster.
    pub(crate) fn lock_start(&self) -> Result<File, ClusterProblem> {
        let path = self.dir.join("starting.lock");
        let file = open_lock(&path).about("opening", &path)?;
        let began = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) if began.elapsed() < START_LOCK_WAIT => thread::sleep(LOCK_POLL),
                Err(TryLockError::WouldBlock) => {
                    return Err(ClusterProblem::Busy { path: self.dir.clone(), seconds: START_LOCK_WAIT.as_secs() });
                }
                Err(TryLockError::Error(error)) => return Err(error).about("locking", path),
            }
        }
    }

    /// Becomes the process that stops the server at its end, unless another living one is.
    ///
    /// The system lets go of the lock when its holder dies in whatever way.
    pub(crate) fn lock_owner(&self) -> Result<Option<File>, ClusterProblem> {
        let path = self.dir.join("owner.lock");
        let file = open_lock(&path).about("opening", &path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error).about("locking", path),
        }
    }

    /// The superuser's password, made at the first call.
    pub(crate) fn password(&self, may_make: bool) -> Result<String, ClusterProblem> {
        let path = self.password_file();
        match fs::read_to_string(&path) {
            Ok(text) if !text.trim().is_empty() => return Ok(text.trim().to_owned()),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error).about("reading", path),
        }
        if !may_make {
            return Err(ClusterProblem::PasswordGone { path });
        }
        let password = random_hex(PASSWORD_BYTES)?;
        write_private(&path, &password).about("writing", path)?;
        Ok(password)
    }

    /// The folder of the socket: in ours, or a short one derived from it when that path would be too long or odd.
    pub(crate) fn socket_dir(&self) -> Result<PathBuf, ClusterProblem> {
        let near = self.dir.join("socket");
        let text = near.to_string_lossy();
        // Clients take a comma for the end of one host and the beginning of the next.
        let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "/._- ".contains(c));
        let dir = if plain && text.len() <= SOCKET_DIR_BYTES_MAX { near } else { self.short_socket_dir()? };
        if let Err(error) = DirBuilder::new().mode(0o700).create(&dir)
            && error.kind() != io::ErrorKind::AlreadyExists
        {
            return Err(error).about("creating", dir);
        }
        let found = fs::symlink_metadata(&dir).about("looking at", &dir)?;
        let ours = found.is_dir() && [geteuid().as_raw(), self.run_as.uid()].contains(&found.uid());
        if !ours {
            // In a folder that others can write to, somebody else may have been there first.
            return Err(ClusterProblem::NotOurs { path: dir });
        }
        self.run_as.give(&dir).about("handing over", &dir)?;
        fs::set_permissions(&dir, Permissions::from_mode(0o700)).about("closing", &dir)?;
        Ok(dir)
    }

    fn short_socket_dir(&self) -> Result<PathBuf, ClusterProblem> {
        let hash = short_hash(&self.dir);
        if geteuid().is_root() {
            let root = Path::new("/run/lienthong");
            DirBuilder::new().recursive(true).mode(0o755).create(root).about("creating", root)?;
            return Ok(root.join(hash));
        }
        let name = format!("lienthong-{}-{hash}", geteuid());
        let places = env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).into_iter();
        let places = places.chain([env::temp_dir(), PathBuf::from("/tmp")]);
        let mut fitting = places
            .map(|place| place.join(&name))
            .filter(|dir| dir.parent().is_some_and(Path::is_dir) && dir.as_os_str().len() <= SOCKET_DIR_BYTES_MAX);
        fitting.next().ok_or_else(|| ClusterProblem::OddPath { path: self.dir.clone() })
    }
}

/// Makes the cluster's folder; the account must be able to pass through it, but not to list it.
fn make_dir(dir: &Path, run_as: &RunAs) -> Result<(), ClusterProblem> {
    let pass_through = matches!(run_as, RunAs::Account { .. });
    let mode = if pass_through { 0o711 } else { 0o700 };
    if let Some(parent) = dir.parent() {
        fs::create_dir_all(parent).about("creating", parent)?;
    }
    match DirBuilder::new().mode(mode).create(dir) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error).about("creating", dir),
    }
    let found = fs::metadata(dir).about("looking at", dir)?;
    if pass_through && found.mode() & 0o001 == 0 && found.uid() == geteuid().as_raw() {
        // Made under a strict umask, or before by root alone.
        fs::set_permissions(dir, Permissions::from_mode(found.mode() & 0o777 | 0o011)).about("opening", dir)?;
    }
    Ok(())
}

fn open_lock(path: &Path) -> io::Result<File> {
    let flags = OFlag::O_NOFOLLOW.bits();
    OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).custom_flags(flags).open(path)
}

/// Writes a file that only its owner reads: whole or not at all.
pub(crate) fn write_private(path: &Path, text: &str) -> io::Result<()> {
    let beside = path.with_extension("new");
    let _ = fs::remove_file(&beside);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&beside, path)
}

/// Random bytes as hexadecimal digits.
pub(crate) fn random_hex(bytes: usize) -> Result<String, ClusterProblem> {
    let mut buffer = vec![0; bytes];
    getrandom::fill(&mut buffer).map_err(|error| ClusterProblem::NoRandomness(error.to_string()))?;
    Ok(buffer.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // a String takes everything
        text
    }))
}

/// A short, stable name for a folder (FNV-1a); a stranger cannot gain by a collision, since owners are checked.
pub(crate) fn short_hash(path: &Path) -> String {
    let hash = path
        .as_os_str()
        .as_encoded_bytes()
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

/// The last lines of a log, for an error message.
pub(crate) fn last_lines(path: &Path, from_byte: u64, lines_max: usize) -> String {
    use std::io::{Seek, SeekFrom};
    const TAIL_BYTES_MAX: u64 = 8192;
    let read = || -> io::Result<String> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(from_byte.max(length.saturating_sub(TAIL_BYTES_MAX))))?;
        let mut bytes = Vec::new();
        file.take(TAIL_BYTES_MAX).read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    last_lines_of(&read().unwrap_or_default(), lines_max)
}

/// The last lines of a text, on one line.
pub(crate) fn last_lines_of(text: &str, lines_max: usize) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines[lines.len().saturating_sub(lines_max)..].join(" / ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_name_of_a_folder_is_stable_and_short() {
        assert_eq!(short_hash(Path::new("/a")), short_hash(Path::new("/a")));
        assert_ne!(short_hash(Path::new("/a")), short_hash(Path::new("/b")));
        assert_eq!(short_hash(Path::new("/a")).len(), 16);
    }

    #[test]
    fn only_the_last_lines_are_shown() {
        assert_eq!(last_lines_of("a\n\nb\nc\n", 2), "b / c");
        assert_eq!(last_lines_of("", 2), "");
    }

    #[test]
    fn two_random_texts_differ() {
        assert_ne!(random_hex(8).unwrap(), random_hex(8).unwrap());
        assert_eq!(random_hex(8).unwrap().len(), 16);
    }
}
