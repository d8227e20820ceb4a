//! Two records side by side: for each field a level of agreement, and the bits that the value's frequency adds.

use crate::cells::date_parts;
use crate::config::{Kind, Layout};
use crate::encode::Words;
use crate::levels::{date, name, number};
use crate::lexicon::{Lexicon, NONE, OTHER_WRITING, bare};
use crate::model::Weights;
use crate::stats::DATE_BITS;

/// A row with what the frequencies of its values are worth: asked once a row and not once a pair.
pub(crate) struct Row<'a> {
    pub(crate) words: &'a [u32],
    pub(crate) bits: &'a [f32],
}

/// Numbers of bits kept for a field of a row.
pub(crate) fn bits_of(kind: &Kind) -> usize {
    match kind {
        // For each of the three parts: by its writing, by its letters, and for a word typed wrongly.
        Kind::Name { .. } => 9,
        Kind::Date => DATE_BITS,
        _ => 1,
    }
}

/// Compares pairs and remembers distances of words.
pub(crate) struct Comparer<'a> {
    pub(crate) layout: &'a Layout,
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) weights: &'a Weights,
    memo: Vec<(u64, u8)>,
}

/// Distances remembered while a file is matched, and for a single question.
pub(crate) const MEMO_OF_FILE: usize = 1 << 13;
pub(crate) const MEMO_OF_QUESTION: usize = 1 << 6;
/// A distance beyond this is "far".
const FAR_AWAY: u8 = 9;

impl<'a> Comparer<'a> {
    /// With a memory of a power of two of distances.
    pub(crate) fn new(layout: &'a Layout, lexicon: &'a Lexicon, weights: &'a Weights, memo: usize) -> Self {
        debug_assert!(memo.is_power_of_two());
        Self { layout, lexicon, weights, memo: vec![(u64::MAX, 0); memo] }
    }

    /// The bits for "one person", and the levels as four bits a field.
    pub(crate) fn score(&mut self, row: &Row<'_>, record: &[u32], words: &Words<'_>) -> (f32, u64) {
        let mut total = 0.0;
        let mut pattern = 0;
        self.each(row, record, words, |index, level, frequency, weight| {
            total += weight + frequency;
            pattern |= u64::from(level) << (4 * index);
        });
        (total, pattern)
    }

    /// Each field's number, level, bits of its frequency and weight.
    pub(crate) fn each(
        &mut self,
        row: &Row<'_>,
        record: &[u32],
        words: &Words<'_>,
        mut tell: impl FnMut(usize, u8, f32, f32),
    ) {
        let layout = self.layout;
        let mut bits_at = 0;
        for (index, field) in layout.fields.iter().enumerate() {
            let bits = &row.bits[bits_at..];
            let (a, b) = (&row.words[field.at..], &record[field.at..]);
            let (level, frequency) = match &field.kind {
                Kind::Name { .. } => self.name(a, b, bits, words),
                Kind::Date => date_level(a[0], b[0], bits),
                Kind::Number { digits, .. } if *digits > 9 => {
                    let whole = |words: &[u32]| u64::from(words[0]) | (u64::from(words[1]) << 32);
                    (number_level(whole(a), whole(b)), 0.0)
                }
                Kind::Number { .. } => (number_level(a[0].into(), b[0].into()), 0.0),
                Kind::Place => place_level(a, b, bits[0]),
                Kind::Category { .. } => match (a[0], b[0]) {
                    (0, _) | (_, 0) => (2, 0.0),
                    (one, other) if one == other => (0, bits[0]),
                    _ => (1, 0.0),
                },
                Kind::Text => self.text(a[0], b[0], bits[0], words),
            };
            tell(index, level, frequency, self.weights.0[index][level as usize]);
            bits_at += bits_of(&field.kind);
        }
    }

    fn text(&mut self, a: u32, b: u32, bits: f32, words: &Words<'_>) -> (u8, f32) {
        if a == NONE || b == NONE {
            return (4, 0.0);
        }
        if bare(a) == bare(b) {
            return (0, bits);
        }
        let longer = words.letters(bare(a)).len().max(self.lexicon.letters(bare(b)).len());
        let distance = usize::from(self.distance(bare(a), bare(b), words));
        let level = match distance {
            1 if longer > 2 => 1,
            2 if longer > 6 => 1,
            3 if longer > 12 => 1,
            far if far < usize::from(FAR_AWAY) && far * 5 <= longer * 2 => 2,
            _ if starts_alike(words.letters(bare(a)), self.lexicon.letters(bare(b))) => 2,
            _ => 3,
        };
        (level, 0.0)
    }

