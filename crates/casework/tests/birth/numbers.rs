//! The number comes late, twice, another time differently, not at all, or cannot be right.

use crate::{
    run,
    world::{World, number, refused},
};
use casework::{Action, Outcome, Waiting, codes};
use vietnam::Sex;

#[tokio::test]
async fn a_number_that_is_announced_for_later_is_asked_for_again() {
    let world = World::new().await;
    let (filed, handover) = world.registered().await;
    assert!(world.answer(handover, Outcome::Later).await);
    assert!(world.answer(handover, Outcome::Problem("no answer within the time".into())).await);
    world.pass(60);
    assert_eq!(world.due().await, [handover]);
    assert!(world.answer(handover, Outcome::Assigned(number(Sex::Male, 2026, 77))).await);
    assert!(world.due().await.is_empty());
    let tracked = world.track(&world.parent, &filed.code).await;
    let asked = tracked.handovers.iter().find(|handover| handover.kind == "number").unwrap();
    assert_eq!((asked.state.as_str(), asked.attempts, asked.answers_seen), ("answered", 3, 1));
    assert_eq!(world.findings().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_question_that_nobody_answers_is_found_lost_and_found_again() {
    let world = World::new().await;
    let (_, handover) = world.registered().await;
    world.pass(3 * 24 * 3600);
    let lost = world.findings().await;
    assert!(lost.contains(&"lost".to_owned()), "{lost:?}");
    let numbers = "SELECT count(*) FROM casework.finding f JOIN casework.handover h ON h.id = f.handover
                   WHERE h.kind = 'number' AND f.closed_at IS NULL";
    assert_eq!(world.count(numbers).await, 1);
    world.answer(handover, Outcome::Assigned(number(Sex::Male, 2026, 77))).await;
    world.findings().await;
    assert_eq!(world.count(numbers).await, 0, "a late answer settles it");
}

#[tokio::test]
async fn the_register_is_asked_by_the_officer_who_registered_the_birth() {
    let world = World::new().await;
    let (filed, handover) = world.registered().await;
    let system = world.system();
    let asked = run!(world, system, |tx| casework::begin_asking(tx, &world.book, handover)).unwrap().unwrap();
    let agency = world.track(&world.parent, &filed.code).await.dossier.agency;
    assert_eq!(asked.agency, agency);
    // MaCanBo has room for twenty characters, and is no name.
    assert_ne!(asked.officer, agency.0);
    assert!(asked.officer.len() <= 20, "{}", asked.officer);
    let own = world.justice.account().unwrap().to_string().replace('-', "").to_uppercase();
    assert!(own.ends_with(asked.officer.trim_start_matches("CB")), "it leads to the account");
}

#[tokio::test]
async fn the_same_number_twice_changes_nothing_and_is_found_doubled() {
    let world = World::new().await;
    let (filed, handover) = world.registered().await;
    let given = number(Sex::Male, 2026, 77);
    world.answer(handover, Outcome::Assigned(given)).await;
    assert!(!world.answer(handover, Outcome::Assigned(given)).await, "nothing is asked a second time");
    let tracked = world.track(&world.parent, &filed.code).await;
    assert_eq!(tracked.results.len(), 2, "one certificate without and one with the number");
    assert_eq!(world.findings().await, ["doubled"]);
    assert_eq!(world.findings().await, ["doubled"], "found once");
}

#[tokio::test]
async fn another_number_is_kept_as_diverging_and_not_entered() {
    let world = World::new().await;
    let (filed, handover) = world.registered().await;
    let given = number(Sex::Male, 2026, 77);
    world.answer(handover, Outcome::Assigned(given)).await;
    world.late_answer(handover, Outcome::Assigned(number(Sex::Male, 2026, 78))).await;
    assert_eq!(world.findings().await, ["diverged", "doubled"]);
    let child = world.track(&world.parent, &filed.code).await.dossier.subject.unwrap();
    let system = world.system();
    let view = run!(world, system, |tx| population::get_person(tx, child)).unwrap();
    assert_eq!(view.personal_id, Some(given));
}

#[tokio::test]
async fn a_number_that_cannot_be_the_childs_waits_for_the_officer() {
    for unfit in [number(Sex::Female, 2026, 77), number(Sex::Male, 2025, 77), number(Sex::Male, 1995, 11)] {
        let world = World::new().await;
        let (filed, handover) = world.registered().await;
        world.answer(handover, Outcome::Assigned(unfit)).await;
        let tracked = world.track(&world.parent, &filed.code).await;
        let asked = tracked.handovers.iter().find(|handover| handover.kind == "number").unwrap();
        assert_eq!((asked.state.as_str(), asked.diverged), ("refused", true));
        assert!(tracked.legs[1..].iter().all(|leg| leg.waiting_for == Some(Waiting::Number)));
        assert_eq!(world.findings().await, ["diverged", "refused"]);
        let gate = tracked.legs[0].id;
        let good = number(Sex::Male, 2026, 99);
        let by_hand =
            run!(world, world.justice, |tx| { casework::take_over_number(tx, &world.book, gate, good.as_str(), &[]) });
        by_hand.unwrap();
        let after = world.track(&world.parent, &filed.code).await;
        assert!(after.legs.iter().all(|leg| leg.waiting_for.is_none()));
    }
}

#[tokio::test]
async fn an_officer_takes_over_what_the_register_refuses() {
    let world = World::new().await;
    let (filed, handover) = world.registered().await;
    world.answer(handover, Outcome::Refused("E07".into())).await;
    assert!(world.due().await.is_empty(), "a refusal is not asked again");
    let legs = world.track(&world.parent, &filed.code).await.legs;
    let take = async |number: &str, confirmed: &[basis::Code]| {
        run!(world, world.justice, |tx| casework::take_over_number(tx, &world.book, legs[0].id, number, confirmed))
    };
    assert!(refused(take("123", &[]).await, codes::NUMBER_UNFIT));
    let odd = number(Sex::Female, 2026, 81);
    assert!(refused(take(odd.as_str(), &[]).await, codes::NUMBER_UNFIT));
    let mothers = number(Sex::Female, 1998, 12);
    assert!(refused(take(mothers.as_str(), &[codes::NUMBER_UNFIT]).await, codes::NUMBER_UNFIT));
    let given = number(Sex::Male, 2026, 82);
    take(given.as_str(), &[]).await.unwrap();
    assert!(refused(take(given.as_str(), &[]).await, codes::STEP_NOT_OPEN));
    world.act(&world.police, legs[1].id, Action::Approve).await.unwrap();
    // It refused and then gives the very number after all: two answers to one question, which is told.
    world.late_answer(handover, Outcome::Assigned(given)).await;
    assert_eq!(world.findings().await, ["doubled"]);
    world.late_answer(handover, Outcome::Assigned(number(Sex::Male, 2026, 83))).await;
    assert!(world.findings().await.contains(&"diverged".to_owned()));
}

#[tokio::test]
async fn an_answer_that_agrees_with_what_an_officer_took_over_is_no_news() {
    let world = World::new().await;
    let (filed, handover) = world.registered().await;
    world.answer(handover, Outcome::Later).await;
    let gate = world.leg(&world.parent, &filed.code, "register_birth").await.id;
    let given = number(Sex::Male, 2026, 82);
    let taken =
        run!(world, world.justice, |tx| { casework::take_over_number(tx, &world.book, gate, given.as_str(), &[]) });
    taken.unwrap();
    world.late_answer(handover, Outcome::Assigned(given)).await;
    assert_eq!(world.findings().await, Vec::<String>::new());
    assert_eq!(world.track(&world.parent, &filed.code).await.results.len(), 2);
}

#[tokio::test]
async fn what_was_killed_after_its_commit_goes_on_from_the_tables() {
    let world = World::new().await;
    let system = world.system();
    // Killed after the approval: the wake-up is lost, the row is not.
    let (filed, handover) = world.registered().await;
    sqlx::query("DELETE FROM graphile_worker._private_jobs").execute(&world.db.owner).await.unwrap();
    assert_eq!(world.due().await, [handover]);
    // Killed after the attempt was noted, before or after the question left: it is asked again with the same id.
    let first = run!(world, system, |tx| casework::begin_asking(tx, &world.book, handover)).unwrap().unwrap();
    world.pass(30);
    assert_eq!(world.due().await, [handover]);
    let second = run!(world, system, |tx| casework::begin_asking(tx, &world.book, handover)).unwrap().unwrap();
    assert_eq!((first.handover, first.entry.as_str()), (second.handover, second.entry.as_str()));
    assert!(!first.entry.is_empty() && first.mother.is_some() && first.father.is_some());
    // Killed after the answer was recorded, so the answer is delivered again.
    let given = number(Sex::Male, 2026, 77);
    world.late_answer(handover, Outcome::Assigned(given)).await;
    world.late_answer(handover, Outcome::Assigned(given)).await;
    assert!(world.due().await.is_empty());
    // Killed before a document was made: the sweep finds it; made twice it is one.
    let waiting = run!(world, system, |tx| casework::claim_results_without_pdf(tx, 10)).unwrap();
    assert_eq!(waiting.len(), 2);
    let hash = "ab".repeat(32);
    for _ in 0..2 {
        run!(world, system, |tx| casework::result_printed(tx, waiting[0], &hash, 10)).unwrap();
    }
    assert!(run!(world, system, |tx| casework::result_to_print(tx, waiting[0])).unwrap().is_none());
    // Nobody else gets what one sender has claimed; after a kill the lease ends, and what was not marked as sent comes again.
    world.pass(60);
    let once = run!(world, system, |tx| casework::claim_notices(tx)).unwrap();
    assert!(!once.is_empty());
    assert!(run!(world, system, |tx| casework::claim_notices(tx)).unwrap().is_empty());
    world.pass(301);
    let again = run!(world, system, |tx| casework::claim_notices(tx)).unwrap();
    assert_eq!(once.len(), again.len());
    for outgoing in &again {
        run!(world, system, |tx| casework::notice_went(tx, &outgoing.notice, Ok("sms"))).unwrap();
    }
    // The first sender was only slow, and says now that it could not: what went out stays sent.
    for outgoing in &once {
        run!(world, system, |tx| casework::notice_went(tx, &outgoing.notice, Err(()))).unwrap();
    }
    world.pass(3600);
    assert!(run!(world, system, |tx| casework::claim_notices(tx)).unwrap().is_empty());
    assert_eq!(world.track(&world.parent, &filed.code).await.results.len(), 2);
}
