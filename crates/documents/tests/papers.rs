//! Every paper is made from its sample; what is missing is named; what is empty leaves a line for the pen.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "what a test prepares may stop it")]

use basis::Timestamp;
use documents::{Documents, Pdf, Template};
use serde_json::{Value, json};
use std::{
    io::Write,
    process::{Command, Stdio},
    sync::OnceLock,
};

fn documents() -> &'static Documents {
    static DOCUMENTS: OnceLock<Documents> = OnceLock::new();
    DOCUMENTS.get_or_init(|| Documents::new().unwrap())
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn made(template: Template, values: &Value) -> Pdf {
    documents().render(template, values, at("2026-11-23T03:00:00Z")).unwrap_or_else(|fault| panic!("{}", fault.chain()))
}

/// The paths of all values that are not groups, as JSON pointers; of a list only its first item.
fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| leaves(value, &format!("{path}/{key}"), found)),
        Value::Array(items) if items.first().is_some_and(Value::is_object) => {
            leaves(&items[0], &format!("{path}/0"), found)
        }
        _ => found.push(path.to_owned()),
    }
}

fn leaves_of(template: Template) -> Vec<String> {
    let mut found = Vec::new();
    leaves(&template.sample(), "", &mut found);
    found
}

#[test]
fn every_paper_is_made_on_one_page_of_its_sample_as_pdf_a() {
    for template in Template::ALL {
        let pdf = made(template, &template.sample());
        assert_eq!(pdf.pages(), 1, "{}", template.code());
        let text = String::from_utf8_lossy(pdf.bytes());
        assert!(text.contains("<pdfaid:part>2</pdfaid:part>"), "{} is no PDF/A-2", template.code());
        assert!(text.contains("<pdfaid:conformance>U</pdfaid:conformance>"), "{}", template.code());
        assert!(pdf.bytes().len() < 300_000, "{} has {} bytes", template.code(), pdf.bytes().len());
    }
}

#[test]
fn the_same_values_at_the_same_instant_give_the_same_bytes() {
    let template = Template::BirthCertificate;
    let first = made(template, &template.sample());
    let again = Documents::new().unwrap().render(template, &template.sample(), at("2026-11-23T03:00:00Z")).unwrap();
    assert_eq!(first, again);
    let later = documents().render(template, &template.sample(), at("2026-11-23T03:00:01Z")).unwrap();
    assert_ne!(first, later);
}

#[test]
fn a_missing_field_is_named_in_every_paper() {
    for template in Template::ALL {
        for path in leaves_of(template) {
            let mut values = template.sample();
            let (group, key) = path.rsplit_once('/').unwrap();
            values.pointer_mut(group).unwrap().as_object_mut().unwrap().remove(key);
            let fault = documents().render(template, &values, at("2026-11-23T03:00:00Z")).unwrap_err();
            let name = path.trim_start_matches('/').replace("/0/", "[0].").replace('/', ".");
            assert_eq!(fault.chain(), format!("rendering {}: field {name} is missing", template.code()));
        }
    }
}

const NEVER_EMPTY: [&str; 5] = ["agency.name", "dossier.code", "signer.title", "unsigned", "verify.url"];

#[test]
fn an_empty_field_leaves_a_line_and_never_stops_a_paper() {
    for template in Template::ALL {
        let sample = template.sample();
        let groups = sample.as_object().unwrap().keys().map(|key| format!("/{key}"));
        for path in leaves_of(template).into_iter().chain(groups) {
            let mut values = sample.clone();
            *values.pointer_mut(&path).unwrap() = Value::Null;
            let out = documents().render(template, &values, at("2026-11-23T03:00:00Z"));
            let Err(fault) = out else { continue };
            let chain = fault.chain();
            let named = chain
                .strip_prefix(&format!("rendering {}: field ", template.code()))
                .and_then(|rest| rest.strip_suffix(" is empty"));
            assert!(
                named.is_some_and(|name| NEVER_EMPTY.contains(&name)),
                "{} without {path}: {chain}",
                template.code()
            );
        }
    }
}

