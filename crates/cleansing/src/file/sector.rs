//! The sector's file, read once and compared. What stays of a row are a few words: its number, two hashes, its line.

use matching::{Matcher, Model, Outcome};
use sheet::Row;

use super::input::{Input, Read1, Reader, is_record};
use super::register::Register;
use super::{Plan, Problem, Stage, Tell, Told, Which};

/// Rows compared at once.
const BATCH_ROWS: usize = 16_384;
/// Rows a model is fitted to.
const TRAIN_ROWS_MAX: usize = 200_000;

/// What stays of the file.
#[derive(Default)]
pub(super) struct Sector {
    /// By record the personal number; 0 for none.
    pub(super) numbers: Vec<u64>,
    /// By record what it says, as a hash; 0 when nobody can be looked for.
    pub(super) contents: Vec<u64>,
    /// By record name and birth, as a hash.
    pub(super) who: Vec<u64>,
    /// By record the line in the file.
    pub(super) lines: Vec<u32>,
    /// The most cells of a row.
    pub(super) width: usize,
    /// All rows beneath the heading.
    pub(super) rows: u64,
    /// The row that was to be kept, with its record number.
    pub(super) kept: Option<(usize, Read1)>,
}

impl Sector {
    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Reads the file and compares each record; keeps the one in the line `keep`.
    pub(super) fn compare<'a>(
        plan: &Plan,
        register: &Register,
        matcher: &'a Matcher<'a>,
        keep: Option<u64>,
        tell: &mut Tell<'_>,
    ) -> Result<(Self, Outcome<'a>), Problem> {
        let mut input = open(plan, tell)?;
        let mut reader = Reader::new(&input.table, plan.today, register.home());
        let mut sector = Self { width: input.table.mapping().columns().len(), ..Self::default() };
        let mut run = matcher.begin(plan.threads);
        let mut batch: Vec<Vec<String>> = Vec::with_capacity(BATCH_ROWS);
        let mut row = Row::default();
        while input.next(&mut row, &plan.input, Stage::Compare, tell)? {
            sector.rows += 1;
            sector.width = sector.width.max(row.cells.len());
            if !is_record(&row) {
                continue;
            }
            let read = reader.read(&row);
            sector.take(&read, row.line);
            if keep == Some(row.line) {
                let cells = read.cells.clone();
                sector.kept = Some((sector.len() - 1, Read1 { cells, person: read.person, problems: read.problems }));
            }
            batch.push(read.cells);
            if batch.len() == BATCH_ROWS {
                run.push(&batch);
                batch.clear();
            }
        }
        run.push(&batch);
        let notes = input.table.notes();
        tell(Told::Read { which: Which::Input, notes, records: sector.len() as u64 });
        let outcome = run.resolve();
        tell(Told::Over(Stage::Compare));
        Ok((sector, outcome))
    }

    fn take(&mut self, read: &Read1, line: u64) {
        self.numbers.push(read.number());
        // A hash of 0 would say that nobody can be looked for; no content is likely to have it.
        self.contents.push(if read.can_be_sought() { read.content_hash().max(1) } else { 0 });
        self.who.push(read.who_hash());
        self.lines.push(u32::try_from(line).unwrap_or(u32::MAX));
    }

    /// True when a record is what it was when it was compared.
    pub(super) fn is_same(&self, record: usize, read: &Read1) -> bool {
        self.who.get(record) == Some(&read.who_hash()) && self.numbers[record] == read.number()
    }
}

fn open(plan: &Plan, tell: &mut Tell<'_>) -> Result<Input, Problem> {
    let input = Input::open(&plan.input, plan.map.as_ref())?;
    let mapping = input.table.mapping();
    tell(Told::Opened { which: Which::Input, mapping, key: None });
    if !mapping.is_usable() {
        return Err(Problem::NoColumns { path: plan.input.clone(), missing: mapping.missing() });
    }
    Ok(input)
}

/// Fits the weights to the beginning of the file; nobody has to label anything.
pub(super) fn train(plan: &Plan, register: &Register, tell: &mut Tell<'_>) -> Result<Model, Problem> {
    let mut input = Input::open(&plan.input, plan.map.as_ref())?;
    if !input.table.mapping().is_usable() {
        return Err(Problem::NoColumns { path: plan.input.clone(), missing: input.table.mapping().missing() });
    }
    let mut reader = Reader::new(&input.table, plan.today, register.home());
    let (mut rows, mut row) = (Vec::new(), Row::default());
    while rows.len() < TRAIN_ROWS_MAX && input.next(&mut row, &plan.input, Stage::Train, tell)? {
        if is_record(&row) {
            rows.push(reader.read(&row).cells);
        }
    }
    let matcher = Matcher::new(register.index(), &plan.model)?;
    let model = matcher.train(&rows);
    tell(Told::Over(Stage::Train));
    Ok(model)
}
