//! The engine from outside: properties, telling cases, other people's labelled sets.

#[cfg(test)]
mod common;
#[cfg(test)]
mod febrl;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod verdicts;
