//! What casework tells others: dossiers, legs, results and notices as plain values.

use basis::{AccountId, AgencyCode, DossierId, DraftId, HandoverId, LegId, PersonId, ResultId, Timestamp, UnitCode};
use procedure::Status;
use serde_json::Value as Json;

/// The door a dossier came in by. Which doors are open on a day is dated data (`doors.toml`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Door {
    /// Our own portal.
    Portal,
    /// An officer at the counter filed for somebody.
    Desk,
    /// The national public-service portal (Cổng Dịch vụ công quốc gia).
    NationalPortal,
    /// Public post.
    Post,
}

impl Door {
    /// The word kept in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Desk => "desk",
            Self::NationalPortal => "national_portal",
            Self::Post => "post",
        }
    }
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        [Self::Portal, Self::Desk, Self::NationalPortal, Self::Post].into_iter().find(|door| door.code() == code)
    }
}

/// What a leg waits for before it can be decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Waiting {
    /// The registration that everything hangs on.
    Gate,
    /// The child's personal number.
    Number,
}

impl Waiting {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Gate => "gate",
            Self::Number => "number",
        }
    }
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        [Self::Gate, Self::Number].into_iter().find(|waiting| waiting.code() == code)
    }
}

/// A draft as it is opened again, on whichever device.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// For whom it is filed; the account's own person at the portal.
    pub applicant: Option<PersonId>,
    /// The procedure's code.
    pub procedure: String,
    /// The hash of the definition it was begun under.
    pub definition: String,
    /// Through which door.
    pub door: Door,
    /// The filing agency, at the desk.
    pub agency: Option<AgencyCode>,
    /// What was entered.
    pub answers: Json,
    /// What the health registry told.
    pub notice: Option<Noticed>,
    /// What changed for it when its procedure was replaced.
    pub moved: Option<Moved>,
    /// The page it was left on.
    pub page: String,
    /// Counts up with every saved page.
    pub revision: i32,
    /// When it was last saved.
    pub updated_at: Timestamp,
    /// The dossier it became.
    pub submitted: Option<DossierId>,
}

/// A draft went on under another version of its procedure.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Moved {
    /// The code it was begun under.
    pub from: String,
    /// Fields whose answer does not fit any more.
    pub dropped: Vec<String>,
    /// Fields that were not there before.
    pub added: Vec<String>,
}

/// What the health registry told of a birth (giấy chứng sinh), kept with the draft that asked.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Noticed {
    /// The notice's code.
    pub code: String,
    /// The child's name, where the hospital wrote one.
    pub child_name: Option<vietnam::FullName>,
    /// The day of birth.
    pub born: basis::Date,
    /// The child's sex, where determined.
    pub sex: Option<vietnam::Sex>,
    /// The hospital.
    pub facility: String,
    /// Whether the birth brought more than one child.
    pub twins: bool,
}

impl std::fmt::Debug for Noticed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Noticed(hidden)")
    }
}

/// What a dossier keeps of the electronic birth notice it was filed with: one notice, one child, one dossier.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notified {
    /// The notice's code.
    pub code: String,
    /// Whether the birth brought more than one child.
    pub twins: bool,
}

/// One line of the list of drafts.
#[derive(Clone, Debug)]
pub struct DraftLine {
    /// Its id.
    pub id: DraftId,
    /// The procedure's code.
    pub procedure: String,
    /// The page it was left on.
    pub page: String,
    /// When it was last saved.
    pub updated_at: Timestamp,
}

/// A paper as it was uploaded.
#[derive(Clone, Debug)]
pub struct Paper {
    /// Its id.
    pub id: uuid::Uuid,
    /// The form's field.
    pub field: String,
    /// SHA-256 of its content, in hexadecimal.
    pub hash: String,
    /// The name it had on the citizen's device.
    pub name: String,
    /// Its media type, found by its content.
    pub media: String,
    /// Its size.
    pub bytes: i64,
    /// When it arrived.
    pub uploaded_at: Timestamp,
}

/// The people of the register that a dossier of a birth is about, found when it was submitted.
#[derive(Clone, Default, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct People {
    /// Who asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester: Option<PersonId>,
    /// Mother.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mother: Option<PersonId>,
    /// Father.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub father: Option<PersonId>,
    /// Guardian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guardian: Option<PersonId>,
    /// The child of a card by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub child: Option<PersonId>,
    /// For whom residence is asked, where that is not the filer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// The head of the household that is joined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<PersonId>,
    /// The owner of the dwelling.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<PersonId>,
    /// Who moves along, in the order of the form; nobody where the register has no such person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Option<PersonId>>,
}

