//! When a field is asked or a leg is run: a small closed language.
//!
//! ```text
//! child.parents = both          a field's answer, by its code; yes and no for a yes-or-no field; != for the opposite
//! filled(mother.name)           a field has an answer
//! known(mother.full_name)       a register knows the fact
//! same(mother.household, father.household)   both facts are known and equal
//! equal(requester.personal_id, residence.head_personal_id)   both fields have an answer, and the same
//! all(.., ..)  any(.., ..)  not(..)  always
//! ```
//! A field that is not asked and not known has no answer, so a condition on it is false.

use crate::fact::{Fact, Facts};
use serde::Serialize;
use std::str::FromStr;

/// Conditions in each other: nobody reads more, and reading them is bounded as their text is.
const NESTING_MAX: usize = 16;

/// When something is so.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// In every case.
    #[default]
    Always,
    /// A field has this answer.
    Is {
        /// The field's key.
        field: String,
        /// The answer's word.
        value: String,
    },
    /// A field has an answer.
    Filled(String),
    /// A register knows the fact.
    Known(Fact),
    /// Both facts are known and equal.
    Same(Fact, Fact),
    /// Both fields have an answer, and the same.
    Equal(String, String),
    /// Every one of them.
    All(Vec<Condition>),
    /// At least one of them.
    Any(Vec<Condition>),
    /// The opposite.
    Not(Box<Condition>),
}

/// Why a text is not a condition.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ConditionProblem {
    /// The text ended too early.
    #[error("the condition ends too early")]
    Ends,
    /// Something else was expected.
    #[error("expected {expected} before {before:?}")]
    Expected {
        /// What was expected.
        expected: &'static str,
        /// What stands there.
        before: String,
    },
    /// A fact nobody knows of.
    #[error("unknown fact {0:?}")]
    Fact(String),
    /// Conditions in conditions in conditions.
    #[error("conditions stand in each other more than {NESTING_MAX} deep")]
    TooDeep,
}

impl Condition {
    /// Whether it holds, given the words of the answers and what the registers know.
    #[must_use]
    pub fn holds(&self, word: &dyn Fn(&str) -> Option<String>, facts: &Facts) -> bool {
        match self {
            Self::Always => true,
            Self::Is { field, value } => word(field).is_some_and(|word| word == *value),
            Self::Filled(field) => word(field).is_some(),
            Self::Known(fact) => facts.get(*fact).is_some(),
            Self::Same(one, other) => match (facts.get(*one), facts.get(*other)) {
                (Some(one), Some(other)) => one.value == other.value,
                _ => false,
            },
            Self::Equal(one, other) => word(one).is_some_and(|one| word(other) == Some(one)),
            Self::All(parts) => parts.iter().all(|part| part.holds(word, facts)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(word, facts)),
            Self::Not(part) => !part.holds(word, facts),
        }
    }

    /// Every comparison in it: the field, and the word it is compared with.
    #[must_use]
    pub fn mentions(&self) -> Vec<(&str, Option<&str>)> {
        match self {
            Self::Always | Self::Known(_) | Self::Same(..) => Vec::new(),
            Self::Is { field, value } => vec![(field, Some(value))],
            Self::Filled(field) => vec![(field, None)],
            Self::Equal(one, other) => vec![(one, None), (other, None)],
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::mentions).collect(),
            Self::Not(part) => part.mentions(),
        }
    }

    /// Both at once.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Always, one) | (one, Self::Always) => one,
            (one, other) => Self::All(vec![one, other]),
        }
    }
}

impl FromStr for Condition {
    type Err = ConditionProblem;
    fn from_str(text: &str) -> Result<Self, ConditionProblem> {
        let mut rest = Rest(text, 0);
        let condition = rest.condition()?;
        if rest.skip().0.is_empty() { Ok(condition) } else { Err(rest.expected("the end")) }
    }
}

/// What is left to read, and in how many conditions it stands.
struct Rest<'a>(&'a str, usize);

