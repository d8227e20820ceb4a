//! The unit tables against the counts of the law.

use std::collections::HashSet;

use jiff::civil::date;

use super::*;

const BEFORE: Date = date(2025, 6, 30);
const AFTER: Date = date(2025, 7, 1);
const TODAY: Date = date(2026, 11, 23);

fn count(level: Level, day: Date) -> usize {
    units().all().iter().filter(|unit| unit.level == level && unit.is_valid_on(day)).count()
}

fn names(found: &[&Unit]) -> Vec<&'static str> {
    found.iter().map(|unit| unit.name).collect()
}

#[test]
fn counts_are_those_of_the_law() {
    assert_eq!([Level::Province, Level::District, Level::Commune].map(|level| count(level, BEFORE)), [63, 696, 10_035]);
    for day in [AFTER, TODAY] {
        assert_eq!([Level::Province, Level::District, Level::Commune].map(|level| count(level, day)), [34, 0, 3_321]);
        assert_eq!(units().provinces(day).len(), 34);
    }
    assert_eq!(units().provinces(BEFORE).len(), 63);
}

#[test]
fn no_key_and_no_code_of_one_day_names_two_units() {
    let mut keys = HashSet::new();
    for unit in units().all() {
        assert!(keys.insert(unit.key()), "{unit:?}");
        assert_eq!(units().by_key(&unit.key()), Some(unit));
        let first = unit.valid_from.unwrap_or(BEFORE);
        assert_eq!(units().on(unit.code, first), Some(unit));
        assert_eq!(UnitKey::from_word(&unit.key().to_word()), Some(unit.key()));
        let key = unit.key();
        let (code, from) = key.to_columns();
        assert_eq!(UnitKey::from_columns(code, from), key);
    }
}

#[test]
fn every_old_commune_resolves_and_every_new_one_has_a_predecessor() {
    for unit in units().all() {
        let now = units().current_of(&unit.key());
        assert!(!now.is_empty(), "{unit:?}");
        assert_eq!(
            now.iter().filter(|next| next.default).count(),
            usize::from(unit.level != Level::District || now.len() == 1),
            "{unit:?}"
        );
        for next in &now {
            assert!(next.unit.is_valid_on(TODAY));
            assert!((next.share == Share::Whole) == (now.len() == 1), "{unit:?}");
        }
        if unit.level == Level::Commune && unit.valid_from.is_some() {
            assert!(!units().predecessors(&unit.key()).is_empty(), "{unit:?}");
        }
    }
}

#[test]
fn every_unit_stands_in_a_province_of_its_time() {
    for unit in units().all() {
        let line = units().line(&unit.key());
        let levels = match (unit.level, unit.valid_from) {
            (Level::Province, _) => 1,
            (Level::District, _) | (Level::Commune, Some(_)) => 2,
            (Level::Commune, None) => 3,
        };
        assert_eq!(line.len(), levels, "{unit:?}");
        assert_eq!(line[line.len() - 1].level, Level::Province);
        assert_eq!(units().province_of(&unit.key()).map(|p| p.code), line.last().map(|p| p.code));
        let day = unit.valid_from.unwrap_or(BEFORE);
        assert!(line.last().is_some_and(|province| province.is_valid_on(day) || unit.valid_to.is_none()));
    }
}

#[test]
fn nghe_an_went_from_412_communes_to_130_without_a_split() {
    let old = units().communes_of("40", BEFORE);
    let new = units().communes_of("40", TODAY);
    assert_eq!((old.len(), new.len()), (412, 130));
    let mut reached = HashSet::new();
    for commune in old {
        let now = units().current_of(&commune.key());
        assert_eq!(now.len(), 1);
        assert_eq!(now[0].share, Share::Whole);
        reached.insert(now[0].unit.code);
    }
    assert_eq!(reached.len(), 130);
    let key = units().on("40", BEFORE).unwrap().key();
    assert_eq!(units().children(&key, BEFORE).len(), 20);
    assert!(units().children(&key, TODAY).is_empty(), "the old province has no communes of today");
}

