//! Bounds on what one account may send, and on the disk, so that nobody fills it for all.
//!
//! What an account has sent on a day is noted in a folder of its own, an empty file for each with its bytes in its name:
//! ```text
//! sent/2026-11-23/<account>/<upload>-<bytes>
//! ```
//! Several processes share the folder, so the notes do as well; a lock beside them keeps two senders of one account
//! apart. `sweep` removes days that are over.

use crate::{
    codes::{day_full, disk_full, too_many_open},
    disk::blocking,
    store::{Receipt, Store},
    upload::{Progress, UploadId},
};
use basis::{AccountId, Date, Failure, Fault};
use bytes::Bytes;
use futures_util::Stream;
use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

const LOCK: &str = "lock";

/// What one account, and all together, may take of the disk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Uploads of one account under way at one time.
    pub open_max: u32,
    /// Bytes one account may send in a day. A counter files for many people: a hundred dossiers of ten megabytes.
    pub day_bytes_max: u64,
    /// Bytes of the disk that are left free, for PostgreSQL and results may lie on it too.
    pub free_bytes_min: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { open_max: 50, day_bytes_max: 1000 * 1024 * 1024, free_bytes_min: 2048 * 1024 * 1024 }
    }
}

/// Who sends, and on which day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sender {
    /// The account.
    pub account: AccountId,
    /// Today.
    pub day: Date,
}

impl Store {
    /// The same store with other bounds.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Begins an upload for an account, within its bounds.
    ///
    /// # Errors
    /// As `begin`; a refusal when the account has too many under way or has sent too much today, or the disk is full.
    pub async fn begin_for(&self, sender: Sender, upload: UploadId, size: u64) -> Result<Progress, Failure> {
        Self::check_size(size)?;
        self.admit(sender, Some(upload), size).await?;
        self.begin(upload, size).await
    }

    /// Receives one file for an account, within its bounds. How large it is shows only at its end, so that the last file
    /// of a day may pass the bound.
    ///
    /// # Errors
    /// As `receive`; a refusal when the account has sent too much today, or the disk is full.
    pub async fn receive_for<E>(
        &self,
        sender: Sender,
        chunks: impl Stream<Item = Result<Bytes, E>> + Send,
        bytes_max: u64,
    ) -> Result<Receipt, Failure> {
        self.admit(sender, None, 0).await?;
        let receipt = self.receive(chunks, bytes_max).await?;
        let folder = self.sent_folder(sender);
        blocking("noting a sent file", move || note(&folder, UploadId::fresh(), receipt.size))
            .await?
            .map_err(|error| Fault::because("noting a sent file", error))?;
        Ok(receipt)
    }

    fn sent_folder(&self, sender: Sender) -> PathBuf {
        self.sent_days().join(sender.day.to_string()).join(sender.account.to_string())
    }

    /// Whether there is room; an upload is noted before it begins.
    async fn admit(&self, sender: Sender, upload: Option<UploadId>, bytes: u64) -> Result<(), Failure> {
        let (store, folder) = (self.clone(), self.sent_folder(sender));
        blocking("looking for room", move || admit(&store, &folder, upload, bytes))
            .await?
            .map_err(|error| Fault::because("looking for room", error))?
    }
}

fn admit(store: &Store, folder: &Path, upload: Option<UploadId>, bytes: u64) -> io::Result<Result<(), Failure>> {
    let limits = store.limits;
    if free_bytes(store)?.saturating_sub(bytes) < limits.free_bytes_min {
        return Ok(Err(disk_full()));
    }
    fs::create_dir_all(folder)?;
    let lock = File::options().write(true).create(true).truncate(false).open(folder.join(LOCK))?;
    lock.lock()?;
    let sent = sent(store, folder)?;
    if upload.is_some() && sent.open >= limits.open_max {
        return Ok(Err(too_many_open(limits.open_max)));
    }
    if sent.bytes.saturating_add(bytes) > limits.day_bytes_max || sent.bytes >= limits.day_bytes_max {
        return Ok(Err(day_full(limits.day_bytes_max)));
    }
    if let Some(upload) = upload {
        note(folder, upload, bytes)?;
    }
    Ok(Ok(()))
}

fn free_bytes(store: &Store) -> io::Result<u64> {
    let disk = nix::sys::statvfs::statvfs(store.dir.as_path())?;
    Ok(disk.blocks_available().saturating_mul(disk.fragment_size()))
}

fn note(folder: &Path, upload: UploadId, bytes: u64) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    File::create(folder.join(format!("{upload}-{bytes}"))).map(drop)
}

#[derive(Default)]
struct Sent {
    open: u32,
    bytes: u64,
}

fn sent(store: &Store, folder: &Path) -> io::Result<Sent> {
    let mut sent = Sent::default();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let noted = name.to_str().and_then(|name| name.rsplit_once('-'));
        let Some((upload, Ok(bytes))) = noted.map(|(upload, bytes)| (upload, bytes.parse::<u64>())) else { continue };
        sent.bytes = sent.bytes.saturating_add(bytes);
        sent.open += u32::from(store.parts_folder().join(format!("{upload}.size")).exists());
    }
    Ok(sent)
}
