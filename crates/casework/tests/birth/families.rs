//! Families that are not the usual one, and births that are filed in an unusual way.

use crate::{
    run,
    world::{LINKED, OTHER_COMMUNE, World, choice, couple, mother_only, number, refused},
};
use basis::{AgencyCode, HouseholdId, PersonId, SubmissionKey, UnitCode};
use casework::{Action, HomeStands, Outcome, codes};
use identity::{Agency, AgencyKind, NewAgency};
use jiff::civil::date;
use population::{
    Basis, LifeEndKind, Personal, RecordDeath,
    bulk::{self, BulkHousehold, BulkItem, BulkPerson},
    may::{LoadBulk, RecordDeath as MayRecordDeath},
};
use procedure::{Answers, Value};
use vietnam::{Address, BirthDate, FullName, HouseholdRelation, Sex, UnitKey};

async fn dies(world: &World, person: PersonId, on: basis::Date) {
    let system = world.system();
    let death = run!(world, system, |tx| async {
        let may = tx.allow::<MayRecordDeath>()?;
        let command = RecordDeath {
            person,
            kind: LifeEndKind::Dead,
            on,
            basis: Basis::law("Luật Hộ tịch 60/2014 Đ32").on_paper("giấy báo tử 00002.GBT.40001.26"),
            confirmed: vec![],
        };
        population::record_death(tx, may, command).await
    });
    death.unwrap();
}

#[tokio::test]
async fn a_mother_who_died_before_the_birth_did_not_bear_the_child() {
    let world = World::new().await;
    dies(&world, world.mother, date(2026, 11, 1)).await;
    let fathers = testkit::citizen(world.father);
    let mut answers = couple("Nguyễn Minh An", "no");
    for (key, value) in [
        ("requester.relation", choice("father")),
        ("parents.married", Value::YesNo(false)),
        ("mother.name", Value::Name(FullName::parse("Trần Thị Bình").unwrap())),
        ("mother.personal_id", Value::PersonalId(number(Sex::Female, 1998, 12))),
        ("mother.birth", Value::BirthDate(BirthDate::parse("1/2/1998").unwrap())),
        ("mother.ethnicity", choice("kinh")),
        ("mother.residence", Value::Address(Address::new(crate::world::commune(), "Số 1"))),
        ("residence.joins", choice("father")),
    ] {
        answers.set(key, value);
    }
    let draft = world.draft(&fathers, &answers, &["papers.no_notice", "papers.recognition"]).await;
    let out = world.submit(&fathers, draft, SubmissionKey::fresh()).await;
    assert!(refused(out, codes::MOTHER_DEAD));
    // Nothing is lost: the draft is there, with every answer.
    let kept = run!(world, fathers, |tx| casework::open_draft(tx, &world.book, draft)).unwrap();
    assert_eq!(kept.answers.name("child.name").map(FullName::as_str), Some("Nguyễn Minh An"));
}

#[tokio::test]
async fn a_man_whom_the_register_knows_as_one_is_no_mother() {
    let world = World::new().await;
    let fathers = testkit::citizen(world.father);
    let mut answers = mother_only();
    answers.confirm("number-says-other-sex@mother.personal_id");
    answers.confirm("married-mother-alone@child.parents");
    let draft = world.draft(&fathers, &answers, &["papers.no_notice"]).await;
    let out = world.submit(&fathers, draft, SubmissionKey::fresh()).await;
    let said = format!("{out:?}");
    assert!(refused(out, codes::MOTHER_IS_A_MAN), "{said}");
}

#[tokio::test]
async fn a_birth_filed_late_is_asked_about_accepted_and_flagged() {
    let world = World::new().await;
    let mut answers = couple("Nguyễn Minh An", "no");
    answers.set("child.birth", Value::Date(date(2026, 8, 1)));
    let draft = world.draft(&world.parent, &answers, &["papers.no_notice"]).await;
    let out = world.submit(&world.parent, draft, SubmissionKey::fresh()).await;
    assert!(refused(out, procedure::codes::BIRTH_FILED_LATE));
    answers.confirm("birth-filed-late@child.birth");
    let filed = world.filed(&world.parent, &answers, &["papers.no_notice"]).await;
    let tracked = world.track(&world.parent, &filed.code).await;
    assert!(tracked.dossier.filed_late);
    world.act(&world.justice, tracked.legs[0].id, Action::Approve).await.unwrap();
    assert_eq!(world.track(&world.parent, &filed.code).await.results[0].content["late"], true);
}

