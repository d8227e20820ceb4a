//! "Phiên đăng nhập của tôi": where one is signed in, and ending that.

use crate::pages::{SessionRow, SessionsPage};
use axum::extract::State;
use basis::{Failure, Fault, Kind, SessionId};
use db::{Law, Why};
use identity::codes::SESSION_NOT_FOUND;
use serde::Deserialize;
use web::{
    format,
    http::{Answer, Posted, Query, Shell, Visitor, redirect, render},
};

fn why() -> Why {
    Why::under("own_sessions", Law::SignIn)
}

/// What was just done, to be said once.
#[derive(Deserialize)]
pub(crate) struct Done {
    #[serde(default)]
    done: String,
}

pub(crate) async fn list(State(shell): State<Shell>, visitor: Visitor, Query(done): Query<Done>) -> Answer {
    let mut tx = visitor.ctx(&shell).begin(why()).await?;
    let out = identity::my_sessions(&mut tx).await;
    let sessions = tx.finish(out).await?;

    let words = visitor.words(&shell);
    let rows = sessions
        .into_iter()
        .map(|one| SessionRow {
            id: one.id.to_string(),
            device: if one.agent.is_empty() { words.t("sessions-unknown-device").to_owned() } else { one.agent },
            began: format::datetime(one.created_at),
            seen: format::datetime(one.last_seen_at),
            current: one.current,
        })
        .collect();
    let mut page = visitor.page(&shell, words.t("sessions-title"));
    page.notice = match done.done.as_str() {
        "one" => Some(words.t("sessions-ended-one").to_owned()),
        "others" => Some(words.t("sessions-ended-others").to_owned()),
        _ => None,
    };
    render(&SessionsPage { page, rows })
}

/// Ends one session, or all but this one. Posted to the page's own address, so that a session which ran out
/// meanwhile comes back to a page.
pub(crate) async fn end(State(shell): State<Shell>, visitor: Visitor, posted: Posted) -> Answer {
    let account = visitor.session.as_ref().map(|session| session.account);
    let account = account.ok_or_else(|| Fault::new("a route for the signed in was reached by a stranger"))?;
    let one = match posted.get("session") {
        Some(text) => {
            let id = text.parse::<SessionId>();
            Some(id.map_err(|_| Failure::refused(Kind::NotFound, SESSION_NOT_FOUND))?)
        }
        None => None,
    };
    let mut tx = visitor.ctx(&shell).begin(why()).await?;
    let out = match one {
        Some(session) => identity::end_session(&mut tx, session).await,
        None => identity::end_sessions(&mut tx, account).await.map(drop),
    };
    tx.finish(out).await?;
    redirect(if one.is_some() { "/my/sessions?done=one" } else { "/my/sessions?done=others" })
}
