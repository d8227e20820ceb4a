//! `lienthong import population FILE`: a file of people into the register, with a report for each row.

use super::{database_url, progress};
use crate::{config::Config, exit::Failed, wiring};
use calamine::{Data, Reader};
use clap::Subcommand;
use population::{
    Basis,
    bulk::{BulkHousehold, BulkItem},
    rules::import::{Column, Imported, person},
};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

const GROUND: &str = "Luật Căn cước 26/2023 Đ9";
const HEADER_ROWS_MAX: usize = 20;
/// A file is a register's load only when this many of its columns are recognised.
const COLUMNS_MIN: usize = 3;

/// What to bring in.
#[derive(Subcommand, Debug)]
pub(crate) enum Import {
    /// People from CSV or Excel; every row that cannot be taken is reported with its reason.
    Population {
        /// The file: .csv, .xlsx, .xls or .ods.
        file: PathBuf,
        /// Where the report of rows that were not taken goes; beside the file when not named.
        #[arg(long)]
        report: Option<PathBuf>,
        /// Only read and report; load nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

/// Rows of a file, each with its line number.
type Rows = Vec<(usize, Vec<String>)>;

pub(crate) async fn run(config: Config, what: Import) -> Result<(), Failed> {
    let Import::Population { file, report, dry_run } = what;
    let rows = read(&file)?;
    let (at, columns) = header(&rows)?;
    let today = basis::today_at(basis::Clock::now(&basis::SystemClock));
    let language = crate::words::gather()?.vi;
    let mut taken: Vec<Imported> = Vec::new();
    let mut refused: Vec<(usize, String)> = Vec::new();
    let bar = progress::bar(rows.len() as u64, "Đọc dòng");
    for (line, cells) in rows.iter().skip(at + 1) {
        bar.inc(1);
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cell = |column: Column| {
            columns
                .iter()
                .position(|there| *there == Some(column))
                .and_then(|place| cells.get(place))
                .map(String::as_str)
        };
        match person(cell, today) {
            Ok(imported) => taken.push(imported),
            Err(problems) => {
                let words: Vec<String> = problems
                    .iter()
                    .map(|problem| {
                        let column = problem.field.as_ref().map(|field| format!("{field}: ")).unwrap_or_default();
                        column + &language.problem(problem)
                    })
                    .collect();
                refused.push((*line, words.join("; ")));
            }
        }
    }
    bar.finish_and_clear();
    let report = report.unwrap_or_else(|| file.with_extension("khong-nhan.csv"));
    if !refused.is_empty() {
        write_report(&report, &rows, &refused)?;
    }
    println!("{} dòng đọc được, {} dòng không nhận.", taken.len(), refused.len());
    if !refused.is_empty() {
        println!("Lý do từng dòng: {}", report.display());
    }
    if !dry_run && !taken.is_empty() {
        let people = load(&config, taken).await?;
        println!("{people} người đã vào cơ sở dữ liệu dân cư.");
    }
    match refused.len() {
        0 => Ok(()),
        1 => Err(Failed::InPart("one row was not taken; see the report".to_owned())),
        some => Err(Failed::InPart(format!("{some} rows were not taken; see the report"))),
    }
}

async fn load(config: &Config, taken: Vec<Imported>) -> Result<u64, Failed> {
    let url = database_url(config)?;
    let running = wiring::build(config, &url, false).await?;
    let owner = db::owner_pool(&url, 4).await?;
    let ctx = running.system("import");
    let may = ctx.allow::<population::may::LoadBulk>()?;
    let total = taken.len() as u64;
    let bar = progress::bar(total, "Nạp dân cư");
    let shown = bar.clone();
    let basis = Basis::law(GROUND).on_paper("tệp nhập");
    let loaded = population::bulk::load(&ctx, may, &owner, &basis, households(taken).into_iter(), move |step| {
        if let population::bulk::LoadStep::People(people) = step {
            shown.set_position(people);
        }
    })
    .await?;
    bar.finish_and_clear();
    Ok(loaded.people)
}

/// Rows with one file number are one household; the others live for themselves.
fn households(taken: Vec<Imported>) -> Vec<BulkItem> {
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

fn read(file: &Path) -> Result<Rows, Failed> {
    let broken = |what: String| Failed::Broken(format!("reading {}: {what}", file.display()));
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    if ending == "csv" || ending == "txt" {
        let bytes = std::fs::read(file).map_err(|error| broken(error.to_string()))?;
        let text = String::from_utf8(bytes).map_err(|_| broken("it is not UTF-8; save it as CSV UTF-8".into()))?;
        let text = text.trim_start_matches('\u{feff}');
        let first = text.lines().next().unwrap_or_default();
        let delimiter = [b',', b';', b'\t']
            .into_iter()
            .max_by_key(|sign| first.bytes().filter(|byte| byte == sign).count())
            .unwrap_or(b',');
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        return reader
            .records()
            .enumerate()
            .map(|(place, record)| {
                let record = record.map_err(|error| broken(error.to_string()))?;
                let line = record.position().map_or(place + 1, |position| position.line() as usize);
                Ok((line, record.iter().map(str::to_owned).collect()))
            })
            .collect();
    }
    let mut book = calamine::open_workbook_auto(file).map_err(|error| broken(error.to_string()))?;
    let sheet = book.sheet_names().first().cloned().ok_or_else(|| broken("it has no sheet".into()))?;
    let range = book.worksheet_range(&sheet).map_err(|error| broken(error.to_string()))?;
    let first = range.start().map_or(0, |(row, _)| row as usize);
    Ok(range.rows().enumerate().map(|(place, row)| (first + place + 1, row.iter().map(cell_text).collect())).collect())
}

/// A cell as a person would read it: whole numbers without a decimal point, dates as day/month/year.
fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        Data::DateTime(when) => {
            let (year, month, day, ..) = when.to_ymd_hms_milli();
            format!("{day:02}/{month:02}/{year:04}")
        }
        Data::Empty => String::new(),
        other => other.to_string(),
    }
}

fn write_report(path: &Path, rows: &Rows, refused: &[(usize, String)]) -> Result<(), Failed> {
    let broken = |error: csv::Error| Failed::Broken(format!("writing the report {}: {error}", path.display()));
    let mut writer = csv::Writer::from_path(path).map_err(broken)?;
    writer.write_record(["dong", "ly_do", "noi_dung"]).map_err(broken)?;
    let by_line: BTreeMap<usize, &Vec<String>> = rows.iter().map(|(line, cells)| (*line, cells)).collect();
    for (line, why) in refused {
        let content = by_line.get(line).map(|cells| cells.join(" | ")).unwrap_or_default();
        writer.write_record([line.to_string().as_str(), why, content.as_str()]).map_err(broken)?;
    }
    writer.flush().map_err(|error| Failed::Broken(format!("writing the report {}: {error}", path.display())))
}
