//! `lienthong import population FILE`: a file of people into the register, with a report for each row.

mod read;

use super::{database_url, migrated, progress};
use crate::{config::Config, exit::Failed, wiring};
use basis::Problem;
use clap::Subcommand;
use db::Why;
use files::ContentHash;
use population::{
    Basis,
    bulk::{BulkHousehold, BulkItem},
    rules::import::{Column, Imported, person},
};
use std::{
    collections::{BTreeMap, HashSet},
    io::Write as _,
    path::{Path, PathBuf},
};

const GROUND: &str = "Luật Căn cước 26/2023 Đ9";
const WHY: Why = Why::new("purpose-import", GROUND);
const HEADER_ROWS_MAX: usize = 20;
/// A file is a register's load only when this many of its columns are recognised.
const COLUMNS_MIN: usize = 3;
/// So much of a cell is repeated in the report; the line number finds the rest.
const REPORTED_CHARS_MAX: usize = 120;

/// What to bring in.
#[derive(Subcommand, Debug)]
pub(crate) enum Import {
    /// People from CSV or Excel; every row that cannot be taken is reported with its reason.
    Population {
        /// The file: .csv, .xlsx, .xls or .ods.
        file: PathBuf,
        /// Where the report goes of rows that were not taken, or taken and worth a look; beside the file when not named.
        #[arg(long)]
        report: Option<PathBuf>,
        /// Only read and report; load nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

/// Rows of a file, each with its line number.
type Rows = Vec<(usize, Vec<String>)>;

/// What became of a file's rows.
#[derive(Default)]
struct Sorted {
    taken: Vec<(usize, Imported)>,
    /// Line and reason.
    refused: Vec<(usize, String)>,
    /// Somebody in the register has the number already, or the file was loaded before.
    known: Vec<usize>,
    /// Taken, and worth a look.
    doubtful: Vec<(usize, String)>,
}

pub(crate) async fn run(config: Config, what: Import) -> Result<(), Failed> {
    let Import::Population { file, report, dry_run } = what;
    let (rows, paper) = tokio::task::spawn_blocking({
        let file = file.clone();
        move || read::rows(&file)
    })
    .await
    .map_err(|error| Failed::Broken(format!("reading {}: {error}", file.display())))??;
    let mut sorted = sort(&rows)?;
    if !dry_run && !sorted.taken.is_empty() {
        let loaded = load(&config, &mut sorted, &paper).await?;
        println!("{loaded} người đã vào cơ sở dữ liệu dân cư.");
    }
    let Sorted { taken, refused, known, doubtful } = &sorted;
    println!("{} dòng nhận, {} dòng đã có từ trước, {} dòng không nhận.", taken.len(), known.len(), refused.len());
    if !refused.is_empty() || !doubtful.is_empty() {
        let report = report.unwrap_or_else(|| file.with_extension("khong-nhan.csv"));
        write_report(&report, &rows, &sorted)?;
        println!("Lý do từng dòng: {}", report.display());
    }
    match refused.len() {
        0 => Ok(()),
        1 => Err(Failed::InPart("one row was not taken; see the report".to_owned())),
        some => Err(Failed::InPart(format!("{some} rows were not taken; see the report"))),
    }
}

/// Reads each row; a number that stands twice in the file is taken once.
fn sort(rows: &Rows) -> Result<Sorted, Failed> {
    let (at, columns) = header(rows)?;
    let today = basis::today_at(basis::Clock::now(&basis::SystemClock));
    let language = crate::words::gather()?.vi;
    let said = |problems: &[Problem]| {
        let one = |problem: &Problem| {
            let column = problem.field.as_ref().map(|field| format!("{field}: ")).unwrap_or_default();
            column + &language.problem(problem)
        };
        problems.iter().map(one).collect::<Vec<_>>().join("; ")
    };
    let mut sorted = Sorted::default();
    let mut numbers: HashSet<String> = HashSet::new();
    let bar = progress::bar(rows.len() as u64, "Đọc dòng");
    for (line, cells) in rows.iter().skip(at + 1) {
        bar.inc(1);
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cell = |column: Column| {
            let place = columns.iter().position(|there| *there == Some(column))?;
            cells.get(place).map(String::as_str)
        };
        match person(cell, today) {
            Ok(imported) => {
                let number = imported.person.personal_id.map(|number| number.as_str().to_owned());
                if number.is_some_and(|number| !numbers.insert(number)) {
                    let twice = Problem::new(population::codes::IMPORT_NUMBER_TWICE).at(Column::PersonalId.key());
                    sorted.refused.push((*line, said(&[twice])));
                    continue;
                }
                if !imported.warnings.is_empty() {
                    sorted.doubtful.push((*line, said(&imported.warnings)));
                }
                sorted.taken.push((*line, imported));
            }
            Err(problems) => sorted.refused.push((*line, said(&problems))),
        }
    }
    bar.finish_and_clear();
    Ok(sorted)
}

/// Loads what the register does not hold yet; gives how many people came in.
async fn load(config: &Config, sorted: &mut Sorted, file: &ContentHash) -> Result<u64, Failed> {
    let url = database_url(config)?;
    migrated(&url).await?;
    let running = wiring::build(config, &url, false).await?;
    let owner = db::owner_pool(&url, 4).await?;
    let ctx = running.system("import");
    let may = ctx.allow::<population::may::LoadBulk>()?;
    let paper = format!("tệp nhập {file}");
    let numbers: Vec<vietnam::PersonalId> = sorted.taken.iter().filter_map(|(_, row)| row.person.personal_id).collect();
    let mut tx = ctx.begin(WHY).await?;
    let out = async {
        let known = population::bulk::known_numbers(&mut tx, &may, &numbers).await?;
        Ok((known, population::bulk::was_loaded(&mut tx, &may, &paper).await?))
    }
    .await;
    let (known, was_loaded) = tx.finish(out).await?;
    let (there, new): (Vec<_>, Vec<_>) = std::mem::take(&mut sorted.taken).into_iter().partition(|(_, row)| {
        // A row without a number cannot be told from its like: then it counts that this very file was loaded.
        row.person.personal_id.map_or(was_loaded, |number| known.contains(number.as_str()))
    });
    sorted.known = there.iter().map(|(line, _)| *line).collect();
    sorted.doubtful.retain(|(line, _)| !sorted.known.contains(line));
    sorted.taken = new;
    if sorted.taken.is_empty() {
        return Ok(0);
    }
    let total = sorted.taken.len() as u64;
    let bar = progress::bar(total, "Nạp dân cư");
    let shown = bar.clone();
    let basis = Basis::law(GROUND).on_paper(paper);
    let items = households(sorted.taken.iter().map(|(_, row)| row.clone()));
    let loaded = population::bulk::load(&ctx, may, &owner, &basis, items.into_iter(), move |step| {
        if let population::bulk::LoadStep::People(people) = step {
            shown.set_position(people);
        }
    })
    .await?;
    bar.finish_and_clear();
    Ok(loaded.people)
}

/// Rows with one file number are one household; the others live for themselves.
fn households(taken: impl Iterator<Item = Imported>) -> Vec<BulkItem> {
    let mut items = Vec::new();
    let mut by_file: BTreeMap<String, BulkHousehold> = BTreeMap::new();
    for Imported { mut person, home, .. } in taken {
        let Some(home) = home else {
            items.push(BulkItem::Person(Box::new(person)));
            continue;
        };
        person.membership = home.relation.map(|relation| (relation, home.since));
        let household = BulkHousehold {
            id: basis::HouseholdId::fresh(),
            file_no: home.file_no.clone(),
            address: home.address,
            since: None,
            members: Vec::new(),
        };
        match home.file_no {
            Some(file_no) => by_file.entry(file_no).or_insert(household).members.push(person),
            None => items.push(BulkItem::Household(BulkHousehold { members: vec![person], ..household })),
        }
    }
    items.extend(by_file.into_values().map(BulkItem::Household));
    items
}

/// The row of headings, even under a title block, and which column each one is.
fn header(rows: &Rows) -> Result<(usize, Vec<Option<Column>>), Failed> {
    rows.iter()
        .take(HEADER_ROWS_MAX)
        .enumerate()
        .map(|(place, (_, cells))| (place, cells.iter().map(|cell| Column::of_heading(cell)).collect::<Vec<_>>()))
        .max_by_key(|(_, columns)| columns.iter().flatten().count())
        .filter(|(_, columns)| columns.iter().flatten().count() >= COLUMNS_MIN)
        .ok_or_else(|| {
            Failed::Broken(
                "no row of headings was found: at least name, birth and number must be among the columns".into(),
            )
        })
}

/// One line for each row that was not taken or is worth a look.
fn write_report(path: &Path, rows: &Rows, sorted: &Sorted) -> Result<(), Failed> {
    let broken =
        |error: &dyn std::fmt::Display| Failed::Broken(format!("writing the report {}: {error}", path.display()));
    let mut file = std::fs::File::create(path).map_err(|error| broken(&error))?;
    // Without it Excel takes the file for another encoding.
    file.write_all("\u{feff}".as_bytes()).map_err(|error| broken(&error))?;
    let mut writer = csv::Writer::from_writer(file);
    writer.write_record(["dong", "ket_qua", "ly_do", "noi_dung"]).map_err(|error| broken(&error))?;
    let by_line: BTreeMap<usize, &Vec<String>> = rows.iter().map(|(line, cells)| (*line, cells)).collect();
    let refused = sorted.refused.iter().map(|(line, why)| (*line, "không nhận", why));
    let doubtful = sorted.doubtful.iter().map(|(line, why)| (*line, "đã nhận, cần xem lại", why));
    let mut lines: Vec<_> = refused.chain(doubtful).collect();
    lines.sort_unstable();
    for (line, outcome, why) in lines {
        let content = by_line.get(&line).map(|cells| content(cells)).unwrap_or_default();
        writer.write_record([line.to_string().as_str(), outcome, why, &content]).map_err(|error| broken(&error))?;
    }
    writer.flush().map_err(|error| broken(&error))
}

/// A row's cells in one, short, and never a formula for the spreadsheet that opens the report.
fn content(cells: &[String]) -> String {
    let short = |cell: &String| match cell.char_indices().nth(REPORTED_CHARS_MAX) {
        Some((end, _)) => format!("{}…", &cell[..end]),
        None => cell.clone(),
    };
    let joined = cells.iter().map(short).collect::<Vec<_>>().join(" | ");
    if joined.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{joined}") } else { joined }
}
