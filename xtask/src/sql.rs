//! Rules about SQL: who may name and write which schema, how a statement's file looks, how migrations are named.

use crate::{code::Code, complaint::Complaint, edges::CAPABILITIES, tree::Source};
use std::collections::BTreeMap;

/// Schemas that more or other crates than their namesake may name.
const SHARED: &[(&str, &[&str])] = &[
    ("job", &["db"]),
    ("graphile_worker", &["db"]),
    // `Tx::finish` writes the access records, so that nothing leaves before they are durable.
    ("trail", &["trail", "db"]),
];

/// Crates whose SQL prepares or looks at whatever a test needs, and `cluster`, which makes databases but knows
/// no table in them.
const EXEMPT: &[&str] = &["testkit", "acceptance", "xtask", "cluster"];

/// All rules about SQL.
pub(crate) fn all(sources: &[Source]) -> Vec<Complaint> {
    let migrations: Vec<&Source> = sources.iter().filter(|source| is_migration(source)).collect();
    let schemas: Vec<String> = migrations.iter().flat_map(|source| created(&source.text, "SCHEMA")).collect();
    let mut complaints = Vec::new();
    names_of_migrations(&migrations, &mut complaints);
    for source in &migrations {
        first_line(source, &mut complaints);
        owners(source, &mut complaints);
    }
    for source in sources.iter().filter(|source| source.path.starts_with("crates/")) {
        let Some(name) = source.crate_name().filter(|name| !EXEMPT.contains(name)) else { continue };
        if source.has_extension("sql") && source.path_in_crate().starts_with("sql/") {
            first_line(source, &mut complaints);
            statement(&source.path, name, 1, &source.text, &schemas, &mut complaints);
            clock(source, &mut complaints);
        } else if source.has_extension("rs") && !source.is_for_tests() {
            for (line, text) in Code::read(&source.text).product_strings().filter(|(_, text)| is_statement(text)) {
                statement(&source.path, name, line, text, &schemas, &mut complaints);
            }
        }
    }
    complaints
}

/// The tables that migrations make, each with the migration and line; partitions count as their parent.
pub(crate) fn tables(sources: &[Source]) -> Vec<(String, String, usize)> {
    let mut tables = Vec::new();
    for source in sources.iter().filter(|source| is_migration(source)) {
        let tokens = tokens(&source.text);
        for (at, window) in tokens.windows(3).enumerate() {
            let is_table = window[0].is("CREATE") && window[1].is("TABLE")
                || window[0].is("CREATE") && window[1].is("UNLOGGED") && window[2].is("TABLE");
            if !is_table {
                continue;
            }
            let name =
                tokens[at + 2..].iter().find(|token| !["TABLE", "IF", "NOT", "EXISTS"].iter().any(|w| token.is(w)));
            let Some(name) = name.filter(|name| name.text.contains('.')) else { continue };
            let is_partition = tokens[at..].iter().take(8).any(|token| token.is("PARTITION"))
                && tokens[at..].iter().take(9).any(|token| token.is("OF"));
            if !is_partition {
                tables.push((name.text.clone(), source.path.clone(), name.line));
            }
        }
    }
    tables
}

fn is_migration(source: &Source) -> bool {
    source.path.starts_with("migrations/") && source.has_extension("sql")
}

fn names_of_migrations(migrations: &[&Source], complaints: &mut Vec<Complaint>) {
    let mut numbers: BTreeMap<&str, &str> = BTreeMap::new();
    for source in migrations {
        let name = source.path.trim_start_matches("migrations/").trim_end_matches(".sql");
        let well_named = name.split_once('_').is_some_and(|(number, words)| {
            number.len() == 4
                && number.bytes().all(|byte| byte.is_ascii_digit())
                && !words.is_empty()
                && words.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        });
        if !well_named {
            let what = "a migration is named NNNN_words.sql, four digits and lower case: rename it";
            complaints.push(Complaint::new(&source.path, 1, what));
            continue;
        }
        if let Some(other) = numbers.insert(&name[..4], &source.path) {
            let what = format!("has the number of {other}: the history is one line, take the next free number");
            complaints.push(Complaint::new(&source.path, 1, what));
        }
    }
}

fn first_line(source: &Source, complaints: &mut Vec<Complaint>) {
    let first = source.text.lines().next().unwrap_or("");
    if first.strip_prefix("--").is_none_or(|said| said.trim().is_empty()) {
        complaints.push(Complaint::new(&source.path, 1, "line one says in a `--` comment what the statement is for"));
    }
}

/// Each schema belongs to a capability or to `db`.
fn owners(source: &Source, complaints: &mut Vec<Complaint>) {
    for schema in created(&source.text, "SCHEMA") {
        let owned = CAPABILITIES.contains(&schema.as_str()) || SHARED.iter().any(|(shared, _)| *shared == schema);
        if !owned {
            let what =
                format!("schema `{schema}` belongs to no capability: name it after the one whose store writes it");
            complaints.push(Complaint::new(&source.path, line_of(&source.text, &schema), what));
        }
    }
}

