//! From CSV bytes to verdicts without a String a field: blocks of whole lines, split and read by all threads.
//!
//! UTF-8, comma, quotes doubled inside quotes: the plain form. Other encodings and spreadsheets are read by `sheet`,
//! which hands over rows. The caller opens files; here are only readers and writers.

mod blocks;
mod split;

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::sync::Mutex;

use crate::config::{Config, ConfigProblem};
use crate::index::{Builder, Index};
use crate::matcher::{Matcher, Outcome};
use crate::names::Names;
use crate::resolve::Band;
use crate::search::Found;
use blocks::Blocks;
use split::{Columns, Splitter, line_end};

/// What is wrong with a CSV file.
#[derive(Debug, thiserror::Error)]
pub enum CsvProblem {
    /// It could not be read.
    #[error("reading the file")]
    Io(#[from] io::Error),
    /// The configuration does not fit.
    #[error("setting up the columns")]
    Config(#[from] ConfigProblem),
    /// There is no line of column names.
    #[error("the file has no line of column names")]
    Empty,
    /// A column is not there.
    #[error("the file has no column {0:?}")]
    Column(String),
    /// A line has no end, or a quote none.
    #[error("a line is longer than {LINE_BYTES_MAX} bytes, or a quote is not closed")]
    Line,
}

/// A line longer than this is an error and not a line.
pub const LINE_BYTES_MAX: usize = 1 << 24;

/// Results that come out of order, put back in order.
struct InOrder<T, F> {
    next: usize,
    waiting: BTreeMap<usize, T>,
    take: F,
}

impl<T, F: FnMut(T)> InOrder<T, F> {
    fn put(&mut self, nth: usize, result: T) {
        self.waiting.insert(nth, result);
        while let Some(result) = self.waiting.remove(&self.next) {
            (self.take)(result);
            self.next += 1;
        }
    }
}

/// Reads all blocks with all threads: `make` gives each thread its worker, which turns a block's lines into a result;
/// `take` gets the results in the order of the file.
fn each_block<R: Read + Send, W: FnMut(&Columns, &[u8]) -> T + Send, T: Send>(
    input: R,
    config: &Config,
    key: Option<&str>,
    workers: Vec<W>,
    take: impl FnMut(T) + Send,
) -> Result<(), CsvProblem> {
    let mut blocks = Blocks::new(input);
    let mut first = Vec::new();
    if blocks.next(&mut first)?.is_none() {
        return Err(CsvProblem::Empty);
    }
    let mut columns = None;
    let mut used = 0;
    // The line of names is the first that is not empty; a names line with line breaks in quotes is one line too.
    let mut splitter = Splitter::default();
    while columns.is_none() && used < first.len() {
        let length = line_end(&mut splitter, &first[used..]);
        let line = &first[used..(used + length).min(first.len())];
        splitter.lines(line, None, |_, cells| columns = Some(Columns::of(cells, config, key)));
        used += length;
    }
    let columns = columns.ok_or(CsvProblem::Empty)??;
    let rest = first.split_off(used.min(first.len()));
    let input = Mutex::new((blocks, Some(rest)));
    let output = Mutex::new(InOrder { next: 0, waiting: BTreeMap::new(), take });
    let failed = Mutex::new(None);
    std::thread::scope(|scope| {
        for mut worker in workers {
            let (columns, input, output, failed) = (&columns, &input, &output, &failed);
            scope.spawn(move || {
                let mut block = Vec::new();
                loop {
                    let nth = {
                        let mut input = lock(input);
                        match input.1.take() {
                            Some(rest) => {
                                block = rest;
                                Ok(Some(0))
                            }
                            None => input.0.next(&mut block),
                        }
                    };
                    match nth {
                        Ok(Some(nth)) => {
                            let result = worker(columns, &block);
                            lock(output).put(nth, result);
                        }
                        Ok(None) => break,
                        Err(error) => {
                            lock(failed).get_or_insert(error);
                            break;
                        }
                    }
                }
            });
        }
    });
    match failed.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Builds an index from a CSV register; `key` names the column with the register's own key.
pub fn read_register(input: impl Read + Send, config: &Config, key: &str, threads: usize) -> Result<Index, CsvProblem> {
    let mut builder = Builder::new(config)?;
    let (layout, lexicon, records, names) = builder.parts();
    let workers = (0..threads.max(1))
        .map(|_| {
            let mut encoder = crate::encode::Encoder::new(layout, crate::encode::Words::Shared(lexicon));
            let mut splitter = Splitter::default();
            move |columns: &Columns, block: &[u8]| {
                let mut records = Vec::with_capacity(block.len() / 2);
                let mut keys = Names::default();
                splitter.lines(block, Some(columns), |key, cells| {
                    encoder.encode(cells, &mut records);
                    keys.push(key);
                });
                (records, keys)
            }
        })
        .collect();
    each_block(input, config, Some(key), workers, |(block, keys): (Vec<u32>, Names)| {
        records.extend_from_slice(&block);
        names.append(&keys);
    })?;
    Ok(builder.finish(threads))
}

/// Matches a CSV file against the index.
pub fn match_file<'a>(
    matcher: &'a Matcher<'a>,
    input: impl Read + Send,
    threads: usize,
) -> Result<Outcome<'a>, CsvProblem> {
    let mut run = matcher.begin(threads);
    let mut all = Found::default();
    let workers = run
        .searchers()
        .iter_mut()
        .map(|searcher| {
            let mut splitter = Splitter::default();
            move |columns: &Columns, block: &[u8]| {
                let mut found = Found::default();
                splitter.lines(block, Some(columns), |_, cells| {
                    if searcher.add(cells) {
                        searcher.find(&mut found);
                    }
                });
                searcher.find(&mut found);
                found
            }
        })
        .collect();
    each_block(input, &matcher.index.config, None, workers, |found: Found| {
        all.edges.extend_from_slice(&found.edges);
        all.rows.extend_from_slice(&found.rows);
        all.counts.add(&found.counts);
    })?;
    run.found = all;
    Ok(run.resolve())
}

/// Writes the verdicts: the row counted from 1, the band, the register's key for the bands auto and review, the
/// probability.
pub fn write_verdicts(outcome: &Outcome<'_>, index: &Index, mut out: impl Write) -> io::Result<()> {
    const FLUSH_BYTES: usize = 1 << 16;
    let mut buffer: Vec<u8> = Vec::with_capacity(FLUSH_BYTES + 256);
    buffer.extend_from_slice(b"row,band,key,probability\n");
    for row in 0..outcome.len() {
        let (band, person, probability) = outcome.link(row);
        number(row as u64 + 1, 1, &mut buffer);
        buffer.extend_from_slice(match band {
            Band::Auto => b",auto,",
            Band::Review => b",review,",
            Band::None => b",none,",
        });
        if let (Some(person), true) = (person, band != Band::None) {
            index.names.write(person.0, &mut buffer);
        }
        let millionths = (probability * 1e6).round().min(1e6) as u64;
        buffer.push(b',');
        buffer.push(b'0' + (millionths / 1_000_000) as u8);
        buffer.push(b'.');
        number(millionths % 1_000_000, 6, &mut buffer);
        buffer.push(b'\n');
        if buffer.len() >= FLUSH_BYTES {
            out.write_all(&buffer)?;
            buffer.clear();
        }
    }
    out.write_all(&buffer)?;
    out.flush()
}

fn number(value: u64, digits: usize, out: &mut Vec<u8>) {
    let start = out.len();
    let mut rest = value;
    while rest > 0 || out.len() - start < digits {
        out.push(b'0' + (rest % 10) as u8);
        rest /= 10;
    }
    out[start..].reverse();
}
