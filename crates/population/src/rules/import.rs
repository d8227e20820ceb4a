//! One row of a file of people: named strings in, a person to be loaded out, or everything that is wrong with the row.
//!
//! Reading files is the command's part, loading is `bulk`'s. Nothing is guessed: an odd value is a problem beside its
//! column, and what is legal but worth a look comes back as a warning.

use crate::{
    bulk::BulkPerson,
    codes,
    person::{Identifier, IdentifierKind, IdentifierStatus, Personal, Place},
};
use basis::{Date, PersonId, Problem};
use vietnam::{
    Address, BirthDate, BirthDateProblem, Ethnicity, FullName, HouseholdRelation, MaritalStatus, NAME_CHARS_MAX,
    NameProblem, OldId, OldIdProblem, PersonalId, PersonalIdProblem, Religion, Sex, UnitKey, units,
};

/// Characters of a text that is kept as it stands.
const TEXT_CHARS_MAX: usize = 500;
/// Characters of the number of a residence file: the register finds households by it.
const FILE_NO_CHARS_MAX: usize = 50;
/// So much of a word that no list has is repeated.
const SAID_CHARS_MAX: usize = 40;

/// The columns a file of people may have.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Column {
    /// Họ và tên.
    Name,
    /// Tên gọi khác.
    OtherNames,
    /// Ngày sinh.
    Birth,
    /// Giới tính.
    Sex,
    /// Số định danh cá nhân.
    PersonalId,
    /// Số CMND 9 số; several are separated by `;`.
    OldId,
    /// Dân tộc.
    Ethnicity,
    /// Tôn giáo.
    Religion,
    /// Quốc tịch.
    Nationality,
    /// Tình trạng hôn nhân.
    MaritalStatus,
    /// Nơi sinh.
    BirthPlace,
    /// Nơi đăng ký khai sinh.
    BirthRegistered,
    /// Quê quán.
    Origin,
    /// Mã đơn vị hành chính nơi thường trú.
    HomeUnit,
    /// Số nhà, thôn, xóm.
    HomeDetail,
    /// Nơi thường trú, the whole text.
    HomeAsRecorded,
    /// Thường trú từ ngày.
    HomeSince,
    /// Số hồ sơ cư trú.
    FileNo,
    /// Quan hệ với chủ hộ.
    RelationToHead,
    /// Nghề nghiệp.
    Occupation,
    /// Số điện thoại.
    Mobile,
    /// Thư điện tử.
    Email,
}

/// Columns with the key that problems and translations use, and the headings people write, folded.
const HEADINGS: &[(Column, &str, &[&str])] = &[
    (Column::Name, "name", &["ho va ten", "ho ten", "ho chu dem va ten", "ho chu dem va ten khai sinh"]),
    (Column::OtherNames, "other_names", &["ten goi khac", "ten khac", "bi danh"]),
    (Column::Birth, "birth", &["ngay sinh", "ngay thang nam sinh", "nam sinh"]),
    (Column::Sex, "sex", &["gioi tinh", "phai"]),
    (
        Column::PersonalId,
        "personal_id",
        &["so dinh danh", "so dinh danh ca nhan", "so ddcn", "so ddcn cccd", "so cccd", "so can cuoc", "cccd"],
    ),
    (Column::OldId, "old_id", &["so cmnd", "cmnd", "so cmnd 9 so"]),
    (Column::Ethnicity, "ethnicity", &["dan toc"]),
    (Column::Religion, "religion", &["ton giao"]),
    (Column::Nationality, "nationality", &["quoc tich"]),
    (Column::MaritalStatus, "marital_status", &["tinh trang hon nhan", "hon nhan"]),
    (Column::BirthPlace, "birth_place", &["noi sinh"]),
    (Column::BirthRegistered, "birth_registered", &["noi dang ky khai sinh", "noi dkks"]),
    (Column::Origin, "origin", &["que quan"]),
    (Column::HomeUnit, "home_unit", &["ma xa", "ma don vi hanh chinh", "ma dvhc", "ma xa thuong tru"]),
    (Column::HomeDetail, "home_detail", &["so nha", "thon xom", "dia chi chi tiet", "so nha thon xom"]),
    (Column::HomeAsRecorded, "home_as_recorded", &["noi thuong tru", "dia chi thuong tru", "thuong tru"]),
    (Column::HomeSince, "home_since", &["thuong tru tu ngay", "ngay dang ky thuong tru"]),
    (Column::FileNo, "file_no", &["so ho so cu tru", "so ho khau", "ma ho"]),
    (Column::RelationToHead, "relation_to_head", &["quan he voi chu ho", "quan he chu ho"]),
    (Column::Occupation, "occupation", &["nghe nghiep"]),
    (Column::Mobile, "mobile", &["so dien thoai", "dien thoai", "sdt"]),
    (Column::Email, "email", &["thu dien tu", "dia chi thu dien tu"]),
];

