//! Which days are worked.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};

use super::{DayKind, DayMark, HolidayRule, Hours, Session, When, WorkingCalendar};
use crate::lunar;

impl WorkingCalendar {
    /// Why this day is not an ordinary one; None for ordinary working days and weekends.
    pub fn mark(&self, day: Date) -> Option<DayMark> {
        match self.years.get(&day.year()) {
            Some(year) => year.get(&day).cloned(),
            None => self.work_out(day.year()).remove(&day),
        }
    }

    /// True when agencies work on this day.
    pub fn is_working_day(&self, day: Date) -> bool {
        let kind = match self.years.get(&day.year()) {
            Some(year) => year.get(&day).map(|mark| mark.kind),
            None => self.work_out(day.year()).get(&day).map(|mark| mark.kind),
        };
        match kind {
            Some(DayKind::SwappedWorking) => true,
            Some(_) => false,
            None => !self.is_weekly_rest(day),
        }
    }

    /// The next working day after this one.
    pub fn next_working_day(&self, day: Date) -> Date {
        let mut next = day;
        while let Ok(tomorrow) = next.tomorrow() {
            next = tomorrow;
            if self.is_working_day(next) {
                break;
            }
        }
        next
    }

    /// Every marked day of a year, in order: what a calendar page shows.
    pub fn marks_of(&self, year: i16) -> BTreeMap<Date, DayMark> {
        self.years.get(&year).cloned().unwrap_or_else(|| self.work_out(year))
    }

    /// The stretches of work on a day; none on a day of rest. A swapped working day has the hours of a Monday, or of
    /// the first weekday that has any.
    pub(super) fn sessions(&self, day: Date) -> &[Session] {
        if !self.is_working_day(day) {
            return &[];
        }
        let week = self.week(day);
        let usual = &week[weekday(day)];
        if usual.is_empty() { week.iter().find(|sessions| !sessions.is_empty()).unwrap_or(usual) } else { usual }
    }

    fn is_weekly_rest(&self, day: Date) -> bool {
        self.week(day)[weekday(day)].is_empty()
    }

    fn week(&self, day: Date) -> &[Vec<Session>; 7] {
        &self.hours_on(day).sessions
    }

    pub(super) fn hours_on(&self, day: Date) -> &Hours {
        // The first row also stands for the time before it.
        let at = self.hours.iter().rposition(|hours| hours.valid_from <= day).unwrap_or(0);
        &self.hours[at]
    }

    /// From when to when agencies work on a day; empty on days of rest.
    pub fn hours_of(&self, day: Date) -> Vec<(Time, Time)> {
        self.sessions(day).iter().map(|session| (session.start, session.end)).collect()
    }

    /// All marked days of a year: rules, arrangements, single days, then what is made up for.
    pub(super) fn work_out(&self, year: i16) -> BTreeMap<Date, DayMark> {
        let mut marks = BTreeMap::new();
        for rule in &self.rules {
            let arranged = self.arranged.iter().find(|row| row.holiday == rule.code && row.first.year() == year);
            let (first, mark) = match arranged {
                Some(row) => {
                    let mark =
                        DayMark { authority: row.authority.clone(), confirmed: row.confirmed, ..rule.mark.clone() };
                    (Some(row.first), mark)
                }
                None => (rule.first_day(year), rule.mark.clone()),
            };
            for day in
                first.into_iter().flat_map(|first| first.series(jiff::Span::new().days(1)).take(rule.days.into()))
            {
                if rule.valid_from <= day && rule.valid_to.is_none_or(|to| day < to) {
                    marks.entry(day).or_insert_with(|| mark.clone());
                }
            }
        }
        // Made up for in the order of the days, so that two holidays on one weekend take two days.
        let holidays: Vec<Date> = marks.keys().copied().collect();
        for (day, mark) in self.rows.range(first_of(year)..=last_of(year)) {
            marks.insert(*day, mark.clone());
        }
        if let Some(rule) = &self.compensation {
            for day in holidays {
                if day < rule.valid_from || !self.is_weekly_rest(day) {
                    continue;
                }
                let mut instead = day;
                while let Ok(next) = instead.tomorrow() {
                    instead = next;
                    if !self.is_weekly_rest(instead) && !marks.contains_key(&instead) {
                        break;
                    }
                }
                marks.entry(instead).or_insert_with(|| DayMark {
                    kind: DayKind::Compensatory,
                    vi: "Nghỉ bù".to_owned(),
                    en: "Day off in lieu".to_owned(),
                    authority: rule.authority.clone(),
                    confirmed: rule.confirmed,
                });
            }
        }
        marks
    }
}

impl HolidayRule {
    fn first_day(&self, year: i16) -> Option<Date> {
        let day = match self.when {
            When::Solar { day, month } => Date::new(year, month, day).ok()?,
            When::Lunar { day, month } => lunar::to_solar(day, month, year, false)?,
        };
        day.checked_add(jiff::Span::new().days(self.offsets[weekday(day)])).ok()
    }
}

fn weekday(day: Date) -> usize {
    usize::from(day.weekday().to_monday_zero_offset().unsigned_abs())
}

fn first_of(year: i16) -> Date {
    jiff::civil::date(year, 1, 1)
}

fn last_of(year: i16) -> Date {
    jiff::civil::date(year, 12, 31)
}
