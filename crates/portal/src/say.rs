//! States, time limits and agencies in words: what several of these pages say alike.

use basis::{AgencyCode, Failure, Refusal, Timestamp, local};
use casework::{Book, Leg, Waiting};
use db::Tx;
use procedure::{Status, Step};
use std::collections::BTreeMap;
use vietnam::{Remaining, WorkingCalendar};
use web::{Lang, Tag, Tone, Words, format};

/// The language of definitions for a language of pages.
pub(crate) fn lang(lang: Lang) -> procedure::Lang {
    match lang {
        Lang::Vi => procedure::Lang::Vi,
        Lang::En => procedure::Lang::En,
    }
}

/// A status as a tag.
pub(crate) fn status(status: Status, words: &Words) -> Tag {
    let tone = match status {
        Status::New | Status::Received | Status::InProcess => Tone::Info,
        Status::SupplementAsked | Status::PaymentAsked => Tone::Soon,
        Status::NotReceived | Status::Stopped => Tone::Late,
        Status::WithdrawalAsked => Tone::Plain,
        Status::Done | Status::Returned => Tone::Good,
    };
    Tag::new(tone, status.label(lang(words.lang())))
}

/// What is left of a time limit, in working days and hours.
pub(crate) fn left(words: &Words, calendar: &WorkingCalendar, now: Timestamp, due: Timestamp) -> Tag {
    let (tone, key, count) = match calendar.remaining(local(now), local(due)) {
        Remaining::Days(days) => (if days <= 1 { Tone::Soon } else { Tone::Good }, "portal-left-days", days),
        Remaining::Hours(hours) => (Tone::Soon, "portal-left-hours", hours),
        Remaining::Minutes(minutes) => (Tone::Soon, "portal-left-minutes", minutes),
        Remaining::Overdue { days: 0, hours: 0 } => (Tone::Late, "portal-late-now", 0),
        Remaining::Overdue { days: 0, hours } => (Tone::Late, "portal-late-hours", hours),
        Remaining::Overdue { days, .. } => (Tone::Late, "portal-late-days", days),
    };
    Tag::new(tone, words.with(key, [("n", count.to_string())]))
}

/// The day something is promised for.
pub(crate) fn day(at: Timestamp) -> String {
    format::date(local(at).date())
}

/// An article as definitions cite it; the one word of theirs that is English is said in the page's language.
pub(crate) fn article(cited: &str, words: &Words) -> String {
    cited.replace(" as amended by ", &format!(" {} ", words.t("article-amended-by")))
}

/// What a leg brings, in words.
pub(crate) fn step(word: &str, in_lang: Lang) -> String {
    Step::from_word(word).map_or_else(|| word.to_owned(), |step| step.label(lang(in_lang)).to_owned())
}

/// The name of a procedure, whichever version of it.
pub(crate) fn procedure(book: &Book, code: &str, in_lang: Lang) -> String {
    book.catalogue
        .versions(code)
        .last()
        .map_or_else(|| code.to_owned(), |found| found.name.get(lang(in_lang)).to_owned())
}

/// Agencies by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Agencies(BTreeMap<AgencyCode, String>);

impl Agencies {
    /// Loads the names of these agencies.
    pub(crate) async fn load<'a>(tx: &mut Tx, codes: impl Iterator<Item = &'a AgencyCode>) -> Result<Self, Failure> {
        let mut names = BTreeMap::new();
        for code in codes {
            if !names.contains_key(code)
                && let Some(agency) = identity::find_agency(tx, code).await?
            {
                names.insert(code.clone(), agency.name);
            }
        }
        Ok(Self(names))
    }
    /// The name, or the code of an agency nobody has entered.
    pub(crate) fn name(&self, code: &AgencyCode) -> String {
        self.0.get(code).cloned().unwrap_or_else(|| code.0.clone())
    }
    #[cfg(test)]
    pub(crate) fn of(names: &[(&str, &str)]) -> Self {
        Self(names.iter().map(|(code, name)| (AgencyCode((*code).into()), (*name).into())).collect())
    }
}

