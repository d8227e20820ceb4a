//! Answering a request for supplements: the very questions that are asked, each with the officer's reason.

use crate::{
    draft::{page_of, picture},
    say,
    sent::{Received, Sent},
    why,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use basis::{Failure, Kind, LegId, Problem, Refusal, SubmissionKey};
use casework::{Supplement, Tracked, codes};
use db::Tx;
use procedure::{
    Answers, Facts, FieldKind, FileRef, Findings, Form,
    view::{FieldView, PageView, Widget},
};
use web::{
    ErrorLink, Page, Words,
    http::{Answer, Posted, Shell, Visitor, redirect, render},
};

/// One question that is asked again, and why.
pub(crate) struct Question {
    pub(crate) field: FieldView,
    pub(crate) reason: Option<String>,
    pub(crate) words: String,
}

/// The questions of a request.
#[derive(Template)]
#[template(path = "supplement.html")]
pub(crate) struct SupplementPage {
    pub(crate) page: Page,
    pub(crate) code: String,
    pub(crate) leg: String,
    pub(crate) action: String,
    pub(crate) questions: Vec<Question>,
    pub(crate) errors: Vec<ErrorLink>,
    /// What is unusual: the word that says it is meant, and what it is.
    pub(crate) confirms: Vec<(String, String)>,
    pub(crate) key: String,
}

impl SupplementPage {
    fn has_files(&self) -> bool {
        self.questions.iter().any(|question| matches!(question.field.widget, Widget::Files { .. }))
    }
}

/// A request that is open.
struct Open {
    tracked: Tracked,
    leg: LegId,
    asked: Vec<Supplement>,
    answers: Answers,
}

impl Open {
    async fn load(shell: &Shell, visitor: &Visitor, code: &str, leg: &str) -> Result<Self, Failure> {
        let missing = || Failure::refused(Kind::NotFound, codes::DOSSIER_NOT_FOUND);
        let leg: LegId = leg.parse().map_err(|_| missing())?;
        let tracked = super::load(shell, visitor, code).await?;
        if !tracked.legs.iter().any(|there| there.id == leg) {
            return Err(missing());
        }
        let asked: Vec<Supplement> = tracked
            .supplements
            .iter()
            .filter(|asked| asked.leg == leg && asked.answered_at.is_none())
            .cloned()
            .collect();
        let answers = answers(shell, &tracked, &asked)?;
        Ok(Self { tracked, leg, asked, answers })
    }
    fn form<'a>(&self, shell: &'a Shell) -> Result<&'a Form, Failure> {
        Ok(&shell.book.definition(&self.tracked.dossier.definition)?.form)
    }
    fn fields(&self) -> Vec<String> {
        self.asked.iter().map(|asked| asked.field.clone()).collect()
    }
}

/// The dossier's answers; for a paper that is asked again, only what arrived since it was.
fn answers(shell: &Shell, tracked: &Tracked, asked: &[Supplement]) -> Result<Answers, Failure> {
    let mut answers = shell.book.answers(&tracked.dossier)?;
    let form = &shell.book.definition(&tracked.dossier.definition)?.form;
    for supplement in asked.iter().filter(|asked| is_file(form, &asked.field)) {
        answers.clear(&supplement.field);
        let since =
            |paper: &&casework::Paper| paper.field == supplement.field && paper.uploaded_at >= supplement.asked_at;
        for paper in tracked.papers.iter().filter(since) {
            answers.add_file(
                &supplement.field,
                FileRef {
                    id: paper.id.to_string(),
                    name: paper.name.clone(),
                    media: paper.media.clone(),
                    bytes: u64::try_from(paper.bytes).unwrap_or(0),
                    sha256: paper.hash.clone(),
                },
            );
        }
    }
    Ok(answers)
}

fn is_file(form: &Form, field: &str) -> bool {
    page_of(form, field)
        .and_then(|page| crate::draft::fields_of(form, page).find(|there| there.key == field))
        .is_some_and(|field| field.kind == FieldKind::File)
}

pub(crate) async fn show(
    State(shell): State<Shell>,
    visitor: Visitor,
    Path((code, leg)): Path<(String, String)>,
) -> Answer {
    let open = Open::load(&shell, &visitor, &code, &leg).await?;
    if open.asked.is_empty() {
        return redirect(&super::url(&code));
    }
    draw(&shell, &visitor, &open, SubmissionKey::fresh(), Findings::default(), Vec::new())
}

