//! Sessions: how long they stand, how they end, for whom they act.

use crate::support::{DEMO, HOME, House, NUMBER, PASSWORD, code_of, done};
use basis::{Actor, AgencyCode, SessionId, UnitCode};
use identity::{LockReason, codes};

#[tokio::test]
async fn a_session_slides_while_used_and_ends_when_idle() {
    let house = House::build().await;
    let citizen = house.citizen_in().await;
    for minute in ["03:20", "03:45", "04:10"] {
        house.db.set_clock(&format!("2026-11-23T{minute}:00Z"));
        assert!(house.resume(&citizen.token).await.is_some(), "{minute}");
    }
    house.db.set_clock("2026-11-23T04:40:01Z");
    assert_eq!(house.resume(&citizen.token).await, None);
}

#[tokio::test]
async fn an_officers_session_is_idle_sooner_and_none_outlives_its_end() {
    let house = House::build().await;
    let officer = house.officer_in().await;
    let citizen = house.citizen_in().await;
    house.db.set_clock("2026-11-23T03:15:01Z");
    assert_eq!(house.resume(&officer.token).await, None);
    // Used every quarter of an hour, and still over after twelve hours.
    for quarter in 1..48 {
        let minutes = quarter * 15;
        house.db.set_clock(&format!("2026-11-23T{:02}:{:02}:00Z", 3 + minutes / 60, minutes % 60));
        assert!(house.resume(&citizen.token).await.is_some(), "after {minutes} minutes");
    }
    house.db.set_clock("2026-11-23T15:00:01Z");
    assert_eq!(house.resume(&citizen.token).await, None);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_no_other() {
    let house = House::build().await;
    let (phone, desk) = (house.citizen_in().await, house.citizen_in().await);
    assert_ne!(phone.token, desk.token);
    for _ in 0..2 {
        done(&house.ctx_of(&phone), async |tx| identity::sign_out(tx).await).await.unwrap();
    }
    assert_eq!(house.resume(&phone.token).await, None);
    assert!(house.resume(&desk.token).await.is_some());
}

#[tokio::test]
async fn what_is_no_token_is_nobody() {
    let house = House::build().await;
    for token in ["", "x", "😀", &"A".repeat(43), &"A".repeat(10_000)] {
        assert_eq!(house.resume(token).await, None);
    }
}

#[tokio::test]
async fn the_holder_sees_and_ends_the_own_sessions_only() {
    let house = House::build().await;
    let (phone, desk) = (house.citizen_in().await, house.citizen_in().await);
    let officer = house.officer_in().await;
    let listed = done(&house.ctx_of(&desk), async |tx| identity::my_sessions(tx).await).await.unwrap();
    assert_eq!(listed.len(), 2);
    assert_eq!(listed.iter().filter(|one| one.current).map(|one| one.id).collect::<Vec<_>>(), [desk.session.id]);
    assert_eq!(listed[0].agent, "Chrome, Android");

    for foreign in [officer.session.id, SessionId::fresh()] {
        let out = done(&house.ctx_of(&desk), async |tx| identity::end_session(tx, foreign).await).await;
        assert_eq!(code_of(out), codes::SESSION_NOT_FOUND);
    }
    done(&house.ctx_of(&desk), async |tx| identity::end_session(tx, phone.session.id).await).await.unwrap();
    assert_eq!(house.resume(&phone.token).await, None);
    assert!(house.resume(&officer.token).await.is_some());
}

#[tokio::test]
async fn signing_out_everywhere_else_keeps_the_one_that_asks() {
    let house = House::build().await;
    let (phone, tablet, desk) = (house.citizen_in().await, house.citizen_in().await, house.citizen_in().await);
    let ended = done(&house.ctx_of(&desk), async |tx| identity::end_sessions(tx, house.citizen).await).await.unwrap();
    assert_eq!(ended, 2);
    assert_eq!(house.resume(&phone.token).await, None);
    assert_eq!(house.resume(&tablet.token).await, None);
    assert!(house.resume(&desk.token).await.is_some());
    let out = done(&house.ctx_of(&desk), async |tx| identity::end_sessions(tx, house.officer).await).await;
    assert_eq!(code_of(out), db::NOT_ALLOWED);
    let ended = done(&house.db.system(), async |tx| identity::end_sessions(tx, house.citizen).await).await.unwrap();
    assert_eq!(ended, 1);
}

#[tokio::test]
async fn locking_an_account_ends_its_sessions_at_once() {
    let house = House::build().await;
    let citizen = house.citizen_in().await;
    done(&house.db.system(), async |tx| identity::lock_account(tx, house.citizen, LockReason::HolderDied).await)
        .await
        .unwrap();
    assert_eq!(house.resume(&citizen.token).await, None);
    let again =
        done(&house.db.system(), async |tx| identity::lock_account(tx, house.citizen, LockReason::HolderDied).await)
            .await;
    assert_eq!(code_of(again), codes::ACCOUNT_STATE);
}

#[tokio::test]
async fn an_officer_switches_between_units_held_and_to_no_other() {
    let house = House::build().await;
    let officer = house.officer_in().await;
    let ctx = house.ctx_of(&officer);
    let switch = async |agency: &str, unit: &str| {
        let (agency, unit) = (AgencyCode(agency.into()), UnitCode(unit.into()));
        done(&ctx, async |tx| identity::switch_unit(tx, &agency, &unit).await).await
    };
    assert_eq!(code_of(switch("H41.1", "17003").await), codes::UNIT_NOT_HELD);
    switch("H41.2", "17003").await.unwrap();
    let session = house.resume(&officer.token).await.unwrap();
    let Actor::Officer { agency, roles, .. } = session.actor else { panic!("an officer") };
    assert_eq!(agency.0, "H41.2");
    assert_eq!(roles, ["insurance"]);
}

#[tokio::test]
async fn a_language_is_kept_with_the_session() {
    let house = House::build().await;
    let citizen = house.try_in(DEMO, NUMBER, PASSWORD, HOME).await.unwrap();
    let out = done(&house.ctx_of(&citizen), async |tx| identity::set_lang(tx, "xx").await).await;
    assert_eq!(code_of(out), codes::LANG_UNKNOWN);
    done(&house.ctx_of(&citizen), async |tx| identity::set_lang(tx, "en").await).await.unwrap();
    assert_eq!(house.resume(&citizen.token).await.unwrap().lang.as_deref(), Some("en"));
}

#[tokio::test]
async fn a_stranger_has_no_session_to_end() {
    let house = House::build().await;
    let out = done(&house.db.ctx(Actor::Stranger), async |tx| identity::sign_out(tx).await).await;
    assert_eq!(code_of(out), codes::SESSION_NOT_FOUND);
}
