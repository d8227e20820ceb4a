//! A dossier put into words: what the page shows and which forms it offers. What may be done is decided in casework;
//! here a form is only left out where it could not succeed.

use super::{
    Loaded,
    journal::{self, HandoverRow},
};
use crate::{
    compare::{Compared, Filed, agreeing, compare},
    frame,
};
use basis::{AccountId, Date, Failure, LegId, SubmissionKey, Timestamp};
use casework::{Book, Leg, People, Tracked, Waiting, reasons::words_of};
use jiff::SignedDuration;
use population::{HouseholdView, Likeness, PersonView, PossibleDuplicate};
use procedure::{Answers, Facts, Lang, Procedure, Status, Step, value_text};
use web::{
    Event, SummarySection, Tag, Tone, Words, format,
    http::{Shell, Visitor},
};

/// So long before the end of a term the form for another date is offered.
const EXTEND_BEFORE_H: i64 = 2;

/// Who looks, in which language, when, and what the roles offer.
pub(crate) struct Seer {
    pub(crate) words: &'static Words,
    pub(crate) lang: Lang,
    pub(crate) account: Option<AccountId>,
    pub(crate) receives: bool,
    pub(crate) decides: bool,
    pub(crate) now: Timestamp,
}

impl Seer {
    pub(crate) fn new(shell: &Shell, visitor: &Visitor) -> Self {
        Self {
            words: visitor.words(shell),
            lang: frame::lang(visitor.lang),
            account: visitor.actor().account(),
            receives: frame::holds(shell, visitor, "receive_dossier"),
            decides: frame::holds(shell, visitor, "decide_dossier"),
            now: shell.app.now(),
        }
    }
    pub(crate) fn today(&self) -> Date {
        basis::today_at(self.now)
    }
}

/// One person of the dossier beside the register.
#[derive(Clone)]
pub(crate) struct PersonBeside {
    pub(crate) title: String,
    pub(crate) rows: Vec<Compared>,
    /// "5/5 mục khớp".
    pub(crate) agreeing: String,
    pub(crate) all_agree: bool,
    /// What the officer must not overlook, such as that the person is recorded dead.
    pub(crate) warning: Option<String>,
}

/// One uploaded paper.
#[derive(Clone)]
pub(crate) struct PaperRow {
    pub(crate) label: String,
    pub(crate) name: String,
    pub(crate) facts: String,
    /// The whole file.
    pub(crate) href: String,
    /// A small picture, where the file has one.
    pub(crate) thumb: Option<String>,
    /// This page with the paper lying open.
    pub(crate) open: String,
    pub(crate) is_open: bool,
    /// The picture itself, where browsers show it.
    pub(crate) picture: bool,
}

/// A registered person beside the child of the dossier.
#[derive(Clone)]
pub(crate) struct AlikeRow {
    pub(crate) name: String,
    pub(crate) birth: String,
    pub(crate) sex: String,
    pub(crate) number: String,
    pub(crate) likeness: Tag,
}

/// The household that the child joins.
#[derive(Clone)]
pub(crate) struct Home {
    pub(crate) address: String,
    pub(crate) file_no: Option<String>,
    /// Name, birth, relation to the head.
    pub(crate) members: Vec<(String, String, String)>,
}

/// One agreement that the dossier needs.
#[derive(Clone)]
pub(crate) struct ConsentRow {
    pub(crate) who: String,
    pub(crate) way: String,
    pub(crate) state: Tag,
    pub(crate) when: Option<String>,
    pub(crate) article: String,
}

/// One thing that was asked of the citizen.
#[derive(Clone)]
pub(crate) struct AskedRow {
    pub(crate) field: String,
    pub(crate) reason: String,
    pub(crate) words: String,
    pub(crate) when: String,
    pub(crate) answered: Option<String>,
}

/// What of a leg decides which forms a page offers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct LegState {
    pub(crate) status: Status,
    pub(crate) gate: bool,
    /// Whether the police decide it, who have printed forms of their own.
    pub(crate) of_police: bool,
    pub(crate) due: Option<Timestamp>,
    pub(crate) finished_at: Option<Timestamp>,
    pub(crate) waits_for_number: bool,
    pub(crate) supplements: i16,
    /// Whether it was refused with a reason.
    pub(crate) refused: bool,
    /// Whether another date was promised.
    pub(crate) extended: bool,
}

