//! The name of a file: the SHA-256 of its content.

use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};

const HASH_BYTES: usize = 32;

/// The SHA-256 of a file's content, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash([u8; HASH_BYTES]);

/// The text is not 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAHash;

impl ContentHash {
    /// The hash of these bytes.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        Self(Sha256::digest(content).into())
    }
    /// Takes a hash back from storage.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; HASH_BYTES]) -> Self {
        Self(bytes)
    }
    /// The bare bytes, for binding to a statement.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; HASH_BYTES] {
        &self.0
    }
}

/// Takes the hash while the bytes go by.
#[derive(Default)]
pub(crate) struct Hashing(Sha256);

impl Hashing {
    pub(crate) fn add(&mut self, chunk: &[u8]) {
        self.0.update(chunk);
    }
    pub(crate) fn done(self) -> ContentHash {
        ContentHash(self.0.finalize().into())
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentHash({self})")
    }
}

impl FromStr for ContentHash {
    type Err = NotAHash;
    fn from_str(text: &str) -> Result<Self, NotAHash> {
        let digits = text.as_bytes();
        if digits.len() != 2 * HASH_BYTES {
            return Err(NotAHash);
        }
        let mut bytes = [0; HASH_BYTES];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = 16 * digit(pair[0])? + digit(pair[1])?;
        }
        Ok(Self(bytes))
    }
}

/// Upper case is refused, so that one hash has one spelling and one path.
fn digit(character: u8) -> Result<u8, NotAHash> {
    match character {
        b'0'..=b'9' => Ok(character - b'0'),
        b'a'..=b'f' => Ok(character - b'a' + 10),
        _ => Err(NotAHash),
    }
}

impl fmt::Display for NotAHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a content hash of 64 lower-case hexadecimal digits")
    }
}

impl std::error::Error for NotAHash {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_reads_back_as_it_was_written() {
        let hash = ContentHash::of(b"abc");
        assert_eq!(hash.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(hash.to_string().parse(), Ok(hash));
    }

    #[test]
    fn what_could_climb_out_of_the_folder_is_no_hash() {
        let long = "a".repeat(63);
        for text in ["", "../../etc/passwd", &long, &format!("{long}A"), &format!("{long}/"), &format!("{long}é")] {
            assert_eq!(text.parse::<ContentHash>(), Err(NotAHash), "{text}");
        }
    }
}
