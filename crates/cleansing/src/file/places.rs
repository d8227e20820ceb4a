//! Communes by their names: the engine compares codes, and most files have names, old ones or new ones.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use sheet::{Field, Row, Typing};
use vietnam::{Level, Unit, text, units};

/// The first day of the two tiers.
const MERGED_ON: Date = date(2025, 7, 1);
/// Spellings remembered; a file has a few hundred communes.
const MEMO_MAX: usize = 50_000;

struct Known {
    code: &'static str,
    /// Where it is since the merger.
    today: Option<&'static str>,
    district: String,
    /// Folded short names: before and after the merger.
    provinces: Vec<String>,
}

static BY_NAME: LazyLock<HashMap<String, Vec<Known>>> = LazyLock::new(|| {
    let mut by_name: HashMap<String, Vec<Known>> = HashMap::new();
    for unit in units().all().iter().filter(|unit| unit.level == Level::Commune) {
        by_name.entry(text::fold(unit.short_name)).or_default().push(known(unit));
    }
    by_name
});

fn known(unit: &'static Unit) -> Known {
    let now = units().certain_on(&unit.key(), MERGED_ON);
    let mut provinces: Vec<String> = [Some(unit), now]
        .into_iter()
        .flatten()
        .filter_map(|unit| units().province_of(&unit.key()))
        .map(|province| text::fold(province.short_name))
        .collect();
    provinces.dedup();
    let before = date(2025, 6, 30);
    let district = unit.parent.and_then(|code| units().on(code, before)).filter(|unit| unit.level == Level::District);
    let district = district.map(|unit| text::fold(unit.short_name)).unwrap_or_default();
    Known { code: unit.code, today: now.map(|unit| unit.code), district, provinces }
}

/// Finds codes of communes, and remembers.
pub(super) struct Places {
    /// The province that is meant when none is named, folded.
    home: Option<String>,
    memo: HashMap<String, String>,
}

impl Places {
    pub(super) fn new(home: Option<String>) -> Self {
        Self { home, memo: HashMap::new() }
    }

    /// The code of a row's commune: what stands there when it is a code, or the only one that the names can mean.
    /// Nothing when it cannot be told: an unknown place speaks neither for nor against anybody.
    pub(super) fn code(&mut self, written: &str, typing: &Typing, row: &Row) -> String {
        if let Some(code) = as_code(written) {
            return code;
        }
        let (district, province) =
            (typing.text(row, Field::ResidenceDistrict), typing.text(row, Field::ResidenceProvince));
        let whole = typing.text(row, Field::Residence);
        let key = [written, &district, &province, &whole].join("\u{1}");
        if let Some(code) = self.memo.get(&key) {
            return code.clone();
        }
        let code = self.find(written, &district, &province, &whole);
        if self.memo.len() < MEMO_MAX {
            self.memo.insert(key, code.clone());
        }
        code
    }

    fn find(&self, commune: &str, district: &str, province: &str, whole: &str) -> String {
        let parts: Vec<String> =
            whole.split([',', ';']).map(str::trim).map(bare).filter(|part| !part.is_empty()).collect();
        let commune = bare(commune);
        let at = parts.iter().position(|part| *part == commune);
        // What stands behind the commune in one address.
        let behind: &[String] = at.map_or(&[], |at| &parts[at + 1..]);
        let one = |own: &str, of: Option<&String>| match bare(own) {
            own if own.is_empty() => of.cloned().unwrap_or_default(),
            own => own,
        };
        let province = one(province, behind.last());
        let district = one(district, (behind.len() >= 2).then(|| &behind[0]));
        let Some(all) = BY_NAME.get(&commune) else { return String::new() };
        let in_province = |known: &&Known, name: &str| known.provinces.iter().any(|own| own == name);
        let mut left: Vec<&Known> = all.iter().collect();
        if !province.is_empty() {
            left.retain(|known| in_province(known, &province));
        } else if let Some(home) = self.home.as_deref().filter(|home| left.iter().any(|known| in_province(known, home)))
        {
            left.retain(|known| in_province(known, home));
        }
        if !district.is_empty() && left.iter().any(|known| known.district == district) {
            left.retain(|known| known.district == district);
        }
        only(&left).unwrap_or_default().to_owned()
    }
}

