//! Terms: by when an agency must be done, counted in working time by the calendar, from the definition's data.

use crate::words::Leg;
use basis::{LegId, Timestamp, local};
use jiff::civil::DateTime;
use procedure::{Limit, Procedure};
use vietnam::WorkingCalendar;

/// The terms of one dossier's definition, and the calendar they are counted by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms<'a> {
    pub(crate) calendar: &'a WorkingCalendar,
    pub(crate) procedure: &'a Procedure,
}

impl Terms<'_> {
    /// The end of the usual term of a leg that arrives now.
    pub(crate) fn of_leg(&self, leg: &Leg, now: Timestamp) -> Timestamp {
        self.end(self.limit(&leg.step), false, now)
    }
    /// The end of its longer term.
    pub(crate) fn with_verification(&self, leg: &Leg, opened: Timestamp) -> Timestamp {
        self.end(self.limit(&leg.step), true, opened)
    }
    /// The end of the whole dossier's term as it is submitted.
    pub(crate) fn of_dossier(&self, now: Timestamp) -> Timestamp {
        self.end(&self.procedure.limit, false, now)
    }
    /// The end of the whole dossier's term as its legs stand: longer when one verifies, and moved by what the citizen
    /// took, first at the gate and then at the slowest of the legs after it, which run side by side. An agency that is
    /// late moves nothing, unless it apologised with another date: the parts in `extended` count with theirs.
    pub(crate) fn of_dossier_now(&self, submitted: Timestamp, legs: &[Leg], extended: &[LegId]) -> Timestamp {
        let due = self.end(&self.procedure.limit, legs.iter().any(|leg| leg.verification), submitted);
        let paused = |gate: bool| legs.iter().filter(|leg| leg.gate == gate).map(|leg| leg.paused_minutes).max();
        let minutes = paused(true).unwrap_or(0).saturating_add(paused(false).unwrap_or(0));
        let minutes = u32::try_from(minutes).unwrap_or(0);
        let due = if minutes == 0 { due } else { instant(self.calendar.add_working_minutes(local(due), minutes)) };
        let promised = legs.iter().filter(|leg| extended.contains(&leg.id)).filter_map(|leg| leg.opened);
        promised.map(|opened| opened.due).fold(due, Timestamp::max)
    }
    /// The end of a term after a pause: what was left of it in working time begins again now. Of a term that was over
    /// when the pause began nothing is left, so the agency stays as late as it was.
    pub(crate) fn after_pause(&self, due: Timestamp, paused: Timestamp, now: Timestamp) -> Timestamp {
        if due <= paused {
            return due;
        }
        let days = self.calendar.working_days_between(local(paused).date(), local(due).date());
        if days == 0 {
            let minutes = self.calendar.working_minutes_between(local(paused), local(due));
            let hours = u32::try_from(minutes.max(0)).unwrap_or(0).div_ceil(60).max(1);
            return instant(self.calendar.add_working_hours(local(now), hours));
        }
        instant(self.calendar.add_working_days(local(now), days))
    }
    /// Working minutes between two instants.
    pub(crate) fn working_minutes(&self, from: Timestamp, to: Timestamp) -> i32 {
        i32::try_from(self.calendar.working_minutes_between(local(from), local(to))).unwrap_or(i32::MAX)
    }

    /// The end of work on a day.
    pub(crate) fn end_of(&self, day: basis::Date) -> Timestamp {
        instant(self.calendar.end_of(day))
    }

    fn limit(&self, step: &str) -> &Limit {
        let rule = self.procedure.legs().find(|rule| rule.step.word() == step);
        rule.map_or(&self.procedure.limit, |rule| &rule.limit)
    }
    fn end(&self, limit: &Limit, verification: bool, now: Timestamp) -> Timestamp {
        instant(limit.term(verification).due(self.calendar, local(now)))
    }
}

/// So many working days after an instant.
pub(crate) fn days_after(calendar: &WorkingCalendar, at: Timestamp, days: u32) -> Timestamp {
    instant(calendar.add_working_days(local(at), days))
}

