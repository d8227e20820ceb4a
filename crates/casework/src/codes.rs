//! Why casework refuses. Each code has a message in both languages in `locales/`.

use basis::Code;

/// No such dossier, or not one this visitor may know of.
pub const DOSSIER_NOT_FOUND: Code = Code("dossier-not-found");
/// The register has the person named as the mother as a man.
pub const MOTHER_IS_A_MAN: Code = Code("mother-recorded-male");
/// The register has the person named as the father as a woman.
pub const FATHER_IS_A_WOMAN: Code = Code("father-recorded-female");
/// Words of an officer that are longer than what is kept.
pub const WORDS_TOO_LONG: Code = Code("words-too-long");
/// No paper was issued with this code.
pub const RESULT_NOT_FOUND: Code = Code("result-not-found");
/// No such draft of this account.
pub const DRAFT_NOT_FOUND: Code = Code("draft-not-found");
/// The draft was already submitted.
pub const DRAFT_SUBMITTED: Code = Code("draft-submitted");
/// The draft was changed on another device since it was opened here.
pub const DRAFT_CHANGED_ELSEWHERE: Code = Code("draft-changed-elsewhere");
/// Another dossier was filed with this birth notice: one notice, one child.
pub const NOTICE_USED: Code = Code("birth-notice-used");
/// The procedure is not in force today.
pub const PROCEDURE_NOT_IN_FORCE: Code = Code("procedure-not-in-force");
/// The way this dossier comes in is not open on that day.
pub const DOOR_SHUT: Code = Code("door-shut");
/// The procedure can be read here but not filed yet.
pub const PROCEDURE_NOT_ONLINE: Code = Code("procedure-not-online");
/// No agency takes this procedure for that commune.
pub const AGENCY_NOT_FOUND: Code = Code("agency-not-found");
/// A paper that was announced did not arrive whole.
pub const PAPER_MISSING: Code = Code("paper-missing");
/// Another officer holds this part of the dossier.
pub const HELD_BY_ANOTHER: Code = Code("held-by-another");
/// Another officer holds it: taking it over is confirmed first.
pub const TAKE_OVER: Code = Code("take-over-held");
/// The dossier has moved on since the page was opened.
pub const MOVED_ON: Code = Code("dossier-moved-on");
/// The step cannot be taken from the present status.
pub const STEP_NOT_OPEN: Code = Code("step-not-open");
/// This step may not ask for that answer: another agency decides it, or it is registered already.
pub const NOT_THIS_STEP: Code = Code("answer-not-of-this-step");
/// A refusal or a request names its reason.
pub const REASON_MISSING: Code = Code("reason-missing");
/// A second request for supplements needs the head of the agency (QĐ 766/QĐ-TTg counts it as overdue).
pub const SUPPLEMENT_AGAIN: Code = Code("supplement-again");
/// The personal number has not come yet.
pub const NUMBER_AWAITED: Code = Code("number-awaited");
/// The number typed in is not one, or belongs to somebody else.
pub const NUMBER_UNFIT: Code = Code("number-unfit");
/// The dossier is finished and can no longer be withdrawn.
pub const WITHDRAW_TOO_LATE: Code = Code("withdraw-too-late");
/// The household the child is to join could not be found.
pub const HOUSEHOLD_NOT_FOUND: Code = Code("household-not-found");
/// The consent the law asks for on that day is missing.
pub const CONSENT_MISSING: Code = Code("consent-missing");
/// A child with the same parents and day of birth is already registered.
pub const POSSIBLE_DUPLICATE: Code = Code("possible-duplicate");
/// The mother died before the child was born.
pub const MOTHER_DEAD: Code = Code("mother-recorded-dead");
/// The code and the secret do not belong together, or too many were tried.
pub const LOOKUP_WRONG: Code = Code("lookup-wrong");
/// Too many look-ups from here.
pub const LOOKUP_TOO_MANY: Code = Code("lookup-too-many");
/// Assisted filing needs the person's consent on record.
pub const ASSISTED_CONSENT: Code = Code("assisted-consent-missing");
/// A message from outside that contradicts the one before it.
pub const ANSWER_DIVERGES: Code = Code("answer-diverges");
/// The account has too many open drafts.
pub const DRAFTS_TOO_MANY: Code = Code("drafts-too-many");
/// The draft has too many papers.
pub const PAPERS_TOO_MANY: Code = Code("papers-too-many");
/// The health registry does not know this birth notice, or it is another family's.
pub const NOTICE_NOT_FOUND: Code = Code("birth-notice-not-found");
/// The health registry does not answer now.
pub const NOTICE_UNREACHABLE: Code = Code("birth-notice-unreachable");
/// The register knows nobody with that number, name and birth.
pub const PERSON_NOT_FOUND: Code = Code("person-not-found");
/// The household lies in another commune than the one whose police decide.
pub const HOUSEHOLD_ELSEWHERE: Code = Code("household-elsewhere");
/// The declared address is not written as the register has the household's.
pub const ADDRESS_DIFFERS: Code = Code("household-address-differs");
/// The declared head is another than the register has for the household.
pub const HEAD_DIFFERS: Code = Code("household-head-differs");
/// The child is six or older.
pub const CHILD_TOO_OLD: Code = Code("child-too-old");
/// More people move along than one form has room for.
pub const MEMBERS_TOO_MANY: Code = Code("members-too-many");
/// The register does not know the filer as father, mother or guardian.
pub const RELATION_NOT_RECORDED: Code = Code("relation-not-recorded");
/// An agreement is only stated: the officer has to have seen it.
pub const CONSENT_UNSEEN: Code = Code("consent-unseen");
/// The agreement was given or refused already.
pub const CONSENT_ANSWERED: Code = Code("consent-answered");
/// A card of this child stands already.
pub const CARD_ALREADY_ISSUED: Code = Code("card-already-issued");

