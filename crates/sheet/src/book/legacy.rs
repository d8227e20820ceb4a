//! A look into an old .xls before calamine reads it. It makes room for as many cells as the file says it has, so what
//! the file says is checked here.

use std::io::{Read, Seek};

use crate::{Limits, Unreadable};

const ROWS_MAX: u32 = 65_536;
const COLUMNS_MAX: u32 = 256;
const SHEETS_MAX: usize = 255;
/// Cells of all sheets, the empty ones in between too: each becomes a rectangle in memory.
const AREA_MAX: u64 = 20_000_000;
const NAMES: [&str; 2] = ["Workbook", "Book"];

const BOUND_SHEET: u16 = 0x0085;
const FILE_PASS: u16 = 0x002f;
const DIMENSIONS: u16 = 0x0200;
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000a;
const MANY_NUMBERS: u16 = 0x00bd;
/// Records that put one cell: number, texts, truth, formula.
const CELLS: [u16; 8] = [0x0203, 0x0204, 0x00d6, 0x0205, 0x0207, 0x027e, 0x00fd, 0x0006];

/// Says why the file is not read, if it is not.
pub(super) fn check(input: &mut (impl Read + Seek), limits: &Limits) -> Result<(), Unreadable> {
    let mut container = cfb::CompoundFile::open(input).map_err(|error| Unreadable::Damaged(error.to_string()))?;
    if container.exists("EncryptedPackage") {
        return Err(Unreadable::Password);
    }
    if container.exists("WordDocument") {
        return Err(Unreadable::NotATable("a Word document"));
    }
    let Some(name) = NAMES.into_iter().find(|name| container.is_stream(name)) else {
        return Err(Unreadable::NotATable("some other document"));
    };
    let mut stream = Vec::new();
    let part = container.open_stream(name).map_err(damaged)?;
    part.take(limits.workbook_bytes_max).read_to_end(&mut stream).map_err(damaged)?;
    workbook(&stream)
}

fn damaged(error: impl std::fmt::Display) -> Unreadable {
    Unreadable::Damaged(error.to_string())
}

fn workbook(stream: &[u8]) -> Result<(), Unreadable> {
    let mut sheets = Vec::new();
    for (kind, data) in records(stream) {
        match kind {
            FILE_PASS => return Err(Unreadable::Password),
            BOUND_SHEET => sheets.push(number4(data, 0) as usize),
            END => break,
            _ => {}
        }
    }
    if sheets.len() > SHEETS_MAX {
        return Err(damaged("it has too many sheets"));
    }
    let (mut area, mut looked) = (0u64, 0usize);
    for start in sheets {
        let rest = stream.get(start..).ok_or_else(|| damaged("a sheet lies beyond its end"))?;
        let (sheet, bytes) = sheet_area(rest)?;
        area += sheet;
        looked += bytes;
        if area > AREA_MAX {
            return Err(Unreadable::TooManyCells(AREA_MAX));
        }
        // Sheets that lie on top of each other are no accident.
        if looked > stream.len().saturating_mul(2) {
            return Err(damaged("its sheets overlap"));
        }
    }
    Ok(())
}

/// The rectangle that a sheet's cells span, and how many bytes were looked at.
fn sheet_area(stream: &[u8]) -> Result<(u64, usize), Unreadable> {
    let (mut low, mut high) = ((u32::MAX, u32::MAX), (0, 0));
    let (mut depth, mut looked) = (0, 0);
    for (kind, data) in records(stream) {
        looked += 4 + data.len();
        let columns = match kind {
            BEGIN => {
                depth += 1;
                continue;
            }
            END if depth <= 1 => break,
            END => {
                depth -= 1;
                continue;
            }
            DIMENSIONS => {
                dimensions(data)?;
                continue;
            }
            MANY_NUMBERS => (number2(data, 2), number2(data, data.len().saturating_sub(2))),
            kind if CELLS.contains(&kind) => (number2(data, 2), number2(data, 2)),
            _ => continue,
        };
        let row = number2(data, 0);
        low = (low.0.min(row), low.1.min(columns.0));
        high = (high.0.max(row), high.1.max(columns.1));
    }
    if low.0 > high.0 || low.1 > high.1 {
        return Ok((0, looked));
    }
    Ok((u64::from(high.0 - low.0 + 1) * u64::from(high.1 - low.1 + 1), looked))
}

/// The size a sheet says it has: rows in four bytes each in the newer form, two in the older.
fn dimensions(data: &[u8]) -> Result<(), Unreadable> {
    let (first, last, left, right) = match data.len() {
        14.. => (number4(data, 0), number4(data, 4), number2(data, 8), number2(data, 10)),
        _ => (number2(data, 0), number2(data, 2), number2(data, 4), number2(data, 6)),
    };
    let is_true = first <= last && left <= right && last <= ROWS_MAX && right <= COLUMNS_MAX;
    if is_true { Ok(()) } else { Err(damaged("it says it has more rows or columns than a sheet can have")) }
}

fn records(mut stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let [kind0, kind1, length0, length1, rest @ ..] = stream else { return None };
        let length = usize::from(u16::from_le_bytes([*length0, *length1]));
        let data = rest.get(..length)?;
        stream = &rest[length..];
        Some((u16::from_le_bytes([*kind0, *kind1]), data))
    })
}

fn number2(data: &[u8], at: usize) -> u32 {
    data.get(at..at + 2).map_or(0, |two| u32::from(u16::from_le_bytes([two[0], two[1]])))
}

fn number4(data: &[u8], at: usize) -> u32 {
    data.get(at..at + 4).map_or(0, |four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}
