//! Whatever is sent twice counts once; what another family or agency asks for is not there.

use crate::{
    run,
    world::{LINKED, WHY, World, couple, refused},
};
use basis::SubmissionKey;
use basis::{DraftId, Failure};
use casework::{Action, Decide, Noticed, Submit, Submitted, codes};
use procedure::Value;

#[tokio::test]
async fn submitting_twice_makes_one_dossier() {
    let world = World::new().await;
    let draft = world.draft(&world.parent, &couple("Nguyễn Minh An", "no"), &["papers.no_notice"]).await;
    let key = SubmissionKey::fresh();
    let first = world.submit(&world.parent, draft, key).await.unwrap();
    let same_key = world.submit(&world.parent, draft, key).await.unwrap();
    let other_key = world.submit(&world.parent, draft, SubmissionKey::fresh()).await.unwrap();
    assert!(first.secret.is_some());
    for again in [same_key, other_key] {
        assert_eq!((again.dossier, &again.code, &again.secret), (first.dossier, &first.code, &first.secret));
    }
    assert_eq!(world.count("SELECT count(*) FROM casework.dossier").await, 1);
    assert_eq!(world.count("SELECT count(*) FROM casework.leg").await, 4);
    assert_eq!(world.count("SELECT count(*) FROM casework.paper WHERE dossier IS NOT NULL").await, 1);
}

#[tokio::test]
async fn submitting_eight_times_at_once_makes_one_dossier() {
    let world = World::new().await;
    let draft = world.draft(&world.parent, &couple("Nguyễn Minh An", "no"), &["papers.no_notice"]).await;
    let key = SubmissionKey::fresh();
    let one = || async {
        let ctx = world.db.ctx(world.parent.clone());
        let mut tx = ctx.begin(WHY).await.unwrap();
        let out = casework::submit(&mut tx, &world.book, Submit { draft, key }).await;
        tx.finish(out).await.unwrap()
    };
    let (a, b, c, d, e, f, g, h) = tokio::join!(one(), one(), one(), one(), one(), one(), one(), one());
    let all = [a, b, c, d, e, f, g, h];
    assert!(all.iter().all(|submitted| submitted.dossier == all[0].dossier));
    assert!(all.iter().all(|submitted| submitted.secret.is_some() && submitted.secret == all[0].secret));
    assert_eq!(world.count("SELECT count(*) FROM casework.dossier").await, 1);
}

#[tokio::test]
async fn deciding_twice_registers_one_child() {
    let world = World::new().await;
    let people = "SELECT count(*) FROM population.person";
    let before = world.count(people).await;
    let filed = world.filed_by_couple().await;
    let gate = world.leg(&world.parent, &filed.code, "register_birth").await;
    let key = SubmissionKey::fresh();
    let command = Decide { leg: gate.id, action: Action::Approve, key, confirmed: vec![] };
    let first = run!(world, world.justice, |tx| casework::decide(tx, &world.book, command.clone())).unwrap();
    let again = run!(world, world.justice, |tx| casework::decide(tx, &world.book, command.clone())).unwrap();
    assert_eq!((first.again, again.again, first.status), (false, true, again.status));
    let other_key = Decide { key: SubmissionKey::fresh(), ..command };
    let other = run!(world, world.justice, |tx| casework::decide(tx, &world.book, other_key));
    assert!(refused(other, codes::STEP_NOT_OPEN));
    assert_eq!(world.count(people).await, before + 1);
    assert_eq!(world.count("SELECT count(*) FROM casework.result").await, 1);
}

#[tokio::test]
async fn deciding_twice_at_once_registers_one_child() {
    let world = World::new().await;
    let filed = world.filed_by_couple().await;
    let gate = world.leg(&world.parent, &filed.code, "register_birth").await;
    let key = SubmissionKey::fresh();
    let one = || async {
        let ctx = world.db.ctx(world.justice.clone());
        let mut tx = ctx.begin(WHY).await.unwrap();
        let command = Decide { leg: gate.id, action: Action::Approve, key, confirmed: vec![] };
        let out = casework::decide(&mut tx, &world.book, command).await;
        tx.finish(out).await.unwrap()
    };
    let (a, b, c, d) = tokio::join!(one(), one(), one(), one());
    assert_eq!([a, b, c, d].iter().filter(|decided| decided.again).count(), 3);
    assert_eq!(world.count("SELECT count(*) FROM casework.result").await, 1);
}

