//! A file as a table: opened, its heading found, its columns told, and then row by row.

mod judge;

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;
use std::sync::mpsc::Receiver;

use vietnam::text;

use self::judge::Days;
use crate::book::{self, Book, Message};
use crate::columns::{Heading, MapFile, MapProblem, Mapping, find_heading, is_numbering};
use crate::csv::CsvRows;
use crate::encoding::Encoding;
use crate::{Limits, Note, Part, Row, Unreadable};

const ZIP: &[u8] = b"PK\x03\x04";
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// Visible sheets that are looked at when none was asked for.
const SHEETS_MAX: usize = 16;
/// What the caller knows better than the file.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The sheet to read, by its name; a hidden one too.
    pub sheet: Option<String>,
    /// The sign between cells of a CSV.
    pub delimiter: Option<u8>,
    /// The encoding of a CSV.
    pub encoding: Option<Encoding>,
    /// The lines of the heading, counted from 1; 0 for a table without one.
    pub heading: Option<Vec<u64>>,
    /// Bounds on what is read.
    pub limits: Limits,
}

impl Options {
    /// Takes what a map file says about reading; its columns are applied to the mapping.
    pub fn with_map(mut self, map: &MapFile) -> Self {
        self.sheet = map.sheet.clone().or(self.sheet);
        self.delimiter = map.delimiter.or(self.delimiter);
        self.encoding = map.encoding.or(self.encoding);
        self.heading = map.heading.clone().or(self.heading);
        self
    }
}

/// A table being read: an iterator of its rows beneath the heading, in the file's order, none left out.
pub struct Table {
    rows: Rows,
    above: Vec<Row>,
    ahead: VecDeque<Row>,
    heading: Heading,
    mapping: Mapping,
    notes: Vec<Note>,
    is_over: bool,
    /// Empty lines of a CSV that come out only when something follows.
    blank: Option<(u64, u64)>,
    /// The row that followed them.
    waiting: Option<Row>,
    limits: Limits,
    /// Data was seen: column numbers stand only right beneath a heading.
    is_begun: bool,
    days: Days,
}

enum Rows {
    Csv(Box<CsvRows>),
    Book { from: Receiver<Message>, batch: VecDeque<Row>, _book: Book },
}

impl Table {
    /// Opens a file. Its kind is told by what is in it, not by its name.
    pub fn open(path: &Path, options: &Options) -> Result<Self, Unreadable> {
        Self::read(File::open(path)?, options)
    }

    /// Reads a file that is in memory.
    pub fn from_bytes(bytes: Vec<u8>, options: &Options) -> Result<Self, Unreadable> {
        Self::read(io::Cursor::new(bytes), options)
    }

    /// Reads anything that can be read from any place.
    pub fn read(mut input: impl Read + Seek + Send + 'static, options: &Options) -> Result<Self, Unreadable> {
        let mut start = [0; 8];
        let read = read_some(&mut input, &mut start)?;
        let size = input.seek(io::SeekFrom::End(0))?;
        input.rewind()?;
        let is_zip = start[..read].starts_with(ZIP);
        if !is_zip && start[..read] != *OLE {
            let (rows, notes) = CsvRows::open(Box::new(input), options)?;
            return Self::begin(Rows::Csv(Box::new(rows)), notes, options);
        }
        if size > options.limits.workbook_bytes_max {
            return Err(Unreadable::TooLarge(options.limits.workbook_bytes_max));
        }
        let book = Book::open(Box::new(input), is_zip, options.limits)?;
        Self::of_book(book, options)
    }

