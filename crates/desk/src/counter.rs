//! The one-stop counter (bộ phận một cửa): every dossier received there or of its commune, with its parts; papers taken
//! in and handed over to the agencies; the receipt; results handed over. Deciding is the agencies', on their own pages.

use crate::{
    dossier::{self, LegState, Seer, procedure_name, step_label, when_and_left},
    frame::{self, NavItem},
    names::Names,
    print::{self, Form, Office, Scene},
    why,
};
use askama::Template;
use axum::extract::{Path, State};
use basis::{DossierId, Failure, Kind, LegId, Refusal, Timestamp};
use casework::{AtCounter, CounterCounts, CounterFilter, CounterRow, FeeSettled, Receiver, Settle};
use db::Tx;
use procedure::Status;
use serde::Deserialize;
use trail::DossierLook;
use web::{
    Counter, ErrorLink, Event, Page, Pager, Tag, Tone, Words, format,
    http::{Answer, NOT_FOUND, Posted, Query, Shell, Visitor, redirect},
};

/// Characters of the words about a proxy's paper.
const PAPER_CHARS_MAX: usize = 200;

/// What the address of the list may say.
#[derive(Deserialize, Default)]
pub(crate) struct Asked {
    #[serde(default)]
    filter: String,
    /// Where the page begins: when the last dossier of the page before was submitted, and its id.
    #[serde(default)]
    before: String,
}

/// One dossier of the list, in words.
#[derive(Clone)]
pub(crate) struct RowView {
    pub(crate) href: String,
    pub(crate) code: String,
    pub(crate) procedure: String,
    pub(crate) applicant: String,
    pub(crate) door: String,
    pub(crate) submitted: String,
    pub(crate) due: String,
    pub(crate) status: Tag,
    /// Each part with its state.
    pub(crate) legs: Vec<(String, Tag)>,
}

/// The list of a counter.
#[derive(Template)]
#[template(path = "counter.html")]
pub(crate) struct CounterPage {
    pub(crate) page: Page,
    pub(crate) nav: Vec<NavItem>,
    pub(crate) counters: Vec<Counter>,
    pub(crate) rows: Vec<RowView>,
    pub(crate) pager: Pager,
    pub(crate) code: String,
    pub(crate) errors: Vec<ErrorLink>,
}

impl CounterPage {
    fn error_at(&self, id: &str) -> Option<&str> {
        frame::error_at(&self.errors, id)
    }
}

pub(crate) async fn list(State(shell): State<Shell>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    draw_list(&shell, &visitor, &asked, String::new(), None).await
}

