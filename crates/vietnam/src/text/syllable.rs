//! Is a word a Vietnamese syllable (âm tiết)? The sound law is narrow, so wrongly decoded bytes hardly ever pass it.
//!
//! A hint for telling old encodings apart. Names of other peoples (Kđăm, Niê, Vừ) need not pass, and nothing may be
//! refused because it does not.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::char::{compose, decompose_canonical};

/// Longest first, so that the first that fits is the right one.
const ONSETS: [&str; 28] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k", "l", "m",
    "n", "p", "r", "s", "t", "v", "x", "",
];

/// What may follow the onset, without its tone.
static RHYMES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê êch \
     êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao \
     oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo oet oi om on ong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt \
     u ua uân uâng uât uây uc uê uêch uên uênh uêt ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt \
     uynh uyt uyp uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y ych yêm yên yêng yêt yêu ynh yt oong"
        .split_whitespace()
        .collect()
});

/// True for a single word that Vietnamese can pronounce: "Nguyễn", "hoà", "THỊ". Bare letters count as
/// they stand: "Nguyen" is none.
pub fn is_syllable(word: &str) -> bool {
    // No syllable is longer than "nghiêng"; two marks may follow each vowel.
    if word.is_empty() || word.len() > 40 {
        return false;
    }
    let mut bare = String::with_capacity(word.len());
    let mut tone = None;
    for c in word.chars().flat_map(char::to_lowercase) {
        decompose_canonical(c, |part| match part {
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => {
                // A second tone, or one with nothing to stand on, fits no rhyme.
                if tone.replace(part).is_some() || bare.is_empty() {
                    bare.push('?');
                }
            }
            part => match bare.chars().next_back().and_then(|last| compose(last, part)) {
                Some(letter) => {
                    bare.pop();
                    bare.push(letter);
                }
                None => bare.push(part),
            },
        });
    }
    // A stop at the end takes only the sharp and the heavy tone.
    let stopped = ["c", "ch", "p", "t"].iter().any(|end| bare.ends_with(end));
    if stopped && matches!(tone, Some('\u{300}' | '\u{303}' | '\u{309}')) {
        return false;
    }
    ONSETS.iter().any(|onset| bare.strip_prefix(onset).is_some_and(|rest| RHYMES.contains(rest)))
        || matches!(bare.as_str(), "gi" | "gin" | "giêng" | "quôc")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_places_are_made_of_syllables() {
        let words = "Nguyễn Thị Hoà Hòa Trần Văn Đức Phường Xuân Quỳnh Thuỷ Thủy Giang Gì Giếng Nghiêng Khuya Quốc Uyên \
                     Ngoằn ngoèo Huỳnh Võ Vũ Lý Lí Ý Yến Ước Thuở Huyện Tỉnh Nghệ An Ất ĐẶNG TRƯỜNG Quyết";
        for word in words.split_whitespace() {
            assert!(is_syllable(word), "{word}");
        }
        assert!(is_syllable("Nguye\u{302}\u{303}n"));
    }

    #[test]
    fn what_cannot_be_said_is_no_syllable() {
        for word in [
            "",
            "Nguyen",
            "NguyÔn",
            "Nguyeãn",
            "ThÞ",
            "bcd",
            "Đơưc",
            "học\u{300}",
            "hỏc",
            "Kđăm",
            "a\u{301}\u{300}",
            "12",
            "số2",
        ] {
            assert!(!is_syllable(word), "{word}");
        }
    }

    proptest::proptest! {
        #[test]
        fn asking_never_panics(word in "\\PC*") {
            let _ = is_syllable(&word);
        }
    }
}
