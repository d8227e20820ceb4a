//! What the simulated neighbours have in common: a memory by hand-over, a temper, and deliveries that come later.

use crate::{
    assignment::{Assignment, Delivery, Recorded, Refused},
    http::ANSWER_WITHIN,
    manner::Temperament,
    problem::LinkProblem,
};
use basis::{Clock, HandoverId, Timestamp};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// A simulated neighbour that assigns a `T` to each hand-over.
pub(crate) struct Simulator<T> {
    clock: Arc<dyn Clock>,
    state: Mutex<State<T>>,
}

struct State<T> {
    temperament: Temperament,
    /// In the order of asking; never forgotten, as a register forgets nothing.
    asked: Vec<Asked<T>>,
    by_handover: HashMap<HandoverId, usize>,
}

struct Asked<T> {
    handover: HandoverId,
    at: Timestamp,
    answer: Result<T, Refused>,
    ready: Ready,
    /// How often the answer must still be delivered by `collect`.
    deliveries: u8,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ready {
    From(Timestamp),
    Never,
}

impl<T: Clone> Simulator<T> {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        let state = State { temperament: Temperament::CALM, asked: Vec::new(), by_handover: HashMap::new() };
        Self { clock, state: Mutex::new(state) }
    }
    /// The simulated neighbour's clock.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }
    pub(crate) fn set(&self, temperament: Temperament) {
        self.state().temperament = temperament;
    }
    pub(crate) fn temperament(&self) -> Temperament {
        self.state().temperament
    }

    /// Hears a question, once: the second time the first answer is given, whatever the temper is by then. Only a refusal
    /// is thought over again, because what it objected to may have been put right.
    pub(crate) async fn ask(
        &self,
        handover: HandoverId,
        make: impl FnOnce(Temperament) -> Result<T, Refused> + Send,
    ) -> Result<Assignment<T>, LinkProblem> {
        self.reach()?;
        let reply = {
            let now = self.clock.now();
            let mut state = self.state();
            let temper = state.temperament;
            let fresh = |answer| Asked {
                handover,
                at: now,
                answer,
                ready: if temper.never { Ready::Never } else { Ready::From(after(now, temper)) },
                deliveries: deliveries(temper),
            };
            let place = match state.by_handover.get(&handover).copied() {
                Some(place) => {
                    let earlier = &mut state.asked[place];
                    if earlier.answer.is_err() {
                        *earlier = fresh(make(temper));
                    } else if earlier.ready == Ready::Never {
                        *earlier = fresh(earlier.answer.clone());
                    }
                    place
                }
                None => {
                    let place = state.asked.len();
                    state.asked.push(fresh(make(temper)));
                    state.by_handover.insert(handover, place);
                    place
                }
            };
            state.asked[place].reply(now)
        };
        linger(self.temperament().delay).await?;
        Ok(reply)
    }

    /// What has become of a question; nothing if it was never heard.
    pub(crate) async fn poll(&self, handover: HandoverId) -> Result<Option<Assignment<T>>, LinkProblem> {
        self.reach()?;
        let reply = {
            let now = self.clock.now();
            let state = self.state();
            state.by_handover.get(&handover).map(|place| state.asked[*place].reply(now))
        };
        linger(self.temperament().delay).await?;
        Ok(reply)
    }

    /// The answers that are delivered now: late ones once they are ready, and all the repeated ones.
    pub(crate) async fn collect(&self, most: usize) -> Result<Vec<Delivery<T>>, LinkProblem> {
        self.reach()?;
        let now = self.clock.now();
        let mut state = self.state();
        let mut due: Vec<usize> = (0..state.asked.len()).filter(|place| state.asked[*place].is_due(now)).collect();
        if state.temperament.out_of_order {
            due.reverse();
        }
        let mut delivered = Vec::new();
        for place in due {
            let asked = &mut state.asked[place];
            while asked.deliveries > 0 && delivered.len() < most {
                asked.deliveries -= 1;
                delivered.push(Delivery { handover: asked.handover, answer: asked.reply(now) });
            }
        }
        Ok(delivered)
    }

    /// Everything heard in a span, with its answer as it stands: the other side's half of the nightly comparison.
    pub(crate) async fn statement(&self, from: Timestamp, to: Timestamp) -> Result<Vec<Recorded<T>>, LinkProblem> {
        self.reach()?;
        let now = self.clock.now();
        let state = self.state();
        let within = state.asked.iter().filter(|asked| asked.at >= from && asked.at < to);
        Ok(within
            .map(|asked| Recorded { handover: asked.handover, heard_at: asked.at, answer: asked.reply(now) })
            .collect())
    }

    /// Questions that were heard and whose answer is not ready yet.
    pub(crate) fn waiting(&self) -> usize {
        let now = self.clock.now();
        let ready = |asked: &&Asked<T>| !matches!(asked.ready, Ready::From(at) if at <= now);
        self.state().asked.iter().filter(ready).count()
    }

    fn reach(&self) -> Result<(), LinkProblem> {
        if self.temperament().down { Err(LinkProblem::Down) } else { Ok(()) }
    }

    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Clone> Asked<T> {
    fn reply(&self, now: Timestamp) -> Assignment<T> {
        match (self.ready, &self.answer) {
            (Ready::From(at), _) if at > now => Assignment::Later(Some(at)),
            (Ready::Never, _) => Assignment::Later(None),
            (Ready::From(_), Ok(value)) => Assignment::Assigned(value.clone()),
            (Ready::From(_), Err(refused)) => Assignment::Refused(refused.clone()),
        }
    }
    fn is_due(&self, now: Timestamp) -> bool {
        self.deliveries > 0 && matches!(self.ready, Ready::From(at) if at <= now)
    }
}

/// Waits as the real line would, and gives up as the real adapter would.
pub(crate) async fn linger(delay: Duration) -> Result<(), LinkProblem> {
    if delay.is_zero() {
        return Ok(());
    }
    tokio::time::sleep(delay.min(ANSWER_WITHIN)).await;
    if delay >= ANSWER_WITHIN { Err(LinkProblem::TimedOut) } else { Ok(()) }
}

fn after(now: Timestamp, temper: Temperament) -> Timestamp {
    now.checked_add(temper.late_by.unwrap_or_default()).unwrap_or(Timestamp::MAX)
}

/// An answer given at once is delivered once more only when told to; a late one is delivered once, or twice.
fn deliveries(temper: Temperament) -> u8 {
    u8::from(temper.late_by.is_some()) + u8::from(temper.answers_twice)
}
