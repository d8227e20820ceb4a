//! Numbers that rules count with, as dated data: `data/limits.toml`. One source for rules and forms.

use jiff::civil::Date;
use serde::Deserialize;
use std::sync::LazyLock;

static FILE: LazyLock<File> = LazyLock::new(|| {
    toml::from_str(include_str!("../data/limits.toml")).expect("the file inside the program is read by a test")
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    limit: Vec<Dated>,
}

/// A number with its article and the days it holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dated {
    key: String,
    /// The number.
    pub value: i32,
    from: Date,
    to: Option<Date>,
    /// The article that says so.
    pub article: String,
    /// Whether a source at hand confirms it.
    pub confirmed: bool,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Days within which a birth is registered.
    BirthRegistrationDays,
    /// Days after a husband's death within which a child counts as his.
    FatherDeadDays,
    /// Under this age a parent is unusual.
    ParentAgeFrom,
    /// Over this age a mother is unusual.
    MotherAgeTo,
    /// Over this age a father is unusual.
    FatherAgeTo,
    /// The age from which people act for themselves.
    AdultAge,
}

impl Limit {
    /// Every limit.
    pub const ALL: [Self; 6] = [
        Self::BirthRegistrationDays,
        Self::FatherDeadDays,
        Self::ParentAgeFrom,
        Self::MotherAgeTo,
        Self::FatherAgeTo,
        Self::AdultAge,
    ];

    const fn key(self) -> &'static str {
        match self {
            Self::BirthRegistrationDays => "birth_registration_days",
            Self::FatherDeadDays => "father_dead_days",
            Self::ParentAgeFrom => "parent_age_from",
            Self::MotherAgeTo => "mother_age_to",
            Self::FatherAgeTo => "father_age_to",
            Self::AdultAge => "adult_age",
        }
    }

    /// The number that holds on a day; before the first that is known, that one.
    pub fn on(self, day: Date) -> &'static Dated {
        let own = || FILE.limit.iter().filter(|dated| dated.key == self.key());
        own()
            .find(|dated| dated.from <= day && dated.to.is_none_or(|to| day < to))
            .or_else(|| own().next())
            .expect("every limit stands in the file, which a test checks")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_holds_on_each_day_from_its_first() {
        assert!(FILE.limit.iter().all(|dated| Limit::ALL.iter().any(|limit| limit.key() == dated.key)));
        for limit in Limit::ALL {
            let own: Vec<&Dated> = FILE.limit.iter().filter(|dated| dated.key == limit.key()).collect();
            assert!(!own.is_empty(), "{limit:?}");
            for pair in own.windows(2) {
                assert_eq!(pair[0].to, Some(pair[1].from), "{limit:?}");
            }
            assert_eq!(own.last().and_then(|dated| dated.to), None, "{limit:?} ends");
        }
    }

    #[test]
    fn the_law_of_the_day_is_named() {
        let on = |day: &str| Limit::BirthRegistrationDays.on(day.parse().unwrap()).article.as_str();
        assert_eq!(on("2026-11-23"), "Luật Hộ tịch 60/2014/QH13 Đ15.1");
        assert_eq!(on("2027-03-01"), "Luật Hộ tịch 03/2026/QH16");
        assert_eq!(Limit::AdultAge.on("1990-01-01".parse().unwrap()).value, 18);
    }
}
