//! How one leg moves: who may act, from which status, and what follows. Pure; the service does what it says.

use crate::{
    codes,
    rules::{deadline::Terms, extension},
    words::{Leg, Opened, Waiting},
};
use basis::{AccountId, Date, Kind, Problem, Refusal, Timestamp};
use procedure::Status;

/// What an officer or the citizen wants done with a leg.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Action {
    /// Take it in; `verification` when facts have to be looked into, which gives more time.
    Accept {
        /// Whether facts have to be verified.
        verification: bool,
    },
    /// Ask the citizen to mend something.
    AskSupplement {
        /// What is to be mended.
        items: Vec<Ask>,
        /// The sector's law, for a second request.
        ground: Option<String>,
    },
    /// Do not take it in, or stop it.
    Refuse {
        /// The reason's code.
        reason: String,
        /// Words the citizen understands.
        words: String,
    },
    /// Decide as asked.
    Approve,
    /// Promise another date, with an apology (văn bản xin lỗi, Mẫu 04).
    Extend {
        /// The new date; none when it could not be read.
        until: Option<Date>,
        /// Why it is late, in words the citizen understands.
        words: String,
    },
}

/// One thing to be mended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ask {
    /// The form's field.
    pub field: String,
    /// The reason's code.
    pub reason: String,
    /// Words the citizen understands.
    pub words: String,
}

/// What follows from a decision.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Follows {
    /// Nothing but the new status.
    Nothing,
    /// What was asked for is to be done in the register.
    Effect,
    /// The gate stays shut: everything that hangs on it stops.
    GateRefused,
}

/// A leg that has moved.
#[derive(Clone, Debug)]
pub(crate) struct Moved {
    pub(crate) leg: Leg,
    pub(crate) event: &'static str,
    pub(crate) follows: Follows,
}

impl Moved {
    /// A leg that moved, and nothing follows.
    pub(crate) const fn plain(leg: Leg, event: &'static str) -> Self {
        Self { leg, event, follows: Follows::Nothing }
    }
}

/// Moves a leg at an officer's wish. `extensions` is how often it was given another date before.
pub(crate) fn act(
    leg: &Leg,
    action: &Action,
    officer: AccountId,
    extensions: usize,
    now: Timestamp,
    terms: &Terms<'_>,
) -> Result<Moved, Refusal> {
    held_by(leg, officer)?;
    let mut moved = leg.clone();
    let not_open = || Refusal::new(Kind::Conflict, Problem::new(codes::STEP_NOT_OPEN));
    let opened = leg.opened.ok_or_else(not_open)?;
    match action {
        Action::Accept { verification } => {
            if leg.status != Status::New {
                return Err(not_open());
            }
            moved.status = Status::Received;
            moved.verification = *verification;
            if *verification {
                moved.opened =
                    Some(Opened { at: opened.at, due: terms.with_verification(leg, opened.at).max(opened.due) });
            }
            moved.claimed = Some((officer, now));
            Ok(Moved { leg: moved, event: "accepted", follows: Follows::Nothing })
        }
        Action::AskSupplement { items, ground } => {
            if !may_follow(leg.status, Status::SupplementAsked) {
                return Err(not_open());
            }
            let unclear = items
                .iter()
                .any(|item| item.field.is_empty() || item.reason.is_empty() || item.words.trim().is_empty());
            if items.is_empty() || unclear {
                return Err(Refusal::new(Kind::Invalid, Problem::new(codes::REASON_MISSING)));
            }
            if leg.supplements > 0 && ground.as_deref().is_none_or(|ground| ground.trim().is_empty()) {
                let again = Problem::new(codes::SUPPLEMENT_AGAIN).at("ground").by("QĐ 766/QĐ-TTg");
                return Err(Refusal::new(Kind::Invalid, again));
            }
            moved.status = Status::SupplementAsked;
            moved.supplements += 1;
            moved.supplement_since = Some(now);
            Ok(Moved { leg: moved, event: "supplement-asked", follows: Follows::Nothing })
        }
        Action::Refuse { reason, words } => {
            if reason.is_empty() || words.trim().is_empty() {
                return Err(Refusal::new(Kind::Invalid, Problem::new(codes::REASON_MISSING).at("words")));
            }
            let to = if leg.status == Status::New { Status::NotReceived } else { Status::Stopped };
            if leg.status.next().is_empty() || matches!(leg.status, Status::Done) {
                return Err(not_open());
            }
            moved.status = to;
            moved.waiting_for = None;
            moved.finished_at = Some(now);
            moved.reason = Some((reason.clone(), words.clone()));
            let follows = if leg.gate { Follows::GateRefused } else { Follows::Nothing };
            Ok(Moved { leg: moved, event: "refused", follows })
        }
        Action::Extend { until, words } => extension::extend(leg, *until, words, extensions, now, terms),
        Action::Approve => {
            if !matches!(leg.status, Status::New | Status::Received | Status::InProcess) {
                return Err(not_open());
            }
            if leg.waiting_for == Some(Waiting::Number) {
                return Err(Refusal::new(Kind::Conflict, Problem::new(codes::NUMBER_AWAITED)));
            }
            moved.status = Status::Done;
            moved.finished_at = Some(now);
            Ok(Moved { leg: moved, event: "approved", follows: Follows::Effect })
        }
    }
}

