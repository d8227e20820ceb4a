//! `lienthong import population FILE`: rows taken, rows reported, the same file again, and files that are none.

use crate::{
    program::{Ended, Existing, run},
    workbook,
};
use std::{fs, path::Path};
use unicode_normalization::UnicodeNormalization as _;

const HEADING: [&str; 6] = ["Họ và tên", "Ngày sinh", "Giới tính", "Số định danh", "Mã xã", "Số hồ sơ cư trú"];

struct Place {
    postgres: Existing,
    folder: tempfile::TempDir,
    url: String,
}

impl Place {
    fn new() -> Self {
        let postgres = Existing::prepared();
        let folder = tempfile::tempdir().expect("a folder");
        let url = postgres.url();
        run(&["migrate"], Some(&url), folder.path()).expect(0, &[]);
        Self { postgres, folder, url }
    }
    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }
    fn import(&self, arguments: &[&str]) -> Ended {
        run(&[&["import", "population"], arguments].concat(), Some(&self.url), self.folder.path())
    }
    fn people(&self) -> String {
        self.postgres.ask("SELECT count(*) FROM population.person")
    }
    fn report(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a report")
    }
}

/// Made-up people, one of each kind of trouble.
fn rows() -> Vec<Vec<String>> {
    let row = |cells: [&str; 6]| cells.map(str::to_owned).to_vec();
    let long = "Nguyễn ".repeat(1500);
    vec![
        row(["DANH SÁCH NHÂN KHẨU", "", "", "", "", ""]),
        row(HEADING),
        row(["Nguyễn Thị An Mẫu", "15/3/1999", "Nữ", "040199001234", "17329", "HS-1"]),
        row(["Nguyễn Văn Bình Mẫu", "1998", "Nam", "040098001235", "17329", "HS-1"]),
        // The same name written with separate accents.
        row([&"Lê Thị Tuyết Mẫu".nfd().collect::<String>(), "2/3/1960", "Nữ", "040160001236", "", ""]),
        row(["Không Có Số Mẫu", "1/1/1950", "Nam", "", "", ""]),
        row(["Số Khác Giới Mẫu", "1/1/1990", "Nam", "040190001237", "", ""]),
        row(["", "", "", "", "", ""]),
        // What cannot be taken, by line 9 and on.
        row(["Thiếu Ngày Mẫu", "", "Nam", "", "", ""]),
        row(["Mất Số Không Mẫu", "1/1/1990", "Nam", "40090001238", "", ""]),
        row(["Hai Lần Mẫu", "15/3/1999", "Nữ", "040199001234", "", ""]),
        row(["😀 Mẫu", "1/1/1990", "Nam", "", "", ""]),
        row([&long, "1/1/1990", "Nam", "", "", ""]),
        row(["=HYPERLINK(\"http://evil.example\")", "1/1/1990", "Nam", "", "", ""]),
        row(["Xã Lạ Mẫu", "31/2/1990", "Khác gì", "1", "99999", ""]),
    ]
}

fn csv(rows: &[Vec<String>], path: &Path) {
    let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    let lines: Vec<String> = rows.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(";")).collect();
    // As Excel saves "CSV UTF-8" in Viet Nam: a mark, semicolons, CR LF.
    fs::write(path, format!("\u{feff}{}\r\n", lines.join("\r\n"))).expect("a file");
}

