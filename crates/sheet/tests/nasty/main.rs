//! Files made to be nasty, read as a caller would read them.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics, and says where")]

mod books;
mod limits;
mod lists;
mod make;
mod mutated;

use sheet::{Options, Part, Row, Table, Trouble, Unreadable};

/// Reads a file that must be readable to its end.
fn read(bytes: Vec<u8>) -> (Table, Vec<Row>) {
    read_with(bytes, &Options::default())
}

fn read_with(bytes: Vec<u8>, options: &Options) -> (Table, Vec<Row>) {
    let mut table = Table::from_bytes(bytes, options).unwrap();
    let rows: Vec<Row> = table.by_ref().map(|row| row.unwrap()).collect();
    (table, rows)
}

fn refused(bytes: Vec<u8>) -> Unreadable {
    match Table::from_bytes(bytes, &Options::default()) {
        Err(problem) => problem,
        Ok(table) => table.filter_map(Result::err).next().expect("the file must not be readable"),
    }
}

fn texts(row: &Row) -> Vec<&str> {
    row.cells.iter().collect()
}

fn troubles(row: &Row) -> Vec<Trouble> {
    row.problems.iter().map(|problem| problem.trouble).collect()
}

fn parts(rows: &[Row]) -> Vec<(u64, Part)> {
    rows.iter().map(|row| (row.line, row.part)).collect()
}
