//! A posted form: names and values in the order they came, already checked for its token.

use super::answer::Oops;
use axum::{extract::FromRequestParts, http::request::Parts};
use basis::Fault;
use std::convert::Infallible;

/// Names and values of a posted form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Posted(pub Vec<(String, String)>);

impl Posted {
    /// The first value under a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
    /// The first value under a name, or nothing.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }
    /// Every value under a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }
    /// Reads `application/x-www-form-urlencoded`.
    #[must_use]
    pub fn parse(body: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(body);
        Self(pairs.map(|(name, value)| (storable(&name), storable(&value))).collect())
    }
}

/// A text as posted, but for U+0000, which PostgreSQL can keep in no text: the sign that stands for what cannot be read
/// takes its place, and whatever reads the text says so at its field.
pub(crate) fn storable(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

impl<S: Sync> FromRequestParts<S> for Posted {
    type Rejection = Oops;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Fault::new("a route without a form asked for one").into())
    }
}

/// Some handlers take either; an absent form is then nothing, never a failure.
impl<S: Sync> axum::extract::OptionalFromRequestParts<S> for Posted {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_table_can_hold_is_replaced_in_names_and_values() {
        let posted = Posted::parse(b"child.name=Nguy%E1%BB%85n%00An&a%00b=1");
        assert_eq!(posted.text("child.name"), "Nguy\u{1ec5}n\u{fffd}An");
        assert_eq!(posted.text("a\u{fffd}b"), "1");
    }
}
