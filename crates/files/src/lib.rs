//! Papers and results, kept under the hash of their content: a file that arrives twice is one file.
//!
//! A file goes in as a stream of chunks (`Store::receive`) or as a resumable upload (`Store::begin`, `append`,
//! `finish`), is looked at by its first bytes and not by its name, and is durable on disk before its `Receipt` is
//! given. Which dossier a file belongs to, who may see it and how it is served are not known here: that is casework's
//! and the surfaces' part. Files that no row names any more are removed by `Store::sweep`.

pub mod codes;
mod disk;
mod hash;
mod inspect;
mod kind;
mod quota;
mod store;
mod sweep;
mod thumbnail;
mod upload;

pub use codes::{
    FILE_ARCHIVE, FILE_DAMAGED, FILE_DAY_FULL, FILE_DISK_FULL, FILE_EMPTY, FILE_EXECUTABLE,
    FILE_IMAGE_TOO_BIG_DIMENSIONS, FILE_KIND_UNKNOWN, FILE_TOO_LARGE, FILE_TOO_MANY_OPEN, FILE_TRUNCATED,
    FILE_UPLOAD_BROKEN, FILE_UPLOAD_DIFFERS, FILE_UPLOAD_GAP, FILE_UPLOAD_UNKNOWN, PROBLEM_CODES,
};
pub use hash::{ContentHash, NotAHash};
pub use inspect::{IMAGE_PIXELS_MAX, IMAGE_SIDE_MAX};
pub use kind::FileKind;
pub use quota::{Limits, Sender};
pub use store::{Kept, Receipt, Store, UPLOAD_BYTES_MAX};
pub use sweep::Swept;
pub use thumbnail::THUMBNAIL_SIDE_MAX;
pub use upload::{Progress, UploadId};
