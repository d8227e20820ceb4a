//! What an effect says that it takes, it reads: without the answer the filing is another one.

use super::Case;
use crate::words::People;
use basis::{Date, PersonId};
use jiff::civil::date;
use procedure::{Answers, Catalogue, Choices, Field, FieldKind, Step, Use, Value};
use vietnam::{Address, BirthDate, FullName, PersonalId, Sex, UnitKey};

/// Some answer of the field's kind.
fn some(field: &Field) -> Option<Value> {
    let day: Date = date(2026, 11, 20);
    let unit = UnitKey { code: "16681".to_owned(), valid_from: Some(date(2025, 7, 1)) };
    Some(match &field.kind {
        FieldKind::Name => Value::Name(FullName::parse("Lê Thị Thu").unwrap()),
        FieldKind::PersonalId => Value::PersonalId(PersonalId::compose("040", Sex::Female, 2001, 14).unwrap()),
        FieldKind::BirthDate => Value::BirthDate(BirthDate::Day(day)),
        FieldKind::Date => Value::Date(day),
        FieldKind::Choice(Choices::Sex) => Value::Choice("male".to_owned()),
        FieldKind::Choice(Choices::Ethnicity) => Value::Choice("kinh".to_owned()),
        FieldKind::Choice(Choices::HouseholdRelation) => Value::Choice("child".to_owned()),
        FieldKind::Choice(Choices::Own(options)) => Value::Choice(options.first()?.value.clone()),
        FieldKind::Unit => Value::Unit(unit),
        FieldKind::Address => Value::Address(Address::new(unit, "Số 2")),
        FieldKind::Text(_) => Value::Text("một câu".to_owned()),
        FieldKind::YesNo => Value::YesNo(true),
        FieldKind::Choice(Choices::Religion) | FieldKind::File | FieldKind::Phone | FieldKind::Email => return None,
    })
}

/// Answers that an effect goes by elsewhere than in the filing: the commune whose agency decides, and what decides which
/// part of the form is asked.
const ELSEWHERE: [&str; 3] = ["agency.unit", "requester.relation", "child.parents"];

#[test]
fn what_an_effect_takes_it_reads() {
    let mut tried = 0;
    for procedure in Catalogue::embedded().all() {
        let Some(gate) = procedure.legs().next().map(|rule| rule.step).filter(|gate| Case::is_known(*gate)) else {
            continue;
        };
        let mut whole = Answers::default();
        for (_, field) in procedure.form.fields() {
            if let Some(value) = some(field) {
                whole.set(&field.key, value);
            }
        }
        if gate == Step::RegisterResidence {
            whole.set("residence.joins", Value::Choice("other".to_owned()));
        }
        let people = People { person: Some(PersonId::fresh()), ..People::default() };
        let read = |answers: &Answers| Case::read(gate, answers, &people, None).ok();
        let before = read(&whole);
        assert!(before.is_some(), "{} is read", procedure.code);
        for (_, field) in procedure.form.fields() {
            let key = field.key.as_str();
            if !matches!(procedure.use_of(key), Some(Use::Effect(_))) || ELSEWHERE.contains(&key) {
                continue;
            }
            // A move finds its household by people, whom the register knows or not.
            if gate == Step::RegisterResidence && key.starts_with("residence.head_") {
                continue;
            }
            let mut without = whole.clone();
            without.clear(key);
            assert!(read(&without) != before, "{}: {key} is asked, and no effect reads it", procedure.code);
            tried += 1;
        }
    }
    assert!(tried > 60, "{tried}");
}
