//! One's dossiers, and the drafts that may become some.

use crate::{
    draft::list::{DraftRow, rows},
    say, why,
};
use askama::Template;
use axum::extract::State;
use db::Tx;
use web::{
    Page, Tag,
    http::{Answer, Shell, Visitor, render},
};

/// A dossier as the list shows it.
pub(crate) struct DossierRow {
    pub(crate) code: String,
    pub(crate) procedure: String,
    pub(crate) submitted: String,
    pub(crate) due: Option<String>,
    pub(crate) status: Tag,
}

/// One's dossiers and drafts.
#[derive(Template)]
#[template(path = "dossiers.html")]
pub(crate) struct DossiersPage {
    pub(crate) page: Page,
    pub(crate) drafts: Vec<DraftRow>,
    pub(crate) dossiers: Vec<DossierRow>,
}

pub(crate) async fn show(State(shell): State<Shell>, visitor: Visitor) -> Answer {
    let mut tx = visitor.ctx(&shell).begin(why::TRACK).await?;
    let out = load(&mut tx).await;
    let (drafts, dossiers) = tx.finish(out).await?;
    let words = visitor.words(&shell);
    render(&DossiersPage {
        page: visitor.page(&shell, words.t("dossiers-title")),
        drafts: rows(&shell, &visitor, drafts),
        dossiers: dossiers
            .into_iter()
            .map(|line| DossierRow {
                procedure: say::procedure(&shell.book, &line.procedure, visitor.lang),
                submitted: say::day(line.submitted_at),
                due: line.finished_at.is_none().then(|| say::day(line.due_at)),
                status: say::status(line.status, words),
                code: line.code,
            })
            .collect(),
    })
}

async fn load(tx: &mut Tx) -> Result<(Vec<casework::DraftLine>, Vec<casework::DossierLine>), basis::Failure> {
    Ok((casework::my_drafts(tx).await?, casework::my_dossiers(tx, None).await?))
}
