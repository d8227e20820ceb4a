//! The communes of Nghệ An, today's and those they were made from, and who lives in them.

use crate::{chance::Chance, names::People};
use jiff::civil::{Date, date};
use vietnam::{Address, UnitKey, units};

/// The day the districts ended.
pub(crate) const REFORM: Date = date(2025, 7, 1);
const TODAY: Date = date(2026, 11, 23);

/// A commune of today.
pub(crate) struct Commune {
    pub(crate) key: UnitKey,
    /// The communes it was made from.
    pub(crate) old: Vec<UnitKey>,
    /// The peoples who live in it, by weight.
    pub(crate) peoples: &'static [(People, u32)],
    /// Per mille of Catholics.
    pub(crate) catholics: u32,
    weight: u32,
    hamlet: &'static str,
}

/// The whole province.
pub(crate) struct Places {
    pub(crate) communes: Vec<Commune>,
    total: u32,
}

const LOWLAND: &[(People, u32)] = &[(People::Kinh, 1000)];
/// Shares by old district, per mille. Assumptions of a made-up province, near what the census tells.
const HIGHLAND: &[(&str, &[(People, u32)])] = &[
    ("415", &[(People::Thai, 880), (People::Kinh, 90), (People::Mong, 30)]),
    ("416", &[(People::Thai, 770), (People::Kinh, 230)]),
    ("417", &[(People::Mong, 380), (People::KhoMu, 330), (People::Thai, 270), (People::Kinh, 20)]),
    ("418", &[(People::Thai, 720), (People::KhoMu, 120), (People::Kinh, 110), (People::Mong, 50)]),
    ("419", &[(People::Kinh, 730), (People::Tho, 150), (People::Thai, 120)]),
    ("420", &[(People::Kinh, 560), (People::Thai, 280), (People::Tho, 160)]),
    ("422", &[(People::Thai, 720), (People::Kinh, 280)]),
    ("423", &[(People::Kinh, 780), (People::Tho, 120), (People::Thai, 100)]),
    ("424", &[(People::Kinh, 920), (People::Thai, 80)]),
];
/// Districts with old Catholic parishes.
const PARISHES: &[&str] = &["421", "426", "429"];

impl Places {
    pub(crate) fn new(province: &str) -> Self {
        let communes: Vec<Commune> = units()
            .communes_of(province, TODAY)
            .into_iter()
            .map(|unit| {
                let key = unit.key();
                let before = units().predecessors(&key);
                let district = before.first().and_then(|link| link.unit.parent).unwrap_or_default();
                let old = before.iter().map(|link| link.unit.key()).collect::<Vec<_>>();
                let peoples = HIGHLAND.iter().find(|(code, _)| *code == district).map_or(LOWLAND, |(_, all)| *all);
                let ward = unit.kind == "Phường";
                let sparse = peoples.len() > 1;
                let weight = 10 * old.len().max(1) as u32 * if ward { 3 } else { 2 } / if sparse { 2 } else { 1 };
                let hamlet = match (ward, sparse) {
                    (true, _) => "Khối",
                    (false, true) => "Bản",
                    (false, false) => "Xóm",
                };
                let catholics = if PARISHES.contains(&district) { 150 } else { 20 };
                Commune { key, old, peoples, catholics, weight, hamlet }
            })
            .collect();
        let total = communes.iter().map(|commune| commune.weight).sum();
        Self { communes, total }
    }
    /// A commune, the big ones more often.
    pub(crate) fn draw(&self, chance: &mut Chance) -> usize {
        let mut left = chance.below(self.total);
        for (at, commune) in self.communes.iter().enumerate() {
            if left < commune.weight {
                return at;
            }
            left -= commune.weight;
        }
        self.communes.len() - 1
    }
}

impl Commune {
    /// The commune as it was on a day: before the reform one of those it was made from.
    pub(crate) fn on(&self, day: Date, chance: &mut Chance) -> UnitKey {
        match self.old.as_slice() {
            [] => self.key.clone(),
            _ if day >= REFORM => self.key.clone(),
            old => chance.one_of(old).clone(),
        }
    }
    /// A home in it, written in the words of the day it was taken.
    pub(crate) fn home(&self, since: Date, chance: &mut Chance) -> Address {
        let number = 1 + chance.below(18);
        let detail = if self.hamlet == "Khối" && chance.per_mille(600) {
            format!("Số {}, Khối {number}", 1 + chance.below(240))
        } else {
            format!("{} {number}", self.hamlet)
        };
        let unit = self.on(since, chance);
        let mut address = Address::new(unit, detail);
        // Books of before the reform wrote the names without their kinds; some of them were copied as they stood.
        if since < REFORM && chance.per_mille(250) {
            address.as_recorded = Some(address.display().replace("Xã ", "").replace("Huyện ", "").replace("Tỉnh ", ""));
        }
        address
    }
}
