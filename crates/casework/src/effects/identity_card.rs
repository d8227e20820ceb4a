//! Takes the identity card for a child under six on its way (NĐ 301/2026): the card itself is made by the ministry.

use super::{At, Brought, child, named, result};
use crate::{codes, filing::BirthFiling};
use basis::{Failure, Kind, Problem, Refusal};
use db::Tx;
use serde_json::json;
use vietnam::FullName;

/// The kind of result.
pub(crate) const NOTICE: &str = "identity_card_notice";

pub(super) async fn apply(tx: &mut Tx, at: &At<'_>, filing: &BirthFiling) -> Result<Brought, Failure> {
    let person = child(at)?;
    let view = population::get_person(tx, person).await?;
    let number = view.personal_id.ok_or_else(|| Refusal::new(Kind::Conflict, Problem::new(codes::NUMBER_AWAITED)))?;
    let content = json!({
        "name": view.facts.name.as_str(),
        "birth": filing.born.to_string(),
        "sex": view.facts.sex.code(),
        "personal_id": number.as_str(),
        "address": named::home_of_child(&view, filing, tx.today()),
        "guardian": named::representative(filing),
        "declarant": filing.declarant.name.as_ref().map(FullName::as_str),
        "received": basis::today_at(at.dossier.submitted_at).to_string(),
        "sent_on": tx.today().to_string(),
    });
    let result = result(tx, at, NOTICE, person, content)?;
    Ok(Brought { result, child: None })
}
