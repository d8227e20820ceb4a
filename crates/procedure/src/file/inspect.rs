//! What must hold inside one definition once every word in it is understood.

use super::{
    lower::Lowered,
    mistake::{Mistake, Place, unknown},
};
use crate::{
    condition::Condition,
    definition::{CONSENT_WAYS, Limit, PaperSource, Procedure, StepRule, Term, covers},
    fact::held,
    form::{Choices, Field, FieldKind},
};
use std::collections::{BTreeMap, BTreeSet};

/// Working days of a limit: about a year's. No law gives longer, a slip of the finger does.
const WORKING_DAYS_MAX: u32 = 250;
const HOURS_PER_WORKING_DAY: u64 = 8;

/// Looks through one definition.
pub(super) fn inspect(lowered: &Lowered, file: &str, mistakes: &mut Vec<Mistake>) {
    let mut look = Look { procedure: &lowered.procedure, places: &lowered.places, file, mistakes };
    look.keys();
    look.form();
    look.steps();
    look.limits();
    look.papers();
    look.fees();
    look.consents();
}

struct Look<'a> {
    procedure: &'a Procedure,
    places: &'a BTreeMap<String, Place>,
    file: &'a str,
    mistakes: &'a mut Vec<Mistake>,
}

impl<'a> Look<'a> {
    fn wrong(&mut self, part: &str, what: impl Into<String>) {
        let place = self.places.get(part).cloned().unwrap_or(Place { file: self.file.to_owned(), line: 0 });
        self.mistakes.push(Mistake { file: place.file, line: place.line, what: what.into() });
    }

    /// Pages and fields have keys of their own.
    fn keys(&mut self) {
        let mut pages = BTreeSet::new();
        let mut fields = BTreeSet::new();
        for page in self.procedure.form.pages_all() {
            if !pages.insert(&page.key) {
                self.wrong(&format!("page {}", page.key), format!("the page {:?} stands twice in the form", page.key));
            }
            for field in &page.fields {
                let part = format!("field {}", field.key);
                if !fields.insert(&field.key) {
                    self.wrong(&part, format!("the field {:?} stands twice in the form", field.key));
                }
                if !is_field_key(&field.key) {
                    self.wrong(&part, format!("{:?} is not a field key; write who.what in small letters", field.key));
                }
            }
        }
    }

    /// Conditions look at earlier pages, rules at fields that are there, and nothing is asked that a register holds.
    fn form(&mut self) {
        let mut earlier: BTreeMap<&'a str, &'a Field> = BTreeMap::new();
        let procedure = self.procedure;
        for page in procedure.form.pages_all() {
            for field in &page.fields {
                let part = format!("field {}", field.key);
                self.condition(&part, &field.ask, &earlier);
                if let FieldKind::Choice(Choices::Own(options)) = &field.kind {
                    let mut values = BTreeSet::new();
                    for option in options {
                        self.condition(&part, &option.when, &earlier);
                        if !values.insert(&option.value) {
                            self.wrong(&part, format!("the option {:?} stands twice", option.value));
                        }
                    }
                }
                for key in field.rules.iter().flat_map(|rule| rule.fields()) {
                    if procedure.form.field(key).is_none() {
                        self.wrong(&part, unknown("field in a rule", key, all_keys(procedure)));
                    }
                }
                self.ask_once(&part, field);
            }
            earlier.extend(page.fields.iter().map(|field| (field.key.as_str(), field)));
        }
    }

    /// Limits are such as a law sets, and no step is given longer than the whole.
    fn limits(&mut self) {
        let procedure = self.procedure;
        let whole = &procedure.limit;
        self.limit("limit", whole);
        for rule in &procedure.steps {
            let part = format!("limit of {}", rule.step.word());
            self.limit(&part, &rule.limit);
            let longer = [false, true]
                .map(|verified| (rule.limit.term(verified), whole.term(verified)))
                .into_iter()
                .find(|(step, whole)| hours(*step) > hours(*whole));
            if let Some((step, whole)) = longer {
                self.wrong(&part, format!("{} is longer than the {} of the whole", told(step), told(whole)));
            }
        }
    }

