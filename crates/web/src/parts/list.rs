//! Lists: counters that are filters, and the way to the next page.

use super::{Tone, html};
use crate::Page;
use askama::Template;

/// A number that filters the list beneath it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Counter {
    /// What is counted.
    pub label: String,
    /// How many.
    pub count: i64,
    /// Where the filtered list is.
    pub href: String,
    /// Whether the list is filtered by it now.
    pub current: bool,
    /// How it is to be taken when there is any.
    pub tone: Tone,
}

impl Counter {
    fn shown(&self) -> String {
        crate::format::number(self.count)
    }
    /// An empty counter is calm whatever it counts.
    fn css(&self) -> &'static str {
        if self.count == 0 { Tone::Plain.css() } else { self.tone.css() }
    }
}

/// The way through a list that is paged by key.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Pager {
    /// The first page, when this is not it.
    pub first: Option<String>,
    /// The next page, if there is one.
    pub next: Option<String>,
}

#[derive(Template)]
#[template(path = "parts/counters.html")]
pub(super) struct CountersPart<'a> {
    pub(super) page: &'a Page,
    pub(super) counters: &'a [Counter],
}

#[derive(Template)]
#[template(path = "parts/pager.html")]
pub(super) struct PagerPart<'a> {
    pub(super) page: &'a Page,
    pub(super) pager: &'a Pager,
}

html!(CountersPart<'_>, PagerPart<'_>);
