//! The store itself: a folder in which a file's name is the hash of its content.
//!
//! ```text
//! kept/ab/ab12…   files, by the first byte of their hash        part/  uploads under way
//! small/ab12….jpg small pictures, made when first asked for     tmp/   files that have no name yet
//! sent/           how much each account sent on a day
//! ```
//! A file is flushed, then named, then its folder is flushed, then the receipt is given: a receipt never speaks of a
//! file that a power cut could take away. A crash leaves at most something in `tmp` or `part`, which `sweep` removes.

use crate::{
    codes::{FILE_EMPTY, FILE_UPLOAD_BROKEN, invalid, too_large},
    disk::{Temporary, blocking, found},
    hash::{ContentHash, Hashing},
    inspect::inspect,
    kind::{FileKind, HEAD_BYTES, sniff},
    quota::Limits,
};
use basis::{Failure, Fault};
use bytes::Bytes;
use futures_util::{Stream, StreamExt, pin_mut};
use std::{
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    sync::Semaphore,
};

/// The most bytes one file may have (20 MB): a sharp photograph or a scan of some pages.
pub const UPLOAD_BYTES_MAX: u64 = 20 * 1024 * 1024;
/// Pictures decoded at once; each may take a few hundred megabytes while it is decoded.
const DECODERS_MAX: usize = 2;
const TEMPORARY: &str = "tmp";
const PARTS: &str = "part";
const KEPT: &str = "kept";
const SMALL: &str = "small";
const SENT: &str = "sent";
const NAMING: &str = "naming.lock";

/// Where papers and results are kept. Cheap to clone; several processes may share the folder.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) dir: Arc<PathBuf>,
    pub(crate) decoders: Arc<Semaphore>,
    pub(crate) limits: Limits,
}

/// A file was received, is durable, and is found again by its hash.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// Its name in the store.
    pub hash: ContentHash,
    /// How many bytes it has.
    pub size: u64,
    /// What it is.
    pub kind: FileKind,
}

/// A file of the store, open for reading.
#[derive(Debug)]
pub struct Kept {
    /// Its name in the store.
    pub hash: ContentHash,
    /// How many bytes it has.
    pub size: u64,
    /// What it is.
    pub kind: FileKind,
    /// The open file, at its beginning: stream it to whoever asked.
    pub content: tokio::fs::File,
}

impl Kept {
    /// The whole content, for a file that is needed in one piece, such as a PDF to be signed.
    ///
    /// # Errors
    /// A fault when the disk does not give it.
    pub async fn into_bytes(mut self) -> Result<Vec<u8>, Fault> {
        let mut bytes = Vec::with_capacity(usize::try_from(self.size).unwrap_or_default());
        self.content
            .read_to_end(&mut bytes)
            .await
            .map_err(|error| Fault::because(format!("reading file {}", self.hash), error))?;
        Ok(bytes)
    }
}

impl Store {
    /// Opens the store in a folder and makes what is missing there.
    ///
    /// # Errors
    /// A fault when the folder cannot be made or flushed.
    pub async fn open(dir: impl Into<PathBuf>) -> Result<Self, Fault> {
        let dir = dir.into();
        let store = Self {
            dir: Arc::new(dir.clone()),
            decoders: Arc::new(Semaphore::new(DECODERS_MAX)),
            limits: Limits::default(),
        };
        blocking("opening the file store", move || lay_out(&dir))
            .await?
            .map_err(|error| Fault::because("making the folders of the file store", error))?;
        Ok(store)
    }

