//! The forms of a dossier to be printed and handed over: Mẫu 01-04 of TT 03/2025/TT-VPCP and the police's CT04-CT06.
//!
//! Official papers are in Vietnamese whatever language the officer reads. What the dossier does not say is left as a
//! dotted line for the pen; nothing is made up.

use crate::{
    dossier::{self, LegState, Loaded},
    frame, why,
};
use askama::Template;
use axum::extract::{Path, State};
use basis::{Failure, Kind, LegId, Timestamp, local};
use casework::{Book, reasons::words_of};
use procedure::{Lang, Status};
use web::{
    Page, format,
    http::{Answer, NOT_FOUND, Shell, Visitor, render},
};

/// One printed form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    /// Mẫu 01: receipt and appointment.
    Receipt,
    /// Mẫu 02: request for supplements.
    Supplement,
    /// Mẫu 03: refusal.
    Refusal,
    /// Mẫu 04: apology.
    Apology,
    /// CT04: the police's receipt.
    Ct04,
    /// CT05: the police's request.
    Ct05,
    /// CT06: the police's refusal.
    Ct06,
}

/// What a form is for, whichever authority prints it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Use {
    Receipt,
    Supplement,
    Refusal,
    Apology,
}

impl Form {
    pub(crate) const ALL: [Self; 7] =
        [Self::Receipt, Self::Supplement, Self::Refusal, Self::Apology, Self::Ct04, Self::Ct05, Self::Ct06];

    /// Its word in the address.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Supplement => "supplement",
            Self::Refusal => "refusal",
            Self::Apology => "apology",
            Self::Ct04 => "ct04",
            Self::Ct05 => "ct05",
            Self::Ct06 => "ct06",
        }
    }
    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.word() == word)
    }
    /// The key of its name.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Receipt => "desk-print-receipt",
            Self::Supplement => "desk-print-supplement",
            Self::Refusal => "desk-print-refusal",
            Self::Apology => "desk-print-apology",
            Self::Ct04 => "desk-print-ct04",
            Self::Ct05 => "desk-print-ct05",
            Self::Ct06 => "desk-print-ct06",
        }
    }
    /// The name of the form, as the law numbers it.
    const fn mark(self) -> &'static str {
        match self {
            Self::Receipt => "desk-print-mark-01",
            Self::Supplement => "desk-print-mark-02",
            Self::Refusal => "desk-print-mark-03",
            Self::Apology => "desk-print-mark-04",
            Self::Ct04 => "desk-print-mark-ct04",
            Self::Ct05 => "desk-print-mark-ct05",
            Self::Ct06 => "desk-print-mark-ct06",
        }
    }
    const fn of_police(self) -> bool {
        matches!(self, Self::Ct04 | Self::Ct05 | Self::Ct06)
    }
    const fn purpose(self) -> Use {
        match self {
            Self::Receipt | Self::Ct04 => Use::Receipt,
            Self::Supplement | Self::Ct05 => Use::Supplement,
            Self::Refusal | Self::Ct06 => Use::Refusal,
            Self::Apology => Use::Apology,
        }
    }
    /// Whether the leg has something to print on it. The police have forms of their own for residence.
    pub(crate) fn fits(self, leg: &LegState, now: Timestamp) -> bool {
        let own = self.of_police() == leg.of_police;
        match self.purpose() {
            Use::Receipt => own && !matches!(leg.status, Status::New | Status::NotReceived),
            Use::Supplement => own && leg.supplements > 0,
            Use::Refusal => own && leg.refused,
            // Late is late, whoever decides: the form of the one-stop rules is for all.
            Use::Apology => leg.due.is_some_and(|due| due < leg.finished_at.unwrap_or(now)),
        }
    }
}

/// A form on paper.
#[derive(Template)]
#[template(path = "print.html")]
pub(crate) struct PrintPage {
    pub(crate) page: Page,
    pub(crate) back: String,
    pub(crate) mark: String,
    pub(crate) agency: String,
    pub(crate) code: String,
    pub(crate) dated: String,
    pub(crate) rows: Vec<(String, String)>,
    /// A list under a heading: papers handed in, what is to be mended.
    pub(crate) list_title: String,
    pub(crate) list: Vec<String>,
    pub(crate) closing: String,
    /// Who signs on the left and on the right.
    pub(crate) signers: (String, String),
    pub(crate) officer: String,
}

pub(crate) async fn show(
    State(shell): State<Shell>,
    visitor: Visitor,
    Path((leg, form)): Path<(String, String)>,
) -> Answer {
    let leg: LegId = frame::id(&leg)?;
    let missing = || Failure::refused(Kind::NotFound, NOT_FOUND);
    let form = Form::from_word(&form).ok_or_else(missing)?;
    let loaded = dossier::load(&shell, &visitor, leg, why::print()).await?;
    if !form.fits(&LegState::from(&loaded.examined.leg), shell.app.now()) {
        return Err(missing().into());
    }
    let officer = match &frame::page(&shell, &visitor, "").badge {
        basis::Badge::Officer { name, .. } => name.clone(),
        _ => String::new(),
    };
    let page = Page { words: shell.vi, lang: web::Lang::Vi, ..frame::page(&shell, &visitor, shell.vi.t(form.key())) };
    render(&fill(form, page, &shell.book, &loaded, shell.app.now(), officer)?)
}

