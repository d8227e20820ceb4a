//! Reader lanes: many look-ups by number, each with its durable access record, at a hundredth of the price of one
//! transaction each.
//!
//! A lane takes what is queued (at most 128, it never lingers), runs one statement, commits the access records and
//! only then answers. A panic or a fault reaches those of its own batch and nobody else. For one look-up inside a
//! larger transaction go to `find_by_number`.

use crate::{
    codes, may,
    person::{IdentifierKind, NumberQuery, PersonCard},
    store::{self, CardFound},
};
use basis::{Failure, Fault, Kind, PersonId};
use db::{App, Batch, Ctx, Power, Subject, Why};
use std::{collections::HashMap, sync::Arc};
use tokio::sync::{Mutex, mpsc, oneshot};

/// Look-ups answered by one statement and one commit.
const BATCH_MAX: usize = 128;
/// Look-ups that may wait; beyond it askers are told to come again.
const QUEUE_MAX: usize = 4096;

struct Ask {
    ctx: Ctx,
    why: Why,
    number: NumberQuery,
    answer: oneshot::Sender<Result<Option<PersonCard>, Failure>>,
}

/// The reader lanes. Cheap to clone; the lanes end when the last clone is gone.
#[derive(Clone)]
pub struct Lookups {
    queue: mpsc::Sender<Ask>,
}

impl std::fmt::Debug for Lookups {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lookups")
    }
}

impl Lookups {
    /// Starts the lanes; two keep two cores and one disk busy.
    #[must_use]
    pub fn start(app: Arc<App>, lanes: usize) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE_MAX);
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..lanes.max(1) {
            tokio::spawn(run(Arc::clone(&app), Arc::clone(&waiting)));
        }
        Self { queue }
    }
    /// The person with a number, once the record of this look is durable.
    ///
    /// # Errors
    /// A refusal when the actor may not look people up, several people hold the number, or too many are waiting.
    pub async fn by_number(&self, ctx: &Ctx, why: &Why, number: NumberQuery) -> Result<Option<PersonCard>, Failure> {
        if !ctx.app().powers().holds(&ctx.actor().roles(), may::FindPerson::CODE) {
            return Err(Failure::refused(Kind::Forbidden, db::NOT_ALLOWED));
        }
        let (answer, wait) = oneshot::channel();
        let ask = Ask { ctx: ctx.clone(), why: why.clone(), number, answer };
        match self.queue.try_send(ask) {
            Ok(()) => {}
            Err(mpsc::error::TrySendError::Full(_)) => {
                return Err(Failure::refused(Kind::TooMany, codes::LOOKUPS_BUSY));
            }
            Err(mpsc::error::TrySendError::Closed(_)) => return Err(Fault::new("the reader lanes have ended").into()),
        }
        // The sender is dropped without an answer only when the batch panicked.
        wait.await.unwrap_or_else(|_| Err(Fault::new("a batch of look-ups broke off").into()))
    }
}

async fn run(app: Arc<App>, waiting: Arc<Mutex<mpsc::Receiver<Ask>>>) {
    loop {
        let mut asks = Vec::with_capacity(BATCH_MAX);
        if waiting.lock().await.recv_many(&mut asks, BATCH_MAX).await == 0 {
            return;
        }
        // In a task of its own, so that a panic ends this batch and not the lane.
        let batch = tokio::spawn(answer(Arc::clone(&app), asks));
        if let Err(error) = batch.await {
            tracing::error!(panicked = error.is_panic(), "a batch of look-ups broke off");
        }
    }
}

type Answer = Result<Option<PersonCard>, Failure>;

async fn answer(app: Arc<App>, asks: Vec<Ask>) {
    let answers = look_up(&app, &asks).await;
    match answers {
        Ok(answers) => {
            for (ask, answer) in asks.into_iter().zip(answers) {
                // Whoever asked may have gone; the record of the look stays.
                let _ = ask.answer.send(answer);
            }
        }
        Err(failure) => {
            let chain = failure.to_string();
            for ask in asks {
                let _ = ask.answer.send(Err(Fault::new(chain.clone()).into()));
            }
        }
    }
}

async fn look_up(app: &App, asks: &[Ask]) -> Result<Vec<Answer>, Failure> {
    let mut numbers: Vec<String> = asks.iter().map(|ask| ask.number.value().to_owned()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut batch = Batch::begin(app).await?;
    let mut found: HashMap<String, Vec<CardFound>> = HashMap::new();
    let mut unreadable = HashMap::new();
    for row in store::list_cards(&mut batch, &numbers).await? {
        match row {
            Ok(card) => found.entry(card.asked.clone()).or_default().push(card),
            Err((asked, fault)) => {
                unreadable.insert(asked, fault.chain());
            }
        }
    }
    let mut answers = Vec::with_capacity(asks.len());
    for ask in asks {
        let value = ask.number.value();
        let answer = match unreadable.get(value) {
            Some(chain) => Err(Fault::new(chain.clone()).into()),
            None => choose(found.get(value).map_or(&[], Vec::as_slice), ask.number.kind()),
        };
        match &answer {
            Ok(Some(card)) => batch.saw(&ask.ctx, &ask.why, Subject::Person(card.id), store::CARD_FIELDS),
            Ok(None) => {
                let hash = app.keys().hash("number", value);
                batch.saw(&ask.ctx, &ask.why, Subject::Unknown(hash), store::NOBODY_FIELDS);
            }
            // A refusal tells that there are several: each of them has been looked at.
            Err(Failure::Refusal(_)) => {
                let holders = found.get(value).map_or(&[][..], Vec::as_slice);
                let mut seen: Vec<PersonId> = Vec::new();
                for holder in holders.iter().filter(|holder| holder.kind == ask.number.kind()) {
                    if !seen.contains(&holder.card.id) {
                        seen.push(holder.card.id);
                        batch.saw(&ask.ctx, &ask.why, Subject::Person(holder.card.id), store::HOLDER_FIELDS);
                    }
                }
            }
            Err(Failure::Fault(_)) => {}
        }
        answers.push(answer);
    }
    batch.commit().await?;
    Ok(answers)
}

/// The certain holder, or the only one.
fn choose(holders: &[CardFound], kind: IdentifierKind) -> Answer {
    let mut of_kind = holders.iter().filter(|holder| holder.kind == kind);
    if let Some(certain) = of_kind.clone().find(|holder| holder.certain && kind == IdentifierKind::PersonalId) {
        return Ok(Some(certain.card.clone()));
    }
    let Some(first) = of_kind.next() else { return Ok(None) };
    if of_kind.any(|other| other.card.id != first.card.id) {
        return Err(Failure::refused(Kind::Conflict, codes::NUMBER_SEVERAL_HOLDERS));
    }
    Ok(Some(first.card.clone()))
}
