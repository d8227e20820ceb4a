//! Lines into cells, and which cell is which column.

use crate::config::Config;

use super::CsvProblem;

/// Splits lines into cells.
#[derive(Default)]
pub(super) struct Splitter {
    ends: Vec<u32>,
    unquoted: Vec<u8>,
    spans: Vec<(u32, u32)>,
}

impl Splitter {
    /// Calls for each line that is not empty with its key and the cells of the columns; without columns with all cells.
    pub(super) fn lines<'b>(
        &mut self,
        block: &'b [u8],
        columns: Option<&Columns>,
        mut each: impl FnMut(&[u8], &[&[u8]]),
    ) {
        let mut at = 0;
        let mut cells: Vec<&'b [u8]> = Vec::new();
        while at < block.len() {
            self.ends.clear();
            match plain_line(&block[at..], &mut self.ends) {
                Some(end) => {
                    let line = &block[at..at + end];
                    let length = if line.ends_with(b"\r") { line.len() - 1 } else { line.len() };
                    if length > 0 {
                        self.ends.push(length as u32);
                        let ends = &self.ends;
                        let cell = |nth: usize| -> &'b [u8] {
                            let from = if nth == 0 { 0 } else { ends[nth - 1] as usize + 1 };
                            &line[from..ends[nth] as usize]
                        };
                        cells.clear();
                        let key = pick(columns, ends.len(), cell, &mut cells);
                        each(key, &cells);
                    }
                    at += end + 1;
                }
                None => {
                    at += self.quoted_line(&block[at..]);
                    let (spans, unquoted) = (&self.spans, &self.unquoted);
                    let cell = |nth: usize| &unquoted[spans[nth].0 as usize..spans[nth].1 as usize];
                    let mut cells = Vec::new();
                    let key = pick(columns, spans.len(), cell, &mut cells);
                    each(key, &cells);
                }
            }
        }
    }

    /// A line with quotes: unquoted into a buffer of its own. Gives the bytes used.
    fn quoted_line(&mut self, bytes: &[u8]) -> usize {
        self.unquoted.clear();
        self.spans.clear();
        let (mut at, mut from, mut inside) = (0, 0, false);
        while at < bytes.len() {
            match bytes[at] {
                b'"' if inside && bytes.get(at + 1) == Some(&b'"') => {
                    self.unquoted.push(b'"');
                    at += 1;
                }
                b'"' => inside = !inside,
                b',' if !inside => {
                    self.spans.push((from, self.unquoted.len() as u32));
                    from = self.unquoted.len() as u32;
                }
                b'\n' if !inside => break,
                byte => self.unquoted.push(byte),
            }
            at += 1;
        }
        if self.unquoted.len() as u32 > from && self.unquoted.ends_with(b"\r") {
            self.unquoted.pop();
        }
        self.spans.push((from, self.unquoted.len() as u32));
        at + 1
    }
}

/// The cells of the columns, empty where a line is too short, and the key.
fn pick<'b>(
    columns: Option<&Columns>,
    count: usize,
    cell: impl Fn(usize) -> &'b [u8],
    out: &mut Vec<&'b [u8]>,
) -> &'b [u8] {
    let Some(columns) = columns else {
        out.extend((0..count).map(cell));
        return b"";
    };
    let get = |at: Option<usize>| at.filter(|&at| at < count).map_or(&b""[..], &cell);
    out.extend(columns.cells.iter().map(|&at| get(at)));
    get(columns.key)
}

/// Finds the end of a line without quotes and the commas before it, eight bytes at a time; none when there is a quote.
fn plain_line(bytes: &[u8], commas: &mut Vec<u32>) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    // The high bit of each byte that equals the sign; exact, unlike the shorter well-known form.
    let equals = |chunk: u64, sign: u8| {
        let x = chunk ^ (ONES * u64::from(sign));
        !(((x & LOW) + LOW) | x | LOW)
    };
    let mut base = 0;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let chunk = u64::from_le_bytes(chunk.try_into().expect("chunks are of eight"));
        let (newline, quote) = (equals(chunk, b'\n'), equals(chunk, b'"'));
        let mut comma = equals(chunk, b',');
        let stop = newline | quote;
        if stop != 0 {
            let first = stop.trailing_zeros();
            comma &= (1_u64 << first) - 1;
            while comma != 0 {
                commas.push(base + comma.trailing_zeros() / 8);
                comma &= comma - 1;
            }
            return ((newline >> first) & 1 == 1).then_some((base + first / 8) as usize);
        }
        while comma != 0 {
            commas.push(base + comma.trailing_zeros() / 8);
            comma &= comma - 1;
        }
        base += 8;
    }
    for &byte in chunks.remainder() {
        match byte {
            b',' => commas.push(base),
            b'\n' => return Some(base as usize),
            b'"' => return None,
            _ => {}
        }
        base += 1;
    }
    Some(bytes.len())
}

/// The length of the first line with its end.
pub(super) fn line_end(splitter: &mut Splitter, bytes: &[u8]) -> usize {
    let mut ends = Vec::new();
    match plain_line(bytes, &mut ends) {
        Some(end) => end + 1,
        None => splitter.quoted_line(bytes),
    }
}

/// Which cell of a line is which column.
pub(super) struct Columns {
    key: Option<usize>,
    cells: Vec<Option<usize>>,
}

impl Columns {
    /// Reads the names; a column of the configuration may be missing from a file unless none is there.
    pub(super) fn of(header: &[&[u8]], config: &Config, key: Option<&str>) -> Result<Self, CsvProblem> {
        let name = |cell: &[u8]| String::from_utf8_lossy(cell).trim().trim_start_matches('\u{feff}').to_lowercase();
        let names: Vec<String> = header.iter().map(|cell| name(cell)).collect();
        let find = |wanted: &str| names.iter().position(|name| *name == wanted.to_lowercase());
        let key = match key {
            Some(key) => Some(find(key).ok_or_else(|| CsvProblem::Column(key.to_owned()))?),
            None => None,
        };
        let cells: Vec<Option<usize>> = config.columns().map(find).collect();
        if cells.iter().all(Option::is_none) {
            return Err(CsvProblem::Column(config.columns().next().unwrap_or_default().to_owned()));
        }
        Ok(Self { key, cells })
    }
}