impl People {
    /// The filer's family, each once: in whose vaults a result belongs. Head and owner only agree to something.
    #[must_use]
    pub fn all(&self) -> Vec<PersonId> {
        let own = [self.requester, self.mother, self.father, self.guardian, self.child, self.person];
        let mut all: Vec<_> = own.iter().chain(&self.members).copied().flatten().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// A dossier (hồ sơ).
#[derive(Clone, Debug)]
pub struct Dossier {
    /// Its id.
    pub id: DossierId,
    /// The code people know it by.
    pub code: String,
    /// The procedure's code.
    pub procedure: String,
    /// The hash of the definition it runs under.
    pub definition: String,
    /// Through which door it came.
    pub door: Door,
    /// The account that filed it.
    pub account: AccountId,
    /// For whom.
    pub applicant: Option<PersonId>,
    /// The officer who filed for somebody at the counter.
    pub assisted_by: Option<AccountId>,
    /// The agency that received it.
    pub agency: AgencyCode,
    /// The counter at which it was filed, if it was.
    pub counter: Option<AgencyCode>,
    /// The commune it belongs to.
    pub unit: UnitCode,
    /// What was entered.
    pub answers: Json,
    /// Who of the register takes part.
    pub people: People,
    /// The electronic birth notice it was filed with.
    pub notice: Option<Notified>,
    /// The person it made, once the gate has opened.
    pub subject: Option<PersonId>,
    /// The worst status of its open legs.
    pub status: Status,
    /// When it was submitted.
    pub submitted_at: Timestamp,
    /// The promise.
    pub due_at: Timestamp,
    /// When its last leg ended.
    pub finished_at: Option<Timestamp>,
    /// Filed after the term the law gives.
    pub filed_late: bool,
    pub(crate) secret_hash: Vec<u8>,
}

/// One agency's part of a dossier.
#[derive(Clone, Debug)]
pub struct Leg {
    /// Its id.
    pub id: LegId,
    /// The dossier.
    pub dossier: DossierId,
    /// The step of the linked procedure.
    pub step: String,
    /// Its place in the order.
    pub position: i16,
    /// Whether everything else hangs on it.
    pub gate: bool,
    /// The sub-dossier's code.
    pub code: String,
    /// The agency that decides.
    pub agency: AgencyCode,
    /// The commune.
    pub unit: UnitCode,
    /// The role that decides.
    pub role: String,
    /// Its status.
    pub status: Status,
    /// What it waits for.
    pub waiting_for: Option<Waiting>,
    /// Whether facts have to be verified, which gives it more time.
    pub verification: bool,
    /// When it reached the agency, and by when it is due.
    pub opened: Option<Opened>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// The officer who holds it.
    pub claimed: Option<(AccountId, Timestamp)>,
    /// How often supplements were requested.
    pub supplements: i16,
    /// Since when it waits for the citizen.
    pub supplement_since: Option<Timestamp>,
    /// The status it was in when it was last asked for.
    pub supplement_from: Option<Status>,
    /// How long it has waited for the citizen in all.
    pub paused_minutes: i32,
    /// The reason of a refusal, by code and in words.
    pub reason: Option<(String, String)>,
    pub(crate) version: i32,
}

/// Since when an agency has a leg, and by when it is due.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Opened {
    /// When it arrived.
    pub at: Timestamp,
    /// The end of its term.
    pub due: Timestamp,
}

/// One line of a dossier's timeline.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its place.
    pub id: i64,
    /// The leg it happened to.
    pub leg: Option<LegId>,
    /// When.
    pub at: Timestamp,
    /// citizen, officer, system or stranger.
    pub actor_kind: String,
    /// Whose account.
    pub account: Option<AccountId>,
    /// For which agency.
    pub agency: Option<AgencyCode>,
    /// What happened: the key of its text.
    pub kind: String,
    /// The status it led to.
    pub status: Option<Status>,
    /// An officer's own words.
    pub words: Option<String>,
}

