//! A made-up province on the real communes of Nghệ An: the only source of people for tests, demos and benches.
//!
//! Seeded and deterministic: the same seed gives the same province on every machine. [`Province`] streams households,
//! [`a_citizen`] builds one person, [`demo_family`] the family of the demonstration. Nobody here exists; numbers are
//! structurally right and may by chance be somebody's. Pure: it knows no database; turning households into rows of the
//! register is for whoever wires both.

mod chance;
mod citizen;
mod demo;
mod family;
pub mod linkage;
mod names;
mod numbers;
mod people;
mod places;
mod province;

pub use citizen::{CitizenBuilder, a_citizen};
pub use demo::{DemoFamily, demo_family};
pub use people::{Card, CardKind, End, Kin, KinRef, PersonIndex, SyntheticHousehold, SyntheticPerson, TemporaryHome};
pub use province::{PROVINCE_CODE, Province, REFERENCE_DAY};
