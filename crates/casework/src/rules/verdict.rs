//! How one leg moves: who may act, from which status, and what follows. Pure; the service does what it says.
//!
//! Every move goes along the table of statuses. A decision in one go, such as approving what was just handed in, passes
//! the statuses between, and each of them is a line of the journal.

use crate::{
    codes,
    rules::{deadline::Terms, extension},
    words::{Leg, Opened, Waiting},
};
use basis::{AccountId, Date, Kind, Problem, Refusal, Timestamp};
use procedure::Status;
use vietnam::text;

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
    /// The statuses passed on the way, without the last.
    pub(crate) through: Vec<Status>,
}

impl Moved {
    /// Along the table to a status, by way of those in between.
    fn along(mut leg: Leg, to: Status, event: &'static str) -> Result<Self, Refusal> {
        let through = way(leg.status, to, &[Status::Received, Status::InProcess]).ok_or_else(not_open)?;
        leg.status = to;
        Ok(Self { leg, event, follows: Follows::Nothing, through })
    }
    /// A leg that stays in its status, and nothing follows.
    pub(crate) const fn plain(leg: Leg, event: &'static str) -> Self {
        Self { leg, event, follows: Follows::Nothing, through: Vec::new() }
    }
}

/// An officer's words are kept whole or not at all, and a paper can carry them.
pub(crate) fn bounded(words: &str, field: &'static str) -> Result<(), Refusal> {
    /// What a page of the law's forms has room for.
    const CHARS_MAX: usize = 2000;
    let problem = if words.chars().count() > CHARS_MAX {
        Problem::new(codes::WORDS_TOO_LONG).with("max", CHARS_MAX.to_string())
    } else {
        match text::find_unprintable(words) {
            None => return Ok(()),
            Some(strange) if text::is_unseen(strange) => Problem::new(procedure::codes::TEXT_CONTROL),
            Some(strange) => Problem::new(procedure::codes::TEXT_UNPRINTABLE).with("sign", strange),
        }
    };
    Err(Refusal::new(Kind::Invalid, problem.at(field)))
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
    let opened = leg.opened.ok_or_else(not_open)?;
    match action {
        Action::Accept { verification } => {
            let to = match leg.status {
                Status::New => Status::Received,
                // What was supplied before anybody took it in is received already; that facts must be verified can
                // still be said.
                Status::Received => Status::InProcess,
                _ => return Err(not_open()),
            };
            moved.verification |= *verification;
            if *verification && !leg.verification {
                moved.opened =
                    Some(Opened { at: opened.at, due: terms.with_verification(leg, opened.at).max(opened.due) });
            }
            moved.claimed = Some((officer, now));
            Moved::along(moved, to, "accepted")
        }
        Action::AskSupplement { items, ground } => {
            if !leg.status.may_become(Status::SupplementAsked) {
                return Err(not_open());
            }
            let unclear = items
                .iter()
                .any(|item| item.field.is_empty() || item.reason.is_empty() || item.words.trim().is_empty());
            if items.is_empty() || unclear {
                return Err(Refusal::new(Kind::Invalid, Problem::new(codes::REASON_MISSING)));
            }
            for item in items {
                bounded(&item.words, "words")?;
            }
            bounded(ground.as_deref().unwrap_or_default(), "ground")?;
            if leg.supplements > 0 && ground.as_deref().is_none_or(|ground| ground.trim().is_empty()) {
                let again = Problem::new(codes::SUPPLEMENT_AGAIN).at("ground").by("QĐ 766/QĐ-TTg");
                return Err(Refusal::new(Kind::Invalid, again));
            }
            moved.supplements += 1;
            moved.supplement_since = Some(now);
            moved.supplement_from = Some(leg.status);
            Moved::along(moved, Status::SupplementAsked, "supplement-asked")
        }
        Action::Refuse { reason, words } => {
            if reason.is_empty() || words.trim().is_empty() {
                return Err(Refusal::new(Kind::Invalid, Problem::new(codes::REASON_MISSING).at("words")));
            }
            bounded(words, "words")?;
            let to = if leg.status == Status::New { Status::NotReceived } else { Status::Stopped };
            moved.waiting_for = None;
            moved.finished_at = Some(now);
            moved.reason = Some((reason.clone(), words.clone()));
            let follows = if leg.gate { Follows::GateRefused } else { Follows::Nothing };
            Ok(Moved { follows, ..Moved::along(moved, to, "refused")? })
        }
        Action::Extend { until, words } => extension::extend(leg, *until, words, extensions, now, terms),
        Action::Approve => {
            if !matches!(leg.status, Status::New | Status::Received | Status::InProcess) {
                return Err(not_open());
            }
            if leg.waiting_for == Some(Waiting::Number) {
                return Err(Refusal::new(Kind::Conflict, Problem::new(codes::NUMBER_AWAITED)));
            }
            moved.finished_at = Some(now);
            Ok(Moved { follows: Follows::Effect, ..Moved::along(moved, Status::Done, "approved")? })
        }
    }
}

