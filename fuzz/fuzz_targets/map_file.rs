//! Any text as a map file over a small table.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sheet::{MapFile, Options, Table};

fuzz_target!(|written: &str| {
    let Ok(map) = MapFile::parse(written) else { return };
    let table = b"Ho va ten;Ngay sinh;;Ghi chu\nNguyen An;1960;x;\n".to_vec();
    let Ok(mut table) = Table::from_bytes(table, &Options::default().with_map(&map)) else { return };
    let _ = table.apply(&map);
});
