//! Personal numbers as people and spreadsheets leave them.

use vietnam::{OldId, PersonalId, RegistrationPlace, text};

use super::words::is_nothing;
use crate::Trouble;

/// What a cell for a number holds.
#[derive(Default)]
pub(super) struct Numbers {
    pub(super) personal: Option<PersonalId>,
    pub(super) old: Option<OldId>,
    pub(super) troubles: Vec<Trouble>,
}

/// Words that stand in front of a number.
const PREFIXES: [&str; 12] =
    ["so cccd", "so cmnd", "so ddcn", "so cmt", "so dinh danh", "cccd", "cmnd", "ddcn", "cmt", "cmtnd", "cc", "so"];
/// A cell with more is no number.
const CELL_BYTES_MAX: usize = 200;

/// Reads a cell that should hold a personal number or an old one.
pub(super) fn read(written: &str, year_now: i16) -> Numbers {
    let mut found = Numbers::default();
    // Most cells are right, and there are millions of them.
    let plain = written.trim_ascii();
    if matches!(plain.len(), 9 | 11 | 12)
        && plain.bytes().all(|byte| byte.is_ascii_digit())
        && !plain.starts_with("000")
    {
        found.take(plain, year_now);
        return found;
    }
    if written.len() > CELL_BYTES_MAX {
        found.troubles.push(Trouble::NumberForm);
        return found;
    }
    let cleaned: String = text::clean(written).chars().map(narrow).collect();
    if is_nothing(&cleaned) {
        return found;
    }
    if is_scientific(&cleaned) {
        found.troubles.push(Trouble::DigitsLost);
        return found;
    }
    let bare = without_decimals(without_prefix(&cleaned));
    let joined: String = bare.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '\'' | '`' | '\u{2019}')).collect();
    let digits = joined.bytes().filter(u8::is_ascii_digit).count();
    if !joined.is_empty() && digits == joined.len() {
        found.take(&joined, year_now);
        return found;
    }
    // Letters that stand for digits, when nearly all the others are digits.
    let alike: String = joined.chars().map(look_alike).collect();
    if alike.bytes().all(|byte| byte.is_ascii_digit()) && digits * 2 > alike.len() && is_length(alike.len()) {
        found.take(&alike, year_now);
        found.troubles.push(Trouble::LookAlike);
        return found;
    }
    let mut several = cleaned.split(|c: char| !c.is_ascii_digit()).filter(|piece| is_length(piece.len())).peekable();
    if several.peek().is_none() {
        found.troubles.push(Trouble::NumberForm);
        return found;
    }
    let mut count = 0;
    for piece in several.take(4) {
        found.take(piece, year_now);
        count += 1;
    }
    if count > 1 {
        found.troubles.push(Trouble::TwoNumbers);
    }
    found
}

impl Numbers {
    /// One run of digits, by its length.
    fn take(&mut self, digits: &str, year_now: i16) {
        let personal = |digits: &str| PersonalId::parse(digits).ok();
        let (number, trouble) = match digits.len() {
            12 => (personal(digits), None),
            11 if !digits.starts_with('0') => (personal(&format!("0{digits}")), Some(Trouble::ZeroRestored)),
            10 if digits.starts_with('0') => (None, Some(Trouble::PhoneHere)),
            10 => {
                // 001 to 009 lose two zeros; anything of ten digits else only looks like it.
                let number = personal(&format!("00{digits}")).filter(|number| is_plausible(number, year_now));
                let trouble = if number.is_some() { Trouble::ZeroRestored } else { Trouble::NumberLength };
                (number, Some(trouble))
            }
            9 | 8 => {
                self.old = self.old.or(OldId::parse(&format!("{digits:0>9}")).ok());
                self.troubles.extend((digits.len() == 8).then_some(Trouble::ZeroRestored));
                return;
            }
            _ => (None, Some(Trouble::NumberLength)),
        };
        self.personal = self.personal.or(number);
        self.troubles.extend(trouble);
    }
}

