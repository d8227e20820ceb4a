//! Rules about data files: privacy.toml knows every table, each Cargo.toml takes the workspace's lints.

use crate::{complaint::Complaint, sql, tree::Source};
use toml::{Table, Value};

/// The four classes of a column.
const CLASSES: &[&str] = &["public", "personal", "sensitive", "secret"];

/// The file that says of every column what it is and why we hold it.
const PRIVACY: &str = "privacy.toml";

/// All rules about data files.
pub(crate) fn all(sources: &[Source]) -> Vec<Complaint> {
    let mut complaints = privacy(sources);
    for source in sources.iter().filter(|source| is_manifest_of_ours(source)) {
        lints(source, &mut complaints);
    }
    complaints
}

fn is_manifest_of_ours(source: &Source) -> bool {
    source.path_in_crate() == "Cargo.toml" && source.crate_name().is_some()
}

fn lints(source: &Source, complaints: &mut Vec<Complaint>) {
    let manifest: Table = match source.text.parse() {
        Ok(manifest) => manifest,
        Err(error) => return complaints.push(Complaint::new(&source.path, 1, format!("is no TOML: {error}"))),
    };
    let inherits = manifest.get("lints").and_then(|lints| lints.get("workspace")).and_then(Value::as_bool);
    if inherits != Some(true) {
        let what = "does not take the workspace's lints: add `[lints]` with `workspace = true`";
        complaints.push(Complaint::new(&source.path, 1, what));
    }
}

/// The file's form: `[schema.table]`, then `column = "class: why we hold it"`.
///
/// That it names exactly the columns of the schema is tested against a live database.
fn privacy(sources: &[Source]) -> Vec<Complaint> {
    let tables = sql::tables(sources);
    let mut complaints = Vec::new();
    let Some(source) = sources.iter().find(|source| source.path == PRIVACY) else {
        if let Some((table, path, line)) = tables.first() {
            let what =
                format!("makes `{table}`, but there is no {PRIVACY}: say what each column is and why we hold it");
            complaints.push(Complaint::new(path, *line, what));
        }
        return complaints;
    };
    let listed: Table = match source.text.parse() {
        Ok(listed) => listed,
        Err(error) => return vec![Complaint::new(PRIVACY, 1, format!("is no TOML: {error}"))],
    };
    for (table, path, line) in &tables {
        let columns = table.split_once('.').and_then(|(schema, name)| listed.get(schema)?.get(name));
        if columns.and_then(Value::as_table).is_none_or(Table::is_empty) {
            let what = format!("makes `{table}`, which {PRIVACY} does not list: add [{table}] with each column");
            complaints.push(Complaint::new(path, *line, what));
        }
    }
    for (schema, of_schema) in &listed {
        for (name, columns) in of_schema.as_table().into_iter().flatten() {
            let table = format!("{schema}.{name}");
            let heading = source.text.lines().position(|line| line.trim() == format!("[{table}]")).unwrap_or(0);
            if !tables.iter().any(|(found, _, _)| *found == table) {
                let what = format!("lists `{table}`, which no migration makes: take it out");
                complaints.push(Complaint::new(PRIVACY, heading + 1, what));
            }
            for (column, said) in columns.as_table().into_iter().flatten() {
                if !is_classed(said) {
                    let line = source
                        .text
                        .lines()
                        .skip(heading)
                        .position(|line| line.trim_start().starts_with(column.as_str()));
                    let what = format!(
                        "`{table}.{column}` needs \"class: why we hold it\", the class one of {}",
                        CLASSES.join(", ")
                    );
                    complaints.push(Complaint::new(PRIVACY, heading + line.unwrap_or(0) + 1, what));
                }
            }
        }
    }
    complaints
}

/// `"personal: why"`, or `{ class = "personal", why = "…" }`.
fn is_classed(said: &Value) -> bool {
    let (class, why) = match said {
        Value::String(text) => text.split_once(':').unwrap_or((text, "")),
        Value::Table(table) => {
            let text = |key: &str| table.get(key).and_then(Value::as_str).unwrap_or("");
            (text("class"), text("why"))
        }
        _ => return false,
    };
    CLASSES.contains(&class.trim()) && !why.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIGRATION: &str = "-- A.\nCREATE TABLE population.person (\n  id uuid\n);\n";

    fn said(files: &[(&str, &str)]) -> Vec<String> {
        let sources: Vec<Source> = files.iter().map(|(path, text)| Source::new(path, text)).collect();
        all(&sources).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_table_is_listed_with_a_reason() {
        let migration = ("migrations/0001_a.sql", MIGRATION);
        let missing = said(&[migration]);
        assert!(missing.len() == 1 && missing[0].starts_with("migrations/0001_a.sql:2:"), "{missing:#?}");
        let other = said(&[migration, (PRIVACY, "[population.home]\nid = \"public: key\"\n")]);
        assert_eq!(other.len(), 2, "{other:#?}");
        let unclear = said(&[migration, (PRIVACY, "# a\n[population.person]\nid = \"private: key\"\n")]);
        assert!(unclear.len() == 1 && unclear[0].starts_with("privacy.toml:3: `population.person.id`"), "{unclear:#?}");
        assert_eq!(said(&[migration, (PRIVACY, "[population.person]\nid = \"public\"\n")]).len(), 1, "no reason");
        assert!(said(&[migration, (PRIVACY, "[population.person]\nid = \"public: a key of ours\"\n")]).is_empty());
        let long = "[population.person]\nid = { class = \"public\", why = \"a key\" }\n";
        assert!(said(&[migration, (PRIVACY, long)]).is_empty());
    }

    #[test]
    fn every_crate_takes_the_lints() {
        let found = said(&[("crates/web/Cargo.toml", "[package]\nname = \"web\"\n")]);
        assert!(found.len() == 1 && found[0].contains("lints"), "{found:#?}");
        assert!(said(&[("crates/web/Cargo.toml", "[lints]\nworkspace = true\n")]).is_empty());
        assert!(said(&[("Cargo.toml", "[workspace]\n")]).is_empty());
    }
}
