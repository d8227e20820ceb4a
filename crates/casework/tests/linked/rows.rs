//! Everything the tables hold, in a form that two runs can be compared in: without the ids, times and chance of one run.

use crate::world::World;
use serde_json::Value;
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;

/// The tables that a step of the linked birth may write, with the trail and the wake-ups.
pub(crate) const TABLES: &[&str] = &[
    "casework.answered",
    "casework.dossier",
    "casework.draft",
    "casework.event",
    "casework.finding",
    "casework.handover",
    "casework.leg",
    "casework.notice",
    "casework.paper",
    "casework.result",
    "casework.sequence",
    "casework.supplement",
    "casework.vault",
    "population.act",
    "population.change",
    "population.document",
    "population.home",
    "population.household",
    "population.identifier",
    "population.person",
    "population.personal",
    "population.relation",
    "population.residence",
    "population.search",
    "graphile_worker._private_jobs",
    "trail.access",
];

/// Written by looking and by being asked again, which is no difference in what became of the dossier.
const NOT_COMPARED: &[&str] = &["trail.access"];

/// Columns that hold chance, the order of a run, or how often something was tried.
const MASKED: &[&str] = &["attempts", "verify_code", "secret_hash", "content_hash", "answer_hash", "seq", "xid"];

/// Every row of every table, masked and in order.
pub(crate) async fn all(world: &World) -> Vec<String> {
    let mut rows = Vec::new();
    for table in TABLES.iter().filter(|table| !NOT_COMPARED.contains(table)) {
        let query = match *table {
            // A wake-up is its task; when it is due and under which number it stands is the runner's own.
            "graphile_worker._private_jobs" => "SELECT jsonb_build_object('task', t.identifier, 'key', j.key)
                 FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id"
                .to_owned(),
            table => format!("SELECT to_jsonb(t) FROM {table} t"),
        };
        let found: Vec<Value> = sqlx::query_scalar(AssertSqlSafe(query)).fetch_all(&world.db.owner).await.unwrap();
        rows.extend(found.into_iter().map(|row| format!("{table} {}", masked(&world.known(), row))));
    }
    rows.sort();
    rows
}

/// Lines that only one of the two has, for a message that can be read.
pub(crate) fn difference(first: &[String], second: &[String]) -> Vec<String> {
    let mut counts: BTreeMap<&str, i32> = BTreeMap::new();
    first.iter().for_each(|line| *counts.entry(line).or_default() -= 1);
    second.iter().for_each(|line| *counts.entry(line).or_default() += 1);
    let differing = counts.into_iter().filter(|(_, count)| *count != 0);
    differing.map(|(line, count)| format!("{} {line}", if count < 0 { "-" } else { "+" })).collect()
}

fn masked(known: &BTreeMap<String, &'static str>, value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .filter(|(name, held)| !(MASKED.contains(&name.as_str()) || name == "id" && held.is_number()))
            .map(|(name, held)| (name, masked(known, held)))
            .collect(),
        Value::Array(all) => all.into_iter().map(|held| masked(known, held)).collect(),
        Value::String(text) => Value::String(masked_text(known, text)),
        other => other,
    }
}

/// People of the world by name, other ids, hashes and instants by what they are.
fn masked_text(known: &BTreeMap<String, &'static str>, text: String) -> String {
    let last = text.rsplit(':').next().unwrap_or_default();
    if let Some(name) = known.get(&text) {
        (*name).to_owned()
    } else if uuid::Uuid::try_parse(&text).is_ok() {
        "an id".to_owned()
    } else if last.len() >= 32 && uuid::Uuid::try_parse(last).is_ok() {
        text.replace(last, "an id")
    } else if text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        "a hash".to_owned()
    } else if text.get(10..11) == Some("T") && text.get(4..5) == Some("-") {
        "an instant".to_owned()
    } else {
        text
    }
}

impl World {
    /// The people and households that stand in the world from the beginning.
    fn known(&self) -> BTreeMap<String, &'static str> {
        [
            (self.mother.uuid(), "the mother"),
            (self.father.uuid(), "the father"),
            (self.single.uuid(), "the single mother"),
            (self.guardian.uuid(), "the guardian"),
            (self.household.uuid(), "the household"),
            (self.single_household.uuid(), "the single mother's household"),
            (self.guardian_household.uuid(), "the guardian's household"),
        ]
        .into_iter()
        .map(|(id, name)| (id.to_string(), name))
        .collect()
    }
}
