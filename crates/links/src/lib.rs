//! Everything that leaves the house: one trait for each outside system, with its real adapter and its simulator.
//!
//! Only this crate opens an outgoing connection. It decides nothing about a dossier: it carries a question out and the
//! answer back, or says why none came. Never call it inside a transaction: mark the hand-over as asked, commit, ask,
//! and record the answer in a second transaction. Every question carries the id of its hand-over (`HandoverId`), so a
//! question asked twice is one question.
//!
//! Names and numbers pass through here, so the types that hold them print nothing of them: their `Debug` shows our ids
//! only, and `LinkProblem` never quotes what was sent or received.

mod assignment;
mod health;
mod http;
mod insurance;
mod manner;
mod notices;
mod numbers;
mod problem;
mod secret;
mod simulator;
mod simulators;
mod wire;

use std::{future::Future, pin::Pin};

pub use assignment::{Assignment, Delivery, Recorded, Refused};
pub use health::{
    BirthNotice, HealthRegistry, NotANoticeCode, NoticeCode, NoticeStatus, NoticedParent, SimulatedHealth,
};
pub use http::{ANSWER_BYTES_MAX, ANSWER_WITHIN, CONNECT_WITHIN, Endpoint, HttpLink};
pub use insurance::{
    CardNumber, InsuranceAnswer, InsuranceNumbers, InsuranceRegister, InsuranceRequest, LegacyInsuranceNumber,
    SimulatedInsurance,
};
pub use manner::{Mood, Temperament};
pub use notices::{Channel, HttpNotices, Notice, NoticeAnswer, NoticeGateway, SimulatedNotices};
pub use numbers::{
    NationalRegister, NumberAnswer, NumberRequest, Parent, SIMULATED_SERIAL_MIN, SimulatedNationalRegister,
};
pub use problem::LinkProblem;
pub use secret::Secret;
pub use simulators::{Neighbour, Simulators};
pub use wire::{LgspNationalRegister, LgspNumbering};

/// What an outside call gives: a boxed future, so that a link can be chosen at run time.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, LinkProblem>> + Send + 'a>>;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_common;
