//! The forms of a dossier to be printed and handed over: Mẫu 01-04 of TT 03/2025/TT-VPCP and the police's CT04-CT06.
//!
//! Here it is decided which form fits and what it says; the press makes the PDF of its template. Official papers are in
//! Vietnamese whatever language the officer reads. What the dossier does not say is left as a dotted line for the pen;
//! nothing is made up.

use crate::{
    dossier::{self, LegState},
    frame,
    names::Names,
    why,
};
use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::IntoResponse,
};
use basis::{Failure, Kind, LegId, Timestamp, local, today_at};
use casework::{Book, Door, Leg, Tracked, reasons, signers::signer_on};
use db::Tx;
use identity::{Agency, AgencyKind};
use population::PersonView;
use procedure::{Answers, Channel, Lang, Procedure, Status, Term, value_text};
use serde_json::{Value, json};
use web::{
    Words,
    http::{Answer, NOT_FOUND, Shell, Visitor},
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
    /// The template of its paper.
    pub(crate) const fn template(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Supplement => "supplement-request",
            Self::Refusal => "refusal",
            Self::Apology => "apology",
            Self::Ct04 => "police-receipt",
            Self::Ct05 => "police-supplement-request",
            Self::Ct06 => "police-refusal",
        }
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
    pub(crate) fn fits(self, leg: &LegState) -> bool {
        let own = self.of_police() == leg.of_police;
        match self.purpose() {
            Use::Receipt => own && !matches!(leg.status, Status::New | Status::NotReceived),
            Use::Supplement => own && leg.supplements > 0,
            Use::Refusal => own && leg.refused,
            // Late is late, whoever decides: the form of the one-stop rules is for all.
            Use::Apology => leg.extended,
        }
    }
}

/// The agency that prints, and the counter of its commune.
pub(crate) struct Office {
    pub(crate) agency: Option<Agency>,
    pub(crate) counter: Option<Agency>,
}

impl Office {
    /// Of the agency that decides a leg.
    pub(crate) async fn of_leg(tx: &mut Tx, leg: &Leg) -> Result<Self, Failure> {
        let agency = identity::find_agency(tx, &leg.agency).await?;
        let today = tx.today();
        let counter = identity::find_agency_for(tx, AgencyKind::OneStop, &leg.unit, today).await?;
        Ok(Self { agency, counter })
    }
    fn name(agency: Option<&Agency>) -> Option<&str> {
        agency.map(|agency| agency.name.as_str())
    }
}

/// All that a form is filled in from.
pub(crate) struct Scene<'a> {
    pub(crate) words: &'static Words,
    pub(crate) book: &'a Book,
    pub(crate) origin: &'a str,
    pub(crate) office: &'a Office,
    pub(crate) names: &'a Names,
    pub(crate) whole: &'a Tracked,
    pub(crate) leg: &'a Leg,
    /// Whether the paper is about the whole dossier: the counter's receipt is.
    pub(crate) of_whole: bool,
    pub(crate) applicant: Option<&'a PersonView>,
    /// The look-up secret, on the receipt that whoever filed takes home.
    pub(crate) secret: Option<&'a str>,
    /// The officer who prints, by name.
    pub(crate) printer: Option<&'a str>,
    pub(crate) now: Timestamp,
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
    let (whole, leg) = (&loaded.examined.whole, &loaded.examined.leg);
    if !form.fits(&LegState::of(leg, whole)) {
        return Err(missing().into());
    }
    let mut tx = visitor.ctx(&shell).begin(why::names()).await?;
    let out = Office::of_leg(&mut tx, leg).await;
    let office = tx.finish(out).await?;
    let printer = printer(&visitor);
    let scene = Scene {
        words: shell.vi,
        book: &shell.book,
        origin: &shell.origin.url,
        office: &office,
        names: &loaded.names,
        whole,
        leg,
        of_whole: false,
        secret: None,
        applicant: loaded.examined.people.iter().find(|(who, _)| *who == "requester").map(|(_, view)| view),
        printer: printer.as_deref(),
        now: shell.app.now(),
    };
    answer(&shell, form, scene.values(form)?, &whole.dossier.code).await
}

/// The name of the officer who asks for a paper.
pub(crate) fn printer(visitor: &Visitor) -> Option<String> {
    match visitor.session.as_ref().map(|session| &session.badge) {
        Some(basis::Badge::Officer { name, .. }) => Some(name.clone()),
        _ => None,
    }
}

