//! Text in both languages, and the few words of the form engine that are not in a definition.

use serde::{Deserialize, Serialize};

/// The language a page is shown in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Vietnamese, which comes first.
    #[default]
    Vi,
    /// English.
    En,
}

/// A text in Vietnamese and English.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words2 {
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

impl Words2 {
    /// The text in one language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }
}

/// Picks one of two constant texts.
pub(crate) const fn pick(lang: Lang, vi: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}
