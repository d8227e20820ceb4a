//! Births, case by case.

use super::*;
use crate::{
    command::Basis,
    person::{LifeEndKind, Place, Recorded},
};
use basis::{Code, Kind, PersonId};
use jiff::civil::date;
use vietnam::FullName;

fn facts(name: &str, birth: &str, sex: Sex) -> Personal {
    Personal::new(FullName::parse(name).unwrap(), BirthDate::parse(birth).unwrap(), sex)
}

fn mother() -> Personal {
    facts("Trần Thị Bình", "1/2/1998", Sex::Female)
}

fn command() -> RegisterBirth {
    RegisterBirth {
        name: FullName::parse("Nguyễn Minh An").unwrap(),
        sex: Sex::Female,
        birth: BirthDate::parse("20/11/2026").unwrap(),
        birth_place: None,
        registered: Place::words("UBND xã"),
        origin: None,
        ethnicity: None,
        religion: None,
        nationalities: vec!["VN".to_owned()],
        mother: Some(RelativeRef::Person(PersonId::fresh())),
        father: Some(RelativeRef::Person(PersonId::fresh())),
        guardian: None,
        is_twin: false,
        basis: Basis::law("Luật Hộ tịch 60/2014 Đ16"),
        confirmed: vec![],
    }
}

const TODAY: Date = date(2026, 11, 24);

fn refusal(
    command: &RegisterBirth,
    mother: &Personal,
    father: Option<&Personal>,
    alike: &[Likeness],
) -> Option<Refusal> {
    register(command, Parents { mother: Some(mother), father, ..Parents::default() }, alike, TODAY).err()
}

#[test]
fn an_ordinary_birth_is_registered() {
    assert_eq!(register(&command(), Parents { mother: Some(&mother()), ..Parents::default() }, &[], TODAY), Ok(false));
}

#[test]
fn a_married_mother_without_a_father_is_asked_about() {
    let married = Personal { marital_status: Some(MaritalStatus::MARRIED), ..mother() };
    let single = Personal { marital_status: Some(MaritalStatus::SINGLE), ..mother() };
    let alone = RegisterBirth { father: None, ..command() };
    let refusal = refusal(&alone, &married, None, &[]).unwrap();
    assert_eq!((refusal.kind, refusal.problems[0].code), (Kind::Confirm, codes::BIRTH_MOTHER_MARRIED));
    let by_relation = Parents { mother: Some(&mother()), mother_has_husband: true, father: None };
    assert!(register(&alone, by_relation, &[], TODAY).is_err_and(|refusal| refusal.has(codes::BIRTH_MOTHER_MARRIED)));
    let confirmed = RegisterBirth { confirmed: vec![codes::BIRTH_MOTHER_MARRIED], ..alone.clone() };
    for (command, mother) in [(&confirmed, &married), (&alone, &single), (&alone, &mother()), (&command(), &married)] {
        assert!(register(command, Parents { mother: Some(mother), ..Parents::default() }, &[], TODAY).is_ok());
    }
}

#[test]
fn a_late_birth_is_accepted_and_flagged() {
    for (birth, late) in [("25/09/2026", false), ("24/09/2026", true), ("1/1/2020", true)] {
        let command = RegisterBirth { birth: BirthDate::parse(birth).unwrap(), ..command() };
        let parents = Parents { mother: Some(&mother()), ..Parents::default() };
        assert_eq!(register(&command, parents, &[], TODAY), Ok(late), "{birth}");
    }
}

#[test]
fn what_is_wrong_is_refused_and_no_confirmation_helps() {
    let same = RelativeRef::Person(PersonId::fresh());
    let recorded = RelativeRef::Recorded(Recorded { name: "Lê Văn Cao".into(), number: None, nationality: None });
    let table: [(RegisterBirth, Option<Code>); 6] = [
        (RegisterBirth { birth: BirthDate::parse("25/11/2026").unwrap(), ..command() }, Some(codes::BIRTH_IN_FUTURE)),
        (RegisterBirth { birth: BirthDate::Year(2026), ..command() }, Some(codes::BIRTH_NEEDS_DAY)),
        (RegisterBirth { mother: None, father: None, ..command() }, Some(codes::BIRTH_WITHOUT_PARENT)),
        (
            RegisterBirth { mother: Some(same.clone()), father: Some(same), ..command() },
            Some(codes::BIRTH_SAME_PARENTS),
        ),
        (RegisterBirth { mother: None, father: Some(recorded.clone()), ..command() }, None),
        (RegisterBirth { mother: None, father: None, guardian: Some(recorded), ..command() }, None),
    ];
    for (mut command, code) in table {
        command.confirmed = codes::PROBLEM_CODES.to_vec();
        let refused = register(&command, Parents::default(), &[], TODAY).err();
        assert_eq!(refused.as_ref().map(|refusal| refusal.problems[0].code), code);
        assert!(refused.is_none_or(|refusal| refusal.kind == Kind::Invalid));
    }
}

#[test]
fn a_mother_who_was_dead_on_that_day_is_refused() {
    for (on, refused) in [(date(2026, 11, 19), true), (date(2026, 11, 20), false)] {
        let dead = Personal { life_end: Some(LifeEnd { kind: LifeEndKind::Dead, on }), ..mother() };
        let found = refusal(&command(), &dead, None, &[]).is_some_and(|refusal| refusal.has(codes::BIRTH_MOTHER_DEAD));
        assert_eq!(found, refused, "{on}");
    }
    let missing = Personal { life_end: Some(LifeEnd { kind: LifeEndKind::Missing, on: date(2020, 1, 1) }), ..mother() };
    assert!(refusal(&command(), &missing, None, &[]).is_none(), "a missing mother may have borne a child");
}