/// The paper, as the browser shows and prints it.
pub(crate) async fn answer(shell: &Shell, form: Form, values: Value, code: &str) -> Answer {
    let pdf = shell.press.print(form.template(), values, shell.app.now()).await?;
    let name = format!("inline; filename=\"{}-{code}.pdf\"", form.template());
    let name = HeaderValue::from_str(&name).map_err(|error| basis::Fault::because("naming a paper", error))?;
    let kind = HeaderValue::from_static("application/pdf");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], pdf).into_response())
}

impl Scene<'_> {
    /// What the form's template is filled with.
    pub(crate) fn values(&self, form: Form) -> Result<Value, Failure> {
        let definition = self.book.definition(&self.whole.dossier.definition)?;
        let mut values = self.head(form);
        let body = match form.purpose() {
            Use::Receipt => self.receipt(form, definition)?,
            Use::Supplement => self.supplement(definition),
            Use::Refusal => self.refusal(form, definition),
            Use::Apology => self.apology(definition),
        };
        if let (Some(all), Value::Object(more)) = (values.as_object_mut(), body) {
            all.extend(more);
        }
        Ok(values)
    }

    fn head(&self, form: Form) -> Value {
        let agency = self.office.agency.as_ref();
        let today = today_at(self.now);
        let signer = agency.and_then(|agency| signer_on(agency.kind.code(), today));
        let superior = agency.zip(signer).map(|(agency, signer)| signer.superior(&agency.unit, today));
        let place = agency.and_then(|agency| vietnam::units().on(&agency.unit.0, today)).map(|unit| unit.short_name);
        let code = &self.whole.dossier.code;
        json!({
            "form": self.words.t(form.mark()),
            "agency": {
                "superior": superior,
                "name": Office::name(agency).unwrap_or(&self.leg.agency.0),
            },
            "number": null, "place": place, "date": today.to_string(),
            "verify": { "url": format!("{}/track?code={code}", self.origin), "code": code, "secret": self.secret },
        })
    }

    fn applicant(&self, of_police: bool) -> Value {
        let view = self.applicant;
        let name = view.map(|view| view.facts.name.as_str().to_owned());
        let mut said = json!({
            "name": name, "signs": name,
            "address": view.and_then(PersonView::permanent).map(|home| home.address.display()),
            "phone": view.and_then(|view| view.facts.mobile.clone()), "email": null,
        });
        if of_police {
            said["personal_id"] =
                json!(view.and_then(|view| view.personal_id).map(|number| number.as_str().to_owned()));
        }
        said
    }

    /// What is asked for: of this leg, when several agencies work on the dossier.
    fn subject(&self, definition: &Procedure) -> String {
        if definition.is_linked() && !self.of_whole {
            format!("{} – {}", definition.name.vi, dossier::step_label(&self.leg.step, Lang::Vi))
        } else {
            definition.name.vi.clone()
        }
    }

    /// The officer of the latest act of one of these kinds on the leg, by name; the one who prints when there is none.
    fn officer(&self, kinds: &[&str]) -> Option<String> {
        let events = self.whole.events.iter().rev();
        let act = events
            .filter(|event| event.leg == Some(self.leg.id) && kinds.contains(&event.kind.as_str()))
            .find_map(|event| event.account);
        let named = act.and_then(|account| self.names.officer(account)).or(self.printer);
        named.map(str::to_owned)
    }

    fn receipt(&self, form: Form, definition: &Procedure) -> Result<Value, Failure> {
        let whole = self.whole;
        let rule = definition.legs().find(|rule| rule.step.word() == self.leg.step);
        let own = rule.filter(|_| !self.of_whole).map_or(&definition.limit, |rule| &rule.limit);
        let opened = self.leg.opened.filter(|_| !self.of_whole);
        let answers = self.book.answers(&whole.dossier)?;
        let delivery = self.delivery(definition, &answers);
        let mut papers: Vec<(String, usize)> = Vec::new();
        for paper in &whole.papers {
            let label = dossier::field_label(definition, &paper.field, Lang::Vi);
            match papers.iter_mut().find(|(there, _)| *there == label) {
                Some((_, count)) => *count += 1,
                None => papers.push((label, 1)),
            }
        }
        let facts = json!({
            "code": whole.dossier.code, "subject": self.subject(definition), "term": self.term(own.term(self.leg.verification && !self.of_whole)),
            "received_at": moment(opened.map_or(whole.dossier.submitted_at, |opened| opened.at)),
            "due_at": moment(opened.map_or(whole.dossier.due_at, |opened| opened.due)),
            "delivery": delivery, "fee": self.fee(definition),
        });
        let officer = self.officer(&["accepted", "received-at-counter"]);
        let electronic = self.words.t("desk-paper-electronic");
        if form.of_police() {
            let papers: Vec<_> = papers.iter().map(|(name, count)| format!("{name} ({electronic}: {count})")).collect();
            return Ok(json!({
                "applicant": self.applicant(true), "dossier": facts, "papers": papers, "officer": officer,
            }));
        }
        let mut facts = facts;
        facts["copies"] = json!(1);
        facts["book"] = Value::Null;
        let papers: Vec<_> =
            papers.iter().map(|(name, count)| json!({ "name": name, "count": count, "kind": electronic })).collect();
        Ok(json!({
            "office": Office::name(self.office.counter.as_ref()), "applicant": self.applicant(false),
            "dossier": facts, "papers": papers, "officer": officer,
        }))
    }

    /// Where and how the results are fetched, and how many copies of the birth entry were asked for.
    fn delivery(&self, definition: &Procedure, answers: &Answers) -> Option<String> {
        let said = |key: &str| {
            let (_, field) = definition.form.fields().find(|(_, field)| field.key == key)?;
            answers.get(key).map(|value| value_text(field, value, Lang::Vi))
        };
        let copies = answers.choice("results.copies").filter(|copies| *copies != "0");
        let copies = copies.map(|copies| self.words.with("desk-print-copies", [("n", copies.to_owned())]));
        let parts: Vec<String> =
            [said("results.manner"), said("results.address"), copies].into_iter().flatten().collect();
        if parts.is_empty() { None } else { Some(parts.join("; ")) }
    }

    fn supplement(&self, definition: &Procedure) -> Value {
        // What was answered already is not asked again; when all was, the paper says what had been asked.
        let own = || self.whole.supplements.iter().filter(|asked| asked.leg == self.leg.id);
        let open = own().any(|asked| asked.answered_at.is_none());
        let asked: Vec<_> = own().filter(|asked| !open || asked.answered_at.is_none()).collect();
        let items: Vec<_> = asked
            .iter()
            .map(|asked| format!("{}: {}", dossier::field_label(definition, &asked.field, Lang::Vi), asked.words))
            .collect();
        let mut why: Vec<&str> = Vec::new();
        let mut grounds: Vec<&str> = Vec::new();
        for asked in &asked {
            let words = reasons::words_of(&asked.reason_code, Lang::Vi);
            if !why.contains(&words) {
                why.push(words);
            }
            grounds.extend(ground_of(&asked.reason_code));
        }
        grounds.dedup();
        let officer = self.officer(&["supplement-asked"]);
        json!({
            "applicant": self.applicant(self.leg.role == "police"),
            "dossier": { "code": self.whole.dossier.code, "subject": self.subject(definition) },
            "items": items, "reason": why.join("; "), "ground": some(grounds.join("; ")), "answer_by": null,
            "contact": { "name": officer, "phone": null }, "officer": officer,
        })
    }

    fn refusal(&self, form: Form, definition: &Procedure) -> Value {
        let (code, said) = self.leg.reason.clone().unwrap_or_default();
        let label = reasons::words_of(&code, Lang::Vi);
        let reason = if said.trim().is_empty() { label.to_owned() } else { format!("{label}. {said}") };
        let officer = self.officer(&["refused"]);
        let mut values = json!({
            "applicant": self.applicant(form.of_police()),
            "dossier": { "code": self.whole.dossier.code, "subject": self.subject(definition) },
            "reasons": [reason], "ground": ground_of(&code), "guidance": null,
        });
        if form.of_police() {
            values["signer"] = self.signer(officer);
        } else {
            values["office"] = json!(Office::name(self.office.counter.as_ref()));
            values["officer"] = json!(officer);
        }
        values
    }

    fn apology(&self, definition: &Procedure) -> Value {
        let last = self.whole.extensions.iter().rfind(|made| made.leg == self.leg.id);
        let officer = last.and_then(|made| self.names.officer(made.made_by)).or(self.printer).map(str::to_owned);
        let office = Office::name(self.office.counter.as_ref());
        let to = self
            .applicant
            .map(|view| self.words.with("desk-print-to", [("name", view.facts.name.as_str().to_owned())]));
        let copies = [Some(self.words.t("desk-print-as-above")), office, Some(self.words.t("desk-print-filed"))];
        json!({
            "to": to, "office": office,
            "dossier": {
                "code": self.whole.dossier.code, "subject": self.subject(definition),
                "received_at": moment(self.leg.opened.map_or(self.whole.dossier.submitted_at, |opened| opened.at)),
                "due_at": last.map(|made| moment(made.due_before)),
            },
            "reasons": last.map(|made| vec![made.words.clone()]).unwrap_or_default(),
            "new_due_at": last.map(|made| moment(made.due_after)),
            "contact": { "name": officer, "phone": null },
            "recipients": copies.into_iter().flatten().collect::<Vec<_>>(),
            "signer": self.signer(officer),
        })
    }

    /// The officer who decided signs by order of the agency's head.
    fn signer(&self, officer: Option<String>) -> Value {
        let signer = signer_on(&self.leg.role, today_at(self.now));
        json!({
            "on_behalf": signer.map(|signer| &signer.on_behalf),
            "title": signer.map_or(self.words.t("desk-print-head"), |signer| &signer.title),
            "name": officer,
        })
    }

    fn term(&self, term: Term) -> String {
        match term {
            Term::SameDay { cutoff } => {
                let at = format!("{:02}:{:02}", cutoff.hour(), cutoff.minute());
                self.words.with("desk-print-term-same-day", [("at", at)])
            }
            Term::WorkingDays(days) => self.words.with("desk-print-term-days", [("n", days.to_string())]),
            Term::WorkingHours(hours) => self.words.with("desk-print-term-hours", [("n", hours.to_string())]),
        }
    }

    /// What the leg costs by the way the dossier came in; nothing where no rule says so.
    fn fee(&self, definition: &Procedure) -> Option<String> {
        let channel = match self.whole.dossier.door {
            Door::Portal | Door::NationalPortal => Channel::Online,
            Door::Desk => Channel::Desk,
            Door::Post => Channel::Post,
        };
        let day = today_at(self.whole.dossier.submitted_at);
        let own = |step: Option<procedure::Step>| self.of_whole || step.is_none_or(|step| step.word() == self.leg.step);
        let fees: Vec<_> = definition.fees_on(channel, day).filter(|fee| own(fee.step)).collect();
        if fees.is_empty() {
            return None;
        }
        let due: Vec<_> =
            fees.iter().filter(|fee| fee.amount.amount() != 0).map(|fee| fee.amount.to_string()).collect();
        Some(if due.is_empty() { self.words.t("desk-print-free").to_owned() } else { due.join(" + ") })
    }
}

