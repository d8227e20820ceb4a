//! The store as its callers use it: what is taken, what is refused, what survives and what is swept.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "what a test prepares may stop it")]

use basis::{Code, Failure};
use bytes::Bytes;
use files::*;
use futures_util::stream;
use image::{DynamicImage, ImageFormat, RgbaImage};
use std::{io::Cursor, path::Path};
use tempfile::TempDir;

async fn a_store() -> (TempDir, Store) {
    let dir = TempDir::new().unwrap();
    let store = Store::open(dir.path()).await.unwrap();
    (dir, store)
}

fn a_picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut picture = RgbaImage::new(width, height);
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let shade = u8::try_from((x * 7 + y * 13) % 256).unwrap();
        *pixel = image::Rgba([shade, 255 - shade, shade / 2, 255]);
    }
    let mut bytes = Cursor::new(Vec::new());
    let picture = DynamicImage::ImageRgba8(picture);
    match format {
        ImageFormat::Jpeg => picture.to_rgb8().write_to(&mut bytes, format).unwrap(),
        _ => picture.write_to(&mut bytes, format).unwrap(),
    }
    bytes.into_inner()
}

fn a_pdf() -> Vec<u8> {
    b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\nstartxref\n9\n%%EOF\n".to_vec()
}

fn code_of<T: std::fmt::Debug>(answer: Result<T, Failure>) -> Code {
    answer.unwrap_err().refusal().expect("a refusal, not a fault").problems[0].code
}

fn files_under(dir: &Path) -> usize {
    std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| if path.is_dir() { files_under(&path) } else { 1 })
        .sum()
}

fn left_in(dir: &TempDir) -> usize {
    ["tmp", "part", "kept", "small"].iter().map(|name| files_under(&dir.path().join(name))).sum()
}

fn never() -> jiff::Timestamp {
    "2020-01-01T00:00:00Z".parse().unwrap()
}
fn far_ahead() -> jiff::Timestamp {
    "2999-01-01T00:00:00Z".parse().unwrap()
}

#[tokio::test]
async fn the_same_content_twice_is_the_same_file() {
    let (dir, store) = a_store().await;
    let first = store.receive_bytes(a_pdf(), UPLOAD_BYTES_MAX).await.unwrap();
    let chunks =
        a_pdf().chunks(7).map(|chunk| Ok::<_, std::io::Error>(Bytes::copy_from_slice(chunk))).collect::<Vec<_>>();
    let second = store.receive(stream::iter(chunks), UPLOAD_BYTES_MAX).await.unwrap();
    assert_eq!(first, second);
    assert_eq!((first.kind, first.hash), (FileKind::Pdf, ContentHash::of(&a_pdf())));
    assert_eq!(left_in(&dir), 1);
    let kept = store.find(&first.hash).await.unwrap().unwrap();
    assert_eq!((kept.kind, kept.size), (first.kind, first.size));
    assert_eq!(kept.into_bytes().await.unwrap(), a_pdf());
    assert!(store.is_whole(&first.hash).await.unwrap());
    assert!(store.find(&ContentHash::of(b"another")).await.unwrap().is_none());
}

#[tokio::test]
async fn what_is_no_paper_is_refused_and_leaves_nothing() {
    let (dir, store) = a_store().await;
    // A zip bomb is refused as a zip: nothing is ever unpacked.
    let bomb = [b"PK\x03\x04".as_slice(), &[0u8; 4096]].concat();
    let program = [b"MZ\x90\0".as_slice(), &[0u8; 4096]].concat();
    let cases: &[(&str, Vec<u8>, Code)] = &[
        ("a program renamed to .pdf", program, FILE_EXECUTABLE),
        ("a zip bomb", bomb, FILE_ARCHIVE),
        ("nothing", vec![], FILE_EMPTY),
        ("text", b"xin chao".to_vec(), FILE_KIND_UNKNOWN),
        ("a page", b"<!doctype html><script>".to_vec(), FILE_KIND_UNKNOWN),
        ("half a pdf", a_pdf()[..40].to_vec(), FILE_DAMAGED),
        ("the head of a png", a_picture(9, 9, ImageFormat::Png)[..20].to_vec(), FILE_DAMAGED),
        ("the head of a jpeg", a_picture(9, 9, ImageFormat::Jpeg)[..20].to_vec(), FILE_DAMAGED),
    ];
    for (what, content, expected) in cases {
        assert_eq!(code_of(store.receive_bytes(content.clone(), UPLOAD_BYTES_MAX).await), *expected, "{what}");
        assert_eq!(left_in(&dir), 0, "{what}");
    }
}

