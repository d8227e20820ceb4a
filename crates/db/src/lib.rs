//! The only way to PostgreSQL: pool, transaction, permission, access record, jobs and migrations.
//!
//! Surfaces and job runners call [`Ctx::begin`] and [`Tx::finish`]; services in between take `&mut Tx`.
//! It knows no table of a capability except the access trail, which `finish` writes so that nothing
//! leaves the process before it is durable. Statements of a capability belong to its `store.rs`.

mod access;
mod app;
mod batch;
mod cells;
mod grounds;
mod jobs;
mod migrate;
mod plans;
mod power;
mod tx;

pub use access::{Fields, Subject, count_looks};
pub use app::{App, ConnectProblem, Keys, Options, OwnerPool, owner_pool};
pub use batch::Batch;
pub use cells::{conflict_on, date, date_bind, fault, timestamp, timestamp_bind};
pub use grounds::Law;
pub use jobs::{Job, JobRow};
pub use migrate::{MigrateProblem, State, migrate, prepare_trail, schema_fingerprint, schema_version, state};
pub use plans::{BIG_ROWS, Hot, Plan, explain};
pub use power::{Allowed, Power, PowerTable, PowerTableProblem};
pub use tx::{Ctx, Ground, NOT_ALLOWED, Tx, Why};
