//! A birth by itself (1.001193): the gate and nothing behind it.

use crate::{
    run,
    world::{World, couple, mother_only, number, refused},
};
use basis::SubmissionKey;
use casework::{Action, Ask, Outcome, codes};
use procedure::{Answers, Status, Value};
use vietnam::Sex;

const BIRTH: &str = "1.001193";

fn alone(mut answers: Answers) -> Answers {
    answers.set("requester.phone", Value::Phone("0912345678".into()));
    answers
}

#[tokio::test]
async fn a_birth_by_itself_is_registered_and_gets_its_number() {
    let world = World::new().await;
    let draft =
        world.draft_of(BIRTH, &world.parent, &alone(couple("Nguyễn Minh An", "no")), &["papers.no_notice"]).await;
    let key = SubmissionKey::fresh();
    let filed = world.submit(&world.parent, draft, key).await.unwrap();
    assert_eq!(world.submit(&world.parent, draft, key).await.unwrap().dossier, filed.dossier);
    let tracked = world.track(&world.parent, &filed.code).await;
    assert_eq!(tracked.legs.iter().map(|leg| leg.step.as_str()).collect::<Vec<_>>(), ["register_birth"]);
    world.act(&world.justice, tracked.legs[0].id, Action::Approve).await.unwrap();
    let done = world.track(&world.parent, &filed.code).await;
    assert_eq!((done.dossier.status, done.results.len()), (Status::Done, 1));
    let system = world.system();
    let child = done.dossier.subject.unwrap();
    assert!(run!(world, system, |tx| population::household_of(tx, child)).unwrap().is_none(), "no residence was asked");
    let given = number(Sex::Male, 2026, 78);
    assert!(world.answer(world.due().await[0], Outcome::Assigned(given)).await);
    assert_eq!(world.track(&world.parent, &filed.code).await.results.len(), 2, "the certificate anew, with the number");
}

#[tokio::test]
async fn a_birth_by_itself_is_supplemented_refused_or_withdrawn() {
    let world = World::new().await;
    let answers = alone(mother_only());
    let file = async || {
        let draft = world.draft_of(BIRTH, &world.single_parent, &answers, &["papers.no_notice"]).await;
        world.submit(&world.single_parent, draft, SubmissionKey::fresh()).await.unwrap()
    };
    let filed = file().await;
    let leg = world.leg(&world.single_parent, &filed.code, "register_birth").await.id;
    let item = Ask { field: "child.sex".into(), reason: "differs".into(), words: "xem lại".into() };
    world.act(&world.justice, leg, Action::AskSupplement { items: vec![item], ground: None }).await.unwrap();
    let mut changed = Answers::default();
    changed.set("child.sex", Value::Choice("female".into()));
    let key = SubmissionKey::fresh();
    let answered = run!(world, world.single_parent, |tx| {
        casework::answer_supplement(tx, &world.book, &filed.code, leg, &changed, key)
    });
    answered.unwrap();
    let refuse = Action::Refuse { reason: "not_competent".into(), words: "không thuộc thẩm quyền".into() };
    world.act(&world.justice, leg, refuse).await.unwrap();
    let after = world.track(&world.single_parent, &filed.code).await;
    assert_eq!((after.dossier.status, after.dossier.subject), (Status::Stopped, None));

    let withdrawn = file().await;
    let key = SubmissionKey::fresh();
    run!(world, world.single_parent, |tx| casework::withdraw(tx, &world.book, &withdrawn.code, key)).unwrap();
    let leg = world.leg(&world.single_parent, &withdrawn.code, "register_birth").await.id;
    assert!(refused(world.act(&world.justice, leg, Action::Approve).await, codes::STEP_NOT_OPEN));

    let late = file().await;
    world.pass(5 * 24 * 3600);
    assert_eq!(world.findings().await, ["lost"]);
    let leg = world.leg(&world.single_parent, &late.code, "register_birth").await.id;
    world.act(&world.justice, leg, Action::Approve).await.unwrap();
    assert_eq!(world.findings().await, Vec::<String>::new());
}
