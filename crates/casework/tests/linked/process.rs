//! The family, the officers and the jobs of one linked birth as one process. It keeps nothing between two steps but what
//! a browser keeps, the draft and the keys of its buttons: what is to be done next it reads from the tables.

use crate::{
    rows, run,
    world::{World, couple, number},
};
use basis::{Actor, DraftId, Failure, HandoverId, LegId, NoticeId, ResultId, SubmissionKey};
use casework::{Action, Decide, Outcome, Submit, Waiting};
use sqlx::AssertSqlSafe;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
};
use vietnam::Sex;

const STEPS_MAX: usize = 400;

/// Why a step ended before its end.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The process was killed right after a commit.
    Killed,
    /// A table could not be written.
    Failed,
}

/// What is to be done next.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Step {
    Submit,
    Accept(LegId, String),
    Approve(LegId, String),
    Ask(HandoverId),
    Print(ResultId, String),
    Notify,
    Compare,
}

impl Step {
    /// Its name, which is the same in every run.
    fn name(&self) -> String {
        match self {
            Self::Submit => "submit".to_owned(),
            Self::Accept(_, step) => format!("accept {step}"),
            Self::Approve(_, step) => format!("approve {step}"),
            Self::Ask(_) => "ask for the number".to_owned(),
            Self::Print(_, kind) => format!("print {kind}"),
            Self::Notify => "send notices".to_owned(),
            Self::Compare => "compare hand-overs".to_owned(),
        }
    }
}

/// What is done to the process.
#[derive(Default)]
struct Plan {
    /// It dies after so many commits.
    dies_after: Option<usize>,
    commits: usize,
    /// Which tables each commit wrote, in a run that only watches.
    wrote: BTreeMap<String, BTreeSet<String>>,
    /// Which tables are still to fail, by commit.
    to_fail: BTreeMap<String, BTreeSet<String>>,
    failed: usize,
}

/// A world in which one birth is filed, with the browser's memory and the outside.
pub(crate) struct Process {
    pub(crate) world: World,
    draft: DraftId,
    keys: Mutex<BTreeMap<String, SubmissionKey>>,
    /// What the gateway of notices took, by their ids: sent twice is sent once.
    pub(crate) delivered: Mutex<BTreeMap<NoticeId, usize>>,
    plan: Mutex<Plan>,
}

/// One commit of a step, by its name. A table that is still to fail fails first, and then nothing may have changed.
macro_rules! commit {
    ($process:expr, $name:expr, $actor:expr, |$tx:ident| $call:expr) => {{
        let (process, name) = ($process, $name);
        if let Some(table) = process.next_to_fail(&name) {
            let before = rows::all(&process.world).await;
            process.arm(Some(&table)).await;
            let out = run!(process.world, $actor, |$tx| $call);
            process.arm(None).await;
            assert!(matches!(out, Err(Failure::Fault(_))), "{name}: {table} could not be written, and it went on");
            let after = rows::all(&process.world).await;
            assert_eq!(rows::difference(&before, &after), Vec::<String>::new(), "{name}: {table} could not be written");
            return Err(Stop::Failed);
        }
        // What was written by looking for the next step is not this commit's.
        process.forget().await;
        let out = run!(process.world, $actor, |$tx| $call).unwrap();
        process.committed(&name).await?;
        out
    }};
}

impl Process {
    /// A family that has filled in its form, and has not pressed the button yet.
    pub(crate) async fn new() -> Self {
        let world = World::new().await;
        let draft = world.draft(&world.parent, &couple("Nguyễn Minh An", "no"), &["papers.no_notice"]).await;
        let process =
            Self { world, draft, keys: Mutex::default(), delivered: Mutex::default(), plan: Mutex::default() };
        process.watch_tables().await;
        process
    }

    /// It will die right after its commit number `commits`.
    pub(crate) fn die_after(&self, commits: usize) {
        *self.plan.lock().unwrap() = Plan { dies_after: Some(commits), ..Plan::default() };
    }

