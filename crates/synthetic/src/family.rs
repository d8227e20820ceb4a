//! Families: a founding couple of one hamlet and everybody who came after them, cut into households.
//!
//! Sons stay or found a household nearby; daughters who marry move to other families and are therefore not made here,
//! while the wives of sons come from outside with parents known by name only. So every person is made once.

use crate::{
    chance::Chance,
    names::{self, People},
    numbers::Numbers,
    people::{Card, CardKind, End, Kin, KinRef, PersonIndex, SyntheticHousehold, SyntheticPerson, TemporaryHome},
    places::Places,
    province::REFERENCE_DAY,
};
use basis::Date;
use jiff::civil::date;
use vietnam::{BirthDate, HouseholdRelation, MaritalStatus, OldId, Religion, Sex, UnitKey};

const TODAY_YEAR: i16 = 2026;
/// Provinces from which wives come, by their first three digits; most are of the province itself.
const ELSEWHERE: &[(u16, u32)] = &[(40, 880), (42, 50), (38, 40), (1, 10), (44, 10), (37, 10)];
/// Old numbers were given until 2016 or so, to those of 14 and over.
const OLD_NUMBER_BORN_UNTIL: i16 = 2004;
const OLD_NUMBER_PER_MILLE: u32 = 750;
/// Births before this are sometimes known by the year alone. An assumption: 3-8 %.
const YEAR_ONLY_BEFORE: i16 = 1965;
const YEAR_ONLY_PER_MILLE: u32 = 55;
const OCCUPATIONS: &[(&str, u32)] = &[
    ("nông dân", 420),
    ("công nhân", 220),
    ("buôn bán", 90),
    ("giáo viên", 40),
    ("lái xe", 40),
    ("thợ xây", 60),
    ("nhân viên văn phòng", 60),
    ("điều dưỡng", 15),
    ("lao động tự do", 55),
];

/// What a family is made with.
pub(crate) struct Maker<'a> {
    pub(crate) places: &'a Places,
    pub(crate) numbers: &'a mut Numbers,
    pub(crate) next_person: &'a mut PersonIndex,
    pub(crate) next_household: &'a mut u64,
    pub(crate) chance: Chance,
    /// The commune the family lives in.
    pub(crate) commune: usize,
    pub(crate) people: People,
    pub(crate) religion: Religion,
}

/// Who the parents of somebody are.
#[derive(Clone, Default)]
struct Parents {
    father: Option<KinRef>,
    mother: Option<KinRef>,
}

/// A couple.
struct Couple {
    husband: SyntheticPerson,
    wife: SyntheticPerson,
}

