//! `Ctx` is who asks; `Tx` is one transaction with the people it saw and the jobs it wants run.

use crate::{
    access::{Fields, Read, ReadRow, Subject, insert_reads},
    app::App,
    grounds::Law,
    jobs::{Job, add_jobs},
    power::{Allowed, Power},
};
use basis::{Actor, Code, Date, DossierId, Failure, Fault, Kind, Purpose, RequestId, Timestamp};
use sqlx::{PgConnection, Postgres};
use std::{borrow::Cow, sync::Arc};

/// Refused because no role of the actor holds the power.
pub const NOT_ALLOWED: Code = Code("not-allowed");

/// The law or agreement under which data are looked at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ground {
    /// An article, cited as in the glossary.
    Cited(Cow<'static, str>),
    /// A kind of law; the article is that of the day.
    Law(Law),
}

impl Ground {
    /// The article on a day.
    ///
    /// # Errors
    /// A fault when no law of its kind holds then.
    pub fn on(&self, day: Date) -> Result<&str, Failure> {
        match self {
            Self::Cited(article) => Ok(article),
            Self::Law(law) => law.on(day),
        }
    }
}

/// Why a transaction looks at people: shown to them on "Ai đã xem dữ liệu của tôi".
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Why {
    /// What for.
    pub purpose: Purpose,
    /// On which legal ground.
    pub ground: Ground,
    /// For which dossier, if for one.
    pub dossier: Option<DossierId>,
}

impl Why {
    /// A reason that belongs to no dossier.
    #[must_use]
    pub const fn new(purpose: &'static str, ground: &'static str) -> Self {
        Self { purpose: Purpose(purpose), ground: Ground::Cited(Cow::Borrowed(ground)), dossier: None }
    }
    /// The same under a kind of law, whose article is that of the day.
    #[must_use]
    pub const fn under(purpose: &'static str, law: Law) -> Self {
        Self { purpose: Purpose(purpose), ground: Ground::Law(law), dossier: None }
    }
    /// The same reason, for a dossier.
    #[must_use]
    pub fn of(mut self, dossier: DossierId) -> Self {
        self.dossier = Some(dossier);
        self
    }
}

/// Who asks, in which request, of which application.
#[derive(Clone)]
pub struct Ctx {
    app: Arc<App>,
    actor: Actor,
    request: RequestId,
}

impl std::fmt::Debug for Ctx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ctx").field("actor", &self.actor).field("request", &self.request).finish_non_exhaustive()
    }
}

impl Ctx {
    /// Somebody asks.
    #[must_use]
    pub fn new(app: Arc<App>, actor: Actor, request: RequestId) -> Self {
        Self { app, actor, request }
    }
    /// The application.
    #[must_use]
    pub fn app(&self) -> &Arc<App> {
        &self.app
    }
    /// Who asks.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }
    /// The request's number.
    #[must_use]
    pub fn request(&self) -> RequestId {
        self.request
    }
    /// Whether the actor holds the power.
    ///
    /// # Errors
    /// A refusal (403) when no role of the actor does.
    pub fn allow<P: Power>(&self) -> Result<Allowed<P>, Failure> {
        if self.app.powers().holds(&self.actor.roles(), P::CODE) {
            Ok(Allowed::proven())
        } else {
            Err(Failure::refused(Kind::Forbidden, NOT_ALLOWED))
        }
    }
    /// Begins the one transaction of this request.
    ///
    /// # Errors
    /// A fault when PostgreSQL cannot be reached.
    pub async fn begin(&self, why: Why) -> Result<Tx, Failure> {
        let inner = self.app.pool().begin().await.map_err(|error| Fault::because("beginning a transaction", error))?;
        let now = self.app.now();
        Ok(Tx { inner, ctx: self.clone(), why, reads: Vec::new(), jobs: Vec::new(), began: now, last: now })
    }
}

/// Tells a test what was seen, before anything is written: our ids only. Off unless `LIENTHONG_LOG` asks for the
/// target `lienthong_saw`, so that the page that people read can be compared with something that is not its table.
pub(crate) fn trace_saw(ctx: &Ctx, subject: &Subject, fields: Fields) {
    if let Subject::Person(person) = subject {
        tracing::trace!(target: "lienthong_saw", request = %ctx.request, person = %person.uuid(), seen = fields.0);
    }
}

