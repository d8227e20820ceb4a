//! The parts pages are put together from. A part is a value that prints itself as HTML: `{{ tag }}`,
//! `{{ page.form(view, frame) }}`. Small markup without a value of its own is in `templates/macros.html`.

mod case;
mod form;
mod list;

pub use case::{Event, Leg, Panel, Tag, Tone};
pub use form::{ErrorLink, FormFrame};
pub use list::{Counter, Pager};

use crate::Page;
use procedure::view::{FieldView, PageView, SummarySection};

/// Marks parts as HTML that templates must not escape again; their templates escape every value they show.
macro_rules! html {
    ($($part:ty),* $(,)?) => { $(impl askama::filters::HtmlSafe for $part {})* };
}
pub(crate) use html;

/// A part that prints itself into a template.
pub trait Part: askama::filters::HtmlSafe + askama::FastWritable {}
impl<T: askama::filters::HtmlSafe + askama::FastWritable> Part for T {}

impl Page {
    /// A page of a procedure's form: errors, back link, step, heading, fields, what to confirm, buttons.
    #[must_use]
    pub fn form<'a>(&'a self, view: &'a PageView, frame: &'a FormFrame) -> impl Part + 'a {
        form::FormPart::new(self, view, frame)
    }
    /// One field with its label, hint and errors.
    #[must_use]
    pub fn field<'a>(&'a self, field: &'a FieldView) -> impl Part + 'a {
        form::FieldPart::new(self, field)
    }
    /// What is wrong, above a form, each with a link to its field. Nothing when nothing is.
    #[must_use]
    pub fn errors<'a>(&'a self, errors: &'a [ErrorLink]) -> impl Part + 'a {
        form::ErrorsPart { page: self, errors }
    }
    /// Check-your-answers. With `change` (an address without the page's key) each row links to its question.
    #[must_use]
    pub fn summary<'a>(&'a self, sections: &'a [SummarySection], change: Option<&'a str>) -> impl Part + 'a {
        form::SummaryPart { page: self, sections, change }
    }
    /// What happened to a dossier, newest first or last as given.
    #[must_use]
    pub fn timeline<'a>(&'a self, events: &'a [Event]) -> impl Part + 'a {
        case::TimelinePart { page: self, events }
    }
    /// The legs of a linked procedure: state, holder, since when, due when.
    #[must_use]
    pub fn legs<'a>(&'a self, legs: &'a [Leg]) -> impl Part + 'a {
        case::LegsPart { page: self, legs }
    }
    /// The green confirmation with the code and its QR.
    #[must_use]
    pub fn panel<'a>(&'a self, panel: &'a Panel) -> impl Part + 'a {
        case::PanelPart { page: self, panel }
    }
    /// Counters that are filters.
    #[must_use]
    pub fn counters<'a>(&'a self, counters: &'a [Counter]) -> impl Part + 'a {
        list::CountersPart { page: self, counters }
    }
    /// Links to the first and the next page of a list.
    #[must_use]
    pub fn pager<'a>(&'a self, pager: &'a Pager) -> impl Part + 'a {
        list::PagerPart { page: self, pager }
    }
}
