//! Who may move where: the register's view of a family, and what the officer is stopped by or asked.

use super::*;
use crate::words::ConsentState;
use basis::{DossierId, HouseholdId, Timestamp};
use jiff::civil::date;
use population::{Member, Personal};
use vietnam::{Address, BirthDate, FullName, HouseholdRelation, Sex, UnitKey};

const HERE: &str = "16681";

fn id(number: u128) -> PersonId {
    PersonId::from_uuid(uuid::Uuid::from_u128(number))
}

fn address(code: &str, detail: &str) -> Address {
    Address::new(UnitKey { code: code.to_owned(), valid_from: Some(date(2025, 7, 1)) }, detail)
}

fn known(number: u128, born: i16, carers: &[u128]) -> Known {
    let name = FullName::parse("Lê Văn Thử").unwrap();
    let view = PersonView {
        id: id(number),
        facts: Personal::new(name, BirthDate::Day(date(born, 5, 5)), Sex::Male),
        personal_id: None,
        numbers: vec![],
        residences: vec![],
        documents: vec![],
    };
    Known { view, carers: carers.iter().map(|carer| id(*carer)).collect() }
}

fn home(code: &str, detail: &str, head: u128, others: &[u128]) -> HouseholdView {
    let member = |number: u128, relation| Member {
        id: id(number),
        name: FullName::parse("Lê Văn Thử").unwrap(),
        birth: BirthDate::Year(1960),
        sex: Sex::Male,
        personal_id: None,
        relation,
        since: None,
    };
    HouseholdView {
        id: HouseholdId::from_uuid(uuid::Uuid::from_u128(head)),
        file_no: None,
        address: address(code, detail),
        head: Some(member(head, HouseholdRelation::HEAD)),
        members: others.iter().map(|other| member(*other, HouseholdRelation::CHILD)).collect(),
    }
}

fn filing(who: Who, movers: &[u128], joins: Joins) -> MoveFiling {
    let mover = |(at, number): (usize, &u128)| crate::filing::Mover {
        key: if at == 0 { "requester".to_owned() } else { format!("member{at}") },
        person: Some(id(*number)),
        relation: HouseholdRelation::CHILD,
    };
    MoveFiling {
        who,
        requester: Some(id(1)),
        movers: movers.iter().enumerate().map(mover).collect(),
        joins,
        address: address(HERE, "Số 2"),
    }
}

fn consent(state: ConsentState) -> Consent {
    Consent {
        id: uuid::Uuid::nil(),
        dossier: DossierId::from_uuid(uuid::Uuid::nil()),
        who: ConsentOf::Head,
        person: Some(id(9)),
        way: "vneid".to_owned(),
        article: "Luật Cư trú 68/2020/QH14 Đ20.2".to_owned(),
        state,
        stated_at: Timestamp::UNIX_EPOCH,
        answered_at: None,
    }
}

struct Case<'a> {
    name: &'a str,
    filing: MoveFiling,
    movers: Vec<Option<Known>>,
    home: Option<HouseholdView>,
    left: Vec<HouseholdView>,
    consents: Vec<Consent>,
    want: Option<Code>,
}

fn joined() -> Joins {
    Joins::Household { head: Some(id(9)) }
}

