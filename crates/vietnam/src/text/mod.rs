//! Vietnamese text: one normal form, folding for search, old encodings, and the order of the alphabet.
//!
//! Two keys, never confused: [`norm`] keeps every accent and may be compared; [`fold`] throws accents away and is for
//! finding candidates only.

mod collate;
mod fold;
mod legacy;
mod printable;
mod syllable;
mod tone;

pub use collate::{compare, sort_key};
pub use fold::fold;
pub use legacy::{decode_tcvn3, decode_vni, looks_like_tcvn3, looks_like_vni, repair_eth};
pub use printable::{find_unprintable, is_printable, is_unseen, printable};
pub use syllable::is_syllable;
pub use tone::canonical_tone;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Composed form: macOS, PDF and old keyboards send letters in pieces.
pub fn nfc(written: &str) -> String {
    if is_nfc(written) { written.to_owned() } else { written.nfc().collect() }
}

/// Composed form, invisible characters dropped, every run of spaces (tabs, no-break spaces, line ends) made one.
pub fn clean(written: &str) -> String {
    // Most texts are composed already, and composing again costs more than looking.
    if is_nfc(written) { collapsed(written, written.chars()) } else { collapsed(written, written.nfc()) }
}

fn collapsed(written: &str, composed: impl Iterator<Item = char>) -> String {
    let mut out = String::with_capacity(written.len());
    let (mut gap, mut dropped) = (false, false);
    for c in composed {
        match c {
            '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' => dropped = true,
            c if c.is_whitespace() => gap = !out.is_empty(),
            c => {
                if std::mem::take(&mut gap) {
                    out.push(' ');
                }
                out.push(c);
            }
        }
    }
    // Two pieces may have stood apart by a character we dropped.
    if dropped && !is_nfc(&out) { out.nfc().collect() } else { out }
}

/// One spelling of a text, for comparing: clean, tones in their canonical place, lower case. Accents stay.
pub fn norm(written: &str) -> String {
    canonical_tone(&clean(written).to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_become_letters() {
        let table = [
            ("ho\u{300}a", "hòa"),
            ("e\u{302}\u{301}", "ế"),
            ("ê\u{301}", "ế"),
            ("e\u{301}\u{302}", "é\u{302}"),
            ("hòa", "hòa"),
        ];
        for (written, composed) in table {
            assert_eq!(nfc(written), composed);
        }
    }

    #[test]
    fn spaces_collapse_and_ghosts_go() {
        assert_eq!(clean("  a\u{a0}\t b\u{200b}c \n"), "a bc");
        assert_eq!(clean("\u{feff}"), "");
        assert_eq!(clean("e\u{200b}\u{301}"), "é");
    }

    #[test]
    fn one_spelling_keeps_accents() {
        assert_eq!(norm("  NGUYỄN\u{a0}Thị  HOÀ"), "nguyễn thị hòa");
        assert_ne!(norm("Hoa"), norm("Hòa"));
    }

    proptest::proptest! {
        #[test]
        fn every_form_is_stable(written in "\\PC*") {
            let once = nfc(&written);
            assert_eq!(nfc(&once), once);
            let once = clean(&written);
            assert_eq!(clean(&once), once);
            let once = fold(&written);
            assert_eq!(fold(&once), once);
            let once = canonical_tone(&written);
            assert_eq!(canonical_tone(&once), once);
            let once = norm(&written);
            assert_eq!(norm(&once), once);
            let _ = (sort_key(&written), repair_eth(&written), decode_tcvn3(&written), decode_vni(&written));
        }

        #[test]
        fn vietnamese_forms_are_stable(written in "[a-zàáạảãăằắặẳẵâầấậẩẫèéẹẻẽêềếệểễìíịỉĩòóọỏõôồốộổỗơờớợởỡùúụủũưừứựửữỳýỵỷỹđ ]{0,12}") {
            let once = canonical_tone(&written);
            assert_eq!(canonical_tone(&once), once);
            assert_eq!(fold(&once), fold(&written));
        }
    }
}