/// The citizen supplied what was asked for: the clock goes on where it stopped, and the leg where it was. What nobody
/// had taken in yet counts as received now, since the exchange knows no way back to "submitted".
pub(crate) fn supplied(leg: &Leg, now: Timestamp, terms: &Terms<'_>) -> Result<Leg, Refusal> {
    if leg.status != Status::SupplementAsked {
        return Err(not_open());
    }
    let (Some(opened), Some(since)) = (leg.opened, leg.supplement_since) else { return Err(not_open()) };
    let mut moved = leg.clone();
    moved.status = match leg.supplement_from {
        Some(Status::New | Status::Received) => Status::Received,
        _ => Status::InProcess,
    };
    moved.supplement_since = None;
    moved.supplement_from = None;
    moved.paused_minutes = moved.paused_minutes.saturating_add(terms.working_minutes(since, now));
    moved.opened = Some(Opened { at: opened.at, due: terms.after_pause(opened.due, since, now) });
    Ok(moved)
}

/// The citizen withdraws, which is asked for and granted in one. Possible until the leg is finished.
pub(crate) fn withdrawn(leg: &Leg, now: Timestamp) -> Option<Moved> {
    if leg.finished_at.is_some() {
        return None;
    }
    let asked = leg.status.may_be_withdrawn() || leg.status == Status::WithdrawalAsked;
    let mut moved = leg.clone();
    moved.status = Status::Stopped;
    moved.waiting_for = None;
    moved.finished_at = Some(now);
    moved.supplement_since = None;
    moved.supplement_from = None;
    let through = if leg.status == Status::WithdrawalAsked { Vec::new() } else { vec![Status::WithdrawalAsked] };
    asked.then_some(Moved { leg: moved, event: "withdrawn", follows: Follows::Nothing, through })
}

/// Another officer of the agency takes over what a colleague holds, who may be ill or away. Nothing when it is held
/// by the one who asks already.
pub(crate) fn taken_over(
    leg: &Leg,
    officer: AccountId,
    now: Timestamp,
    confirmed: bool,
) -> Result<Option<Leg>, Refusal> {
    if leg.finished_at.is_some() {
        return Err(not_open());
    }
    match leg.claimed {
        Some((holder, _)) if holder == officer => Ok(None),
        Some(_) if !confirmed => Err(Refusal::new(Kind::Confirm, Problem::new(codes::TAKE_OVER))),
        _ => Ok(Some(Leg { claimed: Some((officer, now)), ..leg.clone() })),
    }
}

/// The gate has opened: the leg reaches its agency, with or without the number it needs.
pub(crate) fn opened(leg: &Leg, now: Timestamp, number_known: bool, terms: &Terms<'_>) -> Leg {
    let mut moved = leg.clone();
    moved.waiting_for = if number_known { None } else { Some(Waiting::Number) };
    moved.opened = Some(Opened { at: now, due: terms.of_leg(leg, now) });
    moved
}

