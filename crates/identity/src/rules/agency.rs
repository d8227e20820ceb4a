//! What an agency must be before it is entered.

use crate::{
    codes::{AGENCY_FORM, PERIOD_EMPTY},
    model::NewAgency,
};
use basis::{Kind, Problem, Refusal};

/// Whether the agency can be entered.
pub(crate) fn check(new: &NewAgency) -> Result<(), Refusal> {
    let agency = &new.agency;
    let mut problems = Vec::new();
    let code = agency.code.0.as_bytes();
    let code_fits = (2..=40).contains(&code.len())
        && code.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'.');
    if !code_fits {
        problems.push(Problem::new(AGENCY_FORM).at("code"));
    }
    if agency.name.trim().is_empty() || agency.unit.0.is_empty() || new.serves.iter().any(|unit| unit.0.is_empty()) {
        problems.push(Problem::new(AGENCY_FORM).at("name"));
    }
    if agency.valid_to.is_some_and(|end| end <= agency.valid_from) {
        problems.push(Problem::new(PERIOD_EMPTY).at("valid_to"));
    }
    Refusal::unless_empty(Kind::Invalid, problems)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Agency, AgencyKind};
    use basis::{AgencyCode, UnitCode};
    use jiff::civil::date;

    #[test]
    fn an_agency_has_a_code_a_name_and_a_time() {
        for (code, name, to, expected) in [
            ("G09.20", "Công an xã Mẫu", None, None),
            ("000.00.00.H41", "UBND xã Mẫu", Some(date(2030, 1, 1)), None),
            ("g09", "Công an xã Mẫu", None, Some(AGENCY_FORM)),
            ("", "Công an xã Mẫu", None, Some(AGENCY_FORM)),
            ("G09", " ", None, Some(AGENCY_FORM)),
            ("G09", "Công an xã Mẫu", Some(date(2025, 7, 1)), Some(PERIOD_EMPTY)),
        ] {
            let new = NewAgency {
                agency: Agency {
                    code: AgencyCode(code.into()),
                    name: name.into(),
                    kind: AgencyKind::Police,
                    unit: UnitCode("17000".into()),
                    valid_from: date(2025, 7, 1),
                    valid_to: to,
                    confirmed: false,
                },
                serves: vec![],
            };
            assert_eq!(check(&new).err().map(|refusal| refusal.problems[0].code), expected, "{code} {name}");
        }
    }
}
