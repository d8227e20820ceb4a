//! What the register answers: a person, a family, a household. Plain values; none of them shows itself in a log.
//!
//! What is asked of the register is in `command`. How a value is kept is in `store`.

use basis::{ActId, Code, Date, HouseholdId, PersonId, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;
use vietnam::{
    Address, BirthDate, BloodGroup, Ethnicity, FullName, HouseholdRelation, MaritalStatus, OldId, PersonalId,
    PersonalIdProblem, Religion, Sex, UnitKey,
};

/// Hides a type of people's data from logs: `Debug` says only what it is.
macro_rules! hidden {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(hidden)"))
            }
        }
    )*};
}
hidden!(
    Place,
    Personal,
    Identifier,
    Document,
    Residence,
    PersonCard,
    Relative,
    Found,
    Recorded,
    NameSearch,
    NumberQuery
);
pub(crate) use hidden;

/// A place named by a paper: the unit as far as it is known, and the words.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The smallest unit known, if any.
    pub unit: Option<UnitKey>,
    /// The words, such as "Bệnh viện Sản Nhi Nghệ An".
    pub words: String,
}

impl Place {
    /// A place in words alone.
    #[must_use]
    pub fn words(words: impl Into<String>) -> Self {
        Self { unit: None, words: words.into() }
    }
    /// A unit, with words that may be empty.
    #[must_use]
    pub fn in_unit(unit: UnitKey, words: impl Into<String>) -> Self {
        Self { unit: Some(unit), words: words.into() }
    }
    /// As people read it: the words and the unit's whole name.
    #[must_use]
    pub fn display(&self) -> String {
        let path = self.unit.as_ref().and_then(|unit| vietnam::units().path(unit));
        match path {
            Some(path) if self.words.is_empty() => path,
            Some(path) => format!("{}, {path}", self.words),
            None => self.words.clone(),
        }
    }
}

/// How a life ended for the register.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LifeEndKind {
    /// Died (chết).
    Dead,
    /// Declared dead by a court (Toà án tuyên bố đã chết).
    DeclaredDead,
    /// Declared missing by a court (Toà án tuyên bố mất tích).
    Missing,
}

/// The end of a life, and its day.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct LifeEnd {
    /// How.
    pub kind: LifeEndKind,
    /// The day of death, or the day the decision names.
    pub on: Date,
}

/// The facts of a person that have one value at a time (Luật Căn cước 2023 Đ9).
#[derive(Clone, PartialEq, Eq)]
pub struct Personal {
    /// Họ, chữ đệm và tên khai sinh, verbatim.
    pub name: FullName,
    /// Other names (tên gọi khác).
    pub other_names: Vec<String>,
    /// Birth, as precisely as it is known.
    pub birth: BirthDate,
    /// Sex.
    pub sex: Sex,
    /// Place of birth (nơi sinh).
    pub birth_place: Option<Place>,
    /// Where the birth was registered (nơi đăng ký khai sinh).
    pub birth_registered: Option<Place>,
    /// Place of origin (quê quán).
    pub origin: Option<Place>,
    /// Ethnicity (dân tộc).
    pub ethnicity: Option<Ethnicity>,
    /// Religion (tôn giáo).
    pub religion: Option<Religion>,
    /// Nationalities, ISO 3166 alpha-2.
    pub nationalities: Vec<String>,
    /// Blood group, when a test result was given.
    pub blood_group: Option<BloodGroup>,
    /// Marital status.
    pub marital_status: Option<MaritalStatus>,
    /// Mobile number.
    pub mobile: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Occupation (nghề nghiệp).
    pub occupation: Option<String>,
    /// The end of the life, if it is recorded.
    pub life_end: Option<LifeEnd>,
}

