//! Access records: who saw whom, why, and which fields. Durable before anything is shown.

use crate::tx::{Ctx, Why};
use basis::{Actor, Failure, Fault, PersonId, Timestamp};
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;

/// Whose data was looked at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Subject {
    /// One person of the register.
    Person(PersonId),
    /// A number that found nobody, as a keyed hash: that somebody asked is kept, the number is not.
    Unknown(Vec<u8>),
    /// A whole run over many people, such as an index build, by its name.
    Run(&'static str),
}

/// Which fields were seen, as a short stable list such as `name birth_date household`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fields(pub &'static str);

impl Fields {
    /// Whether every one of these is among the others too.
    pub(crate) fn within(self, others: Self) -> bool {
        self.0.split(' ').all(|field| others.0.split(' ').any(|other| other == field))
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Read {
    pub(crate) subject: Subject,
    pub(crate) fields: Fields,
}

/// One row of the trail, ready to be inserted.
#[derive(Clone, Debug)]
pub(crate) struct ReadRow {
    pub(crate) at: Timestamp,
    pub(crate) ctx: Ctx,
    pub(crate) why: Why,
    pub(crate) read: Read,
}

const COUNT_READS: &str = include_str!("../sql/count_reads.sql");
const INSERT_READS: &str = include_str!("../sql/insert_reads.sql");

/// Writes the rows in one statement, however many there are.
pub(crate) async fn insert_reads(conn: &mut PgConnection, rows: &[ReadRow]) -> Result<(), Failure> {
    if rows.is_empty() {
        return Ok(());
    }
    let n = rows.len();
    let mut at = Vec::with_capacity(n);
    let mut request = Vec::with_capacity(n);
    let mut actor_kind: Vec<&'static str> = Vec::with_capacity(n);
    let mut account = Vec::with_capacity(n);
    let mut viewer = Vec::with_capacity(n);
    let mut agency: Vec<Option<String>> = Vec::with_capacity(n);
    let mut task: Vec<Option<&'static str>> = Vec::with_capacity(n);
    let mut purpose = Vec::with_capacity(n);
    let mut ground = Vec::with_capacity(n);
    let mut dossier = Vec::with_capacity(n);
    let mut person = Vec::with_capacity(n);
    let mut unknown: Vec<Option<&[u8]>> = Vec::with_capacity(n);
    let mut run: Vec<Option<&'static str>> = Vec::with_capacity(n);
    let mut fields = Vec::with_capacity(n);
    for row in rows {
        at.push(row.at.to_sqlx());
        request.push(row.ctx.request().0);
        actor_kind.push(kind_of(row.ctx.actor()));
        account.push(row.ctx.actor().account().map(basis::AccountId::uuid));
        viewer.push(match row.ctx.actor() {
            Actor::Citizen { person, .. } => Some(person.uuid()),
            _ => None,
        });
        agency.push(match row.ctx.actor() {
            Actor::Officer { agency, .. } => Some(agency.0.clone()),
            _ => None,
        });
        task.push(match row.ctx.actor() {
            Actor::System(task) => Some(task.0),
            _ => None,
        });
        purpose.push(row.why.purpose.0);
        ground.push(row.why.ground.on(basis::today_at(row.at))?);
        dossier.push(row.why.dossier.map(basis::DossierId::uuid));
        person.push(match &row.read.subject {
            Subject::Person(person) => Some(person.uuid()),
            _ => None,
        });
        unknown.push(match &row.read.subject {
            Subject::Unknown(hash) => Some(hash.as_slice()),
            _ => None,
        });
        run.push(match &row.read.subject {
            Subject::Run(name) => Some(*name),
            _ => None,
        });
        fields.push(row.read.fields.0);
    }
    let done = sqlx::query(INSERT_READS)
        .bind(at)
        .bind(request)
        .bind(actor_kind)
        .bind(account)
        .bind(viewer)
        .bind(agency)
        .bind(task)
        .bind(purpose)
        .bind(ground)
        .bind(dossier)
        .bind(person)
        .bind(unknown)
        .bind(run)
        .bind(fields)
        .execute(conn)
        .await
        .map_err(|error| Fault::because("inserting access records", error))?;
    if done.rows_affected() as usize != n {
        return Err(Fault::new(format!("inserted {} of {n} access records", done.rows_affected())).into());
    }
    Ok(())
}

/// How many looks the trail holds: what a measurement compares with what it asked for.
///
/// # Errors
/// A fault when they cannot be counted.
pub async fn count_looks(owner: &crate::OwnerPool) -> Result<i64, Failure> {
    sqlx::query_scalar(COUNT_READS)
        .fetch_one(owner)
        .await
        .map_err(|error| Fault::because("counting access records", error).into())
}

fn kind_of(actor: &Actor) -> &'static str {
    match actor {
        Actor::Stranger => "stranger",
        Actor::Citizen { .. } => "citizen",
        Actor::Officer { .. } => "officer",
        Actor::System(_) => "system",
    }
}
