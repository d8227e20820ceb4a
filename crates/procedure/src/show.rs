//! Showing a page, and everything that was answered before it is submitted.

use crate::{
    filling::{Filling, Standing},
    form::{Choices, Field, FieldKind},
    judge::{Findings, confirm_word},
    read::EMAIL_CHARS_MAX,
    value::{FileRef, Value},
    view::{ConfirmView, FieldView, OptionView, PageView, ReceiptView, SummaryRow, SummarySection, Widget, Width},
    words::{Lang, pick},
};
use basis::{Date, Problem};
use vietnam::{Ethnicity, HouseholdRelation, Religion, Sex, UnitKey, units};

/// The media a paper may have.
const FILES_ACCEPT: &str = "image/jpeg,image/png,image/heic,image/heif,application/pdf";
/// Megabytes one paper may have.
const FILE_MB_MAX: u16 = 20;
/// A longer list than this is a select and not radio buttons.
const RADIOS_MAX: usize = 7;
/// A longer text than this has several lines.
const ONE_LINE_CHARS_MAX: u16 = 200;
/// Hexadecimal digits shown of a hash.
const HASH_SHOWN: usize = 12;
/// What a box takes beyond the twelve digits, so that a number may be typed in groups.
const PERSONAL_ID_CHARS_MAX: u16 = 20;

/// Puts a problem into words.
pub type Say<'a> = &'a dyn Fn(&Problem) -> String;

