//! The outbox: which notices went out, or wait, or failed. What a notice says is shown by its kind, to whom is not.

use crate::{
    frame::{self, NavItem},
    why,
};
use askama::Template;
use axum::extract::State;
use casework::Notice;
use web::{
    Page, Tag, Tone, Words, format,
    http::{Answer, Shell, Visitor, render},
};

/// Notices of one page.
const ROWS_MAX: i64 = 100;

/// One notice, in words.
#[derive(Clone, Debug)]
pub(crate) struct NoticeRow {
    pub(crate) written: String,
    pub(crate) code: String,
    pub(crate) what: String,
    pub(crate) state: Tag,
    pub(crate) sent: Option<String>,
    pub(crate) channel: Option<String>,
    pub(crate) attempts: i32,
}

/// The outbox page.
#[derive(Template)]
#[template(path = "outbox.html")]
pub(crate) struct OutboxPage {
    pub(crate) page: Page,
    pub(crate) nav: Vec<NavItem>,
    pub(crate) rows: Vec<NoticeRow>,
}

pub(crate) async fn show(State(shell): State<Shell>, visitor: Visitor) -> Answer {
    let mut tx = visitor.ctx(&shell).begin(why::outbox()).await?;
    let out = casework::outbox(&mut tx, ROWS_MAX).await;
    let notices = tx.finish(out).await?;
    let words = visitor.words(&shell);
    let page = frame::page(&shell, &visitor, words.t("desk-outbox-title"));
    let rows = notices.iter().map(|notice| row(words, notice)).collect();
    render(&OutboxPage { page, nav: frame::nav(&shell, &visitor), rows })
}

fn row(words: &Words, notice: &Notice) -> NoticeRow {
    let (tone, key) = match notice.state.as_str() {
        "sent" => (Tone::Good, "desk-notice-sent"),
        "failed" => (Tone::Late, "desk-notice-failed"),
        "held" => (Tone::Plain, "desk-notice-held"),
        _ => (Tone::Info, "desk-notice-waiting"),
    };
    let kind = format!("desk-event-{}", notice.kind);
    NoticeRow {
        written: format::datetime(notice.created_at),
        code: notice.code.clone(),
        what: if words.has(&kind) { words.t(&kind) } else { words.t("desk-event-other") }.to_owned(),
        state: Tag::new(tone, words.t(key)),
        sent: notice.sent_at.map(format::datetime),
        channel: notice.channel.as_ref().map(|channel| {
            let key = format!("desk-channel-{channel}");
            if words.has(&key) { words.t(&key).to_owned() } else { channel.clone() }
        }),
        attempts: notice.attempts,
    }
}
