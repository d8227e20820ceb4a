//! The trail against a database: what was written is read back by its owner and by nobody else.

use basis::{Actor, DossierId, PersonId};
use db::{Fields, Subject, Why};
use testkit::TestDb;
use trail::{SeenPage, Viewer, who_saw_dossier, who_saw_me, who_saw_my_child};

const WHY: Why = Why::new("see_queue", "NĐ 63/2024/NĐ-CP");

async fn look(db: &TestDb, actor: Actor, at: PersonId) {
    let mut tx = db.ctx(actor).begin(WHY).await.expect("a transaction begins");
    tx.saw(Subject::Person(at), Fields("name birth"));
    tx.finish(Ok(())).await.expect("the look is kept");
}

async fn seen(db: &TestDb, actor: Actor, person: PersonId) -> Result<SeenPage, basis::Failure> {
    let mut tx = db.ctx(actor).begin(WHY).await.expect("a transaction begins");
    let out = who_saw_me(&mut tx, person, None).await;
    tx.finish(out).await
}

#[tokio::test]
async fn a_citizen_reads_who_looked_and_why_the_latest_first() {
    let db = testkit::database().await;
    let me = PersonId::fresh();
    look(&db, testkit::officer("H40.1", "16690", &["justice"]), me).await;
    db.set_clock("2026-11-24T03:00:00Z");
    look(&db, testkit::citizen(me), me).await;
    look(&db, testkit::citizen(me), PersonId::fresh()).await;

    let page = seen(&db, testkit::citizen(me), me).await.unwrap();
    assert_eq!(page.rows.len(), 2);
    assert_eq!(page.rows[0].viewer, Viewer::Citizen(Some(me)));
    assert_eq!(page.rows[1].viewer, Viewer::Officer(Some(basis::AgencyCode("H40.1".into()))));
    assert_eq!(page.rows[1].fields, ["name", "birth"]);
    assert_eq!((page.rows[1].purpose.as_str(), page.rows[1].ground.as_str()), ("see_queue", "NĐ 63/2024/NĐ-CP"));
    assert_eq!(page.next, None);
}

#[tokio::test]
async fn nobody_reads_the_trail_of_somebody_else() {
    let db = testkit::database().await;
    let me = PersonId::fresh();
    look(&db, testkit::citizen(me), me).await;
    for actor in
        [testkit::citizen(PersonId::fresh()), testkit::officer("H40.1", "16690", &["justice"]), Actor::Stranger]
    {
        assert!(seen(&db, actor, me).await.unwrap_err().refusal().is_some());
    }
}

#[tokio::test]
async fn a_parent_reads_the_trail_of_a_child_that_the_register_gives_them() {
    let db = testkit::database().await;
    let (me, child, other) = (PersonId::fresh(), PersonId::fresh(), PersonId::fresh());
    look(&db, testkit::officer("H40.1", "16690", &["police"]), child).await;
    let mut tx = db.ctx(testkit::citizen(me)).begin(WHY).await.unwrap();
    let page = who_saw_my_child(&mut tx, child, &[child], None).await.unwrap();
    assert_eq!(page.rows.len(), 1);
    assert!(who_saw_my_child(&mut tx, other, &[child], None).await.unwrap_err().refusal().is_some());
    tx.finish(Ok(())).await.unwrap();
}

#[tokio::test]
async fn a_long_trail_is_read_page_by_page_without_losing_a_look() {
    let db = testkit::database().await;
    let me = PersonId::fresh();
    let officer = testkit::officer("H40.1", "16690", &["justice"]);
    for _ in 0..trail::LOOKS_MAX + 5 {
        look(&db, officer.clone(), me).await;
    }
    let mut tx = db.ctx(testkit::citizen(me)).begin(WHY).await.unwrap();
    let first = who_saw_me(&mut tx, me, None).await.unwrap();
    let second = who_saw_me(&mut tx, me, first.next).await.unwrap();
    tx.finish(Ok(())).await.unwrap();
    assert_eq!((first.rows.len(), second.rows.len(), second.next), (trail::LOOKS_MAX, 5, None));
    assert!(first.rows.last().unwrap().id > second.rows[0].id);
}

#[tokio::test]
async fn a_dossier_says_who_opened_it_once_for_each_opening() {
    let db = testkit::database().await;
    let (mine, other) = (DossierId::fresh(), DossierId::fresh());
    let officer = testkit::officer("H40.1", "16690", &["justice"]);
    for (dossier, people) in [(mine, 3), (other, 1), (mine, 2)] {
        let mut tx = db.ctx(officer.clone()).begin(WHY).await.unwrap();
        tx.for_dossier(dossier);
        for _ in 0..people {
            tx.saw(Subject::Person(PersonId::fresh()), Fields("name"));
        }
        tx.finish(Ok(())).await.unwrap();
    }
    let mut tx = db.ctx(officer.clone()).begin(WHY).await.unwrap();
    let looks = who_saw_dossier(&mut tx, mine).await.unwrap();
    tx.finish(Ok(())).await.unwrap();
    assert_eq!(looks.len(), 2, "one opening shows several people and is one look");
    assert!(looks.iter().all(|look| look.account == officer.account()));

    let mut tx = db.ctx(testkit::citizen(PersonId::fresh())).begin(WHY).await.unwrap();
    let refused = who_saw_dossier(&mut tx, mine).await;
    assert!(refused.unwrap_err().refusal().is_some(), "a citizen is not told which officer looked");
}
