//! Filling a register, adding to one, and what a load leaves behind that breaks off.

use crate::common::{Register, begin, number, person};
use crate::{act, act_as};
use basis::{Kind, PersonId};
use population::{
    Basis, Lookups, NumberQuery,
    bulk::{self, BulkHousehold, BulkItem, BulkPerson, Unfinished},
    codes, may,
};
use std::sync::Arc;
use vietnam::{HouseholdRelation, Sex};

const KEYS: &str = "SELECT (SELECT count(*) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
                      WHERE c.relnamespace = 'population'::regnamespace AND k.convalidated)
                  + (SELECT count(*) FROM pg_indexes WHERE schemaname = 'population')
                  + (SELECT count(*) FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
                      WHERE c.relnamespace = 'population'::regnamespace AND g.tgenabled = 'O')";

fn somebody(serial: u32) -> BulkItem {
    let mut somebody = BulkPerson::new(PersonId::fresh(), person("Lê Văn Cao", "2/3/1980", Sex::Male));
    somebody.personal_id = Some(number(Sex::Male, 1980, serial));
    BulkItem::Person(Box::new(somebody))
}

#[tokio::test]
async fn a_filled_register_has_all_its_keys_back_and_can_be_added_to() {
    let register = Register::empty().await;
    let keys = register.count(KEYS).await;
    let mut items = vec![BulkItem::Household(register.family())];
    items.extend((0..500).map(somebody));
    let loaded = register.load(items).await.unwrap();
    assert_eq!((loaded.people, loaded.households), (503, 1));
    assert_eq!(register.count(KEYS).await, keys);
    assert_eq!(register.count("SELECT count(*) FROM population.search").await, 503);

    let added = register.load((500..600).map(somebody).collect()).await.unwrap();
    assert_eq!(added.people, 100);
    assert_eq!(register.count("SELECT count(*) FROM population.person").await, 603);
    assert_eq!(register.count("SELECT count(*) FROM population.act").await, 2, "one act a load");
    let twice = register.load(vec![somebody(7)]).await.unwrap_err();
    assert!(twice.refusal().unwrap().has(codes::NUMBER_HELD_BY_ANOTHER));
    assert_eq!(register.count("SELECT count(*) FROM population.person").await, 603);
}

#[tokio::test]
async fn a_load_that_breaks_off_leaves_an_empty_register_with_all_its_keys() {
    let register = Register::empty().await;
    let keys = register.count(KEYS).await;
    let refusal = register.load(vec![somebody(1), somebody(1)]).await.unwrap_err();
    let refusal = refusal.refusal().unwrap_or_else(|| panic!("a fault: {refusal}"));
    assert_eq!((refusal.kind, refusal.has(codes::NUMBER_HELD_BY_ANOTHER)), (Kind::Conflict, true));
    assert_eq!(register.count(KEYS).await, keys);
    assert_eq!(register.count("SELECT count(*) FROM population.person").await, 0);
    register.load(vec![somebody(1), somebody(2)]).await.unwrap();
    assert!(!bulk::mend(&register.db.owner).await.unwrap(), "nothing to mend");
}

#[tokio::test]
async fn people_join_the_household_that_has_their_residence_file_and_no_second_one_gets_its_number() {
    let register = Register::with_family().await;
    let ctx = register.ctx();
    let mut tx = begin(&ctx).await;
    let may = tx.allow::<may::LoadBulk>().unwrap();
    let homes = bulk::known_homes(&mut tx, &may, &["HS-1", "HS-2"]).await;
    let homes = tx.finish(homes).await.unwrap();
    let home = &homes["HS-1"];
    let there = (homes.len(), home.household, home.has_head, home.address.detail.as_str());
    assert_eq!(there, (1, register.household, true, "Xóm 3"));

    let newcomer = |relation| {
        let BulkItem::Person(mut person) = somebody(7) else { unreachable!("somebody is a person") };
        person.membership = Some((relation, None));
        BulkHousehold { members: vec![*person], ..register.family() }
    };
    let second = BulkHousehold { id: basis::HouseholdId::fresh(), ..newcomer(HouseholdRelation::CHILD) };
    let refused = register.load(vec![BulkItem::Household(second)]).await.unwrap_err();
    assert!(refused.refusal().unwrap().has(codes::HOUSEHOLD_FILE_TAKEN));
    let refused = register.load(vec![BulkItem::Joining(newcomer(HouseholdRelation::HEAD))]).await.unwrap_err();
    assert!(refused.refusal().unwrap().has(codes::HOUSEHOLD_HAS_HEAD));
    let loaded = register.load(vec![BulkItem::Joining(newcomer(HouseholdRelation::CHILD))]).await.unwrap();
    assert_eq!((loaded.people, loaded.households), (1, 0));
    let members = "SELECT count(*) FROM population.residence r JOIN population.home h ON h.household = r.household
                   WHERE h.file_no = 'HS-1' AND r.valid_to IS NULL";
    assert_eq!(register.count(members).await, 4);
    assert_eq!(register.count("SELECT count(*) FROM population.home").await, 1);
}

