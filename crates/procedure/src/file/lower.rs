//! From the shape of a file to a definition: every word is understood, or is a mistake with its line.

use super::{
    mistake::{Mistake, Place, unknown},
    source::{
        At, CitedFile, ConsentFile, FeeFile, LimitFile, PaperFile, ProcedureFile, SectionFile, StepFile, WordsFile,
        line,
    },
};
use crate::{
    condition::Condition,
    definition::{
        Channel, Cited, ConsentOf, ConsentRule, FeeRule, Limit, Paper, PaperSource, Procedure, ROLES, StepRule, Term,
    },
    effect::Step,
    form::{Form, Rule, Section, Validity},
    words::Words2,
};
use basis::{Date, Money};
use std::collections::BTreeMap;

/// So much of a condition is repeated beside what is wrong with it.
const CONDITION_CHARS_SHOWN: usize = 200;

/// The shared sections, by key, with the file each stands in.
pub(super) type Shared = BTreeMap<String, (String, SectionFile)>;

/// A definition, and where its parts stand.
pub(super) struct Lowered {
    pub(super) procedure: Procedure,
    pub(super) places: BTreeMap<String, Place>,
}

/// Understands one file.
pub(super) struct Lower<'a> {
    file: String,
    shared: &'a Shared,
    mistakes: &'a mut Vec<Mistake>,
    places: BTreeMap<String, Place>,
}

impl<'a> Lower<'a> {
    pub(super) fn new(file: &str, shared: &'a Shared, mistakes: &'a mut Vec<Mistake>) -> Self {
        Self { file: file.to_owned(), shared, mistakes, places: BTreeMap::new() }
    }

    pub(super) fn wrong(&mut self, line: u64, what: impl Into<String>) {
        self.mistakes.push(Mistake { file: self.file.clone(), line, what: what.into() });
    }
    pub(super) fn place(&mut self, key: String, line: u64) {
        self.places.entry(key).or_insert(Place { file: self.file.clone(), line });
    }

    pub(super) fn procedure(mut self, version: &str, source: ProcedureFile) -> Lowered {
        self.place("code".to_owned(), line(&source.code));
        let national = is_national_code(&source.code.value);
        if !national && source.code_confirmed {
            self.wrong(line(&source.code), "a code that is not of the form 1.001193 must say code_confirmed: false");
        }
        let validity = self.validity(&source.valid_from, source.valid_to.as_ref());
        self.place("validity".to_owned(), line(&source.valid_from));
        self.place("limit".to_owned(), line(&source.limit));
        let announced_by = self.cited(&source.announced_by);
        let ground: Vec<Cited> = source.ground.iter().map(|cited| self.cited(cited)).collect();
        if ground.is_empty() {
            self.wrong(line(&source.code), "no legal ground: name at least one article");
        }
        let procedure = Procedure {
            name: self.words(&source.name),
            version: version.to_owned(),
            validity,
            replaced_by: source.replaced_by.as_ref().map(|code| code.value.clone()),
            announced_by,
            authority: self.words(&source.authority),
            ground,
            limit: self.limit(&source.limit),
            steps: source.steps.iter().map(|step| self.step(step)).collect(),
            papers: source.papers.iter().map(|paper| self.paper(paper)).collect(),
            fees: source.fees.iter().map(|fee| self.fee(fee)).collect(),
            consents: source.consents.iter().map(|consent| self.consent(consent)).collect(),
            form: Form { sections: source.form.sections.iter().map(|section| self.section(section)).collect() },
            code_confirmed: source.code_confirmed,
            code: source.code.value,
        };
        Lowered { procedure, places: self.places }
    }

    pub(super) fn words(&mut self, at: &At<WordsFile>) -> Words2 {
        let mut one = |text: &Option<String>, language: &str| {
            let text = text.as_deref().unwrap_or_default().trim().to_owned();
            if text.is_empty() {
                self.wrong(line(at), format!("missing {language}"));
            }
            text
        };
        Words2 { vi: one(&at.value.vi, "Vietnamese"), en: one(&at.value.en, "English") }
    }

