//! Filling a register, adding to one, and what a load leaves behind that breaks off.

use crate::act;
use crate::common::{Register, number, person};
use basis::{Kind, PersonId};
use population::{
    Basis, Lookups, NumberQuery,
    bulk::{self, BulkItem, BulkPerson},
    codes,
};
use std::sync::Arc;
use vietnam::Sex;

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
