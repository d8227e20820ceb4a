//! Rows of CSV as people and programs really write them.

use super::*;

fn read_with(bytes: &[u8], options: &Options) -> Vec<Row> {
    let (mut rows, _) = CsvRows::open(Box::new(io::Cursor::new(bytes.to_vec())), options).unwrap();
    let mut all = Vec::new();
    let mut row = Row::default();
    while rows.next(&mut row).unwrap() {
        all.push(row.clone());
    }
    all
}

fn read(text: &str) -> Vec<Row> {
    read_with(text.as_bytes(), &Options::default())
}

fn texts(row: &Row) -> Vec<&str> {
    row.cells.iter().collect()
}

fn troubles(row: &Row) -> Vec<Trouble> {
    row.problems.iter().map(|problem| problem.trouble).collect()
}

#[test]
fn rows_come_out_with_their_lines() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["a,b", "1,\"x", "y\"", "", "2,z"].join(end);
        let rows = read(&text);
        let lines: Vec<u64> = rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [1, 2, 4, 5], "{end:?}");
        assert_eq!(texts(&rows[1]), ["1", "x\ny"]);
        assert_eq!(rows[2].part, Part::Blank);
        assert_eq!(texts(&rows[3]), ["2", "z"]);
    }
}

#[test]
fn quotation_marks_are_read_as_people_mean_them() {
    let table: [(&str, &[&str]); 7] = [
        ("\"a\"\"b\",c", &["a\"b", "c"]),
        ("\"Xóm \"Đông\" 1\",c", &["Xóm \"Đông\" 1", "c"]),
        ("5\" dài,c", &["5\" dài", "c"]),
        ("\"a\" ,\"b\"", &["a", "b"]),
        ("\"\",\"\"", &["", ""]),
        ("\"a,b\",c", &["a,b", "c"]),
        ("a,", &["a", ""]),
    ];
    for (text, cells) in table {
        let rows = read(&format!("x,y\n{text}\n"));
        assert_eq!(texts(&rows[1]), cells, "{text}");
        assert!(rows[1].problems.is_empty(), "{text}");
    }
}

#[test]
fn a_mark_never_closed_costs_one_row_and_not_the_rest() {
    let mut text = String::from("a,b\n1,\"open\n");
    for row in 2..500 {
        text.push_str(&format!("{row},x\n"));
    }
    let rows = read(&text);
    assert_eq!(rows.len(), 500);
    assert_eq!(texts(&rows[1]), ["1", "\"open"]);
    assert_eq!(troubles(&rows[1]), [Trouble::StrayQuote]);
    assert!(rows[2..].iter().all(|row| row.problems.is_empty()));
}

#[test]
fn a_row_of_another_encoding_is_read_and_named() {
    let mut bytes = "tên,nơi\nNguyễn Thị Hoà,Nghệ An\n".as_bytes().to_vec();
    // "Nguyễn Thị Hoà" in TCVN3.
    bytes.extend(b"Nguy\xd4n Th\xde Ho\xb5,x\n");
    bytes.extend("Trần Văn Đức,y\n".as_bytes());
    let rows = read_with(&bytes, &Options::default());
    assert_eq!(texts(&rows[2]), ["Nguyễn Thị Hoà", "x"]);
    assert_eq!(troubles(&rows[2]), [Trouble::OtherEncoding]);
    assert!(rows[1].problems.is_empty() && rows[3].problems.is_empty());
}

#[test]
fn wide_files_are_read_with_and_without_their_mark() {
    let text = "Họ và tên\tNơi sinh\r\nNguyễn Thị Hoà\tNghệ An\r\n";
    for mark in ["", "\u{feff}"] {
        let low: Vec<u8> = format!("{mark}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        let high: Vec<u8> = format!("{mark}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [low, high] {
            let rows = read_with(&bytes, &Options::default());
            assert_eq!(rows.len(), 2);
            assert_eq!(texts(&rows[0]), ["Họ và tên", "Nơi sinh"]);
            assert_eq!(texts(&rows[1]), ["Nguyễn Thị Hoà", "Nghệ An"]);
        }
    }
}

#[test]
fn empty_files_and_other_kinds_say_so() {
    for bytes in [&b""[..], b"\xef\xbb\xbf", b" \r\n\n"] {
        let opened = CsvRows::open(Box::new(io::Cursor::new(bytes.to_vec())), &Options::default());
        assert!(matches!(opened, Err(Unreadable::Empty)), "{bytes:?}");
    }
    let opened = CsvRows::open(Box::new(&b"%PDF-1.7"[..]), &Options::default());
    assert!(matches!(opened, Err(Unreadable::NotATable("a PDF"))));
}

#[test]
fn a_million_columns_and_endless_lines_are_cut_and_named() {
    let limits = Limits { row_bytes_max: 1 << 20, ..Limits::default() };
    let options = Options { limits, ..Options::default() };
    let text = format!("a,b\n{}\n{}\n1,2\n", "x,".repeat(100_000), "y,".repeat(1_000_000));
    let rows = read_with(text.as_bytes(), &options);
    assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert_eq!(troubles(&rows[1]), [Trouble::TooManyColumns]);
    assert_eq!(troubles(&rows[2]), [Trouble::TooLong, Trouble::TooManyColumns]);
    assert!(rows[1..3].iter().all(|row| row.part == Part::Unreadable));
    assert!(rows[1..3].iter().all(|row| row.cells.len() == limits.columns_max));
    assert_eq!(texts(&rows[3]), ["1", "2"]);
}

#[test]
fn nul_bytes_are_kept_and_named() {
    let rows = read("a,b\n1\0,2\n");
    assert_eq!(texts(&rows[1]), ["1\0", "2"]);
    assert_eq!(troubles(&rows[1]), [Trouble::Nul]);
}

proptest::proptest! {
    #[test]
    fn well_formed_rows_read_as_the_csv_crate_reads_them(
        cells in proptest::collection::vec(proptest::collection::vec("[a-zế \",\n;]{0,8}", 3), 1..8),
    ) {
        let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
        cells.iter().for_each(|row| writer.write_record(row).unwrap());
        let bytes = writer.into_inner().unwrap();
        let options = Options { delimiter: Some(b','), ..Options::default() };
        let read: Vec<Vec<String>> = read_with(&bytes, &options)
            .iter()
            .map(|row| row.cells.iter().map(str::to_owned).collect())
            .collect();
        assert_eq!(read, cells);
    }
}
