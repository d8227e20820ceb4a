//! Workbooks: merged cells, hidden sheets, formulas, days, and the two older kinds.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use sheet::{Encoding, Field, Kind, Note, Options, Part, Table, Trouble, Typing};

use super::make::{self, Old};
use super::{parts, read, read_with, texts, troubles};

fn saved(mut book: Workbook) -> Vec<u8> {
    book.save_to_buffer().unwrap()
}

#[test]
fn a_form_with_title_merged_heading_labels_and_a_hidden_sheet() {
    let mut book = Workbook::new();
    let plain = Format::new();
    let guide = book.add_worksheet();
    guide.set_name("Hướng dẫn").unwrap();
    guide.write(0, 0, "Điền vào trang Danh sách").unwrap();
    let secret = book.add_worksheet();
    secret.set_name("Ẩn").unwrap().set_hidden(true);
    secret.write(0, 0, "Họ và tên").unwrap();
    let list = book.add_worksheet();
    list.set_name("Danh sách").unwrap();
    list.merge_range(0, 0, 0, 6, "UBND XÃ QUỲNH LƯU", &plain).unwrap();
    list.merge_range(1, 0, 1, 6, "DANH SÁCH ĐỐI TƯỢNG BẢO TRỢ NĂM 2025", &plain).unwrap();
    list.merge_range(3, 0, 4, 0, "STT", &plain).unwrap();
    list.merge_range(3, 1, 4, 1, "Họ và tên", &plain).unwrap();
    list.merge_range(3, 2, 3, 3, "Năm sinh", &plain).unwrap();
    list.merge_range(3, 4, 4, 4, "Số CCCD", &plain).unwrap();
    list.merge_range(3, 5, 3, 6, "Nơi thường trú", &plain).unwrap();
    for (column, text) in [(2, "Nam"), (3, "Nữ"), (5, "Xóm"), (6, "Xã")] {
        list.write(4, column, text).unwrap();
    }
    for column in 0..7u16 {
        list.write(5, column, format!("({})", column + 1)).unwrap();
    }
    list.merge_range(6, 0, 6, 6, "Xóm 1", &plain).unwrap();
    list.write(7, 0, 1).unwrap();
    list.write(7, 1, "Nguyễn Văn An Mẫu").unwrap();
    list.write(7, 2, 1950).unwrap();
    list.write(7, 4, 40_050_001_234u64).unwrap();
    list.merge_range(7, 5, 8, 5, "Xóm 1", &plain).unwrap();
    list.merge_range(7, 6, 8, 6, "Quỳnh Lưu", &plain).unwrap();
    list.write(8, 0, 2).unwrap();
    list.write(8, 1, "Trần Thị Bình Mẫu").unwrap();
    list.write(8, 3, 1957).unwrap();
    list.write(10, 1, "Lê Văn Cường Mẫu").unwrap();

    let (table, rows) = read(saved(book));
    assert!(table.notes().contains(&Note::SheetRead("Danh sách".to_owned())));
    assert!(table.notes().contains(&Note::SheetHidden("Ẩn".to_owned())));
    assert!(table.notes().contains(&Note::SheetSkipped("Hướng dẫn".to_owned())));
    let fields: Vec<&str> =
        table.mapping().columns().iter().map(|column| column.field.map_or("-", Field::code)).collect();
    let wanted = [
        "number",
        "full_name",
        "birth_of_man",
        "birth_of_woman",
        "personal_id",
        "residence_hamlet",
        "residence_commune",
    ];
    assert_eq!(fields, wanted);
    assert_eq!(table.mapping().columns()[6].heading, "Nơi thường trú / Xã");
    assert_eq!(
        parts(&rows),
        [(6, Part::Numbering), (7, Part::Label), (8, Part::Data), (9, Part::Data), (10, Part::Blank), (11, Part::Data)]
    );
    assert_eq!(texts(&rows[3]), ["2", "Trần Thị Bình Mẫu", "", "1957", "", "Xóm 1", "Quỳnh Lưu"]);
    assert_eq!(troubles(&rows[3]), [Trouble::Merged, Trouble::Merged]);
    assert_eq!(table.above().iter().map(|row| row.part).collect::<Vec<_>>(), {
        use Part::{Blank, Heading, Title};
        [Title, Title, Blank, Heading, Heading]
    });
    let typing = Typing::new(table.mapping(), jiff::civil::date(2026, 11, 23));
    let (man, problems) = typing.read(&rows[2]);
    assert_eq!(man.personal_id.unwrap().as_str(), "040050001234");
    assert_eq!((man.sex, man.birth.unwrap().to_string().as_str()), (Some(vietnam::Sex::Male), "1950"));
    assert_eq!(problems.iter().map(|problem| problem.trouble).collect::<Vec<_>>(), [Trouble::ZeroRestored]);
    let (woman, _) = typing.read(&rows[3]);
    assert_eq!((woman.sex, woman.birth.unwrap().year()), (Some(vietnam::Sex::Female), 1957));
    assert_eq!(typing.residence(&rows[3]), "Xóm 1, Quỳnh Lưu");
    assert_eq!(typing.commune(&rows[3]), "Quỳnh Lưu");
}

