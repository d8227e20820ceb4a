//! One dossier: each leg, who holds it, since when, due when; what is asked; results; what happened.

use crate::{
    say::{self, Agencies, LegWords},
    why,
};
use askama::Template;
use axum::extract::{Path, State};
use basis::{Failure, Timestamp};
use casework::{ConsentState, FeeSettled, Tracked};
use db::Tx;
use procedure::{ConsentOf, Status};
use serde::Deserialize;
use vietnam::WorkingCalendar;
use web::{
    Event, Leg, Page, Tag, Tone, Words, format,
    http::{Answer, Query, Shell, Visitor, render},
};

/// Something the citizen is asked for.
pub(crate) struct Asked {
    pub(crate) leg: String,
    pub(crate) words: Vec<String>,
    pub(crate) href: String,
}

/// A result that lies in the vault.
pub(crate) struct ResultRow {
    pub(crate) title: String,
    pub(crate) number: String,
    pub(crate) href: String,
    pub(crate) replaced: bool,
}

/// A paper that was handed in.
pub(crate) struct PaperRow {
    pub(crate) name: String,
    pub(crate) size: String,
    pub(crate) href: String,
}

/// The page of a dossier.
#[derive(Template)]
#[template(path = "track.html")]
pub(crate) struct TrackPage {
    pub(crate) page: Page,
    pub(crate) code: String,
    pub(crate) procedure: String,
    pub(crate) status: Tag,
    pub(crate) submitted: String,
    pub(crate) due: Option<(String, Tag)>,
    pub(crate) late_filing: bool,
    /// What it costs: for what, how it stands, by which article.
    pub(crate) fees: Vec<(String, String, String)>,
    pub(crate) asked: Vec<Asked>,
    pub(crate) legs: Vec<Leg>,
    pub(crate) results: Vec<ResultRow>,
    pub(crate) papers: Vec<PaperRow>,
    /// Whose agreement is needed, and how far it is.
    pub(crate) consents: Vec<(String, String)>,
    pub(crate) events: Vec<Event>,
    pub(crate) withdraw: Option<String>,
    pub(crate) confirmation: String,
}

#[derive(Deserialize)]
pub(crate) struct Just {
    #[serde(default)]
    done: String,
}

pub(crate) async fn show(
    State(shell): State<Shell>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(just): Query<Just>,
) -> Answer {
    let mut tx = visitor.ctx(&shell).begin(why::TRACK).await?;
    let out = load(&mut tx, &code).await;
    let (tracked, agencies) = tx.finish(out).await?;
    let words = visitor.words(&shell);
    let mut page = visitor.page(&shell, words.with("track-title", [("code", tracked.dossier.code.as_str())]));
    page.notice = match just.done.as_str() {
        "supplied" => Some(words.t("supplement-sent").to_owned()),
        "withdrawn" => Some(words.t("withdraw-done").to_owned()),
        _ => None,
    };
    let scene = Scene { words, agencies: &agencies, calendar: &shell.book.calendar, now: shell.app.now() };
    let procedure = say::procedure(&shell.book, &tracked.dossier.procedure, visitor.lang);
    render(&scene.page(page, procedure, &tracked))
}

async fn load(tx: &mut Tx, code: &str) -> Result<(Tracked, Agencies), Failure> {
    let tracked = casework::track(tx, code).await?;
    let legs = tracked.legs.iter().map(|leg| &leg.agency);
    let agencies =
        Agencies::load(tx, legs.chain(tracked.events.iter().filter_map(|event| event.agency.as_ref()))).await?;
    Ok((tracked, agencies))
}

/// What a dossier is shown with.
pub(crate) struct Scene<'a> {
    pub(crate) words: &'a Words,
    pub(crate) agencies: &'a Agencies,
    pub(crate) calendar: &'a WorkingCalendar,
    pub(crate) now: Timestamp,
}

