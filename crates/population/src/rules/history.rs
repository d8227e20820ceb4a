//! Bitemporal histories: what was true from when, and what was known from when.
//!
//! Change, correction and undo are one mechanism, a [`Rewrite`]: some beliefs end, others are added, none is altered.
//! So every question "what held on that day, as known on this one" keeps the answer it had. Generic over the value,
//! so that names, homes, residences and relations share it. Knows nothing about what a value means.

use crate::codes;
use basis::{ActId, Code, Date, Kind, Refusal, Timestamp};
use uuid::Uuid;

/// A stretch of days, `[from, to)`. `None` is unbounded: unknown at the start, still open at the end.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Span {
    /// The first day.
    pub from: Option<Date>,
    /// The first day after it.
    pub to: Option<Date>,
}

impl Span {
    /// All days.
    pub const ALWAYS: Self = Self { from: None, to: None };

    /// From a day on.
    #[must_use]
    pub const fn since(from: Date) -> Self {
        Self { from: Some(from), to: None }
    }
    /// Whether the day is in it.
    #[must_use]
    pub fn has(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day < to)
    }
    /// Whether it holds no day.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!((self.from, self.to), (Some(from), Some(to)) if from >= to)
    }
    /// Whether it still goes on.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.to.is_none()
    }
    /// The days of both, unless there are none.
    #[must_use]
    pub fn meet(&self, other: Self) -> Option<Self> {
        let from = self.from.max(other.from); // None sorts first, which is what an unknown start means
        let to = match (self.to, other.to) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let both = Self { from, to };
        (!both.is_empty()).then_some(both)
    }
    /// The days before the other one begins.
    fn before(&self, other: Self) -> Option<Self> {
        self.meet(Self { from: None, to: Some(other.from?) })
    }
    /// The days after the other one has ended.
    fn after(&self, other: Self) -> Option<Self> {
        self.meet(Self { from: Some(other.to?), to: None })
    }
}

/// One belief: a value, when it was true, when it was believed, and the acts that began and ended the belief.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version<T> {
    /// The belief's own id.
    pub id: Uuid,
    /// When the value was true.
    pub span: Span,
    /// The value.
    pub value: T,
    /// Since when it has been believed.
    pub known_from: Timestamp,
    /// Until when it was believed; `None` while it is.
    pub known_to: Option<Timestamp>,
    /// The act that began it.
    pub act: ActId,
    /// The act that ended it.
    pub ended_by: Option<ActId>,
}

impl<T> Version<T> {
    /// Whether it is still believed.
    #[must_use]
    pub const fn is_believed(&self) -> bool {
        self.known_to.is_none()
    }
    /// Whether it was believed at an instant.
    #[must_use]
    pub fn was_known(&self, at: Timestamp) -> bool {
        self.known_from <= at && self.known_to.is_none_or(|to| at < to)
    }
}

/// What an act does to a history: beliefs that end, and beliefs that begin.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rewrite<T> {
    /// Beliefs that end.
    pub end: Vec<Uuid>,
    /// Beliefs that begin.
    pub add: Vec<(Span, T)>,
}

impl<T> Default for Rewrite<T> {
    fn default() -> Self {
        Self { end: Vec::new(), add: Vec::new() }
    }
}

impl<T> Rewrite<T> {
    /// The beginning of a history.
    #[must_use]
    pub fn begin(span: Span, value: T) -> Self {
        Self { end: Vec::new(), add: vec![(span, value)] }
    }
    /// Whether it does nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.end.is_empty() && self.add.is_empty()
    }
}

fn no(code: Code) -> Refusal {
    Refusal::new(Kind::Conflict, basis::Problem::new(code))
}

/// From a day on, another value holds. What held before stays true of its time.
///
/// # Errors
/// When the history already knows a later change: the register must then be corrected over a stretch of days instead.
pub fn change<T: Clone>(believed: &[Version<T>], from: Date, now: T) -> Result<Rewrite<T>, Refusal> {
    let mut rewrite = cut(believed, from, |value| value.clone())?;
    rewrite.add.push((Span::since(from), now));
    Ok(rewrite)
}

