//! The result: the sector's rows as they stand, in their order, each with its verdict.

use std::path::Path;

use matching::{Band, Matcher, Outcome, Verdict};
use sheet::{MATCH_COLUMNS, Out, Part, Problem as Odd, Results, Row, Summary, Tone, Weight, WriteOptions};
use vietnam::text;

use super::input::{Input, Read1, Reader, is_record};
use super::register::{Register, Values};
use super::repeats::{Related, contradicts};
use super::sector::Sector;
use super::{Explain, Plan, Problem, RESULT_COLUMNS, Report, Stage, Tell, Told, band_word, places};
use crate::rules::sentence::field_vi;
use crate::rules::{
    Agreement, Category, Decision, Facts, Found, Number, NumberHolder, Reasons, Repeats, decide, is_several, sentence,
};

/// Columns that Excel has.
const WORKBOOK_COLUMNS_MAX: usize = 16_384;
/// Differing levels of a field that are no difference of the data.
const SAME_PLACE: &str = "merged";

/// The ending is one that we write; asked before anything is read.
pub(super) fn check_name(out: &Path) -> Result<(), Problem> {
    let ending = out.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    if matches!(ending.as_str(), "csv" | "xlsx") { Ok(()) } else { Err(sheet::Unwritten::Ending.into()) }
}

fn is_workbook(out: &Path) -> bool {
    out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"))
}

/// What judging a row needs.
pub(super) struct Judge<'a> {
    pub(super) register: &'a Register,
    pub(super) matcher: &'a Matcher<'a>,
    pub(super) outcome: &'a Outcome<'a>,
    pub(super) related: Related,
}

/// A row judged.
pub(super) struct Judged<'a> {
    pub(super) decision: Decision,
    pub(super) verdict: Verdict,
    levels: Vec<(&'a str, &'static str, bool)>,
}

impl<'a> Judge<'a> {
    pub(super) fn judge(&self, record: usize, read: &Read1, raw_number: &str, raw_name: &str) -> Judged<'a> {
        let verdict = self.outcome.verdict(record);
        let is_found = verdict.band != Band::None;
        let levels: Vec<(&str, &'static str, bool)> = match verdict.person {
            Some(_) => self
                .matcher
                .levels(verdict.pattern)
                .map(|level| (level.field, level.level, level.differs && level.level != SAME_PLACE))
                .collect(),
            None => Vec::new(),
        };
        let found = verdict.person.filter(|_| is_found).map(|person| {
            let is_same = |at: &(&str, &str, bool)| matches!(at.1, "same" | "missing");
            let as_written = read.problems.iter().all(|odd| odd.trouble.weight() == Weight::Note)
                && (raw_name.is_empty() || raw_name == read.cells[0])
                && (raw_number.is_empty() || raw_number == read.cells[2])
                && self.register.writes_name(person, &read.cells[0]);
            let agreement = match levels.iter().any(|level| level.2) {
                true => Agreement::Differs,
                false if levels.iter().all(is_same) && as_written => Agreement::Verbatim,
                false => Agreement::Normalized,
            };
            Found { agreement, standing: self.register.standing(person) }
        });
        let holders = self.register.holders(read.number());
        // A child with the mother's number: the number finds her, and nothing else fits.
        let contradicts = verdict.person.is_some() && contradicts(self.matcher, verdict.pattern);
        let is_holder = verdict.person.is_some_and(|person| holders.contains(&(person.nth() as u32)));
        let holder = match holders.is_empty() {
            true => NumberHolder::Nobody,
            false if is_holder && !contradicts => NumberHolder::Found,
            false => NumberHolder::Another,
        };
        let second = verdict.second.map_or(0.0, |(_, chance)| chance);
        let (repeats, _) = self.related.repeats(record);
        let facts = Facts {
            number: number_of(read, raw_number),
            can_be_sought: read.can_be_sought(),
            found,
            is_several: repeats == Repeats::No && is_several(verdict.probability, second),
            holder,
            shares_number: self.related.shares_with(record).is_some(),
            repeats,
        };
        Judged { decision: decide(&facts), verdict, levels }
    }

    /// The other record that the decision speaks of.
    fn other(&self, record: usize, decision: &Decision) -> Option<usize> {
        let shared = || self.related.shares_with(record);
        let repeated = || self.related.repeats(record).1;
        match decision.category {
            Category::DupPidInFile => shared(),
            _ => repeated().or_else(shared),
        }
    }
}

fn number_of(read: &Read1, raw: &str) -> Number {
    match &read.person.personal_id {
        Some(_) => Number::Valid,
        // An old number in this column is no broken one.
        None if raw.is_empty() || read.person.old_id.is_some() => Number::Missing,
        None if read.problems.iter().any(is_lost_number) => Number::Invalid,
        None => Number::Missing,
    }
}

