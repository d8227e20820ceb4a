//! Check-your-answers, and submitting: once for each key, and not while a paper is not whole.

use super::{Open, gone, id_of, page_of, page_url};
use crate::{say, why};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use basis::{DraftId, Failure, Fault, Kind, Problem, Refusal, SubmissionKey};
use casework::{Submit, Submitted};
use procedure::{Form, view::SummarySection};
use web::{
    ErrorLink, Page, Words,
    http::{Answer, Posted, Shell, Visitor, redirect, render},
};

/// The id of the box in which the filer declares that all is true.
const DECLARE: &str = "declare";
/// The value the message about a broken paper names.
const NAME: &str = "name";
/// The declaration was not made.
pub(crate) const NOT_DECLARED: basis::Code = basis::Code("declaration-missing");

/// Something that must be mended on another page.
pub(crate) struct Amiss {
    pub(crate) question: String,
    pub(crate) text: String,
    pub(crate) href: String,
}

/// Check-your-answers.
#[derive(Template)]
#[template(path = "check.html")]
pub(crate) struct CheckPage {
    pub(crate) page: Page,
    pub(crate) procedure: String,
    pub(crate) sections: Vec<SummarySection>,
    /// Where the pages of the draft are.
    pub(crate) change: String,
    pub(crate) action: String,
    pub(crate) back: String,
    pub(crate) amiss: Vec<Amiss>,
    pub(crate) errors: Vec<ErrorLink>,
    pub(crate) key: String,
}

impl CheckPage {
    fn undeclared(&self) -> Option<&str> {
        let here = |error: &&ErrorLink| error.target.as_deref() == Some(DECLARE);
        self.errors.iter().find(here).map(|error| error.text.as_str())
    }
}

pub(crate) async fn show(State(shell): State<Shell>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    draw(&shell, &visitor, id_of(&id)?, SubmissionKey::fresh(), Vec::new()).await
}

async fn draw(shell: &Shell, visitor: &Visitor, id: DraftId, key: SubmissionKey, refused: Vec<Problem>) -> Answer {
    let open = match Open::load(shell, visitor, id).await {
        Ok(open) => open,
        Err(failure) => return gone(failure),
    };
    let form = open.form(shell)?;
    let words = visitor.words(shell);
    let filling = open.filling(form);
    let findings = filling.check_all();
    let (here, elsewhere): (Vec<Problem>, Vec<Problem>) =
        refused.into_iter().partition(|problem| problem.field.as_ref().is_none_or(|at| page_of(form, &at.0).is_none()));
    let wrong = !here.is_empty() || !elsewhere.is_empty();
    let mut all: Vec<Problem> = findings.problems;
    all.extend(findings.confirms);
    all.extend(elsewhere);
    let pages = filling.pages();
    let mut layout = visitor.page(shell, words.t("check-title"));
    layout.told = super::moved(shell, visitor, &open);
    let page = CheckPage {
        page: layout,
        procedure: super::procedure_name(shell, visitor, &open)?,
        sections: filling.summary(say::lang(visitor.lang)),
        change: format!("/drafts/{id}/pages"),
        action: format!("/drafts/{id}/check"),
        back: pages.last().map_or_else(|| "/drafts".to_owned(), |last| page_url(id, &last.key)),
        amiss: amiss(form, id, all, words),
        errors: here
            .into_iter()
            .map(|problem| ErrorLink {
                target: problem.field.as_ref().map(ToString::to_string),
                text: words.problem(&problem),
            })
            .collect(),
        key: key.to_string(),
    };
    let mut response = render(&page)?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// Each problem once, with the question it is about and the page that mends it.
fn amiss(form: &Form, id: DraftId, problems: Vec<Problem>, words: &Words) -> Vec<Amiss> {
    let mut list: Vec<Amiss> = Vec::new();
    for problem in problems {
        let Some(field) = problem.field.as_ref().map(|at| at.0.as_ref()) else { continue };
        let Some(page) = page_of(form, field) else { continue };
        let question = super::fields_of(form, page).find(|there| there.key == field);
        let amiss = Amiss {
            question: question.map(|field| field.label.get(say::lang(words.lang())).to_owned()).unwrap_or_default(),
            text: words.problem(&problem),
            href: format!("{}?check=1#{}", page_url(id, page), field.replace('.', "-")),
        };
        if !list.iter().any(|there| there.href == amiss.href && there.text == amiss.text) {
            list.push(amiss);
        }
    }
    list
}

pub(crate) async fn submit(
    State(shell): State<Shell>,
    visitor: Visitor,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let id = id_of(&id)?;
    // A missing or broken key is as good as a new one: a form of ours always sends one.
    let key = posted.text("key").parse().unwrap_or_else(|_| SubmissionKey::fresh());
    if posted.get(DECLARE).is_none() {
        return draw(&shell, &visitor, id, key, vec![Problem::new(NOT_DECLARED).at(DECLARE)]).await;
    }
    match send(&shell, &visitor, id, key).await {
        // Loading the confirmation again shows the same, and sends nothing twice.
        Ok(submitted) if visitor.person().is_err() => redirect(&counter(&submitted)),
        Ok(submitted) => redirect(&format!("/dossiers/{}/done", submitted.code)),
        Err(Failure::Refusal(refusal)) if matches!(refusal.kind, Kind::Invalid | Kind::Confirm) => {
            draw(&shell, &visitor, id, key, refusal.problems).await
        }
        // The procedure was replaced since the draft was opened: opening it again moves it and says what changed.
        Err(Failure::Refusal(refusal)) if refusal.has(casework::codes::PROCEDURE_NOT_IN_FORCE) => {
            redirect(&format!("/drafts/{id}"))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// An officer who filed for somebody goes on at the counter, where the receipt is printed.
fn counter(submitted: &Submitted) -> String {
    format!("/desk/counter/{}", submitted.dossier)
}

async fn send(shell: &Shell, visitor: &Visitor, id: DraftId, key: SubmissionKey) -> Result<Submitted, Failure> {
    refuse_broken_papers(shell, visitor, id).await?;
    let mut tx = visitor.ctx(shell).begin(why::SUBMIT).await?;
    let out = casework::submit(&mut tx, &shell.book, Submit { draft: id, key }).await;
    tx.finish(out).await
}

/// Reads every paper again from the disk. Outside of the transaction, since it may take a while.
async fn refuse_broken_papers(shell: &Shell, visitor: &Visitor, id: DraftId) -> Result<(), Failure> {
    let mut tx = visitor.ctx(shell).begin(why::SUBMIT).await?;
    let out = casework::papers_of_draft(&mut tx, id).await;
    let papers = tx.finish(out).await?;
    let mut problems = Vec::new();
    for paper in papers {
        let hash = paper.hash.parse().map_err(|_| Fault::new("a paper is kept under something that is no hash"))?;
        if !shell.files.is_whole(&hash).await? {
            let problem = Problem::new(casework::codes::PAPER_MISSING).at(paper.field).with(NAME, paper.name);
            problems.push(problem);
        }
    }
    Ok(Refusal::unless_empty(Kind::Invalid, problems)?)
}
