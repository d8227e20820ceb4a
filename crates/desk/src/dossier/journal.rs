//! Legs, timeline with views, and hand-overs of a dossier in words.

use super::view::{LegState, Seer, step_label};
use crate::names::Names;
use basis::{LegId, Timestamp};
use casework::{Handover, Leg, Tracked, Waiting, reasons::words_of};
use jiff::SignedDuration;
use procedure::{Lang, Status};
use trail::{DossierLook, LookRun, Viewer};
use web::{Event, Tag, Tone, format};

/// One hand-over, as the page lists it.
#[derive(Clone, Debug)]
pub(crate) struct HandoverRow {
    pub(crate) what: String,
    pub(crate) to: String,
    pub(crate) asked: String,
    pub(crate) answer_by: String,
    pub(crate) state: Tag,
    pub(crate) attempts: i32,
    pub(crate) note: Option<String>,
}

/// A status as a tag: its word says it, the colour underlines it.
pub(crate) fn status_tag(status: Status, lang: Lang) -> Tag {
    let tone = match status {
        Status::New | Status::Received | Status::InProcess => Tone::Info,
        Status::SupplementAsked | Status::PaymentAsked | Status::WithdrawalAsked => Tone::Soon,
        Status::NotReceived | Status::Stopped => Tone::Late,
        Status::Done | Status::Returned => Tone::Good,
    };
    Tag::new(tone, status.label(lang))
}

/// The due date, and what is left of the term while it runs.
pub(crate) fn when_and_left(seer: &Seer, leg: &LegState) -> (Option<String>, Option<Tag>) {
    let Some(due) = leg.due else { return (None, None) };
    let runs = leg.finished_at.is_none() && !leg.status.waits_for_citizen();
    (Some(format::datetime(due)), runs.then(|| format::remaining(seer.words, seer.now, due)))
}

/// Every leg of the dossier; the officer's own is marked.
pub(super) fn legs(seer: &Seer, legs: &[Leg], own: LegId, names: &Names) -> Vec<web::Leg> {
    legs.iter()
        .map(|leg| {
            let (due, left) = when_and_left(seer, &LegState::from(leg));
            let title = step_label(&leg.step, seer.lang);
            let mut notes = Vec::new();
            match leg.waiting_for {
                Some(Waiting::Gate) if leg.finished_at.is_none() => {
                    notes.push(seer.words.t("desk-waits-gate").to_owned())
                }
                Some(Waiting::Number) => notes.push(seer.words.t("desk-waits-number").to_owned()),
                _ => {}
            }
            if let Some((code, said)) = &leg.reason {
                let known = format!("desk-reason-{code}");
                let reason = if seer.words.has(&known) { seer.words.t(&known) } else { words_of(code, seer.lang) };
                notes.push(if said.is_empty() { reason.to_owned() } else { format!("{reason}: {said}") });
            }
            web::Leg {
                title: if leg.id == own { seer.words.with("desk-own-leg", [("step", title)]) } else { title },
                status: status_tag(leg.status, seer.lang),
                holder: Some(names.agency(&leg.agency).to_owned()),
                since: leg.opened.filter(|_| leg.finished_at.is_none()).map(|opened| format::datetime(opened.at)),
                finished: leg.finished_at.map(format::datetime),
                due,
                left,
                note: (!notes.is_empty()).then(|| notes.join(" · ")),
                link: None,
            }
        })
        .collect()
}

/// Looks of one officer that lie no further apart are one line of the timeline.
const JOINED_WITHIN: SignedDuration = SignedDuration::from_mins(10);

/// What happened and who only looked, newest first.
pub(crate) fn events(seer: &Seer, whole: &Tracked, looks: &[DossierLook], names: &Names) -> Vec<Event> {
    let mut all: Vec<(Timestamp, Event)> = happened(seer, whole, names);
    let runs = trail::joined(looks, JOINED_WITHIN);
    all.extend(runs.iter().map(|run| (run.until, view_of(seer, run, names))));
    // Stable: what happened stands above the look that goes with it.
    all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    all.into_iter().map(|(_, event)| event).collect()
}

