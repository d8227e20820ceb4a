//! What a row is in its table: a record, the heading once more, a label, column numbers.

use vietnam::text;

use super::Table;
use crate::book;
use crate::columns::{Field, is_numbering};
use crate::{Kind, Note, Part, Row, Trouble};

/// A heading that comes again has at least this share of its cells, in a hundred.
const REPEATED_SHARE_MIN: usize = 60;

/// Day cells and texts of the birth column, for telling that Excel swapped day and month.
#[derive(Default)]
pub(super) struct Days {
    cells: u64,
    late_cells: u64,
    late_texts: u64,
}

impl Table {
    /// Says what a row is in its table.
    pub(super) fn judge(&mut self, row: &mut Row) {
        if row.part != Part::Data {
            return;
        }
        if !self.is_begun && is_numbering(row) {
            row.part = Part::Numbering;
        } else if self.is_heading_again(row) {
            row.part = Part::RepeatedHeading;
            row.note(None, Trouble::HeadingAgain);
            self.is_begun = false;
        } else if self.is_label(row) {
            row.part = Part::Label;
        } else {
            self.is_begun = true;
            let width = self.heading.texts.len();
            let is_beyond = |at: usize| !row.cells.get(at).trim().is_empty();
            if width > 0 && (width..row.cells.len()).any(is_beyond) {
                row.note(None, Trouble::MoreCellsThanHeading);
            }
            self.days.count(self.mapping.find(Field::Birth), row);
        }
    }

    /// The heading once more, either of its two rows.
    fn is_heading_again(&self, row: &Row) -> bool {
        self.heading.rows.iter().filter_map(|&at| self.above.get(at)).any(|heading| {
            let filled = heading.cells.iter().enumerate().filter(|(_, text)| !text.trim().is_empty());
            let (mut same, mut all) = (0, 0);
            for (at, text) in filled {
                all += 1;
                let cell = row.cells.get(at);
                // Folding every cell of millions of rows would be dear: the lengths say most.
                let is_near = cell.len().abs_diff(text.len()) <= 8 && !cell.is_empty();
                same += usize::from(is_near && (cell == text || text::fold(cell) == text::fold(text)));
                if same == 0 && all >= 4 {
                    return false;
                }
            }
            same >= 2 && same * 100 >= all * REPEATED_SHARE_MIN
        })
    }

    /// A single text over the table: "Xóm 1", merged over its columns or standing where no value belongs.
    fn is_label(&self, row: &Row) -> bool {
        if self.mapping.columns().len() < 3 {
            return false;
        }
        let mut filled = row.cells.iter().enumerate().filter(|(_, text)| !text.trim().is_empty());
        let (Some((at, text)), None) = (filled.next(), filled.next()) else { return false };
        let is_merged = |&(from, to): &(u32, u32)| from as usize == at && to - from + 1 >= book::LABEL_COLUMNS_MIN;
        let field = self.mapping.columns().get(at).and_then(|column| column.field);
        let is_words = text.chars().any(char::is_alphabetic);
        row.spans.iter().any(is_merged) || is_words && matches!(field, None | Some(Field::Number))
    }

    pub(super) fn note_days(&mut self) {
        if let (Some(column), true) = (self.mapping.find(Field::Birth), self.days.are_swapped()) {
            self.notes.push(Note::DaysMaybeSwapped { column });
            self.days = Days::default();
        }
    }
}

impl Days {
    fn count(&mut self, column: Option<usize>, row: &Row) {
        let Some(column) = column else { return };
        let text = row.cells.get(column);
        let first: Option<u32> = text.split(['/', '-', '.']).next().and_then(|first| first.trim().parse().ok());
        let is_late = first.is_some_and(|first| (13..=31).contains(&first));
        match row.kind(column) {
            Kind::Day => {
                self.cells += 1;
                self.late_cells += u64::from(is_late);
            }
            _ => self.late_texts += u64::from(is_late),
        }
    }

    /// An American Excel makes days of 05/12 and leaves 15/05 as text: then no day cell lies beyond the twelfth, and
    /// many texts do.
    fn are_swapped(&self) -> bool {
        self.cells >= 5 && self.late_cells == 0 && self.late_texts >= 5
    }
}
