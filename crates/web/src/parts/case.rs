//! What is shown of a dossier: its state, its legs, what happened to it, its code.

use super::html;
use crate::Page;
use askama::Template;

/// How good or urgent a thing is. Said by the text, underlined by the colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tone {
    /// Neither.
    #[default]
    Plain,
    /// Under way or waiting for somebody.
    Info,
    /// Well or done.
    Good,
    /// Near its limit.
    Soon,
    /// Late or refused.
    Late,
}

impl Tone {
    /// The name style sheets know it by.
    #[must_use]
    pub fn css(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Info => "info",
            Self::Good => "good",
            Self::Soon => "soon",
            Self::Late => "late",
        }
    }
}

/// A word on a coloured ground: a state, a time limit.
#[derive(Clone, PartialEq, Eq, Debug, Default, Template)]
#[template(source = "<strong class=\"tag tag--{{ tone.css() }}\">{{ text }}</strong>", ext = "html")]
pub struct Tag {
    /// Its colour.
    pub tone: Tone,
    /// Its word.
    pub text: String,
}

impl Tag {
    /// A tag.
    #[must_use]
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { tone, text: text.into() }
    }
}

/// One line of a timeline.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Event {
    /// When, as it is read: `09:12 24/11/2026`.
    pub when: String,
    /// What happened.
    pub text: String,
    /// Who did it, with the agency.
    pub who: Option<String>,
    /// Why, or what was written.
    pub detail: Option<String>,
    /// How it is to be taken.
    pub tone: Tone,
    /// Somebody only looked.
    pub view: bool,
}

/// One leg of a linked procedure.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Leg {
    /// What it brings: "Đăng ký khai sinh".
    pub title: String,
    /// Its state.
    pub status: Tag,
    /// Who holds it.
    pub holder: Option<String>,
    /// Since when.
    pub since: Option<String>,
    /// When it was finished; nobody asks since when then.
    pub finished: Option<String>,
    /// By when.
    pub due: Option<String>,
    /// What is left, as a tag.
    pub left: Option<Tag>,
    /// Why it waits, was sent back or refused.
    pub note: Option<String>,
    /// The next thing to do or see: label and address.
    pub link: Option<(String, String)>,
}

/// The confirmation of something done.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Panel {
    /// "Đã nộp hồ sơ".
    pub title: String,
    /// What the code is: "Mã hồ sơ".
    pub label: String,
    /// The code.
    pub code: String,
    /// A second word to keep, such as the look-up code: label and value.
    pub secret: Option<(String, String)>,
    /// What the QR says; none, no QR.
    pub qr: Option<String>,
}

#[derive(Template)]
#[template(path = "parts/timeline.html")]
pub(super) struct TimelinePart<'a> {
    pub(super) page: &'a Page,
    pub(super) events: &'a [Event],
}

#[derive(Template)]
#[template(path = "parts/legs.html")]
pub(super) struct LegsPart<'a> {
    pub(super) page: &'a Page,
    pub(super) legs: &'a [Leg],
}

#[derive(Template)]
#[template(path = "parts/panel.html")]
pub(super) struct PanelPart<'a> {
    pub(super) page: &'a Page,
    pub(super) panel: &'a Panel,
}

impl PanelPart<'_> {
    fn svg(&self) -> Option<String> {
        self.panel.qr.as_deref().map(crate::qr_svg).filter(|svg| !svg.is_empty())
    }
}

html!(Tag, TimelinePart<'_>, LegsPart<'_>, PanelPart<'_>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_escapes_its_word() {
        let html = Tag::new(Tone::Late, "<b>").to_string();
        assert_eq!(html, "<strong class=\"tag tag--late\">&#60;b&#62;</strong>");
    }
}
