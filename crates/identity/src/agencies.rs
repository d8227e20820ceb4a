//! Agencies and the communes they answer for.

use crate::{
    may::ManageAccounts,
    model::{Agency, AgencyKind, NewAgency},
    rules, store,
};
use basis::{AgencyCode, Date, Failure, UnitCode};
use db::Tx;

/// Enters one agency with the communes it answers for.
///
/// # Errors
/// A refusal when the code is taken or another agency of the kind answers for one of the communes.
pub async fn create_agency(tx: &mut Tx, new: NewAgency) -> Result<(), Failure> {
    create_agencies(tx, &[new]).await
}

/// Enters agencies in two statements. All or none.
///
/// # Errors
/// As [`create_agency`].
pub async fn create_agencies(tx: &mut Tx, new: &[NewAgency]) -> Result<(), Failure> {
    tx.allow::<ManageAccounts>()?;
    for one in new {
        rules::agency::check(one)?;
    }
    store::insert_agencies(tx, new).await
}

/// The agencies in force on a day.
///
/// # Errors
/// A fault when PostgreSQL cannot be asked.
pub async fn agencies(tx: &mut Tx, on: Date) -> Result<Vec<Agency>, Failure> {
    store::list_agencies(tx, on).await
}

/// One agency by its code, in force or not: an old dossier still names it.
///
/// # Errors
/// A fault when PostgreSQL cannot be asked.
pub async fn find_agency(tx: &mut Tx, code: &AgencyCode) -> Result<Option<Agency>, Failure> {
    store::find_agency(tx, code).await
}

/// The agency of a kind that answers for a commune on a day.
///
/// # Errors
/// A fault when PostgreSQL cannot be asked.
pub async fn find_agency_for(
    tx: &mut Tx,
    kind: AgencyKind,
    unit: &UnitCode,
    on: Date,
) -> Result<Option<Agency>, Failure> {
    store::find_agency_for(tx, kind, unit, on).await
}
