//! OpenDocument sheets as a stream. calamine reads them too, but as a full rectangle and without their merged cells: a
//! file of some kilobytes that repeats one cell would take gigabytes.

use std::collections::HashSet;
use std::io::{BufReader, Read, Seek};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::read::ZipFile;

use super::emit::{Emitter, Stop};
use super::{Listed, value};
use crate::row::Kind;
use crate::{Limits, Trouble, Unreadable};

const CONTENT: &str = "content.xml";
/// Text of one cell; Excel allows 32,767 letters.
const CELL_BYTES_MAX: usize = 1 << 20;

/// An OpenDocument workbook.
pub(super) struct Ods<R: Read + Seek> {
    packed: ZipArchive<R>,
    sheets: Vec<Listed>,
}

type Content<'a, R> = Reader<BufReader<ZipFile<'a, R>>>;

fn damaged(error: impl std::fmt::Display) -> Unreadable {
    Unreadable::Damaged(error.to_string())
}

fn content<R: Read + Seek>(packed: &mut ZipArchive<R>) -> Result<Content<'_, R>, Unreadable> {
    let mut reader = Reader::from_reader(BufReader::new(packed.by_name(CONTENT).map_err(damaged)?));
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().check_end_names = false;
    Ok(reader)
}

/// An attribute by its name with prefix, unescaped.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().with_checks(false).flatten().find(|one| one.key.as_ref() == name)?;
    let text = found.value.as_ref();
    Some(quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), |text| text.into_owned()))
}

fn count(element: &BytesStart<'_>, name: &str) -> u32 {
    attribute(element, name).and_then(|text| text.trim().parse().ok()).unwrap_or(1).max(1)
}

impl<R: Read + Seek> Ods<R> {
    pub(super) fn open(input: R) -> Result<Self, Unreadable> {
        let mut packed = ZipArchive::new(input).map_err(damaged)?;
        let mut sheets = Vec::new();
        let mut hidden = HashSet::new();
        let mut style = None;
        let mut reader = content(&mut packed)?;
        let mut buffer = Vec::new();
        let mut depth = 0;
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).map_err(damaged)? {
                Event::Start(element) => match element.name().as_ref() {
                    "style:style" => style = attribute(&element, "style:name"),
                    "style:table-properties" if attribute(&element, "table:display").as_deref() == Some("false") => {
                        hidden.extend(style.take());
                    }
                    "table:table" => {
                        depth += 1;
                        if depth == 1 {
                            let of_style = attribute(&element, "table:style-name");
                            sheets.push(Listed {
                                name: attribute(&element, "table:name").unwrap_or_default(),
                                is_hidden: of_style.is_some_and(|style| hidden.contains(&style)),
                            });
                        }
                    }
                    _ => {}
                },
                Event::End(element) if element.name().as_ref() == "table:table" => depth -= 1,
                Event::Eof => break,
                _ => {}
            }
        }
        drop(reader);
        Ok(Self { packed, sheets })
    }

    pub(super) fn sheets(&self) -> &[Listed] {
        &self.sheets
    }

    pub(super) fn stream(&mut self, at: usize, limits: &Limits, out: &mut Emitter) -> Result<(), Stop> {
        let mut reader = content(&mut self.packed).map_err(Stop::Failed)?;
        let mut buffer = Vec::new();
        let (mut depth, mut seen) = (0, 0);
        let mut row = Rows { line: 0, column: 0, repeated: 1, cells: Vec::new(), columns_max: limits.columns_max };
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).map_err(|error| Stop::Failed(damaged(error)))? {
                Event::Start(element) => match element.name().as_ref() {
                    "table:table" => {
                        depth += 1;
                        seen += usize::from(depth == 1);
                    }
                    "table:table-row" if depth == 1 && seen == at + 1 => {
                        row.begin(count(&element, "table:number-rows-repeated"));
                    }
                    "table:table-cell" | "table:covered-table-cell" if depth == 1 && seen == at + 1 => {
                        let cell = Cell::begin(&element);
                        let text = text_of(&mut reader, element.name().as_ref().to_owned()).map_err(Stop::Failed)?;
                        row.cell(cell, text);
                    }
                    _ => {}
                },
                Event::End(element) => match element.name().as_ref() {
                    "table:table" => {
                        depth -= 1;
                        if depth == 0 && seen == at + 1 {
                            return Ok(());
                        }
                    }
                    "table:table-row" if depth == 1 && seen == at + 1 => row.end(out)?,
                    _ => {}
                },
                Event::Eof => return Err(Stop::Failed(damaged("it ends in the middle of a sheet"))),
                _ => {}
            }
        }
    }
}

/// A cell as its element says.
struct Cell {
    kind: String,
    value: String,
    has_formula: bool,
    repeated: u32,
    spans: (u32, u32),
}