/// One statement of a crate: names only its own schema, writes only there, names its columns.
fn statement(path: &str, name: &str, line: usize, text: &str, schemas: &[String], complaints: &mut Vec<Complaint>) {
    let tokens = tokens(text);
    let mut complain = |token: &Token, what: String| complaints.push(Complaint::new(path, line + token.line - 1, what));
    if name != "db" && !CAPABILITIES.contains(&name) {
        if let Some(first) = tokens.first() {
            complain(first, "SQL outside `db` and the capabilities: ask the service that owns the table".to_owned());
        }
        return;
    }
    for token in &tokens {
        let Some((schema, _)) = token.text.split_once('.') else { continue };
        let known = schemas.iter().any(|known| known == schema) || schema == "graphile_worker";
        if known && !may_name(name, schema) {
            complain(
                token,
                format!("`{name}` names `{}` of schema `{schema}`: ask that capability's service", token.text),
            );
        }
    }
    for (at, token) in tokens.iter().enumerate() {
        if let Some(target) = written(&tokens, at).filter(|target| !target.text.contains('.')) {
            let what = format!("writes `{0}` without its schema: write `{name}.{0}` (or pg_temp)", target.text);
            complain(target, what);
        }
        let star_follows = tokens.get(at + 1).is_some_and(|next| next.text == "*");
        let names_no_column = (token.is("SELECT") || token.is("DISTINCT") || token.is("RETURNING")) && star_follows;
        if names_no_column {
            complain(token, format!("`{} *`: name the columns", token.text));
        }
    }
}

fn may_name(name: &str, schema: &str) -> bool {
    match SHARED.iter().find(|(shared, _)| *shared == schema) {
        Some((_, crates)) => crates.contains(&name),
        None => name == schema,
    }
}

/// The table that the keyword at this place writes.
fn written(tokens: &[Token], at: usize) -> Option<&Token> {
    let before = |back: usize| at.checked_sub(back).map(|at| &tokens[at]);
    let token = &tokens[at];
    let mut next = at + 1;
    if token.is("INSERT") || token.is("MERGE") {
        next += usize::from(tokens.get(next)?.is("INTO"));
    } else if token.is("DELETE") {
        // Not `ON DELETE CASCADE`, nor the privilege in a GRANT.
        if !tokens.get(next)?.is("FROM") {
            return None;
        }
        next += 1;
    } else if token.is("UPDATE") {
        // Not `FOR UPDATE`, `FOR NO KEY UPDATE` or `DO UPDATE SET`.
        if before(1).is_some_and(|word| ["FOR", "KEY", "DO", "ON"].iter().any(|w| word.is(w))) {
            return None;
        }
    } else if token.is("COPY") {
        if tokens.get(next)?.text == "(" {
            return None;
        }
    } else if !token.is("TRUNCATE") {
        return None;
    }
    while tokens.get(next).is_some_and(|word| word.is("ONLY") || word.is("TABLE")) {
        next += 1;
    }
    tokens.get(next).filter(|target| target.text.starts_with(|c: char| c.is_alphabetic() || c == '_'))
}

/// Rules get today as an argument; statements do too, or a fixed clock in a test would lie.
fn clock(source: &Source, complaints: &mut Vec<Complaint>) {
    const CALLS: &[&str] = &["now", "clock_timestamp", "statement_timestamp", "transaction_timestamp"];
    const WORDS: &[&str] = &["current_date", "current_timestamp", "localtimestamp"];
    let tokens = tokens(&source.text);
    for (at, token) in tokens.iter().enumerate() {
        let is_call =
            CALLS.iter().any(|call| token.is(call)) && tokens.get(at + 1).is_some_and(|next| next.text == "(");
        if is_call || WORDS.iter().any(|word| token.is(word)) {
            let what = format!("`{}` reads the machine's clock: pass the time as a parameter", token.text);
            complaints.push(Complaint::new(&source.path, token.line, what));
        }
    }
}

/// Whether a string in Rust is a statement.
fn is_statement(text: &str) -> bool {
    const VERBS: &[&str] = &["SELECT", "INSERT", "UPDATE", "DELETE", "COPY", "WITH", "TRUNCATE", "MERGE"];
    let mut words = text.split_whitespace();
    words.next().is_some_and(|first| VERBS.contains(&first)) && words.next().is_some()
}

/// The names after `CREATE <what>`.
fn created(text: &str, what: &str) -> Vec<String> {
    let tokens = tokens(text);
    let mut names = Vec::new();
    for (at, pair) in tokens.windows(2).enumerate() {
        if pair[0].is("CREATE") && pair[1].is(what) {
            let name = tokens[at + 2..].iter().find(|token| !["IF", "NOT", "EXISTS"].iter().any(|word| token.is(word)));
            names.extend(name.map(|name| name.text.clone()));
        }
    }
    names
}

fn line_of(text: &str, word: &str) -> usize {
    text.lines().position(|line| line.contains(word)).map_or(1, |index| index + 1)
}

/// A word (with its dots), or one other character.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    text: String,
    line: usize,
}

impl Token {
    fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }
}