/// One transaction: what it saw and what it wants done become durable with it.
#[must_use = "a transaction that is not finished does nothing"]
pub struct Tx {
    inner: sqlx::Transaction<'static, Postgres>,
    ctx: Ctx,
    why: Why,
    reads: Vec<Read>,
    jobs: Vec<Job>,
    began: Timestamp,
    last: Timestamp,
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx").field("ctx", &self.ctx).field("reads", &self.reads.len()).finish_non_exhaustive()
    }
}

impl Tx {
    /// Who acts.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.ctx.actor
    }
    /// Who asks, with the application behind.
    #[must_use]
    pub fn ctx(&self) -> &Ctx {
        &self.ctx
    }
    /// Why people are looked at.
    #[must_use]
    pub fn why(&self) -> &Why {
        &self.why
    }
    /// Narrows the reason to a dossier that became known only now.
    pub fn for_dossier(&mut self, dossier: DossierId) {
        self.why.dossier = Some(dossier);
    }
    /// Today in Viet Nam, the same throughout the transaction.
    #[must_use]
    pub fn today(&self) -> Date {
        basis::today_at(self.began)
    }
    /// The instant the transaction began.
    #[must_use]
    pub fn began(&self) -> Timestamp {
        self.began
    }
    /// An instant later than every one given before in this transaction, so that histories have an order.
    pub fn instant(&mut self) -> Timestamp {
        let now = self.ctx.app.now();
        // PostgreSQL keeps microseconds: round down, then step past the last one given.
        let micros = now.as_microsecond().max(self.last.as_microsecond() + 1);
        self.last = Timestamp::from_microsecond(micros).unwrap_or(now);
        self.last
    }
    /// Whether the actor holds the power.
    ///
    /// # Errors
    /// A refusal (403) when no role of the actor does.
    pub fn allow<P: Power>(&self) -> Result<Allowed<P>, Failure> {
        self.ctx.allow()
    }
    /// Notes that somebody was looked at. A store calls it where it decodes a person. A look at more of the same person
    /// stands for the one at less.
    pub fn saw(&mut self, subject: Subject, fields: Fields) {
        trace_saw(&self.ctx, &subject, fields);
        if self.reads.iter().any(|read| read.subject == subject && fields.within(read.fields)) {
            return;
        }
        self.reads.retain(|read| read.subject != subject || !read.fields.within(fields));
        self.reads.push(Read { subject, fields });
    }
    /// Whether somebody was looked at in this transaction already.
    #[must_use]
    pub fn has_seen(&self, subject: &Subject) -> bool {
        self.reads.iter().any(|read| read.subject == *subject)
    }
    /// Asks for a job to be run once this transaction is durable.
    pub fn queue(&mut self, job: Job) {
        self.jobs.push(job);
    }
    /// The connection, for a `store.rs`.
    pub fn conn(&mut self) -> &mut PgConnection {
        &mut self.inner
    }
    /// Ends the transaction and lets the answer out.
    ///
    /// An answer: access records and jobs are written and all is committed together. A refusal: what was done
    /// is rolled back and the access records alone are committed, since the asker learnt something. A fault:
    /// everything is rolled back.
    ///
    /// # Errors
    /// The failure that `out` is, or a fault when it could not be made durable.
    pub async fn finish<T>(self, out: Result<T, Failure>) -> Result<T, Failure> {
        let Self { mut inner, ctx, why, reads, jobs, began, .. } = self;
        let rows: Vec<ReadRow> =
            reads.into_iter().map(|read| ReadRow { at: began, ctx: ctx.clone(), why: why.clone(), read }).collect();
        match out {
            Ok(answer) => {
                insert_reads(&mut inner, &rows).await?;
                add_jobs(&mut inner, &jobs).await?;
                inner.commit().await.map_err(|error| Fault::because("committing", error))?;
                Ok(answer)
            }
            Err(Failure::Refusal(refusal)) => {
                inner.rollback().await.map_err(|error| Fault::because("rolling back a refused transaction", error))?;
                if !rows.is_empty() {
                    let mut alone = ctx
                        .app
                        .pool()
                        .begin()
                        .await
                        .map_err(|error| Fault::because("beginning to record reads", error))?;
                    insert_reads(&mut alone, &rows).await?;
                    alone.commit().await.map_err(|error| Fault::because("committing access records", error))?;
                }
                Err(Failure::Refusal(refusal))
            }
            Err(fault) => {
                // The fault is what matters; a rollback that fails too is ended by the server.
                let _ = inner.rollback().await;
                Err(fault)
            }
        }
    }
}
