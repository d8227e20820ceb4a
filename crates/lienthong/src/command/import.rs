//! `lienthong import population FILE`: a file of people into the register, with a report for each row.

mod read;
#[cfg(test)]
mod tests;

use super::{database_url, migrated, progress};
use crate::say::answer;
use crate::{config::Config, exit::Failed, wiring};
use basis::{Failure, Problem};
use clap::Subcommand;
use db::Why;
use population::{
    Basis,
    bulk::{self, ADD_PEOPLE_MAX, BulkHousehold, BulkItem, KnownHome},
    rules::{
        import::{Column, Imported, person},
        import_homes::Homes,
    },
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    io::Write as _,
    path::{Path, PathBuf},
};
use web::Words;

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
    let words = crate::words::gather()?.vi;
    let (at, columns) = header(&rows)?;
    let said = Said { words, headings: rows.get(at).map(|(_, cells)| cells.as_slice()).unwrap_or_default(), columns };
    let mut sorted = sort(&rows[at + 1..], &said);
    let paper = format!("tệp nhập {paper}");
    // Trying needs no database; with one, it is told all that the load itself would be told.
    let load = if dry_run && config.database_url.is_none() { None } else { Some(Load::prepare(&config).await?) };
    let register = match &load {
        Some(load) => load.look(&sorted, &paper).await?,
        None => Register::default(),
    };
    let holds_people = register.holds_people;
    let homes = settle(&mut sorted, register, &said);
    if !sorted.refused.is_empty() || !sorted.doubtful.is_empty() {
        // Before anything is loaded: whatever becomes of the load, the reasons stand.
        let report = report.unwrap_or_else(|| file.with_extension("khong-nhan.csv"));
        write_report(&report, &rows, &sorted)?;
        answer!("Lý do từng dòng: {}", report.display());
    }
    let Sorted { taken, refused, known, .. } = sorted;
    let counts =
        format!("{} dòng nhận, {} dòng đã có từ trước, {} dòng không nhận.", taken.len(), known.len(), refused.len());
    if holds_people && taken.len() as u64 > ADD_PEOPLE_MAX {
        answer!("{counts}");
        let whole = said.words.problem(&Problem::new(population::codes::LOAD_TOO_MANY));
        return Err(Failed::Broken(format!("{whole} ({ADD_PEOPLE_MAX})")));
    }
    match load {
        None => answer!("Chưa so với cơ sở dữ liệu dân cư: chưa có DATABASE_URL."),
        Some(load) if !dry_run && !taken.is_empty() => {
            let loaded = load.run(taken, &homes, paper).await.map_err(|failure| said.failed(failure))?;
            answer!("{loaded} người đã vào cơ sở dữ liệu dân cư.");
        }
        Some(_) => {}
    }
    answer!("{counts}");
    match refused.len() {
        0 => Ok(()),
        1 => Err(Failed::InPart("one row was not taken; see the report".to_owned())),
        some => Err(Failed::InPart(format!("{some} rows were not taken; see the report"))),
    }
}

/// The report's words: the file's own headings, and the texts of the program.
struct Said<'a> {
    words: &'static Words,
    headings: &'a [String],
    columns: Vec<Option<Column>>,
}

impl Said<'_> {
    fn heading(&self, key: &str) -> String {
        let place = self.columns.iter().position(|column| column.is_some_and(|column| column.key() == key));
        let heading = place.and_then(|place| self.headings.get(place)).map(|heading| heading.trim().to_owned());
        heading.unwrap_or_else(|| key.to_owned())
    }
    fn problems(&self, problems: &[Problem]) -> String {
        let one = |problem: &Problem| {
            let column = problem.field.as_ref().map(|field| format!("{}: ", self.heading(&field.0)));
            column.unwrap_or_default() + &self.words.problem(problem)
        };
        problems.iter().map(one).collect::<Vec<_>>().join("; ")
    }
    /// What the load as a whole was refused for, in the words of the report.
    fn failed(&self, failure: Failure) -> Failed {
        match failure.refusal() {
            Some(refusal) => Failed::Broken(self.problems(&refusal.problems)),
            None => failure.into(),
        }
    }
}

/// Reads each row; a number that stands twice in the file is taken once.
fn sort(rows: &[(usize, Vec<String>)], said: &Said<'_>) -> Sorted {
    let today = basis::today_at(basis::Clock::now(&basis::SystemClock));
    let mut sorted = Sorted::default();
    let mut numbers: HashSet<String> = HashSet::new();
    let bar = progress::bar(rows.len() as u64, "Đọc dòng");
    for (line, cells) in rows {
        bar.inc(1);
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cell = |column: Column| {
            let place = said.columns.iter().position(|there| *there == Some(column))?;
            cells.get(place).map(String::as_str)
        };
        match person(cell, today) {
            Ok(imported) => {
                let number = imported.person.personal_id.map(|number| number.as_str().to_owned());
                if number.is_some_and(|number| !numbers.insert(number)) {
                    let twice = Problem::new(population::codes::IMPORT_NUMBER_TWICE).at(Column::PersonalId.key());
                    sorted.refused.push((*line, said.problems(&[twice])));
                    continue;
                }
                if !imported.warnings.is_empty() {
                    sorted.doubtful.push((*line, said.problems(&imported.warnings)));
                }
                sorted.taken.push((*line, imported));
            }
            Err(problems) => sorted.refused.push((*line, said.problems(&problems))),
        }
    }
    bar.finish_and_clear();
    sorted
}

