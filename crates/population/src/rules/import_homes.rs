//! Which rows of a file are one household: rows with one residence file (hồ sơ cư trú), and the household that the
//! register has under it.
//!
//! What a load as a whole would be refused for is found here, row by row. What a single row means is in `import`.

use super::{household::commune_today, import::ImportedHome};
use crate::{bulk::KnownHome, codes};
use basis::{HouseholdId, Problem};
use std::collections::HashMap;
use vietnam::{Address, HouseholdRelation, UnitKey};

/// A household that rows of a file belong to.
#[derive(Clone)]
pub struct Home {
    /// The household.
    pub id: HouseholdId,
    /// Where it lives: as the register says, or its first row.
    pub address: Address,
    /// Whether the register has it already.
    pub is_known: bool,
    /// Who said that it has a head.
    head: Option<Head>,
}

#[derive(Clone, Copy)]
enum Head {
    InRegister,
    InFile,
}

/// The households of a file, by the number of their residence file.
#[derive(Default)]
pub struct Homes(HashMap<String, Home>);

impl Homes {
    /// Begins with the households that the register has.
    #[must_use]
    pub fn new(known: HashMap<String, KnownHome>) -> Self {
        let home = |known: KnownHome| Home {
            id: known.household,
            address: known.address,
            is_known: true,
            head: known.has_head.then_some(Head::InRegister),
        };
        Self(known.into_iter().map(|(file_no, known)| (file_no, home(known))).collect())
    }

    /// The household under a number.
    #[must_use]
    pub fn find(&self, file_no: &str) -> Option<&Home> {
        self.0.get(file_no)
    }

    /// Takes a row into its household, which begins with its first row. Gives what is worth a look.
    ///
    /// # Errors
    /// Why the row cannot belong to it: a second head, or a file of another commune.
    pub fn admit(&mut self, row: &ImportedHome) -> Result<Option<Problem>, Problem> {
        let Some(file_no) = &row.file_no else { return Ok(None) };
        let is_head = row.relation == Some(HouseholdRelation::HEAD);
        let Some(home) = self.0.get_mut(file_no) else {
            let head = is_head.then_some(Head::InFile);
            let home = Home { id: HouseholdId::fresh(), address: row.address.clone(), is_known: false, head };
            self.0.insert(file_no.clone(), home);
            return Ok(None);
        };
        if !is_one_commune(&home.address.unit, &row.address.unit) {
            return Err(Problem::new(codes::IMPORT_FILE_ELSEWHERE).at("file_no"));
        }
        match home.head {
            Some(Head::InRegister) if is_head => {
                return Err(Problem::new(codes::HOUSEHOLD_HAS_HEAD).at("relation_to_head"));
            }
            Some(Head::InFile) if is_head => {
                return Err(Problem::new(codes::IMPORT_HEAD_TWICE).at("relation_to_head"));
            }
            None if is_head => home.head = Some(Head::InFile),
            _ => {}
        }
        let (there, here) = (vietnam::text::fold(&home.address.detail), vietnam::text::fold(&row.address.detail));
        let differs = !here.is_empty() && here != there;
        Ok(differs.then(|| Problem::new(codes::IMPORT_ADDRESS_DIFFERS).at("home_detail")))
    }
}

/// Old records name the unit of their time. Looking up what became of it costs, and most rows name the same.
fn is_one_commune(one: &UnitKey, other: &UnitKey) -> bool {
    one == other || commune_today(one) == commune_today(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use vietnam::units;

    const TODAY: basis::Date = basis::Date::constant(2026, 11, 24);

    fn row(file_no: &str, unit: &str, relation: HouseholdRelation) -> ImportedHome {
        let unit = units().on(unit, TODAY).map(vietnam::Unit::key).unwrap();
        let address = Address::new(unit, "Xóm 3");
        ImportedHome { file_no: Some(file_no.to_owned()), address, relation: Some(relation), since: None }
    }

    fn code(admitted: Result<Option<Problem>, Problem>) -> Option<basis::Code> {
        admitted.unwrap_or_else(Some).map(|problem| problem.code)
    }

    #[test]
    fn a_household_of_a_file_has_one_head_and_one_commune() {
        let mut homes = Homes::default();
        let head = HouseholdRelation::HEAD;
        assert_eq!(code(homes.admit(&row("HS1", "17329", HouseholdRelation::CHILD))), None);
        assert_eq!(code(homes.admit(&row("HS1", "17329", head))), None);
        assert_eq!(code(homes.admit(&row("HS1", "17329", head))), Some(codes::IMPORT_HEAD_TWICE));
        assert_eq!(code(homes.admit(&row("HS2", "17329", head))), None, "another household");
        let elsewhere = homes.admit(&row("HS1", "16681", HouseholdRelation::CHILD));
        assert_eq!(elsewhere.unwrap_err().code, codes::IMPORT_FILE_ELSEWHERE);
        let mut moved = row("HS1", "17329", HouseholdRelation::CHILD);
        moved.address.detail = "Xóm 4".to_owned();
        let worth_a_look = homes.admit(&moved).unwrap();
        assert_eq!(worth_a_look.map(|problem| problem.code), Some(codes::IMPORT_ADDRESS_DIFFERS));
        assert_ne!(homes.find("HS1").unwrap().id, homes.find("HS2").unwrap().id);
        let without = ImportedHome { file_no: None, ..row("", "17329", head) };
        assert_eq!((code(homes.admit(&without)), code(homes.admit(&without))), (None, None), "each lives alone");
    }

    #[test]
    fn rows_join_the_household_of_the_register_and_bring_no_second_head() {
        let household = HouseholdId::fresh();
        let address = row("", "17329", HouseholdRelation::HEAD).address;
        let known = |has_head| {
            Homes::new(HashMap::from([("HS1".to_owned(), KnownHome { household, address: address.clone(), has_head })]))
        };
        let mut homes = known(true);
        assert_eq!(code(homes.admit(&row("HS1", "17329", HouseholdRelation::CHILD))), None);
        let second = homes.admit(&row("HS1", "17329", HouseholdRelation::HEAD));
        assert_eq!(second.unwrap_err().code, codes::HOUSEHOLD_HAS_HEAD);
        let home = homes.find("HS1").unwrap();
        assert_eq!((home.id, home.is_known), (household, true));
        assert_eq!(code(known(false).admit(&row("HS1", "17329", HouseholdRelation::HEAD))), None);
    }
}