/// Something a citizen is asked to mend.
#[derive(Clone, Debug)]
pub struct Supplement {
    /// The leg that asks.
    pub leg: LegId,
    /// The form's field.
    pub field: String,
    /// The reason's code.
    pub reason_code: String,
    /// The officer's words.
    pub words: String,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
}

/// An agreement (ý kiến đồng ý) that the law asks for, and how far it is.
#[derive(Clone, Debug)]
pub struct Consent {
    /// Its id.
    pub id: uuid::Uuid,
    /// The dossier.
    pub dossier: DossierId,
    /// Whose.
    pub who: procedure::ConsentOf,
    /// The person of the register, when found there.
    pub person: Option<PersonId>,
    /// How it is given: `self`, `vneid`, `signed`, `as_head`, or `filed` where filing is consenting.
    pub way: String,
    /// The article that asks for it.
    pub article: String,
    /// How far it is.
    pub state: ConsentState,
    /// When it was stated in the dossier.
    pub stated_at: Timestamp,
    /// When it was given, refused or looked at.
    pub answered_at: Option<Timestamp>,
}

/// The old insurance number that the insurance register has a child under.
#[derive(Clone, PartialEq, Eq)]
pub struct OldNumber {
    /// The ten digits (mã số bảo hiểm xã hội).
    pub legacy: String,
    /// The fifteen characters of the old card.
    pub card: String,
    /// Whether the register has the child under the same personal number as we.
    pub agrees: bool,
}

impl std::fmt::Debug for OldNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OldNumber(hidden)")
    }
}

/// How far an agreement is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ConsentState {
    /// The dossier says that it is given; nobody has looked.
    Stated,
    /// Given by the very person, signed in.
    Given,
    /// Refused by the very person, signed in.
    Declined,
    /// An officer has seen the signature or the confirmation.
    Checked,
}

impl ConsentState {
    /// Its word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Given => "given",
            Self::Declined => "declined",
            Self::Checked => "checked",
        }
    }
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        [Self::Stated, Self::Given, Self::Declined, Self::Checked].into_iter().find(|state| state.word() == word)
    }
}

/// Another date promised for a part that was late, with the apology's reason.
#[derive(Clone, Debug)]
pub struct Extension {
    /// The late part.
    pub leg: LegId,
    /// Why, in words the citizen understands.
    pub words: String,
    /// The date promised before.
    pub due_before: Timestamp,
    /// The new one.
    pub due_after: Timestamp,
    /// When it was set.
    pub made_at: Timestamp,
    /// By whom.
    pub made_by: AccountId,
}

/// The hand-over of a part's result at a counter (trả kết quả).
#[derive(Clone, Debug)]
pub struct Handout {
    /// The part.
    pub leg: LegId,
    /// To the applicant, or to whom they sent.
    pub receiver: Receiver,
    /// When.
    pub handed_at: Timestamp,
    /// By whom.
    pub handed_by: AccountId,
    /// At which counter.
    pub agency: AgencyCode,
}

/// People who left a commune, as its police are told.
#[derive(Clone)]
pub struct Departure {
    /// The hand-over that tells it.
    pub id: basis::HandoverId,
    /// The dossier's code.
    pub code: String,
    /// Who left.
    pub names: Vec<String>,
    /// Where the first of them lived.
    pub before: Option<String>,
    /// Where they live now.
    pub after: String,
    /// When it was told.
    pub told_at: Timestamp,
    /// By when the agency takes note.
    pub answer_by: Timestamp,
}

impl std::fmt::Debug for Departure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Departure({})", self.code)
    }
}

/// What a dossier costs for one of its steps.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fee {
    /// The step.
    pub step: String,
    /// How much.
    pub amount: basis::Money,
    /// The article that says so.
    pub article: String,
    /// Whether a source we hold confirms it.
    pub confirmed: bool,
    /// How it was settled; not at all while it is due.
    pub settled: Option<FeeSettled>,
}

/// How a fee was settled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FeeSettled {
    /// Collected at a counter.
    Collected {
        /// When.
        at: Timestamp,
    },
    /// Not owed (miễn).
    Exempt {
        /// When that was seen.
        at: Timestamp,
        /// Why, in the officer's words.
        words: String,
    },
}

