//! What officers do beside deciding: another date for what is late, taking a slip back, and the one-stop counter.

use crate::{
    run,
    world::{COMMUNE, OTHER_COMMUNE, World, number, refused},
};
use basis::{Actor, LegId, SubmissionKey};
use casework::{Action, Ask, CounterFilter, Decide, Outcome, Receiver, codes};
use procedure::Status;
use vietnam::Sex;

/// Long enough that a notice has gone out.
const NOTICE_GONE_S: i64 = 61;
const HOUR_S: i64 = 3600;

async fn act_with_key(world: &World, officer: &Actor, leg: LegId, action: Action, key: SubmissionKey) {
    let command = Decide { leg, action, key, confirmed: Vec::new() };
    run!(world, officer, |tx| casework::decide(tx, &world.book, command)).unwrap();
}

fn extend(until: &str) -> Action {
    Action::Extend { until: until.parse().ok(), words: "Phải xác minh nơi cư trú của mẹ".into() }
}

#[tokio::test]
async fn a_late_part_gets_another_date_with_an_apology_and_keeps_the_old_one() {
    let world = World::new().await;
    let filed = world.filed_by_couple().await;
    let gate = world.leg(&world.parent, &filed.code, "register_birth").await;
    let early = world.act(&world.justice, gate.id, extend("2026-11-25")).await;
    assert!(refused(early, codes::EXTENSION_EARLY));

    // The same evening; the 24th is a holiday.
    world.pass(9 * HOUR_S);
    let holiday = world.act(&world.justice, gate.id, extend("2026-11-24")).await;
    assert!(refused(holiday, codes::EXTENSION_REST));
    world.act(&world.justice, gate.id, extend("2026-12-02")).await.unwrap();

    let after = world.track(&world.parent, &filed.code).await;
    let made = &after.extensions[0];
    assert_eq!((made.leg, made.due_before), (gate.id, gate.opened.unwrap().due));
    assert_eq!(after.legs[0].opened.unwrap().due, made.due_after);
    assert_eq!(basis::today_at(made.due_after).to_string(), "2026-12-02");
    assert_eq!(after.dossier.due_at, made.due_after, "the promise for the whole follows its latest part");
    assert_eq!(made.words, "Phải xác minh nơi cư trú của mẹ");
    assert!(after.events.iter().any(|event| event.kind == "extended"));
    let told = "SELECT count(*) FROM casework.notice WHERE kind = 'extended' AND state = 'waiting'";
    assert_eq!(world.count(told).await, 1);
    assert!(refused(world.act(&world.justice, gate.id, extend("2026-12-03")).await, codes::EXTENSION_AGAIN));

    // Finished before the new date, and late all the same.
    world.act(&world.justice, gate.id, Action::Approve).await.unwrap();
    let queue = run!(world, world.justice, |tx| casework::queue(tx, casework::Filter::Open, None)).unwrap();
    assert_eq!((queue.counters.finished, queue.counters.in_time), (1, 0));
    let decided = world.track(&world.parent, &filed.code).await;
    assert_eq!(decided.dossier.due_at, made.due_after, "what was promised is not taken back by what follows");
}

#[tokio::test]
async fn another_date_and_a_verification_that_are_taken_back_leave_the_promise_as_it_was() {
    let world = World::new().await;
    let filed = world.filed_by_couple().await;
    let gate = world.leg(&world.parent, &filed.code, "register_birth").await.id;
    world.pass(9 * HOUR_S);
    for action in [extend("2026-12-02"), Action::Accept { verification: true }] {
        let key = SubmissionKey::fresh();
        act_with_key(&world, &world.justice, gate, action.clone(), key).await;
        assert!(world.track(&world.parent, &filed.code).await.dossier.due_at > filed.due_at, "{action:?}");
        run!(world, world.justice, |tx| casework::undo(tx, &world.book, gate, key)).unwrap();
        assert_eq!(world.track(&world.parent, &filed.code).await.dossier.due_at, filed.due_at, "{action:?}");
    }
}

