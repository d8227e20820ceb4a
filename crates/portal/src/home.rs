//! The start page, and the page of one procedure: what is needed, how long it takes, what it costs.

use crate::{say, why};
use askama::Template;
use axum::extract::{Path, State};
use basis::{Failure, Kind};
use procedure::{Channel, Condition, Limit, PaperSource, Procedure, Term};
use web::{
    Page, Words, format,
    http::{Answer, NOT_FOUND, Shell, Visitor, redirect, render},
};

/// A procedure as the start page offers it.
pub(crate) struct Offer {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) text: String,
}

/// The start page.
#[derive(Template)]
#[template(path = "home.html")]
pub(crate) struct HomePage {
    pub(crate) page: Page,
    /// The linked group for a new child, the one big door.
    pub(crate) child: Option<Offer>,
    pub(crate) others: Vec<Offer>,
    pub(crate) signed_in: bool,
}

pub(crate) async fn show(State(shell): State<Shell>, visitor: Visitor) -> Answer {
    let words = visitor.words(&shell);
    let today = basis::today_at(shell.app.now());
    let (linked, single): (Vec<_>, Vec<_>) =
        shell.book.catalogue.all_in_force(today).partition(|procedure| procedure.is_linked());
    let offer = |procedure: &Procedure| Offer {
        code: procedure.code.clone(),
        name: procedure.name.get(say::lang(visitor.lang)).to_owned(),
        text: words.with("home-takes", [("term", term(procedure.limit.term, words))]),
    };
    render(&HomePage {
        page: visitor.page(&shell, words.t("home-title")),
        child: linked.first().map(|procedure| offer(procedure)),
        others: single.into_iter().map(|procedure| offer(procedure)).collect(),
        signed_in: visitor.session.is_some(),
    })
}

/// A statement with its legal ground.
pub(crate) struct Ruled {
    pub(crate) text: String,
    pub(crate) note: String,
    pub(crate) article: String,
    pub(crate) confirmed: bool,
}

/// The page of a procedure.
#[derive(Template)]
#[template(path = "procedure.html")]
pub(crate) struct ProcedurePage {
    pub(crate) page: Page,
    pub(crate) code: String,
    pub(crate) signed_in: bool,
    pub(crate) authority: String,
    pub(crate) term: Ruled,
    pub(crate) verified: Option<String>,
    pub(crate) steps: Vec<Ruled>,
    pub(crate) needed: Vec<Ruled>,
    pub(crate) spared: Vec<Ruled>,
    pub(crate) fees: Vec<Ruled>,
    pub(crate) grounds: Vec<Ruled>,
}

pub(crate) async fn procedure(State(shell): State<Shell>, visitor: Visitor, Path(code): Path<String>) -> Answer {
    let words = visitor.words(&shell);
    let today = basis::today_at(shell.app.now());
    let found = shell
        .book
        .catalogue
        .in_force_or_successor(&code, today)
        .ok_or_else(|| Failure::refused(Kind::NotFound, NOT_FOUND))?;
    if found.code != code {
        return redirect(&format!("/procedures/{}", found.code));
    }
    render(&procedure_page(visitor.page(&shell, ""), found, words, today))
}

pub(crate) fn procedure_page(page: Page, found: &Procedure, words: &Words, today: basis::Date) -> ProcedurePage {
    let lang = say::lang(words.lang());
    let limit = |limit: &Limit, text: String| Ruled {
        text,
        note: term(limit.term, words),
        article: say::article(&limit.article, words),
        confirmed: limit.confirmed,
    };
    let (needed, spared): (Vec<_>, Vec<_>) =
        found.papers.iter().partition(|paper| matches!(paper.source, PaperSource::Uploaded(_)));
    let paper = |paper: &procedure::Paper| Ruled {
        text: paper.name.get(lang).to_owned(),
        note: match (&paper.source, &paper.when) {
            (PaperSource::Made, _) => words.t("paper-made").to_owned(),
            (PaperSource::Asked(_), _) => words.t("paper-asked").to_owned(),
            (PaperSource::Read, _) => words.t("paper-read").to_owned(),
            (PaperSource::Uploaded(_), Condition::Always) => String::new(),
            (PaperSource::Uploaded(_), _) => words.t("paper-when").to_owned(),
        },
        article: say::article(&paper.article, words),
        confirmed: paper.confirmed,
    };
    ProcedurePage {
        code: found.code.clone(),
        signed_in: page.badge != basis::Badge::Nobody,
        page: Page { title: found.name.get(lang).to_owned(), ..page },
        authority: found.authority.get(lang).to_owned(),
        term: limit(&found.limit, String::new()),
        verified: found.limit.with_verification.map(|verified| term(verified, words)),
        steps: found.legs().map(|rule| limit(&rule.limit, rule.step.label(lang).to_owned())).collect(),
        needed: needed.into_iter().map(paper).collect(),
        spared: spared.into_iter().map(paper).collect(),
        fees: found
            .fees_on(Channel::Online, today)
            .map(|fee| Ruled {
                text: fee.step.map(|step| step.label(lang).to_owned()).unwrap_or_default(),
                note: if fee.amount.amount() == 0 { words.t("fee-none").to_owned() } else { fee.amount.to_string() },
                article: say::article(&fee.article, words),
                confirmed: fee.confirmed,
            })
            .collect(),
        grounds: found
            .ground
            .iter()
            .chain([&found.announced_by])
            .map(|cited| Ruled {
                text: String::new(),
                note: String::new(),
                article: say::article(&cited.article, words),
                confirmed: cited.confirmed,
            })
            .collect(),
    }
}

/// A term in words.
pub(crate) fn term(term: Term, words: &Words) -> String {
    match term {
        Term::SameDay { cutoff } => {
            words.with("term-same-day", [("at", format!("{:02}:{:02}", cutoff.hour(), cutoff.minute()))])
        }
        Term::WorkingDays(days) => words.with("term-days", [("n", days.to_string())]),
        Term::WorkingHours(hours) => words.with("term-hours", [("n", format::number(hours.into()))]),
    }
}

/// Where somebody comes to who signed in because of the start button: to press it again.
pub(crate) async fn not_started(Path(code): Path<String>) -> Answer {
    if code.is_empty() || !code.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-')) {
        return Err(Failure::refused(Kind::NotFound, NOT_FOUND).into());
    }
    redirect(&format!("/procedures/{code}"))
}

pub(crate) async fn start(State(shell): State<Shell>, visitor: Visitor, Path(code): Path<String>) -> Answer {
    let mut tx = visitor.ctx(&shell).begin(why::KEEP_DRAFT).await?;
    let out = casework::start_draft(&mut tx, &shell.book, &code).await;
    let draft = tx.finish(out).await?;
    redirect(&format!("/drafts/{draft}"))
}
