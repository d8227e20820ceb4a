//! What holds for every file: any number of threads, any order, any spelling of the same text; one person, one row.

use crate::common::{files, index, links, verdicts};
use matching::{Band, Config, Matcher, Model, csv};
use proptest::prelude::*;
use synthetic::linkage::Errors;
use unicode_normalization::UnicodeNormalization;

/// The rows that differ, so that a failure can be read.
fn differing<'a>(
    rows: &'a [Vec<String>],
    before: &'a [(String, String, i64)],
    after: &'a [(String, String, i64)],
) -> Vec<impl std::fmt::Debug + PartialEq + use<'a>> {
    let pairs = rows.iter().zip(before.iter().zip(after));
    pairs.filter(|(_, (before, after))| before != after).collect()
}

fn errors(hard: bool) -> Errors {
    let errors = if hard { Errors::HARD } else { Errors::STANDARD };
    Errors { repeated: 0.03, ..errors }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn threads_make_no_difference(seed in any::<u64>(), hard in any::<bool>()) {
        let files = files(1_500, &errors(hard), seed);
        let one = verdicts(&files.register, &files.rows, 1);
        for threads in [2, 8] {
            let other = verdicts(&files.register, &files.rows, threads);
            let differing = differing(&files.rows, &one, &other);
            prop_assert!(differing.is_empty(), "{differing:?}");
        }
    }

    #[test]
    fn the_order_of_rows_makes_no_difference(seed in any::<u64>(), hard in any::<bool>()) {
        let mut files = files(1_500, &errors(hard), seed);
        let before = verdicts(&files.register, &files.rows, 2);
        let rows = files.rows.clone();
        files.register.reverse();
        let middle = files.rows.len() / 3;
        files.rows.rotate_left(middle);
        let mut after = verdicts(&files.register, &files.rows, 2);
        after.rotate_right(middle);
        let differing = differing(&rows, &before, &after);
        prop_assert!(differing.is_empty(), "{differing:?}");
    }

    #[test]
    fn pieces_and_capitals_make_no_difference(seed in any::<u64>()) {
        let mut files = files(1_500, &errors(true), seed);
        let before = verdicts(&files.register, &files.rows, 2);
        let rows = files.rows.clone();
        for row in &mut files.rows {
            row[0] = format!("  {} ", row[0].to_uppercase().nfd().collect::<String>());
        }
        let after = verdicts(&files.register, &files.rows, 2);
        let differing = differing(&rows, &before, &after);
        prop_assert!(differing.is_empty(), "{differing:?}");
    }

    #[test]
    fn one_person_is_linked_to_one_row_and_its_repeats(seed in any::<u64>()) {
        let files = files(1_500, &errors(true), seed);
        let index = index(&files.register, 2);
        let model = Model::vietnam();
        let matcher = Matcher::new(&index, &model).unwrap();
        let outcome = matcher.run(&files.rows, 2);
        let mut holder = std::collections::HashMap::new();
        for row in 0..outcome.len() {
            let verdict = outcome.verdict(row);
            if verdict.band != Band::None && verdict.repeats.is_none() {
                prop_assert_eq!(holder.insert(verdict.person, row), None);
            }
        }
        for row in 0..outcome.len() {
            let verdict = outcome.verdict(row);
            if let Some(first) = verdict.repeats {
                prop_assert_eq!(outcome.verdict(first).person, verdict.person);
                prop_assert_eq!(outcome.verdict(first).repeats, None);
            }
        }
    }

    #[test]
    fn whatever_stands_in_the_cells_is_survived(
        rows in prop::collection::vec(prop::collection::vec(prop_oneof!["\\PC{0,12}", "[0-9/.\\-E+]{0,14}", "[A-Za-zăâđêôơưĂÂĐ ]{0,20}"], 6), 1..20),
        bytes in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        let mut builder = matching::Builder::new(&Config::vietnam()).unwrap();
        for (nth, row) in rows.iter().enumerate() {
            builder.add(nth.to_string(), row);
        }
        let index = builder.finish(2);
        let model = Model::vietnam();
        let matcher = Matcher::new(&index, &model).unwrap();
        prop_assert_eq!(matcher.run(&rows, 2).len(), rows.len());
        let _ = matcher.find(&rows[0], 5);
        let mut file = b"full_name,dob,pid,old_id,commune,gender\n".to_vec();
        file.extend(&bytes);
        if let Ok(outcome) = csv::match_file(&matcher, &file[..], 2) {
            csv::write_verdicts(&outcome, &index, std::io::sink()).unwrap();
        }
    }
}

#[test]
fn the_quick_way_and_the_plain_way_give_the_same() {
    let files = files(3_000, &errors(false), 6);
    let index = index(&files.register, 2);
    let model = Model::vietnam();
    let matcher = Matcher::new(&index, &model).unwrap();
    let plain = links(&matcher.run(&files.rows, 2), &index);
    let quick_index = csv::read_register(files.register_csv.as_bytes(), &Config::vietnam(), "key", 2).unwrap();
    let quick_matcher = Matcher::new(&quick_index, &model).unwrap();
    let quoted: String = files
        .sector_csv
        .lines()
        .map(|line| line.split(',').map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",") + "\r\n")
        .collect();
    for csv_file in [&files.sector_csv, &quoted] {
        let outcome = csv::match_file(&quick_matcher, csv_file.as_bytes(), 2).unwrap();
        assert_eq!(plain, links(&outcome, &quick_index));
    }
    let mut written = Vec::new();
    let outcome = csv::match_file(&quick_matcher, files.sector_csv.as_bytes(), 2).unwrap();
    csv::write_verdicts(&outcome, &quick_index, &mut written).unwrap();
    assert_eq!(written.iter().filter(|&&byte| byte == b'\n').count(), files.rows.len() + 1);
}

#[test]
fn quality_on_a_small_province_is_what_it_was() {
    for (errors, wanted) in [(Errors::STANDARD, 0.998), (Errors::HARD, 0.985), (Errors::DIRTY, 0.98)] {
        let files = files(20_000, &errors, 11);
        let verdicts = verdicts(&files.register, &files.rows, 2);
        let links = files.truth.iter().filter(|key| !key.is_empty()).count() as f64;
        let linked: Vec<_> = verdicts.iter().zip(&files.truth).filter(|(own, _)| own.0 != "None").collect();
        let right = linked.iter().filter(|(own, truth)| own.1 == **truth).count() as f64;
        let f1 = 2.0 * right / (linked.len() as f64 + links);
        assert!(f1 > wanted, "F1 {f1} of {wanted}");
        let auto: Vec<_> = linked.iter().filter(|(own, _)| own.0 == "Auto").collect();
        let wrong = auto.iter().filter(|(own, truth)| own.1 != **truth).count();
        assert!(wrong as f64 <= 0.001 * auto.len() as f64 + 1.0, "{wrong} wrong of {} auto", auto.len());
    }
}
