//! Rows of cells to records of words, one encoder a thread; a String is made only for a spelling not met before.

use std::collections::HashMap;
use std::sync::Mutex;

use crate::cells;
use crate::config::{Kind, Layout, Piece};
use crate::lexicon::{self, Cache, Lexicon, NONE, Word, bare, mix};

/// Where new words go.
pub(crate) enum Words<'a> {
    /// A register is being read: into the lexicon that all threads share.
    Shared(&'a Mutex<Lexicon>),
    /// A file is compared: what the register does not know stays with this thread.
    Own(&'a Lexicon, Own),
}

/// Words that the register does not know, numbered after its own.
#[derive(Debug, Default)]
pub(crate) struct Own {
    ids: HashMap<Box<str>, u32>,
    letters: Vec<Box<str>>,
    hashes: Vec<u64>,
}

impl Words<'_> {
    fn number(&mut self, word: &Word) -> u32 {
        match self {
            Self::Shared(lexicon) => lexicon.lock().unwrap_or_else(std::sync::PoisonError::into_inner).intern(word),
            Self::Own(lexicon, own) => lexicon.find(word).unwrap_or_else(|| {
                let next = (lexicon.len() + own.letters.len()) as u32 + 1;
                let id = *own.ids.entry(word.bare.as_str().into()).or_insert(next);
                if id == next {
                    own.letters.push(word.bare.as_str().into());
                    own.hashes.push(word.hash);
                }
                (id << 8) | if word.toned.is_some() { lexicon::OTHER_WRITING } else { 0 }
            }),
        }
    }

    /// The bare letters of a word of a file that is compared.
    pub(crate) fn letters(&self, bare: u32) -> &str {
        match self {
            Self::Shared(_) => "",
            Self::Own(lexicon, own) => match (bare as usize).checked_sub(lexicon.len() + 1) {
                Some(at) => &own.letters[at],
                None => lexicon.letters(bare),
            },
        }
    }
    fn hash(&self, bare: u32) -> u64 {
        match self {
            Self::Shared(_) => 0,
            Self::Own(lexicon, own) => match (bare as usize).checked_sub(lexicon.len() + 1) {
                Some(at) => own.hashes[at],
                None => lexicon.hash(bare),
            },
        }
    }
}

/// A word that must be read together with the rest of its name.
const TOGETHER: u32 = u32::MAX;

/// Turns rows into records.
pub(crate) struct Encoder<'a> {
    layout: &'a Layout,
    pub(crate) words: Words<'a>,
    caches: Vec<Cache>,
}

impl<'a> Encoder<'a> {
    pub(crate) fn new(layout: &'a Layout, words: Words<'a>) -> Self {
        Self { layout, words, caches: layout.fields.iter().map(|_| Cache::new()).collect() }
    }

    /// Appends the record of a row and gives its mark: a number that rows of the same content share.
    pub(crate) fn encode(&mut self, row: &[&[u8]], out: &mut Vec<u32>) -> u64 {
        let start = out.len();
        out.resize(start + self.layout.words, NONE);
        let record = &mut out[start..];
        let mut mark = 0;
        for (index, field) in self.layout.fields.iter().enumerate() {
            let cells = &row[field.cell..field.cell + field.cells];
            let (cache, words) = (&mut self.caches[index], &mut self.words);
            let first = trim(cells[0]);
            match &field.kind {
                Kind::Name { .. } => {
                    let name = &mut record[field.at..field.at + 3];
                    let own = if let [surname, middle, given] = cells {
                        let parts = [trim(surname), trim(middle), trim(given)];
                        let read = parts.map(|part| cache.get(part, |bytes| read_word(words, bytes)));
                        (name[0], name[1], name[2]) = (read[0].0, read[1].0, read[2].0);
                        read.iter().fold(0, |sum, (_, mark)| mix(sum, *mark))
                    } else {
                        whole_name(cache, words, first, name)
                    };
                    mark = mix(mark, own);
                }
                Kind::Date => record[field.at] = cells::read_date(first),
                Kind::Number { digits, .. } => {
                    let value = cells::read_number(first, *digits);
                    record[field.at] = value as u32;
                    if *digits > 9 {
                        record[field.at + 1] = (value >> 32) as u32;
                    }
                    mark = mix(mark, value);
                }
                Kind::Category { values } => {
                    record[field.at] = cache.get(first, |bytes| (cells::read_category(bytes, values), 0)).0;
                }
                Kind::Place => {
                    // The mark of a place is where it is: both are found by its code.
                    let (word, whole) = cache.get(first, |bytes| {
                        let (word, own) = read_word(words, bytes);
                        (word, (own << 32) | u64::from(cells::read_place(bytes)))
                    });
                    record[field.at] = word;
                    record[field.at + 1] = whole as u32;
                    mark = mix(mark, whole);
                }
                Kind::Text => {
                    let (word, own) = cache.get(first, |bytes| read_word(words, bytes));
                    record[field.at] = word;
                    mark = mix(mark, own);
                }
            }
            if matches!(field.kind, Kind::Date | Kind::Category { .. }) {
                mark = mix(mark, u64::from(record[field.at]));
            }
        }
        mark
    }

