//! What officers hold, for the leader who may let it go: codes and officers, no citizens.

use crate::{
    dossier::{Seer, done_text, step_label},
    frame::{self, NavItem},
    names::Names,
    why,
};
use askama::Template;
use axum::extract::State;
use basis::LegId;
use casework::HeldRow;
use serde::Deserialize;
use web::{
    Page, format,
    http::{Answer, Posted, Query, Shell, Visitor, redirect, render},
};

/// One held leg, in words.
#[derive(Clone, Debug)]
pub(crate) struct HeldView {
    pub(crate) leg: String,
    pub(crate) code: String,
    pub(crate) step: String,
    pub(crate) agency: String,
    pub(crate) holder: String,
    pub(crate) since: String,
    pub(crate) due: Option<String>,
}

/// The page of held legs.
#[derive(Template)]
#[template(path = "held.html")]
pub(crate) struct HeldPage {
    pub(crate) page: Page,
    pub(crate) nav: Vec<NavItem>,
    pub(crate) rows: Vec<HeldView>,
}

/// What was just done.
#[derive(Deserialize, Default)]
pub(crate) struct Shown {
    #[serde(default)]
    done: String,
}

pub(crate) async fn show(State(shell): State<Shell>, visitor: Visitor, Query(shown): Query<Shown>) -> Answer {
    let ctx = visitor.ctx(&shell);
    let mut tx = ctx.begin(why::held()).await?;
    let out = casework::held_legs(&mut tx).await;
    let held = tx.finish(out).await?;
    let names = Names::find(&ctx, held.iter().map(|row| row.held.0).collect()).await?;
    let seer = Seer::new(&shell, &visitor);
    let rows = held.iter().map(|row| view(&seer, row, &names)).collect();
    let mut page = frame::page(&shell, &visitor, seer.words.t("desk-held-page-title"));
    page.notice = done_text(seer.words, &shown.done);
    render(&HeldPage { page, nav: frame::nav(&shell, &visitor), rows })
}

fn view(seer: &Seer, row: &HeldRow, names: &Names) -> HeldView {
    let (account, since) = row.held;
    HeldView {
        leg: row.leg.to_string(),
        code: row.dossier_code.clone(),
        step: step_label(&row.step, seer.lang),
        agency: names.agency(&row.agency).to_owned(),
        holder: names.officer(account).unwrap_or_else(|| seer.words.t("desk-holder-other")).to_owned(),
        since: format::datetime(since),
        due: row.due_at.map(format::datetime),
    }
}

pub(crate) async fn release(State(shell): State<Shell>, visitor: Visitor, posted: Posted) -> Answer {
    let leg: LegId = frame::id(posted.text("leg"))?;
    let mut tx = visitor.ctx(&shell).begin(why::held()).await?;
    let out = casework::release_held(&mut tx, leg).await;
    tx.finish(out).await?;
    redirect("/desk/held?done=released-held")
}
