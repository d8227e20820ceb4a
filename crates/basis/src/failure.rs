//! Two kinds of failure and no third. A `Refusal` is the rules saying no: a code, a ground, words
//! for people. A `Fault` is something broken: a cause chain and a request number.

use std::{borrow::Cow, error::Error, fmt};

/// What a service or a surface gives instead of an answer.
#[derive(Debug)]
pub enum Failure {
    /// The rules say no.
    Refusal(Box<Refusal>),
    /// Something is broken.
    Fault(Box<Fault>),
}

/// The rules say no, with at least one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// How it is answered over HTTP and shown on a page.
    pub kind: Kind,
    /// The reasons; never empty.
    pub problems: Vec<Problem>,
}

/// The families of refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The input cannot be taken as it is (422).
    Invalid,
    /// The input is unusual: the asker must say that it is meant (422).
    Confirm,
    /// Known to exist but not to be done or seen by this actor (403).
    Forbidden,
    /// Not there, or not to be known of by this actor (404).
    NotFound,
    /// The state has moved on, or already holds what was asked (409).
    Conflict,
    /// Too many attempts (429).
    TooMany,
}

/// A stable code of a reason, such as `personal-id-length`; messages hang on it in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(pub &'static str);

/// The place of a value in a form, such as `mother.personal_id`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldPath(pub Cow<'static, str>);

/// A field by its path.
#[must_use]
pub fn field(path: impl Into<Cow<'static, str>>) -> FieldPath {
    FieldPath(path.into())
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Values that a message names, such as the number of digits that were given.
pub type Args = Vec<(&'static str, String)>;

/// An article of law or another source, as the glossary writes it: `Luật Cư trú 68/2020 Đ22.3`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Citation(pub Cow<'static, str>);

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The stable code.
    pub code: Code,
    /// The field it belongs to, if one.
    pub field: Option<FieldPath>,
    /// Values the message names.
    pub args: Args,
    /// The legal ground, where the law is the reason.
    pub ground: Option<Citation>,
}

impl Problem {
    /// A reason without a field.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self { code, field: None, args: Vec::new(), ground: None }
    }
    /// Puts the reason beside a field.
    #[must_use]
    pub fn at(mut self, path: impl Into<Cow<'static, str>>) -> Self {
        self.field = Some(field(path));
        self
    }
    /// Adds a value that the message names.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }
    /// Cites the law.
    #[must_use]
    pub fn by(mut self, citation: impl Into<Cow<'static, str>>) -> Self {
        self.ground = Some(Citation(citation.into()));
        self
    }
}

impl Refusal {
    /// A refusal for one reason.
    #[must_use]
    pub fn new(kind: Kind, problem: Problem) -> Self {
        Self { kind, problems: vec![problem] }
    }
    /// Refuses when there is any reason to.
    ///
    /// # Errors
    /// The refusal, when `problems` is not empty.
    pub fn unless_empty(kind: Kind, problems: Vec<Problem>) -> Result<(), Self> {
        if problems.is_empty() { Ok(()) } else { Err(Self { kind, problems }) }
    }
    /// Whether one of the reasons has this code.
    #[must_use]
    pub fn has(&self, code: Code) -> bool {
        self.problems.iter().any(|problem| problem.code == code)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        debug_assert!(!refusal.problems.is_empty(), "a refusal always has a reason");
        Self::Refusal(Box::new(refusal))
    }
}

impl Failure {
    /// A refusal for one reason that belongs to no field.
    #[must_use]
    pub fn refused(kind: Kind, code: Code) -> Self {
        Refusal::new(kind, Problem::new(code)).into()
    }
    /// The refusal, if it is one.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refusal(refusal) => Some(refusal),
            Self::Fault(_) => None,
        }
    }
}

/// Something is broken: what was tried, and why it failed.
#[derive(Debug)]
pub struct Fault {
    what: Cow<'static, str>,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl Fault {
    /// A fault with nothing beneath it. `what` is lower case, without a full stop and without personal data.
    #[must_use]
    pub fn new(what: impl Into<Cow<'static, str>>) -> Self {
        Self { what: what.into(), source: None }
    }
    /// A fault caused by another error.
    #[must_use]
    pub fn because(what: impl Into<Cow<'static, str>>, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { what: what.into(), source: Some(source.into()) }
    }
    /// The whole cause chain on one line, for the log.
    #[must_use]
    pub fn chain(&self) -> String {
        let mut text = self.what.to_string();
        let mut cause: Option<&(dyn Error + 'static)> =
            self.source.as_ref().map(|source| &**source as &(dyn Error + 'static));
        while let Some(error) = cause {
            text.push_str(": ");
            text.push_str(&error.to_string());
            cause = error.source();
        }
        text
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl Error for Fault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|source| &**source as &(dyn Error + 'static))
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Fault(Box::new(fault))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refusal(refusal) => {
                write!(f, "refused ({:?}):", refusal.kind)?;
                for problem in &refusal.problems {
                    write!(f, " {}", problem.code.0)?;
                }
                Ok(())
            }
            Self::Fault(fault) => f.write_str(&fault.chain()),
        }
    }
}

impl Error for Failure {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_tells_its_whole_chain_on_one_line() {
        let inner = std::io::Error::other("disk is full");
        let fault = Fault::because("writing file f_1", Fault::because("saving dossier", inner));
        assert_eq!(fault.chain(), "writing file f_1: saving dossier: disk is full");
    }

    #[test]
    fn refusing_for_no_reason_is_no_refusal() {
        assert_eq!(Refusal::unless_empty(Kind::Invalid, vec![]), Ok(()));
        let refused = Refusal::unless_empty(Kind::Invalid, vec![Problem::new(Code("x")).at("mother.name")]);
        assert!(refused.unwrap_err().has(Code("x")));
    }
}
