//! Which columns are compared and which keys bring candidates together: data, with Vietnamese defaults.
//!
//! A [`Config`] is read from JSON. [`Layout`] is what the engine makes of it: where each field stands in a record. The
//! weights belong to the model, not here.

use serde::{Deserialize, Serialize};

/// What is compared, and by which keys candidates are found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The version of this format; 1.
    pub version: u32,
    /// The fields, in the order in which an explanation lists them.
    pub fields: Vec<Field>,
    /// The keys: a pair that agrees on one of them is compared.
    pub keys: Vec<Key>,
    /// A row whose best candidate is so many bits above an even chance, and contradicted by nothing, is asked no
    /// further stage.
    #[serde(default = "settled_bits")]
    pub settled_bits: f32,
}

fn settled_bits() -> f32 {
    14.0
}

/// One thing known about a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its name in keys, models and explanations.
    pub name: String,
    /// How it is read and compared.
    pub kind: Kind,
    /// The columns that hold it: one, or surname, middle and given name of a `name`.
    pub columns: Vec<String>,
}

/// How a field is read and compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A personal name with the family name (họ) first: surname, middle (chữ đệm), given (tên).
    Name {
        /// The `category` field whose value changes how frequent a name is, such as the sex for "Thị".
        #[serde(default)]
        sex: Option<String>,
    },
    /// A date, perhaps known in part.
    Date,
    /// Digits: personal number, old number, telephone.
    Number {
        /// How many digits; up to 18. A number short by its leading zeros gets them back.
        digits: u8,
        /// It belongs to one person only, so that another one speaks against a match that all else is for.
        #[serde(default)]
        identifies: bool,
    },
    /// A place by its code or name. A code of a Vietnamese commune, of before or after the merger of 2025, also tells
    /// which commune it is in today and which district it was in.
    Place,
    /// One of a few values, each with its spellings.
    Category {
        /// The spellings of each value.
        values: Vec<Vec<String>>,
    },
    /// Any other text, compared letter by letter.
    Text,
}

/// A key that brings candidates together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// What must be equal: a field, or a piece of one (`name.surname`, `name.middle`, `name.given`, `dob.day` which
    /// forgives swapped day and month, `dob.year`, `commune.today` for the commune of after the mergers, `x.start` for the first four letters or digits).
    pub parts: Vec<String>,
    /// Later stages are only asked for rows that earlier ones left in doubt.
    pub stage: u8,
    /// A key shared by more people than this finds nobody; how often that happened is reported.
    pub cap: u32,
}

/// What is wrong with a configuration or a model.
#[derive(Debug, thiserror::Error)]
pub enum ConfigProblem {
    /// Not the JSON expected.
    #[error("reading the configuration")]
    Json(#[from] serde_json::Error),
    /// A version this program does not know.
    #[error("version {0} of the configuration is not known")]
    Version(u32),
    /// A key or field names what is not there.
    #[error("{0:?} names no field or piece")]
    Unknown(String),
    /// Too many or too few of something.
    #[error("{0}")]
    Limits(&'static str),
}

impl Config {
    /// The columns and keys for a Vietnamese register.
    #[must_use]
    pub fn vietnam() -> Self {
        Self::from_json(include_str!("../data/vietnam.json"))
            .expect("a test reads the file that is part of the program")
    }

    /// Reads and checks a configuration.
    pub fn from_json(json: &str) -> Result<Self, ConfigProblem> {
        let config: Self = serde_json::from_str(json)?;
        Layout::of(&config)?;
        Ok(config)
    }

    /// The columns in the order in which cells are given.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().flat_map(|field| field.columns.iter().map(String::as_str))
    }
}

pub(crate) const FIELDS_MAX: usize = 16;
pub(crate) const KEYS_MAX: usize = 32;
const CAP_MAX: u32 = 10_000;

/// A piece of a field that a key is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece {
    Whole,
    Surname,
    Middle,
    Given,
    Day,
    Year,
    Today,
    Start,
}

/// A field as the engine sees it.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    pub(crate) kind: Kind,
    /// The first of its words in a record.
    pub(crate) at: usize,
    /// The first of its cells.
    pub(crate) cell: usize,
    pub(crate) cells: usize,
    /// For a name: the word of the category that conditions its frequency.
    pub(crate) sex_at: Option<usize>,
}

/// A key as the engine sees it.
#[derive(Debug, Clone)]
pub(crate) struct KeyPlan {
    pub(crate) parts: Vec<(usize, Piece)>,
    pub(crate) stage: u8,
    pub(crate) cap: u32,
}

/// Where everything stands in a record of 32-bit words.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    pub(crate) fields: Vec<Slot>,
    pub(crate) keys: Vec<KeyPlan>,
    pub(crate) words: usize,
    pub(crate) cells: usize,
    pub(crate) stages: u8,
}

