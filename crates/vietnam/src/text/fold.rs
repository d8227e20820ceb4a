//! Folding: what is left of a text when only its bare letters count.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Lower-case ASCII letters and digits with single spaces: "Nguyễn Đức-Hòa" is "nguyen duc hoa", "H'Mông" is "hmong".
/// Letters of other scripts vanish. For finding candidates; two people with one folded name are two people.
pub fn fold(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut gap = false;
    for c in written.chars() {
        if c.is_ascii() {
            push(&mut out, &mut gap, c);
        } else {
            decompose_canonical(c, |part| push(&mut out, &mut gap, part));
        }
    }
    out
}

fn push(out: &mut String, gap: &mut bool, c: char) {
    let letter = match c {
        'a'..='z' | '0'..='9' => c,
        'A'..='Z' => c.to_ascii_lowercase(),
        // đ does not decompose; eth and the African đ are what bad fonts and keyboards leave in its place.
        'đ' | 'Đ' | 'ð' | 'Ð' | 'Ɖ' | 'ɖ' => 'd',
        '\'' | '\u{2018}' | '\u{2019}' | '\u{2bc}' | '`' | '\u{b4}' => return,
        '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => return,
        c if is_combining_mark(c) => return,
        _ => {
            *gap = !out.is_empty();
            return;
        }
    };
    if std::mem::take(gap) {
        out.push(' ');
    }
    out.push(letter);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_bare_letters_are_left() {
        let table = [
            ("Nguyễn Đức-Hòa", "nguyen duc hoa"),
            ("NGUYE\u{302}\u{303}N", "nguyen"),
            ("ế", "e"),
            ("ê\u{301}", "e"),
            ("H'Mông", "hmong"),
            ("H\u{2019}Mông", "hmong"),
            ("Ðặng Ɖình đại", "dang dinh dai"),
            ("Bà Rịa - Vũng Tàu", "ba ria vung tau"),
            ("  Phường\u{a0}12 ", "phuong 12"),
            ("ưỡng ượng", "uong uong"),
            ("Иван", ""),
            ("", ""),
        ];
        for (written, folded) in table {
            assert_eq!(fold(written), folded, "{written}");
        }
    }
}
