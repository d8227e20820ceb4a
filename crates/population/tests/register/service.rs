//! Each service once or twice on a real database: births, numbers, residence, households, corrections, deaths, search.

use crate::common::{Register, TODAY, commune, law, number};
use crate::{act, act_as};
use basis::{Failure, Kind, Timestamp};
use jiff::civil::date;
use population::{
    Basis, CorrectPerson, Correction, Destination, LifeEndKind, Likeness, NameSearch, NumberQuery, PersonView,
    RecordDeath, RegisterResidence, RemovalGround, RemoveResidence, ReplaceNumber, ResidenceKind, SplitHousehold,
    codes,
    feed::{self, FeedCursor},
    may,
    rules::history::Span,
};
use vietnam::{Address, BirthDate, FullName, HouseholdRelation, Sex};

fn refused(failure: Failure, kind: Kind, code: basis::Code) {
    let refusal = failure.refusal().unwrap_or_else(|| panic!("a fault: {failure}"));
    assert_eq!((refusal.kind, refusal.has(code)), (kind, true), "{refusal:?}");
}

async fn find(register: &Register, value: vietnam::PersonalId) -> Result<Option<PersonView>, Failure> {
    act!(register, |tx| population::find_by_number(tx, &NumberQuery::Personal(value)))
}

#[tokio::test]
async fn a_child_is_born_gets_a_number_and_lives_with_its_family() {
    let register = Register::with_family().await;
    let command = register.birth("Nguyễn Minh An", "20/11/2026", Sex::Female);
    let born = act_as!(register, may::RegisterBirth, |tx, may| population::register_birth(tx, may, command)).unwrap();
    assert!(!born.late);

    let given = number(Sex::Female, 2026, 99);
    let assign = async |value| {
        act_as!(register, may::AssignNumber, |tx, may| population::assign_number(tx, may, born.person, value, &law()))
    };
    let assigned = assign(given).await.unwrap();
    assert!(assigned.act.is_some() && assigned.contradictions.is_empty());
    assert_eq!(assign(given).await.unwrap().act, None, "the same number twice is harmless");
    refused(assign(number(Sex::Female, 2026, 100)).await.unwrap_err(), Kind::Conflict, codes::NUMBER_ALREADY_OTHER);

    let resident = RegisterResidence {
        person: born.person,
        kind: ResidenceKind::Permanent,
        place: Destination::Household {
            household: register.household,
            relation: HouseholdRelation::GRANDCHILD_OR_NIBLING,
        },
        from: TODAY,
        planned_to: None,
        reason: None,
        basis: Basis::law("Luật Cư trú 68/2020 Đ20.2"),
        confirmed: vec![],
    };
    let again = resident.clone();
    let done =
        act_as!(register, may::RegisterResidence, |tx, may| population::register_residence(tx, may, resident)).unwrap();
    assert_eq!(done.household, Some(register.household));
    let twice = act_as!(register, may::RegisterResidence, |tx, may| population::register_residence(tx, may, again));
    refused(twice.unwrap_err(), Kind::Invalid, codes::RESIDENCE_ALREADY_HERE);

    let child = find(&register, given).await.unwrap().unwrap();
    assert_eq!((child.id, child.facts.name.as_str()), (born.person, "Nguyễn Minh An"));
    assert_eq!(child.permanent().unwrap().address.detail, "Xóm 3");
    let family = act!(register, |tx| population::family_of(tx, born.person)).unwrap();
    assert_eq!(family.mother.unwrap().person().unwrap().id, register.mother);
    assert_eq!(family.father.unwrap().name(), "Nguyễn Văn Dũng");
    let home = act!(register, |tx| population::household_of(tx, born.person)).unwrap().unwrap();
    assert_eq!(home.head.as_ref().unwrap().id, register.grandfather);
    assert_eq!(home.members.len(), 3);
    assert!(home.has(born.person));
    let facts = act!(register, |tx| population::facts_for_prefill(tx, register.mother)).unwrap();
    assert_eq!(facts.family.children.len(), 1);
    assert_eq!(facts.family.spouse.unwrap().person().unwrap().id, register.father);
    let acts = act!(register, |tx| population::list_acts(tx, born.person)).unwrap();
    let kinds: Vec<&str> = acts.iter().map(|act| act.kind.as_str()).collect();
    assert_eq!(kinds, ["register_residence", "assign_number", "register_birth"]);
}