#[test]
fn a_csv_file_is_taken_row_by_row_and_a_second_time_does_nothing() {
    let place = Place::new();
    csv(&rows(), &place.path("dan-cu.csv"));

    let dry = place.import(&["dan-cu.csv", "--dry-run", "--report", "thu.csv"]);
    dry.expect(3, &["7 rows were not taken"]);
    assert_eq!(place.people(), "0");

    let first = place.import(&["dan-cu.csv"]);
    first.expect(3, &["7 rows were not taken; see the report"]);
    assert!(first.out.contains("5 dòng nhận, 0 dòng đã có từ trước, 7 dòng không nhận"), "{first:#?}");
    assert_eq!(place.people(), "5");
    let report = place.report("dan-cu.khong-nhan.csv");
    for (line, words) in [
        (9, "Ngày sinh: Thiếu thông tin bắt buộc"),
        (10, "040090001238"),
        (11, "Số này đã có ở một dòng phía trên"),
        (12, "Họ và tên: Họ tên không có hình biểu tượng"),
        (13, "Họ và tên: Nội dung quá dài: tối đa 100 ký tự"),
        (14, "Họ và tên: Họ tên không có ký tự ="),
        (15, "Mã xã: Không có đơn vị hành chính"),
    ] {
        let said = report.lines().find(|said| said.starts_with(&format!("{line},không nhận")));
        assert!(said.is_some_and(|said| said.contains(words)), "line {line}: {report}");
    }
    assert!(report.starts_with('\u{feff}') && report.contains("đã nhận, cần xem lại"), "{report}");
    assert!(report.len() < 6000, "10,000 characters of a name are not repeated");
    assert!(report.contains("'=HYPERLINK"), "a formula in the report: {report}");

    // Composed as everywhere, a household of two, each found by the search.
    let names = place.postgres.ask("SELECT count(*) FROM population.personal WHERE full_name = 'Lê Thị Tuyết Mẫu'");
    assert_eq!(names, "1");
    assert_eq!(place.postgres.ask("SELECT count(*) FROM population.household"), "1");
    assert_eq!(place.postgres.ask("SELECT count(*) FROM population.search"), "5");

    // Again, and again under another name: nothing new, nothing twice, even without a number.
    fs::copy(place.path("dan-cu.csv"), place.path("lan-hai.csv")).expect("a copy");
    for name in ["dan-cu.csv", "lan-hai.csv"] {
        let again = place.import(&[name]);
        again.expect(3, &["7 rows were not taken"]);
        assert!(again.out.contains("0 dòng nhận, 5 dòng đã có từ trước"), "{again:#?}");
        assert_eq!(place.people(), "5");
    }

    // A longer list with the same people in it brings the new ones.
    let mut longer = rows()[1..5].to_vec();
    longer.push(["Phạm Văn Mới Mẫu", "1/2/1970", "Nam", "040070001239", "17329", "HS-2"].map(str::to_owned).to_vec());
    csv(&longer, &place.path("them.csv"));
    let more = place.import(&["them.csv"]);
    more.expect(0, &[]);
    assert!(more.out.contains("1 dòng nhận, 3 dòng đã có từ trước, 0 dòng không nhận"), "{more:#?}");
    assert_eq!(place.people(), "6");
}

const FAMILY: &str = "Họ và tên,Ngày sinh,Giới tính,Số định danh,Mã xã,Số hồ sơ cư trú,Quan hệ với chủ hộ\n";

#[test]
fn a_household_has_one_head_and_is_joined_by_later_files() {
    let place = Place::new();
    let file = |name: &str, rows: &str| fs::write(place.path(name), format!("{FAMILY}{rows}")).expect("a file");
    file(
        "mot.csv",
        "Nguyễn Văn Một Mẫu,1/1/1960,Nam,040060001231,17329,HS1,Chủ hộ\n\
         Nguyễn Văn Hai Mẫu,1/1/1990,Nam,040090001232,17329,HS1,Chủ hộ\n\
         Nguyễn Văn Ba Mẫu,1/1/1991,Nam,040091001233,17329,HS1,Con đẻ\n",
    );
    // Trying says what loading says.
    for arguments in [&["mot.csv", "--dry-run"][..], &["mot.csv"]] {
        let ended = place.import(arguments);
        ended.expect(3, &["one row was not taken"]);
        assert!(ended.out.contains("2 dòng nhận, 0 dòng đã có từ trước, 1 dòng không nhận"), "{ended:#?}");
        let report = place.report("mot.khong-nhan.csv");
        let said = report.lines().any(|line| line.starts_with("3,không nhận") && line.contains("đã có chủ hộ"));
        assert!(said, "{report}");
    }
    assert_eq!(place.people(), "2");

    file(
        "hai.csv",
        "Nguyễn Thị Bốn Mẫu,1/1/1993,Nữ,040193001234,17329,HS1,Con đẻ\n\
         Nguyễn Thị Năm Mẫu,1/1/1994,Nữ,040194001235,17329,HS1,Chủ hộ\n\
         Nguyễn Văn Ba Mẫu,1/1/1991,Nam,040091001233,17329,HS1,Con đẻ\n",
    );
    for arguments in [&["hai.csv", "--dry-run"][..], &["hai.csv"]] {
        let ended = place.import(arguments);
        ended.expect(3, &["one row was not taken"]);
        assert!(ended.out.contains("1 dòng nhận, 1 dòng đã có từ trước, 1 dòng không nhận"), "{ended:#?}");
    }
    assert_eq!(place.people(), "3");
    assert_eq!(place.postgres.ask("SELECT count(*) FROM population.home"), "1", "one file, one household");
    assert_eq!(place.postgres.ask("SELECT count(DISTINCT household) FROM population.residence"), "1");
}

