//! Jobs: the tasks by which work goes on after an answer has left, and the sweeps that make a lost wake-up harmless.
//!
//! Each task asks casework what is to be done, does the slow or outside part without a transaction, and records what
//! came of it in another. Run twice it does nothing twice; killed in between it is found again by a sweep.

use crate::{exit::Failed, papers, wiring::Running};
use basis::{Failure, HandoverId, ResultId, Timestamp};
use casework::{ASK_INSURANCE, ASK_NUMBER, Contact, Outcome};
use db::{JobRow, Law, Why};
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext, WorkerOptions};
use links::{Channel, Notice, NoticeAnswer, NumberAnswer};
use serde::{Deserialize, Serialize};
use std::{
    future::Future,
    sync::Arc,
    time::{Duration, Instant},
};

const CONCURRENCY: usize = 4;
/// How long a job runner that broke off is waited for before it is begun again: the first time, and at the most.
const RUNNER_RETRY_MIN: Duration = Duration::from_millis(500);
const RUNNER_RETRY_MAX: Duration = Duration::from_secs(30);
const SWEEP_EVERY_S: u64 = 15;
const NOTICES_EVERY: Duration = Duration::from_secs(3);
const NIGHTLY_EVERY_S: u64 = 3600;
/// The span in which both books are compared: an answer may take days.
const BOOKS_COMPARED_H: i64 = 7 * 24;
const DOCUMENTS_EVERY: Duration = Duration::from_secs(1);
const DOCUMENTS_AT_ONCE: i64 = 50;
/// Who makes the documents.
const PRINTER: &str = "make_document";
const COLLECT_MAX: usize = 100;
/// Files that nobody needs are kept this long: a draft may be about to name one.
const ORPHAN_KEPT_H: i64 = 24;
/// Months of the trail made ready in advance.
const TRAIL_MONTHS_AHEAD: i32 = 3;

const NUMBERS: Why = Why::under("personal_number", Law::PersonalNumber);
const INSURANCE: Why = Why::under("insurance_number", Law::Insurance);
const NOTICES: Why = Why::under("send_notice", Law::OneStop);
const PAPERS: Why = Why::under("make_document", Law::CivilStatus);
const UPKEEP: Why = Why::under("upkeep", Law::OneStop);

/// What the tasks work with.
#[derive(Clone, Debug)]
pub(crate) struct Works {
    running: Running,
}

impl Works {
    pub(crate) const fn new(running: Running) -> Self {
        Self { running }
    }
}

/// Defines a task: its name in the table, and what it does with the ids it is given.
macro_rules! task {
    ($name:ident = $identifier:expr, $run:path) => {
        #[derive(Deserialize, Serialize)]
        struct $name(serde_json::Value);

        impl TaskHandler for $name {
            const IDENTIFIER: &'static str = $identifier;
            async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
                let Some(works) = context.get_ext::<Works>() else { return Err("a task without its works".to_owned()) };
                $run(works, JobRow::new(self.0)).await.map_err(|failure| {
                    tracing::error!(task = $identifier, cause = %failure, "a job failed and will be tried again");
                    failure.to_string()
                })
            }
        }
    };
}

task!(AskNumber = ASK_NUMBER, ask_number);
task!(AskInsurance = ASK_INSURANCE, ask_insurance);

/// Runs the jobs until `stop` is done. The runner ends when PostgreSQL does: it is begun anew until it is there again.
pub(crate) async fn run(works: Works, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), Failed> {
    let owner = db::owner_pool(&works.running.url, u32::try_from(CONCURRENCY).unwrap_or(4) + 2).await?;
    let (ended, end) = tokio::sync::watch::channel(false);
    let sweeping = tokio::spawn(sweep(works.clone(), end.clone()));
    let courier = tokio::spawn(carry_notices(works.clone(), end.clone()));
    let printer = tokio::spawn(print_results(works.clone(), end.clone()));
    tokio::spawn(async move {
        stop.await;
        let _ = ended.send(true);
    });
    let mut wait = RUNNER_RETRY_MIN;
    while !*end.borrow() {
        let began = Instant::now();
        match run_until(works.clone(), owner.clone(), end.clone()).await {
            Ok(()) if *end.borrow() => break,
            Ok(()) => tracing::error!("the job runner ended by itself and is begun again"),
            Err(failed) => tracing::error!(cause = %failed, "the job runner broke off and is begun again"),
        }
        // What ran well for a while broke off for a new reason.
        wait = if began.elapsed() > RUNNER_RETRY_MAX { RUNNER_RETRY_MIN } else { (wait * 2).min(RUNNER_RETRY_MAX) };
        let mut stopped = end.clone();
        let _ = tokio::time::timeout(wait, stopped.wait_for(|ended| *ended)).await;
    }
    let _ = sweeping.await;
    let _ = courier.await;
    let _ = printer.await;
    Ok(())
}

