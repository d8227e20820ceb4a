//! What a file is, read from its first bytes. Its name and the sender's content type are never asked: both lie.

use crate::codes::{FILE_ARCHIVE, FILE_EMPTY, FILE_EXECUTABLE, FILE_KIND_UNKNOWN};
use basis::Code;

/// Bytes from the beginning that `sniff` wants to see: a tar says so at 257.
pub(crate) const HEAD_BYTES: usize = 512;

/// The kinds of file that are kept.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FileKind {
    /// A JPEG picture.
    Jpeg,
    /// A PNG picture.
    Png,
    /// A PDF.
    Pdf,
    /// An HEIC or HEIF picture, as some phones take them. Kept as it is, without a preview.
    Heic,
}

impl FileKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Jpeg, Self::Png, Self::Pdf, Self::Heic];

    /// The media type it is served as.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
            Self::Heic => "image/heic",
        }
    }
    /// The ending of its name when somebody saves it; also its code in a table.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Pdf => "pdf",
            Self::Heic => "heic",
        }
    }
    /// The kind with this ending, as a table holds it.
    #[must_use]
    pub fn by_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.extension() == extension)
    }
    /// Whether a small picture can be made of it.
    #[must_use]
    pub const fn has_preview(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png)
    }
}

const PROGRAMS: &[&[u8]] = &[
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\0asm",
    b"dex\n",
    // A Windows shortcut can start anything.
    b"L\0\0\0\x01\x14\x02\0",
];

const ARCHIVES: &[&[u8]] = &[
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"PK\x07\x08",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"\xfd7zXZ\0",
    b"BZh",
    b"\x28\xb5\x2f\xfd",
    b"MSCF",
    // Old Word and Excel files are a file system of their own.
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
];

/// The kind, or the reason for which the file is not taken. `head` is the first `HEAD_BYTES`, or all there is.
pub(crate) fn sniff(head: &[u8]) -> Result<FileKind, Code> {
    let begins = |magic: &&[u8]| head.starts_with(magic);
    if head.is_empty() {
        return Err(FILE_EMPTY);
    }
    if head.starts_with(b"\xff\xd8\xff") {
        return Ok(FileKind::Jpeg);
    }
    if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Ok(FileKind::Png);
    }
    // ISO 32000 lets readers search the first kilobyte; a file that needs it may be two files in one, so we do not.
    if head.starts_with(b"%PDF-") {
        return Ok(FileKind::Pdf);
    }
    if is_heic(head) {
        return Ok(FileKind::Heic);
    }
    if PROGRAMS.iter().any(begins) {
        return Err(FILE_EXECUTABLE);
    }
    if ARCHIVES.iter().any(begins) || head.get(257..262) == Some(b"ustar") {
        return Err(FILE_ARCHIVE);
    }
    Err(FILE_KIND_UNKNOWN)
}

/// ISO 23008-12: a `ftyp` box first, whose major or compatible brands name HEVC coding. AVIF, MP4 and the rest of that
/// family are not taken.
fn is_heic(head: &[u8]) -> bool {
    const BRANDS: [&[u8]; 6] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"];
    let Some((length, rest)) = head.split_first_chunk::<4>() else { return false };
    let length = u32::from_be_bytes(*length) as usize;
    let Some(body) = rest.strip_prefix(b"ftyp") else { return false };
    if !(16..=HEAD_BYTES).contains(&length) {
        return false;
    }
    let body = &body[..body.len().min(length - 8)];
    // The four bytes after the major brand are a version, not a brand.
    body.chunks_exact(4).enumerate().any(|(place, brand)| place != 1 && BRANDS.contains(&brand))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        let tar = [&[0u8; 257][..], b"ustar\0"].concat();
        let cases: &[(&[u8], Result<FileKind, Code>)] = &[
            (b"\xff\xd8\xff\xe0....", Ok(FileKind::Jpeg)),
            (b"\x89PNG\r\n\x1a\n....", Ok(FileKind::Png)),
            (b"%PDF-1.7\n", Ok(FileKind::Pdf)),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Ok(FileKind::Heic)),
            (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", Ok(FileKind::Heic)),
            (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", Err(FILE_KIND_UNKNOWN)),
            (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", Err(FILE_KIND_UNKNOWN)),
            (b"\xff\xff\xff\xffftypheic", Err(FILE_KIND_UNKNOWN)),
            (b"MZ\x90\0", Err(FILE_EXECUTABLE)),
            (b"\x7fELF\x02", Err(FILE_EXECUTABLE)),
            (b"#!/bin/sh\n", Err(FILE_EXECUTABLE)),
            (b"PK\x03\x04", Err(FILE_ARCHIVE)),
            (b"\x1f\x8b\x08", Err(FILE_ARCHIVE)),
            (&tar, Err(FILE_ARCHIVE)),
            (b"<html><script>", Err(FILE_KIND_UNKNOWN)),
            (b"<svg xmlns=", Err(FILE_KIND_UNKNOWN)),
            (b" %PDF-1.7", Err(FILE_KIND_UNKNOWN)),
            (b"GIF89a", Err(FILE_KIND_UNKNOWN)),
            (b"\xff", Err(FILE_KIND_UNKNOWN)),
            (b"", Err(FILE_EMPTY)),
        ];
        for (head, expected) in cases {
            assert_eq!(sniff(head), *expected, "{:?}", head.get(..12).unwrap_or(head));
        }
    }

    #[test]
    fn a_kind_is_found_again_by_its_ending() {
        for kind in FileKind::ALL {
            assert_eq!(FileKind::by_extension(kind.extension()), Some(kind));
        }
        assert_eq!(FileKind::by_extension("exe"), None);
    }
}
