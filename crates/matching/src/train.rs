//! A model from unlabelled data: expectation and maximisation over histograms of patterns.
//!
//! Each tight key is a session of its own: among the pairs it brings together most are one person, and the fields that
//! are not in the key say how often each level occurs between rows of one. Wide keys take no part: on those the method
//! drifts and learns that names differ. Chance agreement is counted on random pairs. The sample depends on the order
//! of the rows; the model that comes out is data and has a hash.

use std::collections::HashMap;

use crate::config::Kind;
use crate::levels::{date, level_names, name};
use crate::lexicon::mix;
use crate::matcher::Matcher;
use crate::model::{LEVELS_MAX, Level, Model};
use crate::search::Searcher;

/// Rows that are looked at.
const ROWS_MAX: usize = 200_000;
/// Random people each of them is compared with.
const RANDOM_PER_ROW: u64 = 8;
const RANDOM_PAIRS_MAX: u64 = 1_000_000;
const ROUNDS: usize = 50;
/// A session with fewer pairs of one person is not listened to.
const PAIRS_MIN: f64 = 50.0;
/// Nor one in which fewer of the pairs are of one person.
const SHARE_MIN: f64 = 0.3;

type Histogram = HashMap<u64, u64>;
type Table = Vec<[f64; LEVELS_MAX]>;

impl<'a> Matcher<'a> {
    /// Fits a model to a file of the kind that will be matched. Starts from the matcher's own model.
    #[must_use]
    pub fn train<C: AsRef<[u8]>>(&'a self, rows: &[Vec<C>]) -> Model {
        let take = rows.len().min(ROWS_MAX);
        let mut cells: Vec<&[u8]> = Vec::new();
        self.fit(take, |searcher, nth| {
            cells.clear();
            cells.extend(rows[nth].iter().map(AsRef::as_ref));
            searcher.add(&cells)
        })
    }

    /// Fits a model to the register's own duplicates.
    #[must_use]
    pub fn train_within(&'a self) -> Model {
        self.fit(self.index.names.len().min(ROWS_MAX), |searcher, nth| searcher.add_person(nth as u32))
    }

