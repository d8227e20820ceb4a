//! Code lists with their legal ground: ethnicity, religion, marital status, blood group, relation to the head.
//!
//! The lists are data under `data/`; a value is its slug. Numbers of official lists are mappings at the edge and are
//! never stored: two ethnicity lists share the same numbers with different meanings.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::text;

/// A code that is in none of our lists.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{list} has no code {code}")]
pub struct UnknownCode {
    /// The list.
    pub list: &'static str,
    /// The code that was asked for.
    pub code: String,
}

/// One line of a code list.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Our slug.
    pub code: &'static str,
    /// As Vietnamese papers write it.
    pub vi: &'static str,
    /// In English.
    pub en: &'static str,
    /// Other spellings that mean the same.
    pub aliases: Vec<String>,
    /// The code of QCVN 109:2017/BTTTT where it has one.
    pub exchange: Option<String>,
    /// Ethnicity only: the number in the list of 1979.
    pub list_a: Option<String>,
    /// Ethnicity only: the number in the list of 2008.
    pub list_b: Option<String>,
    /// Ethnicity only: whether a source we hold confirms the number in the list of 2008.
    pub list_b_confirmed: bool,
    /// The legal ground of the list.
    pub article: String,
    /// When the entry came into force, where known.
    pub valid_from: Option<Date>,
    /// When it ended.
    pub valid_to: Option<Date>,
    /// False when no source we hold confirms the entry.
    pub confirmed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListFile {
    #[serde(rename = "list")]
    _list: String,
    article: String,
    #[serde(default, deserialize_with = "toml_date")]
    valid_from: Option<Date>,
    entry: Vec<EntryFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryFile {
    code: String,
    vi: String,
    en: String,
    #[serde(default)]
    aliases: Vec<String>,
    exchange: Option<String>,
    list_a: Option<String>,
    list_b: Option<String>,
    #[serde(default)]
    list_b_confirmed: bool,
    article: Option<String>,
    #[serde(default, deserialize_with = "toml_date")]
    valid_from: Option<Date>,
    #[serde(default, deserialize_with = "toml_date")]
    valid_to: Option<Date>,
    confirmed: bool,
}

/// Reads a TOML date into ours.
pub(crate) fn toml_date<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    let Some(read) = Option::<toml::value::Datetime>::deserialize(from)? else { return Ok(None) };
    read.to_string().parse().map(Some).map_err(serde::de::Error::custom)
}

/// A loaded list: the entries in their order and the ways to find one.
struct List {
    entries: Vec<Entry>,
    by_code: HashMap<&'static str, usize>,
    by_spelling: HashMap<String, usize>,
}

impl List {
    fn load(source: &'static str) -> Self {
        let file: ListFile = toml::from_str(source).expect("the lists are part of the program; a test reads each");
        let entries: Vec<Entry> = file
            .entry
            .into_iter()
            .map(|entry| Entry {
                code: entry.code.leak(),
                vi: entry.vi.leak(),
                en: entry.en.leak(),
                aliases: entry.aliases,
                exchange: entry.exchange,
                list_a: entry.list_a,
                list_b: entry.list_b,
                list_b_confirmed: entry.list_b_confirmed,
                article: entry.article.unwrap_or_else(|| file.article.clone()),
                valid_from: entry.valid_from.or(file.valid_from),
                valid_to: entry.valid_to,
                confirmed: entry.confirmed,
            })
            .collect();
        let mut by_code = HashMap::new();
        let mut by_spelling = HashMap::new();
        for (at, entry) in entries.iter().enumerate() {
            by_code.insert(entry.code, at);
            for spelling in [entry.vi, entry.en, entry.code] {
                by_spelling.entry(letters(spelling)).or_insert(at);
            }
        }
        for (at, entry) in entries.iter().enumerate() {
            for alias in &entry.aliases {
                by_spelling.entry(letters(alias)).or_insert(at);
            }
        }
        Self { entries, by_code, by_spelling }
    }
}

/// Letters alone: "Khơ-me", "Khơ me" and "KHOME" are one spelling.
fn letters(written: &str) -> String {
    let mut folded = text::fold(written);
    folded.retain(|c| c != ' ');
    folded
}

