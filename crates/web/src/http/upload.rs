//! Uploads: a multipart form read part by part, never whole. Its first part is the form's token.

use super::{
    answer::Oops,
    csrf,
    form::{Posted, storable},
    guard::{FORM_EXPIRED, FORM_TOO_LARGE},
};
use axum::{
    extract::{DefaultBodyLimit, FromRequest, Multipart, Request, multipart::Field},
    http::StatusCode,
};
use basis::{Failure, Kind};

/// Bytes one form with files may have. A file that is too large is read past, so that the page can say so.
pub const FORM_WITH_FILES_BYTES_MAX: usize = 128 * 1024 * 1024;
const TEXT_BYTES_MAX: usize = 64 * 1024;
const PARTS_MAX: usize = 200;

/// The secret the first part is checked against, put there by the guard.
#[derive(Clone)]
pub(crate) struct MultipartToken(pub(crate) String);

/// A multipart form whose token has been checked.
#[derive(Debug)]
pub struct Upload {
    form: Multipart,
    /// Text parts read so far.
    pub posted: Posted,
    seen: usize,
}

/// What came next in a multipart form.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one at a time, on the stack of one handler")]
pub enum Next<'a> {
    /// A text, kept in [`Upload::posted`].
    Text,
    /// A file.
    File(Part<'a>),
    /// Nothing more.
    End,
}

/// A file part, to be read in chunks.
#[derive(Debug)]
pub struct Part<'a> {
    /// The field it was posted under.
    pub name: String,
    /// The name the file had on the citizen's device.
    pub file_name: String,
    /// Its bytes.
    pub field: Field<'a>,
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Oops;
    async fn from_request(mut request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let secret = request
            .extensions()
            .get::<MultipartToken>()
            .cloned()
            .ok_or_else(|| Failure::refused(Kind::Forbidden, FORM_EXPIRED))?;
        // A form of texts is bounded by the guard; one with files by what its files may have together.
        DefaultBodyLimit::max(FORM_WITH_FILES_BYTES_MAX).apply(&mut request);
        let mut form = Multipart::from_request(request, state)
            .await
            // Without a boundary it is no form, and then there is no token in it: the client's doing, not a fault of ours.
            .map_err(|_| Failure::refused(Kind::Forbidden, FORM_EXPIRED))?;
        let first = form.next_field().await.map_err(broken)?;
        let token = match first {
            Some(field) if field.name() == Some(csrf::FIELD) => text_of(field).await?,
            _ => String::new(),
        };
        if !csrf::matches(&secret.0, &token) {
            return Err(Failure::refused(Kind::Forbidden, FORM_EXPIRED).into());
        }
        Ok(Self { form, posted: Posted::default(), seen: 0 })
    }
}

impl Upload {
    /// The next part: a file, or a text that is now in `posted`, or the end. An empty file box is passed over.
    ///
    /// # Errors
    /// A refusal when the form is broken off or too large.
    pub async fn next(&mut self) -> Result<Next<'_>, Failure> {
        self.seen += 1;
        if self.seen > PARTS_MAX {
            return Err(Failure::refused(Kind::Invalid, FORM_TOO_LARGE));
        }
        let Some(field) = self.form.next_field().await.map_err(broken)? else { return Ok(Next::End) };
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            None => {
                let text = text_of(field).await?;
                self.posted.0.push((storable(&name), text));
                Ok(Next::Text)
            }
            Some(file_name) if file_name.is_empty() => Ok(Next::Text),
            Some(file_name) => Ok(Next::File(Part { name, file_name, field })),
        }
    }
}

async fn text_of(mut field: Field<'_>) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        if bytes.len() + chunk.len() > TEXT_BYTES_MAX {
            return Err(Failure::refused(Kind::Invalid, FORM_TOO_LARGE));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(storable(&String::from_utf8_lossy(&bytes)))
}

fn broken(error: axum::extract::multipart::MultipartError) -> Failure {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Failure::refused(Kind::Invalid, FORM_TOO_LARGE);
    }
    // Which part broke off is the client's affair; the form comes back with what was saved.
    Failure::refused(Kind::Invalid, basis::Code("upload-broken-off"))
}
