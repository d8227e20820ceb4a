//! The citizen's side: supplements, withdrawal, and looking a dossier up with code and secret.

use crate::{
    run,
    world::{COMMUNE, LINKED, OTHER_COMMUNE, WHY, World, couple, receipt, refused},
};
use basis::{Actor, SubmissionKey};
use casework::{Action, Ask, Contact, codes};
use procedure::{Answers, Status, Value};
use vietnam::FullName;

fn ask(field: &str) -> Action {
    let item = Ask { field: field.into(), reason: "unreadable".into(), words: "ảnh mờ".into() };
    Action::AskSupplement { items: vec![item], ground: None }
}

#[tokio::test]
async fn a_supplement_gives_the_time_back_and_changes_only_what_was_asked() {
    let world = World::new().await;
    let filed = world.filed_by_couple().await;
    let gate = world.leg(&world.parent, &filed.code, "register_birth").await;
    let due = gate.opened.unwrap().due;
    let new = receipt("new");
    let early = run!(world, world.parent, |tx| {
        casework::add_supplement_paper(tx, &filed.code, "papers.no_notice", "moi.pdf", &new)
    });
    assert!(refused(early, codes::STEP_NOT_OPEN));
    world.act(&world.justice, gate.id, ask("child.name")).await.unwrap();
    let asked = world.track(&world.parent, &filed.code).await;
    assert_eq!(asked.dossier.status, Status::SupplementAsked);
    assert!(refused(world.act(&world.justice, gate.id, Action::Approve).await, codes::STEP_NOT_OPEN));

    world.pass(2 * 24 * 3600);
    let mut changed = Answers::default();
    changed.set("child.name", Value::Name(FullName::parse("Nguyễn Minh Anh").unwrap()));
    changed.set("child.sex", Value::Choice("female".into()));
    let key = SubmissionKey::fresh();
    for _ in 0..2 {
        let answered = run!(world, world.parent, |tx| {
            casework::answer_supplement(tx, &world.book, &filed.code, gate.id, &changed, key)
        });
        answered.unwrap();
    }
    let after = world.track(&world.parent, &filed.code).await;
    let answers = world.book.answers(&after.dossier).unwrap();
    assert_eq!(answers.name("child.name").map(FullName::as_str), Some("Nguyễn Minh Anh"));
    assert_eq!(answers.choice("child.sex"), Some("male"), "nobody asked for it");
    assert_eq!(after.legs[0].status, Status::Received, "nobody had taken it in");
    assert!(after.legs[0].opened.unwrap().due > due);
    assert!(after.legs[0].paused_minutes > 0);
    assert!(after.supplements.iter().all(|supplement| supplement.answered_at.is_some()));
    assert!(refused(world.act(&world.justice, gate.id, ask("child.name")).await, codes::SUPPLEMENT_AGAIN));
    world.act(&world.justice, gate.id, Action::Approve).await.unwrap();
    let certificate = &world.track(&world.parent, &filed.code).await.results[0];
    assert_eq!(certificate.content["name"], "Nguyễn Minh Anh");
}

#[tokio::test]
async fn a_parents_number_that_was_mended_leads_to_another_parent() {
    let world = World::new().await;
    let filed = world.filed_by_couple().await;
    let gate = world.leg(&world.parent, &filed.code, "register_birth").await;
    let item = |field: &str| Ask { field: field.into(), reason: "differs".into(), words: "sai".into() };
    let items = vec![item("mother.personal_id"), item("mother.name"), item("mother.birth")];
    world.act(&world.justice, gate.id, Action::AskSupplement { items, ground: None }).await.unwrap();
    let mut changed = Answers::default();
    changed.set("mother.personal_id", Value::PersonalId(crate::world::number(vietnam::Sex::Female, 2001, 14)));
    changed.set("mother.name", Value::Name(FullName::parse("Lê Thị Thu").unwrap()));
    changed.set("mother.birth", Value::BirthDate(vietnam::BirthDate::parse("1/12/2001").unwrap()));
    let key = SubmissionKey::fresh();
    let answered = run!(world, world.parent, |tx| {
        casework::answer_supplement(tx, &world.book, &filed.code, gate.id, &changed, key)
    });
    answered.unwrap();
    world.act(&world.justice, gate.id, Action::Approve).await.unwrap();
    let decided = world.track(&world.parent, &filed.code).await.dossier;
    assert_eq!(decided.people.mother, Some(world.single), "it stands as it was decided");
    let child = decided.subject.unwrap();
    let system = world.system();
    let family = run!(world, system, |tx| population::family_of(tx, child)).unwrap();
    assert_eq!(family.mother.and_then(|mother| mother.person().map(|view| view.id)), Some(world.single));
}

