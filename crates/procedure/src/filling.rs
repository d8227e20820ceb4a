//! A form as one filer sees it: which questions are asked, which are answered already, which do not arise.

use crate::{
    condition::Condition,
    fact::{Facts, Told},
    form::{AskedShare, Choices, Field, FieldKind, Form, Page},
    value::{Answers, Value},
};
use basis::Date;
use std::collections::BTreeMap;

/// How a field stands for one filer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing<'a> {
    /// Does not arise.
    Hidden,
    /// A register answers it.
    Known(&'a Told),
    /// Is asked; with the answer so far.
    Asked(Option<&'a Value>),
}

/// How far one page is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// Not gone through yet, or changed since by another answer.
    Open,
    /// Gone through without a problem.
    Done,
}

/// A page that arises for one filer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PageRef {
    /// The page's key.
    pub key: String,
    /// The section's key.
    pub section: String,
    /// The section's number, from 1.
    pub section_number: usize,
    /// How far it is.
    pub progress: Progress,
}

/// A form together with one filer's answers and what is known of them.
#[derive(Clone, Debug)]
pub struct Filling<'a> {
    pub(crate) form: &'a Form,
    pub(crate) answers: &'a Answers,
    pub(crate) facts: &'a Facts,
    pub(crate) today: Date,
    standings: BTreeMap<&'a str, Standing<'a>>,
}

impl Form {
    /// The form as one filer sees it on a day.
    #[must_use]
    pub fn fill<'a>(&'a self, answers: &'a Answers, facts: &'a Facts, today: Date) -> Filling<'a> {
        Filling::new(self, answers, facts, today)
    }
}

impl<'a> Filling<'a> {
    fn new(form: &'a Form, answers: &'a Answers, facts: &'a Facts, today: Date) -> Self {
        let mut filling = Self { form, answers, facts, today, standings: BTreeMap::new() };
        // In the form's order: a condition looks only at earlier fields, which the check of definitions demands.
        for (_, field) in form.fields() {
            let standing = filling.stand(field);
            filling.standings.insert(&field.key, standing);
        }
        filling
    }

    fn stand(&self, field: &'a Field) -> Standing<'a> {
        if !self.holds(&field.ask) {
            return Standing::Hidden;
        }
        if field.is_answered_by_register()
            && let Some(told) = field.prefill.and_then(|fact| self.facts.get(fact))
        {
            return Standing::Known(told);
        }
        Standing::Asked(self.answers.get(&field.key).filter(|value| self.fits(field, value)))
    }

    /// Whether an answer fits its field: a draft may be older than the definition, or its option closed since.
    fn fits(&self, field: &Field, value: &Value) -> bool {
        match (&field.kind, value) {
            (FieldKind::Choice(Choices::Own(options)), Value::Choice(code)) => {
                options.iter().any(|option| option.value == *code && self.holds(&option.when))
            }
            (FieldKind::Choice(choices), Value::Choice(code)) => choices.has(code),
            _ => field.kind.name() == value.kind(),
        }
    }

    /// Whether a condition holds for this filer.
    #[must_use]
    pub fn holds(&self, condition: &Condition) -> bool {
        condition.holds(&|key| self.value(key).map(Value::word), self.facts)
    }

    /// How a field stands.
    #[must_use]
    pub fn standing(&self, key: &str) -> Standing<'a> {
        self.standings.get(key).copied().unwrap_or(Standing::Hidden)
    }

    /// The answer of a field, be it known or given; none for a field that does not arise.
    #[must_use]
    pub fn value(&self, key: &str) -> Option<&'a Value> {
        match self.standing(key) {
            Standing::Hidden => None,
            Standing::Known(told) => Some(&told.value),
            Standing::Asked(value) => value,
        }
    }

    /// Whether a page arises: something is asked on it, or it is kept to show what is known.
    #[must_use]
    pub fn arises(&self, page: &Page) -> bool {
        page.fields.iter().any(|field| match self.standing(&field.key) {
            Standing::Hidden => false,
            Standing::Known(_) => page.keep,
            Standing::Asked(_) => true,
        })
    }

    /// The pages that arise, in order.
    #[must_use]
    pub fn pages(&self) -> Vec<PageRef> {
        let mut pages = Vec::new();
        for (at, section) in self.form.sections.iter().enumerate() {
            for page in section.pages.iter().filter(|page| self.arises(page)) {
                pages.push(PageRef {
                    key: page.key.clone(),
                    section: section.key.clone(),
                    section_number: at + 1,
                    progress: self.progress(page),
                });
            }
        }
        pages
    }

    fn progress(&self, page: &Page) -> Progress {
        let complete = page
            .fields
            .iter()
            .all(|field| !matches!(self.standing(&field.key), Standing::Asked(None)) || !field.required);
        if complete && self.answers.has_visited(&page.key) { Progress::Done } else { Progress::Open }
    }

    /// The page after this one, if another arises.
    #[must_use]
    pub fn after(&self, page: &str) -> Option<PageRef> {
        let mut pages = self.pages().into_iter().skip_while(|there| there.key != page);
        pages.next();
        pages.next()
    }

    /// The page before this one, if one arises.
    #[must_use]
    pub fn before(&self, page: &str) -> Option<PageRef> {
        self.pages().into_iter().take_while(|there| there.key != page).last()
    }

    /// The first page that is still open: where a draft is taken up again.
    #[must_use]
    pub fn first_open(&self) -> Option<PageRef> {
        self.pages().into_iter().find(|page| page.progress == Progress::Open)
    }

    /// Everything that is answered, what is known included and what does not arise left out: what a dossier is
    /// submitted with, so that it stands by itself. What the filer confirmed stays with it.
    #[must_use]
    pub fn complete(&self) -> Answers {
        let mut complete: Answers = self
            .form
            .fields()
            .filter_map(|(_, field)| Some((field.key.clone(), self.value(&field.key)?.clone())))
            .collect();
        for confirm in self.answers.confirmed() {
            complete.confirm(confirm);
        }
        complete
    }

    /// How much is asked of this filer: the fields that arise, papers apart.
    #[must_use]
    pub fn asked_share(&self) -> AskedShare {
        let mut share = AskedShare::default();
        for (_, field) in self.form.fields().filter(|(_, field)| field.kind != FieldKind::File) {
            match self.standing(&field.key) {
                Standing::Hidden => continue,
                Standing::Known(_) => share.answered += 1,
                Standing::Asked(_) => share.asked += 1,
            }
            share.fields += 1;
        }
        share
    }

    pub(crate) fn page(&self, key: &str) -> Option<&'a Page> {
        self.form.pages_all().find(|page| page.key == key)
    }
}