impl LegState {
    /// The state of a leg within its dossier.
    pub(crate) fn of(leg: &Leg, whole: &Tracked) -> Self {
        let extended = whole.extensions.iter().any(|made| made.leg == leg.id);
        Self { extended, ..Self::from(leg) }
    }
    /// Whether it is late, or will be within hours: another date can be promised then. The rule counts exactly.
    fn nearly_late(&self, now: Timestamp) -> bool {
        let soon = now.checked_add(SignedDuration::from_hours(EXTEND_BEFORE_H)).unwrap_or(now);
        self.due.is_some_and(|due| due <= soon)
    }
}

impl From<&Leg> for LegState {
    fn from(leg: &Leg) -> Self {
        Self {
            status: leg.status,
            gate: leg.gate,
            of_police: leg.role == "police",
            due: leg.opened.map(|opened| opened.due),
            finished_at: leg.finished_at,
            waits_for_number: leg.waiting_for == Some(Waiting::Number),
            supplements: leg.supplements,
            refused: leg.reason.is_some(),
            extended: false,
        }
    }
}

/// Which forms the page offers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Offers {
    pub(crate) claim: bool,
    pub(crate) release: bool,
    pub(crate) take_over: bool,
    pub(crate) accept: bool,
    pub(crate) supplement: bool,
    pub(crate) refuse: bool,
    pub(crate) approve: bool,
    pub(crate) number: bool,
    pub(crate) extend: bool,
}

impl Offers {
    /// What can be done with a leg by somebody with these powers.
    fn of(leg: &LegState, held: (bool, bool), number_open: bool, may_verify: bool, seer: &Seer) -> Self {
        let (held_by_other, held_by_me) = held;
        let open = leg.finished_at.is_none() && !held_by_other;
        let may = |then| leg.status.may_become(then);
        Self {
            claim: seer.receives && open && !held_by_me,
            release: seer.receives && open && held_by_me,
            take_over: seer.receives && leg.finished_at.is_none() && held_by_other,
            accept: seer.receives
                && open
                && (leg.status == Status::New || (may_verify && leg.status == Status::Received)),
            supplement: seer.receives && open && may(Status::SupplementAsked),
            refuse: seer.decides && open && !leg.status.is_final() && leg.status != Status::Done,
            approve: seer.decides
                && open
                && matches!(leg.status, Status::New | Status::Received | Status::InProcess)
                && !leg.waits_for_number,
            number: seer.decides && leg.gate && number_open,
            extend: seer.decides
                && open
                && !leg.extended
                && !leg.status.waits_for_citizen()
                && leg.nearly_late(seer.now),
        }
    }
    pub(crate) fn any(self) -> bool {
        self.claim
            || self.release
            || self.take_over
            || self.accept
            || self.supplement
            || self.refuse
            || self.approve
            || self.number
            || self.extend
    }
}

/// A key for each form that counts once.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    pub(crate) accept: String,
    pub(crate) supplement: String,
    pub(crate) refuse: String,
    pub(crate) approve: String,
    pub(crate) extend: String,
}

impl Keys {
    pub(crate) fn fresh() -> Self {
        let key = || SubmissionKey::fresh().to_string();
        Self { accept: key(), supplement: key(), refuse: key(), approve: key(), extend: key() }
    }
}

