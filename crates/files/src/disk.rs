//! The few things about a disk that must be done in the right order: flush the file, give it its name, flush the folder.

use basis::Fault;
use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

/// A file that is gone again unless it is given its name.
#[derive(Debug)]
pub(crate) struct Temporary {
    path: PathBuf,
    kept: bool,
}

impl Temporary {
    pub(crate) fn in_folder(folder: &Path) -> Self {
        Self { path: folder.join(uuid::Uuid::now_v7().simple().to_string()), kept: false }
    }
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
    /// Puts the flushed file under its name and flushes the folder, so that the name survives a power cut.
    pub(crate) fn keep_as(mut self, name: &Path) -> io::Result<()> {
        fs::rename(&self.path, name)?;
        self.kept = true;
        flush_folder_of(name)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.kept {
            // What cannot be removed now, `sweep` removes later.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Flushes the folder a file stands in.
pub(crate) fn flush_folder_of(name: &Path) -> io::Result<()> {
    let folder = name.parent().ok_or_else(|| io::Error::other("a file without a folder"))?;
    File::open(folder)?.sync_all()
}

/// Runs file work where it may block.
pub(crate) async fn blocking<T, F>(what: &'static str, work: F) -> Result<T, Fault>
where
    T: Send + 'static,
    F: FnOnce() -> T + Send + 'static,
{
    tokio::task::spawn_blocking(work).await.map_err(|error| Fault::because(what, error))
}

/// A missing file is an answer; every other failure is a fault.
pub(crate) fn found<T>(result: io::Result<T>, what: &'static str) -> Result<Option<T>, Fault> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Fault::because(what, error)),
    }
}
