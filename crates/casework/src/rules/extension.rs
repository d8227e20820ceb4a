//! A late part gets a new date, with the reason and an apology (văn bản xin lỗi, Mẫu 04). Pure; the rule is dated data.

use crate::{
    codes,
    rules::{
        deadline::Terms,
        verdict::{Moved, bounded},
    },
    words::{Leg, Opened},
};
use basis::{Code, Date, Kind, Problem, Refusal, Timestamp, today_at};
use serde::Deserialize;
use std::sync::LazyLock;

/// What is allowed from a day on.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    valid_from: Date,
    article: String,
    confirmed: bool,
    hours_before: i32,
    times_max: usize,
    days_max: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    rule: Vec<Rule>,
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let rules: Rules = toml::from_str(include_str!("../../data/extension.toml"))
        .expect("the rules are embedded, and a test reads them");
    rules.rule
});

/// The rule of a day; the earliest when the day lies before all of them.
pub(crate) fn rule_on(day: Date) -> &'static Rule {
    let known = RULES.iter().filter(|rule| rule.valid_from <= day).max_by_key(|rule| rule.valid_from);
    known.or_else(|| RULES.first()).expect("a test reads at least one rule")
}

/// Promises another date. `earlier` is how often that was done before.
pub(crate) fn extend(
    leg: &Leg,
    until: Option<Date>,
    words: &str,
    earlier: usize,
    now: Timestamp,
    terms: &Terms<'_>,
) -> Result<Moved, Refusal> {
    let today = today_at(now);
    let rule = rule_on(today);
    let opened = leg.opened.filter(|_| leg.finished_at.is_none() && !leg.status.waits_for_citizen());
    let opened = opened.ok_or_else(|| Refusal::new(Kind::Conflict, Problem::new(codes::STEP_NOT_OPEN)))?;
    if earlier >= rule.times_max {
        return Err(Refusal::new(Kind::Conflict, Problem::new(codes::EXTENSION_AGAIN).by(rule.article.clone())));
    }
    if opened.due > now && terms.working_minutes(now, opened.due) >= rule.hours_before * 60 {
        return Err(Refusal::new(Kind::Conflict, Problem::new(codes::EXTENSION_EARLY)));
    }
    if words.trim().is_empty() {
        return Err(Refusal::new(Kind::Invalid, Problem::new(codes::EXTENSION_WORDS).at("late-words")));
    }
    bounded(words, "late-words")?;
    let at_until = |code: Code| Refusal::new(Kind::Invalid, Problem::new(code).at("until"));
    let until = until.ok_or_else(|| at_until(codes::EXTENSION_DAY))?;
    if !terms.calendar.is_working_day(until) {
        return Err(at_until(codes::EXTENSION_REST));
    }
    let due = terms.end_of(until);
    if due <= opened.due || until <= today {
        return Err(at_until(codes::EXTENSION_PAST));
    }
    if terms.calendar.working_days_between(today, until) > rule.days_max {
        let far = Problem::new(codes::EXTENSION_FAR).at("until").with("n", rule.days_max.to_string());
        return Err(Refusal::new(Kind::Invalid, far));
    }
    let moved = Leg { opened: Some(Opened { at: opened.at, due }), ..leg.clone() };
    Ok(Moved::plain(moved, "extended"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::deadline::tests::{a_leg, terms};
    use procedure::Status;

    /// Due on Thursday 26 November 2026 at 10:00.
    fn late() -> Leg {
        let at = |text: &str| text.parse().unwrap();
        let opened = Opened { at: at("2026-11-23T03:00:00Z"), due: at("2026-11-26T03:00:00Z") };
        Leg { status: Status::Received, opened: Some(opened), ..a_leg() }
    }

    /// Now, the new date, the words, how often before, and what is refused.
    type Case = (&'static str, Option<&'static str>, &'static str, usize, Option<Code>);

    #[test]
    fn a_new_date_is_given_to_what_is_late_on_a_working_day_not_too_far_off() {
        let cases: &[Case] = &[
            // Friday after the term: Monday is fine, and so is today's next working day.
            ("2026-11-27T02:00:00Z", Some("2026-11-30"), "phải xác minh", 0, None),
            ("2026-11-27T02:00:00Z", Some("2026-12-11"), "phải xác minh", 0, None),
            ("2026-11-27T02:00:00Z", Some("2026-12-14"), "phải xác minh", 0, Some(codes::EXTENSION_FAR)),
            ("2026-11-27T02:00:00Z", Some("2026-11-29"), "phải xác minh", 0, Some(codes::EXTENSION_REST)),
            ("2026-11-27T02:00:00Z", Some("2026-11-27"), "phải xác minh", 0, Some(codes::EXTENSION_PAST)),
            ("2026-11-27T02:00:00Z", Some("2026-11-26"), "phải xác minh", 0, Some(codes::EXTENSION_PAST)),
            ("2026-11-27T02:00:00Z", None, "phải xác minh", 0, Some(codes::EXTENSION_DAY)),
            ("2026-11-27T02:00:00Z", Some("2026-11-30"), "  ", 0, Some(codes::EXTENSION_WORDS)),
            ("2026-11-27T02:00:00Z", Some("2026-11-30"), "chờ 😀", 0, Some(procedure::codes::TEXT_UNPRINTABLE)),
            ("2026-11-27T02:00:00Z", Some("2026-11-30"), "phải xác minh", 1, Some(codes::EXTENSION_AGAIN)),
            // An hour before the end it may be said; three days before it may not. The 24th is a holiday.
            ("2026-11-26T02:00:00Z", Some("2026-11-30"), "phải xác minh", 0, None),
            ("2026-11-23T03:30:00Z", Some("2026-11-30"), "phải xác minh", 0, Some(codes::EXTENSION_EARLY)),
            ("2026-11-27T02:00:00Z", Some("2026-12-01"), "phải xác minh", 0, None),
        ];
        for (now, until, words, earlier, refused) in cases {
            let until = until.map(|day| day.parse().unwrap());
            let out = extend(&late(), until, words, *earlier, now.parse().unwrap(), &terms());
            let code = out.as_ref().err().map(|refusal| refusal.problems[0].code);
            assert_eq!(code, *refused, "{now} {until:?}");
            if let (Ok(moved), Some(until)) = (out, until) {
                let due = basis::local(moved.leg.opened.unwrap().due);
                assert_eq!(due, terms().calendar.end_of(until), "the end of work on that day");
            }
        }
    }

    #[test]
    fn what_is_finished_or_waits_for_the_citizen_gets_no_new_date() {
        let now: Timestamp = "2026-11-27T02:00:00Z".parse().unwrap();
        for leg in [
            Leg { finished_at: Some(now), ..late() },
            Leg { status: Status::SupplementAsked, ..late() },
            Leg { opened: None, ..late() },
        ] {
            let until = Some("2026-11-30".parse().unwrap());
            let refused = extend(&leg, until, "x", 0, now, &terms()).unwrap_err();
            assert!(refused.has(codes::STEP_NOT_OPEN));
        }
    }

    #[test]
    fn each_rule_is_read_and_a_day_has_one() {
        assert!(!RULES.is_empty());
        assert_eq!(rule_on("2026-11-23".parse().unwrap()).times_max, 1);
        assert!(rule_on("2000-01-01".parse().unwrap()).days_max > 0);
    }
}
