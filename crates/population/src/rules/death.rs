//! Deaths, and declarations of death or of being missing by a court.

use super::{
    history::{self, Rewrite, Version},
    settle,
};
use crate::{
    codes,
    command::RecordDeath,
    person::{LifeEnd, LifeEndKind, Personal},
};
use basis::{Date, Kind, Problem, Refusal};

/// What recording a death does to the facts of a person: from that day on, the life has ended.
///
/// A person declared missing may later be recorded dead; the reverse is a correction.
///
/// # Errors
/// When a death is recorded already, or the date cannot be.
pub fn record(facts: &[Version<Personal>], command: &RecordDeath, today: Date) -> Result<Rewrite<Personal>, Refusal> {
    let Some(now) = history::current(facts) else {
        return Err(Refusal::new(Kind::NotFound, Problem::new(codes::PERSON_UNKNOWN)));
    };
    let mut invalid = Vec::new();
    if !now.value.is_alive() || (now.value.life_end.is_some() && command.kind == LifeEndKind::Missing) {
        return Err(Refusal::new(Kind::Conflict, Problem::new(codes::DEATH_ALREADY).at("person")));
    }
    if command.on > today {
        invalid.push(Problem::new(codes::DATE_IN_FUTURE).at("on"));
    }
    if command.on < now.value.birth.earliest() {
        invalid.push(Problem::new(codes::DATE_BEFORE_BIRTH).at("on"));
    }
    settle(invalid, Vec::new(), &command.confirmed)?;
    let ended =
        |facts: &Personal| Personal { life_end: Some(LifeEnd { kind: command.kind, on: command.on }), ..facts.clone() };
    // A correction over "from that day on", not a change: facts that changed after the death keep their dates.
    history::correct(facts, history::Span::since(command.on), ended)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Basis;
    use basis::{ActId, PersonId, Timestamp};
    use jiff::civil::date;
    use uuid::Uuid;
    use vietnam::{BirthDate, FullName, Sex};

    fn facts(life_end: Option<LifeEnd>) -> Vec<Version<Personal>> {
        let name = FullName::parse("Nguyễn Văn An").unwrap();
        let value = Personal { life_end, ..Personal::new(name, BirthDate::parse("5/3/1950").unwrap(), Sex::Male) };
        vec![Version {
            id: Uuid::now_v7(),
            span: history::Span::ALWAYS,
            value,
            known_from: Timestamp::UNIX_EPOCH,
            known_to: None,
            act: ActId::fresh(),
            ended_by: None,
        }]
    }

    #[test]
    fn a_death_is_recorded_once_and_on_a_day_that_can_be() {
        let missing = Some(LifeEnd { kind: LifeEndKind::Missing, on: date(2020, 1, 1) });
        let dead = Some(LifeEnd { kind: LifeEndKind::Dead, on: date(2020, 1, 1) });
        let today = date(2026, 11, 24);
        for (before, kind, on, refused) in [
            (None, LifeEndKind::Dead, date(2026, 11, 24), None),
            (None, LifeEndKind::Missing, date(2026, 11, 1), None),
            (missing, LifeEndKind::DeclaredDead, date(2025, 1, 1), None),
            (missing, LifeEndKind::Missing, date(2025, 1, 1), Some(codes::DEATH_ALREADY)),
            (dead, LifeEndKind::Dead, date(2020, 1, 1), Some(codes::DEATH_ALREADY)),
            (None, LifeEndKind::Dead, date(2026, 11, 25), Some(codes::DATE_IN_FUTURE)),
            (None, LifeEndKind::Dead, date(1950, 3, 4), Some(codes::DATE_BEFORE_BIRTH)),
        ] {
            let basis = Basis::law("Luật Hộ tịch 60/2014 Đ34");
            let command = RecordDeath { person: PersonId::fresh(), kind, on, basis, confirmed: vec![] };
            match (record(&facts(before), &command, today), refused) {
                (Ok(rewrite), None) => {
                    assert_eq!(rewrite.end.len(), 1);
                    assert_eq!(rewrite.add.len(), 2, "alive before, ended since");
                    assert_eq!(rewrite.add[1].0, history::Span::since(on));
                }
                (Err(refusal), Some(code)) => assert!(refusal.has(code), "{on}: {refusal:?}"),
                (other, _) => panic!("{on} {kind:?}: {other:?}"),
            }
        }
    }
}
