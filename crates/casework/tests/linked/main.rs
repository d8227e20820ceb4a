//! The linked birth step by step, as a process that may die after any commit: each step is found again in the tables,
//! run twice it changes nothing, and made to fail it leaves nothing half-done.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics, and says where")]

mod process;
mod rows;
mod steps;
#[path = "../birth/world.rs"]
#[expect(dead_code, reason = "shared with the tests of the birth, which use all of it")]
mod world;
