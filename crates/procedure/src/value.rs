//! Typed answers: one kind of value for each kind of field, and the raw text of what was refused.
//!
//! [`Answers`] is what a draft keeps and what a dossier is submitted with; it is stored as JSON. Debug forms hide values.

use basis::Date;
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};
use vietnam::{Address, BirthDate, FullName, PersonalId, UnitKey};

/// Characters kept of one refused text, so that nothing typed is lost and nobody fills the disk.
const RAW_CHARS_MAX: usize = 12_000;

/// A kind of field or fact, without its details.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKindName {
    /// A person's name.
    Name,
    /// A personal number.
    PersonalId,
    /// A date of birth, perhaps only a year.
    BirthDate,
    /// A full date.
    Date,
    /// One of a list.
    Choice,
    /// An administrative unit.
    Unit,
    /// An address.
    Address,
    /// Text.
    Text,
    /// Yes or no.
    YesNo,
    /// Papers.
    File,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
}

impl FieldKindName {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::Name,
        Self::PersonalId,
        Self::BirthDate,
        Self::Date,
        Self::Choice,
        Self::Unit,
        Self::Address,
        Self::Text,
        Self::YesNo,
        Self::File,
        Self::Phone,
        Self::Email,
    ];

    /// The word of definition files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::PersonalId => "personal_id",
            Self::BirthDate => "birth_date",
            Self::Date => "date",
            Self::Choice => "choice",
            Self::Unit => "unit",
            Self::Address => "address",
            Self::Text => "text",
            Self::YesNo => "yes_no",
            Self::File => "file",
            Self::Phone => "phone",
            Self::Email => "email",
        }
    }
}

/// A paper that was uploaded for a field.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    /// Its id in the store of files.
    pub id: String,
    /// The name it had on the filer's device.
    pub name: String,
    /// Its media type, found by its content.
    pub media: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
}

/// An answer, one variant for each kind of field.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Value {
    /// A person's name.
    Name(FullName),
    /// A personal number.
    PersonalId(PersonalId),
    /// A date of birth, perhaps only a year.
    BirthDate(BirthDate),
    /// A full date.
    Date(Date),
    /// The code of an option.
    Choice(String),
    /// An administrative unit.
    Unit(UnitKey),
    /// An address.
    Address(Address),
    /// Text.
    Text(String),
    /// Yes or no.
    YesNo(bool),
    /// Papers.
    File(Vec<FileRef>),
    /// A telephone number, digits only but for a leading plus.
    Phone(String),
    /// An e-mail address.
    Email(String),
}

impl Value {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> FieldKindName {
        match self {
            Self::Name(_) => FieldKindName::Name,
            Self::PersonalId(_) => FieldKindName::PersonalId,
            Self::BirthDate(_) => FieldKindName::BirthDate,
            Self::Date(_) => FieldKindName::Date,
            Self::Choice(_) => FieldKindName::Choice,
            Self::Unit(_) => FieldKindName::Unit,
            Self::Address(_) => FieldKindName::Address,
            Self::Text(_) => FieldKindName::Text,
            Self::YesNo(_) => FieldKindName::YesNo,
            Self::File(_) => FieldKindName::File,
            Self::Phone(_) => FieldKindName::Phone,
            Self::Email(_) => FieldKindName::Email,
        }
    }

    /// The word that conditions compare: an option's code, yes or no, a unit's code, otherwise the plain text.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::Choice(text) | Self::Text(text) | Self::Phone(text) | Self::Email(text) => text.clone(),
            Self::YesNo(yes) => (if *yes { "yes" } else { "no" }).to_owned(),
            Self::Unit(unit) => unit.code.clone(),
            Self::Name(name) => name.as_str().to_owned(),
            Self::PersonalId(number) => number.as_str().to_owned(),
            Self::BirthDate(birth) => birth.to_iso(),
            Self::Date(date) => date.to_string(),
            Self::Address(address) => address.display(),
            Self::File(files) => files.len().to_string(),
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(hidden)", self.kind().word())
    }
}

impl fmt::Debug for FileRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileRef({})", self.id)
    }
}

/// What was answered so far.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    #[serde(default)]
    fields: BTreeMap<String, Value>,
    /// The parts of a refused answer as they were typed, by field and part.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    raw: BTreeMap<String, BTreeMap<String, String>>,
    /// What the filer says is meant: `code@field`.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    confirmed: BTreeSet<String>,
    /// Pages that were gone through without a problem.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    visited: BTreeSet<String>,
}

