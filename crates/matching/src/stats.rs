//! How frequent each value is in the register, in bits: what agreeing on it is worth.

use crate::cells::{date_parts, sorted_day};
use crate::compare::bits_of;
use crate::config::{Kind, Layout};
use crate::lexicon::{Lexicon, NONE, OTHER_WRITING, bare};

/// A row's bits for its whole date and for the year alone.
pub(crate) const DATE_BITS: usize = 2;

/// One wrong letter makes about this many words of a name: three parts with some two hundred each.
const TYPOS_OF_A_NAME: f32 = 600.0;
/// How often chance makes a given wrong word out of all the names near it.
const TYPO_BY_CHANCE: f32 = 5e-6;

/// Frequencies by field.
#[derive(Debug, Default)]
pub(crate) struct Stats {
    fields: Vec<Frequency>,
    people: f32,
}

#[derive(Debug)]
enum Frequency {
    /// For each part of the name: by letters, by writing. Of all, and by the value of the conditioning category.
    Name {
        parts: Box<[Part; 3]>,
        sex_at: Option<usize>,
    },
    /// By day and by year.
    Date {
        days: Vec<f32>,
        years: Vec<f32>,
    },
    /// By letters.
    Word(Vec<f32>),
    /// By value.
    Value(Vec<f32>),
    None,
}

#[derive(Debug, Default)]
struct Part {
    letters: Vec<[f32; 3]>,
    /// What it is worth that somebody else's name was typed as this word.
    typed: Vec<f32>,
    starts: Vec<u32>,
    writings: Vec<[f32; 3]>,
}

const FIRST_YEAR: u32 = 1850;
const YEARS: usize = 301;

impl Stats {
    /// Counts the records of a register.
    pub(crate) fn count(layout: &Layout, lexicon: &Lexicon, records: &[u32], threads: usize) -> Self {
        let width = layout.words;
        let people = records.len() / width;
        let per_thread = people.div_ceil(threads.max(1)).max(1);
        let tallies: Vec<Vec<Tally>> = std::thread::scope(|scope| {
            let jobs: Vec<_> = records
                .chunks(per_thread * width)
                .map(|chunk| scope.spawn(move || tally(layout, lexicon, chunk)))
                .collect();
            jobs.into_iter().map(|job| job.join().expect("counting does not panic")).collect()
        });
        let mut sums: Vec<Tally> = layout.fields.iter().map(|_| Tally::default()).collect();
        for tallies in tallies {
            for (sum, tally) in sums.iter_mut().zip(tallies) {
                sum.add(tally);
            }
        }
        let fields = layout
            .fields
            .iter()
            .zip(sums)
            .map(|(field, tally)| tally.into_bits(&field.kind, field.sex_at, lexicon, people))
            .collect();
        Self { fields, people: people.max(1) as f32 }
    }

    /// What a row's values are worth, field by field.
    pub(crate) fn bits(&self, layout: &Layout, words: &[u32], out: &mut Vec<f32>) {
        let unknown = self.people.log2() + 1.0;
        for (field, frequency) in layout.fields.iter().zip(&self.fields) {
            let word = words[field.at];
            match frequency {
                Frequency::Name { parts, sex_at } => {
                    let sex = sex_at.map_or(0, |at| words[at].min(3) as usize % 3);
                    let start = out.len();
                    out.resize(start + 9, 0.0);
                    for (at, part) in parts.iter().enumerate() {
                        let word = words[field.at + at];
                        if word == NONE {
                            continue;
                        }
                        let id = bare(word) as usize;
                        let letters = part.letters.get(id).map_or(unknown, |bits| bits[sex]);
                        let writing = match part.starts.get(id) {
                            Some(_) if word & 255 == OTHER_WRITING => letters,
                            Some(&start) => part.writings[start as usize + (word & 255) as usize][sex],
                            None => unknown,
                        };
                        out[start + at] = writing;
                        out[start + 3 + at] = letters;
                        out[start + 6 + at] = part.typed.get(id).copied().unwrap_or_else(|| typed_bits(0.0));
                    }
                }
                Frequency::Date { days, years } => {
                    let year = date_parts(word).0.checked_sub(FIRST_YEAR);
                    let year_bits = year.and_then(|year| years.get(year as usize)).copied().unwrap_or(unknown);
                    let day = (word.wrapping_sub(FIRST_YEAR << 9)) as usize;
                    out.push(if sorted_day(word) == 0 { year_bits } else { days.get(day).copied().unwrap_or(unknown) });
                    out.push(year_bits);
                }
                Frequency::Word(bits) => out.push(bits.get(bare(word) as usize).copied().unwrap_or(unknown)),
                Frequency::Value(bits) => out.push(bits.get(word as usize).copied().unwrap_or(unknown)),
                Frequency::None => out.push(0.0),
            }
        }
        debug_assert_eq!(out.len() % layout.fields.iter().map(|field| bits_of(&field.kind)).sum::<usize>(), 0);
    }