impl Maker<'_> {
    /// A whole family, household by household.
    pub(crate) fn family(mut self) -> Vec<SyntheticHousehold> {
        let born = self.chance.between(1938, 1975);
        let surname = names::surname(self.people, &mut self.chance);
        let founder = self.couple(surname, born, Parents::default());
        let mut households = Vec::new();
        self.settle(founder, surname, &mut households);
        households
    }

    /// Makes the household of a couple with its children, and the households of its sons after it.
    fn settle(&mut self, couple: Couple, surname: &'static str, households: &mut Vec<SyntheticHousehold>) {
        let (married, mut home, since) = self.open(&couple);
        let children = self.children(&couple, surname, married);
        let husband_lives = couple.husband.end.is_none();
        let mut dead = Vec::new();
        for mut member in [couple.husband, couple.wife] {
            if member.end.is_some() {
                dead.push(member);
                continue;
            }
            let heads = member.sex == Sex::Male || !husband_lives;
            member.relation_to_head = if heads { HouseholdRelation::HEAD } else { HouseholdRelation::WIFE };
            member.since = since;
            home.members.push(member);
        }
        let mut sons_away = Vec::new();
        let mut heir = None;
        for child in children {
            let age = TODAY_YEAR - child.birth.year();
            if child.sex == Sex::Male && age >= 25 && self.chance.per_mille(820) {
                // One son stays with his parents and brings his wife there.
                if heir.is_none() && self.chance.per_mille(450) {
                    heir = Some(child);
                } else {
                    sons_away.push(child);
                }
            } else if child.sex == Sex::Male || age < 22 || self.chance.per_mille(180) {
                self.stay(child, &mut home, since);
            }
        }
        if let Some(heir) = heir {
            self.stay_with_family(heir, surname, &mut home, &mut dead);
        }
        let at = households.len();
        if home.members.is_empty() {
            // Nobody lives here any more; the dead are listed with the son who names them.
            *self.next_household -= 1;
        } else {
            lead(&mut home);
            guard(&mut home, &dead);
            home.members.append(&mut dead);
            households.push(home);
        }
        for son in sons_away {
            let couple = self.marry(son);
            self.settle(couple, surname, households);
        }
        if let Some(first) = households.get_mut(at) {
            first.members.append(&mut dead);
        }
    }

    /// A child who lives with the parents; an unmarried daughter may have a child of her own.
    fn stay(&mut self, mut child: SyntheticPerson, home: &mut SyntheticHousehold, since: Option<Date>) {
        let age = TODAY_YEAR - child.birth.year();
        child.relation_to_head = HouseholdRelation::CHILD;
        child.since = later(since, child.birth.earliest());
        let single_mother = child.sex == Sex::Female && (24..45).contains(&age) && self.chance.per_mille(200);
        let (index, mother_born, name) = (child.index, child.birth.year(), child.name.clone());
        home.members.push(self.away(child));
        if single_mother {
            let surname = name.split().surname;
            let parents = Parents { father: None, mother: Some(KinRef::Person(index)) };
            let year = (mother_born + self.chance.between(20, 30)).min(TODAY_YEAR - 1);
            let sex = self.some_sex();
            let mut baby = self.person(&surname, sex, year, parents);
            baby.relation_to_head = HouseholdRelation::GRANDCHILD_OR_NIBLING;
            baby.since = Some(baby.birth.earliest());
            home.members.push(baby);
        }
    }

    /// The heir with his wife and children in the household of his parents.
    fn stay_with_family(
        &mut self,
        son: SyntheticPerson,
        surname: &'static str,
        home: &mut SyntheticHousehold,
        dead: &mut Vec<SyntheticPerson>,
    ) {
        let since = later(home.since, son.birth.earliest());
        let couple = self.marry(son);
        let married = couple.husband.birth.year() + 25;
        let children = self.children(&couple, surname, married);
        for mut member in [couple.husband, couple.wife] {
            if member.end.is_some() {
                dead.push(member);
                continue;
            }
            // The closed list of TT 55/2021 has no daughter-in-law; older records have.
            let is_son = member.sex == Sex::Male;
            member.relation_to_head =
                if is_son { HouseholdRelation::CHILD } else { HouseholdRelation::OTHER_OLD_RECORD };
            member.since = if is_son { since } else { later(since, date(married.min(TODAY_YEAR - 1), 6, 1)) };
            home.members.push(member);
        }
        for mut grandchild in children {
            if grandchild.sex == Sex::Female && TODAY_YEAR - grandchild.birth.year() >= 24 {
                continue;
            }
            grandchild.relation_to_head = HouseholdRelation::GRANDCHILD_OR_NIBLING;
            grandchild.since = later(since, grandchild.birth.earliest());
            home.members.push(grandchild);
        }
    }

    /// An empty household of a couple: the year of marriage, the home and since when.
    fn open(&mut self, couple: &Couple) -> (i16, SyntheticHousehold, Option<Date>) {
        let married = (couple.husband.birth.year() + self.chance.between(22, 28)).min(TODAY_YEAR - 1);
        let since = date(married.max(1976), self.chance.between(1, 12) as i8, self.chance.between(1, 28) as i8);
        let since = since.min(REFERENCE_DAY);
        let commune = &self.places.communes[self.commune];
        let address = commune.home(since, &mut self.chance);
        let index = *self.next_household;
        *self.next_household += 1;
        let home = SyntheticHousehold {
            index,
            file_no: format!("40{index:08}"),
            address,
            commune: commune.key.clone(),
            since: Some(since),
            members: Vec::new(),
        };
        (married, home, Some(since))
    }

    fn couple(&mut self, surname: &str, husband_born: i16, parents: Parents) -> Couple {
        let mut husband = self.person(surname, Sex::Male, husband_born, parents);
        husband.end = self.end_of(husband_born);
        self.wed(husband)
    }

    /// A grown son and the wife who comes to him.
    fn marry(&mut self, mut son: SyntheticPerson) -> Couple {
        son.end = self.end_of(son.birth.year());
        self.wed(son)
    }

    fn wed(&mut self, mut husband: SyntheticPerson) -> Couple {
        let born = (husband.birth.year() + self.chance.between(-1, 5)).min(TODAY_YEAR - 20);
        let own = names::surname(self.people, &mut self.chance);
        let father = names::name(self.people, own, Sex::Male, born - 27, &mut self.chance);
        let mother_surname = names::surname(self.people, &mut self.chance);
        let mother = names::name(self.people, mother_surname, Sex::Female, born - 25, &mut self.chance);
        let parents = Parents { father: Some(KinRef::Name(father)), mother: Some(KinRef::Name(mother)) };
        let mut wife = self.person(own, Sex::Female, born, parents);
        wife.end = self.end_of(born);
        if husband.end.is_none() && wife.end.is_none() {
            husband.marital_status = MaritalStatus::MARRIED;
            wife.marital_status = MaritalStatus::MARRIED;
            husband.relations.push((Kin::Spouse, KinRef::Person(wife.index)));
            wife.relations.push((Kin::Spouse, KinRef::Person(husband.index)));
        } else {
            husband.marital_status = MaritalStatus::DIVORCED_OR_WIDOWED;
            wife.marital_status = MaritalStatus::DIVORCED_OR_WIDOWED;
        }
        Couple { husband, wife }
    }

    fn children(&mut self, couple: &Couple, surname: &str, married: i16) -> Vec<SyntheticPerson> {
        let wife = &couple.wife;
        let mother_born = wife.birth.year();
        let (few, many) = match mother_born {
            ..1950 => (3, 6),
            1950..1960 => (3, 5),
            1960..1972 => (2, 4),
            1972..1985 => (2, 3),
            _ => (1, 3),
        };
        let wanted =
            self.chance.between(few, many) + i16::from(self.people != People::Kinh && self.chance.per_mille(400));
        let parents =
            Parents { father: Some(KinRef::Person(couple.husband.index)), mother: Some(KinRef::Person(wife.index)) };
        let last = couple.husband.end.map_or(TODAY_YEAR, |end| end.on.year()).min(TODAY_YEAR);
        let last = wife.end.map_or(last, |end| last.min(end.on.year() - 1)).min(mother_born + 43);
        let mut children = Vec::new();
        let mut year = married + self.chance.between(1, 2);
        for _ in 0..wanted {
            if year > last {
                break;
            }
            let sex = self.some_sex();
            let child = self.person(surname, sex, year, parents.clone());
            let birth = child.birth;
            children.push(child);
            if self.chance.per_mille(11) {
                let sex = self.some_sex();
                let mut twin = self.person(surname, sex, year, parents.clone());
                twin.birth = birth;
                children.push(twin);
            }
            year += self.chance.between(2, 4);
        }
        children
    }

    fn some_sex(&mut self) -> Sex {
        // 111 boys to 100 girls.
        if self.chance.per_mille(526) { Sex::Male } else { Sex::Female }
    }

    fn end_of(&mut self, born: i16) -> Option<End> {
        let age = TODAY_YEAR - born;
        let dead = match age {
            ..50 => 8,
            50..60 => 35,
            60..70 => 110,
            70..80 => 300,
            80..90 => 620,
            _ => 900,
        };
        self.chance.per_mille(dead).then(|| {
            let youngest = (born + 30).clamp(1996, TODAY_YEAR - 1);
            let year = self.chance.between(youngest, TODAY_YEAR - 1);
            End { on: date(year, self.chance.between(1, 12) as i8, self.chance.between(1, 28) as i8) }
        })
    }

    /// One person, complete but for the place in a household.
    fn person(&mut self, surname: &str, sex: Sex, year: i16, parents: Parents) -> SyntheticPerson {
        let chance = &mut self.chance;
        let index = *self.next_person;
        *self.next_person += 1;
        let birth = birth_in(year, chance);
        let name = names::name(self.people, surname, sex, year, chance);
        let commune = &self.places.communes[self.commune];
        // Who has no parents here has come from elsewhere, perhaps from another province.
        let from_outside = matches!(parents.father, Some(KinRef::Name(_)));
        let province = if from_outside { chance.weighted(ELSEWHERE) } else { 40 };
        let (registered_in, origin) = if province == 40 {
            let place = if from_outside { &self.places.communes[self.places.draw(chance)] } else { commune };
            let then = place.on(birth.earliest(), chance);
            (then.clone(), then)
        } else {
            let key = UnitKey { code: format!("{province:02}"), valid_from: None };
            (key.clone(), key)
        };
        let age = TODAY_YEAR - year;
        let old_id: Option<OldId> =
            (year <= OLD_NUMBER_BORN_UNTIL && chance.per_mille(OLD_NUMBER_PER_MILLE)).then(|| self.numbers.old_id());
        let mobile = (age >= 16 && chance.per_mille(700)).then(|| self.numbers.mobile());
        let mut relations = Vec::with_capacity(3);
        relations.extend(parents.father.map(|father| (Kin::Father, father)));
        relations.extend(parents.mother.map(|mother| (Kin::Mother, mother)));
        SyntheticPerson {
            index,
            name,
            birth,
            sex,
            ethnicity: self.people.ethnicity(),
            religion: self.religion,
            marital_status: MaritalStatus::SINGLE,
            personal_id: self.numbers.personal_id(province, sex, year),
            old_id,
            card: card(&birth, age, chance),
            registered_in,
            origin,
            occupation: ((18..65).contains(&age)).then(|| chance.weighted(OCCUPATIONS)),
            mobile,
            relation_to_head: HouseholdRelation::OTHER_OLD_RECORD,
            since: None,
            relations,
            temporary: None,
            end: None,
        }
    }

    /// Some of the young work or study in town and are temporarily resident there.
    fn away(&mut self, mut person: SyntheticPerson) -> SyntheticPerson {
        let age = TODAY_YEAR - person.birth.year();
        if (18..36).contains(&age) && self.chance.per_mille(160) {
            let place = &self.places.communes[self.places.draw(&mut self.chance)];
            let since = date(2026, self.chance.between(1, 9) as i8, self.chance.between(1, 28) as i8);
            let planned_to = date(2027, self.chance.between(1, 12) as i8, self.chance.between(1, 28) as i8);
            let address = place.home(since, &mut self.chance);
            person.temporary = Some(TemporaryHome { address, since, planned_to });
        }
        person
    }
}

