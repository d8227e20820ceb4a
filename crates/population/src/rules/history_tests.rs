//! The promises of a bitemporal history, first in the register's own example, then for any sequence of acts.

use super::*;
use jiff::civil::date;
use proptest::prelude::*;

/// Does to values in memory what the store does to rows.
fn apply<T>(all: &mut Vec<Version<T>>, rewrite: Rewrite<T>, act: ActId, at: Timestamp) {
    for id in rewrite.end {
        let ended = all.iter_mut().find(|version| version.id == id).unwrap();
        assert!(ended.is_believed(), "a belief ends once");
        ended.known_to = Some(at);
        ended.ended_by = Some(act);
    }
    for (span, value) in rewrite.add {
        assert!(!span.is_empty());
        all.push(Version { id: Uuid::now_v7(), span, value, known_from: at, known_to: None, act, ended_by: None });
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).unwrap()
}

#[test]
fn a_late_correction_changes_what_is_known_not_what_was_known() {
    let mut name = Vec::new();
    let first: Timestamp = "2020-01-10T02:00:00Z".parse().unwrap();
    let fixed: Timestamp = "2026-04-06T02:00:00Z".parse().unwrap();
    apply(&mut name, Rewrite::begin(Span::ALWAYS, "Hoa"), ActId::fresh(), first);
    let correction = correct(&name, Span::ALWAYS, |_| "Hòa").unwrap();
    apply(&mut name, correction, ActId::fresh(), fixed);
    let march = date(2026, 3, 1);
    assert_eq!(as_of(&name, march, "2026-04-05T00:00:00Z".parse().unwrap()).unwrap().value, "Hoa");
    assert_eq!(as_of(&name, march, "2026-04-07T00:00:00Z".parse().unwrap()).unwrap().value, "Hòa");
    assert!(as_of(&name, march, "2019-01-01T00:00:00Z".parse().unwrap()).is_none());
}

#[test]
fn a_change_keeps_what_was_true_before_it() {
    let mut home = Vec::new();
    apply(&mut home, Rewrite::begin(Span::since(date(2000, 1, 1)), "Vinh"), ActId::fresh(), at(0));
    let moved = change(&home, date(2020, 5, 1), "Cửa Lò").unwrap();
    apply(&mut home, moved, ActId::fresh(), at(1));
    for (day, place) in [
        (date(1999, 12, 31), None),
        (date(2000, 1, 1), Some("Vinh")),
        (date(2020, 4, 30), Some("Vinh")),
        (date(2020, 5, 1), Some("Cửa Lò")),
        (date(2030, 1, 1), Some("Cửa Lò")),
    ] {
        assert_eq!(as_of(&home, day, at(2)).map(|version| version.value), place, "{day}");
    }
}

#[test]
fn a_change_before_a_known_later_one_is_refused() {
    let mut home = Vec::new();
    apply(&mut home, Rewrite::begin(Span::since(date(2000, 1, 1)), 1), ActId::fresh(), at(0));
    let moved = change(&home, date(2020, 1, 1), 2).unwrap();
    apply(&mut home, moved, ActId::fresh(), at(1));
    assert!(change(&home, date(2010, 1, 1), 3).unwrap_err().has(codes::HISTORY_LATER_CHANGE));
    // On the very day of the last change it replaces that change.
    let again = change(&home, date(2020, 1, 1), 3).unwrap();
    assert_eq!(again.end.len(), 1);
    assert_eq!(again.add, vec![(Span::since(date(2020, 1, 1)), 3)]);
}

#[test]
fn closing_what_is_not_there_is_refused() {
    assert!(close::<i32>(&[], date(2020, 1, 1), |v| *v).unwrap_err().has(codes::HISTORY_NOTHING_THERE));
}

#[test]
fn a_correction_that_changes_nothing_is_refused() {
    let mut all = Vec::new();
    apply(&mut all, Rewrite::begin(Span::ALWAYS, 1), ActId::fresh(), at(0));
    assert!(correct(&all, Span::ALWAYS, |_| 1).unwrap_err().has(codes::HISTORY_NO_DIFFERENCE));
}

