//! How fast it is at a million people. Ignored: `cargo test --release -p population -- --ignored --nocapture measure`.
//! `MEASURE_PEOPLE` asks for another size. The figures kept are those of `lienthong bench register`.

use crate::common::{Register, begin};
use basis::{HouseholdId, PersonId};
use population::{
    Basis, Document, DocumentKind, Identifier, IdentifierKind, IdentifierStatus, LifeEnd, LifeEndKind, Lookups,
    NameSearch, NumberQuery, Personal, Place, Recorded, RelationKind, RelativeRef, Residence, ResidenceKind, Spell,
    bulk::{self, BulkHousehold, BulkItem, BulkPerson, LoadStep},
    may,
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use synthetic::{CardKind, Kin, KinRef, Province, SyntheticHousehold, SyntheticPerson};
use uuid::Uuid;
use vietnam::PersonalId;

const SEED: u64 = 2026;
/// A made-up person's index as an id in order: the form of version 7, with a fixed time.
const FIRST_ID: u128 = 0x0190_0000_0000_7000_8000_0000_0000_0000;

fn person_id(index: u64) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(FIRST_ID | u128::from(index)))
}

fn person(made: SyntheticPerson) -> BulkPerson {
    let mut facts = Personal::new(made.name, made.birth, made.sex);
    facts.ethnicity = Some(made.ethnicity);
    facts.religion = Some(made.religion);
    facts.marital_status = Some(made.marital_status);
    facts.birth_registered = Some(Place::in_unit(made.registered_in, ""));
    facts.origin = Some(Place::in_unit(made.origin, ""));
    facts.occupation = made.occupation.map(str::to_owned);
    facts.mobile = made.mobile;
    facts.life_end = made.end.map(|end| LifeEnd { kind: LifeEndKind::Dead, on: end.on });
    let mut loaded = BulkPerson::new(person_id(made.index), facts);
    loaded.personal_id = Some(made.personal_id);
    loaded.numbers.extend(made.old_id.map(|number| Identifier {
        kind: IdentifierKind::OldId,
        value: number.as_str().to_owned(),
        status: IdentifierStatus::Active,
        confirmed: false,
        replaced_by: None,
    }));
    loaded.documents.extend(made.card.map(|card| Document {
        kind: match card.kind {
            CardKind::Chip => DocumentKind::ChipCard,
            CardKind::Identity => DocumentKind::IdentityCard,
        },
        number: None,
        issued_on: Some(card.issued_on),
        issued_by: None,
        expires_on: card.expires_on,
    }));
    loaded.relations = made
        .relations
        .into_iter()
        .map(|(kin, other)| {
            let kind = match kin {
                Kin::Father => RelationKind::Father,
                Kin::Mother => RelationKind::Mother,
                Kin::Spouse => RelationKind::Spouse,
                Kin::Guardian => RelationKind::Guardian,
            };
            let other = match other {
                KinRef::Person(index) => RelativeRef::Person(person_id(index)),
                KinRef::Name(name) => {
                    RelativeRef::Recorded(Recorded { name: name.as_str().to_owned(), number: None, nationality: None })
                }
            };
            (kind, other)
        })
        .collect();
    loaded.membership = made.since.map(|since| (made.relation_to_head, Some(since)));
    loaded.residences.extend(made.temporary.map(|home| Spell {
        residence: Residence {
            spell: Uuid::now_v7(),
            kind: ResidenceKind::Temporary,
            membership: None,
            address: home.address,
            planned_to: Some(home.planned_to),
            reason: None,
            removed: None,
        },
        from: Some(home.since),
        to: None,
    }));
    loaded
}

fn household(made: SyntheticHousehold) -> BulkItem {
    BulkItem::Household(BulkHousehold {
        id: HouseholdId::from_uuid(Uuid::from_u128(FIRST_ID | u128::from(made.index))),
        file_no: Some(made.file_no),
        address: made.address,
        since: made.since,
        members: made.members.into_iter().map(person).collect(),
    })
}

fn wanted() -> u64 {
    std::env::var("MEASURE_PEOPLE").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000_000)
}

#[tokio::test]
async fn a_made_up_province_loads_whole() {
    let register = fill(3_000).await;
    assert!(register.count("SELECT count(*) FROM population.person").await >= 3_000);
    let homeless = "SELECT count(*) FROM population.search WHERE alive AND commune IS NULL";
    assert_eq!(register.count(homeless).await, 0);
}

