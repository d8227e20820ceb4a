//! A date of birth as well as it is known: to the day, to the month, or only to the year.
//!
//! Many older people have only a year on every paper they own. A missing day is not the first of January.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, date};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A date of birth (ngày, tháng, năm sinh) with its precision. Ordered by the earliest day it can mean. Its Debug form
/// hides it, so that no log of a whole record shows it.
///
/// ```
/// let born: vietnam::BirthDate = "15/5/1978".parse().unwrap();
/// assert_eq!(born.to_string(), "15/05/1978");
/// assert_eq!("1950".parse::<vietnam::BirthDate>().unwrap().to_string(), "1950");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum BirthDate {
    /// Known to the day.
    Day(Date),
    /// Known to the month.
    Month {
        /// The year.
        year: i16,
        /// 1 to 12.
        month: i8,
    },
    /// Only the year is known.
    Year(i16),
}

/// How much of a date of birth is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// Day, month and year.
    Day,
    /// Month and year.
    Month,
    /// The year alone.
    Year,
}

/// Why a text is not a date of birth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BirthDateProblem {
    /// Nothing was written.
    #[error("no date was given")]
    Empty,
    /// Not one of the forms we read.
    #[error("a date is written day/month/year, month/year or year")]
    Form,
    /// The year has two digits, or lies outside 1800 to 2399.
    #[error("the year must have four digits and be plausible")]
    Year,
    /// No such month.
    #[error("there is no such month")]
    Month,
    /// No such day in that month.
    #[error("there is no such day in that month")]
    Day,
}

impl BirthDate {
    /// Reads d/m/yyyy, dd-mm-yyyy, d.m.yyyy, m/yyyy, yyyy and yyyy-mm-dd.
    pub fn parse(written: &str) -> Result<Self, BirthDateProblem> {
        let written = written.trim();
        if written.is_empty() {
            return Err(BirthDateProblem::Empty);
        }
        let mut parts = [0i16; 3];
        let mut lengths = [0usize; 3];
        let mut count = 0;
        for part in written.split(['/', '-', '.']) {
            let part = part.trim();
            let digits = part.len();
            if count == 3 || digits == 0 || digits > 4 || !part.bytes().all(|b| b.is_ascii_digit()) {
                return Err(BirthDateProblem::Form);
            }
            parts[count] = part.parse().map_err(|_| BirthDateProblem::Form)?;
            lengths[count] = digits;
            count += 1;
        }
        let full_year = |at: usize| if lengths[at] == 4 { Ok(parts[at]) } else { Err(BirthDateProblem::Year) };
        let short = |at: usize| if lengths[at] <= 2 { Ok(parts[at] as u8) } else { Err(BirthDateProblem::Form) };
        match count {
            1 => Self::from_parts(None, None, full_year(0)?),
            2 if lengths[0] == 4 => Self::from_parts(None, Some(short(1)?), parts[0]),
            2 => Self::from_parts(None, Some(short(0)?), full_year(1)?),
            _ if lengths[0] == 4 => Self::from_parts(Some(short(2)?), Some(short(1)?), parts[0]),
            _ => Self::from_parts(Some(short(0)?), Some(short(1)?), full_year(2)?),
        }
    }

    /// From separate form fields; day and month may be unknown, a day without a month may not.
    pub fn from_parts(day: Option<u8>, month: Option<u8>, year: i16) -> Result<Self, BirthDateProblem> {
        if !(1800..2400).contains(&year) {
            return Err(BirthDateProblem::Year);
        }
        let Some(month) = month else {
            return if day.is_none() { Ok(Self::Year(year)) } else { Err(BirthDateProblem::Month) };
        };
        if !(1..=12).contains(&month) {
            return Err(BirthDateProblem::Month);
        }
        let month = month as i8;
        match day {
            None => Ok(Self::Month { year, month }),
            Some(day) => {
                let day = i8::try_from(day).map_err(|_| BirthDateProblem::Day)?;
                Date::new(year, month, day).map(Self::Day).map_err(|_| BirthDateProblem::Day)
            }
        }
    }