/// What the register has of a file's people and households.
#[derive(Default)]
struct Register {
    numbers: HashSet<String>,
    was_loaded: bool,
    homes: HashMap<String, KnownHome>,
    holds_people: bool,
}

/// Sets aside what the register has already, then sees row by row who belongs to one household.
fn settle(sorted: &mut Sorted, register: Register, said: &Said<'_>) -> Homes {
    let mut homes = Homes::new(register.homes);
    for (line, row) in std::mem::take(&mut sorted.taken) {
        // A row without a number cannot be told from its like: then it counts that this very file was loaded.
        let number = row.person.personal_id;
        if number.map_or(register.was_loaded, |number| register.numbers.contains(number.as_str())) {
            sorted.known.push(line);
            continue;
        }
        match row.home.as_ref().map_or(Ok(None), |home| homes.admit(home)) {
            Err(problem) => {
                sorted.refused.push((line, said.problems(&[problem])));
                continue;
            }
            Ok(Some(problem)) => sorted.doubtful.push((line, said.problems(&[problem]))),
            Ok(None) => {}
        }
        sorted.taken.push((line, row));
    }
    let taken: HashSet<usize> = sorted.taken.iter().map(|(line, _)| *line).collect();
    sorted.doubtful.retain(|(line, _)| taken.contains(line));
    homes
}

/// The way into the register.
struct Load {
    ctx: db::Ctx,
    owner: db::OwnerPool,
}

impl Load {
    async fn prepare(config: &Config) -> Result<Self, Failed> {
        let url = database_url(config)?;
        migrated(&url).await?;
        let running = wiring::build(config, &url, false).await?;
        Ok(Self { ctx: running.system("import"), owner: db::owner_pool(&url, 4).await? })
    }

    /// Asks the register for the people and households of the file.
    async fn look(&self, sorted: &Sorted, paper: &str) -> Result<Register, Failed> {
        let may = self.ctx.allow::<population::may::LoadBulk>()?;
        let rows = || sorted.taken.iter().map(|(_, row)| row);
        let numbers: Vec<vietnam::PersonalId> = rows().filter_map(|row| row.person.personal_id).collect();
        let files: BTreeSet<&str> = rows().filter_map(|row| row.home.as_ref()?.file_no.as_deref()).collect();
        let files: Vec<&str> = files.into_iter().collect();
        let mut tx = self.ctx.begin(WHY).await?;
        let out = async {
            Ok(Register {
                numbers: bulk::known_numbers(&mut tx, &may, &numbers).await?,
                was_loaded: bulk::was_loaded(&mut tx, &may, paper).await?,
                homes: bulk::known_homes(&mut tx, &may, &files).await?,
                holds_people: bulk::holds_people(&mut tx, &may).await?,
            })
        }
        .await;
        Ok(tx.finish(out).await?)
    }

    /// Loads the rows; gives how many people came in.
    async fn run(self, taken: Vec<(usize, Imported)>, homes: &Homes, paper: String) -> Result<u64, Failure> {
        let may = self.ctx.allow::<population::may::LoadBulk>()?;
        let bar = progress::bar(taken.len() as u64, "Nạp dân cư");
        let shown = bar.clone();
        let basis = Basis::law(GROUND).on_paper(paper);
        let items = households(taken.into_iter().map(|(_, row)| row), homes);
        let loaded = bulk::load(&self.ctx, may, &self.owner, &basis, items.into_iter(), move |step| {
            if let bulk::LoadStep::People(people) = step {
                shown.set_position(people);
            }
        })
        .await;
        bar.finish_and_clear();
        Ok(loaded?.people)
    }
}

/// Rows with one file number are one household, which the register may have already; the others live for themselves.
fn households(taken: impl Iterator<Item = Imported>, homes: &Homes) -> Vec<BulkItem> {
    let mut items = Vec::new();
    let mut by_file: BTreeMap<String, BulkHousehold> = BTreeMap::new();
    for Imported { mut person, home, .. } in taken {
        let Some(home) = home else {
            items.push(BulkItem::Person(Box::new(person)));
            continue;
        };
        person.membership = home.relation.map(|relation| (relation, home.since));
        let new = |id, file_no, address| BulkHousehold { id, file_no, address, since: None, members: Vec::new() };
        match home.file_no.as_deref().and_then(|file_no| Some((file_no, homes.find(file_no)?))) {
            Some((file_no, there)) => {
                let household = || new(there.id, Some(file_no.to_owned()), there.address.clone());
                by_file.entry(file_no.to_owned()).or_insert_with(household).members.push(person);
            }
            None => {
                let household = new(basis::HouseholdId::fresh(), home.file_no, home.address);
                items.push(BulkItem::Household(BulkHousehold { members: vec![person], ..household }));
            }
        }
    }
    items.extend(by_file.into_iter().map(|(file_no, household)| {
        let is_known = homes.find(&file_no).is_some_and(|home| home.is_known);
        if is_known { BulkItem::Joining(household) } else { BulkItem::Household(household) }
    }));
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
