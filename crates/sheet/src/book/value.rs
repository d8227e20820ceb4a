//! The value of a cell as a person reads it on the screen: whole numbers without a point, days as day/month/year.

use calamine::{DataRef, ExcelDateTime};

use crate::Trouble;
use crate::row::Kind;

/// From here on a number of a spreadsheet has lost digits.
const EXACT_BELOW: f64 = 1e15;

/// Text, kind and trouble of a value that is not text.
pub(super) fn text(value: &DataRef<'_>) -> (String, Kind, Option<Trouble>) {
    match value {
        DataRef::Int(number) => (number.to_string(), Kind::Number, None),
        DataRef::Float(value) => number(*value),
        DataRef::Bool(truth) => (if *truth { "TRUE" } else { "FALSE" }.to_owned(), Kind::Other, None),
        DataRef::DateTime(when) => day(when),
        DataRef::DateTimeIso(written) | DataRef::DurationIso(written) => (written.clone(), Kind::Text, None),
        DataRef::Error(error) => (error.to_string(), Kind::Other, Some(Trouble::CellError)),
        DataRef::String(text) => (text.clone(), Kind::Text, None),
        DataRef::SharedString(text) => ((*text).to_owned(), Kind::Text, None),
        DataRef::Empty => (String::new(), Kind::Text, None),
    }
}

/// A number in full: 4.0199E+11 is how Excel shows it, not what it holds.
pub(super) fn number(number: f64) -> (String, Kind, Option<Trouble>) {
    let trouble = (number.abs() >= EXACT_BELOW).then_some(Trouble::DigitsLost);
    let text = if number.fract() == 0.0 && number.abs() < 1e21 { format!("{number:.0}") } else { format!("{number}") };
    (text, Kind::Number, trouble)
}

/// A day, with the time where there is one. Excel has no days before 1900 and shows them as ####.
fn day(when: &ExcelDateTime) -> (String, Kind, Option<Trouble>) {
    let value = when.as_f64();
    if when.is_duration() || !(0.0..2_958_466.0).contains(&value) {
        let (text, kind, trouble) = number(value);
        let no_day = (!when.is_duration()).then_some(Trouble::DateForm);
        return (text, kind, no_day.or(trouble));
    }
    let (year, month, day, hour, minute, ..) = when.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}");
    let text = match (value < 1.0, hour + minute > 0) {
        (true, _) => return (time, Kind::Text, None),
        (false, false) => format!("{day:02}/{month:02}/{year:04}"),
        (false, true) => format!("{day:02}/{month:02}/{year:04} {time}"),
    };
    (text, Kind::Day, None)
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType::DateTime;

    use super::*;

    #[test]
    fn values_read_as_on_the_screen() {
        let day = |value: f64, is_1904| DataRef::DateTime(ExcelDateTime::new(value, DateTime, is_1904));
        let table = [
            (DataRef::Float(40_199_001_234.0), "40199001234", Kind::Number, None),
            (DataRef::Float(1234.5), "1234.5", Kind::Number, None),
            (DataRef::Float(4.0199e15), "4019900000000000", Kind::Number, Some(Trouble::DigitsLost)),
            (day(28625.0, false), "15/05/1978", Kind::Day, None),
            (day(28625.5, false), "15/05/1978 12:00", Kind::Day, None),
            (day(28625.0 - 1462.0, true), "15/05/1978", Kind::Day, None),
            (day(1.0, false), "01/01/1900", Kind::Day, None),
            (day(-5.0, false), "-5", Kind::Number, Some(Trouble::DateForm)),
            (day(0.25, false), "06:00", Kind::Text, None),
            (DataRef::Bool(true), "TRUE", Kind::Other, None),
        ];
        for (value, shown, kind, trouble) in table {
            assert_eq!(text(&value), (shown.to_owned(), kind, trouble), "{value:?}");
        }
    }
}
