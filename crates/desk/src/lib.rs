//! Pages for officers (cán bộ): the queue, a dossier beside the register, filing for somebody at the counter,
//! looking people up, what hand-overs lack.
//!
//! A handler knows who asks, parses, calls one service and answers; what the law says is decided in `casework`.
//! What an officer sees of people is recorded with the reasons in `why`. Start with `queue` and `dossier`.

mod bulk;
mod compare;
mod counter;
mod departures;
mod dossier;
mod filing;
mod findings;
mod frame;
mod held;
mod names;
mod outbox;
#[cfg(test)]
mod page_tests;
mod papers;
mod people;
mod print;
mod queue;

#[cfg(test)]
mod samples;
mod simulators;
mod why;

use web::http::{Access, Route, get, post};

/// The texts of these pages, for [`web::Words::build`].
pub const TEXTS: &[(&str, &str)] =
    &[("vi", include_str!("../locales/vi/desk.ftl")), ("en", include_str!("../locales/en/desk.ftl"))];

/// The routes of this surface.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        // Every officer begins here; whoever has no queue is sent on to what the role has.
        get("/desk", Access::SignedIn, queue::show),
        post("/desk", Access::Officer("receive_dossier"), bulk::act),
        get("/desk/legs/{leg}", Access::Officer("see_queue"), dossier::show),
        post("/desk/legs/{leg}", Access::Officer("receive_dossier"), dossier::act),
        get("/desk/legs/{leg}/print/{form}", Access::Officer("see_queue"), print::show),
        get("/desk/papers/{paper}", Access::Officer("see_queue"), papers::show),
        get("/desk/file-for", Access::Officer("file_for_another"), filing::show),
        post("/desk/file-for", Access::Officer("file_for_another"), filing::act),
        get("/desk/search", Access::Officer("find_person"), people::ask),
        // A name or a number never stands in an address, so a search is posted.
        post("/desk/search", Access::Officer("find_person"), people::search),
        get("/desk/people/{person}", Access::Officer("see_person"), people::show),
        get("/desk/counter", Access::Officer("see_counter"), counter::list),
        post("/desk/counter", Access::Officer("see_counter"), counter::find),
        get("/desk/counter/{dossier}", Access::Officer("see_counter"), counter::show),
        post("/desk/counter/{dossier}", Access::Officer("see_counter"), counter::act),
        get("/desk/counter/{dossier}/receipt", Access::Officer("see_counter"), counter::receipt),
        get("/desk/simulators", Access::Officer("steer_simulators"), simulators::show),
        post("/desk/simulators", Access::Officer("steer_simulators"), simulators::steer),
        get("/desk/findings", Access::Officer("see_findings"), findings::show),
        get("/desk/findings/{finding}", Access::Officer("see_findings"), findings::not_closed),
        post("/desk/findings/{finding}", Access::Officer("close_finding"), findings::close),
        get("/desk/held", Access::Officer("release_held"), held::show),
        post("/desk/held", Access::Officer("release_held"), held::release),
        get("/desk/departures", Access::Officer("see_departures"), departures::show),
        post("/desk/departures", Access::Officer("see_departures"), departures::note),
        get("/desk/outbox", Access::Officer("see_outbox"), outbox::show),
    ]
}