    fn limit(&mut self, part: &str, limit: &Limit) {
        let most = u64::from(WORKING_DAYS_MAX) * HOURS_PER_WORKING_DAY;
        for term in std::iter::once(limit.term).chain(limit.with_verification) {
            if !(1..=most).contains(&hours(term)) {
                self.wrong(part, format!("{} is no limit; write 1 to {WORKING_DAYS_MAX} working days", told(term)));
            }
        }
        if let Some(verified) = limit.with_verification.filter(|verified| hours(*verified) < hours(limit.term)) {
            let plain = told(limit.term);
            self.wrong(part, format!("with verification {}, which is shorter than {plain} without", told(verified)));
        }
    }

    fn condition(&mut self, part: &str, condition: &Condition, earlier: &BTreeMap<&str, &Field>) {
        for (key, value) in condition.mentions() {
            let Some(field) = earlier.get(key) else {
                let what = if self.procedure.form.field(key).is_some() {
                    format!("the condition names {key:?}, which is not on an earlier page")
                } else {
                    unknown("field in a condition", key, all_keys(self.procedure))
                };
                self.wrong(part, what);
                continue;
            };
            let Some(value) = value else { continue };
            match &field.kind {
                FieldKind::Choice(choices) if !choices.has(value) => {
                    let what = match choices {
                        Choices::Own(options) => unknown(
                            &format!("option of {key}"),
                            value,
                            options.iter().map(|option| option.value.as_str()),
                        ),
                        _ => unknown(&format!("option of {key}"), value, []),
                    };
                    self.wrong(part, what);
                }
                FieldKind::YesNo if !matches!(value, "yes" | "no") => {
                    self.wrong(part, format!("{key} is yes or no, not {value:?}"));
                }
                _ => {}
            }
        }
    }

    fn ask_once(&mut self, part: &str, field: &Field) {
        if field.prefill.is_none()
            && field.ask_anyway.is_none()
            && let Some(fact) = held(&field.key)
        {
            self.wrong(
                part,
                format!(
                    "ask once: a register holds this; write prefill: {} or say under ask_anyway why it is asked all the same",
                    fact.key()
                ),
            );
        }
    }

    /// One gate before everything else, and every answer that an effect needs.
    fn steps(&mut self) {
        let procedure = self.procedure;
        let fields: BTreeMap<&str, &Field> =
            procedure.form.fields().map(|(_, field)| (field.key.as_str(), field)).collect();
        let mut seen = BTreeSet::new();
        for (at, rule) in procedure.legs().enumerate() {
            let part = format!("step {}", rule.step.word());
            if rule.gate != (at == 0) {
                self.wrong(&part, "the first step that changes a register is the gate, and no other");
            }
            if !seen.insert(rule.step) {
                self.wrong(&part, format!("the step {:?} stands twice", rule.step.word()));
            }
            self.condition(&part, &rule.when, &fields);
            if procedure.is_linked() && rule.procedure.is_none() && rule.limit.confirmed {
                self.wrong(&part, "a leg of a linked group names the procedure it carries out");
            }
            self.asks(&part, rule);
            let Some(effect) = rule.step.effect() else { continue };
            for (key, kind) in effect.requires() {
                match fields.get(key) {
                    None => self.wrong(
                        &part,
                        format!("{} needs the field {key:?}, which the form does not have", rule.step.word()),
                    ),
                    Some(field) if field.kind.name() != *kind => self.wrong(
                        &format!("field {key}"),
                        format!(
                            "{} needs {key:?} as {}, not as {}",
                            rule.step.word(),
                            kind.word(),
                            field.kind.name().word()
                        ),
                    ),
                    Some(field) if !field.required => self.wrong(
                        &format!("field {key}"),
                        format!("{} needs {key:?}, so it must be required", rule.step.word()),
                    ),
                    Some(_) => {}
                }
            }
        }
        if seen.is_empty() {
            self.wrong("code", "no step changes a register");
        }
    }

    /// A step after the gate names the answers it may ask for, and none that the gate registers.
    fn asks(&mut self, part: &str, rule: &StepRule) {
        let procedure = self.procedure;
        for pattern in &rule.asks {
            if !procedure.form.fields().any(|(_, field)| covers(pattern, &field.key)) {
                self.wrong(part, unknown("field under asks", pattern, all_keys(procedure)));
            }
        }
        if rule.gate {
            return;
        }
        if rule.asks.is_empty() {
            self.wrong(part, "a step after the gate says under asks which answers it may ask to be mended");
        }
        let registered = procedure.legs().find(|gate| gate.gate).and_then(|gate| gate.step.effect());
        for (key, _) in registered.map(|effect| effect.requires()).unwrap_or_default() {
            if rule.may_ask(key) {
                self.wrong(part, format!("asks for {key:?}, which the gate has registered by then"));
            }
        }
    }

