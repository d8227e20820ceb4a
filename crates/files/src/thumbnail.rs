//! Small pictures for the desk's page of papers: decoded within limits, turned upright, made once.

use crate::{
    codes::{FILE_DAMAGED, invalid},
    disk::{Temporary, blocking, found},
    hash::ContentHash,
    inspect::{IMAGE_SIDE_MAX, format_of},
    store::Store,
};
use basis::{Failure, Fault};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage, codecs::jpeg::JpegEncoder};
use std::{
    fs::{self, File},
    io::{BufReader, Write},
    path::Path,
};

/// The longest side of a small picture, in pixels.
pub const THUMBNAIL_SIDE_MAX: u32 = 240;
const JPEG_QUALITY_PERCENT: u8 = 80;
/// Memory one decoder may take: 64 megapixels of four bytes, and the decoder's own buffers.
const DECODE_BYTES_MAX: u64 = 400 * 1024 * 1024;

impl Store {
    /// A small JPEG of a kept picture; nothing for a PDF or an HEIC, or when there is no such file.
    ///
    /// # Errors
    /// A refusal `file-damaged` when the picture cannot be decoded; a fault when the disk fails.
    pub async fn thumbnail(&self, hash: &ContentHash) -> Result<Option<Vec<u8>>, Failure> {
        let small = self.small_folder().join(format!("{hash}.jpg"));
        let cached = small.clone();
        if let Some(bytes) =
            found(blocking("reading a small picture", move || fs::read(cached)).await?, "reading a small picture")?
        {
            return Ok(Some(bytes));
        }
        let Some(kept) = self.find(hash).await? else { return Ok(None) };
        let Some(format) = format_of(kept.kind) else { return Ok(None) };
        debug_assert!(kept.kind.has_preview(), "a kind with a format has a preview");
        let permit = self.decoders.clone().acquire_owned().await;
        let permit = permit.map_err(|error| Fault::because("waiting for a decoder", error))?;
        let (path, tmp) = (self.path(hash), self.temporary_folder());
        blocking("making a small picture", move || {
            let _permit = permit;
            let bytes = shrink(&path, format)?;
            save(&bytes, &small, &tmp).map_err(|error| Fault::because("saving a small picture", error))?;
            Ok(Some(bytes))
        })
        .await?
    }
}

fn shrink(path: &Path, format: ImageFormat) -> Result<Vec<u8>, Failure> {
    let file = File::open(path).map_err(|error| Fault::because("opening a picture to shrink it", error))?;
    let mut reader = ImageReader::with_format(BufReader::new(file), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(IMAGE_SIDE_MAX);
    limits.max_image_height = Some(IMAGE_SIDE_MAX);
    limits.max_alloc = Some(DECODE_BYTES_MAX);
    reader.limits(limits);
    let damaged = |_| invalid(FILE_DAMAGED);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    // A phone writes how it was held beside the picture instead of turning it.
    let turn = decoder.orientation().map_err(damaged)?;
    let mut picture =
        DynamicImage::from_decoder(decoder).map_err(damaged)?.thumbnail(THUMBNAIL_SIDE_MAX, THUMBNAIL_SIDE_MAX);
    picture.apply_orientation(turn);
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY_PERCENT)
        .encode_image(&on_white(&picture))
        .map_err(|error| Fault::because("writing a small picture", error))?;
    Ok(bytes)
}

/// A JPEG knows no transparency; what shines through is paper.
fn on_white(picture: &DynamicImage) -> RgbImage {
    let source = picture.to_rgba8();
    RgbImage::from_fn(source.width(), source.height(), |x, y| {
        let [red, green, blue, alpha] = source.get_pixel(x, y).0;
        let blend = |colour: u8| {
            let mixed = (u16::from(colour) * u16::from(alpha) + 255 * (255 - u16::from(alpha))) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        Rgb([blend(red), blend(green), blend(blue)])
    })
}

/// Not flushed: a small picture that a crash takes is made again. Renamed, so that none is ever seen half written.
fn save(bytes: &[u8], small: &Path, tmp: &Path) -> std::io::Result<()> {
    let temporary = Temporary::in_folder(tmp);
    File::create_new(temporary.path())?.write_all(bytes)?;
    temporary.keep_as(small)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::FileKind;

    #[test]
    fn every_kind_with_a_preview_has_a_decoder() {
        for kind in FileKind::ALL {
            assert_eq!(kind.has_preview(), format_of(kind).is_some(), "{kind:?}");
        }
    }
}