fn adult(name: &str, change: impl FnOnce(&mut Case<'_>), want: Option<Code>) -> Case<'_> {
    let mut case = Case {
        name,
        filing: filing(Who::Own, &[1], joined()),
        movers: vec![Some(known(1, 1990, &[]))],
        home: Some(home(HERE, "số 2", 9, &[])),
        left: vec![],
        consents: vec![consent(ConsentState::Given)],
        want,
    };
    change(&mut case);
    case
}

#[test]
fn a_move_is_carried_out_stopped_or_asked_about() {
    let small = |case: &mut Case<'_>| {
        case.filing = filing(Who::ChildUnderSix, &[2], joined());
        case.consents = vec![];
    };
    let cases = [
        adult("an adult whose head agreed", |_| {}, None),
        adult("a head that is not found", |case| case.home = None, Some(codes::HOUSEHOLD_NOT_FOUND)),
        adult(
            "a household of another commune",
            |case| case.home = Some(home("16708", "Số 2", 9, &[])),
            Some(codes::HOUSEHOLD_ELSEWHERE),
        ),
        adult(
            "another house number",
            |case| case.home = Some(home(HERE, "Số 3", 9, &[])),
            Some(codes::ADDRESS_DIFFERS),
        ),
        adult(
            "consent only stated",
            |case| case.consents = vec![consent(ConsentState::Stated)],
            Some(codes::CONSENT_UNSEEN),
        ),
        adult(
            "consent refused",
            |case| case.consents = vec![consent(ConsentState::Declined)],
            Some(codes::CONSENT_MISSING),
        ),
        adult("somebody unknown", |case| case.movers = vec![None], Some(codes::PERSON_NOT_FOUND)),
        adult(
            "a head who leaves a child",
            |case| case.left = vec![home(HERE, "Số 5", 1, &[7])],
            Some(population::codes::HOUSEHOLD_HEAD_LEAVES),
        ),
        adult("a head who leaves nobody", |case| case.left = vec![home(HERE, "Số 5", 1, &[])], None),
        adult(
            "a minor who founds a household",
            |case| {
                case.filing = filing(Who::Own, &[1], Joins::New);
                case.movers = vec![Some(known(1, 2012, &[]))];
                case.home = None;
            },
            Some(population::codes::HOUSEHOLD_HEAD_MINOR),
        ),
        adult(
            "a minor who moves with a stranger",
            |case| {
                case.filing = filing(Who::Own, &[1, 3], joined());
                case.movers.push(Some(known(3, 2015, &[8])));
            },
            Some(codes::RELATION_NOT_RECORDED),
        ),
        adult(
            "a minor who moves with a parent",
            |case| {
                case.filing = filing(Who::Own, &[1, 3], joined());
                case.movers.push(Some(known(3, 2015, &[1])));
            },
            None,
        ),
        adult(
            "a small child to its mother",
            |case| {
                small(case);
                case.movers = vec![Some(known(2, 2024, &[1]))];
                case.home = Some(home(HERE, "Số 2", 9, &[1]));
            },
            None,
        ),
        adult(
            "a small child to strangers",
            |case| {
                small(case);
                case.movers = vec![Some(known(2, 2024, &[1]))];
            },
            Some(codes::CONSENT_MISSING),
        ),
        adult(
            "a child of seven as a small one",
            |case| {
                small(case);
                case.movers = vec![Some(known(2, 2019, &[1]))];
                case.home = Some(home(HERE, "Số 2", 9, &[1]));
            },
            Some(codes::CHILD_TOO_OLD),
        ),
        adult(
            "somebody else's small child",
            |case| {
                small(case);
                case.movers = vec![Some(known(2, 2024, &[5]))];
                case.home = Some(home(HERE, "Số 2", 9, &[1]));
            },
            Some(codes::RELATION_NOT_RECORDED),
        ),
    ];
    let unit = UnitCode(HERE.to_owned());
    for case in cases {
        let around = Around {
            movers: &case.movers,
            home: case.home.as_ref(),
            left: &case.left,
            consents: &case.consents,
            has_consent_paper: false,
            unit: &unit,
            submitted: date(2026, 11, 23),
        };
        let got = check(&case.filing, &around, &[]);
        assert_eq!(got.as_ref().err().map(|refusal| refusal.problems[0].code), case.want, "{}", case.name);
        // A doubt that was confirmed passes; what stops is never confirmed away.
        if let (Err(refusal), Some(code)) = (got, case.want) {
            let again = check(&case.filing, &around, &[code]);
            assert_eq!(again.is_ok(), refusal.kind == Kind::Confirm, "{}", case.name);
        }
    }
}

#[test]
fn a_ninth_member_is_told_that_there_is_no_room() {
    let mut answers = Answers::default();
    for (key, more) in [("member1.more", true), ("member8.more", false)] {
        answers.set(key, procedure::Value::YesNo(more));
    }
    let today = date(2026, 11, 23);
    assert!(check_filed(&answers, today).is_ok());
    answers.set("member8.more", procedure::Value::YesNo(true));
    let refusal = check_filed(&answers, today).unwrap_err();
    assert!(refusal.has(codes::MEMBERS_TOO_MANY) && refusal.kind == Kind::Invalid);
}
