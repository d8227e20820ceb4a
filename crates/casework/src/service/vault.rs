//! The vault: results of the family, and the public word on whether a result stands.

use super::drafts::citizen;
use crate::{
    codes, may,
    rules::mask,
    store,
    words::{Issued, Standing, Stands},
};
use basis::{Failure, Kind, ResultId};
use db::Tx;

/// The results in the vault of the one who asks.
///
/// # Errors
/// A fault when they cannot be read.
pub async fn my_vault(tx: &mut Tx) -> Result<Vec<Issued>, Failure> {
    tx.allow::<may::SeeOwnData>()?;
    let (_, person) = citizen(tx)?;
    store::result::vault(tx, person).await
}

/// One result of the own vault. Another family's is as if it were not there.
///
/// # Errors
/// Not found.
pub async fn my_result(tx: &mut Tx, id: ResultId) -> Result<Issued, Failure> {
    tx.allow::<may::SeeOwnData>()?;
    let (_, person) = citizen(tx)?;
    let missing = || Failure::refused(Kind::NotFound, codes::DOSSIER_NOT_FOUND);
    if !store::result::lies_in_vault(tx, person, id).await? {
        return Err(missing());
    }
    store::result::find(tx, id).await?.ok_or_else(missing)
}

/// Whether a result stands: what its QR leads to. Only a masked name is told.
///
/// # Errors
/// Not found for a code that no result has.
pub async fn check_result(tx: &mut Tx, verify_code: &str) -> Result<Standing, Failure> {
    tx.allow::<may::CheckResult>()?;
    let public = store::result::find_public(tx, verify_code)
        .await?
        .ok_or_else(|| Failure::refused(Kind::NotFound, codes::RESULT_NOT_FOUND))?;
    let name = public.content.get("name").and_then(serde_json::Value::as_str).unwrap_or_default();
    Ok(Standing {
        masked_name: mask::name(name),
        stands: match (public.revoked, public.replaced) {
            (true, _) => Stands::Revoked,
            (false, true) => Stands::Replaced,
            (false, false) => Stands::Yes,
        },
        kind: public.kind,
        number: public.number,
        issued_at: public.issued_at,
        agency: public.agency,
    })
}