    fn name(&mut self, a: &[u32], b: &[u32], bits: &[f32], words: &Words<'_>) -> (u8, f32) {
        use name::*;
        if a[2] == NONE || b[2] == NONE {
            return (MISSING, 0.0);
        }
        let plain_a = (a[0] | a[1] | a[2]) & 255 == 0;
        let plain = plain_a || (b[0] | b[1] | b[2]) & 255 == 0;
        // 0 the same writing, 1 the same letters and one side has no diacritics at all, 2 the same letters with other
        // diacritics, 3 other letters, 4 on one side only.
        let code = |at: usize| match (a[at], b[at]) {
            (one, other) if one == other && one & 255 != OTHER_WRITING => 0,
            (NONE, _) | (_, NONE) => 4,
            (one, other) if bare(one) == bare(other) => {
                if plain {
                    1
                } else {
                    2
                }
            }
            _ => 3,
        };
        let codes = [code(0), code(1), code(2)];
        let tf = |at: usize| match codes[at] {
            _ if a[at] == NONE => 0.0,
            0 if !plain_a => bits[at],
            0..=2 => bits[3 + at],
            _ => 0.0,
        };
        let typed = |at: usize| bits[6 + at];
        let alike = |at: usize| codes[at] <= 2;
        let slips = codes.iter().filter(|&&code| code == 2).count();
        match (alike(0), alike(1), alike(2)) {
            (true, true, true) => {
                let level = match slips {
                    0 if codes.contains(&1) => PLAIN,
                    0 => SAME,
                    1 => TONES,
                    _ => FAR,
                };
                (level, tf(0) + tf(1) + tf(2))
            }
            (true, false, true) if slips > 0 => (FAR, tf(0) + tf(2)),
            (true, false, true) => {
                let own = tf(0) + tf(2);
                if a[1] == NONE {
                    return (NO_MIDDLE, own);
                }
                if b[1] == NONE {
                    return (MIDDLE, own);
                }
                match self.distance(bare(a[1]), bare(b[1]), words) {
                    1 => (EDIT, own + typed(1)),
                    _ if is_part(words.letters(bare(a[1])), self.lexicon.letters(bare(b[1]))) => (PART_MIDDLE, own),
                    _ => (MIDDLE, own),
                }
            }
            (true, true, false) | (false, true, true) => {
                let (at, own) = if alike(0) { (2, tf(0) + tf(1)) } else { (0, tf(1) + tf(2)) };
                if codes[at] == 4 {
                    return (if at == 0 { GIVEN_ONLY } else { OTHER }, tf(2));
                }
                match (self.distance(bare(a[at]), bare(b[at]), words), slips) {
                    (1, 0) => (EDIT, own + typed(at)),
                    (1 | 2, _) => (FAR, own),
                    _ if at == 2 => (GIVEN, own),
                    _ => (SURNAME, own),
                }
            }
            (one, false, other) if one != other => {
                let (at, own) = if one { (2, tf(0)) } else { (0, tf(2)) };
                let near = codes[at] != 4 && self.distance(bare(a[at]), bare(b[at]), words) == 1;
                match (near, a[1] == NONE) {
                    (true, true) if slips == 0 => (NO_MIDDLE_EDIT, own + typed(at)),
                    (true, false) if codes[1] == 3 && self.distance(bare(a[1]), bare(b[1]), words) == 1 => (FAR, own),
                    _ if other => (GIVEN_ONLY, own),
                    _ => (OTHER, 0.0),
                }
            }
            _ => {
                let turned = bare(a[0]) == bare(b[2]) && bare(a[2]) == bare(b[0]) && a[0] != NONE;
                if turned { (FAR, bits[3] + bits[5]) } else { (OTHER, 0.0) }
            }
        }
    }

    /// How many letters apart two words are (put in, left out, changed, neighbours swapped).
    fn distance(&mut self, own: u32, other: u32, words: &Words<'_>) -> u8 {
        let pair = (u64::from(own) << 32) | u64::from(other);
        let at = (pair.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 51) as usize & (self.memo.len() - 1);
        if self.memo[at].0 == pair {
            return self.memo[at].1;
        }
        let distance = edits(words.letters(own).as_bytes(), self.lexicon.letters(other).as_bytes());
        self.memo[at] = (pair, distance);
        distance
    }
}

/// True when one has all the words of the other, in order.
fn is_part(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let mut rest = long.split(' ');
    short.split(' ').all(|word| rest.any(|own| own == word))
}

fn starts_alike(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    short.len() >= 4 && long.starts_with(short)
}

