//! Taking an act back before anybody was told of it: what is kept of a leg, and when it may be put back. Pure.

use crate::{
    codes,
    words::{Leg, Opened, Waiting},
};
use basis::{AccountId, Kind, LegId, Problem, Refusal, Timestamp};
use procedure::Status;
use serde::{Deserialize, Serialize};

/// So much must be left before the notice goes out: the sender may have begun when less is.
const MARGIN_S: i64 = 2;

/// A leg as it was before an act, and the version the act gave it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) leg: LegId,
    after: i32,
    status: i16,
    waiting_for: Option<String>,
    verification: bool,
    opened: Option<(Timestamp, Timestamp)>,
    finished_at: Option<Timestamp>,
    claimed: Option<(AccountId, Timestamp)>,
    supplements: i16,
    supplement_since: Option<Timestamp>,
    #[serde(default)]
    supplement_from: Option<i16>,
    paused_minutes: i32,
    reason: Option<(String, String)>,
}

impl Kept {
    /// What is kept of a leg that is about to be moved. Saving counts its version up by one.
    pub(crate) fn of(leg: &Leg) -> Self {
        Self {
            leg: leg.id,
            after: leg.version + 1,
            status: leg.status.code(),
            waiting_for: leg.waiting_for.map(|waiting| waiting.code().to_owned()),
            verification: leg.verification,
            opened: leg.opened.map(|opened| (opened.at, opened.due)),
            finished_at: leg.finished_at,
            claimed: leg.claimed,
            supplements: leg.supplements,
            supplement_since: leg.supplement_since,
            supplement_from: leg.supplement_from.map(Status::code),
            paused_minutes: leg.paused_minutes,
            reason: leg.reason.clone(),
        }
    }

    /// The leg as it was, if nobody has moved it since.
    pub(crate) fn put_back(&self, now: &Leg) -> Result<Leg, Refusal> {
        let moved_on = || Refusal::new(Kind::Conflict, Problem::new(codes::MOVED_ON));
        if now.id != self.leg || now.version != self.after {
            return Err(moved_on());
        }
        let waiting_for = match &self.waiting_for {
            None => None,
            Some(code) => Some(Waiting::from_code(code).ok_or_else(moved_on)?),
        };
        Ok(Leg {
            status: Status::from_code(self.status).ok_or_else(moved_on)?,
            waiting_for,
            verification: self.verification,
            opened: self.opened.map(|(at, due)| Opened { at, due }),
            finished_at: self.finished_at,
            claimed: self.claimed,
            supplements: self.supplements,
            supplement_since: self.supplement_since,
            supplement_from: self.supplement_from.and_then(Status::from_code),
            paused_minutes: self.paused_minutes,
            reason: self.reason.clone(),
            ..now.clone()
        })
    }
}

/// Whether there is still time: the notice goes out at `not_before`.
pub(crate) fn in_time(now: Timestamp, not_before: Timestamp) -> Result<(), Refusal> {
    if not_before.as_second() - now.as_second() > MARGIN_S {
        return Ok(());
    }
    Err(Refusal::new(Kind::Conflict, Problem::new(codes::UNDO_TOO_LATE)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::deadline::tests::{a_leg, terms};
    use crate::rules::verdict::{Action, Ask, act};

    #[test]
    fn an_act_is_put_back_as_if_it_had_not_been() {
        let officer = AccountId::from_uuid(uuid::Uuid::from_u128(7));
        let now: Timestamp = "2026-11-23T03:00:00Z".parse().unwrap();
        let ask = Ask { field: "papers.home".into(), reason: "unreadable".into(), words: "mờ".into() };
        let received = Leg { status: Status::Received, supplement_from: Some(Status::New), ..a_leg() };
        for (before, action) in [
            (a_leg(), Action::Accept { verification: true }),
            (a_leg(), Action::Refuse { reason: "not-entitled".into(), words: "không đúng".into() }),
            (received, Action::AskSupplement { items: vec![ask], ground: None }),
        ] {
            let kept = Kept::of(&before);
            let stored: Kept = serde_json::from_value(serde_json::to_value(&kept).unwrap()).unwrap();
            let moved = act(&before, &action, officer, 0, now, &terms()).unwrap().leg;
            let saved = Leg { version: before.version + 1, ..moved };
            let back = stored.put_back(&saved).unwrap();
            assert_eq!(Kept::of(&Leg { version: before.version, ..back }), kept, "{action:?}");
        }
    }

    #[test]
    fn what_somebody_moved_meanwhile_is_left_alone() {
        let leg = a_leg();
        let kept = Kept::of(&leg);
        for version in [leg.version, leg.version + 2] {
            assert!(kept.put_back(&Leg { version, ..leg.clone() }).unwrap_err().has(codes::MOVED_ON));
        }
    }

    #[test]
    fn there_is_time_until_just_before_the_notice_goes_out() {
        let goes: Timestamp = "2026-11-23T03:00:20Z".parse().unwrap();
        for (now, there_is) in [
            ("2026-11-23T03:00:00Z", true),
            ("2026-11-23T03:00:17Z", true),
            ("2026-11-23T03:00:18Z", false),
            ("2026-11-23T03:01:00Z", false),
        ] {
            assert_eq!(in_time(now.parse().unwrap(), goes).is_ok(), there_is, "{now}");
        }
    }
}
