//! What a mother answers to the questions of the linked birth. Everybody's answers are made up.

use super::{super::Draw, form::Form};
use basis::Date;

const MIDDLE: [&str; 8] = ["Minh", "Gia", "Bảo", "Thanh", "Ngọc", "Hải", "Quang", "Thu"];
const GIVEN: [&str; 8] = ["An", "Bình", "Chi", "Dũng", "Giang", "Huy", "Lan", "Phúc"];
/// Where the form asks for a place, it is in the province.
const PROVINCE: &str = synthetic::PROVINCE_CODE;

/// Fills in what is not known; what the register suggests stays.
pub(super) fn given(mut form: Form, born: Date, draw: &mut Draw) -> Form {
    for (name, options) in std::mem::take(&mut form.choices) {
        if form.value(&name).is_some_and(|held| !held.is_empty()) {
            continue;
        }
        let wanted = preferred(&name);
        let chosen = options
            .iter()
            .find(|option| Some(option.as_str()) == wanted)
            .or_else(|| options.iter().find(|option| !option.is_empty()));
        match chosen {
            Some(chosen) => form.set(&name, chosen),
            // Its province was chosen on this page: the page comes again with the communes.
            None => form.set("_reload", name.trim_end_matches("-commune")),
        }
    }
    for (name, value) in std::mem::take(&mut form.boxes) {
        if name == "confirm" {
            form.set(&name, &value);
        }
    }
    for (name, value) in form.fields.iter_mut().filter(|(_, value)| value.is_empty()) {
        let text = match name.as_str() {
            "child.name" => format!("Nguyễn {} {} Mẫu", MIDDLE[draw.below(8)], GIVEN[draw.below(8)]),
            "child.birth-day" => born.day().to_string(),
            "child.birth-month" => born.month().to_string(),
            "child.birth-year" => born.year().to_string(),
            "child.birth_facility" => "Bệnh viện Sản Nhi (mẫu)".to_owned(),
            "child.birth_place-detail" | "child.hometown-detail" => "Số 1, đường Thử Nghiệm".to_owned(),
            "insurance.clinic" => "Trạm y tế mẫu".to_owned(),
            "results.copies" => "1".to_owned(),
            "requester.phone" => "0912345678".to_owned(),
            _ => continue,
        };
        *value = text;
    }
    form
}

fn preferred(field: &str) -> Option<&'static str> {
    Some(match field {
        "requester.relation" | "insurance.guardian" => "mother",
        "child.parents" => "both",
        "parents.married" => "yes",
        "notice.kind" => "none",
        "child.sex" => "male",
        "child.is_twin" => "no",
        "child.ethnicity" => "kinh",
        "card.wanted" => "yes",
        "residence.relation" => "child",
        "results.manner" => "electronic",
        "results.copies" => "1",
        _ if field.ends_with("-province") => PROVINCE,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_stays_and_the_rest_is_answered() {
        let options = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let form = Form {
            fields: vec![("child.name".into(), String::new()), ("insurance.clinic".into(), "Trạm y tế Xã A".into())],
            choices: vec![
                ("requester.relation".into(), options(&["father", "mother"])),
                ("agency.unit-commune".into(), options(&["", "16681"])),
                ("child.hometown-commune".into(), options(&[""])),
            ],
            boxes: vec![("confirm".into(), "late".into()), ("other".into(), "1".into())],
            ..Form::default()
        };
        let form = given(form, Date::constant(2026, 11, 21), &mut Draw::new(6, 1));
        assert!(form.value("child.name").is_some_and(|name| name.ends_with("Mẫu")));
        assert_eq!(form.value("insurance.clinic"), Some("Trạm y tế Xã A"));
        assert_eq!(form.value("requester.relation"), Some("mother"));
        assert_eq!(form.value("agency.unit-commune"), Some("16681"));
        assert_eq!(form.value("_reload"), Some("child.hometown"), "no commune can be chosen yet");
        assert_eq!((form.value("confirm"), form.value("other")), (Some("late"), None));
    }
}
