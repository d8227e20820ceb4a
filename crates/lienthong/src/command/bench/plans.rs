//! The plans of the hot statements, compared with the golden ones: nobody waits for a whole table.

use super::Ground;
use crate::exit::Failed;
use crate::say::answer;
use db::Plan;
use std::{collections::BTreeSet, fmt::Write as _, path::Path};

/// Every so manieth person has filed a dossier, as far as the plans are concerned.
const PEOPLE_PER_DOSSIER: u64 = 5;
/// Looks for each person.
const LOOKS_PER_PERSON: u64 = 2;

/// What to do with the plans.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Golden {
    /// They must be those that are kept.
    Compare,
    /// They are kept.
    Write,
}

/// Fills what the register's load leaves empty, explains every hot statement, and compares or writes `dir`.
pub(super) async fn run(ground: &Ground, people: u64, dir: &Path, golden: Golden) -> Result<(), Failed> {
    let plans = gather(ground, people / PEOPLE_PER_DOSSIER, people * LOOKS_PER_PERSON).await?;
    answer!("\nplans     {} hot statements at {people} people, default planner settings", plans.len());
    let mut wrong = Vec::new();
    for plan in &plans {
        let file = dir.join(file_of(plan));
        let text = text_of(plan);
        if golden == Golden::Write {
            let folder = file.parent().unwrap_or(dir);
            std::fs::create_dir_all(folder)
                .and_then(|()| std::fs::write(&file, &text))
                .map_err(|error| Failed::Broken(format!("writing {}: {error}", file.display())))?;
        } else if std::fs::read_to_string(&file).ok().as_deref() != Some(text.as_str()) {
            answer!("{text}");
            wrong.push(format!("{} differs from {}", plan.name, file.display()));
        }
        wrong.extend(plan.read_whole.iter().map(|table| format!("{} reads all of {table}", plan.name)));
    }
    if wrong.is_empty() {
        answer!("          all as kept in {}, no big table is read whole", dir.display());
        return Ok(());
    }
    Err(Failed::Broken(format!("plans are not as they should be: {}", wrong.join("; "))))
}

/// Every hot statement's plan on a full database.
async fn gather(ground: &Ground, dossiers: u64, looks: u64) -> Result<Vec<Plan>, Failed> {
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    casework::fill_for_plans(&ground.owner, count(dossiers)).await?;
    trail::fill_for_plans(&ground.owner, count(looks)).await?;
    let mut plans = population::plans(&ground.owner).await?;
    plans.extend(casework::plans(&ground.owner).await?);
    plans.extend(trail::plans(&ground.owner).await?);
    Ok(plans)
}

fn file_of(plan: &Plan) -> String {
    format!("{}.txt", plan.name)
}

/// The statement and its plan. Months of the trail are not told apart: they come with the calendar.
fn text_of(plan: &Plan) -> String {
    let mut text = format!("{}\n", plan.text.trim_end());
    let mut seen = BTreeSet::new();
    // Within a month that looks like one before it: everything deeper than this.
    let mut skipping = None;
    for line in &plan.lines {
        let line = without_months(line);
        let depth = line.len() - line.trim_start().len();
        if depth == 0 {
            seen.clear();
        }
        if skipping.is_some_and(|above| depth > above) {
            continue;
        }
        let repeats = line.contains("access_MONTH") && !seen.insert(line.clone());
        skipping = repeats.then_some(depth);
        if !repeats {
            let _ = write!(text, "\n{line}"); // a String takes everything
        }
    }
    text.push('\n');
    text
}

/// `access_2026_11` becomes `access_MONTH`, and `access_3` its alias within the plan `access_N`.
fn without_months(line: &str) -> String {
    line.split(' ')
        .map(|word| match word.strip_prefix("access_") {
            Some(rest) if rest.len() >= 7 && rest[..4].bytes().all(|b| b.is_ascii_digit()) => {
                format!("access_MONTH{}", rest[7..].trim_start_matches(|c: char| c.is_ascii_digit()))
            }
            Some(rest) if !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()) => "access_N".to_owned(),
            _ => word.to_owned(),
        })
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::bench::register;
    use std::sync::Arc;

    /// Enough that the planner chooses indexes by itself, and few enough to be filled in seconds.
    const PEOPLE: u64 = 10_000;
    const DOSSIERS: u64 = 10_000;
    const LOOKS: u64 = 20_000;

    #[tokio::test]
    async fn no_hot_statement_reads_a_whole_big_table_and_each_has_its_golden_plan() {
        let db = testkit::database().await;
        let ground = Ground { app: Arc::clone(&db.app), owner: db.owner.clone() };
        register::fill(&ground, 6, PEOPLE).await.unwrap();
        let plans = gather(&ground, DOSSIERS, LOOKS).await.unwrap();
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../golden/plans");
        let mut wrong = Vec::new();
        for plan in &plans {
            if !plan.read_whole.is_empty() {
                wrong.push(format!("{} reads all of {}:\n{}", plan.name, plan.read_whole.join(", "), text_of(plan)));
            }
            // At this size the plan may be another; the statement must be the one that was explained at a million.
            let kept = std::fs::read_to_string(golden.join(file_of(plan))).unwrap_or_default();
            if !kept.starts_with(&format!("{}\n\n", plan.text.trim_end())) {
                wrong.push(format!(
                    "golden/plans/{} is of another statement: run `lienthong bench register --plans --write-plans`",
                    file_of(plan)
                ));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        let kept = ["population", "casework", "trail"].map(|of| std::fs::read_dir(golden.join(of)).unwrap().count());
        assert_eq!(kept.iter().sum::<usize>(), plans.len(), "a golden plan of no hot statement");

        // What has no index is found.
        let text = "SELECT person FROM population.personal WHERE occupation = $1";
        let slow = [db::Hot { name: "population/slow", text, values: vec!["x".to_owned()] }];
        assert_eq!(db::explain(&ground.owner, &slow).await.unwrap()[0].read_whole, ["personal"]);
    }
}
