//! Paper that the law asks for: a template and values in, a PDF/A-2u out (2b, and every letter can be read back as text).
//! Pure: no network, no clock, no disk.
//!
//! A template (`templates/*.typ`) is data; beside it stands a sample (`samples/*.json`), which is its schema, its preview
//! and its test: values must have the sample's fields, and a field that is known but empty is `null` and prints as a
//! dotted line. Not for signatures, which are put on afterwards, nor for deciding what a paper says.
//!
//! ```
//! let documents = documents::Documents::new()?;
//! let template = documents::Template::Receipt;
//! let pdf = documents.render(template, &template.sample(), "2026-11-23T03:00:00Z".parse().unwrap())?;
//! assert!(pdf.bytes().starts_with(b"%PDF-"));
//! # Ok::<(), basis::Fault>(())
//! ```

mod check;
mod render;
mod template;
mod words;

pub use render::{Documents, Pdf};
pub use template::Template;
pub use words::{date_in_words, number_in_words};