impl Personal {
    /// The least the register needs to know of a person.
    #[must_use]
    pub fn new(name: FullName, birth: BirthDate, sex: Sex) -> Self {
        Self {
            name,
            other_names: Vec::new(),
            birth,
            sex,
            birth_place: None,
            birth_registered: None,
            origin: None,
            ethnicity: None,
            religion: None,
            nationalities: vec!["VN".to_owned()],
            blood_group: None,
            marital_status: None,
            mobile: None,
            email: None,
            occupation: None,
            life_end: None,
        }
    }
    /// Whether the person lives, as far as the register knows. A missing person counts as living.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        !matches!(self.life_end, Some(LifeEnd { kind: LifeEndKind::Dead | LifeEndKind::DeclaredDead, .. }))
    }
}

/// Kinds of numbers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierKind {
    /// Số định danh cá nhân, 12 digits.
    PersonalId,
    /// Số CMND, 9 digits.
    OldId,
    /// Passport (hộ chiếu).
    Passport,
}

/// Where a number stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierStatus {
    /// In use.
    Active,
    /// Cancelled (huỷ); a look-up still finds the person.
    Cancelled,
    /// Replaced by another (xác lập lại).
    Replaced,
    /// Asked for and not yet given.
    Pending,
}

/// One number of a person.
#[derive(Clone, PartialEq, Eq)]
pub struct Identifier {
    /// Its kind.
    pub kind: IdentifierKind,
    /// The number as text: leading zeros count.
    pub value: String,
    /// Where it stands.
    pub status: IdentifierStatus,
    /// Whether the national register confirmed it. Only confirmed numbers are unique.
    pub confirmed: bool,
    /// The number that came in its place.
    pub replaced_by: Option<String>,
}

/// A card or booklet issued to a person.
#[derive(Clone, PartialEq, Eq)]
pub struct Document {
    /// Its kind.
    pub kind: DocumentKind,
    /// Its number, where that is not the personal number.
    pub number: Option<String>,
    /// Day of issue.
    pub issued_on: Option<Date>,
    /// Who issued it.
    pub issued_by: Option<String>,
    /// Last day of validity; `None` when unlimited or unknown.
    pub expires_on: Option<Date>,
}

/// Kinds of papers that prove who somebody is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// Thẻ căn cước công dân without a chip (2016-2020).
    CitizenCard,
    /// Thẻ căn cước công dân with a chip (2021-2024).
    ChipCard,
    /// Thẻ căn cước (since 1 July 2024).
    IdentityCard,
    /// Giấy chứng minh nhân dân.
    OldCard,
    /// Giấy khai sinh.
    BirthCertificate,
    /// Hộ chiếu.
    Passport,
}

/// The five kinds of residence (cư trú).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResidenceKind {
    /// Thường trú.
    Permanent,
    /// Tạm trú.
    Temporary,
    /// Lưu trú.
    Stay,
    /// Nơi ở hiện tại.
    Current,
    /// Tạm vắng.
    Absence,
}

/// Why a residence was removed (Luật Cư trú 68/2020 Đ24.1, Đ29.1).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemovalGround {
    /// Died, or declared dead or missing by a court (Đ24.1.a, Đ29.1.a).
    Death,
    /// Settled abroad (Đ24.1.b).
    SettledAbroad,
    /// The registration was annulled (Đ24.1.c, Đ35).
    Annulled,
    /// Absent for long without a word (Đ24.1.d: 12 months; Đ29.1.c: 6 months).
    AbsentLong,
    /// Lost Vietnamese nationality (Đ24.1.đ).
    NationalityLost,
    /// Lease or stay ended and no new residence within 12 months (Đ24.1.e).
    LeaseEnded,
    /// The dwelling changed owner and no new residence within 12 months (Đ24.1.g).
    OwnerChanged,
    /// Lease ended or dwelling sold, and the owner does not agree to keep the registration (Đ24.1.h).
    OwnerRefuses,
    /// The dwelling was demolished or confiscated (Đ24.1.i).
    DwellingGone,
    /// Registered elsewhere, which ends the older registration.
    MovedElsewhere,
    /// Permanent residence was registered at the place of temporary residence (Đ29.1.đ).
    BecamePermanent,
}

