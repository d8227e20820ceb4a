//! Which encoding a text is in, and reading it: UTF-8, UTF-16, Windows-1258 and the two from before Unicode.
//!
//! A file may mix them, because somebody pasted old rows under new ones: each row is judged by itself, and the file's
//! own encoding only breaks a tie. The judge is whether words become Vietnamese syllables.

use vietnam::text;

/// An encoding of text files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Encoding {
    /// UTF-8, with or without its mark.
    Utf8,
    /// UTF-16, low byte first: what Excel calls "Unicode Text".
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Windows-1258: letters with the tones behind them.
    Windows1258,
    /// TCVN3 (ABC, the .VnTime fonts).
    Tcvn3,
    /// VNI-Windows.
    Vni,
}

/// The encodings in which one byte is one letter or a part of one, in the order in which a tie is broken.
const OF_BYTES: [Encoding; 4] = [Encoding::Utf8, Encoding::Windows1258, Encoding::Tcvn3, Encoding::Vni];

impl Encoding {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Utf8, Self::Utf16Le, Self::Utf16Be, Self::Windows1258, Self::Tcvn3, Self::Vni];

    /// The usual name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Windows1258 => "Windows-1258",
            Self::Tcvn3 => "TCVN3",
            Self::Vni => "VNI",
        }
    }

    /// The encoding with this name, however it is capitalised.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|encoding| encoding.name().eq_ignore_ascii_case(name.trim()))
    }

    /// Reads bytes of this encoding; the flag says that some were no text. For UTF-16 the whole file is read before
    /// rows are cut, so here it is read as UTF-8.
    pub(crate) fn decode(self, bytes: &[u8]) -> (String, bool) {
        match self {
            Self::Utf8 | Self::Utf16Le | Self::Utf16Be => {
                let text = String::from_utf8_lossy(bytes);
                let lossy = matches!(text, std::borrow::Cow::Owned(_));
                (text.into_owned(), lossy)
            }
            Self::Windows1258 => {
                let (text, lossy) = encoding_rs::WINDOWS_1258.decode_without_bom_handling(bytes);
                (text::nfc(&text), lossy)
            }
            Self::Tcvn3 => (text::decode_tcvn3(&latin1(bytes)), false),
            Self::Vni => (text::decode_vni(&latin1(bytes)), false),
        }
    }
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// The encoding that makes most sense of a row that is not pure ASCII, and UTF-8 at once when it is valid: words of the
/// old encodings hardly ever are.
pub(crate) fn of_row(bytes: &[u8], of_file: Encoding) -> Encoding {
    if std::str::from_utf8(bytes).is_ok() {
        return Encoding::Utf8;
    }
    // Enough to judge by; a row may be megabytes long.
    let bytes = &bytes[..bytes.len().min(4096)];
    let scored = OF_BYTES.map(|encoding| (score(&encoding.decode(bytes).0), encoding));
    let best = scored.iter().map(|(score, _)| *score).max().unwrap_or_default();
    let mut among = scored.iter().filter(|(score, _)| *score == best).map(|(_, encoding)| *encoding);
    if among.clone().any(|encoding| encoding == of_file) {
        return of_file;
    }
    among.next().unwrap_or(Encoding::Windows1258)
}

/// Words that are syllables against words that are none, counting only words with a letter beyond ASCII.
fn score(decoded: &str) -> i32 {
    let words = decoded.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation() || c.is_ascii_digit());
    let judge = |word: &str| match word {
        word if word.is_ascii() => 0,
        word if word.contains('\u{fffd}') => -3,
        word if text::is_syllable(word) => 2,
        _ => -1,
    };
    words.map(judge).sum()
}

