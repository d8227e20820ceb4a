//! A person's name, kept as it was written.
//!
//! The split into surname, middle name and given name is a hint: it breaks for compound surnames, Ê-đê prefixes and
//! Hmong names. Never store the parts instead of the whole.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text;

/// Characters a name may have at most, as the national exchange limits it (String100).
pub const NAME_CHARS_MAX: usize = 100;

/// Marks that a letter may still carry once it is composed: no language writes more, a joke does.
const MARKS_MAX: usize = 2;

/// A full name (họ, chữ đệm và tên): NFC, spaces collapsed, otherwise verbatim. Its Debug form hides it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FullName(String);

/// Why a text is not a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameProblem {
    /// Nothing was written.
    #[error("no name was given")]
    Empty,
    /// More than [`NAME_CHARS_MAX`] characters.
    #[error("a name has at most {NAME_CHARS_MAX} characters, not {0}")]
    TooLong(usize),
    /// A digit.
    #[error("a name has no digits")]
    Digit,
    /// A picture character.
    #[error("a name has no emoji")]
    Emoji,
    /// A control character or one that cannot be seen.
    #[error("a name has no control characters")]
    Control,
    /// A letter of another script, or a sign that no name has.
    #[error("a name has only letters, spaces, apostrophes, hyphens and full stops")]
    Sign(char),
    /// Not a single letter in it.
    #[error("a name has letters")]
    NoLetter,
}

/// A name in parts, as a hint.
#[derive(Clone, PartialEq, Eq)]
pub struct NameSplit {
    /// Họ: the first word; empty when the name shows there is none.
    pub surname: String,
    /// Chữ đệm: what stands between.
    pub middle: String,
    /// Tên: the last word.
    pub given: String,
}

impl fmt::Debug for NameSplit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NameSplit(hidden)")
    }
}

impl FullName {
    /// Reads a name, keeping it verbatim but for normal form, invisible spaces and runs of spaces.
    pub fn parse(written: &str) -> Result<Self, NameProblem> {
        // Bounded before any work: a name of megabytes costs a refusal and no copy. Decomposed input has at most
        // three code points a letter, and some slack is left for stray spaces.
        let given = written.chars().take(NAME_CHARS_MAX * 8 + 1).count();
        if given > NAME_CHARS_MAX * 8 {
            return Err(NameProblem::TooLong(written.chars().count()));
        }
        let name = text::clean(written);
        if name.is_empty() {
            return Err(NameProblem::Empty);
        }
        let long = name.chars().count();
        if long > NAME_CHARS_MAX {
            return Err(NameProblem::TooLong(long));
        }
        let mut letters = false;
        let mut marks = 0;
        for c in name.chars() {
            marks = if is_combining_mark(c) { marks + 1 } else { 0 };
            match c {
                ' ' | '\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}' | '-' | '\u{2010}' | '\u{2011}' | '.' => {}
                c if is_latin(c) => letters = true,
                // Only marks that a paper can carry: a letter of ours with a mark of another script is no name.
                c if is_combining_mark(c) && letters && marks <= MARKS_MAX && text::is_printable(c) => {}
                c if c.is_numeric() => return Err(NameProblem::Digit),
                c if c.is_control() || is_invisible(c) => return Err(NameProblem::Control),
                c if is_picture(c) => return Err(NameProblem::Emoji),
                c => return Err(NameProblem::Sign(c)),
            }
        }
        if letters { Ok(Self(name)) } else { Err(NameProblem::NoLetter) }
    }

    /// The name as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The derived parts. A single word is a given name; an Ê-đê or Gia-rai prefix (Y, H') is no surname.
    pub fn split(&self) -> NameSplit {
        let mut words: Vec<&str> = self.0.split(' ').collect();
        let given = words.pop().unwrap_or_default();
        let has_prefix =
            words.first().is_some_and(|first| is_prefix(first)) || (words.is_empty() && starts_prefix(given));
        if has_prefix || words.is_empty() || starts_prefix(words[0]) {
            return NameSplit { surname: String::new(), middle: words.join(" "), given: given.to_owned() };
        }
        NameSplit { surname: words[0].to_owned(), middle: words[1..].join(" "), given: given.to_owned() }
    }

    /// Lower-case ASCII letters and single spaces, for searching and blocking only.
    pub fn folded(&self) -> String {
        text::fold(&self.0)
    }

    /// For people who may know that somebody exists but not who: first word kept, the rest as initials:
    /// "Nguyễn T. A. M.".
    pub fn masked(&self) -> String {
        let mut words = self.0.split(' ');
        let first = words.next().unwrap_or_default();
        let rest: Vec<String> = words.filter_map(|word| word.chars().next()).map(|c| format!("{c}.")).collect();
        if rest.is_empty() {
            return first.chars().next().map(|c| format!("{c}.")).unwrap_or_default();
        }
        format!("{first} {}", rest.join(" "))
    }

    /// In capitals, as cards and certificates print it.
    pub fn upper(&self) -> String {
        self.0.to_uppercase().nfc().collect()
    }

    /// The order Vietnamese lists have: by given name, then surname, then middle name.
    pub fn sort_key(&self) -> Vec<u8> {
        let split = self.split();
        text::sort_key(&format!("{}  {}  {}", split.given, split.surname, split.middle))
    }
}

fn is_prefix(word: &str) -> bool {
    matches!(word, "Y" | "H'" | "H\u{2019}" | "y" | "h'" | "h\u{2019}")
}

fn starts_prefix(word: &str) -> bool {
    let mut chars = word.chars();
    matches!(chars.next(), Some('H' | 'h')) && matches!(chars.next(), Some('\'' | '\u{2019}' | '\u{2bc}'))
}

