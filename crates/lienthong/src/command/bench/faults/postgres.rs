//! Finds the processes of the private PostgreSQL and kills them. It takes only what `postmaster.pid` of its own folder
//! names and what descends from that: no other server of the machine can be meant.

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

const POLL: Duration = Duration::from_millis(20);
/// A backend without its postmaster must have gone by then.
const GONE_WITHIN: Duration = Duration::from_secs(20);

/// The server of one data folder.
#[derive(Clone, Debug)]
pub(super) struct Postgres {
    data: PathBuf,
}

/// How much of it dies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    /// The postmaster and all its children.
    Whole,
    /// The postmaster alone: the children must notice.
    Postmaster,
    /// One child: the postmaster must notice and recover.
    Child(usize),
}

impl Postgres {
    pub(super) fn of(cluster: &cluster::Cluster) -> Self {
        let data = cluster.dir().join("data");
        Self { data: data.canonicalize().unwrap_or(data) }
    }

    /// The postmaster, if it lives.
    pub(super) fn postmaster(&self) -> Option<i32> {
        let text = fs::read_to_string(self.data.join("postmaster.pid")).ok()?;
        let process = text.lines().next()?.trim().parse().ok()?;
        // Where the system does not show another account's folder, the file in our own folder must do.
        let here = fs::read_link(format!("/proc/{process}/cwd")).map_or(true, |cwd| cwd == self.data);
        (here && process > 1 && lives(process)).then_some(process)
    }

    /// Kills it with -9 and gives the children it had; nothing when it is not there.
    pub(super) fn strike(&self, part: Part) -> Option<Vec<i32>> {
        let postmaster = self.postmaster()?;
        let children = children_of(postmaster);
        match part {
            Part::Whole => {
                kill_9(postmaster);
                children.iter().for_each(|child| kill_9(*child));
            }
            Part::Postmaster => kill_9(postmaster),
            Part::Child(place) => {
                if let Some(child) = children.get(place % children.len().max(1)) {
                    kill_9(*child);
                }
            }
        }
        Some(children)
    }

    /// Waits until none of these processes of a dead postmaster is left; gives how many are.
    pub(super) async fn left_of(&self, children: &[i32]) -> usize {
        let began = Instant::now();
        loop {
            let now = self.postmaster();
            let left =
                children.iter().filter(|child| parent_of(**child).is_some_and(|parent| Some(parent) != now)).count();
            if left == 0 || began.elapsed() > GONE_WITHIN {
                return left;
            }
            tokio::time::sleep(POLL).await;
        }
    }
}

fn kill_9(process: i32) {
    // Gone in between is what was wanted.
    let _ = kill(Pid::from_raw(process), Signal::SIGKILL);
}

fn children_of(process: i32) -> Vec<i32> {
    let all = fs::read_dir(Path::new("/proc")).into_iter().flatten().flatten();
    let processes = all.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    processes.filter(|child| parent_of(*child) == Some(process)).collect()
}

fn lives(process: i32) -> bool {
    parent_of(process).is_some()
}

/// The parent of a living process of PostgreSQL; none when it is dead, even if nobody has collected it, or another's.
fn parent_of(process: i32) -> Option<i32> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (name, rest) = stat.rsplit_once(')')?;
    let mut words = rest.split_whitespace();
    let state = words.next()?;
    let parent = words.next()?.parse().ok()?;
    (name.contains("(postgres") && state != "Z" && state != "X").then_some(parent)
}