fn is_plausible(number: &PersonalId, year_now: i16) -> bool {
    let reading = number.reading();
    let is_known = matches!(reading.registered_in, RegistrationPlace::Province { .. });
    is_known && (year_now - 130..=year_now).contains(&reading.birth_year)
}

fn is_length(digits: usize) -> bool {
    matches!(digits, 8..=12)
}

/// Digits as East Asian keyboards type them.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        c => c,
    }
}

fn look_alike(c: char) -> char {
    match c {
        'O' | 'o' | 'Ο' | 'О' => '0',
        'l' | 'I' | 'i' | '|' => '1',
        c => c,
    }
}

/// "4.0199E+11": what Excel shows, saved as text. The digits behind are gone.
fn is_scientific(written: &str) -> bool {
    let Some((mantissa, exponent)) = written.split_once(['E', 'e']) else { return false };
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, rest) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    is_number(exponent) && exponent.len() <= 2 && is_number(whole) && is_number(rest)
}

/// "40199001234.0", as programs write a column of numbers with gaps.
fn without_decimals(written: &str) -> &str {
    let cut = written.strip_suffix(".0").or_else(|| written.strip_suffix(".00")).unwrap_or(written);
    if cut.len() >= 8 && cut.bytes().all(|byte| byte.is_ascii_digit()) { cut } else { written }
}

fn without_prefix(written: &str) -> &str {
    let Some(at) = written.find(|c: char| c.is_ascii_digit()) else { return written };
    let folded = text::fold(&written[..at]);
    if PREFIXES.contains(&folded.as_str()) { &written[at..] } else { written }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_one(written: &str) -> (Option<String>, Option<String>, Vec<Trouble>) {
        let found = read(written, 2026);
        let personal = found.personal.map(|number| number.as_str().to_owned());
        (personal, found.old.map(|number| number.as_str().to_owned()), found.troubles)
    }

    #[test]
    fn numbers_are_repaired_and_the_repair_is_named() {
        use Trouble::*;
        let table: [(&str, &str, &str, &[Trouble]); 24] = [
            ("040199001234", "040199001234", "", &[]),
            (" 040 199 001 234 ", "040199001234", "", &[]),
            ("'040199001234", "040199001234", "", &[]),
            ("040.199.001.234", "040199001234", "", &[]),
            ("040-199-001234", "040199001234", "", &[]),
            ("CCCD: 040199001234", "040199001234", "", &[]),
            ("０４０199001234", "040199001234", "", &[]),
            ("40199001234", "040199001234", "", &[ZeroRestored]),
            ("40199001234.0", "040199001234", "", &[ZeroRestored]),
            ("1099001234", "001099001234", "", &[ZeroRestored]),
            ("9999999999", "", "", &[NumberLength]),
            ("0912345678", "", "", &[PhoneHere]),
            ("O4O199OO1234", "040199001234", "", &[LookAlike]),
            ("04019900l234", "040199001234", "", &[LookAlike]),
            ("186123456", "", "186123456", &[]),
            ("86123456", "", "086123456", &[ZeroRestored]),
            ("040199001234 / 186123456", "040199001234", "186123456", &[TwoNumbers]),
            ("040199001234 (CMND cũ 186123456)", "040199001234", "186123456", &[TwoNumbers]),
            ("4.0199E+11", "", "", &[DigitsLost]),
            ("4,0199e+10", "", "", &[DigitsLost]),
            ("chưa có", "", "", &[]),
            ("0", "", "", &[]),
            ("0401990012345", "", "", &[NumberLength]),
            ("hộ chiếu B1234567", "", "", &[NumberForm]),
        ];
        for (written, personal, old, troubles) in table {
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            assert_eq!(read_one(written), (some(personal), some(old), troubles.to_vec()), "{written}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_cell_is_read(written in "\\PC*") {
            let _ = read(&written, 2026);
        }
    }
}
