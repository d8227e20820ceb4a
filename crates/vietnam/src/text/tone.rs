//! Where the tone mark stands: hoà and hòa are one word, typed on two keyboards.

use unicode_normalization::char::{compose, decompose_canonical};

use super::nfc;

const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Composed text with every tone of an open "oa", "oe", "uy" on its first vowel (hoà -> hòa, thuỷ -> thủy), the way
/// most registers write it. Where a consonant follows, the tone belongs on the second vowel (hoàn), and after q the u
/// is no vowel (quý): there it is moved the other way when a keyboard put it wrongly.
pub fn canonical_tone(written: &str) -> String {
    let mut chars: Vec<char> = nfc(written).chars().collect();
    for at in 0..chars.len().saturating_sub(1) {
        let (first, first_tone) = untone(chars[at]);
        let (second, second_tone) = untone(chars[at + 1]);
        let pair = (first.to_ascii_lowercase(), second.to_ascii_lowercase());
        if !matches!(pair, ('o', 'a') | ('o', 'e') | ('u', 'y')) {
            continue;
        }
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after_q = first.eq_ignore_ascii_case(&'u') && matches!(before, Some('q' | 'Q'));
        let closed = chars.get(at + 2).is_some_and(|c| c.is_alphabetic());
        // A vowel before means another word part (for example "ngoeo" typed apart); leave what we do not know.
        let moved = match (first_tone, second_tone) {
            (None, Some(tone)) if !closed && !after_q => with_tone(first, tone).map(|first| (first, second)),
            (Some(tone), None) if after_q || (closed && is_final(&chars[at + 2..])) => {
                with_tone(second, tone).map(|second| (first, second))
            }
            _ => None,
        };
        if let Some((first, second)) = moved {
            chars[at] = first;
            chars[at + 1] = second;
        }
    }
    // Moving a tone off a letter may let a stray mark behind it compose.
    nfc(&chars.into_iter().collect::<String>())
}

/// True when the letters that follow up to the end of the word are a Vietnamese final consonant.
fn is_final(rest: &[char]) -> bool {
    let word: String = rest.iter().take_while(|c| c.is_alphabetic()).take(3).map(char::to_ascii_lowercase).collect();
    matches!(word.as_str(), "c" | "ch" | "m" | "n" | "ng" | "nh" | "p" | "t")
}

/// A letter without its tone, and the tone. The quality of the vowel (ê, ơ) stays with the letter.
fn untone(c: char) -> (char, Option<char>) {
    if c.is_ascii() {
        return (c, None);
    }
    let (mut base, mut tone, mut count) = (None, None, 0);
    decompose_canonical(c, |part| {
        count += 1;
        if TONES.contains(&part) {
            tone = Some(part);
        } else {
            base = match base {
                None => Some(part),
                Some(letter) => compose(letter, part),
            };
        }
    });
    match (base, tone) {
        (Some(base), Some(tone)) if count <= 3 => (base, Some(tone)),
        _ => (c, None),
    }
}

fn with_tone(letter: char, tone: char) -> Option<char> {
    compose(letter, tone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tones_stand_where_most_registers_put_them() {
        let table = [
            ("hoà", "hòa"),
            ("hòa", "hòa"),
            ("Hoà Bình", "Hòa Bình"),
            ("HOÀ", "HÒA"),
            ("hoè", "hòe"),
            ("thuỷ", "thủy"),
            ("Thuỷ", "Thủy"),
            ("uý", "úy"),
            ("hoạ", "họa"),
            ("hoàn", "hoàn"),
            ("hoàng", "hoàng"),
            ("hòan", "hoàn"),
            ("quý", "quý"),
            ("qúy", "quý"),
            ("Quỳnh", "Quỳnh"),
            ("huỳnh", "huỳnh"),
            ("khuỷu", "khuỷu"),
            ("ngoài", "ngoài"),
            ("khuya", "khuya"),
            ("quà", "quà"),
            ("thuế", "thuế"),
            ("giày", "giày"),
            ("loà xoà", "lòa xòa"),
            ("hoa\u{300}", "hòa"),
            ("Nguyễn", "Nguyễn"),
            ("", ""),
        ];
        for (written, canonical) in table {
            assert_eq!(canonical_tone(written), canonical, "{written}");
        }
    }
}