/// What the first bytes of a file say of its encoding.
pub(crate) fn of_file(sample: &[u8]) -> Encoding {
    match sample {
        [0xef, 0xbb, 0xbf, ..] => return Encoding::Utf8,
        [0xff, 0xfe, ..] => return Encoding::Utf16Le,
        [0xfe, 0xff, ..] => return Encoding::Utf16Be,
        _ => {}
    }
    if let Some(wide) = wide(sample) {
        return wide;
    }
    let mut votes = [0u32; 4];
    for line in sample.split(|&byte| byte == b'\n' || byte == b'\r').filter(|line| !line.is_ascii()) {
        let encoding = of_row(line, Encoding::Utf8);
        votes[OF_BYTES.iter().position(|&one| one == encoding).unwrap_or(0)] += 1;
    }
    let most = votes.iter().copied().max().unwrap_or_default();
    votes.iter().position(|&votes| votes == most).map_or(Encoding::Utf8, |at| OF_BYTES[at])
}

/// UTF-16 without its mark: every other byte of plain letters is zero.
fn wide(sample: &[u8]) -> Option<Encoding> {
    let sample = &sample[..sample.len().min(4096) & !1];
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|&&byte| byte == 0).count();
    let (high_first, low_first) = (zeros(0), zeros(1));
    let many = sample.len() / 2 / 3;
    if sample.len() < 8 {
        return None;
    }
    // Vietnamese letters have their second byte set: so "many" is a third and not all.
    if low_first > many && high_first * 8 < low_first {
        Some(Encoding::Utf16Le)
    } else if high_first > many && low_first * 8 < high_first {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: &str = "1;Nguyễn Thị Hoà;Xóm Đông, xã Quỳnh Lưu, tỉnh Nghệ An;Nữ";

    /// Writes a text in an old encoding by asking the decoder about each byte, or pair of bytes.
    fn encode(text: &str, encoding: Encoding) -> Vec<u8> {
        let mut bytes = Vec::new();
        for letter in text.chars() {
            let one = (0u8..=255).find(|&byte| encoding.decode(&[byte]).0 == letter.to_string());
            let pairs = || (0u8..=255).flat_map(|a| (0x80u8..=255).map(move |b| [a, b]));
            let two = || pairs().find(|pair| encoding.decode(pair).0 == letter.to_string());
            // VNI writes a vowel and its mark; the bytes of its marks are letters by themselves.
            let is_marked = encoding == Encoding::Vni && !letter.is_ascii();
            match (one, is_marked.then(two).flatten()) {
                (_, Some(pair)) => bytes.extend(pair),
                (Some(byte), None) => bytes.push(byte),
                (None, None) => bytes.extend(two().unwrap_or_else(|| panic!("{letter} in {encoding:?}"))),
            }
        }
        bytes
    }

    #[test]
    fn rows_of_every_encoding_are_told_apart_and_read() {
        for encoding in [Encoding::Windows1258, Encoding::Tcvn3, Encoding::Vni] {
            let bytes = encode(ROW, encoding);
            assert_eq!(of_row(&bytes, Encoding::Utf8), encoding);
            assert_eq!(encoding.decode(&bytes), (ROW.to_owned(), false));
            assert_eq!(of_file(&[&bytes[..], b"\n", &bytes[..]].concat()), encoding);
        }
        assert_eq!(of_row(ROW.as_bytes(), Encoding::Vni), Encoding::Utf8);
        assert_eq!(of_file(b"a;b\n1;2\n"), Encoding::Utf8);
    }

    #[test]
    fn a_single_bad_byte_does_not_turn_a_row_into_another_encoding() {
        let mut bytes = ROW.as_bytes().to_vec();
        bytes.push(0xe1);
        assert_eq!(of_row(&bytes, Encoding::Utf8), Encoding::Utf8);
    }

    #[test]
    fn wide_text_is_seen_without_its_mark() {
        let low: Vec<u8> = ROW.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let high: Vec<u8> = ROW.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!((of_file(&low), of_file(&high)), (Encoding::Utf16Le, Encoding::Utf16Be));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_judged_and_read(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let _ = of_file(&bytes);
            let _ = of_row(&bytes, Encoding::Tcvn3).decode(&bytes);
        }
    }
}
