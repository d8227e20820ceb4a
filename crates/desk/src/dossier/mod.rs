//! A dossier as the deciding officer has it: paper beside register, what may be done, what happened.
//!
//! `view` puts what casework gives into words, `journal` its legs, timeline and hand-overs; `acts` reads what was
//! posted. A refusal draws the page again from a fresh look, with everything that was typed still there.

mod acts;
mod journal;
mod view;

pub(crate) use acts::{Act, Typed};
pub(crate) use journal::{events, party, status_tag, when_and_left};
pub(crate) use view::{DossierView, LegState, Seer, delivery_rows, field_label, procedure_name, sex_label, step_label};

/// The parts a dossier's page is put together from, for its sample.
#[cfg(test)]
pub(crate) mod parts {
    pub(crate) use super::{
        journal::HandoverRow,
        view::{AlikeRow, AskedRow, ConsentRow, Home, Keys, Offers, PaperRow, PersonBeside},
    };
}

use crate::{
    frame::{self, NavItem},
    names::Names,
    why,
};
use askama::Template;
use axum::extract::{Path, State};
use basis::{Failure, Kind, LegId, Refusal};
use casework::{Book, Decide, Examined};
use db::{Tx, Why};
use serde::Deserialize;
use trail::DossierLook;
use web::{
    ErrorLink, Page,
    http::{Answer, Posted, Query, Shell, Visitor, redirect},
};

/// A dossier with the names that belong to it.
pub(crate) struct Loaded {
    pub(crate) examined: Examined,
    /// Who opened it before, this opening not counted.
    pub(crate) looks: Vec<DossierLook>,
    pub(crate) names: Names,
}

/// Opens a dossier by one of its legs, and the access record is durable before this returns.
pub(crate) async fn load(shell: &Shell, visitor: &Visitor, leg: LegId, why: Why) -> Result<Loaded, Failure> {
    let ctx = visitor.ctx(shell);
    let mut tx = ctx.begin(why).await?;
    let out = open(&mut tx, &shell.book, leg).await;
    let (examined, looks) = tx.finish(out).await?;
    let whole = &examined.whole;
    // Only officers: a citizen's name comes from the register, where looking at it is recorded.
    let of_events = whole.events.iter().filter(|event| event.actor_kind == "officer").filter_map(|event| event.account);
    let holders = whole.legs.iter().filter_map(|leg| leg.claimed).map(|(account, _)| account);
    let viewers = looks.iter().filter(|look| matches!(look.viewer, trail::Viewer::Officer(_)));
    let viewers = viewers.filter_map(|look| look.account);
    let names = Names::find(&ctx, of_events.chain(holders).chain(viewers).collect()).await?;
    Ok(Loaded { examined, looks, names })
}

async fn open(tx: &mut Tx, book: &Book, leg: LegId) -> Result<(Examined, Vec<DossierLook>), Failure> {
    let examined = casework::examine(tx, book, leg).await?;
    let looks = trail::who_saw_dossier(tx, examined.whole.dossier.id).await?;
    Ok((examined, looks))
}

/// What the address of a dossier may add.
#[derive(Deserialize, Default)]
pub(crate) struct Shown {
    /// What was just done.
    #[serde(default)]
    done: String,
    /// The paper that lies open.
    #[serde(default)]
    paper: String,
}

/// The dossier's page.
#[derive(Template)]
#[template(path = "dossier.html")]
pub(crate) struct DossierPage {
    pub(crate) page: Page,
    pub(crate) nav: Vec<NavItem>,
    pub(crate) dossier: DossierView,
    pub(crate) typed: Typed,
    pub(crate) errors: Vec<ErrorLink>,
}

impl DossierPage {
    /// The message beside a box.
    fn error_at(&self, id: &str) -> Option<&str> {
        frame::error_at(&self.errors, id)
    }
}

/// The part of the page that lies beside the queue, alone: what the script asks for when it moves from row to row.
#[derive(Template)]
#[template(path = "pane.html")]
pub(crate) struct PanePage {
    pub(crate) page: Page,
    pub(crate) dossier: Option<DossierView>,
    pub(crate) filter: String,
}

pub(crate) async fn show(
    State(shell): State<Shell>,
    visitor: Visitor,
    Path(leg): Path<String>,
    Query(shown): Query<Shown>,
) -> Answer {
    let leg = frame::id(&leg)?;
    let loaded = load(&shell, &visitor, leg, why::examine()).await?;
    draw(&shell, &visitor, &loaded, &shown, Typed::default(), None)
}

