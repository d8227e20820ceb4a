//! Why identity refuses. Each code has a message in both languages in `locales/`.

use basis::Code;

/// Unknown name or wrong password: one answer for both, so that nobody learns which accounts exist.
pub const SIGN_IN_FAILED: Code = Code("sign-in-failed");
/// Too many wrong guesses; the message says how long to wait.
pub const TOO_MANY_ATTEMPTS: Code = Code("too-many-attempts");
/// More people sign in at this moment than passwords can be checked.
pub const SIGN_IN_BUSY: Code = Code("sign-in-busy");
/// The account is locked. Said only to somebody who knew the password.
pub const ACCOUNT_LOCKED: Code = Code("account-locked");
/// Officers sign in with a passkey; a password alone does not open an officer's account.
pub const OFFICER_NEEDS_PASSKEY: Code = Code("officer-needs-passkey");
/// The officer holds no role in any unit today.
pub const OFFICER_WITHOUT_UNIT: Code = Code("officer-without-unit");
/// No name was given.
pub const USERNAME_MISSING: Code = Code("username-missing");
/// The name has characters or a length no name of ours has.
pub const USERNAME_FORM: Code = Code("username-form");
/// The name is a number, but not of twelve digits.
pub const USERNAME_NUMBER_LENGTH: Code = Code("username-number-length");
/// Another account has this name.
pub const USERNAME_TAKEN: Code = Code("username-taken");
/// The person already has an account that is not closed.
pub const PERSON_HAS_ACCOUNT: Code = Code("person-has-account");
/// A citizen's account belongs to a person of the register.
pub const PERSON_MISSING: Code = Code("account-person-missing");
/// The shown name is empty or too long.
pub const DISPLAY_NAME_FORM: Code = Code("display-name-form");
/// No password was given.
pub const PASSWORD_MISSING: Code = Code("password-missing");
/// The password is too short to stand against guessing.
pub const PASSWORD_SHORT: Code = Code("password-short");
/// The password is longer than we take.
pub const PASSWORD_LONG: Code = Code("password-long");
/// The password contains the name it protects.
pub const PASSWORD_HAS_USERNAME: Code = Code("password-has-username");
/// No such account, or not one this visitor may know of.
pub const ACCOUNT_NOT_FOUND: Code = Code("account-not-found");
/// The account is closed or in another state than the step needs.
pub const ACCOUNT_STATE: Code = Code("account-state");
/// No such session of this account.
pub const SESSION_NOT_FOUND: Code = Code("session-not-found");
/// The officer holds no role in that unit today.
pub const UNIT_NOT_HELD: Code = Code("unit-not-held");
/// The language is not one of ours.
pub const LANG_UNKNOWN: Code = Code("lang-unknown");
/// The role is not in the table of roles.
pub const ROLE_UNKNOWN: Code = Code("role-unknown");
/// The same role in the same unit is already granted for that time.
pub const ROLE_GRANTED: Code = Code("role-already-granted");
/// Citizens hold no roles of officers.
pub const ROLE_FOR_CITIZEN: Code = Code("role-for-citizen");
/// A role that manages accounts goes to an administrator's account, and only such a role does.
pub const ROLE_FOR_ADMINISTRATOR: Code = Code("role-for-administrator");
/// The time ends before it begins.
pub const PERIOD_EMPTY: Code = Code("period-empty");
/// No agency has this code.
pub const AGENCY_UNKNOWN: Code = Code("agency-unknown");
/// The code or name is not one an agency can have.
pub const AGENCY_FORM: Code = Code("agency-form");
/// Another agency has this code.
pub const AGENCY_CODE_TAKEN: Code = Code("agency-code-taken");
/// Another agency of the kind already answers for the commune at that time.
pub const TERRITORY_TAKEN: Code = Code("territory-taken");

/// Every code above, for the test that demands a message in both languages.
pub const PROBLEM_CODES: &[Code] = &[
    SIGN_IN_FAILED,
    TOO_MANY_ATTEMPTS,
    SIGN_IN_BUSY,
    ACCOUNT_LOCKED,
    OFFICER_NEEDS_PASSKEY,
    OFFICER_WITHOUT_UNIT,
    USERNAME_MISSING,
    USERNAME_FORM,
    USERNAME_NUMBER_LENGTH,
    USERNAME_TAKEN,
    PERSON_HAS_ACCOUNT,
    PERSON_MISSING,
    DISPLAY_NAME_FORM,
    PASSWORD_MISSING,
    PASSWORD_SHORT,
    PASSWORD_LONG,
    PASSWORD_HAS_USERNAME,
    ACCOUNT_NOT_FOUND,
    ACCOUNT_STATE,
    SESSION_NOT_FOUND,
    UNIT_NOT_HELD,
    LANG_UNKNOWN,
    ROLE_UNKNOWN,
    ROLE_GRANTED,
    ROLE_FOR_CITIZEN,
    ROLE_FOR_ADMINISTRATOR,
    PERIOD_EMPTY,
    AGENCY_UNKNOWN,
    AGENCY_FORM,
    AGENCY_CODE_TAKEN,
    TERRITORY_TAKEN,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_message_in_both_languages() {
        for (language, text) in
            [("vi", include_str!("../locales/vi/identity.ftl")), ("en", include_str!("../locales/en/identity.ftl"))]
        {
            for code in PROBLEM_CODES {
                let key = format!("problem-{} =", code.0);
                assert!(text.lines().any(|line| line.starts_with(&key)), "{language} has no message for {}", code.0);
            }
        }
    }
}