#[tokio::test]
async fn a_child_registered_twice_is_asked_about_and_a_declared_twin_is_not() {
    let register = Register::with_family().await;
    let register_child = async |name: &str, sex, is_twin: bool, confirmed: Vec<basis::Code>| {
        let mut command = register.birth(name, "20/11/2026", sex);
        command.is_twin = is_twin;
        command.confirmed = confirmed;
        act_as!(register, may::RegisterBirth, |tx, may| population::register_birth(tx, may, command))
    };
    let first = register_child("Nguyễn Minh An", Sex::Female, false, vec![]).await.unwrap();
    let again = register_child("NGUYỄN MINH AN", Sex::Female, true, vec![]).await.unwrap_err();
    refused(again, Kind::Confirm, codes::BIRTH_POSSIBLE_DUPLICATE);
    let renamed = register_child("Nguyễn Minh Bảo", Sex::Male, false, vec![]).await.unwrap_err();
    refused(renamed, Kind::Confirm, codes::BIRTH_POSSIBLE_DUPLICATE);
    register_child("Nguyễn Minh Bảo", Sex::Male, true, vec![]).await.unwrap();
    let command = register.birth("Nguyễn Minh An", "20/11/2026", Sex::Female);
    let alike = act!(register, |tx| population::possible_duplicates(tx, &(&command).into())).unwrap();
    let found: Vec<_> = alike.iter().map(|other| (other.name.as_str(), other.likeness)).collect();
    assert_eq!(found, [("Nguyễn Minh An", Likeness::Same), ("Nguyễn Minh Bảo", Likeness::Twin)]);
    assert_eq!(alike[0].person, first.person);
    // The officer looked at both and says it is another child.
    register_child("Nguyễn Minh An", Sex::Female, true, vec![codes::BIRTH_POSSIBLE_DUPLICATE]).await.unwrap();
}

#[tokio::test]
async fn as_of_1_march_as_known_on_5_april_is_right_after_a_late_correction() {
    let register = Register::empty().await;
    register.db.set_clock("2020-01-10T02:00:00Z");
    register.load(vec![population::bulk::BulkItem::Household(register.family())]).await.unwrap();
    register.db.set_clock("2026-04-06T02:00:00Z");
    let command = CorrectPerson {
        person: register.mother,
        over: Span::ALWAYS,
        corrections: vec![Correction::Name(FullName::parse("Trần Thị Bích").unwrap())],
        basis: Basis::law("Luật Hộ tịch 60/2014 Đ28").on_paper("quyết định 12/2026"),
        confirmed: vec![],
    };
    let corrected =
        act_as!(register, may::CorrectPerson, |tx, may| population::correct_person(tx, may, command)).unwrap();
    let name = async |valid, known: &str| {
        let known: Timestamp = known.parse().unwrap();
        let view = act!(register, |tx| population::person_as_of(tx, register.mother, valid, known)).unwrap();
        view.map(|view| view.facts.name.as_str().to_owned())
    };
    let march = date(2026, 3, 1);
    assert_eq!(name(march, "2026-04-05T00:00:00Z").await.as_deref(), Some("Trần Thị Bình"));
    assert_eq!(name(march, "2026-04-07T00:00:00Z").await.as_deref(), Some("Trần Thị Bích"));
    assert_eq!(name(date(1990, 1, 1), "2026-04-07T00:00:00Z").await, None, "not born yet");
    assert_eq!(name(march, "2019-04-07T00:00:00Z").await, None, "nothing was known yet");

    register.db.set_clock("2026-05-06T02:00:00Z");
    act_as!(register, may::CorrectPerson, |tx, may| population::undo(tx, may, corrected.act, &law())).unwrap();
    assert_eq!(name(march, "2026-04-07T00:00:00Z").await.as_deref(), Some("Trần Thị Bích"), "it was believed then");
    assert_eq!(name(march, "2026-05-07T00:00:00Z").await.as_deref(), Some("Trần Thị Bình"));
    let twice = act_as!(register, may::CorrectPerson, |tx, may| population::undo(tx, may, corrected.act, &law()));
    refused(twice.unwrap_err(), Kind::Conflict, codes::HISTORY_BUILT_UPON);
}

