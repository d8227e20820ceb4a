//! Finding the heading: one row or two, under a title block of any height, or none at all.

use vietnam::text;

use super::lexicon::{self, Strength};
use super::{Field, content};
use crate::row::Row;

/// So far down a heading is looked for, in rows that hold something.
const HEADING_ROWS_MAX: usize = 40;
/// Cells of one row that are looked at as headings.
const HEADING_CELLS_MAX: usize = 2_000;

/// The heading of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heading {
    /// The places of its rows among those looked at; none when the table has no heading.
    pub(crate) rows: Vec<usize>,
    /// Each column's heading; of two rows "Nơi thường trú / Xã".
    pub(crate) texts: Vec<String>,
    /// What each heading names.
    pub(crate) fields: Vec<Option<(Field, Strength)>>,
}

/// Looks for the heading among the first rows.
pub(crate) fn find(rows: &[&Row]) -> Heading {
    let scored = |(place, row): (usize, &&Row)| {
        let heading = single(place, row);
        (score(&heading, &[row]), heading)
    };
    let mut best: Option<(i32, Heading)> = None;
    let filled = || rows.iter().enumerate().filter(|(_, row)| !row.cells.is_blank()).take(HEADING_ROWS_MAX);
    for (points, heading) in filled().map(scored) {
        if best.as_ref().is_none_or(|(most, _)| points > *most) {
            best = Some((points, heading));
        }
    }
    let Some((points, heading)) = best else { return none() };
    let at = heading.rows[0];
    // A second row beneath or above belongs to it when both together say more, or when its cells are merged into it.
    let pairs = [(Some(at), at + 1), (at.checked_sub(1), at)];
    let mut best = (points, heading);
    for (top, sub) in pairs {
        let (Some(top), Some(sub_row)) = (top, rows.get(sub)) else { continue };
        if is_numbering(sub_row) || looks_like_data(sub_row) || rows[top].cells.is_blank() || sub_row.cells.is_blank() {
            continue;
        }
        let pair = double((top, rows[top]), (sub, sub_row));
        let points = score(&pair, &[rows[top], sub_row]);
        let is_merged = sub_row.problems.iter().any(|problem| problem.trouble == crate::Trouble::Merged);
        // A heading of its own that is no poorer with the second row: a title over the heading is none.
        let is_own = single(top, rows[top]).fields.iter().flatten().count() >= 2;
        if points > best.0 || (points == best.0 && (is_merged || is_own) && best.1.rows.len() == 1) {
            best = (points, pair);
        }
    }
    let (points, heading) = best;
    let known = heading.fields.iter().flatten();
    let (mut whole, mut all) = (0, 0);
    for (_, strength) in known {
        all += 1;
        whole += i32::from(*strength == Strength::Whole);
    }
    // A table of one column has one heading; elsewhere a single known word may stand in any title.
    let filled = heading.texts.iter().filter(|text| !text.is_empty()).count();
    let is_heading = all >= 2 && points >= 4 || whole == 1 && filled <= 2;
    if is_heading { heading } else { none() }
}

impl Heading {
    /// The heading at lines that somebody named; none when there are no such lines.
    pub(crate) fn at(rows: &[Row], lines: &[u64]) -> Self {
        let place = |line: &u64| rows.iter().position(|row| row.line == *line);
        let places: Vec<usize> = lines.iter().filter_map(place).collect();
        match places.as_slice() {
            [] => none(),
            [one] => single(*one, &rows[*one]),
            [top, sub, ..] => double((*top, &rows[*top]), (*sub, &rows[*sub])),
        }
    }
}

fn none() -> Heading {
    Heading { rows: Vec::new(), texts: Vec::new(), fields: Vec::new() }
}

fn single(place: usize, row: &Row) -> Heading {
    let texts: Vec<String> = row.cells.iter().take(HEADING_CELLS_MAX).map(text::clean).collect();
    let fields = texts.iter().map(|heading| lexicon::recognise(heading)).collect();
    Heading { rows: vec![place], texts, fields }
}

/// Different fields that are named, less what looks like data.
fn score(heading: &Heading, rows: &[&Row]) -> i32 {
    let mut seen: Vec<Field> = Vec::new();
    let mut points = 0;
    for (field, strength) in heading.fields.iter().flatten() {
        if seen.contains(field) {
            continue;
        }
        seen.push(*field);
        points += if *strength == Strength::Whole { 3 } else { 2 };
    }
    let data = rows.iter().map(|row| data_cells(row)).sum::<usize>();
    points - 3 * i32::try_from(data).unwrap_or(i32::MAX / 4)
}

fn data_cells(row: &Row) -> usize {
    row.cells.iter().take(HEADING_CELLS_MAX).filter(|cell| content::is_data(cell)).count()
}

