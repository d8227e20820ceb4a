//! The coded reasons of requests for supplements and of refusals, as data with their words in both languages.

use procedure::Lang;
use serde::Deserialize;
use std::sync::LazyLock;

/// One reason.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Its stable code.
    pub code: String,
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
    /// What it rests on, as the glossary cites law.
    #[serde(default)]
    pub article: Option<String>,
    /// Whether a source we hold confirms that.
    #[serde(default = "yes")]
    pub confirmed: bool,
    /// The steps it is for; every step when empty.
    #[serde(default)]
    pub steps: Vec<String>,
}

impl Reason {
    /// Its words.
    #[must_use]
    pub fn label(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }
    /// Whether it may be given at a step.
    #[must_use]
    pub fn fits(&self, step: &str) -> bool {
        self.steps.is_empty() || self.steps.iter().any(|own| own == step)
    }
}

/// Both lists.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reasons {
    /// Why something is to be mended.
    pub supplement: Vec<Reason>,
    /// Why something is refused.
    pub refusal: Vec<Reason>,
}

const fn yes() -> bool {
    true
}

/// The reasons that are part of the program.
#[must_use]
pub fn reasons() -> &'static Reasons {
    static REASONS: LazyLock<Reasons> = LazyLock::new(|| {
        toml::from_str(include_str!("../data/reasons.toml")).expect("the list is embedded, and a test reads it")
    });
    &REASONS
}

/// A reason by its code, whichever list it is on.
#[must_use]
pub fn find(code: &str) -> Option<&'static Reason> {
    let lists = reasons();
    lists.supplement.iter().chain(&lists.refusal).find(|reason| reason.code == code)
}

/// The words of a reason, whichever list it is on; the code itself when the list no longer has it.
#[must_use]
pub fn words_of(code: &str, lang: Lang) -> &str {
    let lists = reasons();
    let mut all = lists.supplement.iter().chain(&lists.refusal);
    all.find(|reason| reason.code == code).map_or(code, |reason| {
        // The list lives as long as the program, so its words may outlive the code that was asked for.
        reason.label(lang)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use procedure::Step;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_given_once_and_steps_exist() {
        let lists = reasons();
        let all: Vec<_> = lists.supplement.iter().chain(&lists.refusal).collect();
        let codes: BTreeSet<_> = all.iter().map(|reason| &reason.code).collect();
        assert_eq!(codes.len(), all.len());
        for reason in all {
            assert!(!reason.vi.is_empty() && !reason.en.is_empty(), "{}", reason.code);
            for step in &reason.steps {
                assert!(Step::from_word(step).is_some(), "{}: {step}", reason.code);
            }
        }
    }

    #[test]
    fn every_leg_has_reasons_of_both_kinds() {
        for step in Step::ALL.into_iter().filter(|step| step.effect().is_some()) {
            assert!(reasons().supplement.iter().any(|reason| reason.fits(step.word())));
            assert!(reasons().refusal.iter().any(|reason| reason.fits(step.word())));
        }
    }

    #[test]
    fn an_unknown_code_shows_itself() {
        assert_eq!(words_of("unreadable", Lang::En), "The photograph or scan cannot be read");
        assert_eq!(words_of("long-gone", Lang::Vi), "long-gone");
    }
}
