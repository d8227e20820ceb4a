//! Definitions outlive the program that carried them: each is kept with the first draft or dossier that uses it, and
//! taken in again when a program starts that carries another.

use crate::{book::Book, store};
use basis::{Failure, Fault};
use db::Tx;
use std::sync::Arc;

/// Keeps a definition in the transaction that uses it, unless it is kept already.
pub(crate) async fn keep(tx: &mut Tx, book: &Book, hash: &str) -> Result<(), Failure> {
    if store::definition::is_kept(tx, hash).await? {
        return Ok(());
    }
    let definition = book.definition(hash)?;
    let files = book.catalogue.source(hash).ok_or_else(|| Fault::new("a definition without its files"))?;
    let now = tx.began();
    store::definition::keep(tx, hash, definition, &files, now).await
}

/// Takes in the kept definitions that the program does not carry. Gives what is wrong: definitions that drafts or
/// dossiers run under and that this program has not, or does not understand.
///
/// # Errors
/// A fault when they cannot be read.
pub async fn take_in_definitions(tx: &mut Tx, book: &mut Book) -> Result<Vec<String>, Failure> {
    let mut wrong = Vec::new();
    let catalogue = Arc::make_mut(&mut book.catalogue);
    for (hash, files) in store::definition::list(tx).await? {
        if catalogue.by_hash(&hash).is_some() {
            continue;
        }
        if let Err(mistakes) = catalogue.take_stored(&hash, &files) {
            wrong.extend(mistakes.iter().map(|mistake| format!("the kept definition {hash}: {mistake}")));
        }
    }
    let missing = store::definition::used(tx).await?.into_iter().filter(|hash| catalogue.by_hash(hash).is_none());
    wrong.extend(missing.map(|hash| format!("dossiers run under the definition {hash}, which is nowhere")));
    Ok(wrong)
}
