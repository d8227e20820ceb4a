//! Answers: a page, a redirect, or a failure that the guard turns into a page or problem+json.

use crate::Words;
use askama::Template;
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use basis::{Failure, Fault, Kind, Refusal, RequestId};
use std::sync::Arc;

/// What a handler gives back.
pub type Answer = Result<Response, Oops>;

/// A failure on its way to the guard, which knows the visitor's language and what the client reads.
#[derive(Debug)]
pub struct Oops(pub Failure);

impl<E: Into<Failure>> From<E> for Oops {
    fn from(failure: E) -> Self {
        Self(failure.into())
    }
}

/// The failure as it travels inside a response.
#[derive(Clone, Debug)]
pub(crate) struct Carried(pub(crate) Arc<Failure>);

impl IntoResponse for Oops {
    fn into_response(self) -> Response {
        let mut response = status_of(&self.0).into_response();
        response.extensions_mut().insert(Carried(Arc::new(self.0)));
        response
    }
}

/// The status a failure is answered with.
pub(crate) fn status_of(failure: &Failure) -> StatusCode {
    match failure {
        Failure::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        Failure::Refusal(refusal) => match refusal.kind {
            Kind::Invalid | Kind::Confirm => StatusCode::UNPROCESSABLE_ENTITY,
            Kind::Forbidden => StatusCode::FORBIDDEN,
            Kind::NotFound => StatusCode::NOT_FOUND,
            Kind::Conflict => StatusCode::CONFLICT,
            Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        },
    }
}

/// Draws a page.
///
/// # Errors
/// A fault when the template fails.
pub fn render(page: &impl Template) -> Answer {
    let html = page.render().map_err(|error| Fault::because("drawing a page", error))?;
    Ok(Html(html).into_response())
}

/// Sends the visitor on after a form was taken (303), so that reloading posts nothing twice.
pub fn redirect(to: &str) -> Answer {
    let location = HeaderValue::from_str(to).map_err(|error| Fault::because("redirecting", error))?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response())
}

/// A failure as RFC 9457 problem+json.
#[must_use]
pub fn problem_json(failure: &Failure, words: &Words, request: RequestId) -> Response {
    let status = status_of(failure);
    let body = match failure {
        Failure::Fault(_) => serde_json::json!({
            "type": "/problems/fault", "title": words.t("fault-title"), "status": status.as_u16(),
            "instance": request.to_string(),
        }),
        Failure::Refusal(refusal) => refusal_json(refusal, words, status, request),
    };
    let mut response = (status, Json(body)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

fn refusal_json(refusal: &Refusal, words: &Words, status: StatusCode, request: RequestId) -> serde_json::Value {
    let problems: Vec<_> = refusal
        .problems
        .iter()
        .map(|problem| {
            serde_json::json!({
                "code": problem.code.0,
                "field": problem.field.as_ref().map(ToString::to_string),
                "detail": words.problem(problem),
                "ground": problem.ground.as_ref().map(|ground| ground.0.as_ref()),
            })
        })
        .collect();
    let first = refusal.problems.first();
    serde_json::json!({
        "type": first.map_or_else(|| "/problems/refused".to_owned(), |problem| format!("/problems/{}", problem.code.0)),
        "title": first.map(|problem| words.problem(problem)),
        "status": status.as_u16(), "instance": request.to_string(), "problems": problems,
    })
}
