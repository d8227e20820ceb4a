//! Somebody moves into another commune: the police of the old one are told, and take note.

use crate::{
    families::father_elsewhere,
    moving::{filed, joining},
    run,
    world::{OTHER_COMMUNE, World, refused},
};
use casework::{Action, codes};
use procedure::{Answers, Value};

/// Joins the household at Số 2; the father of the other commune has no telephone in the register.
fn leaving() -> Answers {
    let mut answers = joining("signed");
    answers.set("requester.phone", Value::Phone("0912345678".into()));
    answers
}

#[tokio::test]
async fn the_police_of_the_old_commune_are_told_and_take_note() {
    let world = World::new().await;
    let father = father_elsewhere(&world).await;
    let old = testkit::officer("H41.2.CA", OTHER_COMMUNE, &["police"]);
    let mover = testkit::citizen(father);
    let filed = filed(&world, &mover, &leaving(), &["papers.consent"]).await;
    let leg = world.leg(&mover, &filed.code, "register_residence").await.id;
    assert!(run!(world, old, |tx| casework::departures(tx)).unwrap().is_empty());
    let confirmed = vec![codes::CONSENT_UNSEEN, population::codes::HOUSEHOLD_HEAD_LEAVES];
    world.act_confirming(&world.police, leg, Action::Approve, confirmed).await.unwrap();

    let told = run!(world, old, |tx| casework::departures(tx)).unwrap();
    assert_eq!(told.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), [filed.code.as_str()]);
    assert_eq!(told[0].names, ["Hồ Văn Nam"]);
    assert!(told[0].before.as_deref().unwrap().contains("Số 7") && told[0].after.contains("Số 2"));
    assert!(run!(world, world.police, |tx| casework::departures(tx)).unwrap().is_empty(), "not told to themselves");
    let id = told[0].id;
    let wrong = run!(world, world.police, |tx| casework::note_departure(tx, id));
    assert!(refused(wrong, codes::DOSSIER_NOT_FOUND));

    for _ in 0..2 {
        run!(world, old, |tx| casework::note_departure(tx, id)).unwrap();
    }
    assert!(run!(world, old, |tx| casework::departures(tx)).unwrap().is_empty());
    let tracked = world.track(&mover, &filed.code).await;
    let journal = tracked.handovers.iter().find(|one| one.kind.starts_with("departure/")).unwrap();
    assert_eq!((journal.state.as_str(), journal.receiver.as_str(), journal.answers_seen), ("answered", "H41.2.CA", 1));
    assert!(tracked.events.iter().any(|event| event.kind == "departure-noted"));
}

#[tokio::test]
async fn nobody_taking_note_is_found_and_a_move_within_the_commune_tells_nobody() {
    let world = World::new().await;
    let father = father_elsewhere(&world).await;
    let mover = testkit::citizen(father);
    let away = filed(&world, &mover, &leaving(), &["papers.consent"]).await;
    let within = filed(&world, &world.guardian_actor, &leaving(), &["papers.consent"]).await;
    let confirmed = vec![codes::CONSENT_UNSEEN, population::codes::HOUSEHOLD_HEAD_LEAVES];
    for (actor, code) in [(&mover, &away.code), (&world.guardian_actor, &within.code)] {
        let leg = world.leg(actor, code, "register_residence").await.id;
        world.act_confirming(&world.police, leg, Action::Approve, confirmed.clone()).await.unwrap();
    }
    let told = "SELECT count(*) FROM casework.handover WHERE kind LIKE 'departure/%'";
    assert_eq!(world.count(told).await, 1);
    assert_eq!(world.findings().await, Vec::<String>::new());
    world.pass(7 * 24 * 3600);
    assert_eq!(world.findings().await, ["lost"]);
}
