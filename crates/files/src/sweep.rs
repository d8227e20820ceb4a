//! Removes what nobody needs: files that no row names, uploads given up, temporary files a crash left.

use crate::{disk::blocking, hash::ContentHash, store::Store};
use basis::Fault;
use jiff::Timestamp;
use std::{
    fs,
    io::{self, ErrorKind},
    path::Path,
    time::SystemTime,
};

/// What a sweep removed, to be reported as figures.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Swept {
    /// Kept files that nobody knew.
    pub orphans: u64,
    /// Bytes those had.
    pub orphan_bytes: u64,
    /// Temporary files and abandoned uploads.
    pub leftovers: u64,
    /// Small pictures whose file is gone.
    pub small_pictures: u64,
}

impl Store {
    /// Every file that is kept, so that its owner can be asked for.
    ///
    /// # Errors
    /// A fault when the disk fails.
    pub async fn list(&self) -> Result<Vec<ContentHash>, Fault> {
        let store = self.clone();
        blocking("listing the file store", move || {
            let mut hashes = Vec::new();
            for folder in fs::read_dir(store.kept_folder())? {
                each_file(&folder?.path(), |path| {
                    hashes.extend(name_of(path).and_then(|name| name.parse::<ContentHash>().ok()));
                    Ok(())
                })?;
            }
            Ok::<_, io::Error>(hashes)
        })
        .await?
        .map_err(|error| Fault::because("listing the file store", error))
    }

    /// Removes files that are not `known` and were last received before `older_than`, and all leftovers of that age.
    ///
    /// Leave a generous margin (a day): a file is received before the row that names it is committed.
    ///
    /// # Errors
    /// A fault when the disk fails; what was removed until then stays removed, and the next sweep goes on.
    pub async fn sweep(
        &self,
        known: impl Fn(&ContentHash) -> bool + Send + 'static,
        older_than: Timestamp,
    ) -> Result<Swept, Fault> {
        let store = self.clone();
        blocking("sweeping the file store", move || sweep(&store, &known, SystemTime::from(older_than)))
            .await?
            .map_err(|error| Fault::because("sweeping the file store", error))
    }
}

fn sweep(store: &Store, known: &dyn Fn(&ContentHash) -> bool, older_than: SystemTime) -> io::Result<Swept> {
    let mut swept = Swept::default();
    for folder in [store.temporary_folder(), store.parts_folder()] {
        each_file(&folder, |path| {
            if is_abandoned(path, older_than)? && removed(path)? {
                swept.leftovers += 1;
            }
            Ok(())
        })?;
    }
    sweep_sent(store, older_than)?;
    for folder in fs::read_dir(store.kept_folder())? {
        each_file(&folder?.path(), |path| {
            let Some(hash) = name_of(path).and_then(|name| name.parse().ok()) else { return Ok(()) };
            if known(&hash) || !is_old(path, older_than)? {
                return Ok(());
            }
            if let Some(bytes) = remove_orphan(store, path, older_than)? {
                swept.orphans += 1;
                swept.orphan_bytes += bytes;
            }
            Ok(())
        })?;
    }
    each_file(&store.small_folder(), |path| {
        let hash = name_of(path).and_then(|name| name.strip_suffix(".jpg")?.parse().ok());
        let lost = hash.is_none_or(|hash: ContentHash| !store.path(&hash).exists());
        if lost && removed(path)? {
            swept.small_pictures += 1;
        }
        Ok(())
    })?;
    Ok(swept)
}

/// Removes the notes of what was sent on days that are over.
fn sweep_sent(store: &Store, older_than: SystemTime) -> io::Result<()> {
    for day in fs::read_dir(store.sent_days())? {
        let day = day?.path();
        for account in fs::read_dir(&day)? {
            let account = account?.path();
            each_file(&account, |note| if is_old(note, older_than)? { removed(note).map(drop) } else { Ok(()) })?;
            // Fails where something is left in it, which is as it should be.
            let _ = fs::remove_dir(&account);
        }
        let _ = fs::remove_dir(&day);
    }
    Ok(())
}

/// Looks once more while nobody can name a file: a receipt given a moment ago must not lose its file.
fn remove_orphan(store: &Store, path: &Path, older_than: SystemTime) -> io::Result<Option<u64>> {
    let naming = store.naming()?;
    naming.lock()?;
    if !is_old(path, older_than)? {
        return Ok(None);
    }
    let bytes = fs::metadata(path)?.len();
    Ok(removed(path)?.then_some(bytes))
}

fn each_file(folder: &Path, mut visit: impl FnMut(&Path) -> io::Result<()>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            visit(&entry.path())?;
        }
    }
    Ok(())
}

fn name_of(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()
}

/// An upload's announced size is as old as the last chunk that came for it.
fn is_abandoned(path: &Path, older_than: SystemTime) -> io::Result<bool> {
    let part = path.with_extension("part");
    if path.extension().is_some_and(|ending| ending == "size") && part.exists() {
        return is_old(&part, older_than);
    }
    is_old(path, older_than)
}

/// A file that has just gone is not old: there is nothing left to remove.
fn is_old(path: &Path, older_than: SystemTime) -> io::Result<bool> {
    match fs::metadata(path) {
        Ok(file) => Ok(file.modified()? < older_than),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn removed(path: &Path) -> io::Result<bool> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}