/// Everything the page shows of a dossier.
#[derive(Clone)]
pub(crate) struct DossierView {
    pub(crate) leg: String,
    /// The dossier's code, which everybody knows it by.
    pub(crate) code: String,
    pub(crate) sub_code: String,
    pub(crate) procedure: String,
    pub(crate) step: String,
    pub(crate) applicant: Option<String>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) due: Option<String>,
    /// Another officer who holds it.
    pub(crate) holder: Option<String>,
    pub(crate) held_since: Option<String>,
    pub(crate) warnings: Vec<String>,
    pub(crate) child: Vec<(String, String)>,
    pub(crate) people: Vec<PersonBeside>,
    pub(crate) sections: Vec<SummarySection>,
    pub(crate) papers: Vec<PaperRow>,
    pub(crate) household: Option<Home>,
    pub(crate) consents: Vec<ConsentRow>,
    /// The child's old insurance number and card, and whether the register has the child under our number.
    pub(crate) old_number: Option<(String, String, bool)>,
    pub(crate) alike: Vec<AlikeRow>,
    pub(crate) legs: Vec<web::Leg>,
    pub(crate) asked: Vec<AskedRow>,
    pub(crate) handovers: Vec<HandoverRow>,
    pub(crate) events: Vec<Event>,
    pub(crate) offers: Offers,
    /// A second request needs the sector's law.
    pub(crate) needs_ground: bool,
    pub(crate) may_verify: bool,
    pub(crate) number_late: bool,
    /// Printed forms: label and address.
    pub(crate) prints: Vec<(String, String)>,
    pub(crate) keys: Keys,
    /// Other dates that were promised for this leg: before, after, why.
    pub(crate) extended: Vec<(String, String, String)>,
    /// What was just done and can be taken back: its key, and until when.
    pub(crate) undo: Option<(String, String)>,
}

impl DossierView {
    /// Puts a dossier into words. `open` is the paper that lies open.
    pub(crate) fn read(seer: &Seer, book: &Book, loaded: &Loaded, open: &str) -> Result<Self, Failure> {
        let (examined, names) = (&loaded.examined, &loaded.names);
        let (whole, leg) = (&examined.whole, &examined.leg);
        let words = seer.words;
        let definition = book.definition(&whole.dossier.definition)?;
        let answers = book.answers(&whole.dossier)?;
        let facts = Facts::default();
        let sections = definition.form.fill(&answers, &facts, seer.today()).summary(seer.lang);

        let held = leg.claimed.filter(|_| leg.finished_at.is_none());
        let by_me = held.is_some_and(|(account, _)| Some(account) == seer.account);
        let other = held.filter(|_| !by_me);
        let number = whole.handovers.iter().find(|handover| handover.leg == leg.id && handover.kind == "number");
        let number_open = number.is_some_and(|handover| matches!(handover.state.as_str(), "asked" | "refused"));
        let number_late =
            number_open && number.is_some_and(|handover| handover.state == "refused" || handover.answer_by < seer.now);
        let state = LegState::of(leg, whole);
        let rule = definition.legs().find(|rule| rule.step.word() == leg.step);
        let may_verify = !leg.verification && rule.is_some_and(|rule| rule.limit.with_verification.is_some());
        let offers = Offers::of(&state, (other.is_some(), by_me), number_open, may_verify, seer);

        let mut warnings = Vec::new();
        if whole.dossier.filed_late {
            warnings.push(words.t("desk-warn-filed-late").to_owned());
        }
        if leg.waiting_for == Some(Waiting::Number) {
            warnings.push(words.t("desk-warn-number").to_owned());
        }
        if number_late {
            warnings.push(words.t("desk-warn-number-late").to_owned());
        }
        for who in unmatched(&answers, &whole.dossier.people) {
            warnings.push(words.with("desk-warn-unmatched", [("who", words.t(who))]));
        }
        let is_twin = examined.is_twin;
        if examined.alike.iter().any(|other| other.likeness != Likeness::Twin || !is_twin) {
            warnings.push(words.t("desk-warn-alike").to_owned());
        }
        let applicant = examined.people.iter().find(|(who, _)| *who == "requester");
        Ok(Self {
            leg: leg.id.to_string(),
            code: whole.dossier.code.clone(),
            sub_code: leg.code.clone(),
            procedure: definition.name.get(seer.lang).to_owned(),
            step: step_label(&leg.step, seer.lang),
            applicant: applicant.map(|(_, view)| view.facts.name.as_str().to_owned()),
            tags: tags(seer, leg),
            due: leg.opened.map(|opened| format::datetime(opened.due)),
            holder: other.map(|(account, _)| names.officer(account).unwrap_or_default().to_owned()),
            held_since: held.map(|(_, since)| format::datetime(since)),
            warnings,
            child: child_rows(definition, &answers, seer.lang),
            people: people_beside(seer, &answers, &examined.people, examined.household.as_ref()),
            sections,
            papers: paper_rows(seer, definition, loaded, open),
            household: examined.household.as_ref().map(|home| home_of(home, seer.lang)),
            old_number: examined.old_number.clone().map(|found| (found.legacy, found.card, found.agrees)),
            consents: whole.consents.iter().map(|one| consent_row(one, words)).collect(),
            alike: examined.alike.iter().map(|other| alike_row(other, is_twin, seer)).collect(),
            legs: journal::legs(seer, &whole.legs, leg.id, names),
            asked: asked_rows(seer, definition, loaded),
            handovers: journal::handovers(seer, &whole.handovers, &whole.legs, names),
            events: journal::events(seer, whole, &loaded.looks, names),
            offers,
            needs_ground: leg.supplements > 0,
            may_verify,
            number_late,
            prints: prints(words, leg.id, &state),
            keys: Keys::fresh(),
            extended: whole
                .extensions
                .iter()
                .filter(|made| made.leg == leg.id)
                .map(|made| (format::datetime(made.due_before), format::datetime(made.due_after), made.words.clone()))
                .collect(),
            undo: examined.undo.map(|undo| (undo.key.to_string(), format::time(undo.until))),
        })
    }
}

