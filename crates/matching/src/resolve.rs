//! The whole file at once: how many rows are in the register at all, who competes for whom, and the three bands.
//!
//! A row's candidates share one certainty with "is not in the register". Rows that claim one person compete: within a
//! connected component each claim is weakened by the others', a few rounds long. Sums are taken in an order that no
//! order of rows and no number of threads changes.

use std::collections::HashMap;

use crate::config::{Kind, Layout};
use crate::index::Index;
use crate::levels::{date, name, number};
use crate::model::Bands;
use crate::search::{Edge, Found};

/// How sure a row's link is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    /// Sure enough to stand without a look.
    Auto,
    /// Probable: people decide.
    Review,
    /// Nobody in the register is probable.
    None,
}

/// A row's own result.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Choice {
    pub(crate) band: Band,
    /// Which of the row's edges; `u8::MAX` for none.
    pub(crate) edge: u8,
    /// The row that has the person, when this one repeats it; `u32::MAX` for none.
    pub(crate) repeats: u32,
}

/// All rows resolved.
#[derive(Debug)]
pub(crate) struct Resolved {
    pub(crate) starts: Vec<u32>,
    pub(crate) edges: Vec<Edge>,
    /// For each edge its certainty after the competition.
    pub(crate) chances: Vec<f32>,
    pub(crate) choices: Vec<Choice>,
    /// The share of rows that are in the register.
    pub(crate) members: f64,
    /// The share of rows that repeat another row's person.
    pub(crate) repeated: f64,
}

/// Claims weaker than this compete with nobody.
const CLAIM_FROM: f32 = 0.001;
const ROUNDS: usize = 8;
const NOBODY: u32 = u32::MAX;

pub(crate) fn resolve(index: &Index, found: Found, bands: &Bands) -> Resolved {
    let Found { edges, rows, .. } = found;
    let mut starts = Vec::with_capacity(rows.len() + 1);
    let mut sum = 0_u32;
    starts.push(0);
    for (count, _) in &rows {
        sum += u32::from(*count);
        starts.push(sum);
    }
    let marks: Vec<u32> = rows.iter().map(|(_, mark)| *mark).collect();
    drop(rows);
    let even = f64::from((index.len().max(1) as f32).log2());
    let members = share_of_members(&starts, &edges, even);
    let prior = (members / (1.0 - members)).log2() - even;
    let mut chances = vec![0.0_f32; edges.len()];
    for row in 0..marks.len() {
        let range = starts[row] as usize..starts[row + 1] as usize;
        certainties(&edges[range.clone()], prior, &mut chances[range], |_| 1.0);
    }
    let (components, repeated) = components(index, &starts, &edges, &chances, &marks, prior);
    let mut choices: Vec<Choice> = (0..marks.len())
        .map(|row| {
            let own = &chances[starts[row] as usize..starts[row + 1] as usize];
            Choice { band: Band::None, edge: best(own), repeats: NOBODY }
        })
        .collect();
    for rows in &components {
        compete(index, rows, &starts, &edges, &mut chances, prior, repeated);
        assign(index, rows, &marks, &starts, &edges, &chances, bands, &mut choices);
    }
    let mut resolved = Resolved { starts, edges, chances, choices, members, repeated };
    resolved.draw_bands(&index.layout, bands);
    resolved
}

/// Each edge's certainty, when "nobody" has a weight of one.
fn certainties(edges: &[Edge], prior: f64, out: &mut [f32], factor: impl Fn(usize) -> f64) {
    let weight = |at: usize| (f64::from(edges[at].bits) + prior).min(900.0).exp2() * factor(at);
    let sum: f64 = 1.0 + (0..edges.len()).map(weight).sum::<f64>();
    for (at, chance) in out.iter_mut().enumerate() {
        *chance = (weight(at) / sum) as f32;
    }
}

fn best(chances: &[f32]) -> u8 {
    // The first of equals: edges stand in an order of their own.
    let mut best = u8::MAX;
    for (at, chance) in chances.iter().enumerate() {
        if best == u8::MAX || *chance > chances[best as usize] {
            best = at as u8;
        }
    }
    best
}

/// By expectation and maximisation over a histogram, so that no order of rows matters.
fn share_of_members(starts: &[u32], edges: &[Edge], even: f64) -> f64 {
    const PER_BIT: f64 = 8.0;
    const LOWEST: f64 = -20.0;
    const BINS: usize = 8 * 60;
    let mut histogram = [0_u64; BINS];
    let rows = starts.len() - 1;
    let mut empty = 0_u64;
    for row in starts.windows(2) {
        let own = &edges[row[0] as usize..row[1] as usize];
        if own.is_empty() {
            empty += 1;
            continue;
        }
        let sum: f64 = own.iter().map(|edge| (f64::from(edge.bits) - even).min(900.0).exp2()).sum();
        let bin = ((sum.log2() - LOWEST) * PER_BIT).clamp(0.0, BINS as f64 - 1.0);
        histogram[bin as usize] += 1;
    }
    let mut members = 0.5_f64;
    for _ in 0..60 {
        let odds = members / (1.0 - members);
        let mut expected = 0.0;
        for (bin, count) in histogram.iter().enumerate().filter(|(_, count)| **count > 0) {
            let evidence = ((bin as f64 + 0.5) / PER_BIT + LOWEST).exp2() * odds;
            expected += *count as f64 * evidence / (1.0 + evidence);
        }
        members = ((expected + 0.5) / (rows as f64 + 1.0)).clamp(0.001, 0.9995);
    }
    debug_assert!(empty <= rows as u64);
    members
}

