//! One's drafts: listed, taken up again, thrown away.

use super::{Open, gone, id_of, page::resume_at};
use crate::{say, why};
use askama::Template;
use axum::extract::{Path, State};
use serde::Deserialize;
use web::{
    Page, format,
    http::{Answer, Query, Shell, Visitor, redirect, render},
};

/// A draft as the list shows it.
pub(crate) struct DraftRow {
    pub(crate) id: String,
    pub(crate) procedure: String,
    pub(crate) saved: String,
}

/// One's drafts.
#[derive(Template)]
#[template(path = "drafts.html")]
pub(crate) struct DraftsPage {
    pub(crate) page: Page,
    pub(crate) rows: Vec<DraftRow>,
}

#[derive(Deserialize)]
pub(crate) struct Just {
    #[serde(default)]
    saved: String,
    #[serde(default)]
    discarded: String,
}

pub(crate) async fn show(State(shell): State<Shell>, visitor: Visitor, Query(just): Query<Just>) -> Answer {
    let mut tx = visitor.ctx(&shell).begin(why::KEEP_DRAFT).await?;
    let out = casework::my_drafts(&mut tx).await;
    let drafts = tx.finish(out).await?;
    let words = visitor.words(&shell);
    let mut page = visitor.page(&shell, words.t("drafts-title"));
    page.notice = match (just.saved.is_empty(), just.discarded.is_empty()) {
        (false, _) => Some(words.t("drafts-saved").to_owned()),
        (_, false) => Some(words.t("drafts-discarded").to_owned()),
        _ => None,
    };
    render(&DraftsPage { page, rows: rows(&shell, &visitor, drafts) })
}

pub(crate) fn rows(shell: &Shell, visitor: &Visitor, drafts: Vec<casework::DraftLine>) -> Vec<DraftRow> {
    drafts
        .into_iter()
        .map(|draft| DraftRow {
            id: draft.id.to_string(),
            procedure: say::procedure(&shell.book, &draft.procedure, visitor.lang),
            saved: format::datetime(draft.updated_at),
        })
        .collect()
}

/// Goes to where the draft was left.
pub(crate) async fn resume(State(shell): State<Shell>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let open = match Open::load(&shell, &visitor, id_of(&id)?).await {
        Ok(open) => open,
        Err(failure) => return gone(failure),
    };
    redirect(&resume_at(&open, open.form(&shell)?))
}

/// Where somebody comes to whose session had ended when a draft was to be thrown away.
pub(crate) async fn not_discarded() -> Answer {
    redirect("/drafts")
}

pub(crate) async fn discard(State(shell): State<Shell>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let id = id_of(&id)?;
    let mut tx = visitor.ctx(&shell).begin(why::KEEP_DRAFT).await?;
    let out = casework::discard_draft(&mut tx, id).await;
    tx.finish(out).await?;
    redirect("/drafts?discarded=1")
}
