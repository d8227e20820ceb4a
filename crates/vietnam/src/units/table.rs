//! The unit tables and the questions asked of them.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::Deserialize;

use super::search::Folded;
use super::{Gap, Level, Share, Successor, Unit, UnitChange, UnitKey};

/// Units of before and after 2025-07-01, with the succession between them.
pub struct Units {
    pub(super) all: Vec<Unit>,
    pub(super) folded: Vec<Folded>,
    by_code: HashMap<&'static str, Vec<usize>>,
    children: HashMap<&'static str, Vec<usize>>,
    after: HashMap<usize, Vec<Link>>,
    before: HashMap<usize, Vec<Link>>,
    changes: Vec<UnitChange>,
    gaps: Vec<Gap>,
}

#[derive(Clone, Copy)]
struct Link {
    to: usize,
    share: Share,
    default: bool,
}

impl Units {
    /// From the tables in the program.
    pub(super) fn embedded() -> Self {
        Self::read(
            include_str!("../../data/units.tsv"),
            include_str!("../../data/unit_changes.tsv"),
            include_str!("../../data/succession.tsv"),
            include_str!("../../data/units_gaps.toml"),
        )
        .expect("the tables are part of the program and every test reads them")
    }

    fn read(units: &'static str, changes: &'static str, succession: &str, gaps: &str) -> Result<Self, String> {
        let mut all = Vec::new();
        for line in units.lines().skip(1) {
            all.push(read_unit(line).ok_or_else(|| format!("unit line {line:?}"))?);
        }
        // A change of kind ends the unit in force and begins its successor under the same code.
        let mut changed = Vec::new();
        let mut links = Vec::new();
        for line in changes.lines().filter(|line| !line.starts_with('#')).skip(1) {
            let wrong = || format!("change line {line:?}");
            let (change, kind, name) = read_change(line).ok_or_else(wrong)?;
            let at = all.iter().rposition(|unit: &Unit| unit.code == change.code && unit.valid_to.is_none());
            let at = at.ok_or_else(wrong)?;
            let next = Unit { kind, name, valid_from: Some(change.effective), ..all[at].clone() };
            all[at].valid_to = Some(change.effective);
            links.push((at, all.len(), Share::Whole, true));
            all.push(next);
            changed.push(change);
        }
        let mut by_code: HashMap<_, Vec<usize>> = HashMap::new();
        let mut children: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, unit) in all.iter().enumerate() {
            by_code.entry(unit.code).or_default().push(at);
            if let Some(parent) = unit.parent {
                children.entry(parent).or_default().push(at);
            }
        }
        let find =
            |code: &str, from: Option<Date>| by_code.get(code)?.iter().copied().find(|&at| all[at].valid_from == from);
        let (mut after, mut before) = (HashMap::<_, Vec<Link>>::new(), HashMap::<_, Vec<Link>>::new());
        for line in succession.lines().skip(1) {
            links.push(read_link(line, &find).ok_or_else(|| format!("succession line {line:?}"))?);
        }
        for (from, to, share, default) in links {
            after.entry(from).or_default().push(Link { to, share, default });
            before.entry(to).or_default().push(Link { to: from, share, default });
        }
        let folded = all.iter().map(Folded::of).collect();
        let gaps: GapFile = toml::from_str(gaps).map_err(|e| e.to_string())?;
        Ok(Self { all, folded, by_code, children, after, before, changes: changed, gaps: gaps.gap })
    }

    /// Every unit, old and new.
    pub fn all(&self) -> &[Unit] {
        &self.all
    }

    /// The unit that had this code on a day.
    pub fn on(&self, code: &str, day: Date) -> Option<&Unit> {
        self.with_code(code).find(|unit| unit.is_valid_on(day))
    }

    /// The unit with this key.
    pub fn by_key(&self, key: &UnitKey) -> Option<&Unit> {
        self.at(key).map(|at| &self.all[at])
    }

    /// The units directly below, on a day; sorted by name.
    pub fn children(&self, key: &UnitKey, on: Date) -> Vec<&Unit> {
        // A code of a province on this day may have meant another province on another day.
        match self.by_key(key) {
            Some(parent) if parent.is_valid_on(on) => self.below(parent.code, on),
            _ => Vec::new(),
        }
    }

    /// The provinces on a day; sorted by name.
    pub fn provinces(&self, on: Date) -> Vec<&Unit> {
        let mut found: Vec<&Unit> =
            self.all.iter().filter(|unit| unit.level == Level::Province && unit.is_valid_on(on)).collect();
        sort(&mut found);
        found
    }

    /// The communes of a province on a day, through its districts where there are any; sorted by name.
    pub fn communes_of(&self, province_code: &str, on: Date) -> Vec<&Unit> {
        if self.on(province_code, on).is_none_or(|unit| unit.level != Level::Province) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for unit in self.below(province_code, on) {
            match unit.level {
                Level::District => found.extend(self.below(unit.code, on)),
                _ => found.push(unit),
            }
        }
        sort(&mut found);
        found
    }

    /// The province a unit lies in.
    pub fn province_of(&self, key: &UnitKey) -> Option<&Unit> {
        self.line(key).pop()
    }

    /// The units in force today where this one stood: itself when it still is. A district is spread over the
    /// successors of its communes. Empty when the key is unknown.
    pub fn current_of(&'static self, key: &UnitKey) -> Vec<Successor> {
        let Some(at) = self.at(key) else { return Vec::new() };
        let mut found = Vec::new();
        self.follow(at, Share::Whole, true, &mut found);
        let whole = found.len() == 1;
        found
            .into_iter()
            .map(|link| Successor {
                unit: &self.all[link.to],
                share: if whole { Share::Whole } else { link.share },
                default: link.default || whole,
            })
            .collect()
    }

    /// The units this one was made from.
    pub fn predecessors(&'static self, key: &UnitKey) -> Vec<Successor> {
        let links = self.at(key).and_then(|at| self.before.get(&at));
        let links = links.map(Vec::as_slice).unwrap_or_default();
        links
            .iter()
            .map(|link| Successor { unit: &self.all[link.to], share: link.share, default: link.default })
            .collect()
    }

    /// The unit of a day where this one stands, when only one can be meant: itself, or the one it went wholly into.
    pub fn certain_on(&self, key: &UnitKey, day: Date) -> Option<&Unit> {
        let mut at = self.at(key)?;
        while !self.all[at].is_valid_on(day) {
            let links = self.after.get(&at)?;
            match links.as_slice() {
                [only] if only.share == Share::Whole => at = only.to,
                _ => return None,
            }
        }
        Some(&self.all[at])
    }

    /// "Xã Kim Liên, Tỉnh Nghệ An"; with the district for the old tier.
    pub fn path(&self, key: &UnitKey) -> Option<String> {
        let line = self.line(key);
        if line.is_empty() {
            return None;
        }
        Some(line.iter().map(|unit| unit.name).collect::<Vec<_>>().join(", "))
    }

    /// As [`Units::path`], with the units above as they were on a day: for papers that say what was true then.
    pub fn path_on(&self, key: &UnitKey, day: Date) -> Option<String> {
        let unit = self.by_key(key)?;
        let mut names = vec![unit.name];
        let mut parent = unit.parent;
        while let Some(above) = parent.and_then(|code| self.on(code, day)) {
            names.push(above.name);
            parent = above.parent;
        }
        Some(names.join(", "))
    }

    /// The changes of kind since 2025-07-01, each with its resolution.
    pub fn changes(&self) -> &[UnitChange] {
        &self.changes
    }

    /// What the tables are known not to say.
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    /// The unit and those above it, smallest first. The one above is the one of the unit's own time: for a unit in
    /// force the latest, for an ended one the one that ended no earlier than it did.
    pub(super) fn line(&self, key: &UnitKey) -> Vec<&Unit> {
        let Some(unit) = self.by_key(key) else { return Vec::new() };
        let mut line = vec![unit];
        let mut parent = unit.parent;
        while let Some(code) = parent {
            let above = self.with_code(code).rfind(|above| match unit.valid_to {
                None => above.valid_to.is_none(),
                Some(to) => above.valid_from.is_none_or(|from| from < to) && above.valid_to.is_none_or(|end| end >= to),
            });
            let Some(above) = above else { break };
            line.push(above);
            parent = above.parent;
        }
        line
    }

    fn with_code(&self, code: &str) -> impl DoubleEndedIterator<Item = &Unit> {
        let places = self.by_code.get(code).map(Vec::as_slice).unwrap_or_default();
        places.iter().map(|&at| &self.all[at])
    }

    fn at(&self, key: &UnitKey) -> Option<usize> {
        self.by_code.get(key.code.as_str())?.iter().copied().find(|&at| self.all[at].valid_from == key.valid_from)
    }

    fn below(&self, code: &str, on: Date) -> Vec<&Unit> {
        let places = self.children.get(code).map(Vec::as_slice).unwrap_or_default();
        let mut found: Vec<&Unit> =
            places.iter().map(|&at| &self.all[at]).filter(|unit| unit.is_valid_on(on)).collect();
        sort(&mut found);
        found
    }

    fn follow(&self, at: usize, share: Share, default: bool, found: &mut Vec<Link>) {
        let unit = &self.all[at];
        if unit.valid_to.is_none() {
            match found.iter_mut().find(|link| link.to == at) {
                Some(link) => link.default |= default,
                None => found.push(Link { to: at, share, default }),
            }
        } else if let Some(links) = self.after.get(&at) {
            for link in links {
                self.follow(link.to, share.max(link.share), default && link.default, found);
            }
        } else if unit.level == Level::District {
            for &below in self.children.get(unit.code).map(Vec::as_slice).unwrap_or_default() {
                self.follow(below, Share::Part, false, found);
            }
        }
    }
}

