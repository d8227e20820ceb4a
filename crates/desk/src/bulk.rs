//! Several rows of the queue at once: each in a transaction of its own, each with its own answer.

use crate::{
    dossier::{Act, carry_out},
    queue,
};
use axum::extract::State;
use basis::{Code, Failure, LegId, SubmissionKey};
use casework::{Action, Filter};
use web::{
    Tag, Tone,
    http::{Answer, Posted, Shell, Visitor, redirect, render},
};

/// Rows that are done in one go: a page of the queue.
const ROWS_MAX: usize = 50;

/// What became of one row.
#[derive(Clone, Debug)]
pub(crate) struct RowResult {
    pub(crate) leg: String,
    /// The dossier's code, where the row is still in sight.
    pub(crate) code: Option<String>,
    pub(crate) outcome: Tag,
}

pub(crate) async fn act(State(shell): State<Shell>, visitor: Visitor, posted: Posted) -> Answer {
    let filter = Filter::from_word(posted.text("queue")).unwrap_or_default();
    let legs: Vec<LegId> = posted.all("leg").filter_map(|leg| leg.parse().ok()).take(ROWS_MAX).collect();
    if legs.is_empty() {
        return redirect(&format!("/desk?filter={}&done=none-marked", filter.word()));
    }
    let claims = posted.text("bulk") == "claim";
    let words = visitor.words(&shell);
    let codes: Vec<(&str, &str)> = posted.all("code").filter_map(|pair| pair.split_once('=')).collect();
    let mut results = Vec::with_capacity(legs.len());
    for leg in legs {
        let act = if claims {
            Act::Claim(true)
        } else {
            let (action, confirmed) = (Action::Accept { verification: false }, Vec::<Code>::new());
            Act::Decide { action, key: SubmissionKey::fresh(), confirmed }
        };
        let done = act.done();
        let outcome = match carry_out(&shell, &visitor, leg, act).await {
            Ok(()) => Tag::new(Tone::Good, words.t(&format!("desk-done-{done}"))),
            // One row's no does not stop the others; something broken does, and what was done stays done.
            Err(Failure::Refusal(refusal)) => {
                let said: Vec<String> = refusal.problems.iter().map(|problem| said(words, problem)).collect();
                Tag::new(Tone::Late, said.join(" "))
            }
            Err(fault) => return Err(fault.into()),
        };
        let id = leg.to_string();
        let code = codes.iter().find(|(of, _)| *of == id).map(|(_, code)| (*code).to_owned());
        results.push(RowResult { leg: id, code, outcome });
    }
    let mut page = queue::load(&shell, &visitor, filter, None, None).await?;
    page.page.title = words.t("desk-bulk-title").to_owned();
    page.results = results;
    render(&page)
}

/// A rule does not know the other officer's name; the row beneath shows it.
fn said(words: &web::Words, problem: &basis::Problem) -> String {
    if problem.code == casework::codes::HELD_BY_ANOTHER {
        words.t("desk-bulk-held").to_owned()
    } else {
        words.problem(problem)
    }
}
