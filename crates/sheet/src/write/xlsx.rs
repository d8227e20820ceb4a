//! A workbook for people: a summary first, rows coloured by their band, filters on, further sheets when one is full.
//! Rows go to the disk as they come; in memory is only the summary.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use rust_xlsxwriter::{Color, Format, Workbook, Worksheet};

use super::{Out, Summary, Tone, Unwritten, WriteOptions};

/// Letters of a cell that Excel takes.
const CELL_CHARS_MAX: usize = 32_767;
/// What is put where a longer text was cut.
const CUT: &str = "… [cắt bớt]";
const COLUMN_WIDTH: f64 = 18.0;
/// Columns that Excel has.
const COLUMNS_MAX: usize = 16_384;

/// A workbook being written.
pub(super) struct XlsxOut {
    book: Workbook,
    heading: Vec<String>,
    options: WriteOptions,
    /// Sheets with rows; the summary stands before them.
    sheets: usize,
    /// The row that comes next.
    next: u32,
    widest: usize,
    /// By tone, plain and for texts that begin like a formula.
    formats: Vec<(Format, Format)>,
    bold: Format,
}

impl XlsxOut {
    pub(super) fn begin(folder: &Path, heading: &[&str], options: &WriteOptions) -> Result<Self, Unwritten> {
        let mut book = Workbook::new();
        // Beside the result: the folder for temporary files may be small, and may be read by others.
        book.set_tempdir(folder)?;
        book.add_worksheet().set_name(&options.summary_sheet)?;
        let formats = Tone::ALL.map(|tone| {
            let format = Format::new();
            let format = match tone {
                Tone::Plain => format,
                Tone::Good => format.set_background_color(Color::RGB(0x00E2_F0D9)),
                Tone::Doubt => format.set_background_color(Color::RGB(0x00FF_F2CC)),
                Tone::Bad => format.set_background_color(Color::RGB(0x00F8_CBAD)),
                Tone::Quiet => format.set_background_color(Color::RGB(0x00ED_EDED)),
            };
            (format.clone(), format.set_quote_prefix())
        });
        let bold = Format::new().set_bold().set_text_wrap().set_background_color(Color::RGB(0x00D9_E2F3));
        let mut begun = Self {
            book,
            heading: heading.iter().map(|&text| text.to_owned()).collect(),
            options: options.clone(),
            sheets: 0,
            next: 0,
            widest: heading.len(),
            formats: formats.into(),
            bold,
        };
        begun.add_sheet()?;
        Ok(begun)
    }

    /// A further sheet with the heading.
    fn add_sheet(&mut self) -> Result<(), Unwritten> {
        self.close_sheet()?;
        self.sheets += 1;
        let name = match self.sheets {
            1 => self.options.sheet.clone(),
            more => format!("{} {more}", self.options.sheet),
        };
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        sheet.set_freeze_panes(1, 0)?;
        for (at, text) in self.heading.iter().enumerate().take(COLUMNS_MAX) {
            let column = column(at);
            sheet.set_column_width(column, COLUMN_WIDTH)?;
            sheet.write_string_with_format(0, column, short(text), &self.bold)?;
        }
        self.next = 1;
        Ok(())
    }

    /// Filters over what was written.
    fn close_sheet(&mut self) -> Result<(), Unwritten> {
        let last = self.next.saturating_sub(1);
        let right = column(self.widest.clamp(1, COLUMNS_MAX) - 1);
        if self.sheets > 0 && !self.heading.is_empty() {
            self.sheet()?.autofilter(0, 0, last, right)?;
        }
        Ok(())
    }

    fn sheet(&mut self) -> Result<&mut Worksheet, Unwritten> {
        Ok(self.book.worksheet_from_index(self.sheets)?)
    }

    pub(super) fn row(&mut self, cells: &[Out<'_>], tone: Tone) -> Result<(), Unwritten> {
        if self.next >= self.options.sheet_rows_max {
            self.add_sheet()?;
        }
        let row = self.next;
        self.next += 1;
        self.widest = self.widest.max(cells.len());
        let (plain, quoted) = self.formats[tone as usize].clone();
        let sheet = self.sheet()?;
        for (at, cell) in cells.iter().enumerate().take(COLUMNS_MAX) {
            let column = column(at);
            match cell {
                Out::Text("") => sheet.write_blank(row, column, &plain)?,
                Out::Text(text) => {
                    let format = if super::csv::is_dangerous(text) { &quoted } else { &plain };
                    sheet.write_string_with_format(row, column, short(text), format)?
                }
                Out::Number(number) if number.is_finite() => {
                    sheet.write_number_with_format(row, column, *number, &plain)?
                }
                Out::Number(number) => sheet.write_string_with_format(row, column, number.to_string(), &plain)?,
            };
        }
        Ok(())
    }

    pub(super) fn finish(mut self, out: &File, summary: &Summary) -> Result<(), Unwritten> {
        self.close_sheet()?;
        let bold = self.bold.clone();
        let number = Format::new().set_num_format("#,##0.######");
        let first = self.book.worksheet_from_index(0)?;
        first.set_column_width(0, 48.0)?;
        first.set_column_width(1, COLUMN_WIDTH)?;
        first.write_string_with_format(0, 0, short(&summary.title), &bold)?;
        for (at, (label, value)) in summary.lines.iter().enumerate() {
            let row = u32::try_from(at + 2).unwrap_or(u32::MAX);
            first.write_string(row, 0, short(label))?;
            first.write_number_with_format(row, 1, *value, &number)?;
        }
        let mut out = BufWriter::with_capacity(1 << 18, out);
        self.book.save_to_writer(&mut out)?;
        Ok(out.flush()?)
    }
}

fn column(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

/// A text as long as a cell may be. Excel counts in the units of UTF-16.
fn short(text: &str) -> std::borrow::Cow<'_, str> {
    if text.len() <= CELL_CHARS_MAX || text.encode_utf16().count() <= CELL_CHARS_MAX {
        return text.into();
    }
    let mut units = CUT.encode_utf16().count();
    let kept = text.chars().take_while(|c| {
        units += c.len_utf16();
        units <= CELL_CHARS_MAX
    });
    let mut cut: String = kept.collect();
    cut.push_str(CUT);
    cut.into()
}
