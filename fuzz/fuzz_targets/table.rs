//! Any bytes as a file: opened, mapped, read to the end and typed. Whatever they are, there is an answer.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sheet::{Limits, Options, Table, Typing};

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { cells_max: 200_000, suspect_from_bytes: 1 << 20, ..Limits::default() };
    let options = Options { limits, ..Options::default() };
    let Ok(table) = Table::from_bytes(bytes.to_vec(), &options) else { return };
    let typing = Typing::new(table.mapping(), jiff::civil::date(2026, 11, 23));
    for row in table.take(100_000) {
        let Ok(row) = row else { return };
        let _ = typing.read(&row);
    }
});