/// Rows connected by persons that more than one of them claims, each list in an order of content; and the share of
/// rows that surely repeat another.
fn components(
    index: &Index,
    starts: &[u32],
    edges: &[Edge],
    chances: &[f32],
    marks: &[u32],
    prior: f64,
) -> (Vec<Vec<u32>>, f64) {
    let rows = marks.len();
    let mut first = vec![NOBODY; index.names.len()];
    let mut parent: Vec<u32> = (0..rows as u32).collect();
    let mut contested = Vec::new();
    for row in 0..rows {
        for at in starts[row] as usize..starts[row + 1] as usize {
            if chances[at] < CLAIM_FROM {
                continue;
            }
            let holder = &mut first[edges[at].slot as usize];
            if *holder == NOBODY {
                *holder = row as u32;
            } else if *holder != row as u32 {
                contested.push((*holder, row as u32, at as u32));
                join(&mut parent, *holder, row as u32);
            }
        }
    }
    // Two rows that could each be linked without any doubt to one person are that person twice.
    let sure = |at: usize| f64::from(edges[at].bits) + prior > 20.0;
    let twice = contested.iter().filter(|&&(holder, _, at)| {
        let slot = edges[at as usize].slot;
        let own = starts[holder as usize] as usize..starts[holder as usize + 1] as usize;
        sure(at as usize) && own.clone().any(|one| edges[one].slot == slot && sure(one))
    });
    let repeated = (twice.count() as f64 / rows.max(1) as f64).clamp(1e-6, 0.5);
    let mut groups: HashMap<u32, Vec<u32>> = HashMap::new();
    for &(holder, row, _) in &contested {
        let root = find(&mut parent, row);
        let group = groups.entry(root).or_default();
        group.push(holder);
        group.push(row);
    }
    let mut components: Vec<Vec<u32>> = groups.into_values().collect();
    for rows in &mut components {
        rows.sort_unstable_by_key(|&row| (marks[row as usize], row));
        rows.dedup();
    }
    components.sort_unstable_by_key(|rows| rows[0]);
    (components, repeated)
}

fn find(parent: &mut [u32], row: u32) -> u32 {
    let mut root = row;
    while parent[root as usize] != root {
        parent[root as usize] = parent[parent[root as usize] as usize];
        root = parent[root as usize];
    }
    root
}

fn join(parent: &mut [u32], one: u32, other: u32) {
    let (one, other) = (find(parent, one), find(parent, other));
    let (low, high) = (one.min(other), one.max(other));
    parent[high as usize] = low;
}

/// Weakens each claim by the others' claims on the same person.
fn compete(
    _index: &Index,
    rows: &[u32],
    starts: &[u32],
    edges: &[Edge],
    chances: &mut [f32],
    prior: f64,
    repeated: f64,
) {
    let ranges: Vec<_> =
        rows.iter().map(|&row| starts[row as usize] as usize..starts[row as usize + 1] as usize).collect();
    let mut free: HashMap<u32, f64> = HashMap::new();
    for round in 0..ROUNDS {
        free.clear();
        for at in ranges.iter().cloned().flatten() {
            *free.entry(edges[at].slot).or_default() += left(chances[at]);
        }
        let mut next = Vec::new();
        for range in &ranges {
            let own = &edges[range.clone()];
            let mut fresh = vec![0.0; own.len()];
            certainties(own, prior, &mut fresh, |at| {
                let others = free[&own[at].slot] - left(chances[range.start + at]);
                others.exp().max(repeated)
            });
            next.extend(fresh);
        }
        // Half of the old view stays, or two equal rivals would give way to each other for ever.
        let keep = if round + 1 == ROUNDS { 0.0 } else { 0.5 };
        for (at, fresh) in ranges.iter().cloned().flatten().zip(next) {
            chances[at] = keep * chances[at] + (1.0 - keep) * fresh;
        }
    }
}

/// The logarithm of what a claim leaves to others.
fn left(chance: f32) -> f64 {
    (1.0 - f64::from(chance)).max(1e-9).ln()
}

