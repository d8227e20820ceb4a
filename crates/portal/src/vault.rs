//! The vault: results of the family, each with its PDF, and the public page that says whether a result stands.

use crate::{
    say::{self, Agencies},
    serve, why,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use basis::{Failure, Kind, ResultId};
use casework::{Issued, Standing, Stands};
use db::Tx;
use serde_json::Value as Json;
use web::{
    Page, Tag, Tone, Words, format,
    http::{Answer, Shell, Visitor, render},
};

/// What a result is, in words.
pub(crate) fn kind(kind: &str, words: &Words) -> String {
    let key = format!("result-{kind}");
    if words.has(&key) { words.t(&key).to_owned() } else { words.t("result-other").to_owned() }
}

/// A result in the list.
pub(crate) struct VaultRow {
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) holder: String,
    pub(crate) number: String,
    pub(crate) issued: String,
    pub(crate) standing: Tag,
}

/// The vault.
#[derive(Template)]
#[template(path = "vault.html")]
pub(crate) struct VaultPage {
    pub(crate) page: Page,
    pub(crate) rows: Vec<VaultRow>,
}

fn text<'a>(content: &'a Json, key: &str) -> Option<&'a str> {
    content.get(key).and_then(Json::as_str).filter(|text| !text.is_empty())
}

fn standing(stands: Stands, words: &Words) -> Tag {
    match stands {
        Stands::Yes => Tag::new(Tone::Good, words.t("stands-yes")),
        Stands::Replaced => Tag::new(Tone::Soon, words.t("stands-replaced")),
        Stands::Revoked => Tag::new(Tone::Late, words.t("stands-revoked")),
    }
}

fn standing_of(result: &Issued, newest: bool) -> Stands {
    match (result.revoked_at, newest) {
        (Some(_), _) => Stands::Revoked,
        (None, false) => Stands::Replaced,
        (None, true) => Stands::Yes,
    }
}

pub(crate) async fn list(State(shell): State<Shell>, visitor: Visitor) -> Answer {
    let mut tx = visitor.ctx(&shell).begin(why::OWN_VAULT).await?;
    let out = casework::my_vault(&mut tx).await;
    let results = tx.finish(out).await?;
    let words = visitor.words(&shell);
    let rows = results
        .iter()
        .map(|result| {
            let newest = !results.iter().any(|other| other.leg == result.leg && other.version > result.version);
            VaultRow {
                href: format!("/vault/{}", result.id),
                title: kind(&result.kind, words),
                holder: text(&result.content, "name").unwrap_or_default().to_owned(),
                number: result.number.clone(),
                issued: say::day(result.issued_at),
                standing: standing(standing_of(result, newest), words),
            }
        })
        .collect();
    render(&VaultPage { page: visitor.page(&shell, words.t("vault-title")), rows })
}

/// One line of a result.
pub(crate) struct Line {
    pub(crate) label: String,
    pub(crate) value: String,
}

/// One result.
#[derive(Template)]
#[template(path = "result.html")]
pub(crate) struct ResultPage {
    pub(crate) page: Page,
    pub(crate) number: String,
    pub(crate) agency: String,
    pub(crate) issued: String,
    pub(crate) lines: Vec<Line>,
    pub(crate) pdf: Option<(String, String)>,
    pub(crate) revoked: Option<String>,
    pub(crate) check: String,
    pub(crate) qr: String,
    pub(crate) dossier: String,
}

/// What a result says, in the order it is read; names of parents and addresses within are in `LINES` too.
const LINES: &[&str] = &[
    "name",
    "birth",
    "sex",
    "ethnicity",
    "birth_place",
    "origin",
    "personal_id",
    "insurance_number",
    "clinic",
    "address",
    "head",
    "relation",
    "file_no",
    "valid_from",
    "from",
    "registered_on",
    "issued_on",
    "sent_on",
];

fn lines(content: &Json, words: &Words) -> Vec<Line> {
    let mut lines: Vec<Line> = LINES
        .iter()
        .filter_map(|key| {
            let value = shown(key, text(content, key)?, words);
            Some(Line { label: words.t(&format!("content-{key}")).to_owned(), value })
        })
        .collect();
    for parent in ["mother", "father"] {
        if let Some(name) = content.get(parent).and_then(|parent| text(parent, "name")) {
            lines.push(Line { label: words.t(&format!("content-{parent}")).to_owned(), value: name.to_owned() });
        }
    }
    lines
}

/// One value as people read it: dates day first, numbers in groups, codes as their labels.
fn shown(key: &str, value: &str, words: &Words) -> String {
    let vietnamese = words.lang() == web::Lang::Vi;
    match key {
        "personal_id" | "insurance_number" => format::personal_id(value),
        "sex" => vietnam::Sex::from_code(value)
            .map(|sex| if vietnamese { sex.label_vi() } else { sex.label_en() }.to_owned())
            .unwrap_or_else(|_| value.to_owned()),
        "ethnicity" => vietnam::Ethnicity::from_code(value)
            .map(|one| if vietnamese { one.label_vi() } else { one.label_en() }.to_owned())
            .unwrap_or_else(|_| value.to_owned()),
        "relation" => vietnam::HouseholdRelation::from_code(value)
            .map(|one| if vietnamese { one.label_vi() } else { one.label_en() }.to_owned())
            .unwrap_or_else(|_| value.to_owned()),
        _ => value.parse::<basis::Date>().map_or_else(|_| value.to_owned(), format::date),
    }
}

