//! Mistakes in definition files, each with its file and line.

use std::fmt;

/// Something wrong in a definition file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Mistake {
    /// The file, from the folder of procedures.
    pub file: String,
    /// The line, from 1; 0 when the whole file is meant.
    pub line: u64,
    /// What is wrong and what would be right.
    pub what: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.what),
            line => write!(f, "{}:{line}: {}", self.file, self.what),
        }
    }
}

/// Where a part of a definition stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) file: String,
    pub(super) line: u64,
}

/// The name in a list that is nearest to a wrong one, for "did you mean".
pub(super) fn nearest<'a>(wrong: &str, right: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let best = right.into_iter().map(|name| (distance(wrong, name), name)).min()?;
    (best.0 <= wrong.len().max(3) / 3).then_some(best.1)
}

/// How many letters have to be changed, added or left out.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (column, there) in other.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *there);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

/// "unknown field kind \"nam\"; did you mean \"name\"?"
pub(super) fn unknown<'a>(what: &str, wrong: &str, right: impl IntoIterator<Item = &'a str>) -> String {
    match nearest(wrong, right) {
        Some(near) => format!("unknown {what} {wrong:?}; did you mean {near:?}?"),
        None => format!("unknown {what} {wrong:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered_when_it_is_near() {
        let names = ["name", "personal_id", "birth_date"];
        assert_eq!(nearest("nam", names), Some("name"));
        assert_eq!(nearest("personal-id", names), Some("personal_id"));
        assert_eq!(nearest("spaceship", names), None);
    }
}
