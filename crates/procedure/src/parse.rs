//! Taking what a page posted, and checking a whole form before it is submitted.

use crate::{
    codes,
    filling::{Filling, Standing},
    form::{Field, FieldKind, Form, Rule},
    judge::{Findings, judge, judge_all},
    read::{Read, read},
    value::{Answers, Posted, Value},
};
use basis::{Date, Problem};

/// What came of a posted page. The answers are always whole: what was refused is kept as it was typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Parsed {
    /// The draft as it is now. Save it in every case.
    pub answers: Answers,
    /// What stands in the way of the next page.
    pub findings: Findings,
}

impl Parsed {
    /// Whether the filer may go on.
    #[must_use]
    pub fn is_fine(&self) -> bool {
        self.findings.is_empty()
    }
    /// Adds what the house found out about a page's answers beyond the form, so that it is said on the very page.
    pub fn add(&mut self, page: &str, problems: Vec<Problem>) {
        self.findings.problems.extend(problems);
        if !self.is_fine() {
            self.answers.visit(page, false);
        }
    }
}

impl Filling<'_> {
    /// Takes what a page posted. Only what is asked on that page is read; facts are not posted, so anything sent for
    /// them is ignored. An unknown page takes nothing.
    #[must_use]
    pub fn parse(&self, page: &str, posted: &Posted) -> Parsed {
        let mut answers = self.answers.clone();
        let mut findings = Findings::default();
        let Some(page) = self.page(page) else { return Parsed { answers, findings } };
        for field in page.fields.iter().filter(|field| matches!(self.standing(&field.key), Standing::Asked(_))) {
            answers.unconfirm_at(&field.key);
            if field.kind == FieldKind::File {
                let remove = format!("{}-remove", field.key);
                for id in posted.all(&remove) {
                    answers.remove_file(&field.key, id);
                }
                continue;
            }
            match read(field, posted, self) {
                Read::Empty => answers.clear(&field.key),
                Read::Value(value) => answers.set(field.key.clone(), in_form(field, value)),
                Read::Refused(problem, raw) => {
                    answers.refuse(&field.key, raw.iter().map(|(part, text)| (*part, text.as_str())));
                    findings.problems.push(problem.at(field.key.clone()));
                }
            }
        }
        for word in posted.all("confirm") {
            if word.split_once('@').is_some_and(|(_, key)| page.fields.iter().any(|field| field.key == key)) {
                answers.confirm(word);
            }
        }
        let now = self.form.fill(&answers, self.facts, self.today);
        for field in &page.fields {
            if !answers.is_refused(&field.key) {
                find_missing(field, &now, &mut findings.problems);
                judge(field, &now, &mut findings);
            }
        }
        let fine = findings.is_empty();
        answers.visit(&page.key, fine);
        Parsed { answers, findings }
    }

    /// Everything that stands in the way of submitting: missing and unfit answers, and what is not confirmed.
    #[must_use]
    pub fn check_all(&self) -> Findings {
        judge_all(self)
    }
}

/// Puts an answer into the form the rule of its field names.
fn in_form(field: &Field, value: Value) -> Value {
    match value {
        Value::Text(text) if field.rules.contains(&Rule::BirthNoticeCode) => Value::Text(text.to_ascii_uppercase()),
        value => value,
    }
}

/// A required answer that is missing, or an answer that was refused or does not fit the field any more.
pub(crate) fn find_missing(field: &Field, filling: &Filling<'_>, problems: &mut Vec<Problem>) {
    if !matches!(filling.standing(&field.key), Standing::Asked(None)) {
        return;
    }
    let code = if filling.answers.is_refused(&field.key) || filling.answers.get(&field.key).is_some() {
        codes::ANSWER_UNFIT
    } else if !field.required {
        return;
    } else {
        match field.kind {
            FieldKind::Choice(_) | FieldKind::YesNo => codes::CHOICE_MISSING,
            FieldKind::File => codes::FILE_MISSING,
            FieldKind::Unit => codes::COMMUNE_MISSING,
            _ => codes::ANSWER_MISSING,
        }
    };
    problems.push(Problem::new(code).at(field.key.clone()));
}

impl Form {
    /// What stands in the way of submitting these answers; for example dossiers and for a door other than our pages.
    #[must_use]
    pub fn check_all(&self, answers: &Answers, facts: &crate::fact::Facts, today: Date) -> Findings {
        self.fill(answers, facts, today).check_all()
    }
}
