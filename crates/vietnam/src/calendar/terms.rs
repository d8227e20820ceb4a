//! Terms: when something is due, and how much time is left.
//!
//! Counting by Bộ luật Dân sự 2015, Điều 147-148: the day of the event is not counted, and a term ends at the end of
//! its last working day. Terms in hours run only while agencies work.

use jiff::civil::{Date, DateTime, Time};

use super::WorkingCalendar;

/// Days looked ahead at most when a term in hours is counted; more than any term in law.
const DAYS_AHEAD_MAX: u32 = 3_660;

/// How much time is left, in the largest unit that says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remaining {
    /// Late, by whole working days and the working hours beyond them; both 0 when late by less than an hour.
    Overdue {
        /// Whole working days late.
        days: u32,
        /// Working hours beyond the days.
        hours: u32,
    },
    /// Due on a later working day: that many working days from today.
    Days(u32),
    /// Due today, or before a full working day has passed: whole working hours, at least one.
    Hours(u32),
    /// Due within the hour: minutes.
    Minutes(u32),
}

impl WorkingCalendar {
    /// The end of the last of `days` working days, the day of receipt not counted. Zero days: the end of the day of
    /// receipt, or of the next working day when that was none.
    pub fn add_working_days(&self, received: DateTime, days: u32) -> DateTime {
        let mut day = received.date();
        if days == 0 && !self.is_working_day(day) {
            day = self.next_working_day(day);
        }
        for _ in 0..days {
            day = self.next_working_day(day);
        }
        self.end_of(day)
    }

    /// The moment at which `hours` working hours have passed. A term that fills a session ends with it.
    pub fn add_working_hours(&self, received: DateTime, hours: u32) -> DateTime {
        self.add_working_minutes(received, hours.saturating_mul(60))
    }

    /// The same, to the minute.
    pub fn add_working_minutes(&self, received: DateTime, minutes: u32) -> DateTime {
        let mut minutes = i64::from(minutes);
        let mut day = received.date();
        let mut from = received.time();
        for _ in 0..DAYS_AHEAD_MAX {
            for session in self.sessions(day) {
                let start = session.start.max(from);
                if start >= session.end {
                    continue;
                }
                let here = minutes_between(start, session.end);
                if minutes <= here {
                    let end = start.saturating_add(jiff::Span::new().minutes(minutes));
                    return day.to_datetime(end);
                }
                minutes -= here;
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
            from = Time::midnight();
        }
        self.end_of(day)
    }

    /// For procedures done the same day: the end of the day when received by the cutoff (15:00 in the one-stop rules),
    /// otherwise the end of the next working day.
    pub fn same_day_due(&self, received: DateTime, cutoff: Time) -> DateTime {
        let day = received.date();
        if self.is_working_day(day) && received.time() <= cutoff {
            self.end_of(day)
        } else {
            self.end_of(self.next_working_day(day))
        }
    }

    /// Working days after `from` up to and with `to`; 0 when `to` is not later.
    pub fn working_days_between(&self, from: Date, to: Date) -> u32 {
        let mut count = 0;
        let mut day = from;
        while day < to {
            match day.tomorrow() {
                Ok(next) => day = next,
                Err(_) => break,
            }
            count += u32::from(self.is_working_day(day));
        }
        count
    }

    /// Working minutes between two moments; 0 when `to` is not later.
    pub fn working_minutes_between(&self, from: DateTime, to: DateTime) -> i64 {
        let mut minutes = 0;
        let mut day = from.date();
        while day <= to.date() {
            for session in self.sessions(day) {
                let start = if day == from.date() { session.start.max(from.time()) } else { session.start };
                let end = if day == to.date() { session.end.min(to.time()) } else { session.end };
                minutes += minutes_between(start, end).max(0);
            }
            match day.tomorrow() {
                Ok(next) => day = next,
                Err(_) => break,
            }
        }
        minutes
    }

    /// How much time is left until `due`, as an officer would say it.
    pub fn remaining(&self, now: DateTime, due: DateTime) -> Remaining {
        if now > due {
            let days = self.working_days_between(due.date(), now.date());
            // A day that has only begun is not a whole day late.
            let whole = if now.time() < due.time() { days.saturating_sub(1) } else { days };
            let minutes = self.working_minutes_between(due, now);
            let hours = if whole == 0 { minutes / 60 } else { 0 };
            return Remaining::Overdue { days: whole, hours: u32::try_from(hours).unwrap_or(u32::MAX) };
        }
        let days = self.working_days_between(now.date(), due.date());
        let minutes = self.working_minutes_between(now, due);
        let a_day = self.sessions(due.date()).iter().map(|s| minutes_between(s.start, s.end)).sum::<i64>();
        if days >= 1 && minutes >= a_day {
            return Remaining::Days(days);
        }
        let whole = |amount: i64| u32::try_from(amount).unwrap_or(u32::MAX);
        if minutes >= 60 { Remaining::Hours(whole(minutes / 60)) } else { Remaining::Minutes(whole(minutes)) }
    }

    /// The end of work on a day; the end of the calendar day when nobody works on it.
    pub fn end_of(&self, day: Date) -> DateTime {
        let end = self.sessions(day).last().map_or(jiff::civil::time(23, 59, 59, 0), |session| session.end);
        day.to_datetime(end)
    }
}

fn minutes_between(start: Time, end: Time) -> i64 {
    let seconds = |time: Time| i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    (seconds(end) - seconds(start)) / 60
}
