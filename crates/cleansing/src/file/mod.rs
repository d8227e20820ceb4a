//! A sector's file against a register that is a file too, from both files to the result; nothing else is needed.
//!
//! The sector's file is read twice, so that its rows need not be in memory: once to compare, once to write them out
//! with their verdicts. Of the register the compact index stays, with the numbers and what it says of each person; the
//! values of people with whom something differs are read again at the end.

mod explain;
mod input;
mod places;
mod problem;
mod register;
mod repeats;
mod result;
mod sector;

pub use explain::{Compared, Explained, explain};
pub use problem::Problem;

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::Date;
use matching::{Band, Matcher, Model};
use sheet::{MapFile, Mapping, Note};

use crate::rules::Category;
use register::Register;
use sector::Sector;

/// The columns that a result adds, in their order.
pub const RESULT_COLUMNS: [&str; 7] =
    ["ket_qua", "canh_bao", "dai", "khoa_dan_cu", "xac_suat", "sai_lech", "giai_thich"];

/// Which rows get a sentence in `giai_thich`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Explain {
    /// None.
    None,
    /// Those that are no plain match.
    #[default]
    Differences,
    /// All.
    All,
}

/// What is to be done.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The register.
    pub register: PathBuf,
    /// The sector's file.
    pub input: PathBuf,
    /// What somebody said of the sector's columns.
    pub map: Option<MapFile>,
    /// What somebody said of the register's columns.
    pub register_map: Option<MapFile>,
    /// The register's key column, by its heading.
    pub register_key: Option<String>,
    /// The weights.
    pub model: Model,
    /// Fit the weights to the file first.
    pub train: bool,
    /// Which rows are explained.
    pub explain: Explain,
    /// Threads for comparing.
    pub threads: usize,
    /// Today, for years of two digits.
    pub today: Date,
}

/// Which of the two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The register.
    Register,
    /// The sector's file.
    Input,
}

/// Where the work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The register is read.
    Register,
    /// The weights are fitted.
    Train,
    /// The file is read and compared.
    Compare,
    /// Values of the register are read again, for what differs.
    Values,
    /// The result is written.
    Write,
}

/// What is told while the work goes on.
#[derive(Debug)]
pub enum Told<'a> {
    /// A file was opened and its columns told.
    Opened {
        /// Which one.
        which: Which,
        /// Its columns.
        mapping: &'a Mapping,
        /// The register's key column.
        key: Option<&'a str>,
    },
    /// A file was read to its end; what is worth knowing of it.
    Read {
        /// Which one.
        which: Which,
        /// The notes.
        notes: &'a [Note],
        /// Its records.
        records: u64,
    },
    /// So far.
    Progress {
        /// Where.
        stage: Stage,
        /// Rows done.
        rows: u64,
        /// Bytes or rows done, in the unit of `total`.
        done: u64,
        /// Bytes or rows in all; nothing when unknown.
        total: Option<u64>,
    },
    /// The stage is over.
    Over(Stage),
}

/// Listens to what is told.
pub type Tell<'a> = dyn FnMut(Told<'_>) + 'a;

/// What a key's cap dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cap {
    /// The key, as its parts.
    pub key: String,
    /// Look-ups left empty.
    pub lookups: u64,
    /// Pairs not compared.
    pub pairs: u64,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// People of the register.
    pub people: u64,
    /// Records of the sector's file.
    pub records: u64,
    /// Rows beneath the heading that are no records: labels, repeated headings, blank ones.
    pub other_rows: u64,
    /// Records of which a part could not be read.
    pub unreadable: u64,
    /// By category, in the order of [`Category::ALL`].
    pub categories: [u64; 14],
    /// How often each holds beside another.
    pub warnings: [u64; 14],
    /// Auto, review, none.
    pub bands: [u64; 3],
    /// What was repaired or could not be read, by code.
    pub troubles: BTreeMap<&'static str, u64>,
    /// Pairs compared.
    pub compared: u64,
    /// What caps dropped.
    pub caps: Vec<Cap>,
    /// The share of rows that are in the register, as estimated.
    pub members: f64,
    /// The model's name.
    pub model_name: String,
    /// Its hash.
    pub model_hash: String,
    /// The model, when it was fitted here.
    pub trained: Option<Model>,
    /// The register's key column.
    pub key: String,
    /// Numbers that several people of the register have.
    pub doubled_numbers: u64,
    /// Keys that several rows of the register have.
    pub doubled_keys: u64,
}

impl Report {
    /// How many rows have a category.
    pub fn count(&self, category: Category) -> u64 {
        self.categories[category as usize]
    }
}

/// Matches the file and writes the result under `out`, whose ending says whether it is .xlsx or .csv. Nothing stands
/// under that name before all of it is there.
pub fn run(plan: &Plan, out: &std::path::Path, tell: &mut Tell<'_>) -> Result<Report, Problem> {
    result::check_name(out)?;
    let register = Register::read(plan, tell)?;
    let trained = if plan.train { Some(sector::train(plan, &register, tell)?) } else { None };
    let model = trained.as_ref().unwrap_or(&plan.model);
    let matcher = Matcher::new(register.index(), model)?;
    let (sector, outcome) = Sector::compare(plan, &register, &matcher, None, tell)?;
    let mut report = Report {
        people: register.index().len() as u64,
        records: sector.len() as u64,
        other_rows: 0,
        unreadable: 0,
        categories: [0; 14],
        warnings: [0; 14],
        bands: [0; 3],
        troubles: BTreeMap::new(),
        compared: outcome.counts().compared,
        caps: caps(&register, &outcome),
        members: outcome.members(),
        model_name: model.name.clone(),
        model_hash: model.hash(),
        trained: trained.clone(),
        key: register.key_label().to_owned(),
        doubled_numbers: register.doubled_numbers(),
        doubled_keys: register.doubled_keys(),
    };
    result::write(plan, out, &register, &matcher, &sector, &outcome, &mut report, tell)?;
    Ok(report)
}

fn caps(register: &Register, outcome: &matching::Outcome<'_>) -> Vec<Cap> {
    let keys = &register.index().config().keys;
    let dropped = outcome.counts().dropped.iter().zip(keys).filter(|(dropped, _)| dropped.lookups > 0);
    dropped
        .map(|(dropped, key)| Cap { key: key.parts.join("+"), lookups: dropped.lookups, pairs: dropped.pairs })
        .collect()
}

/// The word of a band in the column `dai`.
pub fn band_word(band: Band) -> &'static str {
    match band {
        Band::Auto => "auto",
        Band::Review => "review",
        Band::None => "none",
    }
}