/// Runs the job runner once, until it is stopped or breaks off.
async fn run_until(
    works: Works,
    owner: db::OwnerPool,
    mut end: tokio::sync::watch::Receiver<bool>,
) -> Result<(), Failed> {
    let worker = WorkerOptions::default()
        .pg_pool(owner)
        .concurrency(CONCURRENCY)
        .add_extension(works)
        .define_job::<AskNumber>()
        .define_job::<AskInsurance>()
        .listen_os_shutdown_signals(false)
        .shutdown_signal(async move {
            let _ = end.wait_for(|ended| *ended).await;
        })
        .shutdown_grace_period(Duration::from_secs(5))
        .init()
        .await
        .map_err(|error| Failed::Broken(format!("starting the jobs: {error}")))?;
    worker.run().await.map_err(|error| Failed::Broken(format!("running the jobs: {error}")))
}

async fn ask_number(works: &Works, row: JobRow) -> Result<(), Failure> {
    ask(works, HandoverId::from_uuid(row.id("handover")?)).await
}

/// One attempt: mark it, ask outside of any transaction, record what came.
async fn ask(works: &Works, handover: HandoverId) -> Result<(), Failure> {
    let book = &works.running.shell.book;
    let ctx = works.running.system(ASK_NUMBER);
    let mut tx = ctx.begin(NUMBERS).await?;
    let out = casework::begin_asking(&mut tx, book, handover).await;
    let Some(question) = tx.finish(out).await? else { return Ok(()) };
    let outcome = match works.running.outside.register.assign_number(&question).await {
        Ok(answer) => outcome_of(answer),
        Err(problem) => Outcome::Problem(problem.to_string()),
    };
    record(works, handover, outcome).await
}

async fn ask_insurance(works: &Works, row: JobRow) -> Result<(), Failure> {
    ask_for_old_number(works, HandoverId::from_uuid(row.id("handover")?)).await
}

/// One attempt at the insurance register; whatever comes of it, nobody waits.
async fn ask_for_old_number(works: &Works, handover: HandoverId) -> Result<(), Failure> {
    let book = &works.running.shell.book;
    let ctx = works.running.system(ASK_INSURANCE);
    let mut tx = ctx.begin(INSURANCE).await?;
    let out = casework::begin_asking_insurance(&mut tx, book, handover).await;
    let Some(question) = tx.finish(out).await? else { return Ok(()) };
    let answer = works.running.outside.insurance.assign_insurance_number(&question).await.ok();
    let mut tx = ctx.begin(INSURANCE).await?;
    let out = casework::record_insurance(&mut tx, book, handover, answer).await;
    tx.finish(out).await
}

fn outcome_of(answer: NumberAnswer) -> Outcome {
    match answer {
        NumberAnswer::Assigned(number) => Outcome::Assigned(number),
        NumberAnswer::Later(_) => Outcome::Later,
        NumberAnswer::Refused(refused) => Outcome::Refused(refused.code),
    }
}

async fn record(works: &Works, handover: HandoverId, outcome: Outcome) -> Result<(), Failure> {
    let ctx = works.running.system(ASK_NUMBER);
    let mut tx = ctx.begin(NUMBERS).await?;
    let out = casework::record_answer(&mut tx, &works.running.shell.book, handover, outcome).await;
    tx.finish(out).await
}

