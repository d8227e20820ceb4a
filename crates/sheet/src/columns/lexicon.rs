//! The names by which columns are recognised, read once from `columns.toml`.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;
use vietnam::text;

use super::Field;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    roles: BTreeMap<String, Vec<String>>,
    field: BTreeMap<String, Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    vi: String,
    en: String,
    names: Vec<String>,
}

/// How sure a heading makes us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// A known name stands in it among other words.
    Part,
    /// It is a known name.
    Whole,
}

struct Lexicon {
    labels: HashMap<Field, (String, String)>,
    /// Names without their spaces.
    whole: HashMap<String, Field>,
    /// Names as words, the longest first.
    parts: Vec<(Vec<String>, Field)>,
    roles: Vec<(String, Field)>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../data/columns.toml")).expect("a test reads the file");
    let field = |code: &str| Field::from_code(code).expect("a test compares the codes");
    let mut lexicon = Lexicon { labels: HashMap::new(), whole: HashMap::new(), parts: Vec::new(), roles: Vec::new() };
    for (code, entry) in file.field {
        let field = field(&code);
        for name in entry.names {
            lexicon.whole.insert(name.replace(' ', ""), field);
            let words: Vec<String> = name.split(' ').map(str::to_owned).collect();
            // A single word means too little inside a longer heading, unless it is an abbreviation.
            if words.len() > 1 || is_abbreviation(&name) {
                lexicon.parts.push((words, field));
            }
        }
        lexicon.labels.insert(field, (entry.vi, entry.en));
    }
    lexicon.parts.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
    for (code, words) in file.roles {
        lexicon.roles.extend(words.into_iter().map(|word| (word, field(&code))));
    }
    lexicon
});

/// "cccd", "bhxh": letters that no word has.
fn is_abbreviation(name: &str) -> bool {
    name.len() > 2 && !name.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

/// The labels of a field, Vietnamese and English.
pub(super) fn label(field: Field) -> (&'static str, &'static str) {
    let (vi, en) = &LEXICON.labels[&field];
    (vi, en)
}

/// A heading without hints in brackets and signs, its old encoding repaired.
pub(super) fn plain(heading: &str) -> String {
    let repaired = crate::typed::repair_text(heading).0;
    let mut depth = 0;
    let outside: String = repaired
        .chars()
        .filter(|c| match c {
            '(' | '[' => {
                depth += 1;
                false
            }
            ')' | ']' => {
                depth -= 1;
                false
            }
            _ => depth <= 0,
        })
        .collect();
    let outside = text::clean(&outside);
    if text::fold(&outside).is_empty() { text::clean(&repaired) } else { outside }
}

/// The field a heading names.
pub(super) fn recognise(heading: &str) -> Option<(Field, Strength)> {
    // A heading is short; a paragraph is none.
    if heading.len() > 300 {
        return None;
    }
    let plain = plain(heading);
    let folded = text::fold(&plain);
    if let Some(&field) = LEXICON.whole.get(&folded.replace(' ', "")) {
        return Some((field, Strength::Whole));
    }
    let words: Vec<&str> = folded.split(' ').collect();
    if let Some(role) = role(&plain) {
        let of_person = is_name(&words, role);
        return Some((if of_person { role } else { Field::OtherPerson }, Strength::Part));
    }
    let found = |name: &[String]| words.windows(name.len()).any(|window| window.iter().eq(name.iter()));
    LEXICON.parts.iter().find(|(name, _)| found(name)).map(|(_, field)| (*field, Strength::Part))
}

/// Another person whom the heading speaks of. "Quan hệ với chủ hộ" is about the person himself.
fn role(plain: &str) -> Option<Field> {
    let lower = plain.to_lowercase();
    if text::fold(&lower).contains("quan he") {
        return None;
    }
    let is_accented = !lower.is_ascii();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let says = |role: &str| {
        let folded;
        let role = if is_accented {
            role
        } else {
            folded = text::fold(role);
            &folded
        };
        let role: Vec<&str> = role.split(' ').collect();
        words.windows(role.len()).any(|window| window == role)
    };
    LEXICON.roles.iter().find(|(word, _)| says(word)).map(|(_, field)| *field)
}

/// "Họ tên bố" names a person; "CCCD của bố" does not.
fn is_name(words: &[&str], role: Field) -> bool {
    const OTHER: [&str; 14] =
        ["so", "ngay", "nam", "sinh", "cccd", "cmnd", "ddcn", "dinh", "danh", "dia", "chi", "thoai", "nghiep", "sdt"];
    role != Field::OtherPerson && !words.iter().any(|word| OTHER.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_names_every_field_and_each_name_once() {
        let file: File = toml::from_str(include_str!("../../data/columns.toml")).unwrap();
        let codes: Vec<&str> = Field::ALL.iter().map(|field| field.code()).collect();
        for code in file.field.keys().chain(file.roles.keys()) {
            assert!(codes.contains(&code.as_str()), "{code}");
        }
        let mut seen: HashMap<String, String> = HashMap::new();
        for &code in &codes {
            let entry = file.field.get(code).unwrap_or_else(|| panic!("{code} is missing"));
            for name in &entry.names {
                assert_eq!(&text::fold(name), name, "{code}");
                if let Some(other) = seen.insert(name.replace(' ', ""), code.to_owned()) {
                    panic!("{name} belongs to {other} and {code}");
                }
            }
        }
    }

    #[test]
    fn headings_are_recognised_as_people_write_them() {
        use Field::*;
        let table = [
            ("Họ và tên", FullName),
            ("HỌ VÀ TÊN (chữ in hoa)", FullName),
            ("full_name", FullName),
            ("HoTen", FullName),
            ("Hä vµ tªn", FullName),
            ("Số CCCD/ĐDCN", PersonalId),
            ("Số CCCD / Số định danh cá nhân *", PersonalId),
            ("Số định danh cá nhân của người lao động", PersonalId),
            ("pid", PersonalId),
            ("Số CMND", OldId),
            ("old_id", OldId),
            ("Ngày, tháng, năm sinh", Birth),
            ("Ngày sinh\n(dd/mm/yyyy)", Birth),
            ("dob", Birth),
            ("Năm sinh", BirthYear),
            ("Giới tính (Nam/Nữ)", Sex),
            ("gender", Sex),
            ("Nơi thường trú", Residence),
            ("Địa chỉ thường trú (ghi rõ)", Residence),
            ("commune", ResidenceCommune),
            ("Xã/Phường/Thị trấn", ResidenceCommune),
            ("Họ tên cha", Father),
            ("Họ và tên bố đẻ", Father),
            ("Số CCCD của mẹ", OtherPerson),
            ("Ngày sinh của cha", OtherPerson),
            ("Ngày cấp CCCD", IssuedOn),
            ("Nơi cấp CCCD", IssuedAt),
            ("Quan hệ với chủ hộ", RelationToHead),
            ("Họ tên chủ hộ", HouseholdHead),
            ("Mã số BHXH", SectorKey),
            ("Số điện thoại liên hệ", Phone),
            ("STT", Number),
            ("Ghi chú", Note),
        ];
        for (heading, field) in table {
            assert_eq!(recognise(heading).map(|(field, _)| field), Some(field), "{heading}");
        }
        for heading in ["", "Nguyễn Văn A", "040199001234", "Bộ phận", "Cộng hòa xã hội chủ nghĩa Việt Nam", "Võ Văn B"]
        {
            assert_eq!(recognise(heading), None, "{heading}");
        }
    }
}
