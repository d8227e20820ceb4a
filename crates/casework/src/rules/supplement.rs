//! What a citizen sends in answer to a request is judged as the whole form was when it was submitted: by each field's
//! kind, its open options, its rules, and by what else it now makes necessary.

use basis::{Date, Kind, Problem, Refusal};
use procedure::{Answers, Facts, Form, codes};

/// The answers with what was sent put in. `papers` says which asked papers have arrived since they were asked.
pub(crate) fn mend(
    form: &Form,
    old: &Answers,
    changed: &Answers,
    asked: &[String],
    arrived: impl Fn(&str) -> bool,
    received: Date,
) -> Result<Answers, Refusal> {
    let mut new = old.clone();
    let mut missing = Vec::new();
    for key in asked {
        let Some(field) = form.field(key) else { continue };
        if field.kind == procedure::FieldKind::File {
            if field.required && !arrived(key) {
                missing.push(Problem::new(codes::FILE_MISSING).at(key.clone()));
            }
            continue;
        }
        // What was confirmed of the old answer says nothing of the new one.
        new.unconfirm_at(key);
        match changed.get(key) {
            Some(value) => new.set(key.clone(), value.clone()),
            None => new.clear(key),
        }
    }
    for word in changed.confirmed() {
        if word.split_once('@').is_some_and(|(_, key)| asked.iter().any(|there| there == key)) {
            new.confirm(word);
        }
    }
    judge(form, old, &new, asked, received, missing)?;
    Ok(new)
}

/// Refuses what is wrong with the asked fields, and what is wrong elsewhere only since they were changed. The dossier
/// holds what the registers told among its answers, so it is judged without them; what that makes look amiss did so before.
fn judge(
    form: &Form,
    old: &Answers,
    new: &Answers,
    asked: &[String],
    received: Date,
    mut problems: Vec<Problem>,
) -> Result<(), Refusal> {
    let facts = Facts::default();
    let before = form.check_all(old, &facts, received);
    let after = form.check_all(new, &facts, received);
    let is_asked =
        |problem: &Problem| problem.field.as_ref().is_some_and(|at| asked.iter().any(|key| key.as_str() == at.0));
    let is_new = |problem: &Problem, there: &[Problem]| {
        !there.iter().any(|other| other.code == problem.code && other.field == problem.field)
    };
    let is_file = |problem: &Problem| problem.code == codes::FILE_MISSING && is_asked(problem);
    problems.extend(
        after
            .problems
            .into_iter()
            .filter(|problem| !is_file(problem) && (is_asked(problem) || is_new(problem, &before.problems))),
    );
    Refusal::unless_empty(Kind::Invalid, problems)?;
    let confirms =
        after.confirms.into_iter().filter(|problem| is_asked(problem) || is_new(problem, &before.confirms)).collect();
    Refusal::unless_empty(Kind::Confirm, confirms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use procedure::{Catalogue, Value};
    use std::sync::LazyLock;
    use vietnam::{FullName, PersonalId, Sex};

    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::embedded);

    fn day() -> Date {
        "2026-11-23".parse().unwrap()
    }
    fn form() -> &'static Form {
        &CATALOGUE.in_force("health-card-under-6", day()).unwrap().form
    }
    fn choice(word: &str) -> Value {
        Value::Choice(word.to_owned())
    }
    fn number(sex: Sex, year: i16) -> Value {
        Value::PersonalId(PersonalId::compose("040", sex, year, 113).unwrap())
    }

    fn filed() -> Answers {
        let mut answers = Answers::default();
        for (key, value) in [
            ("requester.relation", choice("mother")),
            ("child.name", Value::Name(FullName::parse("Trần Phan Thảo Mẫu").unwrap())),
            ("child.personal_id", number(Sex::Female, 2024)),
            ("child.birth", Value::Date("2024-05-05".parse().unwrap())),
            ("child.sex", choice("female")),
            ("insurance.guardian", choice("mother")),
            ("results.manner", choice("electronic")),
        ] {
            answers.set(key, value);
        }
        answers
    }

    fn sent(key: &str, value: Option<Value>) -> Result<Answers, Refusal> {
        let mut changed = Answers::default();
        if let Some(value) = value {
            changed.set(key, value);
        }
        // A field that nobody asked for is not taken, whatever it says.
        changed.set("requester.relation", choice("father"));
        mend(form(), &filed(), &changed, &[key.to_owned()], |_| false, day())
    }

    #[test]
    fn an_answer_is_judged_by_kind_options_and_rules() {
        let text = Value::Text("female".into());
        let table = [
            ("child.name", Some(Value::Name(FullName::parse("Trần Phan Thảo").unwrap())), None),
            ("child.sex", Some(choice("dragon")), Some(codes::ANSWER_UNFIT)),
            ("child.sex", Some(text), Some(codes::ANSWER_UNFIT)),
            ("child.sex", None, Some(codes::CHOICE_MISSING)),
            ("child.name", None, Some(codes::ANSWER_MISSING)),
            ("insurance.guardian", Some(choice("grandmother")), Some(codes::ANSWER_UNFIT)),
            ("child.birth", Some(Value::Date("2027-01-01".parse().unwrap())), Some(codes::DATE_IN_FUTURE)),
            ("child.birth", Some(Value::Date("2019-01-01".parse().unwrap())), Some(codes::TOO_OLD)),
            ("child.personal_id", Some(number(Sex::Male, 2024)), Some(codes::NUMBER_SAYS_OTHER_SEX)),
        ];
        for (key, value, want) in table {
            let got = sent(key, value);
            let code = got.as_ref().err().map(|refusal| refusal.problems[0].code);
            assert_eq!(code, want, "{key}");
            if let Ok(answers) = got {
                assert_eq!(answers.choice("requester.relation"), Some("mother"), "nobody asked for it");
            }
        }
    }

    #[test]
    fn what_is_unusual_passes_once_it_is_said_to_be_meant() {
        let key = "child.personal_id";
        let refusal = sent(key, Some(number(Sex::Male, 2024))).unwrap_err();
        assert_eq!(refusal.kind, Kind::Confirm);
        let mut changed = Answers::default();
        changed.set(key, number(Sex::Male, 2024));
        changed.confirm(procedure::confirm_word(&refusal.problems[0]));
        assert!(mend(form(), &filed(), &changed, &[key.to_owned()], |_| false, day()).is_ok());
    }

    #[test]
    fn an_answer_that_makes_another_necessary_is_sent_back() {
        let birth = &CATALOGUE.in_force("1.001193", day()).unwrap().form;
        let mut old = Answers::default();
        old.set("child.parents", choice("mother_only"));
        let mut changed = Answers::default();
        changed.set("child.parents", choice("both"));
        let refusal = mend(birth, &old, &changed, &["child.parents".to_owned()], |_| false, day()).unwrap_err();
        let fields: Vec<String> =
            refusal.problems.iter().filter_map(|one| Some(one.field.as_ref()?.to_string())).collect();
        assert!(fields.iter().any(|field| field == "father.name"), "{fields:?}");
        assert!(fields.iter().all(|field| field != "child.name"), "missing before, so not because of this: {fields:?}");
    }

    #[test]
    fn an_asked_paper_has_to_arrive() {
        let residence = &CATALOGUE.in_force("1.004222", day()).unwrap().form;
        let asked = ["papers.home".to_owned()];
        let none = Answers::default();
        let out = mend(residence, &none, &none, &asked, |_| false, day());
        assert!(out.unwrap_err().has(codes::FILE_MISSING));
        assert!(mend(residence, &none, &none, &asked, |_| true, day()).is_ok());
    }
}
