//! What an OpenDocument table would fill when it is unfolded: a cell or row stands there once and says how often it is
//! meant, so that a few bytes may mean more cells than the machine holds. Looked at before the reader unfolds it.

use super::{CELLS_MAX, COLUMNS_MAX, too_many};
use std::io::{self, Read};

/// The part of the workbook that holds its tables. Other kinds of workbook have none.
const CONTENT: &str = "content.xml";
/// What that part may have; the whole was bounded before.
const CONTENT_BYTES_MAX: u64 = 1024 * 1024 * 1024;

/// Refuses a workbook whose tables would fill more than we take.
pub(super) fn bounded(bytes: &[u8]) -> Result<(), String> {
    let mut packed = zip::ZipArchive::new(io::Cursor::new(bytes)).map_err(|_| "it is no workbook".to_owned())?;
    let Ok(part) = packed.by_name(CONTENT) else { return Ok(()) };
    let mut text = Vec::new();
    part.take(CONTENT_BYTES_MAX)
        .read_to_end(&mut text)
        .map_err(|error| format!("it is a damaged workbook ({error})"))?;
    unfolded(&text)
}

/// How far the filled cells of one table reach.
#[derive(Default)]
struct Reach {
    /// Rows above the one that is read.
    rows: usize,
    /// How often the row that is read is meant.
    row_times: usize,
    /// Cells left of the one that is read.
    columns: usize,
    /// Up to the last filled cell.
    filled_rows: usize,
    filled_columns: usize,
}

impl Reach {
    fn check(&self) -> Result<(), String> {
        if self.filled_columns > COLUMNS_MAX {
            return Err(format!("row {} has a cell beyond column {COLUMNS_MAX}", self.rows + 1));
        }
        if self.filled_rows.saturating_mul(self.filled_columns) > CELLS_MAX { Err(too_many()) } else { Ok(()) }
    }
}

fn unfolded(text: &[u8]) -> Result<(), String> {
    let mut reach = Reach::default();
    let mut rest = text;
    while let Some(begin) = rest.iter().position(|byte| *byte == b'<') {
        rest = &rest[begin + 1..];
        // What is no tag may hold any sign, a lonely quote too.
        let closed = [(&b"!--"[..], &b"-->"[..]), (b"![CDATA[", b"]]>"), (b"?", b"?>")];
        if let Some((_, closing)) = closed.iter().find(|(opening, _)| rest.starts_with(opening)) {
            let Some(end) = find(rest, closing) else { break };
            rest = &rest[end + closing.len()..];
            continue;
        }
        let Some(end) = end_of(rest) else { break };
        let tag = &rest[..end];
        rest = &rest[end + 1..];
        let name = tag.split(|byte| byte.is_ascii_whitespace() || *byte == b'/').next().unwrap_or_default();
        match name {
            b"table:table" => reach = Reach::default(),
            b"table:table-row" => {
                reach.rows = reach.rows.saturating_add(reach.row_times);
                reach.row_times = times(tag, b"table:number-rows-repeated");
                reach.columns = 0;
            }
            b"table:table-cell" | b"table:covered-table-cell" => {
                reach.columns = reach.columns.saturating_add(times(tag, b"table:number-columns-repeated"));
                // Programs end each row with one empty cell that is meant a thousand times: it fills nothing.
                if !tag.ends_with(b"/") || find(tag, b"office:").is_some() {
                    reach.filled_columns = reach.filled_columns.max(reach.columns);
                    reach.filled_rows = reach.rows.saturating_add(reach.row_times.max(1));
                    reach.check()?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Where a tag ends: a sign in quotes ends nothing.
fn end_of(tag: &[u8]) -> Option<usize> {
    let mut quote = None;
    tag.iter().position(|byte| {
        match (quote, byte) {
            (None, b'>') => return true,
            (None, b'"' | b'\'') => quote = Some(*byte),
            (Some(open), _) if open == *byte => quote = None,
            _ => {}
        }
        false
    })
}

/// How often something is meant; once where it does not say. Whoever hides the number in a second place or behind signs
/// that stand for others means the most that is said.
fn times(tag: &[u8], attribute: &[u8]) -> usize {
    let mut most = None;
    let mut rest = tag;
    while let Some(at) = find(rest, attribute) {
        rest = &rest[at + attribute.len()..];
        let value = rest.iter().skip_while(|byte| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'"' | b'\''));
        let said = value.take_while(|byte| !matches!(byte, b'"' | b'\'')).fold(0_usize, |sum, byte| match byte {
            b'0'..=b'9' => sum.saturating_mul(10).saturating_add(usize::from(byte - b'0')),
            _ => usize::MAX,
        });
        most = most.max(Some(said));
    }
    most.unwrap_or(1)
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_bytes_that_mean_too_many_cells_are_refused_and_empty_ones_are_not() {
        let table =
            |inside: &str| format!("<office:body><table:table table:name=\"A\">{inside}</table:table></office:body>");
        let filled = "<table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell>";
        for (name, inside, fine) in [
            ("a usual row", format!("<table:table-row>{filled}<table:table-cell table:number-columns-repeated=\"16383\"/></table:table-row>"), true),
            ("empty rows at the end", format!("<table:table-row>{filled}</table:table-row><table:table-row table:number-rows-repeated=\"1048575\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>"), true),
            ("a cell far to the right", format!("<table:table-row><table:table-cell table:number-columns-repeated=\"600\"/>{filled}</table:table-row>"), false),
            ("a cell meant many times", "<table:table-row><table:table-cell table:number-columns-repeated=\"100000000\" office:value=\"1\"/></table:table-row>".to_owned(), false),
            ("a row meant many times", format!("<table:table-row table:number-rows-repeated=\"99999999999999999999\">{filled}</table:table-row>"), false),
            ("a cell far below", format!("<table:table-row table:number-rows-repeated=\"40000000\"><table:table-cell/></table:table-row><table:table-row>{filled}</table:table-row>"), false),
        ] {
            assert_eq!(unfolded(table(&inside).as_bytes()).is_ok(), fine, "{name}");
        }
        let two = format!(
            "{}{}",
            table(&format!("<table:table-row>{filled}</table:table-row>")),
            table(&format!("<table:table-row table:number-rows-repeated=\"40000000\">{filled}</table:table-row>"))
        );
        assert!(unfolded(two.as_bytes()).is_err(), "the second table too");
        for hidden in [
            "<table:table-cell a=\">\" table:number-columns-repeated = '100000' office:value=\"1\"/>",
            "<table:table-cell table:number-columns-repeated=\"&#57;99\" office:value=\"1\"/>",
            "<!-- ' --><table:table-cell table:number-columns-repeated=\"600\" office:value=\"1\"/>",
            "<![CDATA[ \" ]]><table:table-cell table:number-columns-repeated=\"600\" office:value=\"1\"/>",
        ] {
            let row = format!("<table:table-row>{hidden}</table:table-row>");
            assert!(unfolded(table(&row).as_bytes()).is_err(), "{hidden}");
        }
        assert!(unfolded(b"<table:table-cell").is_ok(), "a part that breaks off is the reader's to refuse");
    }
}
