//! Signing in with a name and a password, and signing out.

use crate::{
    forms,
    next::{home, local},
    pages::SignInPage,
};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use basis::{Failure, Kind, Refusal};
use db::{Law, Why};
use identity::SignIn;
use serde::Deserialize;
use web::http::{Answer, Posted, Query, Shell, Visitor, end_session_cookie, redirect, render, session_cookie};

/// Where the visitor came from.
#[derive(Deserialize)]
pub(crate) struct Came {
    #[serde(default)]
    next: String,
}

pub(crate) async fn show(State(shell): State<Shell>, visitor: Visitor, Query(came): Query<Came>) -> Answer {
    let next = local(&came.next).unwrap_or_default();
    if visitor.session.is_some() {
        return redirect(if next.is_empty() { home(&visitor.actor()) } else { next });
    }
    page(&shell, &visitor, next, "", None)
}

pub(crate) async fn submit(State(shell): State<Shell>, visitor: Visitor, headers: HeaderMap, posted: Posted) -> Answer {
    let next = local(posted.text("next")).unwrap_or_default();
    let command = SignIn {
        username: posted.text("username").to_owned(),
        password: posted.text("password").to_owned(),
        address: visitor.address,
        agent: headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default().to_owned(),
        lang: Some(visitor.lang.code().to_owned()),
    };
    match identity::sign_in(&visitor.ctx(&shell), &shell.hasher, &shell.sign_in, command).await {
        Ok(signed_in) => {
            // Somebody was signed in already, perhaps another: that session ends with the change.
            end(&shell, &visitor).await?;
            let to = if next.is_empty() { home(&signed_in.session.actor) } else { next };
            with_cookie(redirect(to)?, session_cookie(&shell.origin, &signed_in.token)?)
        }
        Err(Failure::Refusal(refusal)) => page(&shell, &visitor, next, posted.text("username"), Some(&refusal)),
        Err(fault) => Err(fault.into()),
    }
}

pub(crate) async fn sign_out(State(shell): State<Shell>, visitor: Visitor) -> Answer {
    end(&shell, &visitor).await?;
    with_cookie(redirect("/")?, end_session_cookie(&shell.origin)?)
}

async fn end(shell: &Shell, visitor: &Visitor) -> Result<(), Failure> {
    if visitor.session.is_none() {
        return Ok(());
    }
    let mut tx = visitor.ctx(shell).begin(Why::under("sign_out", Law::SignIn)).await?;
    let out = identity::sign_out(&mut tx).await;
    tx.finish(out).await
}

fn with_cookie(mut response: Response, cookie: axum::http::HeaderValue) -> Answer {
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

fn page(shell: &Shell, visitor: &Visitor, next: &str, username: &str, refusal: Option<&Refusal>) -> Answer {
    let words = visitor.words(shell);
    let page = SignInPage {
        page: visitor.page(shell, words.t("sign-in-title")),
        next: next.to_owned(),
        username: username.to_owned(),
        errors: forms::summary(refusal, words, "username"),
        username_error: forms::at(refusal, words, "username"),
        password_error: forms::at(refusal, words, "password"),
    };
    let mut response = render(&page)?;
    if let Some(refusal) = refusal {
        *response.status_mut() = match refusal.kind {
            Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Kind::Forbidden => StatusCode::FORBIDDEN,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
    }
    Ok(response)
}
