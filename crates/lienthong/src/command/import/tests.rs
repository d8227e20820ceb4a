//! From rows to what is loaded, without a database: what it has is handed in.

use super::*;
use basis::HouseholdId;

const TABLE: &str = "\
Họ và tên,Ngày sinh,Giới tính,Số ĐDCN/CCCD,Mã xã,Thôn/xóm,Số hồ sơ cư trú,Quan hệ với chủ hộ
Nguyễn Văn Một Mẫu,1/1/1960,Nam,040060001231,17329,Xóm 3,HS1,Chủ hộ
Nguyễn Văn Hai Mẫu,1/1/1990,Nam,040090001232,17329,Xóm 3,HS1,Chủ hộ
Nguyễn Văn Ba Mẫu,1/1/1991,Nam,040091001233,17329,Xóm 9,HS1,Con đẻ
Nguyễn Văn Tư Mẫu,1/1/1992,Nam,040092001234,16681,Xóm 3,HS1,Con đẻ
Nguyễn 😀 Mẫu,31/2/1992,Nam,040092001235,17329,Xóm 3,HS2,Chủ hộ
";

fn table() -> Rows {
    let cells = |line: &str| line.split(',').map(str::to_owned).collect();
    TABLE.lines().enumerate().map(|(place, line)| (place + 1, cells(line))).collect()
}

/// What is taken, what is refused by line, and what is loaded.
fn settled(register: Register) -> (Sorted, Vec<BulkItem>) {
    let rows = table();
    let (at, columns) = header(&rows).unwrap();
    let said = Said { words: crate::words::gather().unwrap().vi, headings: &rows[at].1, columns };
    let mut sorted = sort(&rows[at + 1..], &said);
    let homes = settle(&mut sorted, register, &said);
    sorted.refused.sort();
    let items = households(sorted.taken.iter().map(|(_, row)| row.clone()), &homes);
    (sorted, items)
}

fn lines<T>(rows: &[(usize, T)]) -> Vec<usize> {
    rows.iter().map(|(line, _)| *line).collect()
}

#[test]
fn a_second_head_is_one_row_of_the_report_and_the_rest_is_loaded() {
    let (sorted, items) = settled(Register::default());
    assert_eq!((lines(&sorted.taken), lines(&sorted.refused)), (vec![2, 4], vec![3, 5, 6]));
    let said = |line| sorted.refused.iter().find(|(at, _)| *at == line).map(|(_, why)| why.as_str()).unwrap();
    assert_eq!(said(3), "Quan hệ với chủ hộ: Hộ này đã có chủ hộ ở một dòng phía trên của tệp.");
    assert_eq!(said(5), "Số hồ sơ cư trú: Số hồ sơ cư trú này là của một hộ ở xã, phường khác.");
    let both = "Họ và tên: Họ tên không có hình biểu tượng.; Ngày sinh: Không có ngày hoặc tháng này.";
    assert_eq!(said(6), both, "the file's own headings");
    assert_eq!(lines(&sorted.doubtful), [4], "the same household at another place");
    let [BulkItem::Household(household)] = &items[..] else { panic!("one household: {items:?}") };
    assert_eq!((household.members.len(), household.address.detail.as_str()), (2, "Xóm 3"));
}

#[test]
fn rows_join_the_household_that_the_register_has_under_their_file() {
    let (sorted, _) = settled(Register::default());
    let household = HouseholdId::fresh();
    let address = sorted.taken[0].1.home.as_ref().map(|home| home.address.clone()).unwrap();
    let known = KnownHome { household, address, has_head: true };
    let register = Register {
        numbers: HashSet::from(["040091001233".to_owned()]),
        homes: HashMap::from([("HS1".to_owned(), known.clone())]),
        ..Register::default()
    };
    let (sorted, items) = settled(register);
    assert_eq!((sorted.known.as_slice(), lines(&sorted.refused)), (&[4][..], vec![2, 3, 5, 6]));
    assert!(sorted.doubtful.is_empty(), "nothing is told of a row that is not taken");
    assert!(items.is_empty(), "both heads are told that there is one: {items:?}");

    let register = Register {
        homes: HashMap::from([("HS1".to_owned(), KnownHome { has_head: false, ..known })]),
        ..Register::default()
    };
    let (_, items) = settled(register);
    let [BulkItem::Joining(joining)] = &items[..] else { panic!("they join: {items:?}") };
    assert_eq!((joining.id, joining.members.len()), (household, 2));
}

#[test]
fn a_file_without_numbers_is_known_by_having_been_loaded() {
    let rows: Rows = vec![
        (1, ["Họ và tên", "Ngày sinh", "Giới tính"].map(str::to_owned).to_vec()),
        (2, ["Không Số Mẫu", "1950", "Nữ"].map(str::to_owned).to_vec()),
    ];
    let (at, columns) = header(&rows).unwrap();
    let said = Said { words: crate::words::gather().unwrap().vi, headings: &rows[at].1, columns };
    for was_loaded in [false, true] {
        let mut sorted = sort(&rows[at + 1..], &said);
        settle(&mut sorted, Register { was_loaded, ..Register::default() }, &said);
        assert_eq!((sorted.taken.len(), sorted.known.len()), (usize::from(!was_loaded), usize::from(was_loaded)));
    }
}
