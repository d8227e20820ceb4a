//! A file matched with a register, from bytes to the result: telling rows, order, threads, and what goes wrong.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a panic is the failure")]

use cleansing::file::{Explain, Plan, Problem, Report, explain, run};
use cleansing::rules::Category;
use matching::Model;
use std::fs;
use std::path::{Path, PathBuf};

const REGISTER: &str = "\
khoa;Số ĐDCN;Số CMND;Họ và tên;Ngày sinh;Giới tính;Mã xã;Tình trạng
D01;040080000001;180000001;Nguyễn Văn An;12/03/1980;Nam;17329;Thường trú
D02;040190000002;180000002;Trần Thị Bình;01/02/1990;Nữ;17329;
D03;040075000003;;Lê Văn Cường;15/08/1975;Nam;16681;Đã chết
D04;040188000004;;Phạm Thị Dung;20/10/1988;Nữ;16681;Đã chuyển đi
D05;040092000005;;Hồ Sỹ Đức;05/06/1992;Nam;17329;Số đã huỷ
D06;040183000006;;Vi Thị Hoa;09/09/1983;Nữ;17329;
D07;040085000007;;Đậu Quang Khải;11/11/1985;Nam;16681;
D08;040085000008;;Đậu Quang Khải;11/11/1985;Nam;16681;
D09;040179000009;;Lương Thị Mai;02/05/1979;Nữ;17329;
D10;040077000010;;Moong Văn Nghệ;30/12/1977;Nam;17329;
D11;040077000010;;Cao Xuân Quảng;17/04/1966;Nam;16681;
D12;040195000012;;Ngô Thị Thu Sương;21/01/1995;Nữ;17329;
";

/// One row at least for each category, with what spreadsheets and hands do to files.
const SECTOR: &str = "\
UBND XÃ MẪU,,,,,
DANH SÁCH ĐỐI TƯỢNG,,,,,
STT,Họ và tên,Ngày sinh,Số CCCD/ĐDCN,Giới tính,Ghi chú
1,Nguyễn Văn An,12/03/1980,040080000001,Nam,=1+1
2,TRAN THI BINH,1/2/1990,40190000002,Nữ,
3,Lê Văn Cường,15/08/1975,040075000003,Nam,
4,Phạm Thị Dung,20/10/1988,040188000004,Nữ,
5,Hồ Sỹ Đức,05/06/1992,040092000005,Nam,
6,Vi Thị Hoa,19/12/1984,040183000006,Nữ,+84
7,Đậu Quang Khải,11/11/1985,,Nam,
8,Lương Thị Mai,02/05/1979,,Nữ,
9,Ngô Thị Thu Sương,21/01/1995,12345,Nữ,
Xóm 2,,,,,
10,Không Ai Biết,07/07/1951,040051999999,Nam,
11,Ngô Thị Thu Sương,21/01/1995,040179000009,Nữ,
12,Nguyễn Văn An,12/03/1980,040080000001,Nam,
13,Kha Văn Tèo,03/03/2003,040203777777,Nam,
14,Xồng Bá Dê,04/04/2004,040203777777,Nam,
15,Chỉ Có Tên,,,Nam,

16,Lê Văn Cường,15/08/1975,040075000003,Nam,
";

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn put(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.at(name);
        fs::write(&path, text).unwrap();
        path
    }
}

fn plan(register: PathBuf, input: PathBuf) -> Plan {
    Plan {
        register,
        input,
        map: None,
        register_map: None,
        register_key: None,
        model: Model::vietnam(),
        train: false,
        explain: Explain::Differences,
        threads: 1,
        today: jiff::civil::date(2026, 11, 23),
    }
}

fn matched(plan: &Plan, out: &Path) -> Result<Report, Problem> {
    run(plan, out, &mut |_| {})
}

