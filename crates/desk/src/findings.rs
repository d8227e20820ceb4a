//! What the comparison of hand-overs found: lost, doubled, diverged, or unknown to us. It shows codes, no people. Whoever
//! has looked into one closes it with a reason, which is kept.

use crate::{
    dossier::{Seer, party},
    frame::{self, NavItem},
    names::Names,
    why,
};
use askama::Template;
use axum::extract::{Path, State};
use basis::{Failure, Kind, Refusal};
use casework::Finding;
use serde::Deserialize;
use web::{
    ErrorLink, Page, Tag, Tone, format,
    http::{Answer, Posted, Query, Shell, Visitor, redirect},
};

/// The power that settles a finding.
const CLOSE: &str = "close_finding";

/// One finding, in words.
#[derive(Clone, Debug)]
pub(crate) struct FindingRow {
    pub(crate) id: i64,
    pub(crate) kind: Tag,
    pub(crate) code: String,
    pub(crate) what: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) asked: String,
    pub(crate) answer_by: String,
    pub(crate) found: String,
    /// Who settled it, when and why.
    pub(crate) closed: Option<(String, String, String)>,
}

/// A reason that was typed for one finding.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typed {
    pub(crate) id: i64,
    pub(crate) reason: String,
}

/// The page of findings.
#[derive(Template)]
#[template(path = "findings.html")]
pub(crate) struct FindingsPage {
    pub(crate) page: Page,
    pub(crate) nav: Vec<NavItem>,
    pub(crate) rows: Vec<FindingRow>,
    pub(crate) closed: Vec<FindingRow>,
    pub(crate) may_close: bool,
    pub(crate) typed: Typed,
    pub(crate) errors: Vec<ErrorLink>,
}

impl FindingsPage {
    /// The message beside a row's box.
    fn error_of(&self, row: &FindingRow) -> Option<&str> {
        frame::error_at(&self.errors, &format!("reason-{}", row.id))
    }
    fn reason_of(&self, row: &FindingRow) -> &str {
        if self.typed.id == row.id { &self.typed.reason } else { "" }
    }
}

/// What the address may add.
#[derive(Deserialize, Default)]
pub(crate) struct Shown {
    #[serde(default)]
    done: String,
}

pub(crate) async fn show(State(shell): State<Shell>, visitor: Visitor, Query(shown): Query<Shown>) -> Answer {
    draw(&shell, &visitor, Typed::default(), None, &shown.done).await
}

async fn draw(shell: &Shell, visitor: &Visitor, typed: Typed, refusal: Option<&Refusal>, done: &str) -> Answer {
    let ctx = visitor.ctx(shell);
    let mut tx = ctx.begin(why::findings()).await?;
    let out = async { Ok((casework::findings(&mut tx).await?, casework::closed_findings(&mut tx).await?)) }.await;
    let (open, closed) = tx.finish(out).await?;
    let officers = closed.iter().filter_map(|finding| finding.closed.as_ref()).map(|closed| closed.by).collect();
    let names = Names::find(&ctx, officers).await?;
    let seer = Seer::new(shell, visitor);
    let mut page = frame::page(shell, visitor, seer.words.t("desk-findings-title"));
    page.notice = (done == "closed").then(|| seer.words.t("desk-finding-done").to_owned());
    let target = |field: &str| (field == "reason").then(|| format!("reason-{}", typed.id));
    let mut errors = refusal.map(|refusal| frame::summary(refusal, seer.words, target)).unwrap_or_default();
    if refusal.is_some_and(|refusal| refusal.has(casework::codes::REASON_MISSING)) {
        // The general words speak of a citizen who reads the reason; nobody but officers reads this one.
        for error in &mut errors {
            seer.words.t("desk-finding-reason-missing").clone_into(&mut error.text);
        }
    }
    let page = FindingsPage {
        page,
        nav: frame::nav(shell, visitor),
        rows: open.iter().map(|finding| row(&seer, finding, &names)).collect(),
        closed: closed.iter().map(|finding| row(&seer, finding, &names)).collect(),
        may_close: frame::holds(shell, visitor, CLOSE),
        errors,
        typed,
    };
    frame::draw(&page, refusal)
}

pub(crate) async fn close(
    State(shell): State<Shell>,
    visitor: Visitor,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let typed = Typed { id: frame::id(&id)?, reason: posted.text("reason").to_owned() };
    let mut tx = visitor.ctx(&shell).begin(why::findings()).await?;
    let out = casework::close_finding(&mut tx, typed.id, &typed.reason).await;
    match tx.finish(out).await {
        Ok(()) => redirect("/desk/findings?done=closed"),
        Err(Failure::Refusal(refusal)) if matches!(refusal.kind, Kind::Invalid | Kind::Conflict) => {
            draw(&shell, &visitor, typed, Some(&refusal), "").await
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Where somebody comes to whose session had ended before the reason arrived.
pub(crate) async fn not_closed() -> Answer {
    redirect("/desk/findings")
}

fn row(seer: &Seer, finding: &Finding, names: &Names) -> FindingRow {
    let (tone, key) = match finding.kind.as_str() {
        "lost" => (Tone::Late, "desk-finding-lost"),
        "doubled" => (Tone::Soon, "desk-finding-doubled"),
        "refused" => (Tone::Late, "desk-finding-refused"),
        "unknown" => (Tone::Late, "desk-finding-unknown"),
        "unmade" => (Tone::Late, "desk-finding-unmade"),
        "unprinted" => (Tone::Late, "desk-finding-unprinted"),
        _ => (Tone::Soon, "desk-finding-diverged"),
    };
    let closed = finding.closed.as_ref().map(|closed| {
        let by = names.officer(closed.by).unwrap_or_default().to_owned();
        (by, format::datetime(closed.at), closed.reason.clone())
    });
    let found = format::datetime(finding.found_at);
    let kind = Tag::new(tone, seer.words.t(key));
    let Some(of) = &finding.of else {
        // Only the other side has it: there is nothing of ours to show.
        let register = party(seer, "national-register", names);
        let (nothing, what) = ("–".to_owned(), seer.words.t("desk-handover-number").to_owned());
        return FindingRow {
            id: finding.id,
            kind,
            code: nothing.clone(),
            what,
            from: register,
            to: nothing.clone(),
            asked: nothing.clone(),
            answer_by: nothing,
            found,
            closed,
        };
    };
    let what = match of.kind.as_str() {
        "number" => "desk-handover-number",
        "insurance" => "desk-handover-insurance",
        "papers" => "desk-handover-papers",
        "paper" => "desk-handover-paper",
        _ => "desk-handover-leg",
    };
    FindingRow {
        id: finding.id,
        kind,
        code: of.code.clone(),
        what: seer.words.t(what).to_owned(),
        from: party(seer, &of.sender, names),
        to: party(seer, &of.receiver, names),
        asked: format::datetime(of.asked_at),
        answer_by: format::datetime(of.answer_by),
        found,
        closed,
    }
}
