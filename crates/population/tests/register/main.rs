//! The register on a real database.

#![expect(clippy::unwrap_used, reason = "the helpers of tests may stop a test like the tests themselves")]

mod bulk;
mod common;
mod measure;
mod seen;
mod service;
