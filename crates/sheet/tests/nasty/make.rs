//! Files made by hand: packed ones part by part, and an old .xls record by record.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

/// A packed file of these parts.
pub(crate) fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// The smallest workbook around the XML of one sheet and its shared strings.
pub(crate) fn xlsx(sheet: &str, strings: &str) -> Vec<u8> {
    const TYPES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let types = format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Override PartName=\"/xl/workbook.xml\" ContentType=\"{TYPES}.sheet.main+xml\"/></Types>"
    );
    let workbook = format!(
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"{RELATION}\">\
         <sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let relations = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"rId1\" Type=\"{RELATION}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    let root = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"rId1\" Type=\"{RELATION}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let mut parts = vec![
        ("_rels/.rels", root.as_bytes()),
        ("[Content_Types].xml", types.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    if !strings.is_empty() {
        parts.push(("xl/sharedStrings.xml", strings.as_bytes()));
    }
    zip(&parts)
}

/// An OpenDocument file around the rows of its sheets.
pub(crate) fn ods(tables: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" \
         xmlns:text=\"x\" xmlns:style=\"s\"><office:automatic-styles><style:style style:name=\"hid\" \
         style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>\
         </office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>\
         </office:document-content>"
    );
    let mime = b"application/vnd.oasis.opendocument.spreadsheet";
    zip(&[("mimetype", mime), ("META-INF/manifest.xml", b"<manifest/>"), ("content.xml", content.as_bytes())])
}

/// A cell of an old workbook.
pub(crate) enum Old<'a> {
    Text(&'a str),
    Number(f64),
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
}

/// The stream of an old workbook (BIFF8) with one sheet of these cells.
pub(crate) fn biff(cells: &[(u16, u16, Old<'_>)], dimensions: (u32, u32, u16, u16)) -> Vec<u8> {
    let begin = |kind: u16| record(0x0809, &[&[0, 6][..], &kind.to_le_bytes(), &[0; 12]].concat());
    let name: Vec<u8> = [&[0u8, 0, 1, 0][..], b"S"].concat();
    let bound = |at: u32| record(0x0085, &[&at.to_le_bytes()[..], &name].concat());
    let globals = begin(0x0005).len() + bound(0).len() + record(0x000a, &[]).len();
    let mut stream = [begin(0x0005), bound(u32::try_from(globals).unwrap()), record(0x000a, &[])].concat();
    stream.extend(begin(0x0010));
    let (first, last, left, right) = dimensions;
    let size = [&first.to_le_bytes()[..], &last.to_le_bytes(), &left.to_le_bytes(), &right.to_le_bytes(), &[0, 0]];
    stream.extend(record(0x0200, &size.concat()));
    for (row, column, cell) in cells {
        let place = [&row.to_le_bytes()[..], &column.to_le_bytes(), &[0, 0]].concat();
        stream.extend(match cell {
            Old::Number(number) => record(0x0203, &[&place[..], &number.to_le_bytes()].concat()),
            Old::Text(text) => {
                let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
                let length = u16::try_from(wide.len() / 2).unwrap().to_le_bytes();
                record(0x0204, &[&place[..], &length, &[1], &wide].concat())
            }
        });
    }
    stream.extend(record(0x000a, &[]));
    // Shorter streams are kept elsewhere in the container; a workbook of Excel never is.
    stream.resize(stream.len().max(5_000), 0);
    stream
}

/// A container (OLE) with one stream.
pub(crate) fn container(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut container = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).unwrap();
    container.create_stream(name).unwrap().write_all(stream).unwrap();
    container.flush().unwrap();
    container.into_inner().into_inner()
}
