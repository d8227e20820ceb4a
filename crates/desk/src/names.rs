//! Names of officers and agencies, for timelines and for who holds what.

use crate::why;
use basis::{AccountId, AgencyCode, Failure};
use db::Ctx;
use identity::AgencyKind;
use std::collections::BTreeMap;

/// Names, by account and by agency code.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    pub(crate) officers: BTreeMap<AccountId, String>,
    pub(crate) agencies: BTreeMap<AgencyCode, (String, AgencyKind)>,
}

impl Names {
    /// Asks for the names of these officers and of every agency in force. Each question is its own transaction.
    pub(crate) async fn find(ctx: &Ctx, mut accounts: Vec<AccountId>) -> Result<Self, Failure> {
        accounts.sort_unstable();
        accounts.dedup();
        let mut officers = BTreeMap::new();
        if !accounts.is_empty() {
            let mut tx = ctx.begin(why::names()).await?;
            let out = identity::account_names(&mut tx, &accounts).await;
            officers = tx.finish(out).await?;
        }
        let mut tx = ctx.begin(why::names()).await?;
        let today = tx.today();
        let out = identity::agencies(&mut tx, today).await;
        let agencies =
            tx.finish(out).await?.into_iter().map(|agency| (agency.code, (agency.name, agency.kind))).collect();
        Ok(Self { officers, agencies })
    }

    /// An officer's name, if the account still has one.
    pub(crate) fn officer(&self, account: AccountId) -> Option<&str> {
        self.officers.get(&account).map(String::as_str)
    }

    /// An agency's name; its code when it is no longer in force.
    pub(crate) fn agency<'a>(&'a self, code: &'a AgencyCode) -> &'a str {
        self.agencies.get(code).map_or(&code.0, |(name, _)| name)
    }

    /// What an agency does in procedures, while it is in force.
    pub(crate) fn kind(&self, code: &AgencyCode) -> Option<AgencyKind> {
        self.agencies.get(code).map(|(_, kind)| *kind)
    }
}
