//! The engine from outside: properties, telling cases, other people's labelled sets.

mod common;
mod febrl;
mod properties;
mod verdicts;
