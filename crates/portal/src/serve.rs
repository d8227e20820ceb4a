//! Kept files on their way to a browser, which must never run them.

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use basis::{Failure, Fault, Kind};
use files::ContentHash;
use tokio_util::io::ReaderStream;
use web::http::{Answer, NOT_FOUND, Shell};

/// A small picture does not change: its address names its content.
const KEEP_PICTURE: &str = "private, max-age=86400";

fn hash_of(text: &str) -> Result<ContentHash, Failure> {
    text.parse().map_err(|_| Fault::new("a paper is kept under something that is no hash").into())
}

/// Streams a kept file under a name.
pub(crate) async fn file(shell: &Shell, hash: &str, name: &str) -> Answer {
    let kept = shell.files.find(&hash_of(hash)?).await?;
    let kept = kept.ok_or_else(|| Failure::refused(Kind::NotFound, NOT_FOUND))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kept.kind.media_type())),
        (header::CONTENT_DISPOSITION, disposition(name)?),
        (header::CONTENT_LENGTH, HeaderValue::from(kept.size)),
    ];
    Ok((headers, Body::from_stream(ReaderStream::new(kept.content))).into_response())
}

/// A small picture of a kept file, where one can be made.
pub(crate) async fn thumb(shell: &Shell, hash: &str) -> Answer {
    let small = shell.files.thumbnail(&hash_of(hash)?).await?;
    let small = small.ok_or_else(|| Failure::refused(Kind::NotFound, NOT_FOUND))?;
    Ok(picture(small))
}

fn picture(bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
        (header::CACHE_CONTROL, HeaderValue::from_static(KEEP_PICTURE)),
    ];
    (headers, bytes).into_response()
}

/// The name in both spellings of RFC 6266: plain letters, and UTF-8 in percent signs.
fn disposition(name: &str) -> Result<HeaderValue, Fault> {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' }).collect();
    let mut coded = String::with_capacity(name.len() * 3);
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            coded.push(char::from(byte));
        } else {
            coded.push_str(&format!("%{byte:02X}"));
        }
    }
    HeaderValue::from_str(&format!("inline; filename=\"{plain}\"; filename*=UTF-8''{coded}"))
        .map_err(|error| Fault::because("naming a file for the browser", error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_break_out_of_its_header() {
        let value = disposition("giấy \"chứng\"\r\nsinh.jpg").unwrap();
        let text = value.to_str().unwrap();
        assert_eq!(text.matches('"').count(), 2, "{text}");
        assert!(text.contains("filename*=UTF-8''gi%E1%BA%A5y%20"), "{text}");
    }
}
