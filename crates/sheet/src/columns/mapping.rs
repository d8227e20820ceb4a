//! Which column is what, as a value that can be shown and changed.

use std::fmt;

use super::heading::Heading;
use super::lexicon::Strength;
use super::{Field, MapFile, MapProblem, content, letters};
use crate::row::Row;

/// How a column was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Its heading is a known name.
    Name,
    /// A known name stands in its heading.
    PartOfName,
    /// By what it holds; the share of cells, in a hundred.
    Content(u8),
    /// A map file says so.
    MapFile,
    /// Not told: it is kept, and not used.
    Unknown,
}

/// A column of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading, verbatim but for spaces; of two rows joined by " / ".
    pub heading: String,
    /// What it holds.
    pub field: Option<Field>,
    /// How that was told.
    pub how: How,
}

/// All columns of a file in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    columns: Vec<Column>,
}

/// Fields that are told by content when no heading names them.
const BY_CONTENT: [Field; 7] =
    [Field::PersonalId, Field::OldId, Field::FullName, Field::Birth, Field::Sex, Field::Phone, Field::Ethnicity];

impl Mapping {
    /// From the heading and the first rows beneath it.
    pub(crate) fn tell(heading: &Heading, rows: &[&Row]) -> Self {
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or_default().max(heading.texts.len());
        let mut mapping = Self::default();
        for at in 0..width {
            let heading_text = heading.texts.get(at).cloned().unwrap_or_default();
            let (field, how) = match heading.fields.get(at).copied().flatten() {
                Some((field, Strength::Whole)) => (Some(field), How::Name),
                Some((field, Strength::Part)) => (Some(field), How::PartOfName),
                None => (None, How::Unknown),
            };
            mapping.columns.push(Column { heading: heading_text, field, how });
        }
        mapping.one_each();
        mapping.halved_name(rows);
        for at in 0..width.min(512) {
            // "ID" and "Mã số thuế" may hold the personal number itself.
            let may_be_number = matches!(mapping.columns[at].field, Some(Field::Number | Field::SectorKey));
            if mapping.columns[at].how != How::Unknown && !may_be_number {
                continue;
            }
            let Some((field, share)) = content::of_column(rows, at) else { continue };
            let may_be = if may_be_number { field == Field::PersonalId } else { BY_CONTENT.contains(&field) };
            if may_be && !mapping.knows(field) {
                let share = u8::try_from(share).unwrap_or(100);
                mapping.columns[at] = Column {
                    field: Some(field),
                    how: How::Content(share),
                    heading: mapping.columns[at].heading.clone(),
                };
            }
        }
        mapping
    }

    /// "Họ và tên" over two columns, of which the second has only given names: so do school lists.
    fn halved_name(&mut self, rows: &[&Row]) {
        let Some(at) = self.find(Field::FullName) else { return };
        let is_free = |column: &Column| column.field.is_none() && column.heading.is_empty();
        let beside = self.columns.get(at + 1).is_some_and(|beside| {
            // A merged heading is spread over both columns.
            is_free(beside) || beside.heading == self.columns[at].heading
        });
        if beside && content::is_given_names(rows, at + 1) {
            self.columns[at].field = Some(Field::SurnameMiddle);
            self.columns[at + 1].field = Some(Field::GivenName);
            self.columns[at + 1].how = How::PartOfName;
        }
    }

    /// Of two columns for one field the surer one stays, or else the first.
    fn one_each(&mut self) {
        for &field in Field::ALL {
            let of_field = |column: &&mut Column| column.field == Some(field);
            let mut best: Option<&mut Column> = None;
            for column in self.columns.iter_mut().filter(of_field) {
                let loser = match best.take() {
                    Some(kept) if kept.how == How::PartOfName && column.how == How::Name => {
                        best = Some(column);
                        Some(kept)
                    }
                    Some(kept) => {
                        best = Some(kept);
                        Some(column)
                    }
                    None => {
                        best = Some(column);
                        None
                    }
                };
                if let Some(loser) = loser {
                    loser.field = None;
                    loser.how = How::Unknown;
                }
            }
        }
    }

    /// True when the field, or what it can be put together from, has a column.
    fn knows(&self, field: Field) -> bool {
        use Field::*;
        let has = |wanted: Field| self.find(wanted).is_some();
        match field {
            FullName => [FullName, GivenName, SurnameMiddle].into_iter().any(has),
            Birth => [Birth, BirthYear, BirthOfMan, BirthOfWoman].into_iter().any(has),
            Sex => [Sex, SexMale, SexFemale, BirthOfMan, BirthOfWoman].into_iter().any(has),
            field => has(field),
        }
    }

    /// The columns in order.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The column of a field, counted from 0.
    pub fn find(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|column| column.field == Some(field))
    }

    /// Gives a column another field, or none; a column that had the field loses it.
    pub fn set(&mut self, column: usize, field: Option<Field>) {
        if let Some(before) = field.and_then(|field| self.find(field)) {
            self.columns[before].field = None;
            self.columns[before].how = How::Unknown;
        }
        if let Some(column) = self.columns.get_mut(column) {
            column.field = field;
            column.how = How::MapFile;
        }
    }

    /// What a map file says, over what was told.
    pub fn apply(&mut self, map: &MapFile) -> Result<(), MapProblem> {
        map.apply(self)
    }

    /// The fields that a person can be found by and that no column has: a file with none of them is of no use.
    pub fn missing(&self) -> Vec<Field> {
        let needed = [Field::PersonalId, Field::OldId, Field::FullName, Field::Birth];
        needed.into_iter().filter(|&field| !self.knows(field)).collect()
    }

    /// True when people can be looked for by it: a number, or a name with a date of birth.
    pub fn is_usable(&self) -> bool {
        let missing = self.missing();
        let has = |field: Field| !missing.contains(&field);
        has(Field::PersonalId) || has(Field::OldId) || has(Field::FullName) && has(Field::Birth)
    }
}

impl fmt::Display for Mapping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, column) in self.columns.iter().enumerate() {
            let heading: String = column.heading.chars().take(40).collect();
            let field = column.field.map_or("—", Field::label_vi);
            let how = match column.how {
                How::Name => "theo tên cột".to_owned(),
                How::PartOfName => "theo một phần tên cột".to_owned(),
                How::Content(share) => format!("theo nội dung, {share} %"),
                How::MapFile => "theo tệp ánh xạ".to_owned(),
                How::Unknown => "giữ nguyên, không dùng".to_owned(),
            };
            writeln!(f, "{:>4}  {heading:<40}  {field} ({how})", letters(at))?;
        }
        Ok(())
    }
}