#[tokio::test]
async fn forty_megabytes_are_refused_when_the_limit_is_passed_not_at_the_end() {
    let (dir, store) = a_store().await;
    let mut sent = 0;
    let head = Bytes::from([b"\xff\xd8\xff\xe0".as_slice(), &[0; 1024 * 1024 - 4]].concat());
    let chunks = stream::iter(std::iter::repeat_n(head, 40)).map_chunks(&mut sent);
    assert_eq!(code_of(store.receive(chunks, UPLOAD_BYTES_MAX).await), FILE_TOO_LARGE);
    assert!(sent <= 21, "{sent} megabytes were read");
    assert_eq!(left_in(&dir), 0);
}

/// Counts the chunks that were asked for.
trait MapChunks: Sized {
    fn map_chunks(self, count: &mut usize) -> impl futures_util::Stream<Item = Result<Bytes, std::io::Error>> + Send;
}
impl<S: futures_util::Stream<Item = Bytes> + Send> MapChunks for S {
    fn map_chunks(self, count: &mut usize) -> impl futures_util::Stream<Item = Result<Bytes, std::io::Error>> + Send {
        futures_util::StreamExt::map(self, move |chunk| {
            *count += 1;
            Ok(chunk)
        })
    }
}

#[tokio::test]
async fn a_connection_that_breaks_leaves_nothing() {
    let (dir, store) = a_store().await;
    let chunks = stream::iter([Ok(Bytes::from(a_pdf())), Err(std::io::Error::other("connection reset"))]);
    assert_eq!(code_of(store.receive(chunks, UPLOAD_BYTES_MAX).await), FILE_UPLOAD_BROKEN);
    assert_eq!(left_in(&dir), 0);
}

#[tokio::test]
async fn a_sender_who_goes_away_in_the_middle_leaves_nothing() {
    let (dir, store) = a_store().await;
    let endless = stream::pending::<Result<Bytes, std::io::Error>>();
    let receiving = store.receive(endless, UPLOAD_BYTES_MAX);
    assert!(tokio::time::timeout(std::time::Duration::from_millis(50), receiving).await.is_err());
    assert_eq!(left_in(&dir), 0);
}

#[tokio::test]
async fn a_picture_that_would_fill_the_memory_is_refused_by_its_header() {
    let (dir, store) = a_store().await;
    // A PNG of one by one pixel whose header is changed to 60,000 by 60,000.
    let mut png = a_picture(1, 1, ImageFormat::Png);
    png[16..20].copy_from_slice(&60_000u32.to_be_bytes());
    png[20..24].copy_from_slice(&60_000u32.to_be_bytes());
    let checksum = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&checksum.to_be_bytes());
    assert_eq!(code_of(store.receive_bytes(png, UPLOAD_BYTES_MAX).await), FILE_IMAGE_TOO_BIG_DIMENSIONS);
    assert_eq!(left_in(&dir), 0);
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