/// The citizen supplied what was asked for: the clock goes on where it stopped.
pub(crate) fn supplied(leg: &Leg, now: Timestamp, terms: &Terms<'_>) -> Result<Leg, Refusal> {
    let not_open = || Refusal::new(Kind::Conflict, Problem::new(codes::STEP_NOT_OPEN));
    if leg.status != Status::SupplementAsked {
        return Err(not_open());
    }
    let (Some(opened), Some(since)) = (leg.opened, leg.supplement_since) else { return Err(not_open()) };
    let mut moved = leg.clone();
    moved.status = Status::InProcess;
    moved.supplement_since = None;
    moved.paused_minutes = moved.paused_minutes.saturating_add(terms.working_minutes(since, now));
    moved.opened = Some(Opened { at: opened.at, due: terms.after_pause(opened.due, since, now) });
    Ok(moved)
}

/// The citizen withdraws. Possible until the leg is finished; a leg that nobody took in is simply stopped.
pub(crate) fn withdrawn(leg: &Leg, now: Timestamp) -> Option<Leg> {
    if leg.finished_at.is_some() {
        return None;
    }
    let mut moved = leg.clone();
    moved.status = Status::Stopped;
    moved.waiting_for = None;
    moved.finished_at = Some(now);
    moved.supplement_since = None;
    Some(moved)
}

/// The gate has opened: the leg reaches its agency, with or without the number it needs.
pub(crate) fn opened(leg: &Leg, now: Timestamp, number_known: bool, terms: &Terms<'_>) -> Leg {
    let mut moved = leg.clone();
    moved.waiting_for = if number_known { None } else { Some(Waiting::Number) };
    moved.opened = Some(Opened { at: now, due: terms.of_leg(leg, now) });
    moved
}

/// The gate stays shut.
pub(crate) fn stopped_by_gate(leg: &Leg, now: Timestamp) -> Leg {
    let mut moved = leg.clone();
    moved.status = Status::Stopped;
    moved.waiting_for = None;
    moved.finished_at = Some(now);
    moved.reason = Some(("gate-refused".into(), String::new()));
    moved
}

/// Somebody else holds it.
fn held_by(leg: &Leg, officer: AccountId) -> Result<(), Refusal> {
    match leg.claimed {
        Some((holder, _)) if holder != officer => {
            Err(Refusal::new(Kind::Conflict, Problem::new(codes::HELD_BY_ANOTHER)))
        }
        _ => Ok(()),
    }
}

