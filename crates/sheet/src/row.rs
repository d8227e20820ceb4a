//! A row as it stands in the file: the cells verbatim, the line, what the row is, and what is odd about it.

use std::fmt;

use crate::trouble::Problem;

/// The texts of a row in one piece of memory: a file has millions of them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Cells {
    text: String,
    ends: Vec<u32>,
}

impl Cells {
    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True when there is no cell at all.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// True when no cell holds anything but spaces.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The text of a cell, counted from 0; nothing beyond the last one.
    pub fn get(&self, at: usize) -> &str {
        let Some(&end) = self.ends.get(at) else { return "" };
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..end as usize]
    }

    /// All texts in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|at| self.get(at))
    }

    /// Adds a cell at the end.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    /// Takes everything out and keeps the memory.
    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    /// The bytes of all texts together.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// Puts a text at a place, adding empty cells up to it. Only for the cell after the last, or an empty one.
    pub(crate) fn put(&mut self, at: usize, text: &str) {
        if at >= self.len() {
            let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
            self.ends.resize(at, end);
            self.push(text);
        } else if self.get(at).is_empty() {
            let texts: Vec<String> = self.iter().map(str::to_owned).collect();
            self.clear();
            for (place, old) in texts.iter().enumerate() {
                self.push(if place == at { text } else { old });
            }
        }
    }
}

impl<T: AsRef<str>> FromIterator<T> for Cells {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        let mut cells = Self::default();
        texts.into_iter().for_each(|text| cells.push(text.as_ref()));
        cells
    }
}

impl fmt::Debug for Cells {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cells({} hidden)", self.len())
    }
}

/// What a cell was in a workbook; in a CSV every cell is text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Text, or empty.
    #[default]
    Text,
    /// A number.
    Number,
    /// A day; its text is day/month/year.
    Day,
    /// A truth value or an error of the spreadsheet.
    Other,
}

/// What a row is in its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Part {
    /// A record.
    #[default]
    Data,
    /// Above the heading: the title block (quốc hiệu, tên danh sách).
    Title,
    /// The heading, or one of its two rows.
    Heading,
    /// The row of column numbers that forms have under their heading.
    Numbering,
    /// The heading once more, where a page ended.
    RepeatedHeading,
    /// A label over the rows beneath it, such as the name of a hamlet.
    Label,
    /// Nothing in any cell.
    Blank,
    /// Could not be read in full; the problem says why.
    Unreadable,
}

/// Columns merged into one cell, both ends counted in.
pub(crate) type Span = (u32, u32);

/// One row of a file. Its Debug form hides the cells.
#[derive(Clone, Default)]
pub struct Row {
    /// The line in the file, or the row of the sheet, counted from 1.
    pub line: u64,
    /// What the row is.
    pub part: Part,
    /// The texts as they stand in the file.
    pub cells: Cells,
    /// What is odd about the row or one of its cells.
    pub problems: Vec<Problem>,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) spans: Vec<Span>,
}

impl Row {
    /// What a cell was in the workbook.
    pub fn kind(&self, at: usize) -> Kind {
        self.kinds.get(at).copied().unwrap_or_default()
    }

    /// Empties the row for the next one and keeps its memory.
    pub(crate) fn clear(&mut self, line: u64) {
        self.line = line;
        self.part = Part::Data;
        self.cells.clear();
        self.problems.clear();
        self.kinds.clear();
        self.spans.clear();
    }

    pub(crate) fn blank(line: u64) -> Self {
        Self { line, part: Part::Blank, ..Self::default() }
    }

    pub(crate) fn note(&mut self, column: Option<usize>, trouble: crate::Trouble) {
        self.problems.push(Problem { column, trouble });
    }
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Row(line {}, {:?}, {} cells, {:?})", self.line, self.part, self.cells.len(), self.problems)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_kept_in_order_and_filled_where_empty() {
        let mut cells: Cells = ["a", "", "ế"].into_iter().collect();
        assert_eq!((cells.get(0), cells.get(1), cells.get(2), cells.get(9)), ("a", "", "ế", ""));
        cells.put(1, "mid");
        cells.put(0, "never over what is there");
        cells.put(5, "far");
        assert_eq!(cells.iter().collect::<Vec<_>>(), ["a", "mid", "ế", "", "", "far"]);
        assert!(!cells.is_blank() && [" ", ""].into_iter().collect::<Cells>().is_blank());
    }

    #[test]
    fn a_row_hides_its_cells() {
        let mut row = Row { cells: ["Nguyễn Thị An Mẫu"].into_iter().collect(), ..Row::default() };
        row.line = 7;
        assert_eq!(format!("{row:?}"), "Row(line 7, Data, 1 cells, [])");
    }
}
