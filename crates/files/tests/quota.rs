//! What one account may send, and what is left of the disk.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "what a test prepares may stop it")]

use basis::{AccountId, Code, Failure};
use bytes::Bytes;
use files::*;
use futures_util::stream;
use tempfile::TempDir;

async fn a_store(limits: Limits) -> (TempDir, Store) {
    let dir = TempDir::new().unwrap();
    let store = Store::open(dir.path()).await.unwrap().with_limits(limits);
    (dir, store)
}

fn narrow() -> Limits {
    Limits { open_max: 3, day_bytes_max: 1000, free_bytes_min: 1 }
}

fn somebody(day: &str) -> Sender {
    Sender { account: AccountId::fresh(), day: day.parse().unwrap() }
}

fn code_of<T: std::fmt::Debug>(answer: Result<T, Failure>) -> Code {
    answer.unwrap_err().refusal().expect("a refusal, not a fault").problems[0].code
}

fn a_pdf() -> Vec<u8> {
    b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\nstartxref\n9\n%%EOF\n".to_vec()
}

#[tokio::test]
async fn an_account_has_a_few_uploads_under_way_and_another_is_not_in_its_way() {
    let (_dir, store) = a_store(narrow()).await;
    let (one, other) = (somebody("2026-11-23"), somebody("2026-11-23"));
    let pdf = Bytes::from(a_pdf());
    let size = pdf.len() as u64;
    let first = UploadId::fresh();
    store.begin_for(one, first, size).await.unwrap();
    for _ in 0..2 {
        store.begin_for(one, UploadId::fresh(), size).await.unwrap();
    }
    assert_eq!(code_of(store.begin_for(one, UploadId::fresh(), size).await), FILE_TOO_MANY_OPEN);
    store.begin_for(other, UploadId::fresh(), size).await.unwrap();
    store.append(first, 0, pdf).await.unwrap();
    store.finish(first).await.unwrap();
    store.begin_for(one, UploadId::fresh(), size).await.unwrap();
}

#[tokio::test]
async fn an_account_sends_so_many_bytes_a_day_by_whichever_way() {
    let (_dir, store) = a_store(narrow()).await;
    let one = somebody("2026-11-23");
    assert_eq!(code_of(store.begin_for(one, UploadId::fresh(), 1001).await), FILE_DAY_FULL);
    store.begin_for(one, UploadId::fresh(), 900).await.unwrap();
    assert_eq!(code_of(store.begin_for(one, UploadId::fresh(), 101).await), FILE_DAY_FULL);
    let sent = async |sender| {
        let whole: [Result<Bytes, std::io::Error>; 1] = [Ok(Bytes::from(a_pdf()))];
        store.receive_for(sender, stream::iter(whole), UPLOAD_BYTES_MAX).await
    };
    sent(one).await.unwrap();
    sent(one).await.unwrap();
    assert_eq!(code_of(sent(one).await), FILE_DAY_FULL);
    let tomorrow = Sender { day: "2026-11-24".parse().unwrap(), ..one };
    sent(tomorrow).await.unwrap();
    sent(somebody("2026-11-23")).await.unwrap();
}

#[tokio::test]
async fn a_full_disk_takes_no_paper() {
    let (_dir, store) = a_store(Limits { free_bytes_min: u64::MAX, ..narrow() }).await;
    assert_eq!(code_of(store.begin_for(somebody("2026-11-23"), UploadId::fresh(), 10).await), FILE_DISK_FULL);
}

#[tokio::test]
async fn notes_of_days_that_are_over_are_swept() {
    let (dir, store) = a_store(narrow()).await;
    store.begin_for(somebody("2026-11-23"), UploadId::fresh(), 10).await.unwrap();
    let days = || std::fs::read_dir(dir.path().join("sent")).unwrap().count();
    store.sweep(|_| true, "2020-01-01T00:00:00Z".parse().unwrap()).await.unwrap();
    assert_eq!(days(), 1);
    store.sweep(|_| true, "2999-01-01T00:00:00Z".parse().unwrap()).await.unwrap();
    assert_eq!(days(), 0);
}
