//! What stands behind the question mark of an address. One that cannot be read leads to no page of ours.

use super::{answer::Oops, guard::NOT_FOUND};
use axum::{extract::FromRequestParts, http::request::Parts};
use basis::{Failure, Kind};
use serde::de::DeserializeOwned;

/// The query of an address, read into what a page takes. Unlike the framework's own it refuses in our words.
#[derive(Clone, Copy, Debug, Default)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Oops;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        match axum::extract::Query::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Query(read)) => Ok(Self(read)),
            Err(_) => Err(Failure::refused(Kind::NotFound, NOT_FOUND).into()),
        }
    }
}
