//! Every step twice, every step made to fail, and the process killed after each of its commits.

use crate::{
    process::{Process, Step},
    rows,
};
use std::collections::BTreeSet;

/// Commits of the whole chain; a step that is added makes the tests longer, one that is lost makes them fail.
const COMMITS_MIN: usize = 20;
/// The kills are shared out over so many tests, which run side by side.
const SHARES: usize = 4;

/// A run that nothing disturbs.
async fn undisturbed() -> (Process, Vec<String>) {
    let process = Process::new().await;
    assert_eq!(process.go_on().await, None);
    let end = rows::all(&process.world).await;
    (process, end)
}

#[tokio::test]
async fn the_chain_ends_with_everything_done_and_every_table_was_watched() {
    let (process, _) = undisturbed().await;
    assert!(process.commits() >= COMMITS_MIN, "{}", process.commits());
    let world = &process.world;
    assert_eq!(
        world.count("SELECT count(*) FROM casework.dossier WHERE status = 9 AND finished_at IS NOT NULL").await,
        1
    );
    assert_eq!(world.count("SELECT count(*) FROM casework.leg WHERE finished_at IS NOT NULL").await, 4);
    assert_eq!(world.count("SELECT count(*) FROM casework.result WHERE pdf_hash IS NOT NULL").await, 5);
    assert_eq!(world.count("SELECT count(*) FROM casework.notice WHERE state <> 'sent'").await, 0);
    assert_eq!(world.count("SELECT count(*) FROM casework.finding").await, 0);
    assert!(process.delivered.lock().unwrap().values().all(|times| *times == 1));
    let wrote: BTreeSet<String> = process.wrote().into_values().flatten().collect();
    for table in ["casework.leg", "casework.handover", "casework.vault", "population.act", "population.residence"] {
        assert!(wrote.contains(table), "{table}: {wrote:?}");
    }
}

#[tokio::test]
async fn every_step_run_twice_changes_nothing_the_second_time() {
    let process = Process::new().await;
    let mut steps = 0;
    loop {
        let step = process.next().await;
        process.perform(&step).await.unwrap();
        let once = rows::all(&process.world).await;
        process.perform(&step).await.unwrap();
        let twice = rows::all(&process.world).await;
        assert_eq!(rows::difference(&once, &twice), Vec::<String>::new(), "{step:?}");
        steps += 1;
        if step == Step::Compare {
            break;
        }
    }
    assert!(steps >= 14, "{steps}");
    let (_, end) = undisturbed().await;
    assert_eq!(rows::difference(&end, &rows::all(&process.world).await), Vec::<String>::new());
}

#[tokio::test]
async fn every_step_that_fails_leaves_nothing_half_done_and_comes_again() {
    let (process, end) = undisturbed().await;
    let tables = process.wrote();
    let expected: usize = tables.values().map(BTreeSet::len).sum();
    assert!(expected > 3 * COMMITS_MIN, "{expected}");

    let failing = Process::new().await;
    failing.fail(tables);
    assert_eq!(failing.go_on().await, None);
    assert_eq!(failing.failures(), expected, "each table failed at each commit that writes it");
    assert_eq!(rows::difference(&end, &rows::all(&failing.world).await), Vec::<String>::new());
}

/// Kills the process after each commit of one share, and lets a new one go on from the tables.
async fn killed(share: usize) {
    let (process, end) = undisturbed().await;
    for commits in (1..=process.commits()).filter(|commits| commits % SHARES == share) {
        let process = Process::new().await;
        process.die_after(commits);
        let died_at = process.go_on().await.expect("it dies before its end");
        process.live();
        // Whoever got no answer asks again, with the same key; a job that got no answer is run again.
        process.perform(&died_at).await.unwrap();
        assert_eq!(process.go_on().await, None);
        let difference = rows::difference(&end, &rows::all(&process.world).await);
        assert_eq!(difference, Vec::<String>::new(), "killed after commit {commits}, in {died_at:?}");
    }
}

#[tokio::test]
async fn killed_after_any_commit_it_ends_the_same_first_share() {
    killed(0).await;
}

#[tokio::test]
async fn killed_after_any_commit_it_ends_the_same_second_share() {
    killed(1).await;
}

#[tokio::test]
async fn killed_after_any_commit_it_ends_the_same_third_share() {
    killed(2).await;
}

#[tokio::test]
async fn killed_after_any_commit_it_ends_the_same_fourth_share() {
    killed(3).await;
}
