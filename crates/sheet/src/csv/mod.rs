//! Rows of a CSV file as a stream: memory is bounded by one row, whatever the file's size.
//!
//! Cutting rows is ours and not the csv crate's, for three reasons: a quotation mark that is never closed must not
//! swallow the rest of the file, each row may be in another encoding, and every row must name its own line.

mod sniff;
mod window;

use std::io::{self, Read};

use self::window::Window;
use crate::encoding::{self, Encoding};
use crate::{Limits, Note, Options, Part, Row, Trouble, Unreadable};

/// So many lines may a quoted cell span; beyond that its mark was a stray one.
const QUOTED_LINES_MAX: u64 = 100;

/// A CSV file being read.
pub(crate) struct CsvRows {
    window: Window<Box<dyn Read + Send>>,
    delimiter: u8,
    encoding: Encoding,
    limits: Limits,
    /// The bytes of a row's cells without their quotation marks, and where each ends.
    scratch: Vec<u8>,
    ends: Vec<usize>,
}

impl CsvRows {
    /// Looks at the beginning of the file, and is ready for its rows.
    pub(crate) fn open(input: Box<dyn Read + Send>, options: &Options) -> Result<(Self, Vec<Note>), Unreadable> {
        let limits = options.limits;
        let mut window = Window::new(input, limits.row_bytes_max);
        let sample = window.peek(sniff::SAMPLE_BYTES)?;
        if sample.is_empty() {
            return Err(Unreadable::Empty);
        }
        let encoding = options.encoding.unwrap_or_else(|| encoding::of_file(sample));
        let wide = match encoding {
            Encoding::Utf16Le => Some(encoding_rs::UTF_16LE),
            Encoding::Utf16Be => Some(encoding_rs::UTF_16BE),
            _ => None,
        };
        if let Some(wide) = wide {
            let input: Box<dyn Read + Send> = Box::new(window::Narrowed::new(window.into_input(), wide));
            window = Window::new(input, limits.row_bytes_max);
        }
        if window.peek(3)?.starts_with("\u{feff}".as_bytes()) {
            window.skip(3);
        }
        let sample = window.peek(sniff::SAMPLE_BYTES)?;
        if sample.iter().all(u8::is_ascii_whitespace) {
            return Err(Unreadable::Empty);
        }
        if let Some(what) = sniff::other_kind(sample) {
            return Err(Unreadable::NotATable(what));
        }
        let told = sniff::told_delimiter(sample);
        let delimiter = options.delimiter.or(told).unwrap_or_else(|| sniff::delimiter(sample));
        if told.is_some() {
            let line = window.line_end(0)?;
            window.consume(line.next, 1);
        }
        let notes = vec![Note::Encoding(encoding), Note::Delimiter(char::from(delimiter))];
        Ok((Self { window, delimiter, encoding, limits, scratch: Vec::new(), ends: Vec::new() }, notes))
    }

    /// The next row, read into the place of the last one; false at the end.
    pub(crate) fn next(&mut self, row: &mut Row) -> io::Result<bool> {
        self.window.compact();
        row.clear(self.window.line());
        let line = self.window.line_end(0)?;
        if line.is_end {
            return Ok(false);
        }
        if line.is_cut {
            row.note(None, Trouble::TooLong);
            row.part = Part::Unreadable;
            self.unquoted(line.end);
            self.fill(row, line.end);
            self.window.skip_line(line.next)?;
            return Ok(true);
        }
        let (end, next, lines) = if memchr::memchr(b'"', &self.window.bytes()[..line.end]).is_none() {
            self.plain(row, line.end);
            (line.end, line.next, 1)
        } else if let Some(quoted) = self.quoted(line)? {
            self.fill(row, quoted.0);
            quoted
        } else {
            row.note(None, Trouble::StrayQuote);
            self.unquoted(line.end);
            self.fill(row, line.end);
            (line.end, line.next, 1)
        };
        if memchr::memchr(0, &self.window.bytes()[..end]).is_some() {
            row.note(None, Trouble::Nul);
        }
        self.window.consume(next, lines);
        if row.part == Part::Data && row.cells.is_blank() {
            row.part = Part::Blank;
        }
        Ok(true)
    }

