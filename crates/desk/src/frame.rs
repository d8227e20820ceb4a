//! What every page of the desk has: its place, the navigation by role, the language, and how it answers a refusal.

use axum::{http::StatusCode, response::Response};
use basis::{Failure, Kind, Refusal};
use procedure::Lang;
use web::{
    ErrorLink, Page, Words,
    http::{Answer, NOT_FOUND, Shell, Visitor, render},
};

/// One link of the navigation.
#[derive(Clone, Debug)]
pub(crate) struct NavItem {
    pub(crate) href: &'static str,
    pub(crate) label: String,
    pub(crate) current: bool,
}

/// Pages of the navigation: address, text, and the power that opens it.
const PLACES: [(&str, &str, &str); 9] = [
    ("/desk", "desk-nav-queue", "see_queue"),
    ("/desk/counter", "desk-nav-counter", "see_counter"),
    ("/desk/file-for", "desk-nav-file-for", "file_for_another"),
    ("/desk/search", "desk-nav-search", "find_person"),
    ("/desk/findings", "desk-nav-findings", "see_findings"),
    ("/desk/departures", "desk-nav-departures", "see_departures"),
    ("/desk/held", "desk-nav-held", "release_held"),
    ("/desk/outbox", "desk-nav-outbox", "see_outbox"),
    ("/desk/simulators", "desk-nav-simulators", "steer_simulators"),
];

/// Whether a role of the visitor holds a power: for what a page offers, never for what it allows.
pub(crate) fn holds(shell: &Shell, visitor: &Visitor, power: &str) -> bool {
    shell.app.powers().holds(&visitor.actor().roles(), power)
}

/// The navigation of this visitor.
pub(crate) fn nav(shell: &Shell, visitor: &Visitor) -> Vec<NavItem> {
    let words = visitor.words(shell);
    PLACES
        .into_iter()
        .filter(|(href, _, power)| holds(shell, visitor, power) && is_there(shell, href))
        .map(|(href, label, _)| NavItem {
            href,
            label: words.t(label).to_owned(),
            current: lies_at(&visitor.path, href),
        })
        .collect()
}

/// The first page this visitor has, for one who has no queue.
pub(crate) fn first_place(shell: &Shell, visitor: &Visitor) -> Option<&'static str> {
    PLACES.into_iter().find(|(_, _, power)| holds(shell, visitor, power)).map(|(href, _, _)| href)
}

/// The simulators are only there in the demonstration.
fn is_there(shell: &Shell, place: &str) -> bool {
    place != "/desk/simulators" || shell.simulators.is_some()
}

/// Every page of the desk lies under the queue's address, so the queue owns only itself and its dossiers.
fn lies_at(path: &str, place: &str) -> bool {
    match place {
        "/desk" => path == "/desk" || path.starts_with("/desk/legs/"),
        "/desk/counter" => path == place || path.starts_with("/desk/counter/"),
        "/desk/search" => path == place || path.starts_with("/desk/people/"),
        _ => path == place,
    }
}

/// A page with a title, already translated.
pub(crate) fn page(shell: &Shell, visitor: &Visitor, title: &str) -> Page {
    visitor.page(shell, title)
}

/// The language in the form engine's words.
pub(crate) fn lang(lang: web::Lang) -> Lang {
    match lang {
        web::Lang::Vi => Lang::Vi,
        web::Lang::En => Lang::En,
    }
}

/// An id out of an address; anything else is as if nothing were there.
pub(crate) fn id<T: std::str::FromStr>(text: &str) -> Result<T, Failure> {
    text.parse().map_err(|_| Failure::refused(Kind::NotFound, NOT_FOUND))
}

/// The summary above a form. `target` says which box a field's message leads to.
pub(crate) fn summary(refusal: &Refusal, words: &Words, target: impl Fn(&str) -> Option<String>) -> Vec<ErrorLink> {
    let link = |problem: &basis::Problem| ErrorLink {
        target: problem.field.as_ref().and_then(|field| target(&field.0)),
        text: words.problem(problem),
    };
    refusal.problems.iter().map(link).collect()
}

/// The message beside a box, by the box's id: the same words as in the summary.
pub(crate) fn error_at<'a>(errors: &'a [ErrorLink], id: &str) -> Option<&'a str> {
    errors.iter().find(|error| error.target.as_deref() == Some(id)).map(|error| error.text.as_str())
}

/// The status a page is answered with that was drawn again because of a refusal.
pub(crate) fn status(refusal: Option<&Refusal>) -> StatusCode {
    match refusal.map(|refusal| refusal.kind) {
        None => StatusCode::OK,
        Some(Kind::Invalid | Kind::Confirm) => StatusCode::UNPROCESSABLE_ENTITY,
        Some(Kind::Forbidden) => StatusCode::FORBIDDEN,
        Some(Kind::NotFound) => StatusCode::NOT_FOUND,
        Some(Kind::Conflict) => StatusCode::CONFLICT,
        Some(Kind::TooMany) => StatusCode::TOO_MANY_REQUESTS,
    }
}

/// Draws a page with the status that belongs to it.
pub(crate) fn draw(page: &impl askama::Template, refusal: Option<&Refusal>) -> Answer {
    let mut response: Response = render(page)?;
    *response.status_mut() = status(refusal);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_queue_is_marked_for_itself_and_its_dossiers_only() {
        for (path, place, there) in [
            ("/desk", "/desk", true),
            ("/desk/legs/1", "/desk", true),
            ("/desk/search", "/desk", false),
            ("/desk/people/1", "/desk/search", true),
            ("/desk/searching", "/desk/search", false),
        ] {
            assert_eq!(lies_at(path, place), there, "{path} {place}");
        }
    }
}