    /// The year, which is always known.
    pub fn year(&self) -> i16 {
        match *self {
            Self::Day(day) => day.year(),
            Self::Month { year, .. } | Self::Year(year) => year,
        }
    }

    /// How much is known.
    pub fn precision(&self) -> Precision {
        match self {
            Self::Day(_) => Precision::Day,
            Self::Month { .. } => Precision::Month,
            Self::Year(_) => Precision::Year,
        }
    }

    /// The first day the birth can have been on.
    pub fn earliest(&self) -> Date {
        match *self {
            Self::Day(day) => day,
            Self::Month { year, month } => date(year, month, 1),
            Self::Year(year) => date(year, 1, 1),
        }
    }

    /// The last day the birth can have been on.
    pub fn latest(&self) -> Date {
        match *self {
            Self::Day(day) => day,
            Self::Month { year, month } => date(year, month, 1).last_of_month(),
            Self::Year(year) => date(year, 12, 31),
        }
    }

    /// The exact day, when it is known.
    pub fn day(&self) -> Option<Date> {
        match *self {
            Self::Day(day) => Some(day),
            Self::Month { .. } | Self::Year(_) => None,
        }
    }

    /// True when both could be the same day.
    pub fn may_equal(&self, other: &Self) -> bool {
        self.earliest() <= other.latest() && other.earliest() <= self.latest()
    }

    /// True when the birth can only lie after this day.
    pub fn is_after(&self, today: Date) -> bool {
        self.earliest() > today
    }

    /// Whole years lived on a day, by the law's reading for an imprecise date: the latest day it can mean, so that
    /// nobody is counted older than certain. Negative before the birth.
    pub fn age_on(&self, on: Date) -> i16 {
        let born = self.latest();
        let years = on.year() - born.year();
        if (on.month(), on.day()) < (born.month(), born.day()) { years - 1 } else { years }
    }

    /// The earliest day and the letter D, M or Y, for two database columns.
    pub fn to_columns(&self) -> (Date, char) {
        let letter = match self.precision() {
            Precision::Day => 'D',
            Precision::Month => 'M',
            Precision::Year => 'Y',
        };
        (self.earliest(), letter)
    }

    /// Back from two database columns; None for a letter that is not D, M or Y, or a year no person was born in.
    pub fn from_columns(earliest: Date, letter: char) -> Option<Self> {
        if !(1800..2400).contains(&earliest.year()) {
            return None;
        }
        match letter {
            'D' => Some(Self::Day(earliest)),
            'M' => Some(Self::Month { year: earliest.year(), month: earliest.month() }),
            'Y' => Some(Self::Year(earliest.year())),
            _ => None,
        }
    }

    /// As machines exchange it: yyyy-mm-dd, yyyy-mm or yyyy.
    pub fn to_iso(&self) -> String {
        match *self {
            Self::Day(day) => day.to_string(),
            Self::Month { year, month } => format!("{year:04}-{month:02}"),
            Self::Year(year) => format!("{year:04}"),
        }
    }
}

impl PartialOrd for BirthDate {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for BirthDate {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.earliest(), self.precision()).cmp(&(other.earliest(), other.precision()))
    }
}

impl fmt::Debug for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BirthDate(hidden)")
    }
}

impl fmt::Display for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Day(day) => write!(f, "{:02}/{:02}/{:04}", day.day(), day.month(), day.year()),
            Self::Month { year, month } => write!(f, "{month:02}/{year:04}"),
            Self::Year(year) => write!(f, "{year:04}"),
        }
    }
}

impl FromStr for BirthDate {
    type Err = BirthDateProblem;

    fn from_str(written: &str) -> Result<Self, BirthDateProblem> {
        Self::parse(written)
    }
}

impl Serialize for BirthDate {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.to_iso())
    }
}

