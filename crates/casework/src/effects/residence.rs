//! Registers the child's permanent residence in the household it joins.

use super::{At, Brought, child, result};
use crate::{codes, filing::BirthFiling};
use basis::{Citation, Failure, Fault, Kind, Problem, Refusal};
use db::Tx;
use population::{Basis, Destination, RegisterResidence, ResidenceKind, may};
use serde_json::json;
use vietnam::HouseholdRelation;

/// The kind of result.
pub(crate) const NOTICE: &str = "residence_notice";

pub(super) async fn apply(tx: &mut Tx, at: &At<'_>, filing: &BirthFiling) -> Result<Brought, Failure> {
    let may = tx.allow::<may::RegisterResidence>()?;
    let person = child(at)?;
    let missing = || Refusal::new(Kind::Conflict, Problem::new(codes::HOUSEHOLD_NOT_FOUND).at("residence.joins"));
    let host = filing.host().ok_or_else(missing)?;
    let household = population::household_of(tx, host).await?.ok_or_else(missing)?;
    let answers = at.book.answers(at.dossier)?;
    let relation = answers
        .choice("residence.relation")
        .and_then(|code| HouseholdRelation::from_code(code).ok())
        .ok_or_else(|| Fault::new("a residence leg lacks the relation to the head, which its form must ask"))?;
    let today = tx.today();
    let ground = at.book.ground_of(at.dossier, &at.leg.step)?;
    population::register_residence(
        tx,
        may,
        RegisterResidence {
            person,
            kind: ResidenceKind::Permanent,
            place: Destination::Household { household: household.id, relation },
            from: today,
            planned_to: None,
            reason: None,
            basis: Basis { ground: Citation(ground.into()), paper: Some(format!("hồ sơ {}", at.dossier.code)) },
            confirmed: at.confirmed.to_vec(),
        },
    )
    .await?;
    let content = json!({
        "name": filing.child.as_str(),
        "birth": filing.born.to_string(),
        "sex": filing.sex.code(),
        "address": household.address.display(),
        "head": household.head.as_ref().map(|head| head.name.as_str()),
        "relation": relation.code(),
        "file_no": household.file_no,
        "from": today.to_string(),
        "unit": at.leg.unit.0,
    });
    let result = result(tx, at, NOTICE, person, content)?;
    Ok(Brought { result, child: None })
}
