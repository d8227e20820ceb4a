//! Registers the birth: the gate. The certificate issues with or without a personal number (CV 3160/BTP-CNTT).

use super::{At, Brought, named, result};
use crate::{codes, filing::BirthFiling};
use basis::{Failure, Kind, Problem, Refusal};
use db::Tx;
use population::{Place, may};
use serde_json::json;
use vietnam::UnitKey;

/// The kind of result.
pub(crate) const CERTIFICATE: &str = "birth_certificate";

pub(super) async fn apply(tx: &mut Tx, at: &At<'_>, filing: &BirthFiling) -> Result<Brought, Failure> {
    let may = tx.allow::<may::RegisterBirth>()?;
    let today = tx.today();
    let unit = vietnam::units().on(&at.leg.unit.0, today).map(|unit| unit.key());
    let registered = match unit {
        Some(key) => Place::in_unit(key, String::new()),
        None => Place::in_unit(UnitKey { code: at.leg.unit.0.clone(), valid_from: None }, String::new()),
    };
    let ground = at.book.ground_of(at.dossier, &at.leg.step)?;
    let paper = format!("hồ sơ {}", at.dossier.code);
    let mut confirmed = at.confirmed.to_vec();
    if confirmed.contains(&codes::POSSIBLE_DUPLICATE) {
        // The register asks the same question under its own code: one answer is enough.
        confirmed.push(population::codes::BIRTH_POSSIBLE_DUPLICATE);
    }
    let command = filing.command(registered, ground.into(), paper, confirmed);
    refuse_duplicate(tx, at, &command).await?;
    let nationality = command.nationalities.first().cloned();
    let born = population::register_birth(tx, may, command).await?;
    let parents = [(filing.mother.as_ref(), &filing.mother_said), (filing.father.as_ref(), &filing.father_said)];
    let [mother, father] = named::parents(tx, parents).await?;
    let guardian = filing.guardian.as_ref().map(|_| named::briefly(&filing.guardian_said));
    let content = json!({
        "name": filing.child.as_str(),
        "birth": filing.born.to_string(),
        "sex": filing.sex.code(),
        "ethnicity": filing.ethnicity.as_ref().map(|ethnicity| ethnicity.code()),
        "nationality": nationality,
        "birth_place": filing.place_of_birth().map(|place| place.display()),
        "origin": filing.hometown.as_ref().map(vietnam::Address::display),
        "personal_id": null,
        "mother": mother, "father": father, "guardian": guardian,
        "declarant": named::briefly(&filing.declarant),
        "unit": at.leg.unit.0, "registered_on": today.to_string(), "late": born.late,
    });
    let result = result(tx, at, CERTIFICATE, born.person, content)?;
    Ok(Brought { result, child: Some(born.person) })
}

/// A child that seems to be registered already stops the officer until it is confirmed to be another one. A declared
/// twin does not; a birth too close to another child's is the register's own question.
async fn refuse_duplicate(tx: &mut Tx, at: &At<'_>, command: &population::RegisterBirth) -> Result<(), Failure> {
    if at.confirmed.contains(&codes::POSSIBLE_DUPLICATE) {
        return Ok(());
    }
    let alike = population::possible_duplicates(tx, &population::ChildFacts::from(command)).await?;
    if alike.iter().any(|other| other.likeness.may_be_the_same(command.is_twin)) {
        let problem = Problem::new(codes::POSSIBLE_DUPLICATE).at("child.name");
        return Err(Refusal::new(Kind::Confirm, problem).into());
    }
    Ok(())
}
