//! Developer chores that belong to no crate of the product: `cargo xtask tidy` and `cargo xtask check`.
//!
//! Tidy reads the working tree as text and says which rule of STYLE.md and ARCHITECTURE.md a line breaks. It
//! knows nothing that the compiler or clippy knows better. One module a family of rules: start at `tidy.rs`.

mod code;
mod complaint;
mod crates;
mod data;
mod edges;
mod prose;
mod rust;
mod sql;
mod tidy;
mod tree;

use std::{
    env,
    path::Path,
    process::{Command, ExitCode},
};

const USAGE: &str = "\
cargo xtask tidy     the rules of the house that no compiler checks
cargo xtask check    the quick half of ./test: format, clippy, tidy";

fn main() -> ExitCode {
    // Cargo says where we are; a binary run by itself remembers where it was built.
    let folder = env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    let root = Path::new(&folder).parent().unwrap_or(Path::new("."));
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["tidy"] => tidy::run(root),
        ["check"] => check(root),
        _ => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn check(root: &Path) -> ExitCode {
    let steps: [&[&str]; 2] = [
        &["fmt", "--all", "--check"],
        &["clippy", "--workspace", "--all-targets", "--locked", "--quiet", "--", "-D", "warnings"],
    ];
    for step in steps {
        eprintln!("cargo {}", step.join(" "));
        let status = Command::new(tree::cargo()).args(step).current_dir(root).status();
        if !status.is_ok_and(|status| status.success()) {
            return ExitCode::FAILURE;
        }
    }
    tidy::run(root)
}
