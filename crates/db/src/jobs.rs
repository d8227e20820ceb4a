//! Jobs are wake-ups, added in the caller's transaction. Truth is in the tables of the capability: a job
//! may be lost or doubled and nothing but time is lost.

use basis::{Failure, Fault};
use sqlx::PgConnection;
use uuid::Uuid;

/// A wake-up: which task, under which key it counts once, and the ids it needs. Never data.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Job {
    /// The task's name, as the runner registers it.
    pub task: &'static str,
    /// Two wake-ups with one key become one while neither has run.
    pub key: String,
    /// The ids the task needs.
    pub ids: Vec<(&'static str, Uuid)>,
    /// Not before this many seconds from now.
    pub after_seconds: u32,
}

impl Job {
    /// A wake-up to be run at once.
    #[must_use]
    pub fn new(task: &'static str, key: impl Into<String>) -> Self {
        Self { task, key: key.into(), ids: Vec::new(), after_seconds: 0 }
    }
    /// Adds an id the task needs.
    #[must_use]
    pub fn with(mut self, name: &'static str, id: Uuid) -> Self {
        self.ids.push((name, id));
        self
    }
    /// Not before this many seconds from now.
    #[must_use]
    pub fn after(mut self, seconds: u32) -> Self {
        self.after_seconds = seconds;
        self
    }
}

/// The payload of a job as the runner hands it back.
#[derive(Clone, Debug)]
pub struct JobRow(serde_json::Value);

impl JobRow {
    /// Wraps what the runner gives.
    #[must_use]
    pub fn new(payload: serde_json::Value) -> Self {
        Self(payload)
    }
    /// The id under a name.
    ///
    /// # Errors
    /// A fault when the payload lacks it.
    pub fn id(&self, name: &'static str) -> Result<Uuid, Failure> {
        self.0
            .get(name)
            .and_then(serde_json::Value::as_str)
            .and_then(|text| Uuid::try_parse(text).ok())
            .ok_or_else(|| Fault::new(format!("a job's payload lacks the id `{name}`")).into())
    }
}

const ADD_JOBS: &str = include_str!("../sql/add_jobs.sql");

pub(crate) async fn add_jobs(conn: &mut PgConnection, jobs: &[Job]) -> Result<(), Failure> {
    if jobs.is_empty() {
        return Ok(());
    }
    let tasks: Vec<&str> = jobs.iter().map(|job| job.task).collect();
    let keys: Vec<String> = jobs.iter().map(|job| format!("{}:{}", job.task, job.key)).collect();
    let payloads: Vec<serde_json::Value> = jobs
        .iter()
        .map(|job| {
            job.ids.iter().map(|(name, id)| ((*name).to_owned(), serde_json::Value::String(id.to_string()))).collect()
        })
        .collect();
    let after: Vec<i32> = jobs.iter().map(|job| i32::try_from(job.after_seconds).unwrap_or(i32::MAX)).collect();
    sqlx::query(ADD_JOBS)
        .bind(tasks)
        .bind(keys)
        .bind(payloads)
        .bind(after)
        .execute(conn)
        .await
        .map_err(|error| Fault::because("adding jobs", error))?;
    Ok(())
}
