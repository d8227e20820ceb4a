//! Registers the child's permanent residence in the household it joins.

use super::{At, Brought, child, result};
use crate::{codes, filing::BirthFiling, rules::joining};
use basis::{Citation, Failure, Fault, Kind, Problem, Refusal};
use db::Tx;
use population::{Basis, Destination, RegisterResidence, ResidenceKind, may};
use serde_json::json;
use vietnam::FullName;

/// The kind of result.
pub(crate) const NOTICE: &str = "residence_notice";

pub(super) async fn apply(tx: &mut Tx, at: &At<'_>, filing: &BirthFiling) -> Result<Brought, Failure> {
    let may = tx.allow::<may::RegisterResidence>()?;
    let person = child(at)?;
    let missing = || Refusal::new(Kind::Conflict, Problem::new(codes::HOUSEHOLD_NOT_FOUND).at("residence.joins"));
    let host = filing.host().ok_or_else(missing)?;
    let household = population::household_of(tx, host).await?.ok_or_else(missing)?;
    let need =
        || Fault::new("a residence leg lacks the household and the relation to its head, which its form must ask");
    let declared = filing.home.as_ref().ok_or_else(need)?;
    let relation = declared.relation.ok_or_else(need)?;
    let today = tx.today();
    joining::check(declared, &household, today, at.confirmed)?;
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
    let view = population::get_person(tx, person).await?;
    let head = household.head.as_ref();
    let content = json!({
        "name": filing.child.as_str(),
        "birth": filing.born.to_string(),
        "sex": filing.sex.code(),
        "personal_id": view.personal_id.map(|number| number.as_str().to_owned()),
        "address": household.address.display_on(today),
        "head": head.map(|head| head.name.as_str()),
        "head_personal_id": head.and_then(|head| head.personal_id).map(|number| number.as_str().to_owned()),
        "relation": relation.code(),
        "file_no": household.file_no,
        "from": today.to_string(),
        "unit": at.leg.unit.0,
        "declarant": filing.declarant.name.as_ref().map(FullName::as_str),
        "received": basis::today_at(at.dossier.submitted_at).to_string(),
    });
    let result = result(tx, at, NOTICE, person, content)?;
    Ok(Brought { result, child: None })
}