impl Column {
    /// The column a heading names, accents and punctuation aside; its key does as well.
    #[must_use]
    pub fn of_heading(heading: &str) -> Option<Self> {
        let folded = vietnam::text::fold(heading);
        HEADINGS
            .iter()
            .find(|(_, key, names)| names.contains(&folded.as_str()) || vietnam::text::fold(key) == folded)
            .map(|(column, _, _)| *column)
    }
    /// The key that problems stand beside.
    #[must_use]
    pub fn key(self) -> &'static str {
        HEADINGS.iter().find(|(column, _, _)| *column == self).map_or("", |(_, key, _)| key)
    }
}

/// Where an imported person permanently resides. Rows with one file number are one household.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImportedHome {
    /// Number of the residence file.
    pub file_no: Option<String>,
    /// The address.
    pub address: Address,
    /// Relation to the head.
    pub relation: Option<HouseholdRelation>,
    /// Since when.
    pub since: Option<Date>,
}

/// A row that can be loaded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Imported {
    /// The person, in no household yet.
    pub person: BulkPerson,
    /// The home, if the row names one.
    pub home: Option<ImportedHome>,
    /// What is legal but worth a look.
    pub warnings: Vec<Problem>,
}

struct Row<'a, F: Fn(Column) -> Option<&'a str>> {
    cell: F,
    problems: Vec<Problem>,
}

impl<'a, F: Fn(Column) -> Option<&'a str>> Row<'a, F> {
    fn text(&self, column: Column) -> Option<&'a str> {
        (self.cell)(column).map(str::trim).filter(|text| !text.is_empty())
    }
    fn owned(&mut self, column: Column) -> Option<String> {
        self.bounded(column, TEXT_CHARS_MAX)
    }
    fn bounded(&mut self, column: Column, max: usize) -> Option<String> {
        let text = self.text(column)?;
        // Counted before any work.
        if text.chars().nth(max).is_some() {
            self.problem(Problem::new(codes::IMPORT_TOO_LONG).with("max", max.to_string()), column);
            return None;
        }
        Some(vietnam::text::clean(text)).filter(|text| !text.is_empty())
    }
    fn problem(&mut self, problem: Problem, column: Column) {
        self.problems.push(problem.at(column.key()));
    }
    /// Reads a cell that may be empty; one that cannot be read is a problem.
    fn read<T>(&mut self, column: Column, read: impl FnOnce(&str) -> Result<T, Problem>) -> Option<T> {
        match read(self.text(column)?) {
            Ok(value) => Some(value),
            Err(problem) => {
                self.problem(problem, column);
                None
            }
        }
    }
    fn required<T>(&mut self, column: Column, read: impl FnOnce(&str) -> Result<T, Problem>) -> Option<T> {
        if self.text(column).is_none() {
            self.problem(Problem::new(codes::IMPORT_MISSING), column);
        }
        self.read(column, read)
    }
    fn place(&mut self, column: Column) -> Option<Place> {
        self.owned(column).map(Place::words)
    }
}

fn name(text: &str) -> Result<FullName, Problem> {
    FullName::parse(text).map_err(|problem| match problem {
        NameProblem::Empty => Problem::new(codes::IMPORT_MISSING),
        NameProblem::TooLong(_) => Problem::new(codes::IMPORT_TOO_LONG).with("max", NAME_CHARS_MAX.to_string()),
        NameProblem::Digit => Problem::new(codes::IMPORT_NAME_DIGIT),
        NameProblem::Emoji => Problem::new(codes::IMPORT_NAME_EMOJI),
        NameProblem::Control => Problem::new(codes::IMPORT_NAME_CONTROL),
        NameProblem::Sign(sign) => Problem::new(codes::IMPORT_NAME_SIGN).with("sign", sign),
        NameProblem::NoLetter => Problem::new(codes::IMPORT_NAME_NO_LETTER),
    })
}

