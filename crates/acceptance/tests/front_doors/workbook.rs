//! Workbooks as Excel writes them, and some that nobody should.

use std::{
    fmt::Write as _,
    fs::File,
    io::{Read, Write as _},
    path::Path,
};
use zip::{ZipWriter, write::SimpleFileOptions};

const NAMESPACE: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// A sheet with rows of text.
pub(crate) fn write(path: &Path, rows: &[Vec<&str>]) {
    let mut sheet = String::new();
    for (row, cells) in rows.iter().enumerate() {
        let _ = write!(sheet, "<row r=\"{}\">", row + 1);
        for (column, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            let _ = write!(sheet, "<c r=\"{}{}\" t=\"inlineStr\"><is><t>{text}</t></is></c>", letter(column), row + 1);
        }
        sheet.push_str("</row>");
    }
    write_sheet(path, sheet.as_bytes());
}

/// A sheet of so many bytes of nothing, which pack to a thousandth.
pub(crate) fn write_bomb(path: &Path, bytes: u64) {
    write_sheet(path, std::io::repeat(b' ').take(bytes));
}

/// Two cells, one at each corner of the sheet.
pub(crate) fn write_corners(path: &Path) {
    let corner = |place: &str, row: u32| {
        format!("<row r=\"{row}\"><c r=\"{place}\" t=\"inlineStr\"><is><t>x</t></is></c></row>")
    };
    write_sheet(path, [corner("A1", 1), corner("XFD1048576", 1_048_576)].concat().as_bytes());
}

fn letter(column: usize) -> char {
    char::from(b'A' + u8::try_from(column).expect("fewer than 26 columns"))
}

fn write_sheet(path: &Path, mut rows: impl Read) {
    let mut zip = ZipWriter::new(File::create(path).expect("a file"));
    let mut part = |name: &str, text: &str| {
        zip.start_file(name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("a part");
    };
    part(
        "[Content_Types].xml",
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>\
         <Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>",
    );
    let rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    part(
        "_rels/.rels",
        &format!(
            "<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" Type=\"{rels}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    );
    part(
        "xl/workbook.xml",
        &format!(
            "<workbook xmlns=\"{NAMESPACE}\" xmlns:r=\"{rels}\"><sheets><sheet name=\"Dân cư\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
        ),
    );
    part(
        "xl/_rels/workbook.xml.rels",
        &format!(
            "<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" Type=\"{rels}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
        ),
    );
    part("xl/worksheets/sheet1.xml", &format!("<worksheet xmlns=\"{NAMESPACE}\"><sheetData>"));
    std::io::copy(&mut rows, &mut zip).expect("rows");
    zip.write_all(b"</sheetData></worksheet>").expect("an end");
    zip.finish().expect("a workbook");
}