    /// The mean bits a field's "same" is worth between two people, for training: -log2 of the chance to agree.
    pub(crate) fn mean_bits(&self, field: usize) -> f64 {
        let chance = |bits: &mut dyn Iterator<Item = f32>| -> f64 {
            let sum: f64 = bits.map(|bits| (-2.0 * f64::from(bits)).exp2()).sum();
            -sum.max(1e-12).log2()
        };
        match &self.fields[field] {
            Frequency::Name { parts, .. } => {
                parts.iter().map(|part| chance(&mut part.letters.iter().map(|bits| bits[0]))).sum()
            }
            Frequency::Date { days, .. } => chance(&mut days.iter().copied()),
            Frequency::Word(bits) | Frequency::Value(bits) => chance(&mut bits.iter().copied()),
            Frequency::None => 0.0,
        }
    }
}

#[derive(Debug, Default)]
struct Tally {
    letters: [Vec<[u32; 3]>; 3],
    writings: [Vec<[u32; 3]>; 3],
    values: Vec<u32>,
    years: Vec<u32>,
}

fn bump<const N: usize>(counts: &mut Vec<[u32; N]>, at: usize, by: &[usize]) {
    if at >= counts.len() {
        counts.resize((at + 1).next_power_of_two(), [0; N]);
    }
    for &column in by {
        counts[at][column] += 1;
    }
}

/// Where the writings of each bare form begin in one list of all.
fn starts(lexicon: &Lexicon) -> Vec<u32> {
    let mut starts = vec![0];
    let mut sum = 0;
    for id in 1..=lexicon.len() as u32 {
        starts.push(sum);
        sum += u32::from(lexicon.writings(id)) + 1;
    }
    starts
}

fn tally(layout: &Layout, lexicon: &Lexicon, records: &[u32]) -> Vec<Tally> {
    let starts = starts(lexicon);
    let mut tallies: Vec<Tally> = layout.fields.iter().map(|_| Tally::default()).collect();
    for record in records.chunks_exact(layout.words) {
        for (field, tally) in layout.fields.iter().zip(&mut tallies) {
            let word = record[field.at];
            match &field.kind {
                Kind::Name { .. } => {
                    let sex = field.sex_at.map_or(0, |at| record[at] as usize);
                    let by: &[usize] = match sex {
                        1 => &[0, 1],
                        2 => &[0, 2],
                        _ => &[0],
                    };
                    for at in 0..3 {
                        let word = record[field.at + at];
                        if word != NONE {
                            bump(&mut tally.letters[at], bare(word) as usize, by);
                            let writing =
                                starts[bare(word) as usize] + (word & 255).min(u32::from(lexicon.writings(bare(word))));
                            bump(&mut tally.writings[at], writing as usize, by);
                        }
                    }
                }
                Kind::Date if word != 0 => {
                    count(&mut tally.values, (word - (FIRST_YEAR << 9)) as usize);
                    count(&mut tally.years, (date_parts(word).0 - FIRST_YEAR) as usize);
                }
                Kind::Place | Kind::Text if word != NONE => count(&mut tally.values, bare(word) as usize),
                Kind::Category { .. } if word != 0 => count(&mut tally.values, word as usize),
                _ => {}
            }
        }
    }
    tallies
}

