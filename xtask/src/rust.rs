//! Rules about Rust files: where SQL, HTTP and the clock may be, what rules may mention, what must not be left.

use crate::{
    code::{Code, has_word, words},
    complaint::Complaint,
    edges::SURFACE,
    tree::Source,
};

/// Past this a file needs a line that says why it is one.
const LINES_MAX: usize = 800;

/// Crates that exist for tests: a failure there may panic.
const TEST_CRATES: &[&str] = &["testkit", "acceptance", "xtask"];

/// All rules about one file.
pub(crate) fn all(source: &Source) -> Vec<Complaint> {
    let code = Code::read(&source.text);
    let mut complaints = Vec::new();
    module_doc(source, &mut complaints);
    length(source, &mut complaints);
    leftovers(source, &code, &mut complaints);
    unwrap(source, &code, &mut complaints);
    rooms(source, &code, &mut complaints);
    pure_rules(source, &code, &mut complaints);
    clock(source, &code, &mut complaints);
    complaints
}

fn is_store(source: &Source) -> bool {
    let path = source.path_in_crate();
    path == "src/store.rs" || path.contains("/store/") || path.ends_with("/store.rs")
}

fn is_rules(source: &Source) -> bool {
    let path = source.path_in_crate();
    path == "src/rules.rs" || path.contains("/rules/")
}

fn module_doc(source: &Source, complaints: &mut Vec<Complaint>) {
    let first = source.text.lines().next().unwrap_or("");
    if first.strip_prefix("//!").is_none_or(|doc| doc.trim().is_empty()) {
        let what = "begins without a `//!` line: say what the module is for, what not, and where to go next";
        complaints.push(Complaint::new(&source.path, 1, what));
    }
}

fn length(source: &Source, complaints: &mut Vec<Complaint>) {
    let lines = source.text.lines().count();
    let explained = source.text.lines().any(|line| line.starts_with("//! Long because"));
    if lines > LINES_MAX && !explained {
        let what = format!(
            "{lines} lines: split it at a seam, or say why there is none in a line that begins `//! Long because`"
        );
        complaints.push(Complaint::new(&source.path, LINES_MAX + 1, what));
    }
}

fn leftovers(source: &Source, code: &Code, complaints: &mut Vec<Complaint>) {
    for (index, line) in code.lines.iter().enumerate() {
        for (word, more) in words(line) {
            if matches!(word, "dbg" | "todo" | "unimplemented") && is_macro_call(more) {
                let what = format!("`{word}!` does not reach main: finish it or take it out");
                complaints.push(Complaint::new(&source.path, index + 1, what));
            }
        }
    }
}

fn is_macro_call(more: &str) -> bool {
    more.strip_prefix('!').is_some_and(|call| call.trim_start().starts_with(['(', '[', '{']))
}

fn unwrap(source: &Source, code: &Code, complaints: &mut Vec<Complaint>) {
    let in_tests = source.is_for_tests() || source.crate_name().is_some_and(|name| TEST_CRATES.contains(&name));
    if in_tests {
        return;
    }
    for (number, line) in code.product_lines() {
        if words(line).any(|(word, more)| word == "unwrap" && more.starts_with('(')) {
            let what = "`unwrap()` outside tests: answer with a Fault, or `expect` what the line above proves";
            complaints.push(Complaint::new(&source.path, number, what));
        }
    }
}

fn rooms(source: &Source, code: &Code, complaints: &mut Vec<Complaint>) {
    let Some(name) = source.crate_name() else { return };
    let sql_at_home =
        matches!(name, "db" | "testkit" | "acceptance" | "xtask") || is_store(source) || source.is_for_tests();
    let http_at_home = SURFACE.concat().contains(&name) || name == "xtask";
    for (number, line) in code.product_lines() {
        if !sql_at_home && (has_word(line, "sqlx") || has_word(line, "jiff_sqlx")) {
            let what = "`sqlx` outside `db` and `store.rs`: move the statement to the store and return a value";
            complaints.push(Complaint::new(&source.path, number, what));
        }
        if !http_at_home && has_word(line, "axum") {
            let what = "`axum` outside the surface: return a value or a Failure and let the page answer";
            complaints.push(Complaint::new(&source.path, number, what));
        }
    }
}

fn pure_rules(source: &Source, code: &Code, complaints: &mut Vec<Complaint>) {
    const NEVER: &[(&str, &str)] = &[
        ("async", "rules take values and return a change or a refusal; load before"),
        ("await", "rules take values and return a change or a refusal; load before"),
        ("sqlx", "load in the store, pass values"),
        ("axum", "answer in the surface"),
        ("tokio", "rules do not wait"),
        ("db", "rules never call the store"),
        ("store", "rules never call the store"),
        ("Clock", "today is an argument"),
        ("SystemClock", "today is an argument"),
        ("tracing", "log where it is answered"),
    ];
    if !is_rules(source) || source.is_for_tests() {
        return;
    }
    for (number, line) in code.product_lines() {
        for (word, more) in words(line) {
            // `db` and `store` are fine as names of values; as paths they are the other room.
            let is_path = more.starts_with("::");
            let meant = |never: &str| word == never && (is_path || !matches!(never, "db" | "store"));
            if let Some((never, instead)) = NEVER.iter().find(|(never, _)| meant(never)) {
                complaints.push(Complaint::new(&source.path, number, format!("`{never}` in rules: {instead}")));
            }
            if word == "now" && more.starts_with('(') {
                complaints.push(Complaint::new(&source.path, number, "`now()` in rules: today is an argument"));
            }
        }
    }
}

