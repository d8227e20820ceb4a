//! CSV as RFC 4180 has it, in UTF-8 with commas, and no cell that a spreadsheet would run.

use std::io::{self, Write};

use super::Out;

/// CSV being written.
pub(super) struct CsvOut<W: Write> {
    out: W,
}

impl<W: Write> CsvOut<W> {
    pub(super) fn begin(mut out: W, heading: &[&str], with_mark: bool) -> io::Result<Self> {
        if with_mark {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let mut begun = Self { out };
        begun.cells(heading.iter().map(|&text| Out::Text(text)))?;
        Ok(begun)
    }

    pub(super) fn row(&mut self, cells: &[Out<'_>]) -> io::Result<()> {
        self.cells(cells.iter().copied())
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn cells<'a>(&mut self, cells: impl ExactSizeIterator<Item = Out<'a>>) -> io::Result<()> {
        let is_alone = cells.len() == 1;
        for (at, cell) in cells.enumerate() {
            if at > 0 {
                self.out.write_all(b",")?;
            }
            match cell {
                // An empty line would be no row at all.
                Out::Text("") if is_alone => self.out.write_all(b"\"\"")?,
                Out::Text(text) => self.text(text)?,
                Out::Number(number) => write!(self.out, "{number}")?,
            }
        }
        self.out.write_all(b"\n")
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        let is_quoted = memchr::memchr3(b'"', b',', b'\n', text.as_bytes()).is_some() || text.contains('\r');
        // A spreadsheet runs what begins like a formula; the mark in front makes it text.
        let mark = if is_dangerous(text) { "'" } else { "" };
        if !is_quoted {
            self.out.write_all(mark.as_bytes())?;
            return self.out.write_all(text.as_bytes());
        }
        write!(self.out, "\"{mark}{}\"", text.replace('"', "\"\""))
    }
}

/// True for a text that a spreadsheet would take for a formula.
pub(super) fn is_dangerous(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}
