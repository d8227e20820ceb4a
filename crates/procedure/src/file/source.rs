//! The shape of definition files, before anything in them is understood. Every part knows its line.

use serde::Deserialize;
use serde_saphyr::Spanned;
use std::collections::BTreeMap;

/// A part of a file and the line it begins on.
pub(super) type At<T> = Spanned<T>;

/// The line a part begins on.
pub(super) fn line<T>(at: &At<T>) -> u64 {
    at.referenced.line()
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProcedureFile {
    pub(super) code: At<String>,
    #[serde(default = "yes")]
    pub(super) code_confirmed: bool,
    pub(super) name: At<WordsFile>,
    pub(super) valid_from: At<String>,
    pub(super) valid_to: Option<At<String>>,
    pub(super) replaced_by: Option<At<String>>,
    pub(super) announced_by: At<CitedFile>,
    pub(super) authority: At<WordsFile>,
    pub(super) ground: Vec<At<CitedFile>>,
    pub(super) limit: At<LimitFile>,
    pub(super) steps: Vec<At<StepFile>>,
    #[serde(default)]
    pub(super) papers: Vec<At<PaperFile>>,
    #[serde(default)]
    pub(super) fees: Vec<At<FeeFile>>,
    #[serde(default)]
    pub(super) consents: Vec<At<ConsentFile>>,
    pub(super) form: FormFile,
}

/// A text in both languages; what is missing is a mistake with a line, so both are optional here.
#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct WordsFile {
    pub(super) vi: Option<String>,
    pub(super) en: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CitedFile {
    pub(super) article: Option<String>,
    #[serde(default = "yes")]
    pub(super) confirmed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LimitFile {
    pub(super) same_day_until: Option<At<String>>,
    pub(super) working_days: Option<u32>,
    pub(super) working_hours: Option<u32>,
    pub(super) verified_working_days: Option<u32>,
    pub(super) article: Option<String>,
    #[serde(default = "yes")]
    pub(super) confirmed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepFile {
    pub(super) step: At<String>,
    pub(super) procedure: Option<At<String>>,
    pub(super) role: At<String>,
    #[serde(default)]
    pub(super) gate: bool,
    pub(super) when: Option<At<String>>,
    /// The answers its officer may ask to be mended: field keys, or `who.*`. Steps after the gate must say it.
    #[serde(default)]
    pub(super) asks: Vec<At<String>>,
    pub(super) limit: At<LimitFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PaperFile {
    pub(super) key: String,
    pub(super) name: At<WordsFile>,
    /// The field it is uploaded in; or one of the two below.
    pub(super) uploaded: Option<At<String>>,
    #[serde(default)]
    pub(super) made: bool,
    #[serde(default)]
    pub(super) read: bool,
    pub(super) asked: Option<At<String>>,
    pub(super) when: Option<At<String>>,
    pub(super) copies: Option<u8>,
    pub(super) article: Option<String>,
    #[serde(default = "yes")]
    pub(super) confirmed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FeeFile {
    pub(super) step: Option<At<String>>,
    pub(super) channel: At<String>,
    pub(super) amount: i64,
    pub(super) valid_from: At<String>,
    pub(super) valid_to: Option<At<String>>,
    pub(super) exempt: Option<At<WordsFile>>,
    pub(super) article: Option<String>,
    #[serde(default = "yes")]
    pub(super) confirmed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConsentFile {
    pub(super) who: At<String>,
    pub(super) way: Option<String>,
    pub(super) name: Option<String>,
    pub(super) number: Option<String>,
    pub(super) when: Option<At<String>>,
    pub(super) article: Option<String>,
    #[serde(default = "yes")]
    pub(super) confirmed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormFile {
    pub(super) sections: Vec<At<SectionFile>>,
}

/// A section written out, or `use` of a shared one. The pages of further shared ones (`also`) and then pages of this
/// form's own come after.
#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct SectionFile {
    #[serde(rename = "use")]
    pub(super) shared: Option<At<String>>,
    #[serde(default)]
    pub(super) also: Vec<At<String>>,
    /// Further rules for fields of the shared section, by the field's key.
    #[serde(default)]
    pub(super) rules: BTreeMap<String, Vec<At<RuleFile>>>,
    pub(super) key: Option<String>,
    pub(super) title: Option<At<WordsFile>>,
    #[serde(default)]
    pub(super) pages: Vec<At<PageFile>>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct PageFile {
    pub(super) key: String,
    pub(super) heading: Option<At<WordsFile>>,
    pub(super) intro: Option<At<WordsFile>>,
    #[serde(default)]
    pub(super) keep: bool,
    /// Holds for every field of the page.
    pub(super) ask: Option<At<String>>,
    /// The page comes several times, with `{n}` and `{before}` replaced by its number and the one before.
    pub(super) repeat: Option<RepeatFile>,
    pub(super) fields: Vec<At<FieldFile>>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct RepeatFile {
    pub(super) times: u8,
    /// When the first is asked.
    pub(super) first: At<String>,
    /// When each further one is asked.
    pub(super) further: At<String>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldFile {
    pub(super) key: String,
    pub(super) kind: At<String>,
    pub(super) list: Option<At<String>>,
    #[serde(default)]
    pub(super) options: Vec<At<OptionFile>>,
    pub(super) max: Option<u16>,
    pub(super) ask: Option<At<String>>,
    #[serde(default = "yes")]
    pub(super) required: bool,
    pub(super) prefill: Option<At<String>>,
    pub(super) ask_anyway: Option<String>,
    pub(super) label: At<WordsFile>,
    pub(super) hint: Option<At<WordsFile>>,
    #[serde(default)]
    pub(super) rules: Vec<At<RuleFile>>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct OptionFile {
    pub(super) value: String,
    pub(super) label: At<WordsFile>,
    pub(super) hint: Option<At<WordsFile>>,
    pub(super) when: Option<At<String>>,
}

#[derive(Deserialize, Clone)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum RuleFile {
    NotFuture,
    FiledWithin {
        days: u16,
        article: Option<String>,
        #[serde(default = "yes")]
        confirmed: bool,
    },
    YoungerThan {
        years: u8,
        article: Option<String>,
    },
    NumberAgrees {
        birth: Option<String>,
        sex: Option<vietnam::Sex>,
        sex_field: Option<String>,
    },
    NotSameAs {
        fields: Vec<String>,
    },
    ParentOf {
        child: String,
        usual_from: u8,
        usual_to: u8,
    },
    BirthNoticeCode,
    HusbandIsFather {
        relation: String,
        article: Option<String>,
    },
}