fn sort(found: &mut [&Unit]) {
    found.sort_by_cached_key(|unit| (crate::text::sort_key(unit.short_name), unit.code));
}

fn read_unit(line: &'static str) -> Option<Unit> {
    let mut cells = line.split('\t');
    let unit = Unit {
        code: cells.next()?,
        level: match cells.next()? {
            "P" => Level::Province,
            "D" => Level::District,
            "C" => Level::Commune,
            _ => return None,
        },
        name: cells.next()?,
        short_name: cells.next()?,
        kind: cells.next()?,
        parent: cells.next().map(|code| (!code.is_empty()).then_some(code))?,
        valid_from: read_date(cells.next()?)?,
        valid_to: read_date(cells.next()?)?,
    };
    cells.next().is_none().then_some(unit)
}

type FoundLink = (usize, usize, Share, bool);

fn read_link(line: &str, find: &impl Fn(&str, Option<Date>) -> Option<usize>) -> Option<FoundLink> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [old, old_from, new, new_from, share, default] = cells.as_slice() else { return None };
    let share = match *share {
        "whole" => Share::Whole,
        "part" => Share::Part,
        _ => return None,
    };
    Some((find(old, read_date(old_from)?)?, find(new, read_date(new_from)?)?, share, *default == "1"))
}

/// An empty cell is "no date"; anything else must be one.
fn read_date(cell: &str) -> Option<Option<Date>> {
    if cell.is_empty() { Some(None) } else { cell.parse().ok().map(Some) }
}

fn read_change(line: &'static str) -> Option<(UnitChange, &'static str, &'static str)> {
    let mut cells = line.split('\t');
    let (code, effective) = (cells.next()?, cells.next()?.parse().ok()?);
    let (kind, name, article) = (cells.next()?, cells.next()?, cells.next()?);
    let confirmed = cells.next()?.parse().ok()?;
    cells.next().is_none().then_some((UnitChange { code, effective, article, confirmed }, kind, name))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GapFile {
    gap: Vec<Gap>,
}
