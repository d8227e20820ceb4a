//! The order of the Vietnamese alphabet: a ă â b c d đ e ê …, tones after letters, capitals last.
//!
//! Compares as the database's `vi-x-icu` does for names: all letters first, then all tones (ngang, huyền, hỏi, ngã,
//! sắc, nặng), then case.

use std::cmp::Ordering;

use unicode_normalization::UnicodeNormalization;

/// The order of two texts.
pub fn compare(a: &str, b: &str) -> Ordering {
    sort_key(a).cmp(&sort_key(b))
}

/// Bytes that sort as the texts do; keep them to sort long lists.
pub fn sort_key(written: &str) -> Vec<u8> {
    let mut letters: Vec<u8> = Vec::with_capacity(written.len() * 3 + 2);
    let mut tones: Vec<u8> = Vec::with_capacity(written.len());
    let mut cases: Vec<u8> = Vec::with_capacity(written.len());
    // Decomposed, so that tone and quality come apart; a quality mark changes the letter just pushed.
    for c in written.nfd() {
        if let Some(tone) = tone_weight(c) {
            if let Some(last) = tones.last_mut() {
                *last = tone;
            }
            continue;
        }
        if let Some(quality) = quality_weight(c) {
            let end = letters.len();
            if end >= 2 && letters[end - 2] == LETTER {
                letters[end - 1] += quality;
            }
            continue;
        }
        match c {
            'a'..='z' => letters.extend([LETTER, place(c)]),
            'A'..='Z' => letters.extend([LETTER, place(c.to_ascii_lowercase())]),
            'đ' | 'Đ' => letters.extend([LETTER, place('d') + 1]),
            '0'..='9' => letters.extend([DIGIT, c as u8]),
            c if c.is_whitespace() => letters.push(SPACE),
            // Signs count last of all, other scripts after our letters.
            c if c.is_alphabetic() => {
                letters.push(FOREIGN);
                letters.extend(&u32::from(c).to_be_bytes()[1..]);
            }
            _ => continue,
        }
        tones.push(NO_TONE);
        cases.push(u8::from(c.is_uppercase()) + 1);
    }
    letters.push(0);
    letters.extend(&tones);
    letters.push(0);
    letters.extend(&cases);
    letters.push(0);
    letters.extend(written.as_bytes());
    letters
}

const SPACE: u8 = 1;
const DIGIT: u8 = 2;
const LETTER: u8 = 3;
const FOREIGN: u8 = 4;
const NO_TONE: u8 = 1;

/// Four places a letter, so that ă, â and the like fit between their neighbours.
fn place(c: char) -> u8 {
    (c as u8 - b'a') * 4 + 1
}

fn tone_weight(c: char) -> Option<u8> {
    match c {
        '\u{300}' => Some(2),
        '\u{309}' => Some(3),
        '\u{303}' => Some(4),
        '\u{301}' => Some(5),
        '\u{323}' => Some(6),
        _ => None,
    }
}

/// ă before â, ô before ơ.
fn quality_weight(c: char) -> Option<u8> {
    match c {
        '\u{306}' => Some(1),
        '\u{302}' => Some(2),
        '\u{31b}' => Some(3),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_come_in_the_order_of_the_alphabet() {
        let sorted = [
            "", "a", "A", "à", "ả", "ã", "á", "ạ", "ă", "ằ", "â", "ấ", "b", "d", "đ", "Đ", "e", "ê", "o", "ô", "ơ",
            "u", "ư", "y",
        ];
        for pair in sorted.windows(2) {
            assert_eq!(compare(pair[0], pair[1]), Ordering::Less, "{pair:?}");
        }
    }

    #[test]
    fn letters_count_before_tones_and_words_before_letters() {
        let sorted =
            ["An Bình", "Ân", "Bà", "Ban", "Bân", "Dương", "Đào", "Hòa", "Hoàn", "Phường 2", "Phường 12", "Quý"];
        // "Phường 12" sorts before "Phường 2": digits are signs here, not numbers, as in the database.
        let mut shuffled = sorted;
        shuffled.reverse();
        shuffled.sort_by_cached_key(|name| sort_key(name));
        let expected =
            ["An Bình", "Ân", "Bà", "Ban", "Bân", "Dương", "Đào", "Hòa", "Hoàn", "Phường 12", "Phường 2", "Quý"];
        assert_eq!(shuffled, expected);
        assert_eq!(compare("má", "mà b"), Ordering::Less);
        assert_eq!(
            compare("e\u{302}\u{301}", "ế"),
            Ordering::Less,
            "same letters: the bytes decide, so the order is total"
        );
    }
}