#[tokio::test]
async fn what_is_another_agencys_or_familys_is_not_there() {
    let world = World::new().await;
    let (filed, _) = world.registered().await;
    let legs = world.track(&world.parent, &filed.code).await.legs;
    for leg in &legs {
        let elsewhere = world.act(&world.elsewhere, leg.id, Action::Approve).await;
        assert!(refused(elsewhere, codes::DOSSIER_NOT_FOUND));
        let seen = run!(world, world.elsewhere, |tx| casework::examine(tx, &world.book, leg.id));
        assert!(refused(seen, codes::DOSSIER_NOT_FOUND));
        let claimed = run!(world, world.elsewhere, |tx| casework::claim(tx, leg.id, true));
        assert!(refused(claimed, codes::DOSSIER_NOT_FOUND));
        let number = run!(world, world.elsewhere, |tx| casework::take_over_number(tx, &world.book, leg.id, "0", &[]));
        assert!(refused(number, codes::DOSSIER_NOT_FOUND));
    }
    assert!(refused(world.act(&world.insurance, legs[1].id, Action::Approve).await, codes::DOSSIER_NOT_FOUND));

    let other = &world.single_parent;
    assert!(refused(run!(world, other, |tx| casework::track(tx, &filed.code)), codes::DOSSIER_NOT_FOUND));
    let key = SubmissionKey::fresh();
    assert!(refused(
        run!(world, other, |tx| casework::withdraw(tx, &world.book, &filed.code, key)),
        codes::DOSSIER_NOT_FOUND
    ));
    let result = world.track(&world.parent, &filed.code).await.results[0].id;
    assert!(refused(run!(world, other, |tx| casework::my_result(tx, result)), codes::DOSSIER_NOT_FOUND));
    assert_eq!(run!(world, other, |tx| casework::my_dossiers(tx, None)).unwrap().len(), 0);
    let draft = run!(world, world.parent, |tx| casework::start_draft(tx, &world.book, LINKED)).unwrap();
    assert!(refused(run!(world, other, |tx| casework::open_draft(tx, &world.book, draft)), codes::DRAFT_NOT_FOUND));
    assert!(refused(world.submit(other, draft, SubmissionKey::fresh()).await, codes::DRAFT_NOT_FOUND));
}

#[tokio::test]
async fn a_child_filed_again_under_another_name_is_asked_about() {
    let world = World::new().await;
    world.registered().await;
    let renamed = world.filed(&world.parent, &couple("Nguyễn Minh Khôi", "no"), &["papers.no_notice"]).await;
    let gate = world.leg(&world.parent, &renamed.code, "register_birth").await;
    let seen = run!(world, world.justice, |tx| casework::examine(tx, &world.book, gate.id)).unwrap();
    assert_eq!((seen.is_twin, seen.alike.len()), (false, 1));
    assert!(refused(world.act(&world.justice, gate.id, Action::Approve).await, codes::POSSIBLE_DUPLICATE));
    assert_eq!(world.count("SELECT count(*) FROM casework.dossier WHERE subject IS NOT NULL").await, 1);
}

/// A draft of the couple's child that rests on an electronic notice.
async fn noticed(world: &World, name: &str, twin: &str, code: &str, twins: bool) -> DraftId {
    let mut answers = couple(name, twin);
    answers.set("notice.kind", Value::Choice("electronic".into()));
    answers.set("notice.code", Value::Text(code.into()));
    let draft = world.draft(&world.parent, &answers, &[]).await;
    let notice = Noticed {
        code: code.into(),
        child_name: None,
        born: "2026-11-20".parse().unwrap(),
        sex: Some(vietnam::Sex::Male),
        facility: "Bệnh viện mẫu".into(),
        twins,
    };
    run!(world, world.parent, |tx| casework::keep_notice(tx, draft, &notice)).unwrap();
    draft
}

async fn file(world: &World, draft: DraftId) -> Result<Submitted, Failure> {
    world.submit(&world.parent, draft, SubmissionKey::fresh()).await
}

