//! The health-insurance card of a child who is registered already.

use crate::{
    moving::{child_of_single, name, set},
    run,
    world::{World, choice, commune, number, refused},
};
use basis::{Actor, SubmissionKey};
use casework::{Action, Ask, Submitted, codes};
use procedure::{Answers, Status, Value};
use vietnam::{BirthDate, PersonalId, Sex};

const CARD: &str = "health-card-under-6";

pub(crate) fn card(born: &str, given: PersonalId) -> Answers {
    let mut answers = Answers::default();
    set(
        &mut answers,
        vec![
            ("requester.relation", choice("mother")),
            ("child.name", name("Lê Minh Khôi")),
            ("child.personal_id", Value::PersonalId(given)),
            ("child.birth", Value::Date(BirthDate::parse(born).unwrap().day().unwrap())),
            ("child.sex", choice("male")),
            ("agency.unit", Value::Unit(commune())),
            ("insurance.clinic", Value::Text("Trạm y tế mẫu".into())),
            ("insurance.guardian", choice("mother")),
            ("results.manner", choice("electronic")),
        ],
    );
    answers
}

pub(crate) async fn filed(world: &World, actor: &Actor, answers: &Answers) -> Submitted {
    let draft = world.draft_of(CARD, actor, answers, &[]).await;
    world.submit(actor, draft, SubmissionKey::fresh()).await.unwrap()
}

#[tokio::test]
async fn a_mother_gets_her_childs_card_and_a_second_one_only_knowingly() {
    let world = World::new().await;
    let (child, given) = child_of_single(&world, "5/5/2024", 91).await;
    let first = filed(&world, &world.single_parent, &card("5/5/2024", given)).await;
    let leg = world.leg(&world.single_parent, &first.code, "issue_health_card").await;
    assert_eq!((leg.agency.0.as_str(), leg.gate), ("H41.BH01", true));
    let seen = run!(world, world.insurance, |tx| casework::examine(tx, &world.book, leg.id)).unwrap();
    assert_eq!(seen.people.iter().map(|(who, _)| *who).collect::<Vec<_>>(), ["requester", "child"]);
    let key = SubmissionKey::fresh();
    for again in [false, true] {
        let command = casework::Decide { leg: leg.id, action: Action::Approve, key, confirmed: vec![] };
        let decided = run!(world, world.insurance, |tx| casework::decide(tx, &world.book, command)).unwrap();
        assert_eq!((decided.status, decided.again), (Status::Done, again));
    }
    let done = world.track(&world.single_parent, &first.code).await;
    let issued = &done.results[0];
    assert_eq!((done.results.len(), issued.kind.as_str(), issued.holder), (1, "health_card", child));
    assert_eq!(issued.content["insurance_number"], given.as_str());
    assert_eq!(issued.content["guardian"], "Lê Thị Thu");
    assert_eq!(run!(world, world.single_parent, |tx| casework::my_vault(tx)).unwrap().len(), 1);
    assert_eq!(world.due().await.len(), 0, "nobody is asked for a number that is there");

    let second = filed(&world, &world.single_parent, &card("5/5/2024", given)).await;
    let leg = world.leg(&world.single_parent, &second.code, "issue_health_card").await.id;
    assert!(refused(world.act(&world.insurance, leg, Action::Approve).await, codes::CARD_ALREADY_ISSUED));
    world.act_confirming(&world.insurance, leg, Action::Approve, vec![codes::CARD_ALREADY_ISSUED]).await.unwrap();
}

#[tokio::test]
async fn a_child_that_is_not_found_is_mended_by_a_supplement() {
    let world = World::new().await;
    let (_, given) = child_of_single(&world, "5/5/2024", 91).await;
    let mut wrong = card("5/5/2024", number(Sex::Male, 2024, 92));
    wrong.set("child.name", name("Lê Minh Khôi"));
    let filed = filed(&world, &world.single_parent, &wrong).await;
    let leg = world.leg(&world.single_parent, &filed.code, "issue_health_card").await.id;
    assert!(refused(world.act(&world.insurance, leg, Action::Approve).await, codes::PERSON_NOT_FOUND));
    let item = Ask { field: "child.personal_id".into(), reason: "differs".into(), words: "số không đúng".into() };
    world.act(&world.insurance, leg, Action::AskSupplement { items: vec![item], ground: None }).await.unwrap();
    let mut changed = Answers::default();
    changed.set("child.personal_id", Value::PersonalId(given));
    let key = SubmissionKey::fresh();
    let answered = run!(world, world.single_parent, |tx| {
        casework::answer_supplement(tx, &world.book, &filed.code, leg, &changed, key)
    });
    answered.unwrap();
    world.act(&world.insurance, leg, Action::Approve).await.unwrap();
}

#[tokio::test]
async fn somebody_elses_child_gets_a_card_only_when_the_relation_was_looked_at() {
    let world = World::new().await;
    let (_, given) = child_of_single(&world, "5/5/2024", 91).await;
    let filed = filed(&world, &world.guardian_actor, &card("5/5/2024", given)).await;
    let leg = world.leg(&world.guardian_actor, &filed.code, "issue_health_card").await.id;
    assert!(refused(world.act(&world.insurance, leg, Action::Approve).await, codes::RELATION_NOT_RECORDED));
    let refuse = Action::Refuse { reason: "other".into(), words: "không phải người thân".into() };
    world.act(&world.insurance, leg, refuse).await.unwrap();
    let tracked = world.track(&world.guardian_actor, &filed.code).await;
    assert_eq!((tracked.dossier.status, tracked.results.len()), (Status::NotReceived, 0));
}

#[tokio::test]
async fn a_card_that_is_withdrawn_or_late_leaves_nothing_behind() {
    let world = World::new().await;
    let (_, given) = child_of_single(&world, "5/5/2024", 91).await;
    let withdrawn = filed(&world, &world.single_parent, &card("5/5/2024", given)).await;
    let key = SubmissionKey::fresh();
    run!(world, world.single_parent, |tx| casework::withdraw(tx, &world.book, &withdrawn.code, key)).unwrap();
    let leg = world.leg(&world.single_parent, &withdrawn.code, "issue_health_card").await.id;
    assert!(refused(world.act(&world.insurance, leg, Action::Approve).await, codes::STEP_NOT_OPEN));

    let late = filed(&world, &world.single_parent, &card("5/5/2024", given)).await;
    world.pass(12 * 24 * 3600);
    assert_eq!(world.findings().await, ["lost", "lost"], "the part, and the question for an old number");
    let leg = world.leg(&world.single_parent, &late.code, "issue_health_card").await.id;
    world.act(&world.insurance, leg, Action::Approve).await.unwrap();
    assert_eq!(world.findings().await, Vec::<String>::new());
}
