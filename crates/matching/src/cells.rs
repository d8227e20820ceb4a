//! Cells to words: dates in every form that is met, digits with what spreadsheets did to them, values of a list.

use std::collections::HashMap;
use std::sync::LazyLock;

use vietnam::{BirthDate, Level, text, units};

/// A date in one word: year, month and day; a month or day of 0 is not known, and 0 is no date.
pub(crate) fn date_word(year: u32, month: u32, day: u32) -> u32 {
    (year << 9) | (month << 5) | day
}
pub(crate) fn date_parts(word: u32) -> (u32, u32, u32) {
    (word >> 9, (word >> 5) & 15, word & 31)
}
/// Day and month in order, so that swapping them makes no difference; 0 unless all is known.
pub(crate) fn sorted_day(word: u32) -> u32 {
    let (year, month, day) = date_parts(word);
    if month == 0 || day == 0 { 0 } else { (year << 10) | (month.min(day) << 5) | month.max(day) }
}

const YEARS: std::ops::RangeInclusive<u32> = 1850..=2150;

/// Reads a date; 0 when there is none.
pub(crate) fn read_date(cell: &[u8]) -> u32 {
    let digit = |at: usize| u32::from(cell[at].wrapping_sub(b'0'));
    // The usual forms without further ado: 31/12/1990, 1990-12-31, 1990, 19901231.
    if cell.len() == 10 {
        let (year, month, day, signs) = if cell[2] == cell[5] && !cell[2].is_ascii_digit() {
            ([6, 7, 8, 9], [3, 4], [0, 1], matches!(cell[2], b'/' | b'-' | b'.'))
        } else {
            ([0, 1, 2, 3], [5, 6], [8, 9], matches!((cell[4], cell[7]), (b'-', b'-') | (b'/', b'/')))
        };
        let number =
            |places: &[usize]| places.iter().try_fold(0, |sum, &at| (digit(at) < 10).then(|| sum * 10 + digit(at)));
        if let (true, Some(year), Some(month), Some(day)) = (signs, number(&year), number(&month), number(&day))
            && YEARS.contains(&year)
            && (1..=12).contains(&month)
            && (1..=31).contains(&day)
        {
            return date_word(year, month, day);
        }
    }
    if matches!(cell.len(), 4 | 8) && cell.iter().all(u8::is_ascii_digit) {
        let whole = cell.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
        let (year, month, day) =
            if cell.len() == 4 { (whole, 0, 0) } else { (whole / 10_000, whole / 100 % 100, whole % 100) };
        if YEARS.contains(&year) && month <= 12 && day <= 31 {
            return date_word(year, month, day);
        }
    }
    read_odd_date(cell)
}

/// The first day of the count of spreadsheets that falls into a life, and the last.
const SERIAL_DAYS: std::ops::RangeInclusive<i64> = 366..=73_415;

#[cold]
fn read_odd_date(cell: &[u8]) -> u32 {
    let Ok(written) = std::str::from_utf8(cell) else { return 0 };
    let cleaned = text::clean(written);
    let cleaned = cleaned.split(['T', ' ']).next().unwrap_or_default();
    // A spreadsheet's own count of days, where the column lost its format.
    if cleaned.len() == 5 && cleaned.bytes().all(|byte| byte.is_ascii_digit()) {
        let serial: i64 = cleaned.parse().unwrap_or(0);
        if SERIAL_DAYS.contains(&serial) {
            return from_serial(serial);
        }
    }
    let Ok(birth) = BirthDate::parse(cleaned) else { return 0 };
    let (first, last) = (birth.earliest(), birth.latest());
    let year = u32::from(first.year().unsigned_abs());
    if !YEARS.contains(&year) || first.year() != last.year() {
        return 0;
    }
    let month = if first.month() == last.month() { first.month().unsigned_abs() } else { 0 };
    let day = if first == last { first.day().unsigned_abs() } else { 0 };
    date_word(year, month.into(), day.into())
}

/// Day 1 is 1 January 1900 in the spreadsheet's count, which has a 29 February in that year.
fn from_serial(serial: i64) -> u32 {
    // Days since 1 March 0000, by the civil calendar's cycle of 400 years.
    let days = serial - 25_569 + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    date_word(year as u32, month as u32, day as u32)
}

