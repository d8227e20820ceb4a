//! A form: sections of small pages of typed fields.
//!
//! The types only. [`crate::Filling`] says what is asked of one filer, [`crate::Form::view`] shows a page,
//! [`crate::Form::parse`] takes what was posted.

use crate::{
    condition::Condition,
    fact::Fact,
    value::{FieldKindName, Value},
    words::{Lang, Words2},
};
use basis::Date;
use serde::Serialize;
use vietnam::{Ethnicity, HouseholdRelation, Religion, Sex};

/// A form (biểu mẫu điện tử).
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Form {
    /// Its sections, in order.
    pub sections: Vec<Section>,
}

/// A part of a form with a title of its own.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Section {
    /// Its key.
    pub key: String,
    /// Its title.
    pub title: Words2,
    /// Its pages, in order.
    pub pages: Vec<Page>,
}

impl Form {
    /// Whether an answer given under another version fits here: the field is there, of that kind, with that option.
    #[must_use]
    pub fn takes(&self, key: &str, value: &Value) -> bool {
        self.field(key).is_some_and(|field| match (&field.kind, value) {
            (FieldKind::Choice(choices), Value::Choice(code)) => choices.has(code),
            (kind, value) => kind.name() == value.kind(),
        })
    }
}

/// One question, or one small group.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Page {
    /// Its key, unique in the form.
    pub key: String,
    /// The heading; without one the label of its first field is it.
    pub heading: Option<Words2>,
    /// A sentence under the heading.
    pub intro: Option<Words2>,
    /// Shown even when all of it is known, so that the filer sees what will be used.
    pub keep: bool,
    /// Its number where the page comes several times, such as for each member of a household; otherwise 1.
    pub copy: u8,
    /// Its fields, in order.
    pub fields: Vec<Field>,
}

/// One field.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Field {
    /// Its key, unique in the form: `mother.personal_id`.
    pub key: String,
    /// What it takes.
    pub kind: FieldKind,
    /// When it is asked.
    pub ask: Condition,
    /// Whether it must be answered when it is asked.
    pub required: bool,
    /// The fact that answers it.
    pub prefill: Option<Fact>,
    /// Why it is asked although a register holds it; the fact is then only what it begins with.
    pub ask_anyway: Option<String>,
    /// The question.
    pub label: Words2,
    /// A hint or an example.
    pub hint: Option<Words2>,
    /// What its answer must satisfy beyond its kind.
    pub rules: Vec<Rule>,
}

/// What a field takes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// A person's name.
    Name,
    /// A personal number of twelve digits.
    PersonalId,
    /// A date of birth, perhaps only a year.
    BirthDate,
    /// A full date.
    Date,
    /// One of a list.
    Choice(Choices),
    /// A commune.
    Unit,
    /// A commune and the line below it.
    Address,
    /// Text with at most so many characters.
    Text(u16),
    /// Yes or no.
    YesNo,
    /// Papers to upload.
    File,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
}

impl FieldKind {
    /// The kind without its details.
    #[must_use]
    pub const fn name(&self) -> FieldKindName {
        match self {
            Self::Name => FieldKindName::Name,
            Self::PersonalId => FieldKindName::PersonalId,
            Self::BirthDate => FieldKindName::BirthDate,
            Self::Date => FieldKindName::Date,
            Self::Choice(_) => FieldKindName::Choice,
            Self::Unit => FieldKindName::Unit,
            Self::Address => FieldKindName::Address,
            Self::Text(_) => FieldKindName::Text,
            Self::YesNo => FieldKindName::YesNo,
            Self::File => FieldKindName::File,
            Self::Phone => FieldKindName::Phone,
            Self::Email => FieldKindName::Email,
        }
    }
}

/// The list a choice is from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Choices {
    /// Giới tính.
    Sex,
    /// Dân tộc.
    Ethnicity,
    /// Tôn giáo.
    Religion,
    /// Quan hệ với chủ hộ.
    HouseholdRelation,
    /// Options of the field's own.
    Own(Vec<Choice>),
}

/// One option of a field's own list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Choice {
    /// Its code.
    pub value: String,
    /// What is read.
    pub label: Words2,
    /// A line under the label.
    pub hint: Option<Words2>,
    /// When it can be chosen.
    pub when: Condition,
}

impl Choices {
    /// Whether the list has this code, whatever the conditions of its options.
    #[must_use]
    pub fn has(&self, code: &str) -> bool {
        match self {
            Self::Sex => Sex::from_code(code).is_ok(),
            Self::Ethnicity => Ethnicity::from_code(code).is_ok(),
            Self::Religion => Religion::from_code(code).is_ok(),
            Self::HouseholdRelation => HouseholdRelation::from_code(code).is_ok(),
            Self::Own(options) => options.iter().any(|option| option.value == code),
        }
    }

