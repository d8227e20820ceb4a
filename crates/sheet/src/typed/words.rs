//! Words: texts of old encodings made readable, sex, and cells that only say that there is nothing.

use std::borrow::Cow;

use vietnam::{Sex, text};

/// A text with what TCVN3, VNI and bad keyboards left in it put right; the flag says that something was.
pub(crate) fn repair_text(written: &str) -> (Cow<'_, str>, bool) {
    if written.is_ascii() {
        return (Cow::Borrowed(written), false);
    }
    let decoded = [
        text::looks_like_tcvn3(written).then(|| text::decode_tcvn3(written)),
        text::looks_like_vni(written).then(|| text::decode_vni(written)),
    ];
    let best = decoded.into_iter().flatten().map(|text| (syllables(&text), text)).max_by_key(|(count, _)| *count);
    let before = if best.is_some() { syllables(written) } else { 0 };
    // "Noël" looks a little like an old encoding: only what makes more syllables is taken.
    match best {
        Some((count, text)) if count > before => (Cow::Owned(text), true),
        _ => {
            let repaired = text::repair_eth(written);
            if repaired == written { (Cow::Borrowed(written), false) } else { (Cow::Owned(repaired), true) }
        }
    }
}

fn syllables(written: &str) -> usize {
    let words = written.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation());
    words.filter(|word| !word.is_ascii() && text::is_syllable(word)).count()
}

/// True for what people write to say that there is nothing.
pub(crate) fn is_nothing(written: &str) -> bool {
    // Folding every cell would be dear: most begin with a letter that none of these words begins with, or are longer.
    let begins = written.chars().next().map(|first| first.to_ascii_lowercase());
    let may_be = match begins {
        Some('n') => written.len() <= 5,
        Some('k' | 'c' | 'x' | '0') => true,
        Some(first) => !first.is_ascii_alphanumeric() && !matches!(first, 'đ' | 'Đ'),
        None => true,
    };
    if !may_be {
        return false;
    }
    let folded = text::fold(written);
    matches!(
        folded.as_str(),
        "" | "khong"
            | "khong co"
            | "khong ro"
            | "khong biet"
            | "ko"
            | "k"
            | "ko co"
            | "k co"
            | "chua co"
            | "chua ro"
            | "chua cap"
            | "chua"
            | "null"
            | "none"
            | "nan"
            | "n a"
            | "na"
            | "x"
            | "0"
            | "00"
            | "khong xac dinh"
            | "chua xac dinh"
            | "chua co thong tin"
            | "khong co thong tin"
    ) || !folded.is_empty() && folded.bytes().all(|byte| byte == b'0')
}

/// The sex a cell says; none for a cell that says nothing, an error for one that says something else. The code 1 is a
/// man in every list we know and 2 a woman; 0 is a woman in some and nobody in others.
pub(super) fn sex(written: &str) -> Result<Option<Sex>, ()> {
    if let Some(sex) = Sex::find(written) {
        return Ok(Some(sex));
    }
    let repaired = repair_text(written).0;
    if let Some(sex) = Sex::find(&repaired) {
        return Ok(Some(sex));
    }
    match text::fold(&repaired).as_str() {
        "1" | "nam gioi" | "ong" | "gioi tinh nam" | "boy" | "man" => Ok(Some(Sex::Male)),
        "2" | "nu gioi" | "ba" | "gioi tinh nu" | "girl" | "woman" => Ok(Some(Sex::Female)),
        "0" => Err(()),
        _ if is_nothing(&repaired) => Ok(None),
        _ => Err(()),
    }
}

/// True for a mark in a column that is to be ticked.
pub(super) fn is_ticked(written: &str) -> bool {
    let mark = written.trim();
    matches!(mark, "x" | "X" | "1" | "v" | "V" | "✓" | "✔" | "√" | "+" | "*" | "TRUE" | "true")
        || matches!(text::fold(mark).as_str(), "nam" | "nu" | "co")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_texts_become_readable_and_foreign_ones_stay() {
        let table = [
            ("NguyÔn ThÞ Hoµ", "Nguyễn Thị Hoà"),
            ("Nguyeãn Thò Hoaø", "Nguyễn Thị Hoà"),
            ("Ðặng Văn Ðức", "Đặng Văn Đức"),
        ];
        for (written, readable) in table {
            assert_eq!(repair_text(written), (Cow::Borrowed(readable), true));
        }
        for written in ["Nguyễn Thị Hoà", "Noël", "José García", "H'Hen Niê", "Kđăm", "Nguyen Van A", ""] {
            assert_eq!(repair_text(written), (Cow::Borrowed(written), false));
        }
    }

    #[test]
    fn sex_is_read_from_words_and_codes() {
        let table = [
            ("Nam", Ok(Some(Sex::Male))),
            ("NỮ", Ok(Some(Sex::Female))),
            ("N÷", Ok(Some(Sex::Female))),
            ("f", Ok(Some(Sex::Female))),
            ("1", Ok(Some(Sex::Male))),
            ("2", Ok(Some(Sex::Female))),
            ("0", Err(())),
            ("", Ok(None)),
            ("khác", Err(())),
        ];
        for (written, read) in table {
            assert_eq!(sex(written), read, "{written}");
        }
    }
}
