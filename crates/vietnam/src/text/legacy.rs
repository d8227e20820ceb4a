//! Texts from before Unicode: TCVN3 (.VnTime) and VNI seen as Latin-1, and the eth that stands where a đ belongs.
//!
//! Detection is a hint for an officer or a reader of old files, never a silent change: "Noël" is a name.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// Ð (eth, U+00D0) and Ɖ where Đ belongs. Only in Vietnamese letters' company: an Icelandic word keeps its eth.
pub fn repair_eth(written: &str) -> String {
    if !written.contains(['Ð', 'ð', 'Ɖ', 'ɖ']) || written.contains(['þ', 'Þ', 'æ', 'Æ', 'ö', 'Ö']) {
        return written.to_owned();
    }
    let chars: Vec<char> = written.chars().collect();
    // In the middle of a word only after k, as in the Ê-đê name Kđăm.
    let starts_word = |at: usize| at == 0 || !chars[at - 1].is_alphabetic() || matches!(chars[at - 1], 'k' | 'K');
    let repair = |(at, &c): (usize, &char)| match c {
        'Ð' | 'Ɖ' if starts_word(at) => 'Đ',
        'ð' | 'ɖ' if starts_word(at) => 'đ',
        c => c,
    };
    chars.iter().enumerate().map(repair).collect()
}

/// Latin-1 character to letter.
static TCVN3: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    const TABLE: &str = "àB5 áB8 ảB6 ãB7 ạB9 ăA8 ằBB ắBE ẳBC ẵBD ặC6 âA9 ầC7 ấCA ẩC8 ẫC9 ậCB èCC éD0 ẻCE ẽCF ẹD1 \
        êAA ềD2 ếD5 ểD3 ễD4 ệD6 ìD7 íDD ỉD8 ĩDC ịDE òDF óE3 ỏE1 õE2 ọE4 ôAB ồE5 ốE8 ổE6 ỗE7 ộE9 ơAC ờEA ớED ởEB ỡEC \
        ợEE ùEF úF3 ủF1 ũF2 ụF4 ưAD ừF5 ứF8 ửF6 ữF7 ựF9 ỳFA ýFD ỷFB ỹFC ỵFE đAE ĂA1 ÂA2 ÊA3 ÔA4 ƠA5 ƯA6 ĐA7";
    let entry = |word: &str| {
        let letter = word.chars().next()?;
        let byte = u8::from_str_radix(&word[letter.len_utf8()..], 16).ok()?;
        Some((char::from(byte), letter))
    };
    TABLE.split_whitespace().filter_map(entry).collect()
});

/// Decodes TCVN3 text that was read as Latin-1 or Windows-1252: "NguyÔn ThÞ Hoµ" is "Nguyễn Thị Hoà". A word whose
/// plain letters are all capitals becomes capitals, because the capital fonts use the bytes of small letters.
pub fn decode_tcvn3(written: &str) -> String {
    let mut out = String::with_capacity(written.len() * 2);
    for word in split_words(written) {
        let plain: Vec<char> = word.chars().filter(char::is_ascii_alphabetic).collect();
        let capitals = plain.len() > 1 && plain.iter().all(char::is_ascii_uppercase);
        for c in word.chars() {
            let letter = TCVN3.get(&c).copied().unwrap_or(c);
            if capitals { out.extend(letter.to_uppercase()) } else { out.push(letter) }
        }
    }
    out
}

fn split_words(written: &str) -> impl Iterator<Item = &str> {
    written.split_inclusive(char::is_whitespace)
}

/// True when the text has the marks of TCVN3 read as Latin-1: signs or capitals inside words where no letter belongs.
pub fn looks_like_tcvn3(written: &str) -> bool {
    if has_vietnamese(written) {
        return false;
    }
    let chars: Vec<char> = written.chars().collect();
    chars.iter().enumerate().any(|(at, &c)| {
        if !TCVN3.contains_key(&c) {
            return false;
        }
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after = chars.get(at + 1).copied();
        let beside_letter = [before, after].into_iter().flatten().any(|c| c.is_ascii_alphabetic());
        let sign = !c.is_alphabetic() || matches!(c, 'ª' | 'µ');
        let capital_inside = c.is_uppercase() && before.is_some_and(|c| c.is_ascii_lowercase());
        (sign && beside_letter) || capital_inside
    })
}

/// Vowel and mark to letter; a mark alone where the letter is one byte.
static VNI_PAIRS: LazyLock<HashMap<(char, char), char>> = LazyLock::new(|| {
    // Mark byte, then what it adds to the vowel: quality and tone as combining marks.
    const MARKS: [(char, &str, &str); 17] = [
        ('ù', "aeouyơư", "\u{301}"),
        ('ø', "aeouyơư", "\u{300}"),
        ('û', "aeouyơư", "\u{309}"),
        ('õ', "aeouyơư", "\u{303}"),
        ('ï', "aeouyơư", "\u{323}"),
        ('â', "aeo", "\u{302}"),
        ('á', "aeo", "\u{302}\u{301}"),
        ('à', "aeo", "\u{302}\u{300}"),
        ('å', "aeo", "\u{302}\u{309}"),
        ('ã', "aeo", "\u{302}\u{303}"),
        ('ä', "aeo", "\u{302}\u{323}"),
        ('ê', "a", "\u{306}"),
        ('é', "a", "\u{306}\u{301}"),
        ('è', "a", "\u{306}\u{300}"),
        ('ú', "a", "\u{306}\u{309}"),
        ('ü', "a", "\u{306}\u{303}"),
        ('ë', "a", "\u{306}\u{323}"),
    ];
    let mut pairs = HashMap::new();
    for (mark, vowels, adds) in MARKS {
        for vowel in vowels.chars() {
            let written = match vowel {
                'ơ' => 'ô',
                'ư' => 'ö',
                plain => plain,
            };
            let letter = format!("{vowel}{adds}").nfc().next().expect("the text is not empty");
            pairs.insert((written, mark), letter);
        }
    }
    pairs
});

