//! The confirmation: code, QR, what happens next, the day promised. The look-up secret stands on it once, in the answer
//! to the submission itself, and in no address.

use crate::say;
use askama::Template;
use axum::extract::{Path, State};
use basis::Timestamp;
use web::{
    Page, Panel, Tag,
    http::{Answer, Shell, Visitor, render},
};

/// The confirmation.
#[derive(Template)]
#[template(path = "done.html")]
pub(crate) struct DonePage {
    pub(crate) page: Page,
    pub(crate) panel: Panel,
    pub(crate) due: String,
    pub(crate) left: Tag,
    pub(crate) track: String,
    pub(crate) with_secret: bool,
}

pub(crate) async fn show(State(shell): State<Shell>, visitor: Visitor, Path(code): Path<String>) -> Answer {
    let tracked = super::load(&shell, &visitor, &code).await?;
    draw(&shell, &visitor, &tracked.dossier.code, tracked.dossier.due_at, None, super::url(&tracked.dossier.code))
}

/// Draws the confirmation; with the secret right after submitting, without it ever after.
pub(crate) fn draw(
    shell: &Shell,
    visitor: &Visitor,
    code: &str,
    due: Timestamp,
    secret: Option<&str>,
    track: String,
) -> Answer {
    let words = visitor.words(shell);
    let label = |secret: &str| (words.t("done-secret").to_owned(), secret.to_owned());
    render(&DonePage {
        page: visitor.page(shell, words.t("done-title")),
        panel: Panel {
            title: words.t("done-title").to_owned(),
            label: words.t("done-code").to_owned(),
            code: code.to_owned(),
            secret: secret.map(label),
            qr: Some(format!("{}/track?code={code}", shell.origin.url)),
        },
        due: say::day(due),
        left: say::left(words, &shell.book.calendar, shell.app.now(), due),
        track,
        with_secret: secret.is_some(),
    })
}
