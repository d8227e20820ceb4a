//! Numbers and dates in Vietnamese words, as a birth certificate wants the date of birth: "ghi bằng chữ".

use basis::Date;

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

/// A number below 10,000 in words: 2026 is "hai nghìn không trăm hai mươi sáu".
#[must_use]
pub fn number_in_words(number: u16) -> String {
    let number = number % 10_000;
    let (thousands, rest) = (number / 1_000, number % 1_000);
    let mut words = Vec::new();
    if thousands > 0 {
        words.push(format!("{} nghìn", DIGITS[usize::from(thousands)]));
    }
    if rest >= 100 || (thousands > 0 && rest > 0) {
        words.push(format!("{} trăm", DIGITS[usize::from(rest / 100)]));
    }
    let tail = rest % 100;
    if tail > 0 || words.is_empty() {
        let needs_link = !words.is_empty() && tail < 10;
        words.push(if needs_link { format!("linh {}", DIGITS[usize::from(tail)]) } else { below_hundred(tail) });
    }
    words.join(" ")
}

/// 1 becomes "mốt" and 5 becomes "lăm" behind tens; 4 stays "bốn", which both regions understand.
fn below_hundred(number: u16) -> String {
    let (tens, ones) = (usize::from(number / 10), usize::from(number % 10));
    let head = match tens {
        0 => return DIGITS[ones].to_owned(),
        1 => "mười".to_owned(),
        _ => format!("{} mươi", DIGITS[tens]),
    };
    match ones {
        0 => head,
        1 if tens > 1 => format!("{head} mốt"),
        5 => format!("{head} lăm"),
        _ => format!("{head} {}", DIGITS[ones]),
    }
}

/// A date in words: "Ngày hai mươi tháng mười một năm hai nghìn không trăm hai mươi sáu".
#[must_use]
pub fn date_in_words(date: Date) -> String {
    let [day, month] = [date.day(), date.month()].map(|part| number_in_words(u16::from(part.unsigned_abs())));
    // The fourth month has a name of its own.
    let month = if date.month() == 4 { "tư".to_owned() } else { month };
    // The first ten days of a month are called "mùng" in speech; papers leave it out.
    format!("Ngày {day} tháng {month} năm {}", number_in_words(date.year().unsigned_abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_read_them() {
        for (number, words) in [
            (0, "không"),
            (5, "năm"),
            (10, "mười"),
            (11, "mười một"),
            (15, "mười lăm"),
            (20, "hai mươi"),
            (21, "hai mươi mốt"),
            (24, "hai mươi bốn"),
            (25, "hai mươi lăm"),
            (31, "ba mươi mốt"),
            (100, "một trăm"),
            (105, "một trăm linh năm"),
            (1_995, "một nghìn chín trăm chín mươi lăm"),
            (2_000, "hai nghìn"),
            (2_005, "hai nghìn không trăm linh năm"),
            (2_026, "hai nghìn không trăm hai mươi sáu"),
        ] {
            assert_eq!(number_in_words(number), words);
        }
    }

    #[test]
    fn a_date_is_written_out() {
        assert_eq!(
            date_in_words("2026-04-01".parse().unwrap()),
            "Ngày một tháng tư năm hai nghìn không trăm hai mươi sáu"
        );
        let words = "Ngày hai mươi tháng mười một năm hai nghìn không trăm hai mươi sáu";
        assert_eq!(date_in_words("2026-11-20".parse().unwrap()), words);
    }
}
