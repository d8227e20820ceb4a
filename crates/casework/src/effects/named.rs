//! People and homes as the papers of results name them: from the register where it knows them, else as they were declared.

use crate::filing::{BirthFiling, Said};
use basis::{Date, Failure, PersonId};
use db::Tx;
use population::{PersonView, RelativeRef, ResidenceKind};
use serde_json::{Value as Json, json};
use vietnam::{Address, FullName};

/// Who is declared by these forms is a citizen of Viet Nam: with a foreign element one files at the counter.
const DECLARED_NATIONALITY: &str = "VN";

/// Parents as the birth certificate names them: name, year of birth, ethnicity, nationality, residence. One look at the
/// register for both.
pub(super) async fn parents(tx: &mut Tx, parents: [(Option<&RelativeRef>, &Said); 2]) -> Result<[Json; 2], Failure> {
    let known: Vec<PersonId> = parents.iter().filter_map(|(parent, _)| parent.and_then(RelativeRef::person)).collect();
    let views = population::get_people(tx, &known).await?;
    let today = tx.today();
    Ok(parents.map(|(one, said)| parent(one, said, &views, today)))
}

fn parent(parent: Option<&RelativeRef>, said: &Said, views: &[PersonView], today: Date) -> Json {
    match parent {
        None => Json::Null,
        Some(RelativeRef::Recorded(recorded)) => json!({
            "name": recorded.name,
            "birth_year": said.birth.map(|birth| birth.year()),
            "ethnicity": said.ethnicity.map(|ethnicity| ethnicity.code()),
            "nationality": recorded.nationality.as_deref().unwrap_or(DECLARED_NATIONALITY),
            "residence": said.residence.as_ref().map(|home| home.display_on(today)),
            "personal_id": recorded.number,
        }),
        Some(RelativeRef::Person(person)) => {
            let Some(view) = views.iter().find(|view| view.id == *person) else { return Json::Null };
            let ethnicity = view.facts.ethnicity.or(said.ethnicity);
            json!({
                "name": view.facts.name.as_str(),
                "birth_year": view.facts.birth.year(),
                "ethnicity": ethnicity.map(|ethnicity| ethnicity.code()),
                "nationality": view.facts.nationalities.first(),
                "residence": home_of(view).or(said.residence.as_ref()).map(|home| home.display_on(today)),
                "personal_id": view.personal_id.map(|number| number.as_str().to_owned()),
            })
        }
    }
}

/// Somebody by name and number: who declares a birth, who is the child's guardian.
pub(super) fn briefly(said: &Said) -> Json {
    json!({
        "name": said.name.as_ref().map(FullName::as_str),
        "personal_id": said.number.map(|number| number.as_str().to_owned()),
    })
}

/// Where somebody lives (nơi cư trú): permanently, else for the time being (Luật Cư trú 68/2020/QH14 Đ11).
pub(super) fn home_of(view: &PersonView) -> Option<&Address> {
    let spell = view.permanent().or_else(|| view.residence(ResidenceKind::Temporary));
    spell.map(|residence| &residence.address)
}

/// Where a child that was just born lives: in the household it was registered in, else where it is declared to join.
pub(super) fn home_of_child(view: &PersonView, filing: &BirthFiling, today: Date) -> Option<String> {
    let declared = filing.home.as_ref().map(|home| &home.address);
    home_of(view).or(declared).map(|home| home.display_on(today))
}

/// Whose name stands on the child's card as father, mother or guardian.
pub(super) fn guardian_on_card(filing: &BirthFiling) -> Option<&str> {
    let said = match filing.card_guardian.as_deref() {
        Some("mother") => &filing.mother_said,
        Some("father") => &filing.father_said,
        _ => &filing.declarant,
    };
    said.name.as_ref().map(FullName::as_str)
}

/// Who stands for the child towards the agencies: guardian, else the one who declared the birth.
pub(super) fn representative(filing: &BirthFiling) -> Option<&str> {
    filing.guardian_said.name.as_ref().or(filing.declarant.name.as_ref()).map(FullName::as_str)
}
