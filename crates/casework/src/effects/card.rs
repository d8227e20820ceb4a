//! Issues the health-insurance card of a child who is in the register already. Since 2025-08-01 the personal number is
//! the insurance number.

use super::{
    At, Brought,
    health_card::{CARD, add_terms},
    moving::carers_of,
    named, result,
};
use crate::{
    codes,
    filing::CardFiling,
    may::IssueHealthCard,
    rules::card::{self, Around},
    store,
};
use basis::{Failure, Fault, Kind, PersonId, Problem, Refusal};
use db::Tx;
use population::Family;
use serde_json::json;

pub(super) async fn apply(tx: &mut Tx, at: &At<'_>, filing: &CardFiling) -> Result<Brought, Failure> {
    let _may = tx.allow::<IssueHealthCard>()?;
    let (view, carers, has_card) = match filing.child {
        None => (None, Vec::new(), false),
        Some(child) => (
            Some(population::get_person(tx, child).await?),
            carers_of(tx, child).await?,
            store::result::stands(tx, child, CARD).await?,
        ),
    };
    let submitted = basis::today_at(at.dossier.submitted_at);
    let around = Around { child: view.as_ref(), carers: &carers, has_card, submitted };
    card::check(filing, &around, at.confirmed)?;
    let view = view.ok_or_else(|| Fault::new("a card was allowed for nobody"))?;
    let number = view.personal_id.ok_or_else(|| Refusal::new(Kind::Conflict, Problem::new(codes::NUMBER_AWAITED)))?;
    let mut content = json!({
        "name": view.facts.name.as_str(),
        "birth": filing.born.to_string(),
        "sex": filing.sex.code(),
        "insurance_number": number.as_str(),
        "clinic": filing.clinic,
        "address": named::home_of(&view).map(|home| home.display_on(tx.today())),
        "guardian": guardian(tx, filing, view.id).await?,
    });
    add_terms(tx, at, filing.born, &mut content).await?;
    let result = result(tx, at, CARD, view.id, content)?;
    Ok(Brought { result, child: None })
}

/// The name of who stands as guardian on the card.
async fn guardian(tx: &mut Tx, filing: &CardFiling, child: PersonId) -> Result<Option<String>, Failure> {
    let Family { mother, father, .. } = population::family_of(tx, child).await?;
    match (filing.guardian.as_str(), filing.requester) {
        ("mother", _) => Ok(mother.map(|mother| mother.name().to_owned())),
        ("father", _) => Ok(father.map(|father| father.name().to_owned())),
        (_, Some(filer)) => Ok(Some(population::get_person(tx, filer).await?.facts.name.as_str().to_owned())),
        (_, None) => Ok(None),
    }
}
