//! A paper of a dossier, streamed to an officer whose agency has a leg of it, and to nobody else.

use crate::{frame, why};
use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use basis::{Failure, Fault, Kind};
use files::{ContentHash, FileKind};
use serde::Deserialize;
use tokio_util::io::ReaderStream;
use web::http::{Answer, NOT_FOUND, Query, Shell, Visitor};

/// The leg by which the paper is reached.
#[derive(Deserialize)]
pub(crate) struct By {
    #[serde(default)]
    leg: String,
    /// The small picture is enough.
    #[serde(default)]
    small: String,
}

pub(crate) async fn show(
    State(shell): State<Shell>,
    visitor: Visitor,
    Path(paper): Path<String>,
    Query(by): Query<By>,
) -> Answer {
    let paper: uuid::Uuid = frame::id(&paper)?;
    let missing = || Failure::refused(Kind::NotFound, NOT_FOUND);
    let mut tx = visitor.ctx(&shell).begin(why::paper()).await?;
    let out = casework::paper_of(&mut tx, frame::id(&by.leg)?, paper).await;
    let found = tx.finish(out).await?;
    let hash: ContentHash = found.hash.parse().map_err(|_| Fault::new("a paper's hash is not one"))?;
    if !by.small.is_empty() {
        let small = shell.files.thumbnail(&hash).await?.ok_or_else(missing)?;
        return Ok(answer(FileKind::Jpeg.media_type(), "inline", Body::from(small)));
    }
    let kept = shell.files.find(&hash).await?.ok_or_else(|| Fault::new("a paper is not in the store"))?;
    let (media, size) = (kept.kind.media_type(), kept.size);
    let mut response = answer(media, disposition(kept.kind), Body::from_stream(ReaderStream::new(kept.content)));
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(size));
    Ok(response)
}

/// Shown by the browser where it can be; the citizen's own file name is never repeated in a header.
fn disposition(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Jpeg | FileKind::Png | FileKind::Pdf => "inline",
        _ => "attachment",
    }
}

fn answer(media: &'static str, disposition: &'static str, body: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, media),
        (header::CONTENT_DISPOSITION, disposition),
        // The same paper is opened again and again beside the data; it never leaves this browser.
        (header::CACHE_CONTROL, "private, max-age=300, immutable"),
    ];
    (headers, body).into_response()
}