/// Latin letters with any marks: foreign spouses and children of mixed marriages have names beyond our alphabet.
fn is_latin(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') && c.is_alphabetic()
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn is_picture(c: char) -> bool {
    matches!(u32::from(c), 0x2190..=0x2bff | 0x3000..=0x303f | 0xfe00..=0xfe0f | 0x1f000..=0x1faff | 0xe0000..=0xe007f)
}

impl fmt::Debug for FullName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FullName(hidden)")
    }
}

impl FromStr for FullName {
    type Err = NameProblem;

    fn from_str(written: &str) -> Result<Self, NameProblem> {
        Self::parse(written)
    }
}

impl Serialize for FullName {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for FullName {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let written = String::deserialize(from)?;
        Self::parse(&written).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(written: &str) -> FullName {
        FullName::parse(written).unwrap()
    }

    #[test]
    fn keeps_names_verbatim_but_for_normal_form_and_spaces() {
        let table = [
            ("Nguyễn Thị An Mẫu", "Nguyễn Thị An Mẫu"),
            ("  NGUYỄN \u{a0} THỊ\u{200b}  An ", "NGUYỄN THỊ An"),
            ("Nguye\u{302}\u{303}n Hoa\u{300}", "Nguyễn Hoà"),
            ("Hòa", "Hòa"),
            ("Y Bhim Niê", "Y Bhim Niê"),
            ("H' Len Niê Kđăm", "H' Len Niê Kđăm"),
            ("H\u{2019}Hen Niê", "H\u{2019}Hen Niê"),
            ("Bru-Vân Kiều", "Bru-Vân Kiều"),
            ("Jean-François O'Neill Jr.", "Jean-François O'Neill Jr."),
        ];
        for (written, kept) in table {
            assert_eq!(name(written).as_str(), kept);
        }
    }

    #[test]
    fn refuses_what_is_no_name_and_says_why() {
        let table = [
            ("", NameProblem::Empty),
            (" \u{200b}\u{a0} ", NameProblem::Empty),
            ("Nguyễn Văn 2", NameProblem::Digit),
            ("Nguyễn 😀", NameProblem::Emoji),
            ("Nguyễn ❤\u{fe0f}", NameProblem::Emoji),
            ("Nguyễn\u{7}An", NameProblem::Control),
            ("Nguyễn \u{202e}An", NameProblem::Control),
            ("Nguyễn Văn An (tức Hai)", NameProblem::Sign('(')),
            ("Иван", NameProblem::Sign('И')),
            ("Nguyễn A\u{301}\u{301}\u{301}\u{301}\u{301}", NameProblem::Sign('\u{301}')),
            ("Nguyễn A\u{940}n", NameProblem::Sign('\u{940}')),
            ("Nguyễn \u{1d518}n", NameProblem::Sign('\u{1d518}')),
            ("Nguyễn A\u{354}n", NameProblem::Sign('\u{354}')),
            ("'-.", NameProblem::NoLetter),
        ];
        for (written, problem) in table {
            assert_eq!(FullName::parse(written).unwrap_err(), problem, "{written:?}");
        }
        assert_eq!(FullName::parse(&"ế".repeat(101)).unwrap_err(), NameProblem::TooLong(101));
        assert_eq!(FullName::parse(&"a".repeat(10_000)).unwrap_err(), NameProblem::TooLong(10_000));
        assert!(FullName::parse(&"e\u{302}\u{301}".repeat(100)).is_ok(), "length counts letters, not code points");
    }

    #[test]
    fn splits_as_a_hint() {
        let table = [
            ("Nguyễn Thị An Mẫu", ("Nguyễn", "Thị An", "Mẫu")),
            ("Lê An", ("Lê", "", "An")),
            ("An", ("", "", "An")),
            ("Y Bhim", ("", "Y", "Bhim")),
            ("Y Bhim Niê", ("", "Y Bhim", "Niê")),
            ("H'Hen Niê", ("", "H'Hen", "Niê")),
            ("Vừ A Dính", ("Vừ", "A", "Dính")),
        ];
        for (written, (surname, middle, given)) in table {
            let split = name(written).split();
            assert_eq!((&*split.surname, &*split.middle, &*split.given), (surname, middle, given), "{written}");
        }
    }

    #[test]
    fn folds_masks_and_hides() {
        let an = name("Nguyễn Đức Thị An");
        assert_eq!(an.folded(), "nguyen duc thi an");
        assert_eq!(an.masked(), "Nguyễn Đ. T. A.");
        assert_eq!(name("An").masked(), "A.");
        assert_eq!(an.upper(), "NGUYỄN ĐỨC THỊ AN");
        assert_eq!(format!("{an:?} {:?}", an.split()), "FullName(hidden) NameSplit(hidden)");
    }

    #[test]
    fn lists_sort_by_given_name_first() {
        let mut people =
            [name("Trần Văn Bình"), name("Nguyễn Văn Ánh"), name("Lê Văn An"), name("Bùi Văn Ân"), name("Đỗ Văn An")];
        people.sort_by_key(FullName::sort_key);
        let order: Vec<&str> = people.iter().map(FullName::as_str).collect();
        assert_eq!(order, ["Đỗ Văn An", "Lê Văn An", "Nguyễn Văn Ánh", "Bùi Văn Ân", "Trần Văn Bình"]);
    }

    proptest::proptest! {
        #[test]
        fn parsing_never_panics_and_keeps_what_it_accepts(written in "\\PC*") {
            if let Ok(name) = FullName::parse(&written) {
                assert_eq!(FullName::parse(name.as_str()), Ok(name.clone()));
                assert_eq!(text::find_unprintable(name.as_str()), None);
                assert_eq!(text::find_unprintable(&name.upper()), None);
                let _ = (name.split(), name.masked(), name.folded(), name.upper());
            }
        }
    }
}
