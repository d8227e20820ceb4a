//! Residence (cư trú): what a registration and a removal need, and what they do to the history.
//!
//! Luật Cư trú 68/2020 Đ20-31. Consents and papers are the procedure's part; here is what the register itself demands.

use super::{
    history::{self, Rewrite, Version, current},
    kinship, settle,
};
use crate::{
    codes,
    command::{RegisterResidence, RemoveResidence},
    person::{HouseholdView, Personal, RemovalGround, Residence, ResidenceKind},
};
use basis::{Date, HouseholdId, Problem, Refusal};
use vietnam::HouseholdRelation;

/// A temporary residence lasts two years at the most and may be renewed (Luật Cư trú Đ27.2).
const TEMPORARY_YEARS_MAX: i16 = 2;
const TERM_LAW: &str = "Luật Cư trú 68/2020 Đ27.2";

/// Whether the person may take up residence so; nothing is changed yet.
///
/// # Errors
/// What is wrong, or else what must be confirmed.
pub fn check(
    person: &Personal,
    believed: &[Version<Residence>],
    joined: Option<(&HouseholdView, HouseholdRelation)>,
    command: &RegisterResidence,
    today: Date,
) -> Result<(), Refusal> {
    let mut invalid = Vec::new();
    let mut confirm = Vec::new();
    if !person.is_alive() {
        invalid.push(Problem::new(codes::PERSON_DEAD).at("person"));
    }
    if command.from > today && command.kind != ResidenceKind::Absence {
        invalid.push(Problem::new(codes::DATE_IN_FUTURE).at("from"));
    }
    if command.from < person.birth.earliest() {
        invalid.push(Problem::new(codes::DATE_BEFORE_BIRTH).at("from"));
    }
    match (command.kind, command.planned_to) {
        (_, Some(to)) if to < command.from => {
            invalid.push(Problem::new(codes::RESIDENCE_TERM_REVERSED).at("planned_to"));
        }
        (ResidenceKind::Temporary, None) => {
            invalid.push(Problem::new(codes::RESIDENCE_NEEDS_TERM).at("planned_to").by(TERM_LAW));
        }
        (ResidenceKind::Temporary, Some(to)) if to > last_day_of_term(command.from) => {
            invalid.push(Problem::new(codes::RESIDENCE_TERM_TOO_LONG).at("planned_to").by(TERM_LAW));
        }
        _ => {}
    }
    if let Some((home, relation)) = joined {
        let here =
            of_kind(believed, command.kind).any(|version| version.span.is_open() && lives_in(&version.value, home.id));
        if here {
            invalid.push(Problem::new(codes::RESIDENCE_ALREADY_HERE).at("person"));
        }
        if command.kind == ResidenceKind::Permanent {
            let as_head = relation == HouseholdRelation::HEAD;
            match (&home.head, as_head) {
                (Some(_), true) => invalid.push(Problem::new(codes::HOUSEHOLD_HAS_HEAD).at("relation")),
                // Not refused: a newborn must not wait until a household whose head has died names another.
                (None, false) => confirm.push(Problem::new(codes::HOUSEHOLD_NEEDS_HEAD).at("relation")),
                _ => {}
            }
            // Asked, not refused: an old record may have the wrong year of birth, and people must live somewhere.
            let head = home.head.as_ref().map(|head| (head.birth, head.sex));
            if !kinship::fits(relation, (person.birth, person.sex), head, command.from) {
                confirm.push(Problem::new(codes::HOUSEHOLD_RELATION_ODD).at("relation"));
            }
        }
    }
    settle(invalid, confirm, &command.confirmed)
}

fn last_day_of_term(from: Date) -> Date {
    from.saturating_add(jiff::Span::new().years(TEMPORARY_YEARS_MAX))
}

fn lives_in(residence: &Residence, household: HouseholdId) -> bool {
    residence.membership.is_some_and(|member| member.household == household)
}

fn of_kind(all: &[Version<Residence>], kind: ResidenceKind) -> impl Iterator<Item = &Version<Residence>> {
    all.iter().filter(move |version| version.is_believed() && version.value.kind == kind)
}

fn timeline(all: &[Version<Residence>], kind: ResidenceKind) -> Vec<Version<Residence>> {
    of_kind(all, kind).cloned().collect()
}

/// What taking up residence does: the older residence of the same kind ends that day, and permanent residence ends a
/// temporary one in the same household (Luật Cư trú Đ29.1.đ).
///
/// # Errors
/// When the history already knows a later residence.
pub fn register(believed: &[Version<Residence>], new: Residence, from: Date) -> Result<Rewrite<Residence>, Refusal> {
    let kind = new.kind;
    let household = new.membership.map(|member| member.household);
    let mut rewrite = cut(believed, kind, from, RemovalGround::MovedElsewhere)?;
    rewrite.add.push((history::Span::since(from), new));
    if kind == ResidenceKind::Permanent {
        let temporary = timeline(believed, ResidenceKind::Temporary);
        let same_home = current(&temporary)
            .is_some_and(|version| household.is_some_and(|household| lives_in(&version.value, household)));
        if same_home {
            let ended = cut(believed, ResidenceKind::Temporary, from, RemovalGround::BecamePermanent)?;
            rewrite.end.extend(ended.end);
            rewrite.add.extend(ended.add);
        }
    }
    Ok(rewrite)
}

/// Ends what goes on of a kind. Nothing there is nothing to do.
fn cut(
    believed: &[Version<Residence>],
    kind: ResidenceKind,
    on: Date,
    ground: RemovalGround,
) -> Result<Rewrite<Residence>, Refusal> {
    let line = timeline(believed, kind);
    match history::close(&line, on, |residence| Residence { removed: Some(ground), ..residence.clone() }) {
        Err(refusal) if refusal.has(codes::HISTORY_NOTHING_THERE) => Ok(Rewrite::default()),
        other => other,
    }
}

/// Removes a residence for a ground.
///
/// # Errors
/// When there is none of that kind, or the date cannot be.
pub fn remove(
    believed: &[Version<Residence>],
    command: &RemoveResidence,
    headless: bool,
    today: Date,
) -> Result<Rewrite<Residence>, Refusal> {
    let mut invalid = Vec::new();
    let mut confirm = Vec::new();
    let line = timeline(believed, command.kind);
    if current(&line).is_none() {
        invalid.push(Problem::new(codes::RESIDENCE_NOT_THERE).at("person"));
    }
    if command.on > today {
        invalid.push(Problem::new(codes::DATE_IN_FUTURE).at("on"));
    }
    if headless {
        confirm.push(Problem::new(codes::HOUSEHOLD_HEAD_LEAVES).at("person"));
    }
    settle(invalid, confirm, &command.confirmed)?;
    cut(believed, command.kind, command.on, command.ground)
}

/// Ends every residence that goes on, on the day of death. One that began later was never true.
#[must_use]
pub fn end_all(believed: &[Version<Residence>], on: Date, ground: RemovalGround) -> Rewrite<Residence> {
    let mut rewrite = Rewrite::default();
    for version in believed.iter().filter(|version| version.is_believed()) {
        let Some(kept) = version.span.meet(history::Span { from: None, to: Some(on) }) else {
            rewrite.end.push(version.id);
            continue;
        };
        if kept != version.span {
            rewrite.end.push(version.id);
            rewrite.add.push((kept, Residence { removed: Some(ground), ..version.value.clone() }));
        }
    }
    rewrite
}

#[cfg(test)]
#[path = "residence_tests.rs"]
mod tests;
