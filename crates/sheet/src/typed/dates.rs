//! Dates of birth in every form people, forms and spreadsheets give them.

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan};
use vietnam::{BirthDate, text};

use super::words::is_nothing;
use crate::{Kind, Trouble};

/// A cell with more is no date.
const CELL_BYTES_MAX: usize = 120;
/// Serial numbers of Excel that are taken for days: from 1910 to 2064.
const SERIALS: std::ops::RangeInclusive<i32> = 3_654..=60_000;
/// Serial numbers that are years typed into a cell for days: Excel shows 1957 as 10/05/1905.
const YEARS: std::ops::RangeInclusive<i32> = 1_850..=2_100;
/// Nobody alive is older.
const AGE_YEARS_MAX: i16 = 130;

/// What a cell for a date of birth holds.
#[derive(Default, Debug, PartialEq, Eq)]
pub(super) struct Dated {
    pub(super) birth: Option<BirthDate>,
    pub(super) troubles: Vec<Trouble>,
}

/// What the reader knows besides the cell.
#[derive(Clone, Copy)]
pub(super) struct Around {
    pub(super) year_now: i16,
    /// The year that the personal number says: it settles a year of two digits.
    pub(super) number_says: Option<i16>,
    pub(super) kind: Kind,
}

/// A date told from a cell alone, for recognising columns.
pub(crate) fn date_of(cell: &str) -> Option<BirthDate> {
    let around = Around { year_now: 2100, number_says: None, kind: Kind::Text };
    let dated = read(cell, around);
    dated.birth.filter(|_| !dated.troubles.contains(&Trouble::Serial))
}

/// Reads a cell.
pub(super) fn read(written: &str, around: Around) -> Dated {
    let mut dated = Dated::default();
    // Most cells are right, and there are millions of them. Two digits of a year are not among these.
    if let Ok(born) = BirthDate::parse(written.trim_ascii()) {
        return dated.with(born, around);
    }
    let cleaned = text::clean(written);
    if is_nothing(&cleaned) || cleaned.chars().all(|c| !c.is_alphanumeric()) {
        return dated;
    }
    let read = if cleaned.len() > CELL_BYTES_MAX { None } else { parts(&cleaned, &mut dated.troubles) };
    let Some(numbers) = read else {
        dated.troubles.push(Trouble::DateForm);
        return dated;
    };
    let born = match numbers.as_slice() {
        [one] => alone(one, around, &mut dated.troubles),
        [month, year] => month_and_year(month, year, around, &mut dated.troubles),
        [first, second, third] => three(first, second, third, around, &mut dated.troubles),
        _ => None,
    };
    match born {
        Some(born) => dated.with(born, around),
        None => {
            dated.troubles.push(Trouble::DateForm);
            dated
        }
    }
}

impl Dated {
    /// The date, and what is odd about its value.
    fn with(mut self, mut born: BirthDate, around: Around) -> Self {
        if around.kind == Kind::Day
            && let Some(year) = born.day().and_then(serial_of).filter(|serial| YEARS.contains(serial))
        {
            born = i16::try_from(year).map_or(born, BirthDate::Year);
            self.troubles.push(Trouble::YearAsDay);
        }
        if born.day().is_some_and(|day| (day.month(), day.day()) == (1, 1)) {
            self.troubles.push(Trouble::FirstOfJanuary);
        }
        if !(around.year_now - AGE_YEARS_MAX..=around.year_now).contains(&born.year()) {
            self.troubles.push(Trouble::DateImplausible);
        }
        self.birth = Some(born);
        self
    }
}

