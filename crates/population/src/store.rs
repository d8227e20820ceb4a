//! The tables of the register: the only file tree that speaks SQL here, and the only one that writes schema
//! `population`. Loads give domain values and note whom they saw; saves check how many rows they touched.
//!
//! `rows` turns rows into values, `read` loads, `write` saves, `fill` loads in bulk, `plans` explains.

pub(crate) mod fill;
pub(crate) mod plans;
mod read;
mod rows;
pub(crate) mod words;
mod write;

pub(crate) use read::*;
pub(crate) use write::*;
