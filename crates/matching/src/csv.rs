//! From CSV bytes to verdicts without a String a field: blocks of whole lines, split and read by all threads.
//!
//! UTF-8, comma, quotes doubled inside quotes: the plain form. Other encodings and spreadsheets are read by `sheet`,
//! which hands over rows. The caller opens files; here are only readers and writers.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::sync::Mutex;

use crate::config::{Config, ConfigProblem};
use crate::index::{Builder, Index};
use crate::matcher::{Matcher, Outcome};
use crate::names::Names;
use crate::resolve::Band;
use crate::search::Found;

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

/// One read from the file.
const BLOCK_BYTES: usize = 1 << 18;
/// A line longer than this is an error and not a line.
pub const LINE_BYTES_MAX: usize = 1 << 24;

/// Cuts a stream into blocks of whole lines.
struct Blocks<R> {
    input: R,
    rest: Vec<u8>,
    next: usize,
    ended: bool,
}

impl<R: Read> Blocks<R> {
    fn new(input: R) -> Self {
        Self { input, rest: Vec::new(), next: 0, ended: false }
    }

    /// The next block and its number; none at the end.
    fn next(&mut self, block: &mut Vec<u8>) -> Result<Option<usize>, CsvProblem> {
        block.clear();
        block.append(&mut self.rest);
        loop {
            if !self.ended {
                let start = block.len();
                block.resize(start + BLOCK_BYTES, 0);
                let mut filled = start;
                while filled < block.len() {
                    match self.input.read(&mut block[filled..]) {
                        Ok(0) => {
                            self.ended = true;
                            break;
                        }
                        Ok(read) => filled += read,
                        Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                        Err(error) => return Err(error.into()),
                    }
                }
                block.truncate(filled);
            }
            if block.is_empty() {
                return Ok(None);
            }
            let cut = if self.ended { Some(block.len()) } else { last_line_end(block) };
            if let Some(cut) = cut {
                self.rest.extend_from_slice(&block[cut..]);
                block.truncate(cut);
                self.next += 1;
                return Ok(Some(self.next - 1));
            }
            if block.len() > LINE_BYTES_MAX {
                return Err(CsvProblem::Line);
            }
        }
    }
}

/// Where the last whole line ends. A block begins outside of quotes, so an even number of them before a line end means
/// that it is one.
fn last_line_end(block: &[u8]) -> Option<usize> {
    let mut quotes = count_quotes(block);
    let mut end = block.len();
    while let Some(at) = block[..end].iter().rposition(|&byte| byte == b'\n') {
        quotes -= count_quotes(&block[at + 1..end]);
        if quotes.is_multiple_of(2) {
            return Some(at + 1);
        }
        end = at;
    }
    None
}

/// In short stretches, so that the compiler can count many bytes at once in single bytes.
fn count_quotes(bytes: &[u8]) -> usize {
    let few = |bytes: &[u8]| bytes.iter().map(|&byte| u8::from(byte == b'"')).sum::<u8>();
    bytes.chunks(192).map(|bytes| usize::from(few(bytes))).sum()
}

/// Splits lines into cells.
#[derive(Default)]
struct Splitter {
    ends: Vec<u32>,
    unquoted: Vec<u8>,
    spans: Vec<(u32, u32)>,
}

impl Splitter {
    /// Calls for each line that is not empty with its key and the cells of the columns; without columns with all cells.
    fn lines<'b>(&mut self, block: &'b [u8], columns: Option<&Columns>, mut each: impl FnMut(&[u8], &[&[u8]])) {
        let mut at = 0;
        let mut cells: Vec<&'b [u8]> = Vec::new();
        while at < block.len() {
            self.ends.clear();
            match plain_line(&block[at..], &mut self.ends) {
                Some(end) => {
                    let line = &block[at..at + end];
                    let length = if line.ends_with(b"\r") { line.len() - 1 } else { line.len() };
                    if length > 0 {
                        self.ends.push(length as u32);
                        let ends = &self.ends;
                        let cell = |nth: usize| -> &'b [u8] {
                            let from = if nth == 0 { 0 } else { ends[nth - 1] as usize + 1 };
                            &line[from..ends[nth] as usize]
                        };
                        cells.clear();
                        let key = pick(columns, ends.len(), cell, &mut cells);
                        each(key, &cells);
                    }
                    at += end + 1;
                }
                None => {
                    at += self.quoted_line(&block[at..]);
                    let (spans, unquoted) = (&self.spans, &self.unquoted);
                    let cell = |nth: usize| &unquoted[spans[nth].0 as usize..spans[nth].1 as usize];
                    let mut cells = Vec::new();
                    let key = pick(columns, spans.len(), cell, &mut cells);
                    each(key, &cells);
                }
            }
        }
    }

    /// A line with quotes: unquoted into a buffer of its own. Gives the bytes used.
    fn quoted_line(&mut self, bytes: &[u8]) -> usize {
        self.unquoted.clear();
        self.spans.clear();
        let (mut at, mut from, mut inside) = (0, 0, false);
        while at < bytes.len() {
            match bytes[at] {
                b'"' if inside && bytes.get(at + 1) == Some(&b'"') => {
                    self.unquoted.push(b'"');
                    at += 1;
                }
                b'"' => inside = !inside,
                b',' if !inside => {
                    self.spans.push((from, self.unquoted.len() as u32));
                    from = self.unquoted.len() as u32;
                }
                b'\n' if !inside => break,
                byte => self.unquoted.push(byte),
            }
            at += 1;
        }
        if self.unquoted.len() as u32 > from && self.unquoted.ends_with(b"\r") {
            self.unquoted.pop();
        }
        self.spans.push((from, self.unquoted.len() as u32));
        at + 1
    }
}

