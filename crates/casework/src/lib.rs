//! Casework: drafts, dossiers, the one-stop steps and the linked birth procedure, from submission to result.
//!
//! The hub of the house: it calls population and identity, and nothing calls it back. What the law asks is data
//! (`procedure`), what a step does to the register is in `effects`, how a leg moves is in `rules`. Outside systems
//! are never asked inside a transaction: a hand-over is marked, committed, asked by a job, and answered in another.

mod book;
pub mod codes;
mod effects;
mod facts;
mod filing;
pub mod may;
pub mod reasons;
mod rules;
mod service;
pub mod signers;
mod store;
mod words;

pub use book::Book;
pub use rules::joining::{HomeField, HomeStands};
pub use rules::verdict::{Action, Ask};
pub use service::ASK_NUMBER;
pub use service::consents::{AskedConsent, give_consent, my_consents};
pub use service::counter::{
    AtCounter, CounterFilter, CounterList, at_counter, counter_list, find_at_counter, hand_out, receive_at_counter,
};
pub use service::decide::{Decide, Decided, decide};
pub use service::definitions::take_in_definitions;
pub use service::departures::{departures, note_departure};
pub use service::desk::{Examined, Filter, Queue, Row, examine, paper_of, queue};
pub use service::drafts::{
    Opened as OpenedDraft, add_paper, discard_draft, facts_for, keep_notice, my_drafts, open_draft, remove_paper,
    save_draft, start_assisted_draft, start_draft,
};
pub use service::fees::{Settle, channel_of, settle_fee};
pub use service::findings::{close_finding, closed_findings, compare_handovers, compare_with_register, findings};
pub use service::hold::{claim, held_legs, release_held, take_over};
pub use service::insurance::{ASK_INSURANCE, begin_asking_insurance, due_insurance, record_insurance};
pub use service::jobs::{
    Contact, NOTICES_MAX, Outgoing, claim_notices, claim_results_without_pdf, due_handovers, my_notices, needed_files,
    notice_went, outbox, put_off_asking, put_off_printing, result_printed, result_to_print, result_unprinted,
};
pub use service::look_beyond::look_beyond;
pub use service::numbers::{Outcome, begin_asking, record_answer, take_over_number};
pub use service::secret::{own_secret, reissue_secret, reissue_secret_at_counter, secret_for_receipt};
pub use service::submit::{Submit, Submitted, papers_of_draft, submit};
pub use service::survey::{Filed, Overdue, filed_after, named_files_after, overdue};
pub use service::track::{
    Glimpse, LookedUp, Tracked, add_supplement_paper, answer_supplement, look_up, my_dossiers, sweep_lookups, track,
    withdraw,
};
pub use service::undo::{Undo, undo};
pub use service::vault::{check_result, my_result, my_vault};
pub use store::dossier::DossierLine;
pub use store::finding::{Closed, Finding, FindingOf};
pub use store::leg::{Counters, HeldRow, QueueRow};
pub use store::plans::{fill_for_plans, plans};
pub use words::*;

/// This crate's texts, for the program to gather.
pub const TEXTS: &[(&str, &str)] =
    &[("vi", include_str!("../locales/vi/casework.ftl")), ("en", include_str!("../locales/en/casework.ftl"))];