/// The name of a procedure, by code; the code itself when none is carried.
pub(crate) fn procedure_name(book: &Book, code: &str, today: Date, lang: Lang) -> String {
    let found = book.catalogue.in_force_or_successor(code, today).or_else(|| book.catalogue.versions(code).last());
    found.map_or_else(|| code.to_owned(), |procedure| procedure.name.get(lang).to_owned())
}

/// What a leg does, in words.
pub(crate) fn step_label(step: &str, lang: Lang) -> String {
    Step::from_word(step).map_or_else(|| step.to_owned(), |step| step.label(lang).to_owned())
}

fn tags(seer: &Seer, leg: &Leg) -> Vec<Tag> {
    let mut tags = vec![journal::status_tag(leg.status, seer.lang)];
    if let Some(opened) = leg.opened
        && leg.finished_at.is_none()
        && !leg.status.waits_for_citizen()
    {
        tags.push(format::remaining(seer.words, seer.now, opened.due));
    }
    if leg.verification {
        tags.push(Tag::new(Tone::Plain, seer.words.t("desk-flag-verification")));
    }
    tags
}

fn child_rows(definition: &Procedure, answers: &Answers, lang: Lang) -> Vec<(String, String)> {
    definition
        .form
        .fields()
        .filter(|(_, field)| field.key.starts_with("child."))
        .filter_map(|(_, field)| {
            let value = answers.get(&field.key)?;
            Some((field.label.get(lang).to_owned(), value_text(field, value, lang)))
        })
        .collect()
}