impl Scene<'_> {
    pub(crate) fn page(&self, page: Page, procedure: String, tracked: &Tracked) -> TrackPage {
        let words = self.words;
        let dossier = &tracked.dossier;
        let code = dossier.code.as_str();
        TrackPage {
            code: code.to_owned(),
            procedure,
            status: say::status(dossier.status, words),
            submitted: format::datetime(dossier.submitted_at),
            due: dossier
                .finished_at
                .is_none()
                .then(|| (say::day(dossier.due_at), say::left(words, self.calendar, self.now, dossier.due_at))),
            late_filing: dossier.filed_late,
            fees: tracked.fees.iter().map(|fee| self.fee(fee)).collect(),
            asked: self.asked(tracked),
            legs: self.legs(tracked),
            results: self.results(tracked),
            papers: tracked
                .papers
                .iter()
                .map(|paper| PaperRow {
                    name: paper.name.clone(),
                    size: format::bytes(u64::try_from(paper.bytes).unwrap_or(0)),
                    href: format!("/dossiers/{code}/papers/{}", paper.id),
                })
                .collect(),
            consents: tracked.consents.iter().map(|one| self.consent(one)).collect(),
            events: tracked.events.iter().rev().map(|event| self.event(event, tracked)).collect(),
            withdraw: tracked
                .legs
                .iter()
                .any(|leg| leg.finished_at.is_none() && leg.status.may_be_withdrawn())
                .then(|| format!("/dossiers/{code}/withdraw")),
            confirmation: format!("/dossiers/{code}/done"),
            page,
        }
    }

    fn fee(&self, fee: &casework::Fee) -> (String, String, String) {
        let amount = || fee.amount.to_string();
        let stands = match &fee.settled {
            None => self.words.with("track-fee-due", [("amount", amount())]),
            Some(FeeSettled::Collected { at }) => {
                self.words.with("track-fee-collected", [("amount", amount()), ("at", say::day(*at))])
            }
            Some(FeeSettled::Exempt { .. }) => self.words.t("track-fee-exempt").to_owned(),
        };
        let article = if fee.confirmed {
            fee.article.clone()
        } else {
            self.words.with("track-fee-unconfirmed", [("article", fee.article.as_str())])
        };
        (say::step(&fee.step, self.words.lang()), stands, article)
    }

    fn consent(&self, one: &casework::Consent) -> (String, String) {
        let whom = match one.who {
            ConsentOf::Head => "consents-as-head",
            ConsentOf::Owner => "consents-as-owner",
            ConsentOf::Parent => "consents-as-parent",
        };
        let state = match (one.state, one.way.as_str()) {
            (ConsentState::Stated, "vneid") => "consent-stated-vneid",
            (ConsentState::Stated, _) => "consent-stated",
            (ConsentState::Given, _) => "consent-given",
            (ConsentState::Declined, _) => "consent-declined",
            (ConsentState::Checked, _) => "consent-checked",
        };
        (self.words.t(whom).to_owned(), self.words.t(state).to_owned())
    }

    fn asked(&self, tracked: &Tracked) -> Vec<Asked> {
        let code = &tracked.dossier.code;
        let open = |leg: &casework::Leg| -> Vec<String> {
            tracked
                .supplements
                .iter()
                .filter(|asked| asked.leg == leg.id && asked.answered_at.is_none())
                .map(|asked| asked.words.clone())
                .collect()
        };
        tracked
            .legs
            .iter()
            .filter(|leg| leg.status == Status::SupplementAsked)
            .map(|leg| Asked {
                leg: say::step(&leg.step, self.words.lang()),
                words: open(leg),
                href: format!("/dossiers/{code}/supplement/{}", leg.id),
            })
            .collect()
    }

    fn legs(&self, tracked: &Tracked) -> Vec<Leg> {
        let plain = LegWords { words: self.words, agencies: self.agencies, calendar: self.calendar, now: self.now };
        let code = &tracked.dossier.code;
        tracked
            .legs
            .iter()
            .map(|leg| {
                let latest = tracked.results.iter().filter(|result| result.leg == leg.id).max_by_key(|it| it.version);
                let link = match (leg.status, latest) {
                    (Status::SupplementAsked, _) => Some((
                        self.words.t("leg-supplement").to_owned(),
                        format!("/dossiers/{code}/supplement/{}", leg.id),
                    )),
                    (_, Some(result)) => Some((self.words.t("leg-result").to_owned(), format!("/vault/{}", result.id))),
                    _ => None,
                };
                let drawn = plain.leg(leg);
                let note = match tracked.extensions.iter().rfind(|made| made.leg == leg.id) {
                    None => drawn.note,
                    Some(made) => {
                        let args = [
                            ("before", format::datetime(made.due_before)),
                            ("after", format::datetime(made.due_after)),
                            ("why", made.words.clone()),
                        ];
                        let sorry = self.words.with("leg-extended", args);
                        Some(drawn.note.map_or_else(|| sorry.clone(), |note| format!("{sorry} {note}")))
                    }
                };
                Leg { link, note, ..drawn }
            })
            .collect()
    }

    fn results(&self, tracked: &Tracked) -> Vec<ResultRow> {
        let mut rows: Vec<ResultRow> = tracked
            .results
            .iter()
            .map(|result| ResultRow {
                title: crate::vault::kind(&result.kind, self.words),
                number: result.number.clone(),
                href: format!("/vault/{}", result.id),
                replaced: result.revoked_at.is_some()
                    || tracked.results.iter().any(|other| other.leg == result.leg && other.version > result.version),
            })
            .collect();
        // What stands comes first.
        rows.sort_by_key(|row| row.replaced);
        rows
    }

    fn event(&self, event: &casework::Event, tracked: &Tracked) -> Event {
        let words = self.words;
        let key = format!("event-{}", event.kind);
        let key = if words.has(&key) { key } else { "event-other".to_owned() };
        let leg = event.leg.and_then(|id| tracked.legs.iter().find(|leg| leg.id == id));
        let what = words.t(&key);
        Event {
            when: format::datetime(event.at),
            text: match leg {
                Some(leg) => format!("{}: {what}", say::step(&leg.step, words.lang())),
                None => what.to_owned(),
            },
            who: Some(match (event.actor_kind.as_str(), &event.agency) {
                ("citizen", _) if event.kind.starts_with("consent-") => words.t("who-consenter").to_owned(),
                ("citizen", _) => words.t("who-you").to_owned(),
                ("officer", Some(agency)) => self.agencies.name(agency),
                ("officer", None) => words.t("who-officer").to_owned(),
                _ => words.t("who-system").to_owned(),
            }),
            detail: event.words.clone(),
            tone: match event.status {
                Some(Status::SupplementAsked | Status::PaymentAsked) => Tone::Soon,
                Some(Status::NotReceived | Status::Stopped) => Tone::Late,
                Some(Status::Done | Status::Returned) => Tone::Good,
                _ => Tone::Plain,
            },
            view: event.kind == "viewed",
        }
    }
}
