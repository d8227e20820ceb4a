//! Puts the definition files into the program, so that it needs no folder beside it.

use std::{env, fs, io, path::Path};

fn main() -> io::Result<()> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("../../procedures");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    walk(&root, "", &mut files)?;
    files.sort();
    let mut list = String::from("const EMBEDDED: &[(&str, &str)] = &[\n");
    for file in files {
        let text = fs::read_to_string(root.join(&file))?;
        list.push_str(&format!("    ({file:?}, {text:?}),\n"));
    }
    list.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR").map_err(io::Error::other)?).join("embedded.rs"), list)
}

/// The paths of the YAML files under a folder. Each folder is watched, so that a new file is noticed.
fn walk(dir: &Path, prefix: &str, files: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        println!("cargo::rerun-if-changed={}", entry.path().display());
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), &format!("{prefix}{name}/"), files)?;
        } else if name.ends_with(".yaml") {
            files.push(format!("{prefix}{name}"));
        }
    }
    Ok(())
}