/// One person, one row: the surest claims first. Who comes second and is still probable repeats the first.
#[expect(clippy::too_many_arguments, reason = "the parts of one resolution, borrowed apart")]
fn assign(
    index: &Index,
    rows: &[u32],
    marks: &[u32],
    starts: &[u32],
    edges: &[Edge],
    chances: &[f32],
    bands: &Bands,
    choices: &mut [Choice],
) {
    let mut claims: Vec<(u32, u32)> = Vec::new();
    for &row in rows {
        let range = starts[row as usize]..starts[row as usize + 1];
        claims.extend(range.map(|at| (row, at)));
        choices[row as usize].edge = u8::MAX;
    }
    claims.sort_by(|&(row, at), &(other_row, other)| {
        let (one, two) = (&edges[at as usize], &edges[other as usize]);
        chances[other as usize]
            .total_cmp(&chances[at as usize])
            .then(two.bits.total_cmp(&one.bits))
            .then(marks[row as usize].cmp(&marks[other_row as usize]))
            .then_with(|| index.names.get(one.slot).cmp(&index.names.get(two.slot)))
            .then(row.cmp(&other_row))
    });
    let mut taken: HashMap<u32, u32> = HashMap::new();
    for (row, at) in claims {
        let choice = &mut choices[row as usize];
        if choice.edge != u8::MAX {
            continue;
        }
        let slot = edges[at as usize].slot;
        let holder = *taken.entry(slot).or_insert(row);
        if holder != row && f64::from(chances[at as usize]) < bands.review_from {
            continue;
        }
        choice.edge = (at - starts[row as usize]) as u8;
        choice.repeats = if holder == row { NOBODY } else { holder };
    }
}

impl Resolved {
    fn draw_bands(&mut self, layout: &Layout, bands: &Bands) {
        const PER_BIT: f64 = 8.0;
        const BINS: usize = 8 * 24;
        let doubt_bin = |chance: f32| ((-(1.0 - f64::from(chance)).max(1e-7).log2()) * PER_BIT) as usize;
        let mut histogram = [0_u64; BINS];
        let mut sure = Vec::with_capacity(self.choices.len());
        for row in 0..self.choices.len() {
            let bin = self.sure(layout, bands, row).map_or(0, |chance| doubt_bin(chance).min(BINS - 1));
            sure.push(bin as u8);
            histogram[bin] += u64::from(bin > 0);
        }
        // From the surest down, as long as the expected share of wrong ones stays below the limit.
        let (mut wrong, mut count, mut from) = (0.0, 0.0, BINS);
        for bin in (1..BINS).rev() {
            wrong += histogram[bin] as f64 * (-(bin as f64) / PER_BIT).exp2();
            count += histogram[bin] as f64;
            if wrong > bands.auto_error * count.max(1.0) {
                break;
            }
            from = bin;
        }
        for (row, bin) in sure.into_iter().enumerate() {
            let chance = self.chance(row);
            self.choices[row].band = if usize::from(bin) >= from {
                Band::Auto
            } else if chance.is_some_and(|chance| f64::from(chance) >= bands.review_from) {
                Band::Review
            } else {
                Band::None
            };
        }
    }

    pub(crate) fn edge_at(&self, row: usize) -> Option<usize> {
        let choice = &self.choices[row];
        (choice.edge != u8::MAX).then(|| self.starts[row] as usize + usize::from(choice.edge))
    }
    fn chance(&self, row: usize) -> Option<f32> {
        self.edge_at(row).map(|at| self.chances[at])
    }

    /// The certainty of a row's choice if nothing forbids to link it without a look.
    fn sure(&self, layout: &Layout, bands: &Bands, row: usize) -> Option<f32> {
        let at = self.edge_at(row)?;
        let chance = self.chances[at];
        if f64::from(chance) < bands.auto_from || contradicts(layout, self.edges[at].pattern) {
            return None;
        }
        let range = self.starts[row] as usize..self.starts[row + 1] as usize;
        let second = range.filter(|&other| other != at).map(|other| self.edges[other].bits).fold(f32::MIN, f32::max);
        (f64::from(self.edges[at].bits - second) >= bands.auto_lead).then_some(chance)
    }
}

/// True for what is never linked without a look: another identifying number although all else agrees; quite another
/// name, whatever the number says, because a parent's or twin's may have been typed; and a name that differs a little
/// when no number vouches for it, because twins share everything but that.
pub(crate) fn contradicts(layout: &Layout, pattern: u64) -> bool {
    let (mut name_differs, mut name_other) = (false, false);
    let (mut number_agrees, mut number_differs, mut date_differs) = (false, false, false);
    for (index, field) in layout.fields.iter().enumerate() {
        let level = (pattern >> (4 * index)) as u8 & 15;
        match &field.kind {
            Kind::Name { .. } => {
                name_other |= (name::FAR..name::MISSING).contains(&level);
                name_differs |=
                    !matches!(level, name::SAME | name::PLAIN | name::NO_MIDDLE | name::PART_MIDDLE | name::MISSING);
            }
            Kind::Number { identifies, .. } => {
                number_agrees |= level == number::SAME;
                number_differs |= *identifies && matches!(level, number::NEAR | number::OTHER);
            }
            Kind::Date => date_differs |= matches!(level, date::OTHER | date::SAME_YEAR),
            _ => {}
        }
    }
    number_differs || name_other || (name_differs && (date_differs || !number_agrees))
}
