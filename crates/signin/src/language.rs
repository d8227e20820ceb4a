//! The switch of language in the header: a cookie for the browser, and the session where there is one.

use crate::next::local;
use axum::{extract::State, http::header};
use basis::{Failure, Kind};
use db::{Law, Why};
use identity::codes::LANG_UNKNOWN;
use web::{
    Lang,
    http::{Answer, Posted, Shell, Visitor, lang_cookie, redirect},
};

pub(crate) async fn choose(State(shell): State<Shell>, visitor: Visitor, posted: Posted) -> Answer {
    let lang = Lang::from_code(posted.text("lang")).ok_or_else(|| Failure::refused(Kind::Invalid, LANG_UNKNOWN))?;
    if visitor.session.is_some() {
        let mut tx = visitor.ctx(&shell).begin(Why::under("choose_language", Law::SignIn)).await?;
        let out = identity::set_lang(&mut tx, lang.code()).await;
        tx.finish(out).await?;
    }
    // Back to sign-in is fine here, only not back to an address that takes forms alone.
    let back = posted.text("back");
    let back = if back == "/sign-in" { "/sign-in" } else { local(back).unwrap_or("/") };
    let mut response = redirect(back)?;
    response.headers_mut().append(header::SET_COOKIE, lang_cookie(&shell.origin, lang)?);
    Ok(response)
}