/// A wall-clock time in Viet Nam as an instant. The zone has no daylight saving, so it always exists.
fn instant(at: DateTime) -> Timestamp {
    at.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(7))).map_or(Timestamp::MAX, |zoned| zoned.timestamp())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::words::Opened;
    use basis::{AgencyCode, DossierId, LegId, UnitCode};
    use procedure::{Catalogue, Status};
    use std::sync::LazyLock;

    static CALENDAR: LazyLock<WorkingCalendar> =
        LazyLock::new(|| WorkingCalendar::from_toml(vietnam::STATUTORY_CALENDAR).unwrap());
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::embedded);

    pub(crate) fn terms() -> Terms<'static> {
        let procedure = CATALOGUE.in_force("3.000722", "2026-11-23".parse().unwrap()).unwrap();
        Terms { calendar: &CALENDAR, procedure }
    }

    pub(crate) fn a_leg() -> Leg {
        Leg {
            id: LegId::from_uuid(uuid::Uuid::from_u128(1)),
            dossier: DossierId::from_uuid(uuid::Uuid::from_u128(2)),
            step: "register_residence".into(),
            position: 2,
            gate: false,
            code: "X-20261123-0000001/2".into(),
            agency: AgencyCode("X".into()),
            unit: UnitCode("17329".into()),
            role: "police".into(),
            status: Status::New,
            waiting_for: None,
            verification: false,
            opened: Some(Opened { at: at("2026-11-23T03:00:00Z"), due: at("2026-11-26T10:00:00Z") }),
            finished_at: None,
            claimed: None,
            supplements: 0,
            supplement_since: None,
            supplement_from: None,
            paused_minutes: 0,
            reason: None,
            version: 1,
        }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn terms_are_counted_over_the_holiday_of_24_november() {
        // Monday 23/11/2026 10:00 in Viet Nam; Tuesday 24/11 is a holiday.
        let now = at("2026-11-23T03:00:00Z");
        let leg = a_leg();
        let day = |instant| basis::today_at(instant).to_string();
        assert_eq!(day(terms().of_leg(&Leg { step: "register_birth".into(), ..leg.clone() }, now)), "2026-11-23");
        assert_eq!(
            day(terms().of_leg(&Leg { step: "register_birth".into(), ..leg.clone() }, at("2026-11-23T08:30:00Z"))),
            "2026-11-25"
        );
        assert_eq!(day(terms().of_leg(&leg, now)), "2026-11-26");
        assert_eq!(day(terms().with_verification(&leg, now)), "2026-11-30");
        assert_eq!(day(terms().of_dossier(now)), "2026-11-27");
    }

    #[test]
    fn the_promise_moves_with_verification_and_with_what_the_citizen_took_only() {
        let submitted = at("2026-11-23T03:00:00Z");
        let gate = Leg { gate: true, ..a_leg() };
        let day = |legs: &[Leg]| basis::today_at(terms().of_dossier_now(submitted, legs, &[])).to_string();
        // Wednesday 25/11/2026, from midnight to midnight.
        let a_day = terms().working_minutes(at("2026-11-24T17:00:00Z"), at("2026-11-25T16:59:00Z"));
        let verifying = Leg { verification: true, ..a_leg() };
        let pausing = |minutes| Leg { paused_minutes: minutes, ..a_leg() };
        let late = Leg { opened: Some(Opened { at: submitted, due: at("2026-12-20T10:00:00Z") }), ..a_leg() };
        assert_eq!(day(&[gate.clone(), a_leg()]), "2026-11-27");
        assert_eq!(day(&[gate.clone(), verifying]), "2026-12-01");
        assert_eq!(day(&[gate.clone(), pausing(2 * a_day), pausing(a_day)]), "2026-12-01", "side by side");
        let paused_gate = Leg { paused_minutes: a_day, ..gate.clone() };
        assert_eq!(day(&[paused_gate, pausing(a_day)]), "2026-12-01", "one after the other");
        assert_eq!(day(&[gate.clone(), late.clone()]), "2026-11-27");
        let apologised = terms().of_dossier_now(submitted, &[gate.clone(), late.clone()], &[late.id]);
        assert_eq!(apologised, late.opened.unwrap().due, "another date was promised");
        let earlier = Leg { opened: Some(Opened { at: submitted, due: submitted }), ..late };
        let promised = terms().of_dossier_now(submitted, &[gate, earlier.clone()], &[earlier.id]);
        assert_eq!(basis::today_at(promised).to_string(), "2026-11-27", "a promise is not taken back");
    }

    #[test]
    fn a_pause_gives_back_what_was_left() {
        let paused = at("2026-11-23T03:00:00Z");
        let due = at("2026-11-26T10:00:00Z");
        let supplied = at("2026-12-07T03:00:00Z");
        assert_eq!(basis::today_at(terms().after_pause(due, paused, supplied)).to_string(), "2026-12-09");
    }
}