/// The records of a result: the cells by our headings, and the first cells.
fn rows(out: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(out).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn code(row: &[String]) -> &str {
    &row[6]
}

#[test]
fn telling_rows_get_the_code_they_should() {
    let folder = Folder::new();
    let plan = plan(folder.put("register.csv", REGISTER), folder.put("sector.csv", SECTOR));
    let out = folder.at("result.csv");
    let report = matched(&plan, &out).unwrap();
    let rows = rows(&out);
    let golden = include_str!("file_golden.csv");
    if std::env::var_os("LIENTHONG_WRITE_GOLDEN").is_some() {
        fs::copy(&out, concat!(env!("CARGO_MANIFEST_DIR"), "/tests/file_golden.csv")).unwrap();
    } else {
        assert_eq!(fs::read_to_string(&out).unwrap(), golden);
    }
    assert_eq!(rows.len(), 18, "every row beneath the heading comes out");
    for category in Category::ALL {
        assert!(rows.iter().any(|row| code(row) == category.code()), "no row is {}", category.code());
        let count = rows.iter().filter(|row| code(row) == category.code()).count() as u64;
        assert_eq!(report.count(category), count);
    }
    let of = |number: &str| rows.iter().find(|row| row[0] == number).unwrap();
    for (number, code, key) in [
        ("1", "MATCH", "D01"),
        ("2", "MATCH_NORMALIZED", "D02"),
        ("3", "DECEASED", "D03"),
        ("4", "MOVED", "D04"),
        ("5", "CANCELLED_PID", "D05"),
        ("6", "DIFF", "D06"),
        ("7", "MULTI", ""),
        ("8", "PID_MISSING", "D09"),
        ("9", "PID_INVALID", "D12"),
        ("10", "NOT_FOUND", ""),
        ("12", "DUP_PERSON_IN_FILE", "D01"),
        ("13", "DUP_PID_IN_FILE", ""),
        ("14", "DUP_PID_IN_FILE", ""),
        ("15", "INSUFFICIENT", ""),
    ] {
        let row = of(number);
        assert_eq!(row[6], code, "row {number}");
        if number != "7" {
            assert_eq!(row[9], key, "row {number}");
        }
    }
    assert_eq!((of("11")[6].as_str(), of("11")[7].as_str()), ("PID_BELONGS_TO_OTHER", "DIFF"));
    assert_eq!(of("8")[7], "", "somebody else with her number is not she once more");
    assert_eq!(of("16")[7], "DUP_PERSON_IN_FILE", "a dead person twice is dead first");
    assert!(of("6")[11].contains("19/12/1984") && of("6")[11].contains("09/09/1983"), "both values are shown");
    assert_eq!(of("1")[5], "'=1+1", "what a spreadsheet would run is text");
    assert_eq!(of("6")[5], "'+84");
    assert_eq!(code(of("Xóm 2")), "", "a label has no verdict");
    assert_eq!(report.doubled_numbers, 1);
}

#[test]
fn neither_threads_nor_order_change_a_verdict() {
    let folder = Folder::new();
    let mut plan = plan(folder.put("register.csv", REGISTER), folder.put("sector.csv", SECTOR));
    let (one, four) = (folder.at("one.csv"), folder.at("four.csv"));
    matched(&plan, &one).unwrap();
    plan.threads = 4;
    matched(&plan, &four).unwrap();
    assert_eq!(fs::read(&one).unwrap(), fs::read(&four).unwrap());

    // Rows that are about the same person or share a number speak of lines; the others may stand anywhere.
    let lines: Vec<&str> = SECTOR.lines().collect();
    let (head, data) = lines.split_at(3);
    let reversed: Vec<&str> = head.iter().chain(data.iter().rev()).copied().collect();
    plan.input = folder.put("reversed.csv", reversed.join("\n"));
    let back = folder.at("back.csv");
    matched(&plan, &back).unwrap();
    let by_number = |out: &Path| {
        let alone = |row: &Vec<String>| !row[7].contains("DUP_PERSON") && code(row) != "DUP_PERSON_IN_FILE";
        let mut rows: Vec<Vec<String>> = rows(out).into_iter().filter(alone).map(|row| row[..12].to_vec()).collect();
        rows.sort();
        rows
    };
    assert_eq!(by_number(&one), by_number(&back));
}

#[test]
fn a_workbook_comes_in_and_goes_out() {
    let folder = Folder::new();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in SECTOR.lines().enumerate() {
        for (column, cell) in line.split(',').enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let (row, column) = (row as u32, column as u16);
            // A number that Excel keeps as a number loses its zero.
            match (column, cell.parse::<f64>()) {
                (3, Ok(number)) => sheet.write_number(row, column, number).unwrap(),
                _ => sheet.write_string(row, column, cell).unwrap(),
            };
        }
    }
    let input = folder.at("sector.xlsx");
    book.save(&input).unwrap();
    let plan = plan(folder.put("register.csv", REGISTER), input);
    let out = folder.at("result.xlsx");
    let report = matched(&plan, &out).unwrap();
    assert_eq!(report.records, 16);
    assert_eq!((report.count(Category::Deceased), report.count(Category::Insufficient)), (2, 1));
    assert!(report.troubles.contains_key("zero-restored"));

    use calamine::Reader;
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&out).unwrap();
    let sheets = book.sheet_names();
    let range = book.worksheet_range(&sheets[1]).unwrap();
    let heading: Vec<String> = range.rows().next().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(heading[6..], cleansing::file::RESULT_COLUMNS);
    let summary = book.worksheet_range(&sheets[0]).unwrap();
    assert!(summary.rows().any(|row| row[0].to_string().starts_with("DECEASED") && format!("{}", row[1]) == "2"));
}

