//! The population register (cơ sở dữ liệu về dân cư và cư trú): persons, numbers, households, residence, relations.
//!
//! Bitemporal: what was true on a day, as far as was known at an instant, stays answerable for ever. Ask through
//! `service`; what is asked is in `command`, what is answered in `person`. It knows no procedure, no dossier and no
//! page, holds no criminal record and no biometrics, and calls no other capability: others follow its `feed`.

pub mod bulk;
pub mod codes;
pub mod command;
pub mod feed;
pub mod lane;
pub mod may;
pub mod person;
pub mod relation;
pub mod rules;
mod service;
mod store;

pub use command::*;
pub use lane::Lookups;
pub use person::*;
pub use relation::RelationKind;
pub use service::*;
pub use store::plans::plans;
