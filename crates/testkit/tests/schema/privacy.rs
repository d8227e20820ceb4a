//! privacy.toml names exactly the columns of the migrated database, each with its class and a reason.

use crate::in_workspace;
use std::collections::BTreeSet;
use toml::Table;

const COLUMNS: &str = "\
SELECT n.nspname || '.' || c.relname || '.' || a.attname
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'public', 'graphile_worker') AND n.nspname !~ '^pg_'";

#[tokio::test]
async fn every_column_is_listed_with_its_reason_and_none_that_is_not_there() {
    let db = testkit::database().await;
    let there: Vec<String> = sqlx::query_scalar(COLUMNS).fetch_all(&db.owner).await.unwrap();
    let listed = std::fs::read_to_string(in_workspace("privacy.toml")).unwrap();
    assert_eq!(compare(&there, &listed), Vec::<String>::new());
}

#[test]
fn a_column_too_few_too_many_or_without_a_reason_is_found() {
    let there = ["a.t.id".to_owned(), "a.t.name".to_owned(), "a.t.sex".to_owned()];
    let listed = "[a.t]\nid = \"public: a key\"\nname = \"personal: \"\ngone = \"public: a key\"\n";
    let found = compare(&there, listed);
    assert_eq!(
        found,
        [
            "a.t.name has no reason in privacy.toml",
            "a.t.sex is not in privacy.toml",
            "a.t.gone is in privacy.toml and not in the database"
        ]
    );
}

fn compare(there: &[String], listed: &str) -> Vec<String> {
    let listed: Table = listed.parse().unwrap();
    let mut wrong = Vec::new();
    let reason = |column: &str| {
        let (schema, rest) = column.split_once('.')?;
        let (table, column) = rest.split_once('.')?;
        let said = listed.get(schema)?.get(table)?.get(column)?.as_str()?;
        Some(said.split_once(':').map_or("", |(_, why)| why.trim()).to_owned())
    };
    for column in there {
        match reason(column) {
            None => wrong.push(format!("{column} is not in privacy.toml")),
            Some(why) if why.is_empty() => wrong.push(format!("{column} has no reason in privacy.toml")),
            Some(_) => {}
        }
    }
    let there: BTreeSet<&str> = there.iter().map(String::as_str).collect();
    for (schema, tables) in &listed {
        for (table, columns) in tables.as_table().into_iter().flatten() {
            for column in columns.as_table().into_iter().flatten().map(|(column, _)| column) {
                let name = format!("{schema}.{table}.{column}");
                if !there.contains(name.as_str()) {
                    wrong.push(format!("{name} is in privacy.toml and not in the database"));
                }
            }
        }
    }
    wrong
}