/// Reads digits as a number above 0; 0 when there are none or too many. Leading zeros that a spreadsheet dropped need no
/// mending: the number is the same.
pub(crate) fn read_number(cell: &[u8], digits: u8) -> u64 {
    let mut value = 0_u64;
    let mut count = 0_u8;
    for &byte in cell {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            // Letters that stand where digits were meant.
            b'O' | b'o' if count > 0 => 0,
            b'l' | b'I' if count > 0 => 1,
            b' ' | b'-' | b'\'' => continue,
            // In groups of three; any other point is a decimal one.
            b'.' if cell.iter().rev().position(|&byte| byte == b'.') == Some(3) && !looks_scientific(cell) => continue,
            _ => return read_odd_number(cell, digits),
        };
        count += 1;
        if count > 18 {
            return 0;
        }
        value = value * 10 + u64::from(digit);
    }
    // A number that lost more than two zeros is another number.
    if count > digits || count + 3 <= digits { 0 } else { value }
}

fn looks_scientific(cell: &[u8]) -> bool {
    cell.iter().any(|byte| matches!(byte, b'e' | b'E'))
}

/// What a spreadsheet made of a long number: 4.0199001234E+10, 40199001234.0. A number whose last digits the format
/// threw away (4.02E+10) is none.
#[cold]
fn read_odd_number(cell: &[u8], digits: u8) -> u64 {
    let Ok(written) = std::str::from_utf8(cell) else { return 0 };
    let cleaned: String = text::clean(written).chars().filter(|c| !c.is_whitespace()).collect();
    let (mantissa, exponent) = match cleaned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => match exponent.trim_start_matches('+').parse::<usize>() {
            Ok(exponent) => (mantissa, exponent),
            Err(_) => return 0,
        },
        None => (cleaned.as_str(), 0),
    };
    let (whole, part) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    let part = if exponent == 0 { "" } else { part };
    let known = whole.len() + part.len();
    if whole.is_empty()
        || part.len() > exponent
        || whole.len() + exponent > 18
        || !(whole.bytes().chain(part.bytes())).all(|byte| byte.is_ascii_digit())
    {
        return 0;
    }
    let length = whole.len() + exponent;
    // Fewer than nine known digits of twelve tell nobody apart.
    if exponent > 0 && known + 1 < length {
        return 0;
    }
    if length > usize::from(digits) || length + 3 <= usize::from(digits) {
        return 0;
    }
    let tail = "0".repeat(exponent - part.len());
    format!("{whole}{part}{tail}").parse().unwrap_or(0)
}

/// The number of a value in a list of spellings, from 1; 0 when it is none of them.
pub(crate) fn read_category(cell: &[u8], values: &[Vec<String>]) -> u32 {
    let Ok(written) = std::str::from_utf8(cell) else { return 0 };
    let normal = text::norm(written);
    let found = values.iter().position(|spellings| spellings.iter().any(|one| text::norm(one) == normal));
    found.map_or(0, |at| at as u32 + 1)
}

/// Where a commune is: today's commune in the upper half, the district of before 2025 in the lower; 0 where it is not
/// known, as for anything but a commune's code.
pub(crate) fn read_place(cell: &[u8]) -> u32 {
    static PLACES: LazyLock<HashMap<&'static str, u32>> = LazyLock::new(|| {
        let (before, after) = (jiff::civil::date(2025, 6, 30), jiff::civil::date(2025, 7, 1));
        let communes = || units().all().iter().filter(|unit| unit.level == Level::Commune);
        let mut today = HashMap::new();
        for unit in communes().filter(|unit| unit.is_valid_on(after)) {
            let next = today.len() as u32 + 1;
            today.entry(unit.code).or_insert(next);
        }
        let mut districts = HashMap::new();
        let mut places = HashMap::new();
        for unit in communes() {
            let next = districts.len() as u32 + 1;
            let district = match unit.parent {
                Some(parent) if unit.is_valid_on(before) => *districts.entry(parent).or_insert(next),
                _ => 0,
            };
            // A commune that was divided has no one successor.
            let now = units().certain_on(&unit.key(), after);
            let now = now.and_then(|unit| today.get(unit.code).copied()).unwrap_or(0);
            // A code that lives on counts as what it was before: its successor is where it is today.
            if district != 0 || !places.contains_key(unit.code) {
                places.insert(unit.code, (now << 16) | district);
            }
        }
        places
    });
    std::str::from_utf8(cell).ok().and_then(|code| PLACES.get(code.trim()).copied()).unwrap_or(0)
}

