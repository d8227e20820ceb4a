//! Workbooks: .xlsx, .xlsb, .xls and .ods, read on a thread of their own and handed over row by row.
//!
//! The thread has two uses: calamine lends its cells, which an iterator could not keep; and a file made to break a
//! reader breaks only the thread, and the answer is "damaged".

mod emit;
mod guard;
mod legacy;
mod ods;
mod value;

use std::io::{BufReader, Read, Seek};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Xls, Xlsb, Xlsx, XlsxFormulaMetadata};

pub(crate) use self::emit::LABEL_COLUMNS_MIN;
use self::emit::{Emitter, Stop};
use self::guard::Kind as Packed;
use crate::row::Kind;
use crate::{Limits, Note, Row, Trouble, Unreadable};

/// So many batches may wait between the thread and whoever reads.
const BATCHES_MAX: usize = 4;

/// Where a workbook comes from.
pub(crate) trait Source: Read + Seek + Send {}
impl<T: Read + Seek + Send> Source for T {}

type Input = BufReader<Box<dyn Source>>;

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(crate) is_hidden: bool,
}

/// What comes from the thread.
pub(crate) enum Message {
    Rows(Vec<Row>),
    Note(Note),
    Failed(Unreadable),
    /// The sheet is read to its end.
    End,
}

/// A workbook that is open on its thread.
pub(crate) struct Book {
    pub(crate) sheets: Vec<Listed>,
    ask: Sender<(usize, SyncSender<Message>)>,
}

impl Book {
    /// Opens a file that begins like a workbook.
    pub(crate) fn open(input: Box<dyn Source>, is_zip: bool, limits: Limits) -> Result<Self, Unreadable> {
        let (ask, asked) = channel::<(usize, SyncSender<Message>)>();
        let (opened, is_open) = sync_channel(1);
        let work = move || match Open::new(BufReader::new(input), is_zip, &limits) {
            Err(problem) => drop(opened.send(Err(problem))),
            Ok(mut book) => {
                drop(opened.send(Ok(book.sheets())));
                while let Ok((at, out)) = asked.recv() {
                    book.stream(at, &limits, out);
                }
            }
        };
        std::thread::Builder::new().name("sheet".to_owned()).spawn(work)?;
        // The thread ends without an answer only when it panicked.
        let sheets = is_open.recv().unwrap_or_else(|_| Err(broke()))?;
        Ok(Self { sheets, ask })
    }

    /// Begins to read a sheet; what comes ends with `End` or `Failed`, or the sender is gone when the thread broke.
    pub(crate) fn read(&self, at: usize) -> Receiver<Message> {
        let (out, rows) = sync_channel(BATCHES_MAX);
        // When the thread is gone, `out` goes with the message, and the receiver notices.
        let _ = self.ask.send((at, out));
        rows
    }
}

/// The reader gave up in a way it should not have.
pub(crate) fn broke() -> Unreadable {
    Unreadable::Damaged("it could not be read to its end".to_owned())
}

enum Open {
    Xlsx(Xlsx<Input>),
    Xlsb(Xlsb<Input>),
    Xls(Xls<Input>),
    Ods(ods::Ods<Input>),
}

fn damaged(error: impl std::fmt::Display) -> Unreadable {
    let said = error.to_string();
    if said.contains("password") { Unreadable::Password } else { Unreadable::Damaged(said) }
}

impl Open {
    fn new(mut input: Input, is_zip: bool, limits: &Limits) -> Result<Self, Unreadable> {
        if !is_zip {
            legacy::check(&mut input, limits)?;
            input.rewind()?;
            return Xls::new(input).map(Self::Xls).map_err(damaged);
        }
        let packed = guard::check(&mut input, limits)?;
        input.rewind()?;
        match packed {
            Packed::Xlsx => Xlsx::new(input).map(Self::Xlsx).map_err(damaged),
            Packed::Xlsb => Xlsb::new(input).map(Self::Xlsb).map_err(damaged),
            Packed::Ods => ods::Ods::open(input).map(Self::Ods),
        }
    }

