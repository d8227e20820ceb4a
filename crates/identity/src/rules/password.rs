//! What a password must be: long enough, nothing about kinds of characters (NIST SP 800-63B-4 §3.1.1.2).

use super::username::Username;
use crate::codes::{PASSWORD_HAS_USERNAME, PASSWORD_LONG, PASSWORD_MISSING, PASSWORD_SHORT};
use basis::Problem;

/// Shorter passwords are guessed.
pub const PASSWORD_CHARS_MIN: usize = 12;
/// Longer ones are no safer, and hashing them costs us.
pub const PASSWORD_BYTES_MAX: usize = 256;

/// A password as it was typed, in one Unicode form: a phone and a computer may type the same letters differently.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

impl Password {
    /// Reads a password for checking: whatever was typed, within bounds.
    ///
    /// # Errors
    /// A problem at the field `password` when nothing was typed or far too much.
    pub fn typed(written: &str) -> Result<Self, Problem> {
        if written.is_empty() {
            return Err(Problem::new(PASSWORD_MISSING).at("password"));
        }
        // Bounded before normalising, so that a huge paste costs nothing.
        let too_long = || Problem::new(PASSWORD_LONG).at("password").with("max", PASSWORD_BYTES_MAX.to_string());
        if written.len() > 4 * PASSWORD_BYTES_MAX {
            return Err(too_long());
        }
        let text = vietnam::text::nfc(written);
        if text.len() > PASSWORD_BYTES_MAX { Err(too_long()) } else { Ok(Self(text)) }
    }
    /// Reads a password that is to be set for an account of this name.
    ///
    /// # Errors
    /// A problem at the field `password` when it would be guessed.
    pub fn chosen(written: &str, username: &Username) -> Result<Self, Problem> {
        let password = Self::typed(written)?;
        if password.0.chars().count() < PASSWORD_CHARS_MIN {
            return Err(Problem::new(PASSWORD_SHORT).at("password").with("min", PASSWORD_CHARS_MIN.to_string()));
        }
        if password.0.to_lowercase().contains(username.as_str()) {
            return Err(Problem::new(PASSWORD_HAS_USERNAME).at("password"));
        }
        Ok(password)
    }
    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_and_does_not_hold_the_name() {
        let username = Username::parse("can.bo").unwrap();
        let long = "a".repeat(257);
        for (written, expected) in [
            ("", Some(PASSWORD_MISSING)),
            ("ngan-qua", Some(PASSWORD_SHORT)),
            ("mười một chữ", None), // 12 characters, more bytes
            ("toi la Can.Bo day", Some(PASSWORD_HAS_USERNAME)),
            ("con mèo trèo cây cau", None),
            (long.as_str(), Some(PASSWORD_LONG)),
        ] {
            assert_eq!(Password::chosen(written, &username).err().map(|problem| problem.code), expected, "{written}");
        }
    }

    #[test]
    fn the_same_letters_from_another_keyboard_are_the_same_password() {
        assert_eq!(Password::typed("m\u{e8}o").unwrap(), Password::typed("me\u{300}o").unwrap());
    }

    #[test]
    fn a_password_does_not_reach_a_log() {
        assert_eq!(format!("{:?}", Password::typed("con mèo trèo cây cau").unwrap()), "Password(…)");
    }
}
