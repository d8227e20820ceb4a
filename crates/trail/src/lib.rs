//! The access trail: who looked at whose data, why, on which ground, and which fields.
//!
//! It only reads. The rows are written by `db` when a transaction ends, before anything it saw leaves the process, so
//! there is no second way for a look to be missing here.

pub mod may;
mod model;
mod rules;
mod service;
mod store;

pub use model::{Before, DossierLook, LookRun, Seen, SeenPage, Viewer};
pub use rules::joined;
pub use service::{DOSSIER_LOOKS_MAX, LOOKS_MAX, who_saw_dossier, who_saw_me, who_saw_my_child};
pub use store::plans::{fill_for_plans, plans};
