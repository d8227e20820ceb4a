//! The household that a dossier of a birth declares, beside the one in which the parent or guardian is registered.
//!
//! Pure. Where they differ the register's is not taken in silence: the officer is asked, and answers for it.

use crate::{codes, filing::DeclaredHome};
use basis::{Code, Date, Kind, Problem, Refusal};
use population::HouseholdView;
use vietnam::{Address, FullName, text};

/// How what was declared stands to the register.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HomeStands {
    /// The same.
    Same,
    /// Not written alike, but the same: a unit that was merged since.
    Fits,
    /// Something else.
    Differs,
    /// The register does not say.
    Unknown,
}

/// One declared fact of the household beside the register's.
#[derive(Clone, PartialEq, Eq)]
pub struct HomeField {
    /// The form's field.
    pub field: &'static str,
    /// What was declared.
    pub declared: String,
    /// What the register says.
    pub register: Option<String>,
    /// How the two stand.
    pub stands: HomeStands,
}

impl std::fmt::Debug for HomeField {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HomeField({}: {:?})", self.field, self.stands)
    }
}

/// Address, head and the head's number, each beside the register.
pub(crate) fn beside(declared: &DeclaredHome, home: Option<&HouseholdView>, today: Date) -> Vec<HomeField> {
    let head = home.and_then(|home| home.head.as_ref());
    let address = HomeField {
        field: "residence.address",
        declared: declared.address.display(),
        register: home.map(|home| home.address.display()),
        stands: home.map_or(HomeStands::Unknown, |home| of_address(&declared.address, &home.address, today)),
    };
    let name = declared.head_name.as_ref().map(|name| HomeField {
        field: "residence.head_name",
        declared: name.as_str().to_owned(),
        register: head.map(|head| head.name.as_str().to_owned()),
        stands: head.map_or(HomeStands::Unknown, |head| same(is_name(name, &head.name))),
    });
    let own = head.and_then(|head| head.personal_id);
    let number = declared.head_number.map(|number| HomeField {
        field: "residence.head_personal_id",
        declared: number.grouped(),
        register: own.map(|own| own.grouped()),
        stands: own.map_or(HomeStands::Unknown, |own| same(own == number)),
    });
    [Some(address), name, number].into_iter().flatten().collect()
}

/// Whether the child may be entered in the register's household: yes where it is the declared one, else when the officer
/// has confirmed each difference.
pub(crate) fn check(
    declared: &DeclaredHome,
    home: &HouseholdView,
    today: Date,
    confirmed: &[Code],
) -> Result<(), Refusal> {
    let doubts =
        beside(declared, Some(home), today).into_iter().filter(|row| row.stands == HomeStands::Differs).map(|row| {
            let code = if row.field == "residence.address" { codes::ADDRESS_DIFFERS } else { codes::HEAD_DIFFERS };
            Problem::new(code).at(row.field)
        });
    Refusal::unless_empty(Kind::Confirm, doubts.filter(|doubt| !confirmed.contains(&doubt.code)).collect())
}

const fn same(is: bool) -> HomeStands {
    if is { HomeStands::Same } else { HomeStands::Differs }
}

/// Spelling of tones and letter case are no difference; accents are.
fn is_name(one: &FullName, other: &FullName) -> bool {
    text::norm(one.as_str()) == text::norm(other.as_str())
}

fn of_address(declared: &Address, own: &Address, today: Date) -> HomeStands {
    let same_detail = text::norm(&declared.detail) == text::norm(&own.detail);
    // The same code is not enough: since 2025 some communes keep their code and have grown.
    if declared.unit == own.unit {
        return same(same_detail);
    }
    let current = |address: &Address| address.on(today).map(|address| address.unit.code);
    match (current(declared), current(own)) {
        (Some(one), Some(other)) if one == other && same_detail => HomeStands::Fits,
        _ => HomeStands::Differs,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use basis::{HouseholdId, PersonId};
    use jiff::civil::date;
    use population::Member;
    use vietnam::{BirthDate, HouseholdRelation, PersonalId, Sex, UnitKey};

    const TODAY: Date = date(2026, 11, 23);

    fn unit(code: &str) -> UnitKey {
        UnitKey { code: code.to_owned(), valid_from: Some(date(2025, 7, 1)) }
    }
    fn number(serial: u32) -> PersonalId {
        PersonalId::compose("040", Sex::Male, 1965, serial).unwrap()
    }
    fn register() -> HouseholdView {
        let head = Member {
            id: PersonId::fresh(),
            name: FullName::parse("Lê Văn Hoà").unwrap(),
            birth: BirthDate::parse("5/6/1965").unwrap(),
            sex: Sex::Male,
            personal_id: Some(number(13)),
            relation: HouseholdRelation::HEAD,
            since: None,
        };
        let address = Address::new(unit("16681"), "Số 2");
        HouseholdView { id: HouseholdId::fresh(), file_no: None, address, head: Some(head), members: vec![] }
    }
    fn declared(address: Address, head: &str, serial: u32) -> DeclaredHome {
        DeclaredHome {
            address,
            head_name: FullName::parse(head).ok(),
            head_number: Some(number(serial)),
            relation: Some(HouseholdRelation::GRANDCHILD_OR_NIBLING),
        }
    }

    #[test]
    fn what_differs_is_asked_about_and_what_is_only_written_otherwise_is_not() {
        let here = || Address::new(unit("16681"), "Số 2");
        for (name, declared, asked) in [
            ("the same", declared(here(), "Lê Văn Hoà", 13), vec![]),
            ("tone placed otherwise", declared(here(), "LÊ VĂN HÒA", 13), vec![]),
            (
                "another number in the street",
                declared(Address::new(unit("16681"), "Số 4"), "Lê Văn Hoà", 13),
                vec![codes::ADDRESS_DIFFERS],
            ),
            (
                "another commune",
                declared(Address::new(unit("16708"), "Số 2"), "Lê Văn Hoà", 13),
                vec![codes::ADDRESS_DIFFERS],
            ),
            ("another head", declared(here(), "Lê Văn Hoa", 13), vec![codes::HEAD_DIFFERS]),
            ("another head's number", declared(here(), "Lê Văn Hoà", 14), vec![codes::HEAD_DIFFERS]),
        ] {
            let out = check(&declared, &register(), TODAY, &[]);
            let found: Vec<Code> =
                out.err().map(|refusal| refusal.problems.iter().map(|one| one.code).collect()).unwrap_or_default();
            assert_eq!(found, asked, "{name}");
            assert!(check(&declared, &register(), TODAY, &asked).is_ok(), "{name}, confirmed");
        }
    }

    #[test]
    fn a_head_who_is_not_in_the_register_is_unknown_and_not_different() {
        let home = HouseholdView { head: None, ..register() };
        let rows = beside(&declared(Address::new(unit("16681"), "Số 2"), "Lê Văn Hoà", 13), Some(&home), TODAY);
        assert_eq!(
            rows.iter().map(|row| row.stands).collect::<Vec<_>>(),
            [HomeStands::Same, HomeStands::Unknown, HomeStands::Unknown]
        );
    }
}
