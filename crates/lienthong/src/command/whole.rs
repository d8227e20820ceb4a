//! Whether the register is whole. Over one that a load has left without its keys nothing is served and no job is run.

use crate::exit::Failed;
use population::bulk::{self, Unfinished};

/// Refuses while a load has the tables' keys, or died without putting them back.
pub(crate) async fn ensure(owner: &db::OwnerPool) -> Result<(), Failed> {
    match bulk::unfinished(owner).await? {
        None => Ok(()),
        Some(unfinished) => Err(Failed::Unfinished(words(unfinished).to_owned())),
    }
}

/// What is the matter, and what to do.
pub(crate) fn words(unfinished: Unfinished) -> &'static str {
    match unfinished {
        Unfinished::Running => "the register is being filled by another process; start again when that has ended",
        Unfinished::BrokenOff => {
            "a filling of the register was broken off and its tables have no keys: run the import again \
             (`lienthong import population FILE`), which removes what was half loaded and begins anew"
        }
    }
}
