//! The nouns of identity: accounts, sessions, roles in a unit, agencies.

use crate::{hasher::PasswordHash, rules::username::Username};
use basis::{AccountId, Actor, AgencyCode, Badge, Date, PersonId, SessionId, Timestamp, UnitCode};
use std::net::IpAddr;

/// Makes an enum whose variants have a stable code in the database.
macro_rules! coded {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $name { $($(#[$variant_meta])* $variant),+ }

        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The stable code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
            /// The value with this code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

coded!(
    /// Whose account it is.
    AccountKind {
        /// A citizen, bound to a person of the register.
        Citizen = "citizen",
        /// An officer (cán bộ, công chức) with roles in units.
        Officer = "officer",
        /// An administrator of accounts and settings.
        Administrator = "administrator",
    }
);

coded!(
    /// Why an account is locked (NĐ 59/2022/NĐ-CP Đ19).
    LockReason {
        /// The holder asked for it.
        HolderAsked = "holder_asked",
        /// The terms of use were broken.
        TermsBroken = "terms_broken",
        /// The identity card was revoked.
        CardRevoked = "card_revoked",
        /// The holder died.
        HolderDied = "holder_died",
        /// A competent authority asked for it.
        AuthorityAsked = "authority_asked",
    }
);

coded!(
    /// What an agency does in procedures.
    AgencyKind {
        /// Justice and civil status of the commune (tư pháp - hộ tịch).
        Justice = "justice",
        /// Commune police (công an xã).
        Police = "police",
        /// Social insurance (bảo hiểm xã hội).
        Insurance = "insurance",
        /// Social affairs: allowances and protection.
        SocialAffairs = "social_affairs",
        /// The one-stop counter (bộ phận một cửa).
        OneStop = "one_stop",
        /// Leaders and their office.
        Leader = "leader",
        /// Administration of this installation.
        Administration = "administration",
    }
);

/// Identity level of an account (mức độ định danh, NĐ 69/2024/NĐ-CP); not the strength of one sign-in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum AccountLevel {
    /// Level 1: self-registered.
    One,
    /// Level 2: registered in person.
    Two,
}

impl AccountLevel {
    /// The number of the level.
    #[must_use]
    pub const fn number(self) -> i16 {
        match self {
            Self::One => 1,
            Self::Two => 2,
        }
    }
}

/// A unit an officer may act for, with the roles held there today.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ActingUnit {
    /// The agency.
    pub agency: AgencyCode,
    /// Its name.
    pub agency_name: String,
    /// The territory.
    pub unit: UnitCode,
    /// Role codes held there.
    pub roles: Vec<String>,
}

/// Somebody signed in, as a request needs to know it.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    /// The session.
    pub id: SessionId,
    /// The account that signed in.
    pub account: AccountId,
    /// Who acts.
    pub actor: Actor,
    /// What the page's header says.
    pub badge: Badge,
    /// The secret behind the session's form tokens: 16 bytes, base64url.
    pub csrf: String,
    /// The language chosen in this session.
    pub lang: Option<String>,
    /// The units an officer may switch between; empty for a citizen.
    pub units: Vec<ActingUnit>,
}

impl std::fmt::Debug for Session {
    // Neither the form secret nor the holder's name reaches a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("id", &self.id).field("account", &self.account).finish_non_exhaustive()
    }
}

/// What somebody typed to sign in, and from where.
#[derive(Clone)]
pub struct SignIn {
    /// The name as typed; a citizen's may be the 12-digit number.
    pub username: String,
    /// The password as typed.
    pub password: String,
    /// The client's network address.
    pub address: IpAddr,
    /// The browser's own description of itself.
    pub agent: String,
    /// The language of the page: `vi` or `en`.
    pub lang: Option<String>,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignIn").finish_non_exhaustive()
    }
}

/// A session that has just begun.
#[derive(Clone)]
pub struct SignedIn {
    /// The token for the browser's cookie. It is stored nowhere else.
    pub token: String,
    /// The session.
    pub session: Session,
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedIn").field("session", &self.session).finish_non_exhaustive()
    }
}

/// How this installation lets people sign in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Settings {
    /// Whether officers and administrators may use a password. Only the demonstration turns it on.
    pub officer_passwords: bool,
}

/// One of the holder's open sessions, as it is listed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenSession {
    /// The session.
    pub id: SessionId,
    /// When it began.
    pub created_at: Timestamp,
    /// The last visit, to the minute.
    pub last_seen_at: Timestamp,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
    /// Browser and system; empty when unknown.
    pub agent: String,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// An account somebody wants to sign in to.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) id: AccountId,
    pub(crate) kind: AccountKind,
    pub(crate) locked: bool,
    pub(crate) hash: Option<PasswordHash>,
}

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Citizen, officer or administrator.
    pub kind: AccountKind,
    /// The name to sign in with.
    pub username: Username,
    /// The person of the register; a citizen always has one.
    pub person: Option<PersonId>,
    /// The name shown in headers and timelines.
    pub display_name: String,
    /// Identity level.
    pub level: AccountLevel,
    /// The password's hash, made outside any transaction by [`crate::Hasher::hash`].
    pub password: Option<PasswordHash>,
}

/// A role to be granted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewGrant {
    /// The officer's account.
    pub account: AccountId,
    /// The agency acted for.
    pub agency: AgencyCode,
    /// The territory acted in.
    pub unit: UnitCode,
    /// The role's code in the table of roles.
    pub role: String,
    /// From this day.
    pub valid_from: Date,
    /// Before this day; open when nothing.
    pub valid_to: Option<Date>,
}

/// An agency (cơ quan).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Agency {
    /// Its electronic code.
    pub code: AgencyCode,
    /// Its name.
    pub name: String,
    /// What it does in procedures.
    pub kind: AgencyKind,
    /// Where it sits.
    pub unit: UnitCode,
    /// From this day.
    pub valid_from: Date,
    /// Before this day; open when nothing.
    pub valid_to: Option<Date>,
    /// Whether an administrator confirmed code and name.
    pub confirmed: bool,
}

/// An agency to be entered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewAgency {
    /// The agency.
    pub agency: Agency,
    /// The communes it answers for, through its whole validity.
    pub serves: Vec<UnitCode>,
}
