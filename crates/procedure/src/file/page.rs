//! From the shape of a page to its fields: kinds, lists, options, rules, and pages that come several times.

use super::{
    lower::Lower,
    mistake::unknown,
    source::{At, FieldFile, OptionFile, PageFile, RuleFile, WordsFile, line},
};
use crate::{
    condition::Condition,
    fact::Fact,
    form::{Choice, Choices, Field, FieldKind, Page, Rule},
    value::FieldKindName,
};
use serde_saphyr::Spanned;

/// Characters of text where a definition says nothing else.
const TEXT_CHARS: u16 = 200;
/// How often a page may come.
const REPEAT_MAX: u8 = 20;

impl Lower<'_> {
    pub(super) fn page(&mut self, at: &At<PageFile>) -> Vec<Page> {
        let Some(repeat) = &at.value.repeat else { return vec![self.page_once(&at.value, line(at), 1)] };
        if repeat.times == 0 || repeat.times > REPEAT_MAX {
            self.wrong(line(at), format!("a page comes 1 to {REPEAT_MAX} times"));
        }
        (1..=repeat.times.min(REPEAT_MAX))
            .map(|n| {
                let mut copy = at.value.clone();
                copy.ask = Some(if n == 1 { repeat.first.clone() } else { repeat.further.clone() });
                number_page(&mut copy, n);
                self.page_once(&copy, line(at), n)
            })
            .collect()
    }

    fn page_once(&mut self, source: &PageFile, at: u64, copy: u8) -> Page {
        self.place(format!("page {}", source.key), at);
        if source.fields.is_empty() {
            self.wrong(at, "a page has at least one field");
        }
        let ask = self.condition(source.ask.as_ref());
        Page {
            key: source.key.clone(),
            heading: source.heading.as_ref().map(|words| self.words(words)),
            intro: source.intro.as_ref().map(|words| self.words(words)),
            keep: source.keep,
            copy,
            fields: source.fields.iter().map(|field| self.field(field, &ask)).collect(),
        }
    }

    fn field(&mut self, at: &At<FieldFile>, page_ask: &Condition) -> Field {
        let source = &at.value;
        self.place(format!("field {}", source.key), line(at));
        let kind = self.kind(source);
        let prefill = source.prefill.as_ref().and_then(|fact| {
            let found = Fact::from_key(&fact.value);
            match found {
                None => self.wrong(line(fact), unknown("fact", &fact.value, Fact::ALL.iter().map(|fact| fact.key()))),
                Some(fact_found) if fact_found.kind() != kind.name() => self.wrong(
                    line(fact),
                    format!(
                        "the fact {} is of kind {}, the field of kind {}",
                        fact.value,
                        fact_found.kind().word(),
                        kind.name().word()
                    ),
                ),
                Some(_) => {}
            }
            found
        });
        Field {
            key: source.key.clone(),
            ask: page_ask.clone().and(self.condition(source.ask.as_ref())),
            required: source.required,
            prefill,
            ask_anyway: source.ask_anyway.clone().filter(|reason| !reason.trim().is_empty()),
            label: self.words(&source.label),
            hint: source.hint.as_ref().map(|words| self.words(words)),
            rules: source.rules.iter().map(|rule| self.rule(rule)).collect(),
            kind,
        }
    }

    fn kind(&mut self, source: &FieldFile) -> FieldKind {
        let at = line(&source.kind);
        let found = FieldKindName::ALL.into_iter().find(|kind| kind.word() == source.kind.value);
        let Some(found) = found else {
            self.wrong(at, unknown("field kind", &source.kind.value, FieldKindName::ALL.map(FieldKindName::word)));
            return FieldKind::Text(TEXT_CHARS);
        };
        if found != FieldKindName::Choice && (source.list.is_some() || !source.options.is_empty()) {
            self.wrong(at, "only a choice has a list or options");
        }
        if found != FieldKindName::Text && source.max.is_some() {
            self.wrong(at, "only a text has a max");
        }
        match found {
            FieldKindName::Choice => FieldKind::Choice(self.choices(source)),
            FieldKindName::Text => FieldKind::Text(source.max.unwrap_or(TEXT_CHARS)),
            FieldKindName::Name => FieldKind::Name,
            FieldKindName::PersonalId => FieldKind::PersonalId,
            FieldKindName::BirthDate => FieldKind::BirthDate,
            FieldKindName::Date => FieldKind::Date,
            FieldKindName::Unit => FieldKind::Unit,
            FieldKindName::Address => FieldKind::Address,
            FieldKindName::YesNo => FieldKind::YesNo,
            FieldKindName::File => FieldKind::File,
            FieldKindName::Phone => FieldKind::Phone,
            FieldKindName::Email => FieldKind::Email,
        }
    }

    fn choices(&mut self, source: &FieldFile) -> Choices {
        const LISTS: [&str; 4] = ["sex", "ethnicity", "religion", "household_relation"];
        match (&source.list, source.options.as_slice()) {
            (Some(list), []) => match list.value.as_str() {
                "sex" => Choices::Sex,
                "ethnicity" => Choices::Ethnicity,
                "religion" => Choices::Religion,
                "household_relation" => Choices::HouseholdRelation,
                other => {
                    self.wrong(line(list), unknown("list", other, LISTS));
                    Choices::Own(Vec::new())
                }
            },
            (None, options) if !options.is_empty() => {
                Choices::Own(options.iter().map(|option| self.option(option)).collect())
            }
            _ => {
                self.wrong(line(&source.kind), "a choice has either a list or options");
                Choices::Own(Vec::new())
            }
        }
    }

    fn option(&mut self, at: &At<OptionFile>) -> Choice {
        let source = &at.value;
        Choice {
            value: source.value.clone(),
            label: self.words(&source.label),
            hint: source.hint.as_ref().map(|words| self.words(words)),
            when: self.condition(source.when.as_ref()),
        }
    }

    pub(super) fn rule(&mut self, at: &At<RuleFile>) -> Rule {
        match at.value.clone() {
            RuleFile::NotFuture => Rule::NotFuture,
            RuleFile::FiledWithin { days, article, confirmed } => {
                Rule::FiledWithin { days, article: self.article(article.as_ref(), line(at)), confirmed }
            }
            RuleFile::YoungerThan { years, article } => {
                Rule::YoungerThan { years, article: self.article(article.as_ref(), line(at)) }
            }
            RuleFile::NumberAgrees { birth, sex, sex_field } => Rule::NumberAgrees { birth, sex, sex_field },
            RuleFile::NotSameAs { fields } => Rule::NotSameAs { fields },
            RuleFile::ParentOf { child, usual_from, usual_to } => Rule::ParentOf { child, usual_from, usual_to },
            RuleFile::BirthNoticeCode => Rule::BirthNoticeCode,
            RuleFile::HusbandIsFather { relation, article } => {
                Rule::HusbandIsFather { relation, article: self.article(article.as_ref(), line(at)) }
            }
        }
    }
}

