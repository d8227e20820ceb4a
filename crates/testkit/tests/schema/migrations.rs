//! Migrating is harmless to repeat, and a history that is not this program's is refused in words an operator can act on.

use crate::golden::shape;

#[tokio::test]
async fn migrating_again_changes_nothing() {
    let db = testkit::database().await;
    let before = shape(&db.owner).await;
    db::migrate(&db.owner).await.unwrap();
    // Two programs that start at the same moment wait for each other.
    let (one, two) = tokio::join!(db::migrate(&db.owner), db::migrate(&db.owner));
    one.unwrap();
    two.unwrap();
    assert_eq!(before, shape(&db.owner).await);
    let applied: i64 = sqlx::query_scalar("SELECT count(*) FROM _sqlx_migrations").fetch_one(&db.owner).await.unwrap();
    let last: i64 = sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations").fetch_one(&db.owner).await.unwrap();
    assert_eq!(last, db::schema_version());
    assert!(applied > 1);
}

#[tokio::test]
async fn an_edited_migration_is_refused_and_named() {
    let db = testkit::database().await;
    // The database ran another text under this number than the program carries.
    let edited = "UPDATE _sqlx_migrations SET checksum = '\\x00' WHERE version = 10";
    assert_eq!(sqlx::query(edited).execute(&db.owner).await.unwrap().rows_affected(), 1);
    let problem = db::migrate(&db.owner).await.unwrap_err();
    assert!(matches!(problem, db::MigrateProblem::Edited(10)), "{problem:?}");
    let said = problem.to_string();
    assert!(said.contains("migration 10 was run here with another text"), "{said}");
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_left_alone() {
    let db = testkit::database().await;
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                 VALUES (9999, 'of a later version', true, '\\x00', 0)";
    sqlx::query(newer).execute(&db.owner).await.unwrap();
    let problem = db::migrate(&db.owner).await.unwrap_err();
    assert!(matches!(problem, db::MigrateProblem::Newer(9999)), "{problem:?}");
    assert!(problem.to_string().contains("newer program"), "{problem}");
}

#[tokio::test]
async fn a_migration_that_was_broken_off_is_named() {
    let db = testkit::database().await;
    sqlx::query("UPDATE _sqlx_migrations SET success = false WHERE version = 30").execute(&db.owner).await.unwrap();
    let problem = db::migrate(&db.owner).await.unwrap_err();
    assert!(matches!(problem, db::MigrateProblem::BrokenOff(30)), "{problem:?}");
}
