//! The citizens' pages: procedures, drafts page by page, submitting, following a dossier, the vault, who saw my data.
//!
//! Each handler knows who asks, reads what was posted, lets one transaction of `casework` or another capability run
//! between `begin` and `finish`, and draws a page. Nothing is decided here; a refusal becomes words beside its field.
//!
//! ```text
//! home.rs   start page, a procedure        dossier/  list, one dossier, confirmation, supplement, withdrawal
//! draft/    form pages, papers, submitting look_up.rs  by code and secret      vault.rs  results and their public check
//! say.rs    dates, states, agencies in words           seen.rs   "Ai đã xem dữ liệu của tôi"
//! consents.rs  what others ask one to agree to
//! ```

mod consents;
mod dossier;
mod draft;
mod home;
mod look_up;
mod notices;
mod say;
mod seen;
mod sent;
mod serve;
mod units;
mod vault;
mod why;

use web::http::{Access, Route, get, post, post_files};

/// The texts of these pages, for [`web::Words::build`].
pub const TEXTS: &[(&str, &str)] =
    &[("vi", include_str!("../locales/vi/portal.ftl")), ("en", include_str!("../locales/en/portal.ftl"))];

/// The routes of this surface.
#[must_use]
pub fn routes() -> Vec<Route> {
    use Access::{Citizen, Public, SignedIn};
    vec![
        get("/", Public, home::show),
        get("/procedures/{code}", Public, home::procedure),
        post("/procedures/{code}/start", Citizen, home::start),
        // Addresses of forms alone are come back to after signing in again: they lead to their page.
        get("/procedures/{code}/start", Public, home::not_started),
        get("/drafts/{id}/discard", SignedIn, draft::list::not_discarded),
        // A draft is its account's: a citizen's, or an officer's who files for somebody at the counter.
        get("/drafts", Citizen, draft::list::show),
        get("/drafts/{id}", SignedIn, draft::list::resume),
        post("/drafts/{id}/discard", SignedIn, draft::list::discard),
        get("/drafts/{id}/pages/{page}", SignedIn, draft::page::show),
        post_files("/drafts/{id}/pages/{page}", SignedIn, draft::page::save),
        post("/drafts/{id}/notice", SignedIn, draft::notice::fetch),
        post("/drafts/{id}/upload/{field}", SignedIn, draft::upload::begin),
        get("/drafts/{id}/upload/{field}/{upload}", SignedIn, draft::upload::progress),
        post("/drafts/{id}/upload/{field}/{upload}", SignedIn, draft::upload::append),
        get("/drafts/{id}/papers/{paper}", SignedIn, draft::paper::show),
        get("/drafts/{id}/papers/{paper}/thumb", SignedIn, draft::paper::thumb),
        get("/drafts/{id}/check", SignedIn, draft::check::show),
        post("/drafts/{id}/check", SignedIn, draft::check::submit),
        get("/dossiers", Citizen, dossier::list::show),
        get("/dossiers/{code}", Citizen, dossier::track::show),
        get("/dossiers/{code}/done", Citizen, dossier::done::show),
        get("/dossiers/{code}/papers/{paper}", Citizen, dossier::paper::show),
        get("/dossiers/{code}/papers/{paper}/thumb", Citizen, dossier::paper::thumb),
        get("/dossiers/{code}/supplement/{leg}", Citizen, dossier::supplement::show),
        post_files("/dossiers/{code}/supplement/{leg}", Citizen, dossier::supplement::answer),
        get("/dossiers/{code}/withdraw", Citizen, dossier::withdraw::show),
        post("/dossiers/{code}/withdraw", Citizen, dossier::withdraw::submit),
        get("/dossiers/{code}/secret", Citizen, dossier::secret::not_asked),
        post("/dossiers/{code}/secret", Citizen, dossier::secret::reissue),
        get("/track", Public, look_up::show),
        post("/track", Public, look_up::submit),
        get("/vault", Citizen, vault::list),
        get("/vault/{id}", Citizen, vault::show),
        get("/vault/{id}/pdf", Citizen, vault::pdf),
        get("/check/{code}", Public, vault::check),
        get("/me/seen", Citizen, seen::show),
        get("/notices", Citizen, notices::show),
        get("/consents", Citizen, consents::show),
        get("/consents/{id}", Citizen, consents::not_answered),
        post("/consents/{id}", Citizen, consents::answer),
        get("/units/{province}/communes", Public, units::communes),
    ]
}

#[cfg(test)]
mod tests;