#[tokio::test]
async fn a_slip_is_taken_back_before_its_notice_and_not_after() {
    let world = World::new().await;
    let filed = world.filed_by_couple().await;
    let gate = world.leg(&world.parent, &filed.code, "register_birth").await;
    let refuse = || Action::Refuse { reason: "not-entitled".into(), words: "không đúng thẩm quyền".into() };
    let key = SubmissionKey::fresh();
    act_with_key(&world, &world.justice, gate.id, refuse(), key).await;
    assert_eq!(world.track(&world.parent, &filed.code).await.dossier.status, Status::NotReceived);
    let seen = run!(world, world.justice, |tx| casework::examine(tx, &world.book, gate.id)).unwrap();
    assert_eq!(seen.undo.map(|undo| undo.key), Some(key));

    let colleague = testkit::officer("H41.1.TP", COMMUNE, &["justice"]);
    let other = run!(world, colleague, |tx| casework::undo(tx, &world.book, gate.id, key));
    assert!(refused(other, codes::UNDO_TOO_LATE), "only who did it takes it back");
    run!(world, world.justice, |tx| casework::undo(tx, &world.book, gate.id, key)).unwrap();
    let back = world.track(&world.parent, &filed.code).await;
    assert_eq!((back.dossier.status, back.dossier.finished_at), (Status::New, None));
    assert_eq!(back.legs[0].status, Status::New);
    assert!(back.legs[1..].iter().all(|leg| leg.status == Status::New && leg.finished_at.is_none()));
    let held = "SELECT count(*) FROM casework.notice WHERE kind = 'refused' AND state = 'held'";
    assert_eq!(world.count(held).await, 1);
    // Pressed twice it is taken back once, and the second press is told the same.
    run!(world, world.justice, |tx| casework::undo(tx, &world.book, gate.id, key)).unwrap();
    assert_eq!(world.track(&world.parent, &filed.code).await.events.len(), back.events.len());

    // What the citizen was asked for is not asked once it is taken back.
    let ask = Ask { field: "papers.no_notice".into(), reason: "unreadable".into(), words: "Ảnh mờ".into() };
    let asking = SubmissionKey::fresh();
    let action = Action::AskSupplement { items: vec![ask], ground: None };
    act_with_key(&world, &world.justice, gate.id, action, asking).await;
    assert_eq!(world.track(&world.parent, &filed.code).await.supplements.len(), 1);
    run!(world, world.justice, |tx| casework::undo(tx, &world.book, gate.id, asking)).unwrap();
    let back = world.track(&world.parent, &filed.code).await;
    assert_eq!((back.supplements.len(), back.legs[0].supplements), (0, 0));

    // Too late once the notice may have gone.
    let key = SubmissionKey::fresh();
    act_with_key(&world, &world.justice, gate.id, refuse(), key).await;
    world.pass(NOTICE_GONE_S);
    assert!(refused(
        run!(world, world.justice, |tx| casework::undo(tx, &world.book, gate.id, key)),
        codes::UNDO_TOO_LATE
    ));
    assert_eq!(world.track(&world.parent, &filed.code).await.dossier.status, Status::NotReceived);
}

#[tokio::test]
async fn a_registered_birth_is_not_taken_back() {
    let world = World::new().await;
    let filed = world.filed_by_couple().await;
    let gate = world.leg(&world.parent, &filed.code, "register_birth").await;
    let key = SubmissionKey::fresh();
    act_with_key(&world, &world.justice, gate.id, Action::Approve, key).await;
    let seen = run!(world, world.justice, |tx| casework::examine(tx, &world.book, gate.id)).unwrap();
    assert!(seen.undo.is_none());
    assert!(refused(
        run!(world, world.justice, |tx| casework::undo(tx, &world.book, gate.id, key)),
        codes::UNDO_TOO_LATE
    ));
    assert_eq!(world.track(&world.parent, &filed.code).await.legs[0].status, Status::Done);
}

