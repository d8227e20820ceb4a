//! The hospital's birth notice (giấy chứng sinh), fetched by its code outside of any transaction. It is taken only for
//! the family that asks: its mother or father must be one the register gives the filer.

use super::{
    Open, id_of,
    page::{self, Said},
    page_of,
};
use crate::why;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use basis::{Failure, Kind, Problem};
use casework::{Noticed, OpenedDraft, codes};
use links::{BirthNotice, NoticeCode, NoticeStatus};
use procedure::{Fact, Facts, Field, Form, Parsed, Rule, Value};
use vietnam::PersonalId;
use web::http::{Answer, Posted, Shell, Visitor, redirect};

/// The numbers of the family, as the register gives them to the filer.
const FAMILY: [Fact; 3] = [Fact::RequesterPersonalId, Fact::MotherPersonalId, Fact::FatherPersonalId];

fn takes_code(field: &Field) -> bool {
    field.rules.contains(&Rule::BirthNoticeCode)
}

/// The field of a page that takes a notice's code.
pub(crate) fn field<'a>(form: &'a Form, page: &'a str) -> Option<&'a str> {
    super::fields_of(form, page).find(|field| takes_code(field)).map(|field| field.key.as_str())
}

/// The code that must be fetched before this page is left: a fit one that was not fetched yet.
pub(crate) fn wanted(form: &Form, page: &str, parsed: &Parsed, opened: &OpenedDraft) -> Option<String> {
    let code = parsed.answers.text(field(form, page)?)?;
    let known = opened.draft.notice.as_ref().is_some_and(|noticed| noticed.code == code);
    (parsed.is_fine() && !known).then(|| code.to_owned())
}

/// Asks the health registry.
///
/// # Errors
/// The same refusal for a code nobody has and for another family's, so that codes cannot be tried out; another when the
/// registry does not answer.
pub(crate) async fn ask(shell: &Shell, code: &str, facts: &Facts) -> Result<Noticed, Failure> {
    let not_found = || Failure::refused(Kind::Invalid, codes::NOTICE_NOT_FOUND);
    let code = NoticeCode::parse(code).map_err(|_| not_found())?;
    let found = shell
        .health
        .find_birth_notice(&code)
        .await
        .map_err(|_| Failure::refused(Kind::Invalid, codes::NOTICE_UNREACHABLE))?;
    found.filter(|notice| is_of_family(notice, facts)).map(noticed).ok_or_else(not_found)
}

fn is_of_family(notice: &BirthNotice, facts: &Facts) -> bool {
    let family: Vec<PersonalId> = FAMILY
        .iter()
        .filter_map(|fact| match facts.get(*fact)?.value {
            Value::PersonalId(number) => Some(number),
            _ => None,
        })
        .collect();
    let named = [Some(&notice.mother), notice.father.as_ref()];
    notice.status != NoticeStatus::Withdrawn
        && named.into_iter().flatten().filter_map(|parent| parent.personal_id).any(|number| family.contains(&number))
}

fn noticed(notice: BirthNotice) -> Noticed {
    Noticed {
        code: notice.code.as_str().to_owned(),
        child_name: notice.child_name,
        born: notice.born_at.date(),
        sex: notice.child_sex,
        facility: notice.facility,
        twins: notice.children > 1,
    }
}

/// Fetches a notice by itself, for a page that offers it beside its questions.
pub(crate) async fn fetch(
    State(shell): State<Shell>,
    visitor: Visitor,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    let id = id_of(&id)?;
    let open = Open::load(&shell, &visitor, id).await?;
    let form = open.form(&shell)?;
    let field = form.sections.iter().flat_map(|section| &section.pages).flat_map(|page| &page.fields);
    let field = field.clone().find(|field| takes_code(field)).map(|field| field.key.clone());
    let field = field.ok_or_else(|| Failure::refused(Kind::NotFound, codes::NOTICE_NOT_FOUND))?;
    match ask(&shell, posted.text("code"), &open.opened.facts).await {
        Ok(noticed) => {
            let mut tx = visitor.ctx(&shell).begin(why::FILL_FORM).await?;
            let out = casework::keep_notice(&mut tx, id, &noticed).await;
            tx.finish(out).await?;
            redirect(&format!("/drafts/{id}"))
        }
        Err(Failure::Refusal(refusal)) => {
            let mut said = Said { status: Some(StatusCode::UNPROCESSABLE_ENTITY), ..Said::default() };
            let problems: Vec<Problem> =
                refusal.problems.into_iter().map(|problem| problem.at(field.clone())).collect();
            said.findings.problems = problems;
            let page = page_of(form, &field).unwrap_or_default();
            page::draw(&shell, &visitor, &open, page, said)
        }
        Err(fault) => Err(fault.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use procedure::Source;
    use vietnam::FullName;

    const MOTHER: &str = "040195000017";

    fn notice(mother: &str, status: NoticeStatus) -> BirthNotice {
        BirthNotice {
            code: NoticeCode::parse("02020.GCS.40001.26").unwrap(),
            child_sex: None,
            weight_grams: Some(3200),
            born_at: "2026-11-20T08:00:00".parse().unwrap(),
            place: "Bệnh viện thử".into(),
            facility: "Bệnh viện thử".into(),
            children: 2,
            child_name: None,
            mother: links::NoticedParent {
                name: FullName::parse("Nguyễn Thị Thử").unwrap(),
                personal_id: mother.parse().ok(),
                birth: None,
            },
            father: None,
            temporary_card: None,
            status,
        }
    }

    #[test]
    fn a_notice_is_taken_only_for_its_own_family_and_while_it_stands() {
        let mut facts = Facts::default();
        facts.tell(Fact::MotherPersonalId, Value::PersonalId(MOTHER.parse().unwrap()), Source::Population);
        for (mother, status, taken) in [
            (MOTHER, NoticeStatus::InForce, true),
            (MOTHER, NoticeStatus::Reissued, true),
            (MOTHER, NoticeStatus::Withdrawn, false),
            ("040195000018", NoticeStatus::InForce, false),
            ("", NoticeStatus::InForce, false),
        ] {
            assert_eq!(is_of_family(&notice(mother, status), &facts), taken, "{mother} {status:?}");
        }
        assert!(!is_of_family(&notice("", NoticeStatus::InForce), &Facts::default()));
        assert!(noticed(notice(MOTHER, NoticeStatus::InForce)).twins);
    }
}
