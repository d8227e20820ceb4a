//! Registers permanent residence of people who are in the register already: in a household that exists, or one of their
//! own. All of them move in one transaction with the decision, or nobody does.

use super::{At, Brought, residence::NOTICE, result};
use crate::{
    filing::{Joins, MoveFiling},
    rules::moving::{self, Around, Known},
    service::{consents, departures},
    store::{self, draft::Of},
};
use basis::{Citation, Failure, Fault, HouseholdId, PersonId};
use db::Tx;
use population::{Basis, Destination, HouseholdView, PersonView, RegisterResidence, ResidenceKind, may};
use serde_json::json;
use vietnam::{FullName, HouseholdRelation};

/// The field in which the signed consent is uploaded.
const CONSENT_PAPER: &str = "papers.consent";

pub(super) async fn apply(tx: &mut Tx, at: &At<'_>, filing: &MoveFiling) -> Result<Brought, Failure> {
    let home = match &filing.joins {
        Joins::New => None,
        Joins::Household { head } => headed_by(tx, *head).await?,
    };
    let mut movers = Vec::with_capacity(filing.movers.len());
    let mut left: Vec<HouseholdView> = Vec::new();
    for mover in &filing.movers {
        let Some(person) = mover.person else {
            movers.push(None);
            continue;
        };
        let view = population::get_person(tx, person).await?;
        if let Some(old) = population::household_of(tx, person).await?
            && !left.iter().any(|there| there.id == old.id)
        {
            left.push(old);
        }
        movers.push(Some(Known { view, carers: carers_of(tx, person).await? }));
    }
    let agreed = store::consent::list(tx, at.dossier.id).await?;
    let papers = store::draft::papers(tx, Of::Dossier(at.dossier.id)).await?;
    let around = Around {
        movers: &movers,
        home: home.as_ref(),
        left: &left,
        consents: &agreed,
        has_consent_paper: papers.iter().any(|paper| paper.field == CONSENT_PAPER),
        unit: &at.leg.unit,
        submitted: basis::today_at(at.dossier.submitted_at),
    };
    moving::check(filing, &around, at.confirmed)?;
    consents::check_all(tx, at.dossier).await?;
    let views: Vec<PersonView> = movers.into_iter().flatten().map(|known| known.view).collect();
    let household = register(tx, at, filing, home.as_ref().map(|home| home.id)).await?;
    departures::tell(tx, at.book, (at.dossier, at.leg), &views).await?;
    notice(tx, at, filing, &views, household).await
}

/// Moves one after the other; the first founds the household where a new one is founded.
async fn register(
    tx: &mut Tx,
    at: &At<'_>,
    filing: &MoveFiling,
    joined: Option<HouseholdId>,
) -> Result<HouseholdId, Failure> {
    let ground = at.book.ground_of(at.dossier, &at.leg.step)?;
    let mut joined = joined;
    for mover in &filing.movers {
        let person = mover.person.ok_or_else(|| Fault::new("somebody moves whom the register does not know"))?;
        let place = match joined {
            Some(household) => Destination::Household { household, relation: mover.relation },
            None => Destination::NewHousehold { address: filing.address.clone(), file_no: None },
        };
        let command = RegisterResidence {
            person,
            kind: ResidenceKind::Permanent,
            place,
            from: tx.today(),
            planned_to: None,
            reason: None,
            basis: Basis {
                ground: Citation(ground.clone().into()), paper: Some(format!("hồ sơ {}", at.dossier.code))
            },
            confirmed: at.confirmed.to_vec(),
        };
        let may = tx.allow::<may::RegisterResidence>()?;
        let resident = population::register_residence(tx, may, command).await?;
        joined = joined.or(resident.household);
    }
    joined.ok_or_else(|| Fault::new("a residence was registered in no household").into())
}

/// The notice of the result (CT08): who moved, where to, and what they left.
async fn notice(
    tx: &mut Tx,
    at: &At<'_>,
    filing: &MoveFiling,
    views: &[PersonView],
    household: HouseholdId,
) -> Result<Brought, Failure> {
    let home = population::get_household(tx, household).await?;
    let first = views.first().ok_or_else(|| Fault::new("a residence notice for nobody"))?;
    let relation = |view: &PersonView| {
        let member = home.head.iter().chain(&home.members).find(|member| member.id == view.id);
        member.map_or(HouseholdRelation::OTHER_OLD_RECORD, |member| member.relation)
    };
    let members: Vec<_> = views
        .iter()
        .skip(1)
        .map(|view| {
            json!({
                "name": view.facts.name.as_str(),
                "birth": view.facts.birth.to_iso(),
                "sex": view.facts.sex.code(),
                "personal_id": view.personal_id.map(|number| number.as_str().to_owned()),
                "relation": relation(view).code(),
            })
        })
        .collect();
    let content = json!({
        "name": first.facts.name.as_str(),
        "birth": first.facts.birth.to_iso(),
        "sex": first.facts.sex.code(),
        "personal_id": first.personal_id.map(|number| number.as_str().to_owned()),
        "address": home.address.display_on(tx.today()),
        "head": home.head.as_ref().map(|head| head.name.as_str()),
        "head_personal_id": home.head.as_ref().and_then(|head| head.personal_id).map(|number| number.as_str().to_owned()),
        "relation": relation(first).code(),
        "file_no": home.file_no,
        "from": tx.today().to_string(),
        "before": first.permanent().map(|residence| residence.address.display()),
        "members": members,
        "unit": at.leg.unit.0,
        "declarant": at.book.answers(at.dossier)?.name("requester.name").map(FullName::as_str),
        "received": basis::today_at(at.dossier.submitted_at).to_string(),
    });
    let holder = filing.people().next().ok_or_else(|| Fault::new("a residence notice for nobody"))?;
    let result = result(tx, at, NOTICE, holder, content)?;
    Ok(Brought { result, child: None })
}

/// The household that this person heads. Somebody else's member is no head, whatever the dossier says.
pub(crate) async fn headed_by(tx: &mut Tx, head: Option<PersonId>) -> Result<Option<HouseholdView>, Failure> {
    let Some(head) = head else { return Ok(None) };
    let home = population::household_of(tx, head).await?;
    Ok(home.filter(|home| home.head.as_ref().is_some_and(|member| member.id == head)))
}

/// Mother, father and guardian, as far as they are people of the register.
pub(super) async fn carers_of(tx: &mut Tx, person: PersonId) -> Result<Vec<PersonId>, Failure> {
    let family = population::family_of(tx, person).await?;
    let all = [family.mother, family.father, family.guardian];
    Ok(all.iter().flatten().filter_map(|relative| relative.person().map(|view| view.id)).collect())
}