    /// It lives on, and nothing fails.
    pub(crate) fn live(&self) {
        *self.plan.lock().unwrap() = Plan::default();
    }

    /// Each of these tables will fail once, at each commit that wrote it.
    pub(crate) fn fail(&self, tables: BTreeMap<String, BTreeSet<String>>) {
        *self.plan.lock().unwrap() = Plan { to_fail: tables, ..Plan::default() };
    }

    pub(crate) fn commits(&self) -> usize {
        self.plan.lock().unwrap().commits
    }

    pub(crate) fn failures(&self) -> usize {
        self.plan.lock().unwrap().failed
    }

    /// Which tables each commit wrote.
    pub(crate) fn wrote(&self) -> BTreeMap<String, BTreeSet<String>> {
        self.plan.lock().unwrap().wrote.clone()
    }

    /// Goes on from what the tables say until nothing is left to do; gives the step at which it died, if it did.
    pub(crate) async fn go_on(&self) -> Option<Step> {
        let mut again = None;
        for _ in 0..STEPS_MAX {
            let step = match again.take() {
                Some(step) => step,
                None => self.next().await,
            };
            match self.perform(&step).await {
                Ok(()) if step == Step::Compare => return None,
                Ok(()) => {}
                // Whoever was told of a fault presses the button again, and the runner runs its job again.
                Err(Stop::Failed) => again = Some(step),
                Err(Stop::Killed) => return Some(step),
            }
        }
        panic!("the linked birth does not end")
    }

    /// What the tables say is to be done.
    pub(crate) async fn next(&self) -> Step {
        let world = &self.world;
        let dossiers = run!(world, world.parent, |tx| casework::my_dossiers(tx, None)).unwrap();
        let Some(dossier) = dossiers.first() else { return Step::Submit };
        let tracked = world.track(&world.parent, &dossier.code).await;
        if let Some(asked) = world.due().await.first() {
            return Step::Ask(*asked);
        }
        if let Some(result) = tracked.results.iter().find(|result| result.pdf.is_none()) {
            return Step::Print(result.id, format!("{} {}", result.kind, result.version));
        }
        let mut open = tracked.legs.iter().filter(|leg| leg.opened.is_some() && leg.finished_at.is_none());
        let decidable = open.find(|leg| leg.waiting_for != Some(Waiting::Number));
        if let Some(leg) = decidable {
            return if leg.status == procedure::Status::New {
                Step::Accept(leg.id, leg.step.clone())
            } else {
                Step::Approve(leg.id, leg.step.clone())
            };
        }
        let waiting = "SELECT count(*) FROM casework.notice WHERE state = 'waiting'";
        if world.count(waiting).await > 0 {
            // They are held for a moment; what a killed sender had claimed is kept from others until its lease ends.
            world.pass(361);
            return Step::Notify;
        }
        Step::Compare
    }

    /// Does one step, with all its transactions.
    pub(crate) async fn perform(&self, step: &Step) -> Result<(), Stop> {
        let world = &self.world;
        let (name, system) = (step.name(), world.system());
        match step {
            Step::Submit => {
                let command = Submit { draft: self.draft, key: self.key("submit") };
                commit!(self, name, world.parent, |tx| casework::submit(tx, &world.book, command.clone()));
            }
            Step::Accept(leg, of) => self.decide(name, *leg, of, Action::Accept { verification: false }).await?,
            Step::Approve(leg, of) => self.decide(name, *leg, of, Action::Approve).await?,
            Step::Ask(handover) => {
                let question = commit!(self, format!("{name}: begin"), system, |tx| {
                    casework::begin_asking(tx, &world.book, *handover)
                });
                if question.is_some() {
                    // The register gives the same answer to the same question.
                    let answer = Outcome::Assigned(number(Sex::Male, 2026, 77));
                    commit!(self, format!("{name}: record"), system, |tx| {
                        casework::record_answer(tx, &world.book, *handover, answer.clone())
                    });
                }
            }
            Step::Print(result, _) => {
                commit!(self, format!("{name}: claim"), system, |tx| casework::claim_results_without_pdf(tx, 100));
                let printed = run!(world, system, |tx| casework::result_to_print(tx, *result)).unwrap();
                if let Some(printed) = printed {
                    let hash = files::ContentHash::of(printed.number.as_bytes()).to_string();
                    commit!(self, name, system, |tx| casework::result_printed(tx, *result, &hash, 1));
                }
            }
            Step::Notify => {
                let claimed = commit!(self, format!("{name}: claim"), system, |tx| casework::claim_notices(tx));
                for outgoing in claimed {
                    let notice = &outgoing.notice;
                    *self.delivered.lock().unwrap().entry(notice.id).or_default() += 1;
                    let name = format!("{name}: {} {:?}", notice.kind, notice.leg.is_some());
                    commit!(self, name, system, |tx| casework::notice_went(tx, notice, Ok("sms")));
                }
            }
            Step::Compare => {
                commit!(self, name, system, |tx| casework::compare_handovers(tx));
            }
        }
        Ok(())
    }