#[tokio::test]
async fn a_paper_answers_a_request_for_a_paper() {
    let world = World::new().await;
    let filed = world.filed_by_couple().await;
    let gate = world.leg(&world.parent, &filed.code, "register_birth").await;
    world.act(&world.justice, gate.id, ask("papers.no_notice")).await.unwrap();
    let new = receipt("new");
    let paper = run!(world, world.parent, |tx| {
        casework::add_supplement_paper(tx, &filed.code, "papers.no_notice", "moi.pdf", &new)
    });
    paper.unwrap();
    let key = SubmissionKey::fresh();
    let none = Answers::default();
    let answered = run!(world, world.parent, |tx| {
        casework::answer_supplement(tx, &world.book, &filed.code, gate.id, &none, key)
    });
    answered.unwrap();
    let after = world.track(&world.parent, &filed.code).await;
    assert_eq!(after.papers.len(), 2);
    assert_eq!(world.book.answers(&after.dossier).unwrap().files().count(), 2);
}

#[tokio::test]
async fn a_dossier_is_withdrawn_until_it_is_finished() {
    let world = World::new().await;
    let filed = world.filed_by_couple().await;
    let key = SubmissionKey::fresh();
    for _ in 0..2 {
        run!(world, world.parent, |tx| casework::withdraw(tx, &world.book, &filed.code, key)).unwrap();
    }
    let after = world.track(&world.parent, &filed.code).await;
    assert_eq!((after.dossier.status, after.dossier.finished_at.is_some()), (Status::Stopped, true));
    let again = SubmissionKey::fresh();
    let late = run!(world, world.parent, |tx| casework::withdraw(tx, &world.book, &filed.code, again));
    assert!(refused(late, codes::WITHDRAW_TOO_LATE));
    let gate = after.legs[0].id;
    assert!(refused(world.act(&world.justice, gate, Action::Approve).await, codes::STEP_NOT_OPEN));
    world.pass(10 * 24 * 3600);
    assert_eq!(world.findings().await, Vec::<String>::new(), "what was withdrawn is not lost");
}

#[tokio::test]
async fn a_registered_birth_stays_and_gets_its_number_when_the_rest_is_withdrawn() {
    let world = World::new().await;
    let (filed, handover) = world.registered().await;
    let key = SubmissionKey::fresh();
    run!(world, world.parent, |tx| casework::withdraw(tx, &world.book, &filed.code, key)).unwrap();
    let given = crate::world::number(vietnam::Sex::Male, 2026, 77);
    assert!(world.answer(handover, casework::Outcome::Assigned(given)).await);
    let after = world.track(&world.parent, &filed.code).await;
    assert_eq!((after.dossier.status, after.results.len()), (Status::Done, 2));
}