/// The numbers of a date in their order; none when words stand in it that we do not know.
fn parts(cleaned: &str, troubles: &mut Vec<Trouble>) -> Option<Vec<String>> {
    let lower = without_time(&cleaned.to_lowercase());
    if lower.contains("âl") || lower.contains("a.l") || lower.contains("a/l") {
        troubles.push(Trouble::Lunar);
    }
    // A serial number with the time of day behind its point.
    if let Some((whole, rest)) = lower.split_once('.')
        && whole.len() == 5
        && [whole, rest].iter().all(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return Some(vec![whole.to_owned()]);
    }
    let mut numbers: Vec<String> = Vec::new();
    let mut words = Vec::new();
    let mut month_name = None;
    for piece in pieces(&lower) {
        if piece.bytes().all(|byte| byte.is_ascii_digit()) {
            numbers.push(piece);
        } else if let Some(month) = month_of(&piece) {
            month_name = Some((numbers.len(), month));
        } else {
            match piece.as_str() {
                // A part that is not known.
                "xx" | "xxxx" | "x" | "??" | "?" => numbers.push("0".to_owned()),
                _ => words.push(piece),
            }
        }
    }
    let folded: Vec<String> = words.iter().map(|word| text::fold(word)).filter(|word| !word.is_empty()).collect();
    let said = folded.join(" ");
    if said.contains("am lich") || folded.iter().any(|word| word == "al") {
        push_new(troubles, Trouble::Lunar);
    }
    if lower.contains('~') || ["khoang", "chung", "uoc"].iter().any(|word| folded.iter().any(|one| one == word)) {
        troubles.push(Trouble::Approximate);
    }
    const KNOWN: [&str; 25] = [
        "sinh", "ngay", "thang", "nam", "ns", "sn", "n", "s", "ntns", "am", "lich", "al", "a", "l", "khoang", "chung",
        "uoc", "vao", "thg", "th", "t", "duong", "dl", "and", "of",
    ];
    if folded.iter().any(|word| !KNOWN.contains(&word.as_str())) {
        return None;
    }
    if let Some((at, month)) = month_name {
        // "May 15, 1978" has the month first; everywhere else it stands where it belongs.
        let at = if at == 0 && numbers.len() == 2 { 1 } else { at };
        numbers.insert(at.min(numbers.len()), month.to_string());
    }
    (1..=3).contains(&numbers.len()).then_some(numbers)
}

fn push_new(troubles: &mut Vec<Trouble>, trouble: Trouble) {
    if !troubles.contains(&trouble) {
        troubles.push(trouble);
    }
}

/// Without "00:00:00" or "T00:00".
fn without_time(lower: &str) -> String {
    let Some(colon) = lower.find(':') else { return lower.to_owned() };
    let before = &lower[..colon];
    let hour = before.len() - before.bytes().rev().take_while(u8::is_ascii_digit).count();
    if hour == before.len() {
        // "NS: 1957": a colon behind a word.
        return lower.replacen(':', " ", 1);
    }
    before[..hour].trim_end_matches('t').to_owned()
}

/// Runs of digits and runs of letters.
fn pieces(lower: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut last = None;
    for c in lower.chars() {
        let class = match c {
            c if c.is_ascii_digit() => 1,
            c if c.is_alphabetic() || c == '?' => 2,
            _ => 0,
        };
        match pieces.last_mut() {
            Some(piece) if last == Some(class) && class != 0 => piece.push(c),
            _ if class != 0 => pieces.push(c.to_string()),
            _ => {}
        }
        last = Some(class);
    }
    pieces
}

fn month_of(word: &str) -> Option<u8> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    const FULL: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let at = MONTHS.iter().position(|month| *month == word).or_else(|| FULL.iter().position(|month| *month == word))?;
    u8::try_from(at + 1).ok()
}

/// One number: a year, a day in eight digits, or a day as Excel counts.
fn alone(number: &str, around: Around, troubles: &mut Vec<Trouble>) -> Option<BirthDate> {
    let part = |range: std::ops::Range<usize>| number.get(range).and_then(|text| text.parse::<i16>().ok());
    let day = |day: Option<i16>, month: Option<i16>, year: Option<i16>| {
        let small = |part: i16| u8::try_from(part).ok();
        BirthDate::from_parts(day.and_then(small), Some(month.and_then(small)?), year?).ok()
    };
    match number.len() {
        2 => BirthDate::from_parts(None, None, century(number.parse().ok()?, around, troubles)).ok(),
        4 => BirthDate::from_parts(None, None, number.parse().ok()?).ok(),
        5 => {
            let serial: i32 = number.parse().ok().filter(|serial| SERIALS.contains(serial))?;
            troubles.push(Trouble::Serial);
            Some(BirthDate::Day(day_of(serial)?))
        }
        6 => day(None, part(0..2), part(2..6).filter(is_year))
            .or_else(|| day(None, part(4..6), part(0..4).filter(is_year))),
        7 => day(part(0..1), part(1..3), part(3..7).filter(is_year)),
        8 => day(part(6..8), part(4..6), part(0..4).filter(is_year))
            .or_else(|| day(part(0..2), part(2..4), part(4..8).filter(is_year))),
        _ => None,
    }
}