    pub(super) fn article(&mut self, article: Option<&String>, at: u64) -> String {
        let article = article.map(|text| text.trim().to_owned()).unwrap_or_default();
        if article.is_empty() {
            self.wrong(at, "missing article: every rule names the law it comes from");
        }
        article
    }

    fn cited(&mut self, at: &At<CitedFile>) -> Cited {
        Cited { article: self.article(at.value.article.as_ref(), line(at)), confirmed: at.value.confirmed }
    }

    fn date(&mut self, at: &At<String>) -> Date {
        at.value.parse().unwrap_or_else(|_| {
            self.wrong(line(at), format!("{:?} is not a date; write it as 2026-09-01", at.value));
            Date::ZERO
        })
    }

    fn validity(&mut self, from: &At<String>, to: Option<&At<String>>) -> Validity {
        let validity = Validity { from: self.date(from), to: to.map(|to| self.date(to)) };
        if validity.to.is_some_and(|to| to < validity.from) {
            self.wrong(line(from), "valid_to lies before valid_from");
        }
        validity
    }

    pub(super) fn condition(&mut self, at: Option<&At<String>>) -> Condition {
        let Some(at) = at else { return Condition::Always };
        at.value.parse().unwrap_or_else(|problem: crate::condition::ConditionProblem| {
            let mut shown: String = at.value.chars().take(CONDITION_CHARS_SHOWN).collect();
            if shown.len() < at.value.len() {
                shown.push('…');
            }
            self.wrong(line(at), format!("in the condition {shown:?}: {problem}"));
            Condition::Always
        })
    }

    fn limit(&mut self, at: &At<LimitFile>) -> Limit {
        let limit = &at.value;
        let mut terms = Vec::new();
        if let Some(until) = &limit.same_day_until {
            match format!("{}:00", until.value).parse() {
                Ok(cutoff) => terms.push(Term::SameDay { cutoff }),
                Err(_) => self.wrong(line(until), format!("{:?} is not a time; write it as \"15:00\"", until.value)),
            }
        }
        terms.extend(limit.working_days.map(Term::WorkingDays));
        terms.extend(limit.working_hours.map(Term::WorkingHours));
        if terms.len() != 1 {
            self.wrong(line(at), "a limit has one of same_day_until, working_days and working_hours");
        }
        Limit {
            term: terms.first().copied().unwrap_or(Term::WorkingDays(0)),
            with_verification: limit.verified_working_days.map(Term::WorkingDays),
            article: self.article(limit.article.as_ref(), line(at)),
            confirmed: limit.confirmed,
        }
    }

    fn step_word(&mut self, at: &At<String>) -> Option<Step> {
        let step = Step::from_word(&at.value);
        if step.is_none() {
            self.wrong(line(at), unknown("step", &at.value, Step::ALL.map(Step::word)));
        }
        step
    }

    fn step(&mut self, at: &At<StepFile>) -> StepRule {
        let source = &at.value;
        let step = self.step_word(&source.step).unwrap_or(Step::CheckDossier);
        self.place(format!("step {}", step.word()), line(&source.step));
        self.place(format!("limit of {}", step.word()), line(&source.limit));
        if !ROLES.contains(&source.role.value.as_str()) {
            self.wrong(line(&source.role), unknown("role", &source.role.value, ROLES));
        }
        StepRule {
            step,
            procedure: source.procedure.as_ref().map(|code| code.value.clone()),
            role: source.role.value.clone(),
            gate: source.gate,
            when: self.condition(source.when.as_ref()),
            asks: source.asks.iter().map(|pattern| pattern.value.clone()).collect(),
            limit: self.limit(&source.limit),
        }
    }

    fn paper(&mut self, at: &At<PaperFile>) -> Paper {
        let source = &at.value;
        self.place(format!("paper {}", source.key), line(at));
        let from = match (&source.uploaded, source.made, source.read, &source.asked) {
            (Some(field), false, false, None) => PaperSource::Uploaded(field.value.clone()),
            (None, true, false, None) => PaperSource::Made,
            (None, false, true, None) => PaperSource::Read,
            (None, false, false, Some(field)) => PaperSource::Asked(field.value.clone()),
            _ => {
                self.wrong(line(at), "a paper is one of uploaded: FIELD, made: true, read: true and asked: FIELD");
                PaperSource::Made
            }
        };
        Paper {
            key: source.key.clone(),
            name: self.words(&source.name),
            source: from,
            when: self.condition(source.when.as_ref()),
            copies: source.copies.unwrap_or(1),
            article: self.article(source.article.as_ref(), line(at)),
            confirmed: source.confirmed,
        }
    }

