//! The calendar against the vectors of the law and the notices.

use jiff::civil::{Date, DateTime, Weekday, date, time};

use super::*;

fn at(written: &str) -> DateTime {
    written.parse().unwrap()
}

fn day(written: &str) -> Date {
    written.parse().unwrap()
}

#[test]
fn one_working_day_steps_over_culture_day() {
    let calendar = WorkingCalendar::statutory();
    assert_eq!(calendar.add_working_days(at("2026-11-23T10:00"), 1), at("2026-11-25T17:00"));
}

#[test]
fn working_days_are_not_counted_on_holidays_or_weekends() {
    let calendar = WorkingCalendar::statutory();
    let table = [
        // received, days, due
        ("2026-11-16T10:00", 1, "2026-11-17T17:00"),
        ("2026-11-20T16:59", 1, "2026-11-23T17:00"),
        ("2026-11-20T10:00", 3, "2026-11-26T17:00"),
        ("2026-11-21T09:00", 1, "2026-11-23T17:00"),
        ("2026-11-16T10:00", 0, "2026-11-16T17:00"),
        ("2026-11-21T09:00", 0, "2026-11-23T17:00"),
        // Tết 2026: 16 to 20 February.
        ("2026-02-13T10:00", 1, "2026-02-23T17:00"),
        // The Kings' day of 2026 is a Sunday: the 27th is off in its place; then 30 April and 1 May.
        ("2026-04-24T10:00", 1, "2026-04-28T17:00"),
        ("2026-04-24T10:00", 3, "2026-05-04T17:00"),
    ];
    for (received, days, due) in table {
        assert_eq!(calendar.add_working_days(at(received), days), at(due), "{received} + {days}");
    }
}

#[test]
fn holidays_of_the_years_are_as_announced() {
    let calendar = WorkingCalendar::statutory();
    let rest = [
        "2025-01-01",
        "2025-01-27",
        "2025-01-28",
        "2025-01-29",
        "2025-01-30",
        "2025-01-31",
        "2025-04-07",
        "2025-04-30",
        "2025-05-01",
        "2025-09-01",
        "2025-09-02",
        "2026-01-01",
        "2026-02-16",
        "2026-02-20",
        "2026-04-27",
        "2026-04-30",
        "2026-05-01",
        "2026-09-02",
        "2026-11-24",
        "2024-02-13",
        "2024-02-14",
        "2023-01-25",
        "2023-01-26",
        "2022-04-11",
        "2027-09-03",
        "2024-09-03",
        "2022-09-01",
        "2023-09-04",
        "2024-04-29",
        "2025-05-02",
        "2026-08-31",
        "2027-02-04",
        "2027-02-10",
        "2027-01-01",
        "2027-11-24",
    ];
    for written in rest {
        assert!(!calendar.is_working_day(day(written)), "{written}");
    }
    for written in [
        "2025-11-24",
        "2025-01-24",
        "2025-02-03",
        "2026-02-13",
        "2026-02-23",
        "2026-11-23",
        "2026-11-25",
        "2024-05-04",
        "2026-08-22",
        "2027-09-01",
        "2027-02-11",
    ] {
        assert!(calendar.is_working_day(day(written)), "{written}");
    }
    let mark = calendar.mark(date(2026, 4, 27)).unwrap();
    assert_eq!(mark.kind, DayKind::Compensatory);
    assert_eq!(calendar.mark(date(2026, 11, 24)).unwrap().authority, "NQ 28/2026/QH16");
    assert_eq!(calendar.mark(date(2026, 11, 22)), None, "an ordinary Sunday");
}

#[test]
fn every_year_has_its_twelve_days_off() {
    let calendar = WorkingCalendar::statutory();
    for (year, days) in [(2025, 11), (2026, 12), (2027, 12), (2060, 12)] {
        let marks = calendar.marks_of(year);
        let holidays = marks.values().filter(|mark| mark.kind == DayKind::Holiday).count();
        let worked_off = marks.iter().filter(|(day, mark)| match mark.kind {
            DayKind::Compensatory => true,
            DayKind::Holiday => !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday),
            DayKind::SwappedRest | DayKind::SwappedWorking => false,
        });
        assert_eq!((holidays, worked_off.count()), (days, days), "{year}");
    }
}

