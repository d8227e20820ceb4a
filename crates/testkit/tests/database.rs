//! The throw-away database itself: separate, migrated, and without the right to rewrite history.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics, and says where")]

use db::{Fields, Job, Subject, Tx, Why};

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
    act(&mut tx).await;
    let refused: Result<(), _> = Err(basis::Failure::refused(basis::Kind::Conflict, basis::Code("test")));
    assert!(tx.finish(refused).await.is_err());
    assert_eq!(count(&db, person).await, 1);
    assert_eq!(done(&db).await, (0, 0), "neither the change nor its wake-up");
}

#[tokio::test]
async fn a_fault_keeps_nothing() {
    let db = testkit::database().await;
    let person = basis::PersonId::fresh();
    let mut tx = db.system().begin(WHY).await.unwrap();
    tx.saw(Subject::Person(person), Fields("name"));
    act(&mut tx).await;
    let broken: Result<(), _> = Err(basis::Fault::new("test").into());
    assert!(tx.finish(broken).await.is_err());
    assert_eq!(count(&db, person).await, 0);
    assert_eq!(done(&db).await, (0, 0), "neither the change nor its wake-up");
}

#[tokio::test]
async fn an_answer_keeps_its_change_and_its_wake_up() {
    let db = testkit::database().await;
    let mut tx = db.system().begin(WHY).await.unwrap();
    act(&mut tx).await;
    tx.finish(Ok(())).await.unwrap();
    assert_eq!(done(&db).await, (1, 1));
}

#[tokio::test]
async fn a_look_at_more_stands_for_the_look_at_less() {
    let db = testkit::database().await;
    let person = basis::PersonId::fresh();
    let mut tx = db.system().begin(WHY).await.unwrap();
    for fields in ["name", "name birth", "birth", "residence"] {
        tx.saw(Subject::Person(person), Fields(fields));
    }
    tx.finish(Ok(())).await.unwrap();
    let kept: Vec<String> = sqlx::query_scalar("SELECT fields FROM trail.access WHERE person = $1 ORDER BY fields")
        .bind(person.uuid())
        .fetch_all(&db.owner)
        .await
        .unwrap();
    assert_eq!(kept, ["name birth", "residence"]);
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

/// A change, and the wake-up for what follows from it.
async fn act(tx: &mut Tx) {
    sqlx::query("INSERT INTO casework.sequence (name, last) VALUES ('test', 1)").execute(tx.conn()).await.unwrap();
    tx.queue(Job::new("test", "once".to_owned()));
}

/// How many changes and how many wake-ups of `act` are there.
async fn done(db: &testkit::TestDb) -> (i64, i64) {
    let count = async |query: &'static str| sqlx::query_scalar::<_, i64>(query).fetch_one(&db.owner).await.unwrap();
    (
        count("SELECT count(*) FROM casework.sequence WHERE name = 'test'").await,
        count("SELECT count(*) FROM graphile_worker.jobs WHERE task_identifier = 'test'").await,
    )
}
