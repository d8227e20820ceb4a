//! Dates, numbers, sizes and times left, as people in Viet Nam write them.

use crate::{Tag, Tone, Words};
use basis::{Date, Timestamp, local};

/// Time left at which a deadline is said to be near: one day.
pub const NEAR_MINUTES: i64 = 24 * 60;
const HOUR_MINUTES: i64 = 60;
const DAY_MINUTES: i64 = 24 * HOUR_MINUTES;
const GROUP_DIGITS: usize = 3;
const MASKED_FROM: usize = 3;
const MASKED_TO: usize = 9;

/// `24/11/2026`.
#[must_use]
pub fn date(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// `09:12 24/11/2026`, by the clock in Viet Nam.
#[must_use]
pub fn datetime(at: Timestamp) -> String {
    let at = local(at);
    format!("{:02}:{:02} {}", at.hour(), at.minute(), date(at.date()))
}

/// `09:12`, by the clock in Viet Nam.
#[must_use]
pub fn time(at: Timestamp) -> String {
    let at = local(at);
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// An instant for a `datetime` attribute.
#[must_use]
pub fn machine(at: Timestamp) -> String {
    at.to_string()
}

/// `1.234.567`.
#[must_use]
pub fn number(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", from_right(&digits, "."))
}

/// `46 KB`, `1,2 MB`: sizes as phones show them, in steps of 1000.
#[must_use]
pub fn bytes(bytes: u64) -> String {
    const KILO: u64 = 1000;
    const MEGA: u64 = KILO * KILO;
    match bytes {
        0..KILO => format!("{bytes} B"),
        KILO..MEGA => format!("{} KB", bytes.div_ceil(KILO)),
        _ => {
            let tenths = bytes.div_ceil(MEGA / 10);
            format!("{},{} MB", number(i64::try_from(tenths / 10).unwrap_or(i64::MAX)), tenths % 10)
        }
    }
}

/// A personal number in groups of three, `046 190 000 123`; anything else stays as it is.
#[must_use]
pub fn personal_id(id: &str) -> String {
    if !id.is_empty() && id.len().is_multiple_of(GROUP_DIGITS) && id.bytes().all(|byte| byte.is_ascii_digit()) {
        from_right(id, "\u{a0}")
    } else {
        id.to_owned()
    }
}

/// A personal number with its middle hidden, `046 ••• ••• 123`.
#[must_use]
pub fn personal_id_masked(id: &str) -> String {
    let masked: Vec<String> = id
        .chars()
        .enumerate()
        .map(|(at, digit)| if (MASKED_FROM..MASKED_TO).contains(&at) { '•' } else { digit })
        .collect::<Vec<_>>()
        .chunks(GROUP_DIGITS)
        .map(|group| group.iter().collect())
        .collect();
    masked.join("\u{a0}")
}

/// What is left of a time limit, in words and never by colour alone: "còn 4 giờ", "quá hạn 1 ngày". It counts the
/// clock; whether the limit itself runs in working days was settled when `due` was reckoned.
#[must_use]
pub fn remaining(words: &Words, now: Timestamp, due: Timestamp) -> Tag {
    let minutes = (due.as_second() - now.as_second()).div_euclid(60);
    let (late, amount) = if minutes < 0 { (true, -minutes) } else { (false, minutes) };
    let (unit, count) = match amount {
        0..HOUR_MINUTES => ("minutes", amount),
        HOUR_MINUTES..DAY_MINUTES => ("hours", amount / HOUR_MINUTES),
        _ => ("days", amount / DAY_MINUTES),
    };
    let tone = match (late, minutes) {
        (true, _) => Tone::Late,
        (false, 0..=NEAR_MINUTES) => Tone::Soon,
        _ => Tone::Good,
    };
    let key = if late { format!("late-{unit}") } else { format!("left-{unit}") };
    Tag { tone, text: words.with(&key, [("n", count.to_string())]) }
}

fn from_right(digits: &str, between: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / GROUP_DIGITS);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(GROUP_DIGITS) {
            text.push_str(between);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;

    #[test]
    fn dates_are_day_month_year_by_the_clock_in_vietnam() {
        let at: Timestamp = "2026-11-23T18:05:00Z".parse().unwrap();
        assert_eq!(datetime(at), "01:05 24/11/2026");
        assert_eq!(date(local(at).date()), "24/11/2026");
        assert_eq!(time(at), "01:05");
    }

    #[test]
    fn numbers_are_grouped_by_points() {
        for (given, text) in [(0, "0"), (999, "999"), (1000, "1.000"), (1_234_567, "1.234.567"), (-12_000, "-12.000")] {
            assert_eq!(number(given), text);
        }
    }

    #[test]
    fn sizes_have_one_decimal_from_a_megabyte_on() {
        for (given, text) in [(12, "12 B"), (45_100, "46 KB"), (1_200_000, "1,2 MB"), (25_000_001, "25,1 MB")] {
            assert_eq!(bytes(given), text);
        }
    }

    #[test]
    fn a_personal_number_is_grouped_and_its_middle_can_be_hidden() {
        assert_eq!(personal_id("046190000123"), "046\u{a0}190\u{a0}000\u{a0}123");
        assert_eq!(personal_id("chưa có"), "chưa có");
        assert_eq!(personal_id_masked("046190000123"), "046\u{a0}•••\u{a0}•••\u{a0}123");
    }

    #[test]
    fn time_left_is_said_in_words() {
        let now: Timestamp = "2026-11-23T03:00:00Z".parse().unwrap();
        let cases = [
            ("2026-11-26T03:00:00Z", Tone::Good, "Còn 3 ngày"),
            ("2026-11-23T07:30:00Z", Tone::Soon, "Còn 4 giờ"),
            ("2026-11-23T03:20:00Z", Tone::Soon, "Còn 20 phút"),
            ("2026-11-22T03:00:00Z", Tone::Late, "Quá hạn 1 ngày"),
            ("2026-11-23T00:00:00Z", Tone::Late, "Quá hạn 3 giờ"),
        ];
        for (due, tone, text) in cases {
            let left = remaining(Words::of(Lang::Vi), now, due.parse().unwrap());
            assert_eq!((left.tone, left.text.as_str()), (tone, text));
        }
    }
}
