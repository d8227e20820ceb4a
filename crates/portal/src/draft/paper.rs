//! A draft's papers, shown to whoever uploaded them.

use super::id_of;
use crate::serve;
use axum::extract::{Path, State};
use basis::{Failure, Kind};
use casework::Paper;
use web::http::{Answer, NOT_FOUND, Shell, Visitor};

async fn find(shell: &Shell, visitor: &Visitor, id: &str, paper: &str) -> Result<Paper, Failure> {
    let id = id_of(id)?;
    let mut tx = visitor.ctx(shell).begin(crate::why::FILL_FORM).await?;
    let out = casework::papers_of_draft(&mut tx, id).await;
    let papers = tx.finish(out).await?;
    let wanted: Option<uuid::Uuid> = paper.parse().ok();
    papers.into_iter().find(|there| Some(there.id) == wanted).ok_or_else(|| Failure::refused(Kind::NotFound, NOT_FOUND))
}

pub(crate) async fn show(
    State(shell): State<Shell>,
    visitor: Visitor,
    Path((id, paper)): Path<(String, String)>,
) -> Answer {
    let paper = find(&shell, &visitor, &id, &paper).await?;
    serve::file(&shell, &paper.hash, &paper.name).await
}

pub(crate) async fn thumb(
    State(shell): State<Shell>,
    visitor: Visitor,
    Path((id, paper)): Path<(String, String)>,
) -> Answer {
    let paper = find(&shell, &visitor, &id, &paper).await?;
    serve::thumb(&shell, &paper.hash).await
}
