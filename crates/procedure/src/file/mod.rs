//! Definition files: a folder of YAML in, definitions or mistakes with file and line out.
//!
//! ```text
//! sections/KEY.yaml               sections that several forms share
//! CODE/VERSION.yaml               a procedure; the version is the day it applies from
//! linked/CODE/VERSION.yaml        a linked group
//! linked/examples/NAME.yaml       an example dossier, which must pass its form
//! ```

mod example;
mod inspect;
mod lower;
mod mistake;
mod page;
mod source;

pub use example::Example;
pub use mistake::Mistake;

use crate::definition::Procedure;
use basis::Date;
use lower::{Lower, Lowered, Shared};
use std::{collections::BTreeMap, fs, io, path::Path};

/// Definition files by their path under the folder of procedures, with `/` between the parts.
pub type Tree = BTreeMap<String, String>;

/// Folders deep and bytes a file may have, so that a wrong folder is not read whole.
const DEPTH_MAX: usize = 4;
const FILE_BYTES_MAX: u64 = 1024 * 1024;

/// Reads every YAML file under a folder.
///
/// # Errors
/// When a folder or file cannot be read or no definition is there; the error names it.
pub fn read_tree(dir: &Path) -> io::Result<Tree> {
    fn walk(dir: &Path, prefix: &str, depth: usize, tree: &mut Tree) -> io::Result<()> {
        let naming =
            |path: &Path, error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
        let entries = fs::read_dir(dir).map_err(|error| naming(dir, error))?;
        for entry in entries {
            let entry = entry.map_err(|error| naming(dir, error))?;
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            let meta = entry.metadata().map_err(|error| naming(&path, error))?;
            if meta.is_dir() && depth < DEPTH_MAX {
                walk(&path, &format!("{prefix}{name}/"), depth + 1, tree)?;
            } else if meta.is_file() && name.ends_with(".yaml") {
                if meta.len() > FILE_BYTES_MAX {
                    return Err(io::Error::other(format!("{}: larger than {FILE_BYTES_MAX} bytes", path.display())));
                }
                tree.insert(
                    format!("{prefix}{name}"),
                    fs::read_to_string(&path).map_err(|error| naming(&path, error))?,
                );
            }
        }
        Ok(())
    }
    let mut tree = Tree::new();
    walk(dir, "", 0, &mut tree)?;
    if !tree.keys().any(|file| !file.starts_with("sections/")) {
        let what =
            format!("{}: no definition is in it; one is CODE/VERSION.yaml or linked/CODE/VERSION.yaml", dir.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, what));
    }
    Ok(tree)
}

/// What a folder holds, and everything that is wrong with it.
pub(crate) struct Loaded {
    pub(crate) procedures: Vec<Procedure>,
    /// The file of each procedure.
    pub(crate) files: Vec<String>,
    pub(crate) examples: Vec<Example>,
    pub(crate) mistakes: Vec<Mistake>,
}

/// Understands a folder of definitions.
pub(crate) fn load(tree: &Tree) -> Loaded {
    let mut mistakes = Vec::new();
    let shared = shared_sections(tree, &mut mistakes);
    let mut lowered: Vec<(String, Lowered)> = Vec::new();
    let mut examples = Vec::new();
    for (file, text) in tree {
        let parts: Vec<&str> = file.split('/').collect();
        match parts[..] {
            ["sections", _] => {}
            ["linked", "examples", name] => {
                if let Some(source) = parse(file, text, &mut mistakes) {
                    examples.push((file.clone(), name.trim_end_matches(".yaml").to_owned(), source));
                }
            }
            ["linked", code, version] | [code, version] => {
                let Some(source) = parse::<source::ProcedureFile>(file, text, &mut mistakes) else { continue };
                let version = version.trim_end_matches(".yaml");
                let lower = Lower::new(file, &shared, &mut mistakes);
                let understood = lower.procedure(version, source);
                check_path(file, code, version, &understood, &mut mistakes);
                inspect::inspect(&understood, file, &mut mistakes);
                lowered.push((file.clone(), understood));
            }
            _ => mistakes.push(Mistake {
                file: file.clone(),
                line: 0,
                what: "not at home here; a definition is CODE/VERSION.yaml or linked/CODE/VERSION.yaml".to_owned(),
            }),
        }
    }
    check_together(&lowered, &mut mistakes);
    let (files, procedures): (Vec<String>, Vec<Procedure>) =
        lowered.into_iter().map(|(file, lowered)| (file, lowered.procedure)).unzip();
    let examples = examples
        .into_iter()
        .filter_map(|(file, name, source)| example::understand(&file, name, source, &procedures, &mut mistakes))
        .collect();
    mistakes.sort();
    mistakes.dedup();
    Loaded { procedures, files, examples, mistakes }
}

