//! Help for tests of pages: a plain page, and the check that templates only name texts that exist.

use crate::{Lang, Page, Words};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// A stranger's page with this crate's own texts.
#[must_use]
pub fn page(lang: Lang) -> Page {
    Page {
        words: Words::of(lang),
        csrf: "form-token".into(),
        badge: basis::Badge::Nobody,
        path: "/".into(),
        title: "Trang thử".into(),
        lang,
        desk: false,
        notice: None,
        told: None,
    }
}

/// Checks that every text named in the templates and sources under `dir` (`t("…")`, `with("…"`) exists in every
/// language. `sources` are the same texts the program gathers, without this crate's own.
///
/// # Panics
/// When one does not, naming file and key; when a folder cannot be read; when the texts do not fit together.
pub fn assert_templates_translated(dir: &Path, sources: &[(&str, &str)]) {
    let both = Words::build(sources).unwrap_or_else(|fault| panic!("{}", fault.chain()));
    let mut missing = Vec::new();
    for file in files_under(dir).unwrap_or_else(|error| panic!("reading {}: {error}", dir.display())) {
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("reading {}: {error}", file.display()));
        for key in keys_named(&text) {
            if !both.vi.has(key) || !both.en.has(key) {
                missing.push(format!("{}: {key}", file.display()));
            }
        }
    }
    assert!(missing.is_empty(), "texts named but not written:\n{}", missing.join("\n"));
}

/// Checks that every refusal code written in the sources under `dir` (`Code("…")`) has a text `problem-…` in every
/// language, so that nobody is ever told a bare code. Tests' own codes, below `#[cfg(test)]`, are left out.
///
/// # Panics
/// When one has none, naming file and code; when a folder cannot be read; when the texts do not fit together.
pub fn assert_codes_explained(dir: &Path, sources: &[(&str, &str)]) {
    let both = Words::build(sources).unwrap_or_else(|fault| panic!("{}", fault.chain()));
    let mut missing = Vec::new();
    for file in files_under(dir).unwrap_or_else(|error| panic!("reading {}: {error}", dir.display())) {
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("reading {}: {error}", file.display()));
        for code in codes_written(&text) {
            if !both.vi.has(&format!("problem-{code}")) {
                missing.push(format!("{}: problem-{code}", file.display()));
            }
        }
    }
    assert!(missing.is_empty(), "refusal codes without a text:\n{}", missing.join("\n"));
}

fn codes_written(text: &str) -> Vec<&str> {
    const WRITTEN: &str = "Code(\"";
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    text.match_indices(WRITTEN)
        // `AgencyCode("…")` and its like are other things.
        .filter(|(at, _)| !text[..*at].ends_with(char::is_alphanumeric))
        .filter_map(|(at, _)| text[at + WRITTEN.len()..].split_once('"'))
        .map(|(code, _)| code)
        .filter(|code| code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'))
        .collect()
}

fn files_under(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_under(&path)?);
        } else if path.extension().is_some_and(|ending| ending == "html" || ending == "rs") {
            files.push(path);
        }
    }
    Ok(files)
}

/// Keys are literals; one that is put together (`t(&format!(…))`) is the business of its own test.
fn keys_named(text: &str) -> impl Iterator<Item = &str> {
    [".t(\"", ".with(\""]
        .into_iter()
        .flat_map(move |call| text.split(call).skip(1))
        .filter_map(|rest| rest.split_once('"'))
        .map(|(key, _)| key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_templates_name_only_texts_that_exist() {
        assert_templates_translated(&Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"), &[]);
        assert_templates_translated(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/parts"), &[]);
    }

    #[test]
    fn our_own_codes_have_texts() {
        assert_codes_explained(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &[]);
        let text = "Code(\"a\") UnitCode(\"b\") basis::Code(\"c\")\n#[cfg(test)] Code(\"d\")";
        assert_eq!(codes_written(text), ["a", "c"]);
    }

    #[test]
    fn keys_are_found_in_templates() {
        let keys: Vec<_> = keys_named(r#"{{ page.t("a") }} {{ page.with("b", &[("n", "1")]) }}"#).collect();
        assert_eq!(keys, ["a", "b"]);
    }
}