/// From a day on, nothing holds any more. `last` may note on the closed value why it ended.
///
/// # Errors
/// When nothing held on that day, or the history already knows a later change.
pub fn close<T: Clone>(believed: &[Version<T>], on: Date, last: impl Fn(&T) -> T) -> Result<Rewrite<T>, Refusal> {
    let rewrite = cut(believed, on, last)?;
    if rewrite.end.is_empty() { Err(no(codes::HISTORY_NOTHING_THERE)) } else { Ok(rewrite) }
}

fn cut<T: Clone>(believed: &[Version<T>], from: Date, last: impl Fn(&T) -> T) -> Result<Rewrite<T>, Refusal> {
    let mut rewrite = Rewrite::default();
    for version in believed.iter().filter(|version| version.is_believed()) {
        if version.span.from.is_some_and(|start| start > from) {
            return Err(no(codes::HISTORY_LATER_CHANGE));
        }
        if version.span.meet(Span::since(from)).is_none() {
            continue;
        }
        rewrite.end.push(version.id);
        if let Some(kept) = version.span.before(Span::since(from)) {
            rewrite.add.push((kept, last(&version.value)));
        }
    }
    Ok(rewrite)
}

/// Over a stretch of days, something else had been true all along. Days on which nothing held stay empty.
///
/// # Errors
/// When nothing held on any of those days, or the fix changes nothing.
pub fn correct<T: Clone + PartialEq>(
    believed: &[Version<T>],
    over: Span,
    fix: impl Fn(&T) -> T,
) -> Result<Rewrite<T>, Refusal> {
    let mut rewrite = Rewrite::default();
    let mut met = false;
    for version in believed.iter().filter(|version| version.is_believed()) {
        let Some(both) = version.span.meet(over) else { continue };
        met = true;
        let fixed = fix(&version.value);
        if fixed == version.value {
            continue;
        }
        rewrite.end.push(version.id);
        if let Some(before) = version.span.before(over) {
            rewrite.add.push((before, version.value.clone()));
        }
        rewrite.add.push((both, fixed));
        if let Some(after) = version.span.after(over) {
            rewrite.add.push((after, version.value.clone()));
        }
    }
    match (met, rewrite.is_empty()) {
        (false, _) => Err(no(codes::HISTORY_NOTHING_THERE)),
        (true, true) => Err(no(codes::HISTORY_NO_DIFFERENCE)),
        (true, false) => Ok(rewrite),
    }
}

/// Takes an act back: what it added ends, what it ended is believed again. The act itself stays in the history.
///
/// # Errors
/// When a later act built on it: that one must be undone first.
pub fn undo<T: Clone>(act: ActId, all: &[Version<T>]) -> Result<Rewrite<T>, Refusal> {
    let mut rewrite = Rewrite::default();
    for version in all {
        if version.act == act {
            match version.ended_by {
                None => rewrite.end.push(version.id),
                Some(_) => return Err(no(codes::HISTORY_BUILT_UPON)),
            }
        } else if version.ended_by == Some(act) {
            rewrite.add.push((version.span, version.value.clone()));
        }
    }
    Ok(rewrite)
}

/// What held on a day, as far as was known at an instant.
#[must_use]
pub fn as_of<T>(all: &[Version<T>], valid: Date, known: Timestamp) -> Option<&Version<T>> {
    all.iter().find(|version| version.was_known(known) && version.span.has(valid))
}

/// What is believed to hold now. The register knows no future values, so it is the open one.
#[must_use]
pub fn current<T>(all: &[Version<T>]) -> Option<&Version<T>> {
    all.iter().find(|version| version.is_believed() && version.span.is_open())
}

/// Whether no two believed versions share a day.
#[must_use]
pub fn is_consistent<T>(all: &[Version<T>]) -> bool {
    let believed: Vec<&Version<T>> = all.iter().filter(|version| version.is_believed()).collect();
    believed.iter().enumerate().all(|(at, one)| believed[at + 1..].iter().all(|two| one.span.meet(two.span).is_none()))
}

#[cfg(test)]
#[path = "history_tests.rs"]
mod tests;
