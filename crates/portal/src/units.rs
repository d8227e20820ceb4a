//! The communes of a province, for the script that fills the second list of an address.

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderValue, header},
    response::IntoResponse,
};
use web::http::{Answer, Shell};

/// The list changes a few times in years: a browser may keep it for an hour.
const KEEP: &str = "private, max-age=3600";

pub(crate) async fn communes(State(shell): State<Shell>, Path(province): Path<String>) -> Answer {
    let today = basis::today_at(shell.app.now());
    let list: Vec<_> = vietnam::units()
        .communes_of(&province, today)
        .into_iter()
        .map(|unit| serde_json::json!({ "code": unit.key().to_word(), "name": unit.name }))
        .collect();
    Ok(([(header::CACHE_CONTROL, HeaderValue::from_static(KEEP))], Json(list)).into_response())
}