    async fn decide(&self, name: String, leg: LegId, step: &str, action: Action) -> Result<(), Stop> {
        let world = &self.world;
        let officer: &Actor = match step {
            "register_birth" => &world.justice,
            "issue_health_card" => &world.insurance,
            _ => &world.police,
        };
        let command = Decide { leg, action, key: self.key(&name), confirmed: vec![] };
        commit!(self, name, officer, |tx| casework::decide(tx, &world.book, command.clone()));
        Ok(())
    }

    /// The key that the button of this page had when it was drawn, and has whenever it is pressed again.
    fn key(&self, name: &str) -> SubmissionKey {
        *self.keys.lock().unwrap().entry(name.to_owned()).or_insert_with(SubmissionKey::fresh)
    }

    fn next_to_fail(&self, name: &str) -> Option<String> {
        let mut plan = self.plan.lock().unwrap();
        let table = plan.to_fail.get_mut(name)?.pop_first()?;
        plan.failed += 1;
        Some(table)
    }

    /// Takes the notes of what was written since.
    async fn forget(&self) -> Vec<String> {
        let query = "DELETE FROM public.wrote RETURNING of";
        sqlx::query_scalar(query).fetch_all(&self.world.db.owner).await.unwrap()
    }

    async fn committed(&self, name: &str) -> Result<(), Stop> {
        let wrote = self.forget().await;
        let mut plan = self.plan.lock().unwrap();
        plan.wrote.entry(name.to_owned()).or_default().extend(wrote);
        plan.commits += 1;
        if plan.dies_after == Some(plan.commits) { Err(Stop::Killed) } else { Ok(()) }
    }

    /// Lets a table fail from now on, or none.
    async fn arm(&self, table: Option<&str>) {
        sqlx::query("DELETE FROM public.fails").execute(&self.world.db.owner).await.unwrap();
        if let Some(table) = table {
            let query = sqlx::query("INSERT INTO public.fails VALUES ($1)").bind(table);
            query.execute(&self.world.db.owner).await.unwrap();
        }
    }

    /// From now on each table notes that it was written, and fails when it is told to.
    async fn watch_tables(&self) {
        let mut script = "CREATE TABLE public.wrote (of text); CREATE TABLE public.fails (of text);
            CREATE FUNCTION public.watch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
            BEGIN
              IF EXISTS (SELECT 1 FROM public.fails WHERE of = TG_ARGV[0]) THEN
                RAISE EXCEPTION 'this table fails' USING ERRCODE = 'io_error';
              END IF;
              INSERT INTO public.wrote VALUES (TG_ARGV[0]);
              RETURN NULL;
            END $$;"
            .to_owned();
        for table in rows::TABLES {
            script.push_str(&format!(
                "CREATE TRIGGER watched AFTER INSERT OR UPDATE OR DELETE ON {table}
                 FOR EACH STATEMENT EXECUTE FUNCTION public.watch('{table}');"
            ));
        }
        sqlx::raw_sql(AssertSqlSafe(script)).execute(&self.world.db.owner).await.unwrap();
    }
}
