//! What every surface shares about HTTP: who visits, what a route allows, forms, answers, failures.
//!
//! A route cannot be made without saying who may use it ([`Access`]), and the table of all routes is a
//! golden file. Pages of a surface live in that surface; text and look live beside this folder.

mod answer;
mod assets;
mod cookies;
mod csrf;
mod form;
mod guard;
mod headers;
mod press;
mod query;
mod routes;
mod shell;
mod upload;
mod visitor;

pub use answer::{Answer, Oops, problem_json, redirect, render};
pub use assets::{asset_url, serve_asset};
pub use cookies::{end_session_cookie, lang_cookie, session_cookie};
pub use form::Posted;
pub use guard::{FORM_TOO_LARGE, NOT_FOUND};
pub use headers::secure;
pub use press::{Press, Printing};
pub use query::Query;
pub use routes::{Access, Route, Takes, get, get_plain, post, post_files, router};
pub use shell::{Origin, Shell, Trusted};
pub use upload::{FORM_WITH_FILES_BYTES_MAX, Next, Part, Upload};
pub use visitor::Visitor;