    /// Receives one file, chunk by chunk, without ever holding it in memory. The same content twice is the same file.
    ///
    /// # Errors
    /// A refusal with one of `PROBLEM_CODES`; a fault when the disk fails. Either way nothing is left behind.
    pub async fn receive<E>(
        &self,
        chunks: impl Stream<Item = Result<Bytes, E>> + Send,
        bytes_max: u64,
    ) -> Result<Receipt, Failure> {
        pin_mut!(chunks);
        let writing = |error| Fault::because("writing a received file", error);
        let temporary = Temporary::in_folder(&self.folder(TEMPORARY));
        let mut file = tokio::fs::File::create_new(temporary.path()).await.map_err(writing)?;
        let mut intake = Intake::new(bytes_max);
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(|_| invalid(FILE_UPLOAD_BROKEN))?;
            intake.take(&chunk)?;
            file.write_all(&chunk).await.map_err(writing)?;
        }
        // Tokio's file writes behind our back: without the flush a failed last write would go unseen.
        file.flush().await.map_err(writing)?;
        file.sync_all().await.map_err(writing)?;
        drop(file);
        let receipt = intake.done()?;
        self.settle(temporary, receipt).await
    }

    /// Receives a file that is already in memory, such as a result we made ourselves.
    ///
    /// # Errors
    /// As `receive`.
    pub async fn receive_bytes(&self, content: impl Into<Bytes>, bytes_max: u64) -> Result<Receipt, Failure> {
        let once: Result<Bytes, std::convert::Infallible> = Ok(content.into());
        self.receive(futures_util::stream::iter([once]), bytes_max).await
    }

    /// Inspects a flushed file and gives it its name.
    pub(crate) async fn settle(&self, temporary: Temporary, receipt: Receipt) -> Result<Receipt, Failure> {
        let (store, name) = (self.clone(), self.path(&receipt.hash));
        blocking("keeping a received file", move || {
            inspect(temporary.path(), receipt.kind)?;
            let fault = |error| Fault::because(format!("keeping file {}", receipt.hash), error);
            let naming = store.naming().map_err(fault)?;
            naming.lock_shared().map_err(fault)?;
            // Over an equal file as well: the new one is as good, and its age protects it from a sweep under way.
            temporary.keep_as(&name).map_err(fault)?;
            Ok(receipt)
        })
        .await?
    }

    /// The lock between those who name a file (shared) and a sweep that removes one (alone), in every process.
    pub(crate) fn naming(&self) -> std::io::Result<File> {
        File::options().read(true).write(true).create(true).truncate(false).open(self.dir.join(NAMING))
    }

    /// The file with this hash, open for reading, if it is here.
    ///
    /// # Errors
    /// A fault when the disk fails, or when what stands there is not a file we would have taken.
    pub async fn find(&self, hash: &ContentHash) -> Result<Option<Kept>, Fault> {
        let (hash, path) = (*hash, self.path(hash));
        let Some((content, size, kind)) =
            blocking("opening a kept file", move || open_kept(&path).map_err(|e| e.at(&hash))).await??
        else {
            return Ok(None);
        };
        Ok(Some(Kept { hash, size, kind, content: tokio::fs::File::from_std(content) }))
    }

    /// Reads the file again and compares it with its hash: what an auditor or a restore asks.
    ///
    /// # Errors
    /// A fault when the disk fails.
    pub async fn is_whole(&self, hash: &ContentHash) -> Result<bool, Fault> {
        let (hash, path) = (*hash, self.path(hash));
        let read = blocking("verifying a kept file", move || -> std::io::Result<ContentHash> {
            let mut file = File::open(&path)?;
            let mut hashing = Hashing::default();
            let mut chunk = vec![0; 64 * 1024];
            loop {
                match file.read(&mut chunk)? {
                    0 => return Ok(hashing.done()),
                    length => hashing.add(&chunk[..length]),
                }
            }
        })
        .await?;
        Ok(found(read, "verifying a kept file")? == Some(hash))
    }

    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }
    pub(crate) fn temporary_folder(&self) -> PathBuf {
        self.folder(TEMPORARY)
    }
    pub(crate) fn parts_folder(&self) -> PathBuf {
        self.folder(PARTS)
    }
    pub(crate) fn kept_folder(&self) -> PathBuf {
        self.folder(KEPT)
    }
    pub(crate) fn sent_days(&self) -> PathBuf {
        self.folder(SENT)
    }
    pub(crate) fn small_folder(&self) -> PathBuf {
        self.folder(SMALL)
    }
    pub(crate) fn path(&self, hash: &ContentHash) -> PathBuf {
        let name = hash.to_string();
        self.kept_folder().join(&name[..2]).join(name)
    }
}

