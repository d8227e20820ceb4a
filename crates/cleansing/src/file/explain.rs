//! One row under the lens: its best candidates, value beside value, each with its waterfall.

use matching::{Explanation, Matcher};
use sheet::{Field, MATCH_COLUMNS};

use super::register::Register;
use super::repeats::Related;
use super::result::Judge;
use super::sector::{Sector, train};
use super::{Plan, Problem, Tell, band_word, places};
use crate::rules::Decision;

/// Candidates shown.
const CANDIDATES_MAX: usize = 5;

/// A row explained.
#[derive(Debug, Clone)]
pub struct Explained {
    /// The line in the file.
    pub line: u64,
    /// What was decided.
    pub decision: Decision,
    /// The band's word.
    pub band: &'static str,
    /// The candidates, the most probable first.
    pub candidates: Vec<Compared>,
}

/// The row beside one person.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The register's key.
    pub key: String,
    /// Label, the row's value, the register's value.
    pub values: Vec<(&'static str, String, String)>,
    /// The waterfall.
    pub explanation: Explanation,
}

/// Matches the whole file, because the other rows count too, and explains the record in one line of it. The line is
/// counted as a spreadsheet shows it.
pub fn explain(plan: &Plan, line: u64, tell: &mut Tell<'_>) -> Result<Explained, Problem> {
    let register = Register::read(plan, tell)?;
    let trained = if plan.train { Some(train(plan, &register, tell)?) } else { None };
    let matcher = Matcher::new(register.index(), trained.as_ref().unwrap_or(&plan.model))?;
    let (mut sector, outcome) = Sector::compare(plan, &register, &matcher, Some(line), tell)?;
    let Some((record, read)) = sector.kept.take() else {
        let at = |line: Option<&u32>| line.map_or(0, |&line| u64::from(line));
        return Err(Problem::NoSuchRow { line, first: at(sector.lines.first()), last: at(sector.lines.last()) });
    };
    let explanations = outcome.explain(record, &read.cells, CANDIDATES_MAX);
    let mut of: Vec<u32> = explanations.iter().map(|one| one.person.nth() as u32).collect();
    of.sort_unstable();
    of.dedup();
    let values = register.values(plan, of, tell)?;
    let judge = Judge {
        register: &register,
        matcher: &matcher,
        outcome: &outcome,
        related: Related::find(&sector, &matcher, &outcome),
    };
    // Spelling makes no difference to what is shown here, so the values stand for the cells.
    let judged = judge.judge(record, &read, &read.cells[2], &read.cells[0]);
    let fields = [Field::FullName, Field::Birth, Field::PersonalId, Field::OldId, Field::ResidenceCommune, Field::Sex];
    let candidates = explanations
        .into_iter()
        .map(|explanation| {
            let show = |column: usize, cell: &str| match MATCH_COLUMNS[column] {
                "commune" => places::display(cell),
                _ => cell.to_owned(),
            };
            let beside = |(column, field): (usize, &Field)| {
                let other = show(column, values.get(explanation.person, column));
                (field.label_vi(), show(column, &read.cells[column]), other)
            };
            let values = fields.iter().enumerate().map(beside).collect();
            Compared { key: register.key(explanation.person), values, explanation }
        })
        .collect();
    Ok(Explained { line, decision: judged.decision, band: band_word(judged.verdict.band), candidates })
}
