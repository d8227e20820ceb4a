//! Candidates of a row, in stages: cheap and sure keys first, wide ones only for rows still in doubt.
//!
//! Rows go through in groups, so that the memory accesses of many look-ups overlap: first all bucket ranges, then all
//! fingerprints, then all records are touched, and only then compared.

use std::hint::black_box;

use crate::compare::{Comparer, MEMO_OF_FILE, MEMO_OF_QUESTION, Row};
use crate::encode::{Encoder, Own, Words};
use crate::index::Index;
use crate::model::Weights;
use crate::resolve::contradicts;

/// Candidates kept a row.
pub(crate) const KEPT: usize = 6;
/// Rows looked up together.
pub(crate) const GROUP: usize = 32;
/// A candidate so many bits under an even chance is not kept.
const HOPELESS_BITS: f32 = -10.0;

/// One candidate of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Edge {
    pub(crate) slot: u32,
    pub(crate) bits: f32,
    pub(crate) pattern: u64,
}

/// The candidates of some rows, and what was counted on the way.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) edges: Vec<Edge>,
    /// For each row the number of edges and its mark.
    pub(crate) rows: Vec<(u8, u32)>,
    pub(crate) counts: Counts,
}

/// What was counted while candidates were looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// Pairs compared.
    pub compared: u64,
    /// For each key of the configuration: how often more people shared it than its cap allows, and how many they were.
    pub dropped: Vec<Dropped>,
}

/// What the cap of one key dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dropped {
    /// Look-ups that the cap left empty.
    pub lookups: u64,
    /// Pairs that were not compared for it.
    pub pairs: u64,
}

impl Counts {
    pub(crate) fn add(&mut self, other: &Self) {
        self.compared += other.compared;
        self.dropped.resize(self.dropped.len().max(other.dropped.len()), Dropped::default());
        for (sum, more) in self.dropped.iter_mut().zip(&other.dropped) {
            sum.lookups += more.lookups;
            sum.pairs += more.pairs;
        }
    }
}

/// Finds candidates; one a thread.
pub(crate) struct Searcher<'a> {
    index: &'a Index,
    pub(crate) encoder: Encoder<'a>,
    pub(crate) comparer: Comparer<'a>,
    /// Bits of an even chance: the size of the register.
    even: f32,
    words: Vec<u32>,
    marks: Vec<u32>,
    bits: Vec<f32>,
    probes: Vec<Probe>,
    pairs: Vec<(u32, u32)>,
    seen: Vec<Vec<u32>>,
    tops: Vec<Top>,
    /// Who the rows are, when they are in the register themselves: no candidate of their own.
    themselves: Vec<u32>,
    /// False to ask every key of every row.
    pub(crate) settles: bool,
}

#[derive(Clone, Copy)]
struct Probe {
    row: u32,
    key: u32,
    hash: u32,
    range: (u32, u32),
}

#[derive(Clone, Copy)]
struct Top {
    edges: [Edge; KEPT],
    count: usize,
    /// The bits of the best that nothing contradicts.
    best: f32,
}

const NO_EDGE: Edge = Edge { slot: u32::MAX, bits: f32::NEG_INFINITY, pattern: 0 };

impl<'a> Searcher<'a> {
    pub(crate) fn new(index: &'a Index, weights: &'a Weights) -> Self {
        Self::with_memo(index, weights, MEMO_OF_FILE)
    }

    /// One that is quickly made, for a single question.
    pub(crate) fn for_question(index: &'a Index, weights: &'a Weights) -> Self {
        Self::with_memo(index, weights, MEMO_OF_QUESTION)
    }

    fn with_memo(index: &'a Index, weights: &'a Weights, memo: usize) -> Self {
        Self {
            index,
            encoder: Encoder::new(&index.layout, Words::Own(&index.lexicon, Own::default())),
            comparer: Comparer::new(&index.layout, &index.lexicon, weights, memo),
            even: (index.len().max(1) as f32).log2(),
            words: Vec::new(),
            marks: Vec::new(),
            bits: Vec::new(),
            probes: Vec::new(),
            pairs: Vec::new(),
            seen: (0..GROUP).map(|_| Vec::new()).collect(),
            tops: Vec::new(),
            themselves: Vec::new(),
            settles: true,
        }
    }

