//! What the nightly comparison of hand-overs found: lost, doubled, diverged. It shows codes, no people.

use crate::{
    dossier::{Seer, party},
    frame::{self, NavItem},
    names::Names,
    why,
};
use askama::Template;
use axum::extract::State;
use casework::Finding;
use web::{
    Page, Tag, Tone, format,
    http::{Answer, Shell, Visitor, render},
};

/// One finding, in words.
#[derive(Clone, Debug)]
pub(crate) struct FindingRow {
    pub(crate) kind: Tag,
    pub(crate) code: String,
    pub(crate) what: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) asked: String,
    pub(crate) answer_by: String,
    pub(crate) found: String,
}

/// The page of findings.
#[derive(Template)]
#[template(path = "findings.html")]
pub(crate) struct FindingsPage {
    pub(crate) page: Page,
    pub(crate) nav: Vec<NavItem>,
    pub(crate) rows: Vec<FindingRow>,
}

pub(crate) async fn show(State(shell): State<Shell>, visitor: Visitor) -> Answer {
    let ctx = visitor.ctx(&shell);
    let mut tx = ctx.begin(why::findings()).await?;
    let out = casework::findings(&mut tx).await;
    let findings = tx.finish(out).await?;
    let names = Names::find(&ctx, Vec::new()).await?;
    let seer = Seer::new(&shell, &visitor);
    let rows = findings.iter().map(|finding| row(&seer, finding, &names)).collect();
    let page = frame::page(&shell, &visitor, seer.words.t("desk-findings-title"));
    render(&FindingsPage { page, nav: frame::nav(&shell, &visitor), rows })
}

fn row(seer: &Seer, finding: &Finding, names: &Names) -> FindingRow {
    let (tone, key) = match finding.kind.as_str() {
        "lost" => (Tone::Late, "desk-finding-lost"),
        "doubled" => (Tone::Soon, "desk-finding-doubled"),
        "refused" => (Tone::Late, "desk-finding-refused"),
        _ => (Tone::Soon, "desk-finding-diverged"),
    };
    let what = if finding.handover_kind == "number" { "desk-handover-number" } else { "desk-handover-leg" };
    FindingRow {
        kind: Tag::new(tone, seer.words.t(key)),
        code: finding.code.clone(),
        what: seer.words.t(what).to_owned(),
        from: party(seer, &finding.sender, names),
        to: party(seer, &finding.receiver, names),
        asked: format::datetime(finding.asked_at),
        answer_by: format::datetime(finding.answer_by),
        found: format::datetime(finding.found_at),
    }
}
