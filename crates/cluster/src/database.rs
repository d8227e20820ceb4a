//! The address of a database, and making one: the only SQL of this crate, spoken through psql.

use crate::{
    Shared,
    home::last_lines_of,
    problem::ClusterProblem,
    server::{OWNER, PORT, READY_WAIT},
};
use std::{
    fmt::Write as _,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// What a server says that will take connections in a moment: after a crash of one of its processes it recovers, and
/// calls itself ready all the while.
const SAID_WHILE_RECOVERING: [&str; 4] =
    ["in recovery mode", "is starting up", "not yet accepting connections", "closed the connection unexpectedly"];

impl Shared {
    pub(crate) fn url(&self, database: &str) -> String {
        let host = percent_encoded(&self.socket_dir.to_string_lossy());
        let (password, database) = (&self.password, percent_encoded(database));
        format!("postgres://{OWNER}:{password}@{host}:{PORT}/{database}?sslmode=disable")
    }

    pub(crate) fn ensure_database(&self, name: &str) -> Result<(), ClusterProblem> {
        let plain = name.starts_with(|first: char| first.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !plain || name.len() > 63 {
            return Err(ClusterProblem::OddDatabaseName { name: name.to_owned() });
        }
        let there = self.psql(&format!("SELECT 1 FROM pg_database WHERE datname = '{name}'"))?;
        if there.trim() == "1" {
            return Ok(());
        }
        match self.psql(&format!("CREATE DATABASE {name}")) {
            // Another process may have been quicker.
            Err(ClusterProblem::Tool { said, .. }) if said.contains("already exists") => Ok(()),
            Err(problem) => Err(problem),
            Ok(_) => Ok(()),
        }
    }

    /// Runs a statement that may be run twice, as soon as the server takes it.
    fn psql(&self, statement: &str) -> Result<String, ClusterProblem> {
        let began = Instant::now();
        loop {
            match self.psql_once(statement) {
                Err(ClusterProblem::Tool { said, .. })
                    if SAID_WHILE_RECOVERING.iter().any(|words| said.contains(words))
                        && began.elapsed() < READY_WAIT =>
                {
                    thread::sleep(Duration::from_millis(100));
                }
                outcome => return outcome,
            }
        }
    }

    fn psql_once(&self, statement: &str) -> Result<String, ClusterProblem> {
        let output = Command::new(self.binaries.tool("psql"))
            .args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"])
            .arg(format!("--username={OWNER}"))
            .arg(format!("--port={PORT}"))
            .arg("--host")
            .arg(&self.socket_dir)
            .args(["--dbname=postgres", "--command", statement])
            .env("PGPASSWORD", &self.password)
            .env("LC_ALL", "C")
            .stdin(Stdio::null())
            .output()
            .map_err(|source| ClusterProblem::Run { tool: "psql", source })?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let said = last_lines_of(&String::from_utf8_lossy(&output.stderr), 3);
        Err(ClusterProblem::Tool { tool: "psql", said })
    }
}

/// Everything but the unreserved characters of RFC 3986 as %XX.
fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}"); // a String takes everything
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_path_becomes_the_host_of_an_address() {
        assert_eq!(percent_encoded("/run/a b"), "%2Frun%2Fa%20b");
        assert_eq!(percent_encoded("lienthong_1"), "lienthong_1");
    }
}
