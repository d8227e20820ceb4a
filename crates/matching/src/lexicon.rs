//! Words become numbers once: equal spellings of a word are one number, and its bare letters can be read from it.
//!
//! A word's number holds the bare form (upper 24 bits) and which writing with diacritics it is (lower 8; 0 for none).
//! So "the same letters" and "the same writing" are comparisons of numbers. Numbers depend on who came first; nothing
//! that leaves the engine does: keys and ties use hashes of the letters.

use std::collections::HashMap;

use vietnam::text;

/// Nothing is written.
pub(crate) const NONE: u32 = 0;
/// A writing with diacritics that the register does not know, or one too many: equal to no other.
pub(crate) const OTHER_WRITING: u32 = 255;

/// The number of the bare form.
pub(crate) fn bare(word: u32) -> u32 {
    word >> 8
}

/// All words of a register.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    ids: HashMap<Box<str>, u32>,
    writings: HashMap<(u32, Box<str>), u8>,
    letters: String,
    ends: Vec<u32>,
    hashes: Vec<u64>,
    counts: Vec<u8>,
}

impl Lexicon {
    /// The number of a word, a new one if need be.
    pub(crate) fn intern(&mut self, word: &Word) -> u32 {
        let next = self.hashes.len() as u32 + 1;
        let id = *self.ids.entry(word.bare.as_str().into()).or_insert(next);
        if id == next {
            self.letters.push_str(&word.bare);
            self.ends.push(self.letters.len() as u32);
            self.hashes.push(word.hash);
            self.counts.push(0);
        }
        let Some(written) = &word.toned else { return id << 8 };
        let count = &mut self.counts[id as usize - 1];
        let writing = *self.writings.entry((id, written.as_str().into())).or_insert_with(|| {
            *count = count.saturating_add(1);
            *count
        });
        (id << 8) | u32::from(writing)
    }

    /// The number of a word that is here.
    pub(crate) fn find(&self, word: &Word) -> Option<u32> {
        let id = *self.ids.get(word.bare.as_str())?;
        let Some(written) = &word.toned else { return Some(id << 8) };
        let writing = self.writings.get(&(id, written.as_str().into())).map_or(OTHER_WRITING, |&nth| u32::from(nth));
        Some((id << 8) | writing)
    }

    /// How many bare forms there are; their numbers run from 1 to this.
    pub(crate) fn len(&self) -> usize {
        self.hashes.len()
    }
    pub(crate) fn letters(&self, bare: u32) -> &str {
        let at = bare as usize - 1;
        let from = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.letters[from as usize..self.ends[at] as usize]
    }
    pub(crate) fn hash(&self, bare: u32) -> u64 {
        self.hashes[bare as usize - 1]
    }
    /// How many writings with diacritics a bare form has.
    pub(crate) fn writings(&self, bare: u32) -> u8 {
        self.counts[bare as usize - 1]
    }
}

/// A word made ready for the lexicon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Bare letters and digits.
    pub(crate) bare: String,
    /// The writing with diacritics in its normal form; none when it has none.
    pub(crate) toned: Option<String>,
    /// Of the bare letters with y and i made one: what keys are made of.
    pub(crate) hash: u64,
}

impl Word {
    /// Reads a word; none when nothing of it can be compared.
    pub(crate) fn read(written: &str) -> Option<Self> {
        // ASCII has one form only; most misspelt words come without diacritics.
        let normal = if written.is_ascii() { written.to_ascii_lowercase() } else { text::norm(written) };
        let bare = text::fold(&normal);
        if bare.is_empty() {
            return None;
        }
        let same: String = bare.chars().map(|c| if c == 'y' { 'i' } else { c }).collect();
        let hash = hash_bytes(same.as_bytes());
        let toned = (!normal.is_ascii()).then_some(normal);
        Some(Self { bare, toned, hash })
    }
    /// A number that two spellings of one writing share.
    pub(crate) fn mark(&self) -> u64 {
        self.toned.as_ref().map_or(self.hash, |written| hash_bytes(written.as_bytes()))
    }
}

/// Mixes two numbers; the order counts.
pub(crate) fn mix(a: u64, b: u64) -> u64 {
    let product = u128::from(a ^ 0x9e37_79b9_7f4a_7c15).wrapping_mul(u128::from(b ^ 0xd1b5_4a32_d192_ed03));
    (product as u64) ^ ((product >> 64) as u64)
}

