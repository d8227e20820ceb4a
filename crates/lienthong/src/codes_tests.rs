//! Every code with which the program says no, the status it is answered with, and what people read, as a golden file.
//!
//! The sources are read for it: a code that is written anywhere is in the table, whether its crate lists it or not.
//! The statuses are those of the `Kind` beside it, of a helper that it is handed to, or of a list of problems, which
//! is always answered with 422.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

const HEAD: &str = "\
# Every code of a refusal: crate, code, the statuses it is answered with, and its words in both languages.
# Written by `LIENTHONG_WRITE_GOLDEN=1 cargo test -p lienthong codes_tests`; review it like code.
";

/// The statuses of `basis::Kind`, as `web` answers them.
const STATUS: &[(&str, u16)] =
    &[("Invalid", 422), ("Confirm", 422), ("Forbidden", 403), ("NotFound", 404), ("Conflict", 409), ("TooMany", 429)];
/// Where a code is looked at and nothing is refused with it.
const LOOKS: &[&str] = &["has(", "== ", "!= ", "push(", "contains(&", "vec![", "Some("];
const AROUND_BYTES: usize = 400;

/// The product's sources, by path, without comments, tests and imports; each with the crate it is of.
struct Source {
    of: String,
    text: String,
}

/// A constant that is a code.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Named {
    of: String,
    code: String,
    name: String,
}

#[test]
fn the_table_of_codes_is_the_golden_one() {
    let words = crate::words::gather().unwrap();
    let mut table = HEAD.to_owned();
    let mut silent = Vec::new();
    for (named, statuses) in codes(&sources()) {
        let statuses: Vec<String> = statuses.iter().map(u16::to_string).collect();
        let statuses = if statuses.is_empty() { "never given".to_owned() } else { statuses.join(" ") };
        writeln!(table, "{} {} {statuses}", named.of, named.code).unwrap();
        let key = format!("problem-{}", named.code);
        for (language, text) in [("vi", words.vi), ("en", words.en)] {
            if !text.has(&key) || text.t(&key).trim().is_empty() {
                silent.push(format!("{language}: {key}"));
            }
            writeln!(table, "  {language} {}", text.t(&key).replace('\n', " ")).unwrap();
        }
    }
    assert!(silent.is_empty(), "codes without words: {}", silent.join(", "));
    crate::routes::golden("codes.txt", &table);
}

#[test]
fn a_list_of_problems_is_always_answered_with_422() {
    for source in sources() {
        for list in ["unless_empty(", "Refusal { kind: "] {
            for after in source.text.split(list).skip(1) {
                let of_422 = after.starts_with("Kind::Invalid") || after.starts_with("Kind::Confirm");
                assert!(of_422, "{}: {list}{}", source.of, after.lines().next().unwrap_or_default());
            }
        }
    }
}

#[test]
fn the_status_is_found_beside_behind_a_helper_and_in_a_list() {
    let text = "pub const A: Code = Code(\"a\");\npub const B: Code = Code(\"b\");\nconst C: basis::Code = basis::Code(\"c\");\n\
                const D: Code = Code(\"d\");\nconst E: Code = Code(\"e\");\nconst ALL: &[Code] = &[A, B, C, D, E];\n\
                fn no(code: Code) -> Failure { Failure::refused(Kind::Conflict, code) }\n\
                fn x() { Err(Failure::refused(Kind::NotFound, A)); Err(no(A)); problems.push(Problem::new(B)); \
                let late = Problem::new(C).with(\"n\", 1); return Refusal::new(Kind::TooMany, late); \
                if refusal.has(D) {} Failure::refused(Kind::Invalid, Code(\"inline\")) }";
    let found = codes(&[Source { of: "one".into(), text: text.into() }]);
    let found: Vec<(String, Vec<u16>)> =
        found.into_iter().map(|(named, statuses)| (named.code, statuses.into_iter().collect())).collect();
    let expected = [
        ("a", vec![404, 409]),
        ("b", vec![422]),
        ("c", vec![429]),
        ("d", vec![]),
        ("e", vec![]),
        ("inline", vec![422]),
    ];
    assert_eq!(found, expected.map(|(code, statuses)| (code.to_owned(), statuses)));
}