fn is_year(year: &i16) -> bool {
    (1850..=2100).contains(year)
}

fn month_and_year(first: &str, second: &str, around: Around, troubles: &mut Vec<Trouble>) -> Option<BirthDate> {
    let (month, year) = match (first.len(), second.len()) {
        (4, 1 | 2) => (second.parse().ok()?, first.parse().ok()?),
        (1 | 2, 4) => (first.parse().ok()?, second.parse().ok()?),
        // 5/78, but not 5/7.
        (1 | 2, 2) if second > "31" => (first.parse().ok()?, century(second.parse().ok()?, around, troubles)),
        _ => return None,
    };
    whole(0, month, year, troubles)
}

fn three(first: &str, second: &str, third: &str, around: Around, troubles: &mut Vec<Trouble>) -> Option<BirthDate> {
    let short = |text: &str| if text.len() <= 2 { text.parse::<u8>().ok() } else { None };
    if first.len() == 4 {
        return whole(short(third)?, short(second)?, first.parse().ok()?, troubles);
    }
    let (mut day, mut month) = (short(first)?, short(second)?);
    let year = match third.len() {
        4 => third.parse().ok()?,
        2 => century(third.parse().ok()?, around, troubles),
        _ => return None,
    };
    if month > 12 && (1..=12).contains(&day) {
        (day, month) = (month, day);
        troubles.push(Trouble::MonthFirst);
    }
    whole(day, month, year, troubles)
}

/// Zeros are what is not known; a day that there is not leaves the year.
fn whole(day: u8, month: u8, year: i16, troubles: &mut Vec<Trouble>) -> Option<BirthDate> {
    let some = |part: u8| (part > 0).then_some(part);
    let born = BirthDate::from_parts(some(month).and(some(day)), some(month), year);
    match born {
        Err(vietnam::BirthDateProblem::Day | vietnam::BirthDateProblem::Month) => {
            troubles.push(Trouble::NoSuchDay);
            BirthDate::from_parts(None, None, year).ok()
        }
        born => born.ok(),
    }
}

/// The century of a year of two digits: as the number says, or so that nobody is born after today.
fn century(short: i16, around: Around, troubles: &mut Vec<Trouble>) -> i16 {
    troubles.push(Trouble::TwoDigitYear);
    match around.number_says {
        Some(year) if year % 100 == short => year,
        _ if 2000 + short <= around.year_now => 2000 + short,
        _ => 1900 + short,
    }
}

/// The day Excel means by a number. It believes that 1900 was a leap year.
fn day_of(serial: i32) -> Option<Date> {
    let days: Span = if serial >= 60 { serial.days() } else { (serial + 1).days() };
    date(1899, 12, 30).checked_add(days).ok()
}