#[tokio::test]
async fn a_register_that_has_one_number_twice_keeps_both_when_the_number_becomes_one_households() {
    const MIGRATION: &str = include_str!("../../../../migrations/0080_home_file_no_once.sql");
    let register = Register::with_family().await;
    let owner = &register.db.owner;
    // As it was before.
    let before = "DROP INDEX population.home_one_file_no;
                  CREATE INDEX home_by_file_no ON population.home (file_no) WHERE known_to IS NULL";
    sqlx::raw_sql(before).execute(owner).await.unwrap();
    let mut twin = register.family();
    (twin.id, twin.members) = (basis::HouseholdId::fresh(), vec![]);
    register.load(vec![BulkItem::Household(twin)]).await.unwrap();
    sqlx::raw_sql(MIGRATION).execute(owner).await.unwrap();
    let numbers: Vec<String> =
        sqlx::query_scalar("SELECT file_no FROM population.home ORDER BY file_no").fetch_all(owner).await.unwrap();
    assert_eq!(numbers, ["HS-1", "HS-1 (2)"]);
}

/// What a load leaves that is killed in its midst: keys taken away, the plan of putting them back, some people.
async fn killed_load(register: &Register) {
    const PLAN: &str = include_str!("../../sql/plan_load.sql");
    sqlx::query(PLAN).execute(&register.db.owner).await.unwrap();
    let take = "SELECT take FROM population.loading WHERE take IS NOT NULL ORDER BY position";
    let steps: Vec<String> = sqlx::query_scalar(take).fetch_all(&register.db.owner).await.unwrap();
    for step in steps {
        sqlx::query(sqlx::AssertSqlSafe(step)).execute(&register.db.owner).await.unwrap();
    }
    let somebody = "INSERT INTO population.person (id, act) VALUES (gen_random_uuid(), gen_random_uuid())";
    sqlx::query(somebody).execute(&register.db.owner).await.unwrap();
}

#[tokio::test]
async fn after_a_killed_load_nothing_is_entered_until_it_is_mended() {
    let register = Register::empty().await;
    let keys = register.count(KEYS).await;
    killed_load(&register).await;
    assert_ne!(register.count(KEYS).await, keys, "the load is killed in its midst");
    assert_eq!(bulk::unfinished(&register.db.owner).await.unwrap(), Some(Unfinished::BrokenOff));

    let birth = register.birth_of_a_stranger("Nguyễn Văn An", "22/11/2026", Sex::Male);
    let entered =
        act_as!(register, may::RegisterBirth, |tx, proof| population::register_birth(tx, proof, birth.clone()));
    assert!(entered.unwrap_err().refusal().unwrap().has(codes::REGISTER_CLOSED));
    assert_eq!(register.count("SELECT count(*) FROM population.act").await, 0);

    assert!(bulk::mend(&register.db.owner).await.unwrap());
    assert_eq!(bulk::unfinished(&register.db.owner).await.unwrap(), None);
    assert_eq!(register.count(KEYS).await, keys);
    assert_eq!(register.count("SELECT count(*) FROM population.person").await, 0);
    act_as!(register, may::RegisterBirth, |tx, proof| population::register_birth(tx, proof, birth)).unwrap();
}

#[tokio::test]
async fn a_register_in_which_somebody_acted_is_never_emptied() {
    let register = Register::empty().await;
    let birth = register.birth_of_a_stranger("Nguyễn Văn An", "22/11/2026", Sex::Male);
    act_as!(register, may::RegisterBirth, |tx, proof| population::register_birth(tx, proof, birth)).unwrap();
    killed_load(&register).await;
    let people = register.count("SELECT count(*) FROM population.person").await;
    let refused = bulk::mend(&register.db.owner).await.unwrap_err();
    assert!(refused.refusal().unwrap().has(codes::LOAD_MIXED));
    let refused = register.load(vec![somebody(1)]).await.unwrap_err();
    assert!(refused.refusal().unwrap().has(codes::LOAD_MIXED));
    assert_eq!(register.count("SELECT count(*) FROM population.person").await, people);
}

