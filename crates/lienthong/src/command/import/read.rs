//! Reads a file of rows from anybody: CSV in UTF-8, or a workbook. Everything that can grow has a bound, since a small
//! file may unpack to more than the machine holds.

use super::Rows;
use crate::exit::Failed;
use calamine::{Data, Reader, Sheets};
use files::ContentHash;
use std::{
    io::{self, Read},
    path::Path,
};

mod repeats;

/// A file on the disk.
const FILE_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// What a workbook may unpack to.
const UNPACKED_BYTES_MAX: u64 = 2 * 1024 * 1024 * 1024;
/// From this size on a workbook may not unpack to more than so many times its own size: tables do 10 to 30 times.
const SUSPECT_FROM_BYTES: u64 = 64 * 1024 * 1024;
const UNPACKED_TIMES_MAX: u64 = 150;
/// Cells of a sheet, the empty ones before a filled one too: a million people with thirty columns.
const CELLS_MAX: usize = 30_000_000;
const COLUMNS_MAX: usize = 512;

/// The rows of a file, and the hash of its content, by which it is known again.
pub(super) fn rows(file: &Path) -> Result<(Rows, ContentHash), Failed> {
    let broken = |what: String| Failed::Broken(format!("reading {}: {what}", file.display()));
    let size = std::fs::metadata(file).map_err(|error| broken(error.to_string()))?.len();
    if size > FILE_BYTES_MAX {
        return Err(broken(format!("it is larger than {} MB", FILE_BYTES_MAX / 1024 / 1024)));
    }
    let bytes = std::fs::read(file).map_err(|error| broken(error.to_string()))?;
    let hash = ContentHash::of(&bytes);
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    let rows = match ending.as_str() {
        "csv" | "txt" => csv(&bytes),
        "xlsx" | "xlsm" | "xls" | "xlsb" | "ods" => workbook(file, &bytes),
        _ => Err("it is none of .csv, .xlsx, .xls, .ods".to_owned()),
    };
    Ok((rows.map_err(broken)?, hash))
}

fn csv(bytes: &[u8]) -> Result<Rows, String> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err("it is UTF-16; save it as CSV UTF-8".to_owned());
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8; save it as CSV UTF-8".to_owned())?;
    // The reader counts a line of Windows only when the next one begins, and names every row one too low.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    if text.contains('\0') {
        return Err("it is no text but some other kind of file".to_owned());
    }
    // The line of headings has the most separators of those at the top.
    let top: Vec<&str> = text.lines().take(super::HEADER_ROWS_MAX).collect();
    let count = |sign: u8| top.iter().map(|line| line.bytes().filter(|byte| *byte == sign).count()).max();
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|sign| count(*sign)).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut left = CELLS_MAX;
    let mut rows = Rows::new();
    for (place, record) in reader.records().enumerate() {
        let record = record.map_err(|error| error.to_string())?;
        let line = record.position().map_or(place + 1, |position| position.line() as usize);
        left = left.checked_sub(record.len()).ok_or_else(too_many)?;
        rows.push((line, record.iter().map(str::to_owned).collect()));
    }
    Ok(rows)
}