impl Filling<'_> {
    /// A page as it is shown, with what was found when it was last posted. None when there is no such page, or it
    /// does not arise for this filer.
    #[must_use]
    pub fn view(&self, page: &str, lang: Lang, findings: &Findings, say: Say<'_>) -> Option<PageView> {
        let (at, section) = self
            .form
            .sections
            .iter()
            .enumerate()
            .find(|(_, section)| section.pages.iter().any(|there| there.key == page))?;
        let page = section.pages.iter().find(|there| there.key == page).filter(|page| self.arises(page))?;
        let fields: Vec<FieldView> =
            page.fields.iter().filter_map(|field| self.field_view(field, lang, findings, say)).collect();
        let heading = match (&page.heading, fields.first()) {
            (Some(heading), _) => heading.get(lang).to_owned(),
            (None, Some(field)) => field.label.clone(),
            (None, None) => section.title.get(lang).to_owned(),
        };
        Some(PageView {
            key: page.key.clone(),
            section: section.title.get(lang).to_owned(),
            section_number: at + 1,
            section_count: self.form.sections.len(),
            heading,
            intro: page.intro.as_ref().map(|intro| intro.get(lang).to_owned()),
            fields,
            confirms: findings
                .confirms
                .iter()
                .map(|problem| ConfirmView { code: confirm_word(problem), text: say(problem) })
                .collect(),
        })
    }

    fn field_view(&self, field: &Field, lang: Lang, findings: &Findings, say: Say<'_>) -> Option<FieldView> {
        let widget = match self.standing(&field.key) {
            Standing::Hidden => return None,
            Standing::Known(told) => {
                Widget::Known { text: known_text(field, &told.value, lang), source: told.source.label(lang).to_owned() }
            }
            Standing::Asked(value) => {
                // A question that is asked anyway begins with what the register says.
                let begins = || field.prefill.and_then(|fact| self.facts.get(fact)).map(|told| &told.value);
                let untouched = !self.answers.is_refused(&field.key) && !self.answers.has_visited(self.page_key(field));
                self.widget(field, value.or_else(|| if untouched { begins() } else { None }), lang)
            }
        };
        let here = |problem: &&Problem| problem.field.as_ref().is_some_and(|at| at.0 == field.key);
        Some(FieldView {
            key: field.key.clone(),
            id: field.key.replace('.', "-"),
            label: field.label.get(lang).to_owned(),
            hint: field.hint.as_ref().map(|hint| hint.get(lang).to_owned()),
            errors: findings.problems.iter().filter(here).map(say).collect(),
            required: field.required,
            widget,
        })
    }

    fn page_key(&self, field: &Field) -> &str {
        self.form.page_of(&field.key).map_or("", |page| page.key.as_str())
    }

    fn widget(&self, field: &Field, value: Option<&Value>, lang: Lang) -> Widget {
        let raw = |part: &str| self.answers.raw(&field.key, part).map(str::to_owned);
        let plain = || raw("").or_else(|| value.map(Value::word)).unwrap_or_default();
        let text = |inputmode, autocomplete, maxlength, width| Widget::Text {
            value: plain(),
            inputmode,
            autocomplete,
            maxlength,
            width,
        };
        match &field.kind {
            FieldKind::Name => {
                let own = field.key == "requester.name";
                text("text", if own { "name" } else { "off" }, 100, Width::Full)
            }
            FieldKind::PersonalId => text("numeric", "off", PERSONAL_ID_CHARS_MAX, Width::Medium),
            FieldKind::Phone => text("tel", "tel", PERSONAL_ID_CHARS_MAX, Width::Medium),
            FieldKind::Email => text("email", "email", EMAIL_CHARS_MAX, Width::Full),
            FieldKind::Text(chars_max) if *chars_max > ONE_LINE_CHARS_MAX => {
                Widget::LongText { value: plain(), maxlength: *chars_max }
            }
            FieldKind::Text(chars_max) => {
                text("text", "off", *chars_max, if *chars_max <= 30 { Width::Medium } else { Width::Full })
            }
            FieldKind::BirthDate | FieldKind::Date => {
                let (day, month, year) = date_parts(value);
                Widget::DateParts {
                    day: raw("day").unwrap_or(day),
                    month: raw("month").unwrap_or(month),
                    year: raw("year").unwrap_or(year),
                    partial: field.kind == FieldKind::BirthDate,
                }
            }
            FieldKind::YesNo => {
                let chosen = plain();
                let option = |code: &str, label| OptionView {
                    value: code.to_owned(),
                    label: String::from(label),
                    hint: None,
                    selected: chosen == code,
                };
                Widget::Radios { options: vec![option("yes", yes_no(true, lang)), option("no", yes_no(false, lang))] }
            }
            FieldKind::Choice(choices) => {
                let options = self.options(choices, &plain(), lang);
                if options.len() <= RADIOS_MAX { Widget::Radios { options } } else { Widget::Select { options } }
            }
            FieldKind::Unit => {
                let unit = if let Some(Value::Unit(unit)) = value { Some(unit) } else { None };
                let (province, commune, chosen) = self.unit_lists(&field.key, unit);
                Widget::Unit { province, commune, chosen }
            }
            FieldKind::Address => {
                let address = if let Some(Value::Address(address)) = value { Some(address) } else { None };
                // An old address is offered by today's unit where that is certain.
                let today = address.map(|address| address.on(self.today).unwrap_or_else(|| address.clone()));
                let (province, commune, chosen) = self.unit_lists(&field.key, today.as_ref().map(|there| &there.unit));
                let detail = raw("detail").or(today.map(|there| there.detail)).unwrap_or_default();
                Widget::Address { province, commune, chosen, detail }
            }
            FieldKind::File => {
                let files: &[FileRef] = if let Some(Value::File(files)) = value { files } else { &[] };
                let receipts = files.iter().map(|file| receipt(file, lang)).collect();
                Widget::Files { accept: FILES_ACCEPT, max_mb: FILE_MB_MAX, receipts }
            }
        }
    }

    fn options(&self, choices: &Choices, chosen: &str, lang: Lang) -> Vec<OptionView> {
        macro_rules! list {
            ($values:expr) => {
                $values
                    .map(|value| OptionView {
                        value: value.code().to_owned(),
                        label: (match lang {
                            Lang::Vi => value.label_vi(),
                            Lang::En => value.label_en(),
                        })
                        .to_owned(),
                        hint: None,
                        selected: value.code() == chosen,
                    })
                    .collect()
            };
        }
        match choices {
            Choices::Sex => list!(Sex::all().iter().copied()),
            Choices::Ethnicity => list!(Ethnicity::all()),
            Choices::Religion => list!(Religion::all()),
            Choices::HouseholdRelation => list!(HouseholdRelation::all()),
            Choices::Own(options) => options
                .iter()
                .filter(|option| self.holds(&option.when))
                .map(|option| OptionView {
                    value: option.value.clone(),
                    label: option.label.get(lang).to_owned(),
                    hint: option.hint.as_ref().map(|hint| hint.get(lang).to_owned()),
                    selected: option.value == chosen,
                })
                .collect(),
        }
    }

    /// The provinces, the communes of the selected one, and the chosen commune.
    fn unit_lists(&self, key: &str, unit: Option<&UnitKey>) -> (Vec<OptionView>, Vec<OptionView>, Option<String>) {
        let raw_province = self.answers.raw(key, "province").filter(|word| !word.is_empty());
        let raw_commune = self.answers.raw(key, "commune").filter(|word| !word.is_empty());
        let province = raw_province
            .map(|word| word.split('@').next().unwrap_or(word).to_owned())
            .or_else(|| units().province_of(unit?).map(|province| province.code.to_owned()))
            .or_else(|| self.home_province());
        let chosen = raw_commune.map(str::to_owned).or_else(|| unit.map(UnitKey::to_word));
        let option =
            |value: String, label: &str, selected| OptionView { value, label: label.to_owned(), hint: None, selected };
        let provinces = units()
            .provinces(self.today)
            .into_iter()
            .map(|unit| option(unit.code.to_owned(), unit.name, Some(unit.code) == province.as_deref()))
            .collect();
        let communes: Vec<OptionView> = province
            .as_deref()
            .map(|province| units().communes_of(province, self.today))
            .unwrap_or_default()
            .into_iter()
            .map(|unit| {
                let word = unit.key().to_word();
                let selected = chosen.as_deref() == Some(word.as_str());
                option(word, unit.name, selected)
            })
            .collect();
        let chosen = chosen
            .filter(|word| communes.iter().any(|commune| commune.value == *word))
            .and_then(|word| units().path(&UnitKey::from_word(&word)?));
        (provinces, communes, chosen)
    }

    /// The province the filer lives in, which is the likeliest for every address.
    fn home_province(&self) -> Option<String> {
        let told = self.facts.get(crate::fact::Fact::RequesterResidence)?;
        let Value::Address(address) = &told.value else { return None };
        let unit = address.on(self.today)?.unit;
        units().province_of(&unit).map(|province| province.code.to_owned())
    }

    /// Everything answered or known, by section, for the page that is read before submitting.
    #[must_use]
    pub fn summary(&self, lang: Lang) -> Vec<SummarySection> {
        let mut sections = Vec::new();
        for section in &self.form.sections {
            let mut rows = Vec::new();
            for page in &section.pages {
                for field in &page.fields {
                    let standing = self.standing(&field.key);
                    let value = match standing {
                        Standing::Hidden => continue,
                        Standing::Known(told) => known_text(field, &told.value, lang),
                        Standing::Asked(value) => value.map(|value| value_text(field, value, lang)).unwrap_or_default(),
                    };
                    rows.push(SummaryRow {
                        key: field.key.clone(),
                        label: field.label.get(lang).to_owned(),
                        value,
                        page_key: page.key.clone(),
                        known: matches!(standing, Standing::Known(_)),
                    });
                }
            }
            if !rows.is_empty() {
                sections.push(SummarySection { title: section.title.get(lang).to_owned(), rows });
            }
        }
        sections
    }
}