    /// Papers are uploaded where the form asks for them, and every upload is a paper.
    fn papers(&mut self) {
        let procedure = self.procedure;
        let fields: BTreeMap<&str, &Field> =
            procedure.form.fields().map(|(_, field)| (field.key.as_str(), field)).collect();
        let mut uploaded = BTreeSet::new();
        for paper in &procedure.papers {
            let part = format!("paper {}", paper.key);
            self.condition(&part, &paper.when, &fields);
            if let PaperSource::Asked(key) = &paper.source
                && !fields.contains_key(key.as_str())
            {
                self.wrong(&part, unknown("field of a paper", key, all_keys(procedure)));
            }
            if let PaperSource::Uploaded(key) = &paper.source {
                uploaded.insert(key.as_str());
                match fields.get(key.as_str()) {
                    None => self.wrong(&part, unknown("field of a paper", key, all_keys(procedure))),
                    Some(field) if field.kind != FieldKind::File => {
                        self.wrong(&part, format!("{key:?} is not a field for papers"));
                    }
                    Some(_) => {}
                }
            }
        }
        for (key, field) in &fields {
            if field.kind == FieldKind::File && !uploaded.contains(key) {
                self.wrong(&format!("field {key}"), "a paper is asked for that the list of papers does not name");
            }
        }
    }

    /// Each agreement is asked for once, in ways we know, and names fields that are there.
    fn consents(&mut self) {
        let procedure = self.procedure;
        let fields: BTreeMap<&str, &Field> =
            procedure.form.fields().map(|(_, field)| (field.key.as_str(), field)).collect();
        let mut seen = BTreeSet::new();
        for rule in &procedure.consents {
            let part = format!("consent {}", rule.who.word());
            if !seen.insert(rule.who) {
                self.wrong(&part, format!("the consent of {:?} stands twice", rule.who.word()));
            }
            self.condition(&part, &rule.when, &fields);
            for key in [&rule.way, &rule.name, &rule.number].into_iter().flatten() {
                if !fields.contains_key(key.as_str()) {
                    self.wrong(&part, unknown("field of a consent", key, all_keys(procedure)));
                }
            }
            let Some(way) = rule.way.as_deref().and_then(|key| fields.get(key)) else { continue };
            let FieldKind::Choice(Choices::Own(options)) = &way.kind else {
                self.wrong(&part, format!("{:?} does not offer ways to consent", way.key));
                continue;
            };
            for option in options.iter().filter(|option| !CONSENT_WAYS.contains(&option.value.as_str())) {
                self.wrong(&part, unknown("way to consent", &option.value, CONSENT_WAYS));
            }
        }
    }

    /// For one thing and one way in there is one fee a day.
    fn fees(&mut self) {
        for (at, fee) in self.procedure.fees.iter().enumerate() {
            for other in &self.procedure.fees[at + 1..] {
                if fee.step == other.step && fee.channel == other.channel && fee.validity.overlaps(&other.validity) {
                    self.wrong(
                        "code",
                        format!(
                            "two fees for {} apply at once from {}",
                            fee.channel.word(),
                            fee.validity.from.max(other.validity.from)
                        ),
                    );
                }
            }
        }
    }
}

fn all_keys(procedure: &Procedure) -> Vec<&str> {
    procedure.form.fields().map(|(_, field)| field.key.as_str()).collect()
}

/// `mother.personal_id`: two words with a dot, in small letters.
fn is_field_key(key: &str) -> bool {
    let word = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    key.split_once('.').is_some_and(|(who, what)| word(who) && word(what))
}

/// Hours at the most, for comparing limits of different kinds.
fn hours(term: Term) -> u64 {
    match term {
        Term::SameDay { .. } => HOURS_PER_WORKING_DAY,
        Term::WorkingDays(days) => u64::from(days) * HOURS_PER_WORKING_DAY,
        Term::WorkingHours(hours) => u64::from(hours),
    }
}

fn told(term: Term) -> String {
    match term {
        Term::SameDay { .. } => "the same working day".to_owned(),
        Term::WorkingDays(days) => format!("{days} working days"),
        Term::WorkingHours(hours) => format!("{hours} working hours"),
    }
}
