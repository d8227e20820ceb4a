//! What the answers say of one person, whether the register knows them or not.

use procedure::Answers;
use vietnam::{Address, BirthDate, Ethnicity, FullName, PersonalId};

/// One person as the form names them; empty where it was not asked.
#[derive(Clone, PartialEq, Default)]
pub(crate) struct Said {
    pub(crate) name: Option<FullName>,
    pub(crate) number: Option<PersonalId>,
    pub(crate) birth: Option<BirthDate>,
    pub(crate) ethnicity: Option<Ethnicity>,
    pub(crate) residence: Option<Address>,
}

impl Said {
    /// Reads by the first part of the form's keys: `mother`, `requester`.
    pub(crate) fn read(answers: &Answers, who: &str) -> Self {
        let key = |part: &str| format!("{who}.{part}");
        Self {
            name: answers.name(&key("name")).cloned(),
            number: answers.personal_id(&key("personal_id")),
            birth: answers.birth_date(&key("birth")).or_else(|| answers.date(&key("birth")).map(BirthDate::Day)),
            ethnicity: answers.choice(&key("ethnicity")).and_then(|code| Ethnicity::from_code(code).ok()),
            residence: answers.address(&key("residence")).cloned(),
        }
    }
}

impl std::fmt::Debug for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Said(hidden)")
    }
}