/// One residence of a person.
#[derive(Clone, PartialEq, Eq)]
pub struct Residence {
    /// The spell it is about: it stays the same through corrections.
    pub spell: uuid::Uuid,
    /// Its kind.
    pub kind: ResidenceKind,
    /// The household lived in, and as what.
    pub membership: Option<Membership>,
    /// The place.
    pub address: Address,
    /// The last day asked for, of a temporary residence or an absence.
    pub planned_to: Option<Date>,
    /// The reason given.
    pub reason: Option<String>,
    /// Why it was removed.
    pub removed: Option<RemovalGround>,
}

/// Membership of a household.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Membership {
    /// The household.
    pub household: HouseholdId,
    /// Relation to its head (quan hệ với chủ hộ).
    pub relation: HouseholdRelation,
}

/// A residence and the days it lasted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spell {
    /// The residence.
    pub residence: Residence,
    /// Its first day, if known.
    pub from: Option<Date>,
    /// The first day after it; `None` while it goes on.
    pub to: Option<Date>,
}

/// A person as the register knows them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonView {
    /// The person.
    pub id: PersonId,
    /// Facts.
    pub facts: Personal,
    /// The confirmed personal number in use.
    pub personal_id: Option<PersonalId>,
    /// Every other number, cancelled ones too.
    pub numbers: Vec<Identifier>,
    /// Residences that go on.
    pub residences: Vec<Spell>,
    /// Papers.
    pub documents: Vec<Document>,
}

impl PersonView {
    /// Where the person permanently resides.
    #[must_use]
    pub fn permanent(&self) -> Option<&Residence> {
        self.residence(ResidenceKind::Permanent)
    }
    /// The residence of a kind that goes on.
    #[must_use]
    pub fn residence(&self, kind: ResidenceKind) -> Option<&Residence> {
        self.residences.iter().map(|spell| &spell.residence).find(|residence| residence.kind == kind)
    }
    /// Old 9-digit numbers, as far as they are well formed.
    pub fn old_ids(&self) -> impl Iterator<Item = OldId> {
        self.numbers
            .iter()
            .filter(|number| number.kind == IdentifierKind::OldId)
            .filter_map(|number| OldId::parse(&number.value).ok())
    }
}

/// The few facts that a look-up by number shows.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonCard {
    /// The person.
    pub id: PersonId,
    /// Name.
    pub name: FullName,
    /// Birth.
    pub birth: BirthDate,
    /// Sex.
    pub sex: Sex,
    /// The confirmed personal number in use, which need not be the one asked for.
    pub personal_id: Option<PersonalId>,
    /// Permanent residence.
    pub permanent: Option<Address>,
    /// The end of the life, if recorded.
    pub life_end: Option<LifeEnd>,
    /// How the number led here.
    pub found_by: FoundBy,
}

/// How a number led to a person.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FoundBy {
    /// By the number in use.
    Current,
    /// By a cancelled or replaced number: show the one in use.
    Redirected,
    /// By an old 9-digit number or a passport, which alone proves little.
    Other,
}

/// A number someone asks for.
#[derive(Clone, PartialEq, Eq)]
pub enum NumberQuery {
    /// Personal number.
    Personal(PersonalId),
    /// Old 9-digit number.
    Old(OldId),
    /// Passport.
    Passport(String),
}