fn fill(
    form: Form,
    page: Page,
    book: &Book,
    loaded: &Loaded,
    now: Timestamp,
    officer: String,
) -> Result<PrintPage, Failure> {
    let words = page.words;
    let (examined, names) = (&loaded.examined, &loaded.names);
    let (whole, leg) = (&examined.whole, &examined.leg);
    let definition = book.definition(&whole.dossier.definition)?;
    let applicant = examined.people.iter().find(|(who, _)| *who == "requester").map(|(_, view)| view);
    let row = |key: &str, text: String| (words.t(key).to_owned(), text);
    let dots = || words.t("desk-print-dots").to_owned();
    let field = |key: &str| dossier::field_label(definition, key, Lang::Vi);

    let mut rows = vec![
        row("desk-print-code", format!("{} ({})", whole.dossier.code, leg.code)),
        row("desk-print-applicant", applicant.map_or_else(dots, |view| view.facts.name.as_str().to_owned())),
        row(
            "desk-print-number",
            applicant.and_then(|view| view.personal_id).map_or_else(dots, |number| number.grouped()),
        ),
        row(
            "desk-print-address",
            applicant.and_then(|view| view.permanent()).map_or_else(dots, |home| home.address.display()),
        ),
        row("desk-print-phone", applicant.and_then(|view| view.facts.mobile.clone()).unwrap_or_else(dots)),
        row("desk-print-subject", definition.name.vi.clone()),
        row("desk-print-step", dossier::step_label(&leg.step, Lang::Vi)),
    ];
    let received = leg.opened.map_or_else(dots, |opened| format::datetime(opened.at));
    let due = leg.opened.map_or_else(dots, |opened| format::datetime(opened.due));
    let (mut list_title, mut list, mut signers) =
        (String::new(), Vec::new(), ("desk-print-filer", "desk-print-receiver"));
    let closing = match form.purpose() {
        Use::Receipt => {
            rows.push(row("desk-print-received", received));
            rows.push(row("desk-print-due", due));
            list_title = words.t("desk-print-papers").to_owned();
            list = whole.papers.iter().map(|paper| field(&paper.field)).collect();
            list.dedup();
            "desk-print-receipt-closing"
        }
        Use::Supplement => {
            list_title = words.t("desk-print-to-mend").to_owned();
            let own = whole.supplements.iter().filter(|asked| asked.leg == leg.id && asked.answered_at.is_none());
            list = own
                .map(|asked| {
                    format!("{}: {} – {}", field(&asked.field), words_of(&asked.reason_code, Lang::Vi), asked.words)
                })
                .collect();
            signers = ("", "desk-print-receiver");
            "desk-print-supplement-closing"
        }
        Use::Refusal => {
            let (code, said) = leg.reason.clone().unwrap_or_default();
            rows.push(row("desk-print-reason", format!("{}. {said}", words_of(&code, Lang::Vi))));
            signers = ("", "desk-print-head");
            "desk-print-refusal-closing"
        }
        Use::Apology => {
            rows.push(row("desk-print-received", received));
            rows.push(row("desk-print-due", due));
            rows.push(row("desk-print-late-reason", dots()));
            rows.push(row("desk-print-new-due", dots()));
            signers = ("", "desk-print-head");
            "desk-print-apology-closing"
        }
    };
    let day = local(now).date();
    let dated = [("day", day.day().to_string()), ("month", day.month().to_string()), ("year", day.year().to_string())];
    let title = |key: &str| if key.is_empty() { String::new() } else { words.t(key).to_owned() };
    Ok(PrintPage {
        back: format!("/desk/legs/{}", leg.id),
        mark: words.t(form.mark()).to_owned(),
        agency: names.agency(&leg.agency).to_owned(),
        code: whole.dossier.code.clone(),
        dated: words.with("desk-print-dated", dated),
        rows,
        list_title,
        list,
        closing: words.t(closing).to_owned(),
        signers: (title(signers.0), title(signers.1)),
        officer: if signers.1 == "desk-print-receiver" { officer } else { String::new() },
        page,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn a_form_is_offered_when_it_has_something_to_say() {
        let now = samples::now();
        let fits = |leg: &LegState| {
            Form::ALL.into_iter().filter(|form| form.fits(leg, now)).map(Form::word).collect::<Vec<_>>()
        };
        let justice = samples::leg();
        assert!(fits(&justice).is_empty());
        let received = LegState { status: Status::Received, ..justice.clone() };
        assert_eq!(fits(&received), ["receipt"]);
        assert_eq!(fits(&LegState { supplements: 1, ..received.clone() }), ["receipt", "supplement"]);
        let police = LegState { of_police: true, supplements: 1, ..received.clone() };
        assert_eq!(fits(&police), ["ct04", "ct05"]);
        let refused =
            LegState { status: Status::NotReceived, refused: true, finished_at: Some(now), ..justice.clone() };
        assert_eq!(fits(&refused), ["refusal"]);
        let late = "2026-12-24T03:00:00Z".parse().unwrap();
        assert!(Form::Apology.fits(&received, late) && !Form::Apology.fits(&received, now));
    }

    #[test]
    fn a_word_finds_its_form() {
        for form in Form::ALL {
            assert_eq!(Form::from_word(form.word()), Some(form));
        }
        assert_eq!(Form::from_word("ct07"), None);
    }
}
