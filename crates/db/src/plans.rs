//! How PostgreSQL would carry out the statements that many people wait for: kept as golden files, so that one that
//! begins to read a whole table is seen in review and not in the evening.
//!
//! A capability names its hot statements with values to explain them by; nothing is run.

use basis::{Failure, Fault};
use sqlx::{AssertSqlSafe, Executor, PgPool, Row};
use std::collections::BTreeMap;

/// A table of fewer rows may be read whole: that is often the quicker way.
pub const BIG_ROWS: f32 = 1_000.0;

/// What a fresh PostgreSQL assumes of a machine. Ours may be tuned; the plans must hold without.
const DEFAULTS: &str = "SET random_page_cost = 4; SET seq_page_cost = 1; SET effective_cache_size = '4GB'; \
     SET jit = on; SET max_parallel_workers_per_gather = 2; SET work_mem = '4MB'";

/// A statement that must stay quick however much there is.
#[derive(Clone, Debug)]
pub struct Hot {
    /// Crate and file, such as `population/list_cards`.
    pub name: &'static str,
    /// The statement.
    pub text: &'static str,
    /// Its values in the words of SQL, without quotes: `{1,2}` for a list.
    pub values: Vec<String>,
}

/// How a statement would be carried out.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Crate and file.
    pub name: &'static str,
    /// The statement.
    pub text: &'static str,
    /// For these values, and for any: PostgreSQL turns to the second when a statement was prepared and used often.
    pub lines: Vec<String>,
    /// Tables of [`BIG_ROWS`] and more that it would read whole.
    pub read_whole: Vec<String>,
}

/// Explains statements with the settings of a fresh PostgreSQL, without costs.
///
/// # Errors
/// A fault when one cannot be explained.
pub async fn explain(owner: &PgPool, hot: &[Hot]) -> Result<Vec<Plan>, Failure> {
    let mut conn = owner.begin().await.map_err(|error| Fault::because("beginning to explain", error))?;
    let fault = |what: &str, error| Failure::from(Fault::because(format!("explaining {what}"), error));
    conn.execute(sqlx::raw_sql(DEFAULTS)).await.map_err(|error| fault("with default settings", error))?;
    let rows = "SELECT relname::text, reltuples FROM pg_class WHERE relkind = 'r'";
    let rows = sqlx::query(rows).fetch_all(&mut *conn).await.map_err(|error| fault("sizes", error))?;
    let sizes: BTreeMap<String, f32> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    let mut plans = Vec::with_capacity(hot.len());
    for Hot { name, text, values } in hot {
        let quoted: Vec<String> = values.iter().map(|value| format!("'{}'", value.replace('\'', "''"))).collect();
        let values = if quoted.is_empty() { String::new() } else { format!("({})", quoted.join(", ")) };
        let mut lines = Vec::new();
        for (heading, mode) in [("for these values", "force_custom_plan"), ("for any values", "force_generic_plan")] {
            let prepare = format!("SET LOCAL plan_cache_mode = {mode}; PREPARE hot AS {text}");
            conn.execute(sqlx::raw_sql(AssertSqlSafe(prepare))).await.map_err(|error| fault(name, error))?;
            let explain = format!("EXPLAIN (COSTS OFF) EXECUTE hot{values}");
            let said =
                conn.fetch_all(sqlx::raw_sql(AssertSqlSafe(explain))).await.map_err(|error| fault(name, error))?;
            conn.execute("DEALLOCATE hot").await.map_err(|error| fault(name, error))?;
            lines.push(format!("{heading}:"));
            lines.extend(said.iter().map(|row| format!("  {}", without(&quoted, row.get(0)))));
        }
        let read_whole = read_whole(&lines, &sizes);
        plans.push(Plan { name, text, lines, read_whole });
    }
    Ok(plans)
}

/// A line without the values, which are somebody's and change with the sample.
fn without(quoted: &[String], line: String) -> String {
    quoted.iter().enumerate().fold(line, |line, (place, value)| line.replace(value, &format!("${}", place + 1)))
}

/// The big tables of which a plan says `Seq Scan on`, parallel or not.
fn read_whole(lines: &[String], sizes: &BTreeMap<String, f32>) -> Vec<String> {
    let mut found: Vec<String> = lines
        .iter()
        .filter_map(|line| line.split_once("Seq Scan on "))
        .filter_map(|(_, rest)| rest.split_whitespace().next())
        .filter(|table| sizes.get(*table).is_none_or(|rows| *rows >= BIG_ROWS))
        .map(str::to_owned)
        .collect();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_big_table_is_found_and_a_small_one_is_not() {
        let sizes = BTreeMap::from([("personal".to_owned(), 1e6_f32), ("agency".to_owned(), 12.0)]);
        let lines = ["  Nested Loop", "    ->  Parallel Seq Scan on personal p", "    ->  Seq Scan on agency"];
        let lines = lines.map(str::to_owned);
        assert_eq!(read_whole(&lines, &sizes), ["personal"]);
        assert!(read_whole(&["Index Scan using personal_pkey on personal".to_owned()], &sizes).is_empty());
    }
}
