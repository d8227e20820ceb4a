//! What the law and the one-stop rules decide, from plain values: no database, no clock, no log.

pub(crate) mod card;
pub(crate) mod code;
pub(crate) mod compare;
pub(crate) mod consent;
pub(crate) mod deadline;
pub(crate) mod departure;
pub(crate) mod door;
pub(crate) mod extension;
pub(crate) mod insurance;
pub(crate) mod joining;
pub(crate) mod lookup;
pub(crate) mod mask;
pub(crate) mod moving;
pub(crate) mod rollup;
pub(crate) mod supplement;
pub(crate) mod undo;
pub(crate) mod verdict;