/// Understands one definition that an earlier program carried, from the files it was made of. It was inspected then;
/// what is asked of definitions since does not concern it.
pub(crate) fn load_stored(tree: &Tree) -> Result<Procedure, Vec<Mistake>> {
    let mut mistakes = Vec::new();
    let shared = shared_sections(tree, &mut mistakes);
    let mut found = None;
    for (file, text) in tree.iter().filter(|(file, _)| !file.starts_with("sections/")) {
        if let Some(source) = parse::<source::ProcedureFile>(file, text, &mut mistakes) {
            let version = file.rsplit('/').next().unwrap_or_default().trim_end_matches(".yaml");
            found = Some(Lower::new(file, &shared, &mut mistakes).procedure(version, source).procedure);
        }
    }
    match found {
        Some(procedure) if mistakes.is_empty() => Ok(procedure),
        _ => Err(mistakes),
    }
}

fn parse<T: serde::de::DeserializeOwned>(file: &str, text: &str, mistakes: &mut Vec<Mistake>) -> Option<T> {
    match serde_saphyr::from_str(text) {
        Ok(source) => Some(source),
        Err(error) => {
            let error = error.without_snippet();
            let line = error.location().map_or(0, |location| location.line());
            mistakes.push(Mistake { file: file.to_owned(), line, what: error.to_string() });
            None
        }
    }
}

fn shared_sections(tree: &Tree, mistakes: &mut Vec<Mistake>) -> Shared {
    let mut shared = Shared::new();
    for (file, text) in tree.iter().filter(|(file, _)| file.starts_with("sections/")) {
        if let Some(source) = parse::<source::SectionFile>(file, text, mistakes) {
            let key = file.trim_start_matches("sections/").trim_end_matches(".yaml").to_owned();
            shared.insert(key, (file.clone(), source));
        }
    }
    shared
}

fn check_path(file: &str, code: &str, version: &str, lowered: &Lowered, mistakes: &mut Vec<Mistake>) {
    let procedure = &lowered.procedure;
    let mut wrong = |part: &str, what: String| {
        let line = lowered.places.get(part).map_or(0, |place| place.line);
        mistakes.push(Mistake { file: file.to_owned(), line, what });
    };
    if code != procedure.code {
        wrong("code", format!("the folder is named {code:?}, the code is {:?}", procedure.code));
    }
    let from = procedure.validity.from;
    // A day that could not be read was told where it stands.
    if from != Date::ZERO && version != from.to_string() {
        wrong("validity", format!("the file is named {version:?}, but it applies from {from}"));
    }
}

/// What must hold between definitions: one version a day, and legs that exist.
fn check_together(lowered: &[(String, Lowered)], mistakes: &mut Vec<Mistake>) {
    let place = |(file, lowered): &(String, Lowered), part: &str| {
        let place = lowered.places.get(part);
        place.map_or((file.clone(), 0), |place| (place.file.clone(), place.line))
    };
    for (at, one) in lowered.iter().enumerate() {
        let procedure = &one.1.procedure;
        for other in &lowered[at + 1..] {
            let there = &other.1.procedure;
            if procedure.code == there.code && procedure.validity.overlaps(&there.validity) {
                let (file, line) = place(other, "validity");
                let what = format!("overlaps with {}: on a day there is one version of {}", one.0, there.code);
                mistakes.push(Mistake { file, line, what });
            }
        }
        let codes = || lowered.iter().map(|(_, other)| other.procedure.code.as_str());
        for rule in procedure.legs() {
            if let Some(code) = rule.procedure.as_deref().filter(|code| !codes().any(|there| there == *code)) {
                let (file, line) = place(one, &format!("step {}", rule.step.word()));
                mistakes.push(Mistake { file, line, what: mistake::unknown("procedure of a leg", code, codes()) });
            }
        }
        if let Some(code) = procedure.replaced_by.as_deref().filter(|code| !codes().any(|there| there == *code)) {
            let (file, line) = place(one, "validity");
            mistakes.push(Mistake { file, line, what: mistake::unknown("successor", code, codes()) });
        }
    }
}
