//! Names by people, sex and time of birth.

use crate::chance::Chance;
use std::sync::LazyLock;
use vietnam::{Ethnicity, FullName, Sex};

/// The peoples of Nghệ An.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum People {
    Kinh,
    Thai,
    Mong,
    KhoMu,
    Tho,
}

impl People {
    pub(crate) fn ethnicity(self) -> Ethnicity {
        let code = match self {
            Self::Kinh => "kinh",
            Self::Thai => "thai",
            Self::Mong => "hmong",
            Self::KhoMu => "kho_mu",
            Self::Tho => "tho",
        };
        Ethnicity::from_code(code).unwrap_or(Ethnicity::KINH)
    }
    fn surnames(self) -> &'static [(&'static str, u32)] {
        match self {
            Self::Kinh => KINH,
            Self::Thai => THAI,
            Self::Mong => MONG,
            Self::KhoMu => KHO_MU,
            Self::Tho => THO,
        }
    }
}

/// Surnames of Nghệ An by frequency: the sample NAN01, n = 38,099 (hoten.org), in hundredths of a per cent. Where the
/// sample names no surname for a rank, the national one of that rank stands.
const KINH: &[(&str, u32)] = &[
    ("Nguyễn", 3200),
    ("Trần", 920),
    ("Lê", 760),
    ("Hoàng", 450),
    ("Phạm", 430),
    ("Hồ", 420),
    ("Phan", 390),
    ("Võ", 220),
    ("Đặng", 210),
    ("Bùi", 210),
    ("Ngô", 180),
    ("Trương", 180),
    ("Vũ", 160),
    ("Cao", 160),
    ("Đinh", 120),
    ("Thái", 120),
    ("Đậu", 110),
    ("Chu", 71),
    ("Dương", 71),
    ("Đào", 61),
    ("Trịnh", 56),
    ("Lưu", 44),
    ("Mai", 40),
    ("Vương", 39),
    ("Phùng", 28),
    ("Hà", 27),
    ("Văn", 27),
    ("Đỗ", 15),
    ("Tạ", 12),
    ("Lý", 3),
    ("Tôn", 2),
];
const THAI: &[(&str, u32)] = &[
    ("Vi", 200),
    ("Lương", 190),
    ("Lô", 150),
    ("Hà", 60),
    ("Lữ", 45),
    ("Lang", 37),
    ("Kha", 30),
    ("Quang", 27),
    ("Ngân", 27),
    ("Sầm", 18),
];
const MONG: &[(&str, u32)] = &[("Lầu", 22), ("Xồng", 14), ("Và", 14), ("Vừ", 11), ("Già", 9), ("Hờ", 7), ("Thò", 4)];
const KHO_MU: &[(&str, u32)] = &[("Moong", 17), ("Cụt", 14), ("Lữ", 9), ("Xeo", 8), ("Ven", 5), ("Ốc", 4)];
const THO: &[(&str, u32)] = &[("Trương", 40), ("Nguyễn", 25), ("Lê", 20), ("Hoàng", 10), ("Bùi", 8)];

const MONG_MEN: &[&str] =
    &["Chống", "Dìa", "Xìa", "Tủa", "Lầu", "Nênh", "Pó", "Chùa", "Rê", "Tồng", "Vả", "Súa", "Thái", "Dềnh"];
const MONG_WOMEN: &[&str] = &["Xì", "Mỷ", "Dợ", "Cở", "Mái", "Sông", "Pà", "Dở", "Chư", "Xài", "Dinh", "Nhìa", "Mò"];
const OLD_MIDDLES_MEN: &[(&str, u32)] = &[
    ("Văn", 480),
    ("Đình", 90),
    ("Xuân", 90),
    ("Hữu", 80),
    ("Quang", 60),
    ("Trọng", 50),
    ("Bá", 50),
    ("Sỹ", 50),
    ("Công", 50),
];

struct Given {
    whole: Vec<&'static str>,
    last: Vec<&'static str>,
}

static MEN: LazyLock<Given> = LazyLock::new(|| Given::read(include_str!("../data/male_given.txt")));
static WOMEN: LazyLock<Given> = LazyLock::new(|| Given::read(include_str!("../data/female_given.txt")));

impl Given {
    fn read(text: &'static str) -> Self {
        let whole: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let last = whole.iter().filter_map(|name| name.rsplit(' ').next()).collect();
        Self { whole, last }
    }
}

/// A surname of a people.
pub(crate) fn surname(people: People, chance: &mut Chance) -> &'static str {
    chance.weighted(people.surnames())
}

/// A whole name. The shape follows the time of birth: "Văn" and "Thị" among the old, four words among young girls.
pub(crate) fn name(people: People, surname: &str, sex: Sex, born: i16, chance: &mut Chance) -> FullName {
    let written = match (people, sex) {
        (People::Mong, Sex::Female) => format!("{surname} Y {}", chance.one_of(MONG_WOMEN)),
        (People::Mong, _) => {
            let middle = *chance.one_of(&["Bá", "A", "Nhìa", "Giống"]);
            format!("{surname} {middle} {}", chance.one_of(MONG_MEN))
        }
        (_, Sex::Female) => {
            let with_thi = if born < 1985 { 880 } else { 420 };
            let four = if born < 1985 { 60 } else { 500 };
            match (chance.per_mille(with_thi), chance.per_mille(four)) {
                (true, false) => format!("{surname} Thị {}", chance.one_of(&WOMEN.last)),
                (true, true) => format!("{surname} Thị {}", chance.one_of(&WOMEN.whole)),
                (false, _) => format!("{surname} {}", chance.one_of(&WOMEN.whole)),
            }
        }
        (_, _) => {
            let old_style = if born < 1980 { 820 } else { 300 };
            if chance.per_mille(old_style) {
                let middle = chance.weighted(OLD_MIDDLES_MEN);
                format!("{surname} {middle} {}", chance.one_of(&MEN.last))
            } else {
                format!("{surname} {}", chance.one_of(&MEN.whole))
            }
        }
    };
    FullName::parse(&written).expect("the lists hold letters and spaces only; a test reads every line")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_lists_is_a_name() {
        for given in [&*MEN, &*WOMEN] {
            assert!(given.whole.len() > 1200);
            for name in &given.whole {
                FullName::parse(&format!("Nguyễn {name}")).unwrap();
            }
        }
        for people in [People::Kinh, People::Thai, People::Mong, People::KhoMu, People::Tho] {
            assert_ne!(people.ethnicity().code(), "unknown");
            for (surname, _) in people.surnames() {
                FullName::parse(surname).unwrap();
            }
        }
    }

    #[test]
    fn nguyen_is_about_a_third_as_in_the_sample() {
        let mut chance = Chance::new(1, 0);
        let count = (0..10_000).filter(|_| surname(People::Kinh, &mut chance) == "Nguyễn").count();
        assert!((3300..4300).contains(&count), "{count} of ten thousand among the named surnames");
    }
}
