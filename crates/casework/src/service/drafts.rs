//! Drafts: begun, saved page by page, resumed on another device, thrown away.

use crate::{
    book::{Book, read_answers, write_answers},
    codes, facts,
    filing::Case,
    may,
    rules::door::refuse_shut,
    store::{self, draft::Of},
    words::{Door, Draft, DraftLine, Moved, Noticed, Paper},
};
use basis::{AccountId, Actor, DraftId, Failure, Fault, Kind, PersonId, Problem, Refusal};
use db::Tx;
use procedure::{Answers, Facts};
use std::collections::BTreeMap;

/// Open drafts an account may have; more is a script, not a family.
const DRAFTS_MAX: i64 = 20;
/// Papers a draft may have.
const PAPERS_MAX: usize = 40;

/// A draft with everything a page of it needs.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The draft.
    pub draft: Draft,
    /// What was answered.
    pub answers: Answers,
    /// What registers know.
    pub facts: Facts,
    /// The papers, by field.
    pub papers: BTreeMap<String, Vec<Paper>>,
}

/// Begins a draft for a procedure in force today.
///
/// # Errors
/// A refusal when the procedure is not in force, or the account has too many drafts.
pub async fn start_draft(tx: &mut Tx, book: &Book, procedure: &str) -> Result<DraftId, Failure> {
    tx.allow::<may::FileDossier>()?;
    let (account, person) = citizen(tx)?;
    begin(tx, book, procedure, Begin { account, applicant: person, desk: None }).await
}

/// An officer begins a draft for somebody at the counter, whose consent is on record.
///
/// # Errors
/// A refusal when the consent is missing.
pub async fn start_assisted_draft(
    tx: &mut Tx,
    book: &Book,
    procedure: &str,
    applicant: PersonId,
    consent: &str,
) -> Result<DraftId, Failure> {
    tx.allow::<may::FileForAnother>()?;
    let Actor::Officer { account, agency, .. } = tx.actor().clone() else {
        return Err(Failure::refused(Kind::Forbidden, db::NOT_ALLOWED));
    };
    if consent.trim().is_empty() {
        return Err(Refusal::new(Kind::Invalid, Problem::new(codes::ASSISTED_CONSENT).at("consent")).into());
    }
    begin(tx, book, procedure, Begin { account, applicant, desk: Some((agency, consent.trim().to_owned())) }).await
}

struct Begin {
    account: AccountId,
    applicant: PersonId,
    desk: Option<(basis::AgencyCode, String)>,
}

async fn begin(tx: &mut Tx, book: &Book, procedure: &str, begin: Begin) -> Result<DraftId, Failure> {
    let today = tx.today();
    let definition = book
        .catalogue
        .in_force(procedure, today)
        .ok_or_else(|| Failure::refused(Kind::NotFound, codes::PROCEDURE_NOT_IN_FORCE))?;
    if begin.desk.is_none() && store::draft::count(tx, begin.account).await? >= DRAFTS_MAX {
        return Err(Failure::refused(Kind::Conflict, codes::DRAFTS_TOO_MANY));
    }
    // What is decided later must have an effect then: a procedure without one is not taken in.
    if definition.legs().next().is_none_or(|gate| !Case::is_known(gate.step)) {
        return Err(Failure::refused(Kind::Conflict, codes::PROCEDURE_NOT_ONLINE));
    }
    let door = if begin.desk.is_some() { Door::Desk } else { Door::Portal };
    refuse_shut(door, today)?;
    let id = DraftId::fresh();
    let now = tx.began();
    let hash = definition.hash();
    super::definitions::keep(tx, book, &hash).await?;
    store::draft::insert(
        tx,
        store::draft::NewDraft {
            id,
            account: begin.account,
            applicant: Some(begin.applicant),
            procedure,
            definition: &hash,
            door,
            agency: begin.desk.as_ref().map(|(agency, _)| agency),
            consent: begin.desk.as_ref().map(|(_, consent)| consent.as_str()),
            answers: &write_answers(&Answers::default())?,
            at: now,
        },
    )
    .await?;
    Ok(id)
}