/// What is known of a file while it comes in: it is refused at the first chunk that shows it cannot be taken.
pub(crate) struct Intake {
    bytes_max: u64,
    size: u64,
    head: Vec<u8>,
    kind: Option<FileKind>,
    hashing: Hashing,
}

impl Intake {
    pub(crate) fn new(bytes_max: u64) -> Self {
        Self { bytes_max, size: 0, head: Vec::with_capacity(HEAD_BYTES), kind: None, hashing: Hashing::default() }
    }
    pub(crate) fn take(&mut self, chunk: &[u8]) -> Result<(), Failure> {
        self.size = self.size.saturating_add(chunk.len() as u64);
        if self.size > self.bytes_max {
            return Err(too_large(self.bytes_max));
        }
        if self.kind.is_none() {
            let missing = HEAD_BYTES.saturating_sub(self.head.len()).min(chunk.len());
            self.head.extend_from_slice(&chunk[..missing]);
            if self.head.len() == HEAD_BYTES {
                self.kind = Some(sniff(&self.head).map_err(invalid)?);
            }
        }
        self.hashing.add(chunk);
        Ok(())
    }
    pub(crate) fn done(self) -> Result<Receipt, Failure> {
        if self.size == 0 {
            return Err(invalid(FILE_EMPTY));
        }
        let kind = match self.kind {
            Some(kind) => kind,
            None => sniff(&self.head).map_err(invalid)?,
        };
        Ok(Receipt { hash: self.hashing.done(), size: self.size, kind })
    }
}

/// All 256 folders at once: none has to be made, and flushed, while a citizen waits.
fn lay_out(dir: &Path) -> std::io::Result<()> {
    for name in [TEMPORARY, PARTS, KEPT, SMALL, SENT] {
        fs::create_dir_all(dir.join(name))?;
    }
    let kept = dir.join(KEPT);
    for first in 0..=u8::MAX {
        let folder = kept.join(format!("{first:02x}"));
        if !folder.is_dir() {
            fs::create_dir_all(&folder)?;
        }
    }
    keep_from_others(dir)?;
    File::open(&kept)?.sync_all()?;
    File::open(dir)?.sync_all()
}

/// Papers are people's data: no other account of the machine reads them, whatever the umask was.
fn keep_from_others(dir: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    /// Reading, writing and entering by accounts that are neither the owner nor of the group.
    const OTHERS: u32 = 0o007;
    let mut rights = fs::metadata(dir)?.permissions();
    if rights.mode() & OTHERS != 0 {
        rights.set_mode(rights.mode() & !OTHERS);
        fs::set_permissions(dir, rights)?;
    }
    Ok(())
}

/// Why a kept file could not be opened.
enum NotOpened {
    Disk(std::io::Error),
    Strange,
}

impl NotOpened {
    fn at(self, hash: &ContentHash) -> Fault {
        match self {
            Self::Disk(error) => Fault::because(format!("opening file {hash}"), error),
            Self::Strange => Fault::new(format!("file {hash} in the store is of no kind that is kept")),
        }
    }
}

fn open_kept(path: &Path) -> Result<Option<(File, u64, FileKind)>, NotOpened> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(NotOpened::Disk(error)),
    };
    let size = file.metadata().map_err(NotOpened::Disk)?.len();
    let mut head = Vec::with_capacity(HEAD_BYTES);
    (&file).take(HEAD_BYTES as u64).read_to_end(&mut head).map_err(NotOpened::Disk)?;
    std::io::Seek::rewind(&mut file).map_err(NotOpened::Disk)?;
    let kind = sniff(&head).map_err(|_| NotOpened::Strange)?;
    Ok(Some((file, size, kind)))
}
