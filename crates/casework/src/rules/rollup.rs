//! A dossier's status is the worst of its open legs; when none is open, it is finished. Once one leg has moved the whole is
//! in process, though another agency has not begun: nothing leads back to "newly filed" in the exchange's statuses.

use crate::words::Leg;
use basis::Timestamp;
use procedure::Status;

/// The status of the dossier, and when it ended.
pub(crate) fn roll_up(legs: &[Leg]) -> (Status, Option<Timestamp>) {
    let open = legs.iter().filter(|leg| leg.finished_at.is_none() && leg.opened.is_some());
    if let Some(worst) = open.map(|leg| leg.status).max_by_key(|status| badness(*status)) {
        let began = |leg: &Leg| matches!(leg.status, Status::InProcess | Status::Done | Status::Returned);
        return match worst {
            Status::New | Status::Received if legs.iter().any(began) => (Status::InProcess, None),
            worst => (worst, None),
        };
    }
    let ended = legs.iter().filter_map(|leg| leg.finished_at).max();
    let gate = legs.iter().find(|leg| leg.gate).map(|leg| leg.status);
    let status = match gate {
        // A gate that stayed shut says what became of the whole.
        Some(shut @ (Status::NotReceived | Status::Stopped)) => shut,
        // The whole is handed over when everything that brought a result is.
        _ if legs.iter().any(|leg| leg.status == Status::Done) => Status::Done,
        _ if legs.iter().any(|leg| leg.status == Status::Returned) => Status::Returned,
        _ => Status::Stopped,
    };
    (status, ended)
}

/// How urgently a status needs somebody: the citizen first, then whoever has not begun.
fn badness(status: Status) -> u8 {
    match status {
        Status::SupplementAsked => 7,
        Status::PaymentAsked => 6,
        Status::WithdrawalAsked => 5,
        Status::New => 4,
        Status::Received => 3,
        Status::InProcess => 2,
        Status::NotReceived | Status::Stopped | Status::Done | Status::Returned => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::deadline::tests::a_leg;

    fn leg(gate: bool, status: Status, finished: bool) -> Leg {
        let at: Timestamp = "2026-11-23T03:00:00Z".parse().unwrap();
        Leg { gate, status, finished_at: finished.then_some(at), ..a_leg() }
    }

    #[test]
    fn the_worst_open_leg_speaks_for_the_dossier() {
        use Status as S;
        let cases = [
            (vec![leg(true, S::New, false)], S::New, false),
            (
                vec![leg(true, S::Done, true), leg(false, S::InProcess, false), leg(false, S::SupplementAsked, false)],
                S::SupplementAsked,
                false,
            ),
            (vec![leg(true, S::Received, false)], S::Received, false),
            (vec![leg(true, S::Done, true), leg(false, S::New, false)], S::InProcess, false),
            (vec![leg(true, S::Done, true), leg(false, S::Received, false)], S::InProcess, false),
            (vec![leg(true, S::Done, true), leg(false, S::Done, true)], S::Done, true),
            (vec![leg(true, S::Done, true), leg(false, S::Stopped, true)], S::Done, true),
            (vec![leg(true, S::NotReceived, true), leg(false, S::Stopped, true)], S::NotReceived, true),
            (vec![leg(true, S::Stopped, true), leg(false, S::Stopped, true)], S::Stopped, true),
        ];
        for (legs, status, ended) in cases {
            let (got, at) = roll_up(&legs);
            assert_eq!((got, at.is_some()), (status, ended), "{legs:?}");
        }
    }

    #[test]
    fn a_leg_that_waits_for_the_gate_does_not_count_as_open() {
        let waiting = Leg { opened: None, status: Status::New, ..a_leg() };
        assert_eq!(roll_up(&[leg(true, Status::InProcess, false), waiting]).0, Status::InProcess);
    }
}