/// Opens a draft of this account with what registers know of the family. One begun under a version that has ended goes
/// on under the one that took its place.
///
/// # Errors
/// Not found when it is somebody else's, or submitted already; a conflict when its procedure has ended.
pub async fn open_draft(tx: &mut Tx, book: &Book, id: DraftId) -> Result<Opened, Failure> {
    let account = owner(tx)?;
    let mut draft = store::draft::find(tx, id, account)
        .await?
        .ok_or_else(|| Failure::refused(Kind::NotFound, codes::DRAFT_NOT_FOUND))?;
    if draft.submitted.is_some() {
        return Err(Failure::refused(Kind::Conflict, codes::DRAFT_SUBMITTED));
    }
    rehome(tx, book, &mut draft, account).await?;
    let answers = read_answers(&draft.answers)?;
    let applicant = draft.applicant.ok_or_else(|| Fault::new("a draft without an applicant"))?;
    let known = population::facts_for_prefill(tx, applicant).await?;
    let facts = facts::known(&known, draft.notice.as_ref(), tx.today()).facts(&answers, tx.today());
    let mut papers: BTreeMap<String, Vec<Paper>> = BTreeMap::new();
    for paper in store::draft::papers(tx, Of::Draft(id)).await? {
        papers.entry(paper.field.clone()).or_default().push(paper);
    }
    Ok(Opened { draft, answers, facts, papers })
}

/// Moves a draft to the version in force, keeps every answer that fits, and notes what changed for the pages to say.
async fn rehome(tx: &mut Tx, book: &Book, draft: &mut Draft, account: AccountId) -> Result<(), Failure> {
    let today = tx.today();
    let old = book.definition(&draft.definition)?;
    if old.validity.contains(today) {
        return Ok(());
    }
    let new = book
        .catalogue
        .in_force_or_successor(&draft.procedure, today)
        .ok_or_else(|| Failure::refused(Kind::Conflict, codes::PROCEDURE_NOT_IN_FORCE))?;
    let mut answers = read_answers(&draft.answers)?;
    let dropped: Vec<String> =
        answers.iter().filter(|(key, value)| !new.form.takes(key, value)).map(|(key, _)| key.to_owned()).collect();
    for key in &dropped {
        answers.clear(key);
    }
    let fields = new.form.fields().map(|(_, field)| &field.key);
    let added = fields.filter(|key| old.form.field(key).is_none()).cloned().collect();
    let hash = new.hash();
    super::definitions::keep(tx, book, &hash).await?;
    // The first move is told, should there be a second before anybody has read of it.
    let from = draft.moved.as_ref().map_or_else(|| draft.procedure.clone(), |moved| moved.from.clone());
    draft.moved = Some(Moved { from, dropped, added });
    draft.procedure.clone_from(&new.code);
    draft.definition = hash;
    draft.answers = write_answers(&answers)?;
    draft.revision += 1;
    let now = tx.began();
    store::draft::rehome(tx, draft, account, now).await
}

/// The facts again after answers have changed within one request.
///
/// # Errors
/// A fault when the register cannot be read.
pub async fn facts_for(tx: &mut Tx, draft: &Draft, answers: &Answers) -> Result<Facts, Failure> {
    let applicant = draft.applicant.ok_or_else(|| Fault::new("a draft without an applicant"))?;
    let known = population::facts_for_prefill(tx, applicant).await?;
    Ok(facts::known(&known, draft.notice.as_ref(), tx.today()).facts(answers, tx.today()))
}

/// Saves what one page was left with. `revision` is the one the page was drawn from.
///
/// # Errors
/// A conflict when another device saved the draft meanwhile.
pub async fn save_draft(
    tx: &mut Tx,
    draft: &Draft,
    answers: &Answers,
    page: &str,
    revision: i32,
) -> Result<(), Failure> {
    let account = owner(tx)?;
    if draft.revision != revision {
        return Err(Failure::refused(Kind::Conflict, codes::DRAFT_CHANGED_ELSEWHERE));
    }
    let now = tx.began();
    store::draft::update(tx, draft.id, account, &write_answers(answers)?, page, now).await
}

/// The drafts of this account.
///
/// # Errors
/// A fault when they cannot be read.
pub async fn my_drafts(tx: &mut Tx) -> Result<Vec<DraftLine>, Failure> {
    let account = owner(tx)?;
    store::draft::list(tx, account).await
}

/// Throws a draft away.
///
/// # Errors
/// Not found when it is somebody else's.
pub async fn discard_draft(tx: &mut Tx, id: DraftId) -> Result<(), Failure> {
    let account = owner(tx)?;
    store::draft::find(tx, id, account)
        .await?
        .ok_or_else(|| Failure::refused(Kind::NotFound, codes::DRAFT_NOT_FOUND))?;
    store::draft::delete(tx, id, account).await
}

/// Keeps what the health registry told, for the form to use.
///
/// # Errors
/// Not found when the draft is somebody else's.
pub async fn keep_notice(tx: &mut Tx, id: DraftId, notice: &Noticed) -> Result<(), Failure> {
    let account = owner(tx)?;
    let now = tx.began();
    store::draft::set_notice(tx, id, account, notice, now).await
}