/// Puts a page's number wherever `{n}` stands, and the number before wherever `{before}` does.
fn number_page(page: &mut PageFile, n: u8) {
    let put = |text: &mut String| {
        *text = text.replace("{n}", &n.to_string()).replace("{before}", &n.saturating_sub(1).to_string());
    };
    let put_words = |words: &mut Spanned<WordsFile>| {
        words.value.vi.iter_mut().for_each(put);
        words.value.en.iter_mut().for_each(put);
    };
    put(&mut page.key);
    page.heading.iter_mut().for_each(put_words);
    page.intro.iter_mut().for_each(put_words);
    page.ask.iter_mut().for_each(|ask| put(&mut ask.value));
    for field in &mut page.fields {
        let field = &mut field.value;
        put(&mut field.key);
        put_words(&mut field.label);
        field.hint.iter_mut().for_each(put_words);
        field.ask.iter_mut().for_each(|ask| put(&mut ask.value));
        for rule in &mut field.rules {
            match &mut rule.value {
                RuleFile::NumberAgrees { birth, sex_field, .. } => {
                    birth.iter_mut().for_each(put);
                    sex_field.iter_mut().for_each(put);
                }
                RuleFile::NotSameAs { fields } => fields.iter_mut().for_each(put),
                RuleFile::ParentOf { child, .. } => put(child),
                RuleFile::HusbandIsFather { relation, .. } => put(relation),
                RuleFile::NotFuture
                | RuleFile::FiledWithin { .. }
                | RuleFile::YoungerThan { .. }
                | RuleFile::BirthNoticeCode => {}
            }
        }
    }
}