macro_rules! code_list {
    ($(#[$doc:meta])* $name:ident, $list:literal, $file:literal, $loaded:ident) => {
        static $loaded: LazyLock<List> = LazyLock::new(|| List::load(include_str!(concat!("../../data/", $file))));

        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(&'static str);

        impl $name {
            /// Every value, in the order of its list.
            pub fn all() -> impl ExactSizeIterator<Item = Self> {
                $loaded.entries.iter().map(|entry| Self(entry.code))
            }

            /// The value with this slug.
            pub fn from_code(code: &str) -> Result<Self, UnknownCode> {
                match $loaded.by_code.get_key_value(code) {
                    Some((&code, _)) => Ok(Self(code)),
                    None => Err(UnknownCode { list: $list, code: code.to_owned() }),
                }
            }

            /// Our slug.
            pub fn code(self) -> &'static str {
                self.0
            }

            /// As Vietnamese papers write it.
            pub fn label_vi(self) -> &'static str {
                self.entry().vi
            }

            /// In English.
            pub fn label_en(self) -> &'static str {
                self.entry().en
            }

            /// Reads what people write, in any spelling we know; accents, case, hyphens and spaces do not count.
            pub fn find(written: &str) -> Option<Self> {
                $loaded.by_spelling.get(&letters(written)).map(|&at| Self($loaded.entries[at].code))
            }

            /// The whole line of the list: ground, validity, confirmation.
            pub fn entry(self) -> &'static Entry {
                &$loaded.entries[$loaded.by_code[self.0]]
            }

            /// The code of QCVN 109:2017/BTTTT, where the list has one.
            pub fn exchange(self) -> Option<&'static str> {
                self.entry().exchange.as_deref()
            }

            /// The value for a QCVN 109 code.
            pub fn from_exchange(code: &str) -> Option<Self> {
                $loaded.entries.iter().find(|entry| entry.exchange.as_deref() == Some(code)).map(|entry| Self(entry.code))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.label_vi())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let code = String::deserialize(from)?;
                Self::from_code(&code).map_err(serde::de::Error::custom)
            }
        }
    };
}

code_list!(
    /// Ethnicity (dân tộc).
    Ethnicity,
    "ethnicity",
    "ethnicities.toml",
    ETHNICITIES
);
code_list!(
    /// Religion (tôn giáo).
    Religion,
    "religion",
    "religions.toml",
    RELIGIONS
);
code_list!(
    /// Marital status (tình trạng hôn nhân).
    MaritalStatus,
    "marital_status",
    "marital_statuses.toml",
    MARITAL_STATUSES
);
code_list!(
    /// Blood group (nhóm máu).
    BloodGroup,
    "blood_group",
    "blood_groups.toml",
    BLOOD_GROUPS
);
code_list!(
    /// Relation to the head of the household (quan hệ với chủ hộ).
    HouseholdRelation,
    "household_relation",
    "household_relations.toml",
    HOUSEHOLD_RELATIONS
);

impl Ethnicity {
    /// The majority; the commonest value in forms.
    pub const KINH: Self = Self("kinh");

    /// By its two digits in the list of 1979 (civil status, education, social insurance).
    pub fn from_list_a(number: &str) -> Option<Self> {
        ETHNICITIES.entries.iter().find(|entry| entry.list_a.as_deref() == Some(number)).map(|entry| Self(entry.code))
    }

    /// By its two digits in the list of 2008 (QCVN 109, census).
    pub fn from_list_b(number: &str) -> Option<Self> {
        ETHNICITIES.entries.iter().find(|entry| entry.list_b.as_deref() == Some(number)).map(|entry| Self(entry.code))
    }

    /// Its two digits in the list of 1979.
    pub fn list_a(self) -> Option<&'static str> {
        self.entry().list_a.as_deref()
    }

    /// Its two digits in the list of 2008.
    pub fn list_b(self) -> Option<&'static str> {
        self.entry().list_b.as_deref()
    }
}

impl Religion {
    /// Registers hold the word "Không".
    pub const NONE: Self = Self("none");
}

impl MaritalStatus {
    /// Chưa kết hôn.
    pub const SINGLE: Self = Self("single");
    /// Đang có vợ/chồng.
    pub const MARRIED: Self = Self("married");
    /// Đã ly hôn hoặc góa: the exchange standard does not tell the two apart.
    pub const DIVORCED_OR_WIDOWED: Self = Self("divorced_or_widowed");
    /// Chưa có thông tin.
    pub const UNKNOWN: Self = Self("unknown");
}

impl BloodGroup {
    /// Chưa có thông tin.
    pub const UNKNOWN: Self = Self("unknown");
}

impl HouseholdRelation {
    /// Chủ hộ.
    pub const HEAD: Self = Self("head");
    /// Vợ.
    pub const WIFE: Self = Self("wife");
    /// Chồng.
    pub const HUSBAND: Self = Self("husband");
    /// Con đẻ.
    pub const CHILD: Self = Self("child");
    /// Con nuôi.
    pub const ADOPTED_CHILD: Self = Self("adopted_child");
    /// Cha đẻ.
    pub const FATHER: Self = Self("father");
    /// Mẹ đẻ.
    pub const MOTHER: Self = Self("mother");
    /// Cháu ruột: grandchild, niece or nephew.
    pub const GRANDCHILD_OR_NIBLING: Self = Self("grandchild_or_nibling");
    /// Em ruột.
    pub const YOUNGER_SIBLING: Self = Self("younger_sibling");
    /// Not in the closed list but in older records.
    pub const OTHER_OLD_RECORD: Self = Self("other_old_record");
}

#[cfg(test)]
mod tests;