/// The gate stays shut: what waited for it was never received.
pub(crate) fn stopped_by_gate(leg: &Leg, now: Timestamp) -> Leg {
    let mut moved = leg.clone();
    moved.status = Status::NotReceived;
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

fn not_open() -> Refusal {
    Refusal::new(Kind::Conflict, Problem::new(codes::STEP_NOT_OPEN))
}

/// The statuses between two, in this order of steps; nothing where the table knows no way.
fn way(from: Status, to: Status, steps: &[Status]) -> Option<Vec<Status>> {
    if from.may_become(to) {
        return Some(Vec::new());
    }
    steps.iter().enumerate().find_map(|(at, step)| {
        let later = steps.get(at + 1..).unwrap_or_default();
        let rest = if from.may_become(*step) { way(*step, to, later) } else { None }?;
        Some(std::iter::once(*step).chain(rest).collect())
    })
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
            (&accept, &[S::New, S::Received]),
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
    fn words_that_no_paper_can_carry_are_refused_at_their_field() {
        let ask = |words: &str, ground: Option<&str>| Action::AskSupplement {
            items: vec![Ask { field: "f".into(), reason: "r".into(), words: words.into() }],
            ground: ground.map(str::to_owned),
        };
        let refuse = |words: &str| Action::Refuse { reason: "r".into(), words: words.into() };
        let (strange, unseen) = (procedure::codes::TEXT_UNPRINTABLE, procedure::codes::TEXT_CONTROL);
        for (action, field, code) in [
            (ask("Xem lại 😀 北京", None), "words", strange),
            (ask("Xem lại", Some("Luật 😀")), "ground", strange),
            (refuse("Không đúng 𝔘"), "words", strange),
            (refuse("Không \u{202e}đúng"), "words", unseen),
            (refuse("Không\0đúng"), "words", unseen),
        ] {
            let refused = act(&a_leg(), &action, officer(), 0, now(), &terms()).unwrap_err();
            let problem = &refused.problems[0];
            assert_eq!((problem.code, problem.field.as_ref().map(ToString::to_string)), (code, Some(field.to_owned())));
        }
        assert!(
            act(&a_leg(), &refuse("Thiếu giấy tờ:\r\n– CCCD;\n– “hộ khẩu”…"), officer(), 0, now(), &terms()).is_ok()
        );
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
    fn every_move_goes_along_the_table_of_statuses() {
        let ask = Action::AskSupplement {
            items: vec![Ask { field: "f".into(), reason: "r".into(), words: "w".into() }],
            ground: None,
        };
        let refuse = Action::Refuse { reason: "x".into(), words: "y".into() };
        let accept = Action::Accept { verification: true };
        for from in Status::ALL {
            let leg = in_status(from);
            let mut moves: Vec<Moved> = [&accept, &ask, &refuse, &Action::Approve]
                .into_iter()
                .filter_map(|action| act(&leg, action, officer(), 0, now(), &terms()).ok())
                .collect();
            moves.extend(withdrawn(&leg, now()));
            for moved in moves {
                let mut at = from;
                for then in moved.through.iter().chain([&moved.leg.status]) {
                    assert!(at.may_become(*then), "{}: {at:?} -> {then:?}", moved.event);
                    at = *then;
                }
            }
        }
        let approved = act(&in_status(Status::New), &Action::Approve, officer(), 0, now(), &terms()).unwrap();
        assert_eq!(approved.through, [Status::Received, Status::InProcess]);
        let waiting = Leg { opened: None, waiting_for: Some(Waiting::Gate), ..a_leg() };
        assert!(waiting.status.may_become(stopped_by_gate(&waiting, now()).status));
    }

    #[test]
    fn what_is_supplied_goes_on_where_it_was_and_may_still_be_verified() {
        let cases = [
            (Some(Status::New), Status::Received),
            (Some(Status::Received), Status::Received),
            (Some(Status::InProcess), Status::InProcess),
            (None, Status::InProcess),
        ];
        for (before, after) in cases {
            let leg =
                Leg { supplement_from: before, supplement_since: Some(now()), ..in_status(Status::SupplementAsked) };
            assert_eq!(supplied(&leg, now(), &terms()).unwrap().status, after, "{before:?}");
        }
        let leg = Leg {
            supplement_from: Some(Status::New),
            supplement_since: Some(now()),
            ..in_status(Status::SupplementAsked)
        };
        let back = supplied(&leg, now(), &terms()).unwrap();
        let accepted = act(&back, &Action::Accept { verification: true }, officer(), 0, now(), &terms()).unwrap().leg;
        assert!(accepted.verification && accepted.opened.unwrap().due > back.opened.unwrap().due);
    }

    #[test]
    fn a_supplement_does_not_wipe_out_that_an_agency_was_late() {
        let overdue = Leg {
            status: Status::SupplementAsked,
            supplement_since: Some("2026-11-30T03:00:00Z".parse().unwrap()),
            ..a_leg()
        };
        let moved = supplied(&overdue, "2026-12-10T03:00:00Z".parse().unwrap(), &terms()).unwrap();
        assert_eq!(moved.opened.unwrap().due, overdue.opened.unwrap().due);
    }

    #[test]
    fn a_colleague_takes_over_after_confirming() {
        let holder = AccountId::fresh();
        let held = Leg { claimed: Some((holder, now())), ..a_leg() };
        assert!(taken_over(&held, officer(), now(), false).unwrap_err().has(codes::TAKE_OVER));
        let taken = taken_over(&held, officer(), now(), true).unwrap().unwrap();
        assert_eq!(taken.claimed.map(|(account, _)| account), Some(officer()));
        assert!(taken_over(&held, holder, now(), false).unwrap().is_none());
        assert!(taken_over(&a_leg(), officer(), now(), false).unwrap().is_some(), "nobody held it");
        let done = Leg { finished_at: Some(now()), ..held };
        assert!(taken_over(&done, officer(), now(), true).unwrap_err().has(codes::STEP_NOT_OPEN));
    }

    #[test]
    fn what_is_finished_is_not_withdrawn() {
        assert!(withdrawn(&Leg { finished_at: Some(now()), ..a_leg() }, now()).is_none());
        assert_eq!(withdrawn(&a_leg(), now()).unwrap().leg.status, Status::Stopped);
    }
}