fn date(text: &str) -> Result<BirthDate, Problem> {
    BirthDate::parse(text).map_err(|problem| {
        Problem::new(match problem {
            BirthDateProblem::Empty => codes::IMPORT_MISSING,
            BirthDateProblem::Form => codes::IMPORT_DATE_FORM,
            BirthDateProblem::Year => codes::IMPORT_DATE_YEAR,
            BirthDateProblem::Month | BirthDateProblem::Day => codes::IMPORT_DATE_DAY,
        })
    })
}

/// A word of a list, by what finds it there.
fn listed<T>(find: impl Fn(&str) -> Option<T>) -> impl Fn(&str) -> Result<T, Problem> {
    move |text| {
        let said: String = text.chars().take(SAID_CHARS_MAX).collect();
        find(text).ok_or_else(|| Problem::new(codes::IMPORT_NOT_LISTED).with("value", said))
    }
}

fn length(digits: usize, wanted: &str) -> Problem {
    Problem::new(codes::IMPORT_NUMBER_LENGTH).with("digits", digits.to_string()).with("wanted", wanted)
}

/// Reads one row. `cell` gives the text of a column, `today` is the day of the import.
///
/// # Errors
/// Everything that is wrong, each problem beside its column.
pub fn person<'a>(cell: impl Fn(Column) -> Option<&'a str>, today: Date) -> Result<Imported, Vec<Problem>> {
    let mut row = Row { cell, problems: Vec::new() };
    let name = row.required(Column::Name, name);
    let birth = row.required(Column::Birth, date);
    if birth.is_some_and(|birth| birth.is_after(today)) {
        row.problem(Problem::new(codes::BIRTH_IN_FUTURE), Column::Birth);
    }
    let sex = row.required(Column::Sex, listed(Sex::find));
    let personal_id = row.read(Column::PersonalId, personal_id);
    let old_ids = old_ids(&mut row);
    let ethnicity = row.read(Column::Ethnicity, listed(Ethnicity::find));
    let religion = row.read(Column::Religion, listed(Religion::find));
    let marital_status = row.read(Column::MaritalStatus, listed(MaritalStatus::find));
    let nationalities = row.read(Column::Nationality, nationalities);
    let other_names = row.owned(Column::OtherNames);
    let (birth_place, birth_registered) = (row.place(Column::BirthPlace), row.place(Column::BirthRegistered));
    let origin = row.place(Column::Origin);
    let (mobile, email) = (row.owned(Column::Mobile), row.owned(Column::Email));
    let occupation = row.owned(Column::Occupation);
    let home = home(&mut row, today);
    let (Some(name), Some(birth), Some(sex), true) = (name, birth, sex, row.problems.is_empty()) else {
        return Err(row.problems);
    };
    let facts = Personal {
        other_names: other_names.into_iter().collect(),
        birth_place,
        birth_registered,
        origin,
        ethnicity,
        religion,
        nationalities: nationalities.unwrap_or_else(|| vec!["VN".to_owned()]),
        marital_status,
        mobile,
        email,
        occupation,
        ..Personal::new(name, birth, sex)
    };
    let mut warnings = Vec::new();
    if personal_id.is_some_and(|number: PersonalId| !number.contradictions(Some(sex), Some(&birth)).is_empty()) {
        warnings.push(Problem::new(codes::IMPORT_CONTRADICTION).at(Column::PersonalId.key()));
    }
    if home.as_ref().is_some_and(|home| home.relation.is_none()) {
        warnings.push(Problem::new(codes::IMPORT_RELATION_MISSING).at(Column::RelationToHead.key()));
    }
    let person = BulkPerson { personal_id, numbers: old_ids, ..BulkPerson::new(PersonId::fresh(), facts) };
    Ok(Imported { person, home, warnings })
}

fn personal_id(text: &str) -> Result<PersonalId, Problem> {
    PersonalId::parse(text).map_err(|problem| match problem {
        PersonalIdProblem::NotDigits => Problem::new(codes::IMPORT_NUMBER_NOT_DIGITS),
        PersonalIdProblem::Length { offer: Some(offer), .. } => {
            Problem::new(codes::IMPORT_LOST_ZERO).with("offer", offer)
        }
        PersonalIdProblem::Length { digits, offer: None } => length(digits, "12"),
    })
}

