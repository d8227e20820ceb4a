//! The throw-away database itself: separate, migrated, and without the right to rewrite history.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics, and says where")]

use db::{Fields, Subject, Why};

const WHY: Why = Why::new("test", "none");

#[tokio::test]
async fn two_tests_do_not_see_each_other() {
    let (one, two) = tokio::join!(testkit::database(), testkit::database());
    assert_ne!(one.url, two.url);
}

#[tokio::test]
async fn an_answer_leaves_its_access_record() {
    let db = testkit::database().await;
    let person = basis::PersonId::fresh();
    let mut tx = db.system().begin(WHY).await.unwrap();
    tx.saw(Subject::Person(person), Fields("name"));
    tx.saw(Subject::Person(person), Fields("name"));
    tx.finish(Ok(())).await.unwrap();
    assert_eq!(count(&db, person).await, 1);
}

#[tokio::test]
async fn a_refusal_keeps_the_record_of_what_was_learnt_and_nothing_else() {
    let db = testkit::database().await;
    let person = basis::PersonId::fresh();
    let mut tx = db.system().begin(WHY).await.unwrap();
    tx.saw(Subject::Person(person), Fields("name"));
    let refused: Result<(), _> = Err(basis::Failure::refused(basis::Kind::Conflict, basis::Code("test")));
    assert!(tx.finish(refused).await.is_err());
    assert_eq!(count(&db, person).await, 1);
}

#[tokio::test]
async fn a_fault_keeps_nothing() {
    let db = testkit::database().await;
    let person = basis::PersonId::fresh();
    let mut tx = db.system().begin(WHY).await.unwrap();
    tx.saw(Subject::Person(person), Fields("name"));
    let broken: Result<(), _> = Err(basis::Fault::new("test").into());
    assert!(tx.finish(broken).await.is_err());
    assert_eq!(count(&db, person).await, 0);
}

#[tokio::test]
async fn instants_of_one_transaction_are_strictly_increasing_even_when_the_clock_stands() {
    let db = testkit::database().await;
    let mut tx = db.system().begin(WHY).await.unwrap();
    let (a, b, c) = (tx.instant(), tx.instant(), tx.instant());
    assert!(a < b && b < c);
    tx.finish(Ok(())).await.unwrap();
}

#[tokio::test]
async fn the_program_may_not_delete_or_change_access_records() {
    let db = testkit::database().await;
    for statement in ["DELETE FROM trail.access", "UPDATE trail.access SET purpose = 'x'"] {
        let mut conn = db.app.pool().acquire().await.unwrap();
        let error = sqlx::query(statement).execute(&mut *conn).await.unwrap_err();
        assert!(error.to_string().contains("permission denied"), "{statement}: {error}");
    }
}

async fn count(db: &testkit::TestDb, person: basis::PersonId) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM trail.access WHERE person = $1")
        .bind(person.uuid())
        .fetch_one(&db.owner)
        .await
        .unwrap()
}
