//! What jobs ask of casework: due hand-overs, waiting notices, documents to make, files to keep.

use super::later;
use crate::{
    book::read_answers,
    may, store,
    words::{Issued, Notice},
};
use basis::{Failure, HandoverId, PersonId, ResultId};
use db::Tx;
use procedure::Answers;

const DUE_MAX: i64 = 200;
/// So long nobody else makes the documents that one printer has claimed.
const PRINT_LEASE_S: i64 = 120;
/// After so many attempts in vain people are told that a paper cannot be made.
const PRINT_ATTEMPTS_QUIET: i32 = 3;
/// Notices claimed at once; a sender asks again while it gets as many.
pub const NOTICES_MAX: i64 = 100;
/// Longer than sending as many takes, unless the sender was killed.
const NOTICE_LEASE_S: i64 = 300;
const NOTICE_ATTEMPTS_MAX: i32 = 8;
const NOTICE_RETRY_S: i64 = 60;

/// Questions for a number whose next attempt is due: the sweep that makes a lost wake-up harmless.
///
/// # Errors
/// A fault when they cannot be read.
pub async fn due_handovers(tx: &mut Tx) -> Result<Vec<HandoverId>, Failure> {
    tx.allow::<may::AskOutside>()?;
    let now = tx.began();
    store::handover::due(tx, "number", now, DUE_MAX).await
}

/// An attempt at a hand-over broke off before it was even asked: the next one comes later, so that a hand-over that never
/// can be asked does not stand before all others.
///
/// # Errors
/// A fault when it cannot be recorded.
pub async fn put_off_asking(tx: &mut Tx, id: HandoverId) -> Result<(), Failure> {
    tx.allow::<may::AskOutside>()?;
    let now = tx.began();
    store::handover::put_off(tx, id, now).await
}

/// Where a notice may reach somebody.
#[derive(Clone, PartialEq, Eq)]
pub enum Contact {
    /// A telephone number.
    Phone(String),
    /// An e-mail address.
    Email(String),
}

impl std::fmt::Debug for Contact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Phone(_) => "Phone(…)",
            Self::Email(_) => "Email(…)",
        })
    }
}

/// A notice with the addresses it may go to.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// The notice.
    pub notice: Notice,
    /// Where to try, in this order: what the filer gave for this dossier, then what the register knows.
    pub contacts: Vec<Contact>,
}

/// Notices that may go out now. They are the caller's until a lease ends: no other sender gets them meanwhile, and
/// those of a sender that was killed come again.
///
/// # Errors
/// A fault when they cannot be read.
pub async fn claim_notices(tx: &mut Tx) -> Result<Vec<Outgoing>, Failure> {
    tx.allow::<may::SendNotices>()?;
    let now = tx.began();
    let claimed = store::notice::claim(tx, now, later(now, NOTICE_LEASE_S), NOTICES_MAX).await?;
    let people: Vec<PersonId> = claimed.iter().map(|(notice, _)| notice.person).collect();
    let views = population::get_people(tx, &people).await?;
    let mut outgoing = Vec::with_capacity(claimed.len());
    for ((notice, answers), view) in claimed.into_iter().zip(views) {
        outgoing.push(Outgoing { contacts: contacts(&read_answers(&answers)?, view.facts.mobile), notice });
    }
    Ok(outgoing)
}

/// The form asks for a telephone number and an e-mail address to tell the result by, so these come first.
fn contacts(answers: &Answers, mobile: Option<String>) -> Vec<Contact> {
    let phone = answers.text("requester.phone").map(str::to_owned);
    let email = answers.text("requester.email").map(|address| Contact::Email(address.to_owned()));
    let register = mobile.filter(|mobile| phone.as_ref() != Some(mobile));
    phone.map(Contact::Phone).into_iter().chain(email).chain(register.map(Contact::Phone)).collect()
}

