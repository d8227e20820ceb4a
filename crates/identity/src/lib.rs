//! Identity: accounts, sign-in, sessions, roles in a unit, and the agencies they are held in.
//!
//! It answers "who is this, and for whom do they act"; what they may do is the table of roles (`db`), and whether
//! a dossier is theirs is decided in `casework`. It knows no HTTP: cookies and pages are in `web` and `signin`.
//! The first layer only, passwords; passkeys, codes and the identity provider join at [`sign_in`], which is the one
//! place that makes a session.
//!
//! ```text
//! sign_in.rs    name + password -> session      accounts.rs   accounts, passwords, roles
//! sessions.rs   token -> session, end, switch   agencies.rs   agencies and their communes
//! ```

mod accounts;
mod agencies;
pub mod codes;
mod hasher;
pub mod may;
mod model;
mod rules;
mod sessions;
mod sign_in;
mod store;

pub use accounts::{
    account_names, create_account, create_accounts, find_account, grant_role, grant_roles, lock_account, set_password,
    sweep, unlock_account,
};
pub use agencies::{agencies, create_agencies, create_agency, find_agency, find_agency_for};
pub use hasher::{Hasher, LANES, MEMORY_KIB, PASSES, PasswordHash};
pub use model::{
    AccountKind, AccountLevel, ActingUnit, Agency, AgencyKind, LockReason, NewAccount, NewAgency, NewGrant,
    OpenSession, Session, Settings, SignIn, SignedIn,
};
pub use rules::{
    password::{PASSWORD_BYTES_MAX, PASSWORD_CHARS_MIN, Password},
    throttle::{minutes_left, network, wait_until},
    username::Username,
};
pub use sessions::{end_session, end_sessions, my_sessions, resume, set_lang, sign_out, switch_unit};
pub use sign_in::sign_in;

/// The texts of this capability's refusals, as pairs of language code and file text.
pub const TEXTS: &[(&str, &str)] =
    &[("vi", include_str!("../locales/vi/identity.ftl")), ("en", include_str!("../locales/en/identity.ftl"))];