/// Every code with its statuses, in the order of crate and code.
fn codes(sources: &[Source]) -> BTreeMap<Named, BTreeSet<u16>> {
    let mut found: BTreeMap<Named, BTreeSet<u16>> = BTreeMap::new();
    for source in sources {
        found.extend(definitions(source).into_iter().map(|named| (named, BTreeSet::new())));
    }
    let names: Vec<(String, String)> = found.keys().map(|named| (named.of.clone(), named.name.clone())).collect();
    for source in sources {
        let helpers = helpers(&source.of, sources);
        for (name, at) in uses(&source.text) {
            // A crate's own constant comes before one of the same name elsewhere.
            let own = names.iter().any(|(of, other)| *of == source.of && other == name);
            let Some(statuses) =
                found.iter_mut().find(|(named, _)| named.name == name && (!own || named.of == source.of))
            else {
                continue;
            };
            statuses.1.extend(status(&source.text, at, name, &helpers));
        }
    }
    found
}

fn definitions(source: &Source) -> Vec<Named> {
    let mut found = Vec::new();
    let of = || source.of.clone();
    for (at, _) in source.text.match_indices("Code(\"") {
        let before = &source.text[..at];
        if before.ends_with(|c: char| c.is_alphanumeric()) {
            continue; // `AgencyCode("…")` and its like are other things
        }
        let code = source.text[at + 6..].split('"').next().unwrap_or_default().to_owned();
        let statement = before.rsplit([';', '{', '}']).next().unwrap_or_default();
        let name = statement.split_once("const ").and_then(|(_, rest)| rest.split_once(':'));
        // One written where it is used has no name: its text stands for it.
        found.push(Named { of: of(), name: name.map_or(code.clone(), |(name, _)| name.trim().to_owned()), code });
    }
    if let Some((_, listed)) = source.text.split_once("codes! {") {
        for line in listed.split('}').next().unwrap_or_default().lines() {
            let Some((name, code)) = line.split_once(" = \"") else { continue };
            found.push(Named { of: of(), name: name.trim().to_owned(), code: code.trim_end_matches("\";").to_owned() });
        }
    }
    found
}

/// Functions of a crate that make a refusal of one kind from a code they are handed.
fn helpers(of: &str, sources: &[Source]) -> Vec<(String, u16)> {
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| source.of == of) {
        for function in source.text.split("fn ").skip(1) {
            let Some((head, body)) = function.split_once('{') else { continue };
            let Some((name, arguments)) = head.split_once('(') else { continue };
            let body = body.split("\n}").next().unwrap_or_default();
            let kinds: BTreeSet<u16> = kinds(body).map(|(_, status)| status).collect();
            if arguments.contains("Code") && kinds.len() == 1 {
                found.extend(kinds.first().map(|status| (name.to_owned(), *status)));
            }
        }
    }
    found
}

/// Words in capitals, and codes written in place, outside of constants.
fn uses(text: &str) -> Vec<(&str, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')) {
        let is_name =
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_uppercase() || b == b'_' || b.is_ascii_digit());
        let statement = text[..at].rsplit([';', '{', '}']).next().unwrap_or_default();
        let is_constant = statement.contains("const ");
        let is_listed = text[at + word.len()..].starts_with(" = \"");
        if is_name && !is_constant && !is_listed {
            found.push((word, at));
        }
        at += word.len() + text[at + word.len()..].chars().next().map_or(0, char::len_utf8);
    }
    for (at, _) in text.match_indices("Code(\"") {
        let statement = text[..at].rsplit([';', '{', '}']).next().unwrap_or_default();
        if !statement.contains("const ") {
            found.push((text[at + 6..].split('"').next().unwrap_or_default(), at));
        }
    }
    found
}