/// Records that a notice went out by a channel, or could not. Once sent it stays so, whatever a late sender says.
///
/// # Errors
/// A fault when it could not be recorded.
pub async fn notice_went(tx: &mut Tx, notice: &Notice, by: Result<&str, ()>) -> Result<(), Failure> {
    tx.allow::<may::SendNotices>()?;
    let now = tx.began();
    match by {
        Ok(channel) => store::notice::update(tx, notice.id, "sent", Some(now), Some(channel), now).await?,
        Err(()) if notice.attempts + 1 >= NOTICE_ATTEMPTS_MAX => {
            store::notice::update(tx, notice.id, "failed", None, None, now).await?
        }
        Err(()) => {
            let again = later(now, NOTICE_RETRY_S << notice.attempts.clamp(0, 6));
            store::notice::update(tx, notice.id, "waiting", None, None, again).await?
        }
    };
    Ok(())
}

/// The latest notices, for the outbox page.
///
/// # Errors
/// A refusal without the power.
pub async fn outbox(tx: &mut Tx, rows_max: i64) -> Result<Vec<Notice>, Failure> {
    tx.allow::<may::SeeOutbox>()?;
    store::notice::outbox(tx, rows_max).await
}

/// The latest notices to the one who asks.
///
/// # Errors
/// A fault when they cannot be read.
pub async fn my_notices(tx: &mut Tx, person: PersonId) -> Result<Vec<Notice>, Failure> {
    tx.allow::<may::SeeOwnData>()?;
    store::notice::of_person(tx, person, 50).await
}

/// A result whose PDF is to be made; nothing when it was made already.
///
/// # Errors
/// A fault when it cannot be read.
pub async fn result_to_print(tx: &mut Tx, id: ResultId) -> Result<Option<Issued>, Failure> {
    tx.allow::<may::MakeDocuments>()?;
    Ok(store::result::find(tx, id).await?.filter(|result| result.pdf.is_none()))
}

/// Results whose PDF has not been made and whose next attempt is due. They are the caller's until a lease ends: nobody
/// else makes them meanwhile, and those of a program that was killed come again.
///
/// # Errors
/// A fault when they cannot be claimed.
pub async fn claim_results_without_pdf(tx: &mut Tx, rows_max: i64) -> Result<Vec<ResultId>, Failure> {
    tx.allow::<may::MakeDocuments>()?;
    let now = tx.began();
    store::result::claim_without_pdf(tx, now, later(now, PRINT_LEASE_S), rows_max).await
}

/// The PDF of a result could not be made: it is tried again later, and does not stand before others meanwhile. After
/// some attempts it is a finding.
///
/// # Errors
/// A fault when it cannot be recorded.
pub async fn put_off_printing(tx: &mut Tx, id: ResultId) -> Result<(), Failure> {
    tx.allow::<may::MakeDocuments>()?;
    let now = tx.began();
    store::result::put_off(tx, id, now).await?;
    store::finding::insert_unmade(tx, id, PRINT_ATTEMPTS_QUIET, now).await
}

/// Notes the PDF of a result. Made twice it is the same.
///
/// # Errors
/// A fault when it could not be recorded.
pub async fn result_printed(tx: &mut Tx, id: ResultId, hash: &str, bytes: u64) -> Result<(), Failure> {
    tx.allow::<may::MakeDocuments>()?;
    if store::result::set_pdf(tx, id, hash, i64::try_from(bytes).unwrap_or(i64::MAX)).await? {
        let now = tx.began();
        store::finding::close_unmade(tx, id, now).await?;
    }
    Ok(())
}

/// The PDF of a result was made, but some characters of it could not be printed: a finding, so that an officer mends
/// the record and issues it anew.
///
/// # Errors
/// A fault when it could not be recorded.
pub async fn result_unprinted(tx: &mut Tx, id: ResultId) -> Result<(), Failure> {
    tx.allow::<may::MakeDocuments>()?;
    let now = tx.began();
    store::finding::insert_unprinted(tx, id, now).await
}

/// Which of these files a draft, a dossier or a result still needs.
///
/// # Errors
/// A fault when it cannot be found out; nothing may be deleted then.
pub async fn needed_files(tx: &mut Tx, hashes: &[String]) -> Result<Vec<String>, Failure> {
    tx.allow::<may::Sweep>()?;
    store::draft::known_hashes(tx, hashes).await
}
