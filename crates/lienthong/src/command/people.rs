//! From made-up people to the shapes of the register's loader.

use basis::{HouseholdId, PersonId};
use population::{
    Document, DocumentKind, Identifier, IdentifierKind, IdentifierStatus, LifeEnd, LifeEndKind, Personal, Place,
    Recorded, RelationKind, RelativeRef, Residence, ResidenceKind, Spell,
    bulk::{BulkHousehold, BulkItem, BulkPerson},
};
use synthetic::{CardKind, Kin, KinRef, PersonIndex, SyntheticHousehold, SyntheticPerson};
use uuid::Uuid;

/// Ids that follow from the place in the province, so that relatives can name each other before they are loaded.
/// They count up, so new rows land at the end of an index, and are never those of people registered later.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ids {
    seed: u64,
}

impl Ids {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed }
    }
    /// The person at a place of the province.
    pub(crate) fn person(self, index: PersonIndex) -> PersonId {
        PersonId::from_uuid(self.made(1, index))
    }
    fn household(self, index: u64) -> HouseholdId {
        HouseholdId::from_uuid(self.made(2, index))
    }
    fn made(self, kind: u8, index: u64) -> Uuid {
        // Version 7 with a time long past: index in the leading bits, seed and kind in the rest.
        let mut bytes = [0_u8; 16];
        bytes[..6].copy_from_slice(&index.to_be_bytes()[2..]);
        bytes[6] = 0x70;
        bytes[7] = kind;
        bytes[8] = 0x80;
        bytes[9..16].copy_from_slice(&self.seed.to_be_bytes()[1..]);
        Uuid::from_bytes(bytes)
    }
}

/// A household of the province as the loader takes it.
pub(crate) fn item(ids: Ids, household: SyntheticHousehold) -> BulkItem {
    let members = household.members.into_iter().map(|person| bulk(ids, person)).collect();
    BulkItem::Household(BulkHousehold {
        id: ids.household(household.index),
        file_no: Some(household.file_no),
        address: household.address,
        since: household.since,
        members,
    })
}

fn bulk(ids: Ids, person: SyntheticPerson) -> BulkPerson {
    let mut facts = Personal::new(person.name, person.birth, person.sex);
    facts.ethnicity = Some(person.ethnicity);
    facts.religion = Some(person.religion);
    facts.marital_status = Some(person.marital_status);
    facts.birth_registered = Some(Place::in_unit(person.registered_in, String::new()));
    facts.origin = Some(Place::in_unit(person.origin, String::new()));
    facts.occupation = person.occupation.map(str::to_owned);
    facts.mobile = person.mobile;
    facts.life_end = person.end.map(|end| LifeEnd { kind: LifeEndKind::Dead, on: end.on });
    let mut made = BulkPerson::new(ids.person(person.index), facts);
    made.personal_id = Some(person.personal_id);
    made.numbers.extend(person.old_id.map(|old| Identifier {
        kind: IdentifierKind::OldId,
        value: old.as_str().to_owned(),
        status: IdentifierStatus::Active,
        confirmed: false,
        replaced_by: None,
    }));
    made.documents.extend(person.card.map(|card| Document {
        kind: match card.kind {
            CardKind::Chip => DocumentKind::ChipCard,
            CardKind::Identity => DocumentKind::IdentityCard,
        },
        number: None,
        issued_on: Some(card.issued_on),
        issued_by: Some("Cục Cảnh sát quản lý hành chính về trật tự xã hội".to_owned()),
        expires_on: card.expires_on,
    }));
    made.relations = person.relations.into_iter().map(|(kin, who)| (relation(kin), relative(ids, who))).collect();
    made.membership = person.end.is_none().then_some((person.relation_to_head, person.since));
    made.residences.extend(person.temporary.map(|home| Spell {
        residence: Residence {
            spell: Uuid::now_v7(),
            kind: ResidenceKind::Temporary,
            membership: None,
            address: home.address,
            planned_to: Some(home.planned_to),
            reason: None,
            removed: None,
        },
        from: Some(home.since),
        to: None,
    }));
    made
}

fn relation(kin: Kin) -> RelationKind {
    match kin {
        Kin::Father => RelationKind::Father,
        Kin::Mother => RelationKind::Mother,
        Kin::Spouse => RelationKind::Spouse,
        Kin::Guardian => RelationKind::Guardian,
    }
}

fn relative(ids: Ids, who: KinRef) -> RelativeRef {
    match who {
        KinRef::Person(index) => RelativeRef::Person(ids.person(index)),
        KinRef::Name(name) => {
            RelativeRef::Recorded(Recorded { name: name.as_str().to_owned(), number: None, nationality: None })
        }
    }
}
