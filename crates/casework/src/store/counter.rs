//! What a one-stop counter sees, and what was handed over there.

use super::{at, at_maybe, cell, leg, one, status};
use crate::words::{CounterCounts, CounterRow, Door, Handout, Leg, Receiver};
use basis::{AccountId, AgencyCode, DossierId, Failure, Fault, LegId, PersonId, Timestamp, UnitCode};
use db::{Tx, fault, timestamp_bind};
use sqlx::postgres::PgRow;

const LIST: &str = include_str!("../../sql/list_counter.sql");
const LIST_LEGS: &str = include_str!("../../sql/list_counter_legs.sql");
const COUNT: &str = include_str!("../../sql/count_counter.sql");
const INSERT_HANDOUT: &str = include_str!("../../sql/insert_handout.sql");
const LIST_HANDOUTS: &str = include_str!("../../sql/list_handouts.sql");

/// Which dossiers a counter's list wants.
pub(crate) struct Wanted<'a> {
    pub(crate) unit: &'a UnitCode,
    pub(crate) counter: &'a AgencyCode,
    pub(crate) statuses: &'a [i16],
    /// Those of the whole commune, or only what this counter received.
    pub(crate) whole_commune: bool,
    pub(crate) before: (Timestamp, DossierId),
    pub(crate) rows_max: i64,
}

pub(crate) async fn list(tx: &mut Tx, wanted: Wanted<'_>) -> Result<Vec<CounterRow>, Failure> {
    let rows = sqlx::query(LIST)
        .bind(&wanted.unit.0)
        .bind(&wanted.counter.0)
        .bind(wanted.statuses)
        .bind(wanted.whole_commune)
        .bind(timestamp_bind(wanted.before.0))
        .bind(wanted.before.1.uuid())
        .bind(wanted.rows_max)
        .fetch_all(tx.conn())
        .await
        .map_err(fault("listing the dossiers of a counter"))?;
    let mut found = rows.iter().map(row).collect::<Result<Vec<_>, _>>()?;
    let ids: Vec<_> = found.iter().map(|row| row.dossier.uuid()).collect();
    let legs = sqlx::query(LIST_LEGS)
        .bind(ids)
        .fetch_all(tx.conn())
        .await
        .map_err(fault("listing the parts of a counter's dossiers"))?;
    for row in &legs {
        let leg: Leg = leg::leg(row)?;
        if let Some(there) = found.iter_mut().find(|there| there.dossier == leg.dossier) {
            there.legs.push(leg);
        }
    }
    Ok(found)
}

fn row(row: &PgRow) -> Result<CounterRow, Failure> {
    let door: String = cell(row, "door")?;
    Ok(CounterRow {
        dossier: DossierId::from_uuid(cell(row, "id")?),
        code: cell(row, "code")?,
        procedure: cell(row, "procedure")?,
        door: Door::from_code(&door).ok_or_else(|| Fault::new("a dossier came by an unknown door"))?,
        applicant: cell::<Option<_>>(row, "applicant")?.map(PersonId::from_uuid),
        applicant_name: None,
        status: status(row, "status")?,
        submitted_at: at(row, "submitted_at")?,
        due_at: at(row, "due_at")?,
        finished_at: at_maybe(row, "finished_at")?,
        counter: cell::<Option<_>>(row, "counter")?.map(AgencyCode),
        legs: Vec::new(),
    })
}

pub(crate) async fn counts(tx: &mut Tx, unit: &UnitCode, counter: &AgencyCode) -> Result<CounterCounts, Failure> {
    let row = sqlx::query(COUNT)
        .bind(&unit.0)
        .bind(&counter.0)
        .fetch_one(tx.conn())
        .await
        .map_err(fault("counting the dossiers of a counter"))?;
    Ok(CounterCounts {
        fresh: cell(&row, "fresh")?,
        working: cell(&row, "working")?,
        supplement: cell(&row, "supplement")?,
        ready: cell(&row, "ready")?,
        here: cell(&row, "here")?,
        every: cell(&row, "every")?,
    })
}

pub(crate) async fn insert_handout(tx: &mut Tx, handout: &Handout) -> Result<(), Failure> {
    let (receiver, paper) = match &handout.receiver {
        Receiver::Applicant => ("applicant", ""),
        Receiver::Proxy(paper) => ("proxy", paper.as_str()),
    };
    let done = sqlx::query(INSERT_HANDOUT)
        .bind(uuid::Uuid::now_v7())
        .bind(handout.leg.uuid())
        .bind(receiver)
        .bind(paper)
        .bind(timestamp_bind(handout.handed_at))
        .bind(handout.handed_by.uuid())
        .bind(&handout.agency.0)
        .execute(tx.conn())
        .await
        .map_err(fault("recording that a result was handed over"))?;
    one(&done, "recording that a result was handed over")
}

pub(crate) async fn handouts(tx: &mut Tx, dossier: DossierId) -> Result<Vec<Handout>, Failure> {
    let rows = sqlx::query(LIST_HANDOUTS)
        .bind(dossier.uuid())
        .fetch_all(tx.conn())
        .await
        .map_err(fault("listing what was handed over"))?;
    rows.iter()
        .map(|row| {
            let receiver: String = cell(row, "receiver")?;
            Ok(Handout {
                leg: LegId::from_uuid(cell(row, "leg")?),
                receiver: if receiver == "proxy" { Receiver::Proxy(cell(row, "paper")?) } else { Receiver::Applicant },
                handed_at: at(row, "handed_at")?,
                handed_by: AccountId::from_uuid(cell(row, "handed_by")?),
                agency: AgencyCode(cell(row, "agency")?),
            })
        })
        .collect()
}
