//! What is decided about a row of a sector's file. Plain values in, a code or a sentence out.

pub mod category;
pub mod sentence;
pub mod standing;

pub use category::{Agreement, Category, Decision, Facts, Found, Number, NumberHolder, Repeats, decide, is_several};
pub use sentence::{Reasons, sentence};
pub use standing::Standing;
