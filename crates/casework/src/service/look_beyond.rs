//! What a page of a draft is told beyond its form: by the agencies and the dossiers of today. Everything here is asked again
//! when the draft is submitted; this is to say it on the page where it can be mended, and not twenty pages later.

use super::submit::agency_for;
use crate::{codes, store, words::Draft};
use basis::{Failure, Problem, UnitCode};
use db::Tx;
use procedure::{Answers, Form, Parsed, Procedure};

/// The field of the commune whose agency takes the dossier in.
const AGENCY: &str = "agency.unit";
/// The field of a birth notice's code.
const NOTICE: &str = "notice.code";

/// Adds what the house knows against the answers of a page.
///
/// # Errors
/// A fault when it cannot be found out.
pub async fn look_beyond(
    tx: &mut Tx,
    definition: &Procedure,
    draft: &Draft,
    page: &str,
    parsed: &mut Parsed,
) -> Result<(), Failure> {
    let mut problems = Vec::new();
    if is_asked(&definition.form, page, AGENCY)
        && let Some(unit) = parsed.answers.unit(AGENCY)
    {
        let unit = UnitCode(unit.code.clone());
        problems.extend(without_agency(tx, definition, &parsed.answers, &unit).await?);
    }
    if is_asked(&definition.form, page, NOTICE)
        && draft.submitted.is_none()
        && let Some(code) = parsed.answers.text(NOTICE)
        // Only of a notice that the health registry has told to this family: codes cannot be tried out.
        && draft.notice.as_ref().is_some_and(|noticed| noticed.code == code)
        && store::dossier::uses_notice(tx, code).await?
    {
        problems.push(Problem::new(codes::NOTICE_USED).at(NOTICE));
    }
    parsed.add(page, problems);
    Ok(())
}

fn is_asked(form: &Form, page: &str, field: &str) -> bool {
    form.page_of(field).is_some_and(|there| there.key == page)
}

/// The refusal that submitting would give, if nobody takes the dossier in. Where the other parts go is answered on later
/// pages, or by a register.
async fn without_agency(
    tx: &mut Tx,
    definition: &Procedure,
    answers: &Answers,
    unit: &UnitCode,
) -> Result<Vec<Problem>, Failure> {
    let Some(gate) = definition.legs_of(answers).first().copied() else { return Ok(Vec::new()) };
    match agency_for(tx, gate, answers, unit).await {
        Ok(_) => Ok(Vec::new()),
        Err(Failure::Refusal(refusal)) => Ok(refusal.problems),
        Err(failure) => Err(failure),
    }
}