#[tokio::test]
async fn one_birth_notice_serves_one_dossier_until_that_is_withdrawn() {
    let world = World::new().await;
    let (one, two) = ("00001.GCS.40001.26", "00002.GCS.40001.26");
    let first = noticed(&world, "Nguyễn Minh An", "yes", one, true).await;
    let first = file(&world, first).await.unwrap();
    let again = noticed(&world, "Nguyễn Minh Khôi", "yes", one, true).await;
    assert!(refused(file(&world, again).await, codes::NOTICE_USED));
    let twin = noticed(&world, "Nguyễn Minh Khôi", "yes", two, true).await;
    file(&world, twin).await.unwrap();
    let key = SubmissionKey::fresh();
    run!(world, world.parent, |tx| casework::withdraw(tx, &world.book, &first.code, key)).unwrap();
    file(&world, again).await.unwrap();
}

/// Posts one page of a draft; gives what is said against it.
async fn said(world: &World, draft: DraftId, page: &str, pairs: &[(&str, &str)]) -> Vec<String> {
    let opened = run!(world, world.parent, |tx| casework::open_draft(tx, &world.book, draft)).unwrap();
    let definition = world.book.definition(&opened.draft.definition).unwrap();
    let today = "2026-11-23".parse().unwrap();
    let posted = pairs.iter().copied().collect();
    let mut parsed = definition.form.fill(&opened.answers, &opened.facts, today).parse(page, &posted);
    run!(world, world.parent, |tx| { casework::look_beyond(tx, definition, &opened.draft, page, &mut parsed) })
        .unwrap();
    assert_eq!(parsed.is_fine(), parsed.answers.has_visited(page), "a page with a problem is not done");
    let at = |problem: &basis::Problem| format!("{}@{}", problem.code.0, problem.field.as_ref().unwrap());
    parsed.findings.problems.iter().map(at).collect()
}

#[tokio::test]
async fn what_submitting_would_refuse_is_said_on_the_page_that_asks_it() {
    let world = World::new().await;
    let (one, two, lower) = ("00001.GCS.40001.26", "00002.GCS.40001.26", "00001.gcs.40001.26");
    let first = noticed(&world, "Nguyễn Minh An", "yes", one, true).await;
    let next = noticed(&world, "Nguyễn Minh Khôi", "yes", one, true).await;
    let other = noticed(&world, "Nguyễn Minh Khang", "yes", two, true).await;
    let code = async |draft, code| said(&world, draft, "notice_code", &[("notice.code", code)]).await;
    assert_eq!(code(next, one).await, Vec::<String>::new(), "nobody has filed with it yet");
    file(&world, first).await.unwrap();
    assert_eq!(code(next, lower).await, ["birth-notice-used@notice.code"]);
    assert_eq!(code(other, two).await, Vec::<String>::new());
    assert_eq!(code(other, one).await, Vec::<String>::new(), "codes of others cannot be tried out");

    let unit = async |province, commune| {
        said(&world, next, "agency", &[("agency.unit-province", province), ("agency.unit-commune", commune)]).await
    };
    let ours: &str = &format!("{}@2025-07-01", crate::world::COMMUNE);
    assert_eq!(unit("40", ours).await, Vec::<String>::new());
    assert_eq!(unit("01", "00004@2025-07-01").await, ["agency-not-found@agency.unit"]);
}

#[tokio::test]
async fn nobody_is_a_twin_whom_the_hospital_knows_as_the_only_child() {
    let world = World::new().await;
    world.registered().await;
    let draft = noticed(&world, "Nguyễn Minh Khôi", "yes", "00001.GCS.40001.26", false).await;
    let filed = file(&world, draft).await.unwrap();
    let gate = world.leg(&world.parent, &filed.code, "register_birth").await;
    assert!(refused(world.act(&world.justice, gate.id, Action::Approve).await, codes::POSSIBLE_DUPLICATE));
}