/// Answers that came by themselves, perhaps twice and in any order.
async fn collect(works: &Works) {
    let Ok(deliveries) = works.running.outside.register.collect(COLLECT_MAX).await else { return };
    for delivery in deliveries {
        // One that cannot be recorded is asked for again when its hand-over is due.
        let recorded = record(works, delivery.handover, outcome_of(delivery.answer)).await;
        told(recorded, "recording an answer");
    }
}

/// Sends what is due, a batch at a time.
async fn send_notices(works: &Works) -> Result<(), Failure> {
    loop {
        let ctx = works.running.system("send_notices");
        let mut tx = ctx.begin(NOTICES).await?;
        let out = casework::claim_notices(&mut tx).await;
        let claimed = tx.finish(out).await?;
        let whole_batch = claimed.len() as i64 >= casework::NOTICES_MAX;
        for outgoing in claimed {
            // One that cannot be recorded comes again when its lease has ended.
            told(send_notice(works, outgoing).await, "sending a notice");
        }
        if !whole_batch {
            return Ok(());
        }
    }
}

async fn send_notice(works: &Works, outgoing: casework::Outgoing) -> Result<(), Failure> {
    let words = works.running.shell.vi;
    let text = words.with(&format!("sms-{}", outgoing.notice.kind), [("code", outgoing.notice.code.as_str())]);
    let mut sent = Err(());
    for contact in outgoing.contacts {
        let channel = match contact {
            Contact::Phone(phone) => Channel::Sms { phone },
            Contact::Email(address) => Channel::Email { address },
        };
        let way = channel.code();
        let (id, subject) = (outgoing.notice.id, words.t("service-name").to_owned());
        let notice = Notice { id, channel, subject, text: text.clone() };
        // The next address is for a gateway that says it cannot reach this one, not for one that does not answer.
        match works.running.outside.notices.send(&notice).await {
            Ok(NoticeAnswer::Accepted { .. }) => {
                sent = Ok(way);
                break;
            }
            Ok(NoticeAnswer::Failed { .. }) => {}
            Err(_) => break,
        }
    }
    let mut tx = works.running.system("send_notices").begin(NOTICES).await?;
    let out = casework::notice_went(&mut tx, &outgoing.notice, sent).await;
    tx.finish(out).await
}

async fn print(works: &Works, id: ResultId) -> Result<(), Failure> {
    let ctx = works.running.system(PRINTER);
    let mut tx = ctx.begin(PAPERS).await?;
    let out = load(&mut tx, id).await;
    let Some((result, office, signer)) = tx.finish(out).await? else { return Ok(()) };
    let origin = works.running.shell.origin.url.clone();
    let documents = Arc::clone(&works.running.documents);
    let issued_at = result.issued_at;
    let pdf = tokio::task::spawn_blocking(move || {
        let (template, values) = papers::of(&result, &office, signer.as_deref(), &origin)?;
        documents.render(template, &values, issued_at)
    })
    .await
    .map_err(|error| basis::Fault::because("waiting for a document", error))??;
    let replaced = pdf.replaced().to_vec();
    let receipt = works.running.shell.files.receive_bytes(pdf.into_bytes(), files::UPLOAD_BYTES_MAX).await?;
    let mut tx = ctx.begin(PAPERS).await?;
    let out = async {
        casework::result_printed(&mut tx, id, &receipt.hash.to_string(), receipt.size).await?;
        if !replaced.is_empty() {
            casework::result_unprinted(&mut tx, id).await?;
            tracing::error!(result = %id, ?replaced, "a paper was made without characters that no font prints");
        }
        Ok(())
    }
    .await;
    tx.finish(out).await
}

/// A result, the office that issued it, and the officer who decided.
pub(crate) type Printable = (casework::Issued, papers::Office, Option<String>);

/// What a document is made of; nothing when it was made already.
pub(crate) async fn load(tx: &mut db::Tx, id: ResultId) -> Result<Option<Printable>, Failure> {
    let Some(result) = casework::result_to_print(tx, id).await? else { return Ok(None) };
    let agency = identity::find_agency(tx, &result.agency).await?;
    let office = papers::Office::of(agency.as_ref());
    let signer = match result.issued_by {
        Some(officer) => identity::account_names(tx, &[officer]).await?.remove(&officer),
        None => None,
    };
    Ok(Some((result, office, signer)))
}