    /// The sheet that was asked for, or of the visible ones that in which most columns are recognised.
    fn of_book(book: Book, options: &Options) -> Result<Self, Unreadable> {
        let names = || book.sheets.iter().map(|sheet| sheet.name.clone());
        let at = match &options.sheet {
            Some(wanted) => {
                let by = |key: fn(&str) -> String| names().position(|name| key(&name) == key(wanted));
                let no_such = || Unreadable::NoSuchSheet { wanted: wanted.clone(), have: names().collect() };
                by(text::norm).or_else(|| by(text::fold)).ok_or_else(no_such)?
            }
            None => best_sheet(&book, options)?,
        };
        let mut notes = vec![Note::SheetRead(book.sheets[at].name.clone())];
        for (_, sheet) in book.sheets.iter().enumerate().filter(|(other, _)| *other != at) {
            let name = sheet.name.clone();
            notes.push(if sheet.is_hidden { Note::SheetHidden(name) } else { Note::SheetSkipped(name) });
        }
        let from = book.read(at);
        Self::begin(Rows::Book { from, batch: VecDeque::new(), _book: book }, notes, options)
    }

    fn begin(rows: Rows, notes: Vec<Note>, options: &Options) -> Result<Self, Unreadable> {
        let mut table = Self {
            rows,
            above: Vec::new(),
            ahead: VecDeque::new(),
            heading: find_heading(&[]),
            mapping: Mapping::default(),
            notes,
            is_over: false,
            blank: None,
            waiting: None,
            limits: options.limits,
            is_begun: false,
            days: Days::default(),
        };
        let mut looked: Vec<Row> = Vec::new();
        let mut filled = 0;
        let mut row = Row::default();
        while filled < options.limits.looked_at_rows && table.next_raw(&mut row)? {
            filled += usize::from(!row.cells.is_blank());
            looked.push(row.clone());
        }
        if filled == 0 {
            return Err(if matches!(table.rows, Rows::Csv(_)) { Unreadable::Empty } else { Unreadable::NoSheet });
        }
        table.tell(looked, options.heading.as_deref());
        Ok(table)
    }

    /// Finds the heading among the rows looked at, and tells the columns.
    fn tell(&mut self, mut looked: Vec<Row>, lines: Option<&[u64]>) {
        self.heading = match lines {
            Some([0]) => find_heading(&[]),
            Some(lines) => Heading::at(&looked, lines),
            None => find_heading(&looked.iter().collect::<Vec<_>>()),
        };
        let beneath = self.heading.rows.last().map_or(0, |last| last + 1);
        let data: Vec<&Row> =
            looked[beneath..].iter().filter(|row| !row.cells.is_blank() && !is_numbering(row)).collect();
        self.mapping = Mapping::tell(&self.heading, &data);
        if self.heading.rows.is_empty() {
            self.notes.push(Note::NoHeading);
        }
        self.ahead = looked.split_off(beneath).into();
        self.above = looked;
        for (at, row) in self.above.iter_mut().enumerate() {
            row.part = match row.part {
                _ if self.heading.rows.contains(&at) => Part::Heading,
                Part::Data => Part::Title,
                part => part,
            };
        }
    }

    /// Which column is what.
    pub fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// Puts what a map file says over what was told.
    pub fn apply(&mut self, map: &MapFile) -> Result<(), MapProblem> {
        self.mapping.apply(map)
    }

    /// The mapping, to change it by hand.
    pub fn mapping_mut(&mut self) -> &mut Mapping {
        &mut self.mapping
    }

    /// What is worth knowing about the file; more may come while rows are read.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The rows above the data: the title block and the heading.
    pub fn above(&self) -> &[Row] {
        &self.above
    }

    /// The first rows beneath the heading, as samples; they come out of the iterator too.
    pub fn samples(&self) -> impl Iterator<Item = &Row> {
        self.ahead.iter()
    }

    /// The next row, read into the place of the last one; false at the end. Quicker than the iterator, which makes a
    /// new row each time.
    pub fn next_row(&mut self, row: &mut Row) -> Result<bool, Unreadable> {
        match self.ahead.pop_front() {
            Some(ahead) => *row = ahead,
            None if !self.next_raw(row)? => {
                self.note_days();
                return Ok(false);
            }
            None => {}
        }
        self.judge(row);
        Ok(true)
    }

