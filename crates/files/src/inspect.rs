//! A look into a file before it is kept: can it be read, and would opening it fill the memory?
//!
//! Nothing is decoded here; only headers and endings are read. `thumbnail` decodes, within limits.

use crate::{
    codes::{FILE_DAMAGED, FILE_IMAGE_TOO_BIG_DIMENSIONS},
    kind::FileKind,
};
use basis::{Failure, Fault, Kind, Problem, Refusal};
use image::{ImageFormat, ImageReader};
use std::{
    fs::File,
    io::{BufReader, Read, Seek, SeekFrom},
    path::Path,
};

/// The most pixels a picture may have: more than any phone camera's whole-sensor picture needs after its own reduction.
pub const IMAGE_PIXELS_MAX: u64 = 64_000_000;
/// The longest side of a picture, in pixels. A panorama or a long scan may be narrow and long.
pub const IMAGE_SIDE_MAX: u32 = 30_000;
/// Where the end mark of a PDF is looked for: scanners leave padding behind it.
const PDF_TAIL_BYTES: u64 = 4_096;

pub(crate) fn format_of(kind: FileKind) -> Option<ImageFormat> {
    match kind {
        FileKind::Jpeg => Some(ImageFormat::Jpeg),
        FileKind::Png => Some(ImageFormat::Png),
        FileKind::Pdf | FileKind::Heic => None,
    }
}

/// Refuses what is damaged or too large to be opened.
pub(crate) fn inspect(path: &Path, kind: FileKind) -> Result<(), Failure> {
    let file = File::open(path).map_err(|error| Fault::because("opening a received file to inspect it", error))?;
    match (kind, format_of(kind)) {
        (_, Some(format)) => inspect_picture(file, format),
        (FileKind::Pdf, None) => inspect_pdf(file),
        (FileKind::Jpeg | FileKind::Png | FileKind::Heic, None) => Ok(()),
    }
}

fn inspect_picture(file: File, format: ImageFormat) -> Result<(), Failure> {
    let (width, height) =
        ImageReader::with_format(BufReader::new(file), format).into_dimensions().map_err(|_| damaged())?;
    if width == 0 || height == 0 {
        return Err(damaged());
    }
    if width.max(height) > IMAGE_SIDE_MAX || u64::from(width) * u64::from(height) > IMAGE_PIXELS_MAX {
        return Err(Refusal::new(
            Kind::Invalid,
            Problem::new(FILE_IMAGE_TOO_BIG_DIMENSIONS)
                .with("max_megapixels", (IMAGE_PIXELS_MAX / 1_000_000).to_string()),
        )
        .into());
    }
    Ok(())
}

/// A PDF is read from its end, so one without its end cannot be read.
fn inspect_pdf(mut file: File) -> Result<(), Failure> {
    let reading = |error| Fault::because("reading the end of a received pdf", error);
    let size = file.seek(SeekFrom::End(0)).map_err(reading)?;
    file.seek(SeekFrom::Start(size.saturating_sub(PDF_TAIL_BYTES))).map_err(reading)?;
    let mut tail = Vec::new();
    file.take(PDF_TAIL_BYTES).read_to_end(&mut tail).map_err(reading)?;
    if tail.windows(5).any(|window| window == b"%%EOF") { Ok(()) } else { Err(damaged()) }
}

fn damaged() -> Failure {
    crate::codes::invalid(FILE_DAMAGED)
}