fn people_beside(
    seer: &Seer,
    answers: &Answers,
    people: &[(&'static str, PersonView)],
    household: Option<&HouseholdView>,
) -> Vec<PersonBeside> {
    // The head of the household a child joins is not looked up by himself: the household stands below, with him first.
    let head_stands_below = |filed: &Filed| {
        let head = household.and_then(|home| home.head.as_ref());
        head.is_some_and(|head| filed.is_named(&head.name))
    };
    // The child of a birth is not in the register yet; the one of a card is, and is found by its number.
    let child = answers.personal_id("child.personal_id").map(|_| "child");
    let members = people.iter().map(|(who, _)| *who).filter(|who| who.starts_with("member"));
    ["mother", "father", "guardian", "person"]
        .into_iter()
        .chain(child)
        .chain(members)
        .chain(["head", "owner", "requester"])
        .filter_map(|who| {
            let filed = Filed::read(answers, who);
            let known = people.iter().find(|(there, _)| *there == who).map(|(_, view)| view);
            // The one who files is mostly a parent, who is compared already.
            let again = who == "requester"
                && people
                    .iter()
                    .any(|(there, view)| *there != "requester" && known.is_some_and(|own| own.id == view.id));
            let below = who == "head" && known.is_none() && head_stands_below(&filed);
            if filed.is_empty() || again || below {
                return None;
            }
            let rows = compare(&filed, known, seer.today(), seer.lang);
            let (agree, all) = agreeing(&rows);
            let dead = known.filter(|view| !view.facts.is_alive()).and_then(|view| view.facts.life_end);
            let warning = match (known, dead) {
                (None, _) => Some(seer.words.t("desk-person-unknown").to_owned()),
                (_, Some(end)) => Some(seer.words.with("desk-person-dead", [("date", format::date(end.on))])),
                _ => None,
            };
            Some(PersonBeside {
                title: seer
                    .words
                    .t(&format!("desk-who-{}", who.trim_end_matches(|c: char| c.is_ascii_digit())))
                    .to_owned(),
                agreeing: seer.words.with("desk-agreeing", [("n", agree.to_string()), ("all", all.to_string())]),
                all_agree: agree == all,
                rows,
                warning,
            })
        })
        .collect()
}

fn paper_rows(seer: &Seer, definition: &Procedure, loaded: &Loaded, open: &str) -> Vec<PaperRow> {
    let leg = loaded.examined.leg.id;
    let papers = &loaded.examined.whole.papers;
    let is_picture = |media: &str| matches!(media, "image/jpeg" | "image/png");
    // Without a choice the first picture lies open: the officer reads it beside the data.
    let chosen = papers
        .iter()
        .find(|paper| paper.id.simple().to_string() == open)
        .or_else(|| papers.iter().find(|paper| is_picture(&paper.media)))
        .map(|paper| paper.id);
    papers
        .iter()
        .map(|paper| {
            let id = paper.id.simple();
            let href = format!("/desk/papers/{id}?leg={leg}");
            let size = procedure::size_text(u64::try_from(paper.bytes).unwrap_or_default(), seer.lang);
            PaperRow {
                label: field_label(definition, &paper.field, seer.lang),
                name: paper.name.clone(),
                facts: format!("{size} · {}", format::datetime(paper.uploaded_at)),
                thumb: is_picture(&paper.media).then(|| format!("{href}&small=1")),
                open: format!("/desk/legs/{leg}?paper={id}#paper"),
                is_open: Some(paper.id) == chosen,
                picture: is_picture(&paper.media),
                href,
            }
        })
        .collect()
}

/// The question of a field; its key when the definition no longer has it.
pub(crate) fn field_label(definition: &Procedure, key: &str, lang: Lang) -> String {
    let found = definition.form.fields().find(|(_, field)| field.key == key);
    found.map_or_else(|| key.to_owned(), |(_, field)| field.label.get(lang).to_owned())
}

fn home_of(home: &HouseholdView, lang: Lang) -> Home {
    let member = |member: &population::Member| {
        let relation = if lang == Lang::Vi { member.relation.label_vi() } else { member.relation.label_en() };
        (member.name.as_str().to_owned(), member.birth.to_string(), relation.to_owned())
    };
    Home {
        address: home.address.display(),
        file_no: home.file_no.clone(),
        members: home.head.iter().chain(&home.members).map(member).collect(),
    }
}

/// Relatives whose number was told and leads to nobody certain in the register.
fn unmatched(answers: &Answers, people: &People) -> Vec<&'static str> {
    [
        ("mother.personal_id", people.mother, "desk-who-mother"),
        ("father.personal_id", people.father, "desk-who-father"),
        ("guardian.personal_id", people.guardian, "desk-who-guardian"),
    ]
    .into_iter()
    .filter(|(key, person, _)| person.is_none() && answers.personal_id(key).is_some())
    .map(|(_, _, who)| who)
    .collect()
}

fn alike_row(other: &PossibleDuplicate, is_twin: bool, seer: &Seer) -> AlikeRow {
    let (tone, key) = match other.likeness {
        Likeness::Same => (Tone::Late, "desk-alike-same"),
        Likeness::Similar => (Tone::Soon, "desk-alike-similar"),
        Likeness::TooClose => (Tone::Soon, "desk-alike-too-close"),
        Likeness::Twin if is_twin => (Tone::Plain, "desk-alike-twin"),
        Likeness::Twin => (Tone::Late, "desk-alike-not-declared"),
    };
    AlikeRow {
        name: other.name.as_str().to_owned(),
        birth: other.birth.to_string(),
        sex: sex_label(other.sex, seer.lang).to_owned(),
        number: other.personal_id.map_or_else(|| seer.words.t("desk-no-number").to_owned(), |number| number.grouped()),
        likeness: Tag::new(tone, seer.words.t(key)),
    }
}

/// A sex in words.
pub(crate) fn sex_label(sex: vietnam::Sex, lang: Lang) -> &'static str {
    if lang == Lang::Vi { sex.label_vi() } else { sex.label_en() }
}