fn count(counts: &mut Vec<u32>, at: usize) {
    if at >= counts.len() {
        counts.resize((at + 1).next_power_of_two(), 0);
    }
    counts[at] += 1;
}

/// A wrong word that is itself a usual name is more likely to be that name.
fn typed_bits(share: f32) -> f32 {
    -(TYPOS_OF_A_NAME * (share + TYPO_BY_CHANCE)).log2()
}

fn bits(count: u32, of: f32) -> f32 {
    // A value that nobody in the register has is rarer than one that somebody has.
    (of.max(1.0) / (count as f32).max(0.5)).log2()
}

impl Tally {
    fn add(&mut self, other: Self) {
        let triples = |sum: &mut Vec<[u32; 3]>, more: Vec<[u32; 3]>| {
            sum.resize(sum.len().max(more.len()), [0; 3]);
            for (sum, more) in sum.iter_mut().zip(more) {
                for (sum, more) in sum.iter_mut().zip(more) {
                    *sum += more;
                }
            }
        };
        for (sum, more) in self.letters.iter_mut().zip(other.letters) {
            triples(sum, more);
        }
        for (sum, more) in self.writings.iter_mut().zip(other.writings) {
            triples(sum, more);
        }
        for (sum, more) in [(&mut self.values, other.values), (&mut self.years, other.years)] {
            sum.resize(sum.len().max(more.len()), 0);
            for (sum, more) in sum.iter_mut().zip(more) {
                *sum += more;
            }
        }
    }

    fn into_bits(self, kind: &Kind, sex_at: Option<usize>, lexicon: &Lexicon, people: usize) -> Frequency {
        let whole = people.max(1) as f32;
        let plain = |counts: &[u32], length: usize| -> Vec<f32> {
            (0..length).map(|at| bits(counts.get(at).copied().unwrap_or(0), whole)).collect()
        };
        match kind {
            Kind::Name { .. } => {
                let starts = starts(lexicon);
                let total: u32 = starts.last().copied().unwrap_or(0)
                    + lexicon.len().checked_sub(1).map_or(0, |_| u32::from(lexicon.writings(lexicon.len() as u32)) + 1);
                let mut part_of = self.letters.into_iter().zip(self.writings).map(|(letters, writings)| {
                    let mut sums = [0_u32; 3];
                    for counts in &letters {
                        for (sum, count) in sums.iter_mut().zip(counts) {
                            *sum += count;
                        }
                    }
                    // Where a value was never seen with a sex, what all say counts, halved.
                    let sums = sums.map(|sum| sum.max(1) as f32);
                    let each = |counts: &[u32; 3]| -> [f32; 3] {
                        let all = (counts[0] as f32).max(0.5) / whole;
                        std::array::from_fn(|sex| {
                            let seen = (counts[sex] as f32 + 0.5 * all) / (sums[sex] + 0.5);
                            let share = if sex == 0 { all } else { seen.max(0.25 / whole) * sums[0] / whole };
                            -share.min(1.0).log2()
                        })
                    };
                    let get = |counts: &[[u32; 3]], at: usize| counts.get(at).copied().unwrap_or([0; 3]);
                    Part {
                        letters: (0..=lexicon.len()).map(|at| each(&get(&letters, at))).collect(),
                        typed: (0..=lexicon.len()).map(|at| typed_bits(get(&letters, at)[0] as f32 / whole)).collect(),
                        starts: starts.clone(),
                        writings: (0..total as usize).map(|at| each(&get(&writings, at))).collect(),
                    }
                });
                let parts = Box::new(std::array::from_fn(|_| part_of.next().unwrap_or_default()));
                Frequency::Name { parts, sex_at }
            }
            Kind::Date => Frequency::Date { days: plain(&self.values, YEARS << 9), years: plain(&self.years, YEARS) },
            Kind::Place | Kind::Text => Frequency::Word(plain(&self.values, lexicon.len() + 1)),
            Kind::Category { values } => Frequency::Value(plain(&self.values, values.len() + 1)),
            Kind::Number { .. } => Frequency::None,
        }
    }
}