/// Reads one kind of value out of answers.
macro_rules! getters {
    ($($(#[$doc:meta])* $name:ident -> $out:ty, $pattern:pat => $value:expr;)*) => {
        $($(#[$doc])*
        #[must_use]
        pub fn $name(&self, key: &str) -> Option<$out> {
            match self.fields.get(key)? {
                $pattern => Some($value),
                _ => None,
            }
        })*
    };
}

impl Answers {
    /// The answer of a field.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.fields.get(key)
    }
    /// Every answer, by the field's key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.fields.iter().map(|(key, value)| (key.as_str(), value))
    }
    /// Whether nothing was answered yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.raw.is_empty()
    }
    /// Sets an answer, and forgets what was refused before it.
    pub fn set(&mut self, key: impl Into<String>, value: Value) {
        let key = key.into();
        self.raw.remove(&key);
        self.fields.insert(key, value);
    }
    /// Takes an answer away.
    pub fn clear(&mut self, key: &str) {
        self.fields.remove(key);
        self.raw.remove(key);
    }
    /// Adds an uploaded paper to a field; the same content twice counts once.
    pub fn add_file(&mut self, key: &str, file: FileRef) {
        self.raw.remove(key);
        let value = self.fields.entry(key.to_owned()).or_insert_with(|| Value::File(Vec::new()));
        if !matches!(value, Value::File(_)) {
            *value = Value::File(Vec::new());
        }
        if let Value::File(files) = value
            && !files.iter().any(|there| there.sha256 == file.sha256)
        {
            files.push(file);
        }
    }
    /// Takes an uploaded paper away again, by its id.
    pub fn remove_file(&mut self, key: &str, id: &str) {
        if let Some(Value::File(files)) = self.fields.get_mut(key) {
            files.retain(|file| file.id != id);
            if files.is_empty() {
                self.fields.remove(key);
            }
        }
    }
    /// The papers of every field.
    pub fn files(&self) -> impl Iterator<Item = (&str, &FileRef)> {
        self.fields.iter().flat_map(|(key, value)| {
            let files: &[FileRef] = if let Value::File(files) = value { files } else { &[] };
            files.iter().map(move |file| (key.as_str(), file))
        })
    }

    getters! {
        /// A name.
        name -> &FullName, Value::Name(name) => name;
        /// A personal number.
        personal_id -> PersonalId, Value::PersonalId(number) => *number;
        /// A date of birth as well as it is known.
        birth_date -> BirthDate, Value::BirthDate(birth) => *birth;
        /// A full date.
        date -> Date, Value::Date(date) => *date;
        /// The code of a choice.
        choice -> &str, Value::Choice(code) => code;
        /// A unit.
        unit -> &UnitKey, Value::Unit(unit) => unit;
        /// An address.
        address -> &Address, Value::Address(address) => address;
        /// Text, a telephone number or an e-mail address.
        text -> &str, Value::Text(text) | Value::Phone(text) | Value::Email(text) => text;
        /// Yes or no.
        yes_no -> bool, Value::YesNo(yes) => *yes;
    }

    /// What was typed into one part of a field whose answer was refused; the part of a plain field is `""`.
    #[must_use]
    pub fn raw(&self, key: &str, part: &str) -> Option<&str> {
        self.raw.get(key)?.get(part).map(String::as_str)
    }
    /// Whether the last answer of a field was refused.
    #[must_use]
    pub fn is_refused(&self, key: &str) -> bool {
        self.raw.contains_key(key)
    }
    /// Keeps what was typed, in place of an answer.
    pub(crate) fn refuse<'a>(&mut self, key: &str, parts: impl IntoIterator<Item = (&'a str, &'a str)>) {
        self.fields.remove(key);
        let parts = parts
            .into_iter()
            .map(|(part, text)| (part.to_owned(), text.chars().take(RAW_CHARS_MAX).collect()))
            .collect();
        self.raw.insert(key.to_owned(), parts);
    }

    /// Whether the filer said that something unusual is meant.
    #[must_use]
    pub fn is_confirmed(&self, confirm: &str) -> bool {
        self.confirmed.contains(confirm)
    }
    /// Everything the filer said is meant, as `code@field`.
    pub fn confirmed(&self) -> impl Iterator<Item = &str> {
        self.confirmed.iter().map(String::as_str)
    }
    /// Notes what the filer says is meant.
    pub fn confirm(&mut self, confirm: impl Into<String>) {
        self.confirmed.insert(confirm.into());
    }
    /// Takes back what was confirmed of one field: its answer is another now.
    pub fn unconfirm_at(&mut self, key: &str) {
        self.confirmed.retain(|confirm| confirm.split_once('@').is_none_or(|(_, field)| field != key));
    }

    /// Whether a page was gone through without a problem.
    #[must_use]
    pub fn has_visited(&self, page: &str) -> bool {
        self.visited.contains(page)
    }
    pub(crate) fn visit(&mut self, page: &str, done: bool) {
        if done {
            self.visited.insert(page.to_owned());
        } else {
            self.visited.remove(page);
        }
    }
}

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.fields.keys()).finish()
    }
}

impl FromIterator<(String, Value)> for Answers {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(values: I) -> Self {
        Self { fields: values.into_iter().collect(), ..Self::default() }
    }
}

/// What a page posted: names and texts, in order, a name perhaps several times.
#[derive(Clone, Default)]
pub struct Posted(Vec<(String, String)>);

impl Posted {
    /// From the pairs of a form body.
    #[must_use]
    pub fn new(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }
    /// The first text under a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, text)| text.as_str())
    }
    /// Whether the page is only to be shown again: a paper is sent or taken away (`_upload`, `k-remove`), or the
    /// communes of another province are wanted (`_reload`). Save what came of parsing, and show it without findings.
    #[must_use]
    pub fn asks_to_stay(&self) -> bool {
        self.0.iter().any(|(key, _)| key.ends_with("-remove") || key == "_reload" || key == "_upload")
    }
    /// Every text under a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, text)| text.as_str())
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Posted {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(key, text)| (key.into(), text.into())).collect())
    }
}

impl fmt::Debug for Posted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.iter().map(|(key, _)| key)).finish()
    }
}