/// Finds a dossier by the code on its receipt. It is posted, though it is no secret: then the address says nothing of it.
pub(crate) async fn find(State(shell): State<Shell>, visitor: Visitor, posted: Posted) -> Answer {
    let code: String = posted.text("code").chars().take(80).collect();
    let mut tx = visitor.ctx(&shell).begin(why::counter()).await?;
    let out = casework::find_at_counter(&mut tx, &code).await;
    match tx.finish(out).await {
        Ok(dossier) => redirect(&address(dossier)),
        Err(Failure::Refusal(refusal)) if refusal.kind == Kind::NotFound => {
            draw_list(&shell, &visitor, &Asked::default(), code, Some(*refusal)).await
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn draw_list(shell: &Shell, visitor: &Visitor, asked: &Asked, code: String, refusal: Option<Refusal>) -> Answer {
    let filter = CounterFilter::from_word(&asked.filter).unwrap_or_default();
    let before = before_of(&asked.before);
    let mut tx = visitor.ctx(shell).begin(why::counter()).await?;
    let out = casework::counter_list(&mut tx, filter, before).await;
    let list = tx.finish(out).await?;
    let seer = Seer::new(shell, visitor);
    let rows = list
        .rows
        .iter()
        .map(|row| row_view(&seer, row, procedure_name(&shell.book, &row.procedure, seer.today(), seer.lang)))
        .collect();
    let page = CounterPage {
        page: frame::page(shell, visitor, seer.words.t("desk-counter-title")),
        nav: frame::nav(shell, visitor),
        counters: counters(seer.words, &list.counts, filter),
        rows,
        pager: Pager {
            first: before.map(|_| format!("/desk/counter?filter={}", filter.word())),
            next: list
                .next
                .map(|(at, id)| format!("/desk/counter?filter={}&before={}.{id}", filter.word(), at.as_microsecond())),
        },
        code,
        errors: refusal
            .as_ref()
            .map(|refusal| {
                let mut errors = frame::summary(refusal, seer.words, |_| None);
                errors.iter_mut().for_each(|error| error.target = Some("code".to_owned()));
                errors
            })
            .unwrap_or_default(),
    };
    frame::draw(&page, refusal.as_ref())
}

fn address(dossier: DossierId) -> String {
    format!("/desk/counter/{dossier}")
}

fn before_of(word: &str) -> Option<(Timestamp, DossierId)> {
    let (at, id) = word.split_once('.')?;
    Some((Timestamp::from_microsecond(at.parse().ok()?).ok()?, id.parse().ok()?))
}

fn counters(words: &Words, counts: &CounterCounts, filter: CounterFilter) -> Vec<Counter> {
    [
        (CounterFilter::Every, counts.every, Tone::Plain),
        (CounterFilter::Here, counts.here, Tone::Plain),
        (CounterFilter::Fresh, counts.fresh, Tone::Info),
        (CounterFilter::Working, counts.working, Tone::Plain),
        (CounterFilter::Supplement, counts.supplement, Tone::Soon),
        (CounterFilter::Ready, counts.ready, Tone::Good),
    ]
    .into_iter()
    .map(|(one, count, tone)| Counter {
        label: words.t(&format!("desk-counter-{}", one.word())).to_owned(),
        count,
        href: format!("/desk/counter?filter={}", one.word()),
        current: one == filter,
        tone,
    })
    .collect()
}

fn row_view(seer: &Seer, row: &CounterRow, procedure: String) -> RowView {
    let door = if row.counter.is_some() { "desk-counter-by-desk" } else { "desk-counter-by-portal" };
    RowView {
        href: address(row.dossier),
        code: row.code.clone(),
        procedure,
        applicant: row.applicant_name.clone().unwrap_or_default(),
        door: seer.words.t(door).to_owned(),
        submitted: format::datetime(row.submitted_at),
        due: format::datetime(row.due_at),
        status: dossier::status_tag(row.status, seer.lang),
        legs: row
            .legs
            .iter()
            .map(|leg| (step_label(&leg.step, seer.lang), dossier::status_tag(leg.status, seer.lang)))
            .collect(),
    }
}

/// One part of the dossier, with what the counter may do for it.
#[derive(Clone)]
pub(crate) struct Part {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) agency: String,
    pub(crate) status: Tag,
    pub(crate) due: Option<String>,
    pub(crate) left: Option<Tag>,
    /// The result waits to be handed over.
    pub(crate) ready: bool,
    /// The copies that go with it.
    pub(crate) copies: Option<String>,
    /// When it was handed over, and to whom.
    pub(crate) handed: Option<String>,
}

/// One fee of the dossier.
#[derive(Clone)]
pub(crate) struct FeeRow {
    pub(crate) step: String,
    pub(crate) what: String,
    pub(crate) stands: String,
    /// It can be settled here.
    pub(crate) due: bool,
}

/// A dossier at the counter.
#[derive(Template)]
#[template(path = "at_counter.html")]
pub(crate) struct AtCounterPage {
    pub(crate) page: Page,
    pub(crate) nav: Vec<NavItem>,
    pub(crate) code: String,
    pub(crate) procedure: String,
    pub(crate) status: Tag,
    pub(crate) applicant: String,
    pub(crate) submitted: String,
    pub(crate) due: String,
    /// How the results are to be handed over.
    pub(crate) delivery: Vec<(String, String)>,
    /// What it costs, and how that stands.
    pub(crate) fees: Vec<FeeRow>,
    pub(crate) action: String,
    pub(crate) receipt: String,
    /// The officer may give whoever filed another look-up secret.
    pub(crate) may_reissue: bool,
    /// Parts wait to be taken in for their agencies.
    pub(crate) receivable: bool,
    pub(crate) parts: Vec<Part>,
    /// What was typed about the one who takes a result: the part, whether a proxy, the paper shown.
    pub(crate) typed: TypedHandout,
    pub(crate) papers: Vec<String>,
    pub(crate) events: Vec<Event>,
    pub(crate) errors: Vec<ErrorLink>,
}

impl AtCounterPage {
    /// What is wrong with the reason of an exemption.
    fn fee_error(&self) -> Option<&str> {
        frame::error_at(&self.errors, &format!("fee-words-{}", self.typed.leg))
    }
    fn error_for(&self, part: &str) -> Option<&str> {
        if self.typed.leg == part { frame::error_at(&self.errors, &format!("paper-{part}")) } else { None }
    }
}

/// What was typed about who takes a result.
#[derive(Clone, Default)]
pub(crate) struct TypedHandout {
    pub(crate) leg: String,
    pub(crate) proxy: bool,
    pub(crate) paper: String,
}

/// A dossier with who opened it and the names that belong to it.
struct Loaded {
    at: AtCounter,
    looks: Vec<DossierLook>,
    names: Names,
}

async fn load(shell: &Shell, visitor: &Visitor, id: DossierId) -> Result<Loaded, Failure> {
    let ctx = visitor.ctx(shell);
    let mut tx = ctx.begin(why::counter()).await?;
    let out = open(&mut tx, id).await;
    let (at, looks) = tx.finish(out).await?;
    let events = at.whole.events.iter().filter(|event| event.actor_kind == "officer");
    let viewers = looks.iter().filter(|look| matches!(look.viewer, trail::Viewer::Officer(_)));
    let accounts = events.filter_map(|event| event.account).chain(viewers.filter_map(|look| look.account)).collect();
    let names = Names::find(&ctx, accounts).await?;
    Ok(Loaded { at, looks, names })
}

async fn open(tx: &mut Tx, id: DossierId) -> Result<(AtCounter, Vec<DossierLook>), Failure> {
    let at = casework::at_counter(tx, id).await?;
    let looks = trail::who_saw_dossier(tx, id).await?;
    Ok((at, looks))
}

#[derive(Deserialize, Default)]
pub(crate) struct Shown {
    #[serde(default)]
    done: String,
}

pub(crate) async fn show(
    State(shell): State<Shell>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(shown): Query<Shown>,
) -> Answer {
    draw(&shell, &visitor, frame::id(&id)?, Said { done: &shown.done, ..Said::default() }, TypedHandout::default())
        .await
}

/// What the page has to say of what was just done.
#[derive(Default)]
struct Said<'a> {
    /// The word of what was done.
    done: &'a str,
    /// A new look-up secret.
    secret: Option<&'a str>,
    /// Why it was not done.
    refusal: Option<&'a Refusal>,
}

async fn draw(
    shell: &Shell,
    visitor: &Visitor,
    id: DossierId,
    Said { done, secret, refusal }: Said<'_>,
    typed: TypedHandout,
) -> Answer {
    let loaded = load(shell, visitor, id).await?;
    let seer = Seer::new(shell, visitor);
    let (whole, words) = (&loaded.at.whole, seer.words);
    let definition = shell.book.definition(&whole.dossier.definition)?;
    let answers = shell.book.answers(&whole.dossier)?;
    let delivery = dossier::delivery_rows(definition, &answers, seer.lang);
    let title = words.with("desk-dossier-title", [("code", whole.dossier.code.as_str())]);
    let mut page = frame::page(shell, visitor, &title);
    // A new secret is shown in the answer itself and in no address.
    page.notice = match secret {
        Some(secret) => {
            Some(words.with("desk-secret-new", [("code", whole.dossier.code.as_str()), ("secret", secret)]))
        }
        None => dossier::done_text(words, done),
    };
    let target = |field: &str| match field {
        "paper" => Some(format!("paper-{}", typed.leg)),
        "words" => Some(format!("fee-words-{}", typed.leg)),
        _ => None,
    };
    let page = AtCounterPage {
        page,
        nav: frame::nav(shell, visitor),
        code: whole.dossier.code.clone(),
        procedure: definition.name.get(seer.lang).to_owned(),
        status: dossier::status_tag(whole.dossier.status, seer.lang),
        applicant: loaded.at.applicant.as_ref().map(|view| view.facts.name.as_str().to_owned()).unwrap_or_default(),
        submitted: format::datetime(whole.dossier.submitted_at),
        due: format::datetime(whole.dossier.due_at),
        delivery,
        fees: whole.fees.iter().map(|fee| fee_row(&seer, fee)).collect(),
        action: address(id),
        receipt: format!("{}/receipt", address(id)),
        may_reissue: frame::holds(shell, visitor, "reissue_secret"),
        receivable: whole.legs.iter().any(|leg| {
            leg.status == Status::New && leg.opened.is_some() && leg.claimed.is_none() && leg.finished_at.is_none()
        }),
        parts: parts(&seer, &loaded, copies(&answers)),
        papers: papers(&seer, definition, &loaded),
        events: dossier::events(&seer, whole, &loaded.looks, &loaded.names),
        errors: refusal.map(|refusal| frame::summary(refusal, words, target)).unwrap_or_default(),
        typed,
    };
    frame::draw(&page, refusal)
}

fn papers(seer: &Seer, definition: &procedure::Procedure, loaded: &Loaded) -> Vec<String> {
    let all = &loaded.at.whole.papers;
    let label = |field: &str| dossier::field_label(definition, field, seer.lang);
    all.iter().map(|paper| format!("{}: {}", label(&paper.field), paper.name)).collect()
}

/// How many certified copies of the birth entry (bản sao trích lục khai sinh) go with the certificate.
fn copies(answers: &procedure::Answers) -> u8 {
    answers.choice("results.copies").and_then(|copies| copies.parse().ok()).unwrap_or(0)
}

fn fee_row(seer: &Seer, fee: &casework::Fee) -> FeeRow {
    let amount = fee.amount.to_string();
    let stands = match &fee.settled {
        None => seer.words.with("desk-fee-due", [("amount", amount), ("article", fee.article.clone())]),
        Some(FeeSettled::Collected { at }) => {
            seer.words.with("desk-fee-collected", [("amount", amount), ("at", format::datetime(*at))])
        }
        Some(FeeSettled::Exempt { words, .. }) => seer.words.with("desk-fee-exempt", [("why", words.clone())]),
    };
    let what = step_label(&fee.step, seer.lang);
    FeeRow { step: fee.step.clone(), what, stands, due: fee.settled.is_none() }
}

fn parts(seer: &Seer, loaded: &Loaded, copies: u8) -> Vec<Part> {
    let whole = &loaded.at.whole;
    let part = |leg: &casework::Leg| {
        let (due, left) = when_and_left(seer, &LegState::from(leg));
        let handed = whole.handouts.iter().find(|handed| handed.leg == leg.id).map(|handed| {
            let at = format::datetime(handed.handed_at);
            match &handed.receiver {
                Receiver::Applicant => seer.words.with("desk-handed-applicant", [("at", at)]),
                Receiver::Proxy(paper) => seer.words.with("desk-handed-proxy", [("at", at), ("paper", paper.clone())]),
            }
        });
        Part {
            id: leg.id.to_string(),
            title: step_label(&leg.step, seer.lang),
            agency: loaded.names.agency(&leg.agency).to_owned(),
            status: dossier::status_tag(leg.status, seer.lang),
            due,
            left,
            ready: leg.status == Status::Done,
            copies: (copies > 0 && leg.step == procedure::Step::RegisterBirth.word())
                .then(|| seer.words.with("desk-hand-out-copies", [("n", copies.to_string())])),
            handed,
        }
    };
    whole.legs.iter().map(part).collect()
}

pub(crate) async fn act(
    State(shell): State<Shell>,
    visitor: Visitor,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let id: DossierId = frame::id(&id)?;
    let typed = TypedHandout {
        leg: posted.text("leg").to_owned(),
        proxy: posted.text("receiver") == "proxy",
        paper: posted.text("paper").chars().take(PAPER_CHARS_MAX).collect(),
    };
    if posted.text("act") == "secret" {
        let secret = secret(&shell, &visitor, id).await?;
        return draw(&shell, &visitor, id, Said { secret: Some(&secret), ..Said::default() }, typed).await;
    }
    let done = match posted.text("act") {
        "receive" => receive(&shell, &visitor, id).await.map(|()| "received"),
        "hand-out" => hand_out(&shell, &visitor, &typed).await.map(|()| "handed"),
        "fee-collected" => settle_fee(&shell, &visitor, id, &typed.leg, &Settle::Collected).await.map(|()| "fee"),
        "fee-exempt" => {
            let why = posted.text("words").chars().take(PAPER_CHARS_MAX).collect();
            settle_fee(&shell, &visitor, id, &typed.leg, &Settle::Exempt(why)).await.map(|()| "fee")
        }
        _ => Err(Failure::refused(Kind::NotFound, NOT_FOUND)),
    };
    match done {
        Ok(done) => redirect(&format!("{}?done={done}", address(id))),
        Err(Failure::Refusal(refusal)) if refusal.kind != Kind::NotFound => {
            draw(&shell, &visitor, id, Said { refusal: Some(&refusal), ..Said::default() }, typed).await
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn receive(shell: &Shell, visitor: &Visitor, id: DossierId) -> Result<(), Failure> {
    let mut tx = visitor.ctx(shell).begin(why::counter()).await?;
    let out = casework::receive_at_counter(&mut tx, &shell.book, id).await;
    tx.finish(out).await.map(|_| ())
}

async fn settle_fee(shell: &Shell, visitor: &Visitor, id: DossierId, step: &str, how: &Settle) -> Result<(), Failure> {
    let mut tx = visitor.ctx(shell).begin(why::counter()).await?;
    let out = casework::settle_fee(&mut tx, id, step, how).await;
    tx.finish(out).await
}

async fn secret(shell: &Shell, visitor: &Visitor, id: DossierId) -> Result<String, Failure> {
    let mut tx = visitor.ctx(shell).begin(why::counter()).await?;
    let out = casework::reissue_secret_at_counter(&mut tx, id).await;
    tx.finish(out).await
}

async fn hand_out(shell: &Shell, visitor: &Visitor, typed: &TypedHandout) -> Result<(), Failure> {
    let leg: LegId = frame::id(&typed.leg)?;
    let receiver = if typed.proxy { Receiver::Proxy(typed.paper.trim().to_owned()) } else { Receiver::Applicant };
    let mut tx = visitor.ctx(shell).begin(why::counter()).await?;
    let out = casework::hand_out(&mut tx, &shell.book, leg, receiver).await;
    tx.finish(out).await
}

/// Mẫu 01 for the whole dossier, in the counter's name.
pub(crate) async fn receipt(State(shell): State<Shell>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let loaded = load(&shell, &visitor, frame::id(&id)?).await?;
    let whole = &loaded.at.whole;
    let gate = whole.legs.first().ok_or_else(|| Failure::refused(Kind::NotFound, NOT_FOUND))?;
    let mut tx = visitor.ctx(&shell).begin(why::names()).await?;
    let out = Office::of_leg(&mut tx, gate).await;
    let office = tx.finish(out).await?;
    let mut tx = visitor.ctx(&shell).begin(why::counter()).await?;
    let out = casework::secret_for_receipt(&mut tx, whole.dossier.id).await;
    let secret = tx.finish(out).await?;
    let office = Office { agency: office.counter.clone().or(office.agency), counter: office.counter };
    let printer = print::printer(&visitor);
    let scene = Scene {
        words: shell.vi,
        book: &shell.book,
        origin: &shell.origin.url,
        office: &office,
        names: &loaded.names,
        whole,
        leg: gate,
        of_whole: true,
        secret: secret.as_deref(),
        applicant: loaded.at.applicant.as_ref(),
        printer: printer.as_deref(),
        now: shell.app.now(),
    };
    print::answer(&shell, Form::Receipt, scene.values(Form::Receipt)?, &whole.dossier.code).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn the_key_of_a_page_is_read_back_and_anything_else_is_the_beginning() {
        let id = DossierId::from_uuid(uuid::Uuid::from_u128(9));
        let at = samples::now();
        assert_eq!(before_of(&format!("{}.{id}", at.as_microsecond())), Some((at, id)));
        for word in ["", "1", "x.y"] {
            assert_eq!(before_of(word), None, "{word}");
        }
    }

    #[test]
    fn each_counter_is_a_filter_and_one_is_current() {
        let all = counters(samples::words(web::Lang::Vi), &CounterCounts::default(), CounterFilter::Ready);
        assert_eq!(all.len(), CounterFilter::ALL.len());
        assert_eq!(all.iter().filter(|counter| counter.current).count(), 1);
    }
}
