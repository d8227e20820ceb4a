//! Each capability's statements run in its own schema alone: every file is prepared under a role that may enter no
//! other. What the migrations grant the program's own role is enough for each of them, too.

use crate::in_workspace;
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row};
use std::fs;

/// Schemas that a crate's statements may name. `db` writes the access records and wakes the jobs, nobody else.
const OF_DB: &[&str] = &["job", "trail"];

/// What the owner runs and the program's own role may not: a bulk load takes keys and indexes away and puts them back.
const OWNER_ONLY: &[&str] = &["population/plan_load.sql"];

struct Statement {
    /// The crate.
    owner: String,
    /// `crate/file.sql`.
    name: String,
    text: String,
}

#[tokio::test]
async fn every_statement_stays_in_the_schema_of_its_crate() {
    let db = testkit::database().await;
    let mut conn = PgConnection::connect(&db.url).await.unwrap();
    let mut wrong = Vec::new();
    let mut acting = String::new();
    for statement in statements() {
        if acting != statement.owner {
            acting.clone_from(&statement.owner);
            act_as(&mut conn, &acting).await;
        }
        if let Err(said) = prepare(&mut conn, &statement.text).await {
            wrong.push(format!("crates/{}: {said}", statement.name));
        }
    }
    assert!(wrong.is_empty(), "statements that cannot be prepared in their own schema alone:\n{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_statement_that_enters_another_schema_is_found() {
    let db = testkit::database().await;
    let mut conn = PgConnection::connect(&db.url).await.unwrap();
    act_as(&mut conn, "casework").await;
    prepare(&mut conn, "-- Our own.\nSELECT id FROM casework.dossier").await.unwrap();
    for other in [
        "SELECT person FROM population.personal WHERE full_name = $1",
        "INSERT INTO trail.access (at, request) VALUES ($1, $2)",
        "SELECT d.id FROM casework.dossier d WHERE EXISTS (SELECT 1 FROM identity.account a WHERE a.id = d.account)",
        "SELECT job.wake($1, $2, $3, $4)",
    ] {
        let said = prepare(&mut conn, other).await.unwrap_err();
        assert!(said.contains("permission denied for schema"), "{other}: {said}");
    }
}

#[tokio::test]
async fn what_the_migrations_grant_is_enough_for_every_statement_of_the_program() {
    let db = testkit::database().await;
    let mut conn = PgConnection::connect(&db.url).await.unwrap();
    run(&mut conn, "SET plan_cache_mode = force_generic_plan; SET ROLE lienthong_app").await;
    let mut refused = Vec::new();
    for statement in statements() {
        // Rights on tables and columns are checked when a plan is made ready to run, not when it is prepared.
        if let Err(said) = explain(&mut conn, &statement.text).await {
            refused.push((statement.name, said));
        }
    }
    let names: Vec<&str> = refused.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, OWNER_ONLY, "refused to lienthong_app: {refused:#?}");
}

/// All statements kept in files, by crate and name.
fn statements() -> Vec<Statement> {
    let mut found = Vec::new();
    for of_crate in fs::read_dir(in_workspace("crates")).unwrap() {
        let of_crate = of_crate.unwrap();
        let Ok(files) = fs::read_dir(of_crate.path().join("sql")) else { continue };
        let owner = of_crate.file_name().into_string().unwrap();
        for file in files {
            let path = file.unwrap().path();
            let name = format!("{owner}/{}", path.file_name().unwrap().to_str().unwrap());
            found.push(Statement { owner: owner.clone(), name, text: fs::read_to_string(path).unwrap() });
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(found.len() > 100, "the statements are looked for in the wrong place: {}", found.len());
    found
}

/// Acts as a role that may enter the schemas of one crate only.
async fn act_as(conn: &mut PgConnection, owner: &str) {
    let schemas = if owner == "db" { OF_DB.to_vec() } else { vec![owner] };
    run(conn, "RESET ROLE").await;
    // Roles belong to the whole server, which other tests use at the same moment.
    run(
        conn,
        &format!(
            "DO $$ BEGIN CREATE ROLE check_{owner} NOLOGIN; \
             EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        ),
    )
    .await;
    for schema in schemas {
        run(conn, &format!("GRANT USAGE ON SCHEMA {schema} TO check_{owner}")).await;
    }
    run(conn, &format!("SET ROLE check_{owner}")).await;
}

async fn run(conn: &mut PgConnection, statement: &str) {
    sqlx::raw_sql(AssertSqlSafe(statement.to_owned()))
        .execute(conn)
        .await
        .unwrap_or_else(|error| panic!("{statement}: {error}"));
}

async fn prepare(conn: &mut PgConnection, text: &str) -> Result<(), String> {
    let prepared = sqlx::raw_sql(AssertSqlSafe(format!("PREPARE checked AS {text}"))).execute(&mut *conn).await;
    prepared.map_err(|error| error.to_string())?;
    run(conn, "DEALLOCATE checked").await;
    Ok(())
}

async fn explain(conn: &mut PgConnection, text: &str) -> Result<(), String> {
    run(conn, &format!("PREPARE checked AS {text}")).await;
    let row = sqlx::query("SELECT cardinality(parameter_types) FROM pg_prepared_statements WHERE name = 'checked'")
        .fetch_one(&mut *conn)
        .await
        .unwrap();
    let values = vec!["NULL"; row.get::<i32, _>(0) as usize].join(", ");
    let values = if values.is_empty() { values } else { format!("({values})") };
    let explained = sqlx::raw_sql(AssertSqlSafe(format!("EXPLAIN EXECUTE checked{values}"))).execute(&mut *conn).await;
    run(conn, "DEALLOCATE checked").await;
    explained.map(|_| ()).map_err(|error| error.to_string())
}
