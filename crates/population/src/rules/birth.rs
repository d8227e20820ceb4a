//! Births: what a registration needs, what is unusual about it, and whether the child is registered already.
//!
//! Luật Hộ tịch 60/2014 Đ13-16, NĐ 123/2015; paternity by Luật Hôn nhân và gia đình 52/2014 Đ88.

use super::settle;
use crate::{
    codes,
    command::{ChildFacts, RegisterBirth, RelativeRef},
    person::{LifeEnd, Likeness, Personal},
};
use basis::{Date, Problem, Refusal};
use vietnam::{BirthDate, Limit, MaritalStatus, Sex};

/// Two births of one mother nearer than this, and not of the same delivery, are not two pregnancies.
const PREGNANCY_DAYS_MIN: i32 = 150;
/// Twins may be born on either side of midnight.
const DELIVERY_DAYS_MAX: i32 = 1;

/// What the register knows of the parents who are in it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Parents<'a> {
    /// Mother.
    pub mother: Option<&'a Personal>,
    /// Father.
    pub father: Option<&'a Personal>,
    /// Whether somebody is recorded as the mother's husband.
    pub mother_has_husband: bool,
}

/// Whether the birth may be registered, and whether it is late.
///
/// # Errors
/// What is wrong, or else what must be confirmed.
pub fn register(
    command: &RegisterBirth,
    parents: Parents<'_>,
    likenesses: &[Likeness],
    today: Date,
) -> Result<bool, Refusal> {
    let mut invalid = Vec::new();
    let mut confirm = Vec::new();
    let born = command.birth.day();
    if command.birth.is_after(today) {
        invalid.push(Problem::new(codes::BIRTH_IN_FUTURE).at("child.birth"));
    } else if born.is_none() {
        invalid.push(Problem::new(codes::BIRTH_NEEDS_DAY).at("child.birth").by("Luật Hộ tịch 60/2014 Đ14.1.a"));
    }
    if command.mother.is_none() && command.father.is_none() && command.guardian.is_none() {
        invalid.push(Problem::new(codes::BIRTH_WITHOUT_PARENT).at("mother").by("Luật Hộ tịch 60/2014 Đ15.1"));
    }
    let mother_id = command.mother.as_ref().and_then(RelativeRef::person);
    if mother_id.is_some() && mother_id == command.father.as_ref().and_then(RelativeRef::person) {
        invalid.push(Problem::new(codes::BIRTH_SAME_PARENTS).at("father"));
    }
    if let (Some(mother), Some(born)) = (parents.mother, born) {
        if let Some(LifeEnd { on, .. }) = mother.life_end.filter(|_| !mother.is_alive())
            && on < born
        {
            invalid.push(Problem::new(codes::BIRTH_MOTHER_DEAD).at("mother"));
        }
        if mother.sex == Sex::Male {
            confirm.push(Problem::new(codes::BIRTH_MOTHER_SEX).at("mother"));
        }
        let married = parents.mother_has_husband || mother.marital_status == Some(MaritalStatus::MARRIED);
        if married && command.father.is_none() {
            let problem = Problem::new(codes::BIRTH_MOTHER_MARRIED).at("father");
            confirm.push(problem.by("Luật Hôn nhân và gia đình 52/2014 Đ88.1"));
        }
        confirm.extend(unusual_age("mother", &mother.birth, born, Limit::MotherAgeTo));
    }
    if let (Some(father), Some(born)) = (parents.father, born) {
        if let Some(LifeEnd { on, .. }) = father.life_end.filter(|_| !father.is_alive())
            && days_between(on, born) > Limit::FatherDeadDays.on(born).value
        {
            let article = Limit::FatherDeadDays.on(born).article.as_str();
            confirm.push(Problem::new(codes::BIRTH_FATHER_DEAD).at("father").by(article));
        }
        if father.sex == Sex::Female {
            confirm.push(Problem::new(codes::BIRTH_FATHER_SEX).at("father"));
        }
        confirm.extend(unusual_age("father", &father.birth, born, Limit::FatherAgeTo));
    }
    if likenesses.iter().any(|likeness| likeness.may_be_the_same(command.is_twin)) {
        confirm.push(Problem::new(codes::BIRTH_POSSIBLE_DUPLICATE).at("child.name"));
    }
    if likenesses.contains(&Likeness::TooClose) {
        confirm.push(Problem::new(codes::BIRTH_TOO_CLOSE).at("child.birth"));
    }
    settle(invalid, confirm, &command.confirmed)?;
    Ok(born.is_some_and(|born| days_between(born, today) > Limit::BirthRegistrationDays.on(today).value))
}

fn unusual_age(field: &'static str, parent: &BirthDate, born: Date, oldest: Limit) -> Option<Problem> {
    let age = parent.age_on(born);
    (!(Limit::ParentAgeFrom.on(born).value..=oldest.on(born).value).contains(&i32::from(age)))
        .then(|| Problem::new(codes::BIRTH_PARENT_AGE).at(field).with("age", age.to_string()))
}

fn days_between(from: Date, to: Date) -> i32 {
    from.duration_until(to).as_hours().div_euclid(24) as i32
}

/// A person of the register who might be the child: only what the comparison needs.
#[derive(Debug, Clone, Copy)]
pub struct Registered<'a> {
    /// Facts.
    pub facts: &'a Personal,
    /// Whether the same woman is named as mother.
    pub same_mother: bool,
    /// Whether the same man is named as father.
    pub same_father: bool,
}

/// How alike a registered person and the child are, if at all.
#[must_use]
pub fn likeness(child: &ChildFacts, other: Registered<'_>) -> Option<Likeness> {
    let same_name = child.name.folded() == other.facts.name.folded();
    let same_given = fold(&child.name.split().given) == fold(&other.facts.name.split().given);
    let same_birth = child.birth.may_equal(&other.facts.birth);
    let same_sex = child.sex == other.facts.sex;
    if other.same_mother || other.same_father {
        if same_birth && (same_name || (same_given && same_sex)) {
            return Some(Likeness::Same);
        }
        let apart = child.birth.day().zip(other.facts.birth.day()).map(|(one, two)| days_between(one, two).abs());
        return match apart {
            Some(days) if days <= DELIVERY_DAYS_MAX => Some(Likeness::Twin),
            // A man may have children of two women in the same month.
            Some(days) if days < PREGNANCY_DAYS_MIN && other.same_mother => Some(Likeness::TooClose),
            _ => None,
        };
    }
    let exact = child.birth == other.facts.birth && child.birth.day().is_some();
    (same_name && exact && same_sex).then_some(Likeness::Similar)
}

fn fold(text: &str) -> String {
    vietnam::text::fold(text)
}

#[cfg(test)]
#[path = "birth_tests.rs"]
mod tests;