#[tokio::test]
async fn a_mended_label_strands_no_dossier() {
    let world = World::new().await;
    let filed = world.filed_by_couple().await;
    let draft = world.draft(&world.parent, &couple("Nguyễn Minh Khôi", "yes"), &["papers.no_notice"]).await;
    assert_eq!(world.count("SELECT count(*) FROM casework.definition").await, 1);
    // The next program carries a mended form.
    let mut tree = procedure::embedded_tree();
    let text = tree.get_mut("sections/family.yaml").unwrap();
    *text = text.replacen("Trẻ sinh ngày nào?", "Trẻ được sinh ngày nào?", 1);
    let mut book = casework::Book {
        catalogue: std::sync::Arc::new(procedure::Catalogue::from_tree(&tree).unwrap()),
        calendar: std::sync::Arc::clone(&world.book.calendar),
    };
    let gate = world.leg(&world.parent, &filed.code, "register_birth").await.id;
    let system = world.system();
    let seen = run!(world, world.justice, |tx| casework::examine(tx, &book, gate));
    assert!(seen.is_err(), "without the kept definition it is stranded");
    let wrong = run!(world, system, |tx| casework::take_in_definitions(tx, &mut book)).unwrap();
    assert_eq!(wrong, Vec::<String>::new());
    run!(world, world.justice, |tx| casework::examine(tx, &book, gate)).unwrap();
    let submit = Submit { draft, key: SubmissionKey::fresh() };
    run!(world, world.parent, |tx| casework::submit(tx, &book, submit)).unwrap();
    run!(world, world.parent, |tx| casework::start_draft(tx, &book, LINKED)).unwrap();
    assert_eq!(world.count("SELECT count(*) FROM casework.definition").await, 2);
    sqlx::query("DELETE FROM casework.definition").execute(&world.db.owner).await.unwrap();
    let mut other =
        casework::Book { catalogue: std::sync::Arc::new(procedure::Catalogue::from_tree(&tree).unwrap()), ..book };
    let wrong = run!(world, system, |tx| casework::take_in_definitions(tx, &mut other)).unwrap();
    assert_eq!(wrong.len(), 1, "the start-up check tells what is nowhere");
}

#[tokio::test]
async fn a_draft_goes_on_under_the_procedure_that_replaced_its_own() {
    let world = World::new().await;
    world.db.set_clock("2026-08-20T03:00:00Z");
    let draft = run!(world, world.parent, |tx| casework::start_draft(tx, &world.book, "2.002621")).unwrap();
    let opened = run!(world, world.parent, |tx| casework::open_draft(tx, &world.book, draft)).unwrap();
    assert_eq!((opened.draft.procedure.as_str(), opened.draft.moved), ("2.002621", None));
    let mut answers = couple("Nguyễn Minh An", "no");
    answers.clear("card.wanted");
    answers.set("child.birth", Value::Date("2026-08-15".parse().unwrap()));
    answers.set("consent.head", Value::Choice("signed".into()));
    let opened = run!(world, world.parent, |tx| casework::open_draft(tx, &world.book, draft)).unwrap();
    let revision = opened.draft.revision;
    run!(world, world.parent, |tx| casework::save_draft(tx, &opened.draft, &answers, "papers_other", revision))
        .unwrap();

    world.db.set_clock("2026-09-02T03:00:00Z");
    let moved = run!(world, world.parent, |tx| casework::open_draft(tx, &world.book, draft)).unwrap();
    assert_eq!(moved.draft.procedure, LINKED);
    let told = moved.draft.moved.clone().unwrap();
    assert_eq!((told.from.as_str(), told.added), ("2.002621", vec!["card.wanted".to_owned()]));
    assert_eq!(told.dropped, ["consent.head"]);
    assert_eq!(moved.answers.name("child.name").unwrap().as_str(), "Nguyễn Minh An");
    let again = run!(world, world.parent, |tx| casework::open_draft(tx, &world.book, draft)).unwrap();
    assert_eq!((again.draft.moved, again.draft.revision), (moved.draft.moved, moved.draft.revision), "once");
    let paper = crate::world::receipt("moved");
    run!(world, world.parent, |tx| casework::add_paper(tx, draft, "papers.no_notice", "a.pdf", &paper)).unwrap();
    let opened = run!(world, world.parent, |tx| casework::open_draft(tx, &world.book, draft)).unwrap();
    let mut answers = opened.answers.clone();
    answers.set("card.wanted", Value::YesNo(true));
    let revision = opened.draft.revision;
    run!(world, world.parent, |tx| casework::save_draft(tx, &opened.draft, &answers, "results", revision)).unwrap();
    let filed = file(&world, draft).await.unwrap();
    let dossier = world.track(&world.parent, &filed.code).await;
    assert_eq!((dossier.dossier.procedure.as_str(), dossier.legs.len()), (LINKED, 4));
}
