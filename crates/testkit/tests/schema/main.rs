//! What the migrated database itself promises: who owns which schema, its shape, why each column is held, and that
//! migrating is harmless to repeat and refuses a history that was changed.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics, and says where")]

mod golden;
mod migrations;
mod ownership;
mod privacy;

use std::path::PathBuf;

/// A file or folder of the workspace.
fn in_workspace(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}
