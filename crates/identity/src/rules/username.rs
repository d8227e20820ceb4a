//! The name somebody signs in with. A citizen's may be the 12-digit number, grouped as people write it.

use crate::codes::{USERNAME_FORM, USERNAME_MISSING, USERNAME_NUMBER_LENGTH};
use basis::Problem;
use vietnam::{PersonalId, PersonalIdProblem};

const CHARS_MIN: usize = 3;
const CHARS_MAX: usize = 64;

/// A name to sign in with, folded: the same name in any case and grouping is one name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Username(String);

impl std::fmt::Debug for Username {
    // A citizen's name may be the personal number, which no log may hold.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Username(…)")
    }
}

impl Username {
    /// Reads a name as it was typed.
    ///
    /// # Errors
    /// A problem at the field `username` when no account can have this name. That says nothing about which exist.
    pub fn parse(written: &str) -> Result<Self, Problem> {
        let written = written.trim();
        if written.is_empty() {
            return Err(Problem::new(USERNAME_MISSING).at("username"));
        }
        match PersonalId::parse(written) {
            Ok(number) => return Ok(Self(number.as_str().to_owned())),
            Err(PersonalIdProblem::Length { digits, .. }) => {
                return Err(Problem::new(USERNAME_NUMBER_LENGTH).at("username").with("digits", digits.to_string()));
            }
            Err(PersonalIdProblem::NotDigits) => {}
        }
        let folded = written.to_ascii_lowercase();
        let fits = (CHARS_MIN..=CHARS_MAX).contains(&folded.len())
            && folded.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-@".contains(&byte))
            && folded.as_bytes()[0].is_ascii_alphanumeric();
        if fits { Ok(Self(folded)) } else { Err(Problem::new(USERNAME_FORM).at("username")) }
    }
    /// The folded name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_name_however_it_is_typed() {
        for (written, name) in [
            ("040199001234", "040199001234"),
            (" 040 199 001 234 ", "040199001234"),
            ("040.199.001.234", "040199001234"),
            ("Tu.Phap-01", "tu.phap-01"),
            ("van_a@example", "van_a@example"),
        ] {
            assert_eq!(Username::parse(written).unwrap().as_str(), name, "{written}");
        }
    }

    #[test]
    fn what_cannot_be_a_name_says_why_at_the_field() {
        let long = "a".repeat(65);
        for (written, code) in [
            ("", USERNAME_MISSING),
            ("   ", USERNAME_MISSING),
            ("40199001234", USERNAME_NUMBER_LENGTH),
            ("0401990012345", USERNAME_NUMBER_LENGTH),
            ("ab", USERNAME_FORM),
            ("nguyễn", USERNAME_FORM),
            ("a b c", USERNAME_FORM),
            ("-abc", USERNAME_FORM),
            ("😀😀😀", USERNAME_FORM),
            (long.as_str(), USERNAME_FORM),
        ] {
            let problem = Username::parse(written).unwrap_err();
            assert_eq!(problem.code, code, "{written}");
            assert_eq!(problem.field, Some(basis::field("username")));
        }
    }

    #[test]
    fn a_name_does_not_reach_a_log() {
        assert!(!format!("{:?}", Username::parse("040199001234").unwrap()).contains("0401"));
    }
}
