//! The confirmation: code, QR, what happens next, the day promised, and the look-up secret, which stands in no address.

use crate::{say, why};
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
    /// What happens next, in order.
    pub(crate) next: Vec<String>,
    pub(crate) track: String,
    pub(crate) with_secret: bool,
}

pub(crate) async fn show(State(shell): State<Shell>, visitor: Visitor, Path(code): Path<String>) -> Answer {
    let tracked = super::load(&shell, &visitor, &code).await?;
    let mut tx = visitor.ctx(&shell).begin(why::SECRET).await?;
    let out = casework::own_secret(&mut tx, &code).await;
    let secret = tx.finish(out).await?;
    let dossier = &tracked.dossier;
    let track = super::url(&dossier.code);
    draw(
        &shell,
        &visitor,
        Sent { code: &dossier.code, due: dossier.due_at, definition: &dossier.definition, track },
        secret.as_deref(),
    )
}

/// A dossier that was submitted.
pub(crate) struct Sent<'a> {
    pub(crate) code: &'a str,
    pub(crate) due: Timestamp,
    /// The definition it runs under.
    pub(crate) definition: &'a str,
    /// Where whoever sent it follows it.
    pub(crate) track: String,
}

/// Draws the confirmation.
pub(crate) fn draw(shell: &Shell, visitor: &Visitor, sent: Sent<'_>, secret: Option<&str>) -> Answer {
    let words = visitor.words(shell);
    let Sent { code, due, definition, track } = sent;
    let linked = shell.book.definition(definition)?.is_linked();
    let next: &[&str] = if linked {
        &["done-next-gate", "done-next-legs", "done-next-results"]
    } else {
        &["done-next-alone", "done-next-results"]
    };
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
        next: next.iter().map(|key| words.t(key).to_owned()).collect(),
        track,
        with_secret: secret.is_some(),
    })
}
