//! The texts people read, by key and language. Each crate keeps its own `locales/{vi,en}/*.ftl` and hands them
//! in; nothing is read from the disk. A key that one language lacks is a fault at start, not a hole in a page.

use crate::Lang;
use basis::{Fault, Problem};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use fluent_syntax::ast::Entry;
use std::{collections::HashMap, fmt, sync::LazyLock};
use unic_langid::LanguageIdentifier;

/// This crate's own texts: layout, form parts, error pages. [`Words::build`] always adds them.
pub const TEXTS: &[(&str, &str)] =
    &[("vi", include_str!("../locales/vi/web.ftl")), ("en", include_str!("../locales/en/web.ftl"))];

/// Longest text that is still read as a whole number by a plural; longer ones are codes and stay text.
const NUMBER_DIGITS_MAX: usize = 9;

/// The texts of one language.
pub struct Words {
    lang: Lang,
    /// Texts without arguments, formatted once.
    plain: HashMap<String, String>,
    bundle: FluentBundle<FluentResource>,
}

/// The texts of every language.
#[derive(Clone, Copy, Debug)]
pub struct Languages {
    /// Vietnamese.
    pub vi: &'static Words,
    /// English.
    pub en: &'static Words,
}

impl Languages {
    /// The texts of a language.
    #[must_use]
    pub fn of(self, lang: Lang) -> &'static Words {
        match lang {
            Lang::Vi => self.vi,
            Lang::En => self.en,
        }
    }
}

impl Words {
    /// Gathers the texts of all crates, given as pairs of language code and file text, with [`TEXTS`] added.
    /// They live as long as the program: call it once, at start.
    ///
    /// # Errors
    /// A fault naming the keys, when a text does not parse, a key is given twice, or a language lacks one.
    pub fn build(sources: &[(&str, &str)]) -> Result<Languages, Fault> {
        let all: Vec<_> = TEXTS.iter().chain(sources).copied().collect();
        if let Some((code, _)) = all.iter().find(|(code, _)| Lang::from_code(code).is_none()) {
            return Err(Fault::new(format!("reading texts of unknown language {code:?}")));
        }
        let [vi, en] = Lang::ALL.map(|lang| Self::read(lang, &all));
        let (vi, en) = (vi?, en?);
        let missing: Vec<_> = vi
            .lacking(&en)
            .map(|key| format!("en:{key}"))
            .chain(en.lacking(&vi).map(|key| format!("vi:{key}")))
            .collect();
        if !missing.is_empty() {
            return Err(Fault::new(format!("texts missing in a language: {}", missing.join(", "))));
        }
        Ok(Languages { vi: Box::leak(Box::new(vi)), en: Box::leak(Box::new(en)) })
    }