impl<'de> Deserialize<'de> for BirthDate {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let written = String::deserialize(from)?;
        Self::parse(&written).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_form_people_write() {
        let table = [
            ("15/5/1978", "15/05/1978"),
            ("15/05/1978", "15/05/1978"),
            ("05-12-1978", "05/12/1978"),
            ("1.2.2020", "01/02/2020"),
            (" 15 / 5 / 1978 ", "15/05/1978"),
            ("1978-05-15", "15/05/1978"),
            ("5/1978", "05/1978"),
            ("1978-05", "05/1978"),
            ("1950", "1950"),
            ("29/02/2024", "29/02/2024"),
        ];
        for (written, shown) in table {
            assert_eq!(BirthDate::parse(written).unwrap().to_string(), shown, "{written}");
        }
    }

    #[test]
    fn says_what_is_wrong_with_the_others() {
        use BirthDateProblem::{Day, Empty, Form, Month, Year};
        let table = [
            ("", Empty),
            ("  ", Empty),
            ("29/02/2023", Day),
            ("31/4/2020", Day),
            ("0/4/2020", Day),
            ("1/13/2020", Month),
            ("13/2020", Month),
            ("15/5/78", Year),
            ("78", Year),
            ("0999", Year),
            ("9999", Year),
            ("15//1978", Form),
            ("15/5/1978/1", Form),
            ("hôm qua", Form),
            ("20200101", Form),
            ("1978-005-15", Form),
            ("-1978", Form),
        ];
        for (written, problem) in table {
            assert_eq!(BirthDate::parse(written), Err(problem), "{written}");
        }
        assert_eq!(BirthDate::from_parts(Some(1), None, 1950), Err(Month));
        assert_eq!(BirthDate::from_parts(Some(200), Some(1), 1950), Err(Day));
    }

    #[test]
    fn an_imprecise_birth_spans_days() {
        let month = BirthDate::parse("2/2024").unwrap();
        assert_eq!((month.earliest(), month.latest()), (date(2024, 2, 1), date(2024, 2, 29)));
        let year = BirthDate::Year(1950);
        assert_eq!((year.earliest(), year.latest()), (date(1950, 1, 1), date(1950, 12, 31)));
        assert!(year.may_equal(&BirthDate::parse("7/6/1950").unwrap()));
        assert!(!year.may_equal(&BirthDate::Year(1951)));
        assert!(BirthDate::parse("24/11/2026").unwrap().is_after(date(2026, 11, 23)));
        assert!(!BirthDate::Year(2026).is_after(date(2026, 11, 23)));
    }

    #[test]
    fn ages_are_whole_years_and_never_too_old() {
        let born = BirthDate::parse("29/02/2020").unwrap();
        for (on, age) in [(date(2026, 2, 28), 5), (date(2026, 3, 1), 6), (date(2020, 2, 29), 0), (date(2020, 1, 1), -1)]
        {
            assert_eq!(born.age_on(on), age, "{on}");
        }
        assert_eq!(BirthDate::Year(1950).age_on(date(2026, 11, 23)), 75);
        assert_eq!(BirthDate::Year(1950).age_on(date(2026, 12, 31)), 76);
    }

    #[test]
    fn columns_and_json_read_back() {
        for written in ["15/05/1978", "05/1978", "1978"] {
            let born = BirthDate::parse(written).unwrap();
            let (day, letter) = born.to_columns();
            assert_eq!(BirthDate::from_columns(day, letter), Some(born));
            let json = serde_json::to_string(&born).unwrap();
            assert_eq!(serde_json::from_str::<BirthDate>(&json).unwrap(), born);
        }
        assert_eq!(BirthDate::from_columns(date(1978, 1, 1), 'X'), None);
        assert_eq!(format!("{:?}", BirthDate::Year(1978)), "BirthDate(hidden)");
    }

    proptest::proptest! {
        #[test]
        fn parsing_never_panics(written in "\\PC*") {
            let _ = BirthDate::parse(&written);
        }

        #[test]
        fn what_is_shown_reads_back(day in proptest::option::of(0u8..40), month in proptest::option::of(0u8..15), year in 1700i16..2500) {
            if let Ok(born) = BirthDate::from_parts(day, month, year) {
                assert_eq!(BirthDate::parse(&born.to_string()), Ok(born));
                assert_eq!(BirthDate::parse(&born.to_iso()), Ok(born));
            }
        }
    }
}