#[test]
fn hours_run_only_while_agencies_work() {
    let calendar = WorkingCalendar::statutory();
    let table = [
        ("2026-11-16T08:00", 2, "2026-11-16T10:00"),
        ("2026-11-16T10:30", 2, "2026-11-16T14:30"),
        ("2026-11-16T09:30", 2, "2026-11-16T11:30"),
        ("2026-11-16T16:00", 2, "2026-11-17T08:30"),
        ("2026-11-20T16:00", 8, "2026-11-23T16:30"),
        ("2026-11-23T16:00", 8, "2026-11-25T16:30"),
        ("2026-11-21T20:00", 4, "2026-11-23T11:30"),
        ("2026-11-16T05:00", 1, "2026-11-16T08:30"),
    ];
    for (received, hours, due) in table {
        assert_eq!(calendar.add_working_hours(at(received), hours), at(due), "{received} + {hours} h");
    }
}

#[test]
fn same_day_means_today_until_the_cutoff() {
    let calendar = WorkingCalendar::statutory();
    let cutoff = time(15, 0, 0, 0);
    let table = [
        ("2026-11-23T14:59", "2026-11-23T17:00"),
        ("2026-11-23T15:00", "2026-11-23T17:00"),
        ("2026-11-23T15:01", "2026-11-25T17:00"),
        ("2026-11-22T09:00", "2026-11-23T17:00"),
    ];
    for (received, due) in table {
        assert_eq!(calendar.same_day_due(at(received), cutoff), at(due), "{received}");
    }
}

#[test]
fn remaining_time_is_said_as_an_officer_would() {
    let calendar = WorkingCalendar::statutory();
    let table = [
        ("2026-11-16T10:00", "2026-11-19T17:00", Remaining::Days(3)),
        ("2026-11-16T10:00", "2026-11-17T17:00", Remaining::Days(1)),
        ("2026-11-23T10:00", "2026-11-25T17:00", Remaining::Days(1)),
        ("2026-11-16T13:00", "2026-11-16T17:00", Remaining::Hours(3)),
        ("2026-11-16T11:30", "2026-11-16T17:00", Remaining::Hours(3)),
        ("2026-11-16T16:15", "2026-11-16T17:00", Remaining::Minutes(45)),
        ("2026-11-16T17:00", "2026-11-16T17:00", Remaining::Minutes(0)),
        ("2026-11-16T16:30", "2026-11-17T08:30", Remaining::Hours(1)),
        ("2026-11-16T17:20", "2026-11-16T17:00", Remaining::Overdue { days: 0, hours: 0 }),
        ("2026-11-17T09:30", "2026-11-16T17:00", Remaining::Overdue { days: 0, hours: 2 }),
        ("2026-11-18T17:00", "2026-11-16T17:00", Remaining::Overdue { days: 2, hours: 0 }),
        ("2026-11-21T09:00", "2026-11-20T17:00", Remaining::Overdue { days: 0, hours: 0 }),
    ];
    for (now, due, said) in table {
        assert_eq!(calendar.remaining(at(now), at(due)), said, "{now} until {due}");
    }
}

#[test]
fn days_between_count_the_end_and_not_the_start() {
    let calendar = WorkingCalendar::statutory();
    assert_eq!(calendar.working_days_between(day("2026-11-23"), day("2026-11-25")), 1);
    assert_eq!(calendar.working_days_between(day("2026-11-20"), day("2026-11-30")), 5);
    assert_eq!(calendar.working_days_between(day("2026-11-25"), day("2026-11-23")), 0);
    assert_eq!(calendar.working_minutes_between(at("2026-11-23T10:00"), at("2026-11-25T08:00")), 90 + 210 + 30);
}

#[test]
fn it_says_how_far_it_is_sure() {
    let coverage = WorkingCalendar::statutory().coverage();
    assert!(coverage.contains(day("2026-11-23")));
    assert!(!coverage.contains(day("2027-02-05")));
    assert!(!coverage.why.is_empty());
    let (authority, confirmed) = WorkingCalendar::statutory().hours_ground(day("2026-11-23"));
    assert!(!authority.is_empty() && !confirmed, "each province sets its own hours");
}

