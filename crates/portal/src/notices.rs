//! The notices one was sent.

use crate::why;
use askama::Template;
use axum::extract::State;
use casework::Notice;
use web::{
    Page, Words, format,
    http::{Answer, Shell, Visitor, render},
};

/// A notice in words.
pub(crate) struct NoticeRow {
    pub(crate) text: String,
    pub(crate) code: String,
    pub(crate) href: String,
    pub(crate) when: String,
}

/// One's notices.
#[derive(Template)]
#[template(path = "notices.html")]
pub(crate) struct NoticesPage {
    pub(crate) page: Page,
    pub(crate) rows: Vec<NoticeRow>,
}

pub(crate) async fn show(State(shell): State<Shell>, visitor: Visitor) -> Answer {
    let person = visitor.person()?;
    let mut tx = visitor.ctx(&shell).begin(why::OWN_NOTICES).await?;
    let out = casework::my_notices(&mut tx, person).await;
    let notices = tx.finish(out).await?;
    let words = visitor.words(&shell);
    render(&NoticesPage {
        page: visitor.page(&shell, words.t("notices-title")),
        // One that is held back, or not sent yet, may still be taken back by an officer.
        rows: notices.iter().filter(|notice| notice.sent_at.is_some()).map(|notice| row(notice, words)).collect(),
    })
}

fn row(notice: &Notice, words: &Words) -> NoticeRow {
    let key = format!("portal-notice-{}", notice.kind);
    NoticeRow {
        text: words.t(if words.has(&key) { &key } else { "portal-notice-other" }).to_owned(),
        // Whoever is asked for consent has no dossier to follow, only a question to answer.
        href: if notice.kind == "consent-asked" {
            "/consents".to_owned()
        } else {
            format!("/dossiers/{}", notice.code)
        },
        code: notice.code.clone(),
        when: format::datetime(notice.sent_at.unwrap_or(notice.created_at)),
    }
}