fn draw(
    shell: &Shell,
    visitor: &Visitor,
    open: &Open,
    key: SubmissionKey,
    findings: Findings,
    general: Vec<String>,
) -> Answer {
    let form = open.form(shell)?;
    let words = visitor.words(shell);
    let code = &open.tracked.dossier.code;
    let facts = Facts::default();
    let today = basis::today_at(shell.app.now());
    let filling = form.fill(&open.answers, &facts, today);
    let say = |problem: &Problem| words.problem(problem);
    let mut questions = Vec::new();
    for asked in &open.asked {
        let view: Option<PageView> =
            page_of(form, &asked.field).and_then(|page| filling.view(page, say::lang(visitor.lang), &findings, &say));
        let Some(mut view) = view else { continue };
        picture(&mut view, &format!("/dossiers/{code}/papers"));
        if let Some(field) = view.fields.into_iter().find(|field| field.key == asked.field) {
            questions.push(Question {
                field,
                reason: Some(casework::reasons::words_of(&asked.reason_code, say::lang(visitor.lang)).to_owned()),
                words: asked.words.clone(),
            });
        }
    }
    let mut errors: Vec<ErrorLink> = general.into_iter().map(|text| ErrorLink { target: None, text }).collect();
    for question in &questions {
        let at = |text: &String| ErrorLink { target: Some(question.field.id.clone()), text: text.clone() };
        errors.extend(question.field.errors.iter().map(at));
    }
    let confirms: Vec<_> =
        findings.confirms.iter().map(|problem| (procedure::confirm_word(problem), words.problem(problem))).collect();
    let leg = open.tracked.legs.iter().find(|leg| leg.id == open.leg);
    let failed = !errors.is_empty() || !confirms.is_empty();
    let mut response = render(&SupplementPage {
        page: visitor.page(shell, words.t("supplement-title")),
        code: code.clone(),
        leg: leg.map(|leg| say::step(&leg.step, visitor.lang)).unwrap_or_default(),
        action: format!("/dossiers/{code}/supplement/{}", open.leg),
        questions,
        errors,
        confirms,
        key: key.to_string(),
    })?;
    if failed {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

pub(crate) async fn answer(
    State(shell): State<Shell>,
    visitor: Visitor,
    Path((code, leg)): Path<(String, String)>,
    sent: Sent,
) -> Answer {
    let mut open = Open::load(&shell, &visitor, &code, &leg).await?;
    if open.asked.is_empty() {
        // Sent twice: the first one was taken.
        return redirect(&super::url(&code));
    }
    let fields = open.fields();
    let received = sent.receive(&shell, &visitor, &fields).await?;
    let key = received.posted.text("key").parse().unwrap_or_else(|_| SubmissionKey::fresh());
    if !received.arrived.is_empty() {
        let mut tx = visitor.ctx(&shell).begin(why::SUPPLEMENT).await?;
        let out = keep(&mut tx, &code, &received).await;
        tx.finish(out).await?;
        open = Open::load(&shell, &visitor, &code, &leg).await?;
    }
    let (changed, findings) = read(&open, open.form(&shell)?, &received, basis::today_at(shell.app.now()));
    open.answers = changed.clone();
    if let Some(field) = stays(&received.posted).filter(|_| received.problems.is_empty()) {
        // A file was sent, or communes were asked for: the page again, without complaint.
        let _ = field;
        return draw(&shell, &visitor, &open, key, Findings::default(), Vec::new());
    }
    if !findings.is_empty() {
        return draw(&shell, &visitor, &open, key, findings, Vec::new());
    }
    let mut tx = visitor.ctx(&shell).begin(why::SUPPLEMENT).await?;
    let out = casework::answer_supplement(&mut tx, &shell.book, &code, open.leg, &changed, key).await;
    match tx.finish(out).await {
        Ok(()) => redirect(&format!("{}?done=supplied", super::url(&code))),
        Err(Failure::Refusal(refusal)) if refusal.kind != Kind::NotFound => {
            let (findings, general) = beside(*refusal, &fields, visitor.words(&shell));
            draw(&shell, &visitor, &open, key, findings, general)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// A refusal at its questions; what belongs to no question that is asked here stands above them.
fn beside(refusal: Refusal, fields: &[String], words: &Words) -> (Findings, Vec<String>) {
    let asked = |problem: &Problem| problem.field.as_ref().is_some_and(|at| fields.contains(&at.0.to_string()));
    let (here, elsewhere): (Vec<Problem>, Vec<Problem>) = refusal.problems.into_iter().partition(asked);
    let general = elsewhere.iter().map(|problem| words.problem(problem)).collect();
    let findings = match refusal.kind {
        Kind::Confirm => Findings { confirms: here, ..Findings::default() },
        _ => Findings { problems: here, ..Findings::default() },
    };
    (findings, general)
}

fn stays(posted: &Posted) -> Option<&str> {
    posted.get("_reload").or_else(|| posted.get("_upload"))
}

async fn keep(tx: &mut Tx, code: &str, received: &Received) -> Result<(), Failure> {
    for file in &received.arrived {
        casework::add_supplement_paper(tx, code, &file.field, &file.name, &file.receipt).await?;
    }
    Ok(())
}

/// Reads the asked fields, page by page; the other questions of those pages stay as they were.
fn read(open: &Open, form: &Form, received: &Received, today: basis::Date) -> (Answers, Findings) {
    let facts = Facts::default();
    let posted = procedure::Posted::new(received.posted.0.clone());
    let fields = open.fields();
    let mut pages: Vec<&str> = fields.iter().filter_map(|field| page_of(form, field)).collect();
    pages.dedup();
    let mut answers = open.answers.clone();
    let mut findings = Findings::default();
    for page in pages {
        let parsed = form.fill(&open.answers, &facts, today).parse(page, &posted);
        let asked = |problem: &Problem| problem.field.as_ref().is_some_and(|at| fields.contains(&at.0.to_string()));
        findings.problems.extend(parsed.findings.problems.into_iter().filter(asked));
        for field in fields.iter().filter(|field| page_of(form, field) == Some(page)) {
            match parsed.answers.get(field) {
                Some(value) => answers.set(field.clone(), value.clone()),
                None => answers.clear(field),
            }
        }
        for word in parsed.answers.confirmed() {
            answers.confirm(word);
        }
    }
    let refused: Vec<_> = received.problems.iter().map(|problem| problem.field.clone()).collect();
    findings.problems.retain(|problem| !refused.contains(&problem.field));
    findings.problems.extend(received.problems.iter().cloned());
    (answers, findings)
}
