//! Who may see whom, what a refusal leaves in the trail, and two clerks with one child before them.

use crate::act_as;
use crate::common::{Register, begin, law, number};
use basis::{Actor, Failure, Kind, PersonId, Timestamp};
use db::Ctx;
use population::{NumberQuery, codes, may};
use std::sync::Arc;
use vietnam::Sex;

fn as_actor(register: &Register, actor: Actor) -> Ctx {
    Ctx::new(Arc::clone(&register.app), actor, basis::RequestId::fresh())
}

/// Asks for everything that is kept of a person, and gives the kinds of the refusals.
async fn ask_for_all(ctx: &Ctx, register: &Register, person: PersonId) -> Vec<Option<Kind>> {
    macro_rules! asked {
        ($call:path, $($argument:expr),+) => {{
            let mut tx = begin(ctx).await;
            let out = $call(&mut tx, $($argument),+).await.map(drop);
            tx.finish(out).await.err().map(|failure: Failure| failure.refusal().unwrap().kind)
        }};
    }
    let (today, now) = (crate::common::TODAY, Timestamp::MAX);
    vec![
        asked!(population::get_person, person),
        asked!(population::person_as_of, person, today, now),
        asked!(population::family_of, person),
        asked!(population::household_of, person),
        asked!(population::list_acts, person),
        asked!(population::facts_for_prefill, person),
        asked!(population::get_household, register.household),
    ]
}

#[tokio::test]
async fn an_id_alone_shows_nobody_to_a_stranger_or_another_citizen() {
    let register = Register::with_family().await;
    let stranger = as_actor(&register, Actor::Stranger);
    assert_eq!(ask_for_all(&stranger, &register, register.father).await, vec![Some(Kind::Forbidden); 7]);
    let powerless = as_actor(&register, testkit::officer("G00.1", "17329", &["nothing"]));
    assert_eq!(ask_for_all(&powerless, &register, register.father).await, vec![Some(Kind::Forbidden); 7]);

    let other = as_actor(&register, testkit::citizen(register.grandfather));
    let mut hidden = vec![Some(Kind::NotFound); 6];
    hidden.push(Some(Kind::Forbidden));
    assert_eq!(ask_for_all(&other, &register, register.father).await, hidden);
    assert_eq!(register.count("SELECT count(*) FROM trail.access").await, 0, "nobody was looked at");

    let own = as_actor(&register, testkit::citizen(register.father));
    let mut seen = vec![None; 6];
    seen.push(Some(Kind::Forbidden));
    assert_eq!(ask_for_all(&own, &register, register.father).await, seen);
    assert_eq!(ask_for_all(&register.ctx(), &register, register.father).await, vec![None; 7]);
}

#[tokio::test]
async fn a_citizen_sees_a_relative_whom_the_register_links() {
    let register = Register::with_family().await;
    let ctx = as_actor(&register, testkit::citizen(register.father));
    let mut tx = begin(&ctx).await;
    let out = async {
        population::family_of(&mut tx, register.father).await?;
        population::get_person(&mut tx, register.mother).await
    }
    .await;
    assert_eq!(tx.finish(out).await.unwrap().id, register.mother);
}

#[tokio::test]
async fn a_guardian_finds_the_ward_and_it_is_no_child_of_theirs() {
    let register = Register::with_family().await;
    let mut birth = register.birth_of_a_stranger("Vừ Minh An", "20/11/2026", Sex::Female);
    birth.guardian = Some(population::RelativeRef::Person(register.father));
    let ward = act_as!(register, may::RegisterBirth, |tx, may| population::register_birth(tx, may, birth)).unwrap();
    let ctx = as_actor(&register, testkit::citizen(register.father));
    let mut tx = begin(&ctx).await;
    let out = population::family_of(&mut tx, register.father).await;
    let family = tx.finish(out).await.unwrap();
    let ids = |of: &[population::Relative]| -> Vec<_> {
        of.iter().filter_map(population::Relative::person).map(|view| view.id).collect()
    };
    assert_eq!(ids(&family.wards), [ward.person]);
    assert!(!ids(&family.children).contains(&ward.person));
}

#[tokio::test]
async fn a_refusal_that_names_no_holder_still_records_who_it_was_about() {
    let register = Register::with_family().await;
    let birth = register.birth("Nguyễn Minh An", "20/11/2026", Sex::Female);
    let child = act_as!(register, may::RegisterBirth, |tx, may| population::register_birth(tx, may, birth)).unwrap();
    let (taken, law) = (register.father_number, law());
    let before = "SELECT count(*) FROM trail.access a JOIN population.identifier i ON i.person = a.person
                  WHERE i.value = '040095000017' AND a.fields = 'numbers'";
    assert_eq!(number(Sex::Male, 1995, 17).as_str(), "040095000017");
    assert_eq!(register.count(before).await, 0);
    let refused = act_as!(register, may::AssignNumber, |tx, may| {
        population::assign_number(tx, may, child.person, taken, &law)
    });
    assert!(refused.unwrap_err().refusal().unwrap().has(codes::NUMBER_HELD_BY_ANOTHER));
    assert_eq!(register.count(before).await, 1);
}

#[tokio::test]
async fn a_look_at_the_whole_person_stands_for_the_look_at_the_number() {
    let register = Register::with_family().await;
    let ctx = register.ctx();
    let mut tx = begin(&ctx).await;
    let out = population::find_by_number(&mut tx, &NumberQuery::Personal(register.father_number)).await;
    tx.finish(out).await.unwrap();
    assert_eq!(register.count("SELECT count(*) FROM trail.access").await, 1);
    assert_eq!(register.count("SELECT count(*) FROM trail.access WHERE fields LIKE 'name birth%numbers%'").await, 1);
}

#[tokio::test]
async fn the_second_of_two_registrations_sees_the_first_even_when_no_parent_can_be_locked() {
    let register = Arc::new(Register::with_family().await);
    let birth = || register.birth_of_a_stranger("Vừ A Súa", "20/11/2026", Sex::Male);
    let ctx = register.ctx();
    let mut first = begin(&ctx).await;
    let proof = first.allow::<may::RegisterBirth>().unwrap();
    let out = population::register_birth(&mut first, proof, birth()).await;
    let second = tokio::spawn({
        let (register, birth) = (Arc::clone(&register), birth());
        async move { act_as!(register, may::RegisterBirth, |tx, may| population::register_birth(tx, may, birth)) }
    });
    // Until the second stands behind the first.
    const WAITING: &str = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
                           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    while register.count(WAITING).await == 0 && !second.is_finished() {
        tokio::task::yield_now().await;
    }
    first.finish(out).await.unwrap();
    let refused = second.await.unwrap().unwrap_err();
    let refusal = refused.refusal().unwrap();
    assert!(refusal.kind == Kind::Confirm && refusal.has(codes::BIRTH_POSSIBLE_DUPLICATE), "{refusal:?}");
}
