//! Finding a unit by what people type: accents, type words and case do not count, but break ties.

use jiff::civil::Date;

use super::{Level, Unit, Units};
use crate::text;

/// What searching compares: the short and the full name, folded, and the full name in one spelling with its accents.
pub(super) struct Folded {
    short: String,
    full: String,
    accented: String,
}

impl Folded {
    pub(super) fn of(unit: &Unit) -> Self {
        Self { short: text::fold(unit.short_name), full: text::fold(unit.name), accented: text::norm(unit.name) }
    }
}

/// More words than any address line has; beyond it nobody is looking for a unit.
const WORDS_MAX: usize = 16;

impl Units {
    /// Units in force on a day that fit what was typed, best first: exact names, then names inside a named province
    /// ("kim lien nghe an"), then beginnings, then words inside. Usual abbreviations (TP, P., X., HCM) are understood.
    /// At most `limit`.
    ///
    /// ```
    /// let today = jiff::civil::date(2026, 11, 23);
    /// let found = vietnam::units().search("kim lien nghe an", today, 5);
    /// assert_eq!(vietnam::units().path(&found[0].key()).as_deref(), Some("Xã Kim Liên, Tỉnh Nghệ An"));
    /// ```
    pub fn search(&self, typed: &str, on: Date, limit: usize) -> Vec<&Unit> {
        let folded = expand(&text::fold(typed));
        if folded.is_empty() || folded.split(' ').count() > WORDS_MAX || limit == 0 {
            return Vec::new();
        }
        let accented = text::norm(typed);
        let mut found: Vec<(u8, usize)> = Vec::new();
        for (at, unit) in self.all.iter().enumerate() {
            if unit.is_valid_on(on)
                && let Some(rank) = self.rank(at, &folded)
            {
                found.push((rank, at));
            }
        }
        found.sort_by_cached_key(|&(rank, at)| {
            let unit = &self.all[at];
            let other_accents = !self.folded[at].accented.contains(&accented);
            (rank, other_accents, unit.level, text::sort_key(unit.short_name), unit.code)
        });
        found.into_iter().take(limit).map(|(_, at)| &self.all[at]).collect()
    }

    /// Smaller is better; None when it does not fit at all.
    fn rank(&self, at: usize, typed: &str) -> Option<u8> {
        let unit = &self.all[at];
        let Folded { short, full, .. } = &self.folded[at];
        if typed == short || typed == full {
            return Some(0);
        }
        // "kim lien nghe an": this unit's name, then words of what it lies in.
        let rest = strip_name(typed, full).or_else(|| strip_name(typed, short));
        if let Some(rest) = rest
            && unit.level != Level::Province
        {
            let above: String = self.line(&unit.key()).iter().skip(1).map(|unit| text::fold(unit.name) + " ").collect();
            if rest.split(' ').all(|word| above.split(' ').any(|other| other.starts_with(word))) {
                return Some(1);
            }
        }
        if short.starts_with(typed) || full.starts_with(typed) {
            return Some(2);
        }
        let every_word_inside = typed.split(' ').all(|word| full.split(' ').any(|other| other.starts_with(word)));
        every_word_inside.then_some(3)
    }
}

fn strip_name<'a>(typed: &'a str, name: &str) -> Option<&'a str> {
    typed.strip_prefix(name)?.strip_prefix(' ')
}

/// Writes out what people shorten. Single letters only at the start, where no name has them.
fn expand(folded: &str) -> String {
    let mut words = Vec::new();
    for (at, word) in folded.split(' ').enumerate() {
        words.push(match word {
            "tp" => "thanh pho",
            "tx" => "thi xa",
            "tt" => "thi tran",
            "hcm" => "ho chi minh",
            "tphcm" => "thanh pho ho chi minh",
            "p" if at == 0 => "phuong",
            "x" if at == 0 => "xa",
            "q" if at == 0 => "quan",
            "h" if at == 0 => "huyen",
            "t" if at == 0 => "tinh",
            word => word,
        });
    }
    words.join(" ")
}