#[test]
fn a_workbook_is_taken_like_a_csv_file() {
    let place = Place::new();
    let rows = rows();
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    workbook::write(&place.path("dan-cu.xlsx"), &rows);
    let first = place.import(&["dan-cu.xlsx"]);
    first.expect(3, &["7 rows were not taken"]);
    assert_eq!(place.people(), "5");
    let report = place.report("dan-cu.khong-nhan.csv");
    assert!(report.contains("\n9,không nhận,Ngày sinh: Thiếu") && report.contains("\n15,không nhận"), "{report}");
    place.import(&["dan-cu.xlsx"]).expect(3, &[]);
    assert_eq!(place.people(), "5");
    let good: Vec<Vec<&str>> = rows[1..4].to_vec();
    workbook::write(&place.path("tot.xlsx"), &good);
    place.import(&["tot.xlsx"]).expect(0, &[]);
    assert_eq!(place.people(), "5");
}

#[test]
fn a_file_that_is_no_list_of_people_is_refused_in_words() {
    let place = Place::new();
    let refused = |name: &str, words: &[&str]| place.import(&[name]).expect(1, words);
    let put = |name: &str, bytes: &[u8]| fs::write(place.path(name), bytes).expect("a file");

    refused("khong-co.csv", &["khong-co.csv", "No such file"]);
    put("anh.png", b"\x89PNG\r\n\x1a\n");
    refused("anh.png", &["none of .csv, .xlsx"]);
    put("doi-ten.xlsx", b"\x7fELF\x02\x01\x01 and then some");
    refused("doi-ten.xlsx", &["no workbook"]);
    put("doi-ten.csv", b"PK\x03\x04\0\0\0\0");
    refused("doi-ten.csv", &["kind of file"]);
    put("rong.csv", b"");
    refused("rong.csv", &["no row of headings"]);
    put("khac.csv", "tên hàng,giá\nbút,1000\n".as_bytes());
    refused("khac.csv", &["no row of headings"]);
    // TCVN3 and UTF-16, as old programs and Excel's "Unicode text" save.
    put("tcvn3.csv", b"H\xe4 v\xb5 t\xaan,Ng\xb5y sinh,Gi\xedi t\xdDnh\n");
    refused("tcvn3.csv", &["not UTF-8", "CSV UTF-8"]);
    let wide: Vec<u8> = "\u{feff}Họ và tên,Ngày sinh,Giới tính\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    put("utf16.csv", &wide);
    refused("utf16.csv", &["UTF-16", "CSV UTF-8"]);

    // Spaces that pack to a thousandth, and a sheet as large as a sheet can be.
    workbook::write_bomb(&place.path("bom.xlsx"), 128 * 1024 * 1024);
    refused("bom.xlsx", &["unpacks to more than any table would"]);
    workbook::write_corners(&place.path("goc.xlsx"));
    refused("goc.xlsx", &["beyond column"]);
    assert_eq!(place.people(), "0");
}