/// One dossier in the list of a one-stop counter.
#[derive(Clone, Debug)]
pub struct CounterRow {
    /// The dossier.
    pub dossier: DossierId,
    /// Its code.
    pub code: String,
    /// The procedure's code.
    pub procedure: String,
    /// Through which door it came.
    pub door: Door,
    /// For whom it was filed.
    pub applicant: Option<PersonId>,
    /// Their name.
    pub applicant_name: Option<String>,
    /// Its status.
    pub status: Status,
    /// When it was submitted.
    pub submitted_at: Timestamp,
    /// The promise.
    pub due_at: Timestamp,
    /// When its last part ended.
    pub finished_at: Option<Timestamp>,
    /// The counter that received it.
    pub counter: Option<AgencyCode>,
    /// Its parts, in order.
    pub legs: Vec<Leg>,
}

/// The counters above the list of a one-stop counter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CounterCounts {
    /// Nobody has taken it in.
    pub fresh: i64,
    /// Being worked on.
    pub working: i64,
    /// Waiting for the citizen.
    pub supplement: i64,
    /// Finished, results not handed over.
    pub ready: i64,
    /// Received at this counter.
    pub here: i64,
    /// All of the commune and of this counter.
    pub every: i64,
}

/// Who took a result.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Receiver {
    /// The applicant.
    Applicant,
    /// Somebody sent by the applicant, who showed this paper.
    Proxy(String),
}

/// A result (kết quả) as it lies in a vault.
#[derive(Clone, Debug)]
pub struct Issued {
    /// Its id.
    pub id: ResultId,
    /// The leg it came from.
    pub leg: LegId,
    /// The dossier.
    pub dossier: DossierId,
    /// The dossier's code.
    pub dossier_code: String,
    /// What it is: `birth_certificate`, `residence_notice`, `health_card`, `identity_card_notice`.
    pub kind: String,
    /// The number printed on it.
    pub number: String,
    /// Counts up when a later one replaces it.
    pub version: i16,
    /// Whose it is.
    pub holder: PersonId,
    /// What it says.
    pub content: Json,
    /// The code in its QR.
    pub verify_code: String,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// By which agency.
    pub agency: AgencyCode,
    /// By which officer; nobody when the program replaced it by a later version.
    pub issued_by: Option<AccountId>,
    /// The PDF's hash and size, once it has been made.
    pub pdf: Option<(String, i64)>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// What the public page says of a result: whether it stands, and a masked name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// What it is.
    pub kind: String,
    /// The number printed on it.
    pub number: String,
    /// The holder's name, masked.
    pub masked_name: String,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// By which agency.
    pub agency: AgencyCode,
    /// Whether it still stands.
    pub stands: Stands,
}

/// Whether a result still stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stands {
    /// It does.
    Yes,
    /// A later version replaced it.
    Replaced,
    /// It was revoked.
    Revoked,
}

/// One message to another side and what came of it.
#[derive(Clone, Debug)]
pub struct Handover {
    /// Its id, which the other side gets too.
    pub id: HandoverId,
    /// The dossier.
    pub dossier: DossierId,
    /// The leg.
    pub leg: LegId,
    /// What is asked: `number`, `leg`.
    pub kind: String,
    /// Who sends.
    pub sender: String,
    /// Who is to answer.
    pub receiver: String,
    /// The hash of what was sent.
    pub content_hash: String,
    /// asked, answered, refused or taken_over.
    pub state: String,
    /// When it was sent.
    pub asked_at: Timestamp,
    /// By when an answer is expected.
    pub answer_by: Timestamp,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is tried again.
    pub next_attempt_at: Option<Timestamp>,
    /// Why the last attempt brought nothing.
    pub last_problem: Option<String>,
    /// When the answer came.
    pub answered_at: Option<Timestamp>,
    /// The hash of the answer.
    pub answer_hash: Option<String>,
    /// How many answers came.
    pub answers_seen: i32,
    /// Whether a later answer contradicted the first.
    pub diverged: bool,
}

/// A notice to a citizen.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Its id.
    pub id: basis::NoticeId,
    /// The dossier.
    pub dossier: DossierId,
    /// The dossier's code.
    pub code: String,
    /// The leg it is about.
    pub leg: Option<LegId>,
    /// To whom.
    pub person: PersonId,
    /// What it says: the key of its text.
    pub kind: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// waiting, sent, failed or held.
    pub state: String,
    /// When it went out.
    pub sent_at: Option<Timestamp>,
    /// By which way.
    pub channel: Option<String>,
    /// How often it was tried.
    pub attempts: i32,
}
