//! Tells on standard error how far the work is, and which column was taken for what.

use crate::command::progress;
use crate::say::tell;
use cleansing::file::{Plan, Stage, Told, Which};
use indicatif::ProgressBar;
use std::{path::PathBuf, time::Instant};

/// Hears what the work tells.
pub(super) struct Listener {
    register: PathBuf,
    input: PathBuf,
    bar: Option<(Stage, ProgressBar, Instant)>,
    is_quiet: bool,
}

impl Listener {
    pub(super) fn new(plan: &Plan, is_quiet: bool) -> Self {
        Self { register: plan.register.clone(), input: plan.input.clone(), bar: None, is_quiet }
    }

    pub(super) fn hear(&mut self, told: Told<'_>) {
        if self.is_quiet {
            return;
        }
        match told {
            Told::Opened { which, mapping, key } => {
                let path = if which == Which::Register { &self.register } else { &self.input };
                let what = if which == Which::Register { "register" } else { "sector's file" };
                self.say(&format!("{what}: {}\n{mapping}", path.display()));
                if let Some(key) = key {
                    self.say(&format!("      khoa_dan_cu: {key}"));
                }
            }
            Told::Read { which, notes, records } => {
                let what = if which == Which::Register { "register" } else { "sector's file" };
                self.say(&format!("{what}: {records} records"));
                for note in notes {
                    self.say(&format!("      {}", note.en()));
                }
            }
            Told::Progress { stage, rows, done, total } => self.progress(stage, rows, done, total),
            Told::Over(_) => self.end(),
        }
    }

    /// Takes the bar away.
    pub(super) fn end(&mut self) {
        if let Some((_, bar, _)) = self.bar.take() {
            bar.finish_and_clear();
        }
    }

    fn say(&mut self, words: &str) {
        match &self.bar {
            Some((_, bar, _)) => bar.suspend(|| tell!("{words}")),
            None => tell!("{words}"),
        }
    }

    fn progress(&mut self, stage: Stage, rows: u64, done: u64, total: Option<u64>) {
        if self.bar.as_ref().is_none_or(|(own, ..)| *own != stage) {
            self.end();
            let bar = match total {
                Some(total) => progress::rows_bar(total),
                None => progress::spinner(""),
            };
            self.bar = Some((stage, bar, Instant::now()));
        }
        if let Some((_, bar, since)) = &self.bar {
            let rate = rows as f64 / since.elapsed().as_secs_f64().max(0.001);
            bar.set_message(format!("{:<24} {rows} rows, {rate:.0} rows/s", name(stage)));
            if total.is_some() {
                bar.set_position(done);
            }
        }
    }
}

fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Register => "reading the register",
        Stage::Train => "fitting the model",
        Stage::Compare => "comparing",
        Stage::Values => "looking up differences",
        Stage::Write => "writing the result",
    }
}