/// A part that is not late yet gets no other date.
pub const EXTENSION_EARLY: Code = Code("extension-early");
/// A part was given another date before.
pub const EXTENSION_AGAIN: Code = Code("extension-again");
/// The citizen is told why.
pub const EXTENSION_WORDS: Code = Code("extension-words-missing");
/// The new date is missing or cannot be read.
pub const EXTENSION_DAY: Code = Code("extension-day-unread");
/// Nobody works on the new date.
pub const EXTENSION_REST: Code = Code("extension-day-of-rest");
/// The new date is not later than the old one.
pub const EXTENSION_PAST: Code = Code("extension-day-past");
/// The new date is too far off.
pub const EXTENSION_FAR: Code = Code("extension-day-far");
/// No fee is due for that step, or it was settled already.
pub const NO_FEE_DUE: Code = Code("no-fee-due");
/// Why a fee is not owed is written down.
pub const FEE_WORDS_MISSING: Code = Code("fee-words-missing");
/// The notice has gone out, or the act cannot be taken back.
pub const UNDO_TOO_LATE: Code = Code("undo-too-late");
/// There is no result to hand over, or it was handed over already.
pub const NOTHING_TO_HAND_OUT: Code = Code("nothing-to-hand-out");
/// Whoever comes for somebody else shows a paper.
pub const PROXY_PAPER_MISSING: Code = Code("proxy-paper-missing");

/// Every code, for the test that wants a message for each.
pub const ALL: &[Code] = &[
    DOSSIER_NOT_FOUND,
    RESULT_NOT_FOUND,
    MOTHER_IS_A_MAN,
    FATHER_IS_A_WOMAN,
    WORDS_TOO_LONG,
    DRAFT_NOT_FOUND,
    DRAFT_SUBMITTED,
    DRAFT_CHANGED_ELSEWHERE,
    PROCEDURE_NOT_IN_FORCE,
    PROCEDURE_NOT_ONLINE,
    DOOR_SHUT,
    AGENCY_NOT_FOUND,
    PAPER_MISSING,
    HELD_BY_ANOTHER,
    TAKE_OVER,
    MOVED_ON,
    STEP_NOT_OPEN,
    REASON_MISSING,
    NOT_THIS_STEP,
    SUPPLEMENT_AGAIN,
    NUMBER_AWAITED,
    NUMBER_UNFIT,
    WITHDRAW_TOO_LATE,
    HOUSEHOLD_NOT_FOUND,
    CONSENT_MISSING,
    POSSIBLE_DUPLICATE,
    MOTHER_DEAD,
    LOOKUP_WRONG,
    LOOKUP_TOO_MANY,
    ASSISTED_CONSENT,
    ANSWER_DIVERGES,
    DRAFTS_TOO_MANY,
    PAPERS_TOO_MANY,
    NOTICE_NOT_FOUND,
    NOTICE_UNREACHABLE,
    NOTICE_USED,
    PERSON_NOT_FOUND,
    HOUSEHOLD_ELSEWHERE,
    ADDRESS_DIFFERS,
    HEAD_DIFFERS,
    CHILD_TOO_OLD,
    MEMBERS_TOO_MANY,
    RELATION_NOT_RECORDED,
    CONSENT_UNSEEN,
    CONSENT_ANSWERED,
    CARD_ALREADY_ISSUED,
    EXTENSION_EARLY,
    EXTENSION_AGAIN,
    EXTENSION_WORDS,
    EXTENSION_DAY,
    EXTENSION_REST,
    EXTENSION_PAST,
    EXTENSION_FAR,
    NO_FEE_DUE,
    FEE_WORDS_MISSING,
    UNDO_TOO_LATE,
    NOTHING_TO_HAND_OUT,
    PROXY_PAPER_MISSING,
];