#[tokio::test]
async fn code_and_secret_show_the_state_and_guessing_is_slowed_down() {
    let world = World::new().await;
    let filed = world.filed_by_couple().await;
    let secret = filed.secret.clone().unwrap();
    let stranger = Actor::Stranger;
    let look = async |code: &str, secret: &str, from: &str| {
        let from = from.parse().unwrap();
        run!(world, stranger, |tx| casework::look_up(tx, code, secret, from)).unwrap()
    };
    let owner = "192.0.2.1";
    let found = look(&filed.code.to_lowercase(), &format!(" {} ", secret.to_lowercase()), owner).await;
    let seen = found.answer.unwrap();
    assert_eq!((seen.code.as_str(), seen.status, seen.legs.len()), (filed.code.as_str(), Status::New, 4));
    // The whole network of a guesser is one, however many addresses it has.
    for place in 0..10 {
        let guess = look(&filed.code, "0000", &format!("2001:db8:1:2::{place}")).await;
        assert!(refused(guess.answer, codes::LOOKUP_WRONG));
    }
    assert!(refused(look(&filed.code, &secret, "2001:db8:1:2:ffff::1").await.answer, codes::LOOKUP_TOO_MANY));
    assert!(look(&filed.code, &secret, "2001:db8:1:3::1").await.answer.is_ok(), "others are not shut out");
    for place in 0..10 {
        let guess = look(&filed.code, "0000", &format!("198.51.100.{place}")).await;
        assert!(refused(guess.answer, codes::LOOKUP_WRONG));
    }
    // Twenty strangers have guessed at this one: it is answered, to a network that knew it at once.
    let known = look(&filed.code, &secret, owner).await;
    assert!(known.answer.is_ok() && known.after_ms == 0);
    let elsewhere = look(&filed.code, &secret, "203.0.113.77").await;
    assert!(elsewhere.answer.is_ok() && elsewhere.after_ms == 1000, "{elsewhere:?}");
    let wrong = look(&filed.code, "0000", "203.0.113.78").await;
    assert!(wrong.after_ms == 1000 && refused(wrong.answer, codes::LOOKUP_WRONG), "the wait tells nothing");
    world.pass(16 * 60);
    assert_eq!(look(&filed.code, &secret, "203.0.113.79").await.after_ms, 0);
    let wrong_code = look("H41.1.TP-20261123-0009999", &secret, owner).await;
    assert!(refused(wrong_code.answer, codes::LOOKUP_WRONG), "a code that is not there is told like a wrong secret");

    world.pass(31 * 24 * 3600);
    let system = world.system();
    assert!(run!(world, system, |tx| casework::sweep_lookups(tx)).unwrap() > 20);
    assert_eq!(world.count("SELECT count(*) FROM casework.lookup_attempt").await, 0);
}

#[tokio::test]
async fn a_hundred_guesses_at_once_are_counted_as_a_hundred() {
    let world = World::new().await;
    let filed = world.filed_by_couple().await;
    let mut guesses = Vec::new();
    for _ in 0..16 {
        let (ctx, code) = (world.db.ctx(Actor::Stranger), filed.code.clone());
        guesses.push(tokio::spawn(async move {
            let mut tx = ctx.begin(WHY).await.unwrap();
            let out = casework::look_up(&mut tx, &code, "0000", "192.0.2.9".parse().unwrap()).await;
            tx.finish(out).await.unwrap().answer
        }));
    }
    let mut wrong = 0;
    for guess in guesses {
        let refusal = guess.await.unwrap().unwrap_err();
        wrong += u32::from(refusal.refusal().unwrap().has(codes::LOOKUP_WRONG));
    }
    assert_eq!(wrong, 10, "the others wait");
}

