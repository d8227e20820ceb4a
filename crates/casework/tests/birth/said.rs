//! What results say: everything that the paper's form has a line for and the dossier or the register knows.

use crate::{
    run,
    world::{World, choice, couple, mother_only, number, ward},
};
use casework::{Action, Issued, Outcome};
use procedure::{Answers, Value};
use vietnam::{Address, BirthDate, FullName, Sex};

/// The results of a dossier whose every part was approved, by kind; of the certificate the version with the number.
async fn results(world: &World, actor: &basis::Actor, answers: &Answers, papers: &[&str]) -> Vec<Issued> {
    let filed = world.filed(actor, answers, papers).await;
    let legs = world.track(actor, &filed.code).await.legs;
    world.act(&world.justice, legs[0].id, Action::Approve).await.unwrap();
    world.answer(world.due().await[0], Outcome::Assigned(number(Sex::Male, 2026, 77))).await;
    for leg in &legs[1..] {
        let officer = if leg.role == "insurance" { &world.insurance } else { &world.police };
        world.act(officer, leg.id, Action::Approve).await.unwrap();
    }
    run!(world, actor, |tx| casework::my_vault(tx)).unwrap()
}

fn of<'a>(results: &'a [Issued], kind: &str) -> &'a serde_json::Value {
    &results.iter().filter(|result| result.kind == kind).max_by_key(|result| result.version).unwrap().content
}

#[tokio::test]
async fn every_paper_of_a_birth_names_who_filed_where_they_live_and_who_stands_for_the_child() {
    let world = World::new().await;
    let all = results(&world, &world.parent, &couple("Nguyễn Minh An", "no"), &["papers.no_notice"]).await;
    let home = "Số 1, Phường Thành Vinh, Tỉnh Nghệ An";
    let mother_number = number(Sex::Female, 1998, 12).as_str().to_owned();
    let child_number = number(Sex::Male, 2026, 77).as_str().to_owned();

    let certificate = of(&all, "birth_certificate");
    assert_eq!(certificate["nationality"], "VN");
    assert_eq!(certificate["declarant"]["name"], "Trần Thị Bình");
    assert_eq!(certificate["declarant"]["personal_id"], mother_number);
    assert_eq!(certificate["mother"]["birth_year"], 1998);
    assert_eq!(certificate["father"]["residence"], home);
    assert!(certificate["guardian"].is_null());

    let notice = of(&all, "residence_notice");
    assert_eq!(notice["personal_id"], child_number);
    assert_eq!(notice["head_personal_id"], number(Sex::Male, 1995, 11).as_str());
    assert_eq!((&notice["declarant"], &notice["received"]), (&"Trần Thị Bình".into(), &"2026-11-23".into()));

    let card = of(&all, "health_card");
    assert_eq!(card["address"], home);
    assert_eq!(card["guardian"], "Trần Thị Bình");
    assert_eq!(card["clinic"], "Trạm y tế mẫu");
    assert_eq!((&card["valid_from"], &card["valid_to"]), (&"2026-11-20".into(), &"2032-11-20".into()));
    assert!(card["benefit"].as_str().unwrap().contains("100%"));

    let identity = of(&all, "identity_card_notice");
    assert_eq!((&identity["address"], &identity["guardian"]), (&home.into(), &"Trần Thị Bình".into()));
    assert_eq!((&identity["declarant"], &identity["received"]), (&"Trần Thị Bình".into(), &"2026-11-23".into()));
}

#[tokio::test]
async fn a_parent_whom_the_register_does_not_know_is_named_as_declared() {
    let world = World::new().await;
    let mut answers = mother_only();
    for (key, value) in [
        ("child.parents", choice("both")),
        ("parents.married", Value::YesNo(false)),
        ("father.name", Value::Name(FullName::parse("Hồ Văn Nam").unwrap())),
        ("father.birth", Value::BirthDate(BirthDate::parse("1999").unwrap())),
        ("father.ethnicity", choice("thai")),
        ("father.residence", Value::Address(Address::new(crate::world::commune(), "Số 9"))),
        ("residence.joins", choice("mother")),
    ] {
        answers.set(key, value);
    }
    let all = results(&world, &world.single_parent, &answers, &["papers.no_notice", "papers.recognition"]).await;
    let father = &of(&all, "birth_certificate")["father"];
    assert_eq!(father["name"], "Hồ Văn Nam");
    assert_eq!((&father["birth_year"], &father["ethnicity"]), (&1999.into(), &"thai".into()));
    assert_eq!(father["nationality"], "VN");
    assert_eq!(father["residence"], "Số 9, Phường Thành Vinh, Tỉnh Nghệ An");
}

#[tokio::test]
async fn a_ward_s_papers_name_the_guardian() {
    let world = World::new().await;
    let all = results(&world, &world.guardian_actor, &ward(), &["papers.no_notice", "papers.guardian"]).await;
    let certificate = of(&all, "birth_certificate");
    assert!(certificate["mother"].is_null() && certificate["father"].is_null());
    assert_eq!(certificate["guardian"]["name"], "Võ Thị Mai");
    assert_eq!(certificate["declarant"]["name"], "Võ Thị Mai");
    assert_eq!(of(&all, "health_card")["guardian"], "Võ Thị Mai");
}
