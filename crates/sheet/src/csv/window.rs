//! A stretch of a file in memory that moves forward line by line, and bytes of UTF-16 made narrow.

use std::io::{self, Read};

/// How much is read at once.
const READ_BYTES: usize = 256 * 1024;

/// Where a line ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineEnd {
    /// The place of its end mark, or of the end of the file.
    pub(super) end: usize,
    /// Where the next line begins.
    pub(super) next: usize,
    /// The line is longer than the bound: `end` is the bound.
    pub(super) is_cut: bool,
    /// There is no line any more.
    pub(super) is_end: bool,
}

/// A stretch of a file. Places are counted from the beginning of the row that comes next.
pub(super) struct Window<R> {
    input: R,
    held: Vec<u8>,
    from: usize,
    is_all: bool,
    line: u64,
    row_bytes_max: usize,
}

impl<R: Read> Window<R> {
    pub(super) fn new(input: R, row_bytes_max: usize) -> Self {
        Self { input, held: Vec::new(), from: 0, is_all: false, line: 1, row_bytes_max }
    }

    /// What is in memory, from the row that comes next.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.held[self.from..]
    }

    /// The line that comes next, counted from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// The next bytes, at least so many unless the file ends.
    pub(super) fn peek(&mut self, bytes: usize) -> io::Result<&[u8]> {
        while self.bytes().len() < bytes && self.more()? {}
        Ok(self.bytes())
    }

    /// Passes over bytes that are no part of a line, such as the mark of the encoding.
    pub(super) fn skip(&mut self, bytes: usize) {
        self.from += bytes;
    }

    /// Passes over what was read.
    pub(super) fn consume(&mut self, to: usize, lines: u64) {
        self.from += to;
        self.line += lines;
    }

    /// Gives back the memory of what was passed over, once it is worth moving the rest.
    pub(super) fn compact(&mut self) {
        if self.from > READ_BYTES || self.from == self.held.len() {
            self.held.drain(..self.from);
            self.from = 0;
        }
    }

    /// Where the line that begins at a place ends. Lines end with \n, \r\n or \r.
    pub(super) fn line_end(&mut self, start: usize) -> io::Result<LineEnd> {
        let mut looked = start;
        loop {
            let found = memchr::memchr2(b'\n', b'\r', &self.bytes()[looked..]).map(|at| looked + at);
            if let Some(end) = found.filter(|&end| end <= self.row_bytes_max) {
                let is_return = self.bytes()[end] == b'\r';
                if is_return && end + 1 == self.bytes().len() {
                    self.more()?;
                }
                let next = if is_return && self.bytes().get(end + 1) == Some(&b'\n') { end + 2 } else { end + 1 };
                return Ok(LineEnd { end, next, is_cut: false, is_end: false });
            }
            looked = self.bytes().len();
            if looked > self.row_bytes_max {
                let end = self.row_bytes_max;
                return Ok(LineEnd { end, next: end, is_cut: true, is_end: false });
            }
            if !self.more()? {
                let is_end = start >= looked;
                return Ok(LineEnd { end: looked, next: looked, is_cut: false, is_end });
            }
        }
    }

    /// Passes over the rest of a line that is too long to hold.
    pub(super) fn skip_line(&mut self, from: usize) -> io::Result<()> {
        self.from += from;
        loop {
            if let Some(at) = memchr::memchr2(b'\n', b'\r', self.bytes()) {
                if at + 1 == self.bytes().len() {
                    self.more()?;
                }
                let pair = self.bytes()[at] == b'\r' && self.bytes().get(at + 1) == Some(&b'\n');
                self.consume(at + 1 + usize::from(pair), 1);
                return Ok(());
            }
            self.held.clear();
            self.from = 0;
            if !self.more()? {
                return Ok(());
            }
        }
    }

    fn more(&mut self) -> io::Result<bool> {
        if self.is_all {
            return Ok(false);
        }
        let held = self.held.len();
        self.held.resize(held + READ_BYTES, 0);
        let read = loop {
            match self.input.read(&mut self.held[held..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        self.held.truncate(held + *read.as_ref().unwrap_or(&0));
        self.is_all = matches!(read, Ok(0));
        Ok(read? > 0)
    }
}

impl Window<Box<dyn Read + Send>> {
    /// The file from its beginning: what was looked at comes again.
    pub(super) fn into_input(self) -> Box<dyn Read + Send> {
        Box::new(io::Cursor::new(self.held).chain(self.input))
    }
}

/// UTF-16 as UTF-8.
pub(super) struct Narrowed<R> {
    input: R,
    decoder: encoding_rs::Decoder,
    wide: Vec<u8>,
    narrow: Vec<u8>,
    given: usize,
    is_all: bool,
}

impl<R: Read> Narrowed<R> {
    pub(super) fn new(input: R, encoding: &'static encoding_rs::Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Self { input, decoder, wide: vec![0; READ_BYTES], narrow: Vec::new(), given: 0, is_all: false }
    }
}

impl<R: Read> Read for Narrowed<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.narrow.len() && !self.is_all {
            let read = self.input.read(&mut self.wide)?;
            self.is_all = read == 0;
            let most = self.decoder.max_utf8_buffer_length(read).unwrap_or(4 * READ_BYTES);
            self.narrow.resize(most, 0);
            let (_, _, written, _) = self.decoder.decode_to_utf8(&self.wide[..read], &mut self.narrow, self.is_all);
            self.narrow.truncate(written);
            self.given = 0;
        }
        let ready = &self.narrow[self.given..];
        let some = ready.len().min(out.len());
        out[..some].copy_from_slice(&ready[..some]);
        self.given += some;
        Ok(some)
    }
}