    /// The hash of a record's key; 0 when a part is missing.
    pub(crate) fn key(&self, key: usize, record: &[u32]) -> u32 {
        key_hash(self.layout, key, record, |bare| self.words.hash(bare), |bare| self.words.letters(bare))
    }
}

fn trim(cell: &[u8]) -> &[u8] {
    // Most cells need no trimming; a look at both ends is cheaper than a loop.
    match cell {
        [first, .., last] if *first > b' ' && *last > b' ' => cell,
        _ => cell.trim_ascii(),
    }
}

fn read_word(words: &mut Words<'_>, bytes: &[u8]) -> (u32, u64) {
    if bytes.is_empty() {
        return (NONE, 0);
    }
    let written = String::from_utf8_lossy(bytes);
    Word::read(&written).map_or((NONE, 0), |word| (words.number(&word), word.mark()))
}

/// A part of a name that may stand by itself, or [`TOGETHER`].
fn read_part(words: &mut Words<'_>, bytes: &[u8]) -> (u32, u64) {
    match std::str::from_utf8(bytes) {
        Ok(written) if written.split(' ').all(cells::is_plain_word) => read_word(words, bytes),
        _ => (TOGETHER, 0),
    }
}

fn whole_name(cache: &mut Cache, words: &mut Words<'_>, cell: &[u8], name: &mut [u32]) -> u64 {
    if cell.is_empty() {
        return 0;
    }
    let mut mark = 0;
    for (at, part) in split_name(cell).into_iter().enumerate().filter(|(_, part)| !part.is_empty()) {
        let (word, own) = cache.get(part, |bytes| read_part(words, bytes));
        if word == TOGETHER {
            return name_together(words, cell, name);
        }
        name[at] = word;
        mark = mix(mark, own ^ at as u64);
    }
    mark
}

/// Family name first, given name last; a name of one word is a given name.
fn split_name(name: &[u8]) -> [&[u8]; 3] {
    let Some(first) = name.iter().position(|&byte| byte == b' ') else { return [b"", b"", name] };
    let last = name.iter().rposition(|&byte| byte == b' ').unwrap_or(first);
    [&name[..first], name[first..last.max(first)].trim_ascii(), &name[last + 1..]]
}

#[cold]
fn name_together(words: &mut Words<'_>, cell: &[u8], name: &mut [u32]) -> u64 {
    name.fill(NONE);
    let repaired = cells::repair_name(&String::from_utf8_lossy(cell));
    let mut mark = 0;
    for (at, part) in split_name(repaired.trim().as_bytes()).into_iter().enumerate() {
        if part.is_empty() {
            continue;
        }
        let (word, own) = read_word(words, part);
        name[at] = word;
        mark = mix(mark, own ^ at as u64);
    }
    mark
}

/// The hash of a record's key by hashes of letters; 0 when a part is missing.
pub(crate) fn key_hash<'l>(
    layout: &Layout,
    key: usize,
    record: &[u32],
    hash: impl Fn(u32) -> u64,
    letters: impl Fn(u32) -> &'l str,
) -> u32 {
    let mut sum = key as u64;
    for &(field, piece) in &layout.keys[key].parts {
        let slot = &layout.fields[field];
        let word = record[slot.at];
        let part = match (&slot.kind, piece) {
            (Kind::Name { .. }, piece) => {
                let of = |at: usize| match record[slot.at + at] {
                    NONE => 0,
                    word => hash(bare(word)),
                };
                match piece {
                    Piece::Surname => of(0),
                    Piece::Middle => of(1),
                    Piece::Given => of(2),
                    _ if of(2) == 0 => 0,
                    _ => mix(of(0), mix(of(1), of(2))),
                }
            }
            (Kind::Date, Piece::Year) => u64::from(word >> 9),
            (Kind::Date, Piece::Day) => u64::from(cells::sorted_day(word)),
            (Kind::Date | Kind::Category { .. }, _) => u64::from(word),
            (Kind::Number { digits, .. }, piece) => {
                let high = if *digits > 9 { u64::from(record[slot.at + 1]) << 32 } else { 0 };
                let value = high | u64::from(word);
                if piece == Piece::Start { value / 10_u64.pow(u32::from(digits.saturating_sub(4))) } else { value }
            }
            (Kind::Place, Piece::Today) if record[slot.at + 1] >> 16 != 0 => u64::from(record[slot.at + 1] >> 16),
            (Kind::Place | Kind::Text, _) if word == NONE => 0,
            (Kind::Text, Piece::Start) => {
                let all = letters(bare(word)).as_bytes();
                lexicon::hash_bytes(&all[..all.len().min(4)])
            }
            (Kind::Place | Kind::Text, _) => hash(bare(word)),
        };
        if part == 0 {
            return 0;
        }
        sum = mix(sum, part);
    }
    ((sum >> 32) as u32).max(1)
}
