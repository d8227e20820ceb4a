//! Matching a file: rows in, one verdict a row out.

use crate::config::{ConfigProblem, Kind};
use crate::index::{Index, PersonNo};
use crate::levels::{date, level_names, name};
use crate::model::{Model, Weights};
use crate::resolve::{Band, Resolved, resolve};
use crate::search::{Counts, Found, Searcher};

/// An index and a model, ready for files.
#[derive(Debug, Clone)]
pub struct Matcher<'a> {
    pub(crate) index: &'a Index,
    pub(crate) model: &'a Model,
    pub(crate) weights: Weights,
}

/// What is found out about one row.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// How sure the link is.
    pub band: Band,
    /// The most probable person, in whatever band; none when nobody comes near.
    pub person: Option<PersonNo>,
    /// The probability that the row is about that person.
    pub probability: f64,
    /// The next best person with the probability.
    pub second: Option<(PersonNo, f64)>,
    /// The agreement of each field with that person.
    pub pattern: Pattern,
    /// The bits that the frequencies of the values added.
    pub frequency_bits: f64,
    /// Another row of the file about the same person, which has the better claim: this one repeats it.
    pub repeats: Option<usize>,
}

/// How each field agrees: four bits a field, to be read with [`Matcher::levels`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Pattern(pub u64);

/// The agreement of one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldLevel<'a> {
    /// The field's name.
    pub field: &'a str,
    /// The level's name, as in the model.
    pub level: &'static str,
    /// It is known on both sides and not the same.
    pub differs: bool,
}

/// A person a row may be about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Who.
    pub person: PersonNo,
    /// The probability.
    pub probability: f64,
    /// All bits for it, without the prior.
    pub bits: f64,
    /// The agreement of each field.
    pub pattern: Pattern,
}

/// A file being matched.
pub struct Run<'a> {
    matcher: &'a Matcher<'a>,
    searchers: Vec<Searcher<'a>>,
    pub(crate) found: Found,
}

/// All verdicts of a file.
#[derive(Debug)]
pub struct Outcome<'a> {
    matcher: &'a Matcher<'a>,
    resolved: Resolved,
    counts: Counts,
}

impl<'a> Matcher<'a> {
    /// Puts an index and a model together; they must speak of the same fields.
    pub fn new(index: &'a Index, model: &'a Model) -> Result<Self, ConfigProblem> {
        Ok(Self { index, model, weights: Weights::of(&index.config, model)? })
    }

    /// The model in use.
    #[must_use]
    pub fn model(&self) -> &'a Model {
        self.model
    }

    /// Begins a file. The verdicts do not depend on the number of threads.
    #[must_use]
    pub fn begin(&'a self, threads: usize) -> Run<'a> {
        let searchers = (0..threads.max(1)).map(|_| Searcher::new(self.index, &self.weights)).collect();
        Run { matcher: self, searchers, found: Found::default() }
    }

    /// Matches rows that are all in memory.
    #[must_use]
    pub fn run<C: AsRef<[u8]> + Sync>(&'a self, rows: &[Vec<C>], threads: usize) -> Outcome<'a> {
        let mut run = self.begin(threads);
        run.push(rows);
        run.resolve()
    }

    /// The people one may mean who types these cells, the most probable first: for a search box. Empty cells are not
    /// asked about.
    #[must_use]
    pub fn find<C: AsRef<[u8]>>(&'a self, cells: &[C], limit: usize) -> Vec<Candidate> {
        Lookup::new(self).find(cells, limit)
    }

    /// The level of each field in a pattern.
    pub fn levels(&self, pattern: Pattern) -> impl Iterator<Item = FieldLevel<'a>> {
        let index = self.index;
        index.config.fields.iter().enumerate().map(move |(at, field)| {
            let names = level_names(&field.kind);
            let level = (pattern.0 >> (4 * at)) as usize & 15;
            let missing = level + 1 == names.len();
            // A name without diacritics, and a year that fits, say less than the register and nothing else.
            let agrees = match field.kind {
                Kind::Name { .. } => level <= usize::from(name::PLAIN),
                Kind::Date => matches!(level as u8, date::SAME | date::YEAR),
                _ => level == 0,
            };
            FieldLevel { field: &field.name, level: names[level].0, differs: !missing && !agrees }
        })
    }

    /// The bits of a pattern without frequencies.
    pub(crate) fn pattern_bits(&self, pattern: u64) -> f64 {
        let fields = self.index.config.fields.len();
        (0..fields).map(|at| f64::from(self.weights.0[at][(pattern >> (4 * at)) as usize & 15])).sum()
    }
}

/// Look-ups one at a time; keep it, it remembers spellings.
pub struct Lookup<'a> {
    searcher: Searcher<'a>,
    index: &'a Index,
    found: Found,
}

impl<'a> Lookup<'a> {
    /// Ready for look-ups.
    #[must_use]
    pub fn new(matcher: &'a Matcher<'a>) -> Self {
        let searcher = Searcher::for_question(matcher.index, &matcher.weights);
        Self { searcher, index: matcher.index, found: Found::default() }
    }