fn consent_row(one: &casework::Consent, words: &Words) -> ConsentRow {
    let (tone, state) = match one.state {
        casework::ConsentState::Stated => (Tone::Soon, "desk-consent-stated"),
        casework::ConsentState::Given => (Tone::Good, "desk-consent-given"),
        casework::ConsentState::Declined => (Tone::Late, "desk-consent-declined"),
        casework::ConsentState::Checked => (Tone::Good, "desk-consent-checked"),
    };
    let way = match one.way.as_str() {
        "vneid" => "desk-consent-by-vneid",
        "signed" => "desk-consent-by-signed",
        "as_head" => "desk-consent-by-head",
        "filed" => "desk-consent-by-filing",
        _ => "desk-consent-by-self",
    };
    ConsentRow {
        who: words.t(&format!("desk-consent-of-{}", one.who.word())).to_owned(),
        way: words.t(way).to_owned(),
        state: Tag::new(tone, words.t(state)),
        when: one.answered_at.map(format::datetime),
        article: one.article.clone(),
    }
}

fn asked_rows(seer: &Seer, definition: &Procedure, loaded: &Loaded) -> Vec<AskedRow> {
    let own = loaded.examined.whole.supplements.iter().filter(|asked| asked.leg == loaded.examined.leg.id);
    own.map(|asked| AskedRow {
        field: field_label(definition, &asked.field, seer.lang),
        reason: words_of(&asked.reason_code, seer.lang).to_owned(),
        words: asked.words.clone(),
        when: format::datetime(asked.asked_at),
        answered: asked.answered_at.map(format::datetime),
    })
    .collect()
}

/// The printed forms that have something to say at this status.
fn prints(words: &Words, leg: LegId, state: &LegState) -> Vec<(String, String)> {
    crate::print::Form::ALL
        .into_iter()
        .filter(|form| form.fits(state))
        .map(|form| (words.t(form.key()).to_owned(), format!("/desk/legs/{leg}/print/{}", form.word())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    fn offered(leg: &LegState) -> Offers {
        Offers::of(leg, (false, false), false, true, &samples::seer(web::Lang::Vi))
    }

    #[test]
    fn a_page_offers_what_the_status_allows() {
        let leg = |status| LegState { status, ..samples::leg() };
        let fresh = offered(&leg(Status::New));
        assert!(fresh.accept && fresh.supplement && fresh.refuse && fresh.approve && fresh.claim);
        let waiting = offered(&leg(Status::SupplementAsked));
        assert!(!waiting.accept && !waiting.approve && !waiting.supplement && waiting.refuse);
        let done = offered(&LegState { finished_at: Some(samples::now()), ..leg(Status::Done) });
        assert!(!done.any());
    }

    #[test]
    fn what_another_holds_can_only_be_taken_over() {
        let offers = Offers::of(&samples::leg(), (true, false), false, true, &samples::seer(web::Lang::Vi));
        assert_eq!(offers, Offers { take_over: true, ..Offers::default() });
    }

    #[test]
    fn another_date_is_offered_once_for_what_is_late_or_nearly() {
        let late = samples::now().checked_sub(SignedDuration::from_hours(1)).ok();
        let far = samples::now().checked_add(SignedDuration::from_hours(100)).ok();
        let leg = |due| LegState { due, status: Status::Received, ..samples::leg() };
        assert!(offered(&leg(late)).extend && !offered(&leg(far)).extend);
        assert!(!offered(&LegState { extended: true, ..leg(late) }).extend);
        assert!(!offered(&LegState { status: Status::SupplementAsked, ..leg(late) }).extend);
    }

    #[test]
    fn nothing_is_approved_before_the_number_is_there() {
        assert!(!offered(&LegState { waits_for_number: true, ..samples::leg() }).approve);
    }

    #[test]
    fn the_number_is_entered_at_the_finished_gate_while_the_question_is_open() {
        let gate = LegState { gate: true, status: Status::Done, finished_at: Some(samples::now()), ..samples::leg() };
        let seer = samples::seer(web::Lang::Vi);
        assert!(Offers::of(&gate, (false, false), true, true, &seer).number);
        assert!(!Offers::of(&gate, (false, false), false, true, &seer).number);
        assert!(!Offers::of(&samples::leg(), (false, false), true, true, &seer).number);
    }
}