#[tokio::test]
async fn a_child_registered_already_is_shown_beside_the_new_one() {
    let world = World::new().await;
    let (first, _) = world.registered().await;
    let child = world.track(&world.parent, &first.code).await.dossier.subject.unwrap();
    let again = world.filed_by_couple().await;
    let gate = world.leg(&world.parent, &again.code, "register_birth").await.id;
    let seen = run!(world, world.justice, |tx| casework::examine(tx, &world.book, gate)).unwrap();
    assert_eq!(seen.alike.iter().map(|other| other.person).collect::<Vec<_>>(), [child]);
    assert!(refused(world.act(&world.justice, gate, Action::Approve).await, codes::POSSIBLE_DUPLICATE));
}

/// A father who lives alone in another commune, whose police there is a separate agency.
pub(crate) async fn father_elsewhere(world: &World) -> PersonId {
    let father = PersonId::fresh();
    let tiers = date(2025, 7, 1);
    let unit = UnitKey { code: OTHER_COMMUNE.to_owned(), valid_from: Some(tiers) };
    let facts = Personal::new(FullName::parse("Hồ Văn Nam").unwrap(), BirthDate::parse("9/9/1999").unwrap(), Sex::Male);
    let mut person = BulkPerson::new(father, facts);
    person.personal_id = Some(number(Sex::Male, 1999, 31));
    person.membership = Some((HouseholdRelation::HEAD, Some(tiers)));
    let home = BulkHousehold {
        id: HouseholdId::fresh(),
        file_no: None,
        address: Address::new(unit, "Số 7"),
        since: Some(tiers),
        members: vec![person],
    };
    let ctx = world.db.system();
    let may = ctx.allow::<LoadBulk>().unwrap();
    let items = vec![BulkItem::Household(home)].into_iter();
    bulk::load(&ctx, may, &world.db.owner, &Basis::law("NĐ 37/2021 Đ5"), items, |_| {}).await.unwrap();
    let police = NewAgency {
        agency: Agency {
            code: AgencyCode("H41.2.CA".to_owned()),
            name: "Công an mẫu H41.2.CA".to_owned(),
            kind: AgencyKind::Police,
            unit: UnitCode(OTHER_COMMUNE.to_owned()),
            valid_from: tiers,
            valid_to: None,
            confirmed: false,
        },
        serves: vec![UnitCode(OTHER_COMMUNE.to_owned())],
    };
    let system = world.system();
    run!(world, system, |tx| identity::create_agencies(tx, &[police])).unwrap();
    father
}

/// The unmarried mother names the father; the child goes to live with him in the other commune.
fn apart() -> Answers {
    let unit = UnitKey { code: OTHER_COMMUNE.to_owned(), valid_from: Some(date(2025, 7, 1)) };
    let mut answers = mother_only();
    for (key, value) in [
        ("child.parents", choice("both")),
        ("parents.married", Value::YesNo(false)),
        ("father.name", Value::Name(FullName::parse("Hồ Văn Nam").unwrap())),
        ("father.personal_id", Value::PersonalId(number(Sex::Male, 1999, 31))),
        ("father.birth", Value::BirthDate(BirthDate::parse("9/9/1999").unwrap())),
        ("father.ethnicity", choice("kinh")),
        ("father.residence", Value::Address(Address::new(unit.clone(), "Số 7"))),
        ("residence.joins", choice("father")),
        ("residence.address", Value::Address(Address::new(unit, "Số 7"))),
        ("residence.head_name", Value::Name(FullName::parse("Hồ Văn Nam").unwrap())),
        ("residence.head_personal_id", Value::PersonalId(number(Sex::Male, 1999, 31))),
        ("residence.relation", choice("child")),
    ] {
        answers.set(key, value);
    }
    answers
}