fn old_ids<'a, F: Fn(Column) -> Option<&'a str>>(row: &mut Row<'a, F>) -> Vec<Identifier> {
    let Some(text) = row.text(Column::OldId) else { return Vec::new() };
    let mut numbers = Vec::new();
    for part in text.split([';', ',', '/']).map(str::trim).filter(|part| !part.is_empty()) {
        match OldId::parse(part) {
            Ok(number) => numbers.push(Identifier {
                kind: IdentifierKind::OldId,
                value: number.as_str().to_owned(),
                status: IdentifierStatus::Active,
                confirmed: false,
                replaced_by: None,
            }),
            Err(OldIdProblem::NotDigits) => {
                row.problem(Problem::new(codes::IMPORT_NUMBER_NOT_DIGITS), Column::OldId);
            }
            Err(OldIdProblem::Length { digits, .. }) => row.problem(length(digits, "9"), Column::OldId),
        }
    }
    numbers
}

fn nationalities(text: &str) -> Result<Vec<String>, Problem> {
    if vietnam::text::fold(text) == "viet nam" {
        return Ok(vec!["VN".to_owned()]);
    }
    text.split([';', ','])
        .map(str::trim)
        .map(|code| {
            let fits = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
            if fits { Ok(code.to_ascii_uppercase()) } else { Err(Problem::new(codes::IMPORT_NATIONALITY_FORM)) }
        })
        .collect()
}

fn home<'a, F: Fn(Column) -> Option<&'a str>>(row: &mut Row<'a, F>, today: Date) -> Option<ImportedHome> {
    let relation = row.read(Column::RelationToHead, listed(HouseholdRelation::find));
    let since = row
        .read(Column::HomeSince, |text| date(text)?.day().ok_or_else(|| Problem::new(codes::IMPORT_DATE_INCOMPLETE)));
    if since.is_some_and(|since| since > today) {
        row.problem(Problem::new(codes::DATE_IN_FUTURE), Column::HomeSince);
    }
    let file_no = row.bounded(Column::FileNo, FILE_NO_CHARS_MAX);
    let (detail, as_recorded) = (row.owned(Column::HomeDetail), row.owned(Column::HomeAsRecorded));
    let Some(code) = row.text(Column::HomeUnit) else {
        // An address in words alone cannot be counted for any commune.
        if file_no.is_some() || detail.is_some() || as_recorded.is_some() {
            row.problem(Problem::new(codes::IMPORT_MISSING), Column::HomeUnit);
        }
        return None;
    };
    let old = UnitKey { code: code.to_owned(), valid_from: None };
    let unit = units().on(code, today).or_else(|| units().by_key(&old)).map(vietnam::Unit::key);
    let Some(unit) = unit else {
        row.problem(Problem::new(codes::IMPORT_UNIT_UNKNOWN), Column::HomeUnit);
        return None;
    };
    let mut address = Address::new(unit, detail.unwrap_or_default());
    address.as_recorded = as_recorded;
    Some(ImportedHome { file_no, address, relation, since })
}

#[cfg(test)]
mod tests {
    use super::*;
    use basis::Code;

    const TODAY: Date = Date::constant(2026, 11, 24);
    const LONG: &str = "HS-000000000000000000000000000000000000000000000000";
    const GOOD: &[(Column, &str)] = &[
        (Column::Name, " Nguyễn  Thị An Mẫu "),
        (Column::Birth, "15/3/1999"),
        (Column::Sex, "Nữ"),
        (Column::PersonalId, "040199001234"),
        (Column::OldId, "187654321; 186000001"),
        (Column::Ethnicity, "H'Mông"),
        (Column::Nationality, "Việt Nam"),
        (Column::HomeUnit, "17329"),
        (Column::HomeDetail, "Xóm 3"),
        (Column::FileNo, "HS-1"),
        (Column::RelationToHead, "Con đẻ"),
    ];

    fn read(changes: &[(Column, &str)]) -> Result<Imported, Vec<Problem>> {
        let cell = |column| changes.iter().chain(GOOD).find(|(other, _)| *other == column).map(|(_, text)| *text);
        person(cell, TODAY)
    }

    #[test]
    fn a_good_row_becomes_a_person() {
        let row = read(&[]).unwrap();
        assert_eq!(row.person.facts.name.as_str(), "Nguyễn Thị An Mẫu");
        assert_eq!(row.person.numbers.len(), 2);
        assert_eq!(row.person.facts.nationalities, ["VN"]);
        assert_eq!(row.home.as_ref().unwrap().relation, Some(HouseholdRelation::CHILD));
        assert!(row.warnings.is_empty());
    }

