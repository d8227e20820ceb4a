//! Accounts, passwords and roles: what administrators and the program itself do. Signing in is in `sign_in`.

use crate::{
    codes::{ACCOUNT_NOT_FOUND, ACCOUNT_STATE},
    hasher::PasswordHash,
    may::{ManageAccounts, Sweep},
    model::{AccountKind, LockReason, NewAccount, NewGrant},
    rules::{self, account::Role, throttle::KEPT_FOR, username::Username},
    store,
};
use basis::{AccountId, Failure, Fault, Kind};
use db::{Fields, Power as _, Subject, Tx};
use std::collections::BTreeMap;

/// Enters one account.
///
/// # Errors
/// A refusal when the name is taken or the person has an account already.
pub async fn create_account(tx: &mut Tx, new: NewAccount) -> Result<AccountId, Failure> {
    let made = create_accounts(tx, &[new]).await?;
    made.first().copied().ok_or_else(|| Fault::new("entering one account gave none").into())
}

/// Enters accounts in one statement; the ids come back in the same order. All or none.
///
/// # Errors
/// As [`create_account`].
pub async fn create_accounts(tx: &mut Tx, new: &[NewAccount]) -> Result<Vec<AccountId>, Failure> {
    tx.allow::<ManageAccounts>()?;
    for one in new {
        rules::account::check(one)?;
    }
    let ids: Vec<AccountId> = new.iter().map(|_| AccountId::fresh()).collect();
    store::insert_accounts(tx, &ids, new).await?;
    let passwords: Vec<(AccountId, PasswordHash)> =
        ids.iter().zip(new).filter_map(|(id, one)| one.password.clone().map(|hash| (*id, hash))).collect();
    store::save_passwords(tx, &passwords).await?;
    Ok(ids)
}

/// Sets an account's password and ends its sessions: who had the old one is out.
///
/// # Errors
/// A refusal when there is no such account.
pub async fn set_password(tx: &mut Tx, account: AccountId, hash: PasswordHash) -> Result<(), Failure> {
    tx.allow::<ManageAccounts>()?;
    if store::list_accounts(tx, &[account]).await?.is_empty() {
        return Err(Failure::refused(Kind::NotFound, ACCOUNT_NOT_FOUND));
    }
    store::save_passwords(tx, &[(account, hash)]).await?;
    let now = tx.instant();
    store::end_sessions(tx, account, None, now).await?;
    Ok(())
}

/// Locks an active account (khóa tài khoản) and ends its sessions.
///
/// # Errors
/// A refusal when it is not active.
pub async fn lock_account(tx: &mut Tx, account: AccountId, reason: LockReason) -> Result<(), Failure> {
    tx.allow::<ManageAccounts>()?;
    move_account(tx, account, "active", "locked", Some(reason)).await?;
    let now = tx.instant();
    store::end_sessions(tx, account, None, now).await?;
    Ok(())
}

/// Unlocks a locked account.
///
/// # Errors
/// A refusal when it is not locked.
pub async fn unlock_account(tx: &mut Tx, account: AccountId) -> Result<(), Failure> {
    tx.allow::<ManageAccounts>()?;
    move_account(tx, account, "locked", "active", None).await
}

async fn move_account(
    tx: &mut Tx,
    account: AccountId,
    from: &'static str,
    to: &'static str,
    reason: Option<LockReason>,
) -> Result<(), Failure> {
    if store::save_account_status(tx, account, from, to, reason).await? {
        return Ok(());
    }
    if store::list_accounts(tx, &[account]).await?.is_empty() {
        Err(Failure::refused(Kind::NotFound, ACCOUNT_NOT_FOUND))
    } else {
        Err(Failure::refused(Kind::Conflict, ACCOUNT_STATE))
    }
}

/// Grants a role in one agency and territory, for a time.
///
/// # Errors
/// A refusal when role, agency or account are not there, or it is granted already.
pub async fn grant_role(tx: &mut Tx, new: NewGrant) -> Result<(), Failure> {
    grant_roles(tx, &[new]).await
}

/// Grants roles in one statement. All or none.
///
/// # Errors
/// As [`grant_role`].
pub async fn grant_roles(tx: &mut Tx, new: &[NewGrant]) -> Result<(), Failure> {
    tx.allow::<ManageAccounts>()?;
    let ids: Vec<AccountId> = new.iter().map(|one| one.account).collect();
    let kinds: BTreeMap<AccountId, AccountKind> =
        store::list_accounts(tx, &ids).await?.into_iter().map(|account| (account.id, account.kind)).collect();
    for one in new {
        let kind = kinds.get(&one.account).ok_or_else(|| Failure::refused(Kind::NotFound, ACCOUNT_NOT_FOUND))?;
        let powers = tx.ctx().app().powers();
        let role = if powers.holds(&[&one.role], ManageAccounts::CODE) {
            Role::Administrator
        } else if powers.knows_role(&one.role) {
            Role::Officer
        } else {
            Role::Unknown
        };
        rules::account::check_grant(one, *kind, role)?;
    }
    store::insert_grants(tx, new).await
}

/// The open account of this name, if there is one.
///
/// # Errors
/// A refusal for who does not manage accounts: nobody else learns which names exist.
pub async fn find_account(tx: &mut Tx, username: &Username) -> Result<Option<AccountId>, Failure> {
    tx.allow::<ManageAccounts>()?;
    Ok(store::find_account(tx, username).await?.map(|account| account.id))
}

/// The shown names of accounts, for timelines. A citizen's name is a person's, so it leaves an access record,
/// unless the citizen looks.
///
/// # Errors
/// A fault when PostgreSQL cannot be asked.
pub async fn account_names(tx: &mut Tx, ids: &[AccountId]) -> Result<BTreeMap<AccountId, String>, Failure> {
    let mut names = BTreeMap::new();
    for account in store::list_accounts(tx, ids).await? {
        if let (AccountKind::Citizen, Some(person)) = (account.kind, account.person)
            && tx.actor().account() != Some(account.id)
        {
            tx.saw(Subject::Person(person), Fields("display_name"));
        }
        names.insert(account.id, account.display_name);
    }
    Ok(names)
}

/// Throws away attempts that no window looks at any more; gives how many. Run daily; twice does no harm.
///
/// # Errors
/// A refusal for who is not the program itself.
pub async fn sweep(tx: &mut Tx) -> Result<u64, Failure> {
    tx.allow::<Sweep>()?;
    let before = tx.began().checked_sub(KEPT_FOR).map_err(|error| Fault::because("counting back 90 days", error))?;
    store::sweep_attempts(tx, before).await
}
