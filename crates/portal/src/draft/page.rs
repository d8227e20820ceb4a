//! One page of a form: shown, and saved as it is left. What was typed is never lost, even where it is refused.

use super::{Open, fields_of, file_fields, gone, id_of, notice, page_url, picture};
use crate::{
    say,
    sent::{Arrived, Received, Sent, removals},
    why,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use basis::{DraftId, Failure, Kind, Problem};
use casework::{Noticed, OpenedDraft};
use db::Tx;
use procedure::{Answers, Facts, Form, Parsed, view::PageView};
use serde::Deserialize;
use web::{
    FormFrame, Page,
    http::{Answer, NOT_FOUND, Posted, Query, Shell, Visitor, redirect, render},
};

/// A form page.
#[derive(Template)]
#[template(path = "form.html")]
pub(crate) struct FormPage {
    pub(crate) page: Page,
    pub(crate) procedure: String,
    pub(crate) view: PageView,
    pub(crate) frame: FormFrame,
}

impl FormPage {
    fn failed(&self) -> bool {
        !self.frame.errors.is_empty() || self.view.fields.iter().any(|field| !field.errors.is_empty())
    }
}

#[derive(Deserialize)]
pub(crate) struct Came {
    /// Come from check-your-answers: say again what is wrong here.
    #[serde(default)]
    check: String,
}

pub(crate) async fn show(
    State(shell): State<Shell>,
    visitor: Visitor,
    Path((id, page)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let open = match Open::load(&shell, &visitor, id_of(&id)?).await {
        Ok(open) => open,
        Err(failure) => return gone(failure),
    };
    let mut said = Said::default();
    if !came.check.is_empty() {
        said.findings = open.filling(open.form(&shell)?).check_all();
    }
    draw(&shell, &visitor, &open, &page, said)
}

/// What a page has to say beyond its questions.
#[derive(Default)]
pub(crate) struct Said {
    pub(crate) findings: procedure::Findings,
    pub(crate) errors: Vec<Problem>,
    /// How it is answered when something is wrong.
    pub(crate) status: Option<StatusCode>,
}

/// Draws a page from the answers in `open`.
pub(crate) fn draw(shell: &Shell, visitor: &Visitor, open: &Open, page: &str, said: Said) -> Answer {
    let stored = fingerprint(shell, open.form(shell)?, page, &open.opened.answers);
    draw_from(shell, visitor, open, page, said, stored)
}

/// The same, where what is shown is not what is stored (`stored` is its fingerprint).
fn draw_from(shell: &Shell, visitor: &Visitor, open: &Open, page: &str, mut said: Said, stored: String) -> Answer {
    let form = open.form(shell)?;
    let words = visitor.words(shell);
    let filling = open.filling(form);
    let keys: Vec<&str> = fields_of(form, page).map(|field| field.key.as_str()).collect();
    let here = |problem: &Problem| problem.field.as_ref().is_none_or(|at| keys.contains(&at.0.as_ref()));
    said.findings.problems.retain(here);
    said.findings.confirms.retain(here);
    let say = |problem: &Problem| words.problem(problem);
    let Some(mut view) = filling.view(page, say::lang(visitor.lang), &said.findings, &say) else {
        if fields_of(form, page).next().is_none() {
            return Err(Failure::refused(Kind::NotFound, NOT_FOUND).into());
        }
        // The page does not arise any more: an answer before it has changed.
        return redirect(&resume_at(open, form));
    };
    let id = open.opened.draft.id;
    picture(&mut view, &format!("/drafts/{id}/papers"));
    let back = filling.before(page).map_or_else(|| "/drafts".to_owned(), |before| page_url(id, &before.key));
    let frame = FormFrame {
        action: page_url(id, page),
        back: Some(back),
        errors: said.errors.iter().map(|problem| words.problem(problem)).collect(),
        submit: None,
        later: true,
        upload: Some(format!("/drafts/{id}/upload")),
        hidden: vec![("revision".to_owned(), stored)],
    };
    let mut layout = visitor.page(shell, view.heading.as_str());
    layout.told = super::moved(shell, visitor, open);
    let page = FormPage { page: layout, procedure: super::procedure_name(shell, visitor, open)?, view, frame };
    let mut response = render(&page)?;
    if let Some(status) = said.status {
        *response.status_mut() = status;
    }
    Ok(response)
}

/// Where a draft is taken up again: the first page that is open, or check-your-answers.
pub(crate) fn resume_at(open: &Open, form: &Form) -> String {
    let id = open.opened.draft.id;
    match open.filling(form).first_open() {
        Some(page) => page_url(id, &page.key),
        None => format!("/drafts/{id}/check"),
    }
}

/// What the page's questions were answered with when it was drawn. Another device may work on other pages meanwhile, and
/// a paper may arrive; only a change of these very answers is a conflict. Keyed, since an answer may be guessed.
fn fingerprint(shell: &Shell, form: &Form, page: &str, answers: &Answers) -> String {
    let mut text = String::from(page);
    for field in fields_of(form, page).filter(|field| field.kind != procedure::FieldKind::File) {
        let value = answers.get(&field.key).map(procedure::Value::word).unwrap_or_default();
        text.push('\n');
        text.push_str(&value);
        for part in ["", "day", "month", "year", "province", "commune", "detail"] {
            text.push('\t');
            text.push_str(answers.raw(&field.key, part).unwrap_or_default());
        }
    }
    let hash = shell.app.keys().hash("form page", &text);
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// What came of a posted page.
struct Left {
    open: Open,
    parsed: Parsed,
    facts: Facts,
    problems: Vec<Problem>,
    outcome: Outcome,
}

enum Outcome {
    Saved,
    /// Changed on another device since it was drawn: nothing was saved.
    Conflict,
    /// The birth notice must be fetched first: nothing was saved.
    Fetch(String),
}

pub(crate) async fn save(
    State(shell): State<Shell>,
    visitor: Visitor,
    Path((id, page)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let id = id_of(&id)?;
    let received = match sent {
        Sent::Texts(posted) => Received { posted, ..Received::default() },
        // Whose draft it is, and what its page takes, is known before a file is.
        files @ Sent::Files(_) => {
            let open = Open::load(&shell, &visitor, id).await?;
            files.receive(&shell, &visitor, &file_fields(open.form(&shell)?, &page)).await?
        }
    };
    let mut left = leave(&shell, &visitor, id, &page, &received, None).await?;
    if let Outcome::Fetch(code) = &left.outcome {
        match notice::ask(&shell, code, &left.open.opened.facts).await {
            Ok(noticed) => left = leave(&shell, &visitor, id, &page, &received, Some(noticed)).await?,
            Err(Failure::Refusal(refusal)) => {
                let field = notice::field(left.open.form(&shell)?, &page).unwrap_or_default().to_owned();
                left.parsed
                    .findings
                    .problems
                    .extend(refusal.problems.into_iter().map(|problem| problem.at(field.clone())));
                return again(&shell, &visitor, left, &page);
            }
            Err(fault) => return Err(fault.into()),
        }
    }
    answer(&shell, &visitor, left, &page, &received.posted)
}

async fn leave(
    shell: &Shell,
    visitor: &Visitor,
    id: DraftId,
    page: &str,
    received: &Received,
    noticed: Option<Noticed>,
) -> Result<Left, Failure> {
    let mut tx = visitor.ctx(shell).begin(why::FILL_FORM).await?;
    let out = take(&mut tx, shell, id, page, received, noticed).await;
    tx.finish(out).await
}

/// Keeps papers, takes others away, reads the answers and saves them.
async fn take(
    tx: &mut Tx,
    shell: &Shell,
    id: DraftId,
    page: &str,
    received: &Received,
    noticed: Option<Noticed>,
) -> Result<Left, Failure> {
    let mut problems = received.problems.clone();
    problems.extend(keep_papers(tx, id, &received.arrived).await?);
    for paper in removals(&received.posted) {
        casework::remove_paper(tx, id, paper).await?;
    }
    if let Some(noticed) = &noticed {
        casework::keep_notice(tx, id, noticed).await?;
    }
    let opened: OpenedDraft = casework::open_draft(tx, &shell.book, id).await?;
    let definition = shell.book.definition(&opened.draft.definition)?;
    let form = &definition.form;
    let today = tx.today();
    let posted = procedure::Posted::new(received.posted.0.clone());
    let mut parsed = form.fill(&opened.answers, &opened.facts, today).parse(page, &posted);
    casework::look_beyond(tx, definition, &opened.draft, page, &mut parsed).await?;
    let stored = fingerprint(shell, form, page, &opened.answers);
    let same = stored == fingerprint(shell, form, page, &parsed.answers);
    let outcome = if received.posted.text("revision") != stored && !same {
        Outcome::Conflict
    } else if let Some(code) = notice::wanted(form, page, &parsed, &opened) {
        Outcome::Fetch(code)
    } else {
        casework::save_draft(tx, &opened.draft, &parsed.answers, page, opened.draft.revision).await?;
        Outcome::Saved
    };
    let facts = match outcome {
        Outcome::Saved => casework::facts_for(tx, &opened.draft, &parsed.answers).await?,
        _ => opened.facts.clone(),
    };
    Ok(Left { open: Open { opened, today }, parsed, facts, problems, outcome })
}

async fn keep_papers(tx: &mut Tx, id: DraftId, arrived: &[Arrived]) -> Result<Vec<Problem>, Failure> {
    let mut problems = Vec::new();
    for file in arrived {
        match casework::add_paper(tx, id, &file.field, &file.name, &file.receipt).await {
            Ok(_) => {}
            Err(Failure::Refusal(refusal)) if refusal.kind == Kind::TooMany => {
                problems.extend(refusal.problems.into_iter().map(|problem| problem.at(file.field.clone())));
            }
            Err(failure) => return Err(failure),
        }
    }
    Ok(problems)
}

/// Where a saved page leads, or the page again with what is wrong.
fn answer(shell: &Shell, visitor: &Visitor, mut left: Left, page: &str, posted: &Posted) -> Answer {
    let id = left.open.opened.draft.id;
    if matches!(left.outcome, Outcome::Conflict) {
        return conflict(shell, visitor, left, page);
    }
    if !left.problems.is_empty() {
        let refused = std::mem::take(&mut left.problems);
        // A paper that was refused is missing too: one message is enough.
        left.parsed.findings.problems.retain(|problem| !refused.iter().any(|other| other.field == problem.field));
        left.parsed.findings.problems.extend(refused);
        return again(shell, visitor, left, page);
    }
    if posted.get("_later").is_some() {
        return redirect("/drafts?saved=1");
    }
    if let Some(field) = stays(posted) {
        return redirect(&format!("{}#{}", page_url(id, page), field.replace('.', "-")));
    }
    if !left.parsed.is_fine() {
        return again(shell, visitor, left, page);
    }
    let form = left.open.form(shell)?;
    let filling = form.fill(&left.parsed.answers, &left.facts, left.open.today);
    // Everything is answered: whoever came back to change one answer goes back to the whole.
    let next = filling.first_open().and_then(|first| filling.after(page).or(Some(first)));
    redirect(&next.map_or_else(|| format!("/drafts/{id}/check"), |next| page_url(id, &next.key)))
}

/// The field whose own button was pressed: load communes, send a file, take one away. The page is shown again.
fn stays(posted: &Posted) -> Option<&str> {
    let button = posted.get("_reload").or_else(|| posted.get("_upload"));
    button.or_else(|| posted.0.iter().find_map(|(name, _)| name.strip_suffix("-remove")))
}

/// The page again, with what is wrong and what was typed.
fn again(shell: &Shell, visitor: &Visitor, left: Left, page: &str) -> Answer {
    let Left { mut open, parsed, outcome, .. } = left;
    let form = open.form(shell)?;
    let stored = match outcome {
        Outcome::Saved => fingerprint(shell, form, page, &parsed.answers),
        Outcome::Conflict | Outcome::Fetch(_) => fingerprint(shell, form, page, &open.opened.answers),
    };
    open.opened.answers = parsed.answers;
    let said = Said { findings: parsed.findings, status: Some(StatusCode::UNPROCESSABLE_ENTITY), ..Said::default() };
    draw_from(shell, visitor, &open, page, said, stored)
}

fn conflict(shell: &Shell, visitor: &Visitor, left: Left, page: &str) -> Answer {
    let Left { mut open, parsed, .. } = left;
    let form = open.form(shell)?;
    let stored = fingerprint(shell, form, page, &open.opened.answers);
    open.opened.answers = parsed.answers;
    let said = Said {
        findings: parsed.findings,
        errors: vec![Problem::new(casework::codes::DRAFT_CHANGED_ELSEWHERE)],
        status: Some(StatusCode::CONFLICT),
    };
    draw_from(shell, visitor, &open, page, said, stored)
}
