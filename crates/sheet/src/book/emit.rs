//! Cells become rows: every line in order, empty ones between others too, merged values spread over their rows.

use std::sync::mpsc::SyncSender;

use super::Message;
use crate::row::Kind;
use crate::{Limits, Note, Part, Row, Trouble, Unreadable};

const BATCH_ROWS: usize = 256;
/// Merged regions looked at; an honest form has some hundred.
const MERGES_MAX: usize = 200_000;
/// Regions open over one row.
const OPEN_MERGES_MAX: usize = 1_000;
/// Merged over so many columns in one row, a text is a label over the table and not a value.
pub(crate) const LABEL_COLUMNS_MIN: u32 = 3;

/// Why reading ends before the end.
pub(super) enum Stop {
    NobodyListens,
    Failed(Unreadable),
}

/// A merged region: first and last place, row and column counted from 0.
type Region = ((u32, u32), (u32, u32));

/// A merged value that still reaches over rows to come.
struct Held {
    column: u32,
    columns_to: u32,
    last_row: u32,
    text: String,
    kind: Kind,
}

/// Takes cells in reading order and sends rows.
pub(super) struct Emitter {
    out: SyncSender<Message>,
    limits: Limits,
    batch: Vec<Row>,
    batch_bytes: usize,
    current: Option<Row>,
    /// The last line that was sent.
    sent: u64,
    cells_left: u64,
    /// The last first, so that the next to begin is popped.
    regions: Vec<Region>,
    held: Vec<Held>,
}

impl Emitter {
    pub(super) fn new(out: SyncSender<Message>, limits: Limits) -> Self {
        Self {
            out,
            limits,
            batch: Vec::new(),
            batch_bytes: 0,
            current: None,
            sent: 0,
            cells_left: limits.cells_max,
            regions: Vec::new(),
            held: Vec::new(),
        }
    }

    /// Tells the merged regions, before the cells.
    pub(super) fn merges(&mut self, regions: impl Iterator<Item = Region>) {
        let is_region = |&((top, left), (bottom, right)): &Region| top <= bottom && left <= right;
        self.regions = regions.take(MERGES_MAX).filter(is_region).collect();
        self.regions.sort_unstable_by(|a, b| b.cmp(a));
    }

    /// Tells a merged region that begins in the row of the last cell.
    pub(super) fn merge(&mut self, region: Region) {
        if self.regions.len() < MERGES_MAX {
            let at = self.regions.partition_point(|other| *other > region);
            self.regions.insert(at, region);
        }
    }

    /// One cell; empty ones are welcome, they say that there is a row.
    pub(super) fn cell(
        &mut self,
        (row, column): (u32, u32),
        text: &str,
        kind: Kind,
        trouble: Option<Trouble>,
    ) -> Result<(), Stop> {
        let line = u64::from(row) + 1;
        if self.current.as_ref().is_none_or(|current| current.line != line) {
            self.finish()?;
            let mut next = Row::default();
            next.clear(line);
            self.current = Some(next);
        }
        let Some(current) = self.current.as_mut() else { return Ok(()) };
        if text.is_empty() {
            return Ok(());
        }
        let column = column as usize;
        let is_full = current.cells.bytes() + text.len() > self.limits.row_bytes_max;
        if column >= self.limits.columns_max || is_full {
            if current.part != Part::Unreadable {
                current.part = Part::Unreadable;
                current.note(None, if is_full { Trouble::TooLong } else { Trouble::TooManyColumns });
            }
            return Ok(());
        }
        let wider = (column + 1).saturating_sub(current.cells.len()) as u64;
        self.cells_left =
            self.cells_left.checked_sub(wider).ok_or(Stop::Failed(Unreadable::TooManyCells(self.limits.cells_max)))?;
        put(current, column, text, kind);
        if let Some(trouble) = trouble {
            current.note(Some(column), trouble);
        }
        Ok(())
    }

    /// Sends what is left.
    pub(super) fn end(&mut self) -> Result<(), Stop> {
        self.finish()?;
        self.flush()?;
        self.send(Message::End)
    }

    pub(super) fn fail(&mut self, problem: Unreadable) {
        let _ = self.finish().and_then(|()| self.flush());
        let _ = self.send(Message::Failed(problem));
    }

    /// Sends the current row, with what merged cells lend it, and the empty rows before it.
    fn finish(&mut self) -> Result<(), Stop> {
        let Some(mut row) = self.current.take() else { return Ok(()) };
        self.spread(&mut row);
        if row.cells.is_blank() {
            // Sent when something follows: a sheet may be formatted down to its last row.
            return Ok(());
        }
        let gap = row.line.saturating_sub(self.sent + 1);
        if gap > self.limits.blank_rows_max {
            self.flush()?;
            self.send(Message::Note(Note::Gap { from: self.sent + 1, to: row.line - 1 }))?;
        } else {
            for line in self.sent + 1..row.line {
                self.push(Row::blank(line))?;
            }
        }
        self.sent = self.sent.max(row.line);
        self.push(row)
    }

    fn spread(&mut self, row: &mut Row) {
        let at = u32::try_from(row.line - 1).unwrap_or(u32::MAX);
        self.held.retain(|held| held.last_row >= at);
        for held in &self.held {
            let column = held.column as usize;
            if row.cells.get(column).is_empty() && column < self.limits.columns_max {
                put(row, column, &held.text, held.kind);
                row.note(Some(column), Trouble::Merged);
            }
            if held.columns_to > held.column {
                row.spans.push((held.column, held.columns_to));
            }
        }
        while let Some(&((top, left), (bottom, right))) = self.regions.last().filter(|((top, _), _)| *top <= at) {
            self.regions.pop();
            if top < at {
                continue;
            }
            if right > left {
                row.spans.push((left, right));
            }
            // A label over the whole width of the table is no value of the rows beneath it.
            let is_label = right - left + 1 >= LABEL_COLUMNS_MIN && bottom == top;
            let text = row.cells.get(left as usize);
            if bottom > top && !is_label && !text.is_empty() && self.held.len() < OPEN_MERGES_MAX {
                let (text, kind) = (text.to_owned(), row.kind(left as usize));
                self.held.push(Held { column: left, columns_to: right, last_row: bottom, text, kind });
            }
        }
        row.spans.sort_unstable();
    }

    fn push(&mut self, row: Row) -> Result<(), Stop> {
        self.batch_bytes += row.cells.bytes();
        self.batch.push(row);
        if self.batch.len() < BATCH_ROWS && self.batch_bytes < self.limits.row_bytes_max {
            return Ok(());
        }
        self.flush()
    }

    fn flush(&mut self) -> Result<(), Stop> {
        if self.batch.is_empty() {
            return Ok(());
        }
        let batch = std::mem::take(&mut self.batch);
        self.batch_bytes = 0;
        self.send(Message::Rows(batch))
    }

    fn send(&self, message: Message) -> Result<(), Stop> {
        self.out.send(message).map_err(|_| Stop::NobodyListens)
    }
}

fn put(row: &mut Row, column: usize, text: &str, kind: Kind) {
    row.cells.put(column, text);
    if row.kinds.len() <= column {
        row.kinds.resize(column + 1, Kind::Text);
    }
    row.kinds[column] = kind;
}
