//! The portal over HTTP on a real database: one mother files the birth of a child, from the start page to the trail.

#![expect(clippy::unwrap_used, reason = "the helpers of tests may stop a test like the tests themselves")]

mod house;
mod story;
