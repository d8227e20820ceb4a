//! Each result's paper says what its content says, and is one page that can be read.

use super::{Office, of};
use basis::{AgencyCode, DossierId, LegId, PersonId, ResultId};
use casework::Issued;
use documents::Documents;
use serde_json::{Value, json};
use std::{
    io::Write,
    process::{Command, Stdio},
};

fn issued(kind: &str, content: Value) -> Issued {
    Issued {
        id: ResultId::fresh(),
        leg: LegId::fresh(),
        dossier: DossierId::fresh(),
        dossier_code: "H41.12-20261123-0000012".into(),
        kind: kind.into(),
        number: "7/2026".into(),
        version: 1,
        holder: PersonId::fresh(),
        content,
        verify_code: "ABCDEFGH".into(),
        issued_at: "2026-11-25T03:00:00Z".parse().unwrap(),
        agency: AgencyCode("H41.12".into()),
        issued_by: None,
        pdf: None,
        revoked_at: None,
    }
}

fn office() -> Office {
    Office { name: "Cơ quan mẫu".into(), place: "Thành Vinh".into(), superior: None, signer: None }
}

/// The values of the paper, and its text where poppler is installed.
fn made(kind: &str, content: Value) -> (Value, Option<String>) {
    let (template, values) = of(&issued(kind, content), &office(), Some("Cán bộ mẫu"), "https://example.vn").unwrap();
    let pdf = Documents::new().unwrap().render(template, &values, "2026-11-25T03:00:00Z".parse().unwrap()).unwrap();
    assert_eq!(pdf.pages(), 1, "{kind}");
    (values, text_of(pdf.bytes()))
}

fn text_of(pdf: &[u8]) -> Option<String> {
    let started = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut reader) = started else {
        eprintln!("skipped: reading the text back needs pdftotext (Debian package poppler-utils)");
        return None;
    };
    reader.stdin.take().unwrap().write_all(pdf).unwrap();
    let text = String::from_utf8(reader.wait_with_output().unwrap().stdout).unwrap();
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The paths of what stays a dotted line.
fn empty(values: &Value, path: &str, found: &mut Vec<String>) {
    match values {
        Value::Null => found.push(path.to_owned()),
        Value::Object(fields) => fields.iter().for_each(|(key, value)| empty(value, &format!("{path}/{key}"), found)),
        _ => {}
    }
}

fn certificate() -> Value {
    let parent = |name: &str, year: i32, number: &str| {
        json!({
            "name": name, "birth_year": year, "ethnicity": "kinh", "nationality": "VN",
            "residence": "Số 1, Phường Thành Vinh, Tỉnh Nghệ An", "personal_id": number,
        })
    };
    json!({
        "name": "Nguyễn Minh An", "birth": "2026-11-20", "sex": "male", "ethnicity": "kinh", "nationality": "VN",
        "birth_place": "Trạm y tế mẫu, Phường Thành Vinh, Tỉnh Nghệ An", "origin": "Xã Kim Liên, Tỉnh Nghệ An",
        "personal_id": "040226000077",
        "mother": parent("Trần Thị Bình", 1998, "040198000012"), "father": parent("Nguyễn Văn Dũng", 1995, "040095000011"),
        "guardian": null, "declarant": { "name": "Trần Thị Bình", "personal_id": "040198000012" }, "late": false,
    })
}

#[test]
fn a_birth_certificate_has_every_line_of_its_form() {
    let (values, text) = made("birth_certificate", certificate());
    let mut lines = Vec::new();
    empty(&values, "", &mut lines);
    assert_eq!(lines, ["/agency/superior", "/note", "/signer/on_behalf"], "nothing else is left for the pen");
    if let Some(text) = text {
        for line in [
            "Số định danh cá nhân: 040226000077",
            "Họ, chữ đệm, tên người đi khai sinh: Trần Thị Bình",
            "Giấy tờ tùy thân: Số định danh cá nhân 040198000012",
            "Năm sinh: 1998 Dân tộc: Kinh Quốc tịch: Việt Nam",
            "Nơi cư trú: Số 1, Phường Thành Vinh, Tỉnh Nghệ An",
        ] {
            assert!(text.contains(line), "{line} in {text}");
        }
    }
}

#[test]
fn a_child_without_parents_has_its_guardian_under_the_certificate() {
    let mut content = certificate();
    for parent in ["mother", "father"] {
        content[parent] = Value::Null;
    }
    content["guardian"] = json!({ "name": "Võ Thị Mai", "personal_id": "040180000015" });
    content["late"] = json!(true);
    let (values, _) = made("birth_certificate", content);
    assert_eq!(values["note"], "Đăng ký quá hạn. Người giám hộ, nuôi dưỡng: Võ Thị Mai");
}

#[test]
fn a_health_card_says_where_the_child_lives_who_stands_for_it_and_until_when_it_holds() {
    let content = json!({
        "name": "Nguyễn Minh An", "birth": "2026-11-20", "sex": "male", "insurance_number": "040226000077",
        "clinic": "Trạm y tế Phường Thành Vinh", "address": "Số 1, Phường Thành Vinh, Tỉnh Nghệ An",
        "guardian": "Trần Thị Bình", "valid_from": "2026-11-20", "valid_to": "2032-11-20",
        "benefit": "Mức 1: 100%", "legacy_number": null,
    });
    let (_, text) = made("health_card", content);
    if let Some(text) = text {
        for line in [
            "Địa chỉ: Số 1, Phường Thành Vinh, Tỉnh Nghệ An",
            "từ 20/11/2026 đến 20/11/2032",
            "giám hộ ghi trên thẻ: Trần Thị Bình",
            "Nơi đăng ký KCB ban đầu: Trạm y tế Phường Thành Vinh",
        ] {
            assert!(text.contains(line), "{line} in {text}");
        }
        assert!(!text.contains(". . ."), "an electronic card has no lines for a pen: {text}");
    }
}

#[test]
fn the_notices_say_to_whom_about_what_and_from_when() {
    let content = json!({
        "name": "Nguyễn Minh An", "birth": "2026-11-20", "sex": "male", "personal_id": "040226000077",
        "address": "Số 1, Phường Thành Vinh, Tỉnh Nghệ An", "head": "Nguyễn Văn Dũng", "head_personal_id": "040095000011",
        "relation": "child", "from": "2026-11-25", "declarant": "Trần Thị Bình", "guardian": "Trần Thị Bình",
        "received": "2026-11-23",
    });
    for (kind, lines) in [
        ("residence_notice", ["nộp ngày 23/11/2026", "Chủ hộ: Nguyễn Văn Dũng", "Kính gửi: Trần Thị Bình"]),
        ("identity_card_notice", ["nộp ngày 23/11/2026", "Người đại diện: Trần Thị Bình", "Nơi cư trú: Số 1"]),
    ] {
        let (_, text) = made(kind, content.clone());
        let Some(text) = text else { continue };
        for line in lines {
            assert!(text.contains(line), "{kind}: {line} in {text}");
        }
        assert!(!text.contains(". . ."), "{kind}: {text}");
    }
}