    fn fee(&mut self, at: &At<FeeFile>) -> FeeRule {
        let source = &at.value;
        let channel = Channel::from_word(&source.channel.value).unwrap_or_else(|| {
            self.wrong(
                line(&source.channel),
                unknown("channel", &source.channel.value, Channel::ALL.map(Channel::word)),
            );
            Channel::Desk
        });
        if source.amount < 0 {
            self.wrong(line(at), "a fee is not negative");
        }
        FeeRule {
            step: source.step.as_ref().and_then(|step| self.step_word(step)),
            channel,
            amount: Money::dong(source.amount),
            validity: self.validity(&source.valid_from, source.valid_to.as_ref()),
            exempt: source.exempt.as_ref().map(|words| self.words(words)),
            article: self.article(source.article.as_ref(), line(at)),
            confirmed: source.confirmed,
        }
    }

    fn consent(&mut self, at: &At<ConsentFile>) -> ConsentRule {
        let source = &at.value;
        let who = ConsentOf::from_word(&source.who.value).unwrap_or_else(|| {
            let wrong = unknown("consent of", &source.who.value, ConsentOf::ALL.map(ConsentOf::word));
            self.wrong(line(&source.who), wrong);
            ConsentOf::Head
        });
        self.place(format!("consent {}", who.word()), line(at));
        ConsentRule {
            who,
            way: source.way.clone(),
            name: source.name.clone(),
            number: source.number.clone(),
            when: self.condition(source.when.as_ref()),
            article: self.article(source.article.as_ref(), line(at)),
            confirmed: source.confirmed,
        }
    }

    fn section(&mut self, at: &At<SectionFile>) -> Section {
        let source = &at.value;
        let mut section = match &source.shared {
            Some(key) => self.shared_section(key),
            None => self.section_written_out(source, line(at)),
        };
        for key in &source.also {
            section.pages.extend(self.shared_section(key).pages);
        }
        if source.shared.is_some() {
            section.pages.extend(source.pages.iter().flat_map(|page| self.page(page)).collect::<Vec<_>>());
        }
        for (key, rules) in &source.rules {
            let further: Vec<Rule> = rules.iter().map(|rule| self.rule(rule)).collect();
            match section.pages.iter_mut().flat_map(|page| &mut page.fields).find(|field| field.key == *key) {
                Some(field) => field.rules.extend(further),
                None => self.wrong(line(at), format!("rules for {key:?}, which this section does not have")),
            }
        }
        section
    }

    /// What a shared file says stands in the shared file, so its mistakes do too.
    fn shared_section(&mut self, key: &At<String>) -> Section {
        let shared = self.shared;
        let Some((file, found)) = shared.get(&key.value) else {
            self.wrong(line(key), unknown("shared section", &key.value, shared.keys().map(String::as_str)));
            return Section { key: key.value.clone(), title: nothing(), pages: Vec::new() };
        };
        let here = std::mem::replace(&mut self.file, file.clone());
        let section = self.section_written_out(found, 1);
        self.file = here;
        section
    }

    fn section_written_out(&mut self, source: &SectionFile, at: u64) -> Section {
        let (Some(key), Some(title)) = (&source.key, &source.title) else {
            self.wrong(at, "a section has a key and a title, or uses a shared one");
            return Section { key: String::new(), title: nothing(), pages: Vec::new() };
        };
        let title = self.words(title);
        Section { key: key.clone(), title, pages: source.pages.iter().flat_map(|page| self.page(page)).collect() }
    }
}

fn nothing() -> Words2 {
    Words2 { vi: String::new(), en: String::new() }
}

/// `1.001193`: the national code list's form.
fn is_national_code(code: &str) -> bool {
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    code.split_once('.').is_some_and(|(series, number)| digits(series, 1) && digits(number, 6))
}