/// A hash of bytes, the same on every machine and run.
pub(crate) fn hash_bytes(bytes: &[u8]) -> u64 {
    let mut hash = 0x2d35_8dcc_aa6c_78a5 ^ bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        hash = mix(hash, u64::from_le_bytes(chunk.try_into().expect("chunks are of eight")));
    }
    let mut last = [0_u8; 8];
    let rest = chunks.remainder();
    last[..rest.len()].copy_from_slice(rest);
    mix(hash, u64::from_le_bytes(last))
}

/// Remembers what raw bytes were read as, so that a spelling is normalised once and not once a row.
#[derive(Debug)]
pub(crate) struct Cache {
    /// Hash, start in the arena, length, and what it was read as; a length of `u32::MAX` is an empty place.
    places: Vec<Place>,
    arena: Vec<u8>,
    used: usize,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    hash: u32,
    start: u32,
    len: u32,
    word: u32,
    mark: u64,
}

const EMPTY: Place = Place { hash: 0, start: 0, len: u32::MAX, word: 0, mark: 0 };
/// Beyond this a cache starts anew: a column in which every cell differs would fill the memory.
const CACHED_WORDS_MAX: usize = 1 << 18;

impl Cache {
    pub(crate) fn new() -> Self {
        Self { places: vec![EMPTY; 1 << 6], arena: Vec::new(), used: 0 }
    }

    /// What the bytes were read as, with their mark; `read` is asked the first time.
    pub(crate) fn get(&mut self, bytes: &[u8], read: impl FnOnce(&[u8]) -> (u32, u64)) -> (u32, u64) {
        let hash = hash_bytes(bytes);
        let mut at = hash as usize & (self.places.len() - 1);
        let short = (hash >> 32) as u32;
        loop {
            let place = &self.places[at];
            if place.len == u32::MAX {
                break;
            }
            if place.hash == short && place.len as usize == bytes.len() {
                let start = place.start as usize;
                if &self.arena[start..start + bytes.len()] == bytes {
                    return (place.word, place.mark);
                }
            }
            at = (at + 1) & (self.places.len() - 1);
        }
        let (word, mark) = read(bytes);
        if self.used >= CACHED_WORDS_MAX {
            *self = Self::new();
            return (word, mark);
        }
        let start = self.arena.len() as u32;
        self.arena.extend_from_slice(bytes);
        self.places[at] = Place { hash: short, start, len: bytes.len() as u32, word, mark };
        self.used += 1;
        if self.used * 2 > self.places.len() {
            self.grow();
        }
        (word, mark)
    }

    fn grow(&mut self) {
        let bigger = vec![EMPTY; self.places.len() * 2];
        let old = std::mem::replace(&mut self.places, bigger);
        let mask = self.places.len() - 1;
        for place in old.into_iter().filter(|place| place.len != u32::MAX) {
            let bytes = &self.arena[place.start as usize..place.start as usize + place.len as usize];
            let mut at = hash_bytes(bytes) as usize & mask;
            while self.places[at].len != u32::MAX {
                at = (at + 1) & mask;
            }
            self.places[at] = place;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_are_one_number() {
        let mut lexicon = Lexicon::default();
        let mut number = |written| lexicon.intern(&Word::read(written).unwrap());
        let hoa = number("Hòa");
        assert_eq!(hoa, number("HOÀ"));
        assert_eq!(hoa, number("ho\u{300}a"));
        assert_ne!(hoa, number("Hoa"));
        assert_eq!(bare(hoa), bare(number("hoá")));
        assert!(hoa & 255 != 0 && number("hoa") & 255 == 0);
        assert!(Word::read(" . ").is_none());
        assert_eq!(lexicon.find(&Word::read("Hóa").unwrap()), lexicon.find(&Word::read("hoá").unwrap()));
        assert_eq!(lexicon.find(&Word::read("Hỏa").unwrap()).map(|word| word & 255), Some(OTHER_WRITING));
        assert_eq!(lexicon.find(&Word::read("Hùng").unwrap()), None);
        assert_eq!(lexicon.letters(bare(hoa)), "hoa");
    }

    #[test]
    fn the_cache_reads_each_spelling_once() {
        let mut cache = Cache::new();
        let mut asked = 0;
        for round in 0..3 {
            for nth in 0..5_000_u32 {
                let bytes = nth.to_string();
                let (word, _) = cache.get(bytes.as_bytes(), |_| {
                    asked += 1;
                    (nth + 1, 0)
                });
                assert_eq!(word, nth + 1, "round {round}");
            }
        }
        assert_eq!(asked, 5_000);
    }
}