impl NumberQuery {
    /// Reads what somebody typed: 12 digits, 9 digits, or a letter and digits.
    ///
    /// # Errors
    /// When it can be none of the three.
    pub fn parse(written: &str) -> Result<Self, PersonalIdProblem> {
        let problem = match PersonalId::parse(written) {
            Ok(number) => return Ok(Self::Personal(number)),
            Err(problem) => problem,
        };
        if let Ok(old) = OldId::parse(written) {
            return Ok(Self::Old(old));
        }
        let passport: String = written.trim().to_ascii_uppercase();
        let letters_first = passport.starts_with(|c: char| c.is_ascii_uppercase());
        if letters_first && (6..=12).contains(&passport.len()) && passport.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Ok(Self::Passport(passport));
        }
        Err(problem)
    }
    /// A personal number.
    #[must_use]
    pub const fn personal_id(number: PersonalId) -> Self {
        Self::Personal(number)
    }
    /// The number as it is kept.
    #[must_use]
    pub fn value(&self) -> &str {
        match self {
            Self::Personal(number) => number.as_str(),
            Self::Old(number) => number.as_str(),
            Self::Passport(number) => number,
        }
    }
    pub(crate) const fn kind(&self) -> IdentifierKind {
        match self {
            Self::Personal(_) => IdentifierKind::PersonalId,
            Self::Old(_) => IdentifierKind::OldId,
            Self::Passport(_) => IdentifierKind::Passport,
        }
    }
}

/// A search by name. At least a birth or a commune must narrow it, since "Nguyễn" alone is a third of the register.
#[derive(Clone, PartialEq, Eq)]
pub struct NameSearch {
    /// The name as typed, with or without accents; the beginning of a name is enough.
    pub name: String,
    /// Day, month or year of birth.
    pub birth: Option<BirthDate>,
    /// The commune of residence.
    pub commune: Option<UnitKey>,
    /// At most this many; never more than [`SEARCH_LIMIT_MAX`].
    pub limit: u16,
}

/// The most a search gives.
pub const SEARCH_LIMIT_MAX: u16 = 50;

/// One person a search found.
#[derive(Clone, PartialEq, Eq)]
pub struct Found {
    /// The person.
    pub id: PersonId,
    /// Name.
    pub name: FullName,
    /// Birth.
    pub birth: BirthDate,
    /// Sex.
    pub sex: Sex,
    /// The confirmed personal number in use.
    pub personal_id: Option<PersonalId>,
    /// Permanent residence.
    pub permanent: Option<Address>,
    /// Whether the person lives.
    pub alive: bool,
}

/// Somebody a paper names who may not be in the register.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// The name on the paper.
    pub name: String,
    /// The number on the paper.
    pub number: Option<String>,
    /// Nationality, ISO 3166 alpha-2.
    pub nationality: Option<String>,
}

/// A relative: a person of the register, or only words on a paper.
#[derive(Clone, PartialEq, Eq)]
pub enum Relative {
    /// A person of the register.
    Person(Box<PersonView>),
    /// Only recorded.
    Recorded(Recorded),
}

impl Relative {
    /// The person, if in the register.
    #[must_use]
    pub fn person(&self) -> Option<&PersonView> {
        match self {
            Self::Person(person) => Some(person),
            Self::Recorded(_) => None,
        }
    }
    /// The name, wherever it comes from.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Person(person) => person.facts.name.as_str(),
            Self::Recorded(recorded) => &recorded.name,
        }
    }
}

/// The closest relatives.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Family {
    /// Mother.
    pub mother: Option<Relative>,
    /// Father.
    pub father: Option<Relative>,
    /// Wife or husband.
    pub spouse: Option<Relative>,
    /// Children, eldest first.
    pub children: Vec<Relative>,
    /// Guardian (người giám hộ).
    pub guardian: Option<Relative>,
    /// Whose guardian the person is, eldest first.
    pub wards: Vec<Relative>,
}

/// A household with its members.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HouseholdView {
    /// The household.
    pub id: HouseholdId,
    /// Number of the residence file (số hồ sơ cư trú).
    pub file_no: Option<String>,
    /// Where it lives.
    pub address: Address,
    /// Its head (chủ hộ), if it has one.
    pub head: Option<Member>,
    /// Everybody else, eldest first.
    pub members: Vec<Member>,
}

impl HouseholdView {
    /// Whether the person permanently resides in it.
    #[must_use]
    pub fn has(&self, person: PersonId) -> bool {
        self.head.iter().chain(&self.members).any(|member| member.id == person)
    }
}

