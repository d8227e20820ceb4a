//! The feed of changes: how identity, matching and cleansing follow the register without asking it about everybody.
//!
//! A cursor is a transaction and a place in it, so that a change which commits late is not skipped.

use crate::{may, store};
use basis::{ActId, Failure, PersonId};
use db::{Allowed, Tx};
use serde::{Deserialize, Serialize};

/// Where a follower stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub struct FeedCursor {
    xid: i64,
    seq: i64,
}

/// One change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// Whom it is about; `None` after a bulk load: everything is to be read again.
    pub person: Option<PersonId>,
    /// What was done, by the word of the act.
    pub kind: String,
    /// The act.
    pub act: ActId,
    /// Where to go on after this one.
    pub cursor: FeedCursor,
}

/// The most changes one call gives.
pub const FEED_LIMIT_MAX: u16 = 1000;

/// What changed after a cursor, oldest first. Ids only: whoever reads on about a person is recorded then.
///
/// # Errors
/// A fault.
pub async fn after(
    tx: &mut Tx,
    _may: Allowed<may::FollowChanges>,
    cursor: FeedCursor,
    limit: u16,
) -> Result<Vec<Change>, Failure> {
    let rows = store::list_changes(tx, cursor.xid, cursor.seq, i64::from(limit.min(FEED_LIMIT_MAX))).await?;
    Ok(rows
        .into_iter()
        .map(|row| Change {
            person: row.person.map(PersonId::from_uuid),
            kind: row.kind,
            act: ActId::from_uuid(row.act),
            cursor: FeedCursor { xid: row.xid, seq: row.seq },
        })
        .collect())
}
