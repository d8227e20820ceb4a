//! Many small reads of different askers in one transaction: the reader lanes of the register.
//!
//! One commit for a hundred look-ups makes each of them durable at a hundredth of the price. A lane
//! answers its waiters only after `commit`; a failure reaches every waiter as a fault.

use crate::{
    access::{Fields, Read, ReadRow, Subject, insert_reads},
    app::App,
    tx::{Ctx, Why, trace_saw},
};
use basis::{Failure, Fault, Timestamp};
use sqlx::{PgConnection, Postgres};

/// A transaction that reads for several askers at once.
#[must_use = "a batch that is not committed has recorded nothing"]
pub struct Batch {
    inner: sqlx::Transaction<'static, Postgres>,
    rows: Vec<ReadRow>,
    at: Timestamp,
}

impl std::fmt::Debug for Batch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Batch").field("reads", &self.rows.len()).finish_non_exhaustive()
    }
}

impl Batch {
    /// Begins a batch.
    ///
    /// # Errors
    /// A fault when PostgreSQL cannot be reached.
    pub async fn begin(app: &App) -> Result<Self, Failure> {
        let inner = app.pool().begin().await.map_err(|error| Fault::because("beginning a batch of reads", error))?;
        Ok(Self { inner, rows: Vec::new(), at: app.now() })
    }
    /// The connection, for a `store.rs`.
    pub fn conn(&mut self) -> &mut PgConnection {
        &mut self.inner
    }
    /// Notes whom one of the askers saw.
    pub fn saw(&mut self, ctx: &Ctx, why: &Why, subject: Subject, fields: Fields) {
        trace_saw(ctx, &subject, fields);
        self.rows.push(ReadRow { at: self.at, ctx: ctx.clone(), why: why.clone(), read: Read { subject, fields } });
    }
    /// Makes the access records durable. Only then may any answer leave.
    ///
    /// # Errors
    /// A fault when they could not be written.
    pub async fn commit(mut self) -> Result<(), Failure> {
        insert_reads(&mut self.inner, &self.rows).await?;
        self.inner.commit().await.map_err(|error| Fault::because("committing a batch of reads", error))?;
        Ok(())
    }
}