/// Sends notices when their time to be undone has passed.
async fn carry_notices(works: Works, mut end: tokio::sync::watch::Receiver<bool>) {
    loop {
        if let Err(failure) = send_notices(&works).await {
            tracing::error!(cause = %failure, "sending notices failed and will be tried again");
        }
        tokio::select! {
            () = tokio::time::sleep(NOTICES_EVERY) => {}
            _ = end.changed() => return,
        }
    }
}

/// Makes the documents of results. It looks for them by itself: a wake-up each would cost a decision more than the look.
async fn print_results(works: Works, mut end: tokio::sync::watch::Receiver<bool>) {
    loop {
        let claimed = claim_unprinted(&works).await;
        let more = claimed.as_ref().is_ok_and(|claimed| claimed.len() as i64 == DOCUMENTS_AT_ONCE);
        each("making a document", claimed, |id| print(&works, id), |id| put_off_printing(&works, id)).await;
        let wait = if more { Duration::ZERO } else { DOCUMENTS_EVERY };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = end.changed() => return,
        }
    }
}

/// Looks at the tables themselves, so that nothing waits for a wake-up that was lost.
async fn sweep(works: Works, mut end: tokio::sync::watch::Receiver<bool>) {
    let mut last_nightly: Option<Timestamp> = None;
    loop {
        sweep_once(&works).await;
        let now = works.running.shell.app.now();
        let due = last_nightly.is_none_or(|last| now.as_second() - last.as_second() >= NIGHTLY_EVERY_S as i64);
        if due {
            match nightly(&works).await {
                Ok(()) => last_nightly = Some(now),
                Err(failure) => tracing::error!(cause = %failure, "the upkeep failed and will be tried again"),
            }
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(SWEEP_EVERY_S)) => {}
            _ = end.changed() => return,
        }
    }
}

/// Each kind of work for itself, and each item of it: what is broken waits for its next try, nothing waits for what is
/// broken.
async fn sweep_once(works: &Works) {
    collect(works).await;
    let due = due_handovers(works).await;
    each("asking for a number", due, |id| ask(works, id), |id| put_off_asking(works, id)).await;
    let due = due_insurance(works).await;
    each("asking for an old number", due, |id| ask_for_old_number(works, id), |id| put_off_asking(works, id)).await;
}

/// Does every item. One that fails is told and put off.
async fn each<T, A, P>(
    what: &'static str,
    items: Result<Vec<T>, Failure>,
    act: impl Fn(T) -> A,
    put_off: impl Fn(T) -> P,
) where
    T: Copy + std::fmt::Display,
    A: Future<Output = Result<(), Failure>>,
    P: Future<Output = Result<(), Failure>>,
{
    let items = match items {
        Ok(items) => items,
        Err(failure) => return told(Err(failure), what),
    };
    for item in items {
        if let Err(failure) = act(item).await {
            tracing::error!(%item, cause = %failure, what, "an item failed and is put off");
            told(put_off(item).await, what);
        }
    }
}

fn told(outcome: Result<(), Failure>, what: &'static str) {
    if let Err(failure) = outcome {
        tracing::error!(cause = %failure, what, "a sweep failed and will be tried again");
    }
}

async fn due_handovers(works: &Works) -> Result<Vec<HandoverId>, Failure> {
    let mut tx = works.running.system("sweep").begin(NUMBERS).await?;
    let out = casework::due_handovers(&mut tx).await;
    tx.finish(out).await
}

async fn due_insurance(works: &Works) -> Result<Vec<HandoverId>, Failure> {
    let mut tx = works.running.system("sweep").begin(INSURANCE).await?;
    let out = casework::due_insurance(&mut tx).await;
    tx.finish(out).await
}

