//! The agency's side: who holds a leg, what waits for an officer, what counts as finished in time.

use crate::{
    run,
    world::{COMMUNE, OTHER_COMMUNE, World, number, receipt, refused},
};
use basis::SubmissionKey;
use casework::{Action, Ask, Counters, Filter, Outcome, codes};
use procedure::{Answers, Status};
use vietnam::Sex;

async fn counters(world: &World, officer: &basis::Actor) -> Counters {
    run!(world, officer, |tx| casework::queue(tx, Filter::Open, None)).unwrap().counters
}

async fn rows(world: &World, officer: &basis::Actor, filter: Filter) -> Vec<(String, bool)> {
    let queue = run!(world, officer, |tx| casework::queue(tx, filter, None)).unwrap();
    queue.rows.iter().map(|row| (row.row.leg.step.clone(), row.row.leg.finished_at.is_some())).collect()
}

#[tokio::test]
async fn what_an_officer_holds_a_colleague_takes_over_and_the_leader_lets_go() {
    let world = World::new().await;
    let filed = world.filed_by_couple().await;
    let gate = world.leg(&world.parent, &filed.code, "register_birth").await.id;
    run!(world, world.justice, |tx| casework::claim(tx, gate, true)).unwrap();
    let colleague = testkit::officer("H41.1.TP", COMMUNE, &["justice"]);
    assert!(refused(world.act(&colleague, gate, Action::Approve).await, codes::HELD_BY_ANOTHER));
    assert!(refused(run!(world, colleague, |tx| casework::take_over(tx, gate, &[])), codes::TAKE_OVER));
    let meant = [codes::TAKE_OVER];
    for other in [&world.elsewhere, &world.insurance] {
        let taken = run!(world, other, |tx| casework::take_over(tx, gate, &meant));
        assert!(refused(taken, codes::DOSSIER_NOT_FOUND));
    }
    run!(world, colleague, |tx| casework::take_over(tx, gate, &meant)).unwrap();
    assert!(refused(world.act(&world.justice, gate, Action::Approve).await, codes::HELD_BY_ANOTHER));

    let elsewhere = testkit::officer("H41.2", OTHER_COMMUNE, &["leader"]);
    assert!(run!(world, elsewhere, |tx| casework::held_legs(tx)).unwrap().is_empty());
    assert!(refused(run!(world, elsewhere, |tx| casework::release_held(tx, gate)), codes::DOSSIER_NOT_FOUND));
    assert!(refused(run!(world, world.justice, |tx| casework::release_held(tx, gate)), db::NOT_ALLOWED));
    let leader = testkit::officer("H41", COMMUNE, &["leader"]);
    let held = run!(world, leader, |tx| casework::held_legs(tx)).unwrap();
    assert_eq!(held.iter().map(|row| (row.leg, Some(row.held.0))).collect::<Vec<_>>(), [(gate, colleague.account())]);
    for _ in 0..2 {
        run!(world, leader, |tx| casework::release_held(tx, gate)).unwrap();
    }
    world.act(&world.justice, gate, Action::Approve).await.unwrap();
    let events = world.track(&world.parent, &filed.code).await.events;
    let kinds: Vec<&str> = events.iter().filter(|event| event.leg == Some(gate)).map(|event| &*event.kind).collect();
    assert_eq!(kinds, ["claimed", "taken-over", "released-by-leader", "accepted", "in-process", "approved"]);
}

#[tokio::test]
async fn a_number_that_is_refused_is_an_open_item_of_the_gate_until_one_is_entered() {
    for outcome in [Outcome::Refused("E07".into()), Outcome::Assigned(number(Sex::Female, 2026, 77))] {
        let world = World::new().await;
        let (filed, handover) = world.registered().await;
        assert_eq!(rows(&world, &world.justice, Filter::Number).await, [], "it may still come");
        world.answer(handover, outcome).await;
        assert_eq!(counters(&world, &world.justice).await.awaiting_number, 1);
        assert_eq!(rows(&world, &world.justice, Filter::Number).await, [("register_birth".to_owned(), true)]);
        assert_eq!(rows(&world, &world.police, Filter::Number).await.len(), 2, "residence and card wait for it");
        assert!(world.findings().await.contains(&"refused".to_owned()));
        let gate = world.leg(&world.parent, &filed.code, "register_birth").await.id;
        run!(world, world.justice, |tx| casework::examine(tx, &world.book, gate)).unwrap();
        let good = number(Sex::Male, 2026, 99);
        let entered =
            run!(world, world.justice, |tx| casework::take_over_number(tx, &world.book, gate, good.as_str(), &[]));
        entered.unwrap();
        assert_eq!(counters(&world, &world.justice).await.awaiting_number, 0);
        assert!(!world.findings().await.contains(&"refused".to_owned()), "an officer settled it");
    }
}

#[tokio::test]
async fn a_number_that_does_not_come_is_an_open_item_of_the_gate_too() {
    let world = World::new().await;
    world.registered().await;
    world.pass(3 * 24 * 3600);
    assert_eq!(rows(&world, &world.justice, Filter::Number).await, [("register_birth".to_owned(), true)]);
}

