//! Permanent residence by itself (1.004222): into another household or a new one, with whose consent, and every way it
//! does not come about.

use crate::{
    run,
    world::{World, choice, commune, number, refused},
};
use basis::{Actor, PersonId, SubmissionKey};
use casework::{Action, Ask, ConsentState, Submitted, codes};
use population::{Basis, Place, RegisterBirth, RelativeRef};
use procedure::{Answers, ConsentOf, Status, Value};
use vietnam::{Address, BirthDate, FullName, HouseholdRelation, PersonalId, Sex};

pub(crate) const RESIDENCE: &str = "1.004222";

pub(crate) fn name(text: &str) -> Value {
    Value::Name(FullName::parse(text).unwrap())
}

pub(crate) fn set(answers: &mut Answers, rows: Vec<(&str, Value)>) {
    for (key, value) in rows {
        answers.set(key, value);
    }
}

/// Somebody asks to join the household of Lê Văn Bá at Số 2.
pub(crate) fn joining(consent: &str) -> Answers {
    let mut answers = Answers::default();
    set(
        &mut answers,
        vec![
            ("applicant.who", choice("self")),
            ("requester.email", Value::Email("a@example.vn".into())),
            ("residence.joins", choice("other")),
            ("residence.address", Value::Address(Address::new(commune(), "Số 2"))),
            ("residence.head_name", name("Lê Văn Bá")),
            ("residence.head_personal_id", Value::PersonalId(number(Sex::Male, 1965, 13))),
            ("residence.relation", choice("staying")),
            ("dwelling.kind", choice("registered")),
            ("members.any", Value::YesNo(false)),
            ("consent.head", choice(consent)),
            ("consent.owner", choice("as_head")),
            ("results.manner", choice("electronic")),
        ],
    );
    answers
}

/// The couple founds a household of their own at Số 9.
fn founding() -> Answers {
    let mut answers = Answers::default();
    set(
        &mut answers,
        vec![
            ("applicant.who", choice("self")),
            ("residence.joins", choice("new")),
            ("residence.address", Value::Address(Address::new(commune(), "Số 9"))),
            ("dwelling.kind", choice("owned")),
            ("members.any", Value::YesNo(true)),
            ("member1.name", name("Nguyễn Văn Dũng")),
            ("member1.birth", Value::BirthDate(BirthDate::parse("3/4/1995").unwrap())),
            ("member1.sex", choice("male")),
            ("member1.personal_id", Value::PersonalId(number(Sex::Male, 1995, 11))),
            ("member1.relation", choice("husband")),
            ("member1.more", Value::YesNo(false)),
            ("results.manner", choice("electronic")),
        ],
    );
    answers
}

pub(crate) async fn filed(world: &World, actor: &Actor, answers: &Answers, papers: &[&str]) -> Submitted {
    let draft = world.draft_of(RESIDENCE, actor, answers, papers).await;
    world.submit(actor, draft, SubmissionKey::fresh()).await.unwrap()
}

/// A child of the unmarried mother, registered and with a number, resident nowhere yet.
pub(crate) async fn child_of_single(world: &World, born: &str, serial: u32) -> (PersonId, PersonalId) {
    let system = world.system();
    let birth = BirthDate::parse(born).unwrap();
    let given = number(Sex::Male, birth.year(), serial);
    let command = RegisterBirth {
        name: FullName::parse("Lê Minh Khôi").unwrap(),
        sex: Sex::Male,
        birth,
        birth_place: None,
        registered: Place::in_unit(commune(), String::new()),
        origin: None,
        ethnicity: None,
        religion: None,
        nationalities: vec!["VN".into()],
        mother: Some(RelativeRef::Person(world.single)),
        father: None,
        guardian: None,
        is_twin: false,
        basis: Basis::law("Luật Hộ tịch 60/2014 Đ13"),
        confirmed: vec![],
    };
    let child = run!(world, system, |tx| async {
        let may = tx.allow::<population::may::RegisterBirth>()?;
        let born = population::register_birth(tx, may, command).await?;
        let may = tx.allow::<population::may::AssignNumber>()?;
        let basis = Basis::law("Luật Căn cước 26/2023 Đ12");
        population::assign_number(tx, may, born.person, given, &basis).await?;
        Ok::<_, basis::Failure>(born.person)
    });
    (child.unwrap(), given)
}