impl<'a> Rest<'a> {
    fn skip(&mut self) -> &mut Self {
        self.0 = self.0.trim_start();
        self
    }
    fn expected(&self, expected: &'static str) -> ConditionProblem {
        if self.0.is_empty() {
            ConditionProblem::Ends
        } else {
            ConditionProblem::Expected { expected, before: self.0.chars().take(20).collect() }
        }
    }
    fn sign(&mut self, sign: &str) -> bool {
        match self.skip().0.strip_prefix(sign) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }
    fn demand(&mut self, sign: &'static str) -> Result<(), ConditionProblem> {
        if self.sign(sign) { Ok(()) } else { Err(self.expected(sign)) }
    }
    fn word(&mut self) -> Result<&'a str, ConditionProblem> {
        let text = self.skip().0;
        let end =
            text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))).unwrap_or(text.len());
        if end == 0 {
            return Err(self.expected("a word"));
        }
        self.0 = &text[end..];
        Ok(&text[..end])
    }
    fn fact(&mut self) -> Result<Fact, ConditionProblem> {
        let word = self.word()?;
        Fact::from_key(word).ok_or_else(|| ConditionProblem::Fact(word.to_owned()))
    }
    fn list(&mut self) -> Result<Vec<Condition>, ConditionProblem> {
        let mut parts = vec![self.condition()?];
        while self.sign(",") {
            parts.push(self.condition()?);
        }
        Ok(parts)
    }
    fn condition(&mut self) -> Result<Condition, ConditionProblem> {
        if self.1 == NESTING_MAX {
            return Err(ConditionProblem::TooDeep);
        }
        self.1 += 1;
        let condition = self.one()?;
        self.1 -= 1;
        Ok(condition)
    }
    fn one(&mut self) -> Result<Condition, ConditionProblem> {
        let word = self.word()?;
        if word == "always" {
            return Ok(Condition::Always);
        }
        if !self.sign("(") {
            let negated = self.sign("!=");
            if !negated {
                self.demand("=")?;
            }
            let is = Condition::Is { field: word.to_owned(), value: self.word()?.to_owned() };
            return Ok(if negated { Condition::Not(Box::new(is)) } else { is });
        }
        let condition = match word {
            "all" => Condition::All(self.list()?),
            "any" => Condition::Any(self.list()?),
            "not" => Condition::Not(Box::new(self.condition()?)),
            "filled" => Condition::Filled(self.word()?.to_owned()),
            "known" => Condition::Known(self.fact()?),
            "same" => {
                let one = self.fact()?;
                self.demand(",")?;
                Condition::Same(one, self.fact()?)
            }
            "equal" => {
                let one = self.word()?.to_owned();
                self.demand(",")?;
                Condition::Equal(one, self.word()?.to_owned())
            }
            _ => {
                return Err(ConditionProblem::Expected {
                    expected: "all, any, not, filled, known, same or equal",
                    before: word.to_owned(),
                });
            }
        };
        self.demand(")")?;
        Ok(condition)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fact::Source, value::Value};

    #[test]
    fn conditions_hold_or_not() {
        let mut facts = Facts::default();
        facts.tell(Fact::MotherHousehold, Value::Text("h1".into()), Source::Population);
        facts.tell(Fact::FatherHousehold, Value::Text("h1".into()), Source::Population);
        facts.tell(Fact::GuardianHousehold, Value::Text("h2".into()), Source::Population);
        let word = |field: &str| match field {
            "child.parents" => Some("both".to_owned()),
            "child.is_twin" => Some("no".to_owned()),
            _ => None,
        };
        let table = [
            ("always", true),
            ("child.parents = both", true),
            ("child.parents=both", true),
            ("child.parents != both", false),
            ("child.unknown = both", false),
            ("child.unknown != both", true),
            ("filled(child.parents)", true),
            ("filled(child.unknown)", false),
            ("known(mother.household)", true),
            ("known(mother.full_name)", false),
            ("same(mother.household, father.household)", true),
            ("same(mother.household, guardian.household)", false),
            ("same(mother.full_name, father.full_name)", false),
            ("equal(child.parents, child.parents)", true),
            ("equal(child.parents, child.is_twin)", false),
            ("equal(child.unknown, child.unlike)", false),
            ("all(child.parents = both, child.is_twin = yes)", false),
            ("any(child.parents = both, child.is_twin = yes)", true),
            ("not(any( child.is_twin = yes , filled(child.unknown)))", true),
        ];
        for (text, want) in table {
            let condition: Condition = text.parse().unwrap();
            assert_eq!(condition.holds(&word, &facts), want, "{text}");
        }
    }

    #[test]
    fn what_is_no_condition_says_why() {
        let table = [
            ("", "the condition ends too early"),
            ("child.parents", "the condition ends too early"),
            ("child.parents = ", "the condition ends too early"),
            ("child.parents both", "expected = before \"both\""),
            ("all(child.parents = both", "the condition ends too early"),
            ("child.parents = both or", "expected the end before \"or\""),
            ("known(mother.shoe)", "unknown fact \"mother.shoe\""),
            ("maybe(child.parents = both)", "expected all, any, not, filled, known, same or equal before \"maybe\""),
        ];
        let deep = |depth: usize| format!("{}always{}", "not(".repeat(depth), ")".repeat(depth));
        assert!(deep(NESTING_MAX - 1).parse::<Condition>().is_ok());
        for depth in [NESTING_MAX, 200_000] {
            assert_eq!(deep(depth).parse::<Condition>(), Err(ConditionProblem::TooDeep), "{depth}");
        }
        let wide = format!("all({}always)", "not(always), ".repeat(100));
        assert!(wide.parse::<Condition>().is_ok(), "beside each other is not in each other");
        for (text, why) in table {
            assert_eq!(text.parse::<Condition>().unwrap_err().to_string(), why, "{text}");
        }
    }
}