/// The words and signs of SQL, without comments and the insides of strings.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut line = 1;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' => line += 1,
            '-' if chars.peek() == Some(&'-') => {
                while chars.peek().is_some_and(|c| *c != '\n') {
                    chars.next();
                }
            }
            '\'' => {
                for c in chars.by_ref() {
                    line += usize::from(c == '\n');
                    if c == '\'' {
                        break; // a doubled quote begins the next string at once
                    }
                }
            }
            _ if c.is_whitespace() => {}
            _ if c.is_alphanumeric() || c == '_' => {
                let mut word = String::from(c);
                while let Some(more) = chars.next_if(|c| c.is_alphanumeric() || matches!(c, '_' | '.')) {
                    word.push(more);
                }
                tokens.push(Token { text: word, line });
            }
            _ => tokens.push(Token { text: c.to_string(), line }),
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(files: &[(&str, &str)]) -> Vec<String> {
        let mut sources =
            vec![Source::new("migrations/0001_a.sql", "-- A.\nCREATE SCHEMA population;\nCREATE SCHEMA casework;\n")];
        sources.extend(files.iter().map(|(path, text)| Source::new(path, text)));
        all(&sources).iter().map(ToString::to_string).collect()
    }

    fn one(path: &str, text: &str, expected: &str) {
        let said = said(&[(path, text)]);
        assert!(said.len() == 1 && said[0].contains(expected), "{said:#?}");
    }

    #[test]
    fn a_statement_says_what_it_is_for() {
        one("crates/population/sql/a.sql", "SELECT id FROM population.person\n", "a.sql:1: line one says");
        assert!(said(&[("crates/population/sql/a.sql", "-- Finds.\nSELECT id FROM population.person\n")]).is_empty());
    }

    #[test]
    fn columns_are_named() {
        let path = "crates/population/sql/a.sql";
        one(path, "-- A.\nSELECT *\nFROM population.person\n", "a.sql:2: `SELECT *`");
        one(path, "-- A.\nDELETE FROM population.person RETURNING *\n", "`RETURNING *`");
        assert!(said(&[(path, "-- A.\nSELECT count(*), 2 * n, 'SELECT * ' FROM population.person\n")]).is_empty());
    }

    #[test]
    fn nobody_names_the_schema_of_another() {
        one("crates/casework/sql/a.sql", "-- A.\nSELECT id\nFROM population.person\n", "a.sql:3: `casework` names");
        one("crates/casework/sql/a.sql", "-- A.\nUPDATE population.person SET x = 1\n", "`casework` names");
        one("crates/db/sql/a.sql", "-- A.\nDELETE FROM casework.dossier\n", "`db` names");
        let store = "//! A.\nconst A: &str = \"COPY population.person (id) FROM STDIN\";\n";
        one("crates/casework/src/store.rs", store, "store.rs:2: `casework` names");
        assert!(said(&[("crates/population/src/store.rs", store)]).is_empty());
        assert!(said(&[("crates/testkit/src/lib.rs", store)]).is_empty());
        one("crates/portal/src/lib.rs", store, "SQL outside `db` and the capabilities");
    }

    #[test]
    fn a_written_table_has_its_schema() {
        let path = "crates/population/sql/a.sql";
        one(path, "-- A.\nINSERT INTO person (id) VALUES ($1)\n", "writes `person` without its schema");
        one(path, "-- A.\nWITH x AS (SELECT 1) UPDATE ONLY person SET a = 1\n", "writes `person`");
        let fine = "-- A.\nINSERT INTO population.person (id) SELECT id FROM population.person FOR UPDATE\n\
                    ON CONFLICT (id) DO UPDATE SET a = 1\n";
        assert!(said(&[(path, fine)]).is_empty());
    }

    #[test]
    fn statements_do_not_read_the_clock() {
        let path = "crates/population/sql/a.sql";
        one(path, "-- A.\nSELECT id FROM population.person WHERE at < now()\n", "`now` reads");
        one(path, "-- A.\nSELECT CURRENT_DATE\n", "`CURRENT_DATE` reads");
    }

    #[test]
    fn migrations_are_one_line_of_numbers() {
        one("migrations/2_b.sql", "-- B.\n", "NNNN_words.sql");
        one("migrations/0002_B.sql", "-- B.\n", "NNNN_words.sql");
        one("migrations/0001_b.sql", "-- B.\n", "has the number of migrations/0001_a.sql");
        one("migrations/0002_b.sql", "-- B.\nCREATE SCHEMA shared;\n", "0002_b.sql:2: schema `shared` belongs");
        assert!(said(&[("migrations/0002_b.sql", "-- B.\n")]).is_empty());
    }

    #[test]
    fn tables_are_found_and_partitions_left_out() {
        let text = "-- A.\nCREATE TABLE trail.access (\n id bigint\n) PARTITION BY RANGE (at);\n\
                    CREATE TABLE trail.access_other PARTITION OF trail.access DEFAULT;\n\
                    CREATE TABLE IF NOT EXISTS job.x (id int);\n";
        let found = tables(&[Source::new("migrations/0001_a.sql", text)]);
        let names: Vec<&str> = found.iter().map(|(name, _, _)| name.as_str()).collect();
        assert_eq!(names, ["trail.access", "job.x"]);
    }
}
