//! Decisions of the register, pure: values and today's date in, a change or a refusal out.
//!
//! No database and no clock here. `history` is the one mechanism behind change, correction and undo; the other files
//! each hold the law of one kind of act.

pub mod birth;
pub mod correction;
pub mod death;
pub mod history;
pub mod household;
pub mod import;
pub mod import_homes;
pub mod kinship;
pub mod residence;

use basis::{Code, Kind, Problem, Refusal};

/// Answers with what is wrong first, and asks for confirmation only when nothing is: a form is never sent back twice.
pub(crate) fn settle(invalid: Vec<Problem>, confirm: Vec<Problem>, confirmed: &[Code]) -> Result<(), Refusal> {
    Refusal::unless_empty(Kind::Invalid, invalid)?;
    let open = confirm.into_iter().filter(|problem| !confirmed.contains(&problem.code)).collect();
    Refusal::unless_empty(Kind::Confirm, open)
}