fn view_of(seer: &Seer, run: &LookRun, names: &Names) -> Event {
    let words = seer.words;
    let mut purposes: Vec<String> = Vec::new();
    for purpose in run.purposes.iter().rev() {
        let key = format!("purpose-{purpose}");
        let text = words.t(if words.has(&key) { &key } else { "desk-look-other" }).to_owned();
        if !purposes.contains(&text) {
            purposes.push(text);
        }
    }
    let said = purposes.join("; ");
    let detail = if run.count == 1 {
        said
    } else {
        let args = [("n", run.count.to_string()), ("from", format::time(run.from)), ("until", format::time(run.until))];
        let key = if args[1].1 == args[2].1 { "desk-looked-at-once" } else { "desk-looked-often" };
        format!("{said} · {}", words.with(key, args))
    };
    let who = match &run.viewer {
        Viewer::Officer(agency) => who_is(seer, run.account, agency.as_ref(), names),
        Viewer::Citizen(_) => words.t("desk-actor-citizen").to_owned(),
        Viewer::System(_) => words.t("desk-actor-system").to_owned(),
        Viewer::Stranger => words.t("desk-actor-stranger").to_owned(),
    };
    Event {
        when: format::datetime(run.until),
        text: words.t("desk-looked").to_owned(),
        who: Some(who),
        detail: Some(detail),
        tone: Tone::Plain,
        view: true,
    }
}

/// An officer by name, role and agency.
fn who_is(seer: &Seer, account: Option<basis::AccountId>, agency: Option<&basis::AgencyCode>, names: &Names) -> String {
    let name = account.and_then(|account| names.officer(account));
    let role = agency.and_then(|code| names.kind(code)).map(|kind| seer.words.t(role_key(kind)));
    let agency = agency.map(|code| names.agency(code));
    [name, role, agency].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// What the officers of a kind of agency are called.
pub(crate) const fn role_key(kind: identity::AgencyKind) -> &'static str {
    use identity::AgencyKind as Kind;
    match kind {
        Kind::Justice => "desk-role-justice",
        Kind::Police => "desk-role-police",
        Kind::Insurance => "desk-role-insurance",
        Kind::SocialAffairs => "desk-role-social-affairs",
        Kind::OneStop => "desk-role-one-stop",
        Kind::Leader => "desk-role-leader",
        Kind::Administration => "desk-role-administration",
    }
}

fn happened(seer: &Seer, whole: &Tracked, names: &Names) -> Vec<(Timestamp, Event)> {
    whole
        .events
        .iter()
        .rev()
        .map(|event| {
            let key = format!("desk-event-{}", event.kind);
            let text = if seer.words.has(&key) { seer.words.t(&key) } else { seer.words.t("desk-event-other") };
            let leg = event.leg.and_then(|leg| whole.legs.iter().find(|there| there.id == leg));
            let step = leg.map(|leg| step_label(&leg.step, seer.lang));
            let drawn = Event {
                when: format::datetime(event.at),
                text: step.map_or_else(|| text.to_owned(), |step| format!("{text} · {step}")),
                who: who_of(seer, event, names),
                detail: event.words.clone().filter(|words| !words.is_empty()),
                tone: tone_of(&event.kind),
                view: false,
            };
            (event.at, drawn)
        })
        .collect()
}

fn who_of(seer: &Seer, event: &casework::Event, names: &Names) -> Option<String> {
    match event.actor_kind.as_str() {
        "officer" => Some(who_is(seer, event.account, event.agency.as_ref(), names)),
        "citizen" => Some(seer.words.t("desk-actor-citizen").to_owned()),
        "system" => Some(seer.words.t("desk-actor-system").to_owned()),
        _ => None,
    }
    .filter(|who| !who.is_empty())
}

fn tone_of(kind: &str) -> Tone {
    match kind {
        "approved" | "number-came" | "number-known" | "number-taken-over" => Tone::Good,
        "supplement-asked" | "number-unfit" | "number-refused" => Tone::Soon,
        "refused" | "stopped-by-gate" | "withdrawn" => Tone::Late,
        "returned" => Tone::Good,
        "extended" => Tone::Soon,
        "claimed" | "released" | "taken-over" | "released-by-leader" | "undone" => Tone::Plain,
        _ => Tone::Info,
    }
}

