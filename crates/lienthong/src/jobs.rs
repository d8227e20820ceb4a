//! Jobs: the tasks by which work goes on after an answer has left, and the sweeps that make a lost wake-up harmless.
//!
//! Each task asks casework what is to be done, does the slow or outside part without a transaction, and records what
//! came of it in another. Run twice it does nothing twice; killed in between it is found again by a sweep.

use crate::{exit::Failed, papers, wiring::Running};
use basis::{Failure, HandoverId, ResultId, Timestamp};
use casework::{ASK_NUMBER, Contact, MAKE_DOCUMENT, Outcome, SEND_NOTICES};
use db::{JobRow, Law, Why};
use documents::Documents;
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext, WorkerOptions};
use links::{Channel, Notice, NoticeAnswer, NumberAnswer};
use serde::{Deserialize, Serialize};
use std::{future::Future, sync::Arc, time::Duration};

const CONCURRENCY: usize = 4;
const SWEEP_EVERY_S: u64 = 15;
const NIGHTLY_EVERY_S: u64 = 3600;
const DOCUMENTS_PER_SWEEP: i64 = 50;
const COLLECT_MAX: usize = 100;
/// Files that nobody needs are kept this long: a draft may be about to name one.
const ORPHAN_KEPT_H: i64 = 24;
/// Months of the trail made ready in advance.
const TRAIL_MONTHS_AHEAD: i32 = 3;

const NUMBERS: Why = Why::under("purpose-personal-number", Law::PersonalNumber);
const NOTICES: Why = Why::under("purpose-notice", Law::OneStop);
const PAPERS: Why = Why::under("purpose-document", Law::CivilStatus);
const UPKEEP: Why = Why::under("purpose-upkeep", Law::OneStop);

/// What the tasks work with.
#[derive(Clone, Debug)]
pub(crate) struct Works {
    running: Running,
    documents: Arc<Documents>,
}

