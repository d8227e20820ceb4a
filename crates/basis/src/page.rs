//! Lists are paged by key, never by offset: a row that moves is neither shown twice nor skipped.

use serde::{Deserialize, Serialize};

/// Where the next page begins: the key of the last row seen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(pub String);

/// One page of a list and where the next one begins.
#[derive(Clone, Debug)]
pub struct Paged<T> {
    /// The rows of this page, in order.
    pub rows: Vec<T>,
    /// The start of the next page, if there is one.
    pub next: Option<Cursor>,
}
