//! The simulated neighbours of the demonstration: each can be made slow, late, wrong or deaf, so that one sees what the
//! house does then. Only the demonstration has them.

use crate::frame::{self, NavItem};
use askama::Template;
use axum::extract::State;
use basis::{Failure, Kind};
use links::{Mood, Neighbour, Simulators};
use serde::Deserialize;
use web::{
    Page, Words,
    http::{Answer, NOT_FOUND, Posted, Query, Shell, Visitor, redirect, render},
};

/// A mood that can be chosen.
#[derive(Clone)]
pub(crate) struct MoodView {
    pub(crate) word: &'static str,
    pub(crate) label: String,
    pub(crate) text: String,
    pub(crate) current: bool,
}

/// One neighbour.
#[derive(Clone)]
pub(crate) struct NeighbourView {
    pub(crate) word: &'static str,
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) moods: Vec<MoodView>,
    /// What it has heard and not answered.
    pub(crate) waiting: Option<String>,
}

/// The page of the neighbours.
#[derive(Template)]
#[template(path = "simulators.html")]
pub(crate) struct SimulatorsPage {
    pub(crate) page: Page,
    pub(crate) nav: Vec<NavItem>,
    pub(crate) neighbours: Vec<NeighbourView>,
}

#[derive(Deserialize, Default)]
pub(crate) struct Shown {
    #[serde(default)]
    done: String,
}

fn simulators(shell: &Shell) -> Result<&Simulators, Failure> {
    shell.simulators.as_ref().ok_or_else(|| Failure::refused(Kind::NotFound, NOT_FOUND))
}

pub(crate) async fn show(State(shell): State<Shell>, visitor: Visitor, Query(shown): Query<Shown>) -> Answer {
    let all = simulators(&shell)?;
    let words = visitor.words(&shell);
    let mut page = frame::page(&shell, &visitor, words.t("desk-simulators-title"));
    page.notice = crate::dossier::done_text(words, &shown.done);
    let neighbours = Neighbour::ALL.into_iter().map(|one| view(words, one, all)).collect();
    render(&SimulatorsPage { page, nav: frame::nav(&shell, &visitor), neighbours })
}

fn view(words: &Words, one: Neighbour, all: &Simulators) -> NeighbourView {
    let now = Mood::of(all.temperament(one));
    let mood = |mood: &Mood| MoodView {
        word: mood.word(),
        label: words.t(&format!("desk-mood-{}", mood.word())).to_owned(),
        text: words.t(&format!("desk-mood-{}-text", mood.word())).to_owned(),
        current: now == Some(*mood),
    };
    let waiting = all.waiting(one);
    NeighbourView {
        word: one.word(),
        name: words.t(&format!("desk-neighbour-{}", one.word())).to_owned(),
        text: words.t(&format!("desk-neighbour-{}-text", one.word())).to_owned(),
        moods: one.moods().iter().map(mood).collect(),
        waiting: (waiting > 0).then(|| words.with("desk-neighbour-waiting", [("n", waiting.to_string())])),
    }
}

pub(crate) async fn steer(State(shell): State<Shell>, posted: Posted) -> Answer {
    let all = simulators(&shell)?;
    let missing = || Failure::refused(Kind::NotFound, NOT_FOUND);
    let neighbour = Neighbour::from_word(posted.text("neighbour")).ok_or_else(missing)?;
    let mood = Mood::from_word(posted.text("mood")).filter(|mood| neighbour.moods().contains(mood));
    all.set(neighbour, mood.ok_or_else(missing)?);
    redirect("/desk/simulators?done=steered")
}
