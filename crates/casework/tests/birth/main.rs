//! The linked birth from draft to vault, on a real database: the usual way, and every way it goes wrong.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics, and says where")]

mod alone;
mod card;
mod citizens;
mod departures;
mod desk;
mod families;
mod fees;
mod findings;
mod holding;
mod insurance;
mod later;
mod moving;
mod numbers;
mod once;
mod path;
mod said;
mod world;