#[tokio::test]
async fn a_death_closes_residence_and_tells_that_the_household_lost_its_head() {
    let register = Register::with_family().await;
    let record = async || {
        let command = RecordDeath {
            person: register.grandfather,
            kind: LifeEndKind::Dead,
            on: date(2026, 11, 20),
            basis: Basis::law("Luật Hộ tịch 60/2014 Đ34").on_paper("giấy báo tử 3"),
            confirmed: vec![],
        };
        act_as!(register, may::RecordDeath, |tx, may| population::record_death(tx, may, command))
    };
    assert_eq!(record().await.unwrap().headless, Some(register.household));
    let dead = act!(register, |tx| population::get_person(tx, register.grandfather)).unwrap();
    assert!(!dead.facts.is_alive() && dead.residences.is_empty());
    let now: Timestamp = "2026-12-01T00:00:00Z".parse().unwrap();
    let before = act!(register, |tx| population::person_as_of(tx, register.grandfather, date(2026, 11, 19), now));
    let before = before.unwrap().unwrap();
    assert!(before.facts.is_alive());
    assert_eq!(before.permanent().unwrap().removed, Some(RemovalGround::Death));
    refused(record().await.unwrap_err(), Kind::Conflict, codes::DEATH_ALREADY);
    let home = act!(register, |tx| population::get_household(tx, register.household)).unwrap();
    assert!(home.head.is_none() && home.members.len() == 2);
}

#[tokio::test]
async fn a_couple_splits_off_moves_and_is_found_where_it_lives() {
    let register = Register::with_family().await;
    let command = SplitHousehold {
        household: register.household,
        leaving: vec![(register.father, HouseholdRelation::HEAD), (register.mother, HouseholdRelation::WIFE)],
        from: date(2026, 11, 1),
        address: None,
        file_no: Some("HS-2".to_owned()),
        basis: Basis::law("Luật Cư trú 68/2020 Đ25"),
    };
    let split =
        act_as!(register, may::SplitHousehold, |tx, may| population::split_household(tx, may, command)).unwrap();
    let home = act!(register, |tx| population::household_of(tx, register.mother)).unwrap().unwrap();
    assert_eq!((home.id, home.file_no.as_deref(), home.members.len()), (split.household, Some("HS-2"), 1));

    let elsewhere = vietnam::units().on("16681", TODAY).unwrap().key();
    let command = RegisterResidence {
        person: register.father,
        kind: ResidenceKind::Permanent,
        place: Destination::NewHousehold { address: Address::new(elsewhere.clone(), "Khối 5"), file_no: None },
        from: date(2026, 11, 10),
        planned_to: None,
        reason: None,
        basis: Basis::law("Luật Cư trú 68/2020 Đ20.1"),
        confirmed: vec![],
    };
    let moved =
        act_as!(register, may::RegisterResidence, |tx, may| population::register_residence(tx, may, command)).unwrap();
    assert_eq!(moved.headless, Some(split.household), "his wife stays behind without a head");
    let search = NameSearch { name: "nguyen van dung".to_owned(), birth: None, commune: Some(elsewhere), limit: 10 };
    let found = act!(register, |tx| population::search_by_name(tx, &search)).unwrap();
    assert_eq!(found.iter().map(|one| one.id).collect::<Vec<_>>(), [register.father]);
    let search = NameSearch { commune: Some(commune()), ..search };
    assert!(act!(register, |tx| population::search_by_name(tx, &search)).unwrap().is_empty());

    let command = RemoveResidence {
        person: register.father,
        kind: ResidenceKind::Permanent,
        on: TODAY,
        ground: RemovalGround::SettledAbroad,
        basis: Basis::law("Luật Cư trú 68/2020 Đ24.1.b").on_paper("tờ khai CT01"),
        confirmed: vec![],
    };
    act_as!(register, may::RemoveResidence, |tx, may| population::remove_residence(tx, may, command)).unwrap();
    assert!(act!(register, |tx| population::household_of(tx, register.father)).unwrap().is_none());
}

