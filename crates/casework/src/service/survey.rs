//! Everything that was filed and every file that is named, for whoever must say after a crash or a restore that the
//! whole is whole. It looks at no person: ids, codes and hashes only.

use crate::{may, store};
use basis::{DossierId, DraftId, Failure, SubmissionKey, Timestamp};
use db::Tx;

const ROWS_MAX: i64 = 5_000;

/// One dossier, and how much came into being with it in the transaction of its submission.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Filed {
    /// The dossier.
    pub dossier: DossierId,
    /// Its code.
    pub code: String,
    /// The key it was sent under.
    pub key: SubmissionKey,
    /// The draft it was.
    pub draft: Option<DraftId>,
    /// Papers it has.
    pub papers: i64,
    /// Papers that stayed behind with the draft.
    pub papers_left: i64,
    /// Legs that are open or were.
    pub legs_open: i64,
    /// Hand-overs of legs to agencies.
    pub handovers: i64,
    /// Entries in its journal that say it was submitted.
    pub events: i64,
    /// Notices that say so.
    pub notices: i64,
}

impl Filed {
    /// Whether everything that belongs to a submission is there, and nothing of it twice.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.draft.is_some()
            && self.papers_left == 0
            && self.legs_open >= 1
            && self.handovers == self.legs_open
            && self.events == 1
            && self.notices == 1
    }
}

/// Work that should have been done by now.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Overdue {
    /// Notices that wait.
    pub notices: i64,
    /// Questions to outside systems whose next attempt has not been made.
    pub questions: i64,
    /// Results without their document.
    pub documents: i64,
}

impl Overdue {
    /// Whether there is none.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// Dossiers after this one, in the order of their ids; empty at the end.
///
/// # Errors
/// A fault when they cannot be read.
pub async fn filed_after(tx: &mut Tx, last: Option<DossierId>) -> Result<Vec<Filed>, Failure> {
    tx.allow::<may::Sweep>()?;
    store::survey::filed(tx, last.map(DossierId::uuid).unwrap_or_default(), ROWS_MAX).await
}

/// Files that a paper or a result names, after this hash; empty at the end.
///
/// # Errors
/// A fault when they cannot be read.
pub async fn named_files_after(tx: &mut Tx, last: &str) -> Result<Vec<String>, Failure> {
    tx.allow::<may::Sweep>()?;
    store::survey::named_files(tx, last, ROWS_MAX).await
}

/// What should have been done before this instant and was not.
///
/// # Errors
/// A fault when it cannot be counted.
pub async fn overdue(tx: &mut Tx, before: Timestamp) -> Result<Overdue, Failure> {
    tx.allow::<may::Sweep>()?;
    store::survey::overdue(tx, before).await
}