/// What the legs of a dossier are shown with.
pub(crate) struct LegWords<'a> {
    pub(crate) words: &'a Words,
    pub(crate) agencies: &'a Agencies,
    pub(crate) calendar: &'a WorkingCalendar,
    pub(crate) now: Timestamp,
}

impl LegWords<'_> {
    /// One leg without its link, which only the owner's page has.
    pub(crate) fn leg(&self, leg: &Leg) -> web::Leg {
        let words = self.words;
        let running = leg.opened.filter(|_| leg.finished_at.is_none());
        let waits_for_citizen = leg.status.waits_for_citizen();
        web::Leg {
            title: step(&leg.step, words.lang()),
            status: status(leg.status, words),
            holder: Some(self.agencies.name(&leg.agency)),
            since: running.map(|opened| format::datetime(opened.at)),
            finished: leg.finished_at.map(format::datetime),
            due: running.filter(|_| !waits_for_citizen).map(|opened| day(opened.due)),
            left: running.filter(|_| !waits_for_citizen).map(|opened| left(words, self.calendar, self.now, opened.due)),
            note: match (leg.status, leg.waiting_for, &leg.reason) {
                (Status::NotReceived | Status::Stopped, _, Some((code, said))) => {
                    let reason = why_ended(words, code, said);
                    Some(words.with("leg-reason", [("reason", reason.as_str())]))
                }
                (status, ..) if status.waits_for_citizen() => Some(words.t("leg-waits-for-you").to_owned()),
                (status, Some(Waiting::Gate), _) if status.is_open() => Some(words.t("leg-waits-gate").to_owned()),
                (status, Some(Waiting::Number), _) if status.is_open() => Some(words.t("leg-waits-number").to_owned()),
                _ => None,
            },
            link: None,
        }
    }
}

/// The coded reason in words, and the officer's own words behind it.
fn why_ended(words: &Words, code: &str, said: &str) -> String {
    let key = format!("leg-reason-{code}");
    let reason = if words.has(&key) {
        words.t(&key).to_owned()
    } else {
        casework::reasons::words_of(code, lang(words.lang())).to_owned()
    };
    if said.trim().is_empty() { reason } else { format!("{reason}. {said}") }
}

/// The words of every reason of a refusal.
pub(crate) fn reasons(refusal: &Refusal, words: &Words) -> Vec<String> {
    refusal.problems.iter().map(|problem| words.problem(problem)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn why_something_ended_is_said_by_code_and_in_the_officers_words() {
        for (lang, code, said, text) in [
            (Lang::Vi, "unreadable", "Ảnh mờ", "Ảnh chụp, bản quét không đọc được. Ảnh mờ"),
            (Lang::En, "unreadable", "", "The photograph or scan cannot be read"),
            (Lang::Vi, "gate-refused", "", "Khai sinh không được đăng ký"),
        ] {
            assert_eq!(why_ended(crate::tests::words(lang), code, said), text);
        }
    }

    #[test]
    fn what_is_left_is_counted_in_working_days_and_said_in_words() {
        let words = crate::tests::words(Lang::Vi);
        let calendar = WorkingCalendar::statutory();
        // Monday; the 24th is a holiday since 2025, so Thursday is the second working day.
        let now: Timestamp = "2026-11-23T03:00:00Z".parse().unwrap();
        for (due, tone, text) in [
            ("2026-11-26T10:00:00Z", Tone::Good, "còn 2 ngày làm việc"),
            ("2026-11-25T10:00:00Z", Tone::Soon, "còn 1 ngày làm việc"),
            ("2026-11-23T09:30:00Z", Tone::Soon, "còn 4 giờ làm việc"),
            ("2026-11-20T10:00:00Z", Tone::Late, "quá hạn 2 giờ làm việc"),
        ] {
            let tag = left(words, calendar, now, due.parse().unwrap());
            assert_eq!((tag.tone, tag.text.as_str()), (tone, text), "{due}");
        }
    }
}
