//! From a refusal to the messages of a small form: one a field, the others above.

use basis::Refusal;
use web::{ErrorLink, Words};

/// The message beside a field; empty when there is none.
pub(crate) fn at(refusal: Option<&Refusal>, words: &Words, field: &str) -> String {
    refusal
        .and_then(|refusal| {
            refusal.problems.iter().find(|problem| problem.field.as_ref().is_some_and(|path| path.0 == field))
        })
        .map(|problem| words.problem(problem))
        .unwrap_or_default()
}

/// The summary above the form. A reason that belongs to no field leads to `otherwise`.
pub(crate) fn summary(refusal: Option<&Refusal>, words: &Words, otherwise: &str) -> Vec<ErrorLink> {
    refusal.map_or_else(Vec::new, |refusal| {
        refusal
            .problems
            .iter()
            .map(|problem| ErrorLink {
                target: Some(problem.field.as_ref().map_or_else(|| otherwise.to_owned(), ToString::to_string)),
                text: words.problem(problem),
            })
            .collect()
    })
}
