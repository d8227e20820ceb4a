//! The old insurance number: asked for where the data say so, shown to the officer, and waited for by nobody.

use crate::{
    card::{card, filed},
    moving::child_of_single,
    run,
    world::{World, number},
};
use basis::HandoverId;
use casework::Action;
use links::{CardNumber, InsuranceAnswer, InsuranceNumbers, LegacyInsuranceNumber, Refused};
use procedure::Status;
use vietnam::{PersonalId, Sex};

async fn due(world: &World) -> Vec<HandoverId> {
    let system = world.system();
    run!(world, system, |tx| casework::due_insurance(tx)).unwrap()
}

async fn answered(world: &World, id: HandoverId, answer: Option<InsuranceAnswer>) {
    let system = world.system();
    let asked = run!(world, system, |tx| casework::begin_asking_insurance(tx, &world.book, id)).unwrap();
    assert!(asked.is_some_and(|question| question.personal_id.is_some() && question.province_digits == "40"));
    run!(world, system, |tx| casework::record_insurance(tx, &world.book, id, answer)).unwrap();
}

fn known_as(personal_id: Option<PersonalId>) -> InsuranceAnswer {
    InsuranceAnswer::Assigned(InsuranceNumbers {
        legacy: LegacyInsuranceNumber::parse("4012345678").unwrap(),
        card: CardNumber::parse("TE1404012345678").unwrap(),
        personal_id,
    })
}

#[tokio::test]
async fn a_found_old_number_is_shown_to_the_officer() {
    let world = World::new().await;
    let (_, given) = child_of_single(&world, "5/5/2024", 91).await;
    let filed = filed(&world, &world.single_parent, &card("5/5/2024", given)).await;
    let leg = world.leg(&world.single_parent, &filed.code, "issue_health_card").await.id;
    let asked = due(&world).await;
    answered(&world, asked[0], Some(known_as(Some(given)))).await;
    let seen = run!(world, world.insurance, |tx| casework::examine(tx, &world.book, leg)).unwrap();
    let found = seen.old_number.unwrap();
    assert_eq!((found.legacy.as_str(), found.agrees), ("4012345678", true));
    assert!(due(&world).await.is_empty());
    // The personal number is what the card stands under all the same.
    world.act(&world.insurance, leg, Action::Approve).await.unwrap();
    let done = world.track(&world.single_parent, &filed.code).await;
    assert_eq!(done.results[0].content["insurance_number"], given.as_str());
    assert_eq!(world.findings().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_register_that_is_silent_or_wrong_stops_nobody() {
    let world = World::new().await;
    let (_, given) = child_of_single(&world, "5/5/2024", 91).await;
    let silent = filed(&world, &world.single_parent, &card("5/5/2024", given)).await;
    answered(&world, due(&world).await[0], None).await;
    let leg = world.leg(&world.single_parent, &silent.code, "issue_health_card").await.id;
    assert_eq!(world.act(&world.insurance, leg, Action::Approve).await.unwrap().status, Status::Done);
    world.pass(7 * 24 * 3600);
    assert!(due(&world).await.is_empty(), "nobody needs it any more");
    assert_eq!(world.findings().await, Vec::<String>::new());

    let (_, given) = child_of_single(&world, "5/5/2023", 93).await;
    let mut answers = card("5/5/2023", given);
    answers.set("child.name", crate::moving::name("Lê Minh Khôi"));
    filed(&world, &world.single_parent, &answers).await;
    let refused = Refused { code: "unknown-person".into() };
    answered(&world, due(&world).await[0], Some(InsuranceAnswer::Refused(refused))).await;
    assert_eq!(world.findings().await, Vec::<String>::new(), "only a refused personal number waits for an officer");

    let (_, given) = child_of_single(&world, "5/5/2022", 92).await;
    let mut answers = card("5/5/2022", given);
    answers.set("child.name", crate::moving::name("Lê Minh Khôi"));
    let wrong = filed(&world, &world.single_parent, &answers).await;
    answered(&world, due(&world).await[0], Some(known_as(Some(number(Sex::Female, 2022, 5))))).await;
    let leg = world.leg(&world.single_parent, &wrong.code, "issue_health_card").await.id;
    let seen = run!(world, world.insurance, |tx| casework::examine(tx, &world.book, leg)).unwrap();
    assert_eq!(seen.old_number.map(|found| found.agrees), Some(false));
    assert_eq!(world.findings().await, ["diverged"]);
    world.act(&world.insurance, leg, Action::Approve).await.unwrap();
}

#[tokio::test]
async fn a_new_born_has_no_old_number_to_ask_for() {
    let world = World::new().await;
    let (_, handover) = world.registered().await;
    world.answer(handover, casework::Outcome::Assigned(number(Sex::Male, 2026, 77))).await;
    assert!(due(&world).await.is_empty());
}