fn is_lost_number(odd: &Odd) -> bool {
    use sheet::Trouble::{DigitsLost, NumberForm, NumberLength, PhoneHere};
    matches!(odd.trouble, DigitsLost | NumberForm | NumberLength | PhoneHere)
}

/// The people with whom something differs, in the order of their places.
fn differing(matcher: &Matcher<'_>, outcome: &Outcome<'_>) -> Vec<u32> {
    let mut places: Vec<u32> = (0..outcome.len())
        .filter(|&record| outcome.link(record).0 != Band::None)
        .filter_map(|record| {
            let verdict = outcome.verdict(record);
            let differs = matcher.levels(verdict.pattern).any(|level| level.differs && level.level != SAME_PLACE);
            verdict.person.filter(|_| differs).map(|person| person.nth() as u32)
        })
        .collect();
    places.sort_unstable();
    places.dedup();
    places
}

#[expect(clippy::too_many_arguments, reason = "one caller; a struct would only rename them")]
pub(super) fn write(
    plan: &Plan,
    out: &Path,
    register: &Register,
    matcher: &Matcher<'_>,
    sector: &Sector,
    outcome: &Outcome<'_>,
    report: &mut Report,
    tell: &mut Tell<'_>,
) -> Result<(), Problem> {
    let values = register.values(plan, differing(matcher, outcome), tell)?;
    let judge = Judge { register, matcher, outcome, related: Related::find(sector, matcher, outcome) };
    let mut input = Input::open(&plan.input, plan.map.as_ref())?;
    let mapping = input.table.mapping().clone();
    let width = sector.width;
    if is_workbook(out) && width + RESULT_COLUMNS.len() > WORKBOOK_COLUMNS_MAX {
        return Err(Problem::TooWide);
    }
    let mut heading: Vec<String> = mapping.columns().iter().map(|column| column.heading.clone()).collect();
    heading.resize(width, String::new());
    heading.extend(result_headings(&heading));
    let heading: Vec<&str> = heading.iter().map(String::as_str).collect();
    let mut results = Results::create(out, &heading, &WriteOptions::default())?;
    let mut reader = Reader::new(&input.table, plan.today, register.home());
    let raw_number = mapping.find(sheet::Field::PersonalId);
    let raw_name = mapping.find(sheet::Field::FullName);
    let (mut row, mut record) = (Row::default(), 0);
    let mut written = 0;
    let mut quiet = |told: Told<'_>| {
        if let Told::Progress { rows, .. } = told {
            tell(Told::Progress { stage: Stage::Write, rows, done: rows, total: Some(sector.rows) });
        }
    };
    while input.next(&mut row, &plan.input, Stage::Write, &mut quiet)? {
        written += 1;
        for odd in &row.problems {
            *report.troubles.entry(odd.trouble.code()).or_default() += 1;
        }
        if !is_record(&row) {
            report.other_rows += 1;
            results.row(&cells(&row, width, &Added::default()), Tone::Quiet)?;
            continue;
        }
        let read = reader.read(&row);
        if record >= sector.len() || !sector.is_same(record, &read) {
            return Err(Problem::Changed(plan.input.clone()));
        }
        let raw = |at: Option<usize>| at.map_or("", |at| row.cells.get(at)).trim();
        let judged = judge.judge(record, &read, raw(raw_number), raw(raw_name));
        report.unreadable += u64::from(row.part == Part::Unreadable);
        for odd in &read.problems {
            *report.troubles.entry(odd.trouble.code()).or_default() += 1;
        }
        report.categories[judged.decision.category as usize] += 1;
        judged.decision.warnings.iter().for_each(|&warning| report.warnings[warning as usize] += 1);
        report.bands[judged.verdict.band as usize] += 1;
        let added = added(plan.explain, &judge, sector, record, &row, &read, &judged, &values);
        results.row(&cells(&row, width, &added), tone(&judged))?;
        record += 1;
    }
    if record != sector.len() || written != sector.rows {
        return Err(Problem::Changed(plan.input.clone()));
    }
    results.finish(&summary(report))?;
    tell(Told::Over(Stage::Write));
    Ok(())
}

/// Our headings, with a number behind them when the file has been through here before.
fn result_headings(own: &[String]) -> Vec<String> {
    let is_free = |name: &str| own.iter().all(|heading| heading.trim() != name);
    let with = |nth: usize| RESULT_COLUMNS.map(|name| if nth == 1 { name.to_owned() } else { format!("{name}_{nth}") });
    let free = (1..).map(with).find(|names| names.iter().all(|name| is_free(name)));
    free.map(Vec::from).unwrap_or_default()
}

/// The cells that a result adds.
#[derive(Default)]
struct Added {
    category: &'static str,
    warnings: String,
    band: &'static str,
    key: String,
    probability: Option<f64>,
    differences: String,
    sentence: String,
}

