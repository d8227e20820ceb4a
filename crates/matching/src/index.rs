//! The register in memory: records of words, a table a key, frequencies, and the register's own keys.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::config::{Config, ConfigProblem, Layout};
use crate::encode::{Encoder, Words, key_hash};
use crate::lexicon::Lexicon;
use crate::names::Names;
use crate::stats::Stats;
use crate::table::Table;

/// A person in the index. Numbers follow the order of the register and are no identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonNo(pub(crate) u32);

impl PersonNo {
    /// The place in the register, counted from 0 in the order in which people were added.
    #[must_use]
    pub fn nth(self) -> usize {
        self.0 as usize
    }
}

/// A register ready to be matched against.
#[derive(Debug)]
pub struct Index {
    pub(crate) config: Config,
    pub(crate) layout: Layout,
    pub(crate) lexicon: Lexicon,
    pub(crate) records: Vec<u32>,
    pub(crate) names: Names,
    pub(crate) tables: Vec<Table>,
    pub(crate) stats: Stats,
    pub(crate) delta: Delta,
}

/// What changed since the index was built: people added, and people no longer there.
#[derive(Debug, Default)]
pub(crate) struct Delta {
    /// From which number on people are found here.
    pub(crate) first: u32,
    pub(crate) keys: Vec<HashMap<u32, Vec<u32>>>,
    pub(crate) gone: HashSet<u32>,
    pub(crate) by_name: Option<HashMap<Box<[u8]>, u32>>,
}

/// Reads people into an index.
#[derive(Debug)]
pub struct Builder {
    config: Config,
    layout: Layout,
    lexicon: Mutex<Lexicon>,
    records: Vec<u32>,
    names: Names,
}

/// Rows of cells: for each row one cell a column of [`Config::columns`].
pub type Cells<'a> = [&'a [u8]];

impl Builder {
    /// An empty register with these columns.
    pub fn new(config: &Config) -> Result<Self, ConfigProblem> {
        let layout = Layout::of(config)?;
        Ok(Self {
            config: config.clone(),
            layout,
            lexicon: Mutex::default(),
            records: Vec::new(),
            names: Names::default(),
        })
    }

    /// Adds one person: the register's key, which must be unique, and a cell a column.
    ///
    /// # Panics
    /// When the number of cells is not that of the configuration's columns.
    pub fn add<C: AsRef<[u8]>>(&mut self, key: impl AsRef<[u8]>, cells: &[C]) {
        assert_eq!(cells.len(), self.layout.cells, "a row has one cell for each column");
        let cells: Vec<&[u8]> = cells.iter().map(AsRef::as_ref).collect();
        let mut encoder = Encoder::new(&self.layout, Words::Shared(&self.lexicon));
        encoder.encode(&cells, &mut self.records);
        self.names.push(key.as_ref());
    }

    /// Adds many people at once; faster, because spellings are remembered between them.
    pub fn add_all<K: AsRef<[u8]>, C: AsRef<[u8]>>(&mut self, people: impl IntoIterator<Item = (K, Vec<C>)>) {
        let mut encoder = Encoder::new(&self.layout, Words::Shared(&self.lexicon));
        for (key, cells) in people {
            assert_eq!(cells.len(), self.layout.cells, "a row has one cell for each column");
            let cells: Vec<&[u8]> = cells.iter().map(AsRef::as_ref).collect();
            encoder.encode(&cells, &mut self.records);
            self.names.push(key.as_ref());
        }
    }

    pub(crate) fn parts(&mut self) -> (&Layout, &Mutex<Lexicon>, &mut Vec<u32>, &mut Names) {
        (&self.layout, &self.lexicon, &mut self.records, &mut self.names)
    }

