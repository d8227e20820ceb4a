//! Residence, case by case.

use super::*;
use crate::{
    command::{Basis, Destination},
    person::{LifeEnd, LifeEndKind, Member, Membership},
    rules::history::{Span, is_consistent},
};
use basis::{ActId, Code, Kind, PersonId, Timestamp};
use jiff::civil::date;
use uuid::Uuid;
use vietnam::{Address, BirthDate, FullName, Sex, UnitKey};

const TODAY: Date = date(2026, 11, 24);

fn someone() -> Personal {
    let name = FullName::parse("Nguyễn Văn An").unwrap();
    Personal::new(name, BirthDate::parse("5/3/1990").unwrap(), Sex::Male)
}

fn address() -> Address {
    Address::new(UnitKey { code: "17329".to_owned(), valid_from: None }, "Xóm 3")
}

fn residence(kind: ResidenceKind, household: Option<HouseholdId>) -> Residence {
    Residence {
        spell: Uuid::now_v7(),
        kind,
        membership: household.map(|household| Membership { household, relation: HouseholdRelation::CHILD }),
        address: address(),
        planned_to: None,
        reason: None,
        removed: None,
    }
}

fn believed(value: Residence, from: Option<Date>, to: Option<Date>) -> Version<Residence> {
    Version {
        id: Uuid::now_v7(),
        span: Span { from, to },
        value,
        known_from: Timestamp::UNIX_EPOCH,
        known_to: None,
        act: ActId::fresh(),
        ended_by: None,
    }
}

fn home(with_head: bool) -> HouseholdView {
    let head = Member {
        id: PersonId::fresh(),
        name: FullName::parse("Nguyễn Văn Bá").unwrap(),
        birth: BirthDate::Year(1960),
        sex: Sex::Male,
        personal_id: None,
        relation: HouseholdRelation::HEAD,
        since: None,
    };
    HouseholdView {
        id: HouseholdId::fresh(),
        file_no: None,
        address: address(),
        head: with_head.then_some(head),
        members: vec![],
    }
}

fn command(kind: ResidenceKind, from: Date, planned_to: Option<Date>) -> RegisterResidence {
    RegisterResidence {
        person: PersonId::fresh(),
        kind,
        place: Destination::Address(address()),
        from,
        planned_to,
        reason: None,
        basis: Basis::law("Luật Cư trú 68/2020 Đ20"),
        confirmed: vec![],
    }
}

#[test]
fn terms_and_dates_are_checked() {
    use ResidenceKind::{Absence, Permanent, Stay, Temporary};
    let day = date(2026, 11, 1);
    for (kind, from, to, code) in [
        (Permanent, day, None, None),
        (Permanent, date(2026, 11, 25), None, Some(codes::DATE_IN_FUTURE)),
        (Permanent, date(1990, 3, 4), None, Some(codes::DATE_BEFORE_BIRTH)),
        (Temporary, day, None, Some(codes::RESIDENCE_NEEDS_TERM)),
        (Temporary, day, Some(date(2028, 11, 1)), None),
        (Temporary, day, Some(date(2028, 11, 2)), Some(codes::RESIDENCE_TERM_TOO_LONG)),
        (Stay, day, Some(date(2026, 10, 31)), Some(codes::RESIDENCE_TERM_REVERSED)),
        (Absence, date(2026, 12, 24), Some(date(2027, 12, 24)), None),
    ] {
        let found = check(&someone(), &[], None, &command(kind, from, to), TODAY).err();
        assert_eq!(found.map(|refusal| refusal.problems[0].code), code, "{kind:?} {from} {to:?}");
    }
}

#[test]
fn the_dead_take_up_no_residence() {
    for (kind, refused) in [(LifeEndKind::Dead, true), (LifeEndKind::DeclaredDead, true), (LifeEndKind::Missing, false)]
    {
        let person = Personal { life_end: Some(LifeEnd { kind, on: date(2020, 1, 1) }), ..someone() };
        let found = check(&person, &[], None, &command(ResidenceKind::Permanent, TODAY, None), TODAY);
        assert_eq!(found.is_err_and(|refusal| refusal.has(codes::PERSON_DEAD)), refused, "{kind:?}");
    }
}

#[test]
fn a_household_has_one_head() {
    type Answer = Option<(Kind, Code)>;
    let table: [(bool, HouseholdRelation, Answer); 4] = [
        (true, HouseholdRelation::CHILD, None),
        (true, HouseholdRelation::HEAD, Some((Kind::Invalid, codes::HOUSEHOLD_HAS_HEAD))),
        (false, HouseholdRelation::HEAD, None),
        (false, HouseholdRelation::CHILD, Some((Kind::Confirm, codes::HOUSEHOLD_NEEDS_HEAD))),
    ];
    for (with_head, relation, code) in table {
        let command = command(ResidenceKind::Permanent, TODAY, None);
        let found = check(&someone(), &[], Some((&home(with_head), relation)), &command, TODAY).err();
        assert_eq!(found.map(|refusal| (refusal.kind, refusal.problems[0].code)), code, "{with_head} {relation:?}");
    }
}

