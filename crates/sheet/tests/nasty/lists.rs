//! Text files as sectors send them.

use sheet::{Encoding, Field, MapFile, Note, Options, Part, Table, Trouble, Typing};

use super::{parts, read, texts, troubles};

#[test]
fn every_row_comes_out_in_order_whatever_it_is() {
    let text = "\u{feff}CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM;;;\n\nSTT;Họ và tên;Ngày sinh;Số CCCD\n(1);(2);(3);(4)\n\
                Xóm 1;;;\n1;Nguyễn Thị An Mẫu;15/5/78;40178001234\n;;;\nSTT;Họ và tên;Ngày sinh;Số CCCD\n\
                2;Trần Văn Bình Mẫu;1960;\"040060001234\n3;Lê Thị Cúc Mẫu;1961;;x\nNgười lập biểu;;;\n\n";
    let (table, rows) = read(text.into());
    use Part::{Blank, Data, Heading, Label, Numbering, RepeatedHeading, Title};
    let above: Vec<Part> = table.above().iter().map(|row| row.part).collect();
    assert_eq!(above, [Title, Blank, Heading]);
    let wanted =
        [(4, Numbering), (5, Label), (6, Data), (7, Blank), (8, RepeatedHeading), (9, Data), (10, Data), (11, Label)];
    assert_eq!(parts(&rows), wanted);
    assert_eq!(troubles(&rows[4]), [Trouble::HeadingAgain]);
    assert_eq!(troubles(&rows[5]), [Trouble::StrayQuote]);
    assert_eq!(troubles(&rows[6]), [Trouble::MoreCellsThanHeading]);
}

#[test]
fn twenty_identical_rows_are_twenty_rows() {
    let row = "Nguyễn Thị An Mẫu,15/05/1978,040178001234\n";
    let (_, rows) = read(format!("Họ và tên,Ngày sinh,Số CCCD\n{}", row.repeat(20)).into());
    assert_eq!(rows.len(), 20);
    assert!(rows.iter().all(|other| other.cells == rows[0].cells && other.part == Part::Data));
}

#[test]
fn a_file_in_an_old_encoding_with_newer_rows_is_read() {
    // TCVN3: "Họ và tên;Nơi sinh", "Nguyễn Thị Hoà;Nghệ An"; then a row of UTF-8.
    let mut bytes = b"H\xe4 v\xb5 t\xaan;N\xacsi sinh\nNguy\xd4n Th\xde Ho\xb5;Ngh\xd6 An\n".to_vec();
    bytes.retain(|&byte| byte != b'\0');
    let heading = b"H\xe4 v\xb5 t\xaan;N\xaci sinh\n";
    let old = b"Nguy\xd4n Th\xde Ho\xb5;Ngh\xd6 An\n";
    let bytes = [&heading[..], &old.repeat(5), "Trần Văn Đức;Nghệ An\n".as_bytes()].concat();
    let (table, rows) = read(bytes);
    assert!(table.notes().contains(&Note::Encoding(Encoding::Tcvn3)));
    assert_eq!(table.mapping().find(Field::FullName), Some(0));
    assert_eq!(texts(&rows[0]), ["Nguyễn Thị Hoà", "Nghệ An"]);
    assert!(rows[0].problems.is_empty());
    assert_eq!(texts(&rows[5]), ["Trần Văn Đức", "Nghệ An"]);
    assert_eq!(troubles(&rows[5]), [Trouble::OtherEncoding]);
}

#[test]
fn a_file_without_heading_is_told_by_what_it_holds() {
    let text = "1,Nguyễn Thị An Mẫu,15/05/1978,Nữ,040178001234\n2,Trần Văn Bình Mẫu,1960,Nam,040060001234\n\
                3,Lê Thị Cúc Mẫu,1/2/1961,Nữ,040161001234\n";
    let (table, rows) = read(text.into());
    assert!(table.notes().contains(&Note::NoHeading));
    let fields: Vec<Option<Field>> = table.mapping().columns().iter().map(|column| column.field).collect();
    let wanted = [None, Some(Field::FullName), Some(Field::Birth), Some(Field::Sex), Some(Field::PersonalId)];
    assert_eq!(fields, wanted);
    assert_eq!(rows.len(), 3);
}

#[test]
fn an_id_column_that_holds_personal_numbers_is_the_personal_number() {
    let rows = "040178001234,Nguyễn An\n040060001234,Trần Bình\n040161001234,Lê Cúc\n";
    let (table, _) = read(format!("ID,Họ và tên\n{rows}").into());
    assert_eq!(table.mapping().find(Field::PersonalId), Some(0));
    let (table, _) = read("ID,Họ và tên\n1,Nguyễn An\n2,Trần Bình\n3,Lê Cúc\n".into());
    assert_eq!(table.mapping().find(Field::PersonalId), None);
}

#[test]
fn english_columns_and_parts_of_dates_and_names_are_put_together() {
    let text = "surname,middle_name,given_name,day,month,year,gender,commune,old_id\n\
                Nguyễn,Thị An,Mẫu,15,5,1978,F,Quỳnh Lưu,86123456\n";
    let (table, rows) = read(text.into());
    let typing = Typing::new(table.mapping(), jiff::civil::date(2026, 11, 23));
    let (person, problems) = typing.read(&rows[0]);
    assert_eq!(person.full_name.unwrap().as_str(), "Nguyễn Thị An Mẫu");
    assert_eq!(person.birth.unwrap().to_string(), "15/05/1978");
    assert_eq!(person.old_id.unwrap().as_str(), "086123456");
    assert_eq!(problems.len(), 1);
    let (person, _) = typing.read(&rows[0]);
    let mut cells = sheet::Cells::default();
    typing.match_cells(&rows[0], &person, &mut cells);
    let wanted = ["Nguyễn Thị An Mẫu", "15/05/1978", "", "086123456", "Quỳnh Lưu", "Nữ"];
    assert_eq!(cells.iter().collect::<Vec<_>>(), wanted);
    assert_eq!(cells.len(), sheet::MATCH_COLUMNS.len());
    assert_eq!(typing.commune(&rows[0]), "Quỳnh Lưu");
}

#[test]
fn a_map_file_says_where_the_heading_is_and_what_is_what() {
    let map =
        MapFile::parse("heading = 2\ndelimiter = \"|\"\n[columns]\npersonal_id = \"Mã\"\nfull_name = \"B\"\n").unwrap();
    let options = Options::default().with_map(&map);
    let mut table = Table::from_bytes("x|y\nMã|Ai\n040178001234|An\n".into(), &options).unwrap();
    table.apply(&map).unwrap();
    assert_eq!(table.mapping().find(Field::PersonalId), Some(0));
    assert_eq!(table.mapping().find(Field::FullName), Some(1));
    assert_eq!(table.map(|row| row.unwrap().line).collect::<Vec<_>>(), [3]);
}

#[test]
fn a_file_with_no_usable_column_says_which_it_needs() {
    let (table, _) = read("Mã hàng,Giá\nA,1\nB,2\n".into());
    assert!(!table.mapping().is_usable());
    assert_eq!(table.mapping().missing(), [Field::PersonalId, Field::OldId, Field::FullName, Field::Birth]);
    let (table, _) = read("Họ và tên,Năm sinh\nNguyễn An,1960\n".into());
    assert!(table.mapping().is_usable());
}