fn place_level(a: &[u32], b: &[u32], bits: f32) -> (u8, f32) {
    if a[0] == NONE || b[0] == NONE {
        return (4, 0.0);
    }
    let alike = |shift: u32| {
        let (one, other) = ((a[1] >> shift) & 0xffff, (b[1] >> shift) & 0xffff);
        one != 0 && one == other
    };
    if bare(a[0]) == bare(b[0]) {
        (0, bits)
    } else if alike(16) {
        (1, 0.0)
    } else if alike(0) {
        (2, 0.0)
    } else {
        (3, 0.0)
    }
}

fn date_level(a: u32, b: u32, bits: &[f32]) -> (u8, f32) {
    use date::*;
    if a == 0 || b == 0 {
        return (MISSING, 0.0);
    }
    let ((year_a, month_a, day_a), (year_b, month_b, day_b)) = (date_parts(a), date_parts(b));
    if month_a == 0 || month_b == 0 || day_a == 0 || day_b == 0 {
        let fits = year_a == year_b && (month_a == 0 || month_b == 0 || month_a == month_b);
        return if fits { (YEAR, bits[1]) } else { (OTHER, 0.0) };
    }
    if a == b {
        return (SAME, bits[0]);
    }
    if year_a == year_b && day_a == month_b && month_a == day_b {
        return (SWAPPED, bits[0]);
    }
    let digits = |year: u32, month: u32, day: u32| u64::from(year * 10_000 + month * 100 + day);
    if number_level(digits(year_a, month_a, day_a), digits(year_b, month_b, day_b)) == number::NEAR {
        return (DIGIT, 0.0);
    }
    (if year_a == year_b { SAME_YEAR } else { OTHER }, 0.0)
}

fn number_level(a: u64, b: u64) -> u8 {
    use number::*;
    if a == 0 || b == 0 {
        return MISSING;
    }
    if a == b {
        return SAME;
    }
    let (mut one, mut other) = (a, b);
    let mut differ = 0;
    let mut last = (0, 0, u32::MAX);
    let mut place = 0;
    while one != other {
        let (x, y) = (one % 10, other % 10);
        if x != y {
            differ += 1;
            let swapped = differ == 2 && last.2 + 1 == place && (last.1, last.0) == (x, y);
            if differ > 2 || (differ == 2 && !swapped) {
                return OTHER;
            }
            last = (x, y, place);
        }
        one /= 10;
        other /= 10;
        place += 1;
    }
    NEAR
}

/// The distance of two short words, [`FAR_AWAY`] at most.
fn edits(a: &[u8], b: &[u8]) -> u8 {
    const LONGEST: usize = 48;
    if a.len() > LONGEST || b.len() > LONGEST || a.len().abs_diff(b.len()) >= usize::from(FAR_AWAY) {
        return FAR_AWAY;
    }
    let mut before = [0_u8; LONGEST + 1];
    let mut row: [u8; LONGEST + 1] = std::array::from_fn(|at| at as u8);
    let mut next = [0_u8; LONGEST + 1];
    for (i, &x) in a.iter().enumerate() {
        next[0] = i as u8 + 1;
        for (j, &y) in b.iter().enumerate() {
            let mut best = (row[j] + u8::from(x != y)).min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y {
                best = best.min(before[j - 1] + 1);
            }
            next[j + 1] = best;
        }
        (before, row, next) = (row, next, before);
    }
    row[b.len()].min(FAR_AWAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_counted_in_letters() {
        for (a, b, wanted) in [
            ("hung", "hung", 0),
            ("hung", "hugn", 1),
            ("hung", "hun", 1),
            ("hung", "hang", 1),
            ("an", "binh", 3),
            ("", "ab", 2),
        ] {
            assert_eq!(edits(a.as_bytes(), b.as_bytes()), wanted, "{a} {b}");
        }
    }

    #[test]
    fn numbers_are_near_by_one_digit_or_swap() {
        for (a, b, wanted) in [
            (40_199_001_234, 40_199_001_234, number::SAME),
            (40_199_001_234, 40_199_001_334, number::NEAR),
            (40_199_001_234, 40_199_001_243, number::NEAR),
            (40_199_001_234, 40_199_010_234, number::NEAR),
            (40_199_001_234, 40_199_001_200, number::OTHER),
            (40_199_001_234, 0, number::MISSING),
            (19, 20, number::OTHER),
        ] {
            assert_eq!(number_level(a, b), wanted, "{a} {b}");
        }
    }

    #[test]
    fn parts_of_middle_names() {
        assert!(is_part("thi", "thi thanh") && is_part("thi thanh", "thanh") && !is_part("van", "thi"));
    }
}
