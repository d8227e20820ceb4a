//! The powers of identity. Which role holds which is data (`roles.toml`).

use db::Power;

/// Enter, lock and unlock accounts, set passwords, grant roles, enter agencies.
#[derive(Debug)]
pub struct ManageAccounts;
impl Power for ManageAccounts {
    const CODE: &'static str = "manage_accounts";
}

/// Throw away attempts that no window looks at any more.
#[derive(Debug)]
pub struct Sweep;
impl Power for Sweep {
    const CODE: &'static str = "sweep";
}
