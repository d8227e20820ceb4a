//! Who may enter with a password, and what an account and a role must be before they are made.

use crate::{
    codes::{
        ACCOUNT_LOCKED, DISPLAY_NAME_FORM, OFFICER_NEEDS_PASSKEY, PERIOD_EMPTY, PERSON_MISSING, ROLE_FOR_ADMINISTRATOR,
        ROLE_FOR_CITIZEN, ROLE_UNKNOWN, SIGN_IN_FAILED,
    },
    model::{Account, AccountKind, NewAccount, NewGrant, Settings},
};
use basis::{Kind, Problem, Refusal};

const DISPLAY_NAME_CHARS_MAX: usize = 200;
/// Roles that follow from who asks; nobody is granted one.
const NEVER_GRANTED: &[&str] = &["stranger", "citizen", "system"];

/// Whether the account opens to somebody whose password was checked. Why not is told only to who knew it.
pub(crate) fn may_enter<'a>(
    right: bool,
    account: Option<&'a Account>,
    settings: &Settings,
) -> Result<&'a Account, Refusal> {
    let refused = |kind, code| Err(Refusal::new(kind, Problem::new(code)));
    match account {
        Some(account) if right => {
            if account.locked {
                refused(Kind::Forbidden, ACCOUNT_LOCKED)
            } else if account.kind != AccountKind::Citizen && !settings.officer_passwords {
                refused(Kind::Forbidden, OFFICER_NEEDS_PASSKEY)
            } else {
                Ok(account)
            }
        }
        _ => refused(Kind::Invalid, SIGN_IN_FAILED),
    }
}

/// Whether the account can be entered into the table.
pub(crate) fn check(new: &NewAccount) -> Result<(), Refusal> {
    let mut problems = Vec::new();
    let name = new.display_name.trim();
    if name.is_empty() || name.chars().count() > DISPLAY_NAME_CHARS_MAX {
        problems.push(Problem::new(DISPLAY_NAME_FORM).at("display_name"));
    }
    if new.kind == AccountKind::Citizen && new.person.is_none() {
        problems.push(Problem::new(PERSON_MISSING).at("person"));
    }
    Refusal::unless_empty(Kind::Invalid, problems)
}

/// What the table of roles says of a role.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    /// It is not in the table.
    Unknown,
    /// An officer's.
    Officer,
    /// One that manages accounts: whoever holds it signs in for an administrator's time only.
    Administrator,
}

/// Whether the role can be granted to an account of this kind.
pub(crate) fn check_grant(new: &NewGrant, kind: AccountKind, role: Role) -> Result<(), Refusal> {
    let mut problems = Vec::new();
    if role == Role::Unknown || NEVER_GRANTED.contains(&new.role.as_str()) {
        problems.push(Problem::new(ROLE_UNKNOWN).at("role"));
    }
    if kind == AccountKind::Citizen {
        problems.push(Problem::new(ROLE_FOR_CITIZEN).at("account"));
    } else if role != Role::Unknown && (role == Role::Administrator) != (kind == AccountKind::Administrator) {
        problems.push(Problem::new(ROLE_FOR_ADMINISTRATOR).at("account"));
    }
    if new.valid_to.is_some_and(|end| end <= new.valid_from) {
        problems.push(Problem::new(PERIOD_EMPTY).at("valid_to"));
    }
    Refusal::unless_empty(Kind::Invalid, problems)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AccountLevel, Username};
    use basis::{AccountId, AgencyCode, PersonId, UnitCode};
    use jiff::civil::date;

    #[test]
    fn only_who_knew_the_password_learns_why_an_account_stays_shut() {
        use AccountKind::{Administrator, Citizen, Officer};
        for (there, kind, locked, right, passwords, expected) in [
            (true, Citizen, false, true, false, None),
            (true, Citizen, false, false, false, Some(SIGN_IN_FAILED)),
            (false, Citizen, false, false, false, Some(SIGN_IN_FAILED)),
            (true, Citizen, true, false, false, Some(SIGN_IN_FAILED)),
            (true, Citizen, true, true, false, Some(ACCOUNT_LOCKED)),
            (true, Officer, false, true, false, Some(OFFICER_NEEDS_PASSKEY)),
            (true, Administrator, false, true, false, Some(OFFICER_NEEDS_PASSKEY)),
            (true, Officer, false, false, false, Some(SIGN_IN_FAILED)),
            (true, Officer, false, true, true, None),
            (true, Officer, true, true, true, Some(ACCOUNT_LOCKED)),
        ] {
            let account = there.then(|| Account { id: AccountId::fresh(), kind, locked, hash: None });
            let settings = Settings { officer_passwords: passwords };
            let refused = may_enter(right, account.as_ref(), &settings).err().map(|refusal| refusal.problems[0].code);
            assert_eq!(refused, expected, "{kind:?} locked {locked} right {right}");
        }
    }

    #[test]
    fn a_citizen_is_a_person_of_the_register() {
        let person = Some(PersonId::fresh());
        let long = "a".repeat(201);
        for (kind, person, name, expected) in [
            (AccountKind::Citizen, person, "Trần Thị Mẫu", None),
            (AccountKind::Citizen, None, "Trần Thị Mẫu", Some(PERSON_MISSING)),
            (AccountKind::Officer, None, "Trần Thị Mẫu", None),
            (AccountKind::Officer, None, " ", Some(DISPLAY_NAME_FORM)),
            (AccountKind::Officer, None, long.as_str(), Some(DISPLAY_NAME_FORM)),
        ] {
            let new = NewAccount {
                kind,
                username: Username::parse("mot.ten").unwrap(),
                person,
                display_name: name.into(),
                level: AccountLevel::Two,
                password: None,
            };
            assert_eq!(check(&new).err().map(|refusal| refusal.problems[0].code), expected, "{name}");
        }
    }

    #[test]
    fn only_roles_of_the_table_are_granted_and_only_to_officers() {
        use AccountKind::{Administrator, Citizen, Officer};
        let ended = Some(date(2026, 1, 1));
        for (role, kind, is, to, expected) in [
            ("justice", Officer, Role::Officer, None, None),
            ("wizard", Officer, Role::Unknown, None, Some(ROLE_UNKNOWN)),
            ("system", Administrator, Role::Administrator, None, Some(ROLE_UNKNOWN)),
            ("justice", Citizen, Role::Officer, None, Some(ROLE_FOR_CITIZEN)),
            ("justice", Officer, Role::Officer, ended, Some(PERIOD_EMPTY)),
            ("administrator", Administrator, Role::Administrator, None, None),
            ("administrator", Officer, Role::Administrator, None, Some(ROLE_FOR_ADMINISTRATOR)),
            ("justice", Administrator, Role::Officer, None, Some(ROLE_FOR_ADMINISTRATOR)),
            ("administrator", Citizen, Role::Administrator, None, Some(ROLE_FOR_CITIZEN)),
        ] {
            let new = NewGrant {
                account: AccountId::fresh(),
                agency: AgencyCode("A".into()),
                unit: UnitCode("17000".into()),
                role: role.into(),
                valid_from: date(2026, 1, 1),
                valid_to: to,
            };
            assert_eq!(check_grant(&new, kind, is).err().map(|refusal| refusal.problems[0].code), expected, "{role}");
        }
    }
}