    /// The next row as it comes from the file.
    fn next_raw(&mut self, row: &mut Row) -> Result<bool, Unreadable> {
        loop {
            if let Some(waiting) = &mut self.waiting {
                if let Some((first, last)) = self.blank {
                    self.blank = (first < last).then_some((first + 1, last));
                    *row = Row::blank(first);
                } else {
                    *row = std::mem::take(waiting);
                    self.waiting = None;
                }
                return Ok(true);
            }
            if self.is_over {
                return Ok(false);
            }
            match &mut self.rows {
                Rows::Csv(rows) => {
                    let is_row = rows.next(row);
                    self.is_over = !matches!(is_row, Ok(true));
                    if !is_row? {
                        continue;
                    }
                    if row.part == Part::Blank {
                        let first = self.blank.map_or(row.line, |(first, _)| first);
                        self.blank = Some((first, row.line));
                    } else if let Some((from, to)) = self.blank {
                        if to - from + 1 > self.limits.blank_rows_max {
                            self.notes.push(Note::Gap { from, to });
                            self.blank = None;
                        }
                        self.waiting = Some(std::mem::take(row));
                    } else {
                        return Ok(true);
                    }
                }
                Rows::Book { from, batch, .. } => {
                    if let Some(next) = batch.pop_front() {
                        *row = next;
                        return Ok(true);
                    }
                    let message = from.recv();
                    self.is_over = !matches!(message, Ok(Message::Rows(_) | Message::Note(_)));
                    match message {
                        Ok(Message::Rows(rows)) => batch.extend(rows),
                        Ok(Message::Note(note)) => self.notes.push(note),
                        Ok(Message::End) => {}
                        Ok(Message::Failed(problem)) => return Err(problem),
                        Err(_) => return Err(book::broke()),
                    }
                }
            }
        }
    }
}

impl Iterator for Table {
    type Item = Result<Row, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut row = Row::default();
        self.next_row(&mut row).map(|is_row| is_row.then_some(row)).transpose()
    }
}

fn read_some(input: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    let mut read = 0;
    while read < into.len() {
        match input.read(&mut into[read..]) {
            Ok(0) => break,
            Ok(some) => read += some,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(read)
}

/// Of the visible sheets the one in which most columns are recognised; the first among equals.
fn best_sheet(book: &Book, options: &Options) -> Result<usize, Unreadable> {
    let visible: Vec<usize> =
        (0..book.sheets.len()).filter(|&at| !book.sheets[at].is_hidden).take(SHEETS_MAX).collect();
    let mut best = None;
    for &at in &visible {
        if visible.len() == 1 {
            return Ok(at);
        }
        let rows = first_rows(book, at, options.limits.looked_at_rows);
        if rows.is_empty() {
            continue;
        }
        let rows: Vec<&Row> = rows.iter().collect();
        let heading = find_heading(&rows);
        let beneath = heading.rows.last().map_or(0, |last| last + 1);
        let mapping = Mapping::tell(&heading, &rows[beneath..]);
        let known = mapping.columns().iter().filter(|column| column.field.is_some()).count();
        let worth = known + if mapping.is_usable() { 1_000 } else { 0 };
        if best.is_none_or(|(most, _)| worth > most) {
            best = Some((worth, at));
        }
    }
    // A sheet that cannot be read must say so when it is the only one left.
    best.map(|(_, at)| at).or(visible.first().copied()).ok_or(Unreadable::NoSheet)
}

fn first_rows(book: &Book, at: usize, most: usize) -> Vec<Row> {
    let from = book.read(at);
    let mut rows = Vec::new();
    while let Ok(message) = from.recv() {
        match message {
            Message::Rows(some) => rows.extend(some),
            Message::Note(_) => {}
            Message::End | Message::Failed(_) => break,
        }
        if rows.len() >= most {
            break;
        }
    }
    rows.truncate(most);
    rows
}
