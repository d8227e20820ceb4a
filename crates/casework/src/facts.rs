//! From the register's words to the form engine's: what is known of the filer and the family.

use crate::words::Noticed;
use basis::Date;
use population::{HouseholdView, PersonView, Place, PrefillFacts, Relative};
use procedure::{HouseholdFacts, Known, NoticeFacts, PersonFacts};
use vietnam::Address;

/// What the registers told about one filer.
pub(crate) fn known(prefill: &PrefillFacts, notice: Option<&Noticed>, today: Date) -> Known {
    let person = &prefill.person;
    let spouse = match &prefill.family.spouse {
        Some(Relative::Person(view)) => Some(view.as_ref()),
        _ => None,
    };
    Known {
        requester: Some(person_facts(person, prefill, today)),
        spouse: spouse.map(|view| person_facts(view, prefill, today)),
        // The register knows who is married to whom, but not the certificate: its number, day and place are asked.
        marriage: None,
        phone: person.facts.mobile.clone(),
        email: person.facts.email.clone(),
        notice: notice.map(|notice| NoticeFacts {
            child_name: notice.child_name.clone(),
            child_birth: Some(notice.born),
            child_sex: notice.sex,
            birth_place: None,
            facility: Some(notice.facility.clone()),
        }),
    }
}

fn person_facts(view: &PersonView, prefill: &PrefillFacts, today: Date) -> PersonFacts {
    let households = [prefill.household.as_ref(), prefill.spouse_household.as_ref()];
    let household = households.into_iter().flatten().find(|household| household.has(view.id));
    PersonFacts {
        full_name: view.facts.name.clone(),
        personal_id: view.personal_id,
        birth: Some(view.facts.birth),
        sex: Some(view.facts.sex),
        ethnicity: view.facts.ethnicity,
        // An abolished commune is no address to give: the same place by the units of today.
        residence: view.permanent().map(|residence| residence.address.written_on(today)),
        hometown: view.facts.origin.as_ref().and_then(address),
        household: household.map(|household| household_facts(household, view, today)),
    }
}

fn household_facts(household: &HouseholdView, view: &PersonView, today: Date) -> HouseholdFacts {
    let own = household.head.iter().chain(&household.members).find(|member| member.id == view.id);
    HouseholdFacts {
        id: household.id.to_string(),
        address: Some(household.address.written_on(today)),
        head_name: household.head.as_ref().map(|head| head.name.clone()),
        head_personal_id: household.head.as_ref().and_then(|head| head.personal_id),
        relation: own.map(|member| member.relation),
    }
}

fn address(place: &Place) -> Option<Address> {
    place.unit.clone().map(|unit| Address::new(unit, place.words.clone()))
}
