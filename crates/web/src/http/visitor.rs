//! The visitor: who asks, in which language, from where, with which form secret.

use super::{answer::Oops, csrf, shell::Shell};
use crate::{Lang, Page, Words};
use axum::{extract::FromRequestParts, http::request::Parts};
use basis::{Actor, Badge, Failure, Fault, PersonId, RequestId};
use std::net::IpAddr;

/// Who asks. Put into each request by the guard.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// The session, when signed in.
    pub session: Option<identity::Session>,
    /// The language of the answer.
    pub lang: Lang,
    /// The request's number.
    pub request: RequestId,
    /// The path asked for, without its query.
    pub path: String,
    /// The client's address, after trusted proxies.
    pub address: IpAddr,
    pub(crate) secret: String,
}

impl Visitor {
    /// Who acts.
    #[must_use]
    pub fn actor(&self) -> Actor {
        self.session.as_ref().map_or(Actor::Stranger, |session| session.actor.clone())
    }
    /// The context services are called in.
    #[must_use]
    pub fn ctx(&self, shell: &Shell) -> db::Ctx {
        db::Ctx::new(std::sync::Arc::clone(&shell.app), self.actor(), self.request)
    }
    /// The person behind a signed-in citizen.
    ///
    /// # Errors
    /// A fault on a route that is not for citizens.
    pub fn person(&self) -> Result<PersonId, Failure> {
        match self.actor() {
            Actor::Citizen { person, .. } => Ok(person),
            _ => Err(Fault::new("a route for citizens was reached by somebody else").into()),
        }
    }
    /// The texts in the visitor's language.
    #[must_use]
    pub fn words(&self, shell: &Shell) -> &'static Words {
        match self.lang {
            Lang::Vi => shell.vi,
            Lang::En => shell.en,
        }
    }
    /// What the layout needs.
    #[must_use]
    pub fn page(&self, shell: &Shell, title: impl Into<String>) -> Page {
        Page {
            words: self.words(shell),
            csrf: csrf::mask(&self.secret).unwrap_or_default(),
            badge: self.session.as_ref().map_or(Badge::Nobody, |session| session.badge.clone()),
            path: self.path.clone(),
            title: title.into(),
            lang: self.lang,
            // A citizen who strays there is not led back to a desk that is not hers.
            desk: self.path.starts_with("/desk") && !matches!(self.actor(), Actor::Citizen { .. }),
            notice: None,
            told: None,
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Oops;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Fault::new("a route without a guard was reached").into())
    }
}
