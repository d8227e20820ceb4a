//! Decisions about accounts, guessing and sessions: pure, from values and the time given.

pub(crate) mod account;
pub(crate) mod agency;
pub(crate) mod agent;
pub(crate) mod password;
pub(crate) mod session;
pub(crate) mod throttle;
pub(crate) mod username;
