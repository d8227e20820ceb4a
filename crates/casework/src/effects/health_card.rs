//! Issues the child's health-insurance card. Since 2025-08-01 the personal number is the insurance number.

use super::{At, Brought, child, result};
use crate::{codes, filing::BirthFiling, may::IssueHealthCard};
use basis::{Failure, Kind, Problem, Refusal};
use db::Tx;
use serde_json::json;

/// The kind of result.
pub(crate) const CARD: &str = "health_card";

pub(super) async fn apply(tx: &mut Tx, at: &At<'_>, filing: &BirthFiling) -> Result<Brought, Failure> {
    let _may = tx.allow::<IssueHealthCard>()?;
    let person = child(at)?;
    let view = population::get_person(tx, person).await?;
    let number = view.personal_id.ok_or_else(|| Refusal::new(Kind::Conflict, Problem::new(codes::NUMBER_AWAITED)))?;
    let today = tx.today();
    let content = json!({
        "name": view.facts.name.as_str(),
        "birth": filing.born.to_string(),
        "sex": view.facts.sex.code(),
        "insurance_number": number.as_str(),
        "clinic": filing.clinic,
        "valid_from": filing.born.to_string(),
        "issued_on": today.to_string(),
    });
    let result = result(tx, at, CARD, person, content)?;
    Ok(Brought { result, child: None })
}