async fn claim_unprinted(works: &Works) -> Result<Vec<ResultId>, Failure> {
    let mut tx = works.running.system(PRINTER).begin(PAPERS).await?;
    let out = casework::claim_results_without_pdf(&mut tx, DOCUMENTS_AT_ONCE).await;
    tx.finish(out).await
}

async fn put_off_asking(works: &Works, id: HandoverId) -> Result<(), Failure> {
    let mut tx = works.running.system("sweep").begin(NUMBERS).await?;
    let out = casework::put_off_asking(&mut tx, id).await;
    tx.finish(out).await
}

async fn put_off_printing(works: &Works, id: ResultId) -> Result<(), Failure> {
    let mut tx = works.running.system(PRINTER).begin(PAPERS).await?;
    let out = casework::put_off_printing(&mut tx, id).await;
    tx.finish(out).await
}

async fn nightly(works: &Works) -> Result<(), Failure> {
    let ctx = works.running.system("upkeep");
    let mut tx = ctx.begin(UPKEEP).await?;
    let out = async {
        let found = casework::compare_handovers(&mut tx).await?;
        identity::sweep(&mut tx).await?;
        casework::sweep_lookups(&mut tx).await?;
        Ok(found)
    }
    .await;
    let found = tx.finish(out).await?;
    if found > 0 {
        tracing::warn!(found, "the comparison of hand-overs found something");
    }
    compare_books(works).await?;
    db::prepare_trail(&works.running.shell.app, TRAIL_MONTHS_AHEAD).await?;
    sweep_files(&works.running, jiff::SignedDuration::from_hours(ORPHAN_KEPT_H)).await?;
    Ok(())
}

/// Compares our questions with what the register says it heard. A register that cannot say is asked again next time.
async fn compare_books(works: &Works) -> Result<(), Failure> {
    let now = works.running.shell.app.now();
    let from = now
        .checked_sub(jiff::SignedDuration::from_hours(BOOKS_COMPARED_H))
        .map_err(|error| basis::Fault::because("counting back to the last comparison", error))?;
    let stated = match works.running.outside.register.statement(from, now).await {
        Ok(stated) => stated,
        Err(problem) => {
            tracing::warn!(cause = %problem, "the national register did not state what it heard");
            return Ok(());
        }
    };
    let ctx = works.running.system("upkeep");
    let mut tx = ctx.begin(UPKEEP).await?;
    let out = casework::compare_with_register(&mut tx, from, &stated).await;
    let found = tx.finish(out).await?;
    if found > 0 {
        tracing::warn!(found, "our questions and the register's books do not agree");
    }
    Ok(())
}

/// Deletes files that no draft, dossier or result names and that are older than `kept`. Which are needed is asked
/// first; what came since is kept by its age.
pub(crate) async fn sweep_files(running: &Running, kept: jiff::SignedDuration) -> Result<files::Swept, Failure> {
    let files = &running.shell.files;
    let now = running.shell.app.now();
    let hashes: Vec<String> = files.list().await?.into_iter().map(|hash| hash.to_string()).collect();
    let ctx = running.system("sweep_files");
    let mut tx = ctx.begin(UPKEEP).await?;
    let out = casework::needed_files(&mut tx, &hashes).await;
    let needed: std::collections::HashSet<String> = tx.finish(out).await?.into_iter().collect();
    let before = now.checked_sub(kept).map_err(|error| basis::Fault::because("counting back a day", error))?;
    Ok(files.sweep(move |hash| needed.contains(&hash.to_string()), before).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    #[tokio::test]
    async fn an_item_that_fails_is_put_off_and_stops_nobody() {
        let (done, put_off) = (RefCell::new(Vec::new()), RefCell::new(Vec::new()));
        let act = async |item: u32| {
            if item == 2 {
                return Err(basis::Fault::new("broken").into());
            }
            done.borrow_mut().push(item);
            Ok(())
        };
        let late = async |item: u32| {
            put_off.borrow_mut().push(item);
            Err(basis::Fault::new("not even that").into())
        };
        each("test", Ok(vec![1, 2, 3, 4]), act, late).await;
        assert_eq!((done.into_inner(), put_off.into_inner()), (vec![1, 3, 4], vec![2]));
    }
}
