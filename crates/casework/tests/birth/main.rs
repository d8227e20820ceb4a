//! The linked birth from draft to vault, on a real database: the usual way, and every way it goes wrong.

mod citizens;
mod numbers;
mod once;
mod path;
mod world;
