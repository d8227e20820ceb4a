//! Who moved away: what the police of the commune that was left were told, until they take note.

use crate::{
    dossier::done_text,
    frame::{self, NavItem},
    why,
};
use askama::Template;
use axum::extract::{Query, State};
use basis::HandoverId;
use casework::Departure;
use serde::Deserialize;
use web::{
    Page, format,
    http::{Answer, Posted, Shell, Visitor, redirect, render},
};

/// One departure, in words.
#[derive(Clone)]
pub(crate) struct DepartureView {
    pub(crate) id: String,
    pub(crate) code: String,
    pub(crate) names: String,
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) told: String,
    pub(crate) due: String,
}

/// The page of departures.
#[derive(Template)]
#[template(path = "departures.html")]
pub(crate) struct DeparturesPage {
    pub(crate) page: Page,
    pub(crate) nav: Vec<NavItem>,
    pub(crate) rows: Vec<DepartureView>,
}

/// What was just done.
#[derive(Deserialize, Default)]
pub(crate) struct Shown {
    #[serde(default)]
    done: String,
}

pub(crate) async fn show(State(shell): State<Shell>, visitor: Visitor, Query(shown): Query<Shown>) -> Answer {
    let mut tx = visitor.ctx(&shell).begin(why::departures()).await?;
    let out = casework::departures(&mut tx).await;
    let rows = tx.finish(out).await?.iter().map(view).collect();
    let words = visitor.words(&shell);
    let mut page = frame::page(&shell, &visitor, words.t("desk-departures-title"));
    page.notice = done_text(words, &shown.done);
    render(&DeparturesPage { page, nav: frame::nav(&shell, &visitor), rows })
}

fn view(one: &Departure) -> DepartureView {
    DepartureView {
        id: one.id.to_string(),
        code: one.code.clone(),
        names: one.names.join(", "),
        before: one.before.clone().unwrap_or_default(),
        after: one.after.clone(),
        told: format::datetime(one.told_at),
        due: format::datetime(one.answer_by),
    }
}

pub(crate) async fn note(State(shell): State<Shell>, visitor: Visitor, posted: Posted) -> Answer {
    let id: HandoverId = frame::id(posted.text("departure"))?;
    let mut tx = visitor.ctx(&shell).begin(why::departures()).await?;
    let out = casework::note_departure(&mut tx, id).await;
    tx.finish(out).await?;
    redirect("/desk/departures?done=departure-noted")
}