#[tokio::test]
async fn a_load_waits_for_those_who_are_writing_and_they_do_not_wait_for_it() {
    let register = Arc::new(Register::empty().await);
    let birth = |name: &str| register.birth_of_a_stranger(name, "22/11/2026", Sex::Male);
    let ctx = register.ctx();
    let mut writing = begin(&ctx).await;
    let proof = writing.allow::<may::RegisterBirth>().unwrap();
    let out = population::register_birth(&mut writing, proof, birth("Nguyễn Văn An")).await;
    let loading = tokio::spawn({
        let register = Arc::clone(&register);
        async move { register.load(vec![somebody(1)]).await }
    });
    // Until the load stands in the queue for the lock.
    const WAITING: &str = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
                           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    while register.count(WAITING).await == 0 {
        tokio::task::yield_now().await;
    }
    let second =
        act_as!(register, may::RegisterBirth, |tx, proof| population::register_birth(tx, proof, birth("Lê Thị Mai")));
    assert!(second.unwrap_err().refusal().unwrap().has(codes::REGISTER_CLOSED));
    writing.finish(out).await.unwrap();
    // The register holds people by then, so the load has added to them and has emptied nothing.
    loading.await.unwrap().unwrap();
    assert_eq!(register.count("SELECT count(*) FROM population.person").await, 2);
    assert_eq!(bulk::unfinished(&register.db.owner).await.unwrap(), None);
}

#[tokio::test]
async fn two_holders_of_an_unconfirmed_number_are_held_and_told() {
    let register = Register::empty().await;
    let unconfirmed = |serial| match somebody(serial) {
        BulkItem::Person(mut person) => {
            person.confirmed = false;
            BulkItem::Person(person)
        }
        other => other,
    };
    register.load(vec![unconfirmed(5), unconfirmed(5), somebody(6)]).await.unwrap();
    let both = NumberQuery::Personal(number(Sex::Male, 1980, 5));
    let refusal = act!(register, |tx| population::find_by_number(tx, &both)).unwrap_err();
    assert!(refusal.refusal().unwrap().has(codes::NUMBER_SEVERAL_HOLDERS));
    assert_eq!(register.count("SELECT count(DISTINCT person) FROM trail.access").await, 2, "each was looked at");
    let lanes = Lookups::start(Arc::clone(&register.app), 1);
    let why = db::Why::new("lane", "Luật Căn cước 26/2023 Đ10");
    let refusal = lanes.by_number(&register.ctx(), &why, both.clone()).await.unwrap_err();
    assert!(refusal.refusal().unwrap().has(codes::NUMBER_SEVERAL_HOLDERS));
    let in_lane = "SELECT count(DISTINCT person) FROM trail.access WHERE purpose = 'lane'";
    assert_eq!(register.count(in_lane).await, 2, "in a lane too");
    assert_eq!(act!(register, |tx| population::find_all_by_number(tx, &both)).unwrap().len(), 2);
}

#[tokio::test]
async fn lanes_answer_each_asker_and_record_every_look() {
    let register = Register::empty().await;
    register.load((0..300).map(somebody).collect()).await.unwrap();
    let lanes = Lookups::start(Arc::clone(&register.app), 2);
    let mut asking = Vec::new();
    for serial in 0..400 {
        let (lanes, ctx) = (lanes.clone(), register.ctx());
        asking.push(tokio::spawn(async move {
            let why = db::Why::new("test", Basis::law("Luật Căn cước 26/2023 Đ10").ground.0.into_owned().leak());
            let query = NumberQuery::Personal(number(Sex::Male, 1980, serial));
            (serial, lanes.by_number(&ctx, &why, query).await.unwrap())
        }));
    }
    for ask in asking {
        let (serial, card) = ask.await.unwrap();
        let expected = (serial < 300).then(|| number(Sex::Male, 1980, serial));
        assert_eq!(card.and_then(|card| card.personal_id), expected);
    }
    assert_eq!(register.count("SELECT count(*) FROM trail.access").await, 400);
    assert_eq!(register.count("SELECT count(*) FROM trail.access WHERE unknown_hash IS NOT NULL").await, 100);
}
