//! May these people take up permanent residence there? Luật Cư trú 68/2020/QH14 Đ20-22, NĐ 58/2026, TT 116/2026/TT-BCA.
//!
//! Pure: what was loaded goes in, a refusal or nothing comes out. What the register itself demands (nobody lives twice in
//! one household, one head each) it checks when it is written.

use super::consent::{self, Stand};
use crate::{
    codes,
    filing::{Joins, MoveFiling, Who},
    words::Consent,
};
use basis::{Code, Date, Kind, PersonId, Problem, Refusal, UnitCode};
use population::{
    HouseholdView, PersonView,
    rules::household::{commune_today, is_left_headless},
};
use procedure::{Answers, ConsentOf};
use vietnam::text;

/// A child joins its parents without the consent of head and owner until this age.
const CHILD_YEARS: i16 = 6;
/// Of age (Bộ luật Dân sự 91/2015 Đ20).
const ADULT_YEARS: i16 = 18;
/// Whether somebody else moves along after the last member the form has room for.
const LAST_MEMBER_MORE: &str = "member8.more";
const CHILD_LAW: &str = "TT 116/2026/TT-BCA";
const CONSENT_LAW: &str = "Luật Cư trú 68/2020/QH14 Đ20.2";
const MINOR_LAW: &str = "NĐ 58/2026/NĐ-CP";
const PLACE_LAW: &str = "Luật Cư trú 68/2020/QH14 Đ22";

/// Somebody who moves, as the register knows them.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) view: PersonView,
    /// Mother, father and guardian, as far as they are people of the register.
    pub(crate) carers: Vec<PersonId>,
}

/// What was loaded around a move.
#[derive(Debug)]
pub(crate) struct Around<'a> {
    /// The movers in their order; None for somebody whom the register does not know as written.
    pub(crate) movers: &'a [Option<Known>],
    /// The household that is joined, found by its head.
    pub(crate) home: Option<&'a HouseholdView>,
    /// The households that movers leave.
    pub(crate) left: &'a [HouseholdView],
    pub(crate) consents: &'a [Consent],
    /// Whether a signed paper of consent lies in the dossier.
    pub(crate) has_consent_paper: bool,
    /// The commune whose police decide.
    pub(crate) unit: &'a UnitCode,
    pub(crate) submitted: Date,
}

/// What can be said of a dossier the moment it is handed in, so that its filer can mend it.
pub(crate) fn check_filed(answers: &Answers, today: Date) -> Result<(), Refusal> {
    let too_old = answers.choice("applicant.who") == Some("child_under_6")
        && answers
            .date("person.birth")
            .is_some_and(|birth| vietnam::BirthDate::Day(birth).age_on(today) >= CHILD_YEARS);
    let too_old = too_old.then(|| Problem::new(codes::CHILD_TOO_OLD).at("person.birth").by(CHILD_LAW));
    // The form has room for eight: whoever is the ninth would stay behind without a word.
    let too_many = (answers.yes_no(LAST_MEMBER_MORE) == Some(true))
        .then(|| Problem::new(codes::MEMBERS_TOO_MANY).at(LAST_MEMBER_MORE));
    Refusal::unless_empty(Kind::Invalid, too_old.into_iter().chain(too_many).collect())
}

/// Whether the move may be carried out.
pub(crate) fn check(filing: &MoveFiling, around: &Around<'_>, confirmed: &[Code]) -> Result<(), Refusal> {
    let mut stops = Vec::new();
    let mut doubts = Vec::new();
    for (mover, known) in filing.movers.iter().zip(around.movers) {
        if known.is_none() {
            stops.push(Problem::new(codes::PERSON_NOT_FOUND).at(format!("{}.personal_id", mover.key)));
        }
    }
    place(filing, around, &mut stops, &mut doubts);
    care(filing, around, &mut stops, &mut doubts);
    consents(filing, around, &mut stops, &mut doubts);
    let moving: Vec<PersonId> = filing.people().collect();
    if around.left.iter().any(|home| is_left_headless(home, &moving)) {
        doubts.push(Problem::new(population::codes::HOUSEHOLD_HEAD_LEAVES));
    }
    Refusal::unless_empty(Kind::Invalid, stops)?;
    doubts.retain(|doubt| !confirmed.contains(&doubt.code));
    Refusal::unless_empty(Kind::Confirm, doubts)
}