    /// Adds a row to the group; true when the group is full and [`Searcher::find`] is due.
    pub(crate) fn add(&mut self, row: &[&[u8]]) -> bool {
        let mark = self.encoder.encode(row, &mut self.words);
        self.ready((mark >> 32) as u32, u32::MAX)
    }

    /// Adds somebody of the register, to be compared with all others of it.
    pub(crate) fn add_person(&mut self, slot: u32) -> bool {
        self.words.extend_from_slice(self.index.record(slot));
        self.ready(slot, slot)
    }

    fn ready(&mut self, mark: u32, itself: u32) -> bool {
        let start = self.words.len() - self.index.layout.words;
        self.index.stats.bits(&self.index.layout, &self.words[start..], &mut self.bits);
        self.marks.push(mark);
        self.themselves.push(itself);
        self.marks.len() >= GROUP
    }

    /// The patterns of all pairs that one key brings together, for training; empties the group.
    pub(crate) fn patterns(&mut self, key: usize, mut each: impl FnMut(u64)) {
        self.seen.iter_mut().for_each(Vec::clear);
        self.probes.clear();
        self.probe(|_, own| own == key, |_| true);
        self.gather(&mut Counts { compared: 0, dropped: vec![Dropped::default(); self.index.layout.keys.len()] });
        let pairs = std::mem::take(&mut self.pairs);
        for &(row, slot) in &pairs {
            each(self.score(row as usize, slot).1);
        }
        self.pairs = pairs;
        self.clear();
    }

    /// The patterns of each row of the group with given people; empties the group.
    pub(crate) fn patterns_with(&mut self, mut people: impl FnMut(u32) -> u32, mut each: impl FnMut(u64)) {
        for row in 0..self.marks.len() {
            let slot = people(self.marks[row]);
            if slot != self.themselves[row] {
                each(self.score(row, slot).1);
            }
        }
        self.clear();
    }

