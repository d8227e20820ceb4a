//! What the tests of several modules share: one made-up child.

use crate::{NumberRequest, Parent};
use basis::{AgencyCode, HandoverId, UnitCode};
use vietnam::{BirthDate, FullName, PersonalId, Sex};

pub(crate) fn handover(number: u128) -> HandoverId {
    format!("{number:032x}").parse().unwrap()
}

pub(crate) fn a_request(number: u128) -> NumberRequest {
    NumberRequest {
        handover: handover(number),
        name: FullName::parse("Trần Thị Bé Thử").unwrap(),
        birth: BirthDate::parse("20/11/2026").unwrap(),
        sex: Sex::Female,
        province_digits: "040".to_owned(),
        place: UnitCode("16681".to_owned()),
        mother: Some(Parent {
            name: FullName::parse("Lê Thị Mẫu").unwrap(),
            personal_id: Some(PersonalId::parse("040195000123").unwrap()),
            birth: Some(BirthDate::Year(1995)),
        }),
        father: None,
        procedure: "1.001193".to_owned(),
        agency: AgencyCode("000.00.00.H41".to_owned()),
        officer: "cb-17".to_owned(),
        entry: "12/2026".to_owned(),
    }
}
