//! A dossier's papers, shown to its owner.

use crate::serve;
use axum::extract::{Path, State};
use basis::{Failure, Kind};
use casework::Paper;
use web::http::{Answer, NOT_FOUND, Shell, Visitor};

async fn find(shell: &Shell, visitor: &Visitor, code: &str, paper: &str) -> Result<Paper, Failure> {
    let tracked = super::load(shell, visitor, code).await?;
    let wanted: Option<uuid::Uuid> = paper.parse().ok();
    tracked
        .papers
        .into_iter()
        .find(|there| Some(there.id) == wanted)
        .ok_or_else(|| Failure::refused(Kind::NotFound, NOT_FOUND))
}

pub(crate) async fn show(
    State(shell): State<Shell>,
    visitor: Visitor,
    Path((code, paper)): Path<(String, String)>,
) -> Answer {
    let paper = find(&shell, &visitor, &code, &paper).await?;
    serve::file(&shell, &paper.hash, &paper.name).await
}

pub(crate) async fn thumb(
    State(shell): State<Shell>,
    visitor: Visitor,
    Path((code, paper)): Path<(String, String)>,
) -> Answer {
    let paper = find(&shell, &visitor, &code, &paper).await?;
    serve::thumb(&shell, &paper.hash).await
}
