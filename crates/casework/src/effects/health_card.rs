//! Issues the child's health-insurance card. Since 2025-08-01 the personal number is the insurance number.

use super::{At, Brought, child, named, result};
use crate::{
    codes,
    filing::BirthFiling,
    may::IssueHealthCard,
    rules::insurance::{self, CardTerms},
    store,
};
use basis::{Date, Failure, Kind, Problem, Refusal};
use db::Tx;
use serde_json::{Value as Json, json};

/// The kind of result.
pub(crate) const CARD: &str = "health_card";

pub(super) async fn apply(tx: &mut Tx, at: &At<'_>, filing: &BirthFiling) -> Result<Brought, Failure> {
    let _may = tx.allow::<IssueHealthCard>()?;
    let person = child(at)?;
    let view = population::get_person(tx, person).await?;
    let number = view.personal_id.ok_or_else(|| Refusal::new(Kind::Conflict, Problem::new(codes::NUMBER_AWAITED)))?;
    let mut content = json!({
        "name": view.facts.name.as_str(),
        "birth": filing.born.to_string(),
        "sex": view.facts.sex.code(),
        "insurance_number": number.as_str(),
        "clinic": filing.clinic,
        "address": named::home_of_child(&view, filing, tx.today()),
        "guardian": named::guardian_on_card(filing),
    });
    add_terms(tx, at, filing.born, &mut content).await?;
    let result = result(tx, at, CARD, person, content)?;
    Ok(Brought { result, child: None })
}

/// What every card says beside the child: from when to when, what it pays, and the old number where there is one.
pub(super) async fn add_terms(tx: &mut Tx, at: &At<'_>, born: Date, content: &mut Json) -> Result<(), Failure> {
    let today = tx.today();
    let old = if insurance::asks_legacy(born, today) { store::insurance::find(tx, at.leg.id).await? } else { None };
    let CardTerms { valid_to, benefit } = insurance::card_terms(born, today);
    content["valid_from"] = json!(born.to_string());
    content["valid_to"] = json!(valid_to.map(|day| day.to_string()));
    content["benefit"] = json!(benefit);
    // A number that the register has under another personal number is not printed: people look into it first.
    content["legacy_number"] = json!(old.filter(|old| old.agrees).map(|old| old.legacy));
    content["issued_on"] = json!(today.to_string());
    Ok(())
}
