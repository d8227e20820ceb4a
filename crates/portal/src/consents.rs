//! What others ask one to agree to: head of a household or owner of a dwelling, where somebody wants to move in.

use crate::{say, why};
use askama::Template;
use axum::extract::{Path, State};
use basis::{Failure, Kind};
use casework::AskedConsent;
use procedure::ConsentOf;
use serde::Deserialize;
use web::{
    Page, Words, format,
    http::{Answer, NOT_FOUND, Posted, Query, Shell, Visitor, redirect, render},
};

/// One agreement that is asked for.
pub(crate) struct AskedRow {
    pub(crate) id: String,
    pub(crate) procedure: String,
    pub(crate) code: String,
    pub(crate) who: String,
    pub(crate) address: String,
    /// As whom one is asked.
    pub(crate) as_whom: String,
    pub(crate) article: String,
    pub(crate) asked: String,
}

/// What one is asked to agree to.
#[derive(Template)]
#[template(path = "consents.html")]
pub(crate) struct ConsentsPage {
    pub(crate) page: Page,
    pub(crate) rows: Vec<AskedRow>,
}

#[derive(Deserialize)]
pub(crate) struct Just {
    #[serde(default)]
    done: String,
}

pub(crate) async fn show(State(shell): State<Shell>, visitor: Visitor, Query(just): Query<Just>) -> Answer {
    let mut tx = visitor.ctx(&shell).begin(why::CONSENT).await?;
    let out = casework::my_consents(&mut tx, &shell.book).await;
    let asked = tx.finish(out).await?;
    let words = visitor.words(&shell);
    let mut page = visitor.page(&shell, words.t("consents-title"));
    page.notice = match just.done.as_str() {
        "given" => Some(words.t("consents-given").to_owned()),
        "declined" => Some(words.t("consents-declined").to_owned()),
        _ => None,
    };
    let rows = asked.into_iter().map(|one| row(one, &shell, &visitor, words)).collect();
    render(&ConsentsPage { page, rows })
}

fn row(one: AskedConsent, shell: &Shell, visitor: &Visitor, words: &Words) -> AskedRow {
    let as_whom = match one.consent.who {
        ConsentOf::Head => "consents-as-head",
        ConsentOf::Owner => "consents-as-owner",
        ConsentOf::Parent => "consents-as-parent",
    };
    AskedRow {
        id: one.consent.id.simple().to_string(),
        procedure: say::procedure(&shell.book, &one.procedure, visitor.lang),
        code: one.code,
        who: one.movers.join(", "),
        address: one.address,
        as_whom: words.t(as_whom).to_owned(),
        article: one.consent.article,
        asked: format::datetime(one.consent.stated_at),
    }
}

pub(crate) async fn answer(
    State(shell): State<Shell>,
    visitor: Visitor,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let missing = || Failure::refused(Kind::NotFound, NOT_FOUND);
    let id: uuid::Uuid = id.parse().map_err(|_| missing())?;
    let agrees = match posted.text("answer") {
        "agree" => true,
        "decline" => false,
        _ => return redirect("/consents"),
    };
    let mut tx = visitor.ctx(&shell).begin(why::CONSENT).await?;
    let out = casework::give_consent(&mut tx, id, agrees).await;
    tx.finish(out).await?;
    redirect(if agrees { "/consents?done=given" } else { "/consents?done=declined" })
}

/// Where somebody comes to whose session had ended before the answer arrived.
pub(crate) async fn not_answered() -> Answer {
    redirect("/consents")
}