#[tokio::test]
async fn what_never_arrived_or_was_withdrawn_does_not_count_against_an_agency() {
    let world = World::new().await;
    let filed = world.filed_by_couple().await;
    let gate = world.leg(&world.parent, &filed.code, "register_birth").await.id;
    let refuse = Action::Refuse { reason: "not-entitled".into(), words: "không đúng thẩm quyền".into() };
    world.act(&world.justice, gate, refuse).await.unwrap();
    let police = counters(&world, &world.police).await;
    assert_eq!((police.finished, police.judged, police.in_time), (0, 0, 0));
    assert_eq!(rows(&world, &world.police, Filter::Done).await, []);

    let withdrawn = world.filed_by_couple().await;
    let key = SubmissionKey::fresh();
    run!(world, world.parent, |tx| casework::withdraw(tx, &world.book, &withdrawn.code, key)).unwrap();
    let justice = counters(&world, &world.justice).await;
    assert_eq!((justice.finished, justice.judged, justice.in_time), (2, 1, 1));
    assert_eq!(rows(&world, &world.justice, Filter::Done).await.len(), 2);
}

#[tokio::test]
async fn the_promise_of_a_dossier_follows_a_supplement_and_a_verification() {
    let world = World::new().await;
    let filed = world.filed_by_couple().await;
    let promised = async || world.track(&world.parent, &filed.code).await.dossier.due_at;
    assert_eq!(promised().await, filed.due_at);
    let gate = world.leg(&world.parent, &filed.code, "register_birth").await.id;
    let item = Ask { field: "papers.no_notice".into(), reason: "unreadable".into(), words: "ảnh mờ".into() };
    let long = Ask { words: "ả".repeat(2001), ..item.clone() };
    let asked = world.act(&world.justice, gate, Action::AskSupplement { items: vec![long], ground: None }).await;
    assert!(refused(asked, codes::WORDS_TOO_LONG));
    world.act(&world.justice, gate, Action::AskSupplement { items: vec![item], ground: None }).await.unwrap();
    world.pass(2 * 24 * 3600);
    let new = receipt("new");
    run!(world, world.parent, |tx| {
        casework::add_supplement_paper(tx, &filed.code, "papers.no_notice", "moi.pdf", &new)
    })
    .unwrap();
    let (none, key) = (Answers::default(), SubmissionKey::fresh());
    let answered =
        run!(world, world.parent, |tx| { casework::answer_supplement(tx, &world.book, &filed.code, gate, &none, key) });
    answered.unwrap();
    let asked = "SELECT count(*) FROM casework.notice WHERE kind = 'supplement-asked' AND state = 'waiting'";
    assert_eq!(world.count(asked).await, 0, "nobody is asked for what is there");
    let after = promised().await;
    assert!(after > filed.due_at, "{after}");
    assert_eq!(world.leg(&world.parent, &filed.code, "register_birth").await.status, Status::Received);
    world.act(&world.justice, gate, Action::Approve).await.unwrap();
    world.answer(world.due().await[0], Outcome::Assigned(number(Sex::Male, 2026, 77))).await;
    let residence = world.leg(&world.parent, &filed.code, "register_residence").await.id;
    world.act(&world.police, residence, Action::Accept { verification: true }).await.unwrap();
    assert!(promised().await > after);
}

#[tokio::test]
async fn a_later_step_may_not_ask_for_what_the_gate_registered() {
    let world = World::new().await;
    let (filed, handover) = world.registered().await;
    world.answer(handover, Outcome::Assigned(number(Sex::Male, 2026, 77))).await;
    let residence = world.leg(&world.parent, &filed.code, "register_residence").await.id;
    let ask = |field: &str| Action::AskSupplement {
        items: vec![Ask { field: field.into(), reason: "differs".into(), words: "sai".into() }],
        ground: None,
    };
    for field in ["child.name", "child.birth", "mother.personal_id", "insurance.clinic", "card.wanted"] {
        assert!(refused(world.act(&world.police, residence, ask(field)).await, codes::NOT_THIS_STEP), "{field}");
    }
    world.act(&world.police, residence, ask("residence.relation")).await.unwrap();
    // A request that was made before this was a rule changes nothing that is registered.
    sqlx::query("UPDATE casework.supplement SET field = 'child.name'").execute(&world.db.owner).await.unwrap();
    let mut changed = Answers::default();
    changed.set("child.name", procedure::Value::Name(vietnam::FullName::parse("Nguyễn Minh Anh").unwrap()));
    let key = SubmissionKey::fresh();
    let answered = run!(world, world.parent, |tx| {
        casework::answer_supplement(tx, &world.book, &filed.code, residence, &changed, key)
    });
    answered.unwrap();
    let after = world.track(&world.parent, &filed.code).await.dossier;
    assert_eq!(world.book.answers(&after).unwrap().name("child.name").unwrap().as_str(), "Nguyễn Minh An");
}