#[tokio::test]
async fn the_counter_sees_its_commune_takes_papers_in_and_hands_results_over() {
    let world = World::new().await;
    let filed = world.filed_by_couple().await;
    let counter = testkit::officer("H41.1.MC", COMMUNE, &["one_stop"]);
    let elsewhere = testkit::officer("H41.2.MC", OTHER_COMMUNE, &["one_stop"]);
    let list = |actor: Actor, filter| {
        let world = &world;
        async move { run!(world, actor, |tx| casework::counter_list(tx, filter, None)).unwrap() }
    };
    let own = list(counter.clone(), CounterFilter::Every).await;
    assert_eq!(own.rows.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(), [filed.code.as_str()]);
    assert_eq!((own.counts.every, own.counts.fresh, own.counts.here), (1, 1, 0));
    assert_eq!((own.rows[0].legs.len(), own.rows[0].applicant_name.as_deref()), (4, Some("Trần Thị Bình")));
    assert_eq!(list(counter.clone(), CounterFilter::Here).await.rows.len(), 0, "it came by the portal");
    assert_eq!(list(elsewhere.clone(), CounterFilter::Every).await.rows.len(), 0);
    let missing = run!(world, elsewhere, |tx| casework::at_counter(tx, filed.dossier));
    assert!(refused(missing, codes::DOSSIER_NOT_FOUND));
    let not_theirs = run!(world, world.justice, |tx| casework::counter_list(tx, CounterFilter::Every, None));
    assert!(not_theirs.is_err());

    let took = run!(world, counter, |tx| casework::receive_at_counter(tx, &world.book, filed.dossier)).unwrap();
    assert_eq!(took, 1, "only the part that has reached its agency");
    let again = run!(world, counter, |tx| casework::receive_at_counter(tx, &world.book, filed.dossier));
    assert!(refused(again, codes::STEP_NOT_OPEN));
    let papers =
        "SELECT count(*) FROM casework.handover WHERE kind = 'papers' AND sender = 'H41.1.MC' AND state = 'asked'";
    assert_eq!(world.count(papers).await, 1);
    let gate = world.leg(&world.parent, &filed.code, "register_birth").await;
    assert_eq!((gate.status, gate.claimed), (Status::Received, None));

    let early = run!(world, counter, |tx| casework::hand_out(tx, &world.book, gate.id, Receiver::Applicant));
    assert!(refused(early, codes::NOTHING_TO_HAND_OUT));
    world.act(&world.justice, gate.id, Action::Approve).await.unwrap();
    assert_eq!(world.count(papers).await, 0, "the agency took the papers up");
    let no_paper = run!(world, counter, |tx| casework::hand_out(tx, &world.book, gate.id, Receiver::Proxy(" ".into())));
    assert!(refused(no_paper, codes::PROXY_PAPER_MISSING));
    let not_here = run!(world, elsewhere, |tx| casework::hand_out(tx, &world.book, gate.id, Receiver::Applicant));
    assert!(refused(not_here, codes::DOSSIER_NOT_FOUND));
    let proxy = Receiver::Proxy("Giấy ủy quyền 12/2026".into());
    run!(world, counter, |tx| casework::hand_out(tx, &world.book, gate.id, proxy.clone())).unwrap();
    let twice = run!(world, counter, |tx| casework::hand_out(tx, &world.book, gate.id, Receiver::Applicant));
    assert!(refused(twice, codes::NOTHING_TO_HAND_OUT));

    world.answer(world.due().await[0], Outcome::Assigned(number(Sex::Male, 2026, 77))).await;
    let legs = world.track(&world.parent, &filed.code).await.legs;
    for (officer, leg) in [(&world.police, 1), (&world.insurance, 2), (&world.police, 3)] {
        world.act(officer, legs[leg].id, Action::Approve).await.unwrap();
        run!(world, counter, |tx| casework::hand_out(tx, &world.book, legs[leg].id, Receiver::Applicant)).unwrap();
    }
    let done = world.track(&world.parent, &filed.code).await;
    assert_eq!(done.dossier.status, Status::Returned);
    assert_eq!((done.handouts.len(), done.handouts[0].receiver.clone()), (4, proxy));
}
