//! Resumable uploads: a phone that loses its connection goes on where it stopped.
//!
//! Every step may be asked twice: an upload begun again says how far it is, a chunk sent again is skipped, and an upload
//! finished again gives the same receipt. An exclusive lock on the part file keeps two senders of one upload apart, in
//! two processes as well.

use crate::{
    codes::{FILE_EMPTY, FILE_TRUNCATED, FILE_UPLOAD_DIFFERS, FILE_UPLOAD_UNKNOWN, gap, invalid, too_large},
    disk::{Temporary, blocking, flush_folder_of, found},
    hash::ContentHash,
    kind::{FileKind, HEAD_BYTES, sniff},
    store::{Intake, Receipt, Store, UPLOAD_BYTES_MAX},
};
use basis::{Failure, Fault, Kind};
use bytes::Bytes;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    os::unix::fs::MetadataExt,
    path::PathBuf,
};

basis::id!(
    /// One upload under way. Made by the server or the browser; unguessable, and bound to a draft by the surface.
    UploadId
);

/// How far an upload is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    /// Bytes that are durable here: the next chunk begins at this offset.
    pub offset: u64,
    /// Bytes the whole file will have.
    pub size: u64,
}

const COPY_BYTES: usize = 64 * 1024;

impl Store {
    /// Begins an upload of a file of `size` bytes, or says how far one is that was begun before.
    ///
    /// # Errors
    /// A refusal when the size cannot be taken or differs from the one first said.
    pub async fn begin(&self, upload: UploadId, size: u64) -> Result<Progress, Failure> {
        Self::check_size(size)?;
        let paths = Paths::of(self, upload);
        blocking("beginning an upload", move || paths.begin(upload, size)).await?
    }

    pub(crate) fn check_size(size: u64) -> Result<(), Failure> {
        match size {
            0 => Err(invalid(FILE_EMPTY)),
            1..=UPLOAD_BYTES_MAX => Ok(()),
            _ => Err(too_large(UPLOAD_BYTES_MAX)),
        }
    }

    /// Adds a chunk at an offset. It is durable when this returns.
    ///
    /// # Errors
    /// A refusal when bytes before the offset are missing (its `offset` says where to go on), when the upload is not
    /// known, when more comes than was announced, or when the content shows that it cannot be taken.
    pub async fn append(&self, upload: UploadId, offset: u64, chunk: Bytes) -> Result<Progress, Failure> {
        let paths = Paths::of(self, upload);
        blocking("adding to an upload", move || paths.append(upload, offset, &chunk)).await?
    }

    /// How far an upload is, if it is known.
    ///
    /// # Errors
    /// A fault when the disk fails.
    pub async fn find_upload(&self, upload: UploadId) -> Result<Option<Progress>, Fault> {
        let paths = Paths::of(self, upload);
        blocking("looking at an upload", move || paths.progress(upload)).await?
    }

    /// Turns a complete upload into a file of the store.
    ///
    /// # Errors
    /// A refusal when bytes are still missing or the file cannot be taken.
    pub async fn finish(&self, upload: UploadId) -> Result<Receipt, Failure> {
        let paths = Paths::of(self, upload);
        let prepared = blocking("finishing an upload", move || paths.prepare(upload)).await??;
        let (temporary, receipt, lock) = match prepared {
            Prepared::Earlier(receipt) => return Ok(receipt),
            Prepared::Now(temporary, receipt, lock) => (temporary, receipt, lock),
        };
        let settled = self.settle(temporary, receipt).await;
        let paths = Paths::of(self, upload);
        let done = settled.as_ref().ok().copied();
        blocking("noting a finished upload", move || {
            let noted = paths.close(upload, done);
            drop(lock);
            noted
        })
        .await??;
        settled
    }
}

enum Prepared {
    Earlier(Receipt),
    Now(Temporary, Receipt, File),
}

/// The three files of an upload (the announced size, the bytes so far, the receipt once it is finished) and the folder
/// for files without a name.
struct Paths {
    size: PathBuf,
    part: PathBuf,
    done: PathBuf,
    tmp: PathBuf,
}

enum Part {
    Open(File, u64),
    Finished(Receipt),
}

impl Paths {
    fn of(store: &Store, upload: UploadId) -> Self {
        let folder = store.parts_folder();
        Self {
            size: folder.join(format!("{upload}.size")),
            part: folder.join(format!("{upload}.part")),
            done: folder.join(format!("{upload}.done")),
            tmp: store.temporary_folder(),
        }
    }