#[test]
fn a_sheet_can_be_asked_for_even_a_hidden_one() {
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "Họ và tên").unwrap();
    let hidden = book.add_worksheet();
    hidden.set_name("Dữ liệu").unwrap().set_hidden(true);
    hidden.write(0, 0, "Họ tên").unwrap();
    hidden.write(1, 0, "Nguyễn Văn An Mẫu").unwrap();
    let bytes = saved(book);
    let options = Options { sheet: Some("du lieu".to_owned()), ..Options::default() };
    let (_, rows) = read_with(bytes.clone(), &options);
    assert_eq!(texts(&rows[0]), ["Nguyễn Văn An Mẫu"]);
    let options = Options { sheet: Some("Khác".to_owned()), ..Options::default() };
    let problem = Table::from_bytes(bytes, &options).err().unwrap();
    assert_eq!(problem.to_string(), "there is no sheet \"Khác\"; the file has \"Sheet1\", \"Dữ liệu\"");
}

#[test]
fn formulas_show_their_saved_result_and_are_never_run() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "Họ và tên").unwrap();
    sheet.write(0, 1, "Ngày sinh").unwrap();
    sheet.write_formula(1, 0, Formula::new("=\"Nguyễn\"&\" An\"").set_result("Nguyễn An")).unwrap();
    sheet.write(1, 1, "=cmd|' /C calc'!A0".trim_start_matches('=')).unwrap();
    sheet.write_string(2, 0, "=HYPERLINK(\"x\")").unwrap();
    let (_, rows) = read(saved(book));
    assert_eq!(rows[0].cells.get(0), "Nguyễn An");
    assert_eq!(rows[1].cells.get(0), "=HYPERLINK(\"x\")");

    // A program that writes formulas and no results: the cell must not look empty.
    let sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Họ và tên</t></is></c></row>\
                 <row r=\"2\"><c r=\"A2\"><f>B2&amp;C2</f></c></row></sheetData></worksheet>";
    let (_, rows) = read(make::xlsx(sheet, ""));
    assert_eq!(rows[0].cells.get(0), "=B2&C2");
    assert_eq!(troubles(&rows[0]), [Trouble::FormulaWithoutResult]);
}

#[test]
fn days_are_days_and_those_before_1900_are_texts() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    sheet.write(0, 0, "Họ và tên").unwrap();
    sheet.write(0, 1, "Ngày sinh").unwrap();
    for row in 1..=5 {
        sheet.write(row, 0, "Nguyễn Văn An Mẫu").unwrap();
    }
    sheet.write_with_format(1, 1, ExcelDateTime::from_ymd(1978, 5, 15).unwrap(), &day).unwrap();
    sheet.write(2, 1, "15/05/1889").unwrap();
    sheet.write_with_format(3, 1, 1957, &day).unwrap();
    sheet.write(4, 1, 28_625).unwrap();
    sheet.write_with_format(5, 1, -3, &day).unwrap();
    let (table, rows) = read(saved(book));
    assert_eq!((rows[0].cells.get(1), rows[0].kind(1)), ("15/05/1978", Kind::Day));
    assert_eq!(rows[1].cells.get(1), "15/05/1889");
    assert_eq!(troubles(&rows[4]), [Trouble::DateForm]);
    let typing = Typing::new(table.mapping(), jiff::civil::date(2026, 11, 23));
    let births: Vec<String> =
        rows.iter().map(|row| typing.read(row).0.birth.map_or("-".into(), |b| b.to_string())).collect();
    assert_eq!(births, ["15/05/1978", "15/05/1889", "1957", "15/05/1978", "-"]);
}