#[test]
fn communes_of_each_new_province_are_as_published() {
    let published = "01:126 04:56 08:124 11:45 12:38 14:75 15:99 19:92 20:65 22:54 24:99 25:148 31:114 33:104 37:129 \
        38:166 40:130 42:69 44:78 46:40 48:94 51:96 52:135 56:65 66:102 68:124 75:95 79:168 80:96 82:102 86:124 91:102 \
        92:103 96:64";
    for pair in published.split_whitespace() {
        let (code, count) = pair.split_once(':').unwrap();
        assert_eq!(units().communes_of(code, TODAY).len(), count.parse::<usize>().unwrap(), "{code}");
    }
    assert_eq!(units().communes_of("44", BEFORE).len(), 145);
    assert_eq!(units().communes_of("74", BEFORE).len(), 91);
    assert!(units().communes_of("74", TODAY).is_empty());
}

#[test]
fn one_code_meant_two_provinces() {
    assert_eq!(units().on("44", BEFORE).unwrap().short_name, "Quảng Bình");
    assert_eq!(units().on("44", TODAY).unwrap().short_name, "Quảng Trị");
    let old = units().on("45", BEFORE).unwrap();
    let now = units().current_of(&old.key());
    assert_eq!((now.len(), now[0].unit.code, now[0].share), (1, "44", Share::Whole));
    let came = units().predecessors(&now[0].unit.key());
    assert_eq!(came.iter().map(|from| from.unit.code).collect::<Vec<_>>(), ["44", "45"]);
}

#[test]
fn three_provinces_became_cities_and_22_communes_became_wards() {
    let day = date(2026, 4, 30);
    assert_eq!(units().on("75", BEFORE).unwrap().name, "Tỉnh Đồng Nai");
    assert_eq!(units().on("75", date(2026, 4, 29)).unwrap().name, "Tỉnh Đồng Nai");
    let city = units().on("75", day).unwrap();
    assert_eq!(city.name, "Thành phố Đồng Nai");
    let old = units().on("70", BEFORE).unwrap();
    assert_eq!(units().current_of(&old.key())[0].unit, city, "Bình Phước, through two changes");
    assert_eq!(units().certain_on(&old.key(), AFTER).unwrap().name, "Tỉnh Đồng Nai");
    let kinds = |on| {
        let of = |kind, level| {
            units().all().iter().filter(|u| u.is_valid_on(on) && (u.kind, u.level) == (kind, level)).count()
        };
        let commune = Level::Commune;
        [of("Thành phố", Level::Province), of("Xã", commune), of("Phường", commune), of("Đặc khu", commune)]
    };
    assert_eq!(kinds(AFTER), [6, 2621, 687, 13]);
    assert_eq!(kinds(day), [7, 2611, 697, 13]);
    assert_eq!(kinds(date(2026, 9, 1)), [8, 2611, 697, 13]);
    assert_eq!(kinds(TODAY), [9, 2599, 709, 13]);
    for on in [AFTER, day] {
        assert_eq!(units().communes_of("75", on).len(), 95);
    }
    let wards = units().communes_of("75", day).iter().filter(|unit| unit.kind == "Phường").count();
    assert_eq!(wards, 33);
    assert!(units().changes().iter().all(|change| change.confirmed && !change.article.is_empty()));
    assert_eq!(units().changes().len(), 25);
    assert!(!units().gaps().is_empty());
}

#[test]
fn a_changed_commune_keeps_its_code_and_gets_a_new_key() {
    let before = units().on("26368", date(2026, 4, 29)).unwrap();
    let after = units().on("26368", date(2026, 4, 30)).unwrap();
    assert_eq!((before.name, after.name), ("Xã Long Thành", "Phường Long Thành"));
    assert_eq!(units().current_of(&before.key())[0].unit, after);
    assert_eq!(units().predecessors(&after.key())[0].unit, before);
    assert_eq!(units().path(&before.key()).unwrap(), "Xã Long Thành, Tỉnh Đồng Nai");
    assert_eq!(units().path(&after.key()).unwrap(), "Phường Long Thành, Thành phố Đồng Nai");
    let key = units().communes_of("22", date(2026, 8, 31))[0].key();
    assert!(units().path(&key).unwrap().ends_with("Thành phố Quảng Ninh"));
    assert!(units().path_on(&key, date(2026, 8, 31)).unwrap().ends_with("Tỉnh Quảng Ninh"));
}

