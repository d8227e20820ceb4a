//! How long a session lives, and for which unit an officer acts in it.

use crate::model::{AccountKind, ActingUnit};
use basis::{AgencyCode, Timestamp, UnitCode};
use jiff::SignedDuration;

/// A citizen may leave the phone to look for a paper; drafts are kept anyway.
pub(crate) const CITIZEN_IDLE: SignedDuration = SignedDuration::from_mins(30);
/// Half a day: a phone that is passed on in the evening is signed out by morning.
pub(crate) const CITIZEN_WHOLE: SignedDuration = SignedDuration::from_hours(12);
/// An officer reaches everybody's data from a counter that strangers stand at.
pub(crate) const OFFICER_IDLE: SignedDuration = SignedDuration::from_mins(15);
/// A working day with its noon break (07:30 to 17:00), so that nobody is signed out in the middle of one.
pub(crate) const OFFICER_WHOLE: SignedDuration = SignedDuration::from_hours(10);
/// Administrators reach the keys: no longer than one task takes.
pub(crate) const ADMINISTRATOR_WHOLE: SignedDuration = SignedDuration::from_hours(4);
/// A visit is written down at most this often: a page with twenty pictures is one visit, not twenty writes.
pub(crate) const TOUCH_EVERY: SignedDuration = SignedDuration::from_mins(1);
/// Languages of the pages.
pub(crate) const LANGS: &[&str] = &["vi", "en"];

/// How long a session of this kind may stand idle.
pub(crate) fn idle(kind: AccountKind) -> SignedDuration {
    match kind {
        AccountKind::Citizen => CITIZEN_IDLE,
        AccountKind::Officer | AccountKind::Administrator => OFFICER_IDLE,
    }
}

/// How long a session of this kind may live at the most.
pub(crate) fn whole(kind: AccountKind) -> SignedDuration {
    match kind {
        AccountKind::Citizen => CITIZEN_WHOLE,
        AccountKind::Officer => OFFICER_WHOLE,
        AccountKind::Administrator => ADMINISTRATOR_WHOLE,
    }
}

/// Whether a session that was not ended still stands.
pub(crate) fn alive(kind: AccountKind, last_seen: Timestamp, expires: Timestamp, now: Timestamp) -> bool {
    now < expires && now.duration_since(last_seen) < idle(kind)
}

/// Whether this visit is to be written down.
pub(crate) fn to_touch(last_seen: Timestamp, now: Timestamp) -> bool {
    now.duration_since(last_seen) >= TOUCH_EVERY
}

/// The unit an officer acts for: the one chosen in the session if it is still held, else the first.
pub(crate) fn acting<'a>(held: &'a [ActingUnit], chosen: Option<&(AgencyCode, UnitCode)>) -> Option<&'a ActingUnit> {
    chosen
        .and_then(|(agency, unit)| held.iter().find(|one| one.agency == *agency && one.unit == *unit))
        .or_else(|| held.first())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + minutes * 60).unwrap()
    }

    #[test]
    fn a_session_ends_when_idle_and_at_the_latest_at_its_end() {
        use AccountKind::{Administrator, Citizen, Officer};
        for (kind, last_seen, expires, now, stands) in [
            (Citizen, 0, 720, 29, true),
            (Citizen, 0, 720, 30, false),
            (Citizen, 719, 720, 720, false),
            (Officer, 0, 600, 14, true),
            (Officer, 0, 600, 15, false),
            (Administrator, 0, 240, 15, false),
        ] {
            assert_eq!(alive(kind, at(last_seen), at(expires), at(now)), stands, "{kind:?} {last_seen} {now}");
        }
    }

    #[test]
    fn a_visit_is_written_down_once_a_minute() {
        assert!(!to_touch(at(0), at(0)));
        assert!(to_touch(at(0), at(1)));
    }

    #[test]
    fn a_unit_no_longer_held_is_not_acted_for() {
        let unit = |agency: &str| ActingUnit {
            agency: AgencyCode(agency.into()),
            agency_name: agency.into(),
            unit: UnitCode("17000".into()),
            roles: vec!["justice".into()],
        };
        let held = [unit("A"), unit("B")];
        let chosen = |agency: &str| (AgencyCode(agency.into()), UnitCode("17000".into()));
        assert_eq!(acting(&held, Some(&chosen("B"))), Some(&held[1]));
        assert_eq!(acting(&held, Some(&chosen("C"))), Some(&held[0]));
        assert_eq!(acting(&held, None), Some(&held[0]));
        assert_eq!(acting(&[], None), None);
    }
}