fn serial_of(day: Date) -> Option<i32> {
    date(1899, 12, 30).until(day).ok().map(|span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    const AROUND: Around = Around { year_now: 2026, number_says: None, kind: Kind::Text };

    fn read_one(written: &str, around: Around) -> (String, Vec<Trouble>) {
        let dated = read(written, around);
        (dated.birth.map(|born| born.to_string()).unwrap_or_default(), dated.troubles)
    }

    #[test]
    fn every_form_is_read() {
        use Trouble::*;
        let table: [(&str, &str, &[Trouble]); 48] = [
            ("15/05/1978", "15/05/1978", &[]),
            ("15/5/1978", "15/05/1978", &[]),
            ("15-5-78", "15/05/1978", &[TwoDigitYear]),
            ("5.12.05", "05/12/2005", &[TwoDigitYear]),
            ("15 / 5 / 1978", "15/05/1978", &[]),
            ("15\\5\\1978", "15/05/1978", &[]),
            ("1957", "1957", &[]),
            ("5/1978", "05/1978", &[]),
            ("05/78", "05/1978", &[TwoDigitYear]),
            ("1978-05-15", "15/05/1978", &[]),
            ("1978-05", "05/1978", &[]),
            ("1978/05/15", "15/05/1978", &[]),
            ("1978-05-15 00:00:00", "15/05/1978", &[]),
            ("1978-05-15T00:00:00", "15/05/1978", &[]),
            ("15/05/1978 12:30", "15/05/1978", &[]),
            ("19780515", "15/05/1978", &[]),
            ("15051978", "15/05/1978", &[]),
            ("5121978", "05/12/1978", &[]),
            ("051978", "05/1978", &[]),
            ("197805", "05/1978", &[]),
            ("28625", "15/05/1978", &[Serial]),
            ("28625.0", "15/05/1978", &[Serial]),
            ("Sinh năm 1957", "1957", &[]),
            ("sn 1957", "1957", &[]),
            ("NS: 12/3/1960", "12/03/1960", &[]),
            ("ngày 12 tháng 3 năm 1960", "12/03/1960", &[]),
            ("tháng 5 năm 1978", "05/1978", &[]),
            ("12-May-1978", "12/05/1978", &[]),
            ("May 15, 1978", "15/05/1978", &[]),
            ("15-Th5-1978", "15/05/1978", &[]),
            ("05/15/1978", "15/05/1978", &[MonthFirst]),
            ("01/01/1950", "01/01/1950", &[FirstOfJanuary]),
            ("00/00/1957", "1957", &[]),
            ("0/5/1957", "05/1957", &[]),
            ("xx/xx/1957", "1957", &[]),
            ("--/--/1957", "1957", &[]),
            ("31/6/1980", "1980", &[NoSuchDay]),
            ("29/02/2023", "2023", &[NoSuchDay]),
            ("13/13/1980", "1980", &[NoSuchDay]),
            ("12/3/1960 (ÂL)", "12/03/1960", &[Lunar]),
            ("12/3/1960 âm lịch", "12/03/1960", &[Lunar]),
            ("khoảng 1957", "1957", &[Approximate]),
            ("~1957", "1957", &[Approximate]),
            ("15/05/2078", "15/05/2078", &[DateImplausible]),
            ("", "", &[]),
            ("không rõ", "", &[]),
            ("hôm qua", "", &[DateForm]),
            ("1/2/3/4", "", &[DateForm]),
        ];
        for (written, read, troubles) in table {
            assert_eq!(read_one(written, AROUND), (read.to_owned(), troubles.to_vec()), "{written}");
        }
    }

    #[test]
    fn the_number_settles_the_century() {
        let around = Around { number_says: Some(1920), ..AROUND };
        assert_eq!(read_one("1/2/20", around).0, "01/02/1920");
        assert_eq!(read_one("1/2/20", AROUND).0, "01/02/2020");
        assert_eq!(read_one("1/2/57", Around { number_says: Some(1920), ..AROUND }).0, "01/02/1957");
    }

    #[test]
    fn a_year_that_excel_shows_as_a_day_is_a_year() {
        let around = Around { kind: Kind::Day, ..AROUND };
        assert_eq!(read_one("10/05/1905", around), ("1957".to_owned(), vec![Trouble::YearAsDay]));
        assert_eq!(read_one("10/05/1905", AROUND), ("10/05/1905".to_owned(), vec![]));
        assert_eq!(read_one("15/05/1978", around), ("15/05/1978".to_owned(), vec![]));
    }

    proptest::proptest! {
        #[test]
        fn any_cell_is_read(written in "\\PC*") {
            let _ = read(&written, AROUND);
        }

        #[test]
        fn anything_like_a_date_is_read(written in "[0-9/. :\\-TxN]{0,20}") {
            let _ = read(&written, AROUND);
        }
    }
}
