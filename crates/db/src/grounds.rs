//! The law under which people are looked at, as dated data (`grounds.toml`): a record cites the law of its own day.

use basis::{Date, Failure, Fault};
use serde::Deserialize;
use std::sync::LazyLock;

static FILE: LazyLock<Result<File, String>> =
    LazyLock::new(|| toml::from_str(include_str!("../../../grounds.toml")).map_err(|error| error.to_string()));

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    ground: Vec<Dated>,
    #[cfg_attr(not(test), expect(dead_code, reason = "the tests hold every ground against it"))]
    replaced: Vec<Replaced>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Dated {
    key: String,
    article: String,
    from: Date,
    to: Option<Date>,
    #[serde(default = "yes")]
    #[expect(dead_code, reason = "for whoever reads the file")]
    confirmed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), expect(dead_code, reason = "the tests hold every ground against it"))]
struct Replaced {
    law: String,
    on: Date,
    by: String,
}

fn yes() -> bool {
    true
}

/// A kind of ground; which article it is depends on the day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Law {
    /// One-stop service.
    OneStop,
    /// Linked procedures.
    Linked,
    /// One's own data.
    OwnData,
    /// Using the population register for a public duty.
    Register,
    /// A child's personal number.
    PersonalNumber,
    /// Civil status.
    CivilStatus,
    /// Whether an electronic result stands.
    ElectronicResult,
    /// A child's health insurance.
    Insurance,
    /// Where people reside, and who agrees to it.
    Residence,
    /// Electronic identification: signing in, and one's own sessions.
    SignIn,
}

impl Law {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::OneStop,
        Self::Linked,
        Self::OwnData,
        Self::Register,
        Self::PersonalNumber,
        Self::CivilStatus,
        Self::ElectronicResult,
        Self::Insurance,
        Self::Residence,
        Self::SignIn,
    ];

    const fn key(self) -> &'static str {
        match self {
            Self::OneStop => "one_stop",
            Self::Linked => "linked",
            Self::OwnData => "own_data",
            Self::Register => "register",
            Self::PersonalNumber => "personal_number",
            Self::CivilStatus => "civil_status",
            Self::ElectronicResult => "electronic_result",
            Self::Insurance => "insurance",
            Self::Residence => "residence",
            Self::SignIn => "sign_in",
        }
    }

    /// The article that holds on a day.
    ///
    /// # Errors
    /// A fault when the data name none: nobody is looked at without a ground.
    pub fn on(self, day: Date) -> Result<&'static str, Failure> {
        let file = FILE.as_ref().map_err(|error| Fault::new(format!("reading grounds.toml: {error}")))?;
        file.ground
            .iter()
            .find(|ground| ground.key == self.key() && ground.holds(day))
            .map(|ground| ground.article.as_str())
            .ok_or_else(|| Fault::new(format!("no law of the kind {} holds on {day}", self.key())).into())
    }
}

impl Dated {
    fn holds(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> &'static File {
        FILE.as_ref().unwrap()
    }
    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn the_law_of_the_day_is_cited() {
        for (law, on, article) in [
            (Law::OneStop, "2025-06-30", "NĐ 61/2018/NĐ-CP"),
            (Law::OneStop, "2025-07-01", "NĐ 118/2025/NĐ-CP"),
            (Law::OwnData, "2025-12-31", "NĐ 13/2023/NĐ-CP Đ9"),
            (Law::OwnData, "2026-01-01", "Luật 91/2025/QH15, NĐ 356/2025/NĐ-CP Đ5"),
            (Law::Linked, "2026-11-23", "NĐ 63/2024/NĐ-CP, sửa đổi bởi NĐ 301/2026/NĐ-CP"),
            (Law::CivilStatus, "2027-03-01", "Luật Hộ tịch 03/2026/QH16"),
            (Law::SignIn, "2024-06-30", "NĐ 59/2022/NĐ-CP"),
            (Law::SignIn, "2026-11-23", "NĐ 69/2024/NĐ-CP"),
        ] {
            assert_eq!(law.on(day(on)).unwrap(), article, "{law:?} on {on}");
        }
        assert!(Law::OwnData.on(day("2000-01-01")).is_err(), "nobody is looked at without a ground");
    }

    #[test]
    fn every_kind_has_one_article_a_day_without_an_end() {
        for law in Law::ALL {
            let mut versions: Vec<&Dated> = file().ground.iter().filter(|ground| ground.key == law.key()).collect();
            versions.sort_by_key(|ground| ground.from);
            for pair in versions.windows(2) {
                assert_eq!(pair[0].to, Some(pair[1].from), "{law:?}");
            }
            assert_eq!(versions.last().map(|ground| ground.to), Some(None), "{law:?} ends");
        }
        let known = |key: &str| Law::ALL.iter().any(|law| law.key() == key);
        assert!(file().ground.iter().all(|ground| known(&ground.key)), "a ground that nothing cites");
    }

    #[test]
    fn no_ground_outlives_the_law_it_cites() {
        for ground in &file().ground {
            for replaced in file().replaced.iter().filter(|replaced| ground.article.contains(&replaced.law)) {
                let ends = ground.to.is_some_and(|to| to <= replaced.on);
                assert!(ends, "{} is cited after {}, when {} replaced it", ground.article, replaced.on, replaced.by);
            }
        }
    }
}
