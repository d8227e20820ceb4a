//! What a neighbour that assigns something (a personal number, an insurance number) can answer, now or later.

use basis::{HandoverId, Timestamp};
use std::fmt;

/// An answer to a question for a number.
#[derive(Clone, PartialEq, Eq)]
pub enum Assignment<T> {
    /// What was asked for.
    Assigned(T),
    /// The answer comes later; by then, if the other side says when.
    Later(Option<Timestamp>),
    /// Nothing is assigned until something is put right.
    Refused(Refused),
}

/// Why the other side refuses, by its own code; what the code means is configuration, agreed with that side.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// The other side's code.
    pub code: String,
}

impl Refused {
    pub(crate) fn by(code: &str) -> Self {
        Self { code: code.to_owned() }
    }
}

/// An answer that came by itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Delivery<T> {
    /// The hand-over it answers.
    pub handover: HandoverId,
    /// The answer.
    pub answer: Assignment<T>,
}

/// What the other side has in its books about a hand-over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recorded<T> {
    /// The hand-over.
    pub handover: HandoverId,
    /// When it was heard.
    pub heard_at: Timestamp,
    /// The answer as it stands.
    pub answer: Assignment<T>,
}

impl<T> Assignment<T> {
    /// What was assigned, if it was.
    pub fn assigned(&self) -> Option<&T> {
        match self {
            Self::Assigned(value) => Some(value),
            Self::Later(_) | Self::Refused(_) => None,
        }
    }
}

impl<T> fmt::Debug for Assignment<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Assigned(_) => f.write_str("Assigned(…)"),
            Self::Later(by) => f.debug_tuple("Later").field(by).finish(),
            Self::Refused(why) => f.debug_tuple("Refused").field(why).finish(),
        }
    }
}
