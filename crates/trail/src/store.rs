//! The table of looks, which `db` writes and this reads.

pub(crate) mod plans;

use crate::model::{Before, DossierLook, Seen, Viewer};
use basis::{AccountId, AgencyCode, DossierId, Failure, Fault, PersonId, Timestamp};
use db::{Tx, fault, timestamp, timestamp_bind};
use sqlx::FromRow;
use uuid::Uuid;

const LIST_LOOKS: &str = include_str!("../sql/list_looks.sql");
const LIST_DOSSIER_LOOKS: &str = include_str!("../sql/list_dossier_looks.sql");
/// Later than every look: PostgreSQL's instants reach further than ours, so the end of ours would do but for its text.
const END: &str = "9999-01-01T00:00:00Z";

#[derive(FromRow)]
struct Row {
    id: i64,
    at: jiff_sqlx::Timestamp,
    actor_kind: String,
    viewer: Option<Uuid>,
    agency: Option<String>,
    task: Option<String>,
    purpose: String,
    ground: String,
    dossier: Option<Uuid>,
    fields: String,
}

impl TryFrom<Row> for Seen {
    type Error = Fault;
    fn try_from(row: Row) -> Result<Self, Fault> {
        let viewer = viewer(&row.actor_kind, row.viewer, row.agency, row.task)
            .ok_or_else(|| Fault::new(format!("look {} has an unknown kind of viewer", row.id)))?;
        Ok(Self {
            id: row.id,
            at: timestamp(row.at),
            viewer,
            purpose: row.purpose,
            ground: row.ground,
            dossier: row.dossier.map(DossierId::from_uuid),
            fields: row.fields.split_whitespace().map(str::to_owned).collect(),
        })
    }
}

fn viewer(kind: &str, person: Option<Uuid>, agency: Option<String>, task: Option<String>) -> Option<Viewer> {
    Some(match kind {
        "stranger" => Viewer::Stranger,
        "citizen" => Viewer::Citizen(person.map(PersonId::from_uuid)),
        "officer" => Viewer::Officer(agency.map(AgencyCode)),
        "system" => Viewer::System(task),
        _ => return None,
    })
}

#[derive(FromRow)]
struct OpeningRow {
    request: Uuid,
    at: jiff_sqlx::Timestamp,
    actor_kind: String,
    account: Option<Uuid>,
    viewer: Option<Uuid>,
    agency: Option<String>,
    task: Option<String>,
    purpose: String,
}

impl TryFrom<OpeningRow> for DossierLook {
    type Error = Fault;
    fn try_from(row: OpeningRow) -> Result<Self, Fault> {
        let viewer = viewer(&row.actor_kind, row.viewer, row.agency, row.task)
            .ok_or_else(|| Fault::new(format!("a look of request {} has an unknown kind of viewer", row.request)))?;
        let account = row.account.map(AccountId::from_uuid);
        Ok(Self { at: timestamp(row.at), viewer, account, purpose: row.purpose })
    }
}

pub(crate) async fn list_of_dossier(
    tx: &mut Tx,
    dossier: DossierId,
    rows_max: i64,
) -> Result<Vec<DossierLook>, Failure> {
    let rows: Vec<OpeningRow> = sqlx::query_as(LIST_DOSSIER_LOOKS)
        .bind(dossier.uuid())
        .bind(rows_max)
        .fetch_all(tx.conn())
        .await
        .map_err(fault("listing who opened a dossier"))?;
    rows.into_iter().map(|row| DossierLook::try_from(row).map_err(Into::into)).collect()
}

pub(crate) async fn list(
    tx: &mut Tx,
    person: PersonId,
    before: Option<Before>,
    rows_max: usize,
) -> Result<Vec<Seen>, Failure> {
    let end: Timestamp = END.parse().map_err(|error| Fault::because("reading the end of time", error))?;
    let before = before.unwrap_or(Before { at: end, id: i64::MAX });
    let rows: Vec<Row> = sqlx::query_as(LIST_LOOKS)
        .bind(person.uuid())
        .bind(timestamp_bind(before.at.min(end)))
        .bind(before.id)
        .bind(i64::try_from(rows_max).unwrap_or(i64::MAX))
        .fetch_all(tx.conn())
        .await
        .map_err(fault("listing looks"))?;
    rows.into_iter().map(|row| Seen::try_from(row).map_err(Into::into)).collect()
}
