//! Following a dossier without signing in: its code and its four-character secret, slowed down against guessing.

use crate::{
    say::{self, Agencies, LegWords},
    why,
};
use askama::Template;
use axum::{extract::State, http::StatusCode};
use basis::{Failure, Kind, Problem, Refusal};
use casework::{Glimpse, LookedUp};
use db::Tx;
use serde::Deserialize;
use std::{net::IpAddr, time::Duration};
use web::{
    ErrorLink, Leg, Page, Tag, format,
    http::{Answer, Posted, Query, Shell, Visitor, render},
};

/// The form for code and secret.
#[derive(Template)]
#[template(path = "look_up.html")]
pub(crate) struct LookUpPage {
    pub(crate) page: Page,
    pub(crate) code: String,
    pub(crate) errors: Vec<ErrorLink>,
    pub(crate) code_error: String,
    pub(crate) secret_error: String,
}

/// What code and secret show: states, nobody's data.
#[derive(Template)]
#[template(path = "glimpse.html")]
pub(crate) struct GlimpsePage {
    pub(crate) page: Page,
    pub(crate) code: String,
    pub(crate) procedure: String,
    pub(crate) status: Tag,
    pub(crate) submitted: String,
    pub(crate) due: String,
    pub(crate) legs: Vec<Leg>,
}

#[derive(Deserialize)]
pub(crate) struct Came {
    #[serde(default)]
    code: String,
}

type Found = Result<(Glimpse, Agencies), Failure>;

const CODE_CHARS_MAX: usize = 80;

pub(crate) async fn show(State(shell): State<Shell>, visitor: Visitor, Query(came): Query<Came>) -> Answer {
    let code: String = came.code.chars().take(CODE_CHARS_MAX).collect();
    form(&shell, &visitor, &code, None)
}

fn form(shell: &Shell, visitor: &Visitor, code: &str, refusal: Option<&Refusal>) -> Answer {
    let words = visitor.words(shell);
    let at = |field: &str| -> String {
        let problems = refusal.map(|refusal| refusal.problems.as_slice()).unwrap_or_default();
        let here = problems.iter().find(|problem| problem.field.as_ref().is_some_and(|there| there.0 == field));
        here.map(|problem| words.problem(problem)).unwrap_or_default()
    };
    let problems = refusal.map(|refusal| refusal.problems.as_slice()).unwrap_or_default();
    let errors = problems.iter().map(|problem| ErrorLink {
        target: Some(problem.field.as_ref().map_or_else(|| "code".to_owned(), ToString::to_string)),
        text: words.problem(problem),
    });
    let mut response = render(&LookUpPage {
        page: visitor.page(shell, words.t("lookup-title")),
        code: code.to_owned(),
        errors: errors.collect(),
        code_error: at("code"),
        secret_error: at("secret"),
    })?;
    if let Some(refusal) = refusal {
        let too_many = refusal.kind == Kind::TooMany;
        *response.status_mut() =
            if too_many { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::UNPROCESSABLE_ENTITY };
    }
    Ok(response)
}

pub(crate) async fn submit(State(shell): State<Shell>, visitor: Visitor, posted: Posted) -> Answer {
    let code: String = posted.text("code").trim().chars().take(CODE_CHARS_MAX).collect();
    let secret: String = posted.text("secret").chars().take(CODE_CHARS_MAX).collect();
    let missing: Vec<Problem> = [("code", &code), ("secret", &secret)]
        .into_iter()
        .filter(|(_, value)| value.trim().is_empty())
        .map(|(field, _)| Problem::new(procedure::codes::ANSWER_MISSING).at(field))
        .collect();
    if !missing.is_empty() {
        // Nothing was guessed, so nothing is counted.
        return form(&shell, &visitor, &code, Some(&Refusal { kind: Kind::Invalid, problems: missing }));
    }
    let mut tx = visitor.ctx(&shell).begin(why::LOOK_UP).await?;
    let out = find(&mut tx, &code, &secret, visitor.address).await;
    let (found, after) = tx.finish(out).await?;
    // Whether right or wrong, or it would tell which.
    tokio::time::sleep(after).await;
    match found {
        Ok((glimpse, agencies)) => {
            let words = visitor.words(&shell);
            let legs = LegWords { words, agencies: &agencies, calendar: &shell.book.calendar, now: shell.app.now() };
            render(&GlimpsePage {
                page: visitor.page(&shell, words.with("track-title", [("code", glimpse.code.as_str())])),
                procedure: say::procedure(&shell.book, &glimpse.procedure, visitor.lang),
                status: say::status(glimpse.status, words),
                submitted: format::datetime(glimpse.submitted_at),
                due: say::day(glimpse.due_at),
                // An officer's reason may name people: it is for the owner's page.
                legs: glimpse.legs.iter().map(|leg| web::Leg { note: None, ..legs.leg(leg) }).collect(),
                code: glimpse.code,
            })
        }
        Err(Failure::Refusal(refusal)) => form(&shell, &visitor, &code, Some(&refusal)),
        Err(fault) => Err(fault.into()),
    }
}

/// What is found, and how long to wait before it is told. A refusal travels inside the answer, so that the attempt is
/// kept.
async fn find(tx: &mut Tx, code: &str, secret: &str, address: IpAddr) -> Result<(Found, Duration), Failure> {
    let LookedUp { answer, after_ms } = casework::look_up(tx, code, secret, address).await?;
    let after = Duration::from_millis(after_ms);
    let glimpse = match answer {
        Ok(glimpse) => glimpse,
        Err(failure) => return Ok((Err(failure), after)),
    };
    let agencies = Agencies::load(tx, glimpse.legs.iter().map(|leg| &leg.agency)).await?;
    Ok((Ok((glimpse, agencies)), after))
}
