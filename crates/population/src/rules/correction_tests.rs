//! Corrections, case by case.

use super::*;
use crate::{
    command::Basis,
    person::{LifeEnd, LifeEndKind},
    rules::history::Span,
};
use basis::{ActId, Code, Kind, PersonId, Timestamp};
use jiff::civil::date;
use uuid::Uuid;
use vietnam::{BirthDate, FullName, Sex};

const TODAY: Date = date(2026, 11, 24);

fn facts() -> Vec<Version<Personal>> {
    let name = FullName::parse("Nguyễn Văn An").unwrap();
    let value = Personal {
        life_end: Some(LifeEnd { kind: LifeEndKind::Missing, on: date(2020, 1, 1) }),
        ..Personal::new(name, BirthDate::parse("5/3/1990").unwrap(), Sex::Male)
    };
    vec![Version {
        id: Uuid::now_v7(),
        span: Span::ALWAYS,
        value,
        known_from: Timestamp::UNIX_EPOCH,
        known_to: None,
        act: ActId::fresh(),
        ended_by: None,
    }]
}

fn command(corrections: Vec<Correction>, paper: Option<&str>, over: Span) -> CorrectPerson {
    let basis = Basis { paper: paper.map(str::to_owned), ..Basis::law("Luật Hộ tịch 60/2014 Đ28") };
    CorrectPerson { person: PersonId::fresh(), over, corrections, basis, confirmed: vec![] }
}

fn born(written: &str) -> Correction {
    Correction::Birth(BirthDate::parse(written).unwrap())
}

/// Corrections, paper, days, and the refusal.
type Case = (Vec<Correction>, Option<&'static str>, Span, Option<(Kind, Code)>);

#[test]
fn what_a_book_says_is_corrected_on_a_paper_only() {
    let paper = Some("giấy khai sinh số 12/2026");
    let always = Span::ALWAYS;
    let table: [Case; 11] = [
        (vec![], paper, always, Some((Kind::Invalid, codes::CORRECTION_EMPTY))),
        (vec![born("6/3/1990")], paper, always, None),
        (vec![born("6/3/1990")], None, always, Some((Kind::Invalid, codes::CORRECTION_NEEDS_PAPER))),
        (vec![born("6/3/1990")], Some(" "), always, Some((Kind::Invalid, codes::CORRECTION_NEEDS_PAPER))),
        (vec![Correction::Mobile(Some("0912345678".into()))], None, always, None),
        (vec![born("25/11/2026")], paper, always, Some((Kind::Invalid, codes::BIRTH_IN_FUTURE))),
        (vec![born("1/2/2020")], paper, always, Some((Kind::Invalid, codes::CORRECTION_BIRTH_AFTER_DEATH))),
        (vec![born("5/3/1990")], paper, always, Some((Kind::Conflict, codes::HISTORY_NO_DIFFERENCE))),
        (vec![born("6/3/1990")], paper, Span::since(date(2027, 1, 1)), Some((Kind::Invalid, codes::DATE_IN_FUTURE))),
        (vec![born("5/3/1991")], paper, always, Some((Kind::Confirm, codes::CORRECTION_AGAINST_NUMBER))),
        (vec![Correction::Sex(Sex::Female)], paper, always, Some((Kind::Confirm, codes::CORRECTION_AGAINST_NUMBER))),
    ];
    let number = PersonalId::compose("040", Sex::Male, 1990, 1234).unwrap();
    for (at, (corrections, paper, over, code)) in table.into_iter().enumerate() {
        let found = correct(&facts(), Some(number), &command(corrections, paper, over), TODAY).err();
        assert_eq!(found.map(|refusal| (refusal.kind, refusal.problems[0].code)), code, "case {at}");
    }
}

#[test]
fn a_confirmed_correction_tells_that_the_number_must_be_re_established() {
    let number = PersonalId::compose("040", Sex::Male, 1990, 1234).unwrap();
    let mut command = command(vec![born("5/3/1991")], Some("quyết định 1/2026"), Span::ALWAYS);
    command.confirmed = vec![codes::CORRECTION_AGAINST_NUMBER];
    let (rewrite, contradictions) = correct(&facts(), Some(number), &command, TODAY).unwrap();
    assert_eq!(contradictions, vec![Contradiction::BirthYear { number_says: 1990 }]);
    assert_eq!(rewrite.add[0].1.birth, BirthDate::parse("5/3/1991").unwrap());
    assert!(correct(&facts(), None, &command, TODAY).unwrap().1.is_empty(), "without a number nothing disagrees");
}

#[test]
fn a_change_since_a_day_leaves_the_days_before_alone() {
    let since = Span::since(date(2026, 5, 1));
    let command = command(vec![Correction::Occupation(Some("giáo viên".into()))], None, since);
    let (rewrite, _) = correct(&facts(), None, &command, TODAY).unwrap();
    assert_eq!(rewrite.add.len(), 2);
    assert_eq!(rewrite.add[0].1.occupation, None);
    assert_eq!(rewrite.add[1], (since, Personal { occupation: Some("giáo viên".into()), ..facts()[0].value.clone() }));
}