/// The household that is joined is the declared one and lies in the commune; the one that is founded has a head of age.
fn place(filing: &MoveFiling, around: &Around<'_>, stops: &mut Vec<Problem>, doubts: &mut Vec<Problem>) {
    match (&filing.joins, around.home) {
        (Joins::New, _) => {
            let head = around.movers.first().and_then(Option::as_ref);
            if head.is_some_and(|head| head.view.facts.birth.age_on(around.submitted) < ADULT_YEARS) {
                stops.push(Problem::new(population::codes::HOUSEHOLD_HEAD_MINOR));
            }
            if commune_today(&filing.address.unit) != around.unit.0 {
                stops.push(Problem::new(codes::HOUSEHOLD_ELSEWHERE).at("residence.address").by(PLACE_LAW));
            }
        }
        (Joins::Household { .. }, None) => {
            stops.push(Problem::new(codes::HOUSEHOLD_NOT_FOUND).at("residence.head_personal_id"));
        }
        (Joins::Household { .. }, Some(home)) => {
            if commune_today(&home.address.unit) != around.unit.0 {
                stops.push(Problem::new(codes::HOUSEHOLD_ELSEWHERE).at("residence.address").by(PLACE_LAW));
            } else if text::norm(&home.address.detail) != text::norm(&filing.address.detail) {
                doubts.push(Problem::new(codes::ADDRESS_DIFFERS).at("residence.address"));
            }
        }
    }
}

/// Whoever is under age moves with, to, or by the will of father, mother or guardian.
fn care(filing: &MoveFiling, around: &Around<'_>, stops: &mut Vec<Problem>, doubts: &mut Vec<Problem>) {
    let moving: Vec<PersonId> = filing.people().collect();
    for (at, (mover, known)) in filing.movers.iter().zip(around.movers).enumerate() {
        let Some(known) = known else { continue };
        let age = known.view.facts.birth.age_on(around.submitted);
        let for_another = at == 0 && filing.who != Who::Own;
        if for_another && !filing.requester.is_some_and(|filer| known.carers.contains(&filer)) {
            doubts.push(Problem::new(codes::RELATION_NOT_RECORDED).at(format!("{}.name", mover.key)).by(MINOR_LAW));
        }
        if at > 0 && age < ADULT_YEARS && !known.carers.iter().any(|carer| moving.contains(carer)) {
            doubts.push(Problem::new(codes::RELATION_NOT_RECORDED).at(format!("{}.name", mover.key)).by(MINOR_LAW));
        }
        if for_another && filing.who == Who::ChildUnderSix {
            if age >= CHILD_YEARS {
                stops.push(Problem::new(codes::CHILD_TOO_OLD).at("person.birth").by(CHILD_LAW));
            }
            // Without a parent or guardian in that household the law's exception does not hold.
            let carers = known.carers.iter().chain(&filing.requester);
            let lives_there = |home: &HouseholdView| carers.clone().any(|carer| home.has(*carer));
            if around.home.is_some_and(|home| !lives_there(home)) {
                stops.push(Problem::new(codes::CONSENT_MISSING).at("residence.head_personal_id").by(CONSENT_LAW));
            }
        }
    }
}

fn consents(filing: &MoveFiling, around: &Around<'_>, stops: &mut Vec<Problem>, doubts: &mut Vec<Problem>) {
    let mut to_look_at = false;
    for one in around.consents {
        let field = match one.who {
            ConsentOf::Head => "consent.head",
            ConsentOf::Owner => "consent.owner",
            ConsentOf::Parent => "applicant.who",
        };
        match consent::stand(one, around.consents, filing.requester, around.has_consent_paper) {
            Stand::Good => {}
            Stand::ToLookAt => to_look_at = true,
            Stand::Missing => {
                stops.push(Problem::new(codes::CONSENT_MISSING).at(field).by(one.article.clone()));
            }
        }
    }
    if to_look_at {
        doubts.push(Problem::new(codes::CONSENT_UNSEEN).at("consent.head"));
    }
}

#[cfg(test)]
#[path = "moving_tests.rs"]
mod tests;