    /// The most probable people, at most so many; see [`Matcher::find`].
    pub fn find<C: AsRef<[u8]>>(&mut self, cells: &[C], limit: usize) -> Vec<Candidate> {
        assert_eq!(cells.len(), self.index.layout.cells, "a row has one cell for each column");
        let cells: Vec<&[u8]> = cells.iter().map(AsRef::as_ref).collect();
        self.found.edges.clear();
        self.found.rows.clear();
        self.searcher.add(&cells);
        self.searcher.find(&mut self.found);
        let even = f64::from((self.index.len().max(1) as f32).log2());
        // Whoever types means somebody: even odds that they are here.
        let weight = |bits: f32| (f64::from(bits) - even).exp2();
        let sum: f64 = 1.0 + self.found.edges.iter().map(|edge| weight(edge.bits)).sum::<f64>();
        let candidate = |edge: &crate::search::Edge| Candidate {
            person: PersonNo(edge.slot),
            probability: weight(edge.bits) / sum,
            bits: f64::from(edge.bits),
            pattern: Pattern(edge.pattern),
        };
        self.found.edges.iter().take(limit).map(candidate).collect()
    }
}

impl<'a> Run<'a> {
    /// Takes rows, in order; may be called again and again, so that a long file needs not be in memory.
    pub fn push<C: AsRef<[u8]> + Sync>(&mut self, rows: &[Vec<C>]) {
        let per_thread = rows.len().div_ceil(self.searchers.len()).max(1);
        let found: Vec<Found> = std::thread::scope(|scope| {
            let jobs: Vec<_> = rows
                .chunks(per_thread)
                .zip(&mut self.searchers)
                .map(|(rows, searcher)| scope.spawn(move || search_rows(searcher, rows)))
                .collect();
            jobs.into_iter().map(|job| job.join().expect("searching does not panic")).collect()
        });
        for found in found {
            self.take(found);
        }
    }

    pub(crate) fn take(&mut self, found: Found) {
        self.found.edges.extend_from_slice(&found.edges);
        self.found.rows.extend_from_slice(&found.rows);
        self.found.counts.add(&found.counts);
    }

    pub(crate) fn searchers(&mut self) -> &mut [Searcher<'a>] {
        &mut self.searchers
    }

    /// Resolves the whole file.
    #[must_use]
    pub fn resolve(self) -> Outcome<'a> {
        let Self { matcher, found, searchers } = self;
        drop(searchers);
        let counts = found.counts.clone();
        let resolved = resolve(matcher.index, found, &matcher.model.bands);
        Outcome { matcher, resolved, counts }
    }
}

fn search_rows<C: AsRef<[u8]>>(searcher: &mut Searcher<'_>, rows: &[Vec<C>]) -> Found {
    let mut found = Found::default();
    let mut cells: Vec<&[u8]> = Vec::new();
    for row in rows {
        cells.clear();
        cells.extend(row.iter().map(AsRef::as_ref));
        if searcher.add(&cells) {
            searcher.find(&mut found);
        }
    }
    searcher.find(&mut found);
    found
}

impl Outcome<'_> {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.resolved.choices.len()
    }
    /// True without rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The verdict on a row, counted from 0.
    #[must_use]
    pub fn verdict(&self, row: usize) -> Verdict {
        let choice = &self.resolved.choices[row];
        let Some(at) = self.resolved.edge_at(row) else {
            return Verdict {
                band: choice.band,
                person: None,
                probability: 0.0,
                second: None,
                pattern: Pattern::default(),
                frequency_bits: 0.0,
                repeats: None,
            };
        };
        let edge = &self.resolved.edges[at];
        let second = self.candidates(row).into_iter().find(|one| one.person.0 != edge.slot);
        Verdict {
            band: choice.band,
            person: Some(PersonNo(edge.slot)),
            probability: f64::from(self.resolved.chances[at]),
            second: second.map(|one| (one.person, one.probability)),
            pattern: Pattern(edge.pattern),
            frequency_bits: f64::from(edge.bits) - self.matcher.pattern_bits(edge.pattern),
            repeats: (choice.repeats != u32::MAX).then_some(choice.repeats as usize),
        }
    }

    /// Band, person and probability of a row, for whoever needs no more.
    #[must_use]
    pub fn link(&self, row: usize) -> (Band, Option<PersonNo>, f64) {
        let at = self.resolved.edge_at(row);
        let chance = at.map_or(0.0, |at| f64::from(self.resolved.chances[at]));
        (self.resolved.choices[row].band, at.map(|at| PersonNo(self.resolved.edges[at].slot)), chance)
    }

    /// All people a row may be about, the most probable first.
    #[must_use]
    pub fn candidates(&self, row: usize) -> Vec<Candidate> {
        let range = self.resolved.starts[row] as usize..self.resolved.starts[row + 1] as usize;
        let mut all: Vec<Candidate> = range
            .map(|at| {
                let edge = &self.resolved.edges[at];
                Candidate {
                    person: PersonNo(edge.slot),
                    probability: f64::from(self.resolved.chances[at]),
                    bits: f64::from(edge.bits),
                    pattern: Pattern(edge.pattern),
                }
            })
            .collect();
        all.sort_by(|one, other| other.probability.total_cmp(&one.probability));
        all
    }

    /// The share of rows that are in the register, as estimated from the file.
    #[must_use]
    pub fn members(&self) -> f64 {
        self.resolved.members
    }
    /// The share of rows that repeat another row's person, as estimated from the file.
    #[must_use]
    pub fn repeated(&self) -> f64 {
        self.resolved.repeated
    }
    /// The bits of the prior: how improbable it is that a row is about a given person before anything is compared.
    #[must_use]
    pub fn prior_bits(&self) -> f64 {
        let people = self.matcher.index.len().max(1) as f64;
        (self.resolved.members / (1.0 - self.resolved.members)).log2() - people.log2()
    }
    pub(crate) fn matcher(&self) -> &Matcher<'_> {
        self.matcher
    }
    /// What was counted: pairs compared, pairs that caps dropped.
    #[must_use]
    pub fn counts(&self) -> &Counts {
        &self.counts
    }
}