fn workbook(file: &Path, bytes: &[u8]) -> Result<Rows, String> {
    if bytes.starts_with(b"PK") {
        bounded(bytes)?;
        repeats::bounded(bytes)?;
    }
    let no_workbook = |error: calamine::Error| format!("it is no workbook that can be read ({error})");
    let mut book = calamine::open_workbook_auto(file).map_err(no_workbook)?;
    let sheet = book.sheet_names().first().cloned().ok_or("it has no sheet")?;
    let said = |error: String| format!("its first sheet cannot be read ({error})");
    match &mut book {
        Sheets::Xlsx(book) => {
            let mut cells = book.worksheet_cells_reader(&sheet).map_err(|error| said(error.to_string()))?;
            return streamed(|| match cells.next_cell() {
                Ok(cell) => Ok(cell.map(|cell| (cell.get_position(), Data::from(cell.get_value().clone())))),
                Err(error) => Err(said(error.to_string())),
            });
        }
        Sheets::Xlsb(book) => {
            let mut cells = book.worksheet_cells_reader(&sheet).map_err(|error| said(error.to_string()))?;
            return streamed(|| match cells.next_cell() {
                Ok(cell) => Ok(cell.map(|cell| (cell.get_position(), Data::from(cell.get_value().clone())))),
                Err(error) => Err(said(error.to_string())),
            });
        }
        // The other two are read whole by their reader; what theirs may hold was bounded above, or is by the format.
        Sheets::Xls(_) | Sheets::Ods(_) => {}
    }
    let range = book.worksheet_range(&sheet).map_err(no_workbook)?;
    let (height, width) = range.get_size();
    let beyond = range.end().is_some_and(|(_, column)| column as usize >= COLUMNS_MAX);
    if beyond || width.saturating_mul(height) > CELLS_MAX {
        return Err(if beyond { format!("it has a cell beyond column {COLUMNS_MAX}") } else { too_many() });
    }
    let first = range.start().map_or(0, |(row, _)| row as usize);
    Ok(range.rows().enumerate().map(|(place, row)| (first + place + 1, row.iter().map(cell_text).collect())).collect())
}

/// Cell by cell: a sheet with one cell at each corner would fill the memory as a rectangle.
fn streamed(mut next: impl FnMut() -> Result<Option<((u32, u32), Data)>, String>) -> Result<Rows, String> {
    let mut rows = Rows::new();
    let mut left = CELLS_MAX;
    while let Some(((row, column), value)) = next()? {
        let (line, column) = (row as usize + 1, column as usize);
        let text = cell_text(&value);
        if text.is_empty() {
            continue;
        }
        if column >= COLUMNS_MAX {
            return Err(format!("row {line} has a cell beyond column {COLUMNS_MAX}"));
        }
        if rows.last().is_none_or(|(last, _)| *last != line) {
            rows.push((line, Vec::new()));
        }
        let Some((_, texts)) = rows.last_mut() else { continue };
        left = left.checked_sub((column + 1).saturating_sub(texts.len())).ok_or_else(too_many)?;
        if texts.len() <= column {
            texts.resize(column + 1, String::new());
        }
        texts[column] = text;
    }
    Ok(rows)
}

fn too_many() -> String {
    format!("it has more than {CELLS_MAX} cells")
}

/// Unpacks everything into nothing, and stops where a workbook of honest tables would not go.
fn bounded(bytes: &[u8]) -> Result<(), String> {
    let mut packed = zip::ZipArchive::new(io::Cursor::new(bytes)).map_err(|_| "it is no workbook".to_owned())?;
    let of_size = (bytes.len() as u64).saturating_mul(UNPACKED_TIMES_MAX).max(SUSPECT_FROM_BYTES);
    let mut left = of_size.min(UNPACKED_BYTES_MAX);
    for place in 0..packed.len() {
        let part = packed.by_index(place).map_err(|error| format!("it is a damaged workbook ({error})"))?;
        left = left
            .checked_sub(unpacked(part, left)?)
            .ok_or("it unpacks to more than any table would; it was not read")?;
    }
    Ok(())
}

/// How many bytes a part has, counted to one more than `most`.
fn unpacked(part: impl Read, most: u64) -> Result<u64, String> {
    io::copy(&mut part.take(most + 1), &mut io::sink()).map_err(|error| format!("it is a damaged workbook ({error})"))
}

/// A cell as a person would read it: whole numbers without a decimal point, dates as day/month/year.
fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        Data::DateTime(when) => {
            let (year, month, day, ..) = when.to_ymd_hms_milli();
            format!("{day:02}/{month:02}/{year:04}")
        }
        Data::Empty => String::new(),
        other => other.to_string(),
    }
}
