//! The usual way: a birth is registered, the child resident, insured and on its way to a card.

use crate::{
    run,
    world::{World, couple, mother_only, number, refused, ward},
};
use casework::{Action, Outcome, Waiting, codes};
use procedure::Status;
use vietnam::{HouseholdRelation, Sex};

#[tokio::test]
async fn a_birth_is_registered_resident_and_insured() {
    let world = World::new().await;
    let filed = world.filed_by_couple().await;
    assert!(filed.code.starts_with("H41.1.TP-20261123-"), "{}", filed.code);
    let before = world.track(&world.parent, &filed.code).await;
    assert_eq!(before.legs.len(), 4);
    assert!(before.legs[0].gate && before.legs[0].opened.is_some());
    assert!(before.legs[1..].iter().all(|leg| leg.waiting_for == Some(Waiting::Gate) && leg.opened.is_none()));
    assert!(refused(world.act(&world.police, before.legs[1].id, Action::Approve).await, codes::DOSSIER_NOT_FOUND));

    let gate = before.legs[0].id;
    let seen = run!(world, world.justice, |tx| casework::examine(tx, &world.book, gate)).unwrap();
    assert_eq!(seen.people.iter().map(|(who, _)| *who).collect::<Vec<_>>(), ["requester", "mother", "father"]);
    assert_eq!(seen.household.map(|home| home.id), Some(world.household));
    assert_eq!(seen.alike.len(), 0);
    world.act(&world.justice, gate, Action::Accept { verification: false }).await.unwrap();
    world.act(&world.justice, gate, Action::Approve).await.unwrap();

    let opened = world.track(&world.parent, &filed.code).await;
    let child = opened.dossier.subject.unwrap();
    assert_eq!(opened.results.len(), 1);
    assert!(opened.results[0].content["personal_id"].is_null(), "the certificate does not wait for the number");
    assert!(opened.legs[1..].iter().all(|leg| leg.waiting_for == Some(Waiting::Number) && leg.opened.is_some()));
    for (officer, leg) in [(&world.police, 1), (&world.insurance, 2), (&world.police, 3)] {
        let early = world.act(officer, opened.legs[leg].id, Action::Approve).await;
        assert!(refused(early, codes::NUMBER_AWAITED));
    }

    let given = number(Sex::Male, 2026, 77);
    assert!(world.answer(world.due().await[0], Outcome::Assigned(given)).await);
    for (officer, leg) in [(&world.police, 1), (&world.insurance, 2), (&world.police, 3)] {
        let leg = opened.legs[leg].id;
        run!(world, officer, |tx| casework::examine(tx, &world.book, leg)).unwrap();
        assert_eq!(world.act(officer, leg, Action::Approve).await.unwrap().status, Status::Done);
    }

    let done = world.track(&world.parent, &filed.code).await;
    assert_eq!((done.dossier.status, done.dossier.finished_at.is_some()), (Status::Done, true));
    let system = world.system();
    let view = run!(world, system, |tx| population::get_person(tx, child)).unwrap();
    assert_eq!(view.personal_id, Some(given));
    let home = run!(world, system, |tx| population::get_household(tx, world.household)).unwrap();
    let own = home.members.iter().find(|member| member.id == child).unwrap();
    assert_eq!(own.relation, HouseholdRelation::CHILD);

    let vault = run!(world, world.parent, |tx| casework::my_vault(tx)).unwrap();
    let mut kinds: Vec<_> = vault.iter().map(|result| (result.kind.as_str(), result.version)).collect();
    kinds.sort_unstable();
    let four = [("birth_certificate", 2), ("health_card", 1), ("identity_card_notice", 1), ("residence_notice", 1)];
    assert_eq!(kinds, four);
    let certificate = vault.iter().find(|result| result.kind == "birth_certificate").unwrap();
    assert_eq!(certificate.content["personal_id"], given.as_str());
    let fathers = testkit::citizen(world.father);
    assert_eq!(run!(world, fathers, |tx| casework::my_vault(tx)).unwrap().len(), 4);
    let first = done.results.iter().find(|result| result.version == 1 && result.kind == "birth_certificate").unwrap();
    let stranger = basis::Actor::Stranger;
    let old = run!(world, stranger, |tx| casework::check_result(tx, &first.verify_code)).unwrap();
    assert_eq!((old.stands, old.masked_name.as_str()), (casework::Stands::Replaced, "N***** M*** An"));
    let new = run!(world, stranger, |tx| casework::check_result(tx, &certificate.verify_code)).unwrap();
    assert_eq!(new.stands, casework::Stands::Yes);
    assert_eq!(world.findings().await, Vec::<String>::new());
}