#[test]
fn a_birth_with_one_parent_and_no_number_yet_still_has_its_certificate() {
    let mut values = Template::BirthCertificate.sample();
    values["father"] = Value::Null;
    values["child"]["personal_id"] = Value::Null;
    let pdf = made(Template::BirthCertificate, &values);
    assert_eq!(pdf.pages(), 1);
    if let Some(text) = text_of(&pdf) {
        assert!(text.contains("được cấp và bổ sung sau"), "{text}");
        assert!(text.contains(". . . ."), "the father's lines are dotted: {text}");
    }
}

#[test]
fn a_long_paper_goes_on_to_a_numbered_second_page() {
    let mut values = Template::Receipt.sample();
    let paper =
        json!({"name": "Giấy tờ kèm theo có tên khá dài để xem bảng xuống dòng ra sao", "count": 2, "kind": "Bản sao"});
    values["papers"] = Value::Array(vec![paper; 40]);
    assert_eq!(made(Template::Receipt, &values).pages(), 2);
}

#[test]
fn what_people_typed_is_printed_and_never_obeyed() {
    let mut values = Template::Receipt.sample();
    let typed = "#read(\"/values.json\") *đậm* $x^2$ [<a>] \\ // @b";
    values["applicant"]["name"] = json!(typed);
    let pdf = made(Template::Receipt, &values);
    if let Some(text) = text_of(&pdf) {
        assert!(text.contains("#read(\"/values.json\") *đậm* $x^2$ [<a>]"), "{text}");
    }
}

#[test]
fn every_vietnamese_letter_is_printed_and_can_be_read_back() {
    let bases = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"];
    let tones = ["", "\u{300}", "\u{301}", "\u{309}", "\u{303}", "\u{323}"];
    let letters: Vec<String> = bases.iter().map(|base| tones.map(|tone| format!("{base}{tone}")).concat()).collect();
    let lower = letters.join(" ") + " đ";
    let mut values = Template::Refusal.sample();
    values["reasons"] = json!([lower, lower.to_uppercase()]);
    let pdf = made(Template::Refusal, &values);
    let Some(text) = text_of(&pdf) else { return };
    let composed = "aàáảãạ ăằắẳẵặ âầấẩẫậ eèéẻẽẹ êềếểễệ iìíỉĩị oòóỏõọ ôồốổỗộ ơờớởỡợ uùúủũụ ưừứửữự yỳýỷỹỵ đ";
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains(composed), "{flat}");
    assert!(flat.contains(&composed.to_uppercase()), "{flat}");
}

#[test]
fn every_character_that_forms_and_officers_may_use_has_a_glyph_in_every_font() {
    let without: Vec<String> = vietnam::text::printable()
        .filter(|character| !documents().prints(*character))
        .map(|character| format!("U+{:04X}", u32::from(character)))
        .collect();
    assert!(without.is_empty(), "{without:?}");
    assert!(documents().prints('□'), "the mark for what is not printed");
}

#[test]
fn a_paper_with_a_letter_no_font_has_is_made_all_the_same_and_says_which_field_it_is() {
    let mut values = Template::Receipt.sample();
    values["applicant"]["name"] = json!("Lê 😀 北");
    let pdf = documents().render(Template::Receipt, &values, at("2026-11-23T03:00:00Z")).unwrap();
    assert_eq!(pdf.replaced(), ["applicant.name U+1F600", "applicant.name U+5317"]);
    if let Some(text) = text_of(&pdf) {
        assert!(text.contains("Lê □ □"), "{text}");
    }
    assert!(made(Template::Receipt, &Template::Receipt.sample()).replaced().is_empty());
}

#[test]
fn many_threads_share_one_typesetter() {
    let expected = made(Template::Apology, &Template::Apology.sample());
    std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..4).map(|_| scope.spawn(|| made(Template::Apology, &Template::Apology.sample()))).collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), expected);
        }
    });
}

/// The text as poppler's `pdftotext` reads it; nothing, with a word on it, where that is not installed.
fn text_of(pdf: &Pdf) -> Option<String> {
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
    reader.stdin.take().unwrap().write_all(pdf.bytes()).unwrap();
    let output = reader.wait_with_output().unwrap();
    Some(String::from_utf8(output.stdout).expect("pdftotext writes UTF-8"))
}
