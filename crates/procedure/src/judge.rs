//! What an answer must satisfy beyond its kind, looked at together with the other answers.
//!
//! Two outcomes: a problem that must be mended, and something unusual that is taken once the filer says it is meant.

use crate::{
    codes,
    fact::Fact,
    filling::{Filling, Standing},
    form::{Field, Rule},
    read::is_birth_notice_code,
    value::Value,
};
use basis::{Date, Problem};
use vietnam::{BirthDate, Contradiction, Sex, text};

/// What was found in answers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Findings {
    /// Must be mended.
    pub problems: Vec<Problem>,
    /// Is unusual and not confirmed yet.
    pub confirms: Vec<Problem>,
}

impl Findings {
    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty() && self.confirms.is_empty()
    }
}

/// The word under which a filer confirms something unusual: its code, `@`, its field.
#[must_use]
pub fn confirm_word(problem: &Problem) -> String {
    match &problem.field {
        Some(field) => format!("{}@{field}", problem.code.0),
        None => problem.code.0.to_owned(),
    }
}

/// Judges one field's answer by its rules.
pub(crate) fn judge(field: &Field, filling: &Filling<'_>, findings: &mut Findings) {
    let Some(value) = filling.value(&field.key) else { return };
    // What a register told is not the filer's to mend.
    if let Standing::Asked(Some(answer)) = filling.standing(&field.key)
        && let Some(strange) = unprintable(answer)
    {
        let problem = if text::is_unseen(strange) {
            Problem::new(codes::TEXT_CONTROL)
        } else {
            Problem::new(codes::TEXT_UNPRINTABLE).with("sign", strange)
        };
        findings.problems.push(problem.at(field.key.clone()));
    }
    for rule in &field.rules {
        let mut found = Findings::default();
        apply(rule, value, filling, &mut found);
        findings.problems.extend(found.problems.into_iter().map(|problem| problem.at(field.key.clone())));
        let confirms = found.confirms.into_iter().map(|problem| problem.at(field.key.clone()));
        findings.confirms.extend(confirms.filter(|problem| !filling.answers.is_confirmed(&confirm_word(problem))));
    }
}

/// Whatever is written may come to stand on a paper, so it has only what the papers' fonts print.
fn unprintable(value: &Value) -> Option<char> {
    match value {
        Value::Name(name) => text::find_unprintable(name.as_str()),
        Value::Address(address) => text::find_unprintable(&address.detail),
        Value::Text(written) | Value::Phone(written) | Value::Email(written) => text::find_unprintable(written),
        _ => None,
    }
}

fn apply(rule: &Rule, value: &Value, filling: &Filling<'_>, found: &mut Findings) {
    let today = filling.today;
    match rule {
        Rule::NotFuture => {
            if birth_of(value).is_some_and(|birth| birth.is_after(today)) {
                found.problems.push(Problem::new(codes::DATE_IN_FUTURE));
            }
        }
        Rule::FiledWithin { days, article, .. } => {
            let since = birth_of(value).and_then(|birth| birth.day()).and_then(|day| days_between(day, today));
            if let Some(since) = since.filter(|since| *since > i64::from(*days)) {
                found.confirms.push(
                    Problem::new(codes::BIRTH_FILED_LATE)
                        .with("days", since.to_string())
                        .with("limit", days.to_string())
                        .by(article.clone()),
                );
            }
        }
        Rule::YoungerThan { years, article } => {
            if birth_of(value).is_some_and(|birth| birth.age_on(today) >= i16::from(*years)) {
                let problem = Problem::new(codes::TOO_OLD).with("years", years.to_string());
                found.problems.push(problem.by(article.clone()));
            }
        }
        Rule::NumberAgrees { birth, sex, sex_field } => {
            let Value::PersonalId(number) = value else { return };
            let birth = birth.as_ref().and_then(|key| filling.value(key)).and_then(birth_of);
            let said = sex_field.as_ref().and_then(|key| filling.value(key));
            let said =
                said.and_then(|value| if let Value::Choice(code) = value { Sex::from_code(code).ok() } else { None });
            for contradiction in number.contradictions(sex.or(said), birth.as_ref()) {
                found.confirms.push(match contradiction {
                    Contradiction::Sex { number_says } => {
                        Problem::new(codes::NUMBER_SAYS_OTHER_SEX).with("says", number_says.code())
                    }
                    Contradiction::BirthYear { number_says } => {
                        Problem::new(codes::NUMBER_SAYS_OTHER_YEAR).with("says", number_says.to_string())
                    }
                });
            }
        }
        Rule::NotSameAs { fields } => {
            if fields.iter().any(|key| filling.value(key) == Some(value)) {
                found.problems.push(Problem::new(codes::SAME_PERSON_TWICE));
            }
        }
        Rule::ParentOf { child, usual_from, usual_to } => {
            let child = filling.value(child).and_then(birth_of).and_then(|birth| birth.day());
            let (Some(parent), Some(child)) = (birth_of(value), child) else { return };
            if parent.is_after(child) {
                found.problems.push(Problem::new(codes::PARENT_YOUNGER_THAN_CHILD));
                return;
            }
            // An imprecise birth is judged by its year: a mother known only by a year is not asked about months.
            let age = child.year() - parent.year();
            if age < i16::from(*usual_from) || age > i16::from(*usual_to) {
                found.confirms.push(Problem::new(codes::PARENT_AGE_UNUSUAL).with("age", age.to_string()));
            }
        }
        Rule::HusbandIsFather { relation, article } => {
            let is_mother = filling.value(relation) == Some(&Value::Choice("mother".into()));
            let alone = *value == Value::Choice("mother_only".into());
            // A man who files as the mother is told so elsewhere, and not that he has a husband.
            let is_man =
                filling.facts.get(Fact::RequesterSex).is_some_and(|told| told.value.word() == Sex::Male.code());
            if is_mother && !is_man && alone && filling.facts.get(Fact::RequesterSpouse).is_some() {
                found.confirms.push(Problem::new(codes::MARRIED_MOTHER_ALONE).by(article.clone()));
            }
        }
        Rule::BirthNoticeCode => {
            if matches!(value, Value::Text(text) if !is_birth_notice_code(text)) {
                found.problems.push(Problem::new(codes::BIRTH_NOTICE_CODE_FORM));
            }
        }
    }
}

fn birth_of(value: &Value) -> Option<BirthDate> {
    match value {
        Value::BirthDate(birth) => Some(*birth),
        Value::Date(date) => Some(BirthDate::Day(*date)),
        _ => None,
    }
}

fn days_between(from: Date, to: Date) -> Option<i64> {
    from.until((jiff::Unit::Day, to)).ok().map(|span| i64::from(span.get_days()))
}

/// Judges every answer of the form, and finds what is missing.
pub(crate) fn judge_all(filling: &Filling<'_>) -> Findings {
    let mut findings = Findings::default();
    for (_, field) in filling.form.fields() {
        crate::parse::find_missing(field, filling, &mut findings.problems);
        judge(field, filling, &mut findings);
    }
    findings
}