#[tokio::test]
async fn an_upload_goes_on_where_it_stopped() {
    let (dir, store) = a_store().await;
    let picture = a_picture(300, 200, ImageFormat::Png);
    let (upload, size) = (UploadId::fresh(), picture.len() as u64);
    assert_eq!(store.begin(upload, size).await.unwrap(), Progress { offset: 0, size });
    let half = picture.len() / 2;
    let chunk = |from: usize, to: usize| Bytes::copy_from_slice(&picture[from..to]);
    store.append(upload, 0, chunk(0, half)).await.unwrap();
    assert_eq!(code_of(store.finish(upload).await), FILE_TRUNCATED);

    // The program starts anew; the phone asks how far it was.
    let store = Store::open(dir.path()).await.unwrap();
    assert_eq!(store.begin(upload, size).await.unwrap().offset, half as u64);
    assert_eq!(code_of(store.begin(upload, size + 1).await), FILE_UPLOAD_DIFFERS);
    assert_eq!(code_of(store.append(upload, half as u64 + 9, chunk(half, picture.len() - 9)).await), FILE_UPLOAD_GAP);
    // A chunk that overlaps what is there, and one sent twice.
    let progress = store.append(upload, half as u64 - 10, chunk(half - 10, picture.len() - 5)).await.unwrap();
    assert_eq!(progress.offset, size - 5);
    assert_eq!(store.append(upload, 0, chunk(0, half)).await.unwrap().offset, size - 5);
    store.append(upload, size - 5, chunk(picture.len() - 5, picture.len())).await.unwrap();
    assert_eq!(code_of(store.append(upload, size, Bytes::from_static(b"more")).await), FILE_UPLOAD_DIFFERS);

    let receipt = store.finish(upload).await.unwrap();
    assert_eq!((receipt.hash, receipt.size, receipt.kind), (ContentHash::of(&picture), size, FileKind::Png));
    assert_eq!(store.finish(upload).await.unwrap(), receipt, "finishing twice is harmless");
    assert_eq!(store.begin(upload, size).await.unwrap().offset, size);
    assert_eq!(store.find_upload(upload).await.unwrap(), Some(Progress { offset: size, size }));
    assert_eq!(store.find_upload(UploadId::fresh()).await.unwrap(), None);
    assert_eq!(code_of(store.append(UploadId::fresh(), 0, chunk(0, 1)).await), FILE_UPLOAD_UNKNOWN);
}

#[tokio::test]
async fn a_program_is_refused_at_its_first_chunk() {
    let (dir, store) = a_store().await;
    let upload = UploadId::fresh();
    store.begin(upload, UPLOAD_BYTES_MAX).await.unwrap();
    let first = Bytes::from([b"MZ".as_slice(), &[0; 1022]].concat());
    assert_eq!(code_of(store.append(upload, 0, first).await), FILE_EXECUTABLE);
    assert_eq!(left_in(&dir), 0);
    assert_eq!(code_of(store.begin(UploadId::fresh(), UPLOAD_BYTES_MAX + 1).await), FILE_TOO_LARGE);
    assert_eq!(code_of(store.begin(UploadId::fresh(), 0).await), FILE_EMPTY);
}

#[tokio::test]
async fn many_senders_of_one_upload_write_it_once() {
    let (_dir, store) = a_store().await;
    let picture = a_picture(120, 90, ImageFormat::Jpeg);
    let upload = UploadId::fresh();
    let senders: Vec<_> = (0..8)
        .map(|_| {
            let (store, picture) = (store.clone(), picture.clone());
            tokio::spawn(async move {
                store.begin(upload, picture.len() as u64).await.unwrap();
                let mut offset = 0;
                for chunk in picture.chunks(500) {
                    store.append(upload, offset, Bytes::copy_from_slice(chunk)).await.unwrap();
                    offset += chunk.len() as u64;
                }
                store.finish(upload).await.unwrap()
            })
        })
        .collect();
    for sender in senders {
        assert_eq!(sender.await.unwrap().hash, ContentHash::of(&picture));
    }
}