#[tokio::test]
async fn consent_at_the_counter_goes_with_the_dossier() {
    let world = World::new().await;
    let mother = world.mother;
    let none = run!(world, world.justice, |tx| casework::start_assisted_draft(tx, &world.book, LINKED, mother, " "));
    assert!(refused(none, codes::ASSISTED_CONSENT));
    let consent = "đồng ý bằng chữ ký tại quầy";
    let draft =
        run!(world, world.justice, |tx| { casework::start_assisted_draft(tx, &world.book, LINKED, mother, consent) });
    let draft = draft.unwrap();
    let paper = receipt("desk");
    run!(world, world.justice, |tx| casework::add_paper(tx, draft, "papers.no_notice", "a.pdf", &paper)).unwrap();
    let opened = run!(world, world.justice, |tx| casework::open_draft(tx, &world.book, draft)).unwrap();
    let mut answers = opened.answers.clone();
    for (key, value) in couple("Nguyễn Minh An", "no").iter() {
        answers.set(key, value.clone());
    }
    let revision = opened.draft.revision;
    run!(world, world.justice, |tx| casework::save_draft(tx, &opened.draft, &answers, "", revision)).unwrap();
    let filed = world.submit(&world.justice, draft, SubmissionKey::fresh()).await.unwrap();
    let kept = "SELECT count(*) FROM casework.dossier WHERE consent = 'đồng ý bằng chữ ký tại quầy' AND door = 'desk'";
    assert_eq!(world.count(kept).await, 1);
    let seen = world.track(&world.parent, &filed.code).await;
    assert_eq!(seen.dossier.applicant, Some(mother));
}

#[tokio::test]
async fn a_supplement_is_judged_like_the_form_and_a_tampered_one_changes_nothing() {
    let world = World::new().await;
    let filed = world.filed_by_couple().await;
    let gate = world.leg(&world.parent, &filed.code, "register_birth").await;
    let item = |field: &str| Ask { field: field.into(), reason: "differs".into(), words: "xem lại".into() };
    let unknown = Action::AskSupplement { items: vec![item("child.shoe")], ground: None };
    assert!(refused(world.act(&world.justice, gate.id, unknown).await, codes::REASON_MISSING));
    let items = vec![item("child.sex"), item("child.birth"), item("mother.personal_id"), item("papers.no_notice")];
    world.act(&world.justice, gate.id, Action::AskSupplement { items, ground: None }).await.unwrap();

    let sex = |value: Value| ("child.sex", value);
    let good = |value| {
        let mut changed = Answers::default();
        changed.set("child.birth", Value::Date("2026-11-19".parse().unwrap()));
        changed.set("mother.personal_id", Value::PersonalId(crate::world::number(vietnam::Sex::Female, 1998, 12)));
        let (key, value): (&str, Value) = value;
        changed.set(key, value);
        changed
    };
    let send = async |changed: &Answers| {
        let key = SubmissionKey::fresh();
        run!(world, world.parent, |tx| {
            casework::answer_supplement(tx, &world.book, &filed.code, gate.id, changed, key)
        })
    };
    let female = || Value::Choice("female".into());
    assert!(refused(send(&good(sex(female()))).await, procedure::codes::FILE_MISSING), "no new paper has come");
    let new = receipt("new");
    let paper = run!(world, world.parent, |tx| {
        casework::add_supplement_paper(tx, &filed.code, "papers.no_notice", "moi.pdf", &new)
    });
    paper.unwrap();
    for (value, code) in [
        (sex(Value::Choice("dragon".into())), procedure::codes::ANSWER_UNFIT),
        (sex(Value::Text("female".into())), procedure::codes::ANSWER_UNFIT),
    ] {
        assert!(refused(send(&good(value)).await, code));
    }
    let mut future = good(sex(female()));
    future.set("child.birth", Value::Date("2026-12-24".parse().unwrap()));
    assert!(refused(send(&future).await, procedure::codes::DATE_IN_FUTURE));
    // The father's number as the mother's: unusual in sex and year, and the same person twice.
    let mut fathers = good(sex(female()));
    let his = crate::world::number(vietnam::Sex::Male, 1995, 11);
    fathers.set("mother.personal_id", Value::PersonalId(his));
    assert!(refused(send(&fathers).await, procedure::codes::SAME_PERSON_TWICE));
    let still = world.track(&world.parent, &filed.code).await;
    assert_eq!(still.dossier.status, Status::SupplementAsked);
    assert_eq!(world.book.answers(&still.dossier).unwrap().choice("child.sex"), Some("male"));
    send(&good(sex(female()))).await.unwrap();
    let after = world.track(&world.parent, &filed.code).await;
    assert_eq!(world.book.answers(&after.dossier).unwrap().choice("child.sex"), Some("female"));
}

