//! Results as they are read back, and what is left when the disk is full.

use std::io::Write;
use std::path::Path;

use super::*;
use crate::{Options, Part, Table};

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

const DANGEROUS: [&str; 6] = ["=1+1", "+84912", "-5", "@SUM(A1)", "\tx", "\rx"];

#[test]
fn csv_reads_back_and_runs_nothing() {
    let folder = folder();
    let path = folder.path().join("a.csv");
    let mut out = Results::create(&path, &["tên", "b"], &WriteOptions::default()).unwrap();
    for text in DANGEROUS {
        out.row(&[Out::Text(text), Out::Text("a \"b\", c\nd")], Tone::Plain).unwrap();
    }
    out.finish(&Summary::default()).unwrap();
    let mut reader = csv_crate(&path);
    let rows: Vec<::csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
    assert_eq!(rows.len(), DANGEROUS.len());
    for (row, text) in rows.iter().zip(DANGEROUS) {
        assert_eq!((&row[0], &row[1]), (format!("'{text}").as_str(), "a \"b\", c\nd"));
    }
    assert_eq!(names(folder.path()), ["a.csv"]);
}

fn csv_crate(path: &Path) -> ::csv::Reader<std::fs::File> {
    ::csv::Reader::from_path(path).unwrap()
}

#[test]
fn a_workbook_has_a_summary_and_goes_on_in_further_sheets() {
    let folder = folder();
    let path = folder.path().join("a.xlsx");
    let options = WriteOptions { sheet_rows_max: 101, ..WriteOptions::default() };
    let mut out = Results::create(&path, &["STT", "Họ và tên"], &options).unwrap();
    for row in 0..250 {
        let text = format!("=Nguyễn {row}");
        out.row(&[Out::Number(f64::from(row)), Out::Text(&text)], Tone::Doubt).unwrap();
    }
    let summary = Summary { title: "Tổng".to_owned(), lines: vec![("Dòng".to_owned(), 250.0)] };
    out.finish(&summary).unwrap();
    let mut seen = 0;
    for sheet in ["Kết quả", "Kết quả 2", "Kết quả 3"] {
        let options = Options { sheet: Some(sheet.to_owned()), ..Options::default() };
        let table = Table::open(&path, &options).unwrap();
        for row in table {
            let row = row.unwrap();
            assert_eq!(row.part, Part::Data);
            assert_eq!(row.cells.iter().collect::<Vec<_>>(), [seen.to_string(), format!("=Nguyễn {seen}")]);
            seen += 1;
        }
    }
    assert_eq!(seen, 250);
    assert_eq!(names(folder.path()), ["a.xlsx"]);
}

#[test]
fn a_text_longer_than_a_cell_is_cut_and_says_so() {
    let folder = folder();
    let path = folder.path().join("a.xlsx");
    let mut out = Results::create(&path, &["Họ và tên", "Ngày sinh"], &WriteOptions::default()).unwrap();
    out.row(&[Out::Text(&"ế".repeat(40_000)), Out::Text("1960")], Tone::Bad).unwrap();
    out.finish(&Summary::default()).unwrap();
    let options = Options { sheet: Some("Kết quả".to_owned()), ..Options::default() };
    let row = Table::open(&path, &options).unwrap().next().unwrap().unwrap();
    assert!(row.cells.get(0).ends_with("… [cắt bớt]"));
    assert!(row.cells.get(0).chars().count() <= 32_767);
}

#[test]
fn what_is_not_finished_leaves_nothing() {
    for name in ["a.csv", "a.xlsx"] {
        let folder = folder();
        let path = folder.path().join(name);
        let mut out = Results::create(&path, &["a"], &WriteOptions::default()).unwrap();
        out.row(&[Out::Text("b")], Tone::Plain).unwrap();
        drop(out);
        assert!(names(folder.path()).is_empty(), "{name}");
    }
    assert!(matches!(Results::create(Path::new("a.pdf"), &[], &WriteOptions::default()), Err(Unwritten::Ending)));
}

/// A disk of so many bytes.
struct Tiny(usize);

impl Write for Tiny {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let some = bytes.len().min(self.0);
        self.0 -= some;
        if some == 0 { Err(io::ErrorKind::StorageFull.into()) } else { Ok(some) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_is_noticed_wherever_it_fills() {
    let whole = "a,b\nx,y\nx,y\n".len();
    for bytes in 0..=whole {
        let write = || -> io::Result<()> {
            let mut out = super::csv::CsvOut::begin(io::BufWriter::new(Tiny(bytes)), &["a", "b"], false)?;
            out.row(&[Out::Text("x"), Out::Text("y")])?;
            out.row(&[Out::Text("x"), Out::Text("y")])?;
            out.finish()
        };
        assert_eq!(write().is_ok(), bytes == whole, "{bytes}");
    }
}