/// The mother asks for her child.
fn for_child(who: &str, born: &str, given: PersonalId) -> Answers {
    let mut answers = joining("vneid");
    set(
        &mut answers,
        vec![
            ("applicant.who", choice(who)),
            ("person.name", name("Lê Minh Khôi")),
            ("person.birth", Value::Date(BirthDate::parse(born).unwrap().day().unwrap())),
            ("person.sex", choice("male")),
            ("person.personal_id", Value::PersonalId(given)),
            ("residence.relation", choice("grandchild_or_nibling")),
        ],
    );
    answers
}

#[tokio::test]
async fn an_adult_joins_a_household_whose_head_consents_in_the_portal() {
    let world = World::new().await;
    let filed = filed(&world, &world.guardian_actor, &joining("vneid"), &[]).await;
    assert!(filed.code.starts_with("H41.1.CA-"), "the police receive it: {}", filed.code);
    let before = world.track(&world.guardian_actor, &filed.code).await;
    assert_eq!(before.legs.len(), 1);
    let leg = before.legs[0].id;
    assert_eq!(basis::today_at(before.legs[0].opened.unwrap().due).to_string(), "2026-12-03", "seven working days");
    let states: Vec<_> = before.consents.iter().map(|one| (one.who, one.way.as_str(), one.state)).collect();
    let stated = ConsentState::Stated;
    assert_eq!(states, [(ConsentOf::Head, "vneid", stated), (ConsentOf::Owner, "as_head", stated)]);
    assert!(before.consents.iter().all(|one| one.article.contains("Đ20.2")));

    // The head is asked, and nobody else may answer for him.
    let head = before.consents[0].person.unwrap();
    let heads = testkit::citizen(head);
    let asked = run!(world, heads, |tx| casework::my_consents(tx, &world.book)).unwrap();
    assert_eq!(asked.iter().map(|one| one.movers.join(", ")).collect::<Vec<_>>(), ["Võ Thị Mai"]);
    assert_eq!(asked[0].code, filed.code);
    let id = asked[0].consent.id;
    let stranger = run!(world, world.parent, |tx| casework::give_consent(tx, id, true));
    assert!(refused(stranger, codes::DOSSIER_NOT_FOUND));
    assert!(refused(world.act(&world.police, leg, Action::Approve).await, codes::CONSENT_UNSEEN));
    for _ in 0..2 {
        run!(world, heads, |tx| casework::give_consent(tx, id, true)).unwrap();
    }
    let late = run!(world, heads, |tx| casework::give_consent(tx, id, false));
    assert!(refused(late, codes::CONSENT_ANSWERED));
    assert!(run!(world, heads, |tx| casework::my_consents(tx, &world.book)).unwrap().is_empty());

    let seen = run!(world, world.police, |tx| casework::examine(tx, &world.book, leg)).unwrap();
    assert_eq!(seen.household.map(|home| home.id), Some(world.single_household));
    assert_eq!(seen.people.iter().map(|(who, _)| *who).collect::<Vec<_>>(), ["requester", "head"]);
    assert_eq!(world.act(&world.police, leg, Action::Approve).await.unwrap().status, Status::Done);

    let system = world.system();
    let home = run!(world, system, |tx| population::household_of(tx, world.guardian)).unwrap().unwrap();
    assert_eq!(home.id, world.single_household);
    let done = world.track(&world.guardian_actor, &filed.code).await;
    assert_eq!(done.dossier.status, Status::Done);
    let notice = &done.results[0];
    assert_eq!((notice.kind.as_str(), notice.holder), ("residence_notice", world.guardian));
    assert_eq!(notice.content["head"], "Lê Văn Bá");
    assert!(notice.content["before"].as_str().unwrap().contains("Số 3"));
    assert_eq!(run!(world, world.guardian_actor, |tx| casework::my_vault(tx)).unwrap().len(), 1);
    assert!(run!(world, heads, |tx| casework::my_vault(tx)).unwrap().is_empty(), "the head only agreed");
    assert_eq!(world.findings().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_couple_founds_a_household_of_its_own() {
    let world = World::new().await;
    let filed = filed(&world, &world.parent, &founding(), &["papers.home"]).await;
    let leg = world.leg(&world.parent, &filed.code, "register_residence").await.id;
    assert!(world.track(&world.parent, &filed.code).await.consents.is_empty(), "their own house, nobody to ask");
    world.act(&world.police, leg, Action::Approve).await.unwrap();
    let system = world.system();
    let home = run!(world, system, |tx| population::household_of(tx, world.mother)).unwrap().unwrap();
    assert_ne!(home.id, world.household);
    assert_eq!(home.head.as_ref().map(|head| head.id), Some(world.mother));
    assert_eq!(home.members[0].relation, HouseholdRelation::HUSBAND);
    let notice = &world.track(&world.parent, &filed.code).await.results[0];
    assert_eq!(notice.content["members"].as_array().unwrap().len(), 1);
    let fathers = testkit::citizen(world.father);
    assert_eq!(run!(world, fathers, |tx| casework::my_vault(tx)).unwrap().len(), 1, "who moves along has it too");
}

#[tokio::test]
async fn a_head_who_leaves_others_behind_is_confirmed() {
    let world = World::new().await;
    let mut answers = founding();
    answers.set("members.any", Value::YesNo(false));
    let fathers = testkit::citizen(world.father);
    let filed = filed(&world, &fathers, &answers, &["papers.home"]).await;
    let leg = world.leg(&fathers, &filed.code, "register_residence").await.id;
    let code = population::codes::HOUSEHOLD_HEAD_LEAVES;
    assert!(refused(world.act(&world.police, leg, Action::Approve).await, code));
    world.act_confirming(&world.police, leg, Action::Approve, vec![code]).await.unwrap();
    let system = world.system();
    let old = run!(world, system, |tx| population::get_household(tx, world.household)).unwrap();
    assert!(old.head.is_none() && old.members.len() == 1);
}

#[tokio::test]
async fn a_child_under_six_joins_its_mother_without_consent_of_the_head() {
    let world = World::new().await;
    let (child, given) = child_of_single(&world, "5/5/2024", 91).await;
    let filed = filed(&world, &world.single_parent, &for_child("child_under_6", "5/5/2024", given), &[]).await;
    let tracked = world.track(&world.single_parent, &filed.code).await;
    let who: Vec<_> = tracked.consents.iter().map(|one| (one.who, one.way.as_str())).collect();
    assert_eq!(who, [(ConsentOf::Parent, "filed")]);
    world.act(&world.police, tracked.legs[0].id, Action::Approve).await.unwrap();
    let system = world.system();
    let home = run!(world, system, |tx| population::household_of(tx, child)).unwrap().unwrap();
    assert_eq!(home.id, world.single_household);
    assert!(run!(world, world.single_parent, |tx| casework::my_vault(tx)).unwrap().len() == 1);
}

#[tokio::test]
async fn the_exception_for_small_children_ends_at_six_and_holds_only_where_a_parent_lives() {
    let world = World::new().await;
    let (_, given) = child_of_single(&world, "5/5/2018", 92).await;
    let old = for_child("child_under_6", "5/5/2018", given);
    let draft = world.draft_of(RESIDENCE, &world.single_parent, &old, &[]).await;
    assert!(refused(world.submit(&world.single_parent, draft, SubmissionKey::fresh()).await, codes::CHILD_TOO_OLD));

    // Into the household of strangers, as if they were the parents'.
    let (_, given) = child_of_single(&world, "5/5/2024", 93).await;
    let mut strangers = for_child("child_under_6", "5/5/2024", given);
    set(
        &mut strangers,
        vec![
            ("residence.address", Value::Address(Address::new(commune(), "Số 1"))),
            ("residence.head_name", name("Nguyễn Văn Dũng")),
            ("residence.head_personal_id", Value::PersonalId(number(Sex::Male, 1995, 11))),
        ],
    );
    let filed = filed(&world, &world.single_parent, &strangers, &[]).await;
    let leg = world.leg(&world.single_parent, &filed.code, "register_residence").await.id;
    assert!(refused(world.act(&world.police, leg, Action::Approve).await, codes::CONSENT_MISSING));
}

#[tokio::test]
async fn somebody_who_is_no_relative_files_for_a_child_only_with_papers() {
    let world = World::new().await;
    let (_, given) = child_of_single(&world, "5/5/2017", 94).await;
    let answers = for_child("ward", "5/5/2017", given);
    let filed = filed(&world, &world.guardian_actor, &answers, &["papers.relation"]).await;
    let leg = world.leg(&world.guardian_actor, &filed.code, "register_residence").await.id;
    let both = vec![codes::RELATION_NOT_RECORDED, codes::CONSENT_UNSEEN];
    assert!(refused(world.act(&world.police, leg, Action::Approve).await, codes::RELATION_NOT_RECORDED));
    world.act_confirming(&world.police, leg, Action::Approve, both).await.unwrap();
    let consents = world.track(&world.guardian_actor, &filed.code).await.consents;
    assert!(consents.iter().all(|one| one.state == ConsentState::Checked), "{consents:?}");
}

#[tokio::test]
async fn a_signed_consent_is_a_paper_that_the_officer_has_seen() {
    let world = World::new().await;
    let filed = filed(&world, &world.guardian_actor, &joining("signed"), &["papers.consent"]).await;
    let leg = world.leg(&world.guardian_actor, &filed.code, "register_residence").await.id;
    assert!(refused(world.act(&world.police, leg, Action::Approve).await, codes::CONSENT_UNSEEN));
    world.act_confirming(&world.police, leg, Action::Approve, vec![codes::CONSENT_UNSEEN]).await.unwrap();
    let kept = "SELECT count(*) FROM casework.consent WHERE state = 'checked' AND answered_by IS NOT NULL";
    assert_eq!(world.count(kept).await, 2);
}

#[tokio::test]
async fn a_consent_that_is_refused_or_claimed_by_another_stops_the_move() {
    let world = World::new().await;
    let refusing = filed(&world, &world.guardian_actor, &joining("vneid"), &[]).await;
    let tracked = world.track(&world.guardian_actor, &refusing.code).await;
    let heads = testkit::citizen(tracked.consents[0].person.unwrap());
    run!(world, heads, |tx| casework::give_consent(tx, tracked.consents[0].id, false)).unwrap();
    let out =
        world.act_confirming(&world.police, tracked.legs[0].id, Action::Approve, vec![codes::CONSENT_UNSEEN]).await;
    assert!(refused(out, codes::CONSENT_MISSING));
    let refuse = Action::Refuse { reason: "no_consent".into(), words: "chủ hộ không đồng ý".into() };
    world.act(&world.police, tracked.legs[0].id, refuse).await.unwrap();
    assert_eq!(world.track(&world.guardian_actor, &refusing.code).await.dossier.status, Status::NotReceived);

    // "The head is me", says somebody whose number is another than the head's: the form does not take it.
    let claiming = world.draft_of(RESIDENCE, &world.guardian_actor, &joining("self"), &[]).await;
    let out = world.submit(&world.guardian_actor, claiming, SubmissionKey::fresh()).await;
    assert!(refused(out, procedure::codes::ANSWER_UNFIT));
    let system = world.system();
    let home = run!(world, system, |tx| population::household_of(tx, world.guardian)).unwrap().unwrap();
    assert_eq!(home.id, world.guardian_household, "nothing has moved");
}

#[tokio::test]
async fn a_head_named_wrongly_is_mended_by_a_supplement_and_asked_anew() {
    let world = World::new().await;
    let mut wrong = joining("vneid");
    wrong.set("residence.head_personal_id", Value::PersonalId(number(Sex::Male, 1965, 99)));
    let filed = filed(&world, &world.guardian_actor, &wrong, &[]).await;
    let leg = world.leg(&world.guardian_actor, &filed.code, "register_residence").await.id;
    let confirmed = vec![codes::CONSENT_UNSEEN];
    let out = world.act_confirming(&world.police, leg, Action::Approve, confirmed.clone()).await;
    assert!(refused(out, codes::HOUSEHOLD_NOT_FOUND));
    let item =
        Ask {
            field: "residence.head_personal_id".into(), reason: "differs".into(), words: "số không đúng".into()
        };
    world.act(&world.police, leg, Action::AskSupplement { items: vec![item], ground: None }).await.unwrap();
    let mut changed = Answers::default();
    changed.set("residence.head_personal_id", Value::PersonalId(number(Sex::Male, 1965, 13)));
    let key = SubmissionKey::fresh();
    let answered = run!(world, world.guardian_actor, |tx| {
        casework::answer_supplement(tx, &world.book, &filed.code, leg, &changed, key)
    });
    answered.unwrap();
    let consents = world.track(&world.guardian_actor, &filed.code).await.consents;
    let heads = testkit::citizen(consents[0].person.unwrap());
    assert_eq!(run!(world, heads, |tx| casework::my_consents(tx, &world.book)).unwrap().len(), 1);
    world.act_confirming(&world.police, leg, Action::Approve, confirmed).await.unwrap();
}

#[tokio::test]
async fn a_move_is_filed_once_decided_once_and_not_made_twice() {
    let world = World::new().await;
    let draft = world.draft_of(RESIDENCE, &world.parent, &founding(), &["papers.home"]).await;
    let key = SubmissionKey::fresh();
    let first = world.submit(&world.parent, draft, key).await.unwrap();
    let second = world.submit(&world.parent, draft, key).await.unwrap();
    assert_eq!((first.dossier, first.secret), (second.dossier, second.secret));
    let leg = world.leg(&world.parent, &first.code, "register_residence").await.id;
    let key = SubmissionKey::fresh();
    for again in [false, true] {
        let command = casework::Decide { leg, action: Action::Approve, key, confirmed: vec![] };
        let decided = run!(world, world.police, |tx| casework::decide(tx, &world.book, command)).unwrap();
        assert_eq!(decided.again, again);
    }
    assert_eq!(world.track(&world.parent, &first.code).await.results.len(), 1);
    // Into the household in which one lives already.
    let home = filed(&world, &world.single_parent, &joining("vneid"), &[]).await;
    let leg = world.leg(&world.single_parent, &home.code, "register_residence").await.id;
    let out = world.act_confirming(&world.police, leg, Action::Approve, vec![codes::CONSENT_UNSEEN]).await;
    assert!(refused(out, population::codes::RESIDENCE_ALREADY_HERE));
}

#[tokio::test]
async fn a_move_is_withdrawn_or_late() {
    let world = World::new().await;
    let withdrawn = filed(&world, &world.guardian_actor, &joining("vneid"), &[]).await;
    let key = SubmissionKey::fresh();
    run!(world, world.guardian_actor, |tx| casework::withdraw(tx, &world.book, &withdrawn.code, key)).unwrap();
    let tracked = world.track(&world.guardian_actor, &withdrawn.code).await;
    let heads = testkit::citizen(tracked.consents[0].person.unwrap());
    assert!(run!(world, heads, |tx| casework::my_consents(tx, &world.book)).unwrap().is_empty());
    let late = run!(world, heads, |tx| casework::give_consent(tx, tracked.consents[0].id, true));
    assert!(refused(late, codes::CONSENT_ANSWERED));

    let forgotten = filed(&world, &world.guardian_actor, &joining("vneid"), &[]).await;
    world.pass(15 * 24 * 3600);
    assert_eq!(world.findings().await, ["lost"], "nobody took it up within its term");
    let leg = world.leg(&world.guardian_actor, &forgotten.code, "register_residence").await.id;
    world.act_confirming(&world.police, leg, Action::Approve, vec![codes::CONSENT_UNSEEN]).await.unwrap();
    assert_eq!(world.findings().await, Vec::<String>::new());
}

#[tokio::test]
async fn only_the_police_of_that_commune_decide_and_only_over_its_households() {
    let world = World::new().await;
    let mut elsewhere = joining("vneid");
    // The declared address lies here, the household of that head elsewhere: not this agency's to decide.
    elsewhere.set("residence.address", Value::Address(Address::new(commune(), "Số 77")));
    let filed = filed(&world, &world.guardian_actor, &elsewhere, &[]).await;
    let leg = world.leg(&world.guardian_actor, &filed.code, "register_residence").await.id;
    assert!(refused(world.act(&world.justice, leg, Action::Approve).await, codes::DOSSIER_NOT_FOUND));
    let confirmed = vec![codes::CONSENT_UNSEEN];
    let out = world.act_confirming(&world.police, leg, Action::Approve, confirmed).await;
    assert!(refused(out, codes::ADDRESS_DIFFERS), "the address is the officer's to compare");
}