fn cells<'a>(row: &'a Row, width: usize, added: &'a Added) -> Vec<Out<'a>> {
    let own = (0..width).map(|at| Out::Text(row.cells.get(at)));
    let probability = added.probability.map_or(Out::Text(""), Out::Number);
    let ours = [
        Out::Text(added.category),
        Out::Text(&added.warnings),
        Out::Text(added.band),
        Out::Text(&added.key),
        probability,
        Out::Text(&added.differences),
        Out::Text(&added.sentence),
    ];
    own.chain(ours).collect()
}

#[expect(clippy::too_many_arguments, reason = "one caller; a struct would only rename them")]
fn added(
    explain: Explain,
    judge: &Judge<'_>,
    sector: &Sector,
    record: usize,
    row: &Row,
    read: &Read1,
    judged: &Judged<'_>,
    values: &Values,
) -> Added {
    let Judged { decision, verdict, levels } = judged;
    let is_found = verdict.band != Band::None;
    let person = verdict.person.filter(|_| is_found);
    let is_told = match explain {
        Explain::None => false,
        Explain::Differences => {
            decision.category != Category::Match || verdict.band != Band::Auto || !decision.warnings.is_empty()
        }
        Explain::All => true,
    };
    let sentence = if is_told {
        let levels: Vec<(&str, &str)> = levels.iter().map(|&(field, level, _)| (field, level)).collect();
        let troubles: Vec<(&str, String)> = row
            .problems
            .iter()
            .chain(&read.problems)
            .filter(|odd| odd.trouble.weight() > Weight::Note)
            .map(|odd| (odd.trouble.vi(), odd.column.map(sheet::columns::letters).unwrap_or_default()))
            .collect();
        let other = judge.other(record, decision).map(|other| u64::from(sector.lines[other]));
        let second = verdict.second.map_or(0.0, |(_, chance)| chance);
        let is_review = verdict.band == Band::Review;
        let probability = verdict.probability;
        sentence(
            decision,
            &Reasons { levels: &levels, probability, second, other_line: other, is_review, troubles: &troubles },
        )
    } else {
        String::new()
    };
    let differences = match person {
        Some(person) => {
            let differing = levels.iter().enumerate().filter(|(_, level)| level.2);
            let shown = differing.map(|(at, (field, ..))| {
                let column = column_of(field).unwrap_or(at);
                let show = |cell: &str| if *field == "commune" { places::display(cell) } else { cell.to_owned() };
                format!(
                    "{}: \"{}\" ≠ \"{}\"",
                    field_vi(field),
                    show(&read.cells[column]),
                    show(values.get(person, column))
                )
            });
            shown.collect::<Vec<_>>().join("; ")
        }
        None => String::new(),
    };
    Added {
        category: decision.category.code(),
        warnings: decision.warnings.iter().map(|warning| warning.code()).collect::<Vec<_>>().join(" "),
        band: band_word(verdict.band),
        key: person.map(|person| judge.register.key(person)).unwrap_or_default(),
        probability: Some((verdict.probability * 1e6).round() / 1e6),
        differences,
        sentence,
    }
}

/// The cell in which a field of the engine stands.
pub(super) fn column_of(field: &str) -> Option<usize> {
    let name = match field {
        "name" => "full_name",
        "sex" => "gender",
        other => other,
    };
    MATCH_COLUMNS.iter().position(|column| *column == name)
}

fn tone(judged: &Judged<'_>) -> Tone {
    let category = judged.decision.category;
    match judged.verdict.band {
        Band::Auto if category.is_agreement() || category == Category::PidMissing => Tone::Good,
        Band::Auto | Band::Review => Tone::Doubt,
        Band::None => Tone::Bad,
    }
}

fn summary(report: &Report) -> Summary {
    let number = |count: u64| count as f64;
    let mut lines = vec![("Dòng dữ liệu".to_owned(), number(report.records))];
    for category in Category::ALL.into_iter().rev() {
        let label = format!("{} – {} ({})", category.code(), category.vi(), category.advice_vi());
        lines.push((label, number(report.count(category))));
    }
    let bands = ["auto – chắc chắn", "review – cần người xem lại", "none – không liên kết"];
    lines.extend(bands.iter().zip(report.bands).map(|(label, count)| ((*label).to_owned(), number(count))));
    lines.push(("Dòng không phải dữ liệu (nhãn, dòng trống, tiêu đề lặp)".to_owned(), number(report.other_rows)));
    lines.push(("Dòng không đọc được hết".to_owned(), number(report.unreadable)));
    lines.push(("Người trong dữ liệu dân cư".to_owned(), number(report.people)));
    lines.push(("Số định danh của nhiều người trong dữ liệu dân cư".to_owned(), number(report.doubled_numbers)));
    Summary { title: text::clean("Kết quả đối sánh"), lines }
}
