//! Agreements (ý kiến đồng ý): written down when a dossier is submitted, given or refused by the very person, looked at
//! by the officer who approves.

use super::{drafts::citizen, get_locked, people::find_people};
use crate::{
    book::Book,
    codes, may,
    rules::consent::{AS_HEAD, FILED},
    store::{self, consent::Stated, dossier::NewEvent},
    words::{Consent, ConsentState, Dossier, People},
};
use basis::{Failure, Fault, Kind};
use db::{Fields, Subject, Tx};
use procedure::{Answers, ConsentOf, Procedure, Status};

/// What whoever is asked learns of those who want to move.
const SEEN: Fields = Fields("name residence");

/// Somebody's agreement that is asked for, with the dossier it is about.
#[derive(Clone, Debug)]
pub struct AskedConsent {
    /// The agreement.
    pub consent: Consent,
    /// The dossier's code.
    pub code: String,
    /// The procedure's code.
    pub procedure: String,
    /// Who wants to move, as the dossier names them.
    pub movers: Vec<String>,
    /// Where to.
    pub address: String,
}

/// Writes down the agreements that a dossier's answers need.
pub(crate) async fn state(
    tx: &mut Tx,
    definition: &Procedure,
    dossier: &Dossier,
    answers: &Answers,
) -> Result<(), Failure> {
    let now = tx.began();
    for rule in definition.consents_of(answers) {
        let way = match &rule.way {
            None => FILED,
            Some(field) => answers.choice(field).ok_or_else(|| Fault::new("a dossier without a way to consent"))?,
        };
        let stated =
            Stated { who: rule.who, person: person_of(rule.who, way, &dossier.people), way, article: &rule.article };
        store::consent::state(tx, dossier.id, &stated, now).await?;
    }
    for asked in store::consent::list(tx, dossier.id).await? {
        if let (Some(person), "vneid", ConsentState::Stated) = (asked.person, asked.way.as_str(), asked.state) {
            super::notify_person(tx, dossier.id, None, person, "consent-asked", None).await?;
        }
    }
    Ok(())
}

fn person_of(who: ConsentOf, way: &str, people: &People) -> Option<basis::PersonId> {
    match who {
        ConsentOf::Parent => people.requester,
        ConsentOf::Head => people.head,
        ConsentOf::Owner if way == "self" => people.requester,
        ConsentOf::Owner if way == "as_head" => people.head,
        ConsentOf::Owner => people.owner,
    }
}

/// After a supplement the dossier may state its agreements otherwise.
pub(crate) async fn restate(tx: &mut Tx, book: &Book, dossier: &Dossier, answers: &Answers) -> Result<(), Failure> {
    let definition = book.definition(&dossier.definition)?;
    if definition.consents.is_empty() {
        return Ok(());
    }
    let people = find_people(tx, answers, dossier.applicant).await?;
    state(tx, definition, &Dossier { people, ..dossier.clone() }, answers).await
}

/// The officer who approves has seen every agreement that was only stated.
pub(crate) async fn check_all(tx: &mut Tx, dossier: &Dossier) -> Result<(), Failure> {
    let officer = super::owner_of(tx)?;
    let now = tx.began();
    for one in store::consent::list(tx, dossier.id).await? {
        if one.state == ConsentState::Stated {
            store::consent::answer(tx, one.id, ConsentState::Checked, now, officer).await?;
        }
    }
    Ok(())
}

/// What the one who asks is asked to agree to.
///
/// # Errors
/// A fault when it cannot be read.
pub async fn my_consents(tx: &mut Tx, book: &Book) -> Result<Vec<AskedConsent>, Failure> {
    tx.allow::<may::SeeOwnData>()?;
    let (_, person) = citizen(tx)?;
    let mut asked = Vec::new();
    for consent in store::consent::of_person(tx, person).await? {
        let dossier = store::dossier::find(tx, consent.dossier)
            .await?
            .ok_or_else(|| Fault::new("an agreement without its dossier"))?;
        tx.for_dossier(dossier.id);
        let answers = book.answers(&dossier)?;
        for person in dossier.people.all() {
            tx.saw(Subject::Person(person), SEEN);
        }
        asked.push(AskedConsent {
            consent,
            movers: movers(&answers),
            address: answers.address("residence.address").map(vietnam::Address::display).unwrap_or_default(),
            procedure: dossier.procedure,
            code: dossier.code,
        });
    }
    Ok(asked)
}

fn movers(answers: &Answers) -> Vec<String> {
    let name = |key: &str| answers.name(&format!("{key}.name")).map(|name| name.as_str().to_owned());
    let first = if answers.choice("applicant.who") == Some("self") { "requester" } else { "person" };
    let members = (1..=8).map(|at| format!("member{at}"));
    std::iter::once(first.to_owned()).chain(members).filter_map(|key| name(&key)).collect()
}

/// Gives or refuses an agreement. Sent twice it counts once; changing one's mind is for the police.
///
/// # Errors
/// Not found when it is somebody else's; a conflict when it was answered otherwise or the dossier is finished.
pub async fn give_consent(tx: &mut Tx, id: uuid::Uuid, agrees: bool) -> Result<(), Failure> {
    tx.allow::<may::SeeOwnData>()?;
    let (account, person) = citizen(tx)?;
    let missing = || Failure::refused(Kind::NotFound, codes::DOSSIER_NOT_FOUND);
    let dossier = store::consent::dossier_of(tx, id, person).await?.ok_or_else(missing)?;
    let dossier = get_locked(tx, dossier).await?;
    tx.for_dossier(dossier.id);
    let wanted = if agrees { ConsentState::Given } else { ConsentState::Declined };
    let all = store::consent::list(tx, dossier.id).await?;
    let one = all.iter().find(|one| one.id == id).ok_or_else(missing)?;
    if one.state == wanted {
        return Ok(());
    }
    if one.state != ConsentState::Stated || dossier.finished_at.is_some() {
        return Err(Failure::refused(Kind::Conflict, codes::CONSENT_ANSWERED));
    }
    let now = tx.began();
    if !store::consent::answer(tx, id, wanted, now, account).await? {
        return Err(Failure::refused(Kind::Conflict, codes::MOVED_ON));
    }
    // The head who is the owner too has answered for both.
    for other in all.iter().filter(|other| other.way == AS_HEAD && other.person == Some(person)) {
        store::consent::answer(tx, other.id, wanted, now, account).await?;
    }
    let kind = if agrees { "consent-given" } else { "consent-declined" };
    let event = NewEvent { leg: None, kind, status: None::<Status>, words: None };
    store::dossier::insert_events(tx, dossier.id, &[event]).await
}