#[tokio::test]
async fn a_notice_goes_to_the_number_the_filer_gave_first() {
    let world = World::new().await;
    let notices = async || {
        // Longer than a notice is held back, and than the lease of one that was claimed.
        world.pass(301);
        let system = world.system();
        let waiting = run!(world, system, |tx| casework::claim_notices(tx)).unwrap();
        waiting.into_iter().map(|outgoing| outgoing.contacts).collect::<Vec<_>>()
    };
    world.filed_by_couple().await;
    let of_register = Contact::Phone("0912345678".into());
    assert_eq!(notices().await, [vec![of_register.clone()]]);
    let given = serde_json::json!({ "requester.phone": { "kind": "phone", "value": "0987654321" }, "requester.email": { "kind": "email", "value": "me@example.vn" } });
    sqlx::query("UPDATE casework.dossier SET answers = jsonb_set(answers, '{fields}', answers -> 'fields' || $1)")
        .bind(given)
        .execute(&world.db.owner)
        .await
        .unwrap();
    let (phone, email) = (Contact::Phone("0987654321".into()), Contact::Email("me@example.vn".into()));
    assert_eq!(notices().await, [vec![phone, email, of_register]]);
}

#[tokio::test]
async fn a_lost_secret_is_replaced_and_the_old_one_ends() {
    let world = World::new().await;
    let filed = world.filed_by_couple().await;
    let old = filed.secret.clone().unwrap();
    let stranger = Actor::Stranger;
    let tries = async |secret: &str| {
        let address = std::net::IpAddr::from([203, 0, 113, 7]);
        run!(world, stranger, |tx| casework::look_up(tx, &filed.code, secret, address)).unwrap().answer.is_ok()
    };
    assert!(tries(&old).await);

    // Another family's dossier is as if it were not there.
    let other = run!(world, world.single_parent, |tx| casework::reissue_secret(tx, &filed.code));
    assert!(refused(other, codes::DOSSIER_NOT_FOUND));
    let new = run!(world, world.parent, |tx| casework::reissue_secret(tx, &filed.code)).unwrap();
    assert_ne!(new, old);
    assert!(!tries(&old).await, "the old one ended");
    assert!(tries(&new).await);

    // At the counter of the commune, and of no other.
    let counter = testkit::officer("H41.1.MC", COMMUNE, &["one_stop"]);
    let elsewhere = testkit::officer("H41.2.MC", OTHER_COMMUNE, &["one_stop"]);
    let id = filed.dossier;
    let out = run!(world, elsewhere, |tx| casework::reissue_secret_at_counter(tx, id));
    assert!(refused(out, codes::DOSSIER_NOT_FOUND));
    let out = run!(world, world.police, |tx| casework::reissue_secret_at_counter(tx, id));
    assert!(out.is_err(), "the police have no counter");
    let third = run!(world, counter, |tx| casework::reissue_secret_at_counter(tx, id)).unwrap();
    assert!(!tries(&new).await);
    assert!(tries(&third).await);

    let tracked = world.track(&world.parent, &filed.code).await;
    let kinds: Vec<_> = tracked.events.iter().filter(|event| event.kind == "secret-reissued").collect();
    assert_eq!(kinds.iter().map(|event| event.actor_kind.as_str()).collect::<Vec<_>>(), ["citizen", "officer"]);
    let trail = "SELECT count(*) FROM trail.access WHERE dossier IS NOT NULL AND fields = 'lookup_secret'
                 AND person IS NOT NULL";
    assert_eq!(world.count(trail).await, 2);
    let told = "SELECT count(*) FROM casework.notice WHERE kind = 'secret-reissued'";
    assert_eq!(world.count(told).await, 2);
}