#[tokio::test]
async fn names_are_found_without_accents_by_birth_or_commune() {
    let register = Register::with_family().await;
    let search = async |name: &str, birth: Option<&str>, here: bool| {
        let search = NameSearch {
            name: name.to_owned(),
            birth: birth.map(|birth| BirthDate::parse(birth).unwrap()),
            commune: here.then(commune),
            limit: 10,
        };
        act!(register, |tx| population::search_by_name(tx, &search)).map(|found| found.len())
    };
    for (name, birth, here, count) in [
        ("Trần Thị Bình", Some("1/2/1998"), false, 1),
        ("tran thi binh", Some("1998"), false, 1),
        ("TRAN TH", Some("2/1998"), true, 1),
        ("nguyen", None, true, 2),
        ("tran thi binh", Some("2/2/1998"), false, 0),
        ("thi binh", Some("1998"), false, 0),
        ("nguyen van ba", Some("1965"), false, 1),
    ] {
        assert_eq!(search(name, birth, here).await.unwrap(), count, "{name} {birth:?} {here}");
    }
    refused(search("nguyen", None, false).await.unwrap_err(), Kind::Invalid, codes::SEARCH_TOO_WIDE);
    refused(search(" ", None, true).await.unwrap_err(), Kind::Invalid, codes::SEARCH_NAME_EMPTY);
}

#[tokio::test]
async fn a_cancelled_number_leads_to_the_person_and_is_never_used_again() {
    let register = Register::with_family().await;
    let new = number(Sex::Male, 1995, 4711);
    let command = ReplaceNumber {
        person: register.father,
        old: register.father_number,
        new,
        from: TODAY,
        basis: Basis::law("TT 59/2021/TT-BCA Đ6").on_paper("quyết định huỷ số"),
    };
    act_as!(register, may::AssignNumber, |tx, may| population::replace_number(tx, may, command)).unwrap();
    for asked in [register.father_number, new] {
        let view = find(&register, asked).await.unwrap().unwrap();
        assert_eq!((view.id, view.personal_id), (register.father, Some(new)));
    }
    let command = register.birth("Nguyễn Minh An", "20/11/2026", Sex::Male);
    let born = act_as!(register, may::RegisterBirth, |tx, may| population::register_birth(tx, may, command)).unwrap();
    let old = register.father_number;
    let reuse =
        act_as!(register, may::AssignNumber, |tx, may| population::assign_number(tx, may, born.person, old, &law()));
    refused(reuse.unwrap_err(), Kind::Conflict, codes::NUMBER_HELD_BY_ANOTHER);
}

#[tokio::test]
async fn every_look_is_recorded_and_a_number_of_nobody_only_as_a_hash() {
    let register = Register::with_family().await;
    let reads = "SELECT count(*) FROM trail.access";
    let before = register.count(reads).await;
    assert!(find(&register, number(Sex::Male, 1990, 1)).await.unwrap().is_none());
    assert_eq!(register.count(reads).await, before + 1);
    assert_eq!(register.count("SELECT count(*) FROM trail.access WHERE unknown_hash IS NOT NULL").await, 1);
    find(&register, register.father_number).await.unwrap().unwrap();
    assert_eq!(register.count(reads).await, before + 2);
    // A refused birth showed the parents to whoever tried, and that is kept.
    let command = register.birth("Nguyễn Minh An", "20/11/2027", Sex::Female);
    let future = act_as!(register, may::RegisterBirth, |tx, may| population::register_birth(tx, may, command));
    refused(future.unwrap_err(), Kind::Invalid, codes::BIRTH_IN_FUTURE);
    assert!(register.count(reads).await > before + 3);
    assert_eq!(register.count("SELECT count(*) FROM population.person").await, 3, "nothing of it was saved");
}