    /// Counts, sorts and is ready. The result is the same for any number of threads.
    #[must_use]
    pub fn finish(self, threads: usize) -> Index {
        let Self { config, layout, lexicon, mut records, mut names } = self;
        records.shrink_to_fit();
        names.shrink();
        let lexicon = lexicon.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        let stats = Stats::count(&layout, &lexicon, &records, threads);
        let tables = build_tables(&layout, &lexicon, &records, threads);
        let first = (records.len() / layout.words) as u32;
        let delta = Delta { first, keys: layout.keys.iter().map(|_| HashMap::new()).collect(), ..Delta::default() };
        Index { config, layout, lexicon, records, names, tables, stats, delta }
    }
}

fn build_tables(layout: &Layout, lexicon: &Lexicon, records: &[u32], threads: usize) -> Vec<Table> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Table)>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                let mut hashes = Vec::new();
                loop {
                    let key = next.fetch_add(1, Ordering::Relaxed);
                    if key >= layout.keys.len() {
                        break;
                    }
                    hashes.clear();
                    let hash = |bare| lexicon.hash(bare);
                    hashes.extend(
                        records
                            .chunks_exact(layout.words)
                            .map(|record| key_hash(layout, key, record, hash, |bare| lexicon.letters(bare))),
                    );
                    let table = Table::build(&hashes);
                    done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((key, table));
                }
            });
        }
    });
    let mut tables = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    tables.sort_unstable_by_key(|(key, _)| *key);
    tables.into_iter().map(|(_, table)| table).collect()
}

impl Index {
    /// How many people are in it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len() / self.layout.words - self.delta.gone.len()
    }
    /// True when nobody is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The register's key of a person.
    #[must_use]
    pub fn key(&self, person: PersonNo) -> Vec<u8> {
        self.names.get(person.0)
    }
    /// Everybody in it.
    pub fn people(&self) -> impl Iterator<Item = PersonNo> {
        (0..self.names.len() as u32).filter(|slot| !self.delta.gone.contains(slot)).map(PersonNo)
    }
    /// Columns and keys it was built with.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }
    /// How many bytes the records, tables and keys take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.records.len() * 4 + self.names.bytes() + self.tables.iter().map(Table::bytes).sum::<usize>()
    }

    pub(crate) fn record(&self, slot: u32) -> &[u32] {
        let at = slot as usize * self.layout.words;
        &self.records[at..at + self.layout.words]
    }

    /// Adds a person or replaces the one with this key: what the feed of changes tells. Found by the next question;
    /// frequencies stay as they were when the index was built.
    pub fn put<C: AsRef<[u8]>>(&mut self, key: impl AsRef<[u8]>, cells: &[C]) {
        assert_eq!(cells.len(), self.layout.cells, "a row has one cell for each column");
        self.remove(key.as_ref());
        let cells: Vec<&[u8]> = cells.iter().map(AsRef::as_ref).collect();
        let lexicon = Mutex::new(std::mem::take(&mut self.lexicon));
        Encoder::new(&self.layout, Words::Shared(&lexicon)).encode(&cells, &mut self.records);
        self.lexicon = lexicon.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        let slot = (self.records.len() / self.layout.words) as u32 - 1;
        self.names.push(key.as_ref());
        for at in 0..self.layout.keys.len() {
            let hash = |bare| self.lexicon.hash(bare);
            let hash = key_hash(&self.layout, at, self.record(slot), hash, |bare| self.lexicon.letters(bare));
            if hash != 0 {
                self.delta.keys[at].entry(hash).or_default().push(slot);
            }
        }
        if let Some(by_name) = &mut self.delta.by_name {
            by_name.insert(key.as_ref().into(), slot);
        }
    }

    /// Takes a person out; says whether there was one.
    pub fn remove(&mut self, key: impl AsRef<[u8]>) -> bool {
        let names = &self.names;
        // Made at the first change: an index that only matches a file needs none.
        let by_name = self.delta.by_name.get_or_insert_with(|| {
            (0..names.len() as u32).map(|slot| (names.get(slot).into_boxed_slice(), slot)).collect()
        });
        by_name.remove(key.as_ref()).is_some_and(|slot| self.delta.gone.insert(slot))
    }
}