    /// The label of a code.
    #[must_use]
    pub fn label(&self, code: &str, lang: Lang) -> Option<&str> {
        macro_rules! label_of {
            ($value:expr) => {
                $value.ok().map(|value| match lang {
                    Lang::Vi => value.label_vi(),
                    Lang::En => value.label_en(),
                })
            };
        }
        match self {
            Self::Sex => label_of!(Sex::from_code(code)),
            Self::Ethnicity => label_of!(Ethnicity::from_code(code)),
            Self::Religion => label_of!(Religion::from_code(code)),
            Self::HouseholdRelation => label_of!(HouseholdRelation::from_code(code)),
            Self::Own(options) => {
                options.iter().find(|option| option.value == code).map(|option| option.label.get(lang))
            }
        }
    }
}

/// What an answer must satisfy beyond its kind. A closed list; each gives a problem of its own.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Not after today.
    NotFuture,
    /// A birth filed more than so many days ago is late: asks to confirm.
    FiledWithin {
        /// The days.
        days: u16,
        /// The article that says so.
        article: String,
        /// Whether a source we hold confirms it.
        confirmed: bool,
    },
    /// A person younger than so many years today.
    YoungerThan {
        /// The years.
        years: u8,
        /// The article that says so.
        article: String,
    },
    /// The number's sex and year agree with what else is known: asks to confirm when not.
    NumberAgrees {
        /// The field with the date of birth.
        birth: Option<String>,
        /// The sex, where the role says it.
        sex: Option<Sex>,
        /// The field with the sex.
        sex_field: Option<String>,
    },
    /// Another person than the one of these fields.
    NotSameAs {
        /// The fields.
        fields: Vec<String>,
    },
    /// This parent's age at the child's birth: impossible when negative, asks to confirm outside the usual.
    ParentOf {
        /// The field with the child's day of birth.
        child: String,
        /// The youngest usual age.
        usual_from: u8,
        /// The oldest usual age.
        usual_to: u8,
    },
    /// The code of a birth notice (số giấy chứng sinh), as `02020.GCS.12096.25`.
    BirthNoticeCode,
    /// A mother whom the register knows as married files without a father, though her husband is presumed to be it: asks
    /// to confirm.
    HusbandIsFather {
        /// The field that says what the filer is to the child.
        relation: String,
        /// The article that says so.
        article: String,
    },
}

impl Rule {
    /// The fields it looks at besides its own.
    #[must_use]
    pub fn fields(&self) -> Vec<&str> {
        match self {
            Self::NotFuture | Self::FiledWithin { .. } | Self::YoungerThan { .. } | Self::BirthNoticeCode => Vec::new(),
            Self::NumberAgrees { birth, sex_field, .. } => birth.iter().chain(sex_field).map(String::as_str).collect(),
            Self::NotSameAs { fields } => fields.iter().map(String::as_str).collect(),
            Self::ParentOf { child, .. } => vec![child],
            Self::HusbandIsFather { relation, .. } => vec![relation],
        }
    }
}

/// How much of a form nobody has to answer any more.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct AskedShare {
    /// Fields of the form, papers apart.
    pub fields: usize,
    /// Those that are asked even of somebody the registers know.
    pub asked: usize,
    /// Those a register answers.
    pub answered: usize,
}

impl AskedShare {
    /// The share no longer asked, in whole percent, rounded down.
    #[must_use]
    pub const fn spared_percent(self) -> usize {
        match (self.answered * 100).checked_div(self.fields) {
            Some(percent) => percent,
            None => 0,
        }
    }
}

impl Form {
    /// Every field with its page, in order.
    pub fn fields(&self) -> impl Iterator<Item = (&Page, &Field)> {
        self.pages_all().flat_map(|page| page.fields.iter().map(move |field| (page, field)))
    }

    /// Every page, in order.
    pub fn pages_all(&self) -> impl Iterator<Item = &Page> {
        self.sections.iter().flat_map(|section| &section.pages)
    }

    /// The field with this key.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields().map(|(_, field)| field).find(|field| field.key == key)
    }

    /// The page that asks a field, for a link to the very question.
    #[must_use]
    pub fn page_of(&self, field: &str) -> Option<&Page> {
        self.fields().find(|(_, there)| there.key == field).map(|(page, _)| page)
    }

    /// How many declared fields the registers answer. Papers do not count: they are not declared. A page that comes
    /// several times counts once.
    #[must_use]
    pub fn asked_share(&self) -> AskedShare {
        let mut share = AskedShare::default();
        for (_, field) in self.fields().filter(|(page, field)| page.copy == 1 && field.kind != FieldKind::File) {
            share.fields += 1;
            if field.is_answered_by_register() {
                share.answered += 1;
            } else {
                share.asked += 1;
            }
        }
        share
    }
}

impl Field {
    /// Whether a register answers it, so that it is shown and not asked.
    #[must_use]
    pub fn is_answered_by_register(&self) -> bool {
        self.prefill.is_some() && self.ask_anyway.is_none()
    }
}

/// A span of days: from its first to its last, both counted; open when there is no last.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Validity {
    /// The first day.
    pub from: Date,
    /// The last day, if there is one.
    pub to: Option<Date>,
}

impl Validity {
    /// Whether a day lies in it.
    #[must_use]
    pub fn contains(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
    /// Whether both have a day in common.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.to.is_none_or(|to| other.from <= to) && other.to.is_none_or(|to| self.from <= to)
    }
}
