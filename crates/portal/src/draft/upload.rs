//! Uploads by the script, piece by piece: a phone that loses its connection goes on where it stopped.
//!
//! An upload is named by an unguessable id and a seal over draft, field, account and size, so that a piece can be taken
//! without asking PostgreSQL, and belongs to nobody else's draft.

use super::{Open, file_fields, id_of, page_of};
use crate::{sent::sender, why};
use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
};
use basis::{AccountId, DraftId, Failure, Kind, Refusal};
use files::{FILE_UPLOAD_GAP, FILE_UPLOAD_UNKNOWN, Progress, Receipt, UploadId};
use serde::Deserialize;
use serde_json::json;
use web::http::{Answer, NOT_FOUND, Posted, Query, Shell, Visitor};

/// Letters of the seal: 80 bits of a keyed hash.
const SEAL_CHARS: usize = 20;
const NAME_CHARS_MAX: usize = 200;
/// The header in which the script names the file, in percent signs. A name never stands in an address, which is logged.
const NAME_HEADER: &str = "x-file-name";

/// Whose upload it is.
struct Place<'a> {
    draft: DraftId,
    field: &'a str,
    account: AccountId,
}

impl Place<'_> {
    fn seal(&self, shell: &Shell, upload: UploadId) -> String {
        let text = format!("{}\n{}\n{}\n{upload}", self.draft, self.field, self.account);
        let hash = shell.app.keys().hash("upload", &text);
        let mut seal: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        seal.truncate(SEAL_CHARS);
        seal
    }
    fn word(&self, shell: &Shell, upload: UploadId) -> String {
        format!("{upload}-{}", self.seal(shell, upload))
    }
    /// The upload a word of ours names.
    fn open(&self, shell: &Shell, word: &str) -> Result<UploadId, Failure> {
        let unknown = || Failure::refused(Kind::NotFound, FILE_UPLOAD_UNKNOWN);
        let (upload, seal) = word.split_once('-').ok_or_else(unknown)?;
        let upload: UploadId = upload.parse().map_err(|_| unknown())?;
        if self.seal(shell, upload) == seal { Ok(upload) } else { Err(unknown()) }
    }
}

fn place<'a>(visitor: &Visitor, draft: &str, field: &'a str) -> Result<Place<'a>, Failure> {
    let account = visitor.actor().account().ok_or_else(|| Failure::refused(Kind::NotFound, NOT_FOUND))?;
    Ok(Place { draft: id_of(draft)?, field, account })
}

pub(crate) async fn begin(
    State(shell): State<Shell>,
    visitor: Visitor,
    Path((draft, field)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    let place = place(&visitor, &draft, &field)?;
    let open = Open::load(&shell, &visitor, place.draft).await?;
    let form = open.form(&shell)?;
    let takes = page_of(form, &field).is_some_and(|page| file_fields(form, page).contains(&field));
    if !takes {
        return Err(Failure::refused(Kind::NotFound, NOT_FOUND).into());
    }
    let upload = UploadId::fresh();
    let size = posted.text("size").parse().unwrap_or(0);
    let progress = shell.files.begin_for(sender(&shell, &visitor)?, upload, size).await?;
    Ok(Json(json!({ "id": place.word(&shell, upload), "offset": progress.offset, "done": false })).into_response())
}

pub(crate) async fn progress(
    State(shell): State<Shell>,
    visitor: Visitor,
    Path((draft, field, word)): Path<(String, String, String)>,
) -> Answer {
    let upload = place(&visitor, &draft, &field)?.open(&shell, &word)?;
    let found = shell.files.find_upload(upload).await?;
    let found = found.ok_or_else(|| Failure::refused(Kind::NotFound, FILE_UPLOAD_UNKNOWN))?;
    // A whole upload is finished by asking again for its last, empty piece.
    Ok(Json(json!({ "id": word, "offset": found.offset, "done": false })).into_response())
}

#[derive(Deserialize)]
pub(crate) struct At {
    #[serde(default)]
    offset: u64,
}

pub(crate) async fn append(
    State(shell): State<Shell>,
    visitor: Visitor,
    Path((draft, field, word)): Path<(String, String, String)>,
    Query(at): Query<At>,
    headers: HeaderMap,
    piece: Bytes,
) -> Answer {
    let place = place(&visitor, &draft, &field)?;
    let upload = place.open(&shell, &word)?;
    let progress = match shell.files.append(upload, at.offset, piece).await {
        Ok(progress) => progress,
        Err(Failure::Refusal(refusal)) if refusal.has(FILE_UPLOAD_GAP) => {
            // Not a failure of the sender's: it goes on from where we are.
            let found = shell.files.find_upload(upload).await?;
            let offset = found.map_or(0, |found| found.offset);
            return Ok((StatusCode::CONFLICT, Json(json!({ "offset": offset, "done": false }))).into_response());
        }
        // The script takes a 409 for "go on from there"; any other refusal ends the upload.
        Err(Failure::Refusal(refusal)) if refusal.kind == Kind::Conflict => {
            return Err(Failure::from(Refusal { kind: Kind::Invalid, ..*refusal }).into());
        }
        Err(failure) => return Err(failure.into()),
    };
    if progress.offset < progress.size {
        return Ok(Json(json!({ "offset": progress.offset, "done": false })).into_response());
    }
    let receipt = shell.files.finish(upload).await?;
    let name = name_of(&headers, visitor.words(&shell).t("upload-unnamed"), &receipt);
    let mut tx = visitor.ctx(&shell).begin(why::FILL_FORM).await?;
    let out = casework::add_paper(&mut tx, place.draft, &field, &name, &receipt).await;
    let paper = tx.finish(out).await?;
    Ok(Json(done(progress, &paper)).into_response())
}

fn done(progress: Progress, paper: &casework::Paper) -> serde_json::Value {
    json!({
        "offset": progress.offset, "done": true,
        "receipt": { "id": paper.id, "name": paper.name, "bytes": paper.bytes, "sha256": paper.hash, "media": paper.media },
    })
}

/// The name the script gave, or a plain one: a receipt needs some name.
fn name_of(headers: &HeaderMap, unnamed: &str, receipt: &Receipt) -> String {
    let given = headers.get(NAME_HEADER).and_then(|value| value.to_str().ok()).map(decode).unwrap_or_default();
    let given = given.trim();
    if given.is_empty() {
        format!("{unnamed}.{}", receipt.kind.extension())
    } else {
        given.chars().take(NAME_CHARS_MAX).collect()
    }
}

/// Undoes percent signs (`encodeURIComponent`); what is none stays as it is.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let coded = (*first == b'%')
            .then(|| tail.get(..2).and_then(|pair| std::str::from_utf8(pair).ok()))
            .flatten()
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        bytes.push(coded.unwrap_or(*first));
        rest = if coded.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_signs_are_undone_and_anything_else_stays() {
        for (given, text) in [("gi%E1%BA%A5y.jpg", "giấy.jpg"), ("100%", "100%"), ("a%zz%4", "a%zz%4"), ("", "")] {
            assert_eq!(decode(given), text);
        }
    }
}