fn clock(source: &Source, code: &Code, complaints: &mut Vec<Complaint>) {
    if source.path == "crates/basis/src/clock.rs" || source.crate_name() == Some("xtask") {
        return;
    }
    for (number, line) in code.product_lines() {
        let squeezed: String = line.split_whitespace().collect();
        for read in ["Timestamp::now(", "Zoned::now(", "SystemTime::now(", "Utc::now(", "Local::now("] {
            if squeezed.contains(read) {
                let what = format!("`{read})` reads the machine's clock: ask `Clock`, or take the time as an argument");
                complaints.push(Complaint::new(&source.path, number, what));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(path: &str, text: &str) -> Vec<String> {
        all(&Source::new(path, text)).iter().map(ToString::to_string).collect()
    }

    fn one(path: &str, text: &str, expected: &str) {
        let said = said(path, text);
        assert!(said.len() == 1 && said[0].contains(expected), "{said:#?}");
    }

    #[test]
    fn a_module_says_what_it_is_for() {
        one("crates/web/src/a.rs", "fn a() {}\n", "a.rs:1: begins without");
        one("crates/web/src/a.rs", "//!\nfn a() {}\n", "begins without");
        assert!(said("crates/web/src/a.rs", "//! Pages.\nfn a() {}\n").is_empty());
    }

    #[test]
    fn a_long_file_explains_itself() {
        let long = format!("//! A.\n{}", "fn a() {}\n".repeat(800));
        one("crates/web/src/a.rs", &long, "801 lines");
        let explained = long.replacen("//! A.", "//! A.\n//! Long because it is one table.", 1);
        assert!(said("crates/web/src/a.rs", &explained).is_empty());
    }

    #[test]
    fn nothing_unfinished_is_left() {
        one("crates/web/src/a.rs", "//! A.\nfn a() { dbg!(1); }\n", "a.rs:2: `dbg!`");
        one("crates/web/src/a.rs", "//! A.\nfn a() { todo!() }\n", "`todo!`");
        assert!(said("crates/web/src/a.rs", "//! A.\n// dbg!(1)\nfn a() { if todo != 1 {} }\n").is_empty());
    }

    #[test]
    fn unwrap_is_for_tests() {
        one("crates/web/src/a.rs", "//! A.\nfn a() { x.unwrap(); }\n", "a.rs:2: `unwrap()`");
        let tests = "//! A.\n#[cfg(test)]\nmod tests {\n fn a() { x.unwrap(); }\n}\n";
        assert!(said("crates/web/src/a.rs", tests).is_empty());
        assert!(said("crates/web/src/page_tests.rs", "//! A.\nfn a() { x.unwrap(); }\n").is_empty());
        assert!(said("crates/web/tests/a.rs", "//! A.\nfn a() { x.unwrap(); }\n").is_empty());
        assert!(said("crates/web/src/a.rs", "//! A.\nfn a() { x.unwrap_or(1); }\n").is_empty());
    }

    #[test]
    fn sql_is_spoken_in_stores_only() {
        let text = "//! A.\nuse sqlx::query;\n";
        one("crates/population/src/service.rs", text, "service.rs:2: `sqlx` outside");
        assert!(said("crates/population/src/store.rs", text).is_empty());
        assert!(said("crates/population/src/store/home.rs", text).is_empty());
        assert!(said("crates/db/src/tx.rs", text).is_empty());
    }

    #[test]
    fn http_is_known_in_the_surface_only() {
        let text = "//! A.\nuse axum::Router;\n";
        one("crates/casework/src/lib.rs", text, "`axum` outside");
        assert!(said("crates/portal/src/lib.rs", text).is_empty());
    }

    #[test]
    fn rules_are_pure() {
        let path = "crates/population/src/rules/birth.rs";
        one(path, "//! A.\npub async fn a() {}\n", "`async` in rules");
        one(path, "//! A.\nuse basis::Clock;\n", "`Clock` in rules");
        one(path, "//! A.\nfn a() { let t = now(); }\n", "`now()` in rules");
        one(path, "//! A.\nfn a() { crate::store::load(); }\n", "`store` in rules");
        assert!(said(path, "//! A. No async here.\nfn a(store: u8) {}\n").is_empty());
    }

    #[test]
    fn one_place_reads_the_clock() {
        let text = "//! A.\nfn a() { jiff::Timestamp::now(); }\n";
        one("crates/web/src/a.rs", text, "a.rs:2: `Timestamp::now()`");
        assert!(said("crates/basis/src/clock.rs", text).is_empty());
    }
}