/// Mother, father, registered people like the child, and what is asked.
type Unusual = (Personal, Option<Personal>, &'static [Likeness], Option<Code>);

#[test]
fn what_is_unusual_is_asked_once() {
    let father = facts("Nguyễn Văn Dũng", "3/4/1995", Sex::Male);
    let dead = |on| Personal { life_end: Some(LifeEnd { kind: LifeEndKind::Dead, on }), ..father.clone() };
    let table: [Unusual; 13] = [
        (mother(), Some(father.clone()), &[], None),
        (facts("Trần Bình", "1/2/1998", Sex::Male), None, &[], Some(codes::BIRTH_MOTHER_SEX)),
        (mother(), Some(facts("Lê Thị Hoa", "1/2/1990", Sex::Female)), &[], Some(codes::BIRTH_FATHER_SEX)),
        (facts("Trần Thị Bình", "1/2/2016", Sex::Female), None, &[], Some(codes::BIRTH_PARENT_AGE)),
        (facts("Trần Thị Bình", "1/12/2012", Sex::Female), None, &[], Some(codes::BIRTH_PARENT_AGE)),
        (facts("Trần Thị Bình", "1/11/2012", Sex::Female), None, &[], None),
        (facts("Trần Thị Bình", "1965", Sex::Female), None, &[], Some(codes::BIRTH_PARENT_AGE)),
        (mother(), Some(dead(date(2026, 2, 1))), &[], None),
        (mother(), Some(dead(date(2026, 1, 1))), &[], Some(codes::BIRTH_FATHER_DEAD)),
        (mother(), None, &[Likeness::Same], Some(codes::BIRTH_POSSIBLE_DUPLICATE)),
        (mother(), None, &[Likeness::Similar], Some(codes::BIRTH_POSSIBLE_DUPLICATE)),
        (mother(), None, &[Likeness::TooClose], Some(codes::BIRTH_TOO_CLOSE)),
        (mother(), None, &[Likeness::Twin], Some(codes::BIRTH_POSSIBLE_DUPLICATE)),
    ];
    for (mother, father, alike, code) in table {
        let refused = refusal(&command(), &mother, father.as_ref(), alike);
        assert_eq!(
            refused.as_ref().map(|refusal| (refusal.kind, refusal.problems[0].code)),
            code.map(|code| (Kind::Confirm, code))
        );
        let confirmed = RegisterBirth { confirmed: code.into_iter().collect(), ..command() };
        assert!(refusal(&confirmed, &mother, father.as_ref(), alike).is_none(), "confirmed once is enough");
    }
}

#[test]
fn another_name_is_a_twin_only_where_a_twin_was_declared() {
    for (is_twin, likeness, asked) in [
        (true, Likeness::Twin, false),
        (false, Likeness::Twin, true),
        (true, Likeness::Same, true),
        (true, Likeness::Similar, true),
        (true, Likeness::TooClose, false),
    ] {
        let command = RegisterBirth { is_twin, ..command() };
        let refused = refusal(&command, &mother(), None, &[likeness]);
        let found = refused.is_some_and(|refusal| refusal.has(codes::BIRTH_POSSIBLE_DUPLICATE));
        assert_eq!(found, asked, "{likeness:?}, declared a twin: {is_twin}");
    }
}

#[test]
fn twins_are_twins_and_the_same_child_is_the_same_child() {
    let child = ChildFacts::from(&command());
    for (name, birth, sex, same_mother, same_father, expected) in [
        // The same child again, with and without accents, under another middle name, by the father alone.
        ("Nguyễn Minh An", "20/11/2026", Sex::Female, true, true, Some(Likeness::Same)),
        ("NGUYEN MINH AN", "20/11/2026", Sex::Female, true, false, Some(Likeness::Same)),
        ("Nguyễn Ngọc An", "20/11/2026", Sex::Female, true, true, Some(Likeness::Same)),
        ("Nguyễn Minh An", "20/11/2026", Sex::Female, false, true, Some(Likeness::Same)),
        // Twins: another given name, or the other sex, or the other side of midnight.
        ("Nguyễn Minh Bảo", "20/11/2026", Sex::Female, true, true, Some(Likeness::Twin)),
        ("Nguyễn Ngọc An", "20/11/2026", Sex::Male, true, true, Some(Likeness::Twin)),
        ("Nguyễn Minh Bảo", "21/11/2026", Sex::Male, true, true, Some(Likeness::Twin)),
        // Not two pregnancies of one woman; two women may well bear to one man.
        ("Nguyễn Minh Bảo", "20/08/2026", Sex::Male, true, true, Some(Likeness::TooClose)),
        ("Nguyễn Minh Bảo", "20/08/2026", Sex::Male, false, true, None),
        ("Nguyễn Minh Bảo", "20/11/2024", Sex::Male, true, true, None),
        // Namesakes.
        ("Nguyễn Minh An", "20/11/2026", Sex::Female, false, false, Some(Likeness::Similar)),
        ("Nguyễn Minh An", "20/11/2026", Sex::Male, false, false, None),
        ("Nguyễn Minh An", "21/11/2026", Sex::Female, false, false, None),
        ("Nguyễn Minh An", "2026", Sex::Female, false, false, None),
    ] {
        let other = facts(name, birth, sex);
        let found = likeness(&child, Registered { facts: &other, same_mother, same_father });
        assert_eq!(found, expected, "{name} {birth} {sex:?} {same_mother} {same_father}");
    }
}