fn may_follow(from: Status, to: Status) -> bool {
    from.next().contains(&to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::deadline::tests::{a_leg, terms};

    fn officer() -> AccountId {
        AccountId::from_uuid(uuid::Uuid::from_u128(7))
    }
    fn now() -> Timestamp {
        "2026-11-23T03:00:00Z".parse().unwrap()
    }
    fn in_status(status: Status) -> Leg {
        Leg { status, ..a_leg() }
    }

    #[test]
    fn each_action_is_possible_from_some_statuses_only() {
        let ask = Action::AskSupplement {
            items: vec![Ask { field: "papers.birth_notice".into(), reason: "unreadable".into(), words: "mờ".into() }],
            ground: None,
        };
        let refuse = Action::Refuse { reason: "not-entitled".into(), words: "không đúng thẩm quyền".into() };
        let accept = Action::Accept { verification: false };
        use Status as S;
        let cases: &[(&Action, &[S])] = &[
            (&accept, &[S::New]),
            (&ask, &[S::New, S::Received, S::InProcess]),
            (&refuse, &[S::New, S::Received, S::InProcess, S::SupplementAsked, S::PaymentAsked, S::WithdrawalAsked]),
            (&Action::Approve, &[S::New, S::Received, S::InProcess]),
        ];
        for (action, from) in cases {
            for status in S::ALL {
                let done = act(&in_status(status), action, officer(), 0, now(), &terms());
                assert_eq!(done.is_ok(), from.contains(&status), "{action:?} from {status:?}");
            }
        }
    }

    #[test]
    fn an_officer_does_not_act_on_what_another_holds() {
        let leg = Leg { claimed: Some((AccountId::fresh(), now())), ..a_leg() };
        let refused = act(&leg, &Action::Approve, officer(), 0, now(), &terms()).unwrap_err();
        assert!(refused.has(codes::HELD_BY_ANOTHER));
    }

    #[test]
    fn nothing_is_approved_before_its_number_has_come() {
        let leg = Leg { waiting_for: Some(Waiting::Number), status: Status::Received, ..a_leg() };
        assert!(act(&leg, &Action::Approve, officer(), 0, now(), &terms()).unwrap_err().has(codes::NUMBER_AWAITED));
    }

    #[test]
    fn a_refused_gate_shuts_and_another_leg_does_not() {
        let refuse = Action::Refuse { reason: "x".into(), words: "y".into() };
        let gate = act(&Leg { gate: true, ..a_leg() }, &refuse, officer(), 0, now(), &terms()).unwrap();
        assert_eq!(gate.follows, Follows::GateRefused);
        let other = act(&Leg { gate: false, ..a_leg() }, &refuse, officer(), 0, now(), &terms()).unwrap();
        assert_eq!(other.follows, Follows::Nothing);
        assert_eq!(other.leg.status, Status::NotReceived);
    }

    #[test]
    fn a_second_request_for_supplements_needs_a_ground() {
        let items = vec![Ask { field: "f".into(), reason: "r".into(), words: "w".into() }];
        let leg = Leg { supplements: 1, status: Status::InProcess, ..a_leg() };
        let without = Action::AskSupplement { items: items.clone(), ground: None };
        assert!(act(&leg, &without, officer(), 0, now(), &terms()).unwrap_err().has(codes::SUPPLEMENT_AGAIN));
        let with = Action::AskSupplement { items, ground: Some("Luật Cư trú 68/2020 Đ22".into()) };
        assert_eq!(act(&leg, &with, officer(), 0, now(), &terms()).unwrap().leg.supplements, 2);
    }

    #[test]
    fn the_time_a_citizen_takes_is_not_the_agencys() {
        let leg = Leg {
            status: Status::SupplementAsked,
            supplement_since: Some("2026-11-23T03:00:00Z".parse().unwrap()),
            ..a_leg()
        };
        let due = leg.opened.unwrap().due;
        let moved = supplied(&leg, "2026-11-26T03:00:00Z".parse().unwrap(), &terms()).unwrap();
        assert!(moved.opened.unwrap().due > due);
        assert!(moved.paused_minutes > 0);
        assert_eq!(moved.status, Status::InProcess);
    }

    #[test]
    fn what_is_finished_is_not_withdrawn() {
        assert!(withdrawn(&Leg { finished_at: Some(now()), ..a_leg() }, now()).is_none());
        assert_eq!(withdrawn(&a_leg(), now()).unwrap().status, Status::Stopped);
    }
}