#[tokio::test]
async fn every_look_leaves_a_record_with_its_dossier() {
    let world = World::new().await;
    let (filed, handover) = world.registered().await;
    let legs = world.track(&world.parent, &filed.code).await.legs;
    run!(world, world.police, |tx| casework::examine(tx, &world.book, legs[1].id)).unwrap();
    world.answer(handover, Outcome::Assigned(number(Sex::Male, 2026, 77))).await;
    world.act(&world.police, legs[1].id, Action::Approve).await.unwrap();
    let query = "SELECT count(*) FROM trail.access WHERE actor_kind IN ('officer', 'system') AND person IS NOT NULL";
    let every = world.count(query).await;
    assert!(every >= 8, "{every}");
    let query = "SELECT count(*) FROM trail.access WHERE actor_kind IN ('officer', 'system') AND dossier IS NULL";
    assert_eq!(world.count(query).await, 0);
    let query = "SELECT count(DISTINCT dossier) FROM trail.access WHERE dossier IS NOT NULL";
    assert_eq!(world.count(query).await, 1);
}

#[tokio::test]
async fn a_refused_gate_stops_everything() {
    let world = World::new().await;
    let filed = world.filed_by_couple().await;
    let gate = world.leg(&world.parent, &filed.code, "register_birth").await;
    let refuse = || Action::Refuse { reason: "not-entitled".into(), words: "không đúng thẩm quyền".into() };
    world.act(&world.justice, gate.id, refuse()).await.unwrap();
    let after = world.track(&world.parent, &filed.code).await;
    assert_eq!((after.dossier.status, after.dossier.finished_at.is_some()), (Status::NotReceived, true));
    assert!(after.legs[1..].iter().all(|leg| leg.status == Status::NotReceived && leg.finished_at.is_some()));
    assert_eq!((after.dossier.subject, after.results.len(), world.due().await.len()), (None, 0, 0));
    assert!(refused(world.act(&world.justice, gate.id, Action::Approve).await, codes::STEP_NOT_OPEN));
}

#[tokio::test]
async fn a_refused_leg_stops_nothing_else() {
    let world = World::new().await;
    let (filed, handover) = world.registered().await;
    world.answer(handover, Outcome::Assigned(number(Sex::Male, 2026, 77))).await;
    let legs = world.track(&world.parent, &filed.code).await.legs;
    let refuse = Action::Refuse { reason: "other".into(), words: "không đủ điều kiện".into() };
    world.act(&world.police, legs[1].id, refuse).await.unwrap();
    world.act(&world.insurance, legs[2].id, Action::Approve).await.unwrap();
    assert_eq!(world.track(&world.parent, &filed.code).await.dossier.finished_at, None);
    world.act(&world.police, legs[3].id, Action::Approve).await.unwrap();
    let done = world.track(&world.parent, &filed.code).await;
    assert_eq!(done.dossier.status, Status::Done);
    assert_eq!(done.legs[1].status, Status::NotReceived);
    assert_eq!(done.results.len(), 4, "two certificates, the card and the notice");
}