/// The cells of the columns, empty where a line is too short, and the key.
fn pick<'b>(
    columns: Option<&Columns>,
    count: usize,
    cell: impl Fn(usize) -> &'b [u8],
    out: &mut Vec<&'b [u8]>,
) -> &'b [u8] {
    let Some(columns) = columns else {
        out.extend((0..count).map(cell));
        return b"";
    };
    let get = |at: Option<usize>| at.filter(|&at| at < count).map_or(&b""[..], &cell);
    out.extend(columns.cells.iter().map(|&at| get(at)));
    get(columns.key)
}

/// Finds the end of a line without quotes and the commas before it, eight bytes at a time; none when there is a quote.
fn plain_line(bytes: &[u8], commas: &mut Vec<u32>) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    // The high bit of each byte that equals the sign; exact, unlike the shorter well-known form.
    let equals = |chunk: u64, sign: u8| {
        let x = chunk ^ (ONES * u64::from(sign));
        !(((x & LOW) + LOW) | x | LOW)
    };
    let mut base = 0;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let chunk = u64::from_le_bytes(chunk.try_into().expect("chunks are of eight"));
        let (newline, quote) = (equals(chunk, b'\n'), equals(chunk, b'"'));
        let mut comma = equals(chunk, b',');
        let stop = newline | quote;
        if stop != 0 {
            let first = stop.trailing_zeros();
            comma &= (1_u64 << first) - 1;
            while comma != 0 {
                commas.push(base + comma.trailing_zeros() / 8);
                comma &= comma - 1;
            }
            return ((newline >> first) & 1 == 1).then_some((base + first / 8) as usize);
        }
        while comma != 0 {
            commas.push(base + comma.trailing_zeros() / 8);
            comma &= comma - 1;
        }
        base += 8;
    }
    for &byte in chunks.remainder() {
        match byte {
            b',' => commas.push(base),
            b'\n' => return Some(base as usize),
            b'"' => return None,
            _ => {}
        }
        base += 1;
    }
    Some(bytes.len())
}

/// Which cell of a line is which column.
struct Columns {
    key: Option<usize>,
    cells: Vec<Option<usize>>,
}

impl Columns {
    /// Reads the names; a column of the configuration may be missing from a file unless none is there.
    fn of(header: &[&[u8]], config: &Config, key: Option<&str>) -> Result<Self, CsvProblem> {
        let name = |cell: &[u8]| String::from_utf8_lossy(cell).trim().trim_start_matches('\u{feff}').to_lowercase();
        let names: Vec<String> = header.iter().map(|cell| name(cell)).collect();
        let find = |wanted: &str| names.iter().position(|name| *name == wanted.to_lowercase());
        let key = match key {
            Some(key) => Some(find(key).ok_or_else(|| CsvProblem::Column(key.to_owned()))?),
            None => None,
        };
        let cells: Vec<Option<usize>> = config.columns().map(find).collect();
        if cells.iter().all(Option::is_none) {
            return Err(CsvProblem::Column(config.columns().next().unwrap_or_default().to_owned()));
        }
        Ok(Self { key, cells })
    }
}

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
        let mut ends = Vec::new();
        let length = match plain_line(&first[used..], &mut ends) {
            Some(end) => end + 1,
            None => splitter.quoted_line(&first[used..]),
        };
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