fn vni_single(c: char) -> Option<char> {
    Some(match c {
        'ô' => 'ơ',
        'ö' => 'ư',
        'ñ' => 'đ',
        'æ' => 'ỉ',
        'ó' => 'ĩ',
        'ò' => 'ị',
        'î' => 'ỵ',
        _ => return None,
    })
}

/// Decodes VNI-Windows text that was read as Latin-1: "Nguyeãn Thò Hoaø" is "Nguyễn Thị Hoà".
pub fn decode_vni(written: &str) -> String {
    let chars: Vec<char> = written.chars().collect();
    let mut out = String::with_capacity(written.len() * 2);
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        let low = lower(c);
        let pair = chars.get(at + 1).and_then(|&mark| VNI_PAIRS.get(&(low, lower(mark))));
        let (letter, used) = match (pair, vni_single(low)) {
            (Some(&letter), _) => (letter, 2),
            (None, Some(letter)) => (letter, 1),
            (None, None) => (low, 1),
        };
        if letter == low && used == 1 {
            out.push(c);
        } else if c.is_uppercase() {
            out.extend(letter.to_uppercase());
        } else {
            out.push(letter);
        }
        at += used;
    }
    out
}

/// True when the text has pairs that VNI writes and no Vietnamese word in Unicode has.
pub fn looks_like_vni(written: &str) -> bool {
    if has_vietnamese(written) {
        return false;
    }
    let chars: Vec<char> = written.chars().map(lower).collect();
    chars.windows(2).any(|pair| match (pair[0], pair[1]) {
        // oà, oá, oã, oè and uý are ordinary words; with these marks they are not.
        ('o', mark) => matches!(mark, 'ù' | 'ø' | 'û' | 'õ' | 'ï' | 'â' | 'å' | 'ä'),
        ('u', mark) => matches!(mark, 'ù' | 'ø' | 'û' | 'õ' | 'ï'),
        ('ñ', next) => {
            next.is_alphabetic() && !matches!(next, 'o' | 'a' | 'e' | 'i' | 'u') || next == 'ö' || next == 'ô'
        }
        pair @ ('a' | 'e' | 'y' | 'ô' | 'ö', _) => VNI_PAIRS.contains_key(&pair),
        _ => false,
    })
}

/// Letters that only Unicode Vietnamese has: such a text is not in an old encoding.
fn has_vietnamese(written: &str) -> bool {
    written.chars().any(|c| {
        matches!(c, '\u{1ea0}'..='\u{1ef9}' | 'ă' | 'Ă' | 'đ' | 'Đ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | 'ĩ' | 'Ĩ' | 'ũ' | 'Ũ')
    })
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tcvn3_reads_back() {
        let table = [
            ("NguyÔn ThÞ Hoµ", "Nguyễn Thị Hoà"),
            ("TrÇn V¨n §øc", "Trần Văn Đức"),
            ("NGUYÔN THÞ HOµ", "NGUYỄN THỊ HOÀ"),
            ("Lª \u{ad}\u{ac}ng", "Lê ương"),
            ("Abc 123", "Abc 123"),
        ];
        for (written, decoded) in table {
            assert_eq!(decode_tcvn3(written), decoded, "{written}");
        }
        assert_eq!(TCVN3.len(), 74, "67 letters with marks and 7 capitals");
    }

    #[test]
    fn vni_reads_back() {
        let table = [
            ("Nguyeãn Thò Hoaø", "Nguyễn Thị Hoà"),
            ("NGUYEÃN THÒ HOAØ", "NGUYỄN THỊ HOÀ"),
            ("Traàn Vaên Ñöùc", "Trần Văn Đức"),
            ("Phöôøng", "Phường"),
            ("Ñaëng Quyønh", "Đặng Quỳnh"),
            ("Abc 123", "Abc 123"),
        ];
        for (written, decoded) in table {
            assert_eq!(decode_vni(written), decoded, "{written}");
        }
    }

    #[test]
    fn old_encodings_are_recognised_and_new_ones_left_alone() {
        for written in ["NguyÔn ThÞ Hoµ", "TrÇn V¨n §øc", "Lª V¨n An"] {
            assert!(looks_like_tcvn3(written), "{written}");
        }
        for written in ["Nguyeãn Thò Hoaø", "Traàn Vaên Ñöùc", "Phöôøng"] {
            assert!(looks_like_vni(written), "{written}");
        }
        for written in
            ["Nguyễn Thị Hoà", "Hoà", "Lê Quý", "Trần Văn An", "José García", "Nguyen Van An", "Hoàng Giàu", ""]
        {
            assert!(!looks_like_tcvn3(written) && !looks_like_vni(written), "{written}");
        }
    }

    #[test]
    fn eth_becomes_the_letter_that_was_meant() {
        assert_eq!(repair_eth("Ðặng ðình Ðức"), "Đặng đình Đức");
        assert_eq!(repair_eth("H' Len Niê Kðăm"), "H' Len Niê Kđăm");
        assert_eq!(repair_eth("Nguyễn"), "Nguyễn");
        assert_eq!(repair_eth("Þórður"), "Þórður");
    }
}
