//! The characters that a paper can carry: one set for every form, every officer's words and every paper.
//!
//! Papers (giấy tờ) are written in Vietnamese, with foreign names in Latin letters (Luật Hộ tịch: what is not is written
//! in its transcription). So the set is Latin letters with their marks, digits, and the punctuation of ordinary typing.
//! The fonts of crate `documents` have a glyph for each of them, which a test there checks.

use unicode_normalization::UnicodeNormalization;

/// First and last character of each span of the set, in order.
const PRINTABLE: [(char, char); 29] = [
    (' ', '~'),
    ('\u{a0}', '\u{ac}'),
    ('\u{ae}', '\u{24f}'),
    // The apostrophe of names written as a letter, and what capitals of some letters carry.
    ('\u{2bc}', '\u{2be}'),
    ('\u{300}', '\u{304}'),
    ('\u{306}', '\u{30c}'),
    ('\u{31b}', '\u{31b}'),
    ('\u{323}', '\u{328}'),
    ('\u{32d}', '\u{32e}'),
    ('\u{330}', '\u{331}'),
    ('\u{1e00}', '\u{1eff}'),
    ('\u{2010}', '\u{2015}'),
    ('\u{2018}', '\u{201f}'),
    ('\u{2020}', '\u{2022}'),
    ('\u{2026}', '\u{2026}'),
    ('\u{2030}', '\u{2030}'),
    ('\u{2032}', '\u{2033}'),
    ('\u{2039}', '\u{203a}'),
    ('\u{2044}', '\u{2044}'),
    ('\u{20ab}', '\u{20ac}'),
    ('\u{2116}', '\u{2116}'),
    ('\u{2122}', '\u{2122}'),
    ('\u{2190}', '\u{2193}'),
    ('\u{2212}', '\u{2212}'),
    ('\u{2248}', '\u{2248}'),
    ('\u{2260}', '\u{2260}'),
    ('\u{2264}', '\u{2265}'),
    ('\u{25cf}', '\u{25cf}'),
    ('\u{2c7e}', '\u{2c7f}'),
];

/// Every character of the set.
pub fn printable() -> impl Iterator<Item = char> {
    PRINTABLE.iter().flat_map(|(first, last)| *first..=*last)
}

/// Whether a paper can carry a character.
pub fn is_printable(character: char) -> bool {
    PRINTABLE.iter().any(|(first, last)| (*first..=*last).contains(&character))
}

/// The first character of a text, in composed form, that a paper cannot carry. Ends of lines and tabs are spaces to it.
pub fn find_unprintable(written: &str) -> Option<char> {
    written.nfc().find(|character| !matches!(character, '\n' | '\r' | '\t') && !is_printable(*character))
}

/// Whether a character leaves nothing on the page that could be shown in a message: controls, marks of direction and
/// joining, soft hyphens, selectors.
pub fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_stand_in_order() {
        assert!(PRINTABLE.iter().all(|(first, last)| first <= last));
        assert!(PRINTABLE.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }

    #[test]
    fn capitals_are_printable_where_the_letters_are() {
        let strange = printable()
            .find(|letter| letter.to_uppercase().any(|capital| !is_printable(capital) && capital < '\u{370}'));
        assert_eq!(strange, None);
    }

    #[test]
    fn what_people_type_here_is_printable_and_the_rest_is_named() {
        let table = [
            ("Trạm y tế xã Bích Hào – số 12/3, “khu A”…", None),
            ("Nhà số 5ª, ngõ 7′, 1.000 ₫, № 3, Ê-đê H’Len", None),
            ("Nguye\u{302}\u{303}n Ngo\u{323}c\nA\u{328}\u{301}", None),
            ("Łukasz Ştefan Çağ Đặng", None),
            ("Trạm 𝔘 y tế", Some('𝔘')),
            ("Số 1 😀 北京", Some('😀')),
            ("北京", Some('北')),
            ("Москва", Some('М')),
            ("A\u{940}n", Some('\u{940}')),
            ("a\u{202e}b", Some('\u{202e}')),
            ("a\0b", Some('\0')),
            ("zalgo\u{354}", Some('\u{354}')),
        ];
        for (written, strange) in table {
            assert_eq!(find_unprintable(written), strange, "{written:?}");
        }
        assert!(is_unseen('\u{202e}') && is_unseen('\0') && !is_unseen('😀') && !is_unseen('\u{940}'));
    }
}