fn id_of(text: &str) -> Result<ResultId, Failure> {
    text.parse().map_err(|_| Failure::refused(Kind::NotFound, casework::codes::DOSSIER_NOT_FOUND))
}

async fn load(shell: &Shell, visitor: &Visitor, id: &str) -> Result<(Issued, Agencies), Failure> {
    let id = id_of(id)?;
    let mut tx = visitor.ctx(shell).begin(why::OWN_VAULT).await?;
    let out = with_agency(&mut tx, id).await;
    tx.finish(out).await
}

async fn with_agency(tx: &mut Tx, id: ResultId) -> Result<(Issued, Agencies), Failure> {
    let result = casework::my_result(tx, id).await?;
    let agencies = Agencies::load(tx, [&result.agency].into_iter()).await?;
    Ok((result, agencies))
}

pub(crate) async fn show(State(shell): State<Shell>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let (result, agencies) = load(&shell, &visitor, &id).await?;
    let words = visitor.words(&shell);
    let check = format!("/check/{}", result.verify_code);
    render(&ResultPage {
        page: visitor.page(&shell, kind(&result.kind, words)),
        number: result.number.clone(),
        agency: agencies.name(&result.agency),
        issued: say::day(result.issued_at),
        lines: lines(&result.content, words),
        pdf: result
            .pdf
            .as_ref()
            .map(|(_, size)| (format!("/vault/{}/pdf", result.id), format::bytes(u64::try_from(*size).unwrap_or(0)))),
        revoked: result.revoked_at.map(say::day),
        qr: web::qr_svg(&format!("{}{check}", shell.origin.url)),
        check,
        dossier: result.dossier_code,
    })
}

/// Shown in place of a PDF that is still being made.
#[derive(Template)]
#[template(path = "making.html")]
pub(crate) struct MakingPage {
    pub(crate) page: Page,
    pub(crate) back: String,
}

pub(crate) async fn pdf(State(shell): State<Shell>, visitor: Visitor, Path(id): Path<String>) -> Answer {
    let (result, _) = load(&shell, &visitor, &id).await?;
    let words = visitor.words(&shell);
    let Some((hash, _)) = &result.pdf else {
        let mut response = render(&MakingPage {
            page: visitor.page(&shell, words.t("making-title")),
            back: format!("/vault/{}", result.id),
        })?;
        *response.status_mut() = StatusCode::ACCEPTED;
        return Ok(response);
    };
    let name = format!("{}-{}.pdf", result.kind, result.number.replace('/', "-"));
    serve::file(&shell, hash, &name).await
}

/// The public page: whether a result stands.
#[derive(Template)]
#[template(path = "standing.html")]
pub(crate) struct StandingPage {
    pub(crate) page: Page,
    pub(crate) standing: Tag,
    pub(crate) text: String,
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) number: String,
    pub(crate) issued: String,
    pub(crate) agency: String,
}

pub(crate) async fn check(State(shell): State<Shell>, visitor: Visitor, Path(code): Path<String>) -> Answer {
    let mut tx = visitor.ctx(&shell).begin(why::CHECK_RESULT).await?;
    let out = stand(&mut tx, &code).await;
    let (found, agencies) = tx.finish(out).await?;
    let words = visitor.words(&shell);
    render(&StandingPage {
        page: visitor.page(&shell, words.t("standing-title")),
        standing: standing(found.stands, words),
        text: words
            .t(match found.stands {
                Stands::Yes => "stands-yes-text",
                Stands::Replaced => "stands-replaced-text",
                Stands::Revoked => "stands-revoked-text",
            })
            .to_owned(),
        kind: kind(&found.kind, words),
        name: found.masked_name,
        number: found.number,
        issued: say::day(found.issued_at),
        agency: agencies.name(&found.agency),
    })
}

async fn stand(tx: &mut Tx, code: &str) -> Result<(Standing, Agencies), Failure> {
    let standing = casework::check_result(tx, code).await?;
    let agencies = Agencies::load(tx, [&standing.agency].into_iter()).await?;
    Ok((standing, agencies))
}

#[cfg(test)]
mod tests {
    use super::*;
    use web::Lang;

    #[test]
    fn a_result_says_dates_day_first_numbers_in_groups_and_codes_by_their_labels() {
        let words = crate::tests::words(Lang::Vi);
        let content = serde_json::json!({
            "name": "Nguyễn Minh An", "birth": "2026-11-20", "sex": "male", "personal_id": "040226000015",
            "clinic": null, "mother": { "name": "Trần Thị Bưởi" }, "father": null,
        });
        let lines: Vec<_> = lines(&content, words).into_iter().map(|line| line.value).collect();
        assert_eq!(lines, ["Nguyễn Minh An", "20/11/2026", "Nam", "040\u{a0}226\u{a0}000\u{a0}015", "Trần Thị Bưởi"]);
    }
}
