//! Filing for somebody at the counter: find the person, record the consent, begin a draft in their name. The form
//! itself is the portal's, which the officer fills in with the person beside.

use crate::{
    frame::{self, NavItem},
    people::{FoundRow, Pick, Search, communes, find},
    why,
};
use askama::Template;
use axum::extract::State;
use basis::{Code, DraftId, Failure, Kind, PersonId, Problem, Refusal};
use web::{
    ErrorLink, Page,
    http::{Answer, Posted, Shell, Visitor, redirect},
};

/// Nobody was chosen of those that were found.
pub(crate) const PERSON_MISSING: Code = Code("desk-person-missing");

/// How a consent can be given: the word that is posted, and the key of its text.
const WAYS: [(&str, &str); 3] =
    [("oral", "desk-consent-oral"), ("written", "desk-consent-written"), ("proxy", "desk-consent-proxy")];
/// Characters of the words of a consent.
const CONSENT_CHARS_MAX: usize = 500;

/// The page of filing for somebody.
#[derive(Template)]
#[template(path = "file_for.html")]
pub(crate) struct FilePage {
    pub(crate) page: Page,
    pub(crate) nav: Vec<NavItem>,
    pub(crate) procedures: Vec<Pick>,
    pub(crate) search: Search,
    pub(crate) communes: Vec<Pick>,
    pub(crate) rows: Option<Vec<FoundRow>>,
    pub(crate) ways: Vec<Pick>,
    pub(crate) consent: String,
    pub(crate) errors: Vec<ErrorLink>,
}

impl FilePage {
    /// The message beside a box.
    fn error_at(&self, id: &str) -> Option<&str> {
        frame::error_at(&self.errors, id)
    }
}

/// What was posted.
#[derive(Default)]
struct Typed {
    search: Search,
    procedure: String,
    person: String,
    way: String,
    consent: String,
}

pub(crate) async fn show(State(shell): State<Shell>, visitor: Visitor) -> Answer {
    draw(&shell, &visitor, Typed::default(), None, None)
}

pub(crate) async fn act(State(shell): State<Shell>, visitor: Visitor, posted: Posted) -> Answer {
    let typed = Typed {
        search: Search::read(&posted),
        procedure: posted.text("procedure").to_owned(),
        person: posted.text("person").to_owned(),
        way: posted.text("way").to_owned(),
        consent: posted.text("consent").chars().take(CONSENT_CHARS_MAX).collect(),
    };
    let refusal = if posted.text("step") == "start" {
        match start(&shell, &visitor, &typed).await {
            Ok(draft) => return redirect(&format!("/drafts/{draft}")),
            Err(Failure::Refusal(refusal)) => Some(refusal),
            Err(fault) => return Err(fault.into()),
        }
    } else {
        None
    };
    let found = match typed.search.parse(basis::today_at(shell.app.now())) {
        Ok(query) => find(&visitor.ctx(&shell), why::file_for(), query, frame::lang(visitor.lang)).await,
        Err(refusal) => Err(refusal.into()),
    };
    match found {
        Ok(rows) => draw(&shell, &visitor, typed, Some(rows), refusal.as_deref()),
        Err(Failure::Refusal(of_search)) if of_search.kind == Kind::Invalid => {
            draw(&shell, &visitor, typed, None, Some(refusal.as_deref().unwrap_or(&of_search)))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Begins the draft. The consent is kept in the words of the law's language, with how it was given.
async fn start(shell: &Shell, visitor: &Visitor, typed: &Typed) -> Result<DraftId, Failure> {
    let person: PersonId =
        typed.person.parse().map_err(|_| Refusal::new(Kind::Invalid, Problem::new(PERSON_MISSING).at("person")))?;
    let way = WAYS.into_iter().find(|(word, _)| *word == typed.way).map(|(_, key)| shell.vi.t(key));
    let consent = match way {
        Some(way) if !typed.consent.trim().is_empty() => format!("{way}: {}", typed.consent.trim()),
        // The service says what is missing.
        _ => String::new(),
    };
    let mut tx = visitor.ctx(shell).begin(why::file_for()).await?;
    let out = casework::start_assisted_draft(&mut tx, &shell.book, &typed.procedure, person, &consent).await;
    tx.finish(out).await
}

fn draw(
    shell: &Shell,
    visitor: &Visitor,
    typed: Typed,
    rows: Option<Vec<FoundRow>>,
    refusal: Option<&Refusal>,
) -> Answer {
    let words = visitor.words(shell);
    let lang = frame::lang(visitor.lang);
    let today = basis::today_at(shell.app.now());
    let procedures = shell.book.catalogue.all_in_force(today).map(|procedure| Pick {
        value: procedure.code.clone(),
        label: procedure.name.get(lang).to_owned(),
        selected: procedure.code == typed.procedure,
    });
    let ways = WAYS.into_iter().map(|(word, key)| Pick {
        value: word.to_owned(),
        label: words.t(key).to_owned(),
        selected: word == typed.way,
    });
    let target = |field: &str| match field {
        "person" => Some("person-1".to_owned()),
        other => Search::target(other),
    };
    let rows = rows.map(|rows| {
        let only = rows.len() == 1;
        rows.into_iter().map(|row| FoundRow { chosen: only || row.id == typed.person, ..row }).collect()
    });
    let page = FilePage {
        page: frame::page(shell, visitor, words.t("desk-file-title")),
        nav: frame::nav(shell, visitor),
        procedures: procedures.collect(),
        communes: communes(visitor, today, &typed.search.commune),
        search: typed.search,
        rows,
        ways: ways.collect(),
        consent: typed.consent,
        errors: refusal.map(|refusal| frame::summary(refusal, words, target)).unwrap_or_default(),
    };
    frame::draw(&page, refusal)
}
