//! Rules about any text file: marks that were left, addresses and paths of one machine.

use crate::{code::Code, complaint::Complaint, tree::Source};

/// Written in two halves, so that this file does not complain about itself.
const UNFINISHED: &str = concat!("TO", "DO");
const BROKEN: &str = concat!("FIX", "ME");

/// Where packages are downloaded from: a lock file with such an address works on one network only.
const REGISTRY_HOSTS: &[&str] = &[
    concat!("registry.npm", "js.org"),
    concat!("registry.yarn", "pkg.com"),
    concat!("index.crates", ".io"),
    concat!("static.crates", ".io"),
    concat!("files.python", "hosted.org"),
    concat!("pypi", ".org"),
    concat!("deb.deb", "ian.org"),
    concat!("proxy.go", "lang.org"),
];

/// Folders of somebody's machine.
const MACHINE_PATHS: &[&str] =
    &[concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/home", "/"), concat!("/Us", "ers/")];

/// All rules about one file.
pub(crate) fn all(source: &Source) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    if is_foreign(source) {
        return complaints;
    }
    marks(source, &mut complaints);
    for (index, line) in source.text.lines().enumerate() {
        for host in REGISTRY_HOSTS.iter().filter(|host| line.contains(**host)) {
            let what = format!("names the package registry `{host}`: package clients find it by themselves");
            complaints.push(Complaint::new(&source.path, index + 1, what));
        }
        for path in MACHINE_PATHS.iter().filter(|path| names_path(line, path)) {
            let what = format!("names a folder under `{path}`: it exists on one machine only, use a relative path");
            complaints.push(Complaint::new(&source.path, index + 1, what));
        }
    }
    complaints
}

/// Files that others wrote: lock files of cargo, licences, vendored libraries.
fn is_foreign(source: &Source) -> bool {
    matches!(source.path.as_str(), "Cargo.lock" | "LICENSE")
        || source.path.contains("/vendor/")
        || source.path.contains(".min.")
}

fn marks(source: &Source, complaints: &mut Vec<Complaint>) {
    const LANGUAGES: &[&str] = &["sql", "sh", "js", "mjs", "css", "html", "toml", "yaml", "yml", "ftl"];
    let lines: Vec<String> = if source.has_extension("rs") {
        Code::read(&source.text).comments
    } else if LANGUAGES.iter().any(|extension| source.has_extension(extension)) {
        source.text.lines().map(str::to_owned).collect()
    } else {
        return;
    };
    for (index, line) in lines.iter().enumerate() {
        if let Some(rest) = after_word(line, UNFINISHED)
            && !is_numbered(rest)
        {
            let what = format!("{UNFINISHED} without an issue number: write {UNFINISHED}(#12), or do it");
            complaints.push(Complaint::new(&source.path, index + 1, what));
        }
        if after_word(line, BROKEN).is_some() {
            complaints.push(Complaint::new(&source.path, index + 1, format!("{BROKEN} does not reach main: mend it")));
        }
    }
}

fn after_word<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    let at = line.find(word)?;
    let rest = &line[at + word.len()..];
    let begins = !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    let ends = !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    (begins && ends).then_some(rest)
}

fn is_numbered(rest: &str) -> bool {
    let rest = rest.trim_start().trim_start_matches('(').trim_start_matches("issue ");
    rest.strip_prefix('#').is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether the path begins here, rather than in the middle of an address or another path.
fn names_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + path.len()..].chars().next();
        before.is_none_or(|c| !c.is_alphanumeric() && !"._-/}>:*~$)".contains(c))
            && after.is_some_and(|c| c.is_ascii_alphanumeric() || c == '.' || c == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(path: &str, text: &str) -> Vec<String> {
        all(&Source::new(path, text)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn unfinished_work_has_an_issue() {
        let found = said("crates/web/src/a.rs", &format!("//! A.\n// {UNFINISHED}: later\n"));
        assert!(found.len() == 1 && found[0].starts_with("crates/web/src/a.rs:2:"), "{found:#?}");
        assert_eq!(said("migrations/a.sql", &format!("-- {BROKEN}\n")).len(), 1);
        assert!(said("crates/web/src/a.rs", &format!("// {UNFINISHED}(#12): later\n")).is_empty());
        assert!(said("crates/web/src/a.rs", &format!("fn a() {{ \"{UNFINISHED}\" }}\n")).is_empty());
    }

    #[test]
    fn no_registry_is_named() {
        let line = format!("\"resolved\": \"https://{}/a.tgz\"\n", REGISTRY_HOSTS[0]);
        let found = said("browser/package-lock.json", &line);
        assert!(found.len() == 1 && found[0].contains("package registry"), "{found:#?}");
        assert!(said("README.md", "crates.io has it\n").is_empty());
    }

    #[test]
    fn no_folder_of_one_machine_is_named() {
        let line = format!("see {}main/README.md\n", MACHINE_PATHS[0]);
        assert_eq!(said("docs/a.md", &line).len(), 1);
        assert_eq!(said("a.sh", &format!("cd {}an/x\n", MACHINE_PATHS[2])).len(), 1);
        let fine =
            format!("GET https://a.vn{}list and /case{}\n", MACHINE_PATHS[0], MACHINE_PATHS[0].trim_start_matches('/'));
        assert!(said("docs/a.md", &fine).is_empty(), "{fine}");
    }
}
