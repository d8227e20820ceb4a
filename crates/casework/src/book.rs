//! What the law says as data: procedure definitions in every version, and the working calendar.

use crate::{
    filing::{BirthFiling, Case},
    rules::deadline::Terms,
    words::Dossier,
};
use basis::{Failure, Fault};
use procedure::{Answers, Catalogue, Procedure, Step, StepRule};
use std::sync::Arc;
use vietnam::WorkingCalendar;

/// Definitions and calendar, shared by all requests.
#[derive(Clone, Debug)]
pub struct Book {
    /// Procedures in every version.
    pub catalogue: Arc<Catalogue>,
    /// Working days and hours.
    pub calendar: Arc<WorkingCalendar>,
}

impl Book {
    /// The definition a dossier began with; it ends with the same one.
    ///
    /// # Errors
    /// A fault when this program no longer carries it.
    pub fn definition(&self, hash: &str) -> Result<&Procedure, Failure> {
        self.catalogue
            .by_hash(hash)
            .map(AsRef::as_ref)
            .ok_or_else(|| Fault::new("a dossier runs under a definition this program does not carry").into())
    }
    /// The answers of a dossier.
    ///
    /// # Errors
    /// A fault when they are not of the form's kind.
    pub fn answers(&self, dossier: &Dossier) -> Result<Answers, Failure> {
        read_answers(&dossier.answers)
    }
    /// What a dossier asks for.
    pub(crate) fn case(&self, dossier: &Dossier) -> Result<Case, Failure> {
        let gate = self.gate(&dossier.definition)?;
        Case::read(gate, &self.answers(dossier)?, &dossier.people, dossier.notice.as_ref())
    }
    /// The step that a definition begins with.
    pub(crate) fn gate(&self, definition: &str) -> Result<Step, Failure> {
        let gate = self.definition(definition)?.legs().next();
        gate.map(|rule| rule.step).ok_or_else(|| Fault::new("a definition without a step").into())
    }
    /// What a dossier of a birth says.
    pub(crate) fn filing(&self, dossier: &Dossier) -> Result<BirthFiling, Failure> {
        BirthFiling::read(&self.answers(dossier)?, &dossier.people, dossier.notice.as_ref())
    }
    pub(crate) fn terms<'a>(&'a self, procedure: &'a Procedure) -> Terms<'a> {
        Terms { calendar: &self.calendar, procedure }
    }
    /// The rule of one leg.
    pub(crate) fn rule<'a>(&'a self, dossier: &Dossier, step: &str) -> Result<&'a StepRule, Failure> {
        self.definition(&dossier.definition)?
            .legs()
            .find(|rule| rule.step.word() == step)
            .ok_or_else(|| Fault::new("a leg has a step that its definition does not know").into())
    }
    /// The article a leg's act on the register rests on.
    pub(crate) fn ground_of(&self, dossier: &Dossier, step: &str) -> Result<String, Failure> {
        Ok(self.rule(dossier, step)?.limit.article.clone())
    }
}

/// Reads answers as they are stored.
pub(crate) fn read_answers(stored: &serde_json::Value) -> Result<Answers, Failure> {
    serde_json::from_value(stored.clone()).map_err(|error| Fault::because("reading stored answers", error).into())
}

/// Answers as they are stored.
pub(crate) fn write_answers(answers: &Answers) -> Result<serde_json::Value, Failure> {
    serde_json::to_value(answers).map_err(|error| Fault::because("writing answers", error).into())
}
