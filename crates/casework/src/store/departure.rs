//! What the police of a commune were told of people who left it.

use super::{at, cell};
use crate::words::{Departure, People};
use basis::{AgencyCode, Failure, Fault, HandoverId, PersonId};
use db::{Fields, Subject, Tx, fault};
use serde_json::Value as Json;

const LIST: &str = include_str!("../../sql/list_departures.sql");
const SEEN: Fields = Fields("name residence");

pub(crate) async fn list(tx: &mut Tx, agency: &AgencyCode, rows_max: i64) -> Result<Vec<Departure>, Failure> {
    let rows = sqlx::query(LIST)
        .bind(&agency.0)
        .bind(rows_max)
        .fetch_all(tx.conn())
        .await
        .map_err(fault("listing who left a commune"))?;
    let mut all = Vec::with_capacity(rows.len());
    for row in &rows {
        let content: Json = cell(row, "content")?;
        let people: People = serde_json::from_value(cell(row, "people")?)
            .map_err(|error| Fault::because("reading the people of a dossier", error))?;
        let first = PersonId::from_uuid(cell(row, "holder")?);
        for person in people.members.iter().copied().flatten().chain([first]) {
            tx.saw(Subject::Person(person), SEEN);
        }
        let text = |value: &Json, key: &str| value.get(key).and_then(Json::as_str).map(str::to_owned);
        let along = content.get("members").and_then(Json::as_array).into_iter().flatten();
        all.push(Departure {
            id: HandoverId::from_uuid(cell(row, "id")?),
            code: cell(row, "code")?,
            names: text(&content, "name").into_iter().chain(along.filter_map(|one| text(one, "name"))).collect(),
            before: text(&content, "before"),
            after: text(&content, "address").unwrap_or_default(),
            told_at: at(row, "asked_at")?,
            answer_by: at(row, "answer_by")?,
        });
    }
    Ok(all)
}
