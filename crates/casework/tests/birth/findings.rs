//! What does not add up between two sides is found, looked into and closed with a reason; papers of a dossier stay.

use crate::{
    run,
    world::{World, number, refused},
};
use basis::{HandoverId, Timestamp};
use casework::{Outcome, codes};
use links::{Assignment, Recorded};
use vietnam::{PersonalId, Sex};

fn told(handover: HandoverId, answer: Assignment<PersonalId>, at: Timestamp) -> Recorded<PersonalId> {
    Recorded { handover, heard_at: at, answer }
}

async fn compared(world: &World, stated: &[Recorded<PersonalId>]) -> Vec<String> {
    let system = world.system();
    let from: Timestamp = "2026-11-20T00:00:00Z".parse().unwrap();
    run!(world, system, |tx| casework::compare_with_register(tx, from, stated)).unwrap();
    let leader = testkit::officer("H41", crate::world::COMMUNE, &["leader"]);
    let found = run!(world, leader, |tx| casework::findings(tx)).unwrap();
    let mut kinds: Vec<String> = found.into_iter().map(|finding| finding.kind).collect();
    kinds.sort();
    kinds
}

#[tokio::test]
async fn the_registers_own_books_are_compared_with_ours() {
    let world = World::new().await;
    let (_, handover) = world.registered().await;
    let given = number(Sex::Male, 2026, 77);
    let now = "2026-11-23T03:00:00Z".parse().unwrap();
    world.answer(handover, Outcome::Assigned(given)).await;
    assert_eq!(compared(&world, &[told(handover, Assignment::Assigned(given), now)]).await, Vec::<String>::new());
    // Another number in their books than in ours, and one for a hand-over that we never had.
    let other = number(Sex::Male, 2026, 78);
    let strange = HandoverId::fresh();
    let stated = [told(handover, Assignment::Assigned(other), now), told(strange, Assignment::Assigned(given), now)];
    for _ in 0..2 {
        assert_eq!(compared(&world, &stated).await, ["diverged", "unknown"], "found once");
    }
}

#[tokio::test]
async fn a_question_that_never_arrived_is_lost_until_it_is_answered() {
    let world = World::new().await;
    let (_, handover) = world.registered().await;
    world.answer(handover, Outcome::Problem("down".into())).await;
    assert_eq!(compared(&world, &[]).await, Vec::<String>::new(), "it may still be on its way");
    world.pass(2 * 3600);
    assert_eq!(compared(&world, &[]).await, ["lost"]);
    world.answer(handover, Outcome::Assigned(number(Sex::Male, 2026, 77))).await;
    assert_eq!(world.findings().await, Vec::<String>::new(), "closed by itself");
}

#[tokio::test]
async fn a_finding_is_closed_by_an_officer_with_a_reason_that_is_kept() {
    let world = World::new().await;
    let (_, handover) = world.registered().await;
    let given = Outcome::Assigned(number(Sex::Male, 2026, 77));
    world.answer(handover, given.clone()).await;
    world.late_answer(handover, given).await;
    assert_eq!(world.findings().await, ["doubled"]);
    let leader = testkit::officer("H41", crate::world::COMMUNE, &["leader"]);
    let id = run!(world, leader, |tx| casework::findings(tx)).unwrap()[0].id;
    let police = run!(world, world.police, |tx| casework::close_finding(tx, id, "đã xem"));
    assert!(refused(police, db::NOT_ALLOWED), "not everybody may settle it");
    let empty = run!(world, leader, |tx| casework::close_finding(tx, id, "  "));
    assert!(refused(empty, codes::REASON_MISSING));
    run!(world, leader, |tx| casework::close_finding(tx, id, " bên gửi gửi lại do mất mạng ")).unwrap();
    let again = run!(world, leader, |tx| casework::close_finding(tx, id, "lần nữa"));
    assert!(refused(again, codes::MOVED_ON));
    assert_eq!(world.findings().await, Vec::<String>::new(), "the next comparison does not open it again");
    let closed = run!(world, leader, |tx| casework::closed_findings(tx)).unwrap();
    let closed = closed[0].closed.as_ref().unwrap();
    assert_eq!(closed.reason, "bên gửi gửi lại do mất mạng");
    assert_eq!(Some(closed.by), leader.account());
}

#[tokio::test]
async fn a_paper_is_opened_without_reading_the_register() {
    let world = World::new().await;
    let filed = world.filed_by_couple().await;
    let tracked = world.track(&world.parent, &filed.code).await;
    let (leg, paper) = (tracked.legs[0].id, tracked.papers[0].id);
    let seen = "SELECT count(*) FROM trail.access WHERE actor_kind = 'officer'";
    let before = world.count(seen).await;
    let found = run!(world, world.justice, |tx| casework::paper_of(tx, leg, paper)).unwrap();
    assert_eq!(found.hash, tracked.papers[0].hash);
    // One row for each of the family, and it says that a paper was seen.
    assert_eq!(world.count(seen).await - before, 2);
    let papers =
        "SELECT count(*) FROM trail.access WHERE actor_kind = 'officer' AND fields = 'paper' AND dossier IS NOT NULL";
    assert_eq!(world.count(papers).await, 2);
    for officer in [&world.elsewhere, &world.police] {
        let other = run!(world, officer, |tx| casework::paper_of(tx, leg, paper));
        assert!(refused(other, codes::DOSSIER_NOT_FOUND));
    }
    let wrong = run!(world, world.justice, |tx| casework::paper_of(tx, leg, uuid::Uuid::now_v7()));
    assert!(refused(wrong, codes::DOSSIER_NOT_FOUND));
}

#[tokio::test]
async fn a_paper_of_a_dossier_is_neither_deleted_nor_moved_whoever_asks() {
    let world = World::new().await;
    world.filed_by_couple().await;
    for statement in [
        "DELETE FROM casework.paper",
        "UPDATE casework.paper SET dossier = NULL",
        "UPDATE casework.paper SET dossier = gen_random_uuid()",
    ] {
        let ctx = world.db.system();
        let mut tx = ctx.begin(crate::world::WHY).await.unwrap();
        let out = sqlx::query(statement).execute(tx.conn()).await;
        let error = out.unwrap_err().into_database_error().unwrap();
        assert_eq!(error.constraint(), Some("paper_of_dossier_kept"), "{statement}: {error}");
        assert!(sqlx::query(statement).execute(&world.db.owner).await.is_err(), "the owner may not either");
    }
    assert_eq!(world.count("SELECT count(*) FROM casework.paper WHERE dossier IS NOT NULL").await, 1);
    // A draft's papers may still be thrown away with it.
    let draft = world.draft(&world.single_parent, &crate::world::mother_only(), &["papers.no_notice"]).await;
    run!(world, world.single_parent, |tx| casework::discard_draft(tx, draft)).unwrap();
    assert_eq!(world.count("SELECT count(*) FROM casework.paper").await, 1);
}