#[test]
fn a_relation_that_age_or_sex_rule_out_is_asked_about() {
    let newborn = Personal { birth: BirthDate::parse("20/11/2026").unwrap(), ..someone() };
    let ask = |confirmed: Vec<Code>| {
        let command = RegisterResidence { confirmed, ..command(ResidenceKind::Permanent, TODAY, None) };
        check(&newborn, &[], Some((&home(true), HouseholdRelation::WIFE)), &command, TODAY).err()
    };
    let refusal = ask(vec![]).unwrap();
    assert_eq!((refusal.kind, refusal.problems[0].code), (Kind::Confirm, codes::HOUSEHOLD_RELATION_ODD));
    assert_eq!(ask(vec![codes::HOUSEHOLD_RELATION_ODD]), None);
}

#[test]
fn moving_ends_the_older_residence_and_keeps_it_as_history() {
    let old = HouseholdId::fresh();
    let all = [believed(residence(ResidenceKind::Permanent, Some(old)), Some(date(1990, 3, 5)), None)];
    let new = residence(ResidenceKind::Permanent, Some(HouseholdId::fresh()));
    let rewrite = register(&all, new.clone(), date(2026, 11, 1)).unwrap();
    assert_eq!(rewrite.end, vec![all[0].id]);
    let kept = &rewrite.add[0];
    assert_eq!(kept.0, Span { from: Some(date(1990, 3, 5)), to: Some(date(2026, 11, 1)) });
    assert_eq!(kept.1.removed, Some(RemovalGround::MovedElsewhere));
    assert_eq!(rewrite.add[1], (Span::since(date(2026, 11, 1)), new));
}

#[test]
fn permanent_residence_ends_a_temporary_one_in_the_same_household_only() {
    let here = HouseholdId::fresh();
    for (household, ends) in [(here, true), (HouseholdId::fresh(), false)] {
        let all = [believed(residence(ResidenceKind::Temporary, Some(here)), Some(date(2026, 1, 1)), None)];
        let new = residence(ResidenceKind::Permanent, Some(household));
        let rewrite = register(&all, new, date(2026, 11, 1)).unwrap();
        assert_eq!(!rewrite.end.is_empty(), ends);
    }
}

#[test]
fn a_residence_is_removed_only_where_there_is_one() {
    let all = [believed(residence(ResidenceKind::Permanent, None), Some(date(1990, 3, 5)), None)];
    let table: [(ResidenceKind, Date, bool, Option<Code>); 5] = [
        (ResidenceKind::Permanent, TODAY, false, None),
        (ResidenceKind::Temporary, TODAY, false, Some(codes::RESIDENCE_NOT_THERE)),
        (ResidenceKind::Permanent, date(2026, 11, 25), false, Some(codes::DATE_IN_FUTURE)),
        (ResidenceKind::Permanent, date(1980, 1, 1), false, Some(codes::HISTORY_LATER_CHANGE)),
        (ResidenceKind::Permanent, TODAY, true, Some(codes::HOUSEHOLD_HEAD_LEAVES)),
    ];
    for (kind, on, headless, code) in table {
        let command = RemoveResidence {
            person: PersonId::fresh(),
            kind,
            on,
            ground: RemovalGround::SettledAbroad,
            basis: Basis::law("Luật Cư trú 68/2020 Đ24.1.b"),
            confirmed: vec![],
        };
        let found = remove(&all, &command, headless, TODAY);
        match code {
            None => assert_eq!(found.unwrap().add[0].1.removed, Some(RemovalGround::SettledAbroad)),
            Some(code) => assert!(found.unwrap_err().has(code), "{kind:?} {on}"),
        }
    }
}

#[test]
fn death_closes_residence_on_the_date_of_death() {
    let died = date(2026, 11, 10);
    let mut all = vec![
        believed(residence(ResidenceKind::Permanent, None), Some(date(1990, 3, 5)), None),
        believed(residence(ResidenceKind::Temporary, None), Some(date(2026, 11, 12)), None),
        believed(residence(ResidenceKind::Current, None), None, Some(date(2020, 1, 1))),
    ];
    let rewrite = end_all(&all, died, RemovalGround::Death);
    assert_eq!(rewrite.end, vec![all[0].id, all[1].id], "what had ended before stays as it is");
    assert_eq!(rewrite.add.len(), 1, "what began after the death was never true");
    assert_eq!(rewrite.add[0].0, Span { from: Some(date(1990, 3, 5)), to: Some(died) });
    all.retain(|version| !rewrite.end.contains(&version.id));
    assert!(is_consistent(&all));
}