/// One member of a household.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// The person.
    pub id: PersonId,
    /// Name.
    pub name: FullName,
    /// Birth.
    pub birth: BirthDate,
    /// Sex.
    pub sex: Sex,
    /// The confirmed personal number in use.
    pub personal_id: Option<PersonalId>,
    /// Relation to the head.
    pub relation: HouseholdRelation,
    /// First day of residence, if known.
    pub since: Option<Date>,
}

/// Everything a form may take from the register instead of asking.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PrefillFacts {
    /// The person who fills in the form.
    pub person: PersonView,
    /// Mother, father, spouse, children, guardian.
    pub family: Family,
    /// The household lived in.
    pub household: Option<HouseholdView>,
    /// The spouse's household, where it is another one.
    pub spouse_household: Option<HouseholdView>,
}

/// Somebody as another person told them: a number alone could be anybody's.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    /// The number.
    pub number: vietnam::PersonalId,
    /// The name, where it was told.
    pub name: Option<&'a FullName>,
    /// The year of birth, where it was told.
    pub birth_year: Option<i16>,
}

/// Who is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Match {
    /// Nobody is recorded with the number.
    Nobody,
    /// Exactly one person agrees.
    One(PersonId),
    /// Somebody is recorded with the number, but nobody or more than one agrees: to be looked at by an officer.
    Unclear,
}

/// How alike a registered person and a child to be registered are.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Likeness {
    /// The same parent, birth and given name: almost certainly the same child.
    Same,
    /// The same name and birth, parents not compared: look at both side by side.
    Similar,
    /// The same parent and birth, another given name: twins where the child was declared one, else perhaps the same
    /// child under another name.
    Twin,
    /// The same mother, and a birth too near in time to be another pregnancy.
    TooClose,
}

impl Likeness {
    /// Whether the two may be one child, so that somebody has to compare them; `is_twin` is what the filer declared.
    #[must_use]
    pub const fn may_be_the_same(self, is_twin: bool) -> bool {
        match self {
            Self::Same | Self::Similar => true,
            Self::Twin => !is_twin,
            Self::TooClose => false,
        }
    }
}

/// A registered person who may be the child to be registered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PossibleDuplicate {
    /// The registered one.
    pub person: PersonId,
    /// Name.
    pub name: FullName,
    /// Birth.
    pub birth: BirthDate,
    /// Sex.
    pub sex: Sex,
    /// The confirmed personal number in use.
    pub personal_id: Option<PersonalId>,
    /// How alike.
    pub likeness: Likeness,
}

/// One act on the register, as its history shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ActRow {
    /// The act.
    pub id: ActId,
    /// What was done, by its word in the table.
    pub kind: String,
    /// When.
    pub at: Timestamp,
    /// On which legal ground.
    pub ground: String,
    /// On which paper.
    pub paper: Option<String>,
}

/// Codes an asker has confirmed, so that a warning is not given twice.
pub type Confirmed = Vec<Code>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_number_is_told_apart_by_its_form() {
        for (typed, kind) in [
            ("040 199 001 234", Some(IdentifierKind::PersonalId)),
            ("187654321", Some(IdentifierKind::OldId)),
            ("c1234567", Some(IdentifierKind::Passport)),
            ("40199001234", None),
            ("", None),
            ("Nguyễn", None),
        ] {
            assert_eq!(NumberQuery::parse(typed).ok().map(|query| query.kind()), kind, "{typed}");
        }
    }

    #[test]
    fn no_view_shows_itself_in_a_log() {
        let facts = Personal::new(FullName::parse("Nguyễn Văn An").unwrap(), BirthDate::Year(1950), Sex::Male);
        assert_eq!(format!("{facts:?}"), "Personal(hidden)");
        assert_eq!(format!("{:?}", Recorded { name: "A".into(), number: None, nationality: None }), "Recorded(hidden)");
    }
}
