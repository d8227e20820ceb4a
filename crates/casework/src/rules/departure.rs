//! Whom it concerns that somebody moved: the communes that were left for another one. Pure; the term is dated data.

use basis::{Date, UnitCode};
use population::{PersonView, rules::household::commune_today};
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "article and confirmed are for whoever reads the data; a test wants them")
)]
struct Rule {
    valid_from: Date,
    working_days: u32,
    article: String,
    confirmed: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    rule: Vec<Rule>,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/departure.toml")).expect("the rules are embedded, and a test reads them")
});

/// Within how many working days the old commune takes note; nothing before the law asked for it.
pub(crate) fn working_days(today: Date) -> Option<u32> {
    let known = RULES.rule.iter().filter(|rule| rule.valid_from <= today).max_by_key(|rule| rule.valid_from);
    known.map(|rule| rule.working_days)
}

/// The communes, as they stand today, in which these people lived permanently before they moved to `unit`; each once.
pub(crate) fn communes_left(movers: &[PersonView], unit: &UnitCode) -> Vec<UnitCode> {
    let mut left: Vec<UnitCode> = movers
        .iter()
        .filter_map(PersonView::permanent)
        .map(|home| UnitCode(commune_today(&home.address.unit)))
        .filter(|commune| commune != unit)
        .collect();
    left.sort_unstable();
    left.dedup();
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_term_is_dated_and_not_confirmed() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(working_days(day("2021-06-30")), None);
        assert_eq!(working_days(day("2026-11-23")), Some(2));
        assert!(RULES.rule.iter().all(|rule| !rule.article.is_empty() && !rule.confirmed));
    }
}
