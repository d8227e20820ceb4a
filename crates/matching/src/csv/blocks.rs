//! A stream in blocks of whole lines.

use std::io::{self, Read};

use super::{CsvProblem, LINE_BYTES_MAX};

/// One read from the file.
const BLOCK_BYTES: usize = 1 << 18;

/// Cuts a stream into blocks of whole lines.
pub(super) struct Blocks<R> {
    input: R,
    rest: Vec<u8>,
    next: usize,
    ended: bool,
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, rest: Vec::new(), next: 0, ended: false }
    }

    /// The next block and its number; none at the end.
    pub(super) fn next(&mut self, block: &mut Vec<u8>) -> Result<Option<usize>, CsvProblem> {
        block.clear();
        block.append(&mut self.rest);
        loop {
            if !self.ended {
                let start = block.len();
                block.resize(start + BLOCK_BYTES, 0);
                let mut filled = start;
                while filled < block.len() {
                    match self.input.read(&mut block[filled..]) {
                        Ok(0) => {
                            self.ended = true;
                            break;
                        }
                        Ok(read) => filled += read,
                        Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                        Err(error) => return Err(error.into()),
                    }
                }
                block.truncate(filled);
            }
            if block.is_empty() {
                return Ok(None);
            }
            let cut = if self.ended { Some(block.len()) } else { last_line_end(block) };
            if let Some(cut) = cut {
                self.rest.extend_from_slice(&block[cut..]);
                block.truncate(cut);
                self.next += 1;
                return Ok(Some(self.next - 1));
            }
            if block.len() > LINE_BYTES_MAX {
                return Err(CsvProblem::Line);
            }
        }
    }
}

/// Where the last whole line ends. A block begins outside of quotes, so an even number of them before a line end means
/// that it is one.
fn last_line_end(block: &[u8]) -> Option<usize> {
    let mut quotes = count_quotes(block);
    let mut end = block.len();
    while let Some(at) = block[..end].iter().rposition(|&byte| byte == b'\n') {
        quotes -= count_quotes(&block[at + 1..end]);
        if quotes.is_multiple_of(2) {
            return Some(at + 1);
        }
        end = at;
    }
    None
}

/// In short stretches, so that the compiler can count many bytes at once in single bytes.
fn count_quotes(bytes: &[u8]) -> usize {
    let few = |bytes: &[u8]| bytes.iter().map(|&byte| u8::from(byte == b'"')).sum::<u8>();
    bytes.chunks(192).map(|bytes| usize::from(few(bytes))).sum()
}