#[test]
fn a_file_without_usable_columns_names_what_is_needed() {
    let folder = Folder::new();
    let plan = plan(folder.put("register.csv", REGISTER), folder.put("s.csv", "Mã hàng,Giá\nA1,1000\nB2,2000\n"));
    let out = folder.at("result.csv");
    let problem = matched(&plan, &out).unwrap_err();
    let words = problem.to_string();
    assert!(matches!(problem, Problem::NoColumns { .. }) && words.contains("Họ và tên"), "{words}");
    assert!(!out.exists());
}

#[test]
fn an_empty_file_and_a_wrong_key_are_told() {
    let folder = Folder::new();
    let mut plan = plan(folder.put("register.csv", REGISTER), folder.put("empty.csv", ""));
    assert!(matches!(matched(&plan, &folder.at("r.csv")), Err(Problem::Unreadable { .. })));
    plan.register_key = Some("nowhere".to_owned());
    let words = matched(&plan, &folder.at("r.csv")).unwrap_err().to_string();
    assert!(words.contains("`khoa`"), "{words}");
    assert!(matches!(matched(&plan, &folder.at("r.txt")), Err(Problem::Unwritten(_))));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_nothing_under_the_name() {
    let folder = Folder::new();
    let plan = plan(folder.put("register.csv", REGISTER), folder.put("sector.csv", SECTOR));
    // No file can be made in this folder, whoever asks: it is none on a disk.
    let out = Path::new("/proc/self/result.csv");
    assert!(matches!(matched(&plan, out), Err(Problem::Unwritten(_))));
    assert!(!out.exists());
    assert_eq!(fs::read_dir(folder.0.path()).unwrap().count(), 2, "nor is anything left beside the inputs");
}

#[test]
fn a_row_is_explained_beside_its_candidates() {
    let folder = Folder::new();
    let plan = plan(folder.put("register.csv", REGISTER), folder.put("sector.csv", SECTOR));
    let explained = explain(&plan, 9, &mut |_| {}).unwrap();
    assert_eq!((explained.decision.category, explained.candidates[0].key.as_str()), (Category::Diff, "D06"));
    let birth = &explained.candidates[0].values[1];
    assert_eq!((birth.1.as_str(), birth.2.as_str()), ("19/12/1984", "09/09/1983"));
    assert!(matching::render::svg(&explained.candidates[0].explanation, "Dòng 9").starts_with("<svg"));
    assert!(matches!(explain(&plan, 2, &mut |_| {}), Err(Problem::NoSuchRow { first: 4, .. })));
}

#[test]
fn a_result_matched_again_keeps_its_columns() {
    let folder = Folder::new();
    let mut plan = plan(folder.put("register.csv", REGISTER), folder.put("sector.csv", SECTOR));
    let (once, twice) = (folder.at("once.csv"), folder.at("twice.csv"));
    matched(&plan, &once).unwrap();
    plan.input = once;
    matched(&plan, &twice).unwrap();
    let heading = fs::read_to_string(&twice).unwrap();
    let heading = heading.lines().next().unwrap();
    assert!(heading.contains(",ket_qua,") && heading.contains(",ket_qua_2,"), "{heading}");
}