/// The code, when all that is left is one place today.
fn only(left: &[&Known]) -> Option<&'static str> {
    let first = left.first()?;
    let is_one = left.iter().all(|known| known.code == first.code)
        || first.today.is_some() && left.iter().all(|known| known.today == first.today);
    is_one.then_some(first.code)
}

/// A code of five digits, or of four when the first was a zero that a spreadsheet lost.
fn as_code(written: &str) -> Option<String> {
    let written = written.trim().trim_end_matches(".0");
    let is_code = matches!(written.len(), 4 | 5) && written.bytes().all(|byte| byte.is_ascii_digit());
    is_code.then(|| format!("{written:0>5}"))
}

/// A name without the word for its kind, folded.
fn bare(name: &str) -> String {
    let folded = text::fold(&name.replace('.', " "));
    let kinds = [
        "xa ",
        "phuong ",
        "thi tran ",
        "dac khu ",
        "huyen ",
        "quan ",
        "thi xa ",
        "thanh pho ",
        "tinh ",
        "tt ",
        "tx ",
        "tp ",
        "p ",
        "x ",
        "h ",
        "q ",
    ];
    let rest = kinds.iter().find_map(|kind| folded.strip_prefix(kind)).unwrap_or(&folded).trim();
    match rest {
        "hcm" | "tphcm" => "ho chi minh".to_owned(),
        rest => rest.to_owned(),
    }
}

/// The province in which most of these rows are, folded.
pub(super) fn home(typing: &Typing, rows: &[Row]) -> Option<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut places = Places::new(None);
    for row in rows {
        let unit = typing.text(row, Field::ResidenceUnit);
        let written = if unit.is_empty() { typing.commune(row) } else { unit };
        let code = places.code(&written, typing, row);
        let of_code = BY_CODE.get(code.as_str()).copied();
        if let Some(province) = of_code {
            *counts.entry(province).or_default() += 1;
        }
    }
    let best = counts.into_iter().max_by_key(|(name, count)| (*count, std::cmp::Reverse(*name)))?;
    Some(best.0.to_owned())
}

/// By code the folded name of the province, of today where it is certain.
static BY_CODE: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let all = BY_NAME.values().flatten();
    all.filter_map(|known| Some((known.code, known.provinces.last()?.as_str()))).collect()
});

/// A code as its name, for people.
pub(super) fn display(code: &str) -> String {
    let unit = units().on(code, MERGED_ON).or_else(|| units().on(code, date(2025, 6, 30)));
    unit.map_or_else(|| code.to_owned(), |unit| unit.name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_codes_when_only_one_place_can_be_meant() {
        let nghe_an = Places::new(Some("nghe an".to_owned()));
        let anywhere = Places::new(None);
        let kim_lien = anywhere.find("Xã Kim Liên", "", "Nghệ An", "");
        assert!(!kim_lien.is_empty());
        assert_eq!(nghe_an.find("kim lien", "", "", ""), kim_lien);
        assert_eq!(anywhere.find("Xã Kim Liên", "", "", "Xóm 3, Xã Kim Liên, Tỉnh Nghệ An"), kim_lien);
        assert_eq!(anywhere.find("Xã Kim Liên", "", "Cà Mau", ""), "");
        assert_eq!(anywhere.find("Xã Không Có", "", "Nghệ An", ""), "");
    }

    #[test]
    fn codes_stay_and_get_their_zero_back() {
        for (written, code) in [("17329", Some("17329")), ("6994", Some("06994")), ("Xã A", None), ("12", None)] {
            assert_eq!(as_code(written).as_deref(), code, "{written}");
        }
    }
}