fn looks_like_data(row: &Row) -> bool {
    data_cells(row) > 0
}

/// The heading of two rows, column by column.
fn double((top_at, top): (usize, &Row), (sub_at, sub): (usize, &Row)) -> Heading {
    let width = top.cells.len().max(sub.cells.len()).min(HEADING_CELLS_MAX);
    let above = spread(top, sub, width);
    let beneath: Vec<String> = (0..width).map(|at| text::clean(sub.cells.get(at))).collect();
    let mut heading = Heading { rows: vec![top_at, sub_at], texts: Vec::new(), fields: Vec::new() };
    for (at, (above, below)) in above.iter().zip(&beneath).enumerate() {
        let (text, field) = match (above.as_str(), below.as_str()) {
            ("", below) => (below.to_owned(), lexicon::recognise(below)),
            (above, "") => (above.to_owned(), lexicon::recognise(above)),
            (above, below) if above == below => (above.to_owned(), lexicon::recognise(above)),
            (above, below) => (format!("{above} / {below}"), together(above, below, &beneath, at)),
        };
        heading.texts.push(text);
        heading.fields.push(field);
    }
    heading
}

/// The upper labels, each over all the columns it spans.
fn spread(top: &Row, sub: &Row, width: usize) -> Vec<String> {
    let mut above: Vec<String> = (0..width).map(|at| text::clean(top.cells.get(at))).collect();
    for &(from, to) in &top.spans {
        let label = above.get(from as usize).cloned().unwrap_or_default();
        let spanned = (to - from) as usize;
        for empty in above.iter_mut().skip(from as usize + 1).take(spanned).filter(|above| above.is_empty()) {
            empty.clone_from(&label);
        }
    }
    // A CSV has no merged cells: an empty label over a named column goes on from the left, as long as that column
    // has a name beneath too.
    if top.spans.is_empty() && sub.spans.is_empty() {
        for at in 1..width {
            let goes_on = above[at].is_empty() && !sub.cells.get(at).trim().is_empty();
            if goes_on && !sub.cells.get(at - 1).trim().is_empty() {
                above[at] = above[at - 1].clone();
            }
        }
    }
    above
}

/// What a label and the one beneath it name together.
fn together(above: &str, below: &str, all_below: &[String], at: usize) -> Option<(Field, Strength)> {
    use Field::*;
    let sub = lexicon::recognise(below);
    let Some((over, strength)) = lexicon::recognise(above) else {
        return sub.or_else(|| lexicon::recognise(&format!("{above} {below}")));
    };
    let word = text::fold(&lexicon::plain(below));
    let field = match (over, word.as_str()) {
        (Birth | BirthYear, "ngay" | "day") => BirthDay,
        (Birth | BirthYear, "thang" | "month") => BirthMonth,
        (Birth | BirthYear, "nam") if is_year(below, all_below, at) => BirthYear,
        (Birth | BirthYear, "nam") => BirthOfMan,
        (Birth | BirthYear, "nu") => BirthOfWoman,
        (Birth | BirthYear, "year" | "nam sinh") => BirthYear,
        (Sex, "nam" | "male" | "m") => SexMale,
        (Sex, "nu" | "female" | "f") => SexFemale,
        (FullName, "ho") => Surname,
        (FullName, "ten") => GivenName,
        _ => match sub {
            Some((part, strength)) if is_part_of(over, part) => return Some((part, strength)),
            Some((part, _)) if is_someone(over) => {
                if part == FullName {
                    over
                } else {
                    OtherPerson
                }
            }
            // A part of another place: the commune of the birthplace is not that of the residence.
            Some((ResidenceHamlet | ResidenceCommune | ResidenceDistrict | ResidenceProvince, _))
                if is_other_place(over) =>
            {
                return None;
            }
            Some(other) => return Some(other),
            None => return Some((over, Strength::Part)),
        },
    };
    Some((field, strength))
}

/// "Năm" is a year and "Nam" a man. Without accents the neighbours tell: a month beside it, or a woman.
fn is_year(below: &str, all_below: &[String], at: usize) -> bool {
    if below.to_lowercase().contains('ă') {
        return true;
    }
    let beside = |word: &str| {
        let near = at.saturating_sub(2)..(at + 3).min(all_below.len());
        all_below[near].iter().any(|other| text::fold(other) == word)
    };
    beside("thang") || !beside("nu")
}

fn is_part_of(over: Field, part: Field) -> bool {
    use Field::*;
    match over {
        Residence => matches!(part, ResidenceHamlet | ResidenceCommune | ResidenceDistrict | ResidenceProvince),
        FullName => matches!(part, Surname | MiddleName | SurnameMiddle | GivenName),
        PersonalId => matches!(part, PersonalId | OldId | IssuedOn | IssuedAt),
        _ => false,
    }
}

