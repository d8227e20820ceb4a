//! Which number a health-insurance card stands under on a day, and whether the old one is asked for: dated data.

use basis::Date;
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    /// Ten digits, given by the insurance agency (mã số bảo hiểm xã hội).
    Legacy,
    /// The personal number.
    PersonalId,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "article and confirmed are for whoever reads the data; a test wants them")
)]
struct Row {
    kind: Kind,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    article: String,
    confirmed: bool,
    ask_legacy_of_born_until: Option<Date>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Numbers {
    number: Vec<Row>,
}

static NUMBERS: LazyLock<Numbers> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/insurance_numbers.toml"))
        .expect("the file is part of the program and read by a test")
});

/// Whether the insurance register is asked for the old number of a child born then, on a day.
pub(crate) fn asks_legacy(born: Date, today: Date) -> bool {
    let on = |row: &&Row| row.valid_from.is_none_or(|from| from <= today) && row.valid_to.is_none_or(|to| today <= to);
    NUMBERS.number.iter().find(on).is_some_and(|row| match row.kind {
        Kind::Legacy => true,
        Kind::PersonalId => row.ask_legacy_of_born_until.is_some_and(|until| born <= until),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_number_is_asked_for_of_those_who_may_have_one() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        for (born, today, asked) in [
            ("2024-05-05", "2026-11-23", true),
            ("2025-07-31", "2026-11-23", true),
            ("2025-08-01", "2026-11-23", false),
            ("2026-11-20", "2026-11-23", false),
            ("2025-06-01", "2025-07-31", true),
        ] {
            assert_eq!(asks_legacy(day(born), day(today)), asked, "{born} on {today}");
        }
        assert!(NUMBERS.number.iter().all(|row| !row.article.is_empty() && !row.confirmed));
    }
}