#[tokio::test]
async fn a_picture_gets_a_small_one_and_a_pdf_none() {
    let (_dir, store) = a_store().await;
    for format in [ImageFormat::Png, ImageFormat::Jpeg] {
        let receipt = store.receive_bytes(a_picture(1200, 600, format), UPLOAD_BYTES_MAX).await.unwrap();
        let small = store.thumbnail(&receipt.hash).await.unwrap().unwrap();
        let small_again = store.thumbnail(&receipt.hash).await.unwrap().unwrap();
        assert_eq!(small, small_again);
        let picture = image::load_from_memory_with_format(&small, ImageFormat::Jpeg).unwrap();
        assert_eq!((picture.width(), picture.height()), (THUMBNAIL_SIDE_MAX, THUMBNAIL_SIDE_MAX / 2));
    }
    let pdf = store.receive_bytes(a_pdf(), UPLOAD_BYTES_MAX).await.unwrap();
    assert_eq!(store.thumbnail(&pdf.hash).await.unwrap(), None);
    assert_eq!(store.thumbnail(&ContentHash::of(b"nowhere")).await.unwrap(), None);
}

#[tokio::test]
async fn a_picture_held_sideways_stands_upright() {
    let (_dir, store) = a_store().await;
    let jpeg = a_picture(400, 200, ImageFormat::Jpeg);
    // An EXIF segment that says orientation 6: turn a quarter to the right.
    let exif = b"\xff\xe1\x00\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let turned = [&jpeg[..2], exif, &jpeg[2..]].concat();
    let receipt = store.receive_bytes(turned, UPLOAD_BYTES_MAX).await.unwrap();
    let small = image::load_from_memory(&store.thumbnail(&receipt.hash).await.unwrap().unwrap()).unwrap();
    assert!(small.height() > small.width(), "{}x{}", small.width(), small.height());
}

#[tokio::test]
async fn an_heic_is_kept_as_it_is() {
    let (_dir, store) = a_store().await;
    let heic = [b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".as_slice(), &[7; 2000]].concat();
    let receipt = store.receive_bytes(heic.clone(), UPLOAD_BYTES_MAX).await.unwrap();
    assert_eq!(receipt.kind, FileKind::Heic);
    assert_eq!(store.thumbnail(&receipt.hash).await.unwrap(), None);
    assert_eq!(store.find(&receipt.hash).await.unwrap().unwrap().into_bytes().await.unwrap(), heic);
}

#[tokio::test]
async fn a_sweep_removes_orphans_and_leftovers_of_age_only() {
    let (dir, store) = a_store().await;
    let known = store.receive_bytes(a_pdf(), UPLOAD_BYTES_MAX).await.unwrap();
    let orphan = store.receive_bytes(a_picture(50, 50, ImageFormat::Png), UPLOAD_BYTES_MAX).await.unwrap();
    store.thumbnail(&orphan.hash).await.unwrap().unwrap();
    store.begin(UploadId::fresh(), 99).await.unwrap();
    std::fs::write(dir.path().join("tmp").join("left by a crash"), b"x").unwrap();
    let is_known = move |hash: &ContentHash| *hash == known.hash;

    assert_eq!(store.sweep(is_known, never()).await.unwrap(), Swept::default());
    let swept = store.sweep(is_known, far_ahead()).await.unwrap();
    assert_eq!(swept, Swept { orphans: 1, orphan_bytes: orphan.size, leftovers: 3, small_pictures: 1 });
    assert!(store.find(&orphan.hash).await.unwrap().is_none());
    assert!(store.find(&known.hash).await.unwrap().is_some());
    assert_eq!(left_in(&dir), 1);
}

#[tokio::test]
async fn a_spoilt_file_is_noticed() {
    let (dir, store) = a_store().await;
    let receipt = store.receive_bytes(a_pdf(), UPLOAD_BYTES_MAX).await.unwrap();
    let name = receipt.hash.to_string();
    let mut spoilt = a_pdf();
    spoilt[20] ^= 1;
    std::fs::write(dir.path().join("kept").join(&name[..2]).join(&name), spoilt).unwrap();
    assert!(!store.is_whole(&receipt.hash).await.unwrap());
}

#[tokio::test]
async fn no_other_account_of_the_machine_enters_the_store() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("papers");
    std::fs::create_dir(&dir).unwrap();
    std::fs::set_permissions(&dir, std::fs::Permissions::from_mode(0o755)).unwrap();
    let _store = Store::open(&dir).await.unwrap();
    assert_eq!(std::fs::metadata(&dir).unwrap().permissions().mode() & 0o777, 0o750);
}