    fn sheets(&self) -> Vec<Listed> {
        let listed = |sheets: &[calamine::Sheet]| {
            let is_table = |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet;
            let listed = |sheet: &calamine::Sheet| Listed {
                name: sheet.name.clone(),
                is_hidden: sheet.visible != SheetVisible::Visible,
            };
            sheets.iter().filter(is_table).map(listed).collect()
        };
        match self {
            Self::Xlsx(book) => listed(book.sheets_metadata()),
            Self::Xlsb(book) => listed(book.sheets_metadata()),
            Self::Xls(book) => listed(book.sheets_metadata()),
            Self::Ods(book) => book.sheets().to_vec(),
        }
    }

    /// Sends the rows of a sheet until it ends or nobody listens.
    fn stream(&mut self, at: usize, limits: &Limits, out: SyncSender<Message>) {
        let Some(sheet) = self.sheets().into_iter().nth(at) else { return };
        let mut emitter = Emitter::new(out, *limits);
        let read = match self {
            Self::Xlsx(book) => xlsx(book, &sheet.name, &mut emitter),
            Self::Xlsb(book) => xlsb(book, &sheet.name, &mut emitter),
            Self::Xls(book) => xls(book, &sheet.name, &mut emitter),
            Self::Ods(book) => book.stream(at, limits, &mut emitter),
        };
        match read.and_then(|()| emitter.end()) {
            Ok(()) | Err(Stop::NobodyListens) => {}
            Err(Stop::Failed(problem)) => emitter.fail(problem),
        }
    }
}

fn failed(error: impl std::fmt::Display) -> Stop {
    Stop::Failed(damaged(error))
}

fn xlsx(book: &mut Xlsx<Input>, sheet: &str, out: &mut Emitter) -> Result<(), Stop> {
    // They stand behind the cells: of a sheet that is cut off the rows still come, and then the reason.
    let merged = book.merge_cells_by_sheet_name(sheet).unwrap_or_default();
    out.merges(merged.iter().map(|region| (region.start, region.end)));
    let mut cells = book.worksheet_cells_reader(sheet).map_err(failed)?;
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(failed)? {
        match (&cell.value, cell.formula) {
            (DataRef::Empty, Some(formula)) => {
                let text = match formula {
                    XlsxFormulaMetadata::Normal { formula } => formula,
                    XlsxFormulaMetadata::Shared { formula, .. } => formula,
                    // Another cell has the formula in full.
                    _ => "…".to_owned(),
                };
                let shown = format!("={text}");
                out.cell(cell.pos, &shown, Kind::Other, Some(Trouble::FormulaWithoutResult))?;
            }
            (value, _) => value_to(out, cell.pos, value)?,
        }
    }
    Ok(())
}

fn xlsb(book: &mut Xlsb<Input>, sheet: &str, out: &mut Emitter) -> Result<(), Stop> {
    let mut cells = book.worksheet_cells_reader(sheet).map_err(failed)?;
    while let Some(cell) = cells.next_cell().map_err(failed)? {
        value_to(out, cell.get_position(), cell.get_value())?;
    }
    Ok(())
}

fn xls(book: &mut Xls<Input>, sheet: &str, out: &mut Emitter) -> Result<(), Stop> {
    let merged = book.merge_cells_by_sheet_name(sheet).map_err(failed)?;
    out.merges(merged.iter().map(|region| (region.start, region.end)));
    let range = book.worksheet_range(sheet).map_err(failed)?;
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, data) in range.used_cells() {
        let place = (top + row as u32, left + column as u32);
        match data {
            Data::Empty => {}
            Data::Int(number) => value_to(out, place, &DataRef::Int(*number))?,
            Data::Float(number) => value_to(out, place, &DataRef::Float(*number))?,
            Data::String(text) => value_to(out, place, &DataRef::SharedString(text))?,
            Data::Bool(truth) => value_to(out, place, &DataRef::Bool(*truth))?,
            Data::DateTime(when) => value_to(out, place, &DataRef::DateTime(*when))?,
            other => value_to(out, place, &DataRef::String(other.to_string()))?,
        }
    }
    Ok(())
}

fn value_to(out: &mut Emitter, place: (u32, u32), value: &DataRef<'_>) -> Result<(), Stop> {
    match value {
        DataRef::String(text) => out.cell(place, text, Kind::Text, None),
        DataRef::SharedString(text) => out.cell(place, text, Kind::Text, None),
        other => {
            let (text, kind, trouble) = value::text(other);
            out.cell(place, &text, kind, trouble)
        }
    }
}