/// What was handed to others, and whether it was taken up.
pub(super) fn handovers(seer: &Seer, handovers: &[Handover], legs: &[Leg], names: &Names) -> Vec<HandoverRow> {
    handovers
        .iter()
        .map(|handover| {
            let step = legs.iter().find(|leg| leg.id == handover.leg).map(|leg| step_label(&leg.step, seer.lang));
            let late = handover.state == "asked" && handover.answer_by < seer.now;
            HandoverRow {
                what: match handover.kind.as_str() {
                    "number" => seer.words.t("desk-handover-number").to_owned(),
                    "insurance" => seer.words.t("desk-handover-insurance").to_owned(),
                    "papers" => seer.words.t("desk-handover-papers").to_owned(),
                    kind if kind.starts_with("departure/") => seer.words.t("desk-handover-departure").to_owned(),
                    _ => step.unwrap_or_else(|| handover.kind.clone()),
                },
                to: party(seer, &handover.receiver, names),
                asked: format::datetime(handover.asked_at),
                answer_by: format::datetime(handover.answer_by),
                state: state_tag(seer, &handover.state, late, handover.diverged),
                attempts: handover.attempts,
                note: handover.diverged.then(|| seer.words.t("desk-handover-diverged").to_owned()),
            }
        })
        .collect()
}

fn state_tag(seer: &Seer, state: &str, late: bool, diverged: bool) -> Tag {
    let (tone, key) = match state {
        "asked" if late => (Tone::Late, "desk-handover-late"),
        "asked" => (Tone::Info, "desk-handover-asked"),
        "answered" => (Tone::Good, "desk-handover-answered"),
        "taken_over" => (Tone::Good, "desk-handover-taken-over"),
        _ => (Tone::Soon, "desk-handover-refused"),
    };
    Tag::new(if diverged { Tone::Soon } else { tone }, seer.words.t(key))
}

/// One side of a hand-over: an agency of ours, or an outside register.
pub(crate) fn party(seer: &Seer, code: &str, names: &Names) -> String {
    let key = format!("desk-party-{code}");
    if seer.words.has(&key) {
        return seer.words.t(&key).to_owned();
    }
    names.agency(&basis::AgencyCode(code.to_owned())).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn every_status_has_a_tag_that_says_its_name() {
        for status in Status::ALL {
            assert_eq!(status_tag(status, Lang::Vi).text, status.label(Lang::Vi));
        }
    }

    #[test]
    fn a_leg_that_waits_for_the_citizen_shows_its_date_and_no_time_left() {
        let seer = samples::seer(web::Lang::Vi);
        let waiting = LegState { status: Status::SupplementAsked, ..samples::leg() };
        let (due, left) = when_and_left(&seer, &waiting);
        assert!(due.is_some() && left.is_none());
        assert!(when_and_left(&seer, &samples::leg()).1.is_some());
    }

    #[test]
    fn a_hand_over_past_its_answer_is_late_and_a_contradicted_one_is_never_calm() {
        let seer = samples::seer(web::Lang::Vi);
        assert_eq!(state_tag(&seer, "asked", true, false).tone, Tone::Late);
        assert_eq!(state_tag(&seer, "asked", false, false).tone, Tone::Info);
        assert_eq!(state_tag(&seer, "answered", false, true).tone, Tone::Soon);
    }

    #[test]
    fn a_run_of_looks_is_one_line_that_names_the_officer_with_role_and_agency() {
        let (account, code) = (basis::AccountId::fresh(), basis::AgencyCode("H41.1.CA".into()));
        let mut names = Names::default();
        names.officers.insert(account, "Trần Văn Bính".into());
        names.agencies.insert(code.clone(), ("Công an xã Kim Liên".into(), identity::AgencyKind::Police));
        let look = |seconds: i64, purpose: &str| DossierLook {
            at: samples::now().checked_add(SignedDuration::from_secs(seconds)).unwrap(),
            viewer: Viewer::Officer(Some(code.clone())),
            account: Some(account),
            purpose: purpose.into(),
        };
        let looks = [look(240, "desk_print"), look(60, "desk_examine"), look(0, "desk_examine")];
        let runs = trail::joined(&looks, JOINED_WITHIN);
        let line = view_of(&samples::seer(web::Lang::Vi), &runs[0], &names);
        assert!(line.view && runs.len() == 1);
        assert_eq!(line.who.as_deref(), Some("Trần Văn Bính, công an xã, Công an xã Kim Liên"));
        let detail = "Xem hồ sơ để giải quyết; In phiếu về hồ sơ · 3 lần, từ 10:00 đến 10:04";
        assert_eq!(line.detail.as_deref(), Some(detail));
    }
}
