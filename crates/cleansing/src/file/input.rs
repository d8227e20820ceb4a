//! Opening a file and making cells of its rows.

use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::civil::Date;
use sheet::{Cells, MapFile, Note, Options, Part, Person, Row, Table, Typing};

use super::places::Places;
use super::{Problem, Stage, Tell, Told};

/// Rows between two words of progress.
const ROWS_A_WORD: u64 = 4096;

/// A file being read.
pub(super) struct Input {
    pub(super) table: Table,
    read: Arc<AtomicU64>,
    /// How long a file is that is read as a stream.
    size: Option<u64>,
    rows: u64,
}

impl Input {
    /// Opens a file and puts a map file over the columns that were told.
    pub(super) fn open(path: &Path, map: Option<&MapFile>) -> Result<Self, Problem> {
        let unreadable = |source| Problem::Unreadable { path: path.to_owned(), source };
        let file = File::open(path).map_err(|error| unreadable(error.into()))?;
        let size = file.metadata().map(|data| data.len()).unwrap_or_default();
        let read = Arc::new(AtomicU64::new(0));
        let options = match map {
            Some(map) => Options::default().with_map(map),
            None => Options::default(),
        };
        let counted = Counted { file, read: Arc::clone(&read) };
        let mut table = Table::read(counted, &options).map_err(unreadable)?;
        if let Some(map) = map {
            table.apply(map)?;
        }
        let is_stream = table.notes().iter().any(|note| matches!(note, Note::Encoding(_)));
        Ok(Self { table, read, size: is_stream.then_some(size), rows: 0 })
    }

    /// The next row, telling now and then how far it is.
    pub(super) fn next(
        &mut self,
        row: &mut Row,
        path: &Path,
        stage: Stage,
        tell: &mut Tell<'_>,
    ) -> Result<bool, Problem> {
        let is_row =
            self.table.next_row(row).map_err(|source| Problem::Unreadable { path: path.to_owned(), source })?;
        self.rows += u64::from(is_row);
        if self.rows.is_multiple_of(ROWS_A_WORD) || !is_row {
            let done = self.read.load(Ordering::Relaxed).min(self.size.unwrap_or(u64::MAX));
            tell(Told::Progress { stage, rows: self.rows, done, total: self.size });
        }
        Ok(is_row)
    }
}

/// Counts what is read, for the bar.
struct Counted {
    file: File,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(into)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl Seek for Counted {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = self.file.seek(to)?;
        self.read.store(at, Ordering::Relaxed);
        Ok(at)
    }
}

/// True for a row that is about somebody.
pub(super) fn is_record(row: &Row) -> bool {
    matches!(row.part, Part::Data | Part::Unreadable)
}

/// Makes of rows the cells that are compared.
pub(super) struct Reader {
    pub(super) typing: Typing,
    places: Places,
    scratch: Cells,
}

/// A row as the engine sees it.
pub(super) struct Read1 {
    /// The cells in the order of [`sheet::MATCH_COLUMNS`].
    pub(super) cells: Vec<String>,
    pub(super) person: Person,
    pub(super) problems: Vec<sheet::Problem>,
}

/// The place of the commune among the cells.
const COMMUNE: usize = 4;

impl Reader {
    pub(super) fn new(table: &Table, today: Date, home: Option<String>) -> Self {
        Self { typing: Typing::new(table.mapping(), today), places: Places::new(home), scratch: Cells::default() }
    }

    pub(super) fn read(&mut self, row: &Row) -> Read1 {
        let (person, problems) = self.typing.read(row);
        self.typing.match_cells(row, &person, &mut self.scratch);
        let mut cells: Vec<String> = self.scratch.iter().map(str::to_owned).collect();
        if !cells[COMMUNE].is_empty() || !self.typing.residence(row).is_empty() {
            cells[COMMUNE] = self.places.code(&cells[COMMUNE], &self.typing, row);
        }
        Read1 { cells, person, problems }
    }
}

impl Read1 {
    /// The personal number as a number; 0 without one.
    pub(super) fn number(&self) -> u64 {
        self.person.personal_id.as_ref().and_then(|id| id.as_str().parse().ok()).unwrap_or(0)
    }

    /// Whether anybody can be looked for with it.
    pub(super) fn can_be_sought(&self) -> bool {
        let has = |at: usize| !self.cells[at].trim().is_empty();
        has(2) || has(3) || has(0) && has(1)
    }

    /// The same for rows that say the same of a person, however it is written.
    pub(super) fn content_hash(&self) -> u64 {
        hash(self.cells.iter().map(|cell| vietnam::text::fold(cell)))
    }

    /// The same for rows with one name and birth.
    pub(super) fn who_hash(&self) -> u64 {
        hash(self.cells[..2].iter().map(|cell| vietnam::text::fold(cell)))
    }
}

/// The same on every run: keys of the hasher are fixed.
pub(super) fn hash<T: Hash>(parts: impl IntoIterator<Item = T>) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.into_iter().for_each(|part| part.hash(&mut hasher));
    hasher.finish()
}
