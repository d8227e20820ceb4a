//! The reasons for which a file is not taken. The words for people are in `locales/{vi,en}/files.ftl`.

use basis::{Code, Failure, Kind, Problem, Refusal};

/// More bytes than may be sent. Args: `max_mb`.
pub const FILE_TOO_LARGE: Code = Code("file-too-large");
/// Not a JPEG, PNG, PDF or HEIC by its content, whatever its name says.
pub const FILE_KIND_UNKNOWN: Code = Code("file-kind-unknown");
/// A program or a script.
pub const FILE_EXECUTABLE: Code = Code("file-executable");
/// A zip or another archive; Word and Excel files are archives too.
pub const FILE_ARCHIVE: Code = Code("file-archive");
/// No bytes at all.
pub const FILE_EMPTY: Code = Code("file-empty");
/// A picture that would fill the memory when it is opened. Args: `max_megapixels`.
pub const FILE_IMAGE_TOO_BIG_DIMENSIONS: Code = Code("file-image-too-big-dimensions");
/// Begins like a picture or a PDF but cannot be read.
pub const FILE_DAMAGED: Code = Code("file-damaged");
/// The connection ended before the file did.
pub const FILE_TRUNCATED: Code = Code("file-truncated");
/// The sender or a proxy broke off while the file was sent.
pub const FILE_UPLOAD_BROKEN: Code = Code("file-upload-broken");
/// A chunk begins after the end of what has arrived. Args: `offset`, where to go on.
pub const FILE_UPLOAD_GAP: Code = Code("file-upload-gap");
/// The upload was begun with another size.
pub const FILE_UPLOAD_DIFFERS: Code = Code("file-upload-differs");
/// No such upload; it may have been swept away after a day.
pub const FILE_UPLOAD_UNKNOWN: Code = Code("file-upload-unknown");

/// So many uploads of one account are under way already. Args: `max`.
pub const FILE_TOO_MANY_OPEN: Code = Code("file-too-many-open");
/// The account has sent as much as it may in a day. Args: `max_mb`.
pub const FILE_DAY_FULL: Code = Code("file-day-full");
/// The disk of the installation has no room left for papers.
pub const FILE_DISK_FULL: Code = Code("file-disk-full");

/// Every code of this crate, for the test that demands a message in both languages.
pub const PROBLEM_CODES: &[Code] = &[
    FILE_TOO_LARGE,
    FILE_KIND_UNKNOWN,
    FILE_EXECUTABLE,
    FILE_ARCHIVE,
    FILE_EMPTY,
    FILE_IMAGE_TOO_BIG_DIMENSIONS,
    FILE_DAMAGED,
    FILE_TRUNCATED,
    FILE_UPLOAD_BROKEN,
    FILE_UPLOAD_GAP,
    FILE_UPLOAD_DIFFERS,
    FILE_UPLOAD_UNKNOWN,
    FILE_TOO_MANY_OPEN,
    FILE_DAY_FULL,
    FILE_DISK_FULL,
];

pub(crate) fn invalid(code: Code) -> Failure {
    Failure::refused(Kind::Invalid, code)
}

pub(crate) fn too_large(bytes_max: u64) -> Failure {
    Refusal::new(Kind::Invalid, Problem::new(FILE_TOO_LARGE).with("max_mb", (bytes_max / (1024 * 1024)).to_string()))
        .into()
}

pub(crate) fn too_many_open(max: u32) -> Failure {
    Refusal::new(Kind::TooMany, Problem::new(FILE_TOO_MANY_OPEN).with("max", max.to_string())).into()
}

pub(crate) fn day_full(bytes_max: u64) -> Failure {
    let megabytes = (bytes_max / (1024 * 1024)).to_string();
    Refusal::new(Kind::TooMany, Problem::new(FILE_DAY_FULL).with("max_mb", megabytes)).into()
}

pub(crate) fn disk_full() -> Failure {
    Failure::refused(Kind::TooMany, FILE_DISK_FULL)
}

pub(crate) fn gap(offset: u64) -> Failure {
    Refusal::new(Kind::Conflict, Problem::new(FILE_UPLOAD_GAP).with("offset", offset.to_string())).into()
}

/// The texts of these codes, as pairs of language code and file text.
pub const TEXTS: &[(&str, &str)] =
    &[("vi", include_str!("../locales/vi/files.ftl")), ("en", include_str!("../locales/en/files.ftl"))];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_message_in_both_languages() {
        for (language, text) in
            [("vi", include_str!("../locales/vi/files.ftl")), ("en", include_str!("../locales/en/files.ftl"))]
        {
            for code in PROBLEM_CODES {
                let key = format!("problem-{} =", code.0);
                assert!(text.lines().any(|line| line.starts_with(&key)), "{language} has no message for {}", code.0);
            }
        }
    }
}