/// Adds an uploaded paper to a draft.
///
/// # Errors
/// Not found when the draft is somebody else's.
pub async fn add_paper(
    tx: &mut Tx,
    id: DraftId,
    field: &str,
    name: &str,
    receipt: &files::Receipt,
) -> Result<Paper, Failure> {
    let account = owner(tx)?;
    let draft = store::draft::find(tx, id, account)
        .await?
        .filter(|draft| draft.submitted.is_none())
        .ok_or_else(|| Failure::refused(Kind::NotFound, codes::DRAFT_NOT_FOUND))?;
    let there = store::draft::papers(tx, Of::Draft(draft.id)).await?;
    let hash = receipt.hash.to_string();
    if let Some(same) = there.iter().find(|paper| paper.field == field && paper.hash == hash) {
        return Ok(same.clone());
    }
    if there.len() >= PAPERS_MAX {
        return Err(Failure::refused(Kind::Conflict, codes::PAPERS_TOO_MANY));
    }
    let paper = Paper {
        id: uuid::Uuid::now_v7(),
        field: field.to_owned(),
        hash,
        name: plain_name(name),
        media: receipt.kind.media_type().to_owned(),
        bytes: i64::try_from(receipt.size).unwrap_or(i64::MAX),
        uploaded_at: tx.began(),
    };
    store::draft::insert_paper(tx, Of::Draft(draft.id), &paper).await?;
    let mut answers = read_answers(&draft.answers)?;
    answers.add_file(field, file_ref(&paper));
    let now = tx.began();
    store::draft::update(tx, draft.id, account, &write_answers(&answers)?, &draft.page, now).await?;
    Ok(paper)
}

/// Takes a paper out of a draft again.
///
/// # Errors
/// Not found when the draft is somebody else's.
pub async fn remove_paper(tx: &mut Tx, id: DraftId, paper: uuid::Uuid) -> Result<(), Failure> {
    let account = owner(tx)?;
    let draft = store::draft::find(tx, id, account)
        .await?
        .filter(|draft| draft.submitted.is_none())
        .ok_or_else(|| Failure::refused(Kind::NotFound, codes::DRAFT_NOT_FOUND))?;
    // The paper's own row says which answer names it, whatever the form said.
    let mut answers = read_answers(&draft.answers)?;
    for field in store::draft::remove_papers(tx, draft.id, Some(paper)).await? {
        answers.remove_file(&field, &paper.to_string());
    }
    let now = tx.began();
    store::draft::update(tx, draft.id, account, &write_answers(&answers)?, &draft.page, now).await
}

/// The name of a file as officers read it: without the folders of the sender's device, and without signs that nobody
/// sees and that may turn a name around.
pub(crate) fn plain_name(name: &str) -> String {
    /// Longer names tell nobody anything.
    const CHARS_MAX: usize = 200;
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let unseen =
        |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    last.chars().filter(|c| !c.is_control() && !unseen(*c)).take(CHARS_MAX).collect()
}

/// A paper as the form's answers name it.
pub(crate) fn file_ref(paper: &Paper) -> procedure::FileRef {
    procedure::FileRef {
        id: paper.id.to_string(),
        name: paper.name.clone(),
        media: paper.media.clone(),
        bytes: u64::try_from(paper.bytes).unwrap_or(0),
        sha256: paper.hash.clone(),
    }
}

/// The account and person of a citizen.
pub(crate) fn citizen(tx: &Tx) -> Result<(AccountId, PersonId), Failure> {
    match tx.actor() {
        Actor::Citizen { account, person, .. } => Ok((*account, *person)),
        _ => Err(Failure::refused(Kind::Forbidden, db::NOT_ALLOWED)),
    }
}

/// The account that acts, whoever it is.
pub(crate) fn owner(tx: &Tx) -> Result<AccountId, Failure> {
    tx.actor().account().ok_or_else(|| Failure::refused(Kind::Forbidden, db::NOT_ALLOWED))
}

#[cfg(test)]
mod tests {
    use super::plain_name;

    #[test]
    fn a_file_is_named_by_what_can_be_read_of_it() {
        for (given, shown) in [
            ("giấy chứng sinh.jpg", "giấy chứng sinh.jpg"),
            ("../../../../etc/passwd.png", "passwd.png"),
            ("C:\\fakepath\\a.pdf", "a.pdf"),
            ("gpj.\u{202e}exe.png", "gpj.exe.png"),
            ("a\u{0}\r\n\u{200b}b.png", "ab.png"),
            ("", ""),
        ] {
            assert_eq!(plain_name(given), shown);
        }
        assert_eq!(plain_name(&"a".repeat(1000)).chars().count(), 200);
    }
}
