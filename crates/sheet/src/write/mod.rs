//! Result sheets: .xlsx for people, .csv for programs. Nothing stands under the final name before all of it is there.

mod csv;
mod xlsx;

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// A cell to be written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Out<'a> {
    /// Text; never a formula, whatever it begins with.
    Text(&'a str),
    /// A number, with a decimal point in CSV.
    Number(f64),
}

impl<'a> From<&'a str> for Out<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

/// The colour of a row, by its band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Tone {
    /// No colour.
    #[default]
    Plain,
    /// Green: found for certain.
    Good,
    /// Yellow: somebody has to look.
    Doubt,
    /// Red: not found, or wrong.
    Bad,
    /// Grey: not a record.
    Quiet,
}

impl Tone {
    const ALL: [Self; 5] = [Self::Plain, Self::Good, Self::Doubt, Self::Bad, Self::Quiet];
}

/// The first sheet of a result: what came of the whole file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Summary {
    /// Above the lines.
    pub title: String,
    /// What was counted, and how often.
    pub lines: Vec<(String, f64)>,
}

/// How a result is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteOptions {
    /// The name of the sheet with the rows; further ones get a number.
    pub sheet: String,
    /// The name of the sheet with the summary.
    pub summary_sheet: String,
    /// Rows of a sheet with its heading; Excel has no more.
    pub sheet_rows_max: u32,
    /// CSV begins with the mark of UTF-8, without which Excel guesses wrongly, and which other programs take for a part
    /// of the first heading.
    pub with_mark: bool,
}

impl Default for WriteOptions {
    fn default() -> Self {
        Self {
            sheet: "Kết quả".to_owned(),
            summary_sheet: "Tổng hợp".to_owned(),
            sheet_rows_max: 1_048_576,
            with_mark: false,
        }
    }
}

/// Why a result could not be written. Nothing is left under its name then.
#[derive(Debug, thiserror::Error)]
pub enum Unwritten {
    /// The disk is full, or the folder takes no files.
    #[error("the result could not be written; nothing was left behind")]
    Disk(#[from] io::Error),
    /// The name ends in something else.
    #[error("a result is written as .xlsx or .csv, and the name ends in neither")]
    Ending,
    /// The maker of workbooks gave up.
    #[error("the workbook could not be made: {0}")]
    Workbook(String),
}

impl From<rust_xlsxwriter::XlsxError> for Unwritten {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        match error {
            rust_xlsxwriter::XlsxError::IoError(error) => Self::Disk(error),
            other => Self::Workbook(other.to_string()),
        }
    }
}

/// A result being written: heading first, rows in their order, and `finish` or there is none.
///
/// ```
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("ket-qua.csv");
/// let mut results = sheet::Results::create(&path, &["Họ và tên", "xac_suat"], &Default::default())?;
/// results.row(&["=1+1".into(), sheet::Out::Number(0.5)], sheet::Tone::Good)?;
/// assert!(!path.exists());
/// results.finish(&sheet::Summary::default())?;
/// assert_eq!(std::fs::read_to_string(&path)?, "Họ và tên,xac_suat\n'=1+1,0.5\n");
/// # Ok::<(), sheet::Unwritten>(())
/// ```
pub struct Results {
    path: PathBuf,
    part: NamedTempFile,
    form: Form,
}

enum Form {
    Csv(csv::CsvOut<io::BufWriter<std::fs::File>>),
    Xlsx(Box<xlsx::XlsxOut>),
}

impl Results {
    /// Begins a result. The ending of the name says what is written.
    pub fn create(path: &Path, heading: &[&str], options: &WriteOptions) -> Result<Self, Unwritten> {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
        if !matches!(ending.as_str(), "csv" | "xlsx") {
            return Err(Unwritten::Ending);
        }
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        // In the same folder, so that giving it its name cannot fail for want of room.
        let part = tempfile::Builder::new().prefix(".").suffix(".part").tempfile_in(folder)?;
        let form = if ending == "csv" {
            let out = io::BufWriter::with_capacity(1 << 18, part.as_file().try_clone()?);
            Form::Csv(csv::CsvOut::begin(out, heading, options.with_mark)?)
        } else {
            Form::Xlsx(Box::new(guarded(|| xlsx::XlsxOut::begin(folder, heading, options))?))
        };
        Ok(Self { path: path.to_owned(), part, form })
    }

    /// Writes a row.
    pub fn row(&mut self, cells: &[Out<'_>], tone: Tone) -> Result<(), Unwritten> {
        match &mut self.form {
            Form::Csv(out) => Ok(out.row(cells)?),
            Form::Xlsx(out) => guarded(|| out.row(cells, tone)),
        }
    }

    /// Writes what is left, makes it durable, and gives it its name.
    pub fn finish(self, summary: &Summary) -> Result<(), Unwritten> {
        match self.form {
            Form::Csv(out) => out.finish()?,
            Form::Xlsx(out) => guarded(|| out.finish(self.part.as_file(), summary))?,
        }
        self.part.as_file().sync_all()?;
        self.part.persist(&self.path).map_err(|error| error.error)?;
        Ok(())
    }
}

/// The maker of workbooks panics when the disk fills under one of its parts. The workbook is given up then.
fn guarded<T>(work: impl FnOnce() -> Result<T, Unwritten>) -> Result<T, Unwritten> {
    let full = || io::Error::other("a part of the workbook could not be written");
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(Unwritten::Disk(full())))
}

#[cfg(test)]
mod tests;