#[tokio::test]
async fn parents_in_different_communes_are_served_by_the_agencies_of_both() {
    let world = World::new().await;
    let father = father_elsewhere(&world).await;
    let draft =
        world.draft_of(LINKED, &world.single_parent, &apart(), &["papers.no_notice", "papers.recognition"]).await;
    let filed = world.submit(&world.single_parent, draft, SubmissionKey::fresh()).await.unwrap();
    let tracked = world.track(&world.single_parent, &filed.code).await;
    let agencies: Vec<_> = tracked.legs.iter().map(|leg| leg.agency.0.as_str()).collect();
    assert_eq!(agencies, ["H41.1.TP", "H41.2.CA", "H41.BH01"], "born here, resident there");
    world.act(&world.justice, tracked.legs[0].id, Action::Approve).await.unwrap();
    world.answer(world.due().await[0], Outcome::Assigned(number(Sex::Male, 2026, 77))).await;
    // The police of the mother's commune have no part in it.
    assert!(refused(world.act(&world.police, tracked.legs[1].id, Action::Approve).await, codes::DOSSIER_NOT_FOUND));
    let there = testkit::officer("H41.2.CA", OTHER_COMMUNE, &["police"]);
    world.act(&there, tracked.legs[1].id, Action::Approve).await.unwrap();
    let child = world.track(&world.single_parent, &filed.code).await.dossier.subject.unwrap();
    let system = world.system();
    let home = run!(world, system, |tx| population::household_of(tx, child)).unwrap().unwrap();
    assert_eq!(home.head.map(|head| head.id), Some(father));
}

#[tokio::test]
async fn a_declared_household_that_is_not_the_register_s_is_asked_about() {
    let world = World::new().await;
    father_elsewhere(&world).await;
    let unit = UnitKey { code: OTHER_COMMUNE.to_owned(), valid_from: Some(date(2025, 7, 1)) };
    let mut answers = apart();
    answers.set("residence.address", Value::Address(Address::new(unit, "Số 70")));
    answers.set("residence.head_name", Value::Name(FullName::parse("Hồ Văn Bắc").unwrap()));
    let filed = world.filed(&world.single_parent, &answers, &["papers.no_notice", "papers.recognition"]).await;
    let legs = world.track(&world.single_parent, &filed.code).await.legs;
    world.act(&world.justice, legs[0].id, Action::Approve).await.unwrap();
    world.answer(world.due().await[0], Outcome::Assigned(number(Sex::Male, 2026, 77))).await;
    let there = testkit::officer("H41.2.CA", OTHER_COMMUNE, &["police"]);
    let seen = run!(world, there, |tx| casework::examine(tx, &world.book, legs[1].id)).unwrap();
    let stands: Vec<_> = seen.home.iter().map(|row| (row.field, row.stands)).collect();
    assert_eq!(
        stands,
        [
            ("residence.address", HomeStands::Differs),
            ("residence.head_name", HomeStands::Differs),
            ("residence.head_personal_id", HomeStands::Same),
        ]
    );
    let child = world.track(&world.single_parent, &filed.code).await.dossier.subject.unwrap();
    let system = world.system();
    for confirmed in [vec![], vec![codes::ADDRESS_DIFFERS]] {
        let out = world.act_confirming(&there, legs[1].id, Action::Approve, confirmed).await;
        assert!(refused(out, codes::HEAD_DIFFERS), "nothing is taken in silence");
        assert!(run!(world, system, |tx| population::household_of(tx, child)).unwrap().is_none());
    }
    let both = vec![codes::ADDRESS_DIFFERS, codes::HEAD_DIFFERS];
    world.act_confirming(&there, legs[1].id, Action::Approve, both).await.unwrap();
    let notice = world.leg(&world.single_parent, &filed.code, "register_residence").await;
    let results = world.track(&world.single_parent, &filed.code).await.results;
    let notice = results.iter().find(|result| result.leg == notice.id).unwrap();
    assert_eq!(notice.content["head"], "Hồ Văn Nam", "what was registered is what the paper says");
}
