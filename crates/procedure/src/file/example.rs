//! Example dossiers: what a filer answers and what registers know, in plain words. Each must pass its form.

use super::mistake::{Mistake, unknown};
use super::source::{At, WordsFile, line};
use crate::{
    definition::Procedure,
    form::{Field, FieldKind, Validity},
    judge::confirm_word,
    known::Known,
    value::{Answers, FileRef, Posted},
    words::Words2,
};
use basis::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use vietnam::units;

/// An example dossier. All people in it are made up.
#[derive(Clone, Debug)]
pub struct Example {
    /// The name of its file.
    pub name: String,
    /// What it is an example of.
    pub about: Words2,
    /// The procedure's code.
    pub procedure: String,
    /// The day it is filed.
    pub on: Date,
    /// What registers know of the filer.
    pub known: Known,
    /// The answers, page by page as a filer gives them.
    pub answers: Answers,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExampleFile {
    about: WordsFile,
    procedure: At<String>,
    on: At<String>,
    #[serde(default)]
    known: Known,
    answers: At<BTreeMap<String, At<String>>>,
    /// What the filer is expected to be asked to confirm, and confirms: `code@field`.
    #[serde(default)]
    confirms: Vec<String>,
}

/// "from 2024-07-01 to 2026-06-28"
fn span(validity: &Validity) -> String {
    match validity.to {
        Some(to) => format!("from {} to {to}", validity.from),
        None => format!("from {}", validity.from),
    }
}

/// Goes through the form page by page as the filer would, and reports what stands in the way.
pub(super) fn understand(
    file: &str,
    name: String,
    source: ExampleFile,
    procedures: &[Procedure],
    mistakes: &mut Vec<Mistake>,
) -> Option<Example> {
    let mut wrong = |line: u64, what: String| mistakes.push(Mistake { file: file.to_owned(), line, what });
    let Ok(on) = source.on.value.parse::<Date>() else {
        wrong(line(&source.on), format!("{:?} is not a date; write it as 2026-11-23", source.on.value));
        return None;
    };
    let code = &source.procedure.value;
    let Some(procedure) = procedures.iter().find(|there| there.code == *code && there.validity.contains(on)) else {
        let versions: Vec<&Procedure> = procedures.iter().filter(|there| there.code == *code).collect();
        match versions[..] {
            [] => {
                let codes = procedures.iter().map(|there| there.code.as_str());
                wrong(line(&source.procedure), unknown("procedure", code, codes));
            }
            _ => {
                let applies: Vec<String> = versions.iter().map(|there| span(&there.validity)).collect();
                wrong(line(&source.on), format!("{code:?} does not apply on {on}, but {}", applies.join(" and ")));
            }
        }
        return None;
    };
    let form = &procedure.form;
    for (key, answer) in &source.answers.value {
        if form.field(key).is_none() {
            wrong(line(answer), unknown("field", key, form.fields().map(|(_, field)| field.key.as_str())));
        }
    }

    let mut answers = Answers::default();
    let mut used: Vec<&str> = Vec::new();
    for page in form.pages_all() {
        let facts = source.known.facts(&answers, on);
        let filling = form.fill(&answers, &facts, on);
        if !filling.arises(page) {
            continue;
        }
        let asked =
            page.fields.iter().filter(|field| matches!(filling.standing(&field.key), crate::Standing::Asked(_)));
        let given: Vec<(&Field, &str)> =
            asked.filter_map(|field| Some((field, source.answers.value.get(&field.key)?.value.as_str()))).collect();
        used.extend(given.iter().map(|(field, _)| field.key.as_str()));
        let mut pairs: Vec<(String, String)> = given.iter().flat_map(|(field, text)| posted(field, text, on)).collect();
        pairs.extend(source.confirms.iter().map(|word| ("confirm".to_owned(), word.clone())));
        let parsed = filling.parse(&page.key, &Posted::new(pairs));
        let missing_papers = given.iter().filter(|(field, _)| field.kind == FieldKind::File);
        answers = parsed.answers;
        for (field, text) in missing_papers {
            answers.add_file(&field.key, made_up_file(text));
        }
        let problems = parsed.findings.problems.iter().filter(|problem| {
            problem
                .field
                .as_ref()
                .is_none_or(|at| answers.get(&at.0).is_none_or(|value| value.kind() != crate::FieldKindName::File))
        });
        for problem in problems.chain(&parsed.findings.confirms) {
            let key = problem.field.as_ref().map(|at| at.0.as_ref()).unwrap_or_default();
            let at = source.answers.value.get(key).map_or(line(&source.answers), line);
            wrong(at, format!("page {:?} answers with {}", page.key, confirm_word(problem)));
        }
    }
    let facts = source.known.facts(&answers, on);
    let findings = form.check_all(&answers, &facts, on);
    for problem in findings.problems.iter().chain(&findings.confirms) {
        wrong(0, format!("cannot be submitted: {}", confirm_word(problem)));
    }
    for (key, answer) in source.answers.value.iter().filter(|(key, _)| form.field(key).is_some()) {
        if !used.contains(&key.as_str()) {
            wrong(line(answer), format!("{key:?} is answered but not asked in this dossier"));
        }
    }
    let about = Words2 { vi: source.about.vi.unwrap_or_default(), en: source.about.en.unwrap_or_default() };
    Some(Example { name, about, procedure: procedure.code.clone(), on, known: source.known, answers })
}

/// A plain text as the page of its field posts it: dates as 20/11/2026, units as a commune's code, an address as
/// `code; the line below`.
fn posted(field: &Field, text: &str, on: Date) -> Vec<(String, String)> {
    let part = |name: &str, text: &str| (format!("{}-{name}", field.key), text.to_owned());
    let commune = |code: &str| units().on(code.trim(), on).map(|unit| unit.key().to_word()).unwrap_or_default();
    match field.kind {
        FieldKind::Date | FieldKind::BirthDate => {
            let parts: Vec<&str> = text.split('/').collect();
            match parts[..] {
                [day, month, year] => vec![part("day", day), part("month", month), part("year", year)],
                [month, year] => vec![part("month", month), part("year", year)],
                _ => vec![part("year", text)],
            }
        }
        FieldKind::Unit => vec![part("commune", &commune(text))],
        FieldKind::Address => {
            let (code, detail) = text.split_once(';').unwrap_or((text, ""));
            vec![part("commune", &commune(code)), part("detail", detail.trim())]
        }
        FieldKind::File => Vec::new(),
        _ => vec![(field.key.clone(), text.to_owned())],
    }
}

/// A paper that exists in name only.
fn made_up_file(name: &str) -> FileRef {
    use sha2::Digest as _;
    let sha256: String = sha2::Sha256::digest(name.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let media = if name.ends_with(".pdf") { "application/pdf" } else { "image/jpeg" };
    FileRef { id: sha256[..32].to_owned(), name: name.to_owned(), media: media.to_owned(), bytes: 150_000, sha256 }
}
