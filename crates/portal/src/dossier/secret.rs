//! A lost look-up secret: another one, shown once on the confirmation. The old one ends.

use super::done::{Sent, draw};
use crate::why;
use axum::extract::{Path, State};
use basis::Failure;
use casework::Tracked;
use db::Tx;
use web::http::{Answer, Posted, Shell, Visitor, redirect};

/// Whoever comes back here after signing in again has not asked yet: the dossier's page has the button.
pub(crate) async fn not_asked(Path(code): Path<String>) -> Answer {
    redirect(&super::url(&code))
}

async fn another(tx: &mut Tx, code: &str) -> Result<(Tracked, String), Failure> {
    let secret = casework::reissue_secret(tx, code).await?;
    Ok((casework::track(tx, code).await?, secret))
}

pub(crate) async fn reissue(
    State(shell): State<Shell>,
    visitor: Visitor,
    Path(code): Path<String>,
    _posted: Posted,
) -> Answer {
    let mut tx = visitor.ctx(&shell).begin(why::SECRET).await?;
    let out = another(&mut tx, &code).await;
    let (tracked, secret) = tx.finish(out).await?;
    let dossier = &tracked.dossier;
    let sent = Sent {
        code: &dossier.code,
        due: dossier.due_at,
        definition: &dossier.definition,
        track: super::url(&dossier.code),
    };
    draw(&shell, &visitor, sent, Some(&secret))
}