fn draw(
    shell: &Shell,
    visitor: &Visitor,
    loaded: &Loaded,
    shown: &Shown,
    mut typed: Typed,
    refusal: Option<&Refusal>,
) -> Answer {
    let words = visitor.words(shell);
    let seer = Seer::new(shell, visitor);
    let dossier = DossierView::read(&seer, &shell.book, loaded, &shown.paper)?;
    typed.prepare(&seer, &shell.book, loaded)?;
    let refusal = refusal.cloned().map(|refusal| with_holder(refusal, &dossier));
    let mut errors = Vec::new();
    if let Some(refusal) = &refusal {
        if refusal.kind == Kind::Confirm {
            // A question is no mistake: it stands above the page by itself, not among what is wrong.
            typed.ask_to_confirm(refusal, words);
        }
        errors = frame::summary(refusal, words, |field| typed.target(field));
        if !typed.confirms.is_empty() {
            errors.clear();
        }
        for error in &mut errors {
            if error.target.is_none() {
                error.target = typed.first_box();
            }
        }
    }
    let title = words.with("desk-dossier-title", [("code", dossier.code.as_str())]);
    let mut page = frame::page(shell, visitor, &title);
    page.notice = done_text(words, &shown.done);
    frame::draw(&DossierPage { page, nav: frame::nav(shell, visitor), dossier, typed, errors }, refusal.as_ref())
}

/// What was done, said once above the page.
pub(crate) fn done_text(words: &web::Words, done: &str) -> Option<String> {
    let key = format!("desk-done-{done}");
    words.has(&key).then(|| words.t(&key).to_owned())
}

/// "Another officer holds it" names the officer, whom the rule itself does not know.
fn with_holder(mut refusal: Refusal, dossier: &DossierView) -> Refusal {
    for problem in &mut refusal.problems {
        let of_holder = [casework::codes::HELD_BY_ANOTHER, casework::codes::TAKE_OVER].contains(&problem.code);
        if of_holder && problem.args.is_empty() {
            problem.args.push(("name", dossier.holder.clone().unwrap_or_default()));
        }
    }
    refusal
}

pub(crate) async fn act(
    State(shell): State<Shell>,
    visitor: Visitor,
    Path(leg): Path<String>,
    posted: Posted,
) -> Answer {
    let leg: LegId = frame::id(&leg)?;
    let typed = Typed::read(&posted);
    let Some(act) = typed.wanted(&posted) else {
        // Another line was asked for, or nothing we know: the page again, with all that was typed.
        let loaded = load(&shell, &visitor, leg, why::examine()).await?;
        return draw(&shell, &visitor, &loaded, &Shown::default(), typed, None);
    };
    let done = act.done();
    match carry_out(&shell, &visitor, leg, act).await {
        Ok(()) => redirect(&back_to(&posted, leg, done)),
        Err(Failure::Refusal(refusal)) if refusal.kind != Kind::NotFound => {
            let loaded = load(&shell, &visitor, leg, why::examine()).await?;
            draw(&shell, &visitor, &loaded, &Shown::default(), typed, Some(&refusal))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Does one thing to one leg, in a transaction of its own.
pub(crate) async fn carry_out(shell: &Shell, visitor: &Visitor, leg: LegId, act: Act) -> Result<(), Failure> {
    let mut tx = visitor.ctx(shell).begin(why::decide()).await?;
    match act {
        Act::Claim(take) => {
            let out = casework::claim(&mut tx, leg, take).await;
            tx.finish(out).await
        }
        Act::TakeOver { confirmed } => {
            let out = casework::take_over(&mut tx, leg, &confirmed).await;
            tx.finish(out).await
        }
        Act::Undo(key) => {
            let out = casework::undo(&mut tx, &shell.book, leg, key).await;
            tx.finish(out).await
        }
        Act::Number { number, confirmed } => {
            let out = casework::take_over_number(&mut tx, &shell.book, leg, &number, &confirmed).await;
            tx.finish(out).await
        }
        Act::Decide { action, key, confirmed } => {
            let command = Decide { leg, action, key, confirmed };
            let out = casework::decide(&mut tx, &shell.book, command).await;
            tx.finish(out).await.map(|_| ())
        }
    }
}

/// Where an act leads: back into the queue it was done from, or to the dossier.
fn back_to(posted: &Posted, leg: LegId, done: &str) -> String {
    match casework::Filter::from_word(posted.text("queue")) {
        Some(filter) => format!("/desk?filter={}&leg={leg}&done={done}", filter.word()),
        None => format!("/desk/legs/{leg}?done={done}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_leads_back_to_where_it_was_done() {
        let leg = LegId::from_uuid(uuid::Uuid::from_u128(7));
        let posted = |queue: &str| Posted(vec![("queue".into(), queue.into())]);
        assert_eq!(back_to(&posted(""), leg, "accepted"), format!("/desk/legs/{leg}?done=accepted"));
        assert_eq!(back_to(&posted("fresh"), leg, "claimed"), format!("/desk?filter=fresh&leg={leg}&done=claimed"));
        assert_eq!(back_to(&posted("//evil"), leg, "claimed"), format!("/desk/legs/{leg}?done=claimed"));
    }
}