    fn begin(&self, upload: UploadId, size: u64) -> Result<Progress, Failure> {
        if let Some(progress) = self.progress(upload)? {
            if progress.size != size {
                return Err(Failure::refused(Kind::Conflict, FILE_UPLOAD_DIFFERS));
            }
            return Ok(progress);
        }
        let fault = |error| Fault::because(format!("beginning upload {upload}"), error);
        // The part first: an upload exists once its size stands, and then its part is there.
        OpenOptions::new().create(true).append(true).open(&self.part).map_err(fault)?;
        let temporary = Temporary::in_folder(&self.tmp);
        let mut file = File::create_new(temporary.path()).map_err(fault)?;
        file.write_all(size.to_string().as_bytes()).and_then(|()| file.sync_all()).map_err(fault)?;
        // A link, because it never takes the place of what another sender has said a moment before.
        match fs::hard_link(temporary.path(), &self.size) {
            Ok(()) => {
                flush_folder_of(&self.size).map_err(fault)?;
                Ok(Progress { offset: 0, size })
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => match self.progress(upload)? {
                Some(progress) if progress.size == size => Ok(progress),
                _ => Err(Failure::refused(Kind::Conflict, FILE_UPLOAD_DIFFERS)),
            },
            Err(error) => Err(fault(error).into()),
        }
    }

    fn append(&self, upload: UploadId, offset: u64, chunk: &[u8]) -> Result<Progress, Failure> {
        let fault = |error| Fault::because(format!("adding to upload {upload}"), error);
        let (mut file, size) = match self.locked(upload)? {
            Part::Open(file, size) => (file, size),
            Part::Finished(receipt) => return Ok(Progress { offset: receipt.size, size: receipt.size }),
        };
        let arrived = file.metadata().map_err(fault)?.len();
        if offset > arrived {
            return Err(gap(arrived));
        }
        if offset.saturating_add(chunk.len() as u64) > size {
            return Err(Failure::refused(Kind::Conflict, FILE_UPLOAD_DIFFERS));
        }
        // What has arrived before is skipped: the hash at the end would show a different beginning.
        let known = usize::try_from(arrived - offset).unwrap_or(usize::MAX).min(chunk.len());
        let fresh = &chunk[known..];
        if !fresh.is_empty() {
            file.seek(SeekFrom::End(0)).map_err(fault)?;
            file.write_all(fresh).and_then(|()| file.sync_data()).map_err(fault)?;
        }
        let progress = Progress { offset: arrived + fresh.len() as u64, size };
        if arrived < HEAD_BYTES as u64 {
            refuse_early(&mut file, progress).map_err(fault)?.map_err(|code| self.drop_refused(upload, code))?;
        }
        Ok(progress)
    }

    /// A refused upload is removed: sending more of it would be in vain.
    fn drop_refused(&self, upload: UploadId, code: basis::Code) -> Failure {
        match self.remove(upload) {
            Ok(()) => invalid(code),
            Err(fault) => fault.into(),
        }
    }

    fn progress(&self, upload: UploadId) -> Result<Option<Progress>, Fault> {
        if let Some(receipt) = self.earlier(upload)? {
            return Ok(Some(Progress { offset: receipt.size, size: receipt.size }));
        }
        let Some(size) = self.announced(upload)? else { return Ok(None) };
        let part = found(fs::metadata(&self.part), "looking at an upload")?;
        Ok(part.map(|part| Progress { offset: part.len(), size }))
    }

    fn announced(&self, upload: UploadId) -> Result<Option<u64>, Fault> {
        let Some(text) = found(fs::read_to_string(&self.size), "reading the size of an upload")? else {
            return Ok(None);
        };
        text.parse().map(Some).map_err(|error| Fault::because(format!("reading the size of upload {upload}"), error))
    }

    /// The part file, locked until it is closed, or the receipt if the upload was finished while we waited.
    fn locked(&self, upload: UploadId) -> Result<Part, Failure> {
        let fault = |error| Fault::because(format!("locking upload {upload}"), error);
        loop {
            if let Some(receipt) = self.earlier(upload)? {
                return Ok(Part::Finished(receipt));
            }
            let unknown = || Failure::refused(Kind::NotFound, FILE_UPLOAD_UNKNOWN);
            let opened = OpenOptions::new().read(true).write(true).open(&self.part);
            let Some(file) = found(opened, "opening an upload")? else {
                // The note of a finished upload stands before its part goes, so one more look decides.
                return self.earlier(upload)?.map(Part::Finished).ok_or_else(unknown);
            };
            file.lock().map_err(fault)?;
            let named = found(fs::metadata(&self.part), "looking at an upload")?;
            // Removed while we waited: what is written to it now would be lost.
            if named.is_none_or(|named| file.metadata().is_ok_and(|held| held.ino() != named.ino())) {
                continue;
            }
            let size = self.announced(upload)?.ok_or_else(unknown)?;
            return Ok(Part::Open(file, size));
        }
    }

    /// Copies the part into a file that can be named. A copy and not the part itself, so that a crash in between leaves
    /// the upload as it was; the part is small and was written a moment ago.
    fn prepare(&self, upload: UploadId) -> Result<Prepared, Failure> {
        let fault = |error| Fault::because(format!("finishing upload {upload}"), error);
        let (mut part, size) = match self.locked(upload)? {
            Part::Open(part, size) => (part, size),
            Part::Finished(receipt) => return Ok(Prepared::Earlier(receipt)),
        };
        if part.metadata().map_err(fault)?.len() != size {
            return Err(invalid(FILE_TRUNCATED));
        }
        let temporary = Temporary::in_folder(&self.tmp);
        let mut copy = File::create_new(temporary.path()).map_err(fault)?;
        let mut intake = Intake::new(UPLOAD_BYTES_MAX);
        let mut chunk = vec![0; COPY_BYTES];
        loop {
            let length = part.read(&mut chunk).map_err(fault)?;
            if length == 0 {
                break;
            }
            intake.take(&chunk[..length])?;
            copy.write_all(&chunk[..length]).map_err(fault)?;
        }
        copy.sync_all().map_err(fault)?;
        Ok(Prepared::Now(temporary, intake.done()?, part))
    }

    /// Notes the receipt, then removes the part; a refused upload leaves nothing.
    fn close(&self, upload: UploadId, done: Option<Receipt>) -> Result<(), Fault> {
        if let Some(receipt) = done {
            let fault = |error| Fault::because(format!("noting finished upload {upload}"), error);
            let temporary = Temporary::in_folder(&self.tmp);
            let line = format!("{} {} {}", receipt.hash, receipt.size, receipt.kind.extension());
            let mut file = File::create_new(temporary.path()).map_err(fault)?;
            file.write_all(line.as_bytes()).and_then(|()| file.sync_all()).map_err(fault)?;
            temporary.keep_as(&self.done).map_err(fault)?;
        }
        self.remove(upload)
    }

    fn remove(&self, upload: UploadId) -> Result<(), Fault> {
        for path in [&self.size, &self.part] {
            found(fs::remove_file(path), "removing an upload")
                .map_err(|error| Fault::because(format!("removing upload {upload}"), error))?;
        }
        Ok(())
    }

    /// The receipt of an upload that was finished before.
    fn earlier(&self, upload: UploadId) -> Result<Option<Receipt>, Fault> {
        let Some(line) = found(fs::read_to_string(&self.done), "reading a finished upload")? else { return Ok(None) };
        let receipt =
            read_receipt(&line).ok_or_else(|| Fault::new(format!("the note of finished upload {upload} is spoilt")))?;
        Ok(Some(receipt))
    }
}

fn read_receipt(line: &str) -> Option<Receipt> {
    let mut words = line.split(' ');
    let hash: ContentHash = words.next()?.parse().ok()?;
    let size = words.next()?.parse().ok()?;
    let kind = FileKind::by_extension(words.next()?)?;
    Some(Receipt { hash, size, kind })
}

/// Looks at the head as soon as it is there: 20 MB of a program need not arrive before it is refused.
fn refuse_early(file: &mut File, progress: Progress) -> io::Result<Result<(), basis::Code>> {
    if progress.offset < HEAD_BYTES as u64 && progress.offset < progress.size {
        return Ok(Ok(()));
    }
    file.rewind()?;
    let mut head = Vec::with_capacity(HEAD_BYTES);
    file.take(HEAD_BYTES as u64).read_to_end(&mut head)?;
    Ok(sniff(&head).map(|_| ()))
}
