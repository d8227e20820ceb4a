//! Whatever the bytes are: an answer, no panic, no hang.

use proptest::prelude::*;
use rust_xlsxwriter::Workbook;
use sheet::{Limits, Options, Table, Typing};

use super::make::{self, Old};

/// Reads to the end, whatever the end is, and types every row.
fn swallow(bytes: Vec<u8>) {
    let limits = Limits { cells_max: 200_000, suspect_from_bytes: 1 << 20, ..Limits::default() };
    let options = Options { limits, ..Options::default() };
    let Ok(table) = Table::from_bytes(bytes, &options) else { return };
    let typing = Typing::new(table.mapping(), jiff::civil::date(2026, 11, 23));
    let _ = table.mapping().to_string();
    for row in table.take(100_000) {
        let Ok(row) = row else { return };
        let _ = typing.read(&row);
    }
}

const LIST: &str = "Họ và tên;Ngày sinh;Số CCCD;\"Ghi\nchú\"\nNguyễn Thị An Mẫu;15/5/1978;40178001234;\"a \"\"b\"\"\"\n\
                    Trần Văn Bình Mẫu;1960;4.0199E+11;\n";

fn xlsx() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in LIST.lines().enumerate() {
        for (column, cell) in line.split(';').enumerate() {
            sheet.write(row as u32, column as u16, cell).unwrap();
        }
    }
    sheet.merge_range(5, 0, 8, 1, "gộp", &Default::default()).unwrap();
    sheet.write(6, 3, 1.5).unwrap();
    book.save_to_buffer().unwrap()
}

fn ods() -> Vec<u8> {
    make::ods(
        "<table:table table:name=\"S\"><table:table-row><table:table-cell office:value-type=\"string\">\
         <text:p>Họ và tên</text:p></table:table-cell><table:table-cell table:number-columns-repeated=\"3\" \
         office:value-type=\"float\" office:value=\"1960\"/></table:table-row></table:table>",
    )
}

fn xls() -> Vec<u8> {
    let cells = [(0, 0, Old::Text("Họ và tên")), (1, 0, Old::Text("Nguyễn An")), (1, 1, Old::Number(1960.0))];
    make::container("Workbook", &make::biff(&cells, (0, 2, 0, 2)))
}

fn files() -> Vec<Vec<u8>> {
    let wide = LIST.encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![LIST.into(), wide, xlsx(), ods(), xls()]
}

/// Lines as they end on any machine.
fn lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\n', '\r']) {
        lines.push(&rest[..at]);
        rest = rest[at..].strip_prefix("\r\n").unwrap_or(&rest[at + 1..]);
    }
    lines.push(rest);
    lines
}

#[test]
fn a_file_cut_at_any_length_is_answered() {
    for file in files() {
        // Every length at both ends, where the structure is, and some in the middle.
        let step = (file.len() / 400).max(1);
        let lengths = (0..file.len()).filter(|length| length % step == 0 || *length < 300 || file.len() - length < 300);
        for length in lengths {
            swallow(file[..length].to_vec());
        }
    }
}

/// Parts of a packed workbook, changed before packing: random bytes in the packed file mostly break only its sum.
fn changed_part(part: &str, at: usize, with: &[u8]) -> Vec<u8> {
    let mut packed = zip::ZipArchive::new(std::io::Cursor::new(xlsx())).unwrap();
    let mut parts = Vec::new();
    for place in 0..packed.len() {
        let mut file = packed.by_index(place).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        std::io::copy(&mut file, &mut bytes).unwrap();
        if name.ends_with(part) {
            let at = at % bytes.len().max(1);
            let end = (at + with.len()).min(bytes.len());
            bytes.splice(at..end, with.iter().copied());
        }
        parts.push((name, bytes));
    }
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    make::zip(&parts)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn random_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        swallow(bytes);
    }

    #[test]
    fn random_bytes_behind_a_known_beginning_are_answered(
        start in prop_oneof![Just(&b"PK\x03\x04"[..]), Just(&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..]), Just(&b"\xff\xfe"[..])],
        bytes in proptest::collection::vec(any::<u8>(), 0..2_000),
    ) {
        swallow([start, &bytes].concat());
    }

    #[test]
    fn changed_files_are_answered(file in 0usize..5, changes in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..12)) {
        let mut bytes = files().swap_remove(file);
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        swallow(bytes);
    }

    #[test]
    fn workbooks_with_a_changed_part_are_answered(
        part in prop_oneof![Just("sheet1.xml"), Just("sharedStrings.xml"), Just("workbook.xml"), Just("styles.xml"), Just(".rels")],
        at in any::<usize>(),
        with in prop_oneof!["[0-9<>/=\" a-zA-Z:&;]{1,12}", "\\PC{1,6}"],
    ) {
        swallow(changed_part(part, at, with.as_bytes()));
    }

    #[test]
    fn no_line_without_quotation_marks_is_lost(text in "[a,; \\n\\r\\tế0]{1,400}") {
        let options = Options { delimiter: Some(b','), ..Options::default() };
        let Ok(table) = Table::from_bytes(text.clone().into(), &options) else { return Ok(()) };
        let above: Vec<_> = table.above().to_vec();
        let rows: Vec<_> = above.into_iter().chain(table.map(|row| row.unwrap())).collect();
        let lines: Vec<&str> = lines(&text);
        let filled = |line: &str| !line.replace(',', "").trim().is_empty();
        let last = lines.iter().rposition(|line| filled(line)).unwrap();
        prop_assert_eq!(rows.len(), last + 1);
        for (at, row) in rows.iter().enumerate() {
            prop_assert_eq!(row.line as usize, at + 1);
            if filled(lines[at]) {
                prop_assert_eq!(row.cells.iter().collect::<Vec<_>>(), lines[at].split(',').collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn every_filled_cell_of_a_workbook_comes_back(
        cells in proptest::collection::btree_map((0u32..60, 0u16..12), "[a-zế0-9=+]{1,6}", 1..40),
    ) {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for ((row, column), text) in &cells {
            sheet.write_string(*row, *column, text).unwrap();
        }
        let table = Table::from_bytes(book.save_to_buffer().unwrap(), &Options::default()).unwrap();
        let above: Vec<_> = table.above().to_vec();
        let rows: Vec<_> = above.into_iter().chain(table.map(|row| row.unwrap())).collect();
        let read: std::collections::BTreeMap<(u32, u16), String> = rows
            .iter()
            .flat_map(|row| row.cells.iter().enumerate().map(move |(column, text)| ((row.line as u32 - 1, column as u16), text)))
            .filter(|(_, text)| !text.is_empty())
            .map(|(place, text)| (place, text.to_owned()))
            .collect();
        prop_assert_eq!(read, cells);
    }

    #[test]
    fn a_text_of_signs_gives_every_line_back(text in "[a,;\"\\n ế\\t]{1,300}") {
        let options = Options { delimiter: Some(b','), ..Options::default() };
        if let Ok(table) = Table::from_bytes(text.clone().into(), &options) {
            let above = table.above().len();
            let rows: Vec<_> = table.map(|row| row.unwrap()).collect();
            // Lines only grow, and each begins after the row before it.
            prop_assert!(rows.windows(2).all(|pair| pair[0].line < pair[1].line));
            prop_assert!(above + rows.len() <= text.lines().count());
        }
    }
}
