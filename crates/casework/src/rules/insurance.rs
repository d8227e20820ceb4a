//! Health-insurance cards by dated data: under which number one stands, whether the old one is asked for, until when it
//! holds and what it pays.

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

/// What a child's card says of its time and of what it pays.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct CardTerms {
    /// The last day it holds.
    pub(crate) valid_to: Option<Date>,
    /// What it pays (mức hưởng), as it is printed.
    pub(crate) benefit: Option<&'static str>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "article and confirmed are for whoever reads the data; a test wants them")
)]
struct Card {
    from: Date,
    months: i32,
    school_begins: String,
    benefit: String,
    article: String,
    confirmed: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cards {
    card: Vec<Card>,
}

static CARDS: LazyLock<Cards> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/health_card.toml"))
        .expect("the file is part of the program and read by a test")
});

/// What the card of a child born then says when it is issued on a day; nothing before the law knew such cards.
pub(crate) fn card_terms(born: Date, today: Date) -> CardTerms {
    let Some(card) = CARDS.card.iter().filter(|card| card.from <= today).max_by_key(|card| card.from) else {
        return CardTerms::default();
    };
    let of_age = born.saturating_add(jiff::Span::new().months(card.months));
    let school: Option<Date> = format!("{:04}-{}", of_age.year(), card.school_begins).parse().ok();
    CardTerms { valid_to: Some(school.map_or(of_age, |school| school.max(of_age))), benefit: Some(&card.benefit) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_holds_for_six_years_and_until_school_begins() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        for (born, until) in [
            ("2026-11-20", "2032-11-20"),
            ("2026-03-05", "2032-09-30"),
            ("2024-02-29", "2030-09-30"),
            ("2026-09-30", "2032-09-30"),
        ] {
            let terms = card_terms(day(born), day("2026-11-23"));
            assert_eq!(terms.valid_to, Some(day(until)), "{born}");
            assert!(terms.benefit.is_some_and(|benefit| benefit.contains("100%")));
        }
        assert_eq!(card_terms(day("2008-01-01"), day("2008-06-01")), CardTerms::default());
        assert!(CARDS.card.iter().all(|card| !card.article.is_empty() && !card.confirmed));
    }

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