#[tokio::test]
async fn the_feed_tells_every_change_once_and_in_order() {
    let register = Register::with_family().await;
    let after =
        async |cursor| act_as!(register, may::FollowChanges, |tx, may| feed::after(tx, may, cursor, 100)).unwrap();
    // The feed waits for every older transaction of the server, those of other tests too.
    let wait_after = async |cursor| {
        let until = std::time::Instant::now() + std::time::Duration::from_secs(30);
        loop {
            let changes = after(cursor).await;
            if !changes.is_empty() || std::time::Instant::now() > until {
                return changes;
            }
        }
    };
    let first = wait_after(FeedCursor::default()).await;
    assert_eq!((first.len(), first[0].person, first[0].kind.as_str()), (1, None, "load"));
    let command = register.birth("Nguyễn Minh An", "20/11/2026", Sex::Female);
    let born = act_as!(register, may::RegisterBirth, |tx, may| population::register_birth(tx, may, command)).unwrap();
    let next = wait_after(first[0].cursor).await;
    assert_eq!(next.iter().map(|change| change.person).collect::<Vec<_>>(), [Some(born.person)]);
    assert!(after(next[0].cursor).await.is_empty());
}

#[tokio::test]
async fn the_program_may_neither_delete_nor_alter_what_was_believed() {
    let register = Register::with_family().await;
    for statement in [
        "DELETE FROM population.personal",
        "UPDATE population.personal SET full_name = 'x'",
        "UPDATE population.residence SET valid_to = NULL",
        "DELETE FROM population.act",
        "TRUNCATE population.change",
        "UPDATE population.person SET act = act",
        "SELECT * FROM population.loading",
    ] {
        let error = sqlx::query(statement).execute(register.app.pool()).await.unwrap_err();
        assert_eq!(error.as_database_error().and_then(|error| error.code()).as_deref(), Some("42501"), "{statement}");
    }
    // The gap between the two indexes is closed by the trigger, at commit.
    let mut tx = register.db.owner.begin().await.unwrap();
    sqlx::query(
        "INSERT INTO population.residence (id, spell, person, kind, unit_code, unit_from, detail, valid_from, valid_to,
           known_from, act)
         SELECT gen_random_uuid(), gen_random_uuid(), person, 'permanent', unit_code, unit_from, detail,
           date '2021-01-01', date '2022-01-01', known_from, act FROM population.residence LIMIT 1",
    )
    .execute(&mut *tx)
    .await
    .unwrap();
    let error = tx.commit().await.unwrap_err();
    assert_eq!(error.as_database_error().and_then(|error| error.constraint()), Some("residence_apart"));
}

#[tokio::test]
async fn who_is_meant_is_told_by_number_name_and_year_and_no_more_is_read() {
    let register = Register::with_family().await;
    let father = act!(register, |tx| population::get_person(tx, register.father)).unwrap();
    let number = register.father_number;
    // Somebody else is recorded with his number, as in old registers.
    let owner = &register.db.owner;
    let copied = sqlx::query(
        "INSERT INTO population.identifier (id, person, kind, value, status, confirmed, valid_from, known_from, act)
         SELECT gen_random_uuid(), $1, kind, value, status, false, valid_from, known_from, act FROM population.identifier
         WHERE person = $2 AND kind = 'personal_id' AND known_to IS NULL",
    )
    .bind(register.mother.uuid())
    .bind(register.father.uuid())
    .execute(owner)
    .await
    .unwrap();
    assert_eq!(copied.rows_affected(), 1);
    let other = FullName::parse("Ai Khác").unwrap();
    let year = Some(father.facts.birth.year());
    let told = |name, birth_year| population::Told { number, name, birth_year };
    let table = [
        (told(Some(&father.facts.name), year), population::Match::One(register.father)),
        (told(Some(&other), year), population::Match::Unclear),
        (told(Some(&father.facts.name), Some(1900)), population::Match::Unclear),
        (told(None, None), population::Match::Unclear),
    ];
    sqlx::query("TRUNCATE trail.access").execute(owner).await.unwrap();
    for (told, expected) in table {
        assert_eq!(act!(register, |tx| population::find_matching(tx, &told)).unwrap(), expected);
    }
    let read: Vec<String> =
        sqlx::query_scalar("SELECT DISTINCT fields FROM trail.access").fetch_all(owner).await.unwrap();
    assert_eq!(read, ["name birth numbers"], "only what was compared");
}