fn is_someone(over: Field) -> bool {
    matches!(over, Field::Father | Field::Mother | Field::Spouse | Field::HouseholdHead | Field::OtherPerson)
}

fn is_other_place(over: Field) -> bool {
    matches!(over, Field::Birthplace | Field::BirthRegistered | Field::Hometown | Field::CurrentResidence)
}

/// The row of column numbers under a heading: (1) (2) (3), or A B 1 2 3.
pub(crate) fn is_numbering(row: &Row) -> bool {
    let mut last = None;
    let mut count = 0;
    for cell in row.cells.iter().map(str::trim).filter(|cell| !cell.is_empty()) {
        let inner = cell.trim_matches(['(', ')', '[', ']']);
        let inner = inner.split_once('=').map_or(inner, |(number, _)| number).trim();
        match inner.parse::<u32>() {
            Ok(number) => {
                if last.is_some_and(|last| number != last + 1) {
                    return false;
                }
                last = Some(number);
            }
            Err(_) if last.is_none() && inner.len() == 1 && inner.bytes().all(|c| c.is_ascii_uppercase()) => {}
            Err(_) => return false,
        }
        count += 1;
    }
    count >= 3 && last.is_some_and(|last| last <= count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Row {
        Row { cells: cells.iter().collect(), ..Row::default() }
    }

    fn codes(heading: &Heading) -> Vec<&'static str> {
        heading.fields.iter().map(|field| field.map_or("-", |(field, _)| field.code())).collect()
    }

    fn found(rows: &[Row]) -> Heading {
        find(&rows.iter().collect::<Vec<_>>())
    }

    #[test]
    fn the_heading_is_found_under_a_title_block() {
        let rows = [
            row(&["UBND XÃ QUỲNH LƯU", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]),
            row(&["DANH SÁCH ĐỐI TƯỢNG CÓ SỐ CCCD"]),
            Row::default(),
            row(&["STT", "Họ và tên", "Ngày sinh", "Số CCCD"]),
            row(&["1", "Nguyễn Thị An Mẫu", "15/05/1978", "040178001234"]),
        ];
        let heading = found(&rows);
        assert_eq!(heading.rows, [3]);
        assert_eq!(codes(&heading), ["number", "full_name", "birth", "personal_id"]);
    }

    #[test]
    fn two_rows_are_read_together() {
        let mut top = row(&["STT", "Họ và tên", "Năm sinh", "", "Nơi thường trú", "", ""]);
        let sub = row(&["", "", "Nam", "Nữ", "Xóm", "Xã", "Tỉnh"]);
        let codes_wanted = [
            "number",
            "full_name",
            "birth_of_man",
            "birth_of_woman",
            "residence_hamlet",
            "residence_commune",
            "residence_province",
        ];
        let plain = found(&[top.clone(), sub.clone()]);
        assert_eq!(codes(&plain), codes_wanted);
        top.spans = vec![(2, 3), (4, 6)];
        let merged = found(&[top, sub]);
        assert_eq!(codes(&merged), codes_wanted);
        assert_eq!(merged.rows, [0, 1]);
        assert_eq!(merged.texts[5], "Nơi thường trú / Xã");
    }

    #[test]
    fn day_month_and_year_are_three_columns() {
        let rows = [
            row(&["Họ tên", "Ngày sinh", "", "", "Quê quán", "", "Mẹ", ""]),
            row(&["", "Ngày", "Tháng", "Năm", "Xã", "Tỉnh", "Họ tên", "Số CCCD"]),
            row(&["Nguyễn Văn An Mẫu", "1", "2", "1980", "A", "B", "C", ""]),
        ];
        let wanted = ["full_name", "birth_day", "birth_month", "birth_year", "-", "-", "mother", "other_person"];
        assert_eq!(codes(&found(&rows)), wanted);
    }

    #[test]
    fn data_is_no_heading() {
        let rows = [row(&["1", "Nguyễn Văn Cha", "15/05/1978", "Nam"]), row(&["2", "Trần Thị Nơi", "1960", "Nữ"])];
        assert!(found(&rows).rows.is_empty());
        assert!(found(&[]).rows.is_empty());
    }

    #[test]
    fn column_numbers_are_no_data() {
        for cells in [&["(1)", "(2)", "(3)"][..], &["A", "B", "1", "2", "3=1+2"], &["1", "2", "3", "4"]] {
            assert!(is_numbering(&row(cells)), "{cells:?}");
        }
        for cells in [&["1", "3", "4"][..], &["1", "2"], &["1978", "1979", "1980"], &["1", "Nguyễn", "3"]] {
            assert!(!is_numbering(&row(cells)), "{cells:?}");
        }
    }
}
