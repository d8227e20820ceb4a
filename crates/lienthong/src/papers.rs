//! From a result's content to the values of its paper.

use basis::Fault;
use casework::Issued;
use documents::{Template, date_in_words};
use serde_json::{Value, json};

/// The agency as a paper names it.
#[derive(Clone, Debug)]
pub(crate) struct Office {
    name: String,
    place: String,
    /// The body above it, and how its officers sign.
    superior: Option<String>,
    signer: Option<&'static casework::signers::Signer>,
}

impl Office {
    pub(crate) fn of(agency: Option<&identity::Agency>) -> Self {
        let today = agency.map(|agency| agency.valid_from);
        let place = agency
            .zip(today)
            .and_then(|(agency, day)| vietnam::units().on(&agency.unit.0, day))
            .map(|unit| unit.short_name.to_owned())
            .unwrap_or_default();
        let signer = agency.and_then(|agency| casework::signers::signer_on(agency.kind.code(), agency.valid_from));
        let superior = agency.zip(signer).map(|(agency, signer)| signer.superior(&agency.unit, agency.valid_from));
        Self { name: agency.map(|agency| agency.name.clone()).unwrap_or_default(), place, superior, signer }
    }
}

/// Signs where it is not known how the officers of an agency do.
const HEAD: &str = "Thủ trưởng cơ quan";

/// The template and the values of a result's paper.
pub(crate) fn of(
    result: &Issued,
    office: &Office,
    officer: Option<&str>,
    origin: &str,
) -> Result<(Template, Value), Fault> {
    let said = |key: &str| result.content.get(key).cloned().unwrap_or(Value::Null);
    let text = |key: &str| said(key).as_str().map(str::to_owned);
    let issued_on = basis::today_at(result.issued_at).to_string();
    let sex = text("sex").and_then(|code| vietnam::Sex::from_code(&code).ok()).map(vietnam::Sex::label_vi);
    let verify = json!({
        "url": format!("{origin}/check/{}", result.verify_code),
        "code": result.verify_code,
    });
    let agency = json!({ "superior": office.superior, "name": office.name });
    // The officer who decided, in the agency's name. The paper says that it is not signed until it is.
    let title = office.signer.map_or(HEAD, |signer| &signer.title);
    let signer = json!({ "on_behalf": office.signer.map(|signer| &signer.on_behalf), "title": title, "name": officer });
    match result.kind.as_str() {
        "birth_certificate" => {
            let born = text("birth").and_then(|day| day.parse::<basis::Date>().ok());
            let values = json!({
                "agency": agency, "number": result.number, "date": issued_on,
                "child": {
                    "name": said("name"), "born": said("birth"), "born_words": born.map(date_in_words), "sex": sex,
                    "ethnicity": ethnicity(&said("ethnicity")), "nationality": nationality(&said("nationality")),
                    "birth_place": said("birth_place"), "home_town": said("origin"), "personal_id": said("personal_id"),
                },
                "mother": parent(&said("mother")), "father": parent(&said("father")),
                "declarant": { "name": said("declarant")["name"], "papers": number_of(&said("declarant")) },
                "registered_at": office.name, "note": note(result),
                "signer": signer, "unsigned": true, "verify": verify,
            });
            Ok((Template::BirthCertificate, values))
        }
        "residence_notice" => {
            let values = json!({
                "form": "Mẫu CT08", "agency": agency, "number": result.number, "place": office.place, "date": issued_on,
                "to": said("declarant"), "dossier": { "code": result.dossier_code, "received": said("received") },
                "person": { "name": said("name"), "born": said("birth"), "sex": sex, "personal_id": said("personal_id") },
                "decision": "Đồng ý đăng ký thường trú",
                "residence": {
                    "address": said("address"), "head_name": said("head"), "relation": relation(&said("relation")),
                    "head_personal_id": said("head_personal_id"), "registered": said("from"),
                },
                "members": members(&said("members")), "recipients": ["Như trên", "Lưu: hồ sơ cư trú"],
                "signer": signer, "unsigned": true, "verify": verify,
            });
            Ok((Template::ResidenceResult, values))
        }
        "health_card" => {
            let values = json!({
                "agency": agency, "number": result.number, "place": office.place, "date": issued_on,
                "child": {
                    "name": said("name"), "born": said("birth"), "sex": sex,
                    "personal_id": said("insurance_number"), "address": said("address"),
                },
                "card": {
                    "number": said("insurance_number"), "legacy_number": said("legacy_number"), "clinic": said("clinic"),
                    "from": said("valid_from"), "to": said("valid_to"), "benefit": said("benefit"),
                },
                "guardian": said("guardian"), "recipients": ["Cha, mẹ hoặc người giám hộ của trẻ", "Lưu: hồ sơ"],
                "signer": signer, "unsigned": true, "verify": verify,
            });
            Ok((Template::InsuranceCard, values))
        }
        "identity_card_notice" => {
            let values = json!({
                "form": null, "agency": agency, "number": result.number, "place": office.place, "date": issued_on,
                "to": said("declarant"), "dossier": { "code": result.dossier_code, "received": said("received") },
                "child": {
                    "name": said("name"), "born": said("birth"), "sex": sex, "personal_id": said("personal_id"),
                    "residence": said("address"),
                },
                "guardian": said("guardian"), "decision": "Đã tiếp nhận và chuyển cơ quan cấp thẻ căn cước",
                "card": { "valid_to": null, "pickup": office.name, "pickup_from": null },
                "recipients": ["Như trên", "Lưu: hồ sơ"],
                "signer": signer, "unsigned": true, "verify": verify,
            });
            Ok((Template::IdentityCardNotice, values))
        }
        other => Err(Fault::new(format!("no paper is known for a result of kind {other}"))),
    }
}

