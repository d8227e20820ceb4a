//! Style, script, fonts and pictures, embedded in the program and addressed by content, so that browsers
//! may keep them for good.

use crate::assets::{ASSETS, Asset};
use axum::{
    extract::Path,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

const KEEP: &str = "public, max-age=31536000, immutable";

/// The address of an asset: `/assets/<hash>/<name>`.
#[must_use]
pub fn asset_url(name: &str) -> String {
    crate::assets::url(name)
}

/// Serves an asset. An address with an old hash is gone, so that a page never mixes versions.
pub async fn serve_asset(Path((hash, name)): Path<(String, String)>) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset: &&Asset| asset.name == name && asset.hash() == hash) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.mime)),
        (header::CACHE_CONTROL, HeaderValue::from_static(KEEP)),
    ];
    (headers, asset.bytes).into_response()
}