    /// A line without quotation marks, which most are: in UTF-8 its cells are copied once.
    fn plain(&mut self, row: &mut Row, end: usize) {
        let bytes = &self.window.bytes()[..end];
        let Ok(text) = std::str::from_utf8(bytes) else {
            self.unquoted(end);
            self.fill(row, end);
            return;
        };
        if !text.is_ascii() {
            other_encoding(row, self.encoding, Encoding::Utf8);
        }
        let mut start = 0;
        for at in memchr::memchr_iter(self.delimiter, bytes).chain([end]) {
            if row.cells.len() == self.limits.columns_max {
                too_many_columns(row);
                break;
            }
            row.cells.push(&text[start..at]);
            start = at + 1;
        }
    }

    /// Cuts a line at every delimiter, whatever its quotation marks say.
    fn unquoted(&mut self, end: usize) {
        self.scratch.clear();
        self.ends.clear();
        for cell in self.window.bytes()[..end].split(|&byte| byte == self.delimiter) {
            self.scratch.extend_from_slice(cell);
            self.ends.push(self.scratch.len());
            if self.ends.len() > self.limits.columns_max {
                break;
            }
        }
    }

    /// Cuts a row with quoted cells, which may go over several lines. Gives where it ends, where the next begins and
    /// how many lines it has; none when a mark is never closed.
    fn quoted(&mut self, mut line: window::LineEnd) -> io::Result<Option<(usize, usize, u64)>> {
        self.scratch.clear();
        self.ends.clear();
        let (mut at, mut lines, mut inside, mut begun) = (0, 1, false, false);
        loop {
            let bytes = &self.window.bytes()[..line.end];
            while let Some(&byte) = bytes.get(at) {
                at += 1;
                match byte {
                    b'"' if inside && bytes.get(at) == Some(&b'"') => {
                        self.scratch.push(b'"');
                        at += 1;
                    }
                    // A mark closes only where the cell ends; people write "Xóm "Đông"" without doubling.
                    b'"' if inside => match closes(&bytes[at..], self.delimiter) {
                        Some(spaces) => {
                            inside = false;
                            at += spaces;
                        }
                        None => self.scratch.push(b'"'),
                    },
                    b'"' if !begun => inside = true,
                    byte if byte == self.delimiter && !inside => {
                        self.ends.push(self.scratch.len());
                        begun = false;
                        continue;
                    }
                    byte => self.scratch.push(byte),
                }
                begun = true;
            }
            if !inside {
                self.ends.push(self.scratch.len());
                return Ok(Some((line.end, line.next, lines)));
            }
            let next = self.window.line_end(line.next)?;
            if next.is_end || next.is_cut || lines == QUOTED_LINES_MAX {
                return Ok(None);
            }
            self.scratch.push(b'\n');
            at = line.next;
            line = next;
            lines += 1;
        }
    }

    /// Puts the cells that were cut into the row, in the encoding that makes sense of them.
    fn fill(&mut self, row: &mut Row, end: usize) {
        let encoding = match self.scratch.is_ascii() {
            true => Encoding::Utf8,
            false => {
                let encoding = encoding::of_row(&self.window.bytes()[..end], self.encoding);
                other_encoding(row, self.encoding, encoding);
                encoding
            }
        };
        let mut start = 0;
        for (at, &end) in self.ends.iter().enumerate() {
            if at == self.limits.columns_max {
                too_many_columns(row);
                break;
            }
            let (text, lossy) = encoding.decode(&self.scratch[start..end]);
            if lossy {
                row.note(Some(at), Trouble::NotText);
            }
            row.cells.push(&text);
            start = end;
        }
    }
}

/// How many spaces follow a closing mark, when the cell ends behind them.
fn closes(rest: &[u8], delimiter: u8) -> Option<usize> {
    let spaces = rest.iter().take_while(|&&byte| byte != delimiter && matches!(byte, b' ' | b'\t')).count();
    rest.get(spaces).is_none_or(|&byte| byte == delimiter).then_some(spaces)
}

fn other_encoding(row: &mut Row, of_file: Encoding, of_row: Encoding) {
    let is_wide = matches!(of_file, Encoding::Utf16Le | Encoding::Utf16Be);
    if of_row != of_file && !is_wide {
        row.note(None, Trouble::OtherEncoding);
    }
}

fn too_many_columns(row: &mut Row) {
    row.note(None, Trouble::TooManyColumns);
    row.part = Part::Unreadable;
}

#[cfg(test)]
mod tests;