/// What the name cell says once old encodings, look-alike letters and asides are dealt with.
pub(crate) fn repair_name(written: &str) -> String {
    let mut name = text::clean(written);
    if let Some(at) = name.find(['(', '[']) {
        // "Nguyễn Văn An (tức Hai)": the name is what stands before.
        if at > 0 {
            name.truncate(at);
        }
    }
    if text::looks_like_tcvn3(&name) {
        name = text::decode_tcvn3(&name);
    } else if text::looks_like_vni(&name) {
        name = text::decode_vni(&name);
    }
    text::repair_eth(&name)
}

/// True for a word of a name that can be read by itself: ASCII letters, Vietnamese letters, combining marks.
pub(crate) fn is_plain_word(word: &str) -> bool {
    word.chars().all(|c| {
        c.is_ascii_alphabetic()
            || c == '\''
            || matches!(c, '\u{300}'..='\u{36f}' | '\u{1ea0}'..='\u{1ef9}' | 'ă' | 'Ă' | 'đ' | 'Đ' | 'ĩ' | 'Ĩ' | 'ũ' | 'Ũ' | 'ơ' | 'Ơ' | 'ư' | 'Ư')
            || (matches!(c, 'À' | 'Á' | 'Â' | 'Ã' | 'È' | 'É' | 'Ê' | 'Ì' | 'Í' | 'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ù' | 'Ú' | 'Ý' | 'à' | 'á' | 'â' | 'ã' | 'è' | 'é' | 'ê' | 'ì' | 'í' | 'ò' | 'ó' | 'ô' | 'õ' | 'ù' | 'ú' | 'ý'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_every_form() {
        let day = date_word(1990, 2, 1);
        for written in [
            "01/02/1990",
            "1990-02-01",
            "1/2/1990",
            "01-02-1990",
            "19900201",
            " 01/02/1990 ",
            "1990-02-01T00:00:00",
            "32905",
        ] {
            assert_eq!(read_date(written.as_bytes()), day, "{written}");
        }
        assert_eq!(read_date(b"1990"), date_word(1990, 0, 0));
        assert_eq!(read_date(b"02/1990"), date_word(1990, 2, 0));
        for written in ["", "x", "99/99/9999", "0000", "123456789012"] {
            assert_eq!(read_date(written.as_bytes()), 0, "{written}");
        }
        assert_eq!(sorted_day(date_word(1990, 2, 1)), sorted_day(date_word(1990, 1, 2)));
        assert_eq!(sorted_day(date_word(1990, 0, 0)), 0);
    }

    #[test]
    fn numbers_as_spreadsheets_leave_them() {
        for written in [
            "040199001234",
            "40199001234",
            "040 199 001 234",
            "4.0199001234E+10",
            "40199001234.0",
            "'040199001234",
            "04O199OO1234",
        ] {
            assert_eq!(read_number(written.as_bytes(), 12), 40_199_001_234, "{written}");
        }
        for written in ["", "4.02E+10", "12345", "0401990012345", "abc", "4E99"] {
            assert_eq!(read_number(written.as_bytes(), 12), 0, "{written}");
        }
    }

    #[test]
    fn communes_are_found_where_they_are_today() {
        let (one, other) = (read_place(b"16681"), read_place(b"16666"));
        assert!(one & 0xffff != 0 && one >> 16 != 0 && other >> 16 != 0);
        assert_eq!(one & 0xffff, other & 0xffff, "both were wards of Vinh");
        assert_eq!(read_place("Xã không có".as_bytes()), 0);
    }

    #[test]
    fn old_encodings_and_asides_are_read() {
        assert_eq!(repair_name("NguyÔn ThÞ Hoµ"), "Nguyễn Thị Hoà");
        assert_eq!(repair_name("Nguyeãn Thò Hoaø"), "Nguyễn Thị Hoà");
        assert_eq!(repair_name("Nguyễn Văn An (tức Hai)"), "Nguyễn Văn An ");
        assert!(is_plain_word("Nguyễn") && is_plain_word("NGUYE\u{302}\u{303}N") && !is_plain_word("Hoµ"));
    }
}
