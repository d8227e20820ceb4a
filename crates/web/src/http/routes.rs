//! Routes: a path, a method, a handler and who may use it. There is no way to make one without the last.

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

/// One route.
#[derive(Debug)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path, with `{name}` for its variable parts.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    handler: MethodRouter<Shell>,
}

/// A page.
pub fn get<H: Handler<T, Shell>, T: 'static>(path: &'static str, access: Access, handler: H) -> Route {
    Route { method: Method::GET, path, access, handler: routing::get(handler) }
}

/// A form or upload. The guard checks its token.
pub fn post<H: Handler<T, Shell>, T: 'static>(path: &'static str, access: Access, handler: H) -> Route {
    Route { method: Method::POST, path, access, handler: routing::post(handler) }
}

/// Builds the router, each route behind its guard.
pub fn router(routes: Vec<Route>, shell: &Shell) -> Router {
    let mut router = Router::new();
    for route in routes {
        let guarded =
            route.handler.layer(axum::middleware::from_fn_with_state((shell.clone(), route.access), guard::guard));
        router = router.route(route.path, guarded);
    }
    router
        .fallback_service(
            routing::any(guard::nothing_here)
                .layer(axum::middleware::from_fn_with_state((shell.clone(), Access::Public), guard::guard))
                .with_state(shell.clone()),
        )
        .with_state(shell.clone())
}