/// What stands under the certificate (ghi chú): that it was late, and who is guardian where no parent is named.
fn note(result: &Issued) -> Value {
    let late = result.content.get("late").and_then(Value::as_bool).unwrap_or(false);
    let guardian = result.content.get("guardian").and_then(|guardian| guardian.get("name")).and_then(Value::as_str);
    let late = late.then(|| "Đăng ký quá hạn".to_owned());
    let notes: Vec<String> =
        late.into_iter().chain(guardian.map(|name| format!("Người giám hộ, nuôi dưỡng: {name}"))).collect();
    if notes.is_empty() { Value::Null } else { json!(notes.join(". ")) }
}

/// The paper that somebody showed: here people are known by their number, whichever card it stands on.
fn number_of(said: &Value) -> Value {
    said["personal_id"].as_str().map_or(Value::Null, |number| json!(format!("Số định danh cá nhân {number}")))
}

fn nationality(code: &Value) -> Value {
    match code.as_str() {
        Some("VN") => json!("Việt Nam"),
        other => json!(other),
    }
}

fn ethnicity(code: &Value) -> Value {
    let label = code.as_str().and_then(|code| vietnam::Ethnicity::from_code(code).ok()).map(|found| found.label_vi());
    json!(label)
}

fn relation(code: &Value) -> Value {
    let found = code.as_str().and_then(|code| vietnam::HouseholdRelation::from_code(code).ok());
    json!(found.map(|found| found.label_vi()))
}

/// Those who moved along, as the notice lists them.
fn members(said: &Value) -> Vec<Value> {
    let sex =
        |code: &Value| code.as_str().and_then(|code| vietnam::Sex::from_code(code).ok()).map(vietnam::Sex::label_vi);
    said.as_array()
        .into_iter()
        .flatten()
        .map(|member| {
            json!({
                "name": member["name"], "born": member["birth"], "sex": sex(&member["sex"]),
                "personal_id": member["personal_id"], "relation": relation(&member["relation"]),
            })
        })
        .collect()
}

fn parent(said: &Value) -> Value {
    if said.is_null() {
        return json!({ "name": null, "born": null, "ethnicity": null, "nationality": null, "residence": null });
    }
    json!({
        "name": said.get("name"),
        "born": said["birth_year"].as_i64().map(|year| year.to_string()),
        "ethnicity": ethnicity(said.get("ethnicity").unwrap_or(&Value::Null)),
        "nationality": nationality(&said["nationality"]),
        "residence": said.get("residence"),
    })
}

#[cfg(test)]
#[path = "papers_tests.rs"]
mod tests;
