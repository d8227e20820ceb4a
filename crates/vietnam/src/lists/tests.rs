//! The lists against their official numbers and the spellings people use.

use super::*;

#[test]
fn every_constant_is_in_its_list() {
    assert_eq!(Ethnicity::KINH.label_vi(), "Kinh");
    assert_eq!(Religion::NONE.label_vi(), "Không");
    assert_eq!(BloodGroup::UNKNOWN.label_vi(), "Chưa có thông tin");
    use MaritalStatus as M;
    for status in [M::SINGLE, M::MARRIED, M::DIVORCED_OR_WIDOWED, M::UNKNOWN] {
        assert_eq!(M::from_code(status.code()).unwrap(), status);
    }
    use HouseholdRelation as R;
    for relation in [
        R::HEAD,
        R::WIFE,
        R::HUSBAND,
        R::CHILD,
        R::ADOPTED_CHILD,
        R::FATHER,
        R::MOTHER,
        R::GRANDCHILD_OR_NIBLING,
        R::YOUNGER_SIBLING,
        R::OTHER_OLD_RECORD,
    ] {
        assert_eq!(R::from_code(relation.code()).unwrap(), relation);
    }
}

#[test]
fn both_ethnicity_lists_are_whole_and_disagree() {
    for number in 1..=54 {
        let digits = format!("{number:02}");
        let a = Ethnicity::from_list_a(&digits).unwrap();
        let b = Ethnicity::from_list_b(&digits).unwrap();
        assert_eq!(a.list_a(), Some(&*digits));
        assert_eq!(b.list_b(), Some(&*digits));
    }
    assert_eq!(Ethnicity::all().len(), 56);
    assert_eq!(Ethnicity::from_list_a("04").unwrap().code(), "hoa");
    assert_eq!(Ethnicity::from_list_b("04").unwrap().code(), "muong");
    assert_eq!(Ethnicity::from_list_b("11").unwrap().code(), "e_de");
    assert!(Ethnicity::from_list_b("20").unwrap().entry().list_b_confirmed);
    assert!(!Ethnicity::from_list_b("21").unwrap().entry().list_b_confirmed);
}

#[test]
fn spellings_are_found() {
    let table = [
        ("H'Mông", "hmong"),
        ("Mông", "hmong"),
        ("mèo", "hmong"),
        ("Khmer", "kho_me"),
        ("KHƠ ME", "kho_me"),
        ("Giẻ Triêng", "gie_trieng"),
        ("M'Nông", "mnong"),
        ("Cờ Lao", "co_lao"),
        ("kinh", "kinh"),
        ("Tày", "tay"),
        ("Thái", "thai"),
        ("Co", "co"),
        ("Cống", "cong"),
    ];
    for (written, code) in table {
        assert_eq!(Ethnicity::find(written).map(Ethnicity::code), Some(code), "{written}");
    }
    assert_eq!(Ethnicity::find("Klingon"), None);
    assert_eq!(Religion::find("không"), Some(Religion::NONE));
    assert_eq!(HouseholdRelation::find("con trai"), Some(HouseholdRelation::CHILD));
    assert_eq!(HouseholdRelation::find("con dâu"), Some(HouseholdRelation::OTHER_OLD_RECORD));
}

#[test]
fn every_label_finds_itself_and_json_reads_back() {
    macro_rules! check {
        ($($list:ident),*) => {$(
            for value in $list::all() {
                assert_eq!($list::find(value.label_vi()), Some(value), "{value:?}");
                assert_eq!($list::from_code(value.code()).unwrap(), value);
                let json = serde_json::to_string(&value).unwrap();
                assert_eq!(serde_json::from_str::<$list>(&json).unwrap(), value);
                assert!(!value.label_en().is_empty() && !value.entry().article.is_empty());
            }
            assert!($list::from_code("no such code").is_err());
        )*};
    }
    check!(Ethnicity, Religion, MaritalStatus, BloodGroup, HouseholdRelation);
    assert_eq!(MaritalStatus::from_exchange("2"), Some(MaritalStatus::MARRIED));
    assert_eq!(BloodGroup::from_exchange("03").unwrap().label_vi(), "AB");
}
