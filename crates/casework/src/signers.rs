//! Who signs the papers an agency hands out, as dated data: the head of the paper, the order, the officer's title.

use basis::{Date, UnitCode};
use serde::Deserialize;
use std::sync::LazyLock;
use vietnam::units;

/// How the officers of a kind of agency sign.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signer {
    /// The kind of agency, by its code, which is the role that decides.
    pub role: String,
    /// From this day.
    pub valid_from: Date,
    superior: String,
    /// By whose order.
    pub on_behalf: String,
    /// The officer's title.
    pub title: String,
    /// What it rests on.
    pub article: String,
    /// Whether a source we hold confirms it.
    pub confirmed: bool,
}

impl Signer {
    /// The body above an agency that sits in this unit.
    #[must_use]
    pub fn superior(&self, unit: &UnitCode, day: Date) -> String {
        let here = units().on(&unit.0, day);
        let commune = here.map(|unit| lower_first(unit.name)).unwrap_or_default();
        let province = here.and_then(|unit| units().province_of(&unit.key())).or(here);
        let province = province.map(|unit| lower_first(unit.name)).unwrap_or_default();
        let text = self.superior.replace("{province}", &province).replace("{commune}", &commune);
        text.trim().to_owned()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Signers {
    signer: Vec<Signer>,
}

static SIGNERS: LazyLock<Vec<Signer>> = LazyLock::new(|| {
    let read: Signers =
        toml::from_str(include_str!("../data/signers.toml")).expect("the signers are embedded, and a test reads them");
    read.signer
});

/// How the officers of a role sign on a day, if papers of theirs are known.
#[must_use]
pub fn signer_on(role: &str, day: Date) -> Option<&'static Signer> {
    SIGNERS.iter().filter(|one| one.role == role && one.valid_from <= day).max_by_key(|one| one.valid_from)
}

fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_lowercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_that_decides_a_leg_signs_under_its_own_head() {
        let day: Date = "2026-11-23".parse().unwrap();
        for (role, superior, title) in [
            ("justice", "Ủy ban nhân dân tỉnh Nghệ An", "Công chức tư pháp - hộ tịch"),
            ("police", "Công an tỉnh Nghệ An", "Cán bộ đăng ký, quản lý cư trú"),
            ("insurance", "Bảo hiểm xã hội tỉnh Nghệ An", "Cán bộ cấp sổ, thẻ"),
        ] {
            let signer = signer_on(role, day).unwrap();
            assert_eq!(signer.superior(&UnitCode("16681".into()), day), superior);
            assert_eq!(signer.title, title);
        }
        assert!(signer_on("police", "2020-01-01".parse().unwrap()).is_none());
        assert!(signer_on("leader", day).is_none());
    }
}
