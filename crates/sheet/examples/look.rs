//! Looks at a file as the engine sees it: `cargo run -p sheet --example look -- FILE [RESULT]`. Shows the notes, the
//! mapping and what is odd, by count and never by content; writes all rows again when a result is named.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use sheet::{Options, Out, Part, Results, Row, Summary, Table, Tone, Typing, Unreadable, WriteOptions};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let Some(file) = arguments.next() else {
        eprintln!("which file?");
        std::process::exit(2);
    };
    if let Err(problem) = look(&file, arguments.next().as_deref()) {
        eprintln!("{problem}");
        std::process::exit(1);
    }
}

fn look(file: &str, result: Option<&str>) -> Result<(), Box<dyn std::error::Error>> {
    let begun = Instant::now();
    let mut table = Table::open(Path::new(file), &Options::default())?;
    let typing = Typing::new(table.mapping(), jiff::civil::date(2026, 11, 23));
    print!("{}", table.mapping());
    let headings: Vec<String> = table.mapping().columns().iter().map(|column| column.heading.clone()).collect();
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut out = match result {
        Some(path) => Some(Results::create(Path::new(path), &headings, &WriteOptions::default())?),
        None => None,
    };
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    let mut rows = 0u64;
    let mut row = Row::default();
    let ended: Result<(), Unreadable> = loop {
        match table.next_row(&mut row) {
            Ok(true) => {}
            Ok(false) => break Ok(()),
            Err(problem) => break Err(problem),
        }
        rows += 1;
        let (_, problems) = typing.read(&row);
        for problem in row.problems.iter().chain(&problems) {
            *counts.entry(problem.trouble.code()).or_default() += 1;
        }
        if let Some(out) = &mut out {
            let tone = if row.part == Part::Data { Tone::Plain } else { Tone::Quiet };
            let cells: Vec<Out<'_>> = row.cells.iter().map(Out::Text).collect();
            out.row(&cells, tone)?;
        }
    };
    if let Some(out) = out {
        out.finish(&Summary { title: "Tệp".to_owned(), lines: vec![("Dòng".to_owned(), rows as f64)] })?;
    }
    for note in table.notes() {
        println!("{}", note.en());
    }
    println!("{counts:?}");
    println!("{rows} rows, {:.2} s", begun.elapsed().as_secs_f64());
    Ok(ended?)
}
