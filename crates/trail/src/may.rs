//! The powers this capability asks for. Which role holds which is data (`roles.toml`).

use db::Power;

/// To see one's own data, and who looked at it.
#[derive(Debug, Clone, Copy)]
pub struct SeeOwnData;

impl Power for SeeOwnData {
    const CODE: &'static str = "see_own_data";
}

/// To see who opened a dossier that is one's work.
#[derive(Debug, Clone, Copy)]
pub struct SeeDossierLooks;

impl Power for SeeDossierLooks {
    const CODE: &'static str = "see_dossier_looks";
}

/// Every power of this crate, for the test that compares the table of roles with them.
pub const POWERS: &[&str] = &[SeeOwnData::CODE, SeeDossierLooks::CODE];