impl Cell {
    fn begin(element: &BytesStart<'_>) -> Self {
        let kind = attribute(element, "office:value-type").unwrap_or_default();
        let value = match kind.as_str() {
            "date" => attribute(element, "office:date-value"),
            "boolean" => attribute(element, "office:boolean-value"),
            "string" => attribute(element, "office:string-value"),
            _ => attribute(element, "office:value"),
        };
        Self {
            kind,
            value: value.unwrap_or_default(),
            has_formula: attribute(element, "table:formula").is_some(),
            repeated: count(element, "table:number-columns-repeated"),
            spans: (count(element, "table:number-rows-spanned"), count(element, "table:number-columns-spanned")),
        }
    }

    fn text(&self, shown: String) -> (String, Kind, Option<Trouble>) {
        match self.kind.as_str() {
            "float" => match self.value.trim().parse() {
                Ok(number) => value::number(number),
                Err(_) => (shown, Kind::Text, None),
            },
            "date" => match day_first(&self.value) {
                Some(text) => (text, Kind::Day, None),
                None => (self.value.clone(), Kind::Text, None),
            },
            "boolean" => (self.value.to_uppercase(), Kind::Other, None),
            _ if self.has_formula && (shown.starts_with('#') || shown.starts_with("Err:")) => {
                (shown, Kind::Other, Some(Trouble::CellError))
            }
            _ if shown.is_empty() => (self.value.clone(), Kind::Text, None),
            _ => (shown, Kind::Text, None),
        }
    }
}

/// "1978-05-15T00:00:00" as "15/05/1978".
fn day_first(iso: &str) -> Option<String> {
    let (day, time) = iso.split_once('T').unwrap_or((iso, ""));
    let day: jiff::civil::Date = day.parse().ok()?;
    let time = time.get(..5).filter(|time| *time != "00:00").map(|time| format!(" {time}")).unwrap_or_default();
    Some(format!("{:02}/{:02}/{:04}{time}", day.day(), day.month(), day.year()))
}

/// The row being read.
struct Rows {
    line: u32,
    column: u32,
    repeated: u32,
    cells: Vec<(u32, Cell, String)>,
    columns_max: usize,
}

impl Rows {
    fn begin(&mut self, repeated: u32) {
        self.repeated = repeated;
        self.column = 0;
        self.cells.clear();
    }

    fn cell(&mut self, cell: Cell, text: String) {
        let repeated = cell.repeated;
        if !(text.is_empty() && cell.value.is_empty()) {
            self.cells.push((self.column, cell, text));
        }
        self.column = self.column.saturating_add(repeated);
    }

    fn end(&mut self, out: &mut Emitter) -> Result<(), Stop> {
        let cells = std::mem::take(&mut self.cells);
        // Empty rows are repeated to the end of the sheet: they only move the line on.
        let repeated = if cells.is_empty() { 0 } else { self.repeated };
        for row in self.line..self.line.saturating_add(repeated) {
            for (first, cell, shown) in &cells {
                let (text, kind, trouble) = cell.text(shown.clone());
                let last =
                    first.saturating_add(cell.repeated).min(u32::try_from(self.columns_max).unwrap_or(u32::MAX) + 1);
                for column in *first..last {
                    out.cell((row, column), &text, kind, trouble)?;
                }
                if cell.spans != (1, 1) {
                    let end = (row.saturating_add(cell.spans.0 - 1), first.saturating_add(cell.spans.1 - 1));
                    out.merge(((row, *first), end));
                }
            }
        }
        self.line = self.line.saturating_add(self.repeated);
        Ok(())
    }
}

/// The text of a cell: paragraphs, spaces and tabs; notes that hang on the cell are not part of it.
fn text_of<R: Read + Seek>(reader: &mut Content<'_, R>, end: String) -> Result<String, Unreadable> {
    let mut text = String::new();
    let mut buffer = Vec::new();
    let (mut paragraphs, mut note, mut inner) = (0, 0, 0);
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(damaged)?;
        let is_kept = note == 0 && paragraphs > 0 && text.len() < CELL_BYTES_MAX;
        match event {
            Event::Start(element) => match element.name().as_ref() {
                "office:annotation" => note += 1,
                "text:p" if note == 0 => {
                    if paragraphs > 0 {
                        text.push('\n');
                    }
                    paragraphs += 1;
                }
                "text:s" if is_kept => {
                    let spaces = count(&element, "text:c").min(1_000);
                    text.extend(std::iter::repeat_n(' ', spaces as usize));
                }
                "text:tab" if is_kept => text.push('\t'),
                "text:line-break" if is_kept => text.push('\n'),
                name if name == end => inner += 1,
                _ => {}
            },
            Event::End(element) => match element.name().as_ref() {
                "office:annotation" => note -= 1,
                name if name == end && inner == 0 => return Ok(text),
                name if name == end => inner -= 1,
                _ => {}
            },
            Event::Text(piece) if is_kept => text.push_str(&piece.xml10_content()),
            Event::CData(piece) if is_kept => text.push_str(&piece.xml10_content()),
            Event::GeneralRef(entity) if is_kept => match entity.resolve_char_ref() {
                Ok(Some(letter)) => text.push(letter),
                _ => text.push_str(quick_xml::escape::resolve_xml_entity(&entity.xml10_content()).unwrap_or("")),
            },
            Event::Eof => return Err(damaged("it ends in the middle of a cell")),
            _ => {}
        }
    }
}
