//! Routes: a path, a method, a handler and who may use it. There is no way to make one without the last.
//!
//! What a post may carry is said with the route as well: a form whose token the guard itself checks, unless the route is
//! made by [`post_files`]. A handler that forgets its token therefore never runs.

use super::{guard, shell::Shell};
use axum::{
    Router,
    handler::Handler,
    http::Method,
    routing::{self, MethodRouter},
};

/// Who may use a route. Unit, family and ownership are checked in rules, from what is loaded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Anybody.
    Public,
    /// Anybody who has signed in.
    SignedIn,
    /// A citizen who has signed in.
    Citizen,
    /// An officer one of whose roles holds the power. To everybody else the route does not exist.
    Officer(&'static str),
}

impl std::fmt::Display for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Public => f.write_str("public"),
            Self::SignedIn => f.write_str("signed in"),
            Self::Citizen => f.write_str("citizen"),
            Self::Officer(power) => write!(f, "officer with {power}"),
        }
    }
}

/// What may be posted to a route.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Takes {
    /// A form or a piece of a file, bounded, with its token in a field or a header. The guard checks it.
    Form,
    /// That, or a multipart form, whose first part is the token. [`super::Upload`] checks it.
    Files,
    /// Nothing that depends on who asks: no session is looked up and no cookie set.
    Nothing,
}

/// One route.
#[derive(Debug)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path, with `{name}` for its variable parts.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    /// What may be posted to it.
    pub takes: Takes,
    handler: MethodRouter<Shell>,
}

/// A page.
pub fn get<H: Handler<T, Shell>, T: 'static>(path: &'static str, access: Access, handler: H) -> Route {
    Route { method: Method::GET, path, access, takes: Takes::Form, handler: routing::get(handler) }
}

/// What is the same for everybody, such as a picture: no session is looked up, no cookie is set, and the answer may be
/// kept by whoever passes it on.
pub fn get_plain<H: Handler<T, Shell>, T: 'static>(path: &'static str, handler: H) -> Route {
    Route { method: Method::GET, path, access: Access::Public, takes: Takes::Nothing, handler: routing::get(handler) }
}

/// A form. The guard checks its token and takes nothing that it cannot check.
pub fn post<H: Handler<T, Shell>, T: 'static>(path: &'static str, access: Access, handler: H) -> Route {
    Route { method: Method::POST, path, access, takes: Takes::Form, handler: routing::post(handler) }
}

/// A form that may come with files. The handler takes an [`super::Upload`], which checks the token of those.
pub fn post_files<H: Handler<T, Shell>, T: 'static>(path: &'static str, access: Access, handler: H) -> Route {
    Route { method: Method::POST, path, access, takes: Takes::Files, handler: routing::post(handler) }
}

/// Builds the router, each route behind its guard.
pub fn router(routes: Vec<Route>, shell: &Shell) -> Router {
    let guarded = |access, takes| axum::middleware::from_fn_with_state((shell.clone(), access, takes), guard::guard);
    let mut router = Router::new();
    for route in routes {
        let handler = match route.takes {
            Takes::Nothing => route.handler.layer(axum::middleware::from_fn(guard::plain)),
            takes => route.handler.layer(guarded(route.access, takes)),
        };
        router = router.route(route.path, handler);
    }
    router
        .fallback_service(
            routing::any(guard::nothing_here).layer(guarded(Access::Public, Takes::Form)).with_state(shell.clone()),
        )
        .with_state(shell.clone())
}
