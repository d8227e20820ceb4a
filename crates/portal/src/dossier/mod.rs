//! One's dossiers: listed, confirmed, followed, supplemented, withdrawn, with another secret.

pub(crate) mod done;
pub(crate) mod list;
pub(crate) mod paper;
pub(crate) mod secret;
pub(crate) mod supplement;
pub(crate) mod track;
pub(crate) mod withdraw;

use basis::Failure;
use casework::Tracked;
use web::http::{Shell, Visitor};

/// The own dossier with this code. Another family's is as if it were not there.
pub(crate) async fn load(shell: &Shell, visitor: &Visitor, code: &str) -> Result<Tracked, Failure> {
    let mut tx = visitor.ctx(shell).begin(crate::why::TRACK).await?;
    let out = casework::track(&mut tx, code).await;
    tx.finish(out).await
}

/// The address of a dossier.
pub(crate) fn url(code: &str) -> String {
    format!("/dossiers/{code}")
}
