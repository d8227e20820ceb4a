//! Withdrawing a dossier, asked once more before it is done.

use crate::{say, why};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use basis::{Failure, Kind, SubmissionKey};
use web::{
    Page,
    http::{Answer, Posted, Shell, Visitor, redirect, render},
};

/// The question whether a dossier is to be withdrawn.
#[derive(Template)]
#[template(path = "withdraw.html")]
pub(crate) struct WithdrawPage {
    pub(crate) page: Page,
    pub(crate) code: String,
    /// What would stop.
    pub(crate) stops: Vec<String>,
    /// What is finished and stays.
    pub(crate) stays: Vec<String>,
    pub(crate) key: String,
    pub(crate) errors: Vec<web::ErrorLink>,
}

pub(crate) async fn show(State(shell): State<Shell>, visitor: Visitor, Path(code): Path<String>) -> Answer {
    draw(&shell, &visitor, &code, SubmissionKey::fresh(), Vec::new()).await
}

async fn draw(shell: &Shell, visitor: &Visitor, code: &str, key: SubmissionKey, errors: Vec<String>) -> Answer {
    let tracked = super::load(shell, visitor, code).await?;
    let (done, open): (Vec<_>, Vec<_>) = tracked.legs.iter().partition(|leg| leg.finished_at.is_some());
    let names = |legs: Vec<&casework::Leg>| legs.iter().map(|leg| say::step(&leg.step, visitor.lang)).collect();
    let words = visitor.words(shell);
    let failed = !errors.is_empty();
    let mut response = render(&WithdrawPage {
        page: visitor.page(shell, words.t("withdraw-title")),
        code: tracked.dossier.code.clone(),
        stops: names(open),
        stays: names(done),
        key: key.to_string(),
        errors: errors.into_iter().map(|text| web::ErrorLink { target: None, text }).collect(),
    })?;
    if failed {
        *response.status_mut() = StatusCode::CONFLICT;
    }
    Ok(response)
}

pub(crate) async fn submit(
    State(shell): State<Shell>,
    visitor: Visitor,
    Path(code): Path<String>,
    posted: Posted,
) -> Answer {
    let key = posted.text("key").parse().unwrap_or_else(|_| SubmissionKey::fresh());
    let mut tx = visitor.ctx(&shell).begin(why::WITHDRAW).await?;
    let out = casework::withdraw(&mut tx, &shell.book, &code, key).await;
    match tx.finish(out).await {
        Ok(()) => redirect(&format!("{}?done=withdrawn", super::url(&code))),
        Err(Failure::Refusal(refusal)) if refusal.kind == Kind::Conflict => {
            draw(&shell, &visitor, &code, key, say::reasons(&refusal, visitor.words(&shell))).await
        }
        Err(failure) => Err(failure.into()),
    }
}