/// The article behind a reason, where a source we hold confirms it: an official paper cites nothing else.
fn ground_of(code: &str) -> Option<&'static str> {
    reasons::find(code).filter(|reason| reason.confirmed).and_then(|reason| reason.article.as_deref())
}

fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// An instant as the templates read it, by the wall clock in Viet Nam.
fn moment(at: Timestamp) -> String {
    local(at).strftime("%Y-%m-%dT%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn a_form_is_offered_when_it_has_something_to_say() {
        let fits =
            |leg: &LegState| Form::ALL.into_iter().filter(|form| form.fits(leg)).map(Form::word).collect::<Vec<_>>();
        let justice = samples::leg();
        assert!(fits(&justice).is_empty());
        let received = LegState { status: Status::Received, ..justice.clone() };
        assert_eq!(fits(&received), ["receipt"]);
        assert_eq!(fits(&LegState { supplements: 1, ..received.clone() }), ["receipt", "supplement"]);
        let police = LegState { of_police: true, supplements: 1, ..received.clone() };
        assert_eq!(fits(&police), ["ct04", "ct05"]);
        let refused = LegState { status: Status::NotReceived, refused: true, ..justice.clone() };
        assert_eq!(fits(&refused), ["refusal"]);
        assert_eq!(fits(&LegState { extended: true, ..police }), ["apology", "ct04", "ct05"]);
    }

    #[test]
    fn a_word_finds_its_form() {
        for form in Form::ALL {
            assert_eq!(Form::from_word(form.word()), Some(form));
        }
        assert_eq!(Form::from_word("ct07"), None);
    }

    #[test]
    fn an_instant_is_written_as_the_templates_read_it() {
        assert_eq!(moment(samples::now()), "2026-11-23T10:00");
    }
}
