//! Clusters for tests: not durable, gone afterwards. Never for anything that people rely on.

use crate::{Cluster, ClusterProblem, Durability, Settings, home::random_hex};
use std::{
    env, fs,
    os::unix::process::CommandExt,
    path::Path,
    process::{Child, Command, Stdio},
};

/// When set, names the folder of one cluster that all tests of a run share; `./test` sets it and removes it.
pub const SHARED_DIR_VARIABLE: &str = "LIENTHONG_TEST_CLUSTER";

/// A cluster that is removed when it is dropped, and even when this process is killed.
#[derive(Debug)]
pub struct Throwaway {
    /// None only while it is being dropped.
    cluster: Option<Cluster>,
    watcher: Option<Child>,
}

impl Throwaway {
    /// The cluster.
    ///
    /// # Panics
    /// Never: it is there until the drop.
    #[must_use]
    pub fn cluster(&self) -> &Cluster {
        self.cluster.as_ref().expect("taken only by drop")
    }
}

impl std::ops::Deref for Throwaway {
    type Target = Cluster;
    fn deref(&self) -> &Cluster {
        self.cluster()
    }
}

impl Drop for Throwaway {
    fn drop(&mut self) {
        let Some(cluster) = self.cluster.take() else { return };
        let (dir, socket_dir) = (cluster.dir().to_path_buf(), cluster.shared.socket_dir.clone());
        drop(cluster);
        let _ = fs::remove_dir_all(socket_dir);
        let _ = fs::remove_dir_all(&dir);
        if let Some(mut watcher) = self.watcher.take() {
            drop(watcher.stdin.take());
            let _ = watcher.wait();
        }
    }
}

impl Cluster {
    /// A cluster in a temporary folder, with fsync off, for tests.
    ///
    /// # Errors
    /// As [`Cluster::start`].
    pub async fn throwaway() -> Result<Throwaway, ClusterProblem> {
        tokio::task::spawn_blocking(Self::throwaway_blocking).await.map_err(|_| ClusterProblem::Interrupted)?
    }

    /// The same, for callers without a runtime.
    ///
    /// # Errors
    /// As [`Cluster::start`].
    pub fn throwaway_blocking() -> Result<Throwaway, ClusterProblem> {
        let dir = env::temp_dir().join(format!("lienthong-test-{}", random_hex(6)?));
        let cluster = Self::start_as(&Settings::in_dir(dir), Durability::ThrownAway)?;
        let watcher = cluster.process().and_then(|process| watch(process, cluster.dir()));
        Ok(Throwaway { cluster: Some(cluster), watcher })
    }

    /// A cluster with fsync off that many test processes share: the first starts it, the others attach, and
    /// it runs on until whoever chose the folder stops it.
    ///
    /// # Errors
    /// As [`Cluster::start`].
    pub fn shared_for_tests_blocking(dir: &Path) -> Result<Self, ClusterProblem> {
        let cluster = Self::start_as(&Settings::in_dir(dir), Durability::ThrownAway)?;
        // Only the address is needed from here on; the server must outlive this process.
        cluster.shared.lock().owner = None;
        Ok(cluster)
    }
}

/// A shell that waits for our end, whatever it is, and then clears up: its input closes when we die.
fn watch(process: i32, dir: &Path) -> Option<Child> {
    const SCRIPT: &str = "cat >/dev/null; kill -QUIT \"$1\" 2>/dev/null && sleep 1; rm -rf -- \"$2\"";
    Command::new("/bin/sh")
        .args(["-c", SCRIPT, "sh", &process.to_string()])
        .arg(dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .ok()
}
