//! Cleansing (đối sánh, làm sạch): a sector's file compared with the register, and what the sector is told about each
//! row.
//!
//! [`rules`] decide: one code of fourteen, the other codes that hold, and why, in one Vietnamese sentence. [`file`](mod@file) runs
//! a whole file against a register that is a file too, and writes the result; it needs no database. Comparing is
//! `matching`'s work, reading and writing tables is `sheet`'s.

pub mod file;
pub mod rules;