#[test]
fn an_act_is_undone_only_while_nothing_was_built_on_it() {
    let mut all = Vec::new();
    let (first, second) = (ActId::fresh(), ActId::fresh());
    apply(&mut all, Rewrite::begin(Span::ALWAYS, 1), ActId::fresh(), at(0));
    let one = change(&all, date(2010, 1, 1), 2).unwrap();
    apply(&mut all, one, first, at(1));
    let two = change(&all, date(2020, 1, 1), 3).unwrap();
    apply(&mut all, two, second, at(2));
    assert!(undo(first, &all).unwrap_err().has(codes::HISTORY_BUILT_UPON));
    let back = undo(second, &all).unwrap();
    apply(&mut all, back, ActId::fresh(), at(3));
    assert_eq!(as_of(&all, date(2025, 1, 1), at(4)).unwrap().value, 2);
    assert_eq!(as_of(&all, date(2025, 1, 1), at(2)).unwrap().value, 3, "what was known in between stays answerable");
    assert!(is_consistent(&all));
}

/// One act of a made-up history.
#[derive(Clone, Debug)]
enum Step {
    Change(u8, u8),
    Close(u8),
    Correct(Option<u8>, Option<u8>, u8),
    UndoLast,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (any::<u8>(), any::<u8>()).prop_map(|(day, value)| Step::Change(day, value)),
        any::<u8>().prop_map(Step::Close),
        (any::<Option<u8>>(), any::<Option<u8>>(), any::<u8>())
            .prop_map(|(from, to, value)| Step::Correct(from, to, value)),
        Just(Step::UndoLast),
    ];
    proptest::collection::vec(step, 0..24)
}

fn day(number: u8) -> Date {
    date(2000, 1, 1).saturating_add(jiff::Span::new().days(i64::from(number)))
}

/// Every answer the history gives at an instant, day by day.
fn answers(all: &[Version<u8>], known: Timestamp) -> Vec<Option<u8>> {
    (0..=255).map(|number| as_of(all, day(number), known).map(|version| version.value)).collect()
}

proptest! {
    // Every case asks every day of every instant: few cases say much.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn believed_versions_never_overlap_and_old_answers_never_change(steps in steps()) {
        let mut all = Vec::new();
        apply(&mut all, Rewrite::begin(Span::since(day(20)), 0), ActId::fresh(), at(0));
        let mut last = ActId::fresh();
        let mut told: Vec<(Timestamp, Vec<Option<u8>>)> = vec![(at(0), answers(&all, at(0)))];
        for (number, step) in steps.into_iter().enumerate() {
            let now = at(1 + number as i64);
            let rewrite = match step {
                Step::Change(from, value) => change(&all, day(from), value),
                Step::Close(on) => close(&all, day(on), |value| *value),
                Step::Correct(from, to, value) => correct(&all, Span { from: from.map(day), to: to.map(day) }, |_| value),
                Step::UndoLast => undo(last, &all),
            };
            if let Ok(rewrite) = rewrite {
                last = ActId::fresh();
                apply(&mut all, rewrite, last, now);
            }
            prop_assert!(is_consistent(&all));
            told.push((now, answers(&all, now)));
            for (known, before) in &told {
                prop_assert_eq!(&answers(&all, *known), before);
            }
        }
    }

    #[test]
    fn undoing_an_act_gives_back_the_answers_before_it(from in any::<u8>(), to in any::<u8>(), value in 1u8..) {
        let mut all = Vec::new();
        apply(&mut all, Rewrite::begin(Span::since(day(20)), 0), ActId::fresh(), at(0));
        let before = answers(&all, at(0));
        let act = ActId::fresh();
        if let Ok(rewrite) = correct(&all, Span { from: Some(day(from)), to: Some(day(to)) }, |_| value) {
            apply(&mut all, rewrite, act, at(1));
            let back = undo(act, &all).unwrap();
            apply(&mut all, back, ActId::fresh(), at(2));
        }
        prop_assert_eq!(answers(&all, at(3)), before);
    }
}
