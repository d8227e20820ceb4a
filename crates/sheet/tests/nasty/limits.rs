//! Files that would take the memory, the time or the program with them.

use sheet::{Limits, Options, Table, Unreadable};

use super::make::{self, Old};
use super::{read, refused};

#[test]
fn what_is_no_table_says_what_it_is() {
    let table: [(Vec<u8>, &str); 9] = [
        (vec![], "the file is empty"),
        (b"PK\x03\x04".to_vec(), "the file is cut off or damaged"),
        (b"%PDF-1.7".to_vec(), "the file is a PDF, not a table"),
        (b"<html><table>".to_vec(), "the file is a web page"),
        (make::zip(&[("word/document.xml", b"<w/>")]), "the file is a Word document"),
        (make::zip(&[("a.txt", b"x")]), "the file is an archive"),
        (make::container("EncryptedPackage", &[0; 5000]), "the file is protected by a password"),
        (make::container("WordDocument", &[0; 5000]), "the file is a Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), "the file is cut off or damaged"),
    ];
    for (bytes, said) in table {
        let problem = refused(bytes);
        assert!(problem.to_string().starts_with(said), "{problem}");
        assert!(problem.vi().ends_with('.'));
    }
}

#[test]
fn a_password_is_noticed_in_every_kind_of_workbook() {
    let manifest = b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>";
    let mime = b"application/vnd.oasis.opendocument.spreadsheet";
    let ods = make::zip(&[("mimetype", mime), ("META-INF/manifest.xml", manifest), ("content.xml", b"\x01\x02")]);
    let mut stream = make::biff(&[], (0, 0, 0, 0));
    // FilePass behind the beginning record.
    stream.splice(20..20, [0x2f, 0, 2, 0, 1, 0]);
    for bytes in [ods, make::container("Workbook", &stream)] {
        assert!(matches!(refused(bytes), Unreadable::Password));
    }
}

#[test]
fn a_bomb_is_not_unpacked() {
    let zeros = vec![b' '; 80 << 20];
    let bomb = make::zip(&[("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", &zeros)]);
    assert!(bomb.len() < 200_000);
    assert!(matches!(refused(bomb), Unreadable::Bomb));
}

#[test]
fn a_workbook_that_says_it_has_more_than_it_holds_is_not_believed() {
    let strings = "<sst uniqueCount=\"99999999999\"><si><t>a</t></si></sst>";
    let sheet = "<worksheet><sheetData/></worksheet>";
    assert!(matches!(refused(make::xlsx(sheet, strings)), Unreadable::Damaged(_)));
    for dimensions in [(0, u32::MAX, 0, 3), (5, 2, 0, 3), (0, 2, 0, u16::MAX)] {
        let old = make::container("Workbook", &make::biff(&[], dimensions));
        assert!(matches!(refused(old), Unreadable::Damaged(_)), "{dimensions:?}");
    }
    let corners = [(0, 0, Old::Number(1.0)), (u16::MAX, u16::MAX, Old::Number(1.0))];
    let old = make::container("Workbook", &make::biff(&corners, (0, 2, 0, 3)));
    assert!(matches!(refused(old), Unreadable::TooManyCells(_)));
}

#[test]
fn one_cell_in_each_corner_is_two_rows() {
    let sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Họ và tên</t></is></c></row>\
                 <row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData></worksheet>";
    let (table, rows) = read(make::xlsx(sheet, ""));
    assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1_048_576]);
    assert_eq!(rows[0].cells.get(16_383), "1");
    assert!(table.notes().iter().any(|note| matches!(note, sheet::Note::Gap { from: 2, to: 1_048_575 })));
}

#[test]
fn a_cell_repeated_without_end_is_too_many_cells() {
    let tables = "<table:table table:name=\"S\"><table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell \
                  table:number-columns-repeated=\"16384\"><text:p>x</text:p></table:table-cell></table:table-row></table:table>";
    let limits = Limits { cells_max: 1_000_000, ..Limits::default() };
    let options = Options { limits, ..Options::default() };
    let opened = Table::from_bytes(make::ods(tables), &options);
    assert!(matches!(opened, Err(Unreadable::TooManyCells(1_000_000))));
}

#[test]
fn a_sheet_cut_in_the_middle_gives_its_rows_and_then_says_so() {
    let row =
        |line: u32| format!("<row r=\"{line}\"><c r=\"A{line}\" t=\"inlineStr\"><is><t>Nguyễn An</t></is></c></row>");
    let rows: String = (2..500).map(row).collect();
    let sheet = format!(
        "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Họ và tên</t></is></c></row>{rows}<row r=\"500\"><c"
    );
    let mut table = Table::from_bytes(make::xlsx(&sheet, ""), &Options::default()).unwrap();
    let good = table.by_ref().take_while(Result::is_ok).count();
    assert_eq!(good, 498);
    assert!(table.next().is_none());
}