    fn fit(&'a self, rows: usize, mut add: impl FnMut(&mut Searcher<'a>, usize) -> bool) -> Model {
        let mut searcher = Searcher::new(self.index, &self.weights);
        let people = self.index.names.len() as u64;
        let mut shapes = Shapes::default();
        let mut random = Histogram::new();
        let rounds = RANDOM_PER_ROW.min((RANDOM_PAIRS_MAX / (rows as u64).max(1)).max(1));
        for round in 0..rounds {
            let person = |mark: u32| ((u128::from(mix(u64::from(mark), round + 1)) * u128::from(people)) >> 64) as u32;
            self.groups(rows, &mut searcher, &mut add, |searcher| {
                if round == 0 {
                    searcher.rows().for_each(|row| shapes.count(self, row));
                }
                searcher.patterns_with(person, |pattern| *random.entry(pattern).or_default() += 1);
            });
        }
        let mut sessions = Vec::new();
        for key in 0..self.index.layout.keys.len() {
            let mut histogram = Histogram::new();
            self.groups(rows, &mut searcher, &mut add, |searcher| {
                searcher.patterns(key, |pattern| *histogram.entry(pattern).or_default() += 1);
            });
            sessions.push((key, histogram));
        }
        let chance = self.chance(&random, &shapes);
        self.model_of(&sessions, &chance, &random, &shapes)
    }

    fn groups(
        &'a self,
        rows: usize,
        searcher: &mut Searcher<'a>,
        add: &mut impl FnMut(&mut Searcher<'a>, usize) -> bool,
        mut each: impl FnMut(&mut Searcher<'a>),
    ) {
        if self.index.is_empty() || rows == 0 {
            return;
        }
        for nth in 0..rows {
            if add(searcher, nth) || nth + 1 == rows {
                each(searcher);
            }
        }
    }

    /// How often two people agree by chance, level by level: by count, and by the register's own frequencies where a
    /// count would be nought.
    fn chance(&self, random: &Histogram, shapes: &Shapes) -> Table {
        let fields = &self.index.layout.fields;
        let mut table: Table = counted(random, fields.len());
        for (at, field) in fields.iter().enumerate() {
            let same = (-self.index.stats.mean_bits(at)).exp2();
            let levels = level_names(&field.kind).len();
            let total: f64 = table[at][..levels - 1].iter().sum::<f64>().max(1.0);
            for (level, count) in table[at][..levels].iter_mut().enumerate() {
                *count = (*count + 0.5) / (total + 1.0);
                if level == 0 && !matches!(field.kind, Kind::Number { .. }) {
                    *count = same * shapes.of(&field.kind, 0);
                }
            }
            table[at][levels - 1] = 1.0;
        }
        table
    }

    fn model_of(&self, sessions: &[(usize, Histogram)], chance: &Table, random: &Histogram, shapes: &Shapes) -> Model {
        let layout = &self.index.layout;
        let mut sums: Table = vec![[0.0; LEVELS_MAX]; layout.fields.len()];
        for (key, histogram) in sessions {
            let free: Vec<bool> =
                (0..layout.fields.len()).map(|at| layout.keys[*key].parts.iter().all(|part| part.0 != at)).collect();
            if let Some(session) = self.session(histogram, &free, chance) {
                for (at, counts) in session.into_iter().enumerate().filter(|(at, _)| free[*at]) {
                    for (sum, count) in sums[at].iter_mut().zip(counts) {
                        *sum += count;
                    }
                }
            }
        }
        let mut model = self.model.clone();
        model.name = format!("trained from {}", self.model.name);
        let counts = counted(random, layout.fields.len());
        for (at, field) in self.index.config.fields.iter().enumerate() {
            let names = level_names(&field.kind);
            let known = names.len() - 1;
            let total: f64 = sums[at][..known].iter().sum();
            let random: f64 = counts[at][..known].iter().sum();
            let Some(levels) = model.fields.get_mut(&field.name) else { continue };
            for (level, (name, _)) in names[..known].iter().enumerate() {
                let Some(own) = levels.get_mut(*name) else { continue };
                // What the starting model says counts as a few observations: no level gets a weight without bound.
                let before = if own.u >= 0.9 { own.m } else { own.m.min(0.5) };
                let m = (sums[at][level] + 2.0 * before.min(1.0)) / (total + 2.0);
                let by_frequency = by_frequency(&field.kind, level as u8);
                let u = match by_frequency {
                    true => shapes.of(&field.kind, level as u8),
                    false if random < 1000.0 => own.u,
                    false => (counts[at][level] + own.u.min(1.0)) / (random + 1.0),
                };
                if total >= PAIRS_MIN {
                    *own = Level { m: round(m), u: round(u.max(1e-9)) };
                }
            }
        }
        model
    }

    /// One key's session: the expected counts of each level between rows of one person; none when too few are.
    fn session(&self, histogram: &Histogram, free: &[bool], chance: &Table) -> Option<Table> {
        let fields = free.len();
        let mut patterns: Vec<(u64, f64)> =
            histogram.iter().map(|(pattern, count)| (*pattern, *count as f64)).collect();
        patterns.sort_unstable_by_key(|(pattern, _)| *pattern);
        let total: f64 = patterns.iter().map(|(_, count)| count).sum();
        let mut m = self.start(free);
        let mut share = 0.5;
        let mut counts: Table = Vec::new();
        for _ in 0..ROUNDS {
            counts = vec![[0.0; LEVELS_MAX]; fields];
            let mut matches = 0.0;
            for &(pattern, count) in &patterns {
                let mut odds = share / (1.0 - share);
                for at in (0..fields).filter(|&at| free[at]) {
                    let level = (pattern >> (4 * at)) as usize & 15;
                    odds *= m[at][level] / chance[at][level].max(1e-12);
                }
                let expected = count * (odds / (1.0 + odds)).min(1.0);
                let expected = if expected.is_finite() { expected } else { count };
                matches += expected;
                for (at, counts) in counts.iter_mut().enumerate() {
                    counts[(pattern >> (4 * at)) as usize & 15] += expected;
                }
            }
            share = ((matches + 0.5) / (total + 1.0)).clamp(1e-6, 0.999_999);
            for (at, field) in self.index.layout.fields.iter().enumerate().filter(|(at, _)| free[*at]) {
                let known = level_names(&field.kind).len() - 1;
                let sum: f64 = counts[at][..known].iter().sum();
                for level in 0..known {
                    m[at][level] = (counts[at][level] + 0.1) / (sum + 0.1 * known as f64);
                }
                m[at][known] = 1.0;
            }
        }
        (share * total >= PAIRS_MIN && share >= SHARE_MIN).then_some(counts)
    }

    /// What the session starts from: agreement is usual, everything else is not.
    fn start(&self, free: &[bool]) -> Table {
        let mut table = vec![[1.0; LEVELS_MAX]; free.len()];
        for (at, field) in self.index.layout.fields.iter().enumerate() {
            let known = level_names(&field.kind).len() - 1;
            for (level, m) in table[at][..known].iter_mut().enumerate() {
                *m = if level == 0 { 0.8 } else { 0.2 / known as f64 };
            }
        }
        table
    }
}

/// True when the frequency of the value is added to this level, so that `u` is only the shape of the row.
fn by_frequency(kind: &Kind, level: u8) -> bool {
    match kind {
        Kind::Name { .. } => true,
        Kind::Date => matches!(level, date::SAME | date::SWAPPED | date::YEAR),
        Kind::Number { .. } => false,
        Kind::Place | Kind::Category { .. } | Kind::Text => level == 0,
    }
}

fn counted(histogram: &Histogram, fields: usize) -> Table {
    let mut table: Table = vec![[0.0; LEVELS_MAX]; fields];
    for (pattern, count) in histogram {
        for (at, counts) in table.iter_mut().enumerate() {
            counts[(pattern >> (4 * at)) as usize & 15] += *count as f64;
        }
    }
    table
}

/// Four digits are more than any sample supports, and keep the JSON readable.
fn round(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}

/// How rows are written: which share has diacritics, a middle name, a whole date.
#[derive(Debug, Default)]
struct Shapes {
    rows: f64,
    plain: f64,
    no_middle: f64,
    dated: f64,
    year_only: f64,
}

impl Shapes {
    fn count(&mut self, matcher: &Matcher<'_>, row: &[u32]) {
        self.rows += 1.0;
        for field in &matcher.index.layout.fields {
            match field.kind {
                Kind::Name { .. } if row[field.at + 1] == 0 => self.no_middle += 1.0,
                Kind::Name { .. } if row[field.at..field.at + 3].iter().all(|word| word & 255 == 0) => {
                    self.plain += 1.0
                }
                Kind::Date if row[field.at] != 0 => {
                    self.dated += 1.0;
                    self.year_only += f64::from(u8::from(row[field.at] & 511 == 0));
                }
                _ => {}
            }
        }
    }

    /// The share of rows that can have a level at all.
    fn of(&self, kind: &Kind, level: u8) -> f64 {
        let share = |count: f64, of: f64| ((count + 0.5) / (of + 1.0)).clamp(0.001, 1.0);
        let whole = self.rows - self.plain - self.no_middle;
        match (kind, level) {
            (Kind::Name { .. }, name::SAME | name::TONES) => share(whole, self.rows),
            (Kind::Name { .. }, name::PLAIN) => share(self.plain, self.rows),
            (Kind::Name { .. }, name::NO_MIDDLE | name::NO_MIDDLE_EDIT) => share(self.no_middle, self.rows),
            (Kind::Name { .. }, name::PART_MIDDLE) => 0.15,
            (Kind::Name { .. }, name::FAR) => 0.2,
            (Kind::Date, date::SAME | date::SWAPPED) => share(self.dated - self.year_only, self.dated),
            (Kind::Date, date::YEAR) => share(self.year_only, self.dated),
            _ => 1.0,
        }
    }
}