/// The status of one use: nothing when the code is only compared with.
fn status(text: &str, at: usize, name: &str, helpers: &[(String, u16)]) -> Option<u16> {
    let statement = text[..at].rsplit([';', '}']).next().unwrap_or_default();
    let statement = statement.rsplit("=>").next().unwrap_or_default();
    let path = statement.trim_end_matches(|c: char| c.is_ascii_lowercase() || c == ':' || c == '_');
    if statement.ends_with("StatusCode::") || LOOKS.iter().any(|look| path.ends_with(look)) {
        return None;
    }
    if let Some((_, status)) = kinds(statement).last() {
        return Some(status);
    }
    if let Some((_, status)) = helpers.iter().find(|(helper, _)| statement.contains(&format!("{helper}("))) {
        return Some(*status);
    }
    // The arm of a `match` that gives a code: the function around it refuses with it.
    if path.trim().is_empty()
        && text[..at].trim_end_matches(|c: char| c.is_ascii_lowercase() || c == ':').ends_with("=> ")
    {
        let around = text[..at].rfind("fn ").unwrap_or_default();
        let body = text[around..].split("\n}").next().unwrap_or_default();
        let every: BTreeSet<u16> = kinds(body).map(|(_, status)| status).collect();
        if let (1, Some(status)) = (every.len(), every.first()) {
            return Some(*status);
        }
    }
    // `let problem = Problem::new(CODE)…; … Refusal::new(Kind::…, problem)`
    let variable =
        statement.rsplit_once("let ").and_then(|(_, rest)| rest.split_once(" = ")).map(|(name, _)| name.trim());
    let mut end = (at + name.len() + AROUND_BYTES).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let after = &text[at..end];
    let later = kinds(after).find(|(place, _)| {
        let given = after[*place..].split([')', '.', ';']).next().unwrap_or_default();
        variable.is_some_and(|variable| given.ends_with(&format!(", {}", variable.trim_start_matches("mut "))))
    });
    Some(later.map_or(422, |(_, status)| status))
}

/// The kinds of refusal that a text names, each with its place.
fn kinds(text: &str) -> impl Iterator<Item = (usize, u16)> {
    text.match_indices("Kind::").filter_map(|(at, _)| {
        let before = text[..at].chars().next_back();
        let own = before.is_none_or(|c| !c.is_alphanumeric());
        let name: String = text[at + 6..].chars().take_while(char::is_ascii_alphabetic).collect();
        let status = STATUS.iter().find(|(kind, _)| own && *kind == name)?.1;
        Some((at, status))
    })
}

fn sources() -> Vec<Source> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for of in fs::read_dir(crates).unwrap() {
        let of = of.unwrap();
        let name = of.file_name().into_string().unwrap();
        // Not these: the type itself, and what is only for tests.
        if !["basis", "testkit", "acceptance", "synthetic"].contains(&name.as_str()) {
            let mut paths = Vec::new();
            under(&of.path().join("src"), &mut paths);
            found.extend(paths.into_iter().map(|path| Source { of: name.clone(), text: product(&path) }));
        }
    }
    found
}

fn under(dir: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(dir) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        if path.is_dir() {
            under(&path, found);
        } else if !stem.ends_with("tests") && !["testing", "samples", "tests_common"].contains(&stem.as_str()) {
            found.push(path);
        }
    }
    found.sort();
}

/// A file without its comments, imports and tests.
fn product(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let mut kept = String::new();
    let mut importing = false;
    for line in text.lines().map(|line| line.split("// ").next().unwrap_or_default()) {
        importing |= line.trim_start().starts_with("use ") || line.trim_start().starts_with("pub use ");
        if !importing && !line.trim_start().starts_with("//") {
            kept.push_str(line);
            kept.push('\n');
        }
        importing &= !line.trim_end().ends_with(';');
    }
    kept
}