const SMALL: &str = r#"
[coverage]
from = 2026-01-01
through = 2026-12-31
why = "test"
[[hours]]
valid_from = 2026-01-01
weekdays = [1, 2, 3, 4, 5]
sessions = [["08:00", "12:00"], ["13:00", "17:00"]]
authority = "test"
confirmed = true
"#;

#[test]
fn swapped_days_are_data() {
    let text = format!(
        "{SMALL}
        [[day]]
        date = 2026-08-31
        kind = \"swapped_rest\"
        authority = \"test\"
        confirmed = true
        [[day]]
        date = 2026-08-22
        kind = \"swapped_working\"
        authority = \"test\"
        confirmed = true"
    );
    let calendar = WorkingCalendar::from_toml(&text).unwrap();
    assert!(!calendar.is_working_day(day("2026-08-31")));
    assert!(calendar.is_working_day(day("2026-08-22")));
    assert_eq!(calendar.hours_of(day("2026-08-22")), calendar.hours_of(day("2026-08-21")));
    assert!(calendar.hours_of(day("2026-08-31")).is_empty());
    assert_eq!(calendar.add_working_days(at("2026-08-21T10:00"), 1), at("2026-08-22T17:00"));
    assert_eq!(calendar.add_working_days(at("2026-08-28T10:00"), 1), at("2026-09-01T17:00"));
}

#[test]
fn a_bad_calendar_is_refused_in_words() {
    let table = [
        ("", "coverage"),
        (&*format!("{SMALL}\nsurprise = 1"), "surprise"),
        (&*SMALL.replace("[1, 2, 3, 4, 5]", "[8]"), "weekday"),
        (&*SMALL.replace("[1, 2, 3, 4, 5]", "[]"), "working hours"),
        (&*SMALL.replace("\"12:00\"", "\"07:00\""), "out of order"),
        (&*SMALL.replace("\"08:00\"", "\"soon\""), "not a time"),
        (
            &*format!("{SMALL}\n[[arranged]]\nholiday=\"x\"\nfirst=2026-01-01\nauthority=\"\"\nconfirmed=true"),
            "unknown holiday",
        ),
        (
            &*format!(
                "{SMALL}\n[[holiday]]\ncode=\"x\"\nvi=\"\"\nen=\"\"\ndays=1\narticle=\"\"\nvalid_from=2026-01-01\nconfirmed=true"
            ),
            "solar or lunar",
        ),
    ];
    for (text, word) in table {
        let Err(problem) = WorkingCalendar::from_toml(text) else { panic!("{text}") };
        assert!(problem.to_string().contains(word), "{problem}");
    }
}

#[test]
fn the_end_of_time_is_no_endless_loop() {
    let calendar = WorkingCalendar::statutory();
    let last = Date::MAX.to_datetime(time(10, 0, 0, 0));
    assert_eq!(calendar.add_working_days(last, 5).date(), Date::MAX);
    assert_eq!(calendar.add_working_hours(last, 500).date(), Date::MAX);
}

proptest::proptest! {
    #[test]
    fn a_term_ends_on_a_working_day_and_counts_back(offset in 0i32..4000, hour in 0i8..24, days in 1u32..40) {
        let calendar = WorkingCalendar::statutory();
        let received = date(2022, 1, 1).checked_add(jiff::Span::new().days(offset)).unwrap().at(hour, 0, 0, 0);
        let due = calendar.add_working_days(received, days);
        assert!(calendar.is_working_day(due.date()));
        assert_eq!(calendar.working_days_between(received.date(), due.date()), days);
    }

    #[test]
    fn hours_counted_forward_are_the_hours_between(offset in 0i32..4000, hour in 0i8..24, hours in 1u32..60) {
        let calendar = WorkingCalendar::statutory();
        let received = date(2022, 1, 1).checked_add(jiff::Span::new().days(offset)).unwrap().at(hour, 0, 0, 0);
        let due = calendar.add_working_hours(received, hours);
        assert_eq!(calendar.working_minutes_between(received, due), i64::from(hours) * 60);
    }

    #[test]
    fn reading_a_calendar_never_panics(text in "\\PC*") {
        let _ = WorkingCalendar::from_toml(&text);
    }
}
