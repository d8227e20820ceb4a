//! Every definition the program knows, by code and day and by hash.

use crate::{
    definition::Procedure,
    file::{Example, Mistake, Tree, load, load_stored},
};
use basis::Date;
use std::{collections::HashMap, sync::Arc};

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The definitions (danh mục thủ tục), in every version.
#[derive(Clone, Debug)]
pub struct Catalogue {
    procedures: Vec<Arc<Procedure>>,
    by_hash: HashMap<String, Arc<Procedure>>,
    /// The files each definition is made of, by its hash.
    sources: HashMap<String, String>,
    tree: Arc<Tree>,
    examples: Vec<Example>,
}

impl Catalogue {
    /// The definitions that are part of the program. Read once and shared: it takes some milliseconds.
    ///
    /// # Panics
    /// When they have mistakes, which the tests of this crate exclude.
    #[must_use]
    pub fn embedded() -> Self {
        Self::from_tree(&embedded_tree()).unwrap_or_else(|mistakes| {
            let told: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
            panic!("the definitions inside the program have mistakes, which a test excludes:\n{}", told.join("\n"))
        })
    }

    /// The definitions of a folder that was read.
    ///
    /// # Errors
    /// Every mistake in it, with file and line.
    pub fn from_tree(tree: &Tree) -> Result<Self, Vec<Mistake>> {
        let loaded = load(tree);
        if !loaded.mistakes.is_empty() {
            return Err(loaded.mistakes);
        }
        let mut procedures: Vec<Arc<Procedure>> = loaded.procedures.into_iter().map(Arc::new).collect();
        let hashed = || procedures.iter().map(|procedure| (procedure.hash(), procedure));
        let by_hash = hashed().map(|(hash, procedure)| (hash, Arc::clone(procedure))).collect();
        let sources = hashed().zip(loaded.files).map(|((hash, _), file)| (hash, file)).collect();
        procedures.sort_by(|one, other| (&one.code, one.validity.from).cmp(&(&other.code, other.validity.from)));
        Ok(Self { procedures, by_hash, sources, tree: Arc::new(tree.clone()), examples: loaded.examples })
    }

    /// The files that one of these definitions is made of: its own and the shared sections.
    #[must_use]
    pub fn source(&self, hash: &str) -> Option<Tree> {
        let own = self.sources.get(hash)?;
        let parts = self.tree.iter().filter(|(file, _)| *file == own || file.starts_with("sections/"));
        Some(parts.map(|(file, text)| (file.clone(), text.clone())).collect())
    }

    /// Takes in a definition of an earlier program, which dossiers began with. It is found by its hash only: no new
    /// dossier begins with it. The hash is the one it was stored under, whatever this program would make of it.
    ///
    /// # Errors
    /// What this program does not understand in its files.
    pub fn take_stored(&mut self, hash: &str, source: &Tree) -> Result<(), Vec<Mistake>> {
        let procedure = load_stored(source)?;
        self.by_hash.entry(hash.to_owned()).or_insert_with(|| Arc::new(procedure));
        Ok(())
    }

    /// The version of a procedure that applies on a day.
    #[must_use]
    pub fn in_force(&self, code: &str, on: Date) -> Option<&Arc<Procedure>> {
        self.procedures.iter().find(|procedure| procedure.code == code && procedure.validity.contains(on))
    }

    /// The same, or what took its place where the code has ended.
    #[must_use]
    pub fn in_force_or_successor(&self, code: &str, on: Date) -> Option<&Arc<Procedure>> {
        // Codes replace each other a few times in decades; the bound only guards against a circle in the files.
        let mut code = code;
        for _ in 0..8 {
            if let Some(found) = self.in_force(code, on) {
                return Some(found);
            }
            let ended = self.versions(code).last()?;
            code = ended.replaced_by.as_deref()?;
        }
        None
    }

    /// Everything that applies on a day.
    pub fn all_in_force(&self, on: Date) -> impl Iterator<Item = &Arc<Procedure>> {
        self.procedures.iter().filter(move |procedure| procedure.validity.contains(on))
    }

    /// The definition with this hash: what a dossier began with.
    #[must_use]
    pub fn by_hash(&self, hash: &str) -> Option<&Arc<Procedure>> {
        self.by_hash.get(hash)
    }

    /// Every version of a procedure, the oldest first.
    pub fn versions<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a Arc<Procedure>> {
        self.procedures.iter().filter(move |procedure| procedure.code == code)
    }

    /// Every definition in every version.
    #[must_use]
    pub fn all(&self) -> &[Arc<Procedure>] {
        &self.procedures
    }

    /// The example dossiers.
    #[must_use]
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }
}

/// The definition files inside the program.
#[must_use]
pub fn embedded_tree() -> Tree {
    EMBEDDED.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}