#[tokio::test]
async fn a_duplicate_stops_the_officer_until_it_is_confirmed() {
    let world = World::new().await;
    world.registered().await;
    let again = world.filed(&world.parent, &couple("Nguyễn Minh An", "no"), &["papers.no_notice"]).await;
    let gate = world.leg(&world.parent, &again.code, "register_birth").await;
    let seen = run!(world, world.justice, |tx| casework::examine(tx, &world.book, gate.id)).unwrap();
    assert_eq!(seen.alike.len(), 1);
    let stopped = world.act(&world.justice, gate.id, Action::Approve).await;
    assert!(refused(stopped, codes::POSSIBLE_DUPLICATE));
    assert_eq!(world.leg(&world.parent, &again.code, "register_birth").await.status, Status::New);
    let confirmed = vec![codes::POSSIBLE_DUPLICATE];
    world.act_confirming(&world.justice, gate.id, Action::Approve, confirmed).await.unwrap();
}

#[tokio::test]
async fn a_twin_is_no_duplicate() {
    let world = World::new().await;
    world.registered().await;
    let twin = world.filed(&world.parent, &couple("Nguyễn Minh Khôi", "yes"), &["papers.no_notice"]).await;
    let gate = world.leg(&world.parent, &twin.code, "register_birth").await;
    world.act(&world.justice, gate.id, Action::Approve).await.unwrap();
    assert_eq!(world.count("SELECT count(DISTINCT subject) FROM casework.dossier").await, 2);
}

#[tokio::test]
async fn the_child_of_a_mother_alone_joins_her_household() {
    let world = World::new().await;
    let filed = world.filed(&world.single_parent, &mother_only(), &["papers.no_notice"]).await;
    let legs = world.track(&world.single_parent, &filed.code).await.legs;
    assert_eq!(legs.len(), 3, "no identity card was wanted");
    world.act(&world.justice, legs[0].id, Action::Approve).await.unwrap();
    world.answer(world.due().await[0], Outcome::Assigned(number(Sex::Male, 2026, 78))).await;
    world.act(&world.police, legs[1].id, Action::Approve).await.unwrap();
    world.act(&world.insurance, legs[2].id, Action::Approve).await.unwrap();
    let done = world.track(&world.single_parent, &filed.code).await;
    assert_eq!(done.dossier.status, Status::Done);
    assert!(done.results[0].content["father"].is_null());
    let system = world.system();
    let home = run!(world, system, |tx| population::get_household(tx, world.single_household)).unwrap();
    let child = home.members.iter().find(|member| Some(member.id) == done.dossier.subject).unwrap();
    assert_eq!(child.relation, HouseholdRelation::GRANDCHILD_OR_NIBLING);
    let family = run!(world, system, |tx| population::family_of(tx, child.id)).unwrap();
    assert_eq!(family.mother.and_then(|mother| mother.person().map(|view| view.id)), Some(world.single));
    assert!(family.father.is_none());
}

#[tokio::test]
async fn a_ward_joins_the_guardians_household() {
    let world = World::new().await;
    let filed = world.filed(&world.guardian_actor, &ward(), &["papers.no_notice", "papers.guardian"]).await;
    let legs = world.track(&world.guardian_actor, &filed.code).await.legs;
    world.act(&world.justice, legs[0].id, Action::Approve).await.unwrap();
    world.answer(world.due().await[0], Outcome::Assigned(number(Sex::Male, 2026, 79))).await;
    world.act(&world.police, legs[1].id, Action::Approve).await.unwrap();
    world.act(&world.insurance, legs[2].id, Action::Approve).await.unwrap();
    let done = world.track(&world.guardian_actor, &filed.code).await;
    assert_eq!((done.dossier.status, done.dossier.people.guardian), (Status::Done, Some(world.guardian)));
    let system = world.system();
    let home = run!(world, system, |tx| population::get_household(tx, world.guardian_household)).unwrap();
    assert!(home.members.iter().any(|member| Some(member.id) == done.dossier.subject));
    assert_eq!(run!(world, world.guardian_actor, |tx| casework::my_vault(tx)).unwrap().len(), 3);
}