#[test]
fn days_swapped_by_an_american_excel_are_noted() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    sheet.write(0, 0, "Họ và tên").unwrap();
    sheet.write(0, 1, "Ngày sinh").unwrap();
    for row in 1..=20u32 {
        sheet.write(row, 0, "Nguyễn Văn An Mẫu").unwrap();
        if row % 2 == 0 {
            sheet.write(row, 1, format!("{}/05/1978", 12 + row / 2)).unwrap();
        } else {
            let when = ExcelDateTime::from_ymd(1978, 5, u8::try_from(row / 2 + 1).unwrap()).unwrap();
            sheet.write_with_format(row, 1, &when, &day).unwrap();
        }
    }
    let (table, _) = read(saved(book));
    assert!(table.notes().contains(&Note::DaysMaybeSwapped { column: 1 }));
}

#[test]
fn open_document_sheets_are_read_with_merged_and_repeated_cells() {
    let cell = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let rows = format!(
        "<table:table table:name=\"Ẩn\" table:style-name=\"hid\"><table:table-row>{}</table:table-row></table:table>\
         <table:table table:name=\"DS\"><table:table-row>{}{}{}</table:table-row>\
         <table:table-row><table:table-cell table:number-rows-spanned=\"2\"><text:p>Nguyễn <text:span>Văn</text:span>&#32;An\
         <office:annotation><text:p>ghi chú</text:p></office:annotation></text:p></table:table-cell>\
         <table:table-cell office:value-type=\"date\" office:date-value=\"1978-05-15\"><text:p>15/05/78</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"float\" office:value=\"40178001234\"><text:p>4,02E+10</text:p></table:table-cell>\
         </table:table-row><table:table-row><table:covered-table-cell/>{}</table:table-row>\
         <table:table-row table:number-rows-repeated=\"2\">{}</table:table-row>\
         <table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/>\
         </table:table-row></table:table>",
        cell("Họ và tên"),
        cell("Họ và tên"),
        cell("Ngày sinh"),
        cell("Số CCCD"),
        cell("1960"),
        cell("Lê &amp; Bình"),
    );
    let (table, rows) = read(make::ods(&rows));
    assert!(table.notes().contains(&Note::SheetHidden("Ẩn".to_owned())));
    assert_eq!(rows.len(), 4);
    assert_eq!(texts(&rows[0]), ["Nguyễn Văn An", "15/05/1978", "40178001234"]);
    assert_eq!(texts(&rows[1]), ["Nguyễn Văn An", "1960"]);
    assert_eq!(troubles(&rows[1]), [Trouble::Merged]);
    assert_eq!((texts(&rows[2]), rows[3].line), (vec!["Lê & Bình"], 5));
}

#[test]
fn an_old_workbook_is_read() {
    let cells = [
        (0, 0, Old::Text("Họ và tên")),
        (0, 1, Old::Text("Ngày sinh")),
        (0, 2, Old::Text("Số CCCD")),
        (1, 0, Old::Text("Nguyễn Thị An Mẫu")),
        (1, 1, Old::Text("15/05/1978")),
        (1, 2, Old::Number(40_178_001_234.0)),
    ];
    let bytes = make::container("Workbook", &make::biff(&cells, (0, 2, 0, 3)));
    let (table, rows) = read(bytes);
    assert_eq!(table.mapping().find(Field::PersonalId), Some(2));
    assert_eq!(texts(&rows[0]), ["Nguyễn Thị An Mẫu", "15/05/1978", "40178001234"]);
}

#[test]
fn a_name_in_two_columns_under_one_heading_is_put_together() {
    let text = "STT,Họ và tên,,Ngày sinh\n1,Nguyễn Văn,An,1960\n2,Trần Thị,Bình,1961\n3,Lê Văn,Cường,1962\n";
    let (table, rows) = read(text.into());
    assert_eq!(table.mapping().find(Field::GivenName), Some(2));
    let typing = Typing::new(table.mapping(), jiff::civil::date(2026, 11, 23));
    assert_eq!(typing.read(&rows[1]).0.full_name.unwrap().as_str(), "Trần Thị Bình");
    assert!(table.notes().contains(&Note::Encoding(Encoding::Utf8)));
}
