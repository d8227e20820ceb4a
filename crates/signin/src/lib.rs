//! Pages for signing in and out, for one's open sessions, and the switch of language.
//!
//! Who may sign in is decided in `identity`; who is signed in is found out by the guard of `web::http`. The pages of
//! the identity provider will live here too.

mod forms;
mod language;
mod next;
mod pages;
mod sessions;
mod sign_in;

use web::http::{Access, Route, get, post};

/// The texts of these pages, for [`web::Words::build`].
pub const TEXTS: &[(&str, &str)] =
    &[("vi", include_str!("../locales/vi/signin.ftl")), ("en", include_str!("../locales/en/signin.ftl"))];

/// The routes of this surface.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        get("/sign-in", Access::Public, sign_in::show),
        post("/sign-in", Access::Public, sign_in::submit),
        // Public: a session that has run out is signed out all the same.
        post("/sign-out", Access::Public, sign_in::sign_out),
        get("/my/sessions", Access::SignedIn, sessions::list),
        post("/my/sessions", Access::SignedIn, sessions::end),
        post("/language", Access::Public, language::choose),
    ]
}