#[test]
fn split_communes_say_so_and_offer_a_default() {
    let old = units().on("00007", BEFORE).unwrap();
    let now = units().current_of(&old.key());
    assert_eq!(
        now.iter().map(|next| (next.unit.code, next.share, next.default)).collect::<Vec<_>>(),
        [("00008", Share::Part, true), ("00025", Share::Part, false)]
    );
    assert_eq!(units().certain_on(&old.key(), TODAY), None);
    assert_eq!(units().certain_on(&old.key(), BEFORE), Some(old));
    let split = units().all().iter().filter(|u| u.level == Level::Commune && units().current_of(&u.key()).len() > 1);
    assert_eq!(split.count(), 471);
}

#[test]
fn a_district_is_spread_over_its_communes() {
    let district = units().on("001", BEFORE).unwrap();
    let now = units().current_of(&district.key());
    assert!(now.len() > 1 && now.iter().all(|next| next.share == Share::Part && !next.default));
    assert!(now.iter().all(|next| next.unit.level == Level::Commune && next.unit.parent == Some("01")));
    let island =
        units().all().iter().find(|unit| unit.level == Level::District && unit.short_name == "Côn Đảo").unwrap();
    let now = units().current_of(&island.key());
    assert_eq!((now.len(), now[0].unit.name), (1, "Đặc khu Côn Đảo"));
}

#[test]
fn searching_needs_no_accents() {
    let search = |typed: &str| names(&units().search(typed, TODAY, 5));
    assert_eq!(search("nghe an")[0], "Tỉnh Nghệ An");
    assert_eq!(search("NGHỆ AN")[0], "Tỉnh Nghệ An");
    assert_eq!(search("đồng nai")[0], "Thành phố Đồng Nai");
    let found = units().search("kim lien nghe an", TODAY, 5);
    assert_eq!(names(&found[..1]), ["Xã Kim Liên"]);
    assert_eq!(units().province_of(&found[0].key()).unwrap().code, "40");
    assert!(search("xa kim lien").contains(&"Xã Kim Liên"));
    assert_eq!(search("P. Trường Vinh"), ["Phường Trường Vinh"]);
    assert_eq!(search("TP.HCM")[0], "Thành phố Hồ Chí Minh");
    assert_eq!(search("phường Hòa Bình, TP HCM"), ["Phường Hòa Bình"]);
    assert_eq!(search("phường Hoà Bình, TP HCM"), ["Phường Hòa Bình"], "the other keyboard");
    assert!(search("").is_empty());
    assert!(search(&"a ".repeat(1000)).is_empty());
    assert!(search("không nơi nào cả").is_empty());
    assert_eq!(units().search("phuong", TODAY, 7).len(), 7);
    let old = units().search("quy nhon", BEFORE, 5);
    assert!(old.iter().any(|unit| unit.level == Level::District));
}

#[test]
fn paths_read_as_addresses() {
    let old = units().on("00001", BEFORE).unwrap();
    assert_eq!(units().path(&old.key()).unwrap(), "Phường Phúc Xá, Quận Ba Đình, Thành phố Hà Nội");
    let new = units().on("00004", TODAY).unwrap();
    assert_eq!(units().path(&new.key()).unwrap(), format!("{}, Thành phố Hà Nội", new.name));
    assert_eq!(units().path(&UnitKey { code: "00004".to_owned(), valid_from: Some(TODAY) }), None);
}

#[test]
fn words_that_are_no_keys_are_refused() {
    for word in ["", "40", "@", "4@", "40@x", "ab@", "123456@", "40@2025-13-01"] {
        assert_eq!(UnitKey::from_word(word), None, "{word}");
    }
}