    /// The words of the rows in the group.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &[u32]> {
        self.words.chunks_exact(self.index.layout.words)
    }

    fn clear(&mut self) {
        self.words.clear();
        self.bits.clear();
        self.marks.clear();
        self.themselves.clear();
    }

    /// Finds the candidates of the group's rows and empties it.
    pub(crate) fn find(&mut self, out: &mut Found) {
        let count = self.marks.len();
        if count == 0 {
            return;
        }
        out.counts.dropped.resize(self.index.layout.keys.len(), Dropped::default());
        self.tops.clear();
        self.tops.resize(count, Top { edges: [NO_EDGE; KEPT], count: 0, best: f32::NEG_INFINITY });
        self.seen.iter_mut().for_each(Vec::clear);
        for stage in 0..self.index.layout.stages {
            self.look_up(stage);
            self.gather(&mut out.counts);
            self.compare();
        }
        for (top, mark) in self.tops.iter().zip(&self.marks) {
            out.edges.extend_from_slice(&top.edges[..top.count]);
            out.rows.push((top.count as u8, *mark));
        }
        self.clear();
    }

    fn look_up(&mut self, stage: u8) {
        self.probes.clear();
        let index = self.index;
        let (tops, settled) = (std::mem::take(&mut self.tops), self.even + index.config.settled_bits);
        let settles = self.settles;
        self.probe(
            |at, key| index.layout.keys[key].stage == stage && at < tops.len(),
            |row| !settles || tops[row].best <= settled,
        );
        self.tops = tops;
    }

    /// Looks up where the keys of the rows are, all at once.
    fn probe(&mut self, of_stage: impl Fn(usize, usize) -> bool, open: impl Fn(usize) -> bool) {
        let (index, width) = (self.index, self.index.layout.words);
        for row in (0..self.marks.len()).filter(|&row| open(row)) {
            let record = &self.words[row * width..(row + 1) * width];
            for key in (0..index.layout.keys.len()).filter(|&key| of_stage(row, key)) {
                let hash = self.encoder.key(key, record);
                if hash != 0 {
                    self.probes.push(Probe { row: row as u32, key: key as u32, hash, range: (0, 0) });
                }
            }
        }
        for probe in &mut self.probes {
            probe.range = index.tables[probe.key as usize].range(probe.hash);
        }
        let touched =
            self.probes.iter().fold(0, |sum, probe| sum ^ index.tables[probe.key as usize].touch(probe.range.0));
        black_box(touched);
    }

    fn gather(&mut self, counts: &mut Counts) {
        let index = self.index;
        let changed = index.names.len() as u32 > index.delta.first || !index.delta.gone.is_empty();
        self.pairs.clear();
        for probe in &self.probes {
            let key = probe.key as usize;
            let cap = index.layout.keys[key].cap as usize;
            let start = self.pairs.len();
            let seen = &mut self.seen[probe.row as usize];
            let itself = self.themselves[probe.row as usize];
            let mut shared = 0;
            for slot in index.tables[key].find(probe.hash, probe.range) {
                shared += 1;
                if !seen.contains(&slot) && slot != itself {
                    self.pairs.push((probe.row, slot));
                }
            }
            if changed {
                let added = index.delta.keys[key].get(&probe.hash);
                shared += added.map_or(0, Vec::len);
                let news = added.into_iter().flatten().filter(|slot| !seen.contains(slot));
                self.pairs.extend(news.map(|&slot| (probe.row, slot)));
                let mut at = start;
                while at < self.pairs.len() {
                    if index.delta.gone.contains(&self.pairs[at].1) {
                        self.pairs.swap_remove(at);
                    } else {
                        at += 1;
                    }
                }
            }
            if shared > cap {
                counts.dropped[key].lookups += 1;
                counts.dropped[key].pairs += shared as u64;
                self.pairs.truncate(start);
            } else {
                seen.extend(self.pairs[start..].iter().map(|(_, slot)| *slot));
            }
        }
        counts.compared += self.pairs.len() as u64;
    }

    fn compare(&mut self) {
        let (index, width) = (self.index, self.index.layout.words);
        let touched = self.pairs.iter().fold(0, |sum, (_, slot)| {
            let at = *slot as usize * width;
            sum ^ index.records[at] ^ index.records[at + width - 1]
        });
        black_box(touched);
        let pairs = std::mem::take(&mut self.pairs);
        for &(row, slot) in &pairs {
            let (bits, pattern) = self.score(row as usize, slot);
            let top = &mut self.tops[row as usize];
            if bits > self.even + index.config.settled_bits && !contradicts(&index.layout, pattern) {
                top.best = top.best.max(bits);
            }
            if bits > self.even + HOPELESS_BITS {
                top.insert(Edge { slot, bits, pattern }, index);
            }
        }
        self.pairs = pairs;
    }

    fn score(&mut self, row: usize, slot: u32) -> (f32, u64) {
        let width = self.index.layout.words;
        let bits_width = self.bits.len() / self.marks.len();
        let own = Row {
            words: &self.words[row * width..(row + 1) * width],
            bits: &self.bits[row * bits_width..(row + 1) * bits_width],
        };
        self.comparer.score(&own, self.index.record(slot), &self.encoder.words)
    }
}

impl Top {
    /// Keeps the best, ordered by bits and then by the register's key, which no order of rows changes.
    fn insert(&mut self, edge: Edge, index: &Index) {
        let before = |one: &Edge, other: &Edge| {
            one.bits > other.bits || (one.bits == other.bits && index.names.get(one.slot) < index.names.get(other.slot))
        };
        if self.count == KEPT && !before(&edge, &self.edges[KEPT - 1]) {
            return;
        }
        let mut at = self.count.min(KEPT - 1);
        while at > 0 && before(&edge, &self.edges[at - 1]) {
            self.edges[at] = self.edges[at - 1];
            at -= 1;
        }
        self.edges[at] = edge;
        self.count = (self.count + 1).min(KEPT);
    }
}
