//! The text a calendar is written in, and what can be wrong with it.
//!
//! Tables: `[coverage]`, `[compensation]`, `[[hours]]`, `[[holiday]]` (rules), `[[arranged]]` (where the rule leaves a
//! choice, the first day the notice fixed) and `[[day]]` (single days: holiday, compensatory, swapped_rest,
//! swapped_working). A weekday with `[[hours]]` is a working day: a desk that opens on Saturdays without making them
//! working days for terms must not be written here.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::{Date, Time};
use serde::Deserialize;

use super::{Arranged, Compensation, Coverage, DayKind, DayMark, HolidayRule, Hours, Session, When, WorkingCalendar};
use crate::lists::toml_date;

/// Why a calendar text is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("reading the calendar: {0}")]
pub struct CalendarProblem(String);

fn problem(text: impl Into<String>) -> CalendarProblem {
    CalendarProblem(text.into())
}

/// The years worked out when a calendar is read.
const YEARS_READY: std::ops::RangeInclusive<i16> = 2015..=2045;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CalendarFile {
    coverage: CoverageFile,
    compensation: Option<CompensationFile>,
    hours: Vec<HoursFile>,
    #[serde(default)]
    holiday: Vec<HolidayFile>,
    #[serde(default)]
    arranged: Vec<ArrangedFile>,
    #[serde(default)]
    day: Vec<DayFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CoverageFile {
    #[serde(deserialize_with = "toml_date")]
    from: Option<Date>,
    #[serde(deserialize_with = "toml_date")]
    through: Option<Date>,
    why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CompensationFile {
    next_working_day: bool,
    #[serde(deserialize_with = "toml_date")]
    valid_from: Option<Date>,
    article: String,
    confirmed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HoursFile {
    #[serde(deserialize_with = "toml_date")]
    valid_from: Option<Date>,
    /// 1 is Monday.
    weekdays: Vec<u8>,
    sessions: Vec<(String, String)>,
    authority: String,
    confirmed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayFile {
    code: String,
    vi: String,
    en: String,
    /// Day, month.
    solar: Option<(i8, i8)>,
    /// Day, month.
    lunar: Option<(u8, u8)>,
    #[serde(default)]
    offset: i32,
    /// Instead of `offset` where it depends on the weekday the day falls on, Monday first.
    offset_by_weekday: Option<[i32; 7]>,
    days: u8,
    article: String,
    #[serde(deserialize_with = "toml_date")]
    valid_from: Option<Date>,
    #[serde(default, deserialize_with = "toml_date")]
    valid_to: Option<Date>,
    confirmed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ArrangedFile {
    holiday: String,
    #[serde(deserialize_with = "toml_date")]
    first: Option<Date>,
    authority: String,
    confirmed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DayFile {
    #[serde(deserialize_with = "toml_date")]
    date: Option<Date>,
    kind: KindFile,
    #[serde(default)]
    vi: String,
    #[serde(default)]
    en: String,
    authority: String,
    confirmed: bool,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum KindFile {
    Holiday,
    Compensatory,
    SwappedRest,
    SwappedWorking,
}

impl WorkingCalendar {
    /// Reads a calendar; unknown keys are errors.
    pub fn from_toml(text: &str) -> Result<Self, CalendarProblem> {
        let file: CalendarFile = toml::from_str(text).map_err(|error| problem(error.to_string()))?;
        let needed = |date: Option<Date>, what: &str| date.ok_or_else(|| problem(format!("{what} needs a date")));
        let coverage = Coverage {
            from: needed(file.coverage.from, "coverage.from")?,
            through: needed(file.coverage.through, "coverage.through")?,
            why: file.coverage.why,
        };
        let compensation = match file.compensation {
            Some(rule) if rule.next_working_day => Some(Compensation {
                valid_from: needed(rule.valid_from, "compensation.valid_from")?,
                authority: rule.article,
                confirmed: rule.confirmed,
            }),
            _ => None,
        };
        let rules = file.holiday.into_iter().map(read_holiday).collect::<Result<Vec<_>, _>>()?;
        let mut arranged = Vec::new();
        for row in file.arranged {
            if !rules.iter().any(|rule| rule.code == row.holiday) {
                return Err(problem(format!("arranged names the unknown holiday {}", row.holiday)));
            }
            let first = needed(row.first, "arranged.first")?;
            arranged.push(Arranged { holiday: row.holiday, first, authority: row.authority, confirmed: row.confirmed });
        }
        let mut rows = BTreeMap::new();
        for row in file.day {
            let date = needed(row.date, "day.date")?;
            if rows.insert(date, read_day(row)).is_some() {
                return Err(problem(format!("day {date} stands twice")));
            }
        }
        let hours = read_hours(file.hours)?;
        let mut calendar = Self { rules, arranged, compensation, rows, hours, coverage, years: HashMap::new() };
        calendar.years = YEARS_READY.map(|year| (year, calendar.work_out(year))).collect();
        Ok(calendar)
    }
}

fn read_holiday(row: HolidayFile) -> Result<HolidayRule, CalendarProblem> {
    let when = match (row.solar, row.lunar) {
        (Some((day, month)), None) if Date::new(2001, month, day).is_ok() => When::Solar { day, month },
        (None, Some((day, month))) if (1..=30).contains(&day) && (1..=12).contains(&month) => {
            When::Lunar { day, month }
        }
        _ => return Err(problem(format!("holiday {} needs either solar or lunar = [day, month]", row.code))),
    };
    let offsets = row.offset_by_weekday.unwrap_or([row.offset; 7]);
    if !(1..=10).contains(&row.days) || offsets.iter().any(|offset| !(-10..=10).contains(offset)) {
        return Err(problem(format!("holiday {} is too long or too far from its day", row.code)));
    }
    let valid_from = row.valid_from.ok_or_else(|| problem(format!("holiday {} needs valid_from", row.code)))?;
    let mark =
        DayMark { kind: DayKind::Holiday, vi: row.vi, en: row.en, authority: row.article, confirmed: row.confirmed };
    Ok(HolidayRule { code: row.code, when, offsets, days: row.days, mark, valid_from, valid_to: row.valid_to })
}

fn read_day(row: DayFile) -> DayMark {
    let (kind, vi, en) = match row.kind {
        KindFile::Holiday => (DayKind::Holiday, "Ngày nghỉ lễ", "Holiday"),
        KindFile::Compensatory => (DayKind::Compensatory, "Nghỉ bù", "Day off in lieu"),
        KindFile::SwappedRest => (DayKind::SwappedRest, "Nghỉ hoán đổi", "Swapped day off"),
        KindFile::SwappedWorking => (DayKind::SwappedWorking, "Làm bù", "Swapped working day"),
    };
    let or = |given: String, usual: &str| if given.is_empty() { usual.to_owned() } else { given };
    DayMark { kind, vi: or(row.vi, vi), en: or(row.en, en), authority: row.authority, confirmed: row.confirmed }
}

/// Rows with the same first day together say what the week looks like from that day on.
fn read_hours(rows: Vec<HoursFile>) -> Result<Vec<Hours>, CalendarProblem> {
    let mut weeks: BTreeMap<Date, Hours> = BTreeMap::new();
    for row in rows {
        let from = row.valid_from.ok_or_else(|| problem("hours need valid_from"))?;
        let mut sessions = Vec::new();
        for (start, end) in &row.sessions {
            let time = |text: &str| text.parse::<Time>().map_err(|_| problem(format!("{text:?} is not a time")));
            let session = Session { start: time(start)?, end: time(end)? };
            let follows = sessions.last().is_none_or(|last: &Session| last.end <= session.start);
            if session.start >= session.end || !follows {
                return Err(problem(format!("session {start} to {end} is empty or out of order")));
            }
            sessions.push(session);
        }
        if sessions.is_empty() {
            return Err(problem("hours need a session"));
        }
        let week = weeks.entry(from).or_insert_with(|| Hours {
            valid_from: from,
            authority: row.authority.clone(),
            confirmed: true,
            sessions: Default::default(),
        });
        // One unconfirmed row makes the week unconfirmed.
        week.confirmed &= row.confirmed;
        for day in row.weekdays {
            let at = usize::from(day).checked_sub(1).filter(|&at| at < 7);
            let at = at.ok_or_else(|| problem("a weekday is 1 (Monday) to 7 (Sunday)"))?;
            week.sessions[at].clone_from(&sessions);
        }
    }
    // A week without work would make every term endless.
    if weeks.is_empty() || weeks.values().any(|week| week.sessions.iter().all(Vec::is_empty)) {
        return Err(problem("there must be working hours on some weekday"));
    }
    Ok(weeks.into_values().collect())
}
