//! May this child get a health-insurance card by itself? Luật Bảo hiểm y tế 25/2008/QH12 Đ12.3: until six years old.

use crate::{codes, filing::CardFiling};
use basis::{Code, Date, Kind, PersonId, Problem, Refusal};
use population::PersonView;
use vietnam::BirthDate;

const CHILD_YEARS: i16 = 6;
const CHILD_LAW: &str = "Luật Bảo hiểm y tế 25/2008/QH12 Đ12.3";

/// What was loaded around a card.
#[derive(Debug)]
pub(crate) struct Around<'a> {
    /// The child, as the register knows it.
    pub(crate) child: Option<&'a PersonView>,
    /// Mother, father and guardian, as far as they are people of the register.
    pub(crate) carers: &'a [PersonId],
    /// Whether a card of this child stands already.
    pub(crate) has_card: bool,
    pub(crate) submitted: Date,
}

/// Whether the card may be issued.
pub(crate) fn check(filing: &CardFiling, around: &Around<'_>, confirmed: &[Code]) -> Result<(), Refusal> {
    let Some(child) = around.child else {
        return Err(Refusal::new(Kind::Conflict, Problem::new(codes::PERSON_NOT_FOUND).at("child.personal_id")));
    };
    let mut stops = Vec::new();
    let mut doubts = Vec::new();
    if !child.facts.is_alive() {
        stops.push(Problem::new(population::codes::PERSON_DEAD).at("child.personal_id"));
    }
    if BirthDate::Day(filing.born).age_on(around.submitted) >= CHILD_YEARS {
        stops.push(Problem::new(codes::CHILD_TOO_OLD).at("child.birth").by(CHILD_LAW));
    }
    if child.personal_id.is_none() {
        stops.push(Problem::new(codes::NUMBER_AWAITED).at("child.personal_id"));
    }
    if !filing.requester.is_some_and(|filer| around.carers.contains(&filer)) {
        doubts.push(Problem::new(codes::RELATION_NOT_RECORDED).at("requester.relation"));
    }
    if around.has_card {
        doubts.push(Problem::new(codes::CARD_ALREADY_ISSUED));
    }
    Refusal::unless_empty(Kind::Invalid, stops)?;
    doubts.retain(|doubt| !confirmed.contains(&doubt.code));
    Refusal::unless_empty(Kind::Confirm, doubts)
}