    #[test]
    fn every_mistake_of_a_row_is_told_beside_its_column() {
        type Cells = &'static [(Column, &'static str)];
        type Mistakes = &'static [(Column, Code)];
        let table: &[(Cells, Mistakes)] = &[
            (&[(Column::Name, "")], &[(Column::Name, codes::IMPORT_MISSING)]),
            (&[(Column::Name, "Nguyễn Văn 2")], &[(Column::Name, codes::IMPORT_NAME_DIGIT)]),
            (&[(Column::Name, "😀 Mẫu")], &[(Column::Name, codes::IMPORT_NAME_EMOJI)]),
            (&[(Column::Name, "=cmd")], &[(Column::Name, codes::IMPORT_NAME_SIGN)]),
            (&[(Column::Birth, "1/1/99")], &[(Column::Birth, codes::IMPORT_DATE_YEAR)]),
            (&[(Column::HomeSince, "2020")], &[(Column::HomeSince, codes::IMPORT_DATE_INCOMPLETE)]),
            (&[(Column::FileNo, LONG)], &[(Column::FileNo, codes::IMPORT_TOO_LONG)]),
            (&[(Column::Nationality, "Lào")], &[(Column::Nationality, codes::IMPORT_NATIONALITY_FORM)]),
            (&[(Column::Birth, "31/2/2000")], &[(Column::Birth, codes::IMPORT_DATE_DAY)]),
            (&[(Column::Birth, "36526")], &[(Column::Birth, codes::IMPORT_DATE_FORM)]),
            (&[(Column::Birth, "1/1/2027")], &[(Column::Birth, codes::BIRTH_IN_FUTURE)]),
            (&[(Column::Sex, "?")], &[(Column::Sex, codes::IMPORT_NOT_LISTED)]),
            (&[(Column::PersonalId, "40199001234")], &[(Column::PersonalId, codes::IMPORT_LOST_ZERO)]),
            (&[(Column::PersonalId, "4.0199E+10")], &[(Column::PersonalId, codes::IMPORT_NUMBER_NOT_DIGITS)]),
            (&[(Column::OldId, "12345")], &[(Column::OldId, codes::IMPORT_NUMBER_LENGTH)]),
            (&[(Column::Ethnicity, "Người Sao Hoả")], &[(Column::Ethnicity, codes::IMPORT_NOT_LISTED)]),
            (&[(Column::HomeUnit, "99999")], &[(Column::HomeUnit, codes::IMPORT_UNIT_UNKNOWN)]),
            (&[(Column::HomeUnit, "")], &[(Column::HomeUnit, codes::IMPORT_MISSING)]),
            (&[(Column::HomeSince, "1/1/2027")], &[(Column::HomeSince, codes::DATE_IN_FUTURE)]),
            (
                &[(Column::Name, ""), (Column::Sex, "?"), (Column::RelationToHead, "bạn")],
                &[
                    (Column::Name, codes::IMPORT_MISSING),
                    (Column::Sex, codes::IMPORT_NOT_LISTED),
                    (Column::RelationToHead, codes::IMPORT_NOT_LISTED),
                ],
            ),
        ];
        for (changes, expected) in table {
            let problems = read(changes).unwrap_err();
            let found: Vec<_> = problems.iter().map(|p| (p.field.as_ref().unwrap().0.as_ref(), p.code)).collect();
            let expected: Vec<_> = expected.iter().map(|(column, code)| (column.key(), *code)).collect();
            assert_eq!(found, expected, "{changes:?}");
        }
    }

    #[test]
    fn a_home_without_a_relation_to_its_head_is_told() {
        let row = read(&[(Column::RelationToHead, "")]).unwrap();
        assert_eq!(row.warnings[0].code, codes::IMPORT_RELATION_MISSING);
    }

    #[test]
    fn a_number_that_contradicts_is_a_warning_not_a_mistake() {
        let row = read(&[(Column::Sex, "Nam")]).unwrap();
        assert_eq!(row.warnings[0].code, codes::IMPORT_CONTRADICTION);
    }

    #[test]
    fn headings_are_read_as_people_write_them() {
        for (heading, column) in [
            ("Họ và tên", Some(Column::Name)),
            ("HỌ, CHỮ ĐỆM VÀ TÊN", Some(Column::Name)),
            ("Số ĐDCN/CCCD", Some(Column::PersonalId)),
            ("personal_id", Some(Column::PersonalId)),
            ("Mã xã", Some(Column::HomeUnit)),
            ("STT", None),
        ] {
            assert_eq!(Column::of_heading(heading), column, "{heading}");
        }
    }
}
