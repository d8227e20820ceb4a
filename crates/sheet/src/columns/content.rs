//! What a column holds, by its cells alone.

use vietnam::{Ethnicity, Sex, text};

use super::Field;
use crate::row::Row;

/// So many rows are looked at.
const ROWS_MAX: usize = 200;
/// Of the filled cells of a column, this share must be of one kind, in a hundred.
const SHARE_MIN: usize = 70;
/// Fewer filled cells say nothing.
const CELLS_MIN: usize = 3;

/// What a single cell looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Look {
    TwelveDigits,
    NineDigits,
    Phone,
    Date,
    Sex,
    Ethnicity,
    Name,
    InsuranceCard,
}

/// The kind most of a column's cells are of, with its share in a hundred.
pub(super) fn of_column(rows: &[&Row], column: usize) -> Option<(Field, usize)> {
    let mut counts = [0usize; 8];
    let mut filled = 0;
    for row in rows.iter().take(ROWS_MAX) {
        let cell = row.cells.get(column).trim();
        if cell.is_empty() {
            continue;
        }
        filled += 1;
        if let Some(look) = look(cell) {
            counts[look as usize] += 1;
        }
    }
    let (at, most) = counts.iter().enumerate().max_by_key(|(_, count)| **count)?;
    let share = most * 100 / filled.max(1);
    if filled < CELLS_MIN || share < SHARE_MIN {
        return None;
    }
    const FIELDS: [Field; 8] = [
        Field::PersonalId,
        Field::OldId,
        Field::Phone,
        Field::Birth,
        Field::Sex,
        Field::Ethnicity,
        Field::FullName,
        Field::SectorKey,
    ];
    Some((FIELDS[at], share))
}

fn look(cell: &str) -> Option<Look> {
    if cell.len() > 120 {
        return None;
    }
    let bare: String = cell.chars().filter(|c| !matches!(c, ' ' | '.' | '\'' | '\u{a0}')).collect();
    if !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit()) {
        return match bare.len() {
            12 => Some(Look::TwelveDigits),
            11 if !bare.starts_with('0') => Some(Look::TwelveDigits),
            10 if bare.starts_with('0') => Some(Look::Phone),
            9 => Some(Look::NineDigits),
            8 => crate::typed::date_of(cell).map(|_| Look::Date),
            4 => matches!(&bare[..2], "18" | "19" | "20").then_some(Look::Date),
            _ => None,
        };
    }
    // Two letters and thirteen digits: a health insurance card.
    let is_card = |at: usize, c: char| if at < 2 { c.is_ascii_alphabetic() } else { c.is_ascii_digit() };
    if bare.len() == 15 && bare.chars().enumerate().all(|(at, c)| is_card(at, c)) {
        return Some(Look::InsuranceCard);
    }
    if cell.bytes().any(|byte| byte.is_ascii_digit()) {
        return crate::typed::date_of(cell).map(|_| Look::Date);
    }
    if Sex::find(cell).is_some() {
        return Some(Look::Sex);
    }
    if Ethnicity::find(cell).is_some() {
        return Some(Look::Ethnicity);
    }
    is_name(cell).then_some(Look::Name)
}

/// Two to six words without a sign, the first of them a surname that many have.
fn is_name(cell: &str) -> bool {
    const SURNAMES: &str = " nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly truong dinh trinh nong mai \
        ha doan luong cao dao luu trieu phung dam chu van vi thai lam ta vuong to hua dau chau ton y vang thao giang mua sung lo \
        quach ma hau lu ksor rmah siu nie kpa cut xong moong lau vua kha lang than la kieu thach son danh tang nghiem khuc mac \
        luc be quan an nghi tong phi ";
    let repaired = crate::typed::repair_text(cell).0;
    let folded = text::fold(&repaired);
    let words: Vec<&str> = folded.split(' ').collect();
    let first = words.first().copied().unwrap_or_default();
    let is_known = !first.is_empty() && SURNAMES.split_whitespace().any(|surname| surname == first);
    is_known && (2..=6).contains(&words.len()) && !repaired.contains([',', ';', '/', ':', '-'])
}

/// True for a column of single words.
pub(super) fn is_given_names(rows: &[&Row], column: usize) -> bool {
    let cells = || rows.iter().take(ROWS_MAX).map(|row| row.cells.get(column).trim()).filter(|cell| !cell.is_empty());
    let is_word = |cell: &&str| cell.len() < 24 && cell.chars().all(char::is_alphabetic) && Sex::find(cell).is_none();
    let (filled, words) = (cells().count(), cells().filter(is_word).count());
    filled >= CELLS_MIN && words * 100 >= filled * SHARE_MIN
}

/// True for a cell that no heading has: a number of many digits, or a date.
pub(super) fn is_data(cell: &str) -> bool {
    let cell = cell.trim();
    if cell.len() > 40 {
        return false;
    }
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    digits >= 6 && digits * 2 > cell.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(cells: &[&str]) -> Option<Field> {
        let rows: Vec<Row> =
            cells.iter().map(|cell| Row { cells: [cell].into_iter().collect(), ..Row::default() }).collect();
        of_column(&rows.iter().collect::<Vec<_>>(), 0).map(|(field, _)| field)
    }

    #[test]
    fn columns_are_told_by_what_they_hold() {
        let table: [(&[&str], Option<Field>); 10] = [
            (&["040178001234", "40199001234", "", "040 099 001 111"], Some(Field::PersonalId)),
            (&["186123456", "186123457", "186123458"], Some(Field::OldId)),
            (&["0912345678", "0987654321", "0912345679"], Some(Field::Phone)),
            (&["15/05/1978", "1960", "2-3-1999"], Some(Field::Birth)),
            (&["Nam", "Nữ", "nu"], Some(Field::Sex)),
            (&["Kinh", "Thái", "Kinh"], Some(Field::Ethnicity)),
            (&["Nguyễn Thị An Mẫu", "NguyÔn V¨n B×nh", "TRAN VAN CUONG"], Some(Field::FullName)),
            (&["DN4010123456789", "GD4010123456780", "HT2010123456780"], Some(Field::SectorKey)),
            (&["1", "2", "3"], None),
            (&["Xóm 1, xã A", "Xóm 2, xã B", "Thôn 3"], None),
        ];
        for (cells, field) in table {
            assert_eq!(column(cells), field, "{cells:?}");
        }
    }
}
