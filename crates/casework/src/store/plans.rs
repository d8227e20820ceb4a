//! The statements of casework that many people or the sweeps wait for, explained: see `db::explain`.

use basis::{Failure, Fault};
use db::{Hot, OwnerPool, Plan};

const FILL: &str = include_str!("../../sql/fill_for_plans.sql");
/// Made-up dossiers begin long ago, so that the plans do not depend on today.
const BEGIN: &str = "2020-01-01T00:00:00Z";
const END: &str = "9999-01-01T00:00:00Z";
const NOBODY: &str = "00000000-0000-7000-8000-000000000000";
const LAST_ID: &str = "ffffffff-ffff-ffff-ffff-ffffffffffff";
const HASH: &str = "\\x0123456789abcdef";

/// A statement of this crate.
macro_rules! hot {
    ($file:literal, $($value:expr),*) => {
        Hot {
            name: concat!("casework/", $file),
            text: include_str!(concat!("../../sql/", $file, ".sql")),
            values: vec![$($value.to_string()),*],
        }
    };
}

/// Fills a bench's throw-away database with made-up dossiers.
///
/// # Errors
/// A fault when they cannot be written.
pub async fn fill_for_plans(owner: &OwnerPool, dossiers: i64) -> Result<(), Failure> {
    let fault = |what: &'static str| move |error| Failure::from(Fault::because(what, error));
    let begin: basis::Timestamp = BEGIN.parse().map_err(|error| Fault::because("reading our own instant", error))?;
    sqlx::query(FILL)
        .bind(dossiers)
        .bind(db::timestamp_bind(begin))
        .execute(owner)
        .await
        .map_err(fault("writing made-up dossiers"))?;
    let analyze = "ANALYZE casework.dossier, casework.leg, casework.event, casework.paper, casework.supplement, \
        casework.handover, casework.result, casework.vault, casework.notice, casework.draft, casework.answered, \
        casework.lookup_attempt";
    sqlx::query(analyze).execute(owner).await.map_err(fault("analysing made-up dossiers"))?;
    Ok(())
}

/// How PostgreSQL would carry out casework's hot statements on what it holds now.
///
/// # Errors
/// A fault when one cannot be explained.
pub async fn plans(owner: &OwnerPool) -> Result<Vec<Plan>, Failure> {
    let agency = "H41.20"; // one with open parts
    let hot = [
        // An officer's desk.
        hot!("list_queue", agency, "{1,2,4,6,7}", BEGIN, NOBODY, BEGIN, END, "51"),
        hot!("count_queue", agency, BEGIN, END),
        hot!("list_done", agency, "50"),
        hot!("count_finished", agency, BEGIN),
        hot!("count_awaiting_number", agency, BEGIN),
        hot!("list_awaiting_number", agency, BEGIN, "50"),
        // One dossier.
        hot!("find_dossier_by_code", "H41.1-20200101-0000001"),
        hot!("find_dossier_locked", NOBODY),
        hot!("list_legs", NOBODY),
        hot!("list_events", NOBODY),
        hot!("list_handovers", NOBODY),
        hot!("list_results", NOBODY),
        hot!("list_dossier_papers", NOBODY),
        hot!("list_supplements", NOBODY),
        // One's own.
        hot!("list_dossiers_of_account", NOBODY, NOBODY, END, LAST_ID, "50"),
        hot!("list_drafts", NOBODY),
        hot!("list_vault", NOBODY),
        hot!("list_notices_of_person", NOBODY, "50"),
        hot!("find_submission", NOBODY, NOBODY),
        hot!("find_answered", NOBODY, NOBODY),
        hot!("find_result_by_verify_code", "x"),
        hot!("count_lookup_attempts", HASH, HASH, BEGIN, BEGIN),
        // What the sweeps look for.
        hot!("list_due_handovers", END, "50", "number"),
        hot!("claim_notices", END, "50", END),
        hot!("claim_results_without_pdf", END, "50", END),
        // Every start of the program.
        hot!("list_used_definitions",),
    ];
    db::explain(owner, &hot).await
}
