//! The register on a real database.

mod bulk;
mod common;
mod service;
