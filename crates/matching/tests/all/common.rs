//! What the tests share: a synthetic register and file as rows.

use matching::{Builder, Config, Index, Matcher, Model, Outcome};
use synthetic::linkage::{self, Errors};

/// A register and a file in memory, in the columns of the Vietnamese configuration.
pub(crate) struct Files {
    pub(crate) register: Vec<(String, Vec<String>)>,
    pub(crate) rows: Vec<Vec<String>>,
    pub(crate) truth: Vec<String>,
    pub(crate) register_csv: String,
    pub(crate) sector_csv: String,
}

/// The columns of the synthetic files in the order of the configuration.
const ORDER: [usize; 6] = [3, 4, 1, 2, 6, 5];

pub(crate) fn files(people: u64, errors: &Errors, seed: u64) -> Files {
    let mut out = [Vec::new(), Vec::new(), Vec::new()];
    let [register, sector, truth] = &mut out;
    linkage::write(register, sector, truth, people, errors, seed).unwrap();
    let [register_csv, sector_csv, truth] = out.map(|bytes| String::from_utf8(bytes).unwrap());
    let rows = |text: &str| -> Vec<(String, Vec<String>)> {
        let row = |line: &str| {
            let cells: Vec<&str> = line.split(',').collect();
            (cells[0].to_owned(), ORDER.iter().map(|&at| cells[at].to_owned()).collect())
        };
        text.lines().skip(1).map(row).collect()
    };
    Files {
        register: rows(&register_csv),
        rows: rows(&sector_csv).into_iter().map(|(_, cells)| cells).collect(),
        truth: truth.lines().skip(1).map(|line| line.split(',').nth(1).unwrap().to_owned()).collect(),
        register_csv,
        sector_csv,
    }
}

pub(crate) fn index(register: &[(String, Vec<String>)], threads: usize) -> Index {
    let mut builder = Builder::new(&Config::vietnam()).unwrap();
    builder.add_all(register.iter().cloned());
    builder.finish(threads)
}

/// Band, key and millionths of probability of each row.
pub(crate) fn links(outcome: &Outcome<'_>, index: &Index) -> Vec<(String, String, i64)> {
    (0..outcome.len())
        .map(|row| {
            let verdict = outcome.verdict(row);
            let key = verdict.person.map(|person| String::from_utf8(index.key(person)).unwrap()).unwrap_or_default();
            (format!("{:?}", verdict.band), key, (verdict.probability * 1e6).round() as i64)
        })
        .collect()
}

pub(crate) fn verdicts(
    register: &[(String, Vec<String>)],
    rows: &[Vec<String>],
    threads: usize,
) -> Vec<(String, String, i64)> {
    let index = index(register, threads);
    let model = Model::vietnam();
    let matcher = Matcher::new(&index, &model).unwrap();
    links(&matcher.run(rows, threads), &index)
}
