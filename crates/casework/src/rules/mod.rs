//! What the law and the one-stop rules decide, from plain values: no database, no clock, no log.

pub(crate) mod code;
pub(crate) mod deadline;
pub(crate) mod door;
pub(crate) mod mask;
pub(crate) mod rollup;
pub(crate) mod verdict;