impl Layout {
    pub(crate) fn of(config: &Config) -> Result<Self, ConfigProblem> {
        if config.version != 1 {
            return Err(ConfigProblem::Version(config.version));
        }
        if config.fields.is_empty() || config.fields.len() > FIELDS_MAX {
            return Err(ConfigProblem::Limits("a configuration has 1 to 16 fields"));
        }
        if config.keys.is_empty() || config.keys.len() > KEYS_MAX {
            return Err(ConfigProblem::Limits("a configuration has 1 to 32 keys"));
        }
        let (mut at, mut cell) = (0, 0);
        let mut fields = Vec::new();
        for field in &config.fields {
            let (words, cells_allowed) = match &field.kind {
                Kind::Name { .. } => (3, field.columns.len() == 1 || field.columns.len() == 3),
                Kind::Number { digits, .. } if !(1..=18).contains(digits) => {
                    return Err(ConfigProblem::Limits("a number has 1 to 18 digits"));
                }
                Kind::Number { digits, .. } => (if *digits > 9 { 2 } else { 1 }, field.columns.len() == 1),
                Kind::Category { values } if values.len() > 250 => {
                    return Err(ConfigProblem::Limits("a category has up to 250 values"));
                }
                Kind::Place => (2, field.columns.len() == 1),
                Kind::Date | Kind::Category { .. } | Kind::Text => (1, field.columns.len() == 1),
            };
            if !cells_allowed {
                return Err(ConfigProblem::Limits("a field has one column, a name one or three"));
            }
            fields.push(Slot { kind: field.kind.clone(), at, cell, cells: field.columns.len(), sex_at: None });
            at += words;
            cell += field.columns.len();
        }
        for index in 0..fields.len() {
            if let Kind::Name { sex: Some(sex) } = &fields[index].kind {
                let named = config.fields.iter().position(|field| field.name == *sex);
                let named = named.filter(|&at| matches!(fields[at].kind, Kind::Category { .. }));
                let named = named.ok_or_else(|| ConfigProblem::Unknown(sex.clone()))?;
                fields[index].sex_at = Some(fields[named].at);
            }
        }
        let mut keys = Vec::new();
        for key in &config.keys {
            if key.parts.is_empty() || key.cap == 0 || key.cap > CAP_MAX || key.stage > 7 {
                return Err(ConfigProblem::Limits("a key has parts, a cap up to 10,000 and a stage up to 7"));
            }
            let parts = key.parts.iter().map(|part| Self::part(config, part)).collect::<Result<_, _>>()?;
            keys.push(KeyPlan { parts, stage: key.stage, cap: key.cap });
        }
        let stages = keys.iter().map(|key| key.stage + 1).max().unwrap_or(1);
        Ok(Self { fields, keys, words: at, cells: cell, stages })
    }

    fn part(config: &Config, written: &str) -> Result<(usize, Piece), ConfigProblem> {
        let unknown = || ConfigProblem::Unknown(written.to_owned());
        let (field, piece) = written.split_once('.').unwrap_or((written, ""));
        let index = config.fields.iter().position(|one| one.name == field).ok_or_else(unknown)?;
        let piece = match (&config.fields[index].kind, piece) {
            (_, "") => Piece::Whole,
            (Kind::Name { .. }, "surname") => Piece::Surname,
            (Kind::Name { .. }, "middle") => Piece::Middle,
            (Kind::Name { .. }, "given") => Piece::Given,
            (Kind::Date, "day") => Piece::Day,
            (Kind::Date, "year") => Piece::Year,
            (Kind::Place, "today") => Piece::Today,
            (Kind::Text | Kind::Number { .. }, "start") => Piece::Start,
            _ => return Err(unknown()),
        };
        Ok((index, piece))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vietnamese_record_is_small() {
        let config = Config::vietnam();
        let layout = Layout::of(&config).unwrap();
        assert!(layout.words * 4 <= 40, "{} bytes", layout.words * 4);
        assert_eq!(config.columns().collect::<Vec<_>>(), ["full_name", "dob", "pid", "old_id", "commune", "gender"]);
        assert_eq!(layout.fields[0].sex_at, Some(layout.fields[5].at));
        let again: Config = serde_json::from_str(&serde_json::to_string(&config).unwrap()).unwrap();
        assert_eq!(again, config);
    }

    #[test]
    fn what_names_nothing_is_refused() {
        let mut config = Config::vietnam();
        config.keys[0].parts = vec!["dob.given".to_owned()];
        assert!(matches!(Layout::of(&config), Err(ConfigProblem::Unknown(_))));
        config.keys.clear();
        assert!(matches!(Layout::of(&config), Err(ConfigProblem::Limits(_))));
        assert!(Config::from_json("{}").is_err());
    }
}