    /// This crate's own texts alone, for tests and for failures that happen before the others are gathered.
    #[must_use]
    pub fn of(lang: Lang) -> &'static Self {
        static OWN: LazyLock<Languages> =
            LazyLock::new(|| Words::build(&[]).expect("our own texts are embedded, and a test builds them"));
        OWN.of(lang)
    }

    fn read(lang: Lang, sources: &[(&str, &str)]) -> Result<Self, Fault> {
        let langid: LanguageIdentifier =
            lang.code().parse().map_err(|error| Fault::because("reading our own language code", error))?;
        let mut bundle = FluentBundle::new_concurrent(vec![langid]);
        // Isolating marks are invisible characters around each value: they break searching, copying and tests.
        bundle.set_use_isolating(false);
        let mut keys = Vec::new();
        for (_, text) in sources.iter().filter(|(code, _)| *code == lang.code()) {
            let resource = FluentResource::try_new((*text).to_owned())
                .map_err(|(_, errors)| Fault::new(format!("parsing texts ({}): {errors:?}", lang.code())))?;
            keys.extend(resource.entries().filter_map(|entry| match entry {
                Entry::Message(message) => Some(message.id.name.to_owned()),
                _ => None,
            }));
            bundle
                .add_resource(resource)
                .map_err(|errors| Fault::new(format!("gathering texts ({}): {errors:?}", lang.code())))?;
        }
        let mut words = Self { lang, plain: HashMap::with_capacity(keys.len()), bundle };
        for key in keys {
            // A text that needs an argument fails without one and is formatted on each use instead.
            let text = words.format(&key, None).unwrap_or_default();
            words.plain.insert(key, text);
        }
        Ok(words)
    }

    fn lacking<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a str> {
        self.plain.keys().filter(|key| !other.has(key)).map(String::as_str)
    }

    /// The language of these texts.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.lang
    }
    /// Whether there is a text under the key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.plain.contains_key(key)
    }
    /// Every key, in no order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.plain.keys().map(String::as_str)
    }
    /// The text under a key. A missing key shows itself, which a test finds before a citizen does.
    #[must_use]
    pub fn t<'a>(&'a self, key: &'a str) -> &'a str {
        self.plain.get(key).map_or(key, String::as_str)
    }
    /// The text under a key, with values put into it: `words.with("files", [("n", "3")])`.
    #[must_use]
    pub fn with<'k, V: AsRef<str>>(&self, key: &str, args: impl AsRef<[(&'k str, V)]>) -> String {
        let args = args.as_ref();
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            values.set(*name, value_of(value.as_ref()));
        }
        self.format(key, Some(&values)).unwrap_or_else(|| key.to_owned())
    }
    /// What is wrong, in words for people. A code without a text gets a general sentence that names it.
    #[must_use]
    pub fn problem(&self, problem: &Problem) -> String {
        let key = format!("problem-{}", problem.code.0);
        if self.has(&key) {
            self.with(&key, &problem.args)
        } else {
            self.with("problem-unknown", [("code", problem.code.0)])
        }
    }

    fn format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        Some(self.bundle.format_pattern(pattern, args, &mut errors).into_owned())
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words").field("lang", &self.lang).field("keys", &self.plain.len()).finish_non_exhaustive()
    }
}

/// Whole numbers choose plurals; anything else, such as a code with a zero in front, stays as it was written.
fn value_of(text: &str) -> FluentValue<'_> {
    let whole = text == "0"
        || (text.len() <= NUMBER_DIGITS_MAX
            && !text.starts_with('0')
            && text.bytes().all(|byte| byte.is_ascii_digit()));
    match text.parse::<i64>() {
        Ok(number) if whole => FluentValue::from(number),
        _ => FluentValue::from(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use basis::Code;

    #[test]
    fn our_own_texts_exist_in_both_languages() {
        let both = Words::build(&[]).unwrap();
        assert!(both.vi.has("service-name") && both.en.has("service-name"));
    }

    #[test]
    fn a_text_that_one_language_lacks_is_named() {
        let fault = Words::build(&[("vi", "only-here = Chỉ ở đây\n")]).unwrap_err();
        assert!(fault.chain().contains("en:only-here"), "{}", fault.chain());
        assert!(Words::build(&[("fr", "x = y\n")]).is_err());
        assert!(Words::build(&[("vi", "service-name = Hai lần\n"), ("en", "other = x\n")]).is_err());
    }

    #[test]
    fn values_are_put_in_without_invisible_marks_and_plurals_follow_the_number() {
        let text = ("vi", "n = { $n } tệp\n");
        let plural = ("en", "n = { $n ->\n    [one] { $n } file\n   *[other] { $n } files\n }\n");
        let both = Words::build(&[text, plural]).unwrap();
        assert_eq!(both.vi.with("n", [("n", "3")]), "3 tệp");
        assert_eq!(both.en.with("n", [("n", "1")]), "1 file");
        assert_eq!(both.en.with("n", [("n", "2")]), "2 files");
        assert_eq!(both.vi.with("n", [("n", "0042")]), "0042 tệp");
    }

    #[test]
    fn a_problem_without_a_text_says_a_sentence_and_its_code() {
        let text = Words::of(Lang::Vi).problem(&Problem::new(Code("never-written")));
        assert!(text.contains("never-written") && text.len() > "never-written".len() + 10, "{text}");
    }
}