fn birth_in(year: i16, chance: &mut Chance) -> BirthDate {
    if year < YEAR_ONLY_BEFORE && chance.per_mille(YEAR_ONLY_PER_MILLE) {
        return BirthDate::Year(year);
    }
    let day = date(year, chance.between(1, 12) as i8, chance.between(1, 28) as i8);
    // Nobody is born after the day the province stands on.
    BirthDate::Day(if day > REFERENCE_DAY { date(year, 1 + (day.day() % 9), day.day()) } else { day })
}

fn card(birth: &BirthDate, age: i16, chance: &mut Chance) -> Option<Card> {
    if age < 14 || !chance.per_mille(960) {
        return None;
    }
    let since_2024 = age < 17 || chance.per_mille(300);
    let (kind, year) = if since_2024 {
        (CardKind::Identity, chance.between(2025, 2026))
    } else {
        (CardKind::Chip, chance.between(2021, 2023))
    };
    let issued_on = date(year, chance.between(1, 9) as i8, chance.between(1, 28) as i8);
    // Valid to the next of the ages 25, 40, 60 (Luật Căn cước 26/2023 Đ21); without end after that.
    let then = year - birth.year();
    let expires_on = [25, 40, 60].into_iter().find(|&limit| then < limit).map(|limit| {
        let born = birth.earliest();
        date(born.year() + limit, born.month(), born.day().min(28))
    });
    Some(Card { kind, issued_on, expires_on })
}

