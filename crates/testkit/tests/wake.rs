//! Wake-ups: one a key, in the transaction of the caller, and without making strangers wait for each other.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics, and says where")]

use db::{Job, Why};
use std::time::Duration;
use uuid::Uuid;

const WHY: Why = Why::new("test", "none");

#[tokio::test]
async fn a_key_asked_for_twice_is_one_wake_up_with_the_last_ids() {
    let db = testkit::database().await;
    let (first, last) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let mut tx = db.system().begin(WHY).await.unwrap();
    tx.queue(Job::new("test", "a").with("id", first));
    tx.queue(Job::new("test", "b").with("id", first));
    tx.queue(Job::new("test", "a").with("id", last));
    tx.finish(Ok(())).await.unwrap();
    assert_eq!(waiting(&db).await, [("test:a".to_owned(), last), ("test:b".to_owned(), first)]);

    let mut tx = db.system().begin(WHY).await.unwrap();
    tx.queue(Job::new("test", "b").with("id", last).after(3600));
    tx.finish(Ok(())).await.unwrap();
    assert_eq!(waiting(&db).await, [("test:a".to_owned(), last), ("test:b".to_owned(), last)]);
}

#[tokio::test]
async fn wake_ups_with_keys_of_their_own_do_not_wait_for_each_other() {
    let db = testkit::database().await;
    // The runner makes its tasks known when it starts; two that make the same one known for the first time do wait.
    let mut tx = db.system().begin(WHY).await.unwrap();
    tx.queue(Job::new("test", "known"));
    tx.finish(Ok(())).await.unwrap();
    // As `finish` does it, but not committed yet.
    let mut open = db.app.pool().begin().await.unwrap();
    let wake = |key: &str| {
        sqlx::query("SELECT job.wake(ARRAY['test'], ARRAY[$1], ARRAY['{}'::jsonb], ARRAY[0])").bind(key.to_owned())
    };
    wake("test:a").execute(&mut *open).await.unwrap();
    let mut tx = db.system().begin(WHY).await.unwrap();
    tx.queue(Job::new("test", "b"));
    let other = tokio::time::timeout(Duration::from_secs(20), tx.finish(Ok(())));
    // Committing waits for nobody but who is committing at this moment.
    other.await.expect("a wake-up waited for a stranger's").unwrap();
    open.rollback().await.unwrap();
}

async fn waiting(db: &testkit::TestDb) -> Vec<(String, Uuid)> {
    let rows: Vec<(String, sqlx::types::JsonValue)> =
        sqlx::query_as("SELECT key, payload FROM graphile_worker._private_jobs ORDER BY key")
            .fetch_all(&db.owner)
            .await
            .unwrap();
    rows.into_iter().map(|(key, ids)| (key, ids["id"].as_str().unwrap().parse().unwrap())).collect()
}