/// What the register knows, as it is shown to the filer: numbers masked, since the screen may have other readers.
fn known_text(field: &Field, value: &Value, lang: Lang) -> String {
    match value {
        Value::PersonalId(number) => number.masked(),
        value => value_text(field, value, lang),
    }
}

/// An answer in words, for check-your-answers and for an officer.
#[must_use]
pub fn value_text(field: &Field, value: &Value, lang: Lang) -> String {
    match value {
        Value::PersonalId(number) => number.grouped(),
        Value::BirthDate(birth) => birth.to_string(),
        Value::Date(date) => day_text(*date),
        Value::YesNo(yes) => yes_no(*yes, lang).to_owned(),
        Value::Unit(unit) => units().path(unit).unwrap_or_else(|| unit.code.clone()),
        Value::Choice(code) => match &field.kind {
            FieldKind::Choice(choices) => choices.label(code, lang).unwrap_or(code).to_owned(),
            _ => code.clone(),
        },
        Value::File(files) => files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", "),
        Value::Name(_) | Value::Address(_) | Value::Text(_) | Value::Phone(_) | Value::Email(_) => value.word(),
    }
}

const fn yes_no(yes: bool, lang: Lang) -> &'static str {
    if yes { pick(lang, "Có", "Yes") } else { pick(lang, "Không", "No") }
}

fn day_text(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

fn date_parts(value: Option<&Value>) -> (String, String, String) {
    let parts = |day: Option<i8>, month: Option<i8>, year: i16| {
        let two = |part: Option<i8>| part.map(|part| format!("{part:02}")).unwrap_or_default();
        (two(day), two(month), format!("{year:04}"))
    };
    match value {
        Some(Value::Date(date)) => parts(Some(date.day()), Some(date.month()), date.year()),
        Some(Value::BirthDate(vietnam::BirthDate::Day(date))) => {
            parts(Some(date.day()), Some(date.month()), date.year())
        }
        Some(Value::BirthDate(vietnam::BirthDate::Month { year, month })) => parts(None, Some(*month), *year),
        Some(Value::BirthDate(vietnam::BirthDate::Year(year))) => parts(None, None, *year),
        _ => Default::default(),
    }
}

fn receipt(file: &FileRef, lang: Lang) -> ReceiptView {
    ReceiptView {
        name: file.name.clone(),
        size_text: size_text(file.bytes, lang),
        sha256_short: file.sha256.chars().take(HASH_SHOWN).collect(),
        thumb: None,
        remove_value: file.id.clone(),
    }
}

/// A size as people read it: "1,2 MB" in Vietnamese, "1.2 MB" in English.
#[must_use]
pub fn size_text(bytes: u64, lang: Lang) -> String {
    const KB: u64 = 1024;
    const MB: u64 = KB * KB;
    if bytes < MB {
        return format!("{} KB", bytes.div_ceil(KB));
    }
    let tenths = bytes * 10 / MB;
    format!("{}{}{} MB", tenths / 10, pick(lang, ",", "."), tenths % 10)
}
