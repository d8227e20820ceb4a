//! A register and a sector's file about the same made-up people, with the truth beside them: what linkage is tried on.
//!
//! The error model is data ([`Errors`]): a standard and a hard profile, and a dirty one with the faults of real Excel
//! files. Every person is a function of the seed and a number, so that ten million are written in constant memory and
//! the same seed gives the same bytes on every machine. For households and histories see [`crate::Province`].

mod dice;
mod dirt;
mod errors;
mod names;
mod people;

use std::io::{self, BufWriter, Write};

pub use dirt::Dirt;
pub use errors::Errors;

use dice::{Dice, Shuffle};
use errors::Line;
use people::Population;

/// Column names of the register's file; the first is the key that the truth refers to.
pub const REGISTER_COLUMNS: [&str; 7] = ["key", "pid", "old_id", "full_name", "dob", "gender", "commune"];
/// Column names of the sector's file; the first counts the lines from 1.
pub const SECTOR_COLUMNS: [&str; 7] = ["line", "pid", "old_id", "full_name", "dob", "gender", "commune"];

/// How many lines were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// People in the register.
    pub register: u64,
    /// Lines in the sector's file.
    pub sector: u64,
    /// Lines of the sector's file about somebody in the register.
    pub links: u64,
}

/// Writes a register of so many people, a sector's file of half as many lines with the errors, and the truth: the
/// line and the register's key, empty for whoever is not in the register.
pub fn write(
    register: impl Write,
    sector: impl Write,
    truth: impl Write,
    people: u64,
    errors: &Errors,
    seed: u64,
) -> io::Result<Written> {
    let lines = people / 2;
    let population = Population::new(seed, people + lines);
    write_register(BufWriter::with_capacity(1 << 18, register), &population, people)?;
    let mut sector = BufWriter::with_capacity(1 << 18, sector);
    let mut truth = BufWriter::with_capacity(1 << 18, truth);
    writeln!(sector, "{}", SECTOR_COLUMNS.join(","))?;
    writeln!(truth, "line,key")?;
    let order = Shuffle::new(seed, 2, people);
    let mut links = 0;
    let mut line = Line::default();
    let mut again = 0_u64;
    for at in 0..lines {
        let mut dice = Dice::new(seed, 3, at);
        // A repeated line is one more line about the person of the line before it.
        again = if at > 0 && dice.chance(errors.repeated) { again + 1 } else { 0 };
        let source = at - again;
        let member = Dice::new(seed, 4, source).chance(errors.members);
        let nth = if member { order.at(source) } else { people + source };
        errors.spoil(&population, nth, &mut dice, &mut line);
        write!(sector, "{},", at + 1)?;
        line.write(&mut sector)?;
        if member {
            links += 1;
            writeln!(truth, "{},{}", at + 1, population.key(nth))?;
        } else {
            writeln!(truth, "{},", at + 1)?;
        }
    }
    sector.flush()?;
    truth.flush()?;
    Ok(Written { register: people, sector: lines, links })
}

fn write_register(mut out: impl Write, population: &Population, people: u64) -> io::Result<()> {
    writeln!(out, "{}", REGISTER_COLUMNS.join(","))?;
    let order = Shuffle::new(population.seed(), 5, people);
    let mut line = Line::default();
    for at in 0..people {
        let nth = order.at(at);
        line.take(population, &population.person(nth));
        write!(out, "{},", population.key(nth))?;
        line.write(&mut out)?;
    }
    out.flush()
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
