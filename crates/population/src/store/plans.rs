//! The statements of the register that many people wait for, explained: see `db::explain`.

use basis::{Failure, Fault};
use db::{Hot, OwnerPool, Plan};
use sqlx::Row;

const SAMPLE: &str = include_str!("../../sql/sample_for_plans.sql");
/// So many rows a search asks for.
const FOUND: &str = "20";

/// A statement of this crate.
macro_rules! hot {
    ($file:literal, $($value:expr),*) => {
        Hot {
            name: concat!("population/", $file),
            text: include_str!(concat!("../../sql/", $file, ".sql")),
            values: vec![$($value.to_string()),*],
        }
    };
}

/// How PostgreSQL would carry out the register's hot statements on what it holds now.
///
/// # Errors
/// A fault when it holds nobody yet, or when a statement cannot be explained.
pub async fn plans(owner: &OwnerPool) -> Result<Vec<Plan>, Failure> {
    let row = sqlx::query(SAMPLE)
        .fetch_one(owner)
        .await
        .map_err(|error| Fault::because("finding somebody to explain statements by", error))?;
    let of = |name: &str| -> Result<String, Failure> {
        row.try_get(name).map_err(|error| Fault::because("reading the sample for plans", error).into())
    };
    let (person, people, household) = (of("person")?, of("people")?, of("household")?);
    let (name, year, day, commune) = (of("folded_name")?, of("birth_year")?, of("birth_on")?, of("commune")?);
    let (first, last) = (format!("{year}-01-01"), format!("{year}-12-31"));
    let after = format!("{name}{{"); // the sign after z: everybody whose name begins so
    let one = format!("{{{person}}}");
    let hot = [
        // Looked up by number: one at a counter, many in the reader lanes.
        hot!("find_holders", of("number")?, "personal_id"),
        hot!("list_cards", of("numbers")?),
        // One person read.
        hot!("list_personal", one),
        hot!("list_identifiers", one),
        hot!("list_residences", one),
        hot!("list_relations", one),
        hot!("list_documents", one),
        hot!("list_dependants", person),
        hot!("list_personal_history", person),
        hot!("list_residence_history", person),
        hot!("list_acts", person, "50"),
        // A name, with a year, a day, a commune or both.
        hot!("search_name_birth", name, after, year, first, last, FOUND),
        hot!("search_name_day", name, after, day, FOUND),
        hot!("search_name_commune", commune, name, after, FOUND),
        hot!("search_name_birth_commune", commune, name, after, first, last, FOUND),
        hot!("list_found", people),
        // A household.
        hot!("list_members", household),
        hot!("list_home_history", household),
        // What every change does first.
        hot!("lock_people", one),
        hot!("lock_households", format!("{{{household}}}")),
        hot!("get_latest_act", one),
        hot!("list_changes", "0", "0", "1000"),
    ];
    db::explain(owner, &hot).await
}