async fn fill(people: u64) -> Register {
    let register = Register::empty().await;
    let ctx = register.ctx();
    let tx = begin(&ctx).await;
    let may = tx.allow::<may::LoadBulk>().unwrap();
    tx.finish(Ok(())).await.unwrap();
    let began = Instant::now();
    let items = Province::new(SEED, people).map(household);
    let report = move |step| {
        if let LoadStep::Indexes(0, _) | LoadStep::Checking = step {
            println!("{:>6.1} s {step:?}", began.elapsed().as_secs_f32());
        }
    };
    let loaded = bulk::load(&ctx, may, &register.db.owner, &Basis::law("NĐ 37/2021 Đ5"), items, report).await.unwrap();
    println!(
        "{:>6.1} s filled {} people, {} households",
        began.elapsed().as_secs_f32(),
        loaded.people,
        loaded.households
    );
    register
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes and wants a release build"]
async fn measure() {
    let people = wanted();
    let began = Instant::now();
    let made: usize = Province::new(SEED, people).map(|home| home.members.len()).sum();
    println!("{:>6.1} s made {made} people, nothing loaded", began.elapsed().as_secs_f32());
    let register = fill(people).await;
    let mut numbers: Vec<PersonalId> = Vec::new();
    let mut names: Vec<NameSearch> = Vec::new();
    for (at, home) in Province::new(SEED, people).enumerate().filter(|(at, _)| at % 7 == 0) {
        let one = &home.members[0];
        numbers.push(one.personal_id);
        if at % 700 == 0 {
            let by_birth = at % 1400 == 0;
            names.push(NameSearch {
                name: one.name.folded(),
                birth: by_birth.then(|| vietnam::BirthDate::Year(one.birth.year())),
                commune: (!by_birth).then(|| home.commune.clone()),
                limit: 20,
            });
        }
    }
    lookups(&register, numbers).await;
    searches(&register, names).await;
    plans(&register).await;
}

async fn lookups(register: &Register, numbers: Vec<PersonalId>) {
    const ASKERS: usize = 48;
    let lanes = Lookups::start(Arc::clone(&register.app), 2);
    let (numbers, ctx) = (Arc::new(numbers), register.ctx());
    let until = Instant::now() + Duration::from_secs(10);
    let mut askers = Vec::new();
    for asker in 0..ASKERS {
        let (lanes, ctx, numbers) = (lanes.clone(), ctx.clone(), Arc::clone(&numbers));
        askers.push(tokio::spawn(async move {
            let why = db::Why::new("measure", "Luật Căn cước 26/2023 Đ10");
            let mut took = Vec::new();
            let mut at = asker * 7919;
            while Instant::now() < until {
                at += 104_729;
                let number = numbers[at % numbers.len()];
                let began = Instant::now();
                let card = lanes.by_number(&ctx, &why, NumberQuery::Personal(number)).await.unwrap();
                took.push(began.elapsed());
                assert_eq!(card.unwrap().personal_id, Some(number));
            }
            took
        }));
    }
    let mut took = Vec::new();
    for asker in askers {
        took.extend(asker.await.unwrap());
    }
    took.sort_unstable();
    println!(
        "look-ups: {} a second by {ASKERS} askers, p50 {:?} p99 {:?}",
        took.len() / 10,
        took[took.len() / 2],
        took[took.len() * 99 / 100]
    );
}

async fn searches(register: &Register, names: Vec<NameSearch>) {
    let ctx = register.ctx();
    let mut took = Vec::new();
    for search in &names {
        let began = Instant::now();
        let mut tx = begin(&ctx).await;
        let out = population::search_by_name(&mut tx, search).await;
        let found = tx.finish(out).await.unwrap();
        took.push(began.elapsed());
        assert!(!found.is_empty());
    }
    took.sort_unstable();
    println!("searches: {}, p50 {:?} p95 {:?}", took.len(), took[took.len() / 2], took[took.len() * 95 / 100]);
}

async fn plans(register: &Register) {
    let card = include_str!("../../sql/list_cards.sql").replace("$1::text[]", "ARRAY['040095000017','040195000021']");
    let birth = include_str!("../../sql/search_name_birth.sql")
        .replace("$1", "'nguyen van'")
        .replace("$2", "'nguyen van{'")
        .replace("$3", "1980")
        .replace("$4", "'1980-01-01'")
        .replace("$5", "'1980-12-31'")
        .replace("$6", "20");
    let commune = include_str!("../../sql/search_name_commune.sql")
        .replace("$1", "'16681'")
        .replace("$2", "'nguyen van'")
        .replace("$3", "'nguyen van{'")
        .replace("$4", "20");
    for statement in [card, birth, commune] {
        let explained = format!("EXPLAIN (ANALYZE, COSTS OFF, SUMMARY OFF) {statement}");
        let lines: Vec<String> =
            sqlx::query_scalar(sqlx::AssertSqlSafe(explained)).fetch_all(&register.db.owner).await.unwrap();
        println!("{}\n", lines.join("\n"));
        assert!(!lines.iter().any(|line| line.contains("Seq Scan")));
    }
}
