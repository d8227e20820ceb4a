//! `procedures check`: every mistake with file and line, and how much is no longer asked.

use crate::{
    file::{Mistake, Tree, load, read_tree},
    form::AskedShare,
};
use std::{fmt, io, path::Path};

/// The share of declared fields that the plans want nobody to fill in any more (771/KH-UBND: 20 %).
pub const SPARED_PERCENT_WANTED: usize = 20;

/// What was found in a folder of definitions.
#[derive(Clone, Debug)]
pub struct Report {
    /// Everything wrong, by file and line.
    pub mistakes: Vec<Mistake>,
    /// One line for each definition that could be read.
    pub procedures: Vec<ReportLine>,
    /// How many example dossiers pass their forms.
    pub examples: usize,
}

/// What is said of one definition.
#[derive(Clone, Debug)]
pub struct ReportLine {
    /// The procedure's code.
    pub code: String,
    /// Its version.
    pub version: String,
    /// Its hash.
    pub hash: String,
    /// How much is asked.
    pub share: AskedShare,
    /// Values that no source we hold confirms.
    pub unconfirmed: Vec<String>,
}

impl Report {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_fine(&self) -> bool {
        self.mistakes.is_empty()
    }
}

/// Checks a folder of definitions.
///
/// # Errors
/// When the folder cannot be read, or holds no definition.
pub fn check(dir: &Path) -> io::Result<Report> {
    Ok(check_tree(&read_tree(dir)?))
}

/// Checks definitions that were read.
#[must_use]
pub fn check_tree(tree: &Tree) -> Report {
    let loaded = load(tree);
    let procedures = loaded
        .procedures
        .iter()
        .map(|procedure| ReportLine {
            code: procedure.code.clone(),
            version: procedure.version.clone(),
            hash: procedure.hash(),
            share: procedure.form.asked_share(),
            unconfirmed: procedure.unconfirmed(),
        })
        .collect();
    Report { mistakes: loaded.mistakes, procedures, examples: loaded.examples.len() }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for mistake in &self.mistakes {
            writeln!(f, "{mistake}")?;
        }
        for line in &self.procedures {
            let AskedShare { fields, asked, .. } = line.share;
            let percent = line.share.spared_percent();
            let verdict = if percent >= SPARED_PERCENT_WANTED { "" } else { ", fewer than the plans want" };
            writeln!(
                f,
                "{} {}: {fields} fields, {asked} asked, {percent} % no longer asked{verdict}; {} values not confirmed",
                line.code,
                line.version,
                line.unconfirmed.len()
            )?;
        }
        match self.mistakes.len() {
            0 => write!(f, "{} definitions and {} example dossiers, no mistakes", self.procedures.len(), self.examples),
            1 => write!(f, "1 mistake"),
            count => write!(f, "{count} mistakes"),
        }
    }
}
