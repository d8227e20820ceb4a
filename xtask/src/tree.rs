//! The text files of the working tree, as git sees them: tracked and new ones, without the ignored.

use std::{env, ffi::OsString, fs, path::Path, process::Command};

/// One text file; the path is relative to the root and written with `/`.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    #[cfg(test)]
    pub(crate) fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// The crate whose folder it is in.
    pub(crate) fn crate_name(&self) -> Option<&str> {
        let mut parts = self.path.split('/');
        match parts.next()? {
            "crates" => parts.next(),
            "xtask" => Some("xtask"),
            _ => None,
        }
    }

    /// The path inside its crate.
    pub(crate) fn path_in_crate(&self) -> &str {
        let skipped = if self.path.starts_with("crates/") { 2 } else { 1 };
        self.path.splitn(skipped + 1, '/').nth(skipped).unwrap_or("")
    }

    /// A file of integration tests or benches, or by its name a module that is compiled only for tests.
    pub(crate) fn is_for_tests(&self) -> bool {
        let path = self.path_in_crate();
        let name = path.rsplit('/').next().unwrap_or(path);
        ["tests/", "benches/", "examples/"].iter().any(|folder| path.starts_with(folder))
            || path.contains("/tests/")
            || name == "tests.rs"
            || name.ends_with("_tests.rs")
            || name.starts_with("tests_")
    }

    pub(crate) fn has_extension(&self, extension: &str) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, found)| found == extension)
    }
}

/// Reads the tree. Files that are not text, or too big to have been written by hand, are left out.
pub(crate) fn read(root: &Path) -> Result<Vec<Source>, String> {
    const BYTES_MAX: u64 = 4 * 1024 * 1024;
    let arguments = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let output = Command::new("git")
        .args(arguments)
        .current_dir(root)
        .output()
        .map_err(|error| format!("running git ls-files: {error}"))?;
    if !output.status.success() {
        return Err(format!("git ls-files: {}", String::from_utf8_lossy(&output.stderr).trim()));
    }
    let mut sources = Vec::new();
    for name in output.stdout.split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        let path = String::from_utf8_lossy(name).into_owned();
        let file = root.join(&path);
        // A file that was removed but not yet from the index is no file of the tree.
        if !fs::symlink_metadata(&file).is_ok_and(|found| found.is_file() && found.len() <= BYTES_MAX) {
            continue;
        }
        if let Ok(text) = fs::read_to_string(&file) {
            sources.push(Source { path, text });
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(sources)
}

/// The cargo that runs us.
pub(crate) fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}
