//! What somebody is to the head of a household (quan hệ với chủ hộ), held against the age and sex of both.
//!
//! Only what is certain counts: a year of birth without a day says little. A contradiction is asked about and never
//! refused, for old records have wrong years too.

use basis::Date;
use vietnam::{BirthDate, HouseholdRelation, Limit, Sex};

const WOMEN: [&str; 8] = [
    "wife",
    "mother",
    "adoptive_mother",
    "paternal_grandmother",
    "maternal_grandmother",
    "elder_sister",
    "paternal_aunt",
    "maternal_aunt",
];
const MEN: [&str; 8] = [
    "husband",
    "father",
    "adoptive_father",
    "paternal_grandfather",
    "maternal_grandfather",
    "elder_brother",
    "paternal_younger_uncle",
    "maternal_uncle",
];
const ANCESTORS: [&str; 10] = [
    "father",
    "mother",
    "adoptive_father",
    "adoptive_mother",
    "paternal_grandfather",
    "paternal_grandmother",
    "maternal_grandfather",
    "maternal_grandmother",
    "paternal_great_grandparent",
    "maternal_great_grandparent",
];
/// Of age though no ancestor: marriage and guardianship need it.
const OTHER_ADULTS: [&str; 3] = ["wife", "husband", "guardian"];
const ELDER: [&str; 2] = ["elder_brother", "elder_sister"];
const YOUNGER: [&str; 4] = ["child", "adopted_child", "great_grandchild", "younger_sibling"];

/// Somebody's birth and sex.
pub type Who = (BirthDate, Sex);

/// Whether somebody can be that to the head on a day, as far as age and sex tell.
#[must_use]
pub fn fits(relation: HouseholdRelation, person: Who, head: Option<Who>, on: Date) -> bool {
    let code = relation.code();
    let ((born, sex), is) = (person, |list: &[&str]| list.contains(&code));
    let right_sex = (!is(&WOMEN) || sex != Sex::Male) && (!is(&MEN) || sex != Sex::Female);
    let ancestor = is(&ANCESTORS);
    let adult = i32::from(born.age_on(on)) >= Limit::AdultAge.on(on).value;
    let of_age = adult || !(ancestor || is(&OTHER_ADULTS));
    let beside_head = head.is_none_or(|(head_born, head_sex)| {
        let older = born.latest() < head_born.earliest();
        let younger = born.earliest() > head_born.latest();
        let spouse = code == "wife" && head_sex == Sex::Female || code == "husband" && head_sex == Sex::Male;
        !spouse && !(younger && (ancestor || is(&ELDER))) && !(older && is(&YOUNGER))
    });
    right_sex && of_age && beside_head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_relation_named_here_stands_in_the_list() {
        for code in WOMEN.iter().chain(&MEN).chain(&ANCESTORS).chain(&OTHER_ADULTS).chain(&ELDER).chain(&YOUNGER) {
            assert!(HouseholdRelation::from_code(code).is_ok(), "{code}");
        }
    }

    #[test]
    fn a_relation_that_age_or_sex_rule_out_is_told() {
        let (boy, girl) = (("2026-11-20", Sex::Male), ("2026-11-20", Sex::Female));
        let head = Some(("1965-05-05", Sex::Male));
        for (code, (born, sex), head, fits_so) in [
            ("child", boy, head, true),
            ("grandchild_or_nibling", boy, head, true),
            ("staying", girl, head, true),
            ("wife", boy, head, false),
            ("wife", girl, head, false),
            ("husband", boy, Some(("1970", Sex::Female)), false),
            ("father", boy, head, false),
            ("paternal_great_grandparent", girl, head, false),
            ("guardian", girl, head, false),
            ("elder_sister", girl, head, false),
            ("mother", ("1980-01-01", Sex::Female), head, false),
            ("mother", ("1940", Sex::Female), head, true),
            ("mother", ("1940", Sex::Male), head, false),
            ("wife", ("1970-01-01", Sex::Female), head, true),
            ("wife", ("1970-01-01", Sex::Female), Some(("1971", Sex::Female)), false),
            ("child", ("1960", Sex::Male), head, false),
            // Nothing is certain within one year.
            ("younger_sibling", ("1965", Sex::Male), head, true),
            ("wife", ("1970-01-01", Sex::Female), None, true),
            ("wife", girl, None, false),
        ] {
            let who = |born: &str, sex| (BirthDate::parse(born).unwrap(), sex);
            let relation = HouseholdRelation::from_code(code).unwrap();
            let head = head.map(|(born, sex)| who(born, sex));
            assert_eq!(fits(relation, who(born, sex), head, "2026-11-25".parse().unwrap()), fits_so, "{code} {born}");
        }
    }
}
