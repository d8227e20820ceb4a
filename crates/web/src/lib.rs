//! How pages look and speak: layout, parts of pages, texts in two languages, assets, failure pages.
//!
//! Parts know nothing of any capability; what a page shows comes to them as plain values. HTTP is in `http`. A surface's page is
//! `{% extends "layout.html" %}` with a `page: web::Page` in its context, and puts itself together from parts:
//! values that print themselves ([`Page::form`], [`Tag`], ...) and the small markup in `templates/macros.html`.
//! `cargo run -p web --example gallery -- FOLDER` draws every part in every state.

mod assets;
mod errors;
pub mod format;
pub mod http;
mod lang;
mod page;
mod parts;
mod qr;
pub mod testing;
mod words;

pub use assets::{ASSETS, Asset};
pub use errors::error_page;
pub use lang::Lang;
pub use page::Page;
pub use parts::{Counter, ErrorLink, Event, FormFrame, Leg, Pager, Panel, Part, Tag, Tone};
pub use procedure::view::{
    ConfirmView, FieldView, OptionView, PageView, ReceiptView, SummaryRow, SummarySection, Widget, Width,
};
pub use qr::qr_svg;
pub use words::{Languages, TEXTS, Words};
