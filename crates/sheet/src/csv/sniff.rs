//! What the beginning of a text says: the delimiter, and whether it is a table at all.

/// So much of a file is looked at.
pub(super) const SAMPLE_BYTES: usize = 128 * 1024;
const SAMPLE_LINES_MAX: usize = 200;

/// In the order in which a tie is broken.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Files of other kinds, by how they begin.
const OTHER_KINDS: [(&[u8], &str); 11] = [
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a text document"),
    (b"<html", "a web page"),
    (b"<!doctype", "a web page"),
    (b"<table", "a web page"),
    (b"<?xml", "an XML file"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
];

/// What the file is, when it is no table.
pub(super) fn other_kind(sample: &[u8]) -> Option<&'static str> {
    let begun = sample.trim_ascii_start();
    let same = |start: &[u8]| begun.len() >= start.len() && begun[..start.len()].eq_ignore_ascii_case(start);
    if let Some((_, what)) = OTHER_KINDS.iter().find(|(start, _)| same(start)) {
        return Some(what);
    }
    // NUL alone may stand in a text that some program padded.
    let is_odd = |byte: &&u8| **byte < 0x20 && !matches!(**byte, 0 | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1a);
    let odd = sample.iter().filter(is_odd).count();
    let empty = sample.iter().filter(|&&byte| byte == 0).count();
    (odd * 20 > sample.len() || empty * 2 > sample.len()).then_some("some other kind of file")
}

/// The delimiter that a first line "sep=;" tells Excel.
pub(super) fn told_delimiter(sample: &[u8]) -> Option<u8> {
    let line = sample.split(|&byte| byte == b'\n' || byte == b'\r').next()?;
    match line {
        [s, e, p, b'=', sign] if [s, e, p].into_iter().eq(b"sep") && DELIMITERS.contains(sign) => Some(*sign),
        _ => None,
    }
}

/// The delimiter under which most lines have the same number of cells, and the more cells the better: an address has
/// commas too, but not so many as a row has columns.
pub(super) fn delimiter(sample: &[u8]) -> u8 {
    let lines = || sample.split(|&byte| byte == b'\n' || byte == b'\r').filter(|line| !line.is_empty());
    let worth = |sign: u8| {
        let mut lengths: Vec<usize> = lines().take(SAMPLE_LINES_MAX).map(|line| outside_quotes(line, sign)).collect();
        lengths.sort_unstable();
        lengths.chunk_by(|a, b| a == b).map(|same| same.len() * same[0]).max().unwrap_or_default()
    };
    // The first of the best, so that a tie falls to the comma.
    DELIMITERS.into_iter().rev().max_by_key(|&sign| worth(sign)).unwrap_or(b',')
}

fn outside_quotes(line: &[u8], sign: u8) -> usize {
    let mut inside = false;
    let mut count = 0;
    for &byte in line {
        match byte {
            b'"' => inside = !inside,
            byte if byte == sign && !inside => count += 1,
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_makes_columns() {
        let table: [(&str, u8); 8] = [
            ("a,b,c\n1,2,3\n", b','),
            ("a;b;c;d;e\nx;Xóm 1, xã A, huyện B;1,5;2;3\n", b';'),
            ("STT\tHọ và tên\n1\tNguyễn, An\n", b'\t'),
            ("a|b|c\n1|2|3", b'|'),
            ("one column\nonly\n", b','),
            ("DANH SÁCH, NĂM 2025\n\na;b;c\n1;2;3\n4;5;6\n", b';'),
            ("\"a;b\",c,d\n\"1;2;3;4\",2,3\n", b','),
            ("", b','),
        ];
        for (text, sign) in table {
            assert_eq!(delimiter(text.as_bytes()), sign, "{text}");
        }
        assert_eq!(told_delimiter(b"sep=;\r\na;b"), Some(b';'));
        assert_eq!(told_delimiter(b"sepal,b"), None);
    }

    #[test]
    fn other_kinds_of_files_are_named() {
        assert_eq!(other_kind(b"%PDF-1.7 \x01\x02"), Some("a PDF"));
        assert_eq!(other_kind(b"  <HTML><body>"), Some("a web page"));
        assert_eq!(other_kind(&[1, 2, 3, 4, 5, 6, 7, 8]), Some("some other kind of file"));
        assert_eq!(other_kind("Họ tên,Ngày sinh\0\n".as_bytes()), None);
    }
}
