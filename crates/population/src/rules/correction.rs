//! Corrections of a person's facts (NĐ 70/2024 Đ6): which need a paper, which cannot be, and what they do.

use super::{
    history::{self, Rewrite, Version},
    settle,
};
use crate::{
    codes,
    command::{CorrectPerson, Correction},
    person::Personal,
};
use basis::{Date, Problem, Refusal};
use vietnam::{Contradiction, PersonalId};

const LAW: &str = "NĐ 70/2024 Đ6";

/// What a correction does to the facts, and where the number in use now disagrees with them.
///
/// # Errors
/// What is wrong, or else what must be confirmed.
pub fn correct(
    facts: &[Version<Personal>],
    number: Option<PersonalId>,
    command: &CorrectPerson,
    today: Date,
) -> Result<(Rewrite<Personal>, Vec<Contradiction>), Refusal> {
    let mut invalid = Vec::new();
    let mut confirm = Vec::new();
    if command.corrections.is_empty() {
        invalid.push(Problem::new(codes::CORRECTION_EMPTY));
    }
    let missing_paper = command.basis.paper.as_deref().is_none_or(|paper| paper.trim().is_empty());
    for correction in &command.corrections {
        if missing_paper && needs_paper(correction) {
            invalid.push(Problem::new(codes::CORRECTION_NEEDS_PAPER).at(field_of(correction)).by(LAW));
        }
        if let Correction::Birth(birth) = correction {
            if birth.is_after(today) {
                invalid.push(Problem::new(codes::BIRTH_IN_FUTURE).at("birth"));
            }
            let died = history::current(facts).and_then(|version| version.value.life_end).map(|end| end.on);
            if died.is_some_and(|died| birth.is_after(died)) {
                invalid.push(Problem::new(codes::CORRECTION_BIRTH_AFTER_DEATH).at("birth"));
            }
        }
    }
    if command.over.from.is_some_and(|from| from > today) {
        invalid.push(Problem::new(codes::DATE_IN_FUTURE).at("from"));
    }
    let contradictions = contradictions(facts, number, command);
    if !contradictions.is_empty() {
        confirm.push(Problem::new(codes::CORRECTION_AGAINST_NUMBER).at("personal_id").by("TT 59/2021/TT-BCA Đ6"));
    }
    settle(invalid, confirm, &command.confirmed)?;
    let fix = |before: &Personal| {
        let mut after = before.clone();
        for correction in &command.corrections {
            apply(correction, &mut after);
        }
        after
    };
    Ok((history::correct(facts, command.over, fix)?, contradictions))
}

/// Disagreements that the correction brings: one that was there before is not its doing.
fn contradictions(
    facts: &[Version<Personal>],
    number: Option<PersonalId>,
    command: &CorrectPerson,
) -> Vec<Contradiction> {
    let (Some(number), Some(now)) = (number, history::current(facts)) else { return Vec::new() };
    if !command.over.is_open() {
        return Vec::new();
    }
    let mut after = now.value.clone();
    for correction in &command.corrections {
        apply(correction, &mut after);
    }
    let before = number.contradictions(Some(now.value.sex), Some(&now.value.birth));
    let mut found = number.contradictions(Some(after.sex), Some(&after.birth));
    found.retain(|one| !before.contains(one));
    found
}

/// What is said under oath or on a form may be changed on the citizen's word; what a civil-status book says may not.
fn needs_paper(correction: &Correction) -> bool {
    !matches!(
        correction,
        Correction::Mobile(_) | Correction::Email(_) | Correction::Occupation(_) | Correction::Religion(_)
    )
}

/// The field a problem with the correction stands beside.
#[must_use]
pub fn field_of(correction: &Correction) -> &'static str {
    match correction {
        Correction::Name(_) => "name",
        Correction::OtherNames(_) => "other_names",
        Correction::Birth(_) => "birth",
        Correction::Sex(_) => "sex",
        Correction::BirthPlace(_) => "birth_place",
        Correction::BirthRegistered(_) => "birth_registered",
        Correction::Origin(_) => "origin",
        Correction::Ethnicity(_) => "ethnicity",
        Correction::Religion(_) => "religion",
        Correction::Nationalities(_) => "nationalities",
        Correction::BloodGroup(_) => "blood_group",
        Correction::MaritalStatus(_) => "marital_status",
        Correction::Mobile(_) => "mobile",
        Correction::Email(_) => "email",
        Correction::Occupation(_) => "occupation",
    }
}

fn apply(correction: &Correction, facts: &mut Personal) {
    match correction.clone() {
        Correction::Name(value) => facts.name = value,
        Correction::OtherNames(value) => facts.other_names = value,
        Correction::Birth(value) => facts.birth = value,
        Correction::Sex(value) => facts.sex = value,
        Correction::BirthPlace(value) => facts.birth_place = value,
        Correction::BirthRegistered(value) => facts.birth_registered = value,
        Correction::Origin(value) => facts.origin = value,
        Correction::Ethnicity(value) => facts.ethnicity = value,
        Correction::Religion(value) => facts.religion = value,
        Correction::Nationalities(value) => facts.nationalities = value,
        Correction::BloodGroup(value) => facts.blood_group = value,
        Correction::MaritalStatus(value) => facts.marital_status = value,
        Correction::Mobile(value) => facts.mobile = value,
        Correction::Email(value) => facts.email = value,
        Correction::Occupation(value) => facts.occupation = value,
    }
}

#[cfg(test)]
#[path = "correction_tests.rs"]
mod tests;