fn later(one: Option<Date>, two: Date) -> Option<Date> {
    one.map(|one| one.max(two)).or(Some(two))
}

/// A household whose couple has died is headed by the eldest; the others are named by what they are to that one.
fn lead(home: &mut SyntheticHousehold) {
    if home.members.iter().any(|member| member.relation_to_head == HouseholdRelation::HEAD) {
        return;
    }
    home.members.sort_by_key(|member| member.birth);
    let Some((head, others)) = home.members.split_first_mut() else { return };
    head.relation_to_head = HouseholdRelation::HEAD;
    let father = head.relations.iter().find(|(kin, _)| *kin == Kin::Father).cloned();
    for other in others {
        let is = |kin| other.relations.contains(&(kin, KinRef::Person(head.index)));
        let sibling = father.as_ref().is_some_and(|father| other.relations.contains(father));
        other.relation_to_head = match () {
            () if is(Kin::Father) || is(Kin::Mother) => HouseholdRelation::CHILD,
            () if is(Kin::Spouse) && other.sex == Sex::Female => HouseholdRelation::WIFE,
            () if is(Kin::Spouse) => HouseholdRelation::HUSBAND,
            () if sibling => HouseholdRelation::YOUNGER_SIBLING,
            () => HouseholdRelation::OTHER_OLD_RECORD,
        };
    }
}

/// A child whose father and mother have both died is under the guardianship of a grown-up it lives with.
fn guard(home: &mut SyntheticHousehold, dead: &[SyntheticPerson]) {
    let grown = |member: &SyntheticPerson| TODAY_YEAR - member.birth.year() > 18;
    let Some(guardian) = home.members.iter().find(|member| grown(member)).map(|member| member.index) else { return };
    let is_dead = |kin: &KinRef| matches!(kin, KinRef::Person(index) if dead.iter().any(|one| one.index == *index));
    for child in home.members.iter_mut().filter(|member| TODAY_YEAR - member.birth.year() < 18) {
        let mut parents = child.relations.iter().filter(|(kin, _)| matches!(kin, Kin::Father | Kin::Mother));
        if parents.clone().count() == 2 && parents.all(|(_, parent)| is_dead(parent)) {
            child.relations.push((Kin::Guardian, KinRef::Person(guardian)));
        }
    }
}