impl Works {
    pub(crate) fn new(running: Running) -> Result<Self, Failed> {
        let documents = Documents::new().map_err(|fault| Failed::Broken(fault.chain()))?;
        Ok(Self { running, documents: Arc::new(documents) })
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
task!(SendNotices = SEND_NOTICES, send_notices);
task!(MakeDocument = MAKE_DOCUMENT, make_document);

/// Runs the jobs until `stop` is done.
pub(crate) async fn run(works: Works, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), Failed> {
    let owner = db::owner_pool(&works.running.url, u32::try_from(CONCURRENCY).unwrap_or(4) + 2).await?;
    let (ended, end) = tokio::sync::watch::channel(false);
    let sweeping = tokio::spawn(sweep(works.clone(), end.clone()));
    let worker = WorkerOptions::default()
        .pg_pool(owner)
        .concurrency(CONCURRENCY)
        .add_extension(works)
        .define_job::<AskNumber>()
        .define_job::<SendNotices>()
        .define_job::<MakeDocument>()
        .listen_os_shutdown_signals(false)
        .shutdown_signal(async move {
            stop.await;
        })
        .shutdown_grace_period(Duration::from_secs(5))
        .init()
        .await
        .map_err(|error| Failed::Broken(format!("starting the jobs: {error}")))?;
    let outcome = worker.run().await.map_err(|error| Failed::Broken(format!("running the jobs: {error}")));
    let _ = ended.send(true);
    let _ = sweeping.await;
    outcome
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
async fn collect(works: &Works) -> Result<(), Failure> {
    let Ok(deliveries) = works.running.outside.register.collect(COLLECT_MAX).await else { return Ok(()) };
    for delivery in deliveries {
        let outcome = outcome_of(delivery.answer);
        record(works, delivery.handover, outcome).await?;
    }
    Ok(())
}

async fn send_notices(works: &Works, _: JobRow) -> Result<(), Failure> {
    let ctx = works.running.system(SEND_NOTICES);
    let mut tx = ctx.begin(NOTICES).await?;
    let out = casework::waiting_notices(&mut tx).await;
    let waiting = tx.finish(out).await?;
    for outgoing in waiting {
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
        let mut tx = ctx.begin(NOTICES).await?;
        let out = casework::notice_went(&mut tx, &outgoing.notice, sent).await;
        tx.finish(out).await?;
    }
    Ok(())
}

async fn make_document(works: &Works, row: JobRow) -> Result<(), Failure> {
    print(works, ResultId::from_uuid(row.id("result")?)).await
}

async fn print(works: &Works, id: ResultId) -> Result<(), Failure> {
    let ctx = works.running.system(MAKE_DOCUMENT);
    let mut tx = ctx.begin(PAPERS).await?;
    let out = load(&mut tx, id).await;
    let Some((result, agency)) = tx.finish(out).await? else { return Ok(()) };
    let origin = works.running.shell.origin.url.clone();
    let documents = Arc::clone(&works.documents);
    let issued_at = result.issued_at;
    let pdf = tokio::task::spawn_blocking(move || {
        let (template, values) = papers::of(&result, &agency, &origin)?;
        documents.render(template, &values, issued_at)
    })
    .await
    .map_err(|error| basis::Fault::because("waiting for a document", error))??;
    let receipt = works.running.shell.files.receive_bytes(pdf.into_bytes(), files::UPLOAD_BYTES_MAX).await?;
    let mut tx = ctx.begin(PAPERS).await?;
    let out = casework::result_printed(&mut tx, id, &receipt.hash.to_string(), receipt.size).await;
    tx.finish(out).await
}

async fn load(tx: &mut db::Tx, id: ResultId) -> Result<Option<(casework::Issued, papers::Office)>, Failure> {
    let Some(result) = casework::result_to_print(tx, id).await? else { return Ok(None) };
    let agency = identity::find_agency(tx, &result.agency).await?;
    let office = papers::Office::of(agency.as_ref());
    Ok(Some((result, office)))
}

/// Looks at the tables themselves, so that nothing waits for a wake-up that was lost.
async fn sweep(works: Works, mut end: tokio::sync::watch::Receiver<bool>) {
    let mut last_nightly: Option<Timestamp> = None;
    loop {
        if let Err(failure) = sweep_once(&works).await {
            tracing::error!(cause = %failure, "a sweep failed and will be tried again");
        }
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

async fn sweep_once(works: &Works) -> Result<(), Failure> {
    collect(works).await?;
    let ctx = works.running.system("sweep");
    let mut tx = ctx.begin(NUMBERS).await?;
    let out = casework::due_handovers(&mut tx).await;
    for handover in tx.finish(out).await? {
        ask(works, handover).await?;
    }
    let mut tx = ctx.begin(PAPERS).await?;
    let out = casework::results_without_pdf(&mut tx, DOCUMENTS_PER_SWEEP).await;
    for result in tx.finish(out).await? {
        print(works, result).await?;
    }
    send_notices(works, JobRow::new(serde_json::Value::Null)).await
}

async fn nightly(works: &Works) -> Result<(), Failure> {
    let ctx = works.running.system("upkeep");
    let mut tx = ctx.begin(UPKEEP).await?;
    let out = async {
        let found = casework::compare_handovers(&mut tx).await?;
        identity::sweep(&mut tx).await?;
        Ok(found)
    }
    .await;
    let found = tx.finish(out).await?;
    if found > 0 {
        tracing::warn!(found, "the comparison of hand-overs found something");
    }
    db::prepare_trail(&works.running.shell.app, TRAIL_MONTHS_AHEAD).await?;
    sweep_files(works).await
}

/// Deletes files that no draft, dossier or result names. Which are needed is asked first; what came since is kept by age.
async fn sweep_files(works: &Works) -> Result<(), Failure> {
    let files = &works.running.shell.files;
    let hashes: Vec<String> = files.list().await?.into_iter().map(|hash| hash.to_string()).collect();
    let ctx = works.running.system("sweep_files");
    let mut tx = ctx.begin(UPKEEP).await?;
    let out = casework::needed_files(&mut tx, &hashes).await;
    let needed: std::collections::HashSet<String> = tx.finish(out).await?.into_iter().collect();
    let now = works.running.shell.app.now();
    let before = now
        .checked_sub(jiff::SignedDuration::from_hours(ORPHAN_KEPT_H))
        .map_err(|error| basis::Fault::because("counting back a day", error))?;
    files.sweep(move |hash| needed.contains(&hash.to_string()), before).await?;
    Ok(())
}
